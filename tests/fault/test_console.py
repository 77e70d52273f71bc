#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_console.py ANFANGD: the only administrator's password is lost; whoever has the server gives
another one, and the log tells of it."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tools"))
import tap
import terminal
import world

ANFANGD = os.path.abspath(sys.argv[1])
GIVEN = "given at the server"


class Console(unittest.TestCase):
    def setUp(self):
        self.service = world.Service(ANFANGD)
        self.addCleanup(self.service.close)
        self.service.start()

    def try_login(self, password, account=world.ADMIN):
        return world.Client(self.service.url).request("POST", "/session", {
            "account": account, "password": password, "device": "test"})

    def set_password(self, account=world.ADMIN, text=GIVEN + "\n", status=0):
        done = subprocess.run(self.service.command("password", account), input=text, text=True,
                              env=self.service.env, capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr

    def type_password(self, *answers):
        return terminal.run(self.service.command("password", world.ADMIN), answers, self.service.env)

    def test_the_way_back_in(self):
        token = self.try_login(world.PASSWORD).json["token"]
        self.service.stop()
        self.set_password()
        self.assertEqual(self.service.fsck(), "")
        self.service.start()
        self.assertEqual(self.try_login(world.PASSWORD).status, 401)
        old = world.Client(self.service.url, token)
        self.assertEqual(old.request("GET", "/session").status, 401)
        # Good for the choice of another, and nothing else.
        back = world.Client(self.service.url, self.try_login(GIVEN).json["token"])
        self.assertEqual(back.request("GET", "/accounts").status, 403)
        back.do("POST", "/accounts/%s/password" % world.ADMIN, {"password": "known to nobody else"})
        back.token = self.try_login("known to nobody else").json["token"]
        back.do("GET", "/accounts")

    def test_it_is_no_persons_doing(self):
        self.service.stop()
        self.set_password()
        self.service.start()
        root = world.Client(self.service.url, self.try_login(GIVEN).json["token"])
        root.do("POST", "/accounts/%s/password" % world.ADMIN, {"password": "another one"})
        root.token = self.try_login("another one").json["token"]
        root.do("POST", "/accounts", {"name": "audit", "roles": ["auditor"],
                                      "password": world.PASSWORD})
        audit = world.Client(self.service.url,
                             self.try_login(world.PASSWORD, "audit").json["token"])
        last = audit.do("GET", "/log/leaf?record=account/" + world.ADMIN)["index"]
        leaf = audit.do("GET", "/log/leaf/%d" % (last - 1))
        self.assertEqual((leaf["event"], leaf["by"]),
                         ("account.password_set_at_console", "anfangd"))

    def test_the_wait_after_wrong_passwords_is_over(self):
        for i in range(3):
            self.assertEqual(self.try_login("wrong %d" % i).status, 401)
        self.assertEqual(self.try_login(world.PASSWORD).status, 429)
        self.service.stop()
        self.set_password()
        self.service.start()
        self.assertEqual(self.try_login(GIVEN).status, 201)

    def test_not_while_the_service_runs(self):
        self.assertIn("another anfangd has", self.set_password(status=1))
        self.assertEqual(self.try_login(world.PASSWORD).status, 201)

    def test_who_sits_at_a_terminal_types_it_twice_unseen(self):
        self.service.stop()
        status, shown = self.type_password(GIVEN, GIVEN)
        self.assertEqual(status, 0, shown)
        self.assertNotIn(GIVEN, shown)
        self.service.start()
        self.assertEqual(self.try_login(GIVEN).status, 201)

    def test_what_was_mistyped_changes_nothing(self):
        self.service.stop()
        status, shown = self.type_password(GIVEN, GIVEN + "!")
        self.assertEqual(status, 1, shown)
        self.assertIn("nothing was changed", shown)
        for text, word in (("", "no password"), ("short\n", "8 to 256"), ("a\0bcdefghi\n", "UTF-8")):
            self.assertIn(word, self.set_password(text=text, status=1))
        self.service.start()
        self.assertEqual(self.try_login(world.PASSWORD).status, 201)

    def test_who_cannot_log_in_is_told_who_can(self):
        root = world.Client(self.service.url, self.try_login(world.PASSWORD).json["token"])
        root.do("POST", "/accounts", {"name": "root2", "roles": ["sysadmin"],
                                      "password": world.PASSWORD})
        root.do("POST", "/accounts/root2/disable")
        self.service.stop()
        refused = self.set_password("root2", status=1)
        self.assertIn("disabled", refused)
        self.assertIn("(%s)" % world.ADMIN, refused)
        refused = self.set_password("admim", status=1)
        self.assertIn("no account “admim”", refused)
        self.assertIn("are: %s\n" % world.ADMIN, refused)


if __name__ == "__main__":
    sys.argv[1:] = []
    tap.main()
