#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""暂缓 (domain.md E.5, `hold_by_discipline`): rectification goes on beside a referral unless the
discipline body asks to hold it. The unit is told nothing, nor is anybody who may not know.

The clock is the test's. Orders of 30 days that are served and received on 5 March 2018 end on
4 April; the ladder's first step past that is due on 8 April, a working day in that year."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import statistics_house
import tap
import world

ASKED = {"asked_by": "刘某", "paper": "海纪函〔2018〕3号", "asked_on": "2018-03-05"}


class Hold(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = statistics_house.Spring()
        cls.addClassCleanup(h.close)

    def setUp(self):
        self.house.on("2018-03-05")

    def refer(self, findings, state="received", **fields):
        h = self.house
        referral = world.new_id()
        h["draft"].do("putReferral", referral, status=201, body=dict({
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例23",
            "summary": "涉嫌收受礼品", "suspicion": "duty_crime"}, **fields))
        h["sign"].do("approveReferral", referral, body={"explanation": "未能封存"})
        if state == "received":
            h["liaison"].do("sendReferral", referral, body={"method": "专人送达"})
            h["liaison"].do("receiveReferral", referral, body={"receiver": "周某"})
        return referral

    def find(self):
        visit, findings = self.house.find()
        self.house.wait_examined(visit)
        return findings

    def hold(self, referral, status=200, **body):
        return self.house["liaison"].do("holdReferral", referral, status=status,
                                        body=dict(ASKED, **body))

    def release(self, referral, status=200):
        return self.house["liaison"].do("releaseReferral", referral, status=status,
                                        body={"asked_by": "刘某"})

    def begin(self, state="received"):
        findings = self.find()
        order = self.house.draft_order(findings, rectify={"period": "30d"})
        self.house.bring(order, "received")
        self.house.on("2018-03-06")  # what shows the result is newer than the order
        if state != "received":
            self.house.bring(order, state, since="received")
        return findings, order

    def steps(self, order):
        self.house["clerk"].do("sweepSteps", body={})
        found = self.house["boss"].do("listSteps", query={"order": order}).json["items"]
        return sorted((step["level"], step["state"]) for step in found)

    def refuse(self, who, operation, record, **options):
        answer = self.house[who].call(operation, record, **options)
        self.assertEqual((answer.status, answer.problem), (409, "state"), answer)
        return answer.json["detail"]

    # ---- the record ----

    def test_it_is_kept_who_asked(self):
        h = self.house
        referral = self.refer(self.find())
        self.assertIn("not on hold", self.refuse("liaison", "releaseReferral", referral,
                                                 body={"asked_by": "刘某"}))
        held = self.hold(referral).json
        self.assertTrue(held["hold_by_discipline"])
        self.assertEqual({k: held["holds"][0][k] for k in ASKED}, ASKED)
        self.assertEqual((held["state"], held["holds"][0]["by"]), ("received", "liaison"))
        self.assertIn("on hold already", self.refuse("liaison", "holdReferral", referral,
                                                     body=ASKED))
        h["liaison"].do("resultReferral", referral, body={"outcome": "reported",
                                                          "disposal": "诫勉"})
        self.assertIn("release it first", self.refuse("liaison", "archiveReferral", referral))
        done = self.release(referral).json
        self.assertNotIn("hold_by_discipline", done)
        self.assertEqual(done["holds"][0]["released"]["asked_by"], "刘某")
        self.assertEqual(h["liaison"].do("archiveReferral", referral).json["state"], "archived")

    def test_what_is_possible_fits_whether_it_is_held(self):
        referral = self.refer(self.find())
        told = self.refuse("liaison", "sendReferral", referral, body={"method": "in_person"})
        self.assertIn("hold", told)
        self.assertNotIn("release", told)
        self.hold(referral)
        told = self.refuse("liaison", "sendReferral", referral, body={"method": "in_person"})
        self.assertIn("release", told)
        self.assertNotIn("hold", told)

    def test_it_is_asked_by_a_body_that_has_it(self):
        referral = self.refer(self.find(), state="approved")
        self.refuse("liaison", "holdReferral", referral, body=ASKED)
        late = self.house["liaison"].call("holdReferral", self.refer(self.find()),
                                          body=dict(ASKED, asked_on="2018-03-06"))
        self.assertEqual((late.status, late.problem), (422, "invalid"))

    def test_a_supplement_goes_on_with_it(self):
        h = self.house
        findings, order = self.begin("rectifying")
        first = self.refer(findings)
        self.hold(first)
        h["liaison"].do("resultReferral", first, body={"outcome": "returned",
                                                       "disposal": "请补充录音"})
        second = self.refer(findings, supplements=first)
        old, new = (h["liaison"].do("getReferral", r).json for r in (first, second))
        self.assertNotIn("hold_by_discipline", old)
        self.assertEqual(old["state"], "archived")
        self.assertTrue(new["hold_by_discipline"])
        self.assertEqual(new["holds"], old["holds"])
        h.on("2018-04-10")
        self.assertEqual(self.steps(order), [])
        self.release(second)
        self.assertIn((2, "proposed"), self.steps(order))

    def test_a_supplement_takes_all_that_is_held(self):
        h = self.house
        _, findings = h.find(count=2)
        first = self.refer(findings)
        self.hold(first)
        h["liaison"].do("resultReferral", first, body={"outcome": "returned", "disposal": "x"})
        second = world.new_id()
        fields = {"to": house.DISCIPLINE, "basis": "督查工作条例23", "summary": "涉嫌收受礼品",
                  "suspicion": "duty_crime", "supplements": first}
        h["draft"].do("putReferral", second, status=201, body=dict(fields, findings=findings[:1]))
        self.assertIn("take up all", self.refuse("sign", "approveReferral", second,
                                                 body={"explanation": "x"}))
        third = self.refer(findings, state="approved", supplements=first)
        # It is not sent yet, and can be released all the same.
        self.assertNotIn("hold_by_discipline", self.release(third).json)

    # ---- what it stops ----

    def test_the_ladder_waits_and_catches_up(self):
        findings, order = self.begin("rectifying")
        referral = self.refer(findings)
        self.house.on("2018-04-08")
        proposed = self.steps(order)
        self.assertEqual(proposed, [(1, "proposed")])
        self.hold(referral)
        # Everybody in the house sees steps: one that went would tell of the hold.
        self.assertEqual(self.steps(order), proposed)
        step, = self.house["boss"].do("listSteps", query={"order": order}).json["items"]
        self.refuse("draft", "takeStep", step["id"], body={"note": "已电话催办"})
        self.house.on("2018-04-20")
        self.assertEqual(self.steps(order), proposed)
        self.release(referral)
        self.assertIn((3, "proposed"), self.steps(order))  # ten working days late by now

    def test_a_proposal_goes_with_its_ground(self):
        """As it does of any order: one that stayed would tell of the hold."""
        findings, order = self.begin("rectifying")
        referral = self.refer(findings)
        self.house.on("2018-04-08")
        self.assertEqual(self.steps(order), [(1, "proposed")])
        self.hold(referral)
        self.house.file_feedback(order)
        self.assertEqual(self.steps(order), [(1, "lapsed")])

    def test_the_calendar_goes_on(self):
        """That the unit is reminded no more would tell it something."""
        findings, order = self.begin("rectifying")
        self.hold(self.refer(findings))
        self.house.on("2018-04-04")
        self.assertEqual(self.steps(order), [(0, "taken")] * 2)  # three days before, and the day

    def test_nothing_that_presses_is_signed_or_served(self):
        h = self.house
        findings, order = self.begin("received")
        signed, waits = (h.draft_order(findings, kind="reminder",
                                       grounds="逾期未报送整改方案") for _ in range(2))
        h.bring(signed, "numbered")
        h.bring(waits, "to_sign")
        self.hold(self.refer(findings))
        told = self.refuse("sign", "signOrder", waits)
        self.assertIn(h["boss"].do("getFinding", findings[0]).json["number"], told)
        self.refuse("clerk", "serveOrder", signed, body={"channel": "paper"})
        # An order of what is held does not even begin.
        other = self.find()
        fresh = h.bring(h.draft_order(other), "to_sign")
        held = self.refer(other)
        self.hold(held)
        self.refuse("sign", "signOrder", fresh)
        self.release(held)
        h["sign"].do("signOrder", fresh)

    def test_nothing_more_is_demanded(self):
        """What re-inspectors found stays with them, too: the unit would be told to do it again."""
        h = self.house
        findings, order = self.begin("feedback_filed")
        held = self.refer(findings)
        self.hold(held)
        again = {"reason": "照片看不出结果", "rectify": {"period": "10d"}}
        self.refuse("back1", "returnOrder", order, body=again)
        h["back1"].do("reinspectOrder", order, body={
            "with": "back2", "method": "现场复查", "passed": False, "record": "没有变化"})
        self.refuse("back2", "confirmReinspection", order,
                    body={"agree": True, "rectify": {"period": "10d"}})
        self.refuse("sign", "withdrawOrder", order, body={"reason": "另行处理"})
        self.release(held)
        h["back2"].do("confirmReinspection", order,
                      body={"agree": True, "rectify": {"period": "10d"}})

    def test_a_plan_stays_as_it_is(self):
        h = self.house
        findings, order = self.begin("plan_filed")
        held = self.refer(findings)
        self.hold(held)
        self.refuse("review", "returnPlan", order, body={"reason": "措施不具体"})
        self.release(held)
        h["review"].do("returnPlan", order, body={"reason": "措施不具体"})

    def test_what_has_ended_is_told(self):
        """An order that was withdrawn before is the unit's no more, but for the letter that says so."""
        h = self.house
        findings, order = self.begin("rectifying")
        h["sign"].do("withdrawOrder", order, body={"reason": "另行处理"})
        self.hold(self.refer(findings))
        h["clerk"].do("issueWithdrawal", order)

    def test_nothing_is_closed(self):
        h = self.house
        findings, order = self.begin("closing")
        referral = self.refer(findings)
        self.hold(referral)
        closing = {"mechanism": "AB岗制度"}
        self.refuse("close", "closeOrder", order, body=closing)
        self.release(referral)
        self.assertEqual(h["close"].do("closeOrder", order, body=closing).json["state"], "closed")

    def test_nothing_is_made_public(self):
        h = self.house
        findings = self.find()
        exposures = [world.new_id(), world.new_id()]
        for exposure in exposures:
            h["press"].do("putExposure", exposure, status=201, body={
                "findings": findings, "title": "窗口无人值守", "text": "上班时间窗口无人值守。"})
        h["boss"].do("approveExposure", exposures[0], body={})
        referral = self.refer(findings)
        self.hold(referral)
        publish = {"published_on": "2018-03-05", "medium": "海城电视台"}
        self.refuse("boss", "approveExposure", exposures[1], body={})
        self.refuse("press", "publishExposure", exposures[0], body=publish)
        self.release(referral)
        h["press"].do("publishExposure", exposures[0], body=publish)
        # What is out is not added to either.
        self.hold(referral)
        h["press"].do("correctExposure", exposures[0], body={"reason": "更正", "text": "更正后。"})
        self.refuse("boss", "approveExposure", exposures[0], body={})

    # ---- who learns of it ----

    def test_the_unit_goes_on(self):
        h = self.house
        findings, order = self.begin("received")
        before = h["head"].do("getOrder", order).json
        referral = self.refer(findings)
        self.hold(referral)
        self.assertEqual(h["head"].do("getOrder", order).json, before)
        h.bring(order, "closing", since="received")
        for who in ("contact", "head", "draft", "close", "press"):
            shown = repr(h[who].do("getOrder", order).json)
            self.assertNotIn("hold", shown, who)
            self.assertEqual(h[who].call("getReferral", referral).status,
                             200 if who == "draft" else 403, who)

    def test_who_may_not_know_is_told_whom_to_ask(self):
        h = self.house
        findings, order = self.begin("closing")
        referral = self.refer(findings)
        self.hold(referral)
        told = self.refuse("close", "closeOrder", order, body={"mechanism": "AB岗制度"})
        number = h["liaison"].do("getReferral", referral).json["number"]
        for secret in (number, referral, "body", "referral", "纪"):
            self.assertNotIn(secret, told)
        self.assertIn("ask who signs for the office", told)


if __name__ == "__main__":
    tap.main()
