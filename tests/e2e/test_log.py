#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_log.py ANFANG ANFANGD: someone with full power over the service rewrites its past; whoever
has seen a checkpoint before is told so by `anfang log verify`."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import tap  # noqa: E402

ANFANG, ANFANGD = (os.path.abspath(path) for path in sys.argv[1:3])


class Rewritten(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="anfang-log-"))
        (self.dir / "password").write_text("password-1\n", encoding="ascii")
        self.data = self.dir / "data"
        self.service = None
        self.listen = "127.0.0.1:0"
        self.init(self.data)
        self.serve()
        for person in ("root", "auditor"):
            if person == "auditor":
                self.add_account("auditor", "auditor")
            self.anfang(person, "login", self.url, "--account", person, "--password-file",
                        str(self.dir / "password"))

    def tearDown(self):
        self.stop()
        shutil.rmtree(self.dir)

    def init(self, data):
        subprocess.run([ANFANGD, "--data", str(data), "init", "--admin", "root", "--password-file",
                        str(self.dir / "password")], check=True, capture_output=True)

    def serve(self):
        self.service = subprocess.Popen(
            [ANFANGD, "--data", str(self.data), "serve", "--listen", self.listen],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = re.match(r"listening on (\S+)", self.service.stdout.readline()).group(1)
        self.listen = self.url.removeprefix("http://")

    def stop(self):
        self.service.send_signal(signal.SIGTERM)
        self.service.wait(30)
        self.service.stdout.close()

    def anfang(self, person, *words, status=0):
        env = dict(os.environ, LC_ALL="C.UTF-8")
        for name in ("CONFIG", "STATE", "DATA"):
            env["XDG_%s_HOME" % name] = str(self.dir / person / name.lower())
        done = subprocess.run([ANFANG, *words], env=env, capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, status, "%s: %s" % (words, done.stderr))
        return done.stdout + done.stderr

    def add_account(self, name, role):
        self.anfang("root", "account", "add", name, "--role", role, "--password-file",
                    str(self.dir / "password"))

    def copy(self, source, target):
        self.stop()
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        self.serve()

    def verify(self, status=0):
        return self.anfang("auditor", "log", "verify", status=status)

    def test_growth_is_continued_and_rewriting_is_told(self):
        self.copy(self.data, self.dir / "old")
        self.verify()
        self.add_account("one", "secadmin")
        self.assertIn("continues", self.verify())
        self.assertIn("continues", self.verify())

        # The past is put back: shorter than what was seen.
        self.copy(self.dir / "old", self.data)
        self.assertIn("shorter", self.verify(status=1))

        # Another history of more leaves, signed with the right key.
        for name in ("two", "three", "four"):
            self.add_account(name, "secadmin")
        self.assertIn("BEHIND ITS BACK", self.verify(status=1))
        self.assertIn("BEHIND ITS BACK", self.verify(status=1))

    def test_another_key_is_told(self):
        self.verify()
        self.stop()
        shutil.rmtree(self.data)
        self.init(self.data)
        self.serve()
        for person in ("root", "auditor"):
            if person == "auditor":
                self.add_account("auditor", "auditor")
            self.anfang(person, "login", self.url, "--account", person, "--password-file",
                        str(self.dir / "password"))
        self.assertIn("KEY IS NOT THE ONE", self.verify(status=1))

    def test_a_proof_of_any_record_is_fetched_and_checked(self):
        text = self.anfang("auditor", "log", "prove", "account/auditor")
        self.assertIn("holds: leaf", text)
        self.assertIn('"record":"account/auditor"', text)
        self.assertIn("no leaf", self.anfang("auditor", "log", "prove", "account/nobody", status=1))


if __name__ == "__main__":
    tap.main()
