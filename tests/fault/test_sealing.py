#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_sealing.py ANFANGD: who has the database alone learns no name (domain.md F.2: 举报人、暗访人员
identity is encrypted field by field). With the key, tools that everyone has read every name: OpenSSL
tells the key's bytes, and HKDF (RFC 5869) and AES-256-GCM (NIST SP 800-38D) of Node.js do the rest."""
import contextlib
import json
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import tap
import world

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
INFORMANT, PHONE = "欧阳举报", "13987654321"
SUBJECT, INSPECTOR, ADDRESS = "司徒谈话", "诸葛暗访", "zhuge.anfang@example.cn"
LEFT, MISSPELT = "上官离任", "诸葛误写"
SECRETS = (INFORMANT, PHONE, SUBJECT, INSPECTOR, ADDRESS, LEFT, MISSPELT)

UNSEAL = """
const crypto = require('crypto');
const { key, place, sealed } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const secret = Buffer.from(crypto.hkdfSync('sha256', Buffer.from(key, 'hex'), '', 'anfang people', 32));
const bytes = Buffer.from(sealed.slice('sealed:'.length), 'base64');
const gcm = crypto.createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12));
gcm.setAAD(Buffer.from(place));
gcm.setAuthTag(bytes.subarray(-16));
process.stdout.write(Buffer.concat([gcm.update(bytes.subarray(12, -16)), gcm.final()]));
"""


