#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""check_proof.py LEAF PROOF VKEY: whether PROOF shows LEAF to be in the log of VKEY.

Shares no code with the service: the formats are written down here a second time, from
c2sp.org/tlog-proof, c2sp.org/tlog-checkpoint, c2sp.org/signed-note and RFC 9162 2.1.3.2, with
Python's hashlib and the openssl program. VKEY is a verifier key or a file that holds one.
"""
import base64
import hashlib
import os
import subprocess
import sys
import tempfile

SPKI_ED25519 = bytes.fromhex('302a300506032b6570032100')


class Refused(Exception):
    pass


def demand(condition, why):
    if not condition:
        raise Refused(why)


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Refused('not base64') from error
    demand(base64.b64encode(data).decode() == text, 'base64 in another spelling')
    return data


def undecimal(text):
    demand(text.isascii() and text.isdigit() and (text == '0' or text[0] != '0'), 'not a number')
    return int(text)


def read_vkey(vkey):
    """name, key id, public key"""
    name, key_id, key = (vkey.strip().split('+', 2) + ['', ''])[:3]
    data = unbase64(key)
    demand(len(data) == 33 and data[0] == 1, 'not an Ed25519 verifier key')
    expected = hashlib.sha256(name.encode() + b'\n' + data).digest()[:4]
    demand(expected.hex() == key_id, 'the id is not that of the verifier key')
    return name, expected, data[1:]


def signature_fits(public_key, text, signature):
    with tempfile.TemporaryDirectory() as folder:
        def write(name, data):
            path = os.path.join(folder, name)
            with open(path, 'wb') as file:
                file.write(data)
            return path
        return subprocess.run(
            ['openssl', 'pkeyutl', '-verify', '-rawin', '-pubin', '-keyform', 'DER',
             '-inkey', write('key', SPKI_ED25519 + public_key),
             '-sigfile', write('signature', signature), '-in', write('text', text)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def open_checkpoint(note, vkey):
    """size and root hash that the log of @vkey states in @note (bytes)"""
    name, key_id, public_key = read_vkey(vkey)
    text, separator, lines = note.rpartition(b'\n\n')
    demand(separator and lines.endswith(b'\n'), 'not a signed note')
    text += b'\n'
    signed = False
    for line in lines.decode()[:-1].split('\n'):
        words = line.split(' ')
        demand(len(words) == 3 and words[0] == '\u2014', 'not a signature line')
        data = unbase64(words[2])
        if words[1] != name or data[:4] != key_id:
            continue
        demand(signature_fits(public_key, text, data[4:]), 'the signature does not fit')
        signed = True
    demand(signed, 'not signed by that key')
    parts = text.decode().split('\n')
    demand(len(parts) == 4 and parts[3] == '', 'not a checkpoint')
    demand(parts[0] == name, 'the checkpoint of another log')
    root = unbase64(parts[2])
    demand(len(root) == 32, 'not a root hash')
    return undecimal(parts[1]), root


def open_rotation(note):
    """size, old and new verifier key of the change of key in @note (bytes), which both signed"""
    text, separator, lines = note.rpartition(b'\n\n')
    demand(separator and lines.endswith(b'\n'), 'not a signed note')
    text += b'\n'
    parts = text.decode().split('\n')
    demand(len(parts) == 6 and parts[0] == 'anfang/key-rotation@v1' and parts[5] == '',
           'not a change of key')
    for vkey in parts[3:5]:
        name, key_id, public_key = read_vkey(vkey)
        demand(name == parts[1], 'a key of another log')
        signed = False
        for line in lines.decode()[:-1].split('\n'):
            dash, who, value = line.split(' ')
            data = unbase64(value)
            signed = signed or (dash == '\u2014' and who == name and data[:4] == key_id
                                and signature_fits(public_key, text, data[4:]))
        demand(signed, 'a change of key that one of the two did not sign')
    return undecimal(parts[2]), parts[3], parts[4]


def check_pack_keys(proofs, beside='cosigned'):
    """@proofs, the folder of a pack: its checkpoint and the state of the log @beside it, which
    witnesses signed (cosigned) or the log's newest key (continued), are of one log, each signed by
    the key of its time. Returns both keys, the earlier first."""
    keys = [(proofs / name).read_text().strip() for name in ('log.vkey', beside + '.vkey')]
    heads = [open_checkpoint((proofs / name).read_bytes(), key)
             for name, key in zip(('checkpoint', beside), keys)]
    (first, old), (second, new) = sorted(zip(heads, keys), key=lambda pair: pair[0][0])
    path = proofs / {'cosigned': 'consistency'}.get(beside, beside + '-consistency')
    check_consistency(first, second, [unbase64(line) for line in path.read_text().split()]
                      if path.exists() else [])
    at = old
    for note in sorted(proofs.glob('rotation-*.note')):
        size, was, is_now = open_rotation(note.read_bytes())
        if was == at and at != new:
            demand(at != old or first[0] <= size, 'the old key signed when it was no longer the log\'s')
            demand(is_now != new or second[0] >= size, 'the new key signed before it was the log\'s')
            at = is_now
    demand(at == new, 'no change of key leads from one to the other')
    return old, new


def root_from(leaf, index, size, path):
    """RFC 9162 2.1.3.2"""
    demand(index < size, 'the index is outside the tree')
    node, last = index, size - 1
    result = hashlib.sha256(b'\0' + leaf).digest()
    for sibling in path:
        demand(last != 0, 'the path is too long')
        if node & 1 or node == last:
            result = hashlib.sha256(b'\1' + sibling + result).digest()
            while not node & 1 and node != 0:
                node >>= 1
                last >>= 1
        else:
            result = hashlib.sha256(b'\1' + result + sibling).digest()
        node >>= 1
        last >>= 1
    demand(last == 0, 'the path is too short')
    return result


def check_consistency(first, second, path):
    """RFC 9162 2.1.4.2: whether @path shows the tree @second to go on from @first, which are pairs
    of size and root hash; raises Refused"""
    (old_size, old_root), (new_size, new_root) = first, second
    demand(old_size <= new_size, 'the log has shrunk')
    if old_size in (0, new_size):
        demand(not path, 'a path between trees that need none')
        demand(old_size == 0 or old_root == new_root, 'two roots of one size')
        return
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    demand(path, 'no path')
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node >>= 1
        last >>= 1
    old = new = path.pop(0)
    for sibling in path:
        demand(last != 0, 'the path is too long')
        if node & 1 or node == last:
            old = hashlib.sha256(b'\1' + sibling + old).digest()
            new = hashlib.sha256(b'\1' + sibling + new).digest()
            while not node & 1 and node != 0:
                node >>= 1
                last >>= 1
        else:
            new = hashlib.sha256(b'\1' + new + sibling).digest()
        node >>= 1
        last >>= 1
    demand(last == 0, 'the path is too short')
    demand(old == old_root, 'the path does not lead to the old root')
    demand(new == new_root, 'the path does not lead to the new root')


def check(leaf, proof, vkey):
    """leaf and proof are bytes; returns (index, size, root) or raises Refused"""
    try:
        head, separator, checkpoint = proof.partition(b'\n\n')
        lines = head.decode().split('\n')
        demand(separator and lines.pop(0) == 'c2sp.org/tlog-proof@v1', 'not a tlog-proof')
        if lines and lines[0].startswith('extra '):
            unbase64(lines.pop(0)[6:])
        demand(lines and lines[0].startswith('index '), 'no index')
        index = undecimal(lines.pop(0)[6:])
        path = [unbase64(line) for line in lines]
        demand(all(len(sibling) == 32 for sibling in path), 'not a hash')
        size, root = open_checkpoint(checkpoint, vkey)
        demand(root_from(leaf, index, size, path) == root, 'the path does not lead to the root')
    except UnicodeDecodeError as error:
        raise Refused('not text') from error
    return index, size, root


def check_cosignature(note, vkey):
    """The time at which the witness of @vkey cosigned @note (c2sp.org/tlog-cosignature); raises
    Refused"""
    name, key_id, key = vkey.strip().split('+', 2)
    data = unbase64(key)
    demand(len(data) == 33 and data[0] == 4, 'not the key of a witness')
    expected = hashlib.sha256(name.encode() + b'\n' + data).digest()[:4]
    demand(expected.hex() == key_id, 'the id is not that of the key')
    text, _, lines = note.rpartition('\n\n')
    for line in lines.splitlines():
        dash, who, value = line.split(' ')
        value = unbase64(value)
        if (dash, who, value[:4]) != ('\u2014', name, expected):
            continue
        seconds = int.from_bytes(value[4:12], 'big')
        message = 'cosignature/v1\ntime %d\n%s\n' % (seconds, text)
        demand(signature_fits(data[1:], message.encode(), value[12:]),
               'the cosignature does not fit')
        return seconds
    raise Refused('not cosigned')


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    leaf, proof = (open(path, 'rb').read() for path in sys.argv[1:3])
    vkey = open(sys.argv[3]).read() if os.path.exists(sys.argv[3]) else sys.argv[3]
    try:
        index, size, root = check(leaf, proof, vkey)
    except Refused as refusal:
        print(f'refused: {refusal}', file=sys.stderr)
        return 1
    print(f'leaf {index} of {size}, root {root.hex()}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
