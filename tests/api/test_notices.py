#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Who is told of what: in the transaction of what happened, once, and nothing that the reader could
not look at themselves.

The clock is the test's: spring 2018. The order is received on Monday, 5 March; its plan is due on the
19th (ten working days), and it is to be rectified by Wednesday, 4 April. Working days were counted by
hand over the State Council's notice.
"""
import contextlib
import pathlib
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import tap
import world

PLAN_DUE = "2018-03-19"
UNITS = ("contact", "head", "lead", "lead2", "contact9", "head9", "lead9")
INSPECTORS = ("li", "tan", "wu")


class Notices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config(), env={
            "ANFANG_LOCALE_DIR": str(house.contracts.BUILD / "po")}))
        h.service.tell("time", "2018-03-05T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        cls.visit, findings = h.find()
        h.wait_examined(cls.visit)
        cls.order = h.draft_order(findings, rectify={"date": "2018-04-04"})
        h.bring(cls.order, "received")

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def go(self, day, hour="02"):
        self.house.service.tell("time", "%sT%s:00:00Z" % (day, hour))
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def sweep(self):
        self.house["clerk"].do("sweepSteps", body={})

    def notices(self, name, **query):
        return self.house[name].do("listNotices", query=dict({"limit": 200}, **query)).json["items"]

    def events(self, name):
        """What there is to read, in the order in which it happened."""
        return [n["event"] for n in reversed(self.notices(name, state="unread"))]

    def deadlines(self, name):
        return [(n["event"], n["due"]) for n in reversed(self.notices(name)) if "due" in n]

    def test_1_each_is_told_what_is_theirs(self):
        self.assertEqual(self.events("review"), ["order.submitted"])
        self.assertEqual(self.events("sign"), ["order.reviewed"])
        self.assertEqual(self.events("clerk"), ["order.signed", "order.received"])
        # Whoever did it knows; the other clerk is told.
        self.assertEqual(self.events("clerk2"), ["order.signed", "order.numbered", "order.received"])
        for name in ("contact", "head", "lead", "lead2"):
            self.assertEqual(self.events(name), ["order.served"], name)
        for name in ("contact9", "head9", "lead9", "guard", "audit", "press"):
            self.assertEqual(self.events(name), [], name)
        self.assertIn("order.served", self.events("draft"))
        self.assertEqual(set(self.events("li")), {"visit.approved"})

    def test_2_a_notice_tells_no_more_than_that(self):
        number = self.house["draft"].do("getOrder", self.order).json["number"]["text"]
        notice, = self.notices("head")
        self.assertEqual((notice["record"], notice["number"]), ("order/" + self.order, number))
        # The day in China, not the hour.
        self.assertEqual(notice["at"], "2018-03-04T16:00:00.000Z")
        for name in UNITS:
            said = self.house[name].do("listNotices").text
            for secret in INSPECTORS + ("visit", "p-", "clerk", "sign", "窗口"):
                self.assertNotIn('"%s' % secret, said, name)
        chinese = self.house.login("head", language="zh-CN")
        told = chinese.do("listNotices")
        chinese.close()
        self.assertEqual(notice["title"], "order served")
        if told.headers["Content-Language"] == "zh-CN":
            self.assertEqual(told.json["items"][0]["title"], "整改通知送达")

    def test_3_read_and_paged(self):
        names = [n["id"] for n in self.notices("draft")]
        self.assertGreater(len(names), 2)
        paged, after = [], None
        while True:
            page = self.house["draft"].do("listNotices", query=dict(
                {"limit": 1}, **({"after": after} if after else {}))).json
            paged += [n["id"] for n in page["items"]]
            # What is read on the way moves behind, and nothing is left out.
            if len(paged) == 1:
                self.house["draft"].do("readNotice", paged[0], body={}, status=204)
            after = page["next"]
            if after is None:
                break
        self.assertEqual(paged[:len(names)], names)
        self.assertEqual(paged[len(names):], names[:1])
        self.assertEqual([n["id"] for n in self.notices("draft")], names[1:] + names[:1])
        self.assertEqual([n["id"] for n in self.notices("draft", state="unread")], names[1:])
        self.house["draft"].do("readNotice", names[0], body={}, status=204)
        # Another's are not there.
        self.assertEqual(self.house["head"].call("readNotice", names[1], body={}).status, 404)
        for after in (names[0], "read-" + names[0][:-1], "unread-" + self.notices("head")[0]["id"], "x"):
            self.assertEqual(self.house["draft"].call("listNotices", query={"after": after}).status,
                             422, after)

    def test_4_deadlines_once_and_the_nearest_after_an_outage(self):
        self.go("2018-03-13")
        self.sweep()
        self.assertEqual(self.deadlines("head"), [])
        self.go("2018-03-14")  # 14, 15, 16 March are the three working days before the 19th
        self.sweep()
        self.sweep()
        self.assertEqual(self.deadlines("head"), [("order.due", PLAN_DUE)])
        self.assertEqual(self.deadlines("draft"), [])
        self.go("2018-03-13")  # the clock was set back, and goes on
        self.sweep()
        self.go(PLAN_DUE)
        self.sweep()
        self.assertEqual(self.deadlines("head"), [("order.due", PLAN_DUE)] * 2)
        self.assertEqual(self.deadlines("draft"), [("order.due", PLAN_DUE)])
        self.go("2018-04-04")
        self.sweep()
        self.sweep()
        # Of the other deadline the last day only: three days before it nobody looked.
        self.assertEqual(self.deadlines("contact")[2:], [("order.overdue", PLAN_DUE),
                                                         ("order.due", "2018-04-04")])
        self.assertEqual(self.deadlines("lead"), [("order.overdue", PLAN_DUE)])
        notice = self.notices("contact")[0]
        self.assertEqual(notice["clock"], "整改期限")
        # A letter has several deadlines: which one it is stands in the words, too.
        self.assertEqual(notice["title"], "order due (整改期限)")

    def test_5_told_in_the_transaction(self):
        self.house["head"].do("planOrder", self.order, body=house.PLAN)
        self.house.service.kill()
        self.house.service.start()
        self.go("2018-04-04", "03")
        self.assertEqual(self.events("lead").count("order.plan_filed"), 1)
        # Who did it is not told of it.
        self.assertNotIn("order.plan_filed", self.events("head"))

    def test_5b_what_cannot_be_read_holds_up_nobody(self):
        """An order whose scheme is gone: the deadlines of the others are looked after as ever."""
        h = self.house
        self.go("2018-05-02")
        _, findings = h.find(evidence=False)
        order = h.bring(h.draft_order(findings, rectify={"date": "2018-06-01"}), "received")
        self.go("2018-06-01")
        self.break_order("gone")
        self.addCleanup(self.break_order, house.SCHEME)
        self.sweep()
        told = {n["event"] for n in self.notices("head")
                if "due" in n and n["record"] == "order/" + order}
        self.assertEqual(told, {"order.due", "order.overdue"})

    def break_order(self, scheme):
        database = self.house.service.data / "anfang.db"
        with contextlib.closing(sqlite3.connect(database, timeout=30)) as base, base:
            base.execute("UPDATE orders SET scheme = ? WHERE id = ?", (scheme, self.order))

    def test_6_rules_of_the_schemes_own(self):
        scheme = house.read_scheme()
        scheme["anfang"]["notifications"] = [
            {"event": "order.plan_returned", "to": ["leader", "resp_head"], "when": "morning"}]
        self.assertEqual(self.put(scheme).status, 200)
        before = self.notices("boss")
        self.house["review"].do("returnPlan", self.order, body={"reason": "措施不具体"})
        self.assertEqual([n["event"] for n in self.notices("boss") if n not in before],
                         ["order.plan_returned"])
        # The role is of every unit, the order of one.
        self.assertEqual(self.events("head")[-1], "order.plan_returned")
        self.assertEqual(self.events("head9"), [])
        self.assertNotIn("order.plan_returned", self.events("contact"))

    def test_7_rules_that_would_tell_too_much(self):
        for rule in ({"event": "visit.submitted", "to": ["addressee"]},
                     {"event": "finding.established", "to": ["resp_head"]},
                     {"event": "order.reinspected", "to": ["lead"]},
                     {"event": "order.served", "to": ["nobody"]},
                     {"event": "evidence.received", "to": ["leader"]},
                     {"event": "order.served", "to": []},
                     {"event": "order.due", "to": ["addressee"]},
                     {"event": "order.due", "to": ["addressee"], "when": {"before": -1}},
                     {"event": "order.served", "to": ["addressee"], "when": {"before": 1}},
                     {"event": "order.served", "to": ["addressee"], "how": "sms"}):
            scheme = house.read_scheme()
            scheme["anfang"]["notifications"] = [rule]
            self.assertEqual(self.put(scheme).status, 422, rule)

    def put(self, scheme):
        version = self.house.root.do("getScheme", house.SCHEME).headers["ETag"]
        return self.house.root.call("putScheme", house.SCHEME, body=scheme,
                                    headers={"If-Match": version})


class Addresses(unittest.TestCase):
    def setUp(self):
        self.house = h = house.House.__new__(house.House)
        h.attach(world.Service(house.contracts.BUILD / "src" / "anfangd", config=house.make_config()))
        h.furnish()
        for name in ("li", "sign", "guard", "audit"):
            h.hire(name)

    def tearDown(self):
        self.house.close()

    def test_seen_by_who_needs_it(self):
        root, li, guard = self.house.root, self.house["li"], self.house["guard"]
        self.assertEqual(li.do("getEmail", "li").json, {"email": None, "language": "zh"})
        li.do("setEmail", "li", body={"email": "li.x+a@mail.example", "language": "en"}, status=204)
        told = {"email": "li.x+a@mail.example", "language": "en"}
        self.assertEqual(li.do("getEmail", "li").json, told)
        self.assertEqual(root.do("getEmail", "li").json, told)
        for client in (guard, self.house["sign"], self.house["audit"]):
            for operation, body in (("getEmail", None), ("setEmail", {"email": "a@b.example"})):
                self.assertIn(client.call(operation, "li", body=body).status, (403, 404))
        for said in (root.do("getAccount", "li"), root.do("listAccounts"),
                     guard.do("getAccount", "li")):
            self.assertNotIn("mail.example", said.text)
        events = self.house["audit"].do("listEvents", query={"noun": "account"}).text
        self.assertIn("account.email_set", events)
        self.assertNotIn("mail.example", events)
        root.do("setEmail", "li", body={"email": None}, status=204)
        self.assertIsNone(li.do("getEmail", "li").json["email"])

    def test_refused(self):
        li = self.house["li"]
        for address in ("x", "@", "a@", "@b", "a@b@c", "a b@c.example", "a@b..c", "a@-b.example",
                        "a@b-.example", ".a@b.example", "a.@b.example", "a..b@c.example",
                        "-f@b.example", '"a"@b.example', "a@[127.0.0.1]", "李@b.example",
                        "a@海城.example", "a@b.example\r\nBcc: x@y.example", "a@b.example\n",
                        "a(x)@b.example", "a@b.example,c@d.example", "<a@b.example>",
                        "a" * 65 + "@b.example", "a@" + "b" * 64 + ".example",
                        "a@" + ".".join(["b" * 60] * 5)):
            self.assertEqual(li.call("setEmail", "li", body={"email": address}).status, 422, address)
        for address in ("a@b", "root@localhost", "a" * 64 + "@" + "b" * 63 + ".example",
                        "o'neil_%x@b.example"):
            li.do("setEmail", "li", body={"email": address}, status=204)


if __name__ == "__main__":
    tap.main()
