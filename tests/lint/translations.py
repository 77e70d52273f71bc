#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""translations.py ROOT: every file with texts is in POTFILES, and every catalogue has each of them,
none of them fuzzy and with the same placeholders."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

TEXT = re.compile(r'\b(N?_|C_|ngettext) \("')


def with_texts(root):
    for top in ("cli", "src"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith((".c", ".h")):
                    with open(path, encoding="utf-8") as file:
                        if TEXT.search(file.read()):
                            yield os.path.relpath(path, root)


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"),
                          check=False)
    return [] if done.returncode == 0 else done.stderr.splitlines()


def cut_texts(pot):
    """A text that ends in a bare % was cut at a macro; use PRId64, which xgettext knows."""
    with open(pot, encoding="utf-8") as file:
        return [line for line in file.read().splitlines() if re.match(r'^(msgid )?".*%"$', line)]


def unused_texts(po, pot):
    """What msgcmp only warns of: texts of a catalogue that no source has any more."""
    done = subprocess.run(["msgcmp", po, pot], capture_output=True, text=True,
                          env=dict(os.environ, LC_ALL="C"), check=False)
    return [line for line in done.stderr.splitlines() if line.endswith("this message is not used")]


def raw_texts(po):
    """msgfmt puts in what %<PRId64> stands for where a text is marked as a format only."""
    with open(po, encoding="utf-8") as file:
        return [text.splitlines()[0] for text in file.read().split("\n\n")
                if "%<PRI" in text and "c-format" not in text]


def main():
    root = sys.argv[1]
    if not all(shutil.which(tool) for tool in ("xgettext", "msgfmt", "msgcmp")):
        print("gettext is not installed")
        return 77
    with open(os.path.join(root, "po", "POTFILES"), encoding="utf-8") as file:
        listed = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    faults = ["po/POTFILES lacks " + path for path in sorted(set(with_texts(root)) - set(listed))]
    faults += ["po/POTFILES names %s, which is gone" % path for path in listed
               if not os.path.exists(os.path.join(root, path))]
    if listed != sorted(listed):
        faults.append("po/POTFILES is not sorted")
    with open(os.path.join(root, "po", "LINGUAS"), encoding="utf-8") as file:
        languages = file.read().split()
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "anfang.pot")
        faults += run("xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_",
                      "--keyword=C_:1c,2", "--keyword=ngettext:1,2", "--keyword=g_dngettext:2,3",
                      "--directory=" + root, "-o",
                      pot, *[path for path in listed if os.path.exists(os.path.join(root, path))])
        faults += ["cut at a macro: " + line for line in cut_texts(pot)]
        for language in languages:
            po = os.path.join(root, "po", language + ".po")
            faults += run("msgfmt", "--check-format", "-o", os.path.join(folder, "x.mo"), po)
            faults += run("msgcmp", po, pot)
            faults += unused_texts(po, pot)
            faults += ["not marked as c-format: " + text for text in raw_texts(po)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
