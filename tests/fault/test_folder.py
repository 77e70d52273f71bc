#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_folder.py ANFANGD: a data folder that somebody wrote into, or that was never finished."""
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import othertime
import tap
import world

ANFANGD = os.path.abspath(sys.argv[1])
NOBODY = 65534


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
            photo = w["inspector1"].upload(cls.visit, b"some bytes")
            cls.finding = w.make_finding(cls.visit, [photo])
            begun = w["inspector1"].create_upload(10, {
                "visit": cls.visit, "evidence": world.new_id(), "sha256": world.sha256(b"0123456789")})
            w["inspector1"].patch(begun.headers["Location"], 0, b"01234")
            cls.referral = world.new_id()
            w.submit_visit(cls.visit)
            w.ensure("verifier2")
            w["verifier1"].do("POST", "/findings/%s/establish" % cls.finding, {
                "with": "verifier2", "opinion": "属实"})
            w["drafter1"].want(201, "PUT", "/referrals/" + cls.referral, {
                "findings": [cls.finding], "to": "210381-jw", "basis": "x", "summary": "x",
                "suspicion": "duty_violation"})
            cls.add_the_rest(w)
        cls.service.stop()
        cls.whole = tempfile.mkdtemp(prefix="anfang-folder-")
        shutil.copytree(cls.service.data, os.path.join(cls.whole, "data"))

    @classmethod
    def add_the_rest(cls, w):
        """One of each other noun that people make; schemes make tasks of their own"""
        cls.register, cls.exposure, cls.task, cls.choice = (world.new_id() for _ in range(4))
        w["clerk1"].want(201, "PUT", "/registers/" + cls.register, {
            "scheme": w.scheme_id, "register": "promises", "unit": world.ADDRESSEE,
            "findings": [cls.finding],
            "values": {"promise": "五通一平", "made_on": "2016-05-01", "status": "未兑现"}})
        w["publicity1"].want(201, "PUT", "/exposures/" + cls.exposure, {
            "findings": [cls.finding], "title": "窗口无人值守", "text": "三号窗口无人值守。"})
        w["drafter1"].want(201, "PUT", "/tasks/" + cls.task, {
            "scheme": w.scheme_id, "name": "报名单", "unit": world.ADDRESSEE, "due": "2018-07-20"})
        w["leader1"].want(201, "PUT", "/choices/" + cls.choice, {
            "scheme": w.scheme_id, "by": "risk", "count": 1})
        cls.lead, cls.talk, cls.survey = (world.new_id() for _ in range(3))
        w["clerk1"].want(201, "PUT", "/leads/" + cls.lead, {
            "scheme": w.scheme_id, "source": "hotline", "text": "窗口收费不开票",
            "received_on": "2018-03-05", "informant": {"name": "王某"}})
        w["inspector1"].want(201, "PUT", "/talks/" + cls.talk, {
            "visit": cls.visit, "talkers": ["inspector1"], "recorder": "inspector2",
            "subject": {"name": "孙某"}, "rights_told": True, "place": "三楼会议室",
            "exchanges": [{"question": "是否一次性告知？", "answer": "没有。"}],
            **world.hold_talk(w["inspector1"].do("GET", "/visits/" + cls.visit))})
        w["clerk1"].want(201, "PUT", "/surveys/" + cls.survey, {
            "scheme": w.scheme_id, "title": "窗口满意度调查", "way": "问卷调查", "from": "2018-06-01",
            "to": "2099-06-30", "units": [world.ADDRESSEE], "questions": [
                {"id": "all", "text": "总体是否满意", "kind": "choice", "required": True,
                 "choices": ["满意", "不满意"], "satisfied": ["满意"]}]})
        w["clerk1"].do("POST", "/surveys/%s/open" % cls.survey)
        cls.sheets = world.new_id()
        w["clerk1"].do("POST", "/surveys/%s/enter" % cls.survey, {
            "batch": cls.sheets, "sheets": [
                {"unit": world.ADDRESSEE, "on": "2018-06-10", "answers": {"all": "满意"}}]})

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.whole, ignore_errors=True)
        cls.service.close()

    def check(self, damage, under=lambda data: []):
        with tempfile.TemporaryDirectory(prefix="anfang-folder-") as folder:
            data = pathlib.Path(folder) / "data"
            shutil.copytree(os.path.join(self.whole, "data"), data)
            damage(data)
            done = subprocess.run([*under(data), ANFANGD, "--data", data, "fsck"], text=True, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            return done.returncode, done.stdout

    def assert_found(self, damage, *words):
        status, told = self.check(damage)
        self.assertEqual(status, 1, told)
        for word in words:
            self.assertIn(word, told)

    def assert_sql_found(self, sql, word):
        self.assert_found(self.run_sql(sql), word)

    def keep_sm3(self, change):
        """As an approval leaves it, of a blob that is there; @change: of its name and its SM3."""
        blob = find_blob(pathlib.Path(self.whole) / "data")
        sm3 = hashlib.new("sm3", blob.read_bytes()).hexdigest()
        return self.run_sql("INSERT INTO blob_sm3 VALUES ('%s', '%s', 0)" % change(blob.name, sm3))

    def test_sm3_of_a_blob(self):
        if "sm3" not in hashlib.algorithms_available:
            self.skipTest("this Python has no SM3")
        self.assertEqual(self.check(self.keep_sm3(lambda name, sm3: (name, sm3))), (0, ""))
        self.assert_found(self.keep_sm3(lambda name, sm3: (name, sm3[::-1])), "SM3 of blob")
        self.assert_found(self.keep_sm3(lambda name, sm3: (name[::-1], sm3)), "missing or damaged")

    def run_sql(self, sql):
        def damage(data):
            with sqlite3.connect(data / "anfang.db") as base:
                for (name,) in base.execute(
                        "SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                    base.execute("DROP TRIGGER " + name)
                changed = base.execute(sql).rowcount
                self.assertGreater(changed, 0, sql)
        return damage

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
                ("UPDATE visit SET doc = replace (doc, '\"submitted\"', '\"verified\"'),"
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

    def test_records_of_each_noun(self):
        columns = ("scheme", "unit", "parent", "number")
        for noun, kept, state in (("register", self.register, None),
                                  ("exposure", self.exposure, "approved"),
                                  ("task", self.task, "done"), ("choice", self.choice, None),
                                  ("lead", self.lead, "answered"), ("talk", self.talk, "signed"),
                                  ("survey", self.survey, "closed"), ("sheets", self.sheets, None)):
            owner, where = "%s/%s" % (noun, kept), " WHERE id = '%s'" % kept
            changes = ["%s = 'X-1'" % column for column in columns] + ["version = version + 1"]
            words = ["column %s has “X-1”" % column for column in columns] + ["its version"]
            if state is not None:
                changes.append("state = '%s'" % state)
                words.append("column state")
            for sql, *found in (
                    ("DELETE FROM %s%s" % (noun, where), "there is no such record"),
                    ("UPDATE %s SET doc = replace (doc, '2018', '2019')%s" % (noun, where),
                     "it is not what the log recorded last"),
                    ("UPDATE %s SET %s%s" % (noun, ", ".join(changes), where), *words)):
                with self.subTest(sql):
                    self.assert_found(self.run_sql(sql), owner + ": ", *found)

    def test_half_a_document(self):
        """Of each kind that has come since the first: each is named, and the service starts."""
        kinds = ("register", "exposure", "task", "choice", "lead", "talk", "survey", "sheets")
        for doc, word in (("{", "cannot be read"), ("{}", "its document says")):
            def damage(data):
                for noun in kinds:
                    self.run_sql("UPDATE %s SET doc = '%s'" % (noun, doc))(data)
            with self.subTest(doc):
                self.assert_found(damage, *("%s/%s: " % (noun, getattr(self, noun))
                                            for noun in kinds), word)
                self.assert_starts(damage)

    def assert_starts(self, damage):
        with tempfile.TemporaryDirectory(prefix="anfang-folder-") as folder:
            service = world.Service(ANFANGD, folder=pathlib.Path(folder))
            shutil.copytree(os.path.join(self.whole, "data"), service.data, dirs_exist_ok=True)
            damage(service.data)
            try:
                self.assertTrue(service.start())
                self.assertEqual(world.Client(service.url).request("GET", "/readyz").status, 200)
                self.assertEqual(service.stop(), 0)
            finally:
                service.close()

    def test_people_kept_apart(self):
        """Who gave a lead and who was talked to stand beside the record, which has but a hash."""
        for noun, table in (("lead", "lead_informant"), ("talk", "talk_subject")):
            owner = "%s/%s: " % (noun, getattr(self, noun))
            for sql, word in (
                    ("UPDATE %s SET doc = '{'" % table, "missing or another"),
                    ("UPDATE %s SET doc = substr (doc, 1, 40)" % table, "does not open"),
                    ("DELETE FROM %s" % table, "missing or another"),
                    ("INSERT INTO %s SELECT 'x', doc FROM %s" % (table, table),
                     "%s/x: a person is kept" % noun)):
                with self.subTest(sql):
                    self.assert_found(self.run_sql(sql), word, *(
                        [] if sql.startswith("INSERT") else [owner]))

    def test_where_somebody_is_written_to(self):
        """An address is found damaged before somebody waits for mail."""
        self.assert_sql_found("INSERT INTO email VALUES ('leader1', 'sealed:AAAA', 'zh')",
                              "account/leader1: what names a person in email/leader1")

    def test_links(self):
        """By which lists find what somebody may see."""
        visit, finding = "visit/" + self.visit, "finding/" + self.finding
        for sql, *words in (
                ("DELETE FROM link WHERE noun = 'visit' AND target = 'inspector2'",
                 visit, "“member” to inspector2 is missing"),
                ("DELETE FROM link WHERE noun = 'finding'", finding, "is missing"),
                ("DELETE FROM link WHERE noun = 'referral' AND kind = 'finding'",
                 "referral/" + self.referral, "is missing"),
                ("DELETE FROM link WHERE noun = 'register'", "register/" + self.register,
                 "“finding” to %s is missing" % self.finding),
                ("DELETE FROM link WHERE noun = 'exposure'", "exposure/" + self.exposure,
                 "“finding” to %s is missing" % self.finding),
                # Whoever has the role is told of things.
                ("DELETE FROM link WHERE noun = 'account' AND target = 'leader'",
                 "account/leader1", "“role” to leader is missing"),
                ("UPDATE link SET target = 'leader' WHERE noun = 'account' AND target = 'clerk'",
                 "account/clerk1", "to leader that it did not make"),
                ("UPDATE link SET target = 'signer1' WHERE noun = 'referral' AND kind = 'drafter'",
                 "“drafter” to signer1 that it did not make", "“drafter” to drafter1 is missing"),
                ("INSERT INTO link SELECT noun, 'member', 'inspector3', seq, id FROM link"
                 " WHERE noun = 'visit' LIMIT 1", visit, "to inspector3 that it did not make"),
                # What has not been served is in no unit's list.
                ("INSERT INTO link SELECT noun, 'addressee', '210381-spj', seq, id FROM link"
                 " WHERE noun = 'finding' LIMIT 1", finding, "“addressee” to 210381-spj that"),
                ("UPDATE link SET id = 'x' WHERE noun = 'visit'", "visit/x", "no such record"),
                ("UPDATE link SET noun = 'nothing' WHERE noun = 'visit'", "no such record")):
            for word in words:
                with self.subTest(sql):
                    self.assert_sql_found(sql, word)

    def test_counters(self):
        """Numbers have no gap and are never given twice."""
        for sql, word in (
                ("UPDATE counter SET last = last + 1 WHERE series LIKE 'visit %'",
                 "stands at 2, but 1 records bear its numbers, up to 1"),
                ("UPDATE counter SET last = 7 WHERE series LIKE 'finding %'", "stands at 7"),
                ("DELETE FROM counter WHERE series LIKE 'finding %'", "given a second time"),
                ("UPDATE counter SET last = 2 WHERE series LIKE 'register %'", "stands at 2"),
                ("DELETE FROM counter WHERE series LIKE 'register %'", "given a second time"),
                ("INSERT INTO counter VALUES ('letter 海营商整 2018', 3)", "but 0 records")):
            with self.subTest(sql):
                self.assert_sql_found(sql, word)

    def test_uploads(self):
        """What was acknowledged of an upload is there."""
        for sql, word in (
                ("UPDATE upload SET received = 6", "6 bytes were acknowledged, 5 are there"),
                ("UPDATE upload SET received = 11", "more was acknowledged than"),
                ("UPDATE upload SET finished = 1", "is missing or another file")):
            with self.subTest(sql):
                self.assert_sql_found(sql, word)
        self.assert_found(lambda data: next((data / "vault" / "incoming").iterdir()).unlink(),
                          "5 bytes were acknowledged, 0 are there")

    def test_what_a_crash_may_leave_is_no_failure(self):
        """Bytes got their name, and then the commit did not come to be."""
        name = world.sha256(b"never committed")

        def leave(data):
            folder = data / "vault" / "blobs" / name[:2]
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"never committed")
        status, told = self.check(leave)
        self.assertEqual(status, 0, told)
        self.assertRegex(told, "^note: blob %s: no record names it[^\\n]*\n$" % name)
        # … unless an upload that will be gone on with names it.
        self.assertEqual(self.check(lambda data: (leave(data), self.run_sql(
            "UPDATE upload SET sha256 = '%s'" % name)(data))), (0, ""))

    def test_a_name_that_a_power_cut_took(self):
        """The second one is as good, if the bytes are what it says; and what cannot be read costs
        nothing but itself."""
        whole = find_blob(pathlib.Path(self.whole) / "data")
        name, second = whole.name, "%s-%d-1" % (whole.name, whole.stat().st_size)

        def lose(data):
            blob = find_blob(data)
            (data / "vault" / "settling").mkdir(exist_ok=True)
            blob.rename(data / "vault" / "settling" / second)
        self.assertEqual(self.check(lose), (0, ""))
        for cut in (b"cut sh", bytes(whole.stat().st_size)):
            self.assert_found(lambda data, cut=cut: (lose(data), (
                data / "vault" / "settling" / second).write_bytes(cut)), name)
        if shutil.which("strace"):
            # Leaks are not looked for in what is traced; what has no sanitizer does not read this.
            status, told = self.check(lose, lambda data: [
                "env", "ASAN_OPTIONS=%s:detect_leaks=0" % os.environ.get("ASAN_OPTIONS", ""),
                "strace", "-f", "-o", "/dev/null", "-e", "trace=pread64", "-e",
                "inject=pread64:error=EIO", "-P", data / "vault" / "settling" / second])
            self.assertEqual(status, 1, told)
            self.assertRegex(told, "left in the vault's folder settling as " + second)
            self.assertIn("%s are missing or damaged" % name, told)

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

    def run_as_nobody(self, *words):
        """Who is neither root nor the folder's owner before, and its owner then"""
        return subprocess.run(["setpriv", "--reuid=%d" % NOBODY, "--clear-groups", ANFANGD, "--data",
                               self.data, *words], check=False, timeout=60, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)

    def give_to_nobody(self):
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)

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
        for kept in (["log.key"], ["log.key", "log.vkey", "sign.key"],
                     ["log.key", "log.vkey", "sign.key", "sign.pem"]):
            with self.subTest(kept):
                self.assertEqual(self.init().returncode, 0)
                for path in [*self.data.glob("anfang.db*"), self.data / "last.checkpoint"]:
                    path.unlink()
                for path in (self.data / "keys").iterdir():
                    if path.name not in kept:
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
        (self.data / "last.checkpoint").write_bytes(b"")
        refused = self.run_it("serve")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("never finished", refused.stdout)
        self.assert_works()

    def test_lost_database_begins_no_second_log(self):
        """Told by evidence, or by a key that is made once there is a database."""
        self.assertEqual(self.init().returncode, 0)
        key = (self.data / "keys" / "log.key").read_bytes()
        for path in self.data.glob("anfang.db*"):
            path.unlink()
        self.assertIn("holds a system already", self.init().stdout)
        (self.data / "keys" / "people.key").unlink()
        (self.data / "vault" / "blobs" / "ab" / ("ab" + "0" * 62)).write_bytes(b"evidence")
        self.assertIn("holds a system already", self.init().stdout)
        self.assertEqual((self.data / "keys" / "log.key").read_bytes(), key)

    def test_a_disk_that_is_not_mounted_is_missed(self):
        """An empty vault in its place would take evidence, and be hidden when the disk is back."""
        self.assertEqual(self.init().returncode, 0)
        vault = self.data / "vault"
        for away, left in ((vault, False), (vault, True)):
            away.rename(self.folder / "disk")
            if left:
                away.mkdir()
            for verb in ("serve", "fsck", "rotate-key"):
                refused = self.run_it(verb)
                self.assertEqual(refused.returncode, 1, (verb, away))
                self.assertIn("mount its disk", refused.stdout)
            self.assertEqual(list(away.iterdir()) if left else away.exists(), [] if left else False)
            if left:
                away.rmdir()
            (self.folder / "disk").rename(away)
        self.assertEqual(self.run_it("fsck").stdout, "")

    def test_an_emptied_database_begins_no_second_log(self):
        self.assertEqual(self.init().returncode, 0)
        (self.data / "vault" / "blobs" / "ab" / ("ab" + "0" * 62)).write_bytes(b"evidence")
        for path in self.data.glob("anfang.db*"):
            path.unlink()
        (self.data / "anfang.db").touch(0o600)
        for done in (self.run_it("serve"), self.init(), self.init()):
            self.assertEqual(done.returncode, 1)
            self.assertIn("restore the last backup", done.stdout)

    def test_a_damaged_database_is_named(self):
        self.assertEqual(self.init().returncode, 0)
        (self.data / "anfang.db").write_bytes(b"no database" * 1000)
        for verb in ("serve", "fsck"):
            refused = self.run_it(verb)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("anfang.db is damaged", refused.stdout)
            self.assertIn("restore the last backup", refused.stdout)

    def test_what_it_makes_is_for_its_account_alone(self):
        self.data.mkdir(0o755)
        self.assertEqual(self.init().returncode, 0)
        for path in self.data.rglob("*"):
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("setpriv"), "only root is refused")
    def test_root_makes_nothing_in_the_folder_of_another(self):
        """The service could not read it."""
        self.data.mkdir()
        self.give_to_nobody()
        refused = self.init()
        self.assertIn("runuser -u nobody -- anfangd", refused.stdout)
        self.assertEqual((refused.returncode, list(self.data.iterdir())), (1, []))
        made = self.run_as_nobody("init", "--admin", "root1", "--password-file",
                                  str(self.folder / "password"))
        self.assertEqual(made.returncode, 0, made.stdout)
        kept = {path: path.stat().st_mtime_ns for path in self.data.rglob("*")}
        copy = str(self.folder / "copy")
        for words in (["serve"], ["fsck"], ["rotate-key"], ["new-people-key"], ["password", "root1"],
                      ["backup", copy]):
            refused = self.run_it(*words)
            self.assertEqual(refused.returncode, 1, words)
            self.assertIn("runuser -u nobody -- anfangd", refused.stdout, words)
        self.assertEqual({path: path.stat().st_mtime_ns for path in self.data.rglob("*")}, kept)
        for words in (["rotate-key"], ["backup", copy], ["fsck"]):
            done = self.run_as_nobody(*words)
            self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual({path.stat().st_uid for path in self.data.rglob("*")}, {NOBODY})
        shutil.rmtree(self.data)
        self.data.mkdir()
        os.chown(self.data, NOBODY, NOBODY)
        self.assertIn("runuser -u nobody", self.run_it("restore", copy).stdout)
        self.assertEqual(list(self.data.iterdir()), [])

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("setpriv"), "root may write anything")
    def test_what_cannot_be_written_is_named_before_it_is_served(self):
        self.assertEqual(self.init().returncode, 0)
        (self.data / "lock").touch(0o600)
        self.give_to_nobody()
        for name in ("anfang.db", "lock", "vault", "vault/blobs", "."):
            path = self.data / name
            mode = path.stat().st_mode
            path.chmod(mode & ~0o222)
            refused = self.run_as_nobody("serve", "--listen", "127.0.0.1:0")
            self.assertEqual(refused.returncode, 1, refused.stdout)
            self.assertIn("%s cannot be written by this account" % (
                self.data if name == "." else path), refused.stdout)
            self.assertIn("nothing was changed", refused.stdout)
            path.chmod(mode)
        self.assertEqual(self.run_as_nobody("fsck").stdout, "")

    def test_keys_may_lie_where_nobody_writes(self):
        self.assertEqual(self.init().returncode, 0)
        self.give_to_nobody()
        (self.data / "keys").chmod(0o500)
        self.assertEqual(self.run_as_nobody("fsck").stdout, "")
        with subprocess.Popen(["setpriv", "--reuid=%d" % NOBODY, "--clear-groups", ANFANGD, "--data",
                               self.data, "serve", "--listen", "127.0.0.1:0"], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as service:
            said = service.stdout.readline()
            service.terminate()
            self.assertTrue(said.startswith("listening on "), said)

    def test_a_disk_that_is_mounted_read_only_is_named(self):
        self.assertEqual(self.init().returncode, 0)
        script = "mount --bind %s %s && mount -o remount,bind,ro %s || exit 77; exec %s --data %s serve" % (
            self.data, self.data, self.data, ANFANGD, self.data)
        done = subprocess.run(["unshare", "--mount", "sh", "-c", script], check=False, timeout=60,
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode == 77 or "unshare" in done.stdout:
            self.skipTest("nothing can be mounted here: " + done.stdout)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("%s is on a disk that is mounted read-only" % self.data, done.stdout)

    def read_all(self):
        return {path: path.read_bytes() for path in self.data.rglob("*") if path.is_file()
                and not path.name.endswith(("-wal", "-shm", "lock"))}

    def test_lost_keys_are_not_made_anew(self):
        """A log that goes on under another key is no longer the one that was promised."""
        self.assertEqual(self.init().returncode, 0)
        keys = self.data / "keys"
        for lose in (lambda: shutil.rmtree(keys), lambda: (keys / "sign.pem").unlink(),
                     lambda: [path.unlink() for path in keys.iterdir()]):
            kept = self.read_all()
            with self.subTest(sorted(path.name for path in kept)):
                lose()
                lost = self.read_all()
                refused = self.init("root2")
                self.assertEqual(refused.returncode, 1)
                self.assertIn("put the folder keys back", refused.stdout)
                for verb in ("serve", "fsck", "rotate-key", "new-people-key"):
                    refused = self.run_it(verb)
                    self.assertEqual(refused.returncode, 1, verb)
                    self.assertNotIn("init", refused.stdout)
                self.assertEqual(self.read_all(), lost)
                keys.mkdir(0o700, exist_ok=True)
                for path in set(kept) - set(lost):
                    path.write_bytes(kept[path])
                    path.chmod(0o600)
                self.assertEqual(self.run_it("fsck").stdout, "")

    def test_a_key_that_the_service_could_not_use_is_found(self):
        """And all the rest is looked at all the same."""
        self.assertEqual(self.init().returncode, 0)
        for name, what in (("log.key", "the log's key ("), ("log.vkey", "the log's key ("),
                           ("sign.key", "the key that signs packs: ")):
            key = self.data / "keys" / name
            kept = key.read_bytes()
            for damage in (key.unlink, lambda: key.write_text("no key\n"),
                           lambda: key.chmod(0o644) if name != "log.vkey" else key.unlink()):
                damage()
                found = self.run_it("fsck")
                self.assertEqual(found.returncode, 1, found.stdout)
                self.assertEqual(found.stdout.count("\n"), 1, found.stdout)
                self.assertTrue(found.stdout.startswith(what), found.stdout)
                self.assertIn(name, found.stdout)
                self.assertIn("put the folder keys back", found.stdout)
                key.write_bytes(kept)
                key.chmod(0o600)
        self.assertEqual(self.run_it("fsck").stdout, "")

    def test_keys_that_are_locked_are_said_not_to_be_checked(self):
        self.assertEqual(self.init().returncode, 0)
        secret = self.folder / "passphrase"
        secret.write_text("a passphrase\n")
        secret.chmod(0o600)
        config = self.data / "anfangd.conf"
        config.write_text("[anfangd]\nkey_passphrase_file=%s\n" % secret)
        self.assertEqual(self.run_it("rotate-key").returncode, 0)
        self.assertEqual(self.run_it("fsck").stdout, "")
        config.write_text("[anfangd]\n")
        told = self.run_it("fsck")
        self.assertEqual(told.returncode, 0, told.stdout)
        self.assertRegex(told.stdout, "^note: the keys are encrypted.* was not checked.*\n$")

    def test_keys_and_log_of_other_days(self):
        """One restored from before a change of the key, the other from after it, in both ways."""
        keys = self.data / "keys"
        self.assertEqual(self.init().returncode, 0)
        before = {path.name: path.read_bytes() for path in keys.iterdir()}
        base = (self.data / "anfang.db").read_bytes()
        self.assertEqual(self.run_it("rotate-key").returncode, 0)
        after = {path.name: path.read_bytes() for path in keys.iterdir()}
        changed = (self.data / "anfang.db").read_bytes()
        for files, log in ((before, changed), (after, base)):
            for path in self.data.glob("anfang.db*"):
                path.unlink()
            (self.data / "anfang.db").write_bytes(log)
            for name, content in files.items():
                (keys / name).write_bytes(content)
            for verb in ("serve", "rotate-key"):
                refused = self.run_it(verb)
                self.assertEqual(refused.returncode, 1, refused.stdout)
                self.assertIn("keys/log.key is not the key", refused.stdout)
            self.assertIn("not signed by a trusted key", self.run_it("fsck").stdout)
        for name, content in before.items():
            (keys / name).write_bytes(content)
        (self.data / "last.checkpoint").unlink()
        self.assertEqual(self.run_it("fsck").stdout, "")


class Lost(unittest.TestCase):
    """A database that is sound in itself and lacks what was acknowledged is told from a whole one."""

    def setUp(self):
        self.service = world.Service(ANFANGD)
        self.addCleanup(self.service.close)
        self.assertTrue(self.service.start())
        self.world = world.World(self.service)
        self.visit = self.world.make_visit()
        self.assertEqual(self.service.stop(), 0)
        self.data = self.service.data
        self.before = (self.data / "anfang.db").read_bytes()
        self.assertTrue(self.service.start())

    def run_it(self, *words):
        return subprocess.run([ANFANGD, "--data", self.data, *words], check=False, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def upload(self):
        return self.world["inspector1"].fork(self.service.url).upload(self.visit, os.urandom(1000))

    def list_leaves(self):
        with sqlite3.connect(self.data / "anfang.db") as base:
            return [json.loads(line) for line, in base.execute("SELECT line FROM log_leaf ORDER BY idx")]

    def assert_missed(self, words):
        leaves = len(self.list_leaves())
        for verb in ("serve", "rotate-key"):
            done = self.run_it(verb)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(words, done.stdout)
            self.assertIn("accept-loss", done.stdout)
        self.assertIn(words, self.run_it("fsck").stdout)
        self.assertEqual(len(self.list_leaves()), leaves)

    def test_a_write_ahead_log_that_was_lost(self):
        """Everything since the last time that SQLite emptied it is gone with it."""
        self.upload()
        self.service.kill()
        leaves = len(self.list_leaves_of_wal())
        (self.data / "anfang.db-wal").unlink()
        self.assertLess(len(self.list_leaves()), leaves)
        self.assert_missed("%d were signed" % leaves)

    def list_leaves_of_wal(self):
        """Read from a copy, since reading empties the write-ahead log"""
        with tempfile.TemporaryDirectory() as copy:
            for path in self.data.glob("anfang.db*"):
                shutil.copy(path, copy)
            with sqlite3.connect(os.path.join(copy, "anfang.db")) as base:
                return base.execute("SELECT idx FROM log_leaf").fetchall()

    def put_back(self):
        for path in self.data.glob("anfang.db*"):
            path.unlink()
        (self.data / "anfang.db").write_bytes(self.before)

    def test_an_older_copy(self):
        self.upload()
        self.assertEqual(self.service.stop(), 0)
        newest = (self.data / "anfang.db").read_bytes()
        self.put_back()
        self.assert_missed("lacks what was recorded last")
        (self.data / "anfang.db").write_bytes(newest)
        self.assertEqual(self.run_it("fsck").stdout, "")
        self.assertTrue(self.service.start())

    def test_a_log_that_went_on_elsewhere(self):
        """As many leaves, and others."""
        self.upload()
        self.assertEqual(self.service.stop(), 0)
        seen = (self.data / "last.checkpoint").read_bytes()
        self.put_back()
        (self.data / "last.checkpoint").unlink()
        self.assertTrue(self.service.start())
        for _ in range(3):
            self.upload()
        self.assertEqual(self.service.stop(), 0)
        (self.data / "last.checkpoint").write_bytes(seen)
        self.assert_missed("is not the database whose log was signed here last")

    def test_a_loss_that_is_accepted(self):
        """Once, in so many words, and the log says so before anything else."""
        self.assertEqual(self.service.stop(), 0)
        refused = self.run_it("accept-loss")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("lacks nothing", refused.stdout)
        self.assertTrue(self.service.start())
        self.upload()
        self.assertEqual(self.service.stop(), 0)
        self.put_back()
        kept = self.list_leaves()
        done = self.run_it("accept-loss")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(kept[-1]["at"], done.stdout)
        self.assertTrue(self.service.start(), self.service.log.read_text())
        self.upload()
        self.assertEqual(self.service.stop(), 0)
        leaves = self.list_leaves()
        self.assertEqual(leaves[:len(kept)], kept)
        self.assertEqual([leaf["event"] for leaf in leaves].index("log.loss_accepted"), len(kept))
        self.assertEqual([leaf["event"] for leaf in leaves].count("log.loss_accepted"), 1)
        self.assertEqual([line for line in self.run_it("fsck").stdout.splitlines()
                          if not line.startswith("note: ")], [])

    def test_half_a_checkpoint_asks_for_nothing(self):
        """A disk may tear it; what the database has is noted anew."""
        self.assertEqual(self.service.stop(), 0)
        path = self.data / "last.checkpoint"
        whole = path.read_bytes()
        for torn in (b"", whole[:20], b"\0" * len(whole), b"x" * 100000):
            path.write_bytes(torn)
            self.assertEqual(self.run_it("fsck").stdout, "")
            self.assertTrue(self.service.start(), self.service.log.read_text())
            self.assertEqual(self.service.stop(), 0)
            self.assertTrue(path.read_bytes().startswith(whole))
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)


@unittest.skipUnless(othertime.find(), "libfaketime is not installed")
class Clock(unittest.TestCase):
    """A machine that wakes up years ago dates no letter by it."""

    def setUp(self):
        self.service = world.Service(ANFANGD)
        self.addCleanup(self.service.close)
        self.data = self.service.data

    def run_it(self, verb, shift):
        return subprocess.run([*othertime.shifted(shift), ANFANGD, "--data", self.data, verb],
                              check=False, timeout=60, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)

    def count(self, event):
        with sqlite3.connect(self.data / "anfang.db") as base:
            return sum(json.loads(line)["event"] == event
                       for line, in base.execute("SELECT line FROM log_leaf"))

    def test_one_that_is_behind_is_refused(self):
        for shift in ("-6y", "-62m"):
            refused = self.run_it("serve", shift)
            self.assertEqual(refused.returncode, 1, refused.stdout)
            self.assertIn("set the clock", refused.stdout)
            self.assertIn("accept-clock", refused.stdout)
        self.assertEqual(self.run_it("fsck", "-6y").stdout, "")
        self.assertTrue(self.service.start(wrapper=othertime.shifted("-50m")))

    def test_one_that_was_ahead_is_accepted_in_so_many_words(self):
        refused = self.run_it("accept-clock", "+0")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("is not behind", refused.stdout)
        self.assertEqual(self.count("log.clock_set_back"), 0)
        accepted = self.run_it("accept-clock", "-3d")
        self.assertEqual(accepted.returncode, 0, accepted.stdout)
        self.assertTrue(self.service.start(wrapper=othertime.shifted("-3d")))
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.count("log.clock_set_back"), 1)
        self.assertEqual(self.run_it("fsck", "+0").stdout, "")


if __name__ == "__main__":
    sys.argv[1:] = []
    tap.main()
