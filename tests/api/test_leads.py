#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Where a case starts: leads and who gave them; what units declared of themselves; what comes back."""
import datetime
import hashlib
import json
import os
import pathlib
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

NAME, PHONE = "欧阳举报", "13987654321"
CATEGORY = "效率低下、办事拖拉"
CHINA = datetime.timezone(datetime.timedelta(hours=8))


class Leads(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contracts.Contract())
        cls.house.hire("verboth", ["clerk", "verifier"], house.OFFICE)
        cls.house.hire("vermole", ["verifier"], house.ADDRESSEE)

    def add(self, by="clerk", **fields):
        lead = world.new_id()
        body = dict({"scheme": house.SCHEME, "source": "complaint", "unit": house.ADDRESSEE,
                     "text": "窗口办事拖拉"}, **fields)
        self.house[by].do("putLead", lead, body=body, status=201)
        return lead

    def check(self, lead, outcome="substantiated"):
        return self.house["ver1"].do("verifyLead", lead, body={
            "outcome": outcome, "opinion": "经核实"}).json

    def register(self, lead, **fields):
        finding = world.new_id()
        self.house["clerk"].do("putFinding", finding, status=201, body=dict({
            "lead": lead, "area": "a3", "category": CATEGORY, "fact": "超时", "clause": "x"},
            **fields))
        return finding

    # ---- the life of a lead ----

    def test_checked_before_all(self):
        """均实行核实、交办、督办、销号: nothing is turned or answered that was not checked."""
        h, lead = self.house, self.add()
        visit = h.plan_visit()
        for who, operation, body in (("boss", "turnLead", {"visit": visit}),
                                     ("clerk", "answerLead", {"text": "x"})):
            self.refuse(who, 409, "received", operation, lead, body=body)
        answer = h["clerk"].call("putFinding", world.new_id(), body={
            "lead": lead, "area": "a3", "category": CATEGORY, "fact": "x", "clause": "x"})
        self.assertEqual(answer.status, 409)
        self.check(lead)
        turned = h["boss"].do("turnLead", lead, body={"visit": visit}).json
        self.assertEqual((turned["state"], turned["turned"]["visit"]), ("turned", visit))
        # Those who are sent hear of it, other inspectors do not.
        self.assertEqual(h["li"].do("getLead", lead).json["text"], "窗口办事拖拉")
        self.assertIn(lead, [i["id"] for i in h["li"].do("listLeads").json["items"]])
        self.assertEqual(h["wu"].call("getLead", lead).status, 404)
        self.assertNotIn(lead, [i["id"] for i in h["wu"].do("listLeads").json["items"]])
        self.refuse("boss", 409, "already", "turnLead", lead, body={"visit": visit})
        self.assertEqual(h["clerk"].do("answerLead", lead, body={"text": "x"}).json["state"],
                         "answered")

    def test_four_eyes_and_own_unit(self):
        lead = self.add(by="verboth")
        body = {"outcome": "substantiated", "opinion": "x"}
        self.refuse("verboth", 403, "registered the lead", "verifyLead", lead, body=body)
        self.refuse("vermole", 403, "of the inspected unit", "verifyLead", lead, body=body)
        self.check(lead)

    def test_groundless_is_answered_only(self):
        h = self.house
        for outcome in ("unsubstantiated", "out_of_scope"):
            lead = self.add()
            self.check(lead, outcome)
            self.refuse("boss", 409, "answer it", "turnLead", lead, body={"visit": h.plan_visit()})
            self.refuse("clerk", 409, "answer it", "putFinding", world.new_id(), body={
                "lead": lead, "area": "a3", "category": CATEGORY, "fact": "x", "clause": "x"})
            h["clerk"].do("answerLead", lead, body={"text": "不属实"})

    def test_it_is_put_down_as_the_scheme_has_it(self):
        """Or refused with what there is: what nobody finds again under its category is lost."""
        lead = self.add(area="a3", category=CATEGORY)
        told = self.house["clerk"].do("getLead", lead).json
        self.assertEqual((told["area"], told["category"]), ("a3", CATEGORY))
        body = {"scheme": house.SCHEME, "source": "media", "text": "x", "area": "a3",
                "category": "无此类"}
        self.refuse("clerk", 422, CATEGORY, "putLead", world.new_id(), body=body)
        self.refuse("clerk", 422, "a3 ", "putLead", world.new_id(), body=dict(body, area="a99"))
        # Where nobody has said yet which matter it is, that is said later.
        del body["area"]
        self.house["clerk"].do("putLead", world.new_id(), status=201, body=body)

    def test_finding_without_a_visit(self):
        """A finding from a lead goes the way of all findings: two verifiers, an order, its end."""
        h, lead = self.house, self.add()
        self.check(lead)
        finding = self.register(lead)
        seen = h["ver1"].do("getFinding", finding).json
        self.assertEqual((seen["state"], seen["lead"], seen["unit"]),
                         ("verifying", lead, house.ADDRESSEE))
        self.assertNotIn("visit", seen)
        self.assertEqual(h["ver1"].do("getLead", lead).json["turned"]["findings"], [finding])
        self.assertEqual([f["id"] for f in h["ver1"].do("listFindings", query={
            "lead": lead}).json["items"]], [finding])
        self.refuse("vermole", 403, "inspected unit", "establishFinding", finding,
                    body={"with": "ver2", "opinion": "x"})
        h.establish(finding)
        order = h.bring(h.draft_order([finding]), "closed")
        self.assertEqual(h["ver1"].do("getOrder", order).json["state"], "closed")
        # The unit is not told that somebody complained.
        self.assertEqual({"lead", "visit", "missed_in_self_check", "recurrence"}
                         & set(h["head"].do("getFinding", finding).json), set())
        letter = h["clerk"].do("getOrderLetter", order).body
        text = subprocess.run(["pdftotext", "-", "-"], input=letter, capture_output=True,
                              check=True).stdout.decode()
        self.assertNotIn("举报", text)
        self.assertIn("核实", text)

    def test_one_origin(self):
        body = {"area": "a3", "category": CATEGORY, "fact": "x", "clause": "x"}
        lead = self.add()
        for extra in ({}, {"lead": lead, "visit": self.house.plan_visit()}):
            self.assertEqual(self.house["clerk"].call(
                "putFinding", world.new_id(), body=dict(body, **extra)).status, 422)

    # ---- who gave it ----

    def test_informant_is_in_no_answer_but_one(self):
        h = self.house
        lead = self.add(informant={"name": NAME, "phone": PHONE})
        self.check(lead)
        finding = self.register(lead)
        h.establish(finding)
        order = h.bring(h.draft_order([finding]), "received")
        everyone = [n for n in house.PEOPLE if n != "guard"] + ["vermole"]
        for who in everyone:
            for operation, arguments, query in (
                    ("getLead", [lead], {}), ("listLeads", [], {"limit": 200}),
                    ("getFinding", [finding], {}), ("getOrder", [order], {}),
                    ("getLedger", [], {}), ("listFindings", [], {"limit": 200})):
                answer = h[who].call(operation, *arguments, query=query)
                for secret in (NAME, PHONE):
                    self.assertNotIn(secret.encode(), answer.body, (who, operation))
        self.assertEqual(h["ver1"].do("readInformant", lead, body={"reason": "电话核实"}).json,
                         {"name": NAME, "phone": PHONE})
        for who, status in (("li", 403), ("boss", 403), ("draft", 403), ("audit", 403),
                            ("head", 403), ("vermole", 403), ("sign", 403)):
            self.assertEqual(h[who].call("readInformant", lead, body={"reason": "x"}).status,
                             status, who)
        # Who looked is kept, and not what they saw.
        reads = h["boss"].do("getLead", lead).json["informant_reads"]
        self.assertEqual([(r["by"], r["reason"]) for r in reads], [("ver1", "电话核实")])

    def test_the_log_has_but_a_salted_hash(self):
        h = self.house
        lead = self.add(informant={"name": NAME, "phone": PHONE})
        other = self.add(informant={"name": NAME, "phone": PHONE})
        hashes = {h["ver1"].do("getLead", x).json["informant_sha256"] for x in (lead, other)}
        self.assertEqual(len(hashes), 2)
        base = sqlite3.connect("file:%s?mode=ro" % self.find_database(), uri=True)
        leaves = "".join(row[0] for row in base.execute("SELECT line FROM log_leaf"))
        documents = "".join(row[0] for row in base.execute("SELECT doc FROM lead"))
        kept = "".join(row[0] for row in base.execute("SELECT doc FROM lead_informant"))
        base.close()
        self.assertEqual(kept.count("sealed:"), kept.count(":"))
        for secret in (NAME, PHONE):
            for stored in (leaves, documents, kept):
                self.assertNotIn(secret, stored)

    def find_database(self):
        for path in self.house.service.data.iterdir():
            if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3":
                return path
        raise AssertionError("no database")

    def test_anonymous_has_no_informant(self):
        lead = self.add()
        self.assertIs(self.house["ver1"].do("getLead", lead).json["named"], False)
        self.refuse("ver1", 404, "nobody is on record", "readInformant", lead, body={"reason": "x"})
        self.refuse("clerk", 422, "anonymous", "putLead", world.new_id(), body={
            "scheme": house.SCHEME, "source": "media", "text": "x", "named": False,
            "informant": {"name": NAME}})

    def test_units_have_no_leads(self):
        lead = self.add()
        for who in ("head", "contact", "lead", "audit", "assess", "press"):
            self.assertEqual(self.house[who].call("listLeads").status, 403)
            self.assertEqual(self.house[who].call("getLead", lead).status, 403)

    # ---- order and clocks ----

    def test_named_first_then_urgent(self):
        h = self.house
        scheme = house.SCHEME
        made = {}
        for name, fields in (("plain", {}), ("urgent", {"urgent": True}),
                             ("named", {"named": True}), ("plain2", {}),
                             ("both", {"named": True, "urgent": True}), ("named2", {"named": True})):
            made[self.add(**fields)] = name
        for limit in (200, 1, 2, 3):
            listed, after = [], None
            while True:
                query = {"scheme": scheme, "limit": limit}
                if after:
                    query["after"] = after
                page = h["ver1"].do("listLeads", query=query).json
                listed += [made[i["id"]] for i in page["items"] if i["id"] in made]
                after = page["next"]
                if after is None:
                    break
            self.assertEqual(listed, ["both", "named", "named2", "urgent", "plain", "plain2"], limit)
        # What turns out to be named moves up.
        plain = next(k for k, v in made.items() if v == "plain")
        h["clerk"].do("putLead", plain, body={"scheme": scheme, "source": "complaint", "text": "x",
                                              "named": True}, headers={"If-Match": '"1"'})
        names = [made.get(i["id"]) for i in h["ver1"].do("listLeads", query={
            "limit": 200}).json["items"]]
        self.assertLess(names.index("plain"), names.index("urgent"))

    def test_feedback_is_owed_to_who_gave_their_name(self):
        """实名举报应当优先办理、100%核查、反馈举报人"""
        h = self.house
        lead = self.add(named=True)
        clocks = {c["id"]: c for c in h["ver1"].do("getLead", lead).json["clocks"]}
        self.assertEqual(set(clocks), {"lead_check", "lead_feedback"})
        self.assertEqual({c["state"] for c in clocks.values()}, {"running"})
        self.assertEqual({c["id"] for c in h["ver1"].do("getLead", self.add()).json["clocks"]},
                         {"lead_check"})
        self.assertEqual({c["id"]: c["state"] for c in self.check(lead)["clocks"]},
                         {"lead_check": "met", "lead_feedback": "running"})
        self.refuse("clerk", 422, "informant_told", "answerLead", lead, body={"text": "x"})
        answered = h["clerk"].do("answerLead", lead, body={"text": "x", "informant_told": True}).json
        self.assertEqual({c["id"]: c["state"] for c in answered["clocks"]},
                         {"lead_check": "met", "lead_feedback": "met"})

    def test_counted_from_the_day_it_came(self):
        h = self.house
        day = datetime.datetime.now(CHINA).date() - datetime.timedelta(days=300)
        lead = self.add(received_on=str(day))
        clock = h["ver1"].do("getLead", lead).json["clocks"][0]
        trigger = datetime.datetime.fromisoformat(clock["trigger_at"].replace("Z", "+00:00"))
        self.assertEqual(trigger.astimezone(CHINA).date(), day)
        self.assertEqual({c["id"]: c["state"] for c in self.check(lead)["clocks"]},
                         {"lead_check": "late"})
        self.refuse("clerk", 422, "still to come", "putLead", world.new_id(), body={
            "scheme": house.SCHEME, "source": "media", "text": "x", "received_on": "2199-01-01"})

    # ---- self-inspection ----

    def declare(self, found, who="head", category=CATEGORY, **fields):
        body = dict({"scheme": house.SCHEME, "area": "a3", "category": category, "found": found},
                    **fields)
        return self.house[who].do("putSelfCheck", world.new_id(), body=body, status=201).json

    def find_one(self, category, unit=house.ADDRESSEE):
        h = self.house
        visit = h.start_visit(unit=unit)
        finding = h.write_finding(visit, category=category)
        h.submit_visit(visit)
        h.establish(finding)
        return finding

    def test_missed_in_self_check(self):
        """自查没有查出问题，但被上级检查出: and only then."""
        h = self.house
        category, other = self.categories()[:2]
        self.assertNotIn("missed_in_self_check",
                         h["ver1"].do("getFinding", self.find_one(category)).json)
        said = self.declare(0, category=category)
        self.assertEqual(said["unit"], house.ADDRESSEE)
        finding = self.find_one(category)
        missed = h["ver1"].do("getFinding", finding).json["missed_in_self_check"]
        self.assertEqual(missed["declaration"], said["id"])
        rows = {r["finding"]: r for r in h["boss"].do("getLedger", query={
            "limit": 200}).json["items"]}
        self.assertEqual(rows[finding]["missed_in_self_check"], missed)
        # Of another category nothing was said; the last word counts.
        self.assertNotIn("missed_in_self_check",
                         h["ver1"].do("getFinding", self.find_one(other)).json)
        self.declare(3, category=category)
        self.assertNotIn("missed_in_self_check",
                         h["ver1"].do("getFinding", self.find_one(category)).json)

    def test_what_is_said_after_the_fact_does_not_count(self):
        h, category = self.house, self.categories()[2]
        visit = h.start_visit()
        finding = h.write_finding(visit, category=category)
        h.submit_visit(visit)
        self.declare(0, category=category)
        h.establish(finding)
        self.assertNotIn("missed_in_self_check", h["ver1"].do("getFinding", finding).json)

    def categories(self):
        area = next(a for a in house.read_scheme()["areas"] if a["id"] == "a3")
        return [c for c in area["categories"] if c != CATEGORY]

    def test_units_declare_for_themselves(self):
        h = self.house
        self.refuse("head", 403, "your own unit", "putSelfCheck", world.new_id(), body={
            "scheme": house.SCHEME, "area": "a3", "category": CATEGORY, "found": 0,
            "unit": house.OTHER})
        mine = self.declare(1)
        paper = self.declare(0, who="clerk", unit=house.OTHER)
        self.assertEqual({s["unit"] for s in h["contact"].do("listSelfChecks").json["items"]},
                         {house.ADDRESSEE})
        self.assertIn(paper["id"], [s["id"] for s in h["boss"].do("listSelfChecks", query={
            "unit": house.OTHER}).json["items"]])
        # By whomever of the unit: an account's name is nobody else's business.
        self.assertNotIn("created_by", mine)
        self.refuse("head", 409, "not changed", "putSelfCheck", mine["id"], body={
            "scheme": house.SCHEME, "area": "a3", "category": CATEGORY, "found": 2},
            headers={"If-Match": '"1"'})
        self.refuse("clerk", 422, "whose", "putSelfCheck", world.new_id(), body={
            "scheme": house.SCHEME, "area": "a3", "category": CATEGORY, "found": 2})

    # ---- lots ----

    def test_anybody_can_repeat_a_lot(self):
        """With hashlib alone: seed, line feed, candidate; ascending; the first of them."""
        h = self.house
        units = [u["id"] for u in h["boss"].do("listUnits", query={"limit": 30}).json["items"]]
        body = {"scheme": house.SCHEME, "candidates": units, "count": 5, "purpose": "随机抽查"}
        seen, seeds = [], set()
        for _ in range(3):
            draw = world.new_id()
            lot = h["boss"].do("putDraw", draw, body=body, status=201).json
            self.assertEqual(h["boss"].do("putDraw", draw, body=body).json["seed"], lot["seed"])
            ticket = lambda unit: hashlib.sha256(("%s\n%s" % (lot["seed"], unit)).encode()).hexdigest()
            self.assertEqual(lot["drawn"], sorted(units, key=ticket)[:5])
            self.assertEqual(lot["candidates"], units)
            self.refuse("boss", 409, "stays", "putDraw", draw, body=dict(body, count=4),
                        headers={"If-Match": '"1"'})
            seen.append(lot["drawn"])
            seeds.add(lot["seed"])
            index = h["boss"].do("findLeaf", query={"record": "draw/" + draw}).json["index"]
            self.assertEqual(h["boss"].do("getLeaf", str(index)).json["event"], "draw.drawn")
        self.assertEqual(len(seeds), 3)
        self.refuse("boss", 422, "fewer", "putDraw", world.new_id(), body=dict(body, count=30))
        self.refuse("boss", 422, "no unit", "putDraw", world.new_id(),
                    body=dict(body, candidates=["nobody", units[0]], count=1))
        self.assertEqual(h["head"].call("listDraws").status, 403)

    # ---- by the command line ----

    def say(self, who, *words, status=0):
        client = self.house[who]
        done = subprocess.run([contracts.BUILD / "cli" / "anfang", *words], text=True, check=False,
                              capture_output=True, env=dict(
                                  os.environ, ANFANG_SERVER=self.house.service.url,
                                  ANFANG_TOKEN=client.token))
        self.assertEqual(done.returncode, status, (words, done.stdout, done.stderr))
        return done.stdout if status == 0 else done.stderr

    def test_a_lead_by_the_command_line(self):
        h, scheme = self.house, ["--scheme", house.SCHEME]
        lead = world.new_id()
        self.say("clerk", "lead", "add", *scheme, "--source", "hotline", "--channel", "12345热线",
                 "--unit", house.ADDRESSEE, "--informant", NAME, "--informant-phone", PHONE,
                 "--text", "窗口无人值守", "--id", lead)
        number = h["ver1"].do("getLead", lead).json["number"]
        shown = self.say("ver1", "lead", "show", number) + self.say("ver1", "lead", "list")
        self.assertIn(number, shown)
        self.assertNotIn(NAME, shown)
        self.assertIn(NAME, self.say("ver1", "lead", "informant", number, "--reason", "核实"))
        self.say("ver1", "lead", "verify", number, "--outcome", "substantiated", "--opinion", "属实")
        self.say("clerk", "lead", "turn", number, status=2)
        self.say("clerk", "lead", "turn", number, "--area", "a3", "--category", CATEGORY, "--fact",
                 "x", "--clause", "x")
        self.say("boss", "lead", "turn", number, "--visit", h.plan_visit())
        self.assertIn("--told", self.say("clerk", "lead", "answer", number, "--text", "x",
                                                 status=1))
        self.say("clerk", "lead", "answer", number, "--text", "x", "--told")
        self.assertEqual(len(h["ver1"].do("listFindings", query={"lead": lead}).json["items"]), 1)
        self.say("contact", "self-check", "declare", *scheme, "--area", "a3", "--category", CATEGORY,
                 "--found", "2")
        self.assertIn(CATEGORY, self.say("boss", "self-check", "list"))
        lot = json.loads(self.say("boss", "visit", "draw", *scheme, "--candidate", house.OTHER,
                                  "--candidate", house.ADDRESSEE, "--count", "1", "--purpose", "x",
                                  "--json"))
        self.assertEqual(len(lot["drawn"]), 1)

    # ---- what comes back ----

    def close_one(self, category):
        h = self.house
        finding = self.find_one(category)
        h.bring(h.draft_order([finding]), "closed")
        return finding

    def test_that_it_is_no_recurrence_was_said_of_one_unit(self):
        """Another that it goes to may well have had it before."""
        h, category = self.house, self.categories()[-3]
        first = self.close_one(category)
        visit = h.start_visit()
        finding = h.write_finding(visit, category=category, unit=house.OTHER)
        h.submit_visit(visit)
        h.wait_examined(visit)
        h["ver1"].do("establishFinding", finding, body={
            "with": "ver2", "opinion": "属实", "no_recurrence": "此前没有此类问题"})
        order = h.bring(h.draft_order([finding]), "served")
        h["clerk"].do("receiveOrder", order, body={"signatory": "赵某"})
        h["head9"].do("objectOrder", order, body={
            "kind": "assign", "reason": "x", "proposed_unit": house.ADDRESSEE})
        h["review"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "x",
                                                   "unit": house.ADDRESSEE})
        self.assertEqual(h["ver1"].do("getFinding", finding).json.get("recurrence"),
                         {"count": 1, "of": [first]})

    def test_recurrence_is_noted_and_reopens(self):
        """防止再次反弹: same unit, same category, within the window."""
        h, category, other = self.house, self.categories()[-1], CATEGORY
        first = self.close_one(category)
        self.assertNotIn("recurrence", h["ver1"].do("getFinding", first).json)
        again = self.find_one(category)
        self.assertEqual(h["ver1"].do("getFinding", again).json["recurrence"],
                         {"count": 1, "of": [first]})
        elsewhere = self.find_one(category, unit=house.OTHER)
        self.assertNotIn("recurrence", h["ver1"].do("getFinding", elsewhere).json)
        # What happened before the first was closed has not come back: two people say so.
        visit = h.start_visit()
        earlier = h.write_finding(visit, category=category)
        h.submit_visit(visit)
        h.wait_examined(visit)
        self.refuse("ver1", 422, "no_recurrence", "establishFinding", earlier, body={
            "with": "ver2", "opinion": "属实", "no_recurrence": " \u3000"})
        said = h["ver1"].do("establishFinding", earlier, body={
            "with": "ver2", "opinion": "属实", "no_recurrence": "发生在前一问题销号之前"}).json
        self.assertNotIn("recurrence", said)
        self.assertEqual(said["established"]["no_recurrence"], "发生在前一问题销号之前")
        self.refuse("ver1", 409, "no recurrence", "reopenFinding", first,
                    body={"because_of": earlier, "reason": "x"})
        unlike = self.find_one(other)
        for reason in (elsewhere, unlike):
            self.refuse("ver1", 422, "same unit and category", "reopenFinding", first,
                        body={"because_of": reason, "reason": "x"})
        self.refuse("ver1", 409, "not possible", "reopenFinding", again,
                    body={"because_of": first, "reason": "x"})
        opened = h["ver1"].do("reopenFinding", first, body={"because_of": again,
                                                            "reason": "再次发生"}).json
        self.assertEqual(opened["state"], "reopened")
        self.assertNotIn("closed_at", opened)
        self.assertEqual(opened["reopened"][0]["because_of"], again)
        # It is put right again, by an order that carries both.
        order = h.bring(h.draft_order([first, again]), "closed")
        number, now = h["ver1"].do("getFinding", first).json["number"], house.today()
        letter = house.read(h["head"].do("getOrderLetter", order).body)
        for words in ("此前整改情况：本问题曾于%s整改销号，此后再次发生，属于反弹问题。" % now,
                      "此前整改情况：你单位同类问题此前已整改销号（问题编号：%s），本次再次发现，属于反弹问题。" % number):
            self.assertIn(words, letter)
        self.assertEqual({h["ver1"].do("getFinding", f).json["state"] for f in (first, again)},
                         {"closed"})
        self.assertEqual(h["ver1"].do("getOrder", order).json["state"], "closed")
        third = self.find_one(category)
        letter = h["head"].do("getOrderLetter", h.bring(h.draft_order([third]), "served")).body
        self.assertIn("等2个），本次再次发现", house.read(letter))
        recurrence = h["ver1"].do("getFinding", third).json["recurrence"]
        self.assertEqual((recurrence["count"], set(recurrence["of"])), (2, {first, again}))
        rows = {r["finding"]: r for r in h["boss"].do("getLedger", query={
            "limit": 200}).json["items"]}
        self.assertEqual(rows[third]["recurrence"]["count"], 2)


    def test_what_came_back_with_one_unit_is_not_told_to_another(self):
        """改派: that it was closed before is the first unit's, which was another matter to them."""
        h, category = self.house, self.categories()[-2]
        first = self.close_one(category)
        again = self.find_one(category)
        h["ver1"].do("reopenFinding", first, body={"because_of": again, "reason": "再次发生"})
        order = h.bring(h.draft_order([first]), "received")
        self.assertIn("此前整改情况", house.read(h["head"].do("getOrderLetter", order).body))
        h["head"].do("objectOrder", order, body={"kind": "assign", "reason": "x",
                                                 "proposed_unit": house.OTHER})
        h["boss"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "改派",
                                                 "unit": house.OTHER})
        order = h.bring(h.draft_order([first]), "served")
        letter = house.read(h["head9"].do("getOrderLetter", order).body)
        self.assertNotIn("此前整改情况", letter)
        self.assertNotIn("反弹", letter)


if __name__ == "__main__":
    tap.main()
