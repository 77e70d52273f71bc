#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The defect corpus: each pack gets the verdicts that it is published with.

From our verifier, by name of what is wrong, and from the tools that anybody has.

usage: test_pack_defects.py MAKE_DEFECTS MAKE_PACK
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import tap

MAKE_PACK = sys.argv.pop()
MAKE_DEFECTS = sys.argv.pop()
NAME = "AF-20180918-01"
ONE = "openssl x509 -in proofs/sign.pem -out ../sign.pem"
SIGNED = ("openssl cms -verify -binary -inform DER -in signature.p7s -content "
          "tagmanifest-sha256.txt -certfile ../sign.pem -CAfile ../sign.pem -no-CApath -no-CAstore "
          "-nointern -purpose any -out /dev/null")


def run(*words, cwd=None):
    return subprocess.run([str(w) for w in words], cwd=cwd, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=60,
                          check=False)


def ask_tools(path, folder):
    """what each tool says of the pack, as its exit status"""
    run("unzip", "-qq", "-o", path, "-d", folder)
    bag = folder / NAME
    bag.mkdir(exist_ok=True)
    sums = [run("sha256sum", "--check", "--strict", "--status", text, cwd=bag).returncode
            for text in ("manifest-sha256.txt", "tagmanifest-sha256.txt")]
    run(*ONE.split(), cwd=bag)
    said = {"unzip": run("unzip", "-tqq", path).returncode,
            "bsdtar": run("bsdtar", "-tf", path).returncode,
            "sha256sum": max(sums),
            "openssl": run(*SIGNED.split(), cwd=bag).returncode,
            "check.sh": run("sh", "proofs/check.sh", cwd=bag).returncode}
    return {tool: "good" if status == 0 else "bad" for tool, status in said.items()}


class Corpus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="anfang-defects-")
        cls.folder = pathlib.Path(cls.place.name)
        subprocess.run([MAKE_DEFECTS, cls.folder], check=True)
        cls.verdicts = json.loads((cls.folder / "verdicts.json").read_text())

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def test_every_pack_has_a_verdict(self):
        self.assertEqual({p.stem for p in self.folder.glob("*.zip")}, set(self.verdicts))
        self.assertGreater(len(self.verdicts), 40)
        self.assertEqual([n for n, v in self.verdicts.items() if v["genuine"]], ["genuine"])

    def test_same_each_time(self):
        again = self.folder / "again"
        subprocess.run([MAKE_DEFECTS, again], check=True)
        for path in self.folder.glob("*.zip"):
            # That one is signed with a key that is made on the spot.
            if path.stem != "foreign-signature":
                self.assertEqual(path.read_bytes(), (again / path.name).read_bytes(), path.stem)

    def test_our_verifier_names_what_is_wrong(self):
        for name, verdict in self.verdicts.items():
            done = run(MAKE_PACK, "--verify", self.folder / (name + ".zip"))
            self.assertEqual(done.returncode == 0, verdict["genuine"], name)
            if not verdict["genuine"]:
                self.assertIn("FAILED %s %s" % (verdict["fails"], verdict["path"]),
                              done.stdout.decode(), name)

    def test_standard_tools_say_what_is_published(self):
        for tool in ("unzip", "bsdtar", "sha256sum", "openssl"):
            if shutil.which(tool) is None:
                self.skipTest(tool + " is not installed")
        wrong = {}
        for name, verdict in self.verdicts.items():
            with tempfile.TemporaryDirectory() as folder:
                said = ask_tools(self.folder / (name + ".zip"), pathlib.Path(folder))
            if said != verdict["tools"]:
                wrong[name] = said
        self.assertEqual(wrong, {})


if __name__ == "__main__":
    tap.main()
