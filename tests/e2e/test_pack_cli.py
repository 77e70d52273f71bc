#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""`anfang pack` as a person types it, with openssl as the recipient.

usage: test_pack_cli.py ANFANG MAKE_PACK
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import othertime
import tap
from standin import StandIn

MAKE_PACK = sys.argv.pop()
ANFANG = sys.argv.pop()
REFERRAL = "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"


def openssl(*words, status=0, at=None):
    done = subprocess.run(["openssl", *map(str, words)], stdout=subprocess.PIPE,
                          env=dict(os.environ, **othertime.environment(at)),
                          stderr=subprocess.STDOUT, timeout=60)
    if status is not None and done.returncode != status:
        raise AssertionError((words, done.stdout.decode()))
    return done


def make_recipient(folder, name, algorithm, *options, sign=(), at=None):
    """a key and its certificate, as a recipient's own office makes them"""
    key, cert = folder / (name + ".key"), folder / (name + ".pem")
    openssl("genpkey", "-algorithm", algorithm, *[w for o in options for w in ("-pkeyopt", o)],
            "-out", key)
    openssl("req", "-x509", "-new", "-key", key, "-subj", "/CN=" + name, "-days", "30", *sign,
            "-out", cert, at=at)
    return cert


RSA = ("RSA", "rsa_keygen_bits:2048")
P256 = ("EC", "ec_paramgen_curve:P-256")
P384 = ("EC", "ec_paramgen_curve:P-384")
SM2 = ("EC", "ec_paramgen_curve:SM2")
SM2_SIGN = ("-sm3", "-sigopt", "distid:1234567812345678")


