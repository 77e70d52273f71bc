#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What happened, for programs that follow it: every event once at least, in order, and none that the
follower may not know of."""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House()
        cls.visit, cls.findings = cls.house.find(2)
        cls.referral = cls.house.draft_referral(cls.findings)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def follow(self, name, after=None, **query):
        """All events there are for somebody, with where to go on."""
        events = []
        while True:
            page = self.house[name].do("listEvents", query=dict(
                query, **({"after": after} if after else {}))).json
            events += page["items"]
            after = page["next"] or after
            if not page["more"]:
                return events, after

    def test_1_each_leaf_is_an_event(self):
        h = self.house
        size = int(h["audit"].do("getCheckpoint").text.split("\n")[1])
        for limit in (1, 7, 200):
            events, _ = self.follow("audit", limit=limit)
            self.assertEqual([e["index"] for e in events], list(range(size)))
        for event in events[::17]:
            self.assertEqual(h["audit"].do("getLeaf", str(event["index"])).json, event["leaf"])

    def test_2_whoever_goes_on_misses_nothing(self):
        h = self.house
        before, after = self.follow("boss")
        visit = h.plan_visit()
        news, after = self.follow("boss", after)
        self.assertEqual({e["leaf"]["record"] for e in news}, {"visit/" + visit})
        self.assertEqual(self.follow("boss", after), ([], after))
        again, _ = self.follow("boss")
        self.assertEqual(again, before + news)

    def test_3_only_what_one_may_know_of(self):
        h = self.house
        for name in ("boss", "ver1", "li", "wu", "press", "audit"):
            events, _ = self.follow(name)
            shown = {e["index"] for e in events}
            size = int(h["audit"].do("getCheckpoint").text.split("\n")[1])
            may = {i for i in range(size) if h[name].call("getLeaf", str(i)).status == 200}
            self.assertEqual(shown, may, name)
        self.assertFalse([e for e in self.follow("wu")[0] if self.visit in e["leaf"]["record"]])
        self.assertFalse(self.follow("ver1", noun="referral")[0])
        self.assertTrue(self.follow("boss", noun="referral")[0])
        for name in ("contact", "head", "lead", "guard"):
            self.assertEqual(h[name].call("listEvents").status, 403, name)

    def test_4_one_kind_alone(self):
        events, _ = self.follow("boss", noun="finding")
        self.assertEqual({e["leaf"]["record"] for e in events},
                         {"finding/" + f for f in self.findings})

    def test_5_program_follows(self):
        h = self.house
        _, after = self.follow("boss")
        env = dict(os.environ, ANFANG_SERVER=h.service.url, ANFANG_TOKEN=h["boss"].token,
                   LC_ALL="C.UTF-8")
        program = subprocess.Popen(
            [contracts.BUILD / "cli" / "anfang", "events", "--follow", "--noun", "visit", "--after",
             after], env=env, stdout=subprocess.PIPE, text=True)
        try:
            for _ in range(2):
                visit = h.plan_visit(declare=False)
                self.assertIn("visit/" + visit, program.stdout.readline())
        finally:
            program.terminate()
            program.wait()
            program.stdout.close()

    def test_6_wrong_places(self):
        for after in ("x", "-1", "1.5"):
            self.assertEqual(self.house["boss"].call(
                "listEvents", query={"after": after}).status, 422)
        self.assertEqual(self.house["boss"].do(
            "listEvents", query={"after": "999999999"}).json,
            {"items": [], "more": False, "next": "999999999"})


if __name__ == "__main__":
    tap.main()
