#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_witness.py ANFANG ANFANGD: a witness cosigns a log that grows, and refuses one that somebody
with full power over its disk, its key included, has changed; what it says is checked by openssl."""
import base64
import http.client
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import check_proof  # noqa: E402
import loghouse  # noqa: E402
import tap  # noqa: E402


class Witnessed(loghouse.LogHouse):
    def setUp(self):
        super().setUp()
        self.state = self.dir / "witness"
        self.vkey = self.init_witness()
        self.log_vkey = (self.data / "keys" / "log.vkey").read_text("ascii").strip()

    def init_witness(self, *words, status=0):
        return self.anfang("auditor", "log", "witness", "--init", "--name", "witness.example/w1",
                           "--state", str(self.state), *words, status=status).strip()

    def witness(self, *words, status=0, logs=None):
        return self.anfang("auditor", "log", "witness", "--state", str(self.state), "--once",
                           "--log", logs or self.log_vkey, *words, status=status)

    def seen(self):
        files = list(self.state.glob("logs/*/checkpoint"))
        return files[0].read_text("utf-8") if files else ""

    def size_seen(self):
        return int(self.seen().split("\n")[1])

    def evidence(self):
        return [path.read_text("utf-8") for path in sorted(self.state.glob("logs/*/*.fork"))]

    def refuse(self, *words):
        """It is told loudly, nothing is cosigned, and both histories are kept."""
        before = self.seen()
        text = self.witness(status=1)
        self.assertIn("BEHIND ITS BACK", text)
        for word in words:
            self.assertIn(word, text)
        self.assertEqual(self.seen(), before)
        evidence = self.evidence()[-1]
        self.assertTrue(evidence.startswith(before))
        name = self.log_vkey.split("+")[0]
        self.assertEqual(evidence.count("\u2014 %s " % name), 2)

    def end_by_itself(self):
        self.process.wait(30)
        self.process.stdout.close()
        self.assertEqual(self.process.returncode, 1)


class Polling(Witnessed):
    def test_growth_is_cosigned(self):
        self.assertIn("cosigned", self.witness())
        first = self.size_seen()
        self.grow("one", "two")
        self.witness()
        self.assertGreater(self.size_seen(), first)
        self.witness()
        note = self.seen()
        check_proof.check_cosignature(note, self.vkey)
        self.assertEqual(check_proof.open_checkpoint(note.encode(), self.log_vkey)[0],
                         self.size_seen())
        self.assertEqual(self.evidence(), [])

    def test_key_is_secret(self):
        mode = stat.S_IMODE(os.stat(self.state / "key").st_mode)
        self.assertEqual(mode, 0o600)
        self.assertIn("key", self.init_witness(status=1))

    def test_key_may_be_encrypted(self):
        self.state = self.dir / "other"
        secret = self.dir / "secret"
        secret.write_text("correct horse\n", "ascii")
        secret.chmod(0o600)
        self.init_witness("--passphrase-file", str(secret))
        self.assertIn("ENCRYPTED", (self.state / "key").read_text("ascii"))
        subprocess.run(["openssl", "pkey", "-in", str(self.state / "key"), "-passin",
                        "file:%s" % secret, "-noout"], check=True)
        self.assertIn("encrypted", self.witness(status=1))
        self.witness("--passphrase-file", str(secret))

    def test_changed_leaf_with_its_tree_signed_again(self):
        self.grow("one")
        self.witness()

        def back_date(rows):
            rows[2] = (rows[2][0], re.sub(r'"at":"20', '"at":"19', rows[2][1]))
        self.tamper(back_date)
        self.refuse("two roots")
        # Its own key spoke against it: it stays refused, also when it goes back to what was seen.
        self.grow("two")
        self.refuse()

    def test_dropped_leaf(self):
        self.grow("one")
        self.witness()
        self.tamper(lambda rows: rows.pop(3))
        self.refuse("now has")

    def test_dropped_leaf_and_then_growth(self):
        self.grow("one")
        self.witness()
        self.tamper(lambda rows: rows.pop(3))
        self.grow("two", "three", "four")
        self.refuse("does not show")

    def test_put_back(self):
        self.copy(self.data, self.dir / "old")
        self.grow("one")
        self.witness()
        self.copy(self.dir / "old", self.data)
        self.refuse("now has")

    def test_stranger_is_refused(self):
        other = self.dir / "other"
        self.init(other)
        vkey = (other / "keys" / "log.vkey").read_text("ascii").strip()
        self.assertIn("not signed by a trusted key", self.witness(logs=vkey, status=1))
        self.assertEqual(self.seen(), "")

    def test_damaged_memory_is_not_taken_for_none(self):
        self.witness()
        path = next(self.state.glob("logs/*/checkpoint"))
        text = path.read_text("utf-8")
        path.write_text(text.replace("\n", "\n1", 1), "utf-8")
        self.assertIn("cannot be trusted", self.witness(status=1))


class Spoken(Witnessed):
    """C2SP tlog-witness, as another program speaks it."""

    def listen_on(self, *words):
        self.process = self.start("auditor", "log", "witness", "--state", str(self.state), "--log",
                                  self.log_vkey, "--listen", "127.0.0.1:0", *words)
        self.address = self.read_url(self.process).removeprefix("http://")

    def post(self, body, path="/add-checkpoint", method="POST", **headers):
        link = http.client.HTTPConnection(self.address, timeout=30)
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode("utf-8")
        link.close()
        return answer.status, text, answer.headers["Content-Type"]

    def ask(self, old, note, hashes=()):
        return self.post("\n".join(["old %d" % old, *hashes, "", note]).encode("utf-8"))

    def sign(self, lines):
        return loghouse.sign_checkpoint(self.data, lines)

    def consistency(self, lines, more):
        """From @lines to one leaf more, as RFC 6962 writes it."""
        hashes = [loghouse.hash_leaf(line) for line in [*lines, more]]

        def subproof(m, part, whole):
            if m == len(part):
                return [] if whole else [loghouse.root_of(part)]
            k = 1
            while k * 2 < len(part):
                k *= 2
            if m <= k:
                return subproof(m, part[:k], whole) + [loghouse.root_of(part[k:])]
            return subproof(m - k, part[k:], False) + [loghouse.root_of(part[:k])]
        return [base64.b64encode(h).decode() for h in subproof(len(lines), hashes, True)]


class Listening(Spoken):
    def test_protocol(self):
        self.listen_on()
        lines = loghouse.read_lines(self.data)
        count = len(lines)
        note = self.sign(lines)
        status, text, _ = self.ask(0, note)
        self.assertEqual(status, 200)
        check_proof.check_cosignature(note + text, self.vkey)
        self.assertEqual(self.ask(0, note), (409, "%d\n" % count, "text/x.tlog.size"))
        # RFC 6962 2.1.2: from all but the last leaf of a tree of two there is one hash.
        longer = self.sign(lines + ["{}"])
        self.assertEqual(self.ask(count, longer)[0], 422)
        hashes = self.consistency(lines, "{}")
        status, text, _ = self.ask(count, longer, hashes)
        self.assertEqual(status, 200)
        check_proof.check_cosignature(longer + text, self.vkey)
        self.assertEqual(self.ask(count + 2, longer)[0], 400)
        self.assertEqual(self.ask(count + 1, longer.replace("log", "lot"))[0], 404)
        self.assertEqual(self.ask(count + 1, longer.replace("\n%d\n" % (count + 1), "\n7\n"))[0],
                         403)
        self.assertEqual(self.post(b"nonsense")[0], 400)
        self.assertEqual(self.post(b"", method="GET")[0], 405)
        self.assertEqual(self.post(b"x", path="/")[0], 404)
        self.assertEqual(self.post(b"x" * 200000)[0], 413)
        self.assertEqual(self.post(iter([b"x"]))[0], 411)

    def test_fork_ends_it(self):
        self.listen_on()
        lines = loghouse.read_lines(self.data)
        self.assertEqual(self.ask(0, self.sign(lines))[0], 200)
        lines[1] = lines[1].replace("20", "19", 1)
        self.assertEqual(self.ask(len(lines), self.sign(lines))[0], 409)
        self.others.remove(self.process)
        self.end_by_itself()
        self.assertIn("BEHIND ITS BACK", (self.dir / "talk").read_text("utf-8"))
        self.assertEqual(len(self.evidence()), 1)
        # After that the log gets nothing, whatever it shows.
        self.listen_on()
        lines = loghouse.read_lines(self.data)
        self.assertEqual(self.ask(len(lines), self.sign(lines))[0], 403)

    def test_only_one_at_a_time(self):
        self.listen_on()
        self.assertIn("another witness", self.witness(status=1))


class Followed(Spoken):
    """A witness follows a log's change of key by itself, once, and only where the old key leads."""

    def rotate(self, data=None):
        """Returns the note by which the keys in @data changed."""
        if data is None:
            self.stop()
        self.anfangd("rotate-key", data=data)
        with sqlite3.connect((data or self.data) / "anfang.db") as db:
            notes = [row[0] for row in db.execute("SELECT note FROM log_rotation ORDER BY seq")]
        db.close()
        if data is None:
            self.serve()
        return notes[-1]

    def tell(self, note):
        return self.post(note.encode("utf-8"), path="/add-rotation")[0]

    def test_protocol(self):
        """add-rotation: who may say that a log has another key"""
        self.listen_on()
        lines = loghouse.read_lines(self.data)
        self.assertEqual(self.ask(0, self.sign(lines))[0], 200)
        shutil.copytree(self.data, self.dir / "stolen")
        other = self.dir / "other"
        self.init(other)
        self.stop()
        old_key = (self.data / "keys" / "log.key").read_bytes()
        self.serve()
        note = self.rotate()
        new = loghouse.read_lines(self.data)
        self.assertEqual(self.ask(len(lines), self.sign(new), self.grown(lines, new))[0], 403)
        # Of a key that was never trusted, unsigned, cut, of no log that is known.
        self.assertEqual(self.tell(self.rotate(other)), 403)
        self.assertEqual(self.tell("nonsense"), 400)
        signatures = note.split("\n\n")[1].splitlines(keepends=True)
        for kept in signatures:
            self.assertEqual(self.tell(note.split("\n\n")[0] + "\n\n" + kept), 403)
        self.assertEqual(self.tell(note.replace("anfang/log", "anfang/lot")), 400)
        self.assertEqual(self.post(b"x" * 200000, path="/add-rotation")[0], 413)
        self.assertEqual(self.tell(note), 200)
        self.assertEqual(self.tell(note), 200)
        status, text, _ = self.ask(len(lines), self.sign(new), self.grown(lines, new))
        self.assertEqual(status, 200)
        check_proof.check_cosignature(self.sign(new) + text, self.vkey)
        # The old key, in other hands, names no second successor and states no more.
        self.assertEqual(self.tell(self.rotate(self.dir / "stolen")), 403)
        (self.data / "keys" / "log.key").write_bytes(old_key)
        (self.data / "keys" / "log.vkey").write_text(self.log_vkey + "\n", "ascii")
        longer = self.sign(new + ["{}"])
        self.assertEqual(self.ask(len(new), longer, self.consistency(new, "{}"))[0], 403)

    def grown(self, lines, new):
        self.assertEqual(len(new), len(lines) + 1)
        return self.consistency(lines, new[-1])

    def test_key_that_has_spoken_for_more(self):
        """A change of key that is dated before what the old key stated since is another history."""
        shutil.copytree(self.data, self.dir / "copy")
        note = self.rotate(self.dir / "copy")
        self.grow("one", "two", "three")
        self.listen_on()
        lines = loghouse.read_lines(self.data)
        self.assertEqual(self.ask(0, self.sign(lines))[0], 200)
        self.assertEqual(self.tell(note), 409)

    def test_followed_again_after_a_restart(self):
        self.listen_on()
        lines = loghouse.read_lines(self.data)
        self.assertEqual(self.ask(0, self.sign(lines))[0], 200)
        notes = [self.rotate() for _ in range(2)]
        self.assertEqual(self.tell(notes[1]), 403)
        for note in notes:
            self.assertEqual(self.tell(note), 200)
        self.end(self.process)
        self.others.remove(self.process)
        # By polling, with nothing but the first key on its command line.
        self.assertIn("cosigned", self.witness())
        self.assertEqual(self.size_seen(), len(loghouse.read_lines(self.data)))
        # And with the newest.
        self.witness(logs=(self.data / "keys" / "log.vkey").read_text("ascii").strip())

    def test_polling_finds_it(self):
        """The service itself says what its keys were."""
        self.witness()
        self.rotate()
        self.rotate()
        self.grow("one")
        self.assertIn("changed its key", self.witness())
        self.assertEqual(self.size_seen(), len(loghouse.read_lines(self.data)))