class Cli(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="anfang-cli-")
        self.addCleanup(place.cleanup)
        self.folder = pathlib.Path(place.name)
        self.env = dict(os.environ, LC_ALL="C.UTF-8", XDG_CONFIG_HOME=str(self.folder),
                        XDG_STATE_HOME=str(self.folder))
        subprocess.run([MAKE_PACK, self.folder / "plain.zip"], check=True)
        self.pack = (self.folder / "plain.zip").read_bytes()

    def run_anfang(self, *words, status=0):
        done = subprocess.run([ANFANG, *map(str, words)], env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done


class Given(Cli):
    """What the reader gives to check a pack by."""

    def test_what_is_no_key_is_no_forgery(self):
        """It is named, and nothing said of the pack, whose sender would be asked for another."""
        bad = self.folder / "bad.txt"
        empty = self.folder / "empty.txt"
        bad.write_text("rubbish\n", "ascii")
        empty.write_text("\n", "ascii")
        for option, value, word in (("--cert", bad, str(bad)), ("--log-key", bad, str(bad)),
                                    ("--log-key", empty, str(empty)), ("--tsa-ca", bad, str(bad)),
                                    ("--cert", self.folder / "none.pem", "none.pem"),
                                    ("--fingerprint", "AB:CD", "AB:CD"),
                                    ("--fingerprint", "x" * 64, "x" * 64),
                                    ("--witness", "w/1+00000000+AAAA", "w/1+00000000+AAAA")):
            done = self.run_anfang("pack", "verify", self.folder / "plain.zip", option, value,
                                   status=1)
            self.assertIn(word, done.stderr)
            self.assertNotIn("genuine", done.stdout + done.stderr)
            self.assertNotIn("BAD", done.stdout)
        done = self.run_anfang("pack", "verify", self.folder / "plain.zip", "--fingerprint",
                               "AB" * 32, status=1)
        self.assertIn("NOT genuine", done.stderr)


class Encrypted(Cli):
    def setUp(self):
        super().setUp()
        self.standin = StandIn()
        self.addCleanup(self.standin.close)
        self.standin.add("referrals", {"id": REFERRAL})
        self.standin.pack = self.pack
        self.env.update(ANFANG_SERVER=self.standin.url, ANFANG_TOKEN="t" * 32)

    def export(self, *certs, status=0):
        to = [word for cert in certs for word in ("--encrypt-to", cert)]
        return self.run_anfang("pack", "export", REFERRAL, "-o", self.folder / "out", *to,
                               status=status)

    def decrypt(self, name, status=0):
        opened = self.folder / (name + ".zip")
        openssl("cms", "-decrypt", "-binary", "-inform", "DER", "-in", self.folder / "out",
                "-inkey", self.folder / (name + ".key"), "-recip", self.folder / (name + ".pem"),
                "-out", opened, status=status)
        return opened.read_bytes() if status == 0 else None

    def test_each_recipient_opens_it_with_openssl(self):
        names = {"rsa": RSA, "p256": P256, "p384": P384}
        told = self.export(*[make_recipient(self.folder, n, *key) for n, key in names.items()])
        self.assertIn("openssl cms -decrypt", told.stderr)
        for name in names:
            self.assertEqual(self.decrypt(name), self.pack)
        self.run_anfang("pack", "verify", self.folder / "rsa.zip")

    def test_the_words_that_are_told_open_it(self):
        """As they stand, by whoever has the file alone: a name may have blanks."""
        cert = make_recipient(self.folder, "rsa", *RSA)
        told = self.run_anfang("pack", "export", REFERRAL, "-o", self.folder / "it's a case.p7m",
                               "--encrypt-to", cert).stderr
        line = next(line for line in told.splitlines() if line.startswith("  openssl "))
        subprocess.run(line.replace("KEY", "rsa.key").replace("CERT", "rsa.pem"), shell=True,
                       check=True, cwd=self.folder)
        self.assertEqual((self.folder / "case.zip").read_bytes(), self.pack)

    def test_who_verifies_it_unopened_is_told_to_open_it(self):
        """And not that it is false; the same of what `openssl cms -encrypt` wrote, whose lengths
        are known."""
        self.export(make_recipient(self.folder, "rsa", *RSA))
        openssl("cms", "-encrypt", "-binary", "-outform", "DER", "-in", self.folder / "out",
                "-out", self.folder / "out2", self.folder / "rsa.pem")
        for name in ("out", "out2"):
            told = self.run_anfang("pack", "verify", self.folder / name, status=1).stderr
            self.assertIn("is encrypted: open it first", told)
            self.assertNotIn("genuine", told)

    def test_nobody_else_does(self):
        self.export(make_recipient(self.folder, "rsa", *RSA))
        self.assertNotIn(b"manifest-sha256.txt", (self.folder / "out").read_bytes())
        make_recipient(self.folder, "other", *RSA)
        self.assertNotEqual(
            openssl("cms", "-decrypt", "-binary", "-inform", "DER", "-in", self.folder / "out",
                    "-inkey", self.folder / "other.key", "-recip", self.folder / "other.pem",
                    "-out", self.folder / "stolen", status=None).returncode, 0)

    def test_aes_256_and_oaep(self):
        self.export(make_recipient(self.folder, "rsa", *RSA))
        shown = openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", self.folder / "out",
                        "-noout").stdout
        for word in (b"aes-256-cbc", b"rsaesOaep", b"sha256"):
            self.assertIn(word, shown)

    def test_who_cannot_be_encrypted_to_is_refused_by_name(self):
        good = make_recipient(self.folder, "rsa", *RSA)
        (self.folder / "text").write_text("no certificate")
        cases = [(make_recipient(self.folder, "sm2", *SM2, sign=SM2_SIGN),
                  "certificate 2 has an SM2 key"),
                 (make_recipient(self.folder, "ed", "ED25519"), "certificate 2 has no"),
                 (make_recipient(self.folder, "small", "RSA", "rsa_keygen_bits:1024"),
                  "from 2048 bits"),
                 (make_recipient(self.folder, "old", *RSA, at="2019-01-01 00:00:00"),
                  "certificate 2 has run out"),
                 (self.folder / "text", "certificate 2 is no PEM"),
                 (self.folder / "absent", "absent")]
        for cert, words in cases:
            self.assertIn(words, self.export(good, cert, status=1).stderr)
            self.assertFalse((self.folder / "out").exists())
            self.assertFalse((self.folder / "out.part").exists())

    def test_a_certificate_in_der_becomes_one_by_what_is_told(self):
        """What Windows calls .cer is what recipients send."""
        cert = make_recipient(self.folder, "rsa", *RSA)
        openssl("x509", "-in", cert, "-outform", "DER", "-out", self.folder / "FILE.cer")
        told = self.export(self.folder / "FILE.cer", status=1).stderr
        subprocess.run(told.partition("“")[2].partition("”")[0], shell=True, check=True,
                       cwd=self.folder)
        self.export(self.folder / "FILE.pem")
        self.assertEqual(self.decrypt("rsa"), self.pack)

    def test_nothing_looks_whole_when_the_link_breaks(self):
        self.standin.faults = [("GET", "/referrals/" + REFERRAL + "/pack", 403)]
        self.export(make_recipient(self.folder, "rsa", *RSA), status=1)
        self.assertFalse((self.folder / "out").exists())


    def open(self, name, status=0):
        self.run_anfang("pack", "open", self.folder / "out", "--key",
                        self.folder / (name + ".key"), "--cert", self.folder / (name + ".pem"),
                        "-o", self.folder / "opened", status=status)
        return (self.folder / "opened").read_bytes() if status == 0 else None

    def test_anfang_opens_it_too(self):
        names = {"rsa": RSA, "p256": P256}
        self.export(*[make_recipient(self.folder, n, *key) for n, key in names.items()])
        for name in names:
            self.assertEqual(self.open(name), self.pack)
        # What openssl makes is of the same form.
        openssl("cms", "-encrypt", "-binary", "-stream", "-outform", "DER", "-aes-256-cbc", "-in",
                self.folder / "plain.zip", "-out", self.folder / "out", self.folder / "rsa.pem")
        self.assertEqual(self.open("rsa"), self.pack)

    def test_what_does_not_open_leaves_nothing(self):
        self.export(make_recipient(self.folder, "rsa", *RSA))
        make_recipient(self.folder, "other", *RSA)
        whole = (self.folder / "out").read_bytes()
        self.open("other", status=1)
        for damaged in (whole[:len(whole) // 2], whole[:40], b"", b"PK" + whole,
                        whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:]):
            (self.folder / "out").write_bytes(damaged)
            self.open("rsa", status=1)
            self.assertFalse((self.folder / "opened").exists())
            self.assertFalse((self.folder / "opened.part").exists())


