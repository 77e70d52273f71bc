#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The ladder of escalation (domain.md E.4): proposed by the service, decided by people, once each.

The clock is the test's: it is spring 2018. The order is served and received on Monday, 5 March, so
its plan is due on the 19th (ten working days); it is to be rectified by Wednesday, 4 April. Working
days were counted by hand over the State Council's notice.
"""
import contextlib
import pathlib
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import tap
import world

PLAN_DUE, RECTIFY_DUE = "2018-03-19", "2018-04-04"


class Ladder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", "2018-03-05T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        visit, findings = h.find()
        h.wait_examined(visit)
        cls.findings = findings
        cls.order = h.draft_order(findings, rectify={"date": RECTIFY_DUE})
        h.bring(cls.order, "received")

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def go(self, day, hour="02"):
        """To a day, with everybody logged in anew"""
        self.house.service.tell("time", "%sT%s:00:00Z" % (day, hour))
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def sweep(self):
        return self.house["clerk"].do("sweepSteps", body={}).json["changed"]

    def steps(self, state=None):
        found = self.house["boss"].do("listSteps", query={"order": self.order}).json["items"]
        return [step for step in found if state is None or step["state"] == state]

    def keys(self, state):
        return sorted(step["number"].partition("/")[2] for step in self.steps(state))

    def test_1_nothing_is_due_yet(self):
        self.go("2018-03-13")
        self.assertEqual(self.sweep(), 0)
        self.assertEqual(self.steps(), [])

    def test_2_a_reminder_goes_out_by_itself_and_once(self):
        self.go("2018-03-14")  # 14, 15, 16 March are the three working days before the 19th
        self.assertEqual(self.sweep(), 1)
        self.assertEqual(self.keys("taken"), ["0/before/3/plan/" + PLAN_DUE])
        self.assertEqual(self.steps()[0]["roles"], [])
        self.assertEqual(self.sweep(), 0)

    def test_3_a_person_decides_on_what_is_overdue(self):
        self.go(PLAN_DUE)
        self.assertEqual(self.sweep(), 1)  # the last day's reminder
        self.go("2018-03-20")
        self.assertEqual(self.sweep(), 1)
        step = self.steps("proposed")[0]
        self.assertEqual((step["level"], step["name"], step["why"]), (
            1, "催办", {"when": "overdue", "number": 1, "clock": "plan", "due": PLAN_DUE}))
        # The leader is not asked at this level, the unit and the inspectors learn nothing.
        self.assertEqual(self.house["boss"].call("takeStep", step["id"], body={}).status, 403)
        for name in ("li", "contact", "head", "lead"):
            self.assertEqual(self.house[name].call("getStep", step["id"]).status, 403, name)

    def test_4_a_clock_that_jumps_makes_nothing_twice(self):
        step = self.steps("proposed")[0]
        self.go("2018-03-18")
        self.assertEqual(self.sweep(), 1)
        self.assertEqual(self.house["boss"].do("getStep", step["id"]).json["state"], "lapsed")
        self.go("2018-03-20")
        self.assertEqual(self.sweep(), 1)
        again = self.house["boss"].do("getStep", step["id"]).json
        self.assertEqual(again["state"], "proposed")
        self.assertNotIn("ended_at", again)
        letter = world.new_id()
        taken = self.house["draft"].do("takeStep", step["id"], body={
            "note": "已电话催办", "order": letter}).json
        draft = self.house["draft"].do("getOrder", letter).json
        self.assertEqual((draft["kind"], draft["title"], draft["grounds"]), (
            "reminder", "关于催办逾期未报送整改方案的函", "应于2018年3月19日前报送整改方案，逾期未报送"))
        self.assertEqual((taken["state"], taken["taken"]["note"]), ("taken", "已电话催办"))
        self.assertEqual(self.house["draft"].call("takeStep", step["id"], body={}).status, 409)
        self.go("2018-03-18")
        self.go("2018-03-20", "03")
        self.assertEqual(self.sweep(), 0)

    def test_5_an_outage_is_caught_up_with_in_one_step(self):
        self.go("2018-04-02")  # the tenth working day after 19 March
        # Superseded 督办, proposed 通报; and the other deadline's reminder.
        self.assertEqual(self.sweep(), 3)
        self.assertEqual(self.keys("superseded"), ["2/overdue/3/plan/" + PLAN_DUE])
        self.assertEqual(self.keys("proposed"), ["3/overdue/10/plan/" + PLAN_DUE])
        self.assertIn("0/before/3/rectify/" + RECTIFY_DUE, self.keys("taken"))

    def test_6_a_proposal_whose_ground_is_gone_lapses(self):
        self.house["head"].do("planOrder", self.order, body=house.PLAN)
        self.assertEqual(self.sweep(), 1)
        self.assertEqual(self.keys("proposed"), [])
        self.assertEqual(self.keys("lapsed"), ["3/overdue/10/plan/" + PLAN_DUE])

    def test_7_a_supervision_comes_with_its_letter_drafted(self):
        self.go("2018-04-10")  # 8 April, a Sunday, is worked: 8, 9, 10 are three days over
        self.sweep()
        self.assertEqual(self.keys("proposed"), ["2/overdue/3/rectify/" + RECTIFY_DUE])
        step = self.steps("proposed")[0]
        letter = world.new_id()
        taken = self.house["draft"].do("takeStep", step["id"], body={
            "order": letter, "rectify": {"period": "5wd"}}).json
        self.assertEqual(taken["taken"]["order"], letter)
        draft = self.house["draft"].do("getOrder", letter).json
        self.assertEqual((draft["kind"], draft["state"], draft["findings"], draft["rectify"]),
                         ("supervision", "draft", self.findings, {"period": "5wd"}))
        self.house.bring(letter, "served")
        self.assertEqual(self.sweep(), 0)

    def test_8_it_is_over_with_its_order(self):
        self.go("2018-04-19")  # the tenth working day after 4 April
        self.assertEqual(self.sweep(), 1)
        self.assertEqual(self.keys("proposed"), ["3/overdue/10/rectify/" + RECTIFY_DUE])
        self.house["sign"].do("withdrawOrder", self.order, body={"reason": "主体撤销"})
        self.assertEqual(self.sweep(), 1)
        self.assertEqual(self.keys("proposed"), [])
        self.assertEqual(self.sweep(), 0)

    def test_9_a_decision_can_be_against_it(self):
        """Another order, with a ladder of the scheme's own"""
        h = self.house
        self.go("2018-05-02")
        scheme = house.read_scheme()
        scheme["anfang"]["ladder"] = [{"level": 4, "name": "约谈", "roles": ["leader"],
                                       "document": "interview", "when": [{"overdue": 2}]}]
        version = h.root.do("getScheme", house.SCHEME).headers["ETag"]
        h.root.do("putScheme", house.SCHEME, body=scheme, headers={"If-Match": version})
        visit, findings = h.find()
        h.wait_examined(visit)
        order = h.draft_order(findings, rectify={"date": "2018-05-10"})
        h.bring(order, "received")
        self.__class__.order = order
        self.go("2018-05-14")  # plan: the ninth day; rectify: 11 and 14 May are two days over
        self.assertEqual(self.sweep(), 1)
        step = self.steps("proposed")[0]
        self.assertEqual((step["name"], step["level"]), ("约谈", 4))
        self.assertEqual(h["draft"].call("declineStep", step["id"],
                                         body={"reason": "x"}).status, 403)
        declined = h["boss"].do("declineStep", step["id"], body={"reason": "已当面说明"}).json
        self.assertEqual(declined["declined"]["reason"], "已当面说明")
        self.assertEqual(self.sweep(), 0)


