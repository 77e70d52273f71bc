#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""落实到岗、量化到人 (domain.md D.4): each measure of a plan has its own day, person and unit, in the
plan that the unit prints and in the lists of whoever reads them."""
import csv
import io
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap

try:
    import openpyxl
except ImportError:
    openpyxl = None

MEASURES = [{"text": "增设窗口", "due": "2099-01-05", "person": "张某", "unit": house.OTHER},
            {"text": "公示办事指南", "person": "李某"},
            {"text": "培训窗口人员"}]


class Measures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contracts.Contract())
        _, findings = h.find()
        cls.number = h["ver1"].do("getFinding", findings[0]).json["number"]
        cls.order = h.bring(h.draft_order(findings, co_units=[house.OTHER]), "received")
        h["head"].do("planOrder", cls.order, body=dict(house.PLAN, measures=MEASURES))
        cls.names = {u: h["head"].do("getUnit", u).json["name"]
                     for u in (house.ADDRESSEE, house.OTHER)}

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def read_list(self, name, kind, also="", **query):
        return self.house[name].do("getLedger", query=dict(
            {"scheme": house.SCHEME, "list": kind, "filter": "number=" + self.number + also}, **query))

    def told(self):
        """What the list of measures has to say of each: who answers for all of it stands where
        nobody else is named."""
        whole, unit = house.PLAN["responsible_person"], self.names[house.ADDRESSEE]
        return [("增设窗口", "2099-01-05", "张某", self.names[house.OTHER]),
                ("公示办事指南", "", "李某", unit), ("培训窗口人员", "", whole, unit)]

    def test_who_reads_the_order_reads_who_answers_for_each_measure(self):
        for name in ("head", "contact9", "lead", "clerk"):
            plan = self.house[name].do("getOrder", self.order).json["plan"]
            self.assertEqual(plan["measures"], MEASURES, name)

    def test_the_printed_plan_names_day_person_and_unit_of_each(self):
        pdf = self.house["head"].do("getOrderPlan", self.order).body
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True,
                              stdout=subprocess.PIPE)
        text = "".join(done.stdout.decode().split())
        for words in ("1.增设窗口（2099年1月5日前，责任人：张某，责任单位：%s）"
                      % self.names[house.OTHER], "2.公示办事指南（责任人：李某）", "3.培训窗口人员"):
            self.assertIn(words, text)

    def test_the_list_of_measures_names_a_person_and_a_unit_in_every_row(self):
        for name in ("assess", "head"):
            rows = self.read_list(name, "measures").json["items"]
            self.assertEqual([(r["measure"], r.get("measure_due", ""), r["measure_person"],
                               r["measure_unit"]) for r in rows], self.told(), name)
            text = self.read_list(name, "measures", format="csv").body.decode("utf-8-sig")
            table = list(csv.DictReader(io.StringIO(text, newline="")))
            self.assertEqual([(r["措施"], r["措施期限"], r["措施责任人"], r["措施责任单位"])
                              for r in table], self.told(), name)
        answer = self.read_list("assess", "measures", format="pdf").body
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer, check=True,
                              stdout=subprocess.PIPE)
        for words in ("张某", "李某", "措施责任人"):
            self.assertIn(words, "".join(done.stdout.decode().split()))

    @unittest.skipUnless(openpyxl, "python3-openpyxl is not here")
    def test_the_workbook_names_them_too(self):
        answer = self.read_list("assess", "measures", format="xlsx").body
        sheet = openpyxl.load_workbook(io.BytesIO(answer)).worksheets[0]
        said = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
        self.assertLessEqual({"张某", "李某", self.names[house.OTHER], "措施责任单位"}, said)

    def test_the_list_is_asked_for_the_measures_of_one_person_or_unit(self):
        for where in ("measure_person=张某", "measure_unit=" + house.OTHER):
            rows = self.read_list("assess", "measures", also=";" + where).json["items"]
            self.assertEqual([r["measure"] for r in rows], ["增设窗口"], where)

    def test_the_list_of_rectification_says_who_does_what_until_when(self):
        row, = self.read_list("assess", "rectification").json["items"]
        self.assertEqual(row["measures"].split("\n"), [
            "1．增设窗口（2099年1月5日前，责任人：张某，责任单位：%s）" % self.names[house.OTHER],
            "2．公示办事指南（责任人：李某）", "3．培训窗口人员"])

    def test_nobody_promises_for_a_unit_that_the_order_does_not_go_to(self):
        h = self.house
        _, findings = h.find()
        order = h.bring(h.draft_order(findings), "received")
        for unit, words in ((house.OTHER, "does not go to"), ("210381-none", "no unit")):
            answer = h["head"].call("planOrder", order, body=dict(house.PLAN, measures=[
                {"text": "增设窗口", "unit": unit}]))
            self.assertEqual(answer.status, 422, answer)
            self.assertIn(words, answer.json["detail"])
        h["head"].do("planOrder", order, body=dict(house.PLAN, measures=[
            {"text": "增设窗口", "unit": house.ADDRESSEE}]))


if __name__ == "__main__":
    tap.main()
