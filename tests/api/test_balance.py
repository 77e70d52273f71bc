#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What a year of work (tests/e2e/year.py) has shown the books to forget: each in the smallest case.

The clock is the test's.
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

    def declare(self, unit, found=0):
        self.house["clerk"].do("putSelfCheck", world.new_id(), status=201, body={
            "scheme": house.SCHEME, "area": "a3", "category": CATEGORY, "unit": unit,
            "found": found})

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

    def test_a_new_order_does_not_answer_for_the_one_before_it(self):
        """第二次督办 (E.4, level 3) is of this order: what pressed for one that was withdrawn is none."""
        h = self.house
        order = h.begin("received")
        findings = h["boss"].do("getOrder", order).json["findings"]
        for _ in range(2):
            press = h.bring(h.draft_order(findings, kind="supervision",
                                          rectify={"period": "5wd"}), "served")
            h["sign"].do("withdrawOrder", press, body={"reason": "已面谈"})
        h["clerk"].do("sweepSteps", body={})

        def proposed(of):
            return [s["why"]["when"] for s in h["boss"].do("listSteps", query={
                "order": of}).json["items"] if s["state"] == "proposed"]
        self.assertEqual(proposed(order), ["supervised"])
        h["sign"].do("withdrawOrder", order, body={"reason": "改拟"})
        h.service.tell("step", 60)
        again = h.bring(h.draft_order(findings), "received")
        h["clerk"].do("sweepSteps", body={})
        self.assertEqual(proposed(again), [])

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
