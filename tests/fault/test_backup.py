#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_backup.py ANFANGD: a backup that was made while the service worked brings everything back
that was acknowledged before it, or says what it cannot."""
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
import zipfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import check_proof
import tap
import world

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
FOLDER = "anfang-backup/"


class Base(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="anfang-backup-"))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.file = self.place / "monday.zip"

    def run_verb(self, data, verb, file=None):
        """(status, what it printed, what it said)"""
        done = subprocess.run([os.path.abspath(ANFANGD), "--data", str(data), verb,
                               str(file or self.file)], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.PIPE, env=dict(os.environ, LC_ALL="C.UTF-8"),
                              timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    def want(self, status, words, data, verb, file=None):
        got = self.run_verb(data, verb, file)
        self.assertEqual(got[0], status, got)
        for word in words:
            self.assertIn(word, got[1] + got[2])

    def strike(self, call, how, data, verb, *words, path=None):
        """Runs a verb of which a system call (on `path`) goes wrong"""
        return subprocess.run(
            ["strace", "-f", "-o", "/dev/null", "-e", "trace=" + call, "-e",
             "inject=%s:%s" % (call, how), *(["-P", str(path)] if path else []),
             os.path.abspath(ANFANGD), "--data", str(data), verb, *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
            env=dict(os.environ, LC_ALL="C.UTF-8"))

    def kill_at(self, call, when, *words, path=None):
        done = self.strike(call, "signal=KILL:when=%d" % when, *words, path=path)
        self.assertEqual(done.returncode, -signal.SIGKILL, (call, when))

    def serve(self, name, keys):
        """The restored folder, as a service, with the keys that were kept elsewhere"""
        shutil.rmtree(self.place / name / "data" / "keys", ignore_errors=True)
        shutil.copytree(keys, self.place / name / "data" / "keys")
        (self.place / name / "data" / "anfangd.conf.from-backup").rename(
            self.place / name / "data" / "anfangd.conf")
        service = world.Service(ANFANGD, folder=self.place / name)
        self.addCleanup(service.close)
        return service


class Restores(Base):
    @classmethod
    def setUpClass(cls):
        cls.service = world.Service(ANFANGD).__enter__()
        cls.addClassCleanup(cls.service.close)
        cls.world = world.World(cls.service)
        cls.visit = cls.world.make_visit()
        cls.inspector = cls.world["inspector1"]
        cls.keys = cls.service.data / "keys"

    def upload(self, client, size=60_000):
        data = os.urandom(size)
        return client.upload(self.visit, data), hashlib.sha256(data).hexdigest()

    def check_kept(self, service, kept):
        """What `kept` names is there, to the byte, and its leaf is where its old receipt has it."""
        inspector = world.World(service).login("inspector1")
        for evidence, sha256, receipt in kept:
            self.assertEqual(hashlib.sha256(inspector.content(evidence)).hexdigest(), sha256)
            with sqlite3.connect(service.data / "anfang.db") as base:
                leaf, = base.execute("SELECT line FROM log_leaf WHERE record = ? ORDER BY idx",
                                     ("evidence/" + evidence,)).fetchone()
            check_proof.check(leaf.encode(), receipt, (self.keys / "log.vkey").read_text().strip())
        return inspector

    def test_while_it_works(self):
        kept = [self.upload(self.inspector) for _ in range(10)]
        kept = [(e, s, self.inspector.receipt(e)) for e, s in kept]
        unfinished = self.inspector.create_upload(1000, {
            "visit": self.visit, "evidence": world.new_id(), "sha256": "0" * 64})
        self.inspector.patch(unfinished.headers["Location"], 0, b"x" * 400)
        over = threading.Event()

        def work():
            client = self.inspector.fork()
            while not over.is_set():
                self.upload(client, 30_000)
        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        try:
            self.want(0, [str(self.keys)], self.service.data, "backup")
        finally:
            over.set()
            for worker in workers:
                worker.join()
        self.assertEqual(os.listdir(self.place), [self.file.name])
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        subprocess.run(["unzip", "-tq", str(self.file)], check=True, stdout=subprocess.DEVNULL)
        with zipfile.ZipFile(self.file) as file:
            names = set(file.namelist())
            database = file.read(FOLDER + "anfang.db")
        # Whoever has the backup neither signs for the log nor reads the names in it.
        self.assertFalse([name for name in names if "key" in name or "lock" in name])
        self.assertFalse([n for n in names if "incoming" in n or "settling" in n])
        for key in self.keys.glob("*.key"):
            self.assertNotIn(key.read_bytes().splitlines()[1], self.file.read_bytes(), key)
        self.assertTrue(database.startswith(b"SQLite format 3"))

        vkey = (self.keys / "log.vkey").read_text().strip()
        self.want(0, ["put the copy of the keys into", vkey], self.place / "new" / "data", "restore")
        service = self.serve("new", self.keys)
        service.broken_off = True  # blobs that came after the database may be in it
        self.assertEqual(service.fsck(), "")
        self.assertTrue(service.start(), service.log.read_text())
        # Who logged out since is not logged in again; nor is anybody.
        self.assertEqual(self.inspector.fork(service.url).request("GET", "/session").status, 401)
        inspector = self.check_kept(service, kept)
        self.assertEqual(inspector.head(unfinished.headers["Location"]).status, 404)
        # The log says it, once, before anything else.
        self.upload(inspector)
        self.assertEqual(service.stop(), 0)
        self.assertTrue(service.start())
        self.assertEqual(service.stop(), 0)
        self.assertEqual(service.fsck(), "")
        with zipfile.ZipFile(self.file) as file:
            size = int(json.loads(file.read(FOLDER + "backup.note").splitlines()[0])["checkpoint"].split("\n")[1])
        with sqlite3.connect(service.data / "anfang.db") as base:
            told = [index for index, line in base.execute("SELECT idx, line FROM log_leaf")
                    if json.loads(line)["event"] == "log.restored"]
        self.assertEqual(told, [size])
        self.assertEqual(list(service.data.glob("restored*")), [])

    def run_words(self, data, *words):
        return subprocess.run([os.path.abspath(ANFANGD), "--data", str(data), *map(str, words)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env=dict(os.environ, LC_ALL="C.UTF-8"), timeout=120, check=False)

    def list_blobs(self, file):
        with zipfile.ZipFile(file) as opened:
            return {name.rpartition("/")[2] for name in opened.namelist() if "/blobs/" in name}

    def test_one_that_goes_on_from_another(self):
        """It has what came since and no more; with those before it, everything comes back."""
        files = [self.place / name for name in ("mon.zip", "tue.zip", "wed.zip")]
        kept, news = [], []
        for number, file in enumerate(files):
            news.append([self.upload(self.inspector) for _ in range(3)])
            kept += [(e, s, self.inspector.receipt(e)) for e, s in news[-1]]
            since = ("--since", files[number - 1]) if number else ()
            done = self.run_words(self.service.data, "backup", file, *since)
            self.assertEqual(done.returncode, 0, done.stdout)
        for number in (1, 2):
            self.assertEqual(self.list_blobs(files[number]) & {s for _, s, _ in kept},
                             {s for _, s in news[number]})
        # Alone it is no whole system, nor without the first, and says so before and after.
        some = self.run_words(self.place / "some" / "data", "restore", files[2], files[1])
        self.assertEqual(some.returncode, 1, some.stdout)
        self.assertIn("blob %s: it is in a backup before these" % news[0][0][1], some.stdout)
        self.assertNotIn(news[1][0][1], some.stdout)
        alone = self.run_words(self.place / "alone" / "data", "restore", files[2])
        self.assertEqual(alone.returncode, 1, alone.stdout)
        self.assertIn("name the backups that it is in", alone.stdout)
        for _, sha256 in news[0] + news[1]:
            self.assertIn(sha256, alone.stdout)
        service = self.serve("alone", self.keys)
        missing = service.fsck()
        for _, sha256 in news[0] + news[1]:
            self.assertIn(sha256, missing)
        for _, sha256 in news[2]:
            self.assertNotIn(sha256, missing)
        # What is not taken of those before may be in any state.
        self.flip(files[0], "anfang.db", 5000)
        done = self.run_words(self.place / "new" / "data", "restore", files[2], files[0], files[1])
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("name the backups", done.stdout)
        service = self.serve("new", self.keys)
        service.broken_off = True
        self.assertEqual(service.fsck(), "")
        self.assertTrue(service.start(), service.log.read_text())
        self.check_kept(service, kept)
        self.assertEqual(service.stop(), 0)
        # What was restored is another system from then on: its backup does not go on from Wednesday's
        # successor, which has records that are not here.
        later = self.place / "thu.zip"
        self.upload(self.inspector)
        self.assertEqual(self.run_words(self.service.data, "backup", later).returncode, 0)
        refused = self.run_words(service.data, "backup", self.place / "fri.zip", "--since", later)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("records that are not here", refused.stdout)
        self.assertFalse((self.place / "fri.zip").exists())

    @staticmethod
    def refer(w):
        visit = w.make_visit()
        finding = w.make_finding(visit, [w["inspector1"].upload(visit, b"seen")])
        w.submit_visit(visit)
        w.ensure("verifier2")
        w["verifier1"].do("POST", "/findings/%s/establish" % finding, {
            "with": "verifier2", "opinion": "属实"})
        referral = world.new_id()
        w["drafter1"].want(201, "PUT", "/referrals/" + referral, {
            "findings": [finding], "to": "210381-jw", "basis": "x", "summary": "x",
            "suspicion": "duty_violation"})
        w["signer1"].do("POST", "/referrals/%s/approve" % referral, {"explanation": "原件为文本"})

    @unittest.skipUnless(os.environ.get("ANFANG_FONTS"), "there are no faces for letters")
    def test_one_that_goes_on_has_what_no_leaf_names(self):
        """Of an approved referral, its record alone names some of what is kept."""
        fonts = {"font_folder": os.environ["ANFANG_FONTS"]}
        files = [self.place / "mon.zip", self.place / "tue.zip"]
        with world.Service(ANFANGD, config=fonts) as service:
            w = world.World(service)
            w.make_visit()
            self.assertEqual(self.run_words(service.data, "backup", files[0]).returncode, 0)
            self.refer(w)
            done = self.run_words(service.data, "backup", files[1], "--since", files[0])
            self.assertEqual(done.returncode, 0, done.stdout)
            data = self.place / "new" / "data"
            done = self.run_words(data, "restore", files[1], files[0])
            self.assertEqual(done.returncode, 0, done.stdout)
            restored = self.serve("new", service.data / "keys")
            self.assertEqual(restored.fsck(), "")

    @staticmethod
    def flip(file, name, at):
        """One byte of a file in it"""
        whole = bytearray(file.read_bytes())
        with zipfile.ZipFile(file) as opened:
            local = opened.getinfo(FOLDER + name).header_offset
        begin = local + 30 + sum(struct.unpack_from("<HH", whole, local + 26))
        whole[begin + at] ^= 1
        file.write_bytes(whole)

    def test_a_blob_that_is_damaged_in_one_is_taken_from_another(self):
        evidence, sha256 = self.upload(self.inspector)
        self.want(0, [], self.service.data, "backup")
        other = self.place / "other.zip"
        self.want(0, [], self.service.data, "backup", other)
        self.flip(self.file, "vault/blobs/%.2s/%s" % (sha256, sha256), 7)
        done = self.run_words(self.place / "new" / "data", "restore", self.file, other)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertTrue((self.place / "new" / "data" / "vault" / "blobs" / sha256[:2] / sha256).exists())
        self.assertTrue(evidence)

    def test_one_that_goes_on_from_what_is_no_backup_of_this(self):
        self.want(0, [], self.service.data, "backup")
        with world.Service(ANFANGD) as other:
            done = self.run_words(other.data, "backup", self.place / "x.zip", "--since", self.file)
            self.assertIn("is no backup of this system", done.stdout)
            self.assertEqual(done.returncode, 1)
        # It goes with no other verb: who writes it there means something else.
        done = self.run_words(self.place / "new" / "data", "restore", self.file, "--since", self.file)
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertFalse((self.place / "new").exists())
        (self.place / "text").write_bytes(b"my thesis")
        with zipfile.ZipFile(self.place / "photos.zip", "w") as photos:
            photos.writestr("a.jpg", b"a photo")
        for name in ("text", "photos.zip", "none"):
            done = self.run_words(self.service.data, "backup", self.place / "x.zip", "--since",
                                  self.place / name)
            self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(sorted(os.listdir(self.place)), [self.file.name, "photos.zip", "text"])
        # Nor is anything taken out of one when it is restored.
        done = self.run_words(self.place / "new" / "data", "restore", self.file,
                              self.place / "photos.zip")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("photos.zip", done.stdout)
        self.assertFalse((self.place / "new" / "data" / "anfang.db").exists())

    def test_one_that_goes_on_across_a_change_of_the_key(self):
        with world.Service(ANFANGD) as service:
            w = world.World(service)
            visit = w.make_visit()
            first = w["inspector1"].upload(visit, os.urandom(1000))
            files = [self.place / "mon.zip", self.place / "tue.zip"]
            self.assertEqual(self.run_words(service.data, "backup", files[0]).returncode, 0)
            self.assertEqual(service.stop(), 0)
            self.assertEqual(self.run_words(service.data, "rotate-key").returncode, 0)
            done = self.run_words(service.data, "backup", files[1], "--since", files[0])
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertTrue(first)
            self.assertEqual(self.list_blobs(files[1]), set())

    def test_what_is_there_stays(self):
        self.file.write_bytes(b"my thesis")
        self.want(1, ["is there already"], self.service.data, "backup")
        self.assertEqual(self.file.read_bytes(), b"my thesis")
        other = self.place / "other.zip"
        (self.place / "other.zip.part").write_bytes(b"")
        self.want(1, ["remove it then"], self.service.data, "backup", other)
        (self.place / "other.zip.part").unlink()
        self.want(0, [], self.service.data, "backup", other)
        before = sorted(path.name for path in self.service.data.iterdir())
        self.want(1, ["anfang.db is there"], self.service.data, "restore", other)
        self.assertEqual(sorted(path.name for path in self.service.data.iterdir()), before)
        self.want(1, ["holds no", "anfang.db"][1:], self.place / "nowhere", "backup",
                  self.place / "none.zip")
        self.assertEqual(sorted(os.listdir(self.place)), [self.file.name, other.name])

    def test_not_beside_the_data(self):
        for file in (self.service.data / "monday.zip", self.service.data / "vault" / "x.zip"):
            self.want(1, ["is in the data folder"], self.service.data, "backup", file)
        self.assertFalse(list(self.service.data.glob("monday*")))

    def test_broken_off_by_hand(self):
        """Ctrl-C leaves nothing to fill the disk with."""
        for _ in range(20):
            self.upload(self.inspector, 1_000_000)
        caught = 0
        for number in range(20):
            process = subprocess.Popen([os.path.abspath(ANFANGD), "--data", str(self.service.data),
                                        "backup", str(self.file)], stderr=subprocess.PIPE, text=True)
            world.wait_for(lambda: any(self.place.iterdir()), 10, 0.001)
            process.send_signal((signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[number % 3])
            said = process.communicate()[1]
            if process.returncode != 0:
                caught += 1
                self.assertEqual(os.listdir(self.place), [], said)
            for path in self.place.iterdir():
                path.unlink()
        self.assertGreater(caught, 0)

    def test_a_backup_that_was_killed(self):
        """Nothing of it has its name, or all of it."""
        for _ in range(10):
            self.upload(self.inspector, 300_000)
        for call, when in (("write", 1), ("write", 3), ("write", 30), ("pwrite64", 1),
                           ("fdatasync", 1), ("fsync", 1), ("renameat2", 1), ("fsync", 2)):
            self.kill_at(call, when, self.service.data, "backup", self.file)
            if self.file.exists():
                with zipfile.ZipFile(self.file) as file:
                    self.assertIsNone(file.testzip(), (call, when))
            for path in self.place.iterdir():
                path.unlink()

    def test_a_restore_that_was_killed(self):
        """It is run again, wherever it was; the log says once that there was one."""
        for _ in range(10):
            self.upload(self.inspector, 300_000)
        self.want(0, [], self.service.data, "backup")
        target = self.place / "new" / "data"
        for call, when in (("write", 1), ("write", 5), ("pwrite64", 1), ("linkat", 1),
                           ("linkat", 4), ("fdatasync", 3), ("fsync", 1), ("rename", 1),
                           ("rename", 2), ("renameat2", 1)):
            self.kill_at(call, when, target, "restore", self.file)
            self.assertFalse((target / "anfang.db").exists(), (call, when))
        self.want(0, [], target, "restore")
        service = self.serve("new", self.keys)
        service.broken_off = True
        # The database is held to its backup; that is noted; the log has it; that it was told is noted.
        for call, path in (("rename", "restored.note"), ("fsync", None),
                           ("unlink", "restored.checked"), ("unlink", "restored.checked")):
            self.kill_at(call, 1, target, "rotate-key", path=path and target / path)
        self.assertEqual(service.fsck(), "")
        self.assertTrue(service.start(), service.log.read_text())
        self.assertEqual(service.stop(), 0)
        with sqlite3.connect(target / "anfang.db") as base:
            told = [line for line, in base.execute("SELECT line FROM log_leaf")
                    if json.loads(line)["event"] == "log.restored"]
        self.assertEqual(len(told), 1)

    def test_a_full_disk(self):
        """Nothing is left of what did not fit, and a restore goes on where there is room."""
        for _ in range(10):
            self.upload(self.inspector, 300_000)
        for call in ("write", "pwrite64"):
            self.assertEqual(self.strike(call, "error=ENOSPC:when=4+", self.service.data, "backup",
                                         self.file).returncode, 1)
            self.assertEqual(os.listdir(self.place), [])
        self.want(0, [], self.service.data, "backup")
        target = self.place / "new" / "data"
        for call in ("write", "pwrite64", "linkat"):
            self.assertEqual(self.strike(call, "error=ENOSPC:when=4+", target, "restore",
                                         self.file).returncode, 1)
            self.assertFalse((target / "anfang.db").exists())
        self.want(0, [], target, "restore")

    def test_a_stick_of_another_make(self):
        """Its file system cannot keep a name from being taken; what is there stays all the same."""
        self.assertEqual(self.strike("renameat2", "error=EINVAL", self.service.data, "backup",
                                     self.file).returncode, 0)
        with zipfile.ZipFile(self.file) as file:
            self.assertIsNone(file.testzip())
        self.want(1, ["is there already"], self.service.data, "backup")


class Faults(Base):
    """On a small one, so that each byte that matters can be tried."""

    @classmethod
    def setUpClass(cls):
        cls.service = world.Service(ANFANGD).__enter__()
        cls.addClassCleanup(cls.service.close)
        w = world.World(cls.service)
        visit = w.make_visit()
        cls.photo = b"a photo of a counter" * 50
        w["inspector1"].upload(visit, cls.photo)
        assert cls.service.stop() == 0
        assert cls.service.fsck() == ""

    def setUp(self):
        super().setUp()
        self.want(0, [], self.service.data, "backup")
        with zipfile.ZipFile(self.file) as file:
            self.infos = {info.filename[len(FOLDER):]: info for info in file.infolist()}
        self.bytes = bytearray(self.file.read_bytes())

    def contents(self, name):
        """Where they begin: behind the local header (APPNOTE 4.3.7)"""
        at = self.infos[name].header_offset
        return at + 30 + sum(struct.unpack_from("<HH", self.bytes, at + 26))

    def try_restore(self, status, *words):
        self.file.write_bytes(self.bytes)
        target = self.place / "new"
        self.want(status, words, target, "restore")
        there = (target / "anfang.db").exists()
        shutil.rmtree(target, ignore_errors=True)
        return there

    def test_a_sound_one(self):
        self.assertTrue(self.try_restore(0))

    def test_cut_off(self):
        for size in (0, 3, 29, 60, 500, len(self.bytes) // 2, len(self.bytes) - 1):
            whole, self.bytes = self.bytes, self.bytes[:size]
            self.assertFalse(self.try_restore(1, "no whole backup"), size)
            self.bytes = whole

    def test_more_behind_it(self):
        self.bytes += b"\0"
        self.assertFalse(self.try_restore(1, "no whole backup"))

    def test_a_size_that_lies(self):
        """Of a file in it, larger or smaller than what is there, up to what no disk holds."""
        at = self.infos["anfang.db"].header_offset + 18
        size = self.infos["anfang.db"].file_size
        for lie in (0, 1, size - 1, size + 1, len(self.bytes), 0xFFFFFFFE, 0xFFFFFFFF):
            struct.pack_into("<II", self.bytes, at, lie, lie)
            self.assertFalse(self.try_restore(1, "no whole backup"), lie)

    def test_a_size_that_is_none(self):
        """In the form of zip64, in which it may be less than nothing."""
        name = self.contents("backup.note")
        struct.pack_into("<H", self.bytes, 4, 45)
        struct.pack_into("<IIHH", self.bytes, 18, 0xFFFFFFFF, 0xFFFFFFFF,
                         len(FOLDER + "backup.note"), 20)
        whole = bytes(self.bytes)
        for lie in (0xFFFFFFFF, 1 << 62, 1 << 63, (1 << 64) - 1):
            self.bytes = bytearray(whole[:name] + struct.pack("<HHQQ", 1, 16, lie, lie)
                                   + whole[name:])
            self.assertFalse(self.try_restore(1, "no whole backup"), lie)

    def test_another_file(self):
        self.bytes = bytearray(b"PK\x03\x04 is not enough to be one of these, is it?")
        self.assertFalse(self.try_restore(1, "no whole backup"))

    def test_a_damaged_database(self):
        self.bytes[self.contents("anfang.db") + 5000] ^= 1
        self.assertFalse(self.try_restore(1, "damaged"))

    def test_another_database(self):
        """Sound by its checksum, but not the one that was backed up."""
        head = self.contents("backup.note")
        at = self.bytes.index(b'"sha256":"', head) + 10
        self.bytes[at] = ord("0") if self.bytes[at] != ord("0") else ord("1")
        self.assertFalse(self.try_restore(1, "damaged"))

    def test_a_newer_form(self):
        at = self.bytes.index(b'"format":1')
        self.bytes[at + 9] = ord("3")
        end = self.contents("backup.note") + self.infos["backup.note"].file_size
        crc = zlib.crc32(self.bytes[self.contents("backup.note"):end])
        struct.pack_into("<I", self.bytes, end + 4, crc)
        self.assertFalse(self.try_restore(1, "of a newer program"))

    def test_a_damaged_blob_is_left_out(self):
        name = "vault/blobs/%.2s/%s" % ((hashlib.sha256(self.photo).hexdigest(),) * 2)
        self.bytes[self.contents(name) + 7] ^= 1
        self.assertTrue(self.try_restore(1, hashlib.sha256(self.photo).hexdigest(), "damaged"))

    def test_what_has_no_place(self):
        """Neither a path out of the folder nor a file that no backup has."""
        old = (FOLDER + "backup.note").encode()
        for new in (b"../" * 8 + b"x", FOLDER.encode() + b"backup.notE", b"/" * len(old),
                    b"anfang-backup/../a.note!"):
            new = new[:len(old)].ljust(len(old), b"x")
            whole = bytes(self.bytes)
            self.bytes = bytearray(whole.replace(old, new))
            self.assertFalse(self.try_restore(1, "has no place in one"), new)
            self.bytes = bytearray(whole)
        self.assertEqual(os.listdir(self.place), [self.file.name])

    def blob(self):
        sha256 = hashlib.sha256(self.photo).hexdigest()
        return sha256, self.service.data / "vault" / "blobs" / sha256[:2] / sha256

    def test_a_missing_blob_is_told(self):
        sha256, blob = self.blob()
        away = self.place / "away"
        os.rename(blob, away)
        try:
            self.want(1, [sha256, "look for it in earlier backups"], self.service.data, "backup",
                      self.place / "b.zip")
            # As after a power cut, which the vault's second names are for.
            settling = self.service.data / "vault" / "settling"
            second = settling / ("%s-%d-1" % (sha256, len(self.photo)))
            os.link(away, second)
            # Others were sending the same, and one of them had no disk to be on.
            others = [settling / (second.name[:-1] + n) for n in ("0", "2", "3", "4")]
            for other in others:
                other.write_bytes(bytes(len(self.photo)) if other == others[0] else b"half")
            self.want(0, [], self.service.data, "backup", self.place / "c.zip")
            for name in (second, *others):
                name.unlink()
        finally:
            os.rename(away, blob)
        with zipfile.ZipFile(self.place / "c.zip") as file:
            self.assertEqual(file.read(FOLDER + "vault/blobs/%.2s/%s" % (sha256, sha256)), self.photo)

    def test_a_bad_sector_costs_one_file(self):
        sha256, blob = self.blob()
        done = self.strike("pread64", "error=EIO", self.service.data, "backup",
                           self.place / "b.zip", path=blob)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn(sha256, done.stdout)
        self.assertIn("Input/output error", done.stdout)
        with zipfile.ZipFile(self.place / "b.zip") as file:
            self.assertIsNone(file.testzip())
            self.assertEqual(len(file.infolist()), len(self.infos) - 1)

    def test_what_another_database_left(self):
        """Its write-ahead log would be played into the restored one."""
        for name in ("anfang.db-wal", "anfang.db-shm", "anfang.db-journal"):
            target = self.place / "new"
            target.mkdir()
            (target / name).write_bytes(b"x" * 100)
            self.want(1, [name + " is there"], target, "restore")
            shutil.rmtree(target)

    def restore_and(self, change):
        """fsck and serve of a restored folder with the right keys, after `change`"""
        target = self.place / "new"
        self.want(0, [], target, "restore")
        shutil.rmtree(target / "keys")
        shutil.copytree(self.service.data / "keys", target / "keys")
        change(target)
        told = []
        for verb in ("fsck", "serve", "rotate-key"):
            done = subprocess.run([os.path.abspath(ANFANGD), "--data", str(target), verb], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                                  check=False, env=dict(os.environ, LC_ALL="C.UTF-8"))
            self.assertEqual((done.returncode, done.stdout), (1, ""), done)
            told.append(done.stderr)
        self.assertEqual(len(set(told)), 1, told)
        return told[0]

    def test_a_database_that_was_changed(self):
        """By who had the backup, and no keys: a password, say."""
        def change(target):
            with sqlite3.connect(target / "anfang.db") as base:
                base.execute("UPDATE credential SET hash = (SELECT hash FROM credential LIMIT 1)")
            base.close()
        self.assertIn("not the database that was backed up", self.restore_and(change))

    def test_a_head_that_was_changed_with_it(self):
        def change(target):
            note = target / "restored.note"
            text = note.read_text()
            at = text.index('"sha256":"') + 10
            note.write_text(text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1:])
        self.assertIn("is not signed by", self.restore_and(change))

    def test_what_was_not_looked_at_is_not_signed(self):
        """A backup of it, made by cron at once, would make good what somebody had changed."""
        target = self.place / "new"
        self.want(0, [], target, "restore")
        shutil.rmtree(target / "keys")
        shutil.copytree(self.service.data / "keys", target / "keys")
        self.want(1, ["run fsck, then back up"], target, "backup", self.place / "b.zip")
        subprocess.run([os.path.abspath(ANFANGD), "--data", str(target), "fsck"], check=True)
        self.want(0, [], target, "backup", self.place / "b.zip")

    def test_a_change_of_key_that_broke_off(self):
        data = self.place / "data"
        shutil.copytree(self.service.data, data)
        self.kill_at("rename", 1, data, "rotate-key", path=data / "keys" / "log.key.new")
        self.assertTrue((data / "keys" / "log.vkey.new").exists())
        self.want(1, ["has broken off: run fsck"], data, "backup", self.place / "b.zip")
        subprocess.run([os.path.abspath(ANFANGD), "--data", str(data), "fsck"], check=True)
        self.want(0, [], data, "backup", self.place / "b.zip")

    def test_what_it_says_of_itself_is_not_believed(self):
        """Nor shown on a terminal that it would steer."""
        at = self.bytes.index(b'"made_at":"') + 11
        self.bytes[at:at + 24] = b"\\u001b[31m" + b"x" * 14
        end = self.contents("backup.note") + self.infos["backup.note"].file_size
        crc = zlib.crc32(self.bytes[self.contents("backup.note"):end])
        struct.pack_into("<I", self.bytes, end + 4, crc)
        self.assertFalse(self.try_restore(1))

    def test_the_keys_of_another_log(self):
        other = world.Service(ANFANGD)
        self.addCleanup(other.close)
        keys = pathlib.Path(other.data) / "keys"

        def change(target):
            for name in ("log.key", "log.vkey"):
                shutil.copy(keys / name, target / "keys" / name)
        told = self.restore_and(change)
        self.assertIn("is not signed by " + (keys / "log.vkey").read_text().strip(), told)

    def test_encrypted_keys(self):
        """Without their passphrase nothing can be signed, and nothing is left behind."""
        data = self.place / "data"
        shutil.copytree(self.service.data, data)
        secret = self.place / "passphrase"
        secret.write_text("correct horse battery\n")
        secret.chmod(0o600)
        conf = data / "anfangd.conf"
        plain = conf.read_text()
        conf.write_text(plain + "key_passphrase_file=%s\n" % secret)
        self.assertEqual(subprocess.run([os.path.abspath(ANFANGD), "--data", str(data), "rotate-key"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        check=False).returncode, 0)
        self.want(0, [], data, "backup", self.place / "b.zip")
        conf.write_text(plain)
        self.want(1, ["passphrase"], data, "backup", self.place / "c.zip")
        self.assertFalse(list(self.place.glob("c.zip*")))

    def test_settings_are_looked_at_first(self):
        target = self.place / "new"
        self.want(0, ["anfangd.conf.from-backup"], target, "restore")
        self.assertFalse((target / "anfangd.conf").exists())
        self.assertEqual((target / "anfangd.conf.from-backup").read_bytes(),
                         (self.service.data / "anfangd.conf").read_bytes())

    def test_a_damaged_vault_is_told(self):
        sha256, blob = self.blob()
        blob.write_bytes(b"x" + self.photo[1:])
        try:
            self.want(1, [sha256, "damaged"], self.service.data, "backup", self.place / "b.zip")
        finally:
            blob.write_bytes(self.photo)
        self.want(1, [sha256], self.place / "new", "restore", self.place / "b.zip")


if __name__ == "__main__":
    tap.main()
