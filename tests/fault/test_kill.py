#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_kill.py ANFANGD: what was acknowledged outlives kill -9, at random moments and at each step
of an upload. ANFANG_KILLS and ANFANG_SEED say how often and from which seed."""
import itertools
import os
import pathlib
import random
import shutil
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]

import ledger  # noqa: E402
import tap  # noqa: E402
import tracing  # noqa: E402
import world  # noqa: E402

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
KILLS = int(os.environ.get("ANFANG_KILLS", "20"))
SEED = int(os.environ.get("ANFANG_SEED", "20180209"))
# More points than one upload has; the loop ends at the first that is not reached.
POINTS_MAX = 60
# The one thread that writes to the database.
WRITER = "anf-writer"
SYNCER = "vault-syncer"


class Case(unittest.TestCase):
    def setUp(self):
        self.service = world.Service(ANFANGD)
        self.addCleanup(self.service.close)
        self.start()
        self.world = world.World(self.service)
        self.world.ensure("clerk1")
        self.visit = self.world.make_visit()
        self.ledger = ledger.Ledger()
        self.numbers = itertools.count(SEED)

    def start(self):
        if not self.service.start():
            self.fail("it does not start again:\n" + self.service.log.read_text()[-3000:])

    def restart(self, with_fsck):
        """After a kill. fsck also mends what a crash left, so the service must do that alone too"""
        self.world.close()
        if with_fsck:
            self.assertEqual(self.service.fsck(), "")
        self.start()

    def check_all(self):
        self.ledger.check(self.world, everything=True)
        self.world.close()
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.service.fsck(), "")


class RandomMoments(Case):
    def test_kill_at_random_moments_under_load(self):
        chance = random.Random(SEED)
        print("# %d kills, seed %d" % (KILLS, SEED))
        for number in range(KILLS):
            load = ledger.Load(self.ledger, self.world, self.visit, SEED + number)
            time.sleep(chance.uniform(0.02, 0.5))
            self.service.kill()
            load.stop()
            self.assertEqual(load.refused, [], "a healthy service refuses nothing")
            self.restart(with_fsck=number % 2 == 1)
            self.ledger.check(self.world)
        print("# %d files, %d receipts, %d documents" % (
            len(self.ledger.done), len(self.ledger.receipts), len(self.ledger.documents)))
        self.assertGreater(len(self.ledger.done), KILLS)
        self.assertGreater(len(self.ledger.documents), KILLS)
        self.check_all()


@unittest.skipUnless(shutil.which("strace"), "strace is not installed")
class EachStep(Case):
    """Calls of an upload in two pieces, one after the other, are where the service dies"""

    def send(self, upload, stop_at=None):
        try:
            client = self.world["inspector1"]
            self.assertIsNone(self.ledger.send(client, upload, 100_000, stop_at))
            if stop_at is None:
                self.ledger.fetch_receipt(client, upload.evidence)
        except ledger.BROKEN:
            return False
        return True

    def kill_at(self, call, number, thread, first):
        """@first: how much is sent before. Returns whether the point was reached"""
        upload = ledger.Upload(next(self.numbers), 150_000, self.visit)
        if first:
            self.assertTrue(self.send(upload, first))
        with tracing.Tracer(self.service, call, "signal=KILL:when=%d" % number, thread):
            whole = self.send(upload)
            if not whole:
                self.service.process.wait(20)
        self.service.kill()
        self.restart(with_fsck=number % 2 == 1)
        self.ledger.check(self.world)
        return not whole

    def run_points(self, call, least, thread=None, first=0):
        number = 1
        while number < POINTS_MAX and self.kill_at(call, number, thread, first):
            number += 1
        print("# %s: killed at %d points" % (call, number - 1))
        self.assertGreaterEqual(number - 1, least)

    def go_on(self):
        """What was cut short can be gone on with"""
        client = self.world["inspector1"]
        for upload in list(self.ledger.open):
            self.assertIsNone(self.ledger.send(client, upload, 1 << 20))
        self.check_all()

    def test_kill_at_each_sync_of_bytes(self):
        self.run_points("fdatasync", 1)
        self.run_points("fdatasync", 1, first=100_000)
        self.go_on()

    def test_kill_at_each_sync_of_a_commit(self):
        self.run_points("fdatasync", 2, WRITER)
        self.go_on()

    def test_kill_at_each_sync_of_a_folder(self):
        self.run_points("fsync", 1)
        self.run_points("fsync", 1, SYNCER)
        self.go_on()

    def test_kill_at_each_link(self):
        self.run_points("linkat", 2, first=100_000)
        self.go_on()

    def test_kill_at_each_removal(self):
        self.run_points("unlinkat", 1, first=100_000)
        self.go_on()

    def test_kill_at_each_write_of_a_commit(self):
        self.run_points("pwrite64", 20, WRITER)
        self.go_on()


if __name__ == "__main__":
    tap.main()
