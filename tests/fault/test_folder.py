#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_folder.py ANFANGD: a data folder that somebody wrote into, or that was never finished."""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import tap
import world

ANFANGD = os.path.abspath(sys.argv[1])


def find_blob(data):
    return next(path for path in (data / "vault" / "blobs").glob("*/*"))


class Damage(unittest.TestCase):
    """fsck names each damage, and says nothing where there is none."""

    @classmethod
    def setUpClass(cls):
        cls.service = world.Service(ANFANGD)
        cls.service.start()
        with world.World(cls.service) as w:
            cls.visit = w.make_visit()
            w["inspector1"].upload(cls.visit, b"some bytes")
        cls.service.stop()
        cls.whole = tempfile.mkdtemp(prefix="anfang-folder-")
        shutil.copytree(cls.service.data, os.path.join(cls.whole, "data"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.whole, ignore_errors=True)
        cls.service.close()

    def check(self, damage):
        with tempfile.TemporaryDirectory(prefix="anfang-folder-") as folder:
            data = pathlib.Path(folder) / "data"
            shutil.copytree(os.path.join(self.whole, "data"), data)
            damage(data)
            done = subprocess.run([ANFANGD, "--data", data, "fsck"], text=True, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            return done.returncode, done.stdout

    def assert_found(self, damage, word):
        status, told = self.check(damage)
        self.assertEqual(status, 1, told)
        self.assertIn(word, told)

    def assert_sql_found(self, sql, word):
        def damage(data):
            with sqlite3.connect(data / "anfang.db") as base:
                for (name,) in base.execute(
                        "SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                    base.execute("DROP TRIGGER " + name)
                changed = base.execute(sql).rowcount
                self.assertGreater(changed, 0, sql)
        self.assert_found(damage, word)

    def test_nothing(self):
        self.assertEqual(self.check(lambda data: None), (0, ""))

    def test_blob(self):
        def flip(data):
            blob = find_blob(data)
            blob.chmod(0o600)
            blob.write_bytes(b"x" + blob.read_bytes()[1:])
        self.assert_found(flip, "hashes to")
        self.assert_found(lambda data: find_blob(data).unlink(), "missing or damaged")

    def test_records(self):
        for sql, word in (
                ("UPDATE visit SET doc = replace (doc, '\"in_progress\"', '\"verified\"'),"
                 " state = 'verified'", "it is not what the log recorded last"),
                ("UPDATE visit SET state = 'verified'", "column state"),
                ("UPDATE visit SET unit = '210381-scj'", "column unit"),
                ("UPDATE visit SET scheme = 'other'", "column scheme"),
                ("UPDATE visit SET number = 'AF-1'", "column number"),
                ("UPDATE visit SET version = version + 1", "version"),
                ("UPDATE visit SET id = 'x'", "visit/x"),
                ("UPDATE evidence SET parent = 'x'", "column parent"),
                ("UPDATE account SET state = 'disabled' WHERE id = 'root1'", "column state"),
                ("DELETE FROM visit", "visit/" + self.visit),
                ("DELETE FROM evidence WHERE id IN (SELECT max (id) FROM evidence)",
                 "there is no such record")):
            with self.subTest(sql):
                self.assert_sql_found(sql, word)

    def test_log(self):
        for sql, word in (
                ("UPDATE log_leaf SET line = replace (line, 'visit.created', 'visit.edited')"
                 " WHERE line LIKE '%visit.created%'", "not what was hashed"),
                ("UPDATE log_leaf SET hash = zeroblob (32) WHERE idx = 0", "not what was hashed"),
                ("DELETE FROM log_leaf WHERE idx = (SELECT max (idx) FROM log_leaf)",
                 "checkpoint"),
                ("UPDATE log_checkpoint SET note = replace (note, 'a', 'b')", "checkpoint")):
            with self.subTest(sql):
                self.assert_sql_found(sql, word)


class Unfinished(unittest.TestCase):
    """An init that broke off is taken up again; a system that is there is left alone."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="anfang-folder-"))
        self.data = self.folder / "data"
        (self.folder / "password").write_text(world.PASSWORD + "\n")

    def tearDown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run_it(self, *words):
        return subprocess.run([ANFANGD, "--data", self.data, *words], check=False, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def init(self, admin="root1"):
        return self.run_it("init", "--admin", admin, "--password-file",
                           str(self.folder / "password"))

    def assert_works(self):
        done = self.init()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(self.run_it("fsck").returncode, 0)
        again = self.init("root2")
        self.assertEqual(again.returncode, 1)
        self.assertIn("holds a system already", again.stdout)
        self.assertEqual(self.run_it("fsck").returncode, 0)

    def test_bad_name_leaves_nothing(self):
        done = self.init("Bob Smith")
        self.assertEqual(done.returncode, 1)
        self.assertFalse(self.data.exists())
        self.assert_works()

    def test_before_the_database(self):
        """Killed after the keys, or between them."""
        for kept in (["log.key"], ["log.key", "log.vkey", "sign.key"], None):
            with self.subTest(kept):
                self.assertEqual(self.init().returncode, 0)
                for path in self.data.glob("anfang.db*"):
                    path.unlink()
                for path in (self.data / "keys").iterdir():
                    if kept is not None and path.name not in kept:
                        path.unlink()
                for verb in ("serve", "fsck"):
                    refused = self.run_it(verb)
                    self.assertEqual(refused.returncode, 1)
                    self.assertIn("init again", refused.stdout)
                self.assertFalse((self.data / "anfang.db").exists())
                self.assert_works()
                shutil.rmtree(self.data)

    def test_before_the_first_account(self):
        self.assertEqual(self.init().returncode, 0)
        with sqlite3.connect(self.data / "anfang.db") as base:
            for table in ("credential", "account", "calendar", "log_checkpoint", "log_node"):
                base.execute("DELETE FROM " + table)
            base.execute("DROP TRIGGER log_leaf_keeps")
            base.execute("DELETE FROM log_leaf")
        refused = self.run_it("serve")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("never finished", refused.stdout)
        self.assert_works()

    def test_lost_database_begins_no_second_log(self):
        self.assertEqual(self.init().returncode, 0)
        key = (self.data / "keys" / "log.key").read_bytes()
        for path in self.data.glob("anfang.db*"):
            path.unlink()
        (self.data / "vault" / "blobs" / "ab" / ("ab" + "0" * 62)).write_bytes(b"evidence")
        self.assertIn("holds a system already", self.init().stdout)
        self.assertEqual((self.data / "keys" / "log.key").read_bytes(), key)


if __name__ == "__main__":
    sys.argv[1:] = []
    tap.main()
