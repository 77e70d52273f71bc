#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What stands in the letters that go out (domain.md D.1), as poppler reads it, and what must not."""
import datetime
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap
import world

CHINA = datetime.timezone(datetime.timedelta(hours=8))
CATEGORY = "未做到首问负责、一次性告知，“踢皮球”"


def read(pdf):
    """The words of a PDF without the blanks between them."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True,
                          stdout=subprocess.PIPE)
    return "".join(done.stdout.decode().split())


def days_ago(days, hour=9):
    day = datetime.datetime.now(CHINA) - datetime.timedelta(days=days)
    return day.replace(hour=hour, minute=17, second=0, microsecond=0)


def in_chinese(day):
    return "%d年%d月%d日" % (day.year, day.month, day.day)


class Letters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contract.Contract())

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def find(self, photos=3, **times):
        """An established finding; its visit, and its evidence in the order of arrival."""
        h = self.house
        visit = h.start_visit()
        ids = [h["li"].upload(house.make_photo(i), visit=visit, filename="%d.jpg" % i,
                              filetype="image/jpeg") for i in range(photos)]
        finding = h.write_finding(visit, evidence=ids)
        h.submit_visit(visit, **times)
        h.establish(finding)
        return visit, finding, ids

    def load(self, scheme):
        version = self.house.root.do("getScheme", house.SCHEME).headers["ETag"]
        self.house.root.do("putScheme", house.SCHEME, body=scheme, headers={"If-Match": version})

    def letter(self, order):
        return read(self.house["clerk"].do("getOrderLetter", order).body)

    def test_it_tells_the_day_of_the_inspection_and_not_the_hour(self):
        h = self.house
        begun, over = days_ago(3), days_ago(3, 11)
        _, finding, _ = self.find(began_at=begun.isoformat(), ended_at=over.isoformat())
        order = h.bring(h.draft_order([finding]), "numbered")
        words = self.letter(order)
        self.assertIn(in_chinese(begun) + "，以突击检查方式，在市政务服务大厅三号窗口对你单位进行了",
                      words)
        for secret in ("9:17", "09:17", "11:17", "9时", "11时", "li", "tan"):
            self.assertNotIn(secret, words)

    def test_an_inspection_of_several_days(self):
        h = self.house
        begun, over = days_ago(400), days_ago(3)
        _, finding, _ = self.find(began_at=begun.isoformat(), ended_at=over.isoformat())
        order = h.bring(h.draft_order([finding]), "numbered")
        self.assertIn("%s至%s，以" % (in_chinese(begun), in_chinese(over)), self.letter(order))

    def test_times_of_an_inspection_are_two_in_order_and_past(self):
        h = self.house
        then, now = days_ago(3).isoformat(), days_ago(2).isoformat()
        later = days_ago(-2).isoformat()
        visit = h.start_visit()
        for times in ({"began_at": then}, {"ended_at": then}, {"began_at": now, "ended_at": then},
                      {"began_at": then, "ended_at": later}):
            refused = h["tan"].call("submitVisit", visit, body=dict(
                {"narrative": "如实记录", "no_inducement": True}, **times))
            self.assertEqual(refused.status, 422, times)

    def test_each_finding_has_its_category_and_numbers_of_its_evidence(self):
        h = self.house
        _, finding, evidence = self.find()
        order = h.bring(h.draft_order([finding], urgency="特急"), "served")
        number = h["boss"].do("getFinding", finding).json["number"]
        words = self.letter(order)
        self.assertIn("（一）%s（问题编号：%s）。" % (CATEGORY, number), words)
        self.assertIn("照片3张（证据编号：%s-Z1至Z3）。" % number, words)
        self.assertIn("特急", words)
        # Numbered by hash, so that no number tells in what order the photos were taken or sent.
        hashes = {e: h["boss"].do("getEvidence", e).json["sha256"] for e in evidence}
        self.assertEqual(h["clerk"].do("getOrder", order).json["exhibits"],
                         [{"number": "%s-Z%d" % (number, place), "evidence": e}
                          for place, e in enumerate(sorted(evidence, key=hashes.get), 1)])
        self.assertNotIn("exhibits", h["head"].do("getOrder", order).json)

    def test_a_letter_names_whom_to_ask_and_the_telephone(self):
        h = self.house
        _, finding, _ = self.find(photos=0)
        silent = house.read_scheme()
        silent["anfang"]["letter"]["contact"]["phone"] = None
        self.load(silent)
        try:
            draft = {"findings": [finding], "contact": {"name": "钱某"}}
            refused = h["draft"].call("putOrder", world.new_id(), body=draft)
            self.assertEqual(refused.status, 422)
            self.assertIn("--contact-phone", refused.json["detail"])
            order = h.draft_order([finding], contact={"phone": "0412-1111111"})
        finally:
            self.load(house.read_scheme())
        h.bring(order, "numbered")
        self.assertIn("联系人：市营商办，联系电话：0412-1111111。", self.letter(order))


if __name__ == "__main__":
    tap.main()