class HalfAnOrder(unittest.TestCase):
    """One whose record a broken disk left half keeps neither the ladder nor the notices of deadlines
    from the others."""
    go, sweep = Ladder.go, Ladder.sweep

    def setUp(self):
        Ladder.setUpClass.__func__(type(self))

    def tearDown(self):
        self.house.close()

    def write(self, sql, *values):
        path = self.house.service.data / "anfang.db"
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as base, base:
            return base.execute(sql, values).fetchall()

    def test_the_others(self):
        h, sound = self.house, self.order
        visit, findings = h.find()
        h.wait_examined(visit)
        broken = h.draft_order(findings, rectify={"date": RECTIFY_DUE})
        h.bring(broken, "received")
        (doc,), = self.write("SELECT doc FROM orders WHERE id = ?", broken)
        self.write("UPDATE orders SET doc = '{' WHERE id = ?", broken)
        self.go("2018-03-14")
        self.assertEqual(self.sweep(), 1)
        steps = h["boss"].do("listSteps", query={"order": sound}).json["items"]
        self.assertEqual([step["number"].partition("/")[2] for step in steps],
                         ["0/before/3/plan/" + PLAN_DUE])
        told = h["head"].do("listNotices", query={"limit": 200}).json["items"]
        self.assertIn(("order/" + sound, PLAN_DUE), [(n["record"], n.get("due")) for n in told])
        self.assertIn("order/%s: nobody could be told" % broken, h.service.log.read_text())
        self.write("UPDATE orders SET doc = ? WHERE id = ?", doc, broken)
        self.assertEqual(self.sweep(), 1)


if __name__ == "__main__":
    tap.main()
