#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The transitions of an order (domain.md E.4) that depend on days: until when, how often, and what a
clock does meanwhile.

The clock is the test's, and the days are counted by hand: the order is received on Monday, 5 March
2018, and no holiday falls into the month.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import tap
import world

RECEIVED = "2018-03-05"
ASSIGN = {"kind": "assign", "reason": "非我局职责", "proposed_unit": house.OTHER}
FACT = {"kind": "fact", "reason": "与事实不符"}
REJECTED = {"outcome": "rejected", "minutes": "经会商，仍由你局负责"}


class Lifecycle(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", RECEIVED + "T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)

    def setUp(self):
        self.go(RECEIVED)

    def load(self, scheme):
        before = self.house.root.do("getScheme", house.SCHEME)
        self.house.root.do("putScheme", house.SCHEME, body=scheme,
                           headers={"If-Match": before.headers["ETag"]})
        self.addCleanup(self.restore)

    def restore(self):
        before = self.house.root.do("getScheme", house.SCHEME)
        self.house.root.do("putScheme", house.SCHEME, body=house.read_scheme(),
                           headers={"If-Match": before.headers["ETag"]})

    def go(self, day):
        self.house.service.tell("time", day + "T02:00:00Z")
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def get_clock(self, order, name):
        clocks = self.house["clerk"].do("getOrder", order).json["clocks"]
        return [c for c in clocks if c["id"] == name][-1]

    def assert_told(self, order, period):
        """Whoever is not told of the limit loses the right without knowing."""
        h = self.house
        self.assertIn("应当自签收本通知的次日起%s内书面向我单位提出，说明理由和建议的承办单位" % period,
                      house.read(h["head"].do("getOrderLetter", order).body))
        self.assertIn("应当自签收的次日起%s内书面提出" % period,
                      house.read(h["clerk"].do("getOrderAssignment", order).body))

    def test_7_until_when_a_matter_is_returned(self):
        """退件异议 within five working days: 6 to 9 and 12 March."""
        h = self.house
        orders = [h.order_at("received") for _ in range(2)]
        self.assert_told(orders[0], "5个工作日")
        self.go("2018-03-12")
        h["head"].do("objectOrder", orders[0], body=ASSIGN)
        self.go("2018-03-13")
        self.refuse("head", 409, "2018-03-12", "objectOrder", orders[1], body=ASSIGN)
        # The facts may be contested all the same.
        h["head"].do("objectOrder", orders[1], body=FACT)

    def test_7_the_scheme_sets_another_window(self):
        """濮阳 gives two working days: 6 and 7 March."""
        h = self.house
        scheme = house.read_scheme()
        scheme["anfang"]["clocks"]["object"] = {
            "name": "退件异议", "rule": "2wd", "trigger": "order.received"}
        self.load(scheme)
        order = h.order_at("received")
        self.assert_told(order, "2个工作日")
        self.go("2018-03-08")
        self.refuse("head", 409, "2018-03-07", "objectOrder", order, body=ASSIGN)

    def test_8_the_plan_waits_for_the_decision(self):
        """Ten working days end on 19 March; three that it stood still, 8, 9 and 12, make it the 22nd."""
        h = self.house
        order = h.order_at("received")
        self.assertEqual(self.get_clock(order, "plan")["due"], "2018-03-19")
        self.go("2018-03-07")
        h["head"].do("objectOrder", order, body=ASSIGN)
        self.assertEqual(self.get_clock(order, "plan")["state"], "stopped")
        self.go("2018-03-12")
        h["review"].do("settleOrder", order, body=REJECTED)
        clock = self.get_clock(order, "plan")
        self.assertEqual((clock["state"], clock["due"]), ("running", "2018-03-22"))
        self.assertEqual(clock["was"][0]["due"], "2018-03-19")

    def test_8_once_from_each_unit(self):
        h = self.house
        order = h.order_at("received")
        h["head"].do("objectOrder", order, body=ASSIGN)
        h["review"].do("settleOrder", order, body=REJECTED)
        self.refuse("head", 409, "once", "objectOrder", order, body=ASSIGN)
        h["head"].do("objectOrder", order, body=FACT)
        for who in ("head", "clerk"):
            seen = h[who].do("getOrder", order).json
            self.assertEqual((seen["objections"][0]["kind"], seen["objections"][0]["outcome"]),
                             ("assign", "rejected"), who)
        self.assertNotIn("decided", h["head"].do("getOrder", order).json["objections"][0])
        # domain.md D.2, 退件异议(理由、建议承办单位、期限): what disputes the facts is none.
        text = house.read(h["clerk"].do("getOrderAssignment", order).body)
        self.assertIn("2018年3月5日提出：%s；建议承办单位：%s（不成立）" % (
            ASSIGN["reason"], h["boss"].do("getUnit", house.OTHER).json["name"]),
            text.replace("\n", ""))
        self.assertNotIn(FACT["reason"], text)

    def test_8_not_from_the_same_unit_by_another_order(self):
        """It goes to the other unit, comes back from there, and stays."""
        h = self.house
        order = h.order_at("received")
        (finding,) = h["clerk"].do("getOrder", order).json["findings"]
        for head, contact, unit in (("head", "contact", house.OTHER),
                                    ("head9", "contact9", house.ADDRESSEE)):
            h[head].do("objectOrder", order, body={"kind": "assign", "reason": "x"})
            h["review"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "改派",
                                                       "unit": unit})
            order = h.bring(h.draft_order([finding]), "served")
            receiver = "contact9" if contact == "contact" else "contact"
            h[receiver].do("receiveOrder", order, body={"signatory": "赵某"})
        self.refuse("head", 409, "once", "objectOrder", order, body=ASSIGN)

    def test_13a_a_working_day_before(self):
        """延期须提前1个工作日申请: for Friday, 1 June on Thursday; for Sunday, 3 June not on Friday."""
        h = self.house
        on_friday = [h.order_at("rectifying", rectify={"date": "2018-06-01"}) for _ in range(2)]
        on_sunday = [h.order_at("rectifying", rectify={"date": "2018-06-03"}) for _ in range(2)]
        body = {"to": "2018-07-02", "reason": "设备未到货"}
        self.go("2018-05-31")
        h["head"].do("extendOrder", on_friday[0], body=body)
        h["head"].do("extendOrder", on_sunday[0], body=body)
        self.go("2018-06-01")
        self.refuse("head", 409, "2018-06-01", "extendOrder", on_friday[1], body=body)
        self.refuse("head", 409, "2018-06-03", "extendOrder", on_sunday[1], body=body)
        # Both dates are kept.
        h["sign"].do("grantExtension", on_friday[0], body={"outcome": "granted"})
        clock = self.get_clock(on_friday[0], "rectify")
        self.assertEqual((clock["due"], clock["was"][0]["due"]), ("2018-07-02", "2018-06-01"))

    def test_15_the_review_has_a_clock_where_the_scheme_sets_one(self):
        """5wd from Monday, 5 March: Monday, the 12th."""
        h = self.house
        scheme = house.read_scheme()
        scheme["anfang"]["clocks"]["reinspect"] = {
            "name": "复查", "rule": "5wd", "trigger": "order.feedback_filed"}
        self.load(scheme)
        order = h.order_at("rectifying")
        h.service.tell("step", 60)
        h.bring(order, "feedback_filed", since="rectifying")
        clock = self.get_clock(order, "reinspect")
        self.assertEqual((clock["due"], clock["state"]), ("2018-03-12", "running"))
        # The unit does not know until when somebody comes to look.
        self.go("2018-03-12")
        h["clerk"].do("sweepSteps", body={})
        due = lambda who: [n["clock"] for n in h[who].do("listNotices", query={
            "limit": 200}).json["items"] if n["record"] == "order/" + order and "due" in n]
        self.assertIn("复查", due("draft"))
        self.assertNotIn("复查", due("head") + due("contact"))
        for operation in ("getOrder", "getOrderClocks"):
            self.assertIn("复查", h["clerk"].do(operation, order).body.decode(), operation)
            self.assertNotIn("复查", h["head"].do(operation, order).body.decode(), operation)
        feeds = {who: h[who].do("getFeed", query={"feed": h[who].do("makeFeed").json["path"].split(
            "=")[1]}).body.decode() for who in ("clerk", "head")}
        self.assertEqual(["SUMMARY:复查" in feeds[who] for who in ("clerk", "head")], [True, False])
        h.bring(order, "closing", since="feedback_filed")
        self.assertEqual(self.get_clock(order, "reinspect")["state"], "met")

    def test_16_satisfaction_is_asked(self):
        h = self.house
        order = h.order_at("rectifying")
        h.service.tell("step", 60)
        h.bring(order, "feedback_filed", since="rectifying")
        body = {"with": "back2", "method": "现场复查", "passed": True, "record": "已整改"}
        self.refuse("back1", 422, "satisfaction", "reinspectOrder", order, body=body)
        h["back1"].do("reinspectOrder", order, body=dict(body, satisfaction="企业满意"))

    def test_1_a_mandate_is_cited(self):
        h = self.house
        scheme = house.read_scheme()
        del scheme["anfang"]["letter"]["mandate"]
        self.load(scheme)
        _, findings = h.find()
        order = h.draft_order(findings)
        self.refuse("draft", 422, "mandate", "submitOrder", order)

    def test_a_refusal_offers_only_what_is_possible(self):
        """Nobody has asked for a review or for more time: there is nothing to decide on."""
        h = self.house
        order = h.order_at("rectifying")
        said = self.refuse("head", 409, "possible now", "planOrder", order, body=house.PLAN)
        self.assertNotIn("decide-appeal:kept", said["allowed_events"])
        self.assertNotIn("grant-extension", said["allowed_events"])
        self.assertIn("extend", said["allowed_events"])
        h["head"].do("appealOrder", order, body={"reason": "x"})
        h["head"].do("extendOrder", order, body={"to": "2099-06-01", "reason": "x"})
        said = self.refuse("head", 409, "possible now", "planOrder", order, body=house.PLAN)
        self.assertLessEqual({"decide-appeal:kept", "decide-appeal:revoked", "grant-extension"},
                             set(said["allowed_events"]))
        self.assertFalse({"appeal", "extend"} & set(said["allowed_events"]))
        closed = h.order_at("rectifying")
        h.service.tell("step", 60)
        h.bring(closed, "closed", since="rectifying")
        said = self.refuse("head", 409, "final", "appealOrder", closed, body={"reason": "x"})
        self.assertNotIn("decide-appeal", said["detail"])


if __name__ == "__main__":
    tap.main()
