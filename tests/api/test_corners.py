#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Turns that a case may take: each must lead on, and show nobody more than the straight way does."""
import datetime
import hashlib
import pathlib
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap
import world


def ids(reply):
    return [item["id"] for item in reply.json["items"]]


def make_old(database):
    """Takes away what the schema has got since its first version."""
    schema = contract.SOURCE / "src" / "store" / "migrations" / "0001-records.sql"
    first = sqlite3.connect(":memory:")
    first.executescript(schema.read_text("utf-8"))
    base = sqlite3.connect(database)
    # A virtual table takes others with it; an index on an older table would stay.
    query = ("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'index')"
             " AND name NOT LIKE 'sqlite_%' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, name DESC")
    old = set(first.execute(query))
    for kind, name in [row for row in base.execute(query) if row not in old]:
        base.execute("DROP %s IF EXISTS %s" % (kind, name))
    base.execute("DELETE FROM link WHERE noun = 'referral' AND kind = 'finding'"
                 " OR noun = 'account' AND kind = 'role' OR noun IN ('flag', 'task')")
    base.execute("PRAGMA user_version = 1")
    base.commit()
    base.close()
    first.close()


class Corners(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contract.Contract())

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def test_disagreement_is_reinspected_again(self):
        h = self.house
        order = h.order_at("reinspecting")
        h["back2"].do("confirmReinspection", order, body={"agree": False})
        h["back2"].do("reinspectOrder", order, body={
            "with": "back1", "method": "现场复查", "passed": True, "record": "再次复查已到位",
            "satisfaction": "满意"})
        h["back1"].do("confirmReinspection", order, body={"agree": True})
        closed = h["close"].do("closeOrder", order, body={"mechanism": "首问负责制"}).json
        self.assertEqual(closed["state"], "closed")
        self.assertEqual(h["boss"].do("getFinding", closed["findings"][0]).json["state"], "closed")

    def test_what_was_laid_at_the_wrong_door_goes_to_another(self):
        h = self.house
        order = h.order_at("received")
        before = h["boss"].do("getOrder", order).json
        other = house.OTHER
        h["head"].do("objectOrder", order, body={
            "kind": "assign", "reason": "职责在他处", "proposed_unit": other})
        settled = h["review"].do("settleOrder", order, body={
            "outcome": "upheld", "minutes": "改派", "unit": other}).json
        self.assertEqual(settled["state"], "withdrawn")
        for finding in before["findings"]:
            found = h["boss"].do("getFinding", finding).json
            self.assertEqual((found["state"], found["unit"]), ("established", other))
        again = h["boss"].do("getOrder", h.draft_order(before["findings"])).json
        self.assertEqual(again["unit"], other)

    def test_no_visit_goes_back_under_what_was_established(self):
        h = self.house
        visit = h.start_visit()
        dropped, merged, standing = (h.write_finding(visit) for _ in range(3))
        h.submit_visit(visit)
        # What is dropped stays dropped: that keeps nothing from being brought in for the others.
        h["ver1"].do("dismissFinding", dropped, body={"with": "ver2", "reason": "证据不足"})
        h["ver1"].do("returnVisit", visit, body={"reason": "补充时间"})
        h.submit_visit(visit)
        h["ver1"].do("mergeFinding", merged, body={"with": "ver2", "into": standing,
                                                   "reason": "同一事实"})
        self.refuse_return(visit)
        h.establish(standing)
        self.refuse_return(visit)
        h.draft_order([standing], rectify={"period": "30d"})

    def refuse_return(self, visit):
        refused = self.house["ver1"].call("returnVisit", visit, body={"reason": "补充时间"})
        self.assertEqual((refused.status, refused.problem), (409, "state"))
        self.assertIn("cannot go back", refused.json["detail"])
        self.assertEqual(self.house["ver1"].do("getVisit", visit).json["state"], "submitted")

    def refer(self, who, findings, status=201):
        referral = world.new_id()
        reply = self.house[who].call("putReferral", referral, body={
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "线索", "suspicion": "duty_violation"})
        self.assertEqual(reply.status, status, reply)
        return referral

    def approve(self, referral):
        """Once what it hands over has been examined."""
        self.assertTrue(world.wait_for(
            lambda: self.house["sign"].call("approveReferral", referral).status == 200))

    def refuse_approval(self, referral, other):
        refused = self.house["sign"].call("approveReferral", referral)
        self.assertEqual((refused.status, refused.problem), (409, "conflict"))
        self.assertIn(other, refused.json["detail"])

    def test_a_finding_is_referred_once_at_a_time(self):
        h = self.house
        (_, (finding,)), (_, (beside,)) = h.find(), h.find()
        first, second = self.refer("draft", [finding]), self.refer("liaison", [beside, finding])
        self.approve(first)
        self.refuse_approval(second, first)
        # The liaison sees what is under way and is told at once; a drafter, who may not know of
        # what others refer, is told nothing.
        self.refer("liaison", [finding], status=409)
        third = self.refer("draft", [finding])
        h["liaison"].do("sendReferral", first, body={"method": "专人送达"})
        h["liaison"].do("receiveReferral", first, body={"receiver": "周某"})
        h["liaison"].do("resultReferral", first, body={"outcome": "returned", "disposal": "x"})
        self.refuse_approval(third, first)
        # A draft that lets the finding go is free; so is the finding once there is a result.
        body = {"findings": [beside], "to": house.DISCIPLINE, "basis": "x", "summary": "x",
                "suspicion": "duty_violation"}
        h["liaison"].do("putReferral", second, body=body, headers={"If-Match": '"1"'})
        self.approve(second)
        h["liaison"].do("sendReferral", first, body={"method": "专人送达"})
        h["liaison"].do("receiveReferral", first, body={"receiver": "周某"})
        h["liaison"].do("resultReferral", first, body={"outcome": "declined"})
        self.approve(third)

    def test_a_finding_written_late_is_with_the_verifiers_at_once(self):
        h = self.house
        visit = h.start_visit()
        h.write_finding(visit)
        h.submit_visit(visit)
        late = h.write_finding(visit, evidence=[])
        self.assertEqual(h["boss"].do("getFinding", late).json["state"], "verifying")

    def test_supervision_leaves_findings_with_their_order(self):
        h = self.house
        order = h.order_at("rectifying")
        findings = h["boss"].do("getOrder", order).json["findings"]
        pressed = h.draft_order(findings, kind="supervision", rectify={"date": "2099-03-01"})
        h.bring(pressed, "received")
        h["head"].do("objectOrder", pressed, body={"kind": "fact", "reason": "已在整改"})
        h["review"].do("settleOrder", pressed, body={"outcome": "upheld", "minutes": "撤回督办"})
        again = h.bring(h.draft_order(findings, kind="supervision",
                                      rectify={"date": "2099-03-01"}), "received")
        h["head"].do("objectOrder", again, body={"kind": "assign", "reason": "非我局职责"})
        upheld = {"outcome": "upheld", "minutes": "改派"}
        refused = h["review"].call("settleOrder", again, body=dict(upheld, unit=house.OTHER))
        self.assertEqual(refused.status, 422, refused)
        self.assertIn("another order", refused.json["detail"])
        h["review"].do("settleOrder", again, body=upheld)
        found = h["boss"].do("getFinding", findings[0]).json
        self.assertEqual((found["state"], found["order"], found["unit"]),
                         ("rectifying", order, house.ADDRESSEE))
        h.bring(order, "closed", since="rectifying")

    def test_nothing_is_established_without_evidence(self):
        """E.3: evidence ≥1."""
        h = self.house
        visit = h.start_visit()
        finding = h.write_finding(visit, evidence=[])
        h.submit_visit(visit)
        answer = h["ver1"].call("establishFinding", finding, body={"with": "ver2", "opinion": "x"})
        self.assertEqual(answer.status, 409)
        h["ver1"].do("returnVisit", visit, body={"reason": "补充证据"})
        h["li"].do("startVisit", visit)
        seen = h["li"].do("getFinding", finding).json
        h["li"].do("putFinding", finding, body=dict({name: seen[name] for name in (
            "visit", "area", "category", "fact", "clause", "requirement")},
            evidence=[h.refer(visit)]), headers={"If-Match": '"%d"' % seen["version"]})
        h.submit_visit(visit)
        h.establish(finding)

    def test_supervision_needs_an_established_finding(self):
        h = self.house
        visit = h.start_visit()
        finding = h.write_finding(visit)
        refused = h["draft"].call("putOrder", world.new_id(), body={
            "findings": [finding], "kind": "supervision", "rectify": {"date": "2099-03-01"}})
        self.assertEqual(refused.status, 409)

    def test_dropped_finding_is_free_again(self):
        h = self.house
        _, findings = h.find(2)
        order = h.draft_order(findings)
        h["draft"].do("putOrder", order, headers={"If-Match": '"1"'},
                      body={"findings": findings[:1], "title": "关于窗口服务问题的整改通知"})
        other = h.draft_order(findings[1:])
        h.bring(other, "signed")
        refused = h["draft"].call("putOrder", world.new_id(), body={"findings": findings[:1]})
        self.assertEqual(refused.status, 409)

    def test_former_member_hears_nothing(self):
        h = self.house
        visit = h.plan_visit(members=("li", "wu"), declare=False)
        self.assertIn(visit, ids(h["wu"].do("listVisits")))
        body = h["li"].do("getVisit", visit).json
        kept = {k: body[k] for k in ("scheme", "unit", "site", "methods", "mandate")}
        h["li"].do("putVisit", visit, headers={"If-Match": '"1"'},
                   body=dict(kept, members=["li", "tan"]))
        self.assertNotIn(visit, ids(h["wu"].do("listVisits")))
        self.assertEqual(h["wu"].call("getVisit", visit).status, 404)
        self.assertIn(visit, ids(h["tan"].do("listVisits", query={"limit": 200})))

    def test_merging_into_nothing_is_refused(self):
        h = self.house
        visit = h.start_visit()
        first, second, third = (h.write_finding(visit) for _ in range(3))
        h.submit_visit(visit)
        reason = {"with": "ver2", "reason": "证据不足"}
        h["ver1"].do("dismissFinding", first, body=reason)
        for into in (first, third):
            status = h["ver1"].call("mergeFinding", second,
                                    body={"with": "ver2", "into": into,
                                          "reason": "同一事实"}).status
            self.assertEqual(status, 409 if into == first else 200)
        refused = h["ver1"].call("mergeFinding", third, body={"with": "ver2", "into": second,
                                                              "reason": "同一事实"})
        self.assertEqual(refused.status, 409)

    def test_who_was_there_does_not_verify(self):
        h = self.house
        h.root.do("createAccount", status=201, body={
            "name": "both", "roles": ["inspector", "verifier"], "unit": house.OFFICE,
            "password": world.PASSWORD})
        visit = h.start_visit(members=("li", "tan", "both"))
        finding = h.write_finding(visit)
        h.submit_visit(visit)
        for one, other in (("both", "ver1"), ("ver1", "both")):
            refused = h[one].call("establishFinding", finding,
                                  body={"with": other, "opinion": "属实"})
            self.assertEqual(refused.status, 403, refused)
        h.establish(finding)

    def test_lists_show_what_single_records_do(self):
        h = self.house
        order = h.order_at("served")
        finding = h["boss"].do("getOrder", order).json["findings"][0]
        h.root.do("createAccount", status=201, body={
            "name": "lead.clerk", "roles": ["resp_contact"], "unit": house.LEAD,
            "password": world.PASSWORD})
        h.root.do("createAccount", status=201, body={
            "name": "own.lead", "roles": ["lead_unit"], "unit": house.ADDRESSEE,
            "password": world.PASSWORD})
        for name, sees in (("head", True), ("lead", True), ("lead.clerk", False),
                           ("own.lead", False), ("head9", False), ("lead9", False)):
            for get, many, record in (("getOrder", "listOrders", order),
                                      ("getFinding", "listFindings", finding)):
                single = h[name].call(get, record).status
                self.assertEqual(single, 200 if sees else 404, (name, get))
                self.assertEqual(record in ids(h[name].do(many, query={"limit": 200})), sees,
                                 (name, many))

    def test_extension_ends_later(self):
        h = self.house
        order = h.order_at("rectifying", rectify={"date": "2099-03-01"})
        refused = h["head"].call("extendOrder", order,
                                 body={"to": "2099-03-01", "reason": "采购周期"})
        self.assertEqual(refused.status, 422)
        h["head"].do("extendOrder", order, body={"to": "2099-04-01", "reason": "采购周期"})
        h.file_feedback(order)
        h["back1"].do("returnOrder", order, body={"reason": "未到位",
                                                  "rectify": {"date": "2099-07-01"}})
        refused = h["sign"].call("grantExtension", order,
                                 body={"outcome": "granted", "reason": "属实"})
        self.assertEqual(refused.status, 422)
        h["sign"].do("grantExtension", order, body={"outcome": "refused", "reason": "已另定期限"})

    def test_an_edit_makes_no_other_drafter(self):
        h = self.house
        h.root.do("createAccount", status=201, body={
            "name": "two.hats", "roles": ["drafter", "signer", "reviewer"], "unit": house.OFFICE,
            "password": world.PASSWORD})
        _, findings = h.find()
        order, referral = world.new_id(), world.new_id()
        h["two.hats"].do("putOrder", order, status=201, body={"findings": findings})
        h["draft"].do("putOrder", order, headers={"If-Match": '"1"'},
                      body={"findings": findings, "title": "整改通知"})
        h.bring(order, "to_sign")
        self.assertEqual(h["two.hats"].call("signOrder", order).status, 403)
        h.bring(order, "signed", since="to_sign")
        body = {"findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
                "summary": "线索", "suspicion": "duty_violation"}
        h["two.hats"].do("putReferral", referral, body=body, status=201)
        h["liaison"].do("putReferral", referral, body=dict(body, summary="礼品线索"),
                        headers={"If-Match": '"1"'})
        self.assertEqual(h["two.hats"].call("approveReferral", referral).status, 403)
        h["draft"].do("putReferral", world.new_id(), body=body, status=201)
        self.assertNotIn(referral, ids(h["draft"].do("listReferrals", query={"limit": 200})))

    def list_tasks(self):
        return {t["id"]: (t["name"], t.get("unit"), t.get("due"), t["state"])
                for t in self.house["boss"].do("listTasks", query={"limit": 200}).json["items"]}

    def test_an_older_folder(self):
        """The folder as the first version left it: its referrals have no links to their findings,
        and of its scheme no tasks were made."""
        h = self.house
        _, (finding,) = h.find()
        first, second = self.refer("draft", [finding]), self.refer("draft", [finding])
        self.approve(first)
        tasks = self.list_tasks()
        self.assertGreater(len(tasks), 5)
        h.service.stop()
        make_old(h.service.data / "anfang.db")
        for client in [h.root, *h.clients.values()]:
            client.close()
        h.service.start()
        h.clients.clear()
        h.root = h.login(world.ADMIN)
        self.assertEqual(self.list_tasks(), tasks)
        self.refuse_approval(second, first)

    def test_numbers_open_no_doors(self):
        h = self.house
        order = h.order_at("served")
        found = h["boss"].do("getOrder", order).json
        finding = h["boss"].do("getFinding", found["findings"][0]).json
        visit = h["boss"].do("getVisit", finding["visit"]).json
        for name, many, number in (("head9", "listOrders", found["number"]["text"]),
                                   ("lead9", "listOrders", found["number"]["text"]),
                                   ("head9", "listFindings", finding["number"]),
                                   ("wu", "listFindings", finding["number"]),
                                   ("wu", "listVisits", visit["number"])):
            self.assertEqual(ids(h[name].do(many, query={"number": number})), [], (name, many))
        self.assertEqual(ids(h["head"].do("listOrders", query={"number": found["number"]["text"]})),
                         [order])

    def test_released_finding_is_out_of_sight(self):
        h = self.house
        order = h.order_at("received")
        finding = h["boss"].do("getOrder", order).json["findings"][0]
        self.assertIn(finding, ids(h["head"].do("listFindings", query={"limit": 200})))
        h["sign"].do("withdrawOrder", order, body={"reason": "改派"})
        for name in ("head", "lead"):
            self.assertNotIn(finding, ids(h[name].do("listFindings", query={"limit": 200})))
            self.assertEqual(h[name].call("getFinding", finding).status, 404)

    def test_unit_cannot_count_others(self):
        """Neither cursors nor sequence numbers move with what others send."""
        h = self.house
        order = h.order_at("rectifying")
        first = h.file_feedback(order)
        for seed in (1, 2):
            h["back1"].upload(house.make_photo(seed), order=order, filename="x.jpg",
                              filetype="image/jpeg")
        h["back1"].do("returnOrder", order, body={"reason": "未到位",
                                                  "rectify": {"date": "2099-07-01"}})
        second = h.file_feedback(order)
        own = h["head"].do("listEvidence", query={"order": order}).json["items"]
        self.assertEqual([(e["id"], e["sequence"]) for e in own], [(first, 1), (second, 2)])
        page = h["head"].do("listEvidence", query={"order": order, "limit": 1}).json
        self.assertEqual(page["next"], first)
        rest = h["head"].do("listEvidence",
                            query={"order": order, "limit": 5, "after": page["next"]}).json
        self.assertEqual([e["id"] for e in rest["items"]], [second])
        self.assertEqual(h["head"].call("listEvidence", query={
            "order": order, "after": world.new_id()}).status, 422)

    def test_unit_is_told_days_not_hours(self):
        h = self.house
        order = h.order_at("rectifying")
        h.file_feedback(order)
        h["back1"].do("returnOrder", order, body={"reason": "未到位",
                                                  "rectify": {"date": "2099-07-01"}})
        inside = h["boss"].do("getOrder", order).json
        shown = h["head"].do("getOrder", order).json
        zone = datetime.timezone(datetime.timedelta(hours=8))

        def day(text):
            return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(zone)

        pairs = [(inside["served"]["at"], shown["served"]["at"]),
                 (inside["returns"][0]["at"], shown["returns"][0]["at"])]
        pairs += [(a["trigger_at"], b["trigger_at"])
                  for a, b in zip(inside["clocks"], shown["clocks"])]
        for exact, cut in pairs:
            self.assertEqual(day(cut).date(), day(exact).date())
            self.assertEqual(day(cut).time(), datetime.time(0))
        self.assertNotIn("by", shown["returns"][0])
        self.assertNotIn("by", shown["received"])
        last = [c for c in inside["clocks"] if c["id"] == "rectify"][-1]
        self.assertEqual((last["trigger"], last["due"]), ("order.returned", "2099-07-01"))

    def test_nobody_slips_in_a_derivative(self):
        """The id of a redacted copy can be worked out; a file under it is not handed out as one."""
        h = self.house
        visit = h.start_visit()
        original = world.new_id()
        hashed = hashlib.sha256(("redacted " + original).encode()).hexdigest()
        forged = "%s-%s-8%s-8%s-%s" % (hashed[:8], hashed[8:12], hashed[12:15], hashed[15:18],
                                       hashed[18:30])
        h["li"].upload(b"forged", visit=visit, evidence=forged, filename="a.bin")
        h["li"].upload(house.make_photo(3), visit=visit, evidence=original, filename="a.jpg",
                       filetype="image/jpeg")
        reply = h["ver1"].call("getEvidenceRedacted", original)
        self.assertNotEqual(reply.body, b"forged")
        self.assertEqual(reply.status, 404)


if __name__ == "__main__":
    tap.main()
