#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Real photos against the checks of plausibility.

What is to be flagged follows from what exiftool reads in each file and from where and when the visit
was, and from nothing of ours. The photos lie beside the checkout; where they do not, this is skipped.
"""
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import tap
import world

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
SAMPLES = world.ROOT.parent / "shared" / "samples"
SITE = {"lat": 40.8524, "lon": 122.6851}
EDITORS = re.compile("photoshop|gimp|lightroom|snapseed|picasa|exiftool|imagemagick|meitu", re.I)
# Pictures that a camera took, of over a hundred pixels a side.
PHOTOS = [
    "113a01f6_Apple.jpg", "3ad8b079_Samsung_GT-I9000__Galaxy_S_.jpg", "54dc737f_Nikon_E885.jpg",
    "56ba5341_Issue_308.jpg", "6d0f1ec0_Sony_DCR-PC110.jpg", "aff8540e_Oppo_R7_Plus.jpg",
    "b45689a0_Nikon_D5000.jpg", "1aaf0a1a_seine_sdr_gainmap_srgb.jpg",
    "a827613b_paris_exif_xmp_icc.jpg", "93fb9ef2_FLIR_Vue_Pro_640.jpg", "faa46d3f_HTC_Desire.jpg",
    "2d9d8493_IMG_2682.heic",
]


def find(facts, *names):
    """The first of exiftool's values with such a name, whatever the group"""
    for name in names:
        for key, value in facts.items():
            if key.partition(":")[2] == name and value not in ("", "    :  :     :  :  "):
                return value
    return None


def reencode(photo, folder):
    """Decoded, made smaller and compressed anew by the tools of libjpeg"""
    small = folder / "small.jpg"
    raw = subprocess.run(["djpeg", "-scale", "1/2", photo], check=True, stdout=subprocess.PIPE).stdout
    small.write_bytes(subprocess.run(["cjpeg", "-quality", "60"], input=raw, check=True,
                                     stdout=subprocess.PIPE).stdout)
    return small.read_bytes()


@unittest.skipUnless((SAMPLES / "exiftool.json").exists(), "there are no real photos beside us")
class Plausibility(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = world.Service(ANFANGD)
        cls.service.start()
        cls.world = world.World(cls.service)
        cls.facts = {e["SourceFile"]: e for e in json.loads((SAMPLES / "exiftool.json").read_text())}
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="anfang-photos-"))

    @classmethod
    def tearDownClass(cls):
        cls.world.close()
        cls.service.stop()
        said = cls.service.fsck()
        cls.service.close()
        shutil.rmtree(cls.folder)
        assert said == "", said

    def bring(self, data, name):
        w = self.world
        visit = w.make_visit(position=SITE)
        w["inspector1"].upload(visit, data, filename=name)

        def look():
            page = w["verifier1"].do("GET", "/flags?limit=200&visit=" + visit)
            return page["waiting"] == 0 and page
        page = world.wait_for(look, 120, 0.1)
        self.assertTrue(page, name)
        return {flag["check"]: flag for flag in page["items"]}

    def expect(self, facts):
        """What must be flagged of it in a visit in 海城 today, by what exiftool reads"""
        expected = set()
        taken = find({k: v for k, v in facts.items() if k.startswith("ExifIFD:")}, "DateTimeOriginal")
        if taken is not None and re.match(r"[12]\d{3}:[01]\d:[0-3]\d ", str(taken)):
            expected |= {"received_late", "outside_window"}
        if "Composite:GPSLatitude" in facts and "Composite:GPSLongitude" in facts:
            expected.add("exif_site_distance")
        software = [str(v) for k, v in facts.items() if k in ("IFD0:Software", "XMP-xmp:CreatorTool")]
        if any(EDITORS.search(s) for s in software):
            expected.add("editor_software")
        return expected

    def test_1_flags_follow_from_the_file(self):
        for name in PHOTOS:
            with self.subTest(name):
                flags = self.bring((SAMPLES / name).read_bytes(), name)
                # Two clocks of a camera may well be apart: which ones are is the unit tests'.
                found = {c for c in flags if c not in ("exif_gps_times", "accuracy_zero")}
                self.assertEqual(found, self.expect(self.facts[name]))

    def test_2_how_late_and_how_far(self):
        name = "aff8540e_Oppo_R7_Plus.jpg"
        data = (SAMPLES / name).read_bytes() + b"\0"
        flags = self.bring(data, name)
        taken = datetime.datetime.strptime(find(self.facts[name], "DateTimeOriginal"),
                                           "%Y:%m:%d %H:%M:%S")
        age = datetime.datetime.utcnow() + datetime.timedelta(hours=8) - taken
        self.assertAlmostEqual(flags["received_late"]["figure"], age.total_seconds(), delta=120)
        # The same picture as before, with a byte more behind it.
        self.assertIn("same_picture", flags)

    def test_3_the_same_picture_again(self):
        for name in ("b45689a0_Nikon_D5000.jpg", "54dc737f_Nikon_E885.jpg",
                     "6d0f1ec0_Sony_DCR-PC110.jpg"):
            with self.subTest(name):
                flags = self.bring(reencode(SAMPLES / name, self.folder), "again.jpg")
                self.assertEqual(set(flags), {"similar_picture"})
                self.assertLessEqual(flags["similar_picture"]["figure"], 6)

    def test_4_the_same_picture_turned(self):
        """Turned and mirrored in each way by jpegtran, in as many visits, with nothing beside it."""
        ways = (["-rotate", "90"], ["-rotate", "180"], ["-rotate", "270"], ["-flip", "horizontal"],
                ["-flip", "vertical"], ["-transpose"], ["-transverse"])
        for name in ("b45689a0_Nikon_D5000.jpg", "54dc737f_Nikon_E885.jpg"):
            for way in ways:
                with self.subTest(name, way=way):
                    data = subprocess.run(["jpegtran", "-copy", "none", *way, SAMPLES / name],
                                          check=True, stdout=subprocess.PIPE).stdout
                    flags = self.bring(data, "turned.jpg")
                    self.assertIn("similar_picture", flags)
                    self.assertLessEqual(flags["similar_picture"]["figure"], 6)


if __name__ == "__main__":
    tap.main()
