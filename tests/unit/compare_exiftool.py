#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The helper's facts and redacted copies against exiftool and djpeg.

compare_exiftool.py EXAMINE-FILE HELPER MAKE-PHOTO SAMPLES

EXAMINE-FILE, HELPER and MAKE-PHOTO are the programs of this build; SAMPLES is a folder of photos
from many cameras, which need not be there. TAP on standard output.
"""
import json
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

DATE = re.compile(r'^(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d:\d\d:\d\d)$')
ZONE = re.compile(r'^([+-]\d\d:\d\d|Z)$')

TEXTS = {
    'make': 'IFD0:Make', 'model': 'IFD0:Model', 'software': 'IFD0:Software',
    'host_computer': 'IFD0:HostComputer', 'serial': 'ExifIFD:SerialNumber',
    'lens_serial': 'ExifIFD:LensSerialNumber', 'lens_model': 'ExifIFD:LensModel',
    'gps.datum': 'GPS:GPSMapDatum', 'gps.method': 'GPS:GPSProcessingMethod',
    'gps.direction_ref': 'GPS:GPSImgDirectionRef',
}
NUMBERS = {
    'orientation': 'IFD0:Orientation', 'width': 'File:ImageWidth', 'height': 'File:ImageHeight',
    'exif_width': 'ExifIFD:ExifImageWidth', 'exif_height': 'ExifIFD:ExifImageHeight',
    'gps.accuracy_m': 'GPS:GPSHPositioningError', 'gps.direction': 'GPS:GPSImgDirection',
}
TIMES = {
    'captured': ('DateTimeOriginal', 'SubSecTimeOriginal', 'OffsetTimeOriginal'),
    'digitized': ('CreateDate', 'SubSecTimeDigitized', 'OffsetTimeDigitized'),
    'modified': ('ModifyDate', 'SubSecTime', 'OffsetTime'),
}
# Where we mean to differ: a flag of ours, and the values that it excuses.
EXCUSES = {
    'ORIENTATION_BAD': {'orientation'},
    'TEXT_NOT_UTF8': set(TEXTS),
    'GPS_BAD': {'gps.lat', 'gps.lon', 'gps.direction'},
    'GPS_PART_UNDEFINED': {'gps.lat', 'gps.lon', 'gps.altitude_m', 'gps.direction',
                           'gps.accuracy_m'},
    'GPS_REF_MISSING': {'gps.lat', 'gps.lon'},
    'GPS_TIME_BAD': {'gps.time', 'gps.date'},
}
# exiftool shows the name of the character code instead of the text behind it.
SHOWN_WRONG = {('aff8540e_Oppo_R7_Plus.jpg', 'gps.method')}


def exiftool(path):
    """exiftool's values by `group:name`, or None when it does not know the file."""
    run = subprocess.run(['exiftool', '-n', '-j', '-G1', str(path)], capture_output=True,
                         check=False)
    values = json.loads(run.stdout)[0] if run.stdout else {}
    return None if 'ExifTool:Error' in values else values


def text_of(values, name):
    """A text without the blanks around it; None when nothing is left."""
    text = str(values.get(name, '')).strip()
    return text or None


def expected_time(values, names):
    """What a time should look like, from exiftool's values."""
    group = 'IFD0' if names[0] == 'ModifyDate' else 'ExifIFD'
    text = text_of(values, f'{group}:{names[0]}') or text_of(values, f'IFD0:{names[0]}') or ''
    match = DATE.match(text)
    if not match or match[1] == '0000':
        return {}
    time = {'local': f'{match[1]}-{match[2]}-{match[3]}T{match[4]}'}
    subsec = text_of(values, f'ExifIFD:{names[1]}')
    zone = text_of(values, f'ExifIFD:{names[2]}')
    if subsec and subsec.isdigit():
        time['subsec'] = int(subsec)
    if zone and ZONE.match(zone):
        time['zone'] = zone
    return time


def expected_position(values):
    """Latitude, longitude and altitude with their signs."""
    position = {}
    for name, tag, minus in (('gps.lat', 'GPSLatitude', 'S'), ('gps.lon', 'GPSLongitude', 'W')):
        number = values.get(f'GPS:{tag}')
        if isinstance(number, (int, float)):
            sign = -1 if values.get(f'GPS:{tag}Ref') == minus else 1
            position[name] = number * sign
    altitude = values.get('GPS:GPSAltitude')
    if isinstance(altitude, (int, float)):
        position['gps.altitude_m'] = altitude * (-1 if values.get('GPS:GPSAltitudeRef') == 1 else 1)
    if len({'gps.lat', 'gps.lon'} & set(position)) == 1:
        position.pop('gps.lat', None)
        position.pop('gps.lon', None)
    return position


def expected_facts(values):
    """The flat facts that exiftool's values amount to."""
    facts = {name: text_of(values, tag) for name, tag in TEXTS.items()}
    facts |= {name: values.get(tag) for name, tag in NUMBERS.items()}
    facts |= expected_position(values)
    for name, tags in TIMES.items():
        facts |= {f'{name}.{part}': value for part, value in expected_time(values, tags).items()}
    date, time = text_of(values, 'GPS:GPSDateStamp'), text_of(values, 'GPS:GPSTimeStamp')
    if date and re.match(r'^\d{4}[:-]\d\d[:-]\d\d$', date) and not date.startswith('0000'):
        date = date.replace(':', '-')
        facts['gps.time' if time else 'gps.date'] = f'{date}T{time}' if time else date
    return {name: value for name, value in facts.items() if value is not None}


