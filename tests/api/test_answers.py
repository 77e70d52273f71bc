#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What a discipline body answers (domain.md E.5), on the day when it came, and what is put right of
it. The clock is the test's; 30 days from 5 March 2018 end on 4 April."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import statistics_house
import tap


class Answers(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = h = statistics_house.Spring()
        cls.addClassCleanup(h.close)

    def send(self, findings=None):
        """A referral that its body took on 5 March"""
        h = self.house
        h.on("2018-03-05")
        if findings is None:
            visit, findings = h.find()
            h.wait_examined(visit)
        referral = h.draft_referral(findings)
        h.hand_over(referral)
        return referral, findings

    def answer(self, referral, outcome, **fields):
        return self.house["liaison"].do("resultReferral", referral,
                                        body=dict({"outcome": outcome}, **fields)).json

    def refuse_answer(self, status, words, referral, **body):
        self.refuse("liaison", status, words, "resultReferral", referral, body=body)

    def register(self, referral):
        text = house.read(self.house["liaison"].do("getReferralRegister", referral).body)
        return text.replace("\n", "").replace(" ", "")

    @staticmethod
    def clock(referral):
        (clock,) = (c for c in referral["clocks"] if c["id"] == "referral")
        return clock["state"]

    def test_it_counts_on_the_day_when_it_came(self):
        """Whoever enters it a week later does not make the body late."""
        h = self.house
        referral, _ = self.send()
        h.on("2018-04-09")
        # Not before the body had it, nor tomorrow.
        for day in ("2018-03-04", "2018-04-10"):
            self.refuse_answer(422, "received_on", referral, outcome="accepted", received_on=day)
        done = self.answer(referral, "reported", disposal="诫勉", received_on="2018-04-04")
        self.assertEqual(self.clock(done), "met")
        self.assertIn("已反馈结果：诫勉（2018年4月4日）", self.register(referral))
        # Nor before what it answered last, which a correction takes back.
        slow, _ = self.send()
        h.on("2018-04-09")
        self.answer(slow, "accepted", received_on="2018-03-20")
        self.refuse_answer(422, "answered last", slow, outcome="handling", received_on="2018-03-19")
        self.answer(slow, "accepted", received_on="2018-03-19", corrects="日期看错")
        self.answer(slow, "handling", received_on="2018-03-19")
        late, _ = self.send()
        h.on("2018-04-09")
        done = self.answer(late, "reported", disposal="诫勉", received_on="2018-04-05")
        self.assertEqual(self.clock(done), "late")

    def test_words_are_put_right(self):
        referral, _ = self.send()
        self.refuse_answer(409, "no answer", referral, outcome="accepted", corrects="x")
        self.answer(referral, "accepted", disposal="由四室受理")
        self.answer(referral, "reported", disposal="诚勉谈话")
        self.refuse_answer(422, "corrects", referral, outcome="reported", disposal="x", corrects=" ")
        self.refuse_answer(422, "disposal", referral, outcome="reported", corrects="错字")
        done = self.answer(referral, "reported", disposal="诫勉谈话", corrects="错字")
        self.assertEqual((done["state"], self.clock(done)), ("result_reported", "met"))
        again = self.answer(referral, "reported", disposal="诫勉谈话", corrects="错字")
        self.assertEqual(again["version"], done["version"])  # sent twice, done once
        # What was recorded stays on record; what is printed is what holds.
        self.assertEqual([r["disposal"] for r in done["results"]], ["由四室受理", "诚勉谈话", "诫勉谈话"])
        self.assertEqual([r.get("corrects") for r in done["results"]], [None, None, "错字"])
        text = self.register(referral)
        self.assertIn("受理：由四室受理", text)
        self.assertIn("诫勉谈话", text)
        self.assertNotIn("诚勉", text)

    def test_what_it_answered_is_put_right(self):
        """Recorded as declined, and it was accepted: the body goes on having to answer in time."""
        h = self.house
        referral, _ = self.send()
        done = self.answer(referral, "declined", disposal="不属管辖")
        self.assertEqual((done["state"], self.clock(done)), ("declined", "met"))
        done = self.answer(referral, "accepted", corrects="录入时看错行")
        self.assertEqual((done["state"], self.clock(done)), ("accepted", "running"))
        self.assertIn("受理（2018年3月5日）", self.register(referral))
        self.assertNotIn("不属管辖", self.register(referral))
        # Again, and of a later one: back to what was before it and no further.
        self.answer(referral, "handling")
        done = self.answer(referral, "reported", disposal="了结", corrects="已反馈结果")
        self.assertEqual(done["state"], "result_reported")
        done = self.answer(referral, "handling", corrects="尚未反馈结果")
        self.assertEqual((done["state"], self.clock(done)), ("handling", "running"))
        self.refuse_answer(409, "accepted", referral, outcome="declined", corrects="x")
        h.on("2018-04-05")
        done = self.answer(referral, "reported", disposal="了结")
        self.assertEqual(self.clock(done), "late")
        h["liaison"].do("archiveReferral", referral)
        self.refuse_answer(409, "no answer", referral, outcome="reported", disposal="x", corrects="x")

    def test_what_went_on_from_it_stays(self):
        """Declined, so that another body has it now: it can't be with both."""
        h = self.house
        referral, findings = self.send()
        self.answer(referral, "declined")
        other, _ = self.send(findings)
        self.refuse_answer(409, "is being referred already", referral, outcome="accepted",
                           corrects="x")
        self.assertEqual(self.answer(referral, "declined", disposal="不属管辖", corrects="补记理由")["state"],
                         "declined")
        self.answer(other, "returned", disposal="缺录音")
        h["liaison"].do("sendReferral", other, body={"method": "专人送达"})
        self.refuse_answer(409, "no answer", other, outcome="accepted", corrects="x")
        h["liaison"].do("receiveReferral", other, body={"receiver": "周某"})
        self.refuse_answer(409, "no answer", other, outcome="accepted", corrects="x")
        self.answer(other, "accepted")
        done = self.answer(other, "declined", corrects="看错")
        self.assertEqual(done["state"], "declined")
        self.assertIn("不受理", self.register(other))

    def test_so_many_answers_and_no_more(self):
        referral, _ = self.send()
        self.answer(referral, "accepted")
        for number in range(99):
            self.answer(referral, "accepted", corrects="第%d次" % number)
        self.refuse_answer(413, "100", referral, outcome="handling")

    def test_who_decided_hears_of_it(self):
        h = self.house
        referral, _ = self.send()
        self.answer(referral, "declined")
        self.answer(referral, "accepted", corrects="看错")
        kinds = [n["event"] for n in h["sign"].do("listNotices", query={"limit": 200}).json["items"]
                 if n.get("record") == "referral/" + referral]
        self.assertIn("referral.result_corrected", kinds)


if __name__ == "__main__":
    tap.main()
