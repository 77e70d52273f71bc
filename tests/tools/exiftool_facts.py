#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What exiftool says of a file, in the flat form of our facts, and where the two differ.

Used by tests/unit/compare_exiftool.py and tests/tools/compare_corpus.py.
"""
import datetime
import json
import math
import re
import subprocess

DATE = re.compile(r'^(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$')
# What exiftool makes of a date of XMP that has colons in it: the sign of the zone is lost.
SIGNLESS = re.compile(r'^\d{4}:\d\d:\d\dT\d\d:\d\d:\d\d:\d\d:\d\d$')
ZONE = re.compile(r'^([+-]\d\d:\d\d|Z)$')

TEXTS = {
    'make': 'IFD0:Make', 'model': 'IFD0:Model', 'software': 'IFD0:Software',
    'host_computer': 'IFD0:HostComputer', 'serial': 'ExifIFD:SerialNumber',
    'lens_serial': 'ExifIFD:LensSerialNumber', 'lens_model': 'ExifIFD:LensModel',
    'gps.datum': 'GPS:GPSMapDatum', 'gps.method': 'GPS:GPSProcessingMethod',
    'gps.direction_ref': 'GPS:GPSImgDirectionRef',
    'xmp.make': 'XMP-tiff:Make', 'xmp.model': 'XMP-tiff:Model',
    'xmp.software': 'XMP-xmp:CreatorTool', 'xmp.serial': 'XMP-aux:SerialNumber',
    'xmp.lens_model': 'XMP-exifEX:LensModel',
}
# Where the usual one is not there.
OTHER_TEXTS = {'xmp.software': 'XMP-tiff:Software', 'xmp.serial': 'XMP-exifEX:SerialNumber',
               'xmp.lens_model': 'XMP-aux:Lens'}
# Of several, the first that is there.
NUMBERS = {
    'orientation': ['IFD0:Orientation'],
    'width': ['File:ImageWidth', 'PNG:ImageWidth', 'RIFF:ImageWidth'],
    'height': ['File:ImageHeight', 'PNG:ImageHeight', 'RIFF:ImageHeight'],
    'exif_width': ['ExifIFD:ExifImageWidth', 'IFD0:ExifImageWidth'],
    'exif_height': ['ExifIFD:ExifImageHeight', 'IFD0:ExifImageHeight'],
    'gps.accuracy_m': ['GPS:GPSHPositioningError'], 'gps.direction': ['GPS:GPSImgDirection'],
    'xmp.orientation': ['XMP-tiff:Orientation'], 'xmp.direction': ['XMP-exif:GPSImgDirection'],
}
TIMES = {
    'captured': ('DateTimeOriginal', 'SubSecTimeOriginal', 'OffsetTimeOriginal'),
    'digitized': ('CreateDate', 'SubSecTimeDigitized', 'OffsetTimeDigitized'),
    'modified': ('ModifyDate', 'SubSecTime', 'OffsetTime'),
}
XMP_TIMES = {
    'xmp.captured': 'XMP-exif:DateTimeOriginal', 'xmp.digitized': 'XMP-exif:DateTimeDigitized',
    'xmp.created': 'XMP-xmp:CreateDate', 'xmp.modified': 'XMP-xmp:ModifyDate',
    'xmp.date_created': 'XMP-photoshop:DateCreated',
}
# Of containers of sound and video; of several, the first that is there.
MOVIE_TEXTS = {
    'container.make': ['Keys:Make', 'Keys:AndroidMake', 'UserData:Make'],
    'container.model': ['Keys:Model', 'Keys:AndroidModel', 'UserData:Model'],
    'container.software': ['Keys:Software', 'Keys:AndroidVersion', 'UserData:SoftwareVersion'],
}
MOVIE_TIMES = ['Keys:CreationDate', 'UserData:DateTimeOriginal', 'ItemList:ContentCreateDate',
               'UserData:ContentCreateDate', 'RIFF:DateTimeOriginal']
MOVIE_PLACES = ['Keys:GPSCoordinates', 'UserData:GPSCoordinates', 'ItemList:GPSCoordinates']
# What exiftool calls otherwise, and is the same. Raw files of cameras are TIFF by their bytes.
RAW_TYPES = {f'image/x-{name}' for name in ('canon-cr2', 'nikon-nef', 'sony-arw', 'pentax-pef')}
SAME_TYPES = {'image/apng': 'image/png', 'image/x-dng': 'image/x-adobe-dng'} | dict.fromkeys(
    RAW_TYPES, 'image/tiff')
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
# Not from exiftool, or not said by it in a form that could be compared.
UNCOMPARED = {'format', 'flags', 'raw', 'gps.time_of_day', 'xmp.gps_time', 'container.accuracy_m',
              'phash', 'phash_turned', 'dhash', 'picture_sha256',
              'thumbnail_bits'}


class Number(float):
    """A number that remembers how it was written: 1.00 is a version as well."""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number


def exiftool(paths):
    """exiftool's values by `group:name` for each path; None where it does not know the file."""
    run = subprocess.run(['exiftool', '-n', '-j', '-G1', '-api', 'largefilesupport=1', '--',
                          *map(str, paths)], capture_output=True, check=False)
    found = {item['SourceFile']: item for item in json.loads(
        run.stdout.decode('utf-8', 'replace') or '[]', parse_float=Number)}
    return [None if 'ExifTool:Error' in found.get(str(path), {'ExifTool:Error': ''})
            else found[str(path)] for path in paths]


