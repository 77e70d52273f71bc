#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Sessions: how long, for whom, and what a stolen database tells of them. The clock is the test's."""
import pathlib
import shutil
import sqlite3
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parents[1] / folder) for folder in ("tools", "fault")]
import clocked
import contract as contracts
import house
import tap
import tracing
import world

HOUR = 3600


class Sessions(unittest.TestCase):
    def setUp(self):
        self.house = house.House.__new__(house.House)
        self.house.attach(clocked.ClockedService())
        self.tell("time", "2018-03-05T01:00:00Z")
        self.house.furnish()
        for name in ("li", "boss", "guard"):
            self.house.hire(name)

    def tearDown(self):
        self.house.close()

    def tell(self, word, value):
        self.house.service.tell(word, value)

    def login(self, name, **options):
        return self.house.login(name, **options)

    def status(self, client):
        return client.call("getSession").status

    def try_login(self, name, password, device="device"):
        return self.house.guest().call("createSession", body={
            "account": name, "password": password, "device": device})

    def test_expiry(self):
        li = self.login("li")
        until = li.do("getSession").json["expires_at"]
        self.assertEqual(until, "2018-03-05T13:00:00.000Z")
        self.tell("time", "2018-03-05T12:59:59Z")
        self.assertEqual(self.status(li), 200)
        self.tell("time", until)
        self.assertEqual(self.status(li), 401)

    def test_logout_ends_one_session(self):
        first, second = self.login("li", device="a"), self.login("li", device="b")
        first.do("deleteSession", status=204)
        self.assertEqual((self.status(first), self.status(second)), (401, 200))

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_a_full_disk(self):
        """Nobody can log in or out, is told so, and can once there is room."""
        li = self.login("li")
        for call, done in ((lambda: self.try_login("boss", world.PASSWORD), 201),
                           (lambda: li.call("deleteSession"), 204)):
            with tracing.Tracer(self.house.service, "pwrite64", "error=ENOSPC:when=1+",
                                "anf-writer"):
                refused = call()
            self.assertEqual((refused.status, refused.json["retriable"]), (507, True))
            self.assertEqual(call().status, done)

    def test_disabled_at_once(self):
        li = self.login("li")
        self.house.root.do("disableAccount", "li")
        self.assertEqual(self.status(li), 401)
        refused = self.try_login("li", world.PASSWORD)
        wrong = self.try_login("nobody.at.all", world.PASSWORD)
        self.assertEqual((refused.status, refused.body), (401, wrong.body))

    def test_revoked_device_at_once(self):
        lost, kept = self.login("li", device="lost"), self.login("li", device="kept")
        self.login("guard").do("revokeDevice", "li", body={"device": "lost"})
        self.assertEqual((self.status(lost), self.status(kept)), (401, 200))
        self.assertEqual(self.try_login("li", world.PASSWORD, "lost").status, 403)
        # Oneself may, others may not.
        kept.do("revokeDevice", "li", body={"device": "kept"})
        self.assertEqual(self.status(kept), 401)

    def test_new_password_ends_sessions(self):
        li = self.login("li")
        li.do("setPassword", "li", body={"password": "a better password"})
        self.assertEqual(self.status(li), 401)
        self.assertEqual(self.try_login("li", world.PASSWORD).status, 401)
        self.assertEqual(self.try_login("li", "a better password").status, 201)

    def test_a_password_set_by_others_is_good_for_its_change_only(self):
        self.house.hire("audit")
        li, boss = self.login("li"), self.login("boss")
        given, own = "given by another", "known to nobody else"
        reset = self.house.root.do("setPassword", "li", body={"password": given}).json
        self.assertTrue(reset["must_change_password"])
        self.assertEqual((self.status(li), self.status(boss)), (401, 200))
        self.assertEqual(self.try_login("li", world.PASSWORD).status, 401)

        li = self.login("li", password=given)
        self.assertTrue(li.do("getSession").json["account"]["must_change_password"])
        for operation, arguments, body in (
                ("listVisits", [], None), ("listUnits", [], None), ("getLogKey", [], None),
                ("putVisit", [world.new_id()], {
                    "scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x", "mandate": "x",
                    "methods": ["突击检查"], "members": ["li", "boss"]}),
                ("revokeDevice", ["li"], {"device": "device"})):
            refused = li.call(operation, *arguments, body=body)
            self.assertEqual((refused.status, refused.problem), (403, "denied"), operation)
            self.assertIn("anfang account password li", refused.json["detail"])
        sent = li.call("createUpload", headers={
            "Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": world.tus_metadata(
                visit=world.new_id(), evidence=world.new_id(), sha256="0" * 64)})
        self.assertEqual(sent.status, 403)
        same = li.call("setPassword", "li", body={"password": given})
        self.assertEqual(same.status, 422)
        changed = li.do("setPassword", "li", body={"password": own}).json
        self.assertNotIn("must_change_password", changed)
        self.assertEqual(self.status(li), 401)
        self.login("li", password=own).do("listVisits")

        audit = self.login("audit")
        place = audit.do("findLeaf", query={"record": "account/li"}).json["index"]
        last, before = (audit.do("getLeaf", i).json for i in (place, place - 1))
        people = {a["name"]: a["pseudonym"] for a in audit.do("listAccounts").json["items"]}
        self.assertEqual((before["event"], before["by"]),
                         ("account.password_reset", people[world.ADMIN]))
        self.assertEqual((last["event"], last["by"]), ("account.password_set", people["li"]))

    def test_an_administrator_too(self):
        """Their own password first, before they set anybody's."""
        self.house.root.do("createAccount", status=201, body={
            "name": "root2", "roles": ["sysadmin"], "password": world.PASSWORD,
            "must_change_password": True})
        second = self.login("root2")
        self.assertEqual(second.call("setPassword", "li", body={
            "password": "another password"}).status, 403)
        second.do("setPassword", "root2", body={"password": "another password"})
        self.login("root2", password="another password").do("listAccounts")

    def test_wrong_passwords_are_slowed_down(self):
        for name in ("li", "nobody.at.all"):
            statuses = [self.try_login(name, "wrong %d" % i).status for i in range(3)]
            self.assertEqual(statuses, [401, 401, 401], name)
            held = self.try_login(name, world.PASSWORD)
            self.assertEqual(held.status, 429, name)
            self.assertGreater(int(held.headers["Retry-After"]), 0)
            self.assertTrue(held.json["retriable"])
        # Who watches the journal sees it; what was typed for no account may be a password.
        journal = self.house.service.log.read_text()
        self.assertIn("3 wrong passwords in a row for the account li\n", journal)
        self.assertIn("3 logins in a row for an account that is not here", journal)
        self.assertNotIn("nobody.at.all", journal)
        self.login("boss")  # others do not wait
        self.tell("step", 30)
        self.assertEqual(self.try_login("li", world.PASSWORD).status, 201)
        # The wait grows with each further mistake.
        for _ in range(8):
            self.try_login("boss", "wrong")
            self.tell("step", 20 * 60)
        self.try_login("boss", "wrong")
        self.tell("step", 60)
        self.assertEqual(self.try_login("boss", world.PASSWORD).status, 429)
        self.tell("step", 15 * 60)
        self.assertEqual(self.try_login("boss", world.PASSWORD).status, 201)

    def test_words_of_a_wrong_login(self):
        """Neither the words nor the status say whether the name exists."""
        known = self.try_login("li", "wrong password")
        unknown = self.try_login("li.wei", "wrong password")
        self.assertEqual((known.status, known.body), (unknown.status, unknown.body))

    def test_what_is_stored(self):
        tokens = [self.login("li", device=d).token for d in ("a", "b")]
        self.house.service.stop()
        files = [p for p in self.house.service.data.rglob("*") if p.is_file()]
        self.assertIn("anfang.db", [p.name for p in files])
        for path in files:
            data = path.read_bytes()
            for secret in tokens + [world.PASSWORD]:
                self.assertNotIn(secret.encode(), data, path)
                try:
                    self.assertNotIn(bytes.fromhex(secret), data, path)
                except ValueError:
                    pass
        base = sqlite3.connect(self.house.service.data / "anfang.db")
        hashes = [row[0] for row in base.execute("SELECT hash FROM credential")]
        kept = [row[0] for row in base.execute("SELECT token_hash FROM session")]
        base.close()
        self.assertGreaterEqual(len(hashes), 4)
        for value in hashes:
            self.assertRegex(value, r"^\$argon2id\$v=19\$m=(19456|\d{6,}),t=[2-9],p=1\$")
        self.assertEqual(len(set(hashes)), len(hashes))
        for token in tokens:
            self.assertIn(world.sha256(token.encode()), kept)
        self.house.service.start()


if __name__ == "__main__":
    tap.main()
