#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Counts what `meson test` left in LOGS: count_tests.py LOGS

Prints last `N passed, N failed, N skipped` over the subtests of all programs, and before that what
each program that failed printed last: of TAP, meson shows standard error alone, and there no test
names the case that it was at. A program that failed as a whole (killed, out of time, a leak at its
end) counts as one failure when none of its subtests says so. Fails when anything failed or nothing
ran.
"""
import collections
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

# What XML 1.0 does not allow and meson writes nevertheless when a program printed it.
NOT_XML = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]')

# Of what a failed program printed.
LINES = 20


def count_cases(text):
    """For each program: how its subtests ended. Those without subtests share one suite."""
    counts = collections.defaultdict(collections.Counter)
    for suite in ElementTree.fromstring(NOT_XML.sub('', text)).iter('testsuite'):
        _, _, program = suite.get('name').partition('.')
        for case in suite.iter('testcase'):
            ends = {child.tag for child in case}
            kind = 'failed' if ends & {'failure', 'error'} else 'skipped' if 'skipped' in ends else 'passed'
            counts[program or case.get('name')][kind] += 1
    return counts


def main():
    logs = pathlib.Path(sys.argv[1])
    counts = count_cases((logs / 'testlog.junit.xml').read_text('utf-8', 'replace'))
    total = collections.Counter()
    for line in (logs / 'testlog.json').read_text('utf-8', 'replace').splitlines():
        program = json.loads(line)
        name = program['name']
        mine = counts[name]
        if program['result'] in ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT') and not mine['failed']:
            mine['failed'] += 1
            mine['passed'] -= mine['passed'] == 1 and sum(mine.values()) == 2
        if mine['failed']:
            print(f'failed: {name} ({mine["failed"]})')
            for text in program.get('stdout', '').splitlines()[-LINES:]:
                print('   ', text)
    for mine in counts.values():
        total += mine
    print(f'{total["passed"]} passed, {total["failed"]} failed, {total["skipped"]} skipped')
    sys.exit(1 if total['failed'] or not total['passed'] else 0)


main()
