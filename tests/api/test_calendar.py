#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Deadlines that reach into a year whose holidays nobody has announced yet.

The clock is the test's: it is autumn 2026, and 2027 is not loaded. Days are those of the calendar
as the State Council words it; the expected dates were counted by hand.
"""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world

# 10wd from 2026-12-22: 23 24 25, 28 29 30 31 December, then January without the 1st: 4 5 6.
PLAN_DUE = "2027-01-06"
# 30d from 2026-12-22 is 2027-01-21, a Thursday.
RECTIFY_DUE = "2027-01-21"
YEAR = {"year": 2027, "source": None,
        "days": [{"date": "2027-01-01", "name": "元旦", "off": True}]}


class Calendar(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", "2026-12-21T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        visit, findings = h.find()
        h.wait_examined(visit)
        order = h.draft_order(findings, rectify={"period": "30d"})
        h.bring(order, "served")
        cls.order, cls.findings = order, findings

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def login_again(self, time_):
        self.house.service.tell("time", time_)
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def get_clocks(self, operation, name, record):
        return {c["id"]: c for c in self.house[name].do(operation, record).json["clocks"]}

    def test_1_dates_wait_for_their_year(self):
        self.login_again("2026-12-22T02:00:00Z")
        h = self.house
        # A receipt is of a day between service and today.
        receipt = {"signatory": "赵某", "received_on": "2026-12-22"}
        for day in ("2026-12-20", "2026-12-23"):
            refused = h["contact"].call("receiveOrder", self.order,
                                        body=dict(receipt, received_on=day))
            self.assertEqual(refused.status, 422, day)
        received = h["contact"].do("receiveOrder", self.order, body=receipt).json["received"]
        self.assertEqual(received["received_on"], "2026-12-22")
        referral = h.draft_referral(self.findings)
        h["sign"].do("approveReferral", referral)
        h["liaison"].do("sendReferral", referral, body={"method": "专人"})
        h["liaison"].do("receiveReferral", referral, body={"receiver": "周某"})
        self.__class__.referral = referral
        clocks = self.get_clocks("getOrder", "head", self.order)
        self.assertEqual(clocks["sign_receipt"]["due"], "2026-12-22")
        self.assertEqual(clocks["sign_receipt"]["state"], "met")
        for id_ in ("plan", "rectify"):
            self.assertNotIn("due", clocks[id_])
            self.assertEqual((clocks[id_]["missing_year"], clocks[id_]["state"]), (2027, "running"))
        waiting = self.get_clocks("getReferral", "liaison", referral)["referral"]
        self.assertEqual((waiting["missing_year"], waiting.get("due")), (2027, None))

    def list_told(self, name):
        """What this is about, of what somebody is told"""
        return sorted((n["event"], n["record"].partition("/")[0], n.get("clock"))
                      for n in self.house[name].do("listNotices", query={"limit": 200}).json["items"]
                      if n["event"].endswith((".undated", ".ending")))

    def test_1b_who_can_do_something_about_it_is_told(self):
        """Once, and the unit is not: nobody else would ever be reminded of a day that nobody knows."""
        h = self.house
        for _ in range(2):
            h["clerk"].do("sweepSteps", body={})
        waiting = sorted(("order.undated", "order", c["name"])
                         for c in self.get_clocks("getOrder", "clerk", self.order).values()
                         if c["state"] == "running" and "missing_year" in c)
        self.assertEqual(len(waiting), 3)
        self.assertEqual(self.list_told("clerk"), [("calendar.ending", "calendar", None)] + waiting)
        self.assertEqual(self.list_told("draft"), waiting)
        clock = self.get_clocks("getReferral", "liaison", self.referral)["referral"]["name"]
        self.assertEqual(self.list_told("liaison"), [("referral.undated", "referral", clock)])
        self.assertEqual([n["event"] for n in h.root.do("listNotices").json["items"]],
                         ["calendar.ending"])
        for name in ("head", "contact", "lead", "li", "press"):
            self.assertEqual(self.list_told(name), [], name)

    def test_2_the_year_settles_them(self):
        h = self.house
        before = h["head"].do("getOrder", self.order).json["version"]
        h["clerk"].do("putCalendar", 2027, body=YEAR, status=201)
        clocks = self.get_clocks("getOrder", "head", self.order)
        self.assertEqual(clocks["plan"]["due"], PLAN_DUE)
        self.assertEqual(clocks["rectify"]["due"], RECTIFY_DUE)
        for id_ in ("plan", "rectify", "cohort"):
            self.assertNotIn("missing_year", clocks[id_])
        self.assertEqual(clocks["plan"]["rule"], "10wd")
        self.assertNotEqual(clocks["plan"]["calendar"], clocks["sign_receipt"]["calendar"])
        self.assertEqual(self.get_clocks("getReferral", "liaison", self.referral)["referral"]["due"],
                         RECTIFY_DUE)
        self.assertEqual(h["head"].do("getOrder", self.order).json["version"], before + 1)

    def test_3_the_same_year_again_changes_nothing(self):
        h = self.house
        before = h["head"].do("getOrder", self.order).body
        h["clerk"].do("putCalendar", 2027, body=YEAR, status=200)
        self.assertEqual(h["head"].do("getOrder", self.order).body, before)

    def test_4_an_amended_year_moves_running_dates_and_keeps_the_old(self):
        """Another bridge day is announced: the plan's date moves, what it was stays readable."""
        h = self.house
        amended = dict(YEAR, days=YEAR["days"] + [
            {"date": "2027-01-04", "name": "元旦", "off": True}])
        refused = h["clerk"].call("putCalendar", 2027, body=amended)
        self.assertEqual(refused.status, 409)
        tag = h["clerk"].do("getCalendar", 2027).headers["ETag"]
        h["clerk"].do("putCalendar", 2027, body=amended, headers={"If-Match": tag})
        plan = self.get_clocks("getOrder", "head", self.order)["plan"]
        self.assertEqual(plan["due"], "2027-01-07")
        self.assertEqual(plan["was"][-1]["due"], PLAN_DUE)
        met = self.get_clocks("getOrder", "head", self.order)["sign_receipt"]
        self.assertEqual((met["due"], met["state"]), ("2026-12-22", "met"))

    def test_4b_a_year_that_is_there_is_not_asked_for(self):
        h = self.house
        before = self.list_told("clerk")
        self.login_again("2026-12-31T02:00:00Z")
        h["clerk"].do("sweepSteps", body={})
        self.assertEqual(self.list_told("clerk"), before)

    def test_5_who_plans_in_time_meets_it(self):
        self.login_again("2027-01-07T10:00:00Z")
        h = self.house
        h["head"].do("planOrder", self.order, body=house.PLAN)
        self.assertEqual(self.get_clocks("getOrder", "head", self.order)["plan"]["state"], "met")

    def test_6_a_year_that_is_wrong(self):
        h = self.house
        for body, words in (({"year": 2028, "source": None, "days": []}, "days"),
                            ({"year": 2028, "source": None, "days": [
                                {"date": "2027-01-01", "off": True}]}, "2027-01-01|year"),
                            ({"year": 2029, "source": None, "days": YEAR["days"]}, "2029|year")):
            answer = h["clerk"].call("putCalendar", 2028, body=body)
            self.assertEqual(answer.status, 422)
            self.assertRegex(answer.json["detail"], words)
        self.assertEqual(h["clerk"].call("getCalendar", 2028).status, 404)


if __name__ == "__main__":
    tap.main()