class Redacted(Cli):
    def setUp(self):
        super().setUp()
        self.sealed = self.folder / "case.zip"
        self.unit = self.folder / "unit.zip"
        subprocess.run([MAKE_PACK, "--case", self.sealed], check=True)

    def redact(self, sealed, status=0):
        return self.run_anfang("pack", "redact", sealed, "--for", "unit", "-o", self.unit,
                               status=status)

    def test_it_verifies_alone_and_against_the_sealed_one(self):
        self.redact(self.sealed)
        for words in ((), ("--sealed", self.sealed)):
            told = self.run_anfang("pack", "verify", self.unit, *words).stdout
            self.assertIn("5 files checked; a unit's pack", told)
        refused = self.run_anfang("pack", "verify", self.unit, "--sealed",
                                  self.folder / "plain.zip", status=1)
        self.assertIn("sealed", refused.stdout)

    def test_its_instructions_are_obeyed_word_for_word(self):
        """VERIFY.txt of the unit's pack, by a shell with nothing but the tools that it names."""
        self.redact(self.sealed)
        name = subprocess.run(["unzip", "-Z1", self.unit], check=True, stdout=subprocess.PIPE,
                              text=True).stdout.split("/")[0]
        # What the pack does not prove, it says.
        for text, silence in (("VERIFY.txt", "no records and proofs of the office's log"),
                              ("VERIFY.zh_CN.txt", "不附制作单位日志的记录和证明")):
            place = self.folder / text
            place.mkdir()
            (place / (name + ".zip")).write_bytes(self.unit.read_bytes())
            lines = subprocess.run(["unzip", "-p", self.unit, name + "/" + text], check=True,
                                   stdout=subprocess.PIPE, text=True).stdout.split("\n")
            typed = [line.strip() for line in lines[:lines.index(
                next(l for l in lines if l.startswith(("What is where", "各文件说明"))))]
                if line.startswith("    ")]
            self.assertEqual(len(typed), 7)
            self.assertIn(silence, "\n".join(lines))
            done = subprocess.run(["sh", "-e", "-c", "\n".join(typed)], cwd=place, text=True,
                                  env={"PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertIn("CMS Verification successful", done.stdout)

    def test_what_is_not_genuine_is_not_handed_on(self):
        bad = bytearray(self.sealed.read_bytes())
        bad[len(bad) // 2] ^= 1
        self.sealed.write_bytes(bad)
        self.assertIn("no genuine sealed pack", self.redact(self.sealed, status=1).stderr)
        self.assertFalse(self.unit.exists())
        self.assertIn("nothing for a unit", self.redact(self.folder / "plain.zip", 1).stderr)
        self.assertEqual(list(self.folder.glob("*.part")), [])


if __name__ == "__main__":
    tap.main()
