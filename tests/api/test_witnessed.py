#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A pack carries the checkpoint that a witness cosigned, once there is one that covers its leaves,
beside the one that was time-stamped where there is such a one; and what leads from an old key of the
log to the one that signed it."""
import io
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "e2e")]

import authority  # noqa: E402
import check_proof  # noqa: E402
import contract as contracts  # noqa: E402
import house  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

ANFANG = contracts.BUILD / "cli" / "anfang"


class WitnessedPack(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="anfang-witness-")
        self.addCleanup(self.folder.cleanup)
        self.state = pathlib.Path(self.folder.name, "witness")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = "127.0.0.1:%d" % free.getsockname()[1]
        self.vkey = self.anfang("log", "witness", "--init", "--name", "witness.example/w1", "--state",
                                str(self.state)).strip()
        self.house = house.House(config={
            "witnesses": "http://%s %s" % (self.address, self.vkey), "witness_seconds": 1,
            **self.settings()})
        self.addCleanup(self.house.close)

    def settings(self):
        return {}

    def anfang(self, *words, status=0):
        done = subprocess.run([ANFANG, *words], capture_output=True, text=True, check=False,
                              env=dict(os.environ, LC_ALL="C.UTF-8"), timeout=60)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout + done.stderr

    def start_witness(self):
        log = (self.house.service.data / "keys" / "log.vkey").read_text("ascii").strip()
        process = subprocess.Popen([ANFANG, "log", "witness", "--state", str(self.state), "--log",
                                    log, "--listen", self.address], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.assertIn(b"listening", process.stdout.readline())

    def make_referral(self):
        _, findings = self.house.find()
        referral = world.new_id()
        self.house["draft"].do("putReferral", referral, status=201, body={
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "收受服务对象礼品线索", "suspicion": "duty_violation",
            "persons": [{"name": "孙某", "post": "窗口负责人"}]})
        for _ in range(300):
            answer = self.house["sign"].call("approveReferral", referral)
            if answer.status == 200:
                return referral
            # Its evidence is still being examined.
            self.assertEqual(answer.status, 503)
            time.sleep(0.1)
        raise AssertionError("never approved")

    def export(self, referral):
        return self.house["liaison"].do("getReferralPack", referral).body

    def wait_for_cosigned(self, size):
        for _ in range(300):
            answer = self.house["audit"].call("getCosignedCheckpoint")
            if answer.status == 200 and int(answer.body.split(b"\n")[1]) >= size:
                return answer.body.decode("utf-8")
            self.assertIn(answer.status, (200, 404))
            time.sleep(0.1)
        raise AssertionError("never cosigned")

    def verify(self, pack, *words, status=0):
        path = pathlib.Path(self.folder.name, "pack.zip")
        path.write_bytes(pack)
        return self.anfang("pack", "verify", str(path), *words, status=status)

    def test_pack(self):
        referral = self.make_referral()
        plain = self.export(referral)
        self.verify(plain)
        self.assertIn("not witnessed", self.verify(plain, "--witness", self.vkey, status=1))
        size = int(self.house["audit"].do("getCheckpoint").body.split(b"\n")[1])
        self.start_witness()
        self.wait_for_cosigned(size)
        pack = self.export(referral)
        with zipfile.ZipFile(io.BytesIO(pack)) as files:
            root = files.namelist()[0].split("/")[0]
            checkpoint = files.read(root + "/proofs/checkpoint").decode("utf-8")
            files.extractall(self.folder.name)
        check_proof.check_cosignature(checkpoint, self.vkey)
        self.assertIn("witnessed by witness.example/w1 at 20",
                      self.verify(pack, "--witness", self.vkey))
        check = subprocess.run(["sh", "proofs/check.sh"], cwd=pathlib.Path(self.folder.name, root),
                               capture_output=True, text=True, check=False)
        self.assertIn("all hold", check.stdout, check.stderr)
        # The log goes on and is cosigned again; the pack stays what it is, to the byte.
        self.make_referral()
        size = int(self.house["audit"].do("getCheckpoint").body.split(b"\n")[1])
        note = self.wait_for_cosigned(size)
        self.assertNotEqual(note, checkpoint)
        self.assertEqual(self.export(referral), pack)
        metrics = self.house.guest().do("getMetrics").body.decode("utf-8")
        self.assertGreaterEqual(int(re.search(r"^anfang_log_cosigned_leaves (\d+)$", metrics,
                                              re.M).group(1)), size)


class RotatedPack(WitnessedPack):
    def rotate(self):
        self.house.service.stop()
        self.house.service.run("rotate-key")
        self.assertTrue(self.house.service.start())
        self.house.clients.clear()

    def write_key(self, *vkeys):
        path = pathlib.Path(self.folder.name, "vkeys")
        path.write_text("\n".join(vkeys) + "\n", "ascii")
        return str(path)

    def unpack(self, pack, name):
        folder = pathlib.Path(self.folder.name, name)
        with zipfile.ZipFile(io.BytesIO(pack)) as files:
            files.extractall(folder)
            return folder / files.namelist()[0].split("/")[0]

    def check_continued(self, pack, newest, before, same):
        """@pack is @before with the word of the newest key, and the same to the byte each time."""
        bag, then = self.unpack(pack, "continued"), self.unpack(before, "before")
        self.assertEqual(check_proof.check_pack_keys(bag / "proofs", "continued")[1], newest)
        for name in same:
            self.assertEqual((bag / "proofs" / name).read_bytes(),
                             (then / "proofs" / name).read_bytes(), name)
        self.assertEqual((bag / "manifest-sha256.txt").read_bytes(),
                         (then / "manifest-sha256.txt").read_bytes())
        check = subprocess.run(["sh", "proofs/check.sh"], cwd=bag, capture_output=True, text=True,
                               check=False)
        self.assertIn("all hold", check.stdout, check.stderr)

    def get_key(self):
        return self.house["audit"].do("getLogKey").body.decode("ascii").strip()

    def test_pack(self):
        referral = self.make_referral()
        old = self.get_key()
        self.rotate()
        new = self.get_key()
        pack = self.export(referral)
        with zipfile.ZipFile(io.BytesIO(pack)) as files:
            root = files.namelist()[0].split("/")[0]
            note = files.read(root + "/proofs/rotation-001.note").decode("utf-8")
            self.assertEqual(files.read(root + "/proofs/log.vkey").decode("ascii").strip(), new)
        self.assertEqual(note, self.house["audit"].do("listLogKeys").json["items"][1]["rotation"])
        # The new key speaks for what was approved before it.
        check = subprocess.run(["sh", "proofs/check.sh"], cwd=self.unpack(pack, "speaks"),
                               capture_output=True, text=True, check=False)
        self.assertIn("all hold", check.stdout, check.stderr)
        for trusted in ([old], [new], [old, new]):
            self.verify(pack, "--log-key", self.write_key(*trusted))
        self.assertIn("changed to", self.verify(pack, "--all", "--log-key", self.write_key(old)))
        stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        self.assertIn("another log's key", self.verify(
            pack, "--log-key", self.write_key(stranger), status=1))
        # What was cosigned under a key stays under it, and the same to the byte.
        size = int(self.house["audit"].do("getCheckpoint").body.split(b"\n")[1])
        self.start_witness()
        self.wait_for_cosigned(size)
        pack = self.export(referral)
        self.verify(pack, "--witness", self.vkey, "--log-key", self.write_key(old))
        self.rotate()
        # Who knows only the newest key asks the office for all of them, or for the pack once more.
        newest = self.get_key()
        self.verify(pack, "--log-key", self.write_key(newest), status=1)
        self.verify(pack, "--log-key", self.write_key(old, new, newest))
        again = self.export(referral)
        self.check_continued(again, newest, pack, ("checkpoint", "log.vkey"))
        for trusted in (old, new, newest):
            self.verify(again, "--witness", self.vkey, "--log-key", self.write_key(trusted))


class StampedPack(RotatedPack):
    """Both: the token over the checkpoint, and the witness's state of the same log beside it."""

    def settings(self):
        self.tsa = authority.Authority(self.folder.name, "local").__enter__()
        self.addCleanup(self.tsa.__exit__)
        return {"timestamp_authorities": self.tsa.setting}

    def test_pack(self):
        referral = self.make_referral()
        old = self.get_key()
        self.house["liaison"].do("stampLog")
        stamped = self.export(referral)
        self.verify(stamped, "--tsa-ca", str(self.tsa.ca))
        self.verify(stamped, "--witness", self.vkey, status=1)
        self.start_witness()
        size = int(self.house["audit"].do("getCheckpoint").body.split(b"\n")[1])
        self.wait_for_cosigned(size)
        pack = self.export(referral)
        self.verify(pack, "--witness", self.vkey, "--tsa-ca", str(self.tsa.ca), "--log-key",
                    self.write_key(old))
        bag = self.unpack(pack, "both")
        check_proof.check_cosignature((bag / "proofs/cosigned").read_text("utf-8"), self.vkey)
        self.assertEqual((bag / "proofs/checkpoint").read_bytes(),
                         (self.unpack(stamped, "stamped") / "proofs/checkpoint").read_bytes())
        check = subprocess.run(["sh", "proofs/check.sh", self.vkey], cwd=bag, capture_output=True,
                               text=True, check=False)
        self.assertIn("proofs/cosigned: seen by witness.example/w1", check.stdout, check.stderr)
        self.assertIn("all hold", check.stdout, check.stderr)
        # The log goes on under another key, which says so, and is stamped and cosigned again: what
        # vouched for the pack before is the same.
        self.rotate()
        again = self.export(referral)
        newest = self.get_key()
        self.check_continued(again, newest, pack, (
            "checkpoint", "log.vkey", "cosigned", "consistency", "timestamp/local.tsr"))
        for trusted in (old, newest):
            self.verify(again, "--witness", self.vkey, "--tsa-ca", str(self.tsa.ca), "--log-key",
                        self.write_key(trusted))
        self.house["liaison"].do("stampLog")
        self.wait_for_cosigned(self.get_size())
        self.assertEqual(self.export(referral), again)

    def get_size(self):
        return int(self.house["audit"].do("getCheckpoint").body.split(b"\n")[1])

    def check_both_keys(self, pack, old, new):
        """Each of the two keys alone is enough, for our verifier and for those that know nothing of
        us; and none else."""
        bag = self.unpack(pack, "rotated")
        self.assertEqual(check_proof.check_pack_keys(bag / "proofs"), (old, new))
        check_proof.check_cosignature((bag / "proofs/cosigned").read_text("utf-8"), self.vkey)
        for trusted in (old, new):
            self.verify(pack, "--witness", self.vkey, "--tsa-ca", str(self.tsa.ca), "--log-key",
                        self.write_key(trusted))
        stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        self.verify(pack, "--log-key", self.write_key(stranger), status=1)
        check = subprocess.run(["sh", "proofs/check.sh", self.vkey], cwd=bag, capture_output=True,
                               text=True, check=False)
        self.assertIn("all hold", check.stdout, check.stderr)

    def test_stamped_under_the_old_key_and_cosigned_under_the_new(self):
        referral = self.make_referral()
        old = self.get_key()
        self.house["liaison"].do("stampLog")
        stamped = self.export(referral)
        self.rotate()
        # Nobody has seen the log under its new key yet.
        continued = self.export(referral)
        self.assertEqual(self.export(referral), continued)
        self.check_continued(continued, self.get_key(), stamped,
                             ("checkpoint", "log.vkey", "timestamp/local.tsr"))
        stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        for trusted, status in ((old, 0), (self.get_key(), 0), (stranger, 1)):
            self.verify(continued, "--tsa-ca", str(self.tsa.ca), "--log-key",
                        self.write_key(trusted), status=status)
        self.verify(stamped, "--log-key", self.write_key(self.get_key()), status=1)
        self.start_witness()
        self.wait_for_cosigned(self.get_size())
        pack = self.export(referral)
        self.check_both_keys(pack, old, self.get_key())
        # And so with each change of key.
        self.rotate()
        again = self.export(referral)
        self.check_continued(again, self.get_key(), pack, (
            "checkpoint", "log.vkey", "cosigned", "cosigned.vkey", "consistency"))
        for trusted in (old, self.get_key()):
            self.verify(again, "--witness", self.vkey, "--log-key", self.write_key(trusted))

    def test_cosigned_under_the_old_key_and_stamped_under_the_new(self):
        # Else the approval is stamped at once.
        self.tsa.mood = "other"
        referral = self.make_referral()
        old = self.get_key()
        self.start_witness()
        self.wait_for_cosigned(self.get_size())
        self.rotate()
        self.tsa.mood = "honest"
        self.house["liaison"].do("stampLog")
        self.check_both_keys(self.export(referral), old, self.get_key())


if __name__ == "__main__":
    tap.main()
