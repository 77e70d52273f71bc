#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""催询函 (domain.md E.5): a discipline body that has not answered in time is asked, in a letter that
says nothing of the matter. The clock is the test's; 30 days from 5 March 2018 end on 4 April."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import statistics_house
import tap


class Inquiry(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = statistics_house.Spring()
        cls.addClassCleanup(h.close)
        h.on("2018-03-05")
        visit, cls.findings = h.find()
        h.wait_examined(visit)
        cls.referral = h.draft_referral(cls.findings)

    def ask(self, status=200):
        reply = self.house["liaison"].call("inquireReferral", self.referral)
        self.assertEqual(reply.status, status, reply)
        if status == 409:
            self.assertEqual(reply.problem, "state")
        return reply.json

    def fetch(self, **query):
        return self.house["boss"].do("getReferralInquiry", self.referral, query=query or None).body

    def test_1_not_before_it_is_late(self):
        h = self.house
        self.ask(409)
        h["sign"].do("approveReferral", self.referral, body={"explanation": "未能封存"})
        h["liaison"].do("sendReferral", self.referral, body={"method": "专人送达"})
        self.ask(409)
        h["liaison"].do("receiveReferral", self.referral, body={"receiver": "周某"})
        for day in ("2018-03-05", "2018-04-04"):
            h.on(day)
            self.assertIn("2018-04-04", self.ask(409)["detail"])
        self.assertEqual(h["liaison"].call("getReferralInquiry", self.referral).status, 409)

    def test_2_it_is_asked(self):
        h = self.house
        h.on("2018-04-05")
        done = self.ask()
        self.assertEqual(done["state"], "received")
        asked = done["inquiries"][0]
        self.assertNotEqual(asked["number"], done["number"])
        text = house.read(self.fetch())
        for word in ("关于商请反馈问题线索处理结果的函", asked["number"], done["number"], "市纪委：",
                     "于2018年3月5日以", "于2018年3月5日接收", "于2018年4月4日前", "问题线索1条",
                     h["boss"].do("getFinding", self.findings[0]).json["number"], "2018年4月5日"):
            self.assertIn(word, text)
        # Neither what it is about nor a reproach.
        for word in ("未一次性告知", "涉嫌", "逾期", "超期"):
            self.assertNotIn(word, text)

    def test_3_once_a_day_and_again(self):
        h = self.house
        first = self.fetch()
        self.ask(409)
        h.on("2018-04-20")
        numbers = [i["number"] for i in self.ask()["inquiries"]]
        self.assertEqual(len(set(numbers)), 2)
        self.assertEqual(self.fetch(number=numbers[0]), first)
        self.assertEqual(self.fetch(number=numbers[1]), self.fetch())
        self.assertNotEqual(self.fetch(), first)
        unknown = h["boss"].call("getReferralInquiry", self.referral, query={"number": "x"})
        self.assertEqual(unknown.status, 409)

    def test_4_who_has_answered_is_not_asked(self):
        h = self.house
        h["liaison"].do("resultReferral", self.referral, body={"outcome": "accepted"})
        h.on("2018-04-21")
        self.ask()
        h["liaison"].do("resultReferral", self.referral, body={"outcome": "reported", "disposal": "x"})
        h.on("2018-04-22")
        self.ask(409)

    def test_5_the_day_on_the_paper_counts(self):
        """What is written on a receipt, on each paper that tells of it, not when it was noted."""
        h = self.house
        h.on("2018-04-23")
        order = h.begin("served")
        visit, findings = h.find()
        h.wait_examined(visit)
        referral = h.draft_referral(findings)
        h["sign"].do("approveReferral", referral, body={"explanation": "未能封存"})
        h["liaison"].do("sendReferral", referral, body={"method": "机要"})
        h.on("2018-04-26")
        h["contact"].do("receiveOrder", order, body={
            "signatory": "赵某", "received_on": "2018-04-24"})
        h["liaison"].do("receiveReferral", referral, body={
            "receiver": "周某", "received_on": "2018-04-25"})
        for form in ("getOrderReceipt", "getOrderAssignment"):
            text = house.read(h["clerk"].do(form, order).body)
            self.assertIn("2018年4月24日", text, form)
            self.assertNotIn("2018年4月26日", text, form)
        self.assertIn("2018年4月25日", house.read(h["boss"].do("getReferralRegister", referral).body))
        h.on("2018-06-01")
        h["liaison"].do("inquireReferral", referral)
        self.assertIn("你单位于2018年4月25日接收",
                      house.read(h["boss"].do("getReferralInquiry", referral).body))

    def test_6_a_clock_that_waits_for_its_calendar(self):
        """Nothing is late of which nobody can say when it is due."""
        h = self.house
        h.on("2026-12-21")
        visit, findings = h.find()
        h.wait_examined(visit)
        referral = h.draft_referral(findings)
        h["sign"].do("approveReferral", referral, body={"explanation": "未能封存"})
        h["liaison"].do("sendReferral", referral, body={"method": "机要"})
        clock = h["liaison"].do("receiveReferral", referral,
                                body={"receiver": "周某"}).json["clocks"][0]
        self.assertNotIn("due", clock)
        h.on("2027-03-01")
        refused = h["liaison"].call("inquireReferral", referral)
        self.assertEqual((refused.status, refused.problem), (409, "state"))
        self.assertIn("no day by which an answer is due", refused.json["detail"])

    def test_7_an_inquiry_that_is_lost_is_missed(self):
        """fsck counts its number and looks for its paper."""
        h = self.house
        sha256 = h["liaison"].do("getReferral", self.referral).json["inquiries"][0]["letter"][
            "sha256"]
        self.assertEqual(h.service.stop(), 0)
        self.assertEqual(h.service.fsck(), "")
        paper = h.service.data / "vault" / "blobs" / sha256[:2] / sha256
        kept = paper.read_bytes()
        paper.unlink()
        self.assertIn(sha256, h.service.fsck())
        paper.write_bytes(kept)
        self.assertEqual(h.service.fsck(), "")


if __name__ == "__main__":
    tap.main()
