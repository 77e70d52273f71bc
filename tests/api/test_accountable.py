#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""一案双查 (domain.md D14): 对不能及时发现问题或发现了问题查处不力甚至袒护的…追究问责有关领导责任: whoever proposes
accountability says which leaders answer, too, on which of the three grounds, or why none does; and
whom it names is told to nobody who does not propose, approve or send it."""
import datetime
import sys
import unittest

import house
import tap
import test_docx
import world
from test_decisions import GROUNDS, Base

PERSON = {"name": "王大明", "post": "窗口负责人", "facts": "多次拒收材料"}
LEADER = {"name": "李小华", "post": "分管副局长", "ground": "发现了问题袒护", "facts": "接到三次投诉未处理"}
NAMES = ("王大明", "李小华")


class Accountable(Base):
    def propose(self, **accountable):
        return self.draft("accountability", title="关于提出问责建议的函", to="海城市监察委员会",
                          mandate="经市人民政府批准", **(
                              {"accountable": accountable} if accountable else {}))

    def test_1_leaders_or_a_reason(self):
        body = {"findings": self.findings, "kind": "accountability", "to": "x", "mandate": "x"}
        for given, words in (
                ({"leaders": [dict(LEADER, ground="不喜欢")]}, "不能及时发现问题"),
                ({"leaders": [LEADER], "no_leaders": "x"}, "one of both"),
                ({"leaders": [{k: v for k, v in LEADER.items() if k != "facts"}]}, "facts"),
                ({"leaders": [{k: v for k, v in LEADER.items() if k != "ground"}]}, "一案双查.*李小华"),
                ({"persons": [dict(PERSON, name="x")] * 21}, "20|persons")):
            self.refuse("draft", 422, words, "putOrder", world.new_id(),
                        body=dict(body, accountable=given))
        self.refuse("draft", 422, "accountable", "putOrder", world.new_id(), body={
            "findings": self.findings, "kind": "supervision", "accountable": {"persons": [PERSON]}})
        self.refuse("draft", 422, "一案双查", "submitOrder", self.propose(persons=[PERSON]))
        reasoned = self.propose(persons=[PERSON], no_leaders="领导已及时查处并报告。")
        h = self.house
        h["draft"].do("submitOrder", reasoned)
        draft = h["draft"].do("getOrderLetter", reasoned, query={"format": "docx"}).body
        self.assertIn("领导责任：经核查，领导已及时查处并报告，未发现应当追究的领导责任。",
                      test_docx.read_docx(draft))
        for order in (reasoned,):
            self.house["sign"].do("withdrawOrder", order, body={"reason": "x"})

    def test_2_who_is_told_and_who_is_not(self):
        h = self.house
        order = self.propose(persons=[PERSON], leaders=[LEADER])
        self.assertEqual(h["draft"].do("getOrder", order).json["accountable"]["leaders"][0]["ground"],
                         "shielded")
        number = self.number(order)
        self.assertIn("海城市监察委员会", house.read(h["clerk"].do("getOrderReceipt", order).body))
        text = house.read(h["clerk"].do("getOrderLetter", order).body)
        self.assertIn("直接责任人员：王大明（窗口负责人）：多次拒收材料。", text)
        self.assertIn("一案双查，领导责任：李小华（分管副局长），发现了问题袒护：接到三次投诉未处理。", text)
        for who in ("draft", "review", "boss", "sign", "liaison", "clerk"):
            self.assertIn("accountable", h[who].do("getOrder", order).json, who)
            h[who].do("getOrderLetter", order)
        for who in ("draft2", "ver1", "tan", "press", "assess", "back1", "close"):
            for answer in (h[who].do("getOrder", order),
                           h[who].do("listOrders", query={"limit": 200}),
                           h[who].do("listOrders", query={"kind": "accountability"})):
                self.assertIn(number, answer.body.decode(), who)
                for name in NAMES:
                    self.assertNotIn(name, answer.body.decode(), who)
            self.refuse(who, 403, "told only to those", "getOrderLetter", order)
        for who in ("head", "contact", "lead"):
            self.assertEqual(h[who].call("getOrder", order).status, 404, who)
        for name in NAMES:
            self.assertEqual(h["boss"].do("search", query={"q": name}).json["items"], [])

    def test_2b_nor_in_what_was_said_of_it(self):
        """Why it was taken back, for one, is told as the letter itself is."""
        h = self.house
        order = self.draft("accountability", title="关于王大明的问责建议", to="海城市监察委员会",
                           mandate="经市人民政府批准", grounds="李小华接到投诉未处理",
                           accountable={"persons": [PERSON], "leaders": [LEADER]})
        h["draft"].do("submitOrder", order)
        h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "王大明应负责"})
        h["boss"].do("signOrder", order)
        h["clerk"].do("numberOrder", order)
        h["sign"].do("withdrawOrder", order, body={"reason": "李小华另案处理"})
        h["clerk"].do("issueWithdrawal", order)
        self.assertIn("李小华", house.read(h["boss"].do("getOrderWithdrawal", order).body))
        self.assertIn("王大明", house.read(h["clerk"].do("getOrderReceipt", order).body))
        self.assertEqual(h["clerk"].do("getOrder", order).json["withdrawn"]["reason"],
                         "李小华另案处理")
        for who in ("draft2", "ver1", "tan", "press", "assess", "back1", "close"):
            self.assertEqual(h[who].call("getOrderWithdrawal", order).status, 403, who)
            # In what is printed beside the letter its title stands, and who gets it.
            for operation in ("getOrderReceipt", "getOrderAssignment", "getOrderReply"):
                self.refuse(who, 403, "told only to those", operation, order)
            seen = h[who].do("getOrder", order)
            self.assertEqual(seen.json["withdrawn"]["reason"], "李某某另案处理", who)
            found = h[who].do("search", query={"q": "问责建议"})
            self.assertIn("关于王某某的问责建议", found.body.decode(), who)
            for answer in (seen, found, h[who].do("listOrders", query={"limit": 200})):
                for name in NAMES:
                    self.assertNotIn(name, answer.body.decode(), who)
            # Nor is it found by them: that would tell whom it names. A page of it has no gap.
            for words in NAMES + ("大明", "关于王大明", "王大明 问责", "应负责 王大明"):
                self.assertEqual(h[who].do("search", query={"q": words, "limit": 1}).json,
                                 {"items": [], "next": None}, (who, words))
            self.assertIn(order, found.body.decode())
        for who in ("draft", "boss", "clerk"):
            self.assertIn(order, h[who].do("search", query={"q": "王大明"}).body.decode(), who)
        # What is withdrawn leaves nobody named in what goes out later.
        circular = self.draft("circular", overview="窗口负责人王大明工作不力", requirements="引以为戒")
        self.assertEqual(h["draft"].do("getOrder", circular).json["overview"],
                         "窗口负责人王某某工作不力")
        h["sign"].do("withdrawOrder", circular, body={"reason": "x"})
        exposure = world.new_id()
        h["press"].do("putExposure", exposure, status=201, body={
            "findings": self.findings, "title": "窗口无人值守", "text": "王大明、孙某某不在岗，李小华未查处",
            "persons": ["李小华"]})
        self.assertEqual(h["boss"].do("approveExposure", exposure, body={"persons": "named"}).json[
            "public"]["text"], "王某某、孙某某不在岗，李小华未查处")

    def test_2b2_nor_in_what_lies_around_it(self):
        """What is enclosed, by whose leave, at whose word, why nobody else was asked, to whom."""
        h = self.house
        order = self.draft(
            "accountability", title="关于提出问责建议的函", to="王大明的任免机关",
            mandate="经市人民政府批准对王大明问责", copy_to=["李小华所在单位"],
            attachments=["王大明问题的调查报告", "证据目录"], requirements="给予王大明处理",
            instruction={"text": "对李小华一并处理", "by": "市长", "on": "2018-02-01"},
            accountable={"persons": [PERSON], "leaders": [LEADER]})
        h["draft"].do("submitOrder", order, body={"without_countersign": "王大明一案不会签"})
        h["review"].do("reviewOrder", order, body={
            "outcome": "approve", "opinion": "同意", "without_countersign": "李小华一案不会签"})
        for who in ("draft2", "ver1", "press", "assess"):
            seen = h[who].do("getOrder", order)
            self.assertEqual(seen.json["attachments"], ["王某某问题的调查报告", "证据目录"], who)
            for name in NAMES:
                self.assertNotIn(name, seen.body.decode(), who)
        self.assertIn("王大明问题", h["boss"].do("getOrder", order).json["attachments"][0])
        h["sign"].do("withdrawOrder", order, body={"reason": "x"})

    def test_2c_a_correction_names_nobody_who_is_known_when_it_is_decided(self):
        """As the exposure itself, of which what is known at its approval counts; whoever wrote it did
        not know yet."""
        h = self.house
        exposure = world.new_id()
        h["press"].do("putExposure", exposure, status=201, body={
            "findings": self.findings, "title": "窗口无人值守", "text": "窗口不在岗"})
        h["boss"].do("approveExposure", exposure, body={})
        day = h["boss"].do("getExposure", exposure).json["approved"]["at"]
        day = str((datetime.datetime.fromisoformat(day[:19]) + datetime.timedelta(hours=8)).date())
        out = {"medium": "海城电视台", "published_on": day}
        h["press"].do("publishExposure", exposure, body=out)
        drafted = h["press"].do("correctExposure", exposure, body={
            "reason": "x", "text": "赵铁柱当日请假"}).json
        self.assertEqual(drafted["correction"]["text"], "赵铁柱当日请假")
        order = self.propose(persons=[dict(PERSON, name="赵铁柱")], leaders=[LEADER])
        self.number(order)
        h["boss"].do("approveExposure", exposure, body={})
        said = h["press"].do("publishExposure", exposure, body=out).json["corrections"][0]["text"]
        self.assertEqual(said, "赵某某当日请假")
        self.assertNotIn("赵铁柱", h["head"].do("getExposure", exposure).body.decode())
        h["sign"].do("withdrawOrder", order, body={"reason": "x"})
        h["clerk"].do("issueWithdrawal", order)

    def test_2d_what_is_passed_over_leaves_no_gap(self):
        """A page that was short, or empty with more behind it, would tell that there is something."""
        h = self.house
        visit = h.start_visit()
        finding = h.write_finding(visit, fact="孙二娘不在岗")
        h.submit_visit(visit)
        order = self.draft("accountability", title="关于孙二娘的问责建议", to="海城市监察委员会",
                           mandate="经市人民政府批准", accountable={"persons": [
                               dict(PERSON, name="孙二娘")], "leaders": [LEADER]})
        look = lambda who: [i["id"] for i in h[who].do("search", query={
            "q": "孙二娘", "limit": 1}).json["items"]]
        self.assertEqual((look("draft"), look("ver1")), ([order], [finding]))
        h["draft"].do("submitOrder", order)
        h["sign"].do("withdrawOrder", order, body={"reason": "x"})

    def test_3_counted_and_never_named(self):
        h = self.house
        text, rows = self.list_rows()
        self.assertRegex(rows[0]["问责建议"], r"^海营商责〔2018〕\d+号（责任人员1人，领导1人）$")
        for name in NAMES:
            self.assertNotIn(name, text)
        self.assertNotIn("问责建议", self.list_rows(who="head")[0])
        self.go("2018-03-24")
        rows = dict(self.tables("2018-03")["accountability"])
        self.assertEqual(rows, {"问责建议（份）": "1", "直接责任人员（人次）": "1", "领导（人次）": "1",
                                "其中%s（人次）" % GROUNDS[0]["name"]: "0",
                                "其中%s（人次）" % GROUNDS[1]["name"]: "0",
                                "其中%s（人次）" % GROUNDS[2]["name"]: "1"})
        # What the units read of it masks them.
        circular = self.draft("circular", overview="窗口负责人王大明工作不力，李小华未查处",
                              requirements="引以为戒")
        said = h["draft"].do("getOrder", circular).json["overview"]
        self.assertEqual(said, "窗口负责人王某某工作不力，李某某未查处")
        # Also when who is named comes to be known between the draft and its number only.
        early = self.draft("circular", overview="责任人周小小未查处", requirements="引以为戒")
        self.number(self.propose(persons=[dict(PERSON, name="周小小")], no_leaders="x"))
        self.assertIn("周小小", h["draft"].do("getOrder", early).json["overview"])
        self.number(early)
        for text in (h["draft"].do("getOrder", early).json["overview"],
                     house.read(h["clerk"].do("getOrderLetter", early).body)):
            self.assertIn("责任人周某某未查处", text)
            self.assertNotIn("周小小", text)

    def test_4_the_ladder_asks_for_it(self):
        h = self.house
        order = h.order_at("received", rectify={"date": "2018-04-04"})
        self.go("2018-04-10")
        h["clerk"].do("sweepSteps", body={})
        steps = h["boss"].do("listSteps", query={"order": order, "state": "proposed"}).json["items"]
        step = [s for s in steps if s["document"] == "accountability"][0]
        self.assertEqual(step["asks"], ["double_check"])
        self.assertEqual([s for s in steps if "asks" in s and s["document"] != "accountability"], [])
        letter = world.new_id()
        body = {"order": letter, "to": "海城市监察委员会", "mandate": "经市人民政府批准",
                "requirements": "给予王大明处理", "grounds": "李小华接到投诉未处理",
                "note": "王大明一案"}
        self.refuse("boss", 422, "which leaders answer", "takeStep", step["id"], body=body)
        self.refuse("boss", 422, "which leaders answer", "takeStep", step["id"],
                    body=dict(body, accountable={"persons": [PERSON]}))
        self.refuse("boss", 422, "no letter is drafted", "takeStep", step["id"],
                    body={"note": "x", "accountable": {"leaders": [LEADER]}})
        taken = h["boss"].do("takeStep", step["id"], body=dict(body, accountable={
            "persons": [PERSON], "leaders": [LEADER]}))
        # Steps are read by more than those who may know whom the letter names.
        for answer in (taken, h["assess"].do("getStep", step["id"]),
                       h["press"].do("listSteps", query={"order": order})):
            for name in NAMES:
                self.assertNotIn(name, answer.body.decode())
            self.assertIn("给予王某某处理", answer.body.decode())
        self.assertEqual(h["boss"].do("getOrder", letter).json["requirements"], "给予王大明处理")
        drafted = h["boss"].do("getOrder", letter).json
        self.assertEqual(drafted["accountable"]["leaders"], [dict(LEADER, ground="shielded")])


if __name__ == "__main__":
    # Not those of the file that the base comes from.
    del Base
    tap.main()
