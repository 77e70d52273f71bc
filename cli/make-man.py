#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""make-man.py ANFANG: the manual page anfang(1), from what the program says of itself."""
import os
import re
import subprocess
import sys

ENV = dict(os.environ, LC_ALL="C.UTF-8", LANGUAGE="")


def ask(*words):
    return subprocess.run([sys.argv[1], "help", *words], env=ENV, check=True, capture_output=True,
                          text=True).stdout


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def names(text):
    return re.findall(r"^  ([a-z-]+)  +(\S.*)$", text, re.M)


def literal(text):
    print(".nf\n%s\n.fi" % roff(text.strip("\n")))


def command(words):
    text = ask(*words)
    usage, _, rest = text.partition("\n\n")
    summary, _, rest = rest.partition("\n\n")
    options = re.search(r"Options:\n(.*?)\n\n", rest + "\n\n", re.S)
    example = re.search(r"Example:\n(.*)", rest, re.S)
    print(".SS \"%s\"" % roff(usage.split("\n", 1)[1].strip()))
    print(roff(summary.strip()))
    if options:
        for line in options.group(1).split("\n"):
            name, _, meaning = line.strip().partition("  ")
            print(".TP\n.B \"%s\"\n%s" % (roff(name), roff(meaning.strip())))
    if example:
        print(".PP\nExample:")
        literal(example.group(1))


def main():
    version = subprocess.run([sys.argv[1], "--version"], check=True, capture_output=True,
                             text=True).stdout.strip()
    top = ask()
    print('.TH ANFANG 1 "" "%s" "Anfang"' % version)
    print(".SH NAME\nanfang \\- covert inspection of public services")
    print(".SH SYNOPSIS\n.B anfang\n%s" % roff(top.split("\n")[1].strip().removeprefix("anfang ")))
    print(".SH DESCRIPTION")
    print(roff(top.split("\n\nA visit, finding,")[1].join(["A visit, finding,", ""]).strip()))
    print(".SH EXAMPLE")
    literal(top.split("A day's work:\n")[1].split("\n\n")[0])
    print(".SH OPTIONS")
    general = re.search(r"General options:\n(.*?)\n\n", ask("whoami") + "\n\n", re.S).group(1)
    for line in general.split("\n"):
        name, _, meaning = line.strip().partition("   ")
        print(".TP\n.B \"%s\"\n%s" % (roff(name), roff(meaning.strip())))
    print(".TP\n.B \"\\-\\-version\"\nprint the version and stop")
    print(".SH COMMANDS")
    for noun, _ in names(top):
        verbs = [] if "VERB" not in ask(noun).split("\n")[1] else names(ask(noun))
        for words in [[noun, verb] for verb, _ in verbs] or [[noun]]:
            command(words)
    print(".SH FILES")
    for path, meaning in (
            ("$XDG_CONFIG_HOME/anfang/session.json", "the login, readable by its owner only"),
            ("$XDG_STATE_HOME/anfang/uploads", "unfinished uploads and the ids of finished ones"),
            ("$XDG_STATE_HOME/anfang/logs", "log keys and checkpoints seen"),
            ("$XDG_STATE_HOME/anfang/witness", "a witness's key and what it has seen, see log witness"),
            ("$XDG_DATA_HOME/anfang/holidays", "years loaded with calendar load")):
        print(".TP\n.I %s\n%s" % (roff(path), roff(meaning)))
    print(".SH ENVIRONMENT\n.TP\n.B ANFANG_SERVER, ANFANG_TOKEN\nstand for a login.\n"
          ".TP\n.B ANFANG_EXAMINE\nthe helper program that evidence inspect starts.\n"
          ".TP\n.B ANFANG_LOCALE_DIR\nwhere translations are, when they are not installed.")
    print(".SH SEE ALSO\n.BR anfangd (8)")


if __name__ == "__main__":
    main()
