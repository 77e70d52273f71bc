#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""How far the helper's facts agree with exiftool's over a whole folder of files.

compare_corpus.py BUILD FOLDER [--known FILE] [--least PERCENT]

Goes through FOLDER and what is below it. Prints each value that the two have differently, then a
table: for each field, the values that either has and how many agree, over all files and over those
that exiftool has no warning on. Files that either cannot read are counted and listed. FILE
(corpus_known.txt beside this, for public corpora) lists disagreements that are meant, one
`NAME FIELD REASON` a line, NAME and FIELD as shell patterns; they are printed with their reason and
count as agreement. Where exiftool says no duration, or one that it works out from the size of the
file (MP3 and WAV) and that is not ours, ffprobe's packets decide, if it is installed. Fails when a
field of 100 values or more, over files without warning, agrees in less than PERCENT (99.5 unless
told).
"""
import argparse
import collections
import fnmatch
import json
import math
import pathlib
import shutil
import subprocess
import sys

import exiftool_facts

BATCH = 200


def examine(build, paths):
    """Our report on each path."""
    run = subprocess.run([build / 'tests/tools/examine-file', build / 'src/anfang-examine'],
                         input=''.join(f'{path}\n' for path in paths).encode(),
                         capture_output=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def read_known(path):
    """(pattern of file names, pattern of fields, reason) in order."""
    known = []
    for line in path.read_text('utf-8').splitlines() if path else []:
        if line.strip() and not line.startswith('#'):
            name, field, reason = line.split(None, 2)
            known.append((name, field, reason))
    return known


def probe(path, guessed):
    """The durations that ffprobe knows: by the packets, and unless GUESSED as it is told."""
    if not shutil.which('ffprobe'):
        return []
    run = subprocess.run(['ffprobe', '-v', 'quiet', '-of', 'json', '-show_entries',
                          'packet=stream_index,duration_time:stream=index,codec_type,duration,'
                          'start_time:format=duration,start_time', path],
                         capture_output=True, check=False)
    found = json.loads(run.stdout or '{}')
    streams = found.get('streams', ())
    kinds = {stream['index']: stream.get('codec_type') for stream in streams}
    lengths = collections.Counter()
    for packet in found.get('packets', ()):
        if kinds.get(packet['stream_index']) in ('audio', 'video', 'subtitle'):
            lengths[packet['stream_index']] += float(packet.get('duration_time', 0))
    told = [] if guessed else [found.get('format', {}), *streams]
    told = [(float(part['duration']), float(part.get('start_time', 0)))
            for part in told if 'duration' in part]
    # A clock that does not begin at 0 is in it or not.
    return [*lengths.values(),
            *(length + sign * start for length, start in told for sign in (0, -1, 1))]


def is_guess(report, values):
    """Whether exiftool took the duration from the size of the file."""
    return report['facts']['format'] in ('wav', 'mp3') and 'MPEG:VBRFrames' not in values


class Tally:
    """What was found so far."""

    def __init__(self, known):
        self.known = known
        self.values = collections.Counter()
        self.agreed = collections.Counter()
        self.unread = collections.Counter()

    def add(self, path, report, values):
        """One file."""
        if report['status'] != 'done' or values is None:
            which = 'both' if report['status'] != 'done' and values is None else \
                'exiftool' if values is None else f'us ({report["status"]})'
            self.unread[which] += 1
            print(f'{path}: not read by {which}')
            return
        clean = 'ExifTool:Warning' not in values
        compared = exiftool_facts.compare(report['facts'], values)
        duration = report['facts'].get('duration_s')
        if duration and 'duration_s' not in [row[0] for row in compared]:
            compared.append(('duration_s', duration, None, False))
        for name, ours, theirs, agree in compared:
            if name == 'duration_s' and ours and not agree and (
                    theirs is None or is_guess(report, values)):
                probed = probe(path, theirs is not None)
                # 50 ms: a frame of sound at a low rate.
                agree = any(math.isclose(ours, length, rel_tol=1e-2, abs_tol=0.05)
                            for length in probed)
                theirs = f'{theirs}, ffprobe {probed}'
                if agree:
                    print(f'{path}: {name}: {ours!r}, exiftool {theirs} (as ffprobe)')
                if not probed and 'None' in theirs:
                    continue
            if not agree:
                reason = next((reason for pattern, field, reason in self.known
                               if fnmatch.fnmatchcase(name, field)
                               and fnmatch.fnmatchcase(path.name, pattern)), None)
                print(f'{path}: {name}: {ours!r}, exiftool {theirs!r}'
                      f'{f" (known: {reason})" if reason else ""}')
                agree = reason is not None
            for group in [('all', name)] + ([('clean', name)] if clean else []):
                self.values[group] += 1
                self.agreed[group] += agree

    def show(self, least):
        """The table; whether it is good enough."""
        good = True
        print(f'\n{"field":24} {"all":>8} {"agree":>8} {"%":>7}   {"clean":>8} {"agree":>8} {"%":>7}')
        fields = sorted({name for _, name in self.values})
        for name in fields + ['*']:
            row = f'{name:24}'
            for group in ('all', 'clean'):
                values = sum(count for key, count in self.values.items()
                             if key[0] == group and name in ('*', key[1]))
                agreed = sum(count for key, count in self.agreed.items()
                             if key[0] == group and name in ('*', key[1]))
                percent = 100 * agreed / values if values else 100.0
                row += f' {values:8} {agreed:8} {percent:7.2f}  '
                if group == 'clean' and values >= 100 and percent < least:
                    row += ' too few'
                    good = False
            print(row)
        for which, count in sorted(self.unread.items()):
            print(f'not read by {which}: {count} files')
        return good


def main():
    """Compares, and says how it went by the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--known', type=pathlib.Path)
    parser.add_argument('--least', type=float, default=99.5)
    options = parser.parse_args()
    tally = Tally(read_known(options.known))
    paths = sorted(path for path in options.folder.rglob('*')
                   if path.is_file() and '\n' not in str(path))
    for i in range(0, len(paths), BATCH):
        batch = paths[i:i + BATCH]
        for path, report, values in zip(batch, examine(options.build, batch),
                                        exiftool_facts.exiftool(batch)):
            tally.add(path, report, values)
    sys.exit(0 if tally.show(options.least) else 1)


main()
