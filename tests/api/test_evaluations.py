#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What was closed is looked at again (事后评估 by 实地考察、电话回访; 跟踪回访): by somebody else, after the
closing, without a name of the public; and what does not hold is opened again."""
import csv
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world

CLOSED = "2018-04-10"
CATEGORY = "效率低下、办事拖拉"


class Evaluations(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", CLOSED + "T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        h.hire("mole", ["verifier"], house.ADDRESSEE)
        h.hire("backver", ["reinspector", "verifier"], house.OFFICE)
        h.hire("closever", ["closer", "verifier"], house.OFFICE)

    def at(self, day, hour=2):
        self.house.service.tell("time", "%sT%02d:00:00Z" % (day, hour))
        for client in self.house.clients.values():
            client.close()
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def close_one(self, day=CLOSED, **people):
        self.at(day)
        h = self.house
        _, (finding,) = h.find()
        order = h.bring(h.draft_order([finding]), "rectifying")
        h.service.tell("step", 3600)
        h.bring(order, "feedback_filed", since="rectifying")
        h["back1"].do("reinspectOrder", order, body={
            "with": people.get("back", "back2"), "method": "现场复查", "passed": True,
            "record": "x", "satisfaction": "满意"})
        h[people.get("back", "back2")].do("confirmReinspection", order, body={"agree": True})
        h[people.get("close", "close")].do("closeOrder", order, body={"mechanism": "首问负责制"})
        return finding

    def body(self, **fields):
        return dict({"way": "电话回访", "asked": "企业", "asked_at": "2018-05-08T10:00:00+08:00",
                     "solved": True, "satisfaction": "满意", "text": "已能当场办结"}, **fields)

    def evaluate(self, finding, by="ver1", **fields):
        return self.house[by].do("evaluateFinding", finding, body=self.body(**fields)).json

    # ---- who, when, how ----

    def test_another_looks_at_it_again(self):
        finding = self.close_one(back="backver", close="closever")
        self.at("2018-05-09")
        for who, words in (("backver", "took part in the closing"),
                           ("closever", "took part in the closing"),
                           ("mole", "of the inspected unit")):
            self.refuse(who, 403, words, "evaluateFinding", finding, body=self.body())
        self.refuse("draft", 403, "verifier", "evaluateFinding", finding, body=self.body())
        seen = self.evaluate(finding)
        self.assertEqual(seen["state"], "closed")
        (act,) = seen["evaluations"]
        self.assertEqual((act["by"], act["way"], act["asked"], act["negative"]),
                         ("ver1", "电话回访", "企业", False))
        # An inspector who was there, by a way of the document; one who was not knows of nothing.
        self.evaluate(finding, "li", way="实地考察")
        self.assertEqual(self.house["wu"].call("evaluateFinding", finding,
                                               body=self.body()).status, 404)
        leaf = self.house["boss"].do("findLeaf", query={"record": "finding/" + finding}).json
        self.assertEqual(json.loads(self.house["boss"].do("getLeaf", str(
            leaf["index"])).body)["event"], "finding.evaluated")

    def test_after_the_closing_and_not_in_days_to_come(self):
        finding = self.close_one()
        self.at("2018-05-09")
        for when, words in (("2018-05-10T10:00:00+08:00", "still to come"),
                            ("2018-04-09T10:00:00+08:00", "before it was done with")):
            self.refuse("ver1", 422, words, "evaluateFinding", finding,
                        body=self.body(asked_at=when))

    def test_what_is_not_closed_is_not_evaluated(self):
        self.at("2018-05-09")
        _, (finding,) = self.house.find()
        self.refuse("ver1", 409, "established", "evaluateFinding", finding, body=self.body())

    def test_words_of_the_scheme_and_nobodys_name(self):
        finding = self.close_one()
        self.at("2018-05-09")
        for fields, words in (
                ({"way": "短信回访"}, "实地考察, 电话回访"), ({"asked": "张三"}, "asked: is one of"),
                ({"text": "张某13812345678称已办结"}, "telephone"),
                ({"text": "１３８ １２３４ ５６７８"}, "telephone"),
                ({"satisfaction": "很好"}, "satisfaction"),
                ({"evidence": [world.new_id()]}, "evidence")):
            self.refuse("ver1", 422, words, "evaluateFinding", finding, body=self.body(**fields))
        mute = self.body(satisfaction="未评价")
        del mute["solved"]
        self.assertNotIn("solved", self.house["ver1"].do("evaluateFinding", finding,
                                                         body=mute).json["evaluations"][0])
        del mute["satisfaction"]
        self.refuse("ver1", 422, "satisfaction", "evaluateFinding", finding, body=mute)
        self.refuse("ver1", 422, "solved: say", "evaluateFinding", finding,
                    body=dict(mute, satisfaction="满意"))

    def test_evidence_is_of_the_unit_and_younger_than_the_closing(self):
        finding = self.close_one()
        h = self.house
        old = h["ver1"].do("getFinding", finding).json["evidence"][0]
        self.at("2018-05-09")
        self.refuse("ver1", 422, "older than the closing", "evaluateFinding", finding,
                    body=self.body(evidence=[old]))
        elsewhere = h.refer(h.start_visit(unit=house.OTHER))
        self.refuse("ver1", 422, "not of a visit to this unit", "evaluateFinding", finding,
                    body=self.body(evidence=[elsewhere]))
        fresh = h.refer(h.start_visit())
        self.assertEqual(self.evaluate(finding, evidence=[fresh])["evaluations"][0]["evidence"],
                         [fresh])

    def test_most_of_one_finding(self):
        finding = self.close_one()
        self.at("2018-05-09")
        for _ in range(50):
            seen = self.evaluate(finding)
        self.assertEqual(len(seen["evaluations"]), 50)
        self.refuse("ver1", 413, "more than 50", "evaluateFinding", finding, body=self.body())

    # ---- what comes of it ----

    def test_what_does_not_hold_is_told_and_reopened_by_another(self):
        finding = self.close_one()
        self.at("2018-05-09")
        h = self.house
        self.evaluate(finding)
        self.refuse("ver2", 422, "no evaluation 1", "reopenFinding", finding,
                    body={"evaluation": 1, "reason": "x"})
        told = lambda who: [n["event"] for n in h[who].do("listNotices", query={
            "state": "unread", "limit": 200}).json["items"] if n["record"] == "finding/" + finding]
        self.assertNotIn("finding.found_wanting", told("ver2"))
        self.assertTrue(self.evaluate(finding, solved=False,
                                      satisfaction="不满意")["evaluations"][1]["negative"])
        for who in ("ver2", "boss"):
            self.assertIn("finding.found_wanting", told(who), who)
        for who in ("head", "contact", "lead"):
            self.assertEqual(told(who), [], who)
        self.refuse("ver1", 403, "who evaluated it", "reopenFinding", finding,
                    body={"evaluation": 2, "reason": "x"})
        for number in (0, 3):
            self.assertEqual(h["ver2"].call("reopenFinding", finding, body={
                "evaluation": number, "reason": "x"}).status, 422)
        self.assertEqual(h["ver2"].call("reopenFinding", finding, body={"reason": "x"}).status, 422)
        opened = h["ver2"].do("reopenFinding", finding, body={"evaluation": 2,
                                                              "reason": "企业不满意"}).json
        self.assertEqual((opened["state"], opened["reopened"][0]["evaluation"]), ("reopened", 2))
        # It goes the whole way again, and what was said before does not reopen it twice.
        order = h.draft_order([finding])
        h.bring(order, "rectifying")
        # The unit is told that it comes back, not by whose word.
        letter = house.read(h["head"].do("getOrderLetter", order).body)
        self.assertRegex(letter, "此前整改情况：本问题曾于2018年[0-9]+月[0-9]+日整改销号，经跟踪了解需要继续整改，现重新交办。")
        for secret in ("满意", "反弹", "回访"):
            self.assertNotIn(secret, letter)
        h.service.tell("step", 3600)
        h.bring(order, "closed", since="rectifying")
        self.refuse("ver2", 422, "since its closing", "reopenFinding", finding,
                    body={"evaluation": 2, "reason": "x"})
        # Nor is it what the ledger tells of the result now.
        number = h["boss"].do("getFinding", finding).json["number"]
        text = h["boss"].do("getLedger", query={"format": "csv"}).body.decode("utf-8-sig")
        (row,) = [r for r in csv.DictReader(io.StringIO(text)) if r["问题编号"] == number]
        self.assertEqual((row["状态"], row["回访日期"], row["回访结果"]), ("已销号", "", ""))

    def test_units_learn_nothing_of_it(self):
        finding = self.close_one()
        self.at("2018-05-09")
        h = self.house
        look = lambda: (h["head"].do("getFinding", finding).body, h["lead"].do(
            "getFinding", finding).body, h["head"].do("getLedger", query={"limit": 200}).body,
            h["head"].do("getLedger", query={"limit": 200, "list": "ledger"}).body,
            h["head"].do("getLedger", query={"limit": 200, "list": "rectification"}).body,
            h["head"].do("getLedger", query={"format": "csv"}).body)
        before = look()
        self.evaluate(finding, solved=False, satisfaction="不满意")
        self.assertEqual(look(), before)
        row = next(r for r in h["boss"].do("getLedger", query={
            "limit": 200}).json["items"]
                   if r["finding"] == finding)
        self.assertEqual([(e["asked_at"], e["negative"]) for e in row["evaluations"]],
                         [("2018-05-08T02:00:00.000Z", True)])
        number = h["boss"].do("getFinding", finding).json["number"]
        (row,) = [r for r in h["boss"].do("getLedger", query={
            "limit": 200, "list": "rectification"}).json["items"] if r["number"] == number]
        self.assertEqual((row["evaluated"], row["evaluation"]),
                         ("2018-05-08", "电话回访：未解决，不满意"))
        text = h["boss"].do("getLedger", query={"format": "csv"}).body.decode("utf-8-sig")
        self.assertIn('"回访日期","回访结果"', text)
        self.assertIn('"2018-05-08","电话回访：未解决，不满意"', text)

    # ---- leads ----

    def answer_lead(self, day=CLOSED):
        self.at(day)
        h, lead = self.house, world.new_id()
        h["clerk"].do("putLead", lead, status=201, body={
            "scheme": house.SCHEME, "source": "hotline", "unit": house.ADDRESSEE, "text": "x"})
        h["ver2"].do("verifyLead", lead, body={"outcome": "unsubstantiated", "opinion": "x"})
        self.refuse("ver1", 409, "verified", "evaluateLead", lead, body=self.body(
            asked_at=CLOSED + "T09:30:00+08:00"))
        h["ver2"].do("answerLead", lead, body={"text": "已答复"})
        return lead

    def test_a_lead_is_called_back_about(self):
        lead = self.answer_lead()
        self.at("2018-05-09")
        h = self.house
        self.refuse("ver2", 403, "took part in the closing", "evaluateLead", lead,
                    body=self.body(asked="反映人"))
        self.refuse("mole", 403, "of the inspected unit", "evaluateLead", lead, body=self.body())
        seen = h["ver1"].do("evaluateLead", lead, body=self.body(asked="反映人")).json
        self.assertEqual((seen["state"], seen["evaluations"][0]["asked"]), ("answered", "反映人"))

    # ---- counts ----

    def test_share_evaluated_and_share_satisfied(self):
        """Of four closed in June three are looked at: two hold, one does not; two say something, one of
        them that they are satisfied. The last word counts."""
        findings = [self.close_one("2019-06-03") for _ in range(4)]
        leads = [self.answer_lead("2019-06-03") for _ in range(2)]
        self.at("2019-06-20")
        on = {"asked_at": "2019-06-10T10:00:00+08:00"}
        self.evaluate(findings[0], **on)
        self.evaluate(findings[1], satisfaction="满意", **on)
        self.evaluate(findings[1], solved=False, satisfaction="不满意", **on)
        self.evaluate(findings[2], satisfaction="未评价", **on)
        self.house["ver1"].do("evaluateLead", leads[0], body=self.body(**on))
        items = {i["id"]: i for i in self.house["boss"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": "2019-06"}).json["items"] if i["source"] == "office"}
        pair = lambda name: (items[name]["numerator"], items[name]["denominator"])
        self.assertEqual(pair("evaluated_solved"), (2, 3))
        self.assertEqual(pair("evaluated_answered"), (2, 3))
        self.assertEqual(pair("evaluated_satisfied"), (1, 2))
        self.assertEqual(items["evaluated_satisfied"]["value"], 0.5)
        self.assertEqual(pair("leads_evaluated"), (1, 2))
        self.assertEqual(pair("leads_satisfied"), (1, 1))
        stock = pair("evaluated")
        self.evaluate(findings[3], **on)
        items = {i["id"]: i for i in self.house["boss"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": "2019-06"}).json["items"] if i["source"] == "office"}
        self.assertEqual(pair("evaluated"), (stock[0] + 1, stock[1]))
        items = {i["id"]: i for i in self.house["boss"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": "2019-05"}).json["items"] if i["source"] == "office"}
        self.assertEqual(pair("evaluated_solved"), (0, 0))

    # ---- by lot ----

    def test_which_to_look_at_is_drawn(self):
        findings = [self.close_one("2020-03-02") for _ in range(4)]
        self.at("2020-04-02")
        h = self.house
        self.evaluate(findings[3], asked_at="2020-04-01T10:00:00+08:00")
        numbers = {h["boss"].do("getFinding", f).json["number"] for f in findings[:3]}
        ask = {"scheme": house.SCHEME, "count": 2, "purpose": "一季度事后评估",
               "closed": {"from": "2020-03-01", "to": "2020-03-31"}}
        draw = world.new_id()
        lot = h["boss"].do("putDraw", draw, body=ask, status=201).json
        self.assertEqual(set(lot["candidates"]), numbers)
        ordered = sorted(numbers, key=lambda c: hashlib.sha256(
            (lot["seed"] + "\n" + c).encode()).hexdigest())
        self.assertEqual(lot["drawn"], ordered[:2])
        self.assertEqual(h["boss"].do("putDraw", draw, body=ask).json["drawn"], lot["drawn"])
        for fields, words in (({"count": 3}, "fewer than"),
                              ({"closed": {"from": "2020-03-31", "to": "2020-03-01"}}, "ends before"),
                              ({"closed": {"from": "2021-03-01", "to": "2021-03-31"}}, "fewer than")):
            self.refuse("boss", 422, words, "putDraw", world.new_id(), body=dict(ask, **fields))
        both = dict(ask, candidates=[house.ADDRESSEE, house.OTHER])
        self.assertEqual(h["boss"].call("putDraw", world.new_id(), body=both).status, 422)

    # ---- the scheme's own words ----

    def test_ways_are_data(self):
        finding = self.close_one()
        self.at("2018-05-09")
        scheme = house.read_scheme()
        scheme["anfang"]["evaluation"] = {"ways": ["短信回访"], "asked": ["个体工商户"]}
        load = lambda: self.house.root.call("putScheme", house.SCHEME, body=scheme, headers={
            "If-Match": self.house.root.do("getScheme", house.SCHEME).headers["ETag"]})
        self.assertEqual(load().status, 200)
        try:
            self.refuse("ver1", 422, "is one of 短信回访", "evaluateFinding", finding,
                        body=self.body())
            self.evaluate(finding, way="短信回访", asked="个体工商户")
            for wrong in ({"ways": [], "asked": ["x"]}, {"ways": ["x"]},
                          {"ways": ["x"] * 21, "asked": ["x"]}):
                scheme["anfang"]["evaluation"] = wrong
                self.assertEqual(load().status, 422, wrong)
        finally:
            del scheme["anfang"]["evaluation"]
            self.assertEqual(load().status, 200)

    # ---- by the command line ----

    def say(self, who, *words, status=0):
        done = subprocess.run([contracts.BUILD / "cli" / "anfang", *words], text=True, check=False,
                              capture_output=True, env=dict(
                                  os.environ, ANFANG_SERVER=self.house.service.url,
                                  ANFANG_TOKEN=self.house[who].token))
        self.assertEqual(done.returncode, status, (words, done.stdout, done.stderr))
        return done.stdout if status == 0 else done.stderr

    def test_by_the_command_line(self):
        finding = self.close_one()
        lead = self.answer_lead()
        self.at("2018-05-09")
        h = self.house
        number = h["boss"].do("getFinding", finding).json["number"]
        words = ["--way", "电话回访", "--asked", "企业", "--at", "2018-05-08T10:00:00+08:00",
                 "--satisfaction", "不满意", "--text", "仍需往返三次"]
        self.say("ver1", "finding", "evaluate", number, *words, "--unsolved", "--solved", status=2)
        self.say("ver1", "finding", "evaluate", number, *words, "--unsolved")
        self.assertIn("不满意", self.say("boss", "finding", "show", number))
        self.say("ver2", "finding", "reopen", number, "--evaluation", "1", "--reason", "未解决")
        self.assertEqual(h["boss"].do("getFinding", finding).json["state"], "reopened")
        self.say("ver1", "lead", "evaluate", h["boss"].do("getLead", lead).json["number"], *words,
                 "--unsolved")
        self.close_one(), self.close_one()
        lot = json.loads(self.say("boss", "finding", "draw", "--scheme", house.SCHEME, "--from",
                                  CLOSED, "--to", CLOSED, "--count", "1", "--purpose", "x", "--json"))
        self.assertEqual(len(lot["drawn"]), 1)


if __name__ == "__main__":
    tap.main()
