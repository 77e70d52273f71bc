#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_power.py ANFANGD: the plug is pulled. The folder lies on a file system of its own in a file;
what that file holds at the moment of an answer is what a power cut then would have left. e2fsck
puts it right as at any start of a machine, and everything acknowledged is there, whether the file
system keeps a journal or not."""
import http.client
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]
import tap
import tracing
import world

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
FILES = 12


def run(*words):
    return subprocess.run(list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)


class Power(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="anfang-power-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.disk, self.left, self.place = folder / "disk", folder / "left", folder / "place"
        self.place.mkdir()

    def mount(self, disk):
        done = run("mount", "-o", "loop", disk, self.place)
        if done.returncode != 0:
            self.skipTest("no mount allowed here: " + done.stdout.strip())
        self.addCleanup(run, "umount", "-l", self.place)

    def make_disk(self, *options):
        with open(self.disk, "wb") as file:
            file.truncate(256 << 20)
        if not shutil.which("mkfs.ext4") or run("mkfs.ext4", "-q", "-F", *options,
                                                self.disk).returncode != 0:
            self.skipTest("no ext4 can be made here")
        self.mount(self.disk)

    def cut(self, service):
        """What the disk has now, as after a cut and the check that follows it"""
        shutil.copyfile(self.disk, self.left)
        service.kill()
        self.assertEqual(run("umount", self.place).returncode, 0)
        done = run("e2fsck", "-fy", self.left)
        self.assertIn(done.returncode, (0, 1), done.stdout)
        self.mount(self.left)

    def check(self, *options):
        self.make_disk(*options)
        (self.place / "own").mkdir()
        with world.Service(ANFANGD, folder=self.place / "own") as service:
            with world.World(service) as w:
                visit, client = w.make_visit(), w["inspector1"]
                whole = [(data, client.upload(visit, data)) for data in
                         (os.urandom(20_000 + i) for i in range(FILES))]
                data = os.urandom(90_000)
                half = client.create_upload(len(data), {
                    "visit": visit, "evidence": world.new_id(), "sha256": world.sha256(data)})
                half = half.headers["Location"]
                client.patch(half, 0, data[:60_000])
                self.cut(service)
                self.assertTrue(service.start(), service.log.read_text())
                # Connections are new, sessions and records are not.
                client = client.fork(url=service.url)
                for content, evidence in whole:
                    self.assertEqual(client.content(evidence), content)
                self.assertEqual(client.head(half).headers["Upload-Offset"], "60000")
                self.assertEqual(client.patch(half, 60_000, data[60_000:]).status, 204)
            self.assertEqual(service.stop(), 0)
            self.assertEqual(service.fsck(), "")

    def check_sent_again(self, *options):
        """The service dies before a file is synced; what is sent again must not be taken to be
        there since its bytes are in memory."""
        self.make_disk(*options)
        (self.place / "own").mkdir()
        with world.Service(ANFANGD, folder=self.place / "own") as service:
            with world.World(service) as w:
                visit, client = w.make_visit(), w["inspector1"]
                data = os.urandom(50_000)
                location = client.create_upload(len(data), {
                    "visit": visit, "evidence": world.new_id(), "sha256": world.sha256(data)})
                with tracing.Tracer(service, "fdatasync", "signal=KILL:when=1"):
                    with self.assertRaises((OSError, http.client.HTTPException)):
                        client.patch(location.headers["Location"], 0, data)
                    service.wait_dead()
                self.assertTrue(service.start(), service.log.read_text())
                client = client.fork(url=service.url)
                evidence = client.upload(visit, data)
                self.assertEqual(service.stop(), 0)
                self.cut(service)
                self.assertTrue(service.start(), service.log.read_text())
                client = client.fork(url=service.url)
                self.assertEqual(client.content(evidence), data)
            self.assertEqual(service.stop(), 0)
            self.assertEqual(service.fsck(), "")

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_sent_again(self):
        self.check_sent_again()

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_sent_again_without_a_journal(self):
        self.check_sent_again("-O", "^has_journal")

    def test_with_a_journal(self):
        self.check()

    def test_without_a_journal(self):
        """Here only what is synced is written, and a file as it was when it was synced"""
        self.check("-O", "^has_journal")


if __name__ == "__main__":
    sys.argv[1:] = []
    tap.main()