def number_of(value):
    """The first number of several; those with many digits come as texts."""
    first = value.split(' ')[0] if isinstance(value, str) else value
    try:
        return float(first) if isinstance(first, str) else first
    except ValueError:
        return first


def text_of(values, name):
    """A text without the blanks around it; None when nothing is left."""
    value = values.get(name, '')
    text = str(getattr(value, 'text', value)).strip()
    return text or None


def is_time(day, time):
    """Whether there is such a day and such a second."""
    try:
        return bool(datetime.datetime.fromisoformat(f'{day}T{time}'))
    except ValueError:
        return time.endswith(':60') and is_time(day, time[:-2] + '59')


def split_time(text):
    """Local time, fraction and zone of a text; nothing of one that cannot be meant."""
    match = DATE.match(text or '')
    if not match or not is_time(f'{match[1]}-{match[2]}-{match[3]}', match[4]):
        return {}
    time = {'local': f'{match[1]}-{match[2]}-{match[3]}T{match[4]}'}
    if match[5]:
        time['subsec'] = int(match[5][1:])
    if match[6]:
        time['zone'] = match[6]
    return time


def expected_time(values, names):
    """What a time of Exif should look like."""
    group = 'IFD0' if names[0] == 'ModifyDate' else 'ExifIFD'
    time = split_time(text_of(values, f'{group}:{names[0]}') or text_of(values, f'IFD0:{names[0]}'))
    if not time:
        return {}
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
        number = number_of(values.get(f'GPS:{tag}'))
        if isinstance(number, (int, float)):
            sign = -1 if values.get(f'GPS:{tag}Ref') == minus else 1
            position[name] = number * sign
    for name, group in (('gps', 'GPS'), ('xmp', 'XMP-exif')):
        altitude = number_of(values.get(f'{group}:GPSAltitude'))
        if isinstance(altitude, (int, float)):
            sign = -1 if values.get(f'{group}:GPSAltitudeRef') == 1 else 1
            position[f'{name}.altitude_m'] = altitude * sign
    for lat, lon, source in (('gps.lat', 'gps.lon', None), ('xmp.lat', 'xmp.lon', 'XMP-exif')):
        if source and f'{source}:GPSLatitude' in values:
            position[lat] = values[f'{source}:GPSLatitude']
            position[lon] = values.get(f'{source}:GPSLongitude')
        if None in (position.get(lat), position.get(lon)):
            position.pop(lat, None)
            position.pop(lon, None)
    return position


def expected_movie(values):
    """What a container of sound or video says."""
    facts = {name: next((text_of(values, tag) for tag in tags if tag in values), None)
             for name, tags in MOVIE_TEXTS.items()}
    # 0: not told, as in a film of fragments.
    facts['duration_s'] = number_of(
        values.get('QuickTime:Duration', values.get('Composite:Duration'))) or None
    for name, tag in (('created', 'CreateDate'), ('modified', 'ModifyDate')):
        time = split_time(text_of(values, f'QuickTime:{tag}'))
        if time:
            facts[f'container.{name}'] = time['local'] + '.000Z'
    captured = next(filter(None, (split_time(text_of(values, tag)) for tag in MOVIE_TIMES)), {})
    facts |= {f'container.captured.{part}': value for part, value in captured.items()}
    place = next((text_of(values, tag) for tag in MOVIE_PLACES if tag in values), None)
    if place:
        facts |= dict(zip(('container.lat', 'container.lon', 'container.altitude_m'),
                          map(float, place.split())))
    loci = re.search(r'Lat=(\S+) Lon=(\S+) Alt=(\S+)', text_of(values, 'UserData:LocationInformation') or '')
    if loci and not place:
        facts |= dict(zip(('container.lat', 'container.lon', 'container.altitude_m'),
                          map(float, loci.groups())))
    return facts | expected_tracks(values)


