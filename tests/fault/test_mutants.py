#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_mutants.py ANFANGD: whatever is uploaded as a photo, sound or video, the service does not falter.

Each mutant is received and examined, and has an outcome; helpers that die of it or are killed are
replaced; all the while the service answers, by the same process. ANFANG_MUTANTS says how many
(100000 by hand), ANFANG_SEED which, ANFANG_MEDIA of the files in which folder.
"""
import collections
import concurrent.futures
import os
import pathlib
import signal
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]

import mutants  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
COUNT = int(os.environ.get("ANFANG_MUTANTS", "400"))
SEED = int(os.environ.get("ANFANG_SEED", "20180209"))
SEEDS = HERE.parent / "fuzz" / "seeds" / "media"
MEDIA = os.environ.get("ANFANG_MEDIA", SEEDS)
BATCH = 500
SENDERS = 4
OUTCOMES = {"done", "unsupported", "unexaminable"}
# Far above what is seen, also on a busy machine; a service that hangs is above that.
ANSWER_S = 20
EXAMINED_S = 300


class Watch(threading.Thread):
    """Asks for pages without a pause worth the name, and keeps the longest wait."""

    def __init__(self, service):
        super().__init__()
        self.service = service
        self.ended = threading.Event()
        self.longest, self.asked, self.wrong = 0.0, 0, None

    def run(self):
        client = world.Client(self.service.url)
        while not self.ended.wait(0.05):
            began = time.monotonic()
            try:
                client.want(200, "GET", "/healthz")
            except Exception as error:  # whatever it is, the service was not there
                self.wrong = self.wrong or error
            self.longest = max(self.longest, time.monotonic() - began)
            self.asked += 1
        client.close()


class Mutants(unittest.TestCase):
    def setUp(self):
        self.service = world.Service(ANFANGD)
        self.addCleanup(self.service.close)
        self.assertTrue(self.service.start())
        self.world = world.World(self.service)
        self.originals = mutants.read_originals(MEDIA)
        self.outcomes = collections.Counter()
        self.helpers = set()
        self.killed = 0

    def send(self, visit, number):
        client = self.local.client
        name, data = mutants.make(self.originals, SEED, number)
        if not data:
            return None
        return number, data, client.upload(visit, data, filename=name)

    def log_in(self):
        self.local.client = self.world.login("inspector1")

    def send_batch(self, visit, numbers):
        self.local = threading.local()
        with concurrent.futures.ThreadPoolExecutor(SENDERS, initializer=self.log_in) as pool:
            return list(filter(None, pool.map(lambda n: self.send(visit, n), numbers)))

    def look_at_helper(self, kill=False):
        try:
            helper = self.service.find_helper()
        except FileNotFoundError:
            return  # one that ended while it was looked for
        if helper is None:
            return
        self.helpers.add(helper)
        if kill:
            os.kill(helper, signal.SIGKILL)
            self.killed += 1

    def read_outcomes(self, visit):
        found, after = {}, ""
        while after is not None:
            page = self.world["inspector1"].do(
                "GET", "/evidence?visit=%s&limit=200%s" % (visit, after and "&after=" + after))
            found.update((item["id"], item["examination"]["status"]) for item in page["items"])
            after = page.get("next")
        return found

    def wait_examined(self, visit):
        until = time.monotonic() + EXAMINED_S
        while time.monotonic() < until:
            self.look_at_helper()
            found = self.read_outcomes(visit)
            if "pending" not in found.values():
                return found
            time.sleep(0.2)
        self.fail("not examined: %s" % [n for n, s in found.items() if s == "pending"])

    def run_batch(self, numbers):
        visit = self.world.make_visit()
        sent = self.send_batch(visit, numbers)
        # In the middle of them, as if one of them had done it.
        self.look_at_helper(kill=True)
        found = self.wait_examined(visit)
        for number, data, evidence in sent:
            self.assertIn(found[evidence], OUTCOMES, "mutant %d" % number)
            self.outcomes[found[evidence]] += 1
        number, data, evidence = sent[-1]
        self.assertEqual(self.world["inspector1"].content(evidence), data, "mutant %d" % number)

    def test_service_does_not_falter(self):
        watch = Watch(self.service)
        pid = self.service.pid
        watch.start()
        self.addCleanup(watch.ended.set)
        for start in range(0, COUNT, BATCH):
            self.run_batch(range(start, min(COUNT, start + BATCH)))
        watch.ended.set()
        watch.join()
        # The last thing that it was asked for, it was able to do.
        self.assertEqual(self.send_good(), "done")
        self.look_at_helper()
        print("# seed %d: %d mutants of %d files: %s; %d helpers, %d of them killed by us; %d pages, "
              "the slowest %.2f s; %d MiB at most" % (
                  SEED, sum(self.outcomes.values()), len(self.originals), dict(self.outcomes),
                  len(self.helpers), self.killed, watch.asked, watch.longest,
                  self.service.memory_kib() // 1024))
        self.assertIsNone(watch.wrong)
        self.assertLess(watch.longest, ANSWER_S)
        self.assertEqual(self.service.pid, pid, "it is the process that was started")
        self.assertGreater(len(self.helpers), 1, "a helper that is gone is replaced")
        self.world.close()
        self.assertEqual(self.service.stop(), 0)
        self.assertEqual(self.service.fsck(), "")

    def send_good(self):
        visit = self.world.make_visit()
        evidence = self.world["inspector1"].upload(visit, (SEEDS / "full.jpg").read_bytes(),
                                                   filename="full.jpg")
        return self.wait_examined(visit)[evidence]


if __name__ == "__main__":
    tap.main()
