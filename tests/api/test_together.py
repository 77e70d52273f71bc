#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Many at once: each is answered as if it were alone, and what all of them did is one history.

Short, and the load under which the thread sanitizer sees the real service: ./dev test --thread.
"""
import collections
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import tap
import world

CASES = 8


class Readers:
    """Reads all that changes, over and over, until the block ends; the first fault fails it."""

    def __init__(self, *jobs):
        self.stopping = threading.Event()
        self.pool = concurrent.futures.ThreadPoolExecutor(len(jobs))
        self.jobs, self.futures = jobs, []

    def run(self, job):
        rounds = 0
        while not self.stopping.is_set():
            job()
            rounds += 1
        return rounds

    def __enter__(self):
        self.futures = [self.pool.submit(self.run, job) for job in self.jobs]

    def __exit__(self, *_):
        self.stopping.set()
        print("# rounds of reading:", [future.result() for future in self.futures])
        self.pool.shutdown()


class Together(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House()
        for name in house.PEOPLE:
            cls.house[name]  # logs in here, and not in two threads at once

    @classmethod
    def tearDownClass(cls):
        for client in cls.house.clients.values():
            client.close()
        status = cls.house.service.stop()
        said = cls.house.service.fsck()
        cls.house.service.close()
        assert (status, said) == (0, ""), (status, said)

    def in_threads(self, *jobs):
        with concurrent.futures.ThreadPoolExecutor(len(jobs)) as pool:
            return [future.result() for future in [pool.submit(job) for job in jobs]]

    def read_lists(self):
        h = self.house
        for operation in ("listVisits", "listFindings", "listOrders", "listUnits"):
            h["boss"].do(operation, query={"limit": 200})
        h["boss"].do("getLedger", query={"scheme": house.SCHEME, "format": "csv"})
        h["head"].do("listOrders")

    def read_log(self):
        """The log never shrinks, and each of its states is signed and reached from the last."""
        size = int(self.house["audit"].do("getCheckpoint").body.split(b"\n")[1])
        self.assertGreaterEqual(size, self.size)
        self.house["audit"].do("getConsistency", query={"from": max(self.size, 1), "to": size})
        self.house["audit"].do("getProof", size - 1)
        self.size = size

    def come_and_go(self):
        h = self.house
        own = h.login("tan", device="tablet")
        self.assertEqual(own.do("getSession").json["account"]["name"], "tan")
        own.do("deleteSession", status=204)
        self.assertEqual(own.call("getSession").status, 401)
        h.guest().do("getMetrics")

    def setUp(self):
        for client in self.house.clients.values():
            client.close()  # idle for long, the service may just have closed it

    def test_cases_side_by_side(self):
        h = self.house
        self.size = 0
        with Readers(self.read_lists, self.read_lists, self.read_log, self.come_and_go,
                     self.come_and_go, self.come_and_go):
            orders = self.in_threads(*[lambda: h.order_at("closed")] * CASES)
        found = [h["boss"].do("getOrder", order).json for order in orders]
        self.assertEqual({order["state"] for order in found}, {"closed"})
        self.assertEqual(sorted(order["number"]["seq"] for order in found),
                         list(range(1, CASES + 1)), "no number twice, none left out")
        visits = h["boss"].do("listVisits").json["items"]
        days = collections.Counter(visit["number"][:-2] for visit in visits)
        self.assertEqual({visit["number"] for visit in visits}, {
            "%s%02d" % (day, i + 1) for day, count in days.items() for i in range(count)})
        for order in orders:
            self.assertRegex(h["head"].do("getOrderLetter", order).body, re.compile(b"^%PDF-"))
        for visit in visits:
            self.assertEqual(h.wait_examined(visit["id"]), ["done"])

    def test_letters_issued_at_the_same_moment(self):
        """Each bears its own number, and none is left out, whoever was quicker."""
        h = self.house
        orders = self.in_threads(*[lambda: h.order_at("signed")] * CASES)
        letters = self.in_threads(*[lambda o=o: h["clerk"].do("numberOrder", o).json
                                    for o in orders])
        first = min(letter["number"]["seq"] for letter in letters)
        self.assertEqual(sorted(letter["number"]["seq"] for letter in letters),
                         list(range(first, first + CASES)))
        for order, letter in zip(orders, letters):
            pdf = h["clerk"].do("getOrderLetter", order)
            words = subprocess.run(["pdftotext", "-", "-"], input=pdf.body, check=True,
                                   stdout=subprocess.PIPE).stdout.decode()
            self.assertIn(letter["number"]["text"], "".join(words.split()))

    def test_one_change_wins(self):
        """Of many who change one version of a record, one is told that it did."""
        h = self.house
        visit = h.plan_visit(declare=False)
        body = h["li"].do("getVisit", visit).json
        body = {name: body[name] for name in ("scheme", "unit", "site", "methods", "mandate",
                                              "members")}

        def change(number):
            return h["li"].call("putVisit", visit, body=dict(body, site="%d号窗口" % number),
                                headers={"If-Match": '"1"'}).status

        statuses = self.in_threads(*[lambda n=n: change(n) for n in range(8)])
        self.assertEqual(sorted(statuses), [200] + [412] * 7)
        self.assertEqual(h["li"].do("getVisit", visit).json["version"], 2)

    def test_one_visit_from_many_devices(self):
        """Different bytes, the same bytes and the same evidence, all at the same moment."""
        h = self.house
        visit = h.start_visit()
        shared = world.new_id()
        photo = house.make_photo(500)
        jobs = [lambda n=n: h["li"].upload(house.make_photo(n), pieces=4, visit=visit,
                                           filename="a.jpg", filetype="image/jpeg")
                for n in range(501, 505)]
        jobs += [lambda: h["tan"].upload(photo, visit=visit, filename="b.jpg",
                                         filetype="image/jpeg")] * 2
        jobs += [lambda: h["tan"].upload(b"#!AMR\n" + bytes(640), visit=visit, evidence=shared,
                                         filename="a.amr", filetype="audio/amr")] * 2
        ids = set(self.in_threads(*jobs))
        listed = h["li"].do("listEvidence", query={"visit": visit, "limit": 200}).json["items"]
        self.assertEqual({e["id"] for e in listed}, ids)
        self.assertEqual(len(ids), 7)
        for evidence in ids:
            h["li"].do("getEvidenceReceipt", evidence)


if __name__ == "__main__":
    tap.main()
