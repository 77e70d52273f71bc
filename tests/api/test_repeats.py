#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Requests that come again because their answer was lost: done once, answered twice.

draft-ietf-httpapi-idempotency-key-header: a string under which the client knows its request again.
"""
import datetime
import pathlib
import sqlite3
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world
from cutlink import CutLink

HOUR = 3600
TODAY = (datetime.datetime.utcnow() + datetime.timedelta(hours=8)).date()


def under(key):
    return {"Idempotency-Key": '"%s"' % key}


class Repeats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contracts.Contract())

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def count_leaves(self):
        return int(self.house["audit"].do("getCheckpoint").text.split("\n")[1])

    def assert_same(self, first, again):
        self.assertEqual((again.status, again.body, again.headers["ETag"],
                          again.headers["Content-Type"]),
                         (first.status, first.body, first.headers["ETag"],
                          first.headers["Content-Type"]))

    def test_the_first_answer_again(self):
        h, key = self.house, world.new_id()
        visit = h.plan_visit()
        first = h["boss"].call("approveVisit", visit, headers=under(key))
        self.assertEqual(first.status, 200)
        h["li"].do("startVisit", visit)
        before = self.count_leaves()
        # … as it was, whatever became of the record since; with quotation marks or without.
        self.assert_same(first, h["boss"].call("approveVisit", visit, headers=under(key)))
        self.assert_same(first, h["boss"].call("approveVisit", visit,
                                               headers={"Idempotency-Key": key}))
        self.assertEqual(self.count_leaves(), before)
        self.assertEqual(h["boss"].call("approveVisit", visit).status, 409)
        self.assertEqual(h["boss"].call("approveVisit", visit,
                                        headers=under(world.new_id())).status, 409)

    def test_another_request_under_the_key(self):
        h, key = self.house, world.new_id()
        one, other = h.plan_visit(), h.plan_visit()
        h["boss"].do("cancelVisit", one, body={"reason": "x"}, headers=under(key))
        for operation, visit, body in (("cancelVisit", one, {"reason": "y"}),
                                       ("cancelVisit", other, {"reason": "x"}),
                                       ("approveVisit", other, None)):
            refused = h["boss"].call(operation, visit, body=body, headers=under(key))
            self.assertEqual((refused.status, refused.problem), (422, "invalid"))
            self.assertIn("Idempotency-Key", refused.json["detail"])
        self.assertEqual(h["boss"].do("getVisit", other).json["state"], "draft")
        # Whoever else makes up the same key is not answered with what is not theirs.
        h["sign"].do("cancelVisit", other, body={"reason": "x"}, headers=under(key))
        self.assertEqual(h["sign"].call("cancelVisit", one, body={"reason": "x"},
                                        headers=under(key)).status, 422)

    def test_a_refusal_is_not_kept(self):
        h, key = self.house, world.new_id()
        visit = h.plan_visit(declare=False)
        self.assertEqual(h["boss"].call("approveVisit", visit, headers=under(key)).status, 409)
        for name in ("li", "tan"):
            h[name].do("declareVisit", visit)
        h["boss"].do("approveVisit", visit, headers=under(key))

    def test_rights_are_asked_first(self):
        h, key = self.house, world.new_id()
        visit = h.plan_visit()
        stranger = h.login("boss", device="other")
        stranger.do("approveVisit", visit, headers=under(key))
        stranger.do("deleteSession", status=204)
        self.assertEqual(stranger.call("approveVisit", visit, headers=under(key)).status, 401)

    def test_an_answer_that_was_lost(self):
        """文号: the number was given; who asks again hears which, and no other is used up."""
        h, key = self.house, world.new_id()
        order = h.order_at("signed")
        link = CutLink(h.service.url, every=1, cuts=1)
        self.addCleanup(link.close)
        clerk = h.login("clerk").fork(link.url)
        path = "/orders/%s/number" % order
        with self.assertRaises((OSError, world.http.client.HTTPException)):
            clerk.request("POST", path, headers=under(key))
        self.assertTrue(world.wait_for(
            lambda: h["clerk"].do("getOrder", order).json["state"] == "numbered"))
        again = clerk.request("POST", path, headers=under(key))
        self.assertEqual((again.status, again.json["state"]), (200, "numbered"))
        self.assertEqual(again.json["number"], h["clerk"].do("getOrder", order).json["number"])
        self.assertEqual(link.cuts, 1)

        # The answer is as durable as what it tells of.
        h.service.kill()
        for client in [h.root, *h.clients.values()]:
            client.close()
        h.service.start()
        self.assertEqual(h["clerk"].call("numberOrder", order, headers=under(key)).body, again.body)

    def make_cases(self):
        """An exposure, an entry, a task and two orders, and what is then asked of them once"""
        h = self.house
        _, findings = h.find(3)
        exposure, entry, task, part = (world.new_id() for _ in range(4))
        order = h.draft_order(findings)
        day = {"medium": "海城电视台", "published_on": str(TODAY)}
        h["press"].do("putExposure", exposure, status=201, body={
            "findings": findings[:1], "title": "窗口无人值守", "text": "三号窗口无人值守。"})
        h["clerk"].do("putRegister", entry, status=201, body={
            "scheme": house.SCHEME, "register": "promises", "unit": house.ADDRESSEE,
            "values": {"promise": "五通一平", "made_on": "2016-05-01", "status": "未兑现"}})
        h["draft"].do("putTask", task, status=201, body={
            "scheme": house.SCHEME, "name": "报名单", "unit": house.ADDRESSEE})
        return [("draft", "splitOrder", order, {"id": part, "findings": findings[1:]}),
                ("draft", "mergeOrder", order, {"other": part}),
                ("boss", "approveExposure", exposure, {}),
                ("press", "publishExposure", exposure, day),
                ("press", "correctExposure", exposure, {"reason": "x", "text": "应为十五分钟"}),
                ("boss", "approveExposure", exposure, {}),
                ("press", "publishExposure", exposure, day),
                ("boss", "revokeExposure", exposure, {"reason": "x"}),
                ("clerk", "amendRegister", entry, {"reason": "x", "values": {"status": "已兑现"}}),
                ("draft", "assignTask", task, {"person": "张三"}),
                ("draft", "deployTask", task, {}),
                ("clerk", "handInTask", task, {"text": "x"}),
                ("ver1", "returnTask", task, {"reason": "x"})]

    def test_each_once_across_a_kill(self):
        """What adds to a record or moves it on is done once, though nobody heard that it was."""
        h, answers = self.house, []
        for who, operation, record, body in self.make_cases():
            get = "get" + operation.lstrip("abcdefghijklmnopqrstuvwxyz").replace("InTask", "Task")
            asked = dict(under(world.new_id()), **{
                "If-Match": h["boss"].do(get, record).headers["ETag"]})
            first = h[who].call(operation, record, body=body, headers=asked)
            self.assertEqual(first.status, 200, (operation, first))
            answers.append((who, operation, record, body, asked, first))
        # What is examined and checked at its own time has leaves, too.
        for visit in h["boss"].do("listVisits", query={"limit": 200}).json["items"]:
            h.wait_checked(visit=visit["id"])
        before = self.count_leaves()
        h.service.kill()
        for client in [h.root, *h.clients.values()]:
            client.close()
        h.service.start()
        for who, operation, record, body, asked, first in answers:
            with self.subTest(operation):
                self.assert_same(first, h[who].call(operation, record, body=body, headers=asked))
        self.assertEqual(self.count_leaves(), before)

    def test_a_referral_is_approved_once(self):
        """Its files are hashed before anything is written, and may be hashed again for nothing."""
        h, key = self.house, world.new_id()
        _, findings = h.find()
        referral = h.draft_referral(findings)
        answer = lambda: h["sign"].call("approveReferral", referral, headers=under(key))
        first = world.wait_for(lambda: (lambda a: a if a.status != 503 else None)(answer()), 60, 0.1)
        self.assertEqual(first.status, 200, first)
        before = self.count_leaves()
        self.assert_same(first, answer())
        h["liaison"].do("sendReferral", referral, body={"method": "专人送达"})
        self.assert_same(first, answer())
        self.assertEqual(self.count_leaves(), before + 1)
        self.assertEqual(h["sign"].call("approveReferral", referral).status, 409)

    def test_many_at_once(self):
        h, key = self.house, world.new_id()
        visit, answers = h.plan_visit(), []
        before = self.count_leaves()

        boss = h["boss"]

        def approve():
            answers.append(boss.call("approveVisit", visit, headers=under(key)))
        threads = [threading.Thread(target=approve) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([a.status for a in answers], [200] * 8)
        self.assertEqual(len({a.body for a in answers}), 1)
        self.assertEqual(self.count_leaves(), before + 1)

    def test_what_is_no_key(self):
        h = self.house
        visit = h.plan_visit()
        for field in ('""', '"a', '"a", "b"', '"a";b', "a b", '"%s"' % ("k" * 129), "k" * 129):
            refused = h["boss"].call("approveVisit", visit, headers={"Idempotency-Key": field})
            self.assertEqual((refused.status, refused.problem), (400, "malformed"), field)
        # Where nothing is done twice, the field says nothing.
        h["boss"].do("getVisit", visit, headers={"Idempotency-Key": '"a'})
        h["boss"].do("approveVisit", visit, headers=under("k" * 128))

    def test_nothing_is_kept_of_passwords(self):
        h, key = self.house, world.new_id()
        body = {"name": "re.peat", "roles": ["clerk"], "unit": house.OFFICE,
                "password": world.PASSWORD}
        h.root.do("createAccount", body=body, status=201, headers=under(key))
        self.assertEqual(h.root.call("createAccount", body=body, headers=under(key)).status, 409)
        h.root.do("setPassword", "re.peat", body={"password": "a new password"},
                  headers=under(key))
        self.assertEqual(h.guest().call("createSession", headers=under(key), body={
            "account": "re.peat", "password": "a new password", "device": "d"}).status, 201)
        with sqlite3.connect(h.service.data / "anfang.db") as base:
            kept = base.execute("SELECT count (*) FROM kept_reply WHERE key = ?", [key])
            self.assertEqual(kept.fetchone(), (0,))


class Forgotten(unittest.TestCase):
    """A key is good for a day."""

    def setUp(self):
        self.house = house.House.__new__(house.House)
        self.house.attach(clocked.ClockedService())
        self.house.service.tell("time", "2018-03-05T01:00:00Z")
        self.house.furnish()
        for name in ("li", "tan", "boss"):
            self.house.hire(name)

    def tearDown(self):
        self.house.close()

    def test_a_day(self):
        h, key = self.house, world.new_id()
        visit = h.plan_visit()
        first = h["boss"].do("approveVisit", visit, headers=under(key))
        for seconds, status in ((24 * HOUR - 1, 200), (1, 409)):
            h.service.tell("step", seconds)
            again = h.login("boss").call("approveVisit", visit, headers=under(key))
            self.assertEqual(again.status, status)
            if status == 200:
                self.assertEqual(again.body, first.body)
        # Its place is free for another request, and the old answer is gone from the folder.
        h.login("boss").do("cancelVisit", visit, body={"reason": "x"}, headers=under(key))
        with sqlite3.connect(h.service.data / "anfang.db") as base:
            self.assertEqual(base.execute("SELECT count (*) FROM kept_reply").fetchone(), (1,))


if __name__ == "__main__":
    tap.main()