def expected_tracks(values):
    """Codec, size and rate of the first track of sound and of the first picture."""
    facts = {}
    for number in range(1, 17):
        track = {name.split(':')[1]: value for name, value in values.items()
                 if name.startswith(f'Track{number}:')}
        if 'AudioFormat' in track:
            facts.setdefault('audio.codec', str(track['AudioFormat']).strip())
            # 0: not told.
            facts.setdefault('audio.channels', track.get('AudioChannels') or None)
            facts.setdefault('audio.sample_rate', track.get('AudioSampleRate') or None)
        if 'CompressorID' in track:
            facts.setdefault('video.codec', str(track['CompressorID']).strip())
        if 'CompressorID' in track or track.get('HandlerType') == 'vide':
            # 0, or no description: what the head of the track says.
            for side in ('Width', 'Height'):
                facts.setdefault(side.lower(), track.get(f'SourceImage{side}')
                                 or track.get(f'Image{side}'))
    for group in ('RIFF', 'MPEG', 'Vorbis', 'Opus', 'FLAC'):
        for name, tag in (('audio.sample_rate', 'SampleRate'), ('audio.channels', 'NumChannels'),
                          ('audio.channels', 'AudioChannels'), ('audio.channels', 'Channels')):
            if f'{group}:{tag}' in values and 'Track1:AudioFormat' not in values:
                facts[name] = values[f'{group}:{tag}']
    if 'MPEG:SampleRate' in values:
        # Channels only by the mode, and the rate as an index when it does not know the version.
        facts.pop('audio.channels', None)
        if facts['audio.sample_rate'] < 1000:
            facts.pop('audio.sample_rate')
    return facts


def unread_sound(values):
    """Whether the first track of sound is of a kind whose description exiftool does not read."""
    first = next((name.split(':')[0] for name, value in values.items()
                  if re.match(r'Track\d+:HandlerType', name) and value == 'soun'), None)
    return first is not None and f'{first}:AudioFormat' not in values


def expected_type(values):
    """The media type, by what is inside."""
    mime = values.get('File:MIMEType')
    kinds = {value for name, value in values.items() if re.match(r'Track\d+:HandlerType', name)}
    if mime == 'video/mp4' and 'soun' in kinds and 'vide' not in kinds:
        return 'audio/mp4'
    if mime == 'image/heif' and 'avif' in values.get('QuickTime:CompatibleBrands', ()):
        return 'image/avif'  # AV1 Image File Format, 6.2
    return SAME_TYPES.get(mime, mime)


def expected_facts(values):
    """The flat facts that exiftool's values amount to."""
    facts = {name: text_of(values, tag) for name, tag in TEXTS.items()}
    for name, tag in OTHER_TEXTS.items():
        facts[name] = facts[name] or text_of(values, tag)
    for name, tags in NUMBERS.items():
        facts[name] = number_of(next((values[tag] for tag in tags if tag in values), None))
    if 'File:ImageWidth' not in values and (values.get('File:FileType') in ('TIFF', 'DNG')
                                            or values.get('File:MIMEType') in RAW_TYPES):
        group = 'SubIFD' if values.get('IFD0:SubfileType') == 1 else 'IFD0'
        facts['width'] = values.get(f'{group}:ImageWidth')
        facts['height'] = values.get(f'{group}:ImageHeight')
    if values.get('File:MIMEType', '').split('/')[0] != 'image':
        facts |= {name: value for name, value in expected_movie(values).items()
                  if value is not None}
    facts['type'] = expected_type(values)
    facts |= expected_position(values)
    times = {name: expected_time(values, tags) for name, tags in TIMES.items()}
    times |= {name: split_time(text_of(values, tag)) for name, tag in XMP_TIMES.items()}
    for name, time in times.items():
        facts |= {f'{name}.{part}': value for part, value in time.items()}
    date, time = text_of(values, 'GPS:GPSDateStamp'), text_of(values, 'GPS:GPSTimeStamp')
    if date and re.match(r'^\d{4}[:-]\d\d[:-]\d\d$', date) and not date.startswith('0000'):
        date = date.replace(':', '-')
        facts['gps.time' if time else 'gps.date'] = f'{date}T{time}' if time else date
    return {name: value for name, value in facts.items() if value not in (None, '')}