class Gathered(Witnessed):
    """The service asks its witness by itself."""

    def setUp(self):
        super().setUp()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = "127.0.0.1:%d" % free.getsockname()[1]
        self.config = {"witnesses": "http://%s/ %s" % (self.address, self.vkey),
                       "witness_seconds": 1}
        self.process = self.start("auditor", "log", "witness", "--state", str(self.state), "--log",
                                  self.log_vkey, "--listen", self.address)
        self.read_url(self.process)
        self.stop()
        self.serve()

    def wait_for(self, size):
        """The checkpoint of at least @size leaves that was cosigned."""
        for _ in range(300):
            text = self.anfang("auditor", "log", "checkpoint")
            found = re.search(r"(\d+) leaves cosigned by witness.example/w1", text)
            if found and int(found.group(1)) >= size:
                return self.anfang("auditor", "log", "checkpoint", "--cosigned")
            time.sleep(0.1)
        self.fail("never cosigned: " + text)

    def verify(self, *words, status=0, person="auditor"):
        return self.anfang(person, "log", "verify", "--witness", self.vkey, *words, status=status)

    def test_cosignatures_are_gathered_and_served(self):
        note = self.wait_for(1)
        check_proof.check_cosignature(note, self.vkey)
        self.grow("one")
        size = len(loghouse.read_lines(self.data))
        note = self.wait_for(size)
        check_proof.check_cosignature(note, self.vkey)
        self.assertEqual(check_proof.open_checkpoint(note.encode(), self.log_vkey)[0], size)
        self.assertIn("%d leaves, witnessed by witness.example/w1 at 20" % size, self.verify())
        stranger = self.vkey
        self.state = self.dir / "stranger"
        self.vkey = self.init_witness()
        self.assertIn("not witnessed", self.verify(status=1))
        self.vkey = stranger

    def test_change_of_key_is_followed_without_anybody(self):
        self.wait_for(1)
        self.stop()
        self.anfangd("rotate-key")
        self.serve()
        self.grow("one")
        size = len(loghouse.read_lines(self.data))
        note = self.wait_for(size)
        check_proof.check_cosignature(note, self.vkey)
        new = (self.data / "keys" / "log.vkey").read_text("ascii").strip()
        self.assertNotEqual(new, self.log_vkey)
        self.assertGreaterEqual(check_proof.open_checkpoint(note.encode(), new)[0], size)
        self.assertIn("changed its key", (self.dir / "talk").read_text("utf-8"))

    def test_rewritten_log_is_told_to_who_never_saw_it_before(self):
        self.grow("one")
        self.wait_for(len(loghouse.read_lines(self.data)))

        def back_date(rows):
            rows[2] = (rows[2][0], re.sub(r'"at":"20', '"at":"19', rows[2][1]))
        self.tamper(back_date)
        # The service itself shows it to the witness, which ends.
        self.others.remove(self.process)
        self.end_by_itself()
        self.grow("two")
        self.assertIn("BEHIND ITS BACK", self.verify(status=1))


if __name__ == "__main__":
    tap.main()