class Sealing(unittest.TestCase):
    def setUp(self):
        self.service = world.Service(ANFANGD)
        self.addCleanup(self.service.close)
        self.assertTrue(self.service.start())
        self.world = world.World(self.service)
        self.addCleanup(self.world.close)

    def fill(self):
        """A lead, a talk, an account with a name and an address, and a reply that is kept"""
        w = self.world
        self.visit = w.make_visit()
        self.lead, self.talk = world.new_id(), world.new_id()
        self.asked = {}
        for name, called in (("zhuge", MISSPELT), ("left", LEFT)):
            self.asked["account/" + name] = {
                "name": name, "display_name": called, "roles": ["clerk", "verifier"],
                "unit": world.OFFICE, "password": world.PASSWORD}
            w.admin.want(201, "POST", "/accounts", self.asked["account/" + name])
        w.admin.do("POST", "/accounts/zhuge/change", {"display_name": INSPECTOR})
        w.people["zhuge"] = w.login("zhuge")
        w["zhuge"].do("POST", "/accounts/zhuge/email", {"email": ADDRESS})
        self.asked["lead/" + self.lead] = {
            "scheme": w.scheme_id, "source": "hotline", "text": "窗口收费不开票",
            "received_on": "2018-03-05", "informant": {"name": INFORMANT, "phone": PHONE}}
        self.asked["talk/" + self.talk] = {
            "visit": self.visit, "talkers": ["inspector1"], "recorder": "inspector2",
            "subject": {"name": SUBJECT}, "rights_told": True, "place": "三楼会议室",
            "exchanges": [{"question": "是否一次性告知？", "answer": "没有。"}],
            **world.hold_talk(w["inspector1"].do("GET", "/visits/" + self.visit))}
        self.put_again(201)
        self.ask()
        self.disable()

    def establish(self):
        """A finding of the visit, of which an exposure may tell"""
        w = self.world
        w.ensure("publicity1", "verifier2")
        finding = w.make_finding(self.visit, [w["inspector1"].upload(self.visit, b"some bytes")])
        w.submit_visit(self.visit)
        w["verifier1"].do("POST", "/findings/%s/establish" % finding, {
            "with": "verifier2", "opinion": "属实"})
        return finding

    def put_again(self, status=200):
        """What was sent before; anything else under these ids is refused"""
        for path, person in (("lead/" + self.lead, "zhuge"), ("talk/" + self.talk, "inspector1")):
            noun, _, name = path.partition("/")
            self.world[person].want(status, "PUT", "/%ss/%s" % (noun, name), self.asked[path])

    def hash_asked(self):
        """Record to the SHA-256 that anybody could compute of a guess"""
        hashes = {path: world.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True,
                                                separators=(",", ":")).encode())
                  for path, body in self.asked.items()}
        hashes["kept_reply"] = world.sha256(b"disableAccount\nleft\n\n")
        return hashes

    def ask(self):
        lead = self.world["zhuge"].do("POST", "/leads/%s/informant" % self.lead, {"reason": "核实"})
        self.assertEqual((lead["name"], lead["phone"]), (INFORMANT, PHONE))

    def disable(self):
        """As if the first answer, which is kept, had been lost"""
        reply = self.world.admin.request("POST", "/accounts/left/disable", None,
                                         {"Idempotency-Key": '"once"'})
        self.assertEqual((reply.status, reply.json.get("display_name")), (200, LEFT), reply)

    def stop(self):
        self.world.close()
        self.assertEqual(self.service.stop(), 0)

    @contextlib.contextmanager
    def base(self):
        with contextlib.closing(sqlite3.connect(self.service.data / "anfang.db")) as base, base:
            yield base

    def list_sealed(self):
        """Place and sealed text of all that names people"""
        with self.base() as base:
            account = base.execute("SELECT doc FROM account WHERE id = 'zhuge'").fetchone()[0]
            rows = {"lead/" + self.lead: "SELECT doc FROM lead_informant",
                    "talk/" + self.talk: "SELECT doc FROM talk_subject",
                    "email/zhuge": "SELECT address FROM email",
                    "reply/%s/once" % world.ADMIN: "SELECT body FROM kept_reply"}
            sealed = {place: base.execute(sql).fetchone()[0] for place, sql in rows.items()}
        sealed["account/zhuge"] = json.loads(account)["display_name"]
        return sealed

    def read_key(self):
        """The 32 bytes, as hex"""
        text = subprocess.run(["openssl", "pkey", "-noout", "-text", "-in",
                               self.service.data / "keys" / "people.key"], check=True, text=True,
                              capture_output=True).stdout
        return re.sub(r"[\s:]", "", re.search(r"priv:([\s0-9a-f:]+)pub:", text)[1])

    def unseal(self, place, sealed):
        done = subprocess.run(["node", "-e", UNSEAL], check=True, capture_output=True,
                              input=json.dumps({"key": self.read_key(), "place": place,
                                                "sealed": sealed}).encode())
        return done.stdout.decode()

    # ---- what stands there ----

    def test_database_tells_no_name(self):
        self.fill()
        self.disable()
        self.stop()
        for path in self.service.data.glob("anfang.db*"):
            stored = path.read_bytes()
            for record, plain in self.hash_asked().items():
                # Names and passwords could be tried until it comes out.
                self.assertNotIn(plain.encode(), stored, record)
            for secret in SECRETS:
                self.assertNotIn(secret.encode(), stored, path.name)
                self.assertNotIn(json.dumps(secret)[1:-1].encode(), stored, path.name)
        key = self.service.data / "keys" / "people.key"
        self.assertEqual(key.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.service.fsck(), "")

    def test_same_answers(self):
        """Whoever may, reads what was written, also after a restart"""
        self.fill()
        self.stop()
        self.assertTrue(self.service.start())
        self.world = world.World(self.service)
        self.addCleanup(self.world.close)
        w = self.world
        w.people["zhuge"] = w.login("zhuge")
        self.ask()
        self.disable()
        self.assertEqual(w["zhuge"].get("/accounts/zhuge/email").json["email"], ADDRESS)
        self.assertEqual(w["zhuge"].get("/session").json["account"]["display_name"],
                         INSPECTOR)
        listed = w.admin.get("/accounts?limit=200").json["items"]
        self.assertIn((INSPECTOR, "zhuge"), [(a.get("display_name"), a["name"]) for a in listed])
        talk = w.login("inspector1").do("POST", "/talks/%s/subject" % self.talk, {"reason": "核对"})
        self.assertEqual(talk["name"], SUBJECT)

    @unittest.skipUnless(shutil.which("node"), "node is not installed")
    def test_others_read_it_with_the_key(self):
        self.fill()
        self.stop()
        texts = {place: self.unseal(place, sealed)
                 for place, sealed in self.list_sealed().items()}
        self.assertEqual(json.loads(texts["lead/" + self.lead])["phone"], PHONE)
        self.assertEqual(json.loads(texts["talk/" + self.talk])["name"], SUBJECT)
        self.assertEqual(texts["email/zhuge"], ADDRESS)
        self.assertEqual(texts["account/zhuge"], INSPECTOR)
        self.assertEqual(json.loads(texts["reply/%s/once" % world.ADMIN])["display_name"], LEFT)

    def test_no_nonce_twice(self):
        """Under one nonce two texts would give each other away"""
        self.fill()
        for _ in range(20):
            self.world["zhuge"].do("POST", "/accounts/zhuge/email", {"email": ADDRESS})
            sealed = self.list_sealed()["email/zhuge"]
            self.assertNotIn(sealed, self.__dict__.setdefault("seen", set()))
            self.seen.add(sealed)

    def test_nobody_is_called_sealed(self):
        reply = self.world.admin.request("POST", "/accounts", {
            "name": "zhuge", "display_name": "sealed:AAAA", "roles": ["clerk"],
            "unit": world.OFFICE, "password": world.PASSWORD})
        self.assertEqual(reply.status, 422, reply)

    # ---- keys and damage ----

    def test_without_the_key(self):
        """Nothing is made in its place, under which nothing would open"""
        self.fill()
        self.stop()
        key = self.service.data / "keys" / "people.key"
        kept = key.read_bytes()
        other = subprocess.run(["openssl", "genpkey", "-algorithm", "X25519"], check=True,
                               capture_output=True).stdout
        for damage, word in ((key.unlink, "keys/people.key is missing"),
                             (lambda: key.write_bytes(other), "another key"),
                             (lambda: key.write_bytes(b"x"), "holds no key")):
            with self.subTest(word):
                damage()
                if key.exists():
                    key.chmod(0o600)
                self.assertFalse(self.service.start())
                self.assertIn(word, self.service.log.read_text())
                self.assertIn(word, self.service.fsck())
        key.write_bytes(kept)
        key.chmod(0o600)
        self.assertEqual(self.service.fsck(), "")
        self.assertTrue(self.service.start())

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_killed_while_the_key_is_made(self):
        """Half a key is none: the next start makes a whole one"""
        password = str(self.service.folder / "password")
        words = ("init", "--admin", "root1", "--password-file", password)
        for call in ("write", "fsync", "rename"):
            with self.subTest(call):
                data = self.service.folder / call
                keys = data / "keys"
                killed = subprocess.run(
                    ["strace", "-f", "-qq", "-o", "/dev/null", "-P", keys / "people.key",
                     "-P", keys / "people.key.part", "-e", "inject=%s:signal=KILL" % call,
                     ANFANGD, "--data", data, *words], check=False, capture_output=True)
                self.assertEqual(killed.returncode, -signal.SIGKILL, killed)
                subprocess.run([ANFANGD, "--data", data, *words], check=True,
                               stdout=subprocess.DEVNULL)
                self.assertEqual(sorted(path.name for path in keys.iterdir()),
                                 ["log.key", "log.vkey", "people.key", "sign.key", "sign.pem"])

    def test_which_key_it_is_was_lost(self):
        """Nothing is sealed a second time: the key that opens it is noted again, no other"""
        self.fill()
        self.stop()
        before = self.list_sealed()
        with self.base() as base:
            hashes = base.execute("SELECT request FROM lead").fetchall()
            base.execute("DELETE FROM people_key")
        key = self.service.data / "keys" / "people.key"
        kept = key.read_bytes()
        key.unlink()
        self.assertFalse(self.service.start())
        self.assertIn("put the right one back", self.service.log.read_text())
        key.write_bytes(kept)
        key.chmod(0o600)
        self.assertTrue(self.service.start())
        self.world = world.World(self.service)
        self.addCleanup(self.world.close)
        self.world.people["zhuge"] = self.world.login("zhuge")
        self.ask()
        self.disable()
        self.stop()
        with self.base() as base:
            self.assertEqual(base.execute("SELECT request FROM lead").fetchall(), hashes)
        self.assertEqual(self.list_sealed(), before)
        self.assertEqual(self.service.fsck(), "")

    def test_a_key_that_is_lost_for_good(self):
        """Deadlines go on; what was sealed is given up by name, and what comes is sealed anew"""
        self.fill()
        finding = self.establish()
        self.stop()
        self.service.run("new-people-key", status=1)
        key = self.service.data / "keys" / "people.key"
        old = key.read_bytes()
        key.unlink()
        self.assertRegex(self.service.run("new-people-key"), "^[0-9a-f]{16}\n$")
        self.assertNotEqual(key.read_bytes(), old)
        told = self.service.fsck()
        self.assertIn("lead/%s: what names a person" % self.lead, told)
        self.assertTrue(self.service.start())
        self.world = w = world.World(self.service)
        self.addCleanup(self.world.close)
        w.people["zhuge"] = w.login("zhuge")
        self.assertNotIn("display_name", w["zhuge"].get("/session").json["account"])
        lead = world.new_id()
        w["zhuge"].want(201, "PUT", "/leads/" + lead, {
            "scheme": w.scheme_id, "source": "hotline", "text": "窗口收费不开票",
            "received_on": "2018-03-05", "informant": {"name": INFORMANT, "phone": PHONE}})
        # The office's people are known by their accounts still, as where they never had a name.
        for text, status in (("三号窗口无人值守。", 201), ("暗访人员inspector1到场。", 422)):
            w.login("publicity1").want(status, "PUT", "/exposures/" + world.new_id(), {
                "findings": [finding], "title": "窗口无人值守", "text": text})
        gone = w["zhuge"].request("POST", "/leads/%s/informant" % self.lead, {"reason": "核实"})
        self.assertEqual((gone.status, gone.problem), (500, "corrupt"), gone)
        self.assertIn("people.key", self.service.log.read_text())
        self.lead = lead
        self.ask()

    def test_what_was_moved_or_changed_does_not_open(self):
        self.fill()
        self.stop()
        second = world.new_id()
        with self.base() as base:
            base.execute("UPDATE talk_subject SET doc = (SELECT doc FROM lead_informant)")
            sealed = base.execute("SELECT doc FROM lead_informant").fetchone()[0]
            at = len(sealed) // 2
            changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1:]
            base.execute("UPDATE lead_informant SET doc = ?", (changed,))
            base.execute("INSERT INTO lead_informant VALUES (?, ?)", (second, sealed))
        told = self.service.fsck()
        for word in ("lead/%s: what names a person" % self.lead, "talk/%s: what" % self.talk,
                     "lead/%s: a person is kept" % second):
            self.assertIn(word, told)

    @unittest.skipUnless(shutil.which("node"), "node is not installed")
    def test_an_older_folder_is_sealed_at_the_next_start(self):
        self.fill()
        self.stop()
        rows = {place: self.unseal(place, sealed) for place, sealed in self.list_sealed().items()}
        with self.base() as base:
            base.execute("UPDATE lead_informant SET doc = ?", (rows["lead/" + self.lead],))
            base.execute("UPDATE talk_subject SET doc = ?", (rows["talk/" + self.talk],))
            base.execute("UPDATE email SET address = ?", (ADDRESS,))
            base.execute("UPDATE kept_reply SET body = ?", (rows["reply/%s/once" % world.ADMIN],))
            for record, plain in self.hash_asked().items():
                table, _, name = record.partition("/")
                column = "request = ? WHERE id = '%s'" % name if name else "fingerprint = ?"
                base.execute("UPDATE %s SET %s" % (table, column), (plain,))
            base.execute("DELETE FROM people_key")
        # What accounts are called stands in documents whose hash is in the log: it is sealed when
        # the account changes, and here it is already, so that the key stays, as a start leaves it
        # that broke off.
        self.assertTrue(self.service.start())
        self.world = world.World(self.service)
        self.addCleanup(self.world.close)
        self.world.people["zhuge"] = self.world.login("zhuge")
        self.world.people["inspector1"] = self.world.login("inspector1")
        self.put_again()
        self.ask()
        self.disable()
        self.stop()
        with self.base() as base:
            hashes = {row[0] for row in base.execute(
                "SELECT request FROM lead UNION SELECT request FROM talk UNION"
                " SELECT request FROM account UNION SELECT fingerprint FROM kept_reply")}
        self.assertFalse(hashes & set(self.hash_asked().values()))
        sealed = self.list_sealed()
        for place in ("lead/" + self.lead, "talk/" + self.talk, "email/zhuge"):
            self.assertTrue(sealed[place].startswith("sealed:"), place)
        self.assertEqual(self.unseal("email/zhuge", sealed["email/zhuge"]), ADDRESS)
        self.assertEqual(self.service.fsck(), "")


if __name__ == "__main__":
    sys.argv[1:] = []
    tap.main()