def flatten_tracks(tracks):
    """The first track of sound and the first picture."""
    flat = {}
    for track in tracks:
        for part in ('codec', 'sample_rate', 'channels'):
            if part in track:
                flat.setdefault(f'{track["kind"]}.{part}', track[part])
    return flat


def flatten(facts, prefix=''):
    """Our facts in the same flat form."""
    flat = {}
    for name, value in facts.items():
        path = prefix + name
        if path in UNCOMPARED or name == 'utc':
            continue
        if name == 'tracks':
            flat |= flatten_tracks(value)
            continue
        if isinstance(value, dict):
            flat |= flatten(value, path + '.')
        elif name == 'subsec':
            flat[path] = int(value)
        elif not isinstance(value, list):
            flat[path] = value
    return flat


def same(name, ours, theirs):
    """Whether two values say the same."""
    if name == 'gps.time':
        # Ours in milliseconds, theirs with as many digits as there are.
        whole, _, part = str(theirs).partition('.')
        return ours.rstrip('Z') == f'{whole}.{(part + "000")[:3]}'
    if name == 'duration_s':
        return math.isclose(ours, theirs, rel_tol=1e-2, abs_tol=1e-3)
    if name in ('container.lat', 'container.lon', 'container.altitude_m'):
        # It shows a `loci` box rounded.
        return math.isclose(ours, theirs, rel_tol=1e-9,
                            abs_tol=5e-3 if name == 'container.altitude_m' else 5e-6)
    if name == 'gps.method' and theirs == 'ASCII':
        # It shows the name of the character code instead of the text behind it.
        return True
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return str(ours) == str(theirs)


def compare(facts, values):
    """(name, ours, theirs, agree) for each value that either has and no flag of ours excuses."""
    ours, theirs = flatten(facts), expected_facts(values)
    flags = set(facts['flags'])
    excused = set().union(*(EXCUSES.get(flag, set()) for flag in flags))
    names = ours.keys() | theirs.keys()
    if {'EXIF_TRUNC', 'JPEG_TRUNC'} <= flags or ('JPEG_TRUNC' in flags and values.get(
            'ExifTool:Warning') == 'JPEG format error'):
        # A download that broke off: exiftool gives up the whole block, we read what is there.
        names = theirs.keys()
    if facts['format'] in ('heic', 'heif', 'avif'):
        # exiftool takes a sequence of pictures for a film.
        names = {name for name in names if name.split('.')[0] not in
                 ('container', 'audio', 'video', 'duration_s')}
        if theirs['type'] in ('video/mp4', 'audio/mp4'):
            names = names - {'type'}
    if facts['format'] in ('wav', 'mp3', 'aac', 'ogg', 'ogv', 'flac'):
        # exiftool names no codec there.
        names = names - {'audio.codec', 'video.codec'}
        names = {name for name in names if name in theirs or not name.startswith('audio.')}
        if 'FILE_TRUNC' in flags or facts['format'] in ('aac', 'ogg', 'ogv'):
            # It guesses the duration of Ogg from its bit rate.
            names = names - {'duration_s'}
        if facts['format'] == 'aac' and theirs['type'] == 'audio/mpeg':
            # AAC behind an ID3 tag, which it takes for MP3.
            names = {name for name in names if name != 'type' and not name.startswith('audio.')}
        if ours['type'] == 'video/ogg' and theirs['type'] == 'audio/ogg':
            # It goes by the name of the file, we by a stream of pictures in it.
            names = names - {'type'}
    if 'duration_s' not in theirs:
        names = names - {'duration_s'}
    if unread_sound(values):
        names = {name for name in names if not name.startswith('audio.')}
    if 'PNG:XMLcomadobexmp' in values:
        # XMP in a compressed iTXt chunk, which it shows as a text.
        names = {name for name in names if not name.startswith('xmp.')}
    for name, tag in XMP_TIMES.items():
        if SIGNLESS.match(text_of(values, tag) or ''):
            names = {each for each in names if not each.startswith(f'{name}.')}
    if 'MULTI_EXIF' in flags:
        # exiftool shows the last of two blocks, we add up both.
        names = ours.keys() & theirs.keys()
    return [(name, ours.get(name), theirs.get(name),
             name in ours and name in theirs and same(name, ours[name], theirs[name]))
            for name in sorted(names) if name not in excused]
