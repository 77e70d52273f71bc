#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Review of a conclusion (复核), 政府督查工作条例 17: thirty days to ask, thirty to decide, by others.

The clock is the test's. The order is received on Monday, 5 March 2018; thirty days later is
Wednesday, 4 April, a working day, and thirty after that Friday, 4 May.
"""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import tap
import world

RECEIVED, LAST, DECIDED_BY = "2018-03-05", "2018-04-04", "2018-05-04"


class Appeal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", RECEIVED + "T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        cls.orders, cls.findings = [], []
        for _ in range(2):
            visit, findings = h.find()
            h.wait_examined(visit)
            order = h.draft_order(findings, rectify={"date": "2018-06-01"})
            h.bring(order, "received")
            cls.orders.append(order)
            cls.findings.append(findings[0])

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def go(self, day):
        self.house.service.tell("time", day + "T02:00:00Z")
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def clocks(self, order):
        return {c["id"]: c for c in self.house["clerk"].do("getOrder", order).json["clocks"]}

    def test_1_who_may_ask(self):
        body = {"reason": "认定事实有误"}
        for name, status in (("contact", 403), ("head9", 404), ("boss", 403)):
            self.assertEqual(self.house[name].call("appealOrder", self.orders[0],
                                                   body=body).status, status, name)

    def test_2_until_when(self):
        body = {"reason": "认定事实有误"}
        self.go("2018-04-05")
        late = self.house["head"].call("appealOrder", self.orders[0], body=body)
        self.assertEqual(late.status, 409)
        self.assertIn(LAST, late.json["detail"])
        self.go(LAST)
        for order in self.orders:
            self.house["head"].do("appealOrder", order, body=body)
        self.assertEqual(self.house["head"].call("appealOrder", self.orders[0],
                                                 body=body).status, 409)
        clocks = self.clocks(self.orders[0])
        self.assertEqual((clocks["appeal"]["due"], clocks["appeal"]["state"]),
                         (DECIDED_BY, "running"))
        # Nothing stands still meanwhile.
        self.assertEqual(clocks["rectify"]["state"], "running")
        self.house["head"].do("planOrder", self.orders[0], body=house.PLAN)

    def test_3_others_decide(self):
        h, body = self.house, {"outcome": "kept", "opinion": "经复核，维持原结论"}
        self.go("2018-04-20")
        refused = h["review"].call("decideAppeal", self.orders[0], body=body)
        self.assertEqual(refused.status, 403)
        self.assertIn("took part", refused.json["detail"])
        kept = h["boss"].do("decideAppeal", self.orders[0], body=body).json
        self.assertEqual((kept["state"], kept["appeal"]["decision"]["by"]), ("plan_filed", "boss"))
        self.assertEqual(self.clocks(self.orders[0])["appeal"]["state"], "met")
        self.assertEqual(h["boss"].call("decideAppeal", self.orders[0], body=body).status, 409)
        told = h["head"].do("getOrder", self.orders[0]).json["appeal"]
        self.assertEqual((told["by"], told["decision"]["opinion"]), ("head", body["opinion"]))
        self.assertNotIn("by", told["decision"])

    def test_4_what_is_revoked_is_withdrawn(self):
        h = self.house
        self.go("2018-05-07")
        revoked = h["boss"].do("decideAppeal", self.orders[1], body={
            "outcome": "revoked", "opinion": "证据不足，撤销"}).json
        self.assertEqual((revoked["state"], revoked["withdrawn"]["reason"]),
                         ("withdrawn", "证据不足，撤销"))
        clocks = self.clocks(self.orders[1])
        # The decision came after the Friday on which it was due.
        self.assertEqual((clocks["appeal"]["state"], clocks["rectify"]["state"]),
                         ("late", "stopped"))
        self.assertEqual(h["ver1"].do("getFinding", self.findings[1]).json["state"], "established")


if __name__ == "__main__":
    tap.main()
