#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The ledger and its lists, as JSON, CSV and a workbook: each is a view of the same findings and
orders, and what it says is worked out here from those records alone."""
import csv
import datetime
import io
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import statistics_house
import tap

try:
    import openpyxl
except ImportError:
    openpyxl = None

CHINA = datetime.timezone(datetime.timedelta(hours=8))
LISTS = ("ledger", "problems", "causes", "measures", "rectification", "mechanisms")


def day_of(time):
    moment = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    return moment.astimezone(CHINA).date()


class Ledgers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contract.Contract())
        visit = h.start_visit()
        cls.registered = h.write_finding(visit, fact="=1+1")
        _, (cls.established,) = h.find(evidence=False)
        cls.numbered = h.order_at("numbered")
        cls.rectifying = h.order_at("rectifying")
        cls.closed = h.order_at("closed")
        cls.findings = {f["id"]: f for f in h["boss"].do("listFindings", query={
            "limit": 200}).json["items"]}
        cls.orders = {o["id"]: o for o in h["boss"].do("listOrders", query={
            "limit": 200}).json["items"]}

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def get(self, name, form=None, **query):
        query = dict({"scheme": house.SCHEME, "list": name}, **query)
        return self.house["assess"].do("getLedger", query=dict(
            query, **({"format": form} if form else {})))

    def rows(self, name):
        return self.get(name, limit=200).json["items"]

    def table(self, name):
        text = self.get(name, "csv").body.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def finding_of(self, order):
        return self.orders[order]["findings"][0]

    def expected(self, name):
        """Which findings a list shows, from the words of the schemes: 问题清单 what was
        established, 原因清单 and 措施清单 what a plan was filed for, 整改清单 what was ordered,
        长效机制清单 one for each problem."""
        with_plan = [self.finding_of(o) for o in self.orders if "plan" in self.orders[o]]
        ordered = [f for f in self.findings if "order" in self.findings[f]]
        problems = [f for f in self.findings if f != self.registered]
        return sorted({"ledger": list(self.findings), "problems": problems, "causes": with_plan,
                       "measures": with_plan * len(house.PLAN["measures"]),
                       "rectification": ordered, "mechanisms": problems}[name])

    def test_each_list_shows_its_findings(self):
        for name in LISTS:
            with self.subTest(name):
                self.assertEqual(sorted(r["finding"] for r in self.rows(name)),
                                 self.expected(name))
                self.assertEqual(len(self.table(name)), len(self.expected(name)))
        self.assertEqual(len(self.expected("measures")), 4)
        self.assertEqual(len(self.expected("mechanisms")), 4)

    def test_causes_and_measures_are_those_of_the_plan(self):
        for row in self.rows("causes"):
            order = self.orders[self.findings[row["finding"]]["order"]]
            self.assertEqual(row["causes"], house.PLAN["causes"])
            self.assertEqual(row["order"], order["number"]["text"])
            self.assertEqual(row["plan"], str(day_of(order["plan"]["at"])))
        texts = [(r["measure"], r.get("measure_due"), r["target"], r["responsible_person"],
                  r["complete_by"]) for r in self.rows("measures")]
        one = [(m["text"], m.get("due"), house.PLAN["target"], house.PLAN["responsible_person"],
                house.PLAN["complete_by"]) for m in house.PLAN["measures"]]
        self.assertEqual(texts, one * 2)

    def test_mechanisms_tell_what_is_formed_and_what_is_not(self):
        found = {r["finding"]: r.get("mechanism") for r in self.rows("mechanisms")}
        self.assertEqual(found.pop(self.finding_of(self.closed)), "窗口首问负责制")
        self.assertEqual(set(found.values()), {None})

    def test_rectification_tells_the_dates(self):
        rows = {r["finding"]: r for r in self.rows("rectification")}
        order = self.orders[self.closed]
        row = rows[self.finding_of(self.closed)]
        clock = [c for c in order["clocks"] if c["id"] == "rectify"][0]
        self.assertEqual(row["rectify_due"], clock["due"])
        self.assertEqual(row["received"], str(day_of(order["received"]["at"])))
        self.assertEqual(row["feedback"], str(day_of(order["feedback"]["at"])))
        self.assertEqual(row["closed"], str(day_of(order["closing"]["at"])))
        self.assertEqual((row["completion"], row["returns"]), ("已完成", "0"))
        self.assertNotIn("received", rows[self.finding_of(self.numbered)])

    def test_pages_of_a_list_hold_all_of_it_once(self):
        seen, after = [], None
        while True:
            page = self.get("problems", limit=1, **({"after": after} if after else {})).json
            seen += [r["finding"] for r in page["items"]]
            after = page["next"]
            if after is None:
                break
        self.assertEqual(sorted(seen), self.expected("problems"))

    @unittest.skipUnless(openpyxl, "python3-openpyxl is not here")
    def test_the_workbook_says_what_the_csv_says(self):
        for name in LISTS:
            answer = self.get(name, "xlsx")
            sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0]
            heading, *rows = sheet.iter_rows()
            names = [cell.value for cell in heading]
            table = self.table(name)
            self.assertEqual(names, list(table[0]))
            self.assertEqual(sheet.freeze_panes, "A2")
            self.assertEqual(len(rows), len(table))
            for row, line in zip(rows, table):
                for cell, column in zip(row, names):
                    self.assertNotEqual(cell.data_type, "f")
                    value = cell.value
                    if isinstance(value, datetime.datetime):
                        value = str(value.date())
                    # An apostrophe keeps Excel from computing a cell of CSV; here it needs none.
                    self.assertEqual("" if value is None else str(value),
                                     line[column].lstrip("'").replace("\r", ""), (name, column))

    @unittest.skipUnless(openpyxl, "python3-openpyxl is not here")
    def test_dates_are_dates_and_formulas_are_texts(self):
        sheet = openpyxl.load_workbook(io.BytesIO(self.get("ledger", "xlsx").body)).worksheets[0]
        columns = {cell.value: cell.column - 1 for cell in sheet[1]}
        rows = list(sheet.iter_rows(min_row=2))
        self.assertIn("=1+1", [row[columns["问题事实"]].value for row in rows])
        dates = [row[columns["整改期限"]] for row in rows if row[columns["整改期限"]].value]
        self.assertEqual({cell.data_type for cell in dates}, {"d"})
        self.assertEqual(len(dates), 2)

    # ---- filters ----

    def filtered(self, name, text, by="assess", **query):
        return self.house[by].do("getLedger", query=dict(
            {"list": name, "filter": text, "scheme": house.SCHEME, "limit": 200}, **query)).json

    def found(self, name, text, **query):
        return sorted(r["finding"] for r in self.filtered(name, text, **query)["items"])

    def test_every_column_filters(self):
        """Each cell finds its own row again, and no row with another cell."""
        for name in LISTS:
            table = self.table(name)
            for column in list(table[0])[1:]:
                for value in {line[column].lstrip("'").replace("\r", "") for line in table}:
                    with self.subTest((name, column, value)):
                        text = value.replace("\\", "\\\\").replace(";", "\\;").replace("|", "\\|")
                        got = self.house["assess"].do("getLedger", query={
                            "list": name, "scheme": house.SCHEME, "format": "csv",
                            "filter": "%s=%s" % (column, text)}).body.decode("utf-8-sig")
                        rows = list(csv.DictReader(io.StringIO(got, newline="")))
                        want = [dict(r, 序号=None) for r in table
                                if r[column].lstrip("'").replace("\r", "") == value]
                        self.assertEqual([dict(r, 序号=None) for r in rows], want)
                        self.assertEqual([r["序号"] for r in rows],
                                         [str(i + 1) for i in range(len(rows))])

    def test_the_same_rows_in_each_format(self):
        for name in LISTS:
            table = self.filtered(name, "fact~窗口")["items"]
            self.assertTrue(table)
            lines = self.get(name, "csv", filter="fact~窗口").body.decode("utf-8-sig")
            self.assertEqual(len(list(csv.DictReader(io.StringIO(lines, newline="")))), len(table))
            if openpyxl:
                book = openpyxl.load_workbook(io.BytesIO(
                    self.get(name, "xlsx", filter="fact~窗口").body)).worksheets[0]
                self.assertEqual(book.max_row - 1, len(table))
                self.assertEqual(book.auto_filter.ref.split(":")[0], "A1")

    def test_names_of_both_languages_and_ids(self):
        closed = [self.finding_of(self.closed)]
        for text in ("state=closed", "state=已销号", "state!=registered|established|assigned|rectifying",
                     "状态=closed", "closed!="):
            self.assertEqual(self.found("ledger", text), closed, text)
        for text in ("unit=" + house.ADDRESSEE, "area=a3", "lead_units=" + house.LEAD,
                     "unit!=" + house.OTHER):
            self.assertEqual(self.found("ledger", text), sorted(self.findings), text)
        self.assertEqual(self.found("ledger", "unit=" + house.OTHER), [])
        self.assertEqual(self.found("ledger", "number=" + self.findings[closed[0]]["number"]), closed)

    def test_days_are_found_by_range(self):
        due = self.rows_of("rectification", self.closed)["rectify_due"]
        both = sorted(self.finding_of(o) for o in (self.closed, self.rectifying))
        self.assertEqual(self.found("ledger", "rectify_due=%s..%s" % (due, due)), both)
        self.assertEqual(self.found("ledger", "rectify_due=%s.." % due), both)
        after = str(datetime.date.fromisoformat(due) + datetime.timedelta(days=1))
        self.assertEqual(self.found("ledger", "rectify_due=%s.." % after), [])
        self.assertEqual(self.found("ledger", "rectify_due!="), both)
        self.assertEqual(self.found("measures", "measure_due=2099-01-05"), both)
        self.assertEqual(len(self.filtered("rectification", "returns=0..0")["items"]), 3)

    def rows_of(self, name, order):
        return {r["finding"]: r for r in self.rows(name)}[self.finding_of(order)]

    def test_what_is_wrong_in_a_filter_is_named(self):
        for text, named in (("colour=red", "colour"), ("found=x", "found"), ("state=gone", "gone"),
                            ("state=closed|gone", "gone"), ("state!=gone", "gone"),
                            ("area=a77", "a77"), ("area=a3|干部作风乱象", "干部作风乱象"),
                            ("rectify_due=2018-02-30", "2018-02-30"), ("closed", "closed"),
                            ("sequence=1", "sequence")):
            for form in ("json", "csv", "xlsx", "pdf"):
                answer = self.house["assess"].call("getLedger", query={
                    "filter": text, "format": form, "list": "problems" if "found" in text
                    else "ledger"})
                self.assertEqual(answer.status, 422, text)
                self.assertIn("filter", answer.json["detail"])
                self.assertIn(named, answer.json["detail"])

    def test_filtered_pages_hold_each_row_once(self):
        for text in ("fact~窗口", "state=established", "unit=" + house.ADDRESSEE):
            whole = self.found("ledger", text)
            seen, after = [], None
            while True:
                page = self.filtered("ledger", text, limit=1, **({"after": after} if after else {}))
                seen += [r["finding"] for r in page["items"]]
                after = page["next"]
                if after is None:
                    break
            self.assertEqual((len(seen), sorted(seen)), (len(whole), whole))

    # ---- on paper ----

    def read_paper(self, name, by="assess", **query):
        answer = self.house[by].do("getLedger", query=dict(
            {"list": name, "scheme": house.SCHEME, "format": "pdf"}, **query))
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.body, check=True,
                              stdout=subprocess.PIPE)
        return "".join(done.stdout.decode().split())

    def test_the_paper_says_what_the_workbook_says(self):
        for name in LISTS:
            text, table = self.read_paper(name), self.table(name)
            for line in table:
                for column, cell in line.items():
                    self.assertIn("".join(column.split()), text)
                    self.assertIn("".join(cell.lstrip("'").split()), text, (name, column))
            self.assertIn("共%d项" % len(table), text)

    def test_the_paper_says_of_what_it_is_the_list(self):
        title = "".join(house.read_scheme()["title"].split())
        name = self.house["boss"].do("getUnit", house.ADDRESSEE).json["name"]
        text = self.read_paper("ledger", filter="state=closed", unit=house.ADDRESSEE)
        for word in ("专项整治台账", title, "责任单位：" + name, "筛选条件：state=closed", "共1项",
                     "截至%d年%d月%d日" % datetime.datetime.now(CHINA).timetuple()[:3]):
            self.assertIn(word, text)
        self.assertNotIn("筛选条件", self.read_paper("ledger"))

    def test_a_units_paper_has_its_columns_and_rows_only(self):
        for name in LISTS:
            text = self.read_paper(name, by="head")
            lines = self.house["head"].do("getLedger", query={
                "list": name, "scheme": house.SCHEME, "format": "csv"}).body.decode("utf-8-sig")
            heads = next(csv.reader(io.StringIO(lines, newline="")))
            for column in self.table(name)[0]:
                check = self.assertIn if column in heads else self.assertNotIn
                check(column, text, name)
            for finding in self.findings.values():
                check = self.assertIn if finding["number"] in lines else self.assertNotIn
                check(finding["number"], text, name)

    # ---- units ----

    def test_a_unit_has_its_own_rows_and_no_more(self):
        """An order that is numbered but not served has reached nobody yet."""
        told = sorted(self.finding_of(o) for o in (self.closed, self.rectifying))
        for name in ("contact", "head", "lead"):
            for each in LISTS:
                rows = self.filtered(each, "number!=", by=name)["items"]
                self.assertEqual(sorted({r["finding"] for r in rows}), told, (name, each))
        for name in ("contact9", "head9", "lead9"):
            for each in LISTS:
                self.assertEqual(self.filtered(each, "number!=", by=name)["items"], [])

    def test_a_unit_is_told_no_acts_of_the_office(self):
        for each in LISTS:
            for form in ("csv", "json"):
                body = self.house["head"].do("getLedger", query={
                    "list": each, "format": form, "limit": 200}).body.decode()
                for word in ("登记日期", "核实日期", "复查日期", "复查结果", "created_at", "li", "tan", "ver1", "back1"):
                    self.assertNotIn('"%s"' % word, body)
        answer = self.house["head"].call("getLedger", query={"filter": "reinspection!=", "list":
                                                             "rectification"})
        self.assertEqual(answer.status, 422)

    def test_a_unit_goes_on_after_an_id(self):
        seen, after = [], None
        while True:
            page = self.filtered("ledger", "number!=", by="head", limit=1,
                                 **({"after": after} if after else {}))
            seen += [r["finding"] for r in page["items"]]
            after = page["next"]
            if after is None:
                break
            self.assertEqual(after, seen[-1])
        self.assertEqual(len(seen), 2)
        hidden = self.house["head"].call("getLedger", query={"after": self.registered})
        self.assertEqual(hidden.status, 422)

    def test_the_ledger_of_one_unit(self):
        self.assertEqual(len(self.get("ledger", unit=house.ADDRESSEE, limit=200).json["items"]),
                         len(self.findings))
        self.assertEqual(self.get("ledger", unit=house.OTHER).json["items"], [])

    def test_the_schemes_own_word_names_it(self):
        from urllib.parse import unquote
        for name, word in (("ledger", "专项整治台账.xlsx"), ("rectification", "整改台账.xlsx"),
                           ("causes", "原因清单.xlsx")):
            self.assertIn(word, unquote(self.get(name, "xlsx").headers["Content-Disposition"]))
        answer = self.house["assess"].do("getLedger", query={"format": "csv"})
        self.assertIn("台账.csv", unquote(answer.headers["Content-Disposition"]))

    def test_there_is_no_other_list(self):
        answer = self.house["assess"].call("getLedger", query={"list": "secrets"})
        self.assertIn(answer.status, (400, 422))


class LongLists(unittest.TestCase):
    def test_paper_ends_where_the_spreadsheet_begins(self):
        """2000 rows are printed; of one more the refusal says what to ask for instead."""
        h = house.House(contract.Contract())
        try:
            _, findings = h.find(20, evidence=False)
            order = h.bring(h.draft_order(findings), "received")
            h["head"].do("planOrder", order, body=dict(
                house.PLAN, measures=[{"text": "措施%d" % i} for i in range(100)]))
            query = {"scheme": house.SCHEME, "list": "measures", "format": "pdf"}
            self.assertTrue(h["assess"].do("getLedger", query=query).body.startswith(b"%PDF"))
            h.order_at("plan_filed")
            answer = h["assess"].call("getLedger", query=query)
            self.assertEqual(answer.status, 422)
            for word in ("2000", "xlsx", "filter"):
                self.assertIn(word, answer.json["detail"])
            self.assertEqual(h["assess"].do("getLedger", query=dict(query, format="xlsx")).status, 200)
        finally:
            h.close()


class Rounds(unittest.TestCase):
    def test_a_reinspection_is_told_with_what_it_found(self):
        """A date alone reads as if all had been well."""
        h = house.House(contract.Contract())
        self.addCleanup(h.close)
        order = h.order_at("feedback_filed")

        def told():
            (row,) = h["assess"].do("getLedger", query={
                "list": "rectification", "scheme": house.SCHEME}).json["items"]
            return row.get("reinspection_result")
        looked = {"with": "back2", "method": "现场复查", "passed": False, "record": "仍未告知"}
        self.assertIsNone(told())
        h["back1"].do("reinspectOrder", order, body=looked)
        self.assertEqual(told(), "未通过（待确认）")
        h["back2"].do("confirmReinspection", order, body={"agree": False})
        self.assertEqual(told(), "未通过（另一人不同意）")
        h["back1"].do("reinspectOrder", order, body=looked)
        h["back2"].do("confirmReinspection", order, body={"agree": True})
        self.assertEqual(told(), "未通过")
        h.bring(order, "closed", since="rectifying")
        self.assertEqual(told(), "通过")
        for name in ("ledger", "rectification"):
            table = h["assess"].do("getLedger", query={
                "list": name, "scheme": house.SCHEME, "format": "csv"}).body.decode("utf-8-sig")
            (row,) = csv.DictReader(io.StringIO(table, newline=""))
            self.assertTrue(row["复查日期"])
            self.assertEqual(row["复查结果"], "通过")

    def test_what_is_late_is_told_beside_its_state(self):
        """整改中 alone reads as if all were well; 4 April is the last day (民法典 203)."""
        h = statistics_house.Spring()
        self.addCleanup(h.close)
        h.on("2018-03-05")
        late, done = (h.order_at("rectifying", rectify={"date": "2018-04-04"}) for _ in range(2))

        def told():
            table = h["assess"].do("getLedger", query={
                "list": "ledger", "scheme": house.SCHEME, "format": "csv"}).body.decode("utf-8-sig")
            return {row["文号"]: (row["状态"], row["是否逾期"])
                    for row in csv.DictReader(io.StringIO(table, newline=""))}
        late, number = (h["clerk"].do("getOrder", o).json["number"]["text"] for o in (late, done))
        h.on("2018-04-04")
        self.assertEqual(set(told().values()), {("整改中", "否")})
        h.on("2018-04-05")
        self.assertEqual(set(told().values()), {("整改中", "逾期")})
        h.file_feedback(done)
        self.assertEqual(told()[late], ("整改中", "逾期"))
        self.assertEqual(told()[number][1], "逾期完成")
        rows = h["head"].do("getLedger", query={
            "list": "rectification", "scheme": house.SCHEME, "filter": "overdue=逾期"}).json["items"]
        self.assertEqual([r["order"] for r in rows], [late])


if __name__ == "__main__":
    tap.main()
