#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Reports: what they count against another count of the same records, over the days that the
scheme's report day bounds, and that they stay as they were made."""
import csv
import datetime
import io
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import statistics_house
import tap

COUNTS = ("新增", "到期", "逾期", "销号", "未销号")


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = statistics_house.Spring()
        cls.house.live()
        cls.house.root.do("putUnit", "210381-t1", body={
            "name": "甲镇", "parent": "210381-yqzq"}, status=201)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def make(self, kind, period=None, status=None):
        body = {"scheme": house.SCHEME, "kind": kind}
        if period:
            body["period"] = period
        return self.house["draft"].do("makeReport", body=body, status=status).json

    def table(self, report, name):
        found = [t for t in report["tables"] if t["name"] == name][0]
        heads = [c["heading"] for c in found["columns"]]
        return [dict(zip(heads, row)) for row in found["rows"]]

    def count(self, first, last, test=lambda finding: True):
        """新增, 到期, 逾期, 销号, 未销号 of the findings that pass `test`."""
        day, act, clock = statistics_house.day, statistics_house.act, statistics_house.clock
        rows = [(act(f, "established"), day(clock(o, "rectify").get("due")),
                 day(f.get("closed_at"))) for f, o in self.house.export() if test(f)]

        def during(when):
            return first <= when <= last
        return [sum(1 for t, d, c in rows if during(t)),
                sum(1 for t, d, c in rows if t <= last and during(d)),
                sum(1 for t, d, c in rows if t <= last < c and d < last),
                sum(1 for t, d, c in rows if during(c)),
                sum(1 for t, d, c in rows if t <= last < c)]

    def test_1_a_month_ends_on_the_report_day(self):
        """haicheng-2018: 每月23日之前. What is told on 23 April began on 24 March."""
        report = self.make("monthly", "2018-04", status=201)
        self.assertEqual((report["from"], report["to"]), ("2018-03-24", "2018-04-23"))
        self.assertEqual(report["title"], "专项行动组进展月报")
        expected = self.count(datetime.date(2018, 3, 24), datetime.date(2018, 4, 23))
        total = self.table(report, "units")[-1]
        self.assertEqual([int(total[c]) for c in COUNTS], expected)
        self.assertEqual(total["牵头单位"], "合计")
        self.assertGreater(sum(expected), 0)

    def test_2_rows_of_each_unit_and_category(self):
        report = self.make("quarterly", "2018-Q1", status=201)
        first, last = datetime.date(2018, 1, 1), datetime.date(2018, 3, 31)
        self.assertEqual((report["from"], report["to"]), (str(first), str(last)))
        units = {r["牵头单位"]: [int(r[c]) for c in COUNTS] for r in self.table(report, "units")}
        names = {u["id"]: u["name"] for u in self.house["boss"].do("listUnits", query={
            "limit": 200}).json["items"]}
        for lead in (house.LEAD, house.SECOND_LEAD):
            self.assertEqual(units[names[lead]], self.count(
                first, last, lambda f, lead=lead: lead in f["lead_units"]))
        categories = {r["问题类别"]: [int(r[c]) for c in COUNTS]
                      for r in self.table(report, "categories")}
        self.assertEqual(len(categories), 2)
        for category, told in categories.items():
            self.assertEqual(told, self.count(
                first, last, lambda f, c=category: f["category"] == c))

    def test_3_it_stays_as_it_was_made(self):
        before = self.make("weekly", "2018-W20", status=201)
        frozen = {form: self.house["boss"].do("getReport", before["id"], query={
            "format": form}).body for form in ("json", "csv", "xlsx")}
        # A matter of that week is closed since, a figure of it entered and the scheme changed.
        self.house.on("2018-06-25")
        self.house.begin("received")
        self.house["draft"].do("putFigure", house.SCHEME + ".criticisms.2018", status=201, body={
            "scheme": house.SCHEME, "key": "criticisms", "period": "2018", "value": "3",
            "source": "x", "as_of": "2018-05-16"})
        self.house["draft"].do("makeReport", status=200, body={
            "scheme": house.SCHEME, "kind": "weekly", "period": "2018-W20"})
        for form, body in frozen.items():
            self.assertEqual(self.house["boss"].do("getReport", before["id"], query={
                "format": form}).body, body, form)
        self.assertIn(before["id"], [r["id"] for r in self.house["boss"].do("listReports").json[
            "items"]])

    def test_4_it_has_a_leaf_in_the_log(self):
        report = self.make("weekly", "2018-W10", status=201)
        place = self.house["boss"].do("findLeaf", query={"record": "report/" + report["id"]}).json
        leaf = self.house["boss"].do("getLeaf", place["index"]).json
        self.assertEqual(leaf["event"], "report.frozen")

    def test_5_only_of_what_is_over(self):
        for kind, period, status in (
                ("monthly", "2018-07", 409), ("quarterly", "2018-Q2", 409), ("year", "2018", 409),
                ("phase", "p2", 409), ("phase", "p9", 422), ("weekly", "2018-06", 422),
                ("monthly", "2018-W20", 422), ("monthly", "June", 422)):
            answer = self.house["draft"].call("makeReport", body={
                "scheme": house.SCHEME, "kind": kind, "period": period})
            self.assertEqual(answer.status, status, (kind, period))

    def test_6_without_a_period_the_last_one(self):
        self.assertEqual(self.make("monthly")["period"], "2018-06")   # its day was the 23rd
        self.assertEqual(self.make("quarterly")["period"], "2018-Q1")
        self.assertEqual(self.make("weekly")["period"], "2018-W25")
        self.assertEqual(self.make("year")["period"], "2017")

    def test_7_a_phase_has_the_months_of_the_scheme(self):
        report = self.make("phase", "p1")
        self.assertEqual((report["from"], report["to"]), ("2018-02-01", "2018-03-31"))

    def test_8_who_did_nothing_is_not_ranked(self):
        rows = {r["单位"]: r for r in self.table(self.make("quarterly", "2018-Q1"), "ranking")}
        addressee = rows["市市场局"]
        # 100 − 1 for each of the two that were established in the quarter.
        self.assertEqual((addressee["组别"], addressee["名次"], addressee["得分"]),
                         ("市直部门", "1", "98"))
        self.assertEqual((rows["甲镇"]["组别"], rows["甲镇"]["名次"], rows["甲镇"]["得分"]),
                         ("开发园区、镇区", "不排名", None))

    def test_9_csv_says_what_json_says(self):
        report = self.make("monthly", "2018-04")
        text = self.house["boss"].do("getReport", report["id"], query={"format": "csv"}).body
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
        width = max(len(t["columns"]) for t in report["tables"])
        at = 0
        for table in report["tables"]:
            for line in ([table["title"]], [c["heading"] for c in table["columns"]],
                         *table["rows"]):
                cells = [cell or "" for cell in line] + [""] * (width - len(line))
                self.assertEqual([c.lstrip("'") for c in rows[at]], cells)
                at += 1
        self.assertEqual(at, len(rows))


if __name__ == "__main__":
    tap.main()
