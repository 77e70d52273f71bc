#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A clock that is set back while the service runs: whoever watches over it learns of it, and what is
sent is taken all the same."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import tap
import world


class Clock(unittest.TestCase):
    def test_set_back(self):
        service = clocked.ClockedService()
        self.addCleanup(service.close)
        self.assertTrue(service.start())
        service.tell("time", "2030-03-05T08:00:00Z")
        w = world.World(service)
        visit = w.make_visit()
        ready = lambda: world.Client(service.url).request("GET", "/readyz").status
        self.assertEqual(ready(), 200)
        for time, status in (("2030-03-05T07:10:00Z", 200), ("2030-03-05T00:00:00Z", 503),
                             ("2030-03-05T08:00:01Z", 200)):
            service.tell("time", time)
            self.assertEqual(ready(), status, time)
        self.assertEqual(service.log.read_text().count("set the clock"), 1)
        service.tell("time", "2030-03-05T00:00:00Z")
        w["inspector1"].upload(visit, b"in spite of it")
        # What came by it does not make it right.
        self.assertEqual(ready(), 503)


if __name__ == "__main__":
    tap.main()
