#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Registers: the scheme's data says which there are, what they hold, who enters and who reads; each
entry keeps what it was. The promises of 海城市 2018 (新旧划断 2018-01-01) serve as example."""
import csv
import datetime
import io
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap
import world

try:
    import openpyxl
except ImportError:
    openpyxl = None

PROMISE = {"promise": "五通一平", "made_on": "2016-05-01", "status": "未兑现"}
WHERE = {"scheme": house.SCHEME, "register": "promises"}


class Registers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contract.Contract())
        _, (cls.finding,) = h.find(evidence=False)
        cls.order = h.order_at("numbered")
        cls.mine = cls.enter()
        cls.others = cls.enter(unit=house.OTHER, values=dict(PROMISE, promise="=1+1", plan="分期兑现",
                                                             due="2018-12-01"))
        cls.linked = cls.enter(unit=None, findings=[cls.finding], orders=[cls.order],
                               values=dict(PROMISE, promisor=house.OTHER, promise="土地出让金返还"))

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    @classmethod
    def enter(cls, by="clerk", **fields):
        entry = world.new_id()
        body = dict({"unit": house.ADDRESSEE, "values": PROMISE}, **WHERE)
        body.update(fields)
        body = {k: v for k, v in body.items() if v is not None}
        cls.house[by].do("putRegister", entry, body=body, status=201)
        return entry

    def refuse(self, status, words, operation, *arguments, by="clerk", **options):
        answer = self.house[by].call(operation, *arguments, **options)
        self.assertEqual(answer.status, status, answer)
        self.assertRegex(answer.json["detail"], words)

    def list(self, by="boss", **query):
        return self.house[by].do("listRegisters", query=dict(WHERE, **query)).json

    def ids(self, by="boss", **query):
        return [e["id"] for e in self.list(by, **query)["items"]]

    def test_an_entry_is_as_it_was_entered(self):
        seen = self.house["boss"].do("getRegister", self.mine).json
        self.assertEqual((seen["values"], seen["unit"], seen["title"]),
                         (PROMISE, house.ADDRESSEE, PROMISE["promise"]))
        self.assertEqual(seen["number"], "HC18-promises-0001")
        self.assertEqual([e["id"] for e in self.house["boss"].do("listRegisters", query={
            "number": seen["number"]}).json["items"]], [self.mine])
        again = self.house["clerk"].do("putRegister", self.mine, body=dict(
            WHERE, unit=house.ADDRESSEE, values=PROMISE))
        self.assertEqual(again.status, 200)
        self.refuse(409, "If-Match", "putRegister", self.mine, body=dict(
            WHERE, unit=house.ADDRESSEE, values=dict(PROMISE, plan="x")))

    def test_the_cut_off_is_the_scheme_s(self):
        """新旧划断日 2018-01-01: what was promised from that day on is no old promise."""
        body = dict(WHERE, values=dict(PROMISE, made_on="2018-01-01"))
        self.refuse(422, "2018-01-01", "putRegister", world.new_id(), body=body)
        self.enter(unit=house.OTHER, values=dict(PROMISE, made_on="2017-12-31"))

    def test_what_is_wrong_is_named(self):
        for words, body in (
                ("promise", dict(WHERE, values={"made_on": "2016-01-01", "status": "未兑现"})),
                ("colour", dict(WHERE, values=dict(PROMISE, colour="red"))),
                ("兑现情况", dict(WHERE, values=dict(PROMISE, status="也许"))),
                ("承诺日期", dict(WHERE, values=dict(PROMISE, made_on="2016-02-30"))),
                ("promisor", dict(WHERE, values=dict(PROMISE, promisor="210381-none"))),
                ("unit", dict(WHERE, values=PROMISE, unit="210381-none")),
                ("findings", dict(WHERE, values=PROMISE, findings=[world.new_id()])),
                ("orders", dict(WHERE, values=PROMISE, orders=[world.new_id()])),
                ("register", dict(WHERE, values=PROMISE, register="secrets"))):
            with self.subTest(words):
                self.refuse(422, words, "putRegister", world.new_id(), body=body)
        self.refuse(422, "register", "listRegisters", query={"scheme": house.SCHEME})
        self.refuse(422, "colour", "listRegisters", query=dict(WHERE, filter="colour=red"))
        self.refuse(422, "soon", "listRegisters", query=dict(WHERE, filter="due=soon"))

    def test_a_correction_keeps_what_it_was_and_why(self):
        entry = self.enter(values=dict(PROMISE, plan="旧方案"))
        h = self.house
        h["draft"].do("amendRegister", entry, body={
            "reason": "核实后更正", "values": {"兑现情况": "已兑现", "plan": None}})
        seen = h["boss"].do("getRegister", entry).json
        self.assertEqual(seen["values"], dict(PROMISE, status="已兑现"))
        (was,) = seen["history"]
        self.assertEqual((was["was"], was["reason"], was["by"]),
                         (dict(PROMISE, plan="旧方案"), "核实后更正", "draft"))
        self.refuse(422, "promise", "amendRegister", entry, body={
            "reason": "x", "values": {"promise": None}})
        self.refuse(422, "2018-01-01", "amendRegister", entry, body={
            "reason": "x", "values": {"made_on": "2019-01-01"}})
        self.assertEqual(h["clerk"].call("amendRegister", entry, body={
            "values": {"plan": "x"}}).status, 422)
        self.assertEqual(h["boss"].do("getRegister", entry).json["version"], 2)
        self.assertEqual(h["clerk"].call("amendRegister", entry, headers={"If-Match": '"1"'}, body={
            "reason": "x", "values": {"plan": "x"}}).status, 412)

    def test_each_change_is_a_leaf(self):
        entry = self.enter()
        self.house["clerk"].do("amendRegister", entry, body={"reason": "x"})
        page = self.house["audit"].do("listEvents", query={"noun": "register", "limit": 200}).json
        events = [e["leaf"]["event"] for e in page["items"]
                  if e["leaf"]["record"] == "register/" + entry]
        self.assertEqual(events, ["register.entered", "register.amended"])
        boss = self.house["boss"].do("listEvents", query={"noun": "register"}).json["items"]
        self.assertEqual(boss, [])

    def test_links_are_found_and_follow_corrections(self):
        self.assertIn(self.linked, self.ids(finding=self.finding))
        self.assertIn(self.linked, self.ids(order=self.order))
        entry = self.enter(findings=[self.finding])
        self.assertIn(entry, self.ids(finding=self.finding))
        self.house["clerk"].do("amendRegister", entry, body={"reason": "x", "findings": []})
        self.assertNotIn(entry, self.ids(finding=self.finding))
        number = self.house["boss"].do("getFinding", self.finding).json["number"]
        by_number = self.ids(filter="findings~" + number)
        self.assertIn(self.linked, by_number)
        self.assertNotIn(entry, by_number)

    # ---- who ----

    def test_who_enters_and_who_reads_is_the_scheme_s_data(self):
        h = self.house
        body = dict(WHERE, unit=house.ADDRESSEE, values=PROMISE)
        for name in ("boss", "ver1", "press", "li"):
            self.refuse(403, "register", "putRegister", world.new_id(), by=name, body=body)
        self.refuse(403, "register", "amendRegister", self.mine, by="boss", body={"reason": "x"})
        for name in ("press", "li", "chief"):
            self.refuse(403, "register", "listRegisters", by=name, query=WHERE)
            self.refuse(404, "register", "getRegister", self.mine, by=name)
            self.assertEqual(h[name].do("listRegisters", query={
                "number": "HC18-promises-0001"}).json["items"], [])

    def test_a_unit_has_its_own_and_no_more(self):
        own = self.enter(by="head", unit=None)
        seen = self.house["boss"].do("getRegister", own).json
        self.assertEqual(seen["unit"], house.ADDRESSEE)
        mine = self.ids("head")
        self.assertIn(self.mine, mine)
        self.assertIn(own, mine)
        self.assertEqual({e["unit"] for e in self.list("head")["items"]}, {house.ADDRESSEE})
        self.assertNotIn(self.mine, self.ids("head9"))
        self.refuse(404, "register", "getRegister", self.others, by="head")
        self.refuse(404, "register", "amendRegister", self.others, by="head", body={"reason": "x"})
        self.refuse(403, "own", "putRegister", world.new_id(), by="head",
                    body=dict(WHERE, unit=house.OTHER, values=PROMISE))
        self.refuse(403, "findings", "putRegister", world.new_id(), by="head",
                    body=dict(WHERE, values=PROMISE, findings=[self.finding]))
        # It does not cut what the office has linked, which it is not shown.
        linked = self.enter(findings=[self.finding], orders=[self.order])
        for member in ("findings", "orders"):
            self.refuse(403, member, "amendRegister", linked, by="head",
                        body={"reason": "x", member: []})
        self.assertIn(linked, self.ids(finding=self.finding))
        self.refuse(422, "after", "listRegisters", by="head", query=dict(WHERE, after=self.others))
        self.assertEqual(self.house["lead"].call("listRegisters", query=WHERE).status, 403)

    def test_a_unit_is_not_told_who_entered_it(self):
        self.house["draft"].do("amendRegister", self.mine, body={"reason": "内部核实"})
        shown = self.house["head"].do("getRegister", self.mine).json
        self.assertEqual(set(shown), {"id", "scheme", "register", "key", "number", "unit", "title",
                                      "values", "state"})
        text = self.house["head"].do("listRegisters", query=dict(WHERE, format="csv")).body.decode()
        for word in ("录入日期", "关联问题", "关联文号", "更正次数", "clerk", "内部核实"):
            self.assertNotIn(word, text)
        self.refuse(422, "entered", "listRegisters", by="head", query=dict(
            WHERE, filter="entered=2018-01-01.."))

    def test_search_finds_what_may_be_read(self):
        def found(by, words):
            return {i["id"] for i in self.house[by].do("search", query={
                "q": words, "kind": "register"}).json["items"]}
        self.assertEqual(found("boss", "土地出让金"), {self.linked})
        self.assertEqual(found("boss", "分期兑现"), {self.others})
        self.assertEqual(found("head", "土地出让金"), set())
        self.assertEqual(found("head9", "分期兑现"), {self.others})
        self.assertIn(self.mine, found("head", "五通一平"))
        self.assertEqual(found("press", "五通一平"), set())
        hit = self.house["boss"].do("search", query={"q": "土地出让金"}).json["items"][0]
        self.assertEqual((hit["kind"], hit["title"]), ("register", "土地出让金返还"))

    # ---- as a table ----

    def table(self, **query):
        text = self.house["boss"].do("listRegisters", query=dict(WHERE, format="csv", **query))
        return list(csv.DictReader(io.StringIO(text.body.decode("utf-8-sig"), newline="")))

    def test_the_table_has_the_scheme_s_columns(self):
        rows = self.table()
        self.assertEqual(list(rows[0]), ["序号", "登记编号", "所属单位", "承诺事项", "承诺对象", "承诺单位", "承诺日期",
                                         "整改方案", "解决期限", "兑现情况", "关联问题", "关联文号", "录入日期",
                                         "更正次数"])
        linked = next(r for r in rows if r["承诺事项"] == "土地出让金返还")
        name = self.house["boss"].do("getUnit", house.OTHER).json["name"]
        order = self.house["boss"].do("getOrder", self.order).json["number"]["text"]
        self.assertEqual((linked["承诺单位"], linked["关联文号"]), (name, order))
        self.assertIn("'=1+1", [r["承诺事项"] for r in rows])
        self.assertEqual([r["承诺事项"] for r in self.table(filter="due!=")], ["'=1+1"])
        self.assertEqual([r["承诺事项"] for r in self.table(filter="解决期限=2018-12-01..2018-12-31")],
                         ["'=1+1"])
        self.assertEqual([r["承诺事项"] for r in self.table(filter="promisor=" + house.OTHER)],
                         ["土地出让金返还"])

    @unittest.skipUnless(openpyxl, "python3-openpyxl is not here")
    def test_the_workbook_has_dates_and_no_formulas(self):
        answer = self.house["boss"].do("listRegisters", query=dict(WHERE, format="xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(answer.body))
        sheet = book.worksheets[0]
        self.assertEqual((sheet.title, sheet.freeze_panes), ("未兑现招商引资承诺清单", "A2"))
        columns = {cell.value: cell.column - 1 for cell in sheet[1]}
        rows = list(sheet.iter_rows(min_row=2))
        self.assertEqual({r[columns["承诺日期"]].data_type for r in rows}, {"d"})
        self.assertIn(datetime.datetime(2016, 5, 1), [r[columns["承诺日期"]].value for r in rows])
        self.assertNotIn("f", {cell.data_type for r in rows for cell in r})

    def test_pages_hold_each_entry_once(self):
        whole = self.ids(limit=200)
        for by, want in (("boss", whole), ("head", self.ids("head", limit=200))):
            for query in ({}, {"filter": "status!=已兑现"}):
                want_now = [e for e in want if e in self.ids(by, limit=200, **query)]
                seen, after = [], None
                while True:
                    page = self.list(by, limit=2, **dict(query, **({"after": after} if after
                                                                   else {})))
                    seen += [e["id"] for e in page["items"]]
                    after = page["next"]
                    if after is None:
                        break
                self.assertEqual(seen, want_now)


    # ---- by the command line ----

    def say(self, who, *words, status=0):
        done = subprocess.run([contract.BUILD / "cli" / "anfang", *words], text=True, check=False,
                              capture_output=True, env=dict(
                                  os.environ, ANFANG_SERVER=self.house.service.url,
                                  ANFANG_TOKEN=self.house[who].token))
        self.assertEqual(done.returncode, status, (words, done.stdout, done.stderr))
        return done.stdout if status == 0 else done.stderr

    def test_by_the_command_line(self):
        register = ["--scheme", house.SCHEME, "--register", "promises"]
        entry = world.new_id()
        finding = self.house["boss"].do("getFinding", self.finding).json["number"]
        self.say("clerk", "register", "add", *register, "--unit", house.OTHER, "--set", "承诺事项=命令行=x",
                 "--set", "made_on=2015-01-01", "--set", "status=未兑现", "--finding", finding, "--id",
                 entry)
        seen = self.house["boss"].do("getRegister", entry).json
        self.assertEqual((seen["values"]["promise"], seen["findings"]), ("命令行=x", [self.finding]))
        self.say("clerk", "register", "amend", seen["number"], "--set", "plan=x", "--reason", "核实")
        self.say("clerk", "register", "amend", seen["number"], "--set", "plan=", "--reason", "更正")
        seen = self.house["boss"].do("getRegister", entry).json
        self.assertEqual([h["reason"] for h in seen["history"]], ["核实", "更正"])
        self.assertNotIn("plan", seen["values"])
        self.assertIn("核实", self.say("boss", "register", "show", seen["number"]))
        where = ["--where", "promise~命令行", "--where", "made_on=..2015-12-31"]
        self.assertIn(seen["number"], self.say("boss", "register", "list", *register, *where))
        text = self.say("boss", "register", "list", *register, *where, "--format", "csv")
        self.assertEqual(len(list(csv.reader(io.StringIO(text)))), 2)
        self.say("clerk", "register", "add", *register, status=2)
        self.say("clerk", "register", "add", *register, "--set", "x", status=2)
        self.assertIn("colour", self.say("boss", "register", "list", *register, "--where",
                                         "colour=red", status=1))
        self.assertIn(finding, self.say("boss", "report", "ledger", "--scheme", house.SCHEME, "--unit",
                                        house.ADDRESSEE, "--where", "number=" + finding))
        self.assertIn("closed", self.say("boss", "report", "ledger", "--where", "closed=never",
                                         status=1))


if __name__ == "__main__":
    tap.main()
