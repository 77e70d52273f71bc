#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Indicators: those of domain.md F.3 against another count of the same records, and the 29 of
haicheng-2018 against their formulas with figures whose results are worked out by hand."""
import csv
import datetime
import io
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import statistics_house
import tap

# key: (May 2018, May 2017 or None)
FIGURES = {
    "officials_held_to_account": 1, "surveys": 4, "survey_reports_in_time": 4,
    "promises_unkept": 40, "promises_listed": 39, "credit_complaints": 0,
    "credit_complaints_handled": 0, "matters": 1000, "matters_unified": 1000,
    "informal_steps": 12, "informal_steps_limited": 11, "supervision_matters": 60,
    "supervision_covered": 60, "licences": 310, "licences_secret": 10, "licences_in_centre": 300,
    "matters_in_centre": 900, "matters_online": 719, "staff_votes": 2,
    "window_complaints": (50, 100), "named_reports": 3, "named_reports_checked": 3,
    "parks_towns": 20, "departments": 30, "regulation_checked": 49, "monitor_meetings": 1,
    "discretion_complaints": (61, 100), "station_complaints": (5, 0), "bookings": 1000,
    "bookings_online": 400, "parking_drives": 1, "taxi_complaints": (99, 100),
    "taxi_solved": (90, 90), "first_week_broadcasts": 1, "exposures": 0, "article_issues": 1,
    "press_conferences": 0}
STOCK = {"promises_unkept", "promises_listed", "matters", "matters_unified", "informal_steps",
         "informal_steps_limited", "supervision_matters", "supervision_covered", "licences",
         "licences_secret", "licences_in_centre", "matters_in_centre", "matters_online",
         "parks_towns", "departments", "regulation_checked"}
YEARLY = {"officials_held_to_account", "parking_drives", "press_conferences"}
QUARTERLY = {"monitor_meetings"}
# What the formulas give: value, numerator, denominator, met, why.
EXPECTED = {
    "i1.1": (None, None, None, None, "no_figure"),
    "i1.1b": (1, 1, None, False, None),
    "i1.2": (None, 0, 0, None, "no_base"),
    "i1.3": (1, 4, 4, True, None),
    "i1.4": (None, 0, 0, None, "no_base"),
    "i1.5": (0.975, 39, 40, False, None),
    "i1.6": (None, 0, 0, None, "no_base"),
    "i2.1": (1, 1000, 1000, True, None),
    "i2.2": (0.9167, 11, 12, False, None),
    "i2.3": (1, 60, 60, True, None),
    "i3.1": (1, 300, 300, True, None),
    "i3.2": (0.7989, 719, 900, False, None),
    "i3.3": (2, 2, None, True, None),
    "i3.4": (-0.5, -50, 100, True, None),
    "i4.1": (1, 3, 3, True, None),
    "i6.1": (0.98, 49, 50, False, None),
    "i6.2": (1, 1, None, True, None),
    "i6.3": (-0.39, -39, 100, False, None),
    "i7.1": (None, 5, 0, None, "no_base"),
    "i7.2": (0.4, 400, 1000, True, None),
    "i7.3": (1, 1, None, True, None),
    "i7.4": (-0.01, -1, 100, True, None),
    "i7.5": (0.0091, 90, 99, True, None),
    "i8.1": (1, 3, 3, True, None),
    "i9.1": (1, 1, None, True, None),
    "i9.2": (0, 0, None, False, None),
    "i9.3": (1, 1, None, True, None),
    "i9.4": (0, 0, None, None, "not_over"),
    "i9.5": (0, 1, 2, False, None)}
TOWNS = {"210381-t1": "210381-yqzq", "210381-f1": "210381-fwbm", "210381-f2": "210381-fwbm",
         "210381-s1": "210381-szbm"}


class Indicators(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = statistics_house.Spring()
        h.live()
        for unit, parent in TOWNS.items():
            h.root.do("putUnit", unit, body={"name": unit, "parent": parent}, status=201)
        for key, values in FIGURES.items():
            now, then = values if isinstance(values, tuple) else (values, None)
            period = "2018" if key in YEARLY else "2018-Q2" if key in QUARTERLY else "2018-05"
            as_of = "2018-05-31" if key in STOCK else "2018-06-15"
            cls.enter(key, period, now, as_of)
            if then is not None:
                cls.enter(key, "2017-05", then, "2017-06-01")
        for unit, parent in TOWNS.items():
            if parent != "210381-szbm":
                cls.enter("standards", "2018-05", 1 if unit != "210381-f2" else 3, "2018-06-15",
                          unit)
            if parent != "210381-fwbm":
                cls.enter("media_articles", "2018", 0 if unit == "210381-s1" else 2,
                          "2018-06-15", unit)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    @classmethod
    def enter(cls, key, period, value, as_of, unit=None, status=201, headers=None):
        body = {"scheme": house.SCHEME, "key": key, "period": period, "value": str(value),
                "source": "市营商办统计", "as_of": as_of}
        name = ".".join([house.SCHEME, key, period] + ([unit] if unit else []))
        if unit:
            body["unit"] = unit
        return cls.house["draft"].do("putFigure", name, body=body, status=status, headers=headers)

    def ask(self, period, source):
        items = self.house["assess"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": period}).json["items"]
        return {i["id"]: i for i in items if i["source"] == source}

    def cohort_due(self, accepted):
        """By the program that counts periods, which has tests of its own."""
        done = subprocess.run([contract.BUILD / "cli" / "anfang", "calendar", "due", str(accepted),
                               "6m"], check=True, stdout=subprocess.PIPE)
        return datetime.date.fromisoformat(done.stdout.decode().strip())

    def test_1_counts_of_every_period(self):
        export = self.house.export()
        for period, first, last in (
                ("2018-03", (2018, 3, 1), (2018, 3, 31)), ("2018-04", (2018, 4, 1), (2018, 4, 30)),
                ("2018-05", (2018, 5, 1), (2018, 5, 31)), ("2018-06", (2018, 6, 1), (2018, 6, 20)),
                ("2018-W20", (2018, 5, 14), (2018, 5, 20)), ("2018-Q2", (2018, 4, 1), (2018, 6, 20)),
                ("2018", (2018, 1, 1), (2018, 6, 20))):
            expected = statistics_house.count(export, datetime.date(*first), datetime.date(*last),
                                              self.cohort_due)
            told = self.ask(period, "office")
            for name, (numerator, denominator) in expected.items():
                with self.subTest(period=period, name=name):
                    item = told[name]
                    self.assertEqual((item["numerator"], item["denominator"]),
                                     (numerator, denominator))
                    if denominator == 0:
                        self.assertEqual((item["value"], item["why"]), (None, "no_base"))
                    else:
                        self.assertAlmostEqual(item["value"], numerator / (denominator or 1), 4)

    def test_2_the_table_is_not_empty_of_cases(self):
        """The fixture has something to count in each row that records can tell of."""
        told = self.ask("2018", "office")
        for name in ("established", "received", "planned", "rectified", "finished", "in_time",
                     "closed", "closed_in_time", "overdue", "returned", "relapsed", "mechanisms"):
            self.assertGreater(told[name]["denominator"], 0, name)
            self.assertGreater(told[name]["numerator"], 0, name)
            self.assertLess(told[name]["numerator"], told[name]["denominator"] + 1, name)

    def test_3_the_29_of_haicheng(self):
        told = self.ask("2018-05", "scheme")
        self.assertEqual(sorted(told), sorted(EXPECTED))
        for name, expected in EXPECTED.items():
            item = told[name]
            self.assertEqual((item["value"], item["numerator"], item["denominator"], item["met"],
                              item.get("why")), expected, name)

    def test_4_the_formula_stands_beside_the_original_words(self):
        shared = contract.SOURCE / "data" / "schemes"
        for path in shared.glob("*.json"):
            for item in json.loads(path.read_text("utf-8"))["indicators"]:
                self.assertIn("measure", item, (path.name, item["id"]))
                self.assertIn("formula", item)

    def test_5_a_missing_figure_is_named(self):
        item = self.ask("2018-05", "scheme")["i1.1"]
        self.assertEqual(item["missing"], "criticisms")
        self.enter("criticisms", "2018", 0, "2018-06-01")
        item = self.ask("2018-05", "scheme")["i1.1"]
        self.assertEqual((item["value"], item["met"]), (0, True))

    def test_6_a_figure_is_corrected_and_the_old_one_kept(self):
        self.enter("exposures", "2018-04", 1, "2018-04-30")
        name = house.SCHEME + ".exposures.2018-04"
        other = {"scheme": house.SCHEME, "key": "exposures", "period": "2018-04", "value": "2",
                 "source": "更正", "as_of": "2018-05-02"}
        self.assertEqual(self.house["clerk"].call("putFigure", name, body=other).status, 409)
        tag = self.house["clerk"].do("getFigure", name).headers["ETag"]
        told = self.house["clerk"].do("putFigure", name, body=other, headers={
            "If-Match": tag}).json
        self.assertEqual((told["value"], told["by"]), ("2", "clerk"))
        self.assertEqual([(w["value"], w["source"], w["by"]) for w in told["was"]],
                         [("1", "市营商办统计", "draft")])
        self.assertIn(name, [f["id"] for f in self.house["boss"].do("listFigures", query={
            "scheme": house.SCHEME, "limit": 200}).json["items"]])

    def test_7_figures_that_cannot_be(self):
        good = {"scheme": house.SCHEME, "key": "exposures", "period": "2018-03", "value": "1",
                "source": "x", "as_of": "2018-03-31"}
        for change in ({"key": "unheard_of"}, {"period": "2018-07"}, {"as_of": "2018-06-21"},
                       {"as_of": "2018-02-28"}, {"value": "-1"}, {"value": "1e3"},
                       {"unit": "210381-nobody"}, {"scheme": "no-such-scheme"}):
            body = dict(good, **change)
            name = ".".join(filter(None, (body["scheme"], body["key"], body["period"],
                                          body.get("unit"))))
            answer = self.house["draft"].call("putFigure", name, body=body)
            self.assertIn(answer.status, (400, 422), change)
        wrong = self.house["draft"].call("putFigure", house.SCHEME + ".exposures.2018-02",
                                         body=good)
        self.assertEqual(wrong.status, 422)

    def test_8_as_a_table(self):
        text = self.house["boss"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": "2018-05", "format": "csv"}).body
        # Of CSV, where what begins with a minus is kept from being computed.
        rows = {r[0]: [cell.lstrip("'") for cell in r]
                for r in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))}
        name = self.ask("2018-05", "scheme")["i7.1"]["name"]
        # Read by people: no keys, and the period in words.
        self.assertEqual(rows["窗口服务投诉同比变化"][1:7], ["2018年5月", "-50%", "-50", "100", "≤-50%",
                                                             "达标"])
        self.assertEqual(rows[name][2:8], ["无法计算", "5", "0", "≤-30%", "—",
                                           "无法计算：分母或上年同期为0"])

    def test_9_the_last_answer_counts_and_is_said_to(self):
        """A second reinspection has the answer that stands; who reads the rate has to know."""
        told = self.ask("2018-05", "office")
        for name in ("satisfied", "basically_satisfied", "replies"):
            self.assertIn("同一问题以最后一次复查", told[name]["formula"])


if __name__ == "__main__":
    tap.main()
