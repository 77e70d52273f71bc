#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The helper's facts and redacted copies against exiftool and the decoders of each format.

compare_exiftool.py EXAMINE-FILE HELPER MAKE-PHOTO HASH-PIXELS SAMPLES

The first four are the programs of this build; SAMPLES is a folder of photos,
sound and video from many devices, which need not be there. TAP on standard output.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'tools'))
import exiftool_facts  # noqa: E402, beside the other tools

# Where exiftool is wrong, or the file is: what of it is not compared, and why.
SHOWN_WRONG = {
    # It believes a DNGVersion in the Exif of a JPEG.
    ('116e10e4_test_metadata.jpg', 'type'),
    # The first bytes of a file alone: it divides them by the bit rate, we see one frame begin.
    ('9140f470_MP3.mp3', 'duration_s'),
}

REDACTED = {'jpeg', 'png', 'webp', 'tiff', 'heic', 'heif', 'avif'}
# What exiftool may find in a redacted copy: what a picture is and how large, its colours, how it is
# to be turned.
ALLOWED = re.compile(
    r'^\[(ExifTool|System|File|Composite|ICC[-_].*)\]|^\[IFD0\] +Orientation |^\[Adobe\]|'
    r'^\[PNG\] +(Image(Width|Height)|BitDepth|ColorType|Compression|Filter|Interlace|Palette|'
    r'Transparency|Gamma|WhitePoint[XY]|(Red|Green|Blue)[XY]|SRGBRendering|SignificantBits|'
    r'BackgroundColor|ProfileName) |'
    r'^\[RIFF\] +(WebP_Flags|Image(Width|Height)|VP8Version|(Horizontal|Vertical)Scale|'
    r'AlphaIsUsed|AlphaPreprocessing|AlphaFiltering|AlphaCompression|AnimationLoopCount|'
    r'BackgroundColor) |'
    r'^\[QuickTime\] +(MajorBrand|MinorVersion|CompatibleBrands|HandlerType|PrimaryItemReference|'
    r'MetaImageSize|ImageSpatialExtent|ImagePixelDepth|Rotation|Mirroring|AuxiliaryImageType|'
    r'ColorProfiles|ColorPrimaries|TransferCharacteristics|MatrixCoefficients|VideoFullRangeFlag|'
    r'MediaDataSize|MediaDataOffset|CleanAperture|PixelAspectRatio|AV1Config.*|ChromaFormat|'
    r'ChromaSamplePosition|HEVC.*|General.*|Gen.*|Min.*|Num.*|Constant.*|Temporal.*|Parallel.*|'
    r'BitDepth.*|ConstraintIndicatorFlags|AverageFrameRate|ConstantFrameRate|ItemSizes|'
    r'ColorRepresentation) |'
    r'^\[Meta\] +(PrimaryItemReference|MetaImageSize) ')


class Checker:
    """Runs the programs over one file after another."""

    def __init__(self, programs, folder):
        self.examine_file, self.helper, self.make_photo, self.hash_pixels = programs
        self.folder = folder

    def examine(self, path):
        """The report of the helper; the redacted copy is then in the folder."""
        run = subprocess.run([self.examine_file, self.helper, str(path), str(self.folder)],
                             capture_output=True, check=True)
        return json.loads(run.stdout)

    def differences(self, path, report, values):
        """What our facts and exiftool say differently, as a list of texts."""
        if report['status'] != 'done':
            return [f'status {report["status"]}']
        if values is None:
            return []
        return [f'{name}: {ours!r}, exiftool {theirs!r}'
                for name, ours, theirs, agree in exiftool_facts.compare(report['facts'], values)
                if not agree and (path.name, name) not in SHOWN_WRONG]

    def leaks(self, path, report):
        """What the redacted copy still tells, and whether it shows something else."""
        copy = self.folder / 'redacted'
        if report['redaction'] == 'none':
            return [] if 'UNDECODABLE' in report['facts']['flags'] else ['no redacted copy']
        run = subprocess.run(['exiftool', '-a', '-G1', '-s', str(copy)], capture_output=True,
                             check=True)
        lines = run.stdout.decode('utf-8', 'replace').splitlines()
        wrong = [line for line in lines if not ALLOWED.match(line) or 'Warning' in line]
        if report['redaction'] == 'lossless' and self.pixels(path) != self.pixels(copy):
            wrong.append('other pixels')
        return wrong

    def pixels(self, path):
        """The picture as the library of its format decodes it."""
        return subprocess.run([self.hash_pixels, str(path)], capture_output=True,
                              check=True).stdout


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
    options += [options[2] + ['--make', 'HUAWEI', '--orientation', '6', '--format', name]
                for name in ('png', 'webp', 'tiff', 'heic', 'avif')]
    for i, option in enumerate(options):
        path = checker.folder / f'made-{i}.photo'
        subprocess.run([checker.make_photo, str(path), *option], check=True)
        yield path


def main():
    """Runs all the checks that can be run here."""
    if not shutil.which('exiftool'):
        print('1..0 # SKIP needs exiftool')
        return
    samples = sorted(path for path in pathlib.Path(sys.argv[5]).glob('*')
                     if path.suffix not in ('.json', '.md', '.tsv'))
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(sys.argv[1:5], pathlib.Path(folder))
        count = 0
        paths = [*made_photos(checker), *samples]
        for path, values in zip(paths, exiftool_facts.exiftool(paths)):
            report = checker.examine(path)
            checks = [('facts as exiftool reads them', checker.differences(path, report, values))]
            if report['facts']['format'] in REDACTED:
                checks.append(('a copy that tells nothing', checker.leaks(path, report)))
            for promise, faults in checks:
                count += 1
                print(f'{"not " if faults else ""}ok {count} {path.name}: {promise}', flush=True)
                for fault in faults:
                    print(f'{path.name}: {fault}', file=sys.stderr)
        if not samples:
            count += 1
            print(f'ok {count} photos of many cameras # SKIP no such photos here')
        print(f'1..{count}')


main()
