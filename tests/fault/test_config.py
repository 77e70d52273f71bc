#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_config.py ANFANGD: anfangd.conf as people's editors leave it, and what is said of mistakes."""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import tap
import world

ANFANGD = os.path.abspath(sys.argv[1])
MARK = b"\xef\xbb\xbf"


class Config(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = world.Service(ANFANGD)

    @classmethod
    def tearDownClass(cls):
        cls.service.close()

    def fsck(self, content):
        path = self.service.data / "anfangd.conf"
        path.write_bytes(content)
        done = subprocess.run(self.service.command("fsck"), env=self.service.env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        if done.returncode != 0:
            self.assertIn(str(path), done.stdout)
        return done.returncode, done.stdout

    def assert_refused(self, content, *words):
        status, told = self.fsck(content)
        self.assertEqual(status, 1, told)
        for word in words:
            self.assertIn(word, told)

    def test_what_windows_leaves(self):
        for content in (b"", MARK, MARK + b"[anfangd]\r\nworkers=4\r\n",
                        "# 设置\n[anfangd]\n# workers=3\nworkers=4\n#workers=5\n".encode()):
            self.assertEqual(self.fsck(content), (0, ""), content)

    def test_a_setting_given_twice(self):
        self.assert_refused(b"[anfangd]\nworkers=4\nreaders=2\n workers = 5\n",
                            "workers", "line 2 ", "line 4")

    def test_other_encodings(self):
        self.assert_refused("[anfangd]\nworkers=4\n# 设置\n".encode("gbk"), "line 3 ", "UTF-8")
        self.assert_refused("[anfangd]\nworkers=4\n".encode("utf-16"), "save it as UTF-8")

    def test_a_setting_that_is_not_known(self):
        self.assert_refused(MARK + b"[anfangd]\nworker=4\n", "there is no setting worker")


if __name__ == "__main__":
    sys.argv[1:] = []
    tap.main()
