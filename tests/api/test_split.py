#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Orders that are parted and put together before they go out: no finding is lost, none is in two, each
order says where its findings went, and what was approved is approved anew."""
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world


class Split(house.Case):
    def get(self, order, who="clerk"):
        return self.house[who].do("getOrder", order).json

    def split(self, order, findings, **fields):
        new = world.new_id()
        self.house["draft"].do("splitOrder", order, body=dict(
            {"id": new, "findings": findings}, **fields))
        return new

    def count_carriers(self, findings):
        """How many living orders each of them is in."""
        orders = [o for o in self.house["clerk"].do("listOrders", query={"limit": 200}).json["items"]
                  if o["state"] != "withdrawn"]
        return [sum(f in o["findings"] for o in orders) for f in findings]

    def test_to_another_unit(self):
        """One visit found what is two units' business: each gets its own letter and its own clocks."""
        h = self.house
        _, findings = h.find(3)
        order = h.draft_order(findings, requirements="限期整改", rectify={"period": "30d"})
        new = self.split(order, findings[1:2], unit=house.OTHER)
        old, rest = self.get(order), self.get(new)
        self.assertEqual((old["findings"], rest["findings"]), ([findings[0], findings[2]],
                                                               [findings[1]]))
        self.assertEqual((old["unit"], rest["unit"]), (house.ADDRESSEE, house.OTHER))
        self.assertEqual(h["ver1"].do("getFinding", findings[1]).json["unit"], house.OTHER)
        self.assertEqual((old["splits"][0]["order"], rest["split_from"]["order"]), (new, order))
        for member in ("requirements", "rectify", "title", "contact", "mandate"):
            self.assertEqual(old[member], rest[member])
        self.assertEqual(self.count_carriers(findings), [1, 1, 1])
        h.bring(order, "received")
        h.bring(new, "served")
        h["contact9"].do("receiveOrder", new, body={"signatory": "钱某"})
        old, rest = self.get(order), self.get(new)
        self.assertEqual(rest["number"]["seq"], old["number"]["seq"] + 1)
        self.assertNotEqual(rest["letter"]["sha256"], old["letter"]["sha256"])
        for seen in (old, rest):
            self.assertIn("running", [c["state"] for c in seen["clocks"] if c["id"] == "rectify"])
        # Neither unit learns of the other's order, nor that there was one before.
        self.assertEqual(h["head9"].call("getOrder", order).status, 404)
        for who, mine in (("head", order), ("head9", new)):
            self.assertFalse({"splits", "split_from"} & set(self.get(mine, who)))

    def test_not_to_a_unit_that_inspected_or_verified_it(self):
        """监察法 67: each stood aside from the unit of then; it does not become their own afterwards."""
        h = self.house
        h.hire("ver9", ["verifier"], house.OTHER)
        h.hire("li9", ["inspector"], house.OTHER)
        for members, verifiers in ((("li", "tan"), ("ver9", "ver2")),
                                   (("li", "tan"), ("ver1", "ver9")),
                                   (("li", "tan", "li9"), ("ver1", "ver2"))):
            visit = h.start_visit(members=members)
            findings = [h.write_finding(visit) for _ in range(2)]
            h.submit_visit(visit)
            for finding in findings:
                h[verifiers[0]].do("establishFinding", finding, body={
                    "with": verifiers[1], "opinion": "属实"})
            order = h.draft_order(findings)
            self.refuse("draft", 409, "inspected or verified", "splitOrder", order, body={
                "id": world.new_id(), "findings": findings[:1], "unit": house.OTHER})
            h.bring(order, "received")
            h["head"].do("objectOrder", order, body={"kind": "assign", "reason": "非我局职责"})
            self.refuse("boss", 409, "inspected or verified", "settleOrder", order, body={
                "outcome": "upheld", "minutes": "改派", "unit": house.OTHER})
            h["boss"].do("settleOrder", order, body={
                "outcome": "upheld", "minutes": "改派", "unit": house.LEAD})

    def test_what_was_signed_is_signed_anew(self):
        h = self.house
        for state in ("reviewing", "to_sign", "signed"):
            _, findings = h.find(2)
            order = h.bring(h.draft_order(findings), state)
            new = self.split(order, [findings[0]])
            for seen in (self.get(order), self.get(new)):
                self.assertEqual(seen["state"], "draft", state)
                self.assertFalse({"submitted", "reviewed", "signed"} & set(seen), state)
            for finding in findings:
                self.assertEqual(h["ver1"].do("getFinding", finding).json["state"], "established")
            self.assertEqual(self.count_carriers(findings), [1, 1])
            for each in (order, new):
                h.bring(each, "signed")
            for finding in findings:
                self.assertEqual(h["ver1"].do("getFinding", finding).json["state"], "assigned")

    def test_what_has_its_number_stays(self):
        h = self.house
        for state in ("numbered", "served", "received"):
            _, findings = h.find(2)
            order = h.bring(h.draft_order(findings), state)
            body = {"id": world.new_id(), "findings": findings[:1]}
            self.refuse("draft", 409, "anfang order withdraw", "splitOrder", order, body=body)
            other = h.order_at("draft")
            self.refuse("draft", 409, "anfang order withdraw", "mergeOrder", order,
                        body={"other": other})
            self.refuse("draft", 409, "anfang order withdraw", "mergeOrder", other,
                        body={"other": order})
            self.assertEqual(self.get(order)["state"], state)
            # As it says: the number stays used, the findings are free again.
            number = self.get(order)["number"]["seq"]
            h["sign"].do("withdrawOrder", order, body={"reason": "拆分"})
            again = [h.bring(h.draft_order([f]), "numbered") for f in findings]
            self.assertTrue(all(self.get(a)["number"]["seq"] > number for a in again))

    def test_what_is_asked_wrongly(self):
        h = self.house
        _, findings = h.find(2)
        order, other = h.draft_order(findings), h.order_at("draft")
        ask = lambda **body: dict({"id": world.new_id(), "findings": findings[:1]}, **body)
        self.refuse("draft", 422, "all that the order has", "splitOrder", order,
                    body=ask(findings=findings))
        self.refuse("draft", 422, "not in this order", "splitOrder", order,
                    body=ask(findings=self.get(other)["findings"]))
        self.refuse("draft", 422, "unit", "splitOrder", order, body=ask(unit="nowhere"))
        self.refuse("draft", 409, "already", "splitOrder", order, body=ask(id=other))
        self.refuse("draft", 422, "other", "mergeOrder", order, body={"other": world.new_id()})
        self.refuse("draft", 422, "another order", "mergeOrder", order, body={"other": order})
        elsewhere = self.split(order, findings[1:], unit=house.OTHER)
        self.refuse("draft", 422, "one unit", "mergeOrder", order, body={"other": elsewhere})
        self.assertEqual(self.get(elsewhere)["state"], "draft")
        pressed = h.draft_order(findings[:1], kind="reminder", grounds="x")
        self.refuse("draft", 409, "presses", "splitOrder", pressed, body=ask())
        for operation, body in (("splitOrder", ask()), ("mergeOrder", {"other": other})):
            self.refuse("clerk", 403, "drafter", operation, order, body=body)

    def test_again_is_once(self):
        h = self.house
        _, findings = h.find(2)
        order = h.draft_order(findings)
        body = {"id": world.new_id(), "findings": findings[:1]}
        first = h["draft"].do("splitOrder", order, body=body, headers={"If-Match": '"1"'})
        again = h["draft"].do("splitOrder", order, body=body, headers={"If-Match": '"1"'})
        self.assertEqual(first.json, again.json)
        merge = {"other": body["id"]}
        first = h["draft"].do("mergeOrder", order, body=merge)
        self.assertEqual(h["draft"].do("mergeOrder", order, body=merge).json, first.json)
        self.assertEqual(sorted(first.json["findings"]), sorted(findings))

    def test_two_clerks_at_once(self):
        """Both saw the same version: one is told that it is another now, and nothing is in two."""
        h = self.house
        h.root.do("createAccount", status=201, body={
            "name": "draft2", "roles": ["drafter"], "unit": house.OFFICE,
            "password": world.PASSWORD})
        _, findings = h.find(4)
        order = h.draft_order(findings)
        clients = [h["draft"], h["draft2"]]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda i: clients[i].call("splitOrder", order, body={
                "id": world.new_id(), "findings": findings[i:i + 2]},
                headers={"If-Match": '"1"'}), (0, 1)))
        self.assertEqual(sorted(a.status for a in answers), [200, 412])
        self.assertEqual(self.count_carriers(findings), [1, 1, 1, 1])

    def test_merge(self):
        h = self.house
        _, findings = h.find(3)
        order = h.bring(h.draft_order(findings[:1]), "to_sign")
        other = h.bring(h.draft_order(findings[1:]), "reviewing")
        h["draft"].do("mergeOrder", order, body={"other": other})
        seen, gone = self.get(order), self.get(other)
        self.assertEqual((seen["state"], seen["findings"]), ("draft", findings))
        self.assertEqual((gone["state"], gone["merged_into"]), ("withdrawn", order))
        self.assertEqual((seen["merges"][0]["order"], seen["merges"][0]["findings"]),
                         (other, findings[1:]))
        self.assertNotIn("reviewed", seen)
        self.assertEqual(self.count_carriers(findings), [1, 1, 1])
        h.bring(order, "received")
        for finding in findings:
            self.assertEqual(h["ver1"].do("getFinding", finding).json["order"], order)
        self.refuse("sign", 409, "final", "withdrawOrder", other, body={"reason": "x"})

    def test_an_edit_keeps_where_it_came_from(self):
        h = self.house
        _, findings = h.find(2)
        order = h.draft_order(findings)
        new = self.split(order, findings[:1])
        tag = h["draft"].do("getOrder", new).headers["ETag"]
        h["draft"].do("putOrder", new, headers={"If-Match": tag}, body={
            "findings": findings[:1], "title": "另拟"})
        self.assertEqual(self.get(new)["split_from"]["order"], order)

    def test_who_wrote_a_part_does_not_approve_the_whole(self):
        """Whoever wrote some of what is in an order now neither reviews nor signs it, whichever way
        it got there: by an edit that another followed, by a split or by a merger."""
        h = self.house
        h.hire("deputy", ["drafter", "reviewer", "signer"], house.OFFICE)
        h.hire("third", ["drafter"], house.OFFICE)
        _, findings = h.find(3)
        rule = "who drafted this may not"
        body = lambda ids, title: {"findings": ids, "title": title}
        tag = lambda order: {"If-Match": h["draft"].do("getOrder", order).headers["ETag"]}
        edited = h.draft_order(findings[:2])
        for who in ("deputy", "third"):
            h[who].do("putOrder", edited, headers=tag(edited), body=body(findings[:2], who))
        part = world.new_id()
        h["third"].do("splitOrder", edited, body={"id": part, "findings": findings[:1]})
        other = world.new_id()
        h["deputy"].do("putOrder", other, status=201, body=body(findings[2:], "deputy"))
        fresh = world.new_id()
        _, more = h.find(1)
        h["draft"].do("putOrder", fresh, status=201, body=body(more, "draft"))
        h["draft"].do("mergeOrder", fresh, body={"other": other})
        for order in (edited, part, fresh):
            h.bring(order, "reviewing")
            self.refuse("deputy", 403, rule, "reviewOrder", order, body={
                "outcome": "approve", "opinion": "x"})
            h.bring(order, "to_sign", since="reviewing")
            self.refuse("deputy", 403, rule, "signOrder", order)
            h["sign"].do("signOrder", order)
            h.bring(order, "received", since="signed")
            self.assertNotIn("drafters", self.get(order, "head"))

    def test_leaves(self):
        """Each change of each record has its leaf."""
        h = self.house
        _, findings = h.find(2)
        order = h.draft_order(findings)
        new = self.split(order, findings[:1], unit=house.OTHER)
        for record, event in (("order/" + order, "order.split"), ("order/" + new, "order.drafted"),
                              ("finding/" + findings[0], "finding.reassigned")):
            index = h["audit"].do("findLeaf", query={"record": record}).json["index"]
            leaf = json.loads(h["audit"].do("getLeaf", str(index)).body)
            self.assertEqual(leaf["event"], event)

    def say(self, who, *words):
        done = subprocess.run([contracts.BUILD / "cli" / "anfang", *words], text=True, check=False,
                              capture_output=True, env=dict(
                                  os.environ, ANFANG_SERVER=self.house.service.url,
                                  ANFANG_TOKEN=self.house[who].token))
        self.assertEqual(done.returncode, 0, (words, done.stdout, done.stderr))
        return done.stdout

    def test_by_the_command_line(self):
        h = self.house
        _, findings = h.find(2)
        number = h["ver1"].do("getFinding", findings[0]).json["number"]
        order, new = h.draft_order(findings), world.new_id()
        self.say("draft", "order", "split", order, "--finding", number, "--unit",
                 house.ADDRESSEE, "--id", new)
        self.assertEqual(self.get(new)["findings"], findings[:1])
        self.say("draft", "order", "merge", order, new)
        self.assertEqual(self.get(order)["findings"], [findings[1], findings[0]])


if __name__ == "__main__":
    tap.main()