def flatten(facts):
    """Our facts in the same flat form."""
    flat = {}
    for name, value in facts.items():
        if isinstance(value, dict) and name != 'raw':
            flat |= {f'{name}.{part}': item for part, item in value.items() if part != 'utc'}
        elif name not in ('type', 'format', 'flags', 'raw'):
            flat[name] = value
    for name in TIMES:
        if f'{name}.subsec' in flat:
            flat[f'{name}.subsec'] = int(flat[f'{name}.subsec'])
    flat.pop('gps.time_of_day', None)
    return flat


def same(name, ours, theirs):
    """Whether two values say the same."""
    if name == 'gps.time':
        # Ours in milliseconds, theirs with as many digits as there are.
        whole, _, part = str(theirs).partition('.')
        return ours.rstrip('Z') == f'{whole}.{(part + "000")[:3]}'
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return str(ours) == str(theirs)


class Checker:
    """Runs the programs over one file after another."""

    def __init__(self, programs, folder):
        self.examine_file, self.helper, self.make_photo = programs
        self.folder = folder

    def examine(self, path):
        """The report of the helper; the redacted copy is then in the folder."""
        run = subprocess.run([self.examine_file, self.helper, str(path), str(self.folder)],
                             capture_output=True, check=True)
        return json.loads(run.stdout)

    def differences(self, path):
        """What our facts and exiftool say differently, as a list of texts."""
        report, values = self.examine(path), exiftool(path)
        if values is None or report['status'] != 'done':
            return [] if report['status'] == 'done' else [f'status {report["status"]}']
        ours, theirs = flatten(report['facts']), expected_facts(values)
        excused = set().union(*(EXCUSES.get(flag, set()) for flag in report['facts']['flags']))
        names = ours.keys() | theirs.keys()
        if {'EXIF_TRUNC', 'JPEG_TRUNC'} <= set(report['facts']['flags']):
            # A download that broke off: exiftool gives up the whole block, we read what is there.
            names = theirs.keys()
        return [f'{name}: {ours.get(name)!r}, exiftool {theirs.get(name)!r}'
                for name in sorted(names)
                if name not in excused and (path.name, name) not in SHOWN_WRONG
                and not (name in ours and name in theirs
                         and same(name, ours[name], theirs[name]))]

    def leaks(self, path):
        """What the redacted copy still tells, and whether it shows something else."""
        report = self.examine(path)
        copy = self.folder / 'redacted.jpg'
        if report['redaction'] == 'none':
            return [] if 'UNDECODABLE' in report['facts']['flags'] else ['no redacted copy']
        run = subprocess.run(['exiftool', '-a', '-G1', '-s', str(copy)], capture_output=True,
                             check=True)
        lines = run.stdout.decode('utf-8', 'replace').splitlines()
        allowed = re.compile(r'^\[(ExifTool|System|File|Composite|ICC[-_].*)\]|^\[IFD0\] +Orientation |'
                             r'^\[Adobe\]')
        wrong = [line for line in lines if not allowed.match(line) or 'Warning' in line]
        if report['redaction'] == 'lossless' and pixels(path) != pixels(copy):
            wrong.append('other pixels')
        return wrong


def pixels(path):
    """The picture as djpeg decodes it."""
    return subprocess.run(['djpeg', '-pnm', str(path)], capture_output=True, check=True).stdout


def made_photos(checker):
    """Photos with every option of make-photo in turn."""
    options = [
        ['--time', '2018-03-05T10:11:12'],
        ['--time', '2018-12-31T23:59:59', '--zone', '+08:00', '--subsec', '5', '--lat', '40.123456',
         '--lon', '122.654321'],
        ['--time', '2020-02-29T00:00:00', '--zone', '-03:30', '--subsec', '007', '--lat', '-33.5',
         '--lon', '-70.25', '--altitude', '540', '--accuracy', '12', '--direction', '359'],
        ['--make', 'HUAWEI', '--model', 'ALN-AL00', '--serial', 'S-1', '--software', '4.0',
         '--orientation', '8', '--size', '641x480', '--seed', '9'],
        ['--lat', '0', '--lon', '0', '--size', '16x16'],
        ['--lat', '89.99999', '--lon', '-179.99999', '--orientation', '3'],
    ]
    for i, option in enumerate(options):
        path = checker.folder / f'made-{i}.jpg'
        subprocess.run([checker.make_photo, str(path), *option], check=True)
        yield path


def main():
    """Runs all the checks that can be run here."""
    if not shutil.which('exiftool') or not shutil.which('djpeg'):
        print('1..0 # SKIP needs exiftool and djpeg')
        return
    samples = sorted(pathlib.Path(sys.argv[4]).glob('*.jpg'))
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(sys.argv[1:4], pathlib.Path(folder))
        count = 0
        for path in [*made_photos(checker), *samples]:
            for promise, faults in (('facts as exiftool reads them', checker.differences(path)),
                                    ('a copy that tells nothing', checker.leaks(path))):
                count += 1
                print(f'{"not " if faults else ""}ok {count} {path.name}: {promise}', flush=True)
                for fault in faults:
                    print(f'{path.name}: {fault}', file=sys.stderr)
        if not samples:
            count += 1
            print(f'ok {count} photos of many cameras # SKIP no such photos here')
        print(f'1..{count}')


main()
