#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_proofs.py MAKE_PROOFS: a program that shares no code with ours accepts our proofs, and
refuses them once anything is changed."""
import glob
import os
import subprocess
import sys
import tempfile

import check_proof

number = 0


def report(good, name):
    global number
    number += 1
    print(f'{"ok" if good else "not ok"} {number} {name}', flush=True)
    return good


def expect(fact, *words):
    if not fact:
        print(*words, file=sys.stderr, flush=True)
    return fact


def accepted(leaf, proof, vkey):
    try:
        return check_proof.check(leaf, proof, vkey)
    except check_proof.Refused:
        return None


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def changes(proof):
    """Each line of the proof dropped, doubled, or with one letter changed. (To sign twice is not
    wrong: the last line is not doubled.)"""
    lines = proof.split(b'\n')
    for at, line in enumerate(lines[:-1]):
        yield lines[:at] + lines[at + 1:]
        if at < len(lines) - 2:
            yield lines[:at] + [line] + lines[at:]
        if line:
            middle = len(line) // 2
            other = b'B' if line[middle:middle + 1] == b'A' else b'A'
            yield lines[:at] + [line[:middle] + other + line[middle + 1:]] + lines[at + 1:]


def try_log(make_proofs, size):
    good = True
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([make_proofs, folder, str(size)], check=True)
        vkey = read(os.path.join(folder, 'log.vkey')).decode()
        names = glob.glob(os.path.join(folder, '*.leaf'))
        for name in names:
            leaf, proof = read(name), read(name[:-len('leaf')] + 'tlog-proof')
            index = int(os.path.basename(name).split('.')[0])
            result = accepted(leaf, proof, vkey)
            good &= expect(result is not None and result[:2] == (index, size), name, result)
            good &= expect(accepted(leaf + b'\n', proof, vkey) is None, name, 'and a byte more')
            good &= expect(accepted(leaf[:-1], proof, vkey) is None, name, 'and a byte less')
        good &= all(expect(accepted(leaf, b'\n'.join(lines), vkey) is None, name, lines)
                    for lines in changes(proof))
        run = subprocess.run([sys.executable, check_proof.__file__, name,
                              name[:-len('leaf')] + 'tlog-proof',
                              os.path.join(folder, 'log.vkey')],
                             stdout=subprocess.PIPE, text=True, check=False)
        good &= expect(run.returncode == 0 and f'leaf {index} of {size},' in run.stdout,
                       'check_proof.py:', run.returncode, run.stdout)
    return report(good and len(names) > 0, f'log of {size}: {len(names)} proofs')


def main():
    sizes = [1, 2, 3, 256, 257, 1000, 66000]
    print(f'1..{len(sizes)}')
    return 0 if all([try_log(sys.argv[1], size) for size in sizes]) else 1


if __name__ == '__main__':
    sys.exit(main())
