#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What a year of work (tests/e2e/year.py) has shown the books to forget: each in the smallest case.

Expected figures are counted by hand from the words of domain.md F.3. The clock is the test's.
"""
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import statistics_house
import tap
import world

CATEGORY = "未做到首问负责、一次性告知，“踢皮球”"


class Again(statistics_house.Spring):
    """The same house at its beginning, without hiring everybody once more."""

    def __init__(self, template):
        self.attach(clocked.ClockedService(config=house.make_config(), template=template))
        self.service.tell("seed", "again")
        self.on("2018-03-05")


class Balance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="anfang-balance-")
        spring = statistics_house.Spring()
        spring.service.stop()
        shutil.copytree(spring.service.data, cls.folder.name + "/data")
        spring.close()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.house = Again(self.folder.name + "/data")
        self.addCleanup(self.house.close)

    def told(self, name, period="2018", source="office"):
        items = self.house["assess"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": period}).json["items"]
        found = next(i for i in items if i["id"] == name and i["source"] == source)
        return found["numerator"], found["denominator"]

    def declare(self, unit, found=0):
        self.house["clerk"].do("putSelfCheck", world.new_id(), status=201, body={
            "scheme": house.SCHEME, "area": "a3", "category": CATEGORY, "unit": unit,
            "found": found})

    def test_missed_in_self_check(self):
        """自查瞒漏率: of two established, one was declared not to be."""
        h = self.house
        h.begin("reviewing")
        self.declare(house.ADDRESSEE)
        h.on("2018-03-06")
        h.begin("reviewing")
        self.assertEqual(self.told("missed"), (1, 2))

    def test_another_unit_answers_for_its_own_declaration(self):
        """自查没有查出: who had declared to be clean must answer, not who takes the matter over."""
        h = self.house
        self.declare(house.ADDRESSEE)
        h.on("2018-03-06")
        order = h.begin("received")
        finding = h["boss"].do("getOrder", order).json["findings"][0]
        self.assertIn("missed_in_self_check", h["boss"].do("getFinding", finding).json)
        h["head"].do("objectOrder", order, body={"kind": "assign", "reason": "非我局职责"})
        h["boss"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "改派",
                                                 "unit": house.OTHER})
        moved = h["boss"].do("getFinding", finding).json
        self.assertEqual(moved["unit"], house.OTHER)
        self.assertNotIn("missed_in_self_check", moved)

    def test_an_order_that_was_withdrawn_was_served_all_the_same(self):
        """签收及时率: received within limit / served; 整改方案按期率: plans filed / plans due."""
        h = self.house
        order = h.begin("received")                    # on the day itself: in time
        other = h.begin("received")
        h.on("2018-03-20")                             # one day after the plans were due
        h["sign"].do("withdrawOrder", order, body={"reason": "主体撤销"})
        self.assertEqual(self.told("received", "2018-03"), (2, 2))
        self.assertEqual(self.told("planned", "2018-03"), (0, 2))
        h["head"].do("planOrder", other, body=house.PLAN)
        self.assertEqual(self.told("planned", "2018-03"), (0, 2))

    def test_nobody_owes_the_plan_of_an_order_that_ended_in_time(self):
        h = self.house
        order = h.begin("received")
        h.on("2018-03-19")
        h["sign"].do("withdrawOrder", order, body={"reason": "主体撤销"})
        h.on("2018-03-20")
        self.assertEqual(self.told("planned", "2018-03"), (0, 0))

    def test_a_new_order_does_not_answer_for_the_one_before_it(self):
        """第二次督办 (E.4, level 3) is of this order: what pressed for one that was withdrawn is none, nor
        is what was itself withdrawn."""
        h = self.house
        order = h.begin("received")
        findings = h["boss"].do("getOrder", order).json["findings"]

        def press(until):
            return h.bring(h.draft_order(findings, kind="supervision", rectify={"period": "5wd"}),
                           until)

        def proposed(of):
            return [s["why"]["when"] for s in h["boss"].do("listSteps", query={
                "order": of}).json["items"] if s["state"] == "proposed"]
        for _ in range(2):
            h["sign"].do("withdrawOrder", press("served"), body={"reason": "有误"})
        h["clerk"].do("sweepSteps", body={})
        self.assertEqual(proposed(order), [])
        for _ in range(2):
            self.finish(press("rectifying"), "rectifying")
        h["clerk"].do("sweepSteps", body={})
        self.assertEqual(proposed(order), ["supervised"])
        h["sign"].do("withdrawOrder", order, body={"reason": "改拟"})
        h.service.tell("step", 60)
        again = h.bring(h.draft_order(findings), "received")
        h["clerk"].do("sweepSteps", body={})
        self.assertEqual(proposed(again), [])

    def finish(self, order, since):
        self.house.service.tell("step", 3600)
        return self.house.bring(order, "closed", since=since)

    def test_what_came_back_counts_also_when_it_is_opened_again(self):
        """反弹率: closed findings with the same again within twelve months / closed."""
        h = self.house
        first = h.begin("rectifying")
        h.on("2018-03-06")
        self.finish(first, "rectifying")
        h.service.tell("step", 3600)                   # the same day, an hour later
        again = h.begin("reviewing")
        self.assertEqual(self.told("relapsed"), (1, 1))
        old, new = (h["boss"].do("getOrder", o).json["findings"][0] for o in (first, again))
        h["ver1"].do("reopenFinding", old, body={"because_of": new, "reason": "反弹"})
        self.assertEqual(self.told("relapsed"), (1, 1))
        # The first order is done with: what it did stays done when another takes the matter up.
        h.on("2018-04-03")
        h.bring(h.draft_order([old]), "signed")
        self.assertEqual(self.told("received", "2018-03"), (1, 1))

    def test_the_window_of_a_relapse_is_the_schemes(self):
        """Two months by the scheme: what comes in the third is none."""
        h = self.house
        scheme = house.read_scheme()
        scheme["anfang"]["recurrence_months"] = 2
        h.root.do("putScheme", house.SCHEME, body=scheme, headers={
            "If-Match": h.root.do("getScheme", house.SCHEME).headers["ETag"]})
        order = h.begin("rectifying")
        h.on("2018-03-06")
        self.finish(order, "rectifying")
        h.on("2018-05-07")
        h.begin("reviewing")
        self.assertEqual(self.told("relapsed"), (0, 1))

    def test_what_was_sent_back_is_not_rectified(self):
        """整改率: passed the reinspection, and was returned before it was closed."""
        h = self.house
        order = h.begin("rectifying")
        h.on("2018-03-06")
        h.service.tell("step", 3600)
        h.bring(order, "closing", since="rectifying")
        self.assertEqual(self.told("rectified"), (1, 1))
        h["back2"].do("returnOrder", order, body={"reason": "公示期内有异议",
                                                  "rectify": {"period": "10d"}})
        self.assertEqual(self.told("rectified"), (0, 1))

    def test_taken_up_is_not_reported(self):
        """30日内上报结果: that the body accepted the matter is no result."""
        h = self.house
        referrals = []
        for _ in range(3):                             # fewer are not told (F.3)
            visit, findings = h.find()
            h.wait_examined(visit)
            referral = h.draft_referral(findings)
            h.hand_over(referral)
            h["liaison"].do("resultReferral", referral, body={"outcome": "accepted"})
            referrals.append(referral)
        h.on("2018-04-10")                             # due: Wednesday, 4 April
        self.assertEqual(self.told("i1.2", "2018", "scheme"), (0, 3))
        h["liaison"].do("resultReferral", referrals[0], body={"outcome": "reported", "disposal": "x"})
        self.assertEqual(self.told("i1.2", "2018", "scheme"), (0, 3))

    def test_a_supplement_is_no_other_matter(self):
        """30日内上报结果: what came back is due anew with what was added to it, and is one matter."""
        h = self.house
        supplements = []
        for _ in range(3):
            visit, findings = h.find()
            h.wait_examined(visit)
            first = h.draft_referral(findings)
            second = world.new_id()
            for referral in (first, second):
                if referral == second:
                    h["liaison"].do("resultReferral", first, body={"outcome": "returned", "disposal": "x"})
                    h["draft"].do("putReferral", second, status=201, body={
                        "findings": findings, "to": house.DISCIPLINE, "basis": "x", "summary": "x",
                        "suspicion": "duty_violation", "supplements": first})
                h.hand_over(referral)
            supplements.append(second)
        h.on("2018-04-03")
        h["liaison"].do("resultReferral", supplements[0], body={"outcome": "reported", "disposal": "x"})
        h.on("2018-04-10")
        self.assertEqual(self.told("i1.2", "2018", "scheme"), (1, 3))
        self.assertEqual(self.told("referred")[0], 3)

    def test_a_letter_that_presses_is_no_conclusion(self):
        """政府督查工作条例 17: a review is asked for of a conclusion; a reminder has none."""
        h = self.house
        order = h.begin("received")
        findings = h["boss"].do("getOrder", order).json["findings"]
        letter = h.bring(h.draft_order(findings, kind="reminder"), "received")
        for who, operation, body in (
                ("head", "appealOrder", {"reason": "认定有误"}),
                ("boss", "decideAppeal", {"outcome": "revoked", "opinion": "撤销"})):
            refused = h[who].call(operation, letter, body=body)
            self.assertEqual(refused.status, 409)
            self.assertIn("received and closed", refused.json["detail"])
        self.assertEqual(h["boss"].do("getOrder", letter).json["state"], "received")


if __name__ == "__main__":
    tap.main()
