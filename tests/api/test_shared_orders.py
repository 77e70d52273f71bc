#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Orders on which several work: 不得出现“多部门负责找不着负责部门”: one unit answers, others help and may
speak; a key project has a leader by name, and a leader signs it."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

KEY = {"leader": "boss", "grounds": ["cross_department"]}


class Shared(house.Case):
    def test_who_helps_sees_and_speaks(self):
        h = self.house
        _, findings = h.find()
        order = h.draft_order(findings, co_units=[house.OTHER])
        self.refuse("head9", 404, "no such order", "getOrder", order)
        h.bring(order, "rectifying")
        self.assertIn(order, [o["id"] for o in h["head9"].do("listOrders").json["items"]])
        self.assertIn(findings[0], [f["id"] for f in h["head9"].do("listFindings").json["items"]])
        seen = h["contact9"].do("getOrder", order).json
        self.assertEqual((seen["unit"], seen["co_units"]), (house.ADDRESSEE, [house.OTHER]))
        h["contact9"].do("getFinding", findings[0])
        h["contact9"].do("getOrderLetter", order)
        h["contact9"].do("commentOrder", order, body={"text": "我局可增派人员"})
        for who in ("head", "lead", "head9", "clerk"):
            comment = h[who].do("getOrder", order).json["comments"][0]
            self.assertEqual((comment["unit"], comment["text"]), (house.OTHER, "我局可增派人员"))
            self.assertEqual("by" in comment, who == "clerk")
        self.refuse("draft", 403, "lead_unit|resp", "commentOrder", order, body={"text": "x"})

    def test_no_unit_takes_the_word_from_another(self):
        h = self.house
        order = h.order_at("served", co_units=[house.OTHER])
        for _ in range(50):
            h["contact9"].do("commentOrder", order, body={"text": "x"})
        self.refuse("head9", 409, "50 comments of your unit", "commentOrder", order,
                    body={"text": "x"})
        h["contact"].do("commentOrder", order, body={"text": "正在办理"})

    def test_who_helps_does_not_answer(self):
        h = self.house
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, co_units=[house.OTHER]), "served")
        rule = "only the unit to which the order is addressed"
        self.refuse("contact9", 403, rule, "receiveOrder", order, body={"signatory": "x"})
        h.bring(order, "received", since="served")
        for operation, body in (("objectOrder", {"kind": "fact", "reason": "x"}),
                                ("appealOrder", {"reason": "x"}), ("planOrder", house.PLAN),
                                ("extendOrder", {"to": "2099-01-01", "reason": "x"}),
                                ("feedbackOrder", {"summary": "x", "completion": "done",
                                                   "evidence": [world.new_id()]})):
            self.refuse("head9", 403, rule, operation, order, body=body)
        # What others of the units have nothing to do with they do not see.
        self.refuse("lead9", 404, "no such", "getOrder", order)
        photo = h.bring(order, "rectifying", since="received") and h["head"].upload(
            h.shoot(), order=order, filename="a.jpg", filetype="image/jpeg")
        self.refuse("head9", 404, "no such", "getEvidence", photo)

    def test_the_letter_says_who_does_what(self):
        h = self.house
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, co_units=[house.OTHER]), "numbered")
        pdf = h["clerk"].do("getOrderLetter", order).body
        text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True,
                              capture_output=True).stdout.decode("utf-8")
        name = h["clerk"].do("getUnit", house.OTHER).json["name"]
        self.assertIn("配合单位：" + name, "".join(text.split()))

    def test_two_orders_that_become_one_have_no_more_helpers_than_one(self):
        """Fifty, as the contract says: what is answered is what it describes."""
        h = self.house
        units = ["x-help%d" % i for i in range(51)]
        for unit in units:
            h.root.do("putUnit", unit, body={"name": unit}, status=201)
        _, findings = h.find(3)
        order, other, third = (
            h.draft_order([f], co_units=few) for f, few in zip(
                findings, (units[:30], units[20:50], units[50:])))
        h["draft"].do("mergeOrder", order, body={"other": other})
        self.assertEqual(h["draft"].do("getOrder", order).json["co_units"], units[:50])
        self.refuse("draft", 422, "51 units that help", "mergeOrder", order, body={"other": third})
        self.assertEqual(h["draft"].do("getOrder", third).json["state"], "draft")

    def test_an_order_that_another_unit_gets_is_not_theirs_any_more(self):
        """The objection is upheld: who helped sees neither order nor finding in its lists."""
        h = self.house
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, co_units=[house.OTHER]), "received")
        h["head"].do("objectOrder", order, body={"kind": "assign", "reason": "x"})
        h["review"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "x"})
        self.assertNotIn(findings[0], [f["id"] for f in h["head9"].do("listFindings", query={
            "limit": 200}).json["items"]])

    def test_a_key_project_is_signed_by_a_leader(self):
        h = self.house
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, key=KEY), "to_sign")
        self.refuse("sign", 403, "leader", "signOrder", order)
        h["boss"].do("signOrder", order)
        h.bring(order, "received", since="signed")
        self.assertEqual(h["boss"].do("getOrder", order).json["key"], KEY)
        self.assertNotIn("key", h["head"].do("getOrder", order).json)
        for name in ("ledger", "rectification"):
            rows = h["assess"].do("getLedger", query={"scheme": house.SCHEME, "list": name,
                                                      "format": "csv"}).body.decode("utf-8-sig")
            self.assertIn("包案领导", rows)
            self.assertIn("boss", rows)
            # The unit is not told who follows it, nor by its own list.
            own = h["head"].do("getLedger", query={"list": name, "format": "csv"}).body.decode()
            self.assertIn(h["head"].do("getFinding", findings[0]).json["number"], own)
            self.assertNotIn("boss", own)

    def test_what_is_parted_and_put_together_stays_shared(self):
        """Who helps goes on helping, and a key project is a leader's to sign, wherever its findings go."""
        h = self.house
        _, findings = h.find(3)
        order = h.draft_order(findings[:2], co_units=[house.OTHER, house.DISCIPLINE], key=KEY)
        part, moved = world.new_id(), world.new_id()
        h["draft"].do("splitOrder", order, body={"id": part, "findings": findings[:1]})
        seen = h["draft"].do("getOrder", part).json
        self.assertEqual((seen["co_units"], seen["key"]), ([house.OTHER, house.DISCIPLINE], KEY))
        plain = h.draft_order(findings[2:], co_units=[house.DISCIPLINE])
        h["draft"].do("mergeOrder", plain, body={"other": part})
        h["draft"].do("splitOrder", plain, body={"id": moved, "unit": house.OTHER,
                                                 "findings": findings[:1]})
        seen = h["draft"].do("getOrder", moved).json
        self.assertEqual((seen["unit"], seen["co_units"]), (house.OTHER, [house.DISCIPLINE]))
        seen = h["draft"].do("getOrder", plain).json
        self.assertEqual((seen["co_units"], seen["key"]), ([house.DISCIPLINE, house.OTHER], KEY))
        h.bring(plain, "to_sign")
        self.refuse("sign", 403, "leader", "signOrder", plain)

    def test_what_comes_back_is_told_anew(self):
        """A closed case relapses: of its next order nobody learns before it is served, and who only
        helped with the first one never does."""
        h = self.house
        _, findings = h.find()
        h.bring(h.draft_order(findings, co_units=[house.OTHER]), "closed")
        _, others = h.find()
        states = ("closed", "reopened")
        look = lambda: [
            h["head"].do("getFinding", findings[0]).body,
            h["head"].do("listFindings", query={"limit": 200}).body,
            *(h["head"].do("listFindings", query={"limit": 200, "state": s}).body for s in states),
            *(h["head"].do("search", query={"q": "窗口", "state": s}).body for s in states),
            h["head"].do("getLedger", query={"format": "csv"}).body,
            *(h["head"].do("getLedger", query={"format": "csv", "filter": f"state={s}"}).body
              for s in states)]
        before = look()
        h["ver1"].do("reopenFinding", findings[0], body={"reason": "x", "because_of": others[0]})
        self.assertEqual(look(), before)
        listed = lambda who: findings[0] in [f["id"] for f in h[who].do(
            "listFindings", query={"limit": 200}).json["items"]]
        again = h.bring(h.draft_order(findings), "signed")
        self.assertEqual((listed("head"), listed("head9")), (False, False))
        h.bring(again, "served", since="signed")
        self.assertEqual((listed("head"), listed("head9")), (True, False))

    def test_what_comes_back_may_be_given_to_another(self):
        """Who had it then is not shown whose it is now."""
        h = self.house
        _, findings = h.find()
        h.bring(h.draft_order(findings), "closed")
        _, others = h.find()
        h["ver1"].do("reopenFinding", findings[0], body={"reason": "x", "because_of": others[0]})
        h["draft"].do("splitOrder", h.draft_order(findings + others), body={
            "id": world.new_id(), "findings": findings, "unit": house.OTHER})
        self.assertEqual(h["draft"].do("getFinding", findings[0]).json["unit"], house.OTHER)
        self.assertEqual(h["head"].call("getFinding", findings[0]).status, 404)
        for operation, query in (("listFindings", {}), ("getLedger", {}),
                                 ("search", {"q": "窗口", "kind": "finding"})):
            page = h["head"].do(operation, query={"limit": 200, **query}).body.decode()
            self.assertNotIn(findings[0], page, operation)
            self.assertNotIn(house.OTHER, page, operation)

    def test_who_is_told(self):
        """Who helps and who leads learn when it is served and when it ends, and nothing before."""
        h = self.house
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, co_units=[house.OTHER], key=KEY), "to_sign")
        told = lambda who: [n["event"] for n in h[who].do("listNotices", query={
            "limit": 200}).json["items"] if n["record"] == "order/" + order]
        h.hire("boss2", ["leader"], house.OFFICE)
        h["boss2"].do("signOrder", order)
        h.bring(order, "numbered", since="signed")
        self.assertEqual((told("head9"), told("boss")), ([], []))
        h["clerk"].do("serveOrder", order, body={"channel": "政务外网"})
        for who in ("contact9", "head9", "boss"):
            self.assertEqual(told(who), ["order.served"], who)
        self.assertEqual((told("lead9"), told("boss2")), ([], []))
        h["sign"].do("withdrawOrder", order, body={"reason": "x"})
        for who in ("contact9", "head9", "boss"):
            self.assertEqual(told(who), ["order.withdrawn", "order.served"], who)

    def test_what_is_named_wrongly(self):
        h = self.house
        _, findings = h.find()
        for fields, words in (({"key": {"leader": "nobody"}}, "key.leader"),
                              ({"key": {"leader": "sign"}}, "is no leader"),
                              ({"co_units": ["nowhere"]}, "co_units"),
                              ({"co_units": [house.ADDRESSEE]}, "answers for"),
                              ({"kind": "reminder", "grounds": "x", "key": KEY}, "no place")):
            self.refuse("draft", 422, words, "putOrder", world.new_id(),
                        body=dict({"findings": findings}, **fields))

    def test_by_the_command_line(self):
        h = self.house
        _, findings = h.find()
        order = world.new_id()
        for who, words in (("draft", ["draft", findings[0], "--co-unit", house.OTHER, "--leader", "boss",
                                      "--key-ground", "widely_reported", "--id", order]),
                           ("contact9", ["comment", order, "--text", "可以配合"])):
            done = subprocess.run([contracts.BUILD / "cli" / "anfang", "order", *words], text=True,
                                  check=False, capture_output=True, env=dict(
                                      os.environ, ANFANG_SERVER=h.service.url,
                                      ANFANG_TOKEN=h[who].token))
            self.assertEqual(done.returncode, 0, done.stderr)
            if who == "draft":
                seen = h["draft"].do("getOrder", order).json
                self.assertEqual((seen["key"], seen["co_units"]), (
                    {"leader": "boss", "grounds": ["widely_reported"]}, [house.OTHER]))
                h.bring(order, "to_sign")
                h["boss"].do("signOrder", order)
                h.bring(order, "served", since="signed")


if __name__ == "__main__":
    tap.main()
