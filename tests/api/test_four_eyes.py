#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What nobody does alone, what comes in its order, and numbers without a gap.

People here hold all roles of the office at once, so that nothing but the rule of four eyes stands
between them and the act.
"""
import pathlib
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

EVERYTHING = sorted("inspector team_lead verifier drafter reviewer signer clerk reinspector closer "
                    "discipline_liaison leader".split())


class FourEyes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contracts.Contract())
        for name in ("ann", "bob", "cai"):
            cls.house.hire(name, EVERYTHING, house.OFFICE)
        # Someone of the office who was sent by the department that has to rectify.
        cls.house.hire("mole", ["reinspector", "signer", "reviewer"], house.ADDRESSEE)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def refuse(self, who, words, operation, *arguments, status=403, **options):
        answer = self.house[who].call(operation, *arguments, **options)
        self.assertEqual(answer.status, status, (who, operation, answer))
        self.assertRegex(answer.json["detail"], words)

    def test_members_neither_approve_nor_verify(self):
        h = self.house
        visit = h.plan_visit(members=("ann", "bob"))
        self.refuse("ann", "member of the visit may not", "approveVisit", visit)
        self.refuse("bob", "member of the visit may not", "approveVisit", visit)
        h["cai"].do("approveVisit", visit)
        h["ann"].do("startVisit", visit)
        h["ann"].do("submitVisit", visit, body={"narrative": "x", "no_inducement": True})
        self.refuse("bob", "member of the visit may not", "returnVisit", visit,
                    body={"reason": "x"})
        self.refuse("bob", "member of the visit may not", "verifyVisit", visit,
                    body={"opinion": "x"})
        h["cai"].do("verifyVisit", visit, body={"opinion": "x"})

    def test_each_declares_for_themself(self):
        """回避: no visit is approved before each of its members has said that nothing bars them."""
        h = self.house
        visit = world.new_id()
        body = {"scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x",
                "methods": ["突击检查"], "mandate": "x", "members": ["ann", "bob"]}
        h["ann"].do("putVisit", visit, body=body, status=201)
        self.refuse("cai", "ann has not declared", "approveVisit", visit, status=409)
        # Whoever writes the visit speaks for themself, whatever they write.
        h["ann"].do("putVisit", visit, body=dict(body, recusal_declared=True),
                    headers={"If-Match": '"1"'})
        self.refuse("cai", "bob has not declared", "approveVisit", visit, status=409)
        self.refuse("cai", "only a member", "declareVisit", visit)
        h["bob"].do("recuseVisit", visit, body={"reason": "配偶在该单位任职"})
        self.refuse("cai", "bob has to stand aside", "approveVisit", visit, status=409)
        self.assertEqual([(s["by"], s["applies"], s.get("reason")) for s in h["cai"].do(
            "getVisit", visit).json["recusal"]],
            [("ann", False, None), ("bob", True, "配偶在该单位任职")])
        h["ann"].do("putVisit", visit, body=dict(body, members=["ann", "li"]),
                    headers={"If-Match": '"3"'})
        self.refuse("cai", "li has not declared", "approveVisit", visit, status=409)
        h["li"].do("declareVisit", visit)
        h["cai"].do("approveVisit", visit)
        # A ground that is found out later takes the approval back.
        h["li"].do("recuseVisit", visit, body={"reason": "x"})
        seen = h["cai"].do("getVisit", visit).json
        self.assertEqual((seen["state"], "approved" in seen), ("draft", False))
        self.refuse("ann", "possible now", "startVisit", visit, status=409)
        h["li"].do("declareVisit", visit)
        h["cai"].do("approveVisit", visit)
        h["ann"].do("startVisit", visit)
        self.refuse("li", "possible now", "recuseVisit", visit, status=409, body={"reason": "x"})

    def test_a_declaration_is_of_one_unit_and_place(self):
        h = self.house
        visit = h.plan_visit(members=("ann", "bob"))
        body = {"scheme": house.SCHEME, "unit": house.OTHER, "site": "x", "mandate": "x",
                "methods": ["突击检查"], "members": ["ann", "bob"]}
        h["ann"].do("putVisit", visit, body=body, headers={"If-Match": '"3"'})
        self.refuse("cai", "ann has not declared", "approveVisit", visit, status=409)
        for name in ("ann", "bob"):
            h[name].do("declareVisit", visit)
        h["ann"].do("putVisit", visit, body=dict(body, mandate="y"), headers={"If-Match": '"6"'})
        h["cai"].do("approveVisit", visit)

    def test_nobody_of_the_inspected_unit(self):
        """Nor of one below it: neither as an inspector nor as a verifier."""
        h = self.house
        h.root.do("putUnit", house.ADDRESSEE + "-hall", status=201, body={
            "name": "窗口", "parent": house.ADDRESSEE})
        for name, unit in (("in.own", house.ADDRESSEE), ("in.hall", house.ADDRESSEE + "-hall")):
            h.hire(name, ["inspector"], unit)
            h.hire(name + ".v", ["verifier"], unit)
            h.hire(name + ".t", ["team_lead"], unit)
        body = {"scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x",
                "methods": ["突击检查"], "mandate": "x"}
        for name in ("in.own", "in.hall", "in.hall.t"):
            for writer in ("ann", name):
                self.refuse(writer, name + " is of the inspected unit", "putVisit",
                            world.new_id(), status=422, body=dict(body, members=["ann", name]))
        h["in.hall"].do("putVisit", world.new_id(), status=201,
                        body=dict(body, members=["in.hall", "ann"], unit=house.OTHER))
        visit = h.start_visit()
        mine, others = h.write_finding(visit), h.write_finding(visit, unit=house.OTHER)
        h.submit_visit(visit)
        opinion, reason = {"with": "ver1", "opinion": "x"}, {"with": "ver1", "reason": "x"}
        words = "nobody of the inspected unit"
        for name in ("in.own.v", "in.hall.v"):
            self.refuse(name, words, "establishFinding", mine, body=opinion)
            self.refuse(name, words, "establishFinding", others, body=opinion)
            self.refuse(name, words, "dismissFinding", mine, body=reason)
            self.refuse(name, words, "mergeFinding", mine, body=dict(reason, into=others))
            self.refuse(name, words, "returnVisit", visit, body={"reason": "x"})
            self.refuse(name, words, "verifyVisit", visit, body={"opinion": "x"})
            self.refuse("ver1", "“with” is of the inspected unit", "establishFinding", mine,
                        body=dict(opinion, **{"with": name}))
        self.refuse("ver1", "“with” is of the inspected unit", "dismissFinding", mine,
                    body=dict(reason, **{"with": "in.hall.t"}))
        # A finding may fall on another unit than the one that was visited: its people too.
        h.hire("in.other", ["verifier"], house.OTHER)
        self.refuse("in.other", words, "establishFinding", others, body=opinion)
        h["in.other"].do("establishFinding", mine, body=opinion)

    def test_nobody_inspects_alone(self):
        body = {"scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x",
                "methods": ["突击检查"], "mandate": "x", "members": ["ann"]}
        self.refuse("ann", "at least 2", "putVisit", world.new_id(), body=body, status=422)
        self.refuse("ann", "not an inspector", "putVisit", world.new_id(), status=422,
                    body=dict(body, members=["ann", "draft"]))

    def test_collectors_do_not_decide(self):
        h = self.house
        visit = h.plan_visit(members=("ann", "bob"))
        h["cai"].do("approveVisit", visit)
        h["ann"].do("startVisit", visit)
        photo = h["ann"].upload(house.make_photo(1), visit=visit, filetype="image/jpeg")
        finding = h.write_finding(visit, by="ann", evidence=[photo])
        opinion = {"with": "ver2", "opinion": "属实"}
        self.refuse("cai", "visit is in state", "establishFinding", finding, body=opinion,
                    status=409)
        h["ann"].do("submitVisit", visit, body={"narrative": "x", "no_inducement": True})
        self.refuse("ann", "collected the evidence", "establishFinding", finding, body=opinion)
        self.refuse("ann", "collected the evidence", "mergeFinding", finding,
                    body={"with": "ver2", "into": finding, "reason": "x"})
        self.refuse("cai", "collected the evidence; name another", "establishFinding", finding,
                    body=dict(opinion, **{"with": "ann"}))
        self.refuse("cai", "second person", "establishFinding", finding,
                    body=dict(opinion, **{"with": "cai"}), status=422)
        self.refuse("cai", "one of the roles: verifier", "establishFinding", finding,
                    body=dict(opinion, **{"with": "wu"}), status=422)
        self.refuse("cai", "no active account", "establishFinding", finding,
                    body=dict(opinion, **{"with": "nobody"}), status=422)
        self.refuse("cai", "second person", "dismissFinding", finding,
                    body={"with": "cai", "reason": "x"}, status=422)
        # A merge takes a finding out of the list: no one does that alone either.
        other = h.write_finding(visit, by="ann", evidence=[])
        merge = {"into": finding, "reason": "x"}
        refused = h["cai"].call("mergeFinding", other, body=merge)
        self.assertEqual((refused.status, refused.json["errors"][0]["pointer"]), (422, "/with"))
        for name, words, status in (("cai", "second person", 422), ("draft", "roles: verifier", 422),
                                    ("tan", "roles: verifier", 422),
                                    ("ann", "collected the evidence; name another", 403)):
            self.refuse("cai", words, "mergeFinding", other, status=status,
                        body=dict(merge, **{"with": name}))
        merged = h["cai"].do("mergeFinding", other, body=dict(merge, **{"with": "ver2"})).json
        self.assertEqual((merged["merged"]["by"], merged["merged"]["with"]), ("cai", "ver2"))
        self.refuse("cai", "not decided", "verifyVisit", visit, body={"opinion": "x"}, status=409)
        h["cai"].do("establishFinding", finding, body=opinion)
        h["cai"].do("verifyVisit", visit, body={"opinion": "x"})

    def test_drafter_reviewer_signer(self):
        h = self.house
        _, findings = h.find()
        order = world.new_id()
        h["ann"].do("putOrder", order, body={"findings": findings, "title": "x"})
        h.submit_order(order, by="ann")
        approve = {"outcome": "approve", "opinion": "x"}
        self.refuse("ann", "drafted this", "reviewOrder", order, body=approve)
        h["bob"].do("reviewOrder", order, body=approve)
        self.refuse("ann", "drafted this", "signOrder", order)
        self.refuse("bob", "reviewed the order", "signOrder", order)
        h["cai"].do("signOrder", order)

    def test_unit_side(self):
        h = self.house
        order = h.order_at("plan_filed")
        h.hire("lead.own", ["lead_unit"], house.ADDRESSEE)
        self.refuse("lead.own", "no such order", "acceptPlan", order, status=404)
        self.refuse("lead9", "no such order", "acceptPlan", order, status=404)
        self.refuse("contact", "needs one of the roles", "acceptPlan", order)
        h["lead"].do("acceptPlan", order)
        self.refuse("lead2", "possible now", "acceptPlan", order, status=409)

    def test_reinspection(self):
        h = self.house
        order = h.order_at("feedback_filed")
        body = {"with": "bob", "method": "现场", "passed": True, "record": "x",
                "satisfaction": "x"}
        self.refuse("mole", "unit that has to rectify", "reinspectOrder", order, body=body)
        self.refuse("ann", "unit that has to rectify", "reinspectOrder", order,
                    body=dict(body, **{"with": "mole"}))
        self.refuse("ann", "second person", "reinspectOrder", order,
                    body=dict(body, **{"with": "ann"}), status=422)
        self.refuse("mole", "unit that has to rectify", "returnOrder", order,
                    body={"reason": "x", "rectify": {"period": "10d"}})
        h["ann"].do("reinspectOrder", order, body=body)
        self.refuse("ann", "second reinspector", "confirmReinspection", order,
                    body={"agree": True})
        self.refuse("cai", "second reinspector", "confirmReinspection", order,
                    body={"agree": True})
        h["bob"].do("confirmReinspection", order, body={"agree": True})
        for name in ("ann", "bob"):
            self.refuse(name, "who reinspected", "closeOrder", order, body={"mechanism": "x"})
        h["cai"].do("closeOrder", order, body={"mechanism": "x"})

    def test_drafter_does_not_close(self):
        h = self.house
        _, findings = h.find()
        order = world.new_id()
        h["ann"].do("putOrder", order, body={"findings": findings, "title": "x"})
        h.bring(order, "closing")
        self.refuse("ann", "drafted this", "closeOrder", order, body={"mechanism": "x"})
        self.refuse("close", "exactly one of: “mechanism”, “mech", "closeOrder", order, status=422,
                    body={"mechanism": "x", "mechanism_not_needed": "y"})
        h["close"].do("closeOrder", order, body={"mechanism_not_needed": "个案"})

    def test_extension_and_objection(self):
        h = self.house
        order = h.order_at("received")
        h["head"].do("objectOrder", order, body={"kind": "fact", "reason": "x"})
        self.refuse("mole", "unit that has to rectify", "settleOrder", order,
                    body={"outcome": "upheld", "minutes": "x"})
        h["boss"].do("settleOrder", order, body={"outcome": "rejected", "minutes": "x"})
        h.bring(order, "rectifying", since="received")
        h["head"].do("extendOrder", order, body={"to": "2099-01-01", "reason": "x"})
        self.refuse("mole", "unit that has to rectify", "grantExtension", order,
                    body={"outcome": "granted"})
        self.refuse("head", "once", "extendOrder", order,
                    body={"to": "2099-02-01", "reason": "x"}, status=409)
        h["sign"].do("grantExtension", order, body={"outcome": "refused", "reason": "x"})

    def test_words_are_no_rectification(self):
        h = self.house
        order = h.order_at("rectifying")
        body = {"summary": "x", "completion": "done", "evidence": []}
        refused = h["head"].call("feedbackOrder", order, body=body)
        self.assertEqual(refused.status, 422)
        self.assertEqual(refused.json["errors"][0]["pointer"], "/evidence")
        self.refuse("head", "not uploaded for this order", "feedbackOrder", order, status=422,
                    body=dict(body, evidence=[world.new_id()]))

    def test_drafter_does_not_approve_a_referral(self):
        h = self.house
        visit, findings = h.find()
        h.wait_examined(visit)
        referral = h.draft_referral(findings, by="ann")
        self.refuse("ann", "drafted this", "approveReferral", referral)
        h["bob"].do("approveReferral", referral)

    def test_nobody_disables_themselves(self):
        self.refuse(world.ADMIN, "their own account", "disableAccount", world.ADMIN)
        self.refuse(world.ADMIN, "each stand alone", "createAccount", status=422, body={
            "name": "both", "roles": ["sysadmin", "inspector"], "password": world.PASSWORD,
            "unit": house.OFFICE})

    def test_steps_in_their_order(self):
        """A step that is not next is 409 and says what is."""
        h = self.house
        _, findings = h.find()
        order = h.draft_order(findings)
        steps = [("review", "reviewOrder", {"outcome": "approve", "opinion": "x"}),
                 ("sign", "signOrder", None), ("clerk", "numberOrder", None),
                 ("clerk", "serveOrder", {"channel": "x"}),
                 ("clerk", "receiveOrder", {"signatory": "x"}),
                 ("review", "acceptPlan", None), ("review", "returnPlan", {"reason": "x"}),
                 ("sign", "grantExtension", {"outcome": "granted"}),
                 ("back1", "reinspectOrder", {"with": "back2", "method": "x", "passed": True,
                                              "record": "x"}),
                 ("close", "closeOrder", {"mechanism": "x"})]
        for who, operation, body in steps:
            answer = h[who].call(operation, order, body=body)
            self.assertEqual(answer.status, 409, (operation, answer))
            self.assertEqual(answer.problem, "state", operation)
            self.assertEqual(answer.json["allowed_events"], ["edit", "submit", "split",
                                                             "merge:target", "merge:source",
                                                             "withdraw"])
            self.assertIn("draft", answer.json["detail"])
        self.assertEqual(h["draft"].do("getOrder", order).json["version"], 1)
        h["sign"].do("withdrawOrder", order, body={"reason": "x"})
        final = h["draft"].call("submitOrder", order)
        self.assertEqual((final.status, final.json["allowed_events"]), (409, []))

    def test_if_match(self):
        h = self.house
        _, findings = h.find()
        order = h.draft_order(findings)
        stale = h["draft"].call("submitOrder", order, headers={"If-Match": '"9"'})
        self.assertEqual((stale.status, stale.problem), (412, "precondition-failed"))
        h.submit_order(order, **{"If-Match": '"1"'})


class Numbers(unittest.TestCase):
    """文号 without gap or reuse, whatever happens meanwhile."""

    COUNT = 50

    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contracts.Contract())
        h = cls.house
        cls.orders = []
        _, findings = h.find(cls.COUNT, evidence=False)
        for finding in findings:
            cls.orders.append(h.bring(h.draft_order([finding]), "signed"))

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def number_all(self, orders, client, killed):
        for order in orders:
            try:
                # Two clerks may reach for the same order: the second is told that it is done.
                client.call("numberOrder", order)
            except (OSError, world.http.client.HTTPException):
                killed.append(order)
                return

    def read(self):
        found = {}
        for order in self.orders:
            document = self.house["clerk"].do("getOrder", order).json
            if "number" in document:
                self.assertIn("letter", document)
                self.assertEqual(document["state"], "numbered")
                found[order] = document["number"]["seq"]
        return found

    def race(self, killed):
        shares = [self.orders[i::6] + self.orders[(i + 1) % 6::6] for i in range(6)]
        threads = [threading.Thread(target=self.number_all, args=(
            share, self.house.login("clerk" if i % 2 else "clerk2"), killed)) for i, share in enumerate(shares)]
        for thread in threads:
            thread.start()
        return threads

    def test_1_killed_meanwhile(self):
        for patience in (0.5, 0.8):
            killed = []
            threads = self.race(killed)
            time.sleep(patience)
            self.house.service.kill()
            for thread in threads:
                thread.join()
            self.house.service.start()
            found = sorted(self.read().values())
            print("# killed with %d of %d numbered" % (len(found), self.COUNT))
            self.assertEqual(found, list(range(1, len(found) + 1)))

    def test_2_all_numbered(self):
        killed = []
        for thread in self.race(killed):
            thread.join()
        self.assertEqual(killed, [])
        self.assertEqual(sorted(self.read().values()), list(range(1, self.COUNT + 1)))

    def test_3_the_letter_is_always_the_same(self):
        h = self.house
        for order in self.orders[:3]:
            first = h["clerk"].do("getOrderLetter", order).body
            self.assertEqual(h["sign"].do("getOrderLetter", order).body, first)
            again = h["clerk"].call("numberOrder", order)
            self.assertEqual(again.status, 409)
        h.service.stop()
        self.assertEqual(h.service.fsck(), "")
        h.service.start()
        self.assertEqual(h["clerk"].do("getOrderLetter", self.orders[2]).body, first)


if __name__ == "__main__":
    tap.main()
