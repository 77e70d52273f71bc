#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What a unit is told of beside its order: that it was exposed, what other units say on an order that
they share, and the letters that come beside; never sooner than it may look at them, and never who was
behind them."""
import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import test_decisions
import world

TODAY = str((datetime.datetime.utcnow() + datetime.timedelta(hours=8)).date())
OUT = {"medium": "海城电视台", "published_on": TODAY}
TEXT = "三号窗口在工作时间无人值守，负责人王小明未说明原因。"
OTHERS = ("head9", "contact9", "lead9")


class Told(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contracts.Contract(), test_decisions.make_scheme(), env={
            "ANFANG_LOCALE_DIR": str(contracts.BUILD / "po")})
        cls.visit, cls.findings = h.find(2)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def notices(self, name, record):
        items = self.house[name].do("listNotices", query={"limit": 200}).json["items"]
        return [n for n in reversed(items) if n["record"] == record]

    def told(self, name, record):
        return [n["event"].split(".")[1] for n in self.notices(name, record)]

    def draft_exposure(self):
        exposure = world.new_id()
        self.house["press"].do("putExposure", exposure, status=201, body={
            "findings": self.findings, "title": "窗口无人值守", "text": TEXT, "persons": ["王小明"]})
        return exposure, "exposure/" + exposure

    def assert_unknown(self, exposure):
        for name in ("head", "contact", "lead") + OTHERS:
            self.assertEqual(self.told(name, "exposure/" + exposure), [], name)
            self.assertIn(self.house[name].call("getExposure", exposure).status, (403, 404), name)
        for name in ("head", "contact9"):
            listed = self.house[name].do("listExposures").json["items"]
            self.assertNotIn(exposure, [e["id"] for e in listed])

    def test_an_exposure_is_told_once_it_is_out_and_not_before(self):
        h = self.house
        exposure, record = self.draft_exposure()
        self.assert_unknown(exposure)
        self.assertEqual(self.told("boss", record), ["drafted"])
        h["boss"].do("approveExposure", exposure, body={"persons": "masked"})
        self.assert_unknown(exposure)
        h["press"].do("publishExposure", exposure, body=OUT)
        for name in ("head", "contact"):
            self.assertEqual(self.told(name, record), ["published"], name)
            seen = h[name].do("getExposure", exposure).json
            self.assertEqual(h[name].do("listExposures").json["items"], [seen])
            # What the public has read, and nothing of who wrote, decided or inspected.
            self.assertEqual(seen, {
                "id": exposure, "scheme": house.SCHEME, "unit": house.ADDRESSEE, "published": OUT,
                "title": "窗口无人值守", "text": TEXT.replace("王小明", "王某某"), "state": "published"})
        seen = h["head"].call("getExposure", exposure)
        h["press"].do("correctExposure", exposure, body={"reason": "内部核查", "text": "应为十五分钟"})
        h["boss"].do("approveExposure", exposure, body={})
        now = h["head"].call("getExposure", exposure)
        self.assertEqual((now.body, now.headers["ETag"]), (seen.body, seen.headers["ETag"]))
        self.assertEqual(self.told("head", record), ["published"])
        h["press"].do("publishExposure", exposure, body=OUT)
        h["boss"].do("revokeExposure", exposure, body={"reason": "事实不符"})
        self.assertEqual(self.told("head", record), ["published", "corrected", "revoked"])
        seen = h["head"].do("getExposure", exposure).json
        self.assertEqual(seen["corrections"], [dict(OUT, text="应为十五分钟")])
        self.assertEqual((seen["state"], seen["revoked"]["reason"], set(seen["revoked"])),
                         ("revoked", "事实不符", {"reason", "at"}))
        # The day in China, and no hour of it.
        self.assertTrue(seen["revoked"]["at"].endswith("T16:00:00.000Z"))
        for notice in self.notices("head", record):
            self.assertTrue(notice["at"].endswith("T16:00:00.000Z"))
        for name in OTHERS + ("lead",):
            self.assertEqual(self.told(name, record), [], name)
        for name in ("head9", "contact9"):
            self.assertEqual(h[name].call("getExposure", exposure).status, 404)
            for query in ({}, {"unit": house.ADDRESSEE}, {"scheme": house.SCHEME}):
                self.assertEqual(h[name].do("listExposures", query=query).json["items"], [])

    def test_what_was_never_out_stays_unknown(self):
        h = self.house
        declined, _ = self.draft_exposure()
        h["boss"].do("declineExposure", declined, body={"reason": "已整改"})
        taken_back, record = self.draft_exposure()
        h["boss"].do("approveExposure", taken_back, body={"persons": "masked"})
        h["boss"].do("revokeExposure", taken_back, body={"reason": "暂缓"})
        for exposure in (declined, taken_back):
            self.assert_unknown(exposure)
        self.assertEqual(self.told("press", record), ["approved", "revoked"])

    def test_a_comment_is_told_to_who_shares_the_order_and_to_nobody_else(self):
        h = self.house
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, co_units=[house.OTHER]), "rectifying")
        record = "order/" + order
        h["contact9"].do("commentOrder", order, body={"text": "我局可增派人员"})
        for name in ("head", "contact", "lead", "head9", "draft"):
            self.assertEqual(self.told(name, record).count("commented"), 1, name)
            self.assertNotIn("增派", h[name].do("listNotices").text)
        # Whoever says it knows.
        self.assertEqual(self.told("contact9", record).count("commented"), 0)
        for name in ("lead9", "press", "guard", "audit", "li"):
            self.assertEqual(self.told(name, record).count("commented"), 0, name)
        h["head"].do("commentOrder", order, body={"text": "请于周五前到位"})
        self.assertEqual([self.told(n, record).count("commented") for n in ("contact9", "head9")],
                         [1, 2])
        alone = h.bring(h.draft_order(h.find()[1]), "rectifying")
        h["head"].do("commentOrder", alone, body={"text": "x"})
        for name in OTHERS:
            self.assertEqual(self.told(name, "order/" + alone), [], name)

    def test_a_decision_or_advice_is_told_by_its_name_when_it_is_served(self):
        h = self.house
        _, findings = h.find()
        h.bring(h.draft_order(findings), "received")
        for kind, words in (("decision", "监察决定送达"), ("advice", "监察建议送达")):
            letter = h.draft_order(findings, title=kind, kind=kind, requirements="限期拨付")
            record = "order/" + letter
            h.bring(letter, "to_sign")
            h["boss"].do("signOrder", letter)
            h["clerk"].do("numberOrder", letter)
            for name in ("head", "contact"):
                self.assertEqual(self.told(name, record), [], name)
            h["clerk"].do("serveOrder", letter, body={"channel": "机要"})
            number = h["clerk"].do("getOrder", letter).json["number"]["text"]
            for name in ("head", "contact"):
                (notice,) = self.notices(name, record)
                self.assertEqual((notice["event"], notice["title"], notice["number"]),
                                 ("order.served", kind + " served", number))
            for name in OTHERS:
                self.assertEqual(self.told(name, record), [], name)
            chinese = h.login("head", language="zh-CN")
            answer = chinese.do("listNotices", query={"limit": 200})
            chinese.close()
            if answer.headers["Content-Language"] == "zh-CN":
                self.assertIn(words, [n["title"] for n in answer.json["items"]
                                      if n["record"] == record])
            h["sign"].do("withdrawOrder", letter, body={"reason": "重拟"})


if __name__ == "__main__":
    tap.main()
