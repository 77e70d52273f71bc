#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Reports: what they count against another count of the same records, over the days that the
scheme's report day bounds, and that they stay as they were made."""
import contextlib
import csv
import datetime
import io
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import statistics_house
import tap
import world

try:
    import openpyxl
except ImportError:
    openpyxl = None


def read_pdf(pdf, tool, *options):
    done = subprocess.run([tool, *options, "-"] + (["-"] if tool == "pdftotext" else []), input=pdf,
                          check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def say_period(period):
    """As Chinese papers write it."""
    year, _, part = period.partition("-")
    if "/" in period:
        return period.replace("/", "至")
    if part.startswith("Q"):
        return "%s年第%s季度" % (year, "一二三四"[int(part[1]) - 1])
    if part.startswith("W"):
        return "%s年第%d周" % (year, int(part[1:]))
    return "%s年%d月" % (year, int(part)) if part else year + "年"


COUNTS = ("查实", "到期", "逾期", "销号", "未销号")


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
        """查实, 到期, 逾期, 销号, 未销号 of the findings that pass `test`."""
        day, act, limit = statistics_house.day, statistics_house.act, statistics_house.limit
        rows = [(act(f, "established"), limit(o, last)[0], day(f.get("closed_at")),
                 limit(o, last)[1]) for f, o in self.house.export() if test(f)]

        def during(when):
            return first <= when <= last
        return [sum(1 for t, d, c, _ in rows if during(t)),
                sum(1 for t, d, c, _ in rows if t <= last and during(d)),
                sum(1 for t, d, c, met in rows if t <= last < c and d < last < met),
                sum(1 for t, d, c, _ in rows if during(c)),
                sum(1 for t, d, c, _ in rows if t <= last < c)]

    def test_1_a_month_ends_on_the_report_day(self):
        """haicheng-2018: 每月23日之前. What is told on 23 April began on 24 March."""
        report = self.make("monthly", "2018-04", status=201)
        self.assertEqual((report["from"], report["to"]), ("2018-03-24", "2018-04-23"))
        # The office's own, and not what each 专项行动组 sends to it.
        self.assertEqual(report["title"], "月报")
        self.assertIn("2018年海城市优化营商环境专项整治工作月报（2018年3月24日至4月23日）",
                      self.words(report))
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
        # Of an area that two units lead each row counts for itself; the sheet says so below.
        note = "注：同一问题由两个以上单位牵头的，各单位分别计数，合计不重复计算。"
        (table,) = [t for t in report["tables"] if t["name"] == "units"]
        self.assertEqual(table["note"], note)
        self.assertEqual(units["合计"], self.count(first, last))
        self.assertNotEqual(units["合计"], [a + b for a, b in zip(
            units[names[house.LEAD]], units[names[house.SECOND_LEAD]])])
        self.assertIn("合计" + "".join(r for r in table["rows"][-1][1:]) + note, self.words(report))
        if openpyxl is not None:
            book = openpyxl.load_workbook(io.BytesIO(self.house["boss"].do(
                "getReport", report["id"], query={"format": "xlsx"}).body))
            sheet = book["按牵头单位"]
            told = [row[0] for row in sheet.iter_rows(values_only=True)]
            self.assertEqual(told[-3:], ["合计", None, note])
            self.assertEqual(sheet.auto_filter.ref, "A1:H%d" % (len(told) - 2))
        *rows, total = self.table(report, "categories")
        self.assertEqual((total["专项"], [int(total[c]) for c in COUNTS]),
                         ("合计", self.count(first, last)))
        categories = {r["问题类别"]: [int(r[c]) for c in COUNTS] for r in rows}
        self.assertEqual(len(categories), 2)
        for category, told in categories.items():
            self.assertEqual(told, self.count(
                first, last, lambda f, c=category: f["category"] == c))

    def test_3_it_stays_as_it_was_made(self):
        before = self.make("weekly", "2018-W20", status=201)
        frozen = {form: self.house["boss"].do("getReport", before["id"], query={
            "format": form}).body for form in ("json", "csv", "xlsx", "pdf")}
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
        listed = {r["id"]: r for r in self.house["boss"].do("listReports").json["items"]}
        self.assertEqual(listed[before["id"]]["title"], before["title"])
        self.assertNotIn("tables", listed[before["id"]])

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
        # By its name: 集中整治阶段 and 督查督办 have the same days.
        self.assertEqual(report["title"], "安排部署阶段报告")
        self.assertIn("2018年海城市优化营商环境专项整治工作安排部署阶段报告（2018年2月1日至3月31日）",
                      self.words(report))
        names = {p["id"]: p["name"] for p in house.read_scheme()["phases"]}
        self.assertEqual((names["p2"], names["p3"]), ("集中整治阶段", "督查督办"))

    def test_8_who_did_nothing_is_not_ranked(self):
        rows = {r["单位"]: r for r in self.table(self.make("quarterly", "2018-Q1"), "ranking")}
        addressee = rows["市市场局"]
        # 100 − 1 for each of the two that were established in the quarter.
        self.assertEqual((addressee["组别"], addressee["名次"], addressee["得分"]),
                         ("市直部门", "1", "98"))
        self.assertEqual((rows["甲镇"]["组别"], rows["甲镇"]["名次"], rows["甲镇"]["得分"]),
                         ("开发园区、镇区", "不排名", None))

    def visits_ended(self, first, last):
        visits = self.house["boss"].do("listVisits", query={"limit": 200}).json["items"]
        ended = [statistics_house.day(v["submitted"].get("ended_at", v["submitted"]["at"]))
                 for v in visits if "submitted" in v]
        return sum(1 for e in ended if first <= e <= last)

    def test_8a_the_whole_in_numbers(self):
        first, last = datetime.date(2018, 3, 24), datetime.date(2018, 4, 23)
        report = self.make("monthly", "2018-04")
        told = {r["统计项"]: int(r["数量"]) for r in self.table(report, "summary")}
        day, act = statistics_house.day, statistics_house.act
        export = self.house.export()

        def n(test):
            return sum(1 for f, o in export if test(f, o))

        def during(when):
            return first <= when <= last
        new, due, overdue, closed, still_open = self.count(first, last)
        self.assertEqual(told, {
            "visits": self.visits_ended(first, last),
            "found": n(lambda f, o: during(day(f["created_at"]))),
            "established": new, "due": due, "overdue": overdue, "closed_in_span": closed,
            "open": still_open, "ordered": n(lambda f, o: during(act(o, "signed"))),
            "due_closed": n(lambda f, o: during(statistics_house.limit(o, last)[0])
                            and day(f.get("closed_at")) <= last)})
        self.assertGreater(told["found"], told["established"])  # one was not established
        (area, total) = self.table(report, "areas")
        self.assertEqual((total["专项"], [int(total[c]) for c in COUNTS]),
                         ("合计", [new, due, overdue, closed, still_open]))
        self.assertEqual([v for k, v in area.items() if k != "专项"],
                         [v for k, v in total.items() if k != "专项"])

    def test_8b_the_rate_of_each_unit(self):
        last = datetime.date(2018, 3, 31)
        row, total = self.table(self.make("quarterly", "2018-Q1"), "responsible")
        export = [f for f, _ in self.house.export()
                  if statistics_house.act(f, "established") <= last]
        closed = sum(1 for f in export if statistics_house.day(f.get("closed_at")) <= last)
        self.assertEqual((row["责任单位"], int(row["累计销号"]), int(row["累计查实"])),
                         ("市市场局", closed, len(export)))
        self.assertEqual((closed, len(export), row["销号率（%）"]), (1, 2, "50"))
        # All of them is no unit: neither among them nor in their chart.
        self.assertEqual([total[c] for c in total], ["合计"] + [row[c] for c in row][1:])
        words = self.words(self.make("quarterly", "2018-Q1"))
        self.assertIn("台账涉及责任单位1个，累计查实问题2个，累计销号1个", words)
        body = words.partition("附件：统计表")[0]
        self.assertIn("市市场局", body.partition("责任单位整改情况")[2])
        self.assertNotIn("合计", body)

    def test_8ba_who_has_most_to_do_comes_first(self):
        """And not whose id does."""
        moved = next(f["id"] for f, _ in self.house.export() if f["state"] == "rectifying")
        doc = self.set_doc(moved, None)
        first = house.ADDRESSEE.replace("scj", "bwb")
        self.assertLess(first, house.ADDRESSEE)
        self.set_doc(moved, json.dumps(dict(json.loads(doc), unit=first)))
        *rows, _ = self.table(self.make("weekly", "2018-W24"), "responsible")
        open_ = [int(r["累计查实"]) - int(r["累计销号"]) for r in rows]
        self.assertEqual((len(rows), rows[0]["责任单位"]), (2, "市市场局"))
        self.assertEqual(open_, sorted(open_, reverse=True))
        self.assertGreater(open_[0], open_[1])
        self.set_doc(moved, doc)

    def test_8bb_categories_as_the_scheme_names_them(self):
        """Whatever their characters."""
        first, second = house.read_scheme()["areas"][2]["categories"][2:4]
        self.assertGreater(first, second)
        moved = next(f["id"] for f, _ in self.house.export()
                     if f["category"] == statistics_house.OTHER_CATEGORY)
        doc = self.set_doc(moved, None)
        self.set_doc(moved, json.dumps(dict(json.loads(doc), category=second)))
        rows = self.table(self.make("weekly", "2018-W11", status=201), "categories")
        self.set_doc(moved, doc)
        self.assertEqual([r["问题类别"] for r in rows], [first, second, None])

    def test_8c_the_course_of_it(self):
        """By weeks, cut at the report day; the parts make up the whole."""
        trend = self.table(self.make("monthly", "2018-04"), "trend")
        self.assertEqual([(r["起"], r["止"]) for r in trend], [
            ("2018-03-24", "2018-03-25"), ("2018-03-26", "2018-04-01"),
            ("2018-04-02", "2018-04-08"), ("2018-04-09", "2018-04-15"),
            ("2018-04-16", "2018-04-22"), ("2018-04-23", "2018-04-23")])
        for row in trend:
            expected = self.count(*map(datetime.date.fromisoformat, (row["起"], row["止"])))
            self.assertEqual((int(row["查实"]), int(row["销号"])), (expected[0], expected[3]), row)
        week = self.table(self.make("weekly", "2018-W20"), "trend")
        self.assertEqual((len(week), week[0]["起"], week[-1]["止"]),
                         (8, "2018-03-26", "2018-05-20"))
        year = self.table(self.make("year", "2017"), "trend")
        self.assertEqual([r["起"] for r in year], ["2017-%02d-01" % m for m in range(1, 13)])

    def test_8d_what_came_back_and_what_is_open(self):
        report = self.make("monthly", "2018-04")
        last = datetime.date(2018, 4, 23)
        export = self.house.export()
        numbers = {f["id"]: f["number"] for f, _ in export}
        (again,) = [f for f, _ in export if "recurrence" in f
                    and statistics_house.day(f["created_at"]) <= last]
        (row,) = self.table(report, "recurrences")
        self.assertEqual((row["问题编号"], row["此前销号的问题"]), (
            again["number"], "、".join(numbers[i] for i in again["recurrence"]["of"])))
        rows = self.table(report, "open")
        self.assertEqual({r["问题编号"] for r in rows}, {
            f["number"] for f, _ in export if statistics_house.act(f, "established") <= last
            < statistics_house.day(f.get("closed_at"))})
        self.assertEqual([r["整改期限"] for r in rows], sorted(r["整改期限"] for r in rows))
        # As it stood then, though it was sent back with a new limit since.
        limits = {f["number"]: statistics_house.limit(o, last) for f, o in export}
        for row in rows:
            due, met = limits[row["问题编号"]]
            self.assertEqual((row["整改期限"], row["状态"]),
                             (str(due), "逾期" if due < last < met else "整改中"))
        self.assertEqual({r["状态"] for r in rows}, {"整改中", "逾期"})
        # Nothing says who found it.
        self.assertNotIn("li", [cell for r in rows for cell in r.values()])

    def set_doc(self, id_, doc):
        with contextlib.closing(sqlite3.connect(self.house.service.data / "anfang.db",
                                                timeout=30)) as db, db:
            (before,), = db.execute("SELECT doc FROM finding WHERE id = ?", (id_,)).fetchall()
            db.execute("UPDATE finding SET doc = ? WHERE id = ?", (doc or before, id_))
            return before

    def test_8da_what_came_back_often_is_counted(self):
        """The newest by number, the others by how many there are."""
        export = [f for f, _ in self.house.export()]
        again = next(f for f in export if "recurrence" in f)
        first, = again["recurrence"]["of"]
        number, = {f["number"] for f in export if f["id"] == first}
        doc = self.set_doc(again["id"], None)
        changed = json.loads(doc)
        changed["recurrence"] = {"count": 7, "of": [first] * 7}
        self.set_doc(again["id"], json.dumps(changed))
        week = "%d-W%02d" % statistics_house.act(again, "established").isocalendar()[:2]
        row, = [r for r in self.table(self.make("weekly", week), "recurrences")
                if r["问题编号"] == again["number"]]
        self.assertEqual(row["此前销号的问题"], "、".join([number] * 5) + "等7个")
        self.set_doc(again["id"], doc)

    def test_8e_what_was_urged(self):
        """By the steps themselves: those proposed in the days of the report, and what became of them."""
        self.house["clerk"].do("sweepSteps", body={})
        steps = self.house["boss"].do("listSteps", query={"limit": 200}).json["items"]
        step = next(s for s in steps if s["state"] == "proposed")
        self.house.on("2018-06-26")
        report = self.make("weekly", "2018-W25")
        self.assertNotIn("steps", [t["name"] for t in report["tables"]])
        who = {"drafter": "draft", "signer": "sign", "leader": "boss"}[step["roles"][0]]
        self.house[who].do("declineStep", step["id"], body={"reason": "x"})
        self.house.on("2018-07-02")
        steps = self.house["boss"].do("listSteps", query={"limit": 200}).json["items"]
        told = {r["督促措施"]: r for r in self.table(self.make("weekly", "2018-W26"), "steps")}
        # For those who decide, and for no paper that leaves the house.
        made = self.make("weekly", "2018-W26")
        self.assertIn("系统提示情况", [t["title"] for t in made["tables"]])
        words = self.words(made)
        for word in ("系统提示", "督促措施", "失效", "待定"):
            self.assertNotIn(word, words)
        first, last = datetime.date(2018, 6, 25), datetime.date(2018, 7, 1)
        names = {s["name"] for s in steps if first <= statistics_house.day(s["created_at"]) <= last}
        self.assertEqual(set(told), names)
        for name, row in told.items():
            own = [s["state"] for s in steps if s["name"] == name
                   and first <= statistics_house.day(s["created_at"]) <= last]
            self.assertEqual([int(row[c]) for c in ("提出", "采取", "不采取", "待定", "失效")], [
                len(own), own.count("taken"), own.count("declined"), own.count("proposed"),
                own.count("superseded") + own.count("lapsed")])

    def words(self, report):
        """What the paper says, without blanks."""
        pdf = self.house["boss"].do("getReport", report["id"], query={"format": "pdf"}).body
        return "".join(read_pdf(pdf, "pdftotext", "-raw", "-nopgbrk").split())

    def test_8f_the_paper_says_each_figure(self):
        """Against the ledger that is handed out, not against the report."""
        first, last = datetime.date(2018, 3, 24), datetime.date(2018, 4, 23)
        report = self.make("monthly", "2018-04")
        words = self.words(report)
        new, due, overdue, closed, still_open = self.count(first, last)
        day, act, clock = statistics_house.day, statistics_house.act, statistics_house.clock
        export = self.house.export()
        found = sum(1 for f, _ in export if first <= day(f["created_at"]) <= last)
        ordered = sum(1 for _, o in export if o and first <= act(o, "signed") <= last)
        due_closed = sum(1 for f, o in export if first <= day(clock(o, "rectify").get("due")) <= last
                         and day(f.get("closed_at")) <= last)
        told = re.search(
            "2018年3月24日至4月23日，开展检查(\\d+)次，发现问题(\\d+)个，查实问题(\\d+)个，交办问题"
            "(\\d+)个；到期问题(\\d+)个，其中已销号(\\d+)个；销号问题(\\d+)个。截至2018年4月23日，未销号"
            "问题(\\d+)个，其中逾期(\\d+)个。", words)
        self.assertEqual([int(n) for n in told.groups()], [
            self.visits_ended(first, last), found, new, ordered, due, due_closed, closed,
            still_open, overdue])
        # By area and unit, as tables: the unit's whole ledger, and its rate.
        until = [f for f, _ in export if act(f, "established") <= last]
        shut = sum(1 for f in until if day(f.get("closed_at")) <= last)
        counts = "%d%d%d%d%d%d%d" % (found, new, ordered, due, overdue, closed, still_open)
        self.assertIn("政务服务" + counts, words)
        self.assertIn("市市场局%s%d%d" % (counts, shut, len(until)), words)
        for finding in until:
            if day(finding.get("closed_at")) > last:
                self.assertIn(finding["number"], words)
        self.assertIn("海城市营商环境监督办公室", words)
        self.assertIn("（2018年4月月报，生成后不再改变）", words)
        self.assertNotIn(house.SCHEME, words)
        for heading in ("一、总体情况", "指标完成情况", "反弹问题", "未销号问题", "附件：统计表"):
            self.assertIn(heading, words)
        self.assertNotIn("分组排名", words)  # a month is too short
        # Of the indicators only those that there are; how many there are not is said.
        rows = self.table(report, "indicators")
        unknown = [r for r in rows if r["数值"] == "无法计算"]
        self.assertIn("其中无法计算或者不公布的%d项不列入附件" % len(unknown), words)
        self.assertTrue(unknown and len(unknown) < len(rows))
        self.assertNotIn("缺少", words.partition("附件：统计表")[2])

    def test_8g_the_paper_ranks_and_charts(self):
        report = self.make("quarterly", "2018-Q1")
        words = self.words(report)
        self.assertIn("（一）开发园区、镇区。不排名的单位1个。", words)
        # One alone is no order of merit.
        self.assertIn("（二）市直部门。有得分的单位1个，不列名次：市市场局，98分。", words)
        for chart in ("图1各专项发现和销号的问题（个）", "图2查实和销号走势（个，按周，横轴为起始日期）",
                      "图3各责任单位销号率（%）"):
            self.assertIn(chart, words)
        numbers = {r["编号"]: r for r in self.table(report, "indicators")}
        rate = numbers["closed"] if "closed" in numbers else next(
            r for r in numbers.values() if r["指标"] == "销号率")
        self.assertIn("销号率2018年第一季度%s%s%s" % (rate["数值"], rate["分子"], rate["分母"]), words)

    def test_8ga_the_paper_writes_as_an_office_does(self):
        """Quotation marks within quotation marks (GB/T 15834), what there is none of left out, 个 of
        problems."""
        first, last = datetime.date(2018, 2, 24), datetime.date(2018, 3, 23)
        self.assertEqual(self.count(first, last)[0], 2)
        moved = next(f["id"] for f, _ in self.house.export() if first <= statistics_house.act(
            f, "established") <= last)
        doc = self.set_doc(moved, None)
        self.set_doc(moved, json.dumps(dict(json.loads(doc), area="a6")))
        words = self.words(self.make("monthly", "2018-03", status=201))
        self.set_doc(moved, doc)
        self.assertIn("按专项看，查实问题较多的是“政务服务”1个、“基层‘好狠’”1个。", words)
        self.assertNotIn("新增", words)
        words = self.words(self.make("monthly", "2018-04"))
        self.assertIn("查实问题中，同一单位同类问题销号后再次发生的1个，见附件。", words)
        words = self.words(self.make("weekly", "2018-W10"))
        self.assertIn("查实问题2个，均属“政务服务”专项。", words)
        self.assertIn("未销号问题2个，均未逾期。", words)
        self.assertIn("附件列出未销号问题2个，均在整改中。", words)
        self.assertIn("到期问题0个；销号问题0个。", words)

    def test_8gb_the_paper_leaves_out_what_says_nothing(self):
        """Targets of which nothing was to be done and nothing was, and columns in which nothing stands;
        and a period is in one piece."""
        report = self.make("quarterly", "2018-Q1")
        rows = self.table(report, "targets")
        idle = [r for r in rows if (r["应完成"], r["已完成"]) == ("0", "0")]
        self.assertEqual((len(rows), len(idle)), (5, 3))
        self.assertEqual({r["专项"] for r in rows}, {None})
        pdf = self.house["boss"].do("getReport", report["id"], query={"format": "pdf"}).body
        text = read_pdf(pdf, "pdftotext", "-raw", "-nopgbrk")
        table = text[text.index("计划指标"):text.index("排名\n组别")]
        for word in ("实名举报核查", "专项"):
            self.assertNotIn(word, table)
        self.assertIn("注：另有3项应完成数、已完成数均为0，未列出。", "".join(table.split()))
        self.assertIn("2018年第一季度", table)
        self.assertIn("应完成", table)  # 应完 over 成 is no word

    def test_8gc_what_a_hotline_brought(self):
        """投诉受理、核实、办结 (domain.md H8), each on its own day; a problem that a lead brought comes
        from no check."""
        h = self.house
        h.on("2018-07-03")
        leads = []
        for day, outcome in (("2018-07-03", "substantiated"), ("2018-07-03", "unsubstantiated"),
                             ("2018-07-01", "partly"), ("2018-07-03", None)):
            leads.append(world.new_id())
            h["clerk"].do("putLead", leads[-1], status=201, body={
                "scheme": house.SCHEME, "source": "hotline", "unit": house.ADDRESSEE,
                "text": "窗口办事拖拉", "received_on": day})
            if outcome:
                h["ver1"].do("verifyLead", leads[-1], body={"outcome": outcome, "opinion": "x"})
        h["clerk"].do("answerLead", leads[1], body={"text": "查无此事"})
        h["clerk"].do("putFinding", world.new_id(), status=201, body={
            "lead": leads[0], "area": "a3", "category": statistics_house.OTHER_CATEGORY,
            "fact": "超时", "clause": "x"})
        visit = h.start_visit()
        for _ in range(2):
            h.write_finding(visit)
        h.submit_visit(visit)
        h.on("2018-07-09")
        report = self.make("weekly", "2018-W27", status=201)
        told = {r["统计项"]: int(r["数量"]) for r in self.table(report, "summary")}
        # Of four that were verified or came in these days one came the week before.
        self.assertEqual({k: told[k] for k in told if "lead" in k}, {
            "leads": 3, "leads_verified": 3, "leads_substantiated": 2, "leads_answered": 1,
            "found_of_leads": 1})
        self.assertEqual(told["found"], 3)
        words = self.words(report)
        self.assertIn("开展检查1次，发现问题2个；受理投诉举报等线索3件，核实3件，其中查实2件，办结1件，"
                      "由线索转来问题1个；查实问题0个，", words)
        self.assertIn("线索按受理、核实、答复日期计", words)

    def test_8h_nothing_to_show_no_chart(self):
        words = self.words(self.make("year", "2017"))
        self.assertIn("发现问题0个", words)
        self.assertNotIn("图1", words)
        self.assertNotIn("责任单位整改情况", words)

    def test_8i_the_paper_is_fit_for_the_file(self):
        """Faces in the file, the page of GB/T 9704, the time of the report and nobody's name."""
        report = self.make("quarterly", "2018-Q1")
        pdf = self.house["boss"].do("getReport", report["id"], query={"format": "pdf"})
        self.assertEqual(pdf.headers["Content-Type"], "application/pdf")
        fonts = read_pdf(pdf.body, "pdffonts").splitlines()[2:]
        self.assertGreaterEqual(len(fonts), 4)
        for line in fonts:
            self.assertRegex(line, r" yes (yes|no) +(yes|no) +\d+ +\d+$")
        info = dict(line.split(":", 1) for line in read_pdf(pdf.body, "pdfinfo").splitlines())
        self.assertRegex(info["Page size"], r"59[45]\.\d+ x 841\.\d+ pts \(A4\)")
        self.assertIn("季报", info["Title"])
        self.assertIn(report["as_of"][:4], info["CreationDate"])
        words = self.words(report)
        for name in ("li", "tan", "ver1", "draft"):
            self.assertNotRegex(words, r"(?<![A-Za-z])%s(?![A-Za-z])" % name)
        answer = self.house["li"].call("getReport", report["id"], query={"format": "pdf"})
        self.assertEqual(answer.status, 403)
        answer = self.house["boss"].call("getIndicators", query={
            "scheme": house.SCHEME, "format": "pdf"})
        self.assertEqual(answer.status, 400)

    def test_8j_a_month_s_indicators_are_of_its_days(self):
        """What was found after April's report day belongs to May's report, and was told in no month's
        indicators while these began on the 1st; a quarter's go on by the calendar."""
        export = [f for f, _ in self.house.export()]
        moved = next(f for f in export if f["created_at"].startswith("2018-05-10"))
        doc = self.set_doc(moved["id"], None)
        self.set_doc(moved["id"], json.dumps(dict(json.loads(doc), **{
            "created_at": "2018-04-26T02:00:00.000Z"})))
        report = self.make("monthly", "2018-05", status=201)
        self.set_doc(moved["id"], doc)
        self.assertEqual((report["from"], report["to"]), ("2018-04-24", "2018-05-23"))
        found, = [r for r in self.table(report, "indicators") if r["指标"] == "发现数"]
        told = {r["统计项"]: r["数量"] for r in self.table(report, "summary")}
        self.assertEqual((found["统计期"], found["数值"]), ("2018-04-24/2018-05-23", "1"))
        self.assertEqual(found["数值"], told["found"])
        # Asked for by itself, a month is the calendar's.
        alone = self.house["boss"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": "2018-05"}).json
        self.assertEqual({i["period"] for i in alone["items"]} & {"2018-04-24/2018-05-23"}, set())

    def test_9_csv_says_what_json_says(self):
        """But for the keys, which are for programs; a period is in words."""
        report = self.make("monthly", "2018-04")
        text = self.house["boss"].do("getReport", report["id"], query={"format": "csv"}).body
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
        keys = {("summary", "count"), ("indicators", "id")}
        width = max(sum(1 for c in t["columns"] if (t["name"], c["name"]) not in keys)
                    for t in report["tables"])
        at = 0
        for table in report["tables"]:
            kept = [(i, c["name"]) for i, c in enumerate(table["columns"])
                    if (table["name"], c["name"]) not in keys]
            told = [[say_period(row[i]) if name == "period" else row[i] for i, name in kept]
                    for row in table["rows"]]
            for line in ([table["title"]], [table["columns"][i]["heading"] for i, _ in kept],
                         *told):
                cells = [cell or "" for cell in line] + [""] * (width - len(line))
                self.assertEqual([c.lstrip("'") for c in rows[at]], cells)
                at += 1
        self.assertEqual(at, len(rows))
        text = text.decode("utf-8-sig")
        for word in ("visits", "closed_in_span", "2018-03-24/2018-04-23", "2018-Q"):
            self.assertNotIn(word, text)
        self.assertIn("2018-03-24至2018-04-23", text)


if __name__ == "__main__":
    tap.main()
