# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A service whose log is watched, and someone with full power over its disk."""
import base64
import hashlib
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import check_proof

ANFANG, ANFANGD = (os.path.abspath(path) for path in sys.argv[1:3])


class LogHouse(unittest.TestCase):
    """Somebody to administer, and an auditor, who are logged in."""
    config = {}

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="anfang-log-"))
        (self.dir / "password").write_text("password-1\n", encoding="ascii")
        self.data = self.dir / "data"
        self.service = None
        self.listen = "127.0.0.1:0"
        self.others = []
        self.init(self.data)
        self.serve()
        self.log_in()

    def tearDown(self):
        for process in self.others:
            self.end(process)
        self.stop()
        shutil.rmtree(self.dir)

    def log_in(self):
        for person in ("root", "auditor"):
            if person == "auditor":
                self.add_account("auditor", "auditor")
            self.anfang(person, "login", self.url, "--account", person, "--password-file",
                        str(self.dir / "password"))

    def anfangd(self, *words, status=0, data=None):
        done = subprocess.run([ANFANGD, "--data", str(data or self.data), *words],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, status, "%s: %s" % (words, done.stderr))
        return done.stdout + done.stderr

    def init(self, data):
        self.anfangd("init", "--admin", "root", "--password-file", str(self.dir / "password"),
                     data=data)

    def serve(self):
        if self.config:
            lines = ["%s=%s" % item for item in self.config.items()]
            (self.data / "anfangd.conf").write_text("\n".join(["[anfangd]", *lines, ""]), "utf-8")
        self.service = subprocess.Popen(
            [ANFANGD, "--data", str(self.data), "serve", "--listen", self.listen],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.read_url(self.service)
        self.listen = self.url.removeprefix("http://")

    def read_url(self, process):
        line = process.stdout.readline()
        return re.match(r"listening on (\S+)", line).group(1).rstrip("/")

    def end(self, process, status=0):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()
        self.assertEqual(process.returncode, status)

    def stop(self):
        self.end(self.service)

    def environment(self, person):
        env = dict(os.environ, LC_ALL="C.UTF-8")
        for name in ("CONFIG", "STATE", "DATA"):
            env["XDG_%s_HOME" % name] = str(self.dir / person / name.lower())
        return env

    def anfang(self, person, *words, status=0, **env):
        done = subprocess.run([ANFANG, *words], env=dict(self.environment(person), **env),
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, status, "%s: %s" % (words, done.stderr))
        return done.stdout + done.stderr

    def start(self, person, *words):
        """A command that goes on until the test ends."""
        process = subprocess.Popen([ANFANG, *words], env=self.environment(person), text=True,
                                   stdout=subprocess.PIPE, stderr=open(self.dir / "talk", "w"))
        self.others.append(process)
        return process

    def add_account(self, name, role):
        self.anfang("root", "account", "add", name, "--role", role, "--password-file",
                    str(self.dir / "password"))

    def grow(self, *names):
        for name in names:
            self.add_account(name, "secadmin")

    def copy(self, source, target):
        self.stop()
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        self.serve()

    def tamper(self, change, sign=True):
        """Stops the service, has @change work on the list of the log's lines, and puts a log in the
        old one's place whose tree fits and whose checkpoint the log's key signed."""
        self.stop()
        rewrite(self.data, change, sign)
        self.serve()


def hash_leaf(line):
    return hashlib.sha256(b"\0" + line.encode()).digest()


def root_of(hashes):
    """RFC 6962 2.1"""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return hashlib.sha256(b"\1" + root_of(hashes[:half]) + root_of(hashes[half:])).digest()


def sign(key, text):
    """What openssl signs with the private key in the file @key."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "text")
        path.write_bytes(text)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", str(key), "-in",
                               str(path)], check=True, capture_output=True).stdout


def sign_checkpoint(data, lines):
    """The note that the log in @data would state of @lines."""
    name, key_id, _ = check_proof.read_vkey((data / "keys" / "log.vkey").read_text("ascii"))
    root = base64.b64encode(root_of([hash_leaf(line) for line in lines])).decode()
    text = "%s\n%d\n%s\n" % (name, len(lines), root)
    signature = key_id + sign(data / "keys" / "log.key", text.encode())
    return "%s\n\u2014 %s %s\n" % (text, name, base64.b64encode(signature).decode())


def read_lines(data):
    with sqlite3.connect(data / "anfang.db") as db:
        return [row[0] for row in db.execute("SELECT line FROM log_leaf ORDER BY idx")]


def rewrite(data, change, whole=True):
    """Without @whole only the lines themselves are changed, not what was made of them."""
    # Whoever has the disk has the checkpoint beside the database, too.
    (pathlib.Path(data) / "last.checkpoint").unlink(missing_ok=True)
    lines = read_lines(data)
    records = [re.search(r'"record":"([^"]*)"', line).group(1) for line in lines]
    rows = list(zip(records, lines))
    change(rows)
    with sqlite3.connect(data / "anfang.db") as db:
        for trigger in ("log_leaf_keeps", "log_leaf_stays"):
            db.execute("DROP TRIGGER IF EXISTS " + trigger)
        if not whole:
            for index, (_, line) in enumerate(rows):
                db.execute("UPDATE log_leaf SET line = ? WHERE idx = ?", (line, index))
        else:
            assert len(rows) < 256, "no inner node is stored below that"
            db.execute("DELETE FROM log_leaf")
            for index, (record, line) in enumerate(rows):
                db.execute("INSERT INTO log_leaf VALUES (?, ?, ?, ?)",
                           (index, hash_leaf(line), record, line))
            note = sign_checkpoint(data, [line for _, line in rows])
            db.execute("UPDATE log_checkpoint SET size = ?, note = ?", (len(rows), note))
    db.close()
