#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_rotation.py ANFANG ANFANGD: a log's key is changed; what the old one signed stays good, who
trusted it is led to the new one by it alone, and no break-off leaves the log without a key. Its keys
are secrets: for their owner only, and encrypted where there is a passphrase."""
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import stat
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import check_proof  # noqa: E402
import loghouse  # noqa: E402
import tap  # noqa: E402


class House(loghouse.LogHouse):
    @property
    def keys(self):
        return self.data / "keys"

    def vkey(self):
        return (self.keys / "log.vkey").read_text("ascii").strip()

    def rotate(self, status=0):
        self.stop()
        key, said = self.anfangd("rotate-key", status=status).split("\n", 1)
        self.assertIn("back up now", said)
        self.serve()
        return key

    def verify(self, status=0):
        return self.anfang("auditor", "log", "verify", status=status)

    def fsck(self):
        self.stop()
        self.assertEqual(self.anfangd("fsck"), "")
        self.serve()


class Rotated(House):
    def test_who_trusted_the_old_key_is_led_to_the_new(self):
        old = self.vkey()
        self.verify()
        self.anfang("auditor", "log", "monitor")
        receipt = self.dir / "receipt"
        self.anfang("auditor", "log", "prove", "account/auditor", "-o", str(receipt))
        new = self.rotate()
        self.assertNotEqual(new, old)
        self.assertEqual(self.vkey(), new)
        text = self.verify()
        self.assertIn("key was changed", text)
        self.assertIn("continues", text)
        self.assertNotIn("key was changed", self.verify())
        self.assertIn("1  log.rotated", self.anfang("auditor", "log", "monitor"))
        self.assertEqual(self.anfang("auditor", "log", "keys").split(), [old, new])
        # The receipt of before, by a checker that knows nothing of us.
        proof = receipt.read_bytes()
        leaf = check_proof.unbase64(proof.decode().split("\n")[1].removeprefix("extra "))
        check_proof.check(leaf, proof, old)
        # What is stated now, the new key states.
        note = self.anfang("auditor", "log", "checkpoint").split("no witness")[0].encode()
        size = check_proof.open_checkpoint(note, new)[0]
        with self.assertRaises(check_proof.Refused):
            check_proof.open_checkpoint(note, old)
        self.check_change(old, new, size)
        self.fsck()

    def check_change(self, old, new, size):
        items = json.loads(self.anfang("auditor", "--json", "log", "keys"))["items"]
        self.assertEqual([(i["vkey"], i["from"], i.get("to")) for i in items],
                         [(old, 0, size), (new, size, None)])
        note = items[1]["rotation"]
        self.assertEqual(check_proof.open_rotation(note.encode()), (size, old, new))
        leaf = json.loads(loghouse.read_lines(self.data)[size - 1])
        self.assertEqual((leaf["event"], leaf["content"]),
                         ("log.rotated", hashlib.sha256(note.encode()).hexdigest()))

    def test_twice_is_followed_at_once(self):
        keys = [self.vkey()]
        self.verify()
        for _ in range(2):
            keys.append(self.rotate())
        self.assertIn("continues", self.verify())
        self.assertEqual(self.anfang("auditor", "log", "keys").split(), keys)
        # Also by who comes only now.
        self.anfang("root", "account", "add", "late", "--role", "auditor", "--password-file",
                    str(self.dir / "password"))
        self.anfang("late", "login", self.url, "--account", "late", "--password-file",
                    str(self.dir / "password"))
        self.assertEqual(self.anfang("late", "log", "keys").split("\n")[:3], keys)
        self.fsck()

    def test_change_that_the_pinned_key_did_not_sign(self):
        self.verify()
        self.stop()
        shutil.rmtree(self.data)
        self.init(self.data)
        self.serve()
        self.rotate()
        self.log_in()
        self.assertIn("KEY IS NOT THE ONE", self.verify(status=1))

    def test_old_key_again(self):
        """The new one is not left for the old one, which may be in other hands."""
        self.copy(self.data, self.dir / "old")
        self.rotate()
        self.verify()
        self.copy(self.dir / "old", self.data)
        self.assertIn("KEY IS NOT THE ONE", self.verify(status=1))

    def test_old_secret_is_gone(self):
        secret = (self.keys / "log.key").read_text("ascii")
        self.rotate()
        for path in self.keys.iterdir():
            self.assertNotIn(secret, path.read_text("utf-8"), path)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o77, 0, path)
        self.assertEqual(sorted(path.name for path in self.keys.iterdir()),
                         ["log.key", "log.vkey", "people.key", "sign.key", "sign.pem"])

    def test_while_it_serves(self):
        self.assertIn("another anfangd", self.anfangd("rotate-key", status=1))

    def break_off(self, arrange):
        """What a power cut leaves: @arrange (before, after) puts the folder of keys together from
        that of before and that of after."""
        before = self.dir / "before"
        self.stop()
        shutil.copytree(self.keys, before)
        self.anfangd("rotate-key")
        after = self.dir / "after"
        shutil.move(self.keys, after)
        shutil.copytree(before, self.keys)
        # The commit's own checkpoint is by the old key.
        note = loghouse.sign_checkpoint(self.data, loghouse.read_lines(self.data))
        with sqlite3.connect(self.data / "anfang.db") as db:
            db.execute("UPDATE log_checkpoint SET note = ?", (note,))
        db.close()
        arrange(after)
        return (after / "log.vkey").read_text("ascii").strip()

    def test_break_off_after_the_commit(self):
        self.verify()

        def waiting(after):
            shutil.copy(after / "log.key", self.keys / "log.key.new")
            shutil.copy(after / "log.vkey", self.keys / "log.vkey.new")
        new = self.break_off(waiting)
        self.assertEqual(self.anfangd("fsck"), "")
        self.serve()
        self.assertEqual(self.vkey(), new)
        self.assertIn("continues", self.verify())
        self.fsck()

    def test_break_off_between_the_two_names(self):
        self.verify()

        def half(after):
            shutil.copy(after / "log.key", self.keys / "log.key")
            shutil.copy(after / "log.vkey", self.keys / "log.vkey.new")
        new = self.break_off(half)
        self.serve()
        self.assertEqual(self.vkey(), new)
        self.assertIn("continues", self.verify())
        self.fsck()

    def test_break_off_before_the_commit(self):
        old = self.vkey()
        self.verify()
        self.stop()
        other = self.dir / "other"
        self.init(other)
        for name in ("log.key", "log.vkey"):
            shutil.copy(other / "keys" / name, self.keys / (name + ".new"))
        self.serve()
        self.assertEqual(self.vkey(), old)
        self.assertFalse((self.keys / "log.key.new").exists())
        self.assertIn("continues", self.verify())

    def test_key_of_another_log(self):
        self.stop()
        other = self.dir / "other"
        self.init(other)
        mine = (self.keys / "log.key").read_bytes()
        shutil.copy(other / "keys" / "log.key", self.keys / "log.key")
        self.assertIn("is not the key of", self.anfangd("serve", status=1))
        (self.keys / "log.key").write_bytes(mine)
        self.serve()


class Encrypted(House):
    def setUp(self):
        super().setUp()
        self.secret = self.dir / "anfang-key-passphrase"
        self.secret.write_text("correct horse battery staple\n", "ascii")
        self.secret.chmod(0o600)

    def configure(self, path):
        self.stop()
        self.config = {"key_passphrase_file": path} if path else {}
        (self.data / "anfangd.conf").write_text("", "utf-8")

    def check_files(self):
        for name in ("log.key", "sign.key", "people.key"):
            path = self.keys / name
            self.assertIn("BEGIN ENCRYPTED PRIVATE KEY", path.read_text("ascii"))
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
            subprocess.run(["openssl", "pkey", "-in", str(path), "-passin",
                            "file:%s" % self.secret, "-noout"], check=True)

    def test_keys_become_encrypted_and_stay_the_same(self):
        self.verify()
        self.configure(self.secret)
        self.serve()
        self.check_files()
        self.assertIn("continues", self.verify())
        self.rotate()
        self.check_files()
        self.assertIn("key was changed", self.verify())
        self.fsck()
        # Without the passphrase, or with another, nothing opens; what is wrong is said.
        self.configure(None)
        self.assertIn("encrypted", self.anfangd("serve", status=1))
        self.secret.write_text("wrong\n", "ascii")
        (self.data / "anfangd.conf").write_text("[anfangd]\nkey_passphrase_file=%s\n" % self.secret,
                                                "utf-8")
        self.assertIn("does not open", self.anfangd("serve", status=1))
        self.secret.chmod(0o644)
        self.assertIn("chmod 600", self.anfangd("serve", status=1))
        self.secret.chmod(0o600)
        self.secret.write_text("correct horse battery staple\n", "ascii")
        self.serve()

    def test_credential_of_systemd(self):
        self.stop()
        os.environ["CREDENTIALS_DIRECTORY"] = str(self.dir)
        self.addCleanup(os.environ.pop, "CREDENTIALS_DIRECTORY")
        self.serve()
        self.check_files()
        # New systems begin so.
        other = self.dir / "other"
        self.init(other)
        self.assertIn("ENCRYPTED", (other / "keys" / "log.key").read_text("ascii"))
        self.assertIn("ENCRYPTED", (other / "keys" / "sign.key").read_text("ascii"))
        self.assertIn("ENCRYPTED", (other / "keys" / "people.key").read_text("ascii"))


if __name__ == "__main__":
    tap.main()
