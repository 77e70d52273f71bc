#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""退回补充 (domain.md E.5): what a discipline body returns for a supplement is taken up by another
referral, with what was missing, a letter, a pack and a clock of its own; and what is over is filed."""
import io
import json
import pathlib
import re
import sys
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import tap
import world

MISSING = "请补充窗口录音"


class Supplement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(years=1)
        cls.addClassCleanup(cls.house.close)

    def draft(self, findings, status=201, by="draft", **fields):
        referral = world.new_id()
        reply = self.house[by].call("putReferral", referral, body=dict({
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "线索", "suspicion": "duty_violation"}, **fields))
        self.assertEqual(reply.status, status, reply)
        return referral if status == 201 else reply

    def find(self):
        visit, findings = self.house.find()
        self.house.wait_examined(visit)
        return findings

    def approve(self, referral):
        return self.house["sign"].do("approveReferral", referral,
                                     body={"explanation": "未能封存"}).json

    def send(self, referral):
        self.house["liaison"].do("sendReferral", referral, body={"method": "专人送达"})
        return self.house["liaison"].do("receiveReferral", referral,
                                        body={"receiver": "周某"}).json

    def answer(self, referral, outcome, **fields):
        return self.house["liaison"].do("resultReferral", referral,
                                        body=dict({"outcome": outcome}, **fields)).json

    def come_back(self, findings):
        referral = self.draft(findings)
        self.approve(referral)
        self.send(referral)
        self.answer(referral, "returned", disposal=MISSING)
        return referral

    def get(self, referral):
        return self.house["liaison"].do("getReferral", referral).json

    # ---- the way through ----

    def test_what_was_missing_goes_along(self):
        h = self.house
        first_findings, more = self.find(), self.find()
        first = self.come_back(first_findings)
        letter = h["liaison"].do("getReferralLetter", first).body
        sent = self.get(first)
        second = self.draft(first_findings + more, supplements=first)
        self.assertEqual(self.get(first)["state"], "returned_for_supplement")
        done = self.approve(second)
        over = self.get(first)
        self.assertEqual((over["state"], over["supplemented_by"]), ("archived", second))
        self.assertEqual(over["clocks"][0]["state"], "stopped")
        # No number is used twice, and what was issued stays as it was issued.
        self.assertNotEqual(done["number"], sent["number"])
        self.assertEqual((over["number"], over["approved"]), (sent["number"], sent["approved"]))
        self.assertEqual(h["liaison"].do("getReferralLetter", first).body, letter)
        text = house.read(h["liaison"].do("getReferralLetter", second).body)
        for word in ("关于补充移送问题线索材料的函", sent["number"], "退回补充（%s）" % MISSING,
                     "以本函所附材料为准"):
            self.assertIn(word, text)
        for word in ("关于移送问题线索的函",):
            self.assertNotIn(word, text)
            self.assertIn(word, house.read(letter))
        with zipfile.ZipFile(io.BytesIO(h["liaison"].do("getReferralPack", second).body)) as pack:
            folder = pack.namelist()[0].split("/")[0]
            case = json.loads(pack.read(folder + "/data/case.json"))
        self.assertEqual(case["referral"]["supplements"], first)
        self.assertEqual({f["id"] for f in case["findings"]}, set(first_findings + more))
        received = self.send(second)
        self.assertEqual([c["state"] for c in received["clocks"]], ["running"])
        self.answer(second, "accepted")
        self.assertEqual(self.answer(second, "reported", disposal="了结")["state"], "result_reported")
        filed = h["liaison"].do("archiveReferral", second).json
        self.assertEqual((filed["state"], filed["archived"]["by"]), ("archived", "liaison"))

    def test_who_decides_sees_that_it_was_referred_before(self):
        """The same finding again, after the first has come to its end."""
        h, findings = self.house, self.find()

        def before(referral, who="boss"):
            form = house.read(h[who].do("getReferralApproval", referral).body)
            return re.search("此前移送（同一问题）(.*?)问题线索编号", form, re.S)[1].strip()
        first = self.draft(findings)
        self.assertEqual(before(first), "无")
        number = self.approve(first)["number"]
        self.send(first)
        self.answer(first, "reported", disposal="了结")
        again = self.draft(findings)
        self.assertEqual(before(again), number)
        # Who may not read what others refer learns nothing of it, one way or the other.
        self.assertEqual({before(r, "draft") for r in (first, again)}, {"由审批人查核"})
        self.approve(again)
        # What the first was approved on does not change by the second.
        self.assertEqual((before(first), before(again)), ("无", number))
        # What it supplements has a row of its own, before and after.
        self.send(again)
        self.answer(again, "returned", disposal=MISSING)
        third = self.draft(findings, supplements=again)
        self.assertEqual(before(third), number)
        self.approve(third)
        self.assertEqual(before(third), number)

    def test_what_the_body_told_is_said(self):
        """The register has it for good: “已反馈结果” alone tells nothing."""
        referral = self.draft(self.find())
        self.approve(referral)
        self.send(referral)
        for outcome in ("returned", "reported"):
            refused = self.house["liaison"].call("resultReferral", referral, body={"outcome": outcome})
            self.assertEqual((refused.status, refused.json["detail"][:9]), (422, "disposal:"))
            refused = self.house["liaison"].call("resultReferral", referral, body={
                "outcome": outcome, "disposal": " \n"})
            self.assertEqual(refused.status, 422)
        self.answer(referral, "accepted")

    def test_it_may_come_back_again(self):
        findings = self.find()
        first = self.come_back(findings)
        second = self.draft(findings, supplements=first)
        self.approve(second)
        self.send(second)
        self.answer(second, "returned", disposal=MISSING)
        third = self.draft(findings, supplements=second)
        self.approve(third)
        self.assertNotIn("（）", house.read(self.house["boss"].do("getReferralLetter", third).body))
        self.assertEqual([self.get(r)["state"] for r in (first, second, third)],
                         ["archived", "archived", "approved"])

    def test_who_decides_has_it_on_paper(self):
        """移送审批表 (E.5): before it is approved, for the drafter too, who sees no register."""
        h = self.house
        findings = self.find()
        first = self.come_back(findings)
        second = self.draft(findings, supplements=first, summary="窗口收受礼品",
                            persons=[{"name": "孙某", "post": "窗口负责人"}])
        number = h["boss"].do("getFinding", findings[0]).json["number"]
        text = house.read(h["draft"].do("getReferralApproval", second).body)
        for word in ("问题线索移送审批表", "拟移送机关", "市纪委", "督查工作条例23", number, "被反映单位",
                     "孙某（窗口负责人）", "窗口收受礼品", "涉嫌职务违法", "不是结论", "拟稿人", "知悉范围",
                     "承办部门审核意见", "分管负责人意见", "主要负责人审批意见", self.get(first)["number"]):
            self.assertIn(word, text)
        self.assertNotRegex(text, "系统内批准人、批准时间，")
        for inspector in ("li", "tan"):
            self.assertNotIn(inspector, text)
        self.assertIn("所补充的移送函无", house.read(h["draft"].do("getReferralApproval", first).body))
        done = self.approve(second)
        self.assertIn(done["number"], house.read(h["boss"].do("getReferralApproval", second).body))
        h.hire("draft3", ["drafter"], house.OFFICE)
        self.assertEqual(h["draft3"].call("getReferralApproval", second).status, 404)

    # ---- what is refused ----

    def test_only_what_came_back_takes_a_supplement(self):
        findings = self.find()
        other = self.draft(findings)
        self.approve(other)
        refused = self.draft(self.find(), 409, supplements=other)
        self.assertEqual(refused.problem, "state")
        self.draft(self.find(), 422, supplements=world.new_id())

    def test_it_goes_to_the_body_that_asked(self):
        findings = self.find()
        first = self.come_back(findings)
        self.draft(findings, 422, supplements=first, to=house.ADDRESSEE)

    def test_who_may_not_read_it_cannot_take_it_up(self):
        h = self.house
        findings = self.find()
        first = self.come_back(findings)
        h.hire("draft2", ["drafter"], house.OFFICE)
        told = self.draft(findings, 404, by="draft2", supplements=first)
        self.assertNotIn("returned", told.body.decode())

    def test_it_is_taken_up_once(self):
        findings = self.find()
        first = self.come_back(findings)
        one, two = (self.draft(findings, supplements=first) for _ in range(2))
        self.approve(one)
        refused = self.house["sign"].call("approveReferral", two, body={"explanation": "x"})
        self.assertEqual((refused.status, refused.problem), (409, "conflict"))
        self.assertNotIn("number", self.get(two))
        late = self.house["liaison"].call("sendReferral", first, body={"method": "x"})
        self.assertEqual((late.status, late.problem), (409, "state"))

    def test_without_naming_it_the_finding_is_not_free(self):
        findings = self.find()
        self.come_back(findings)
        refused = self.house["sign"].call("approveReferral", self.draft(findings))
        self.assertEqual((refused.status, refused.problem), (409, "conflict"))

    def test_what_is_under_way_is_not_filed(self):
        referral = self.draft(self.find())
        for step in (lambda: None, lambda: self.approve(referral), lambda: self.send(referral),
                     lambda: self.answer(referral, "accepted")):
            step()
            refused = self.house["liaison"].call("archiveReferral", referral)
            self.assertEqual((refused.status, refused.problem), (409, "state"))


if __name__ == "__main__":
    tap.main()
