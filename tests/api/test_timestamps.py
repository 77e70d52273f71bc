#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Time-stamps of the log (RFC 3161): taken from authorities outside, kept, handed on in packs.

The authority is `openssl ts`, and what the service kept is checked with `openssl ts -verify`.
"""
import base64
import io
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import authority
import contract
import house
import tap
import world

# Nobody listens there: a port of 127.0.0.1 that needs no luck, since 0 is none.
AWAY = "away http://127.0.0.1:1/tsa "
VERIFY = contract.BUILD / "cli" / "anfang"


def check(folder, token, checkpoint):
    """what openssl says of a token"""
    folder = pathlib.Path(folder)
    (folder / "checkpoint").write_text(checkpoint)
    (folder / "reply").write_bytes(base64.b64decode(token["reply"]))
    (folder / "ca").write_text(token["ca"])
    done = subprocess.run(["openssl", "ts", "-verify", "-data", folder / "checkpoint", "-in",
                           folder / "reply", "-CAfile", folder / "ca"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return b"Verification: OK" in done.stdout


class Timestamps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="anfang-tsa-")
        cls.folder = pathlib.Path(cls.place.name)
        cls.tsa, cls.second = [authority.Authority(cls.folder, name).__enter__()
                               for name in ("local", "second")]
        settings = [cls.tsa.setting, cls.second.setting, AWAY + str(cls.tsa.ca)]
        cls.house = house.House(config={"timestamp_authorities": ";".join(settings)}, years=1)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()
        cls.tsa.__exit__()
        cls.second.__exit__()
        cls.place.cleanup()

    def setUp(self):
        self.tsa.mood = self.second.mood = "honest"

    def restart(self):
        self.house.service.stop()
        self.house.service.start()
        self.house.clients.clear()

    def test_on_demand_and_once(self):
        h = self.house
        h.plan_visit()
        given = h["audit"].do("stampLog").json
        self.assertEqual([t["authority"] for t in given["tokens"]], ["local", "second"])
        self.assertEqual([m.split(":")[0] for m in given["missing"]], ["away"])
        self.assertEqual(int(given["checkpoint"].splitlines()[1]), given["size"])
        for token in given["tokens"]:
            self.assertTrue(check(self.folder, token, given["checkpoint"]))
            self.assertFalse(check(self.folder, token, given["checkpoint"] + "x"))
        asked = self.tsa.asked
        again = h["audit"].do("stampLog").json
        self.assertEqual((again["size"], again["tokens"]), (given["size"], given["tokens"]))
        self.assertEqual(self.tsa.asked, asked, "nothing was logged, so nothing is to be stamped")
        h.plan_visit()
        self.assertGreater(h["audit"].do("stampLog").json["size"], given["size"])

    def test_kept_over_a_restart(self):
        h = self.house
        h["audit"].do("stampLog")
        given = h["audit"].do("stampLog").json
        self.restart()
        # Logging in is no change of a record: nothing is new, so the tokens are those of before.
        self.assertEqual(h["audit"].do("stampLog").json["tokens"], given["tokens"])

    def test_an_authority_that_lies_is_not_believed(self):
        for mood in ("other", "rubbish", "broken"):
            self.tsa.mood = mood
            self.house.plan_visit()
            given = self.house["audit"].do("stampLog").json
            self.assertEqual([t["authority"] for t in given["tokens"]], ["second"], mood)
            self.assertIn("local: ", given["missing"][0])
        self.second.mood = "rubbish"
        self.house.plan_visit()
        refused = self.house["audit"].call("stampLog")
        self.assertEqual(refused.status, 503)
        self.assertIn("local", refused.json["detail"])

    def test_nobody_waits_for_an_authority(self):
        h = self.house
        self.tsa.mood = "silent"
        h.service.stop()
        h.service.start()
        h.clients.clear()
        started = time.monotonic()
        h.find()
        self.assertEqual(h.guest().do("getHealth").json["status"], "alive")
        h.service.stop()
        self.assertLess(time.monotonic() - started, 20, "the authority may be silent for 20 s")
        self.tsa.release.set()
        h.service.start()
        h.clients.clear()

    def test_wrong_settings_are_told_by_name(self):
        data = self.house.service.data
        settings = (data / "anfangd.conf").read_text()
        others = "".join(line for line in settings.splitlines(True) if "timestamp" not in line)
        self.house.service.stop()
        for value, words in (("local http://127.0.0.1/", "CA_FILE"), ("A http://x/ /dev/null", "CA_FILE"),
                             ("a ftp://x/ /dev/null", "CA_FILE"), ("a http://x/ /absent", "/absent"),
                             ("a http://x/ /dev/null", "/dev/null")):
            (data / "anfangd.conf").write_text(others + "timestamp_authorities=%s\n" % value)
            done = subprocess.run(self.house.service.command("serve"), text=True, timeout=60,
                                  env=self.house.service.env, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("timestamp_authorities", done.stderr)
            self.assertIn(words, done.stderr)
        (data / "anfangd.conf").write_text(others)
        self.house.service.start()
        self.house.clients.clear()
        self.assertIn("timestamp_authorities", self.house["audit"].call("stampLog").json["detail"])
        (data / "anfangd.conf").write_text(settings)
        self.restart()

    def refer(self, h):
        _, findings = h.find()
        referral = world.new_id()
        h["draft"].do("putReferral", referral, status=201, body={
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "收受礼品线索", "suspicion": "duty_violation"})
        photo = h["boss"].do("getFinding", findings[0]).json["evidence"][0]
        deadline = time.monotonic() + 30
        while h["ver1"].do("getEvidence", photo).json["examination"]["status"] == "pending":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        h["sign"].do("approveReferral", referral)
        return referral

    def test_a_pack_carries_the_token_that_covers_it(self):
        h, tsa = self.house, self.tsa
        other = authority.Authority(self.folder, "other")
        referral = self.refer(h)
        h["liaison"].do("stampLog")
        pack = h["liaison"].do("getReferralPack", referral).body
        h.plan_visit()
        h["liaison"].do("stampLog")
        self.assertEqual(h["liaison"].do("getReferralPack", referral).body, pack)
        path = self.folder / "pack.zip"
        path.write_bytes(pack)
        with zipfile.ZipFile(io.BytesIO(pack)) as bag:
            bag.extractall(self.folder / "bag")
            top = self.folder / "bag" / bag.namelist()[0].split("/")[0]
        self.assertEqual((top / "proofs/timestamp/local.pem").read_bytes(), tsa.ca.read_bytes())
        self.assertIn("openssl ts -verify -attime", (top / "VERIFY.txt").read_text())
        for ca, status in ((tsa.ca, 0), (other.ca, 1)):
            done = subprocess.run([VERIFY, "pack", "verify", path, "--tsa-ca", ca], check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, status, done.stdout.decode() + done.stderr.decode())
        self.assertIn("timestamp", done.stdout.decode())


if __name__ == "__main__":
    tap.main()
