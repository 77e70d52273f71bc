#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""监察决定、监察建议: 及时作出，跟踪问效，督促落实 (domain.md D4): letters of the supervisory organ, answered
by the unit within a limit, followed to their closing.

The clock is the test's, in spring 2018: received on Monday, 5 March, the answer is due 30 days later,
on Wednesday, 4 April; the holiday is 5 to 7 April and Sunday the 8th is worked, so that it is the
first working day after the limit. Counted by hand over the State Council's notice.
"""
import csv
import io
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import tap
import world

ORGAN = "海城市监察委员会"
CONTENTS = [{"id": "funds", "name": "资金使用情况"}, {"id": "integrity", "name": "廉政情况"}]
GROUNDS = [{"id": "unnoticed", "name": "不能及时发现问题"}, {"id": "feeble", "name": "发现了问题查处不力"},
           {"id": "shielded", "name": "发现了问题袒护"}]
LADDER = [{"level": 1, "name": "催办", "roles": ["drafter"], "document": "reminder",
           "when": [{"overdue": 1}]},
          {"level": 5, "name": "问责建议", "roles": ["leader"], "document": "accountability",
           "when": [{"overdue": 3}]}]


def make_scheme():
    scheme = house.read_scheme()
    own = scheme["anfang"]
    own["words"].update(decision="海监决", advice="海监建")
    own["letter"]["organs"] = {"decision": ORGAN, "advice": ORGAN}
    own["clocks"]["answer"] = {"name": "报告", "rule": "30d", "trigger": "order.received"}
    own["contents"] = {"name": "专项效能监察内容", "items": CONTENTS}
    own["double_check"] = {"name": "一案双查", "items": GROUNDS}
    own["ladder"] = LADDER
    return scheme


class Base(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", "2018-03-05T01:00:00Z")
        h.furnish(make_scheme())
        for name in house.PEOPLE:
            h.hire(name)
        h.hire("draft2", ["drafter"], house.OFFICE)
        # People of the office whom the unit has lent.
        h.hire("close.own", ["closer"], house.ADDRESSEE)
        h.hire("sign.own", ["signer"], house.ADDRESSEE)
        visit = h.start_visit(contents=["funds"])
        cls.findings = [h.write_finding(visit, content="资金使用情况"), h.write_finding(visit)]
        h.submit_visit(visit)
        for finding in cls.findings:
            h.establish(finding)
        h.bring(h.draft_order(cls.findings, rectify={"date": "2018-06-29"}), "received")

    def go(self, day):
        self.house.service.tell("time", "%sT02:00:00Z" % day)
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def draft(self, kind, findings=None, **fields):
        return self.house.draft_order(findings or self.findings, title=fields.pop("title", kind),
                                      kind=kind, **fields)

    def number(self, order):
        h = self.house
        h["draft"].do("submitOrder", order)
        h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})
        self.refuse("sign", 403, "leader", "signOrder", order)
        h["boss"].do("signOrder", order)
        return h["clerk"].do("numberOrder", order).json["number"]["text"]

    def serve(self, order):
        self.house["clerk"].do("serveOrder", order, body={"channel": "机要"})
        return self.house["contact"].do("receiveOrder", order, body={"signatory": "赵某"}).json

    def list_rows(self, name="ledger", who="assess"):
        text = self.house[who].do("getLedger", query={
            "scheme": house.SCHEME, "list": name, "format": "csv"}).body.decode("utf-8-sig")
        return text, list(csv.DictReader(io.StringIO(text)))

    def tables(self, period):
        report = self.house["draft"].do("makeReport", status=201, body={
            "scheme": house.SCHEME, "kind": "monthly", "period": period}).json
        return {table["name"]: table["rows"] for table in report["tables"]}


class Decisions(Base):
    def test_1_what_has_to_be_in_it(self):
        bare = self.draft("decision")
        self.refuse("draft", 422, "requirements", "submitOrder", bare)
        seen = self.house["draft"].do("getOrder", bare).json
        self.assertEqual((seen["contents"], seen["rectify"]), (["funds"], {"period": "30d"}))
        self.house["sign"].do("withdrawOrder", bare, body={"reason": "重拟"})
        for fields in ({"key": {"leader": "boss"}}, {"co_units": [house.OTHER]},
                       {"interview": {"place": "x"}}, {"to": "x"}):
            answer = self.house["draft"].call("putOrder", world.new_id(), body=dict(
                {"findings": self.findings, "kind": "decision"}, **fields))
            self.assertEqual(answer.status, 422, fields)
        # One decision at a time on the same thing.
        first = self.draft("decision", requirements="限期拨付")
        self.refuse("draft", 409, first, "putOrder", world.new_id(), body={
            "findings": self.findings, "kind": "decision", "requirements": "x"})
        self.house["sign"].do("withdrawOrder", first, body={"reason": "重拟"})
        asked = self.draft("advice", requirements="x", contact={"name": "钱某", "phone": "0412-1"})
        seen = self.house["draft"].do("getOrder", asked).json
        self.assertEqual(seen["contact"], {"name": "钱某", "phone": "0412-1"})
        self.house["sign"].do("withdrawOrder", asked, body={"reason": "重拟"})

    def test_2_from_the_draft_to_its_closing(self):
        h = self.house
        decision = self.draft("decision", requirements="立即拨付拖欠资金")
        with zipfile.ZipFile(io.BytesIO(h["draft"].do(
                "getOrderLetter", decision, query={"format": "docx"}).body)) as docx:
            self.assertIn("立即拨付拖欠资金", docx.read("word/document.xml").decode())
        number = self.number(decision)
        self.assertEqual(number, "海监决〔2018〕1号")
        text = house.read(h["clerk"].do("getOrderLetter", decision).body)
        for words in (ORGAN, number, "监察内容：资金使用情况", "立即拨付拖欠资金",
                      "自签收本决定的次日起计算，30日内向我单位书面报告执行情况"):
            self.assertIn(words, text)
        self.assertEqual(text.count("监察内容"), 1)  # the other finding has none
        # Another organ's letter does not send people to the office.
        self.assertNotIn(house.PHONE, text)
        self.refuse("head", 404, "no such order", "getOrder", decision)
        seen = self.serve(decision)
        self.assertEqual(seen["state"], "rectifying")
        (clock,) = [c for c in seen["clocks"] if c["id"] == "rectify"]
        self.assertEqual((clock["due"], clock["name"]), ("2018-04-04", "报告期限"))
        self.refuse("head", 409, "answered and closed", "planOrder", decision, body=house.PLAN)
        self.refuse("head9", 404, "no such order", "getOrder", decision)
        # The finding's own order goes on as if nothing had been.
        self.assertEqual(h["boss"].do("getFinding", self.findings[0]).json["state"], "rectifying")
        self.assertEqual([o["id"] for o in h["head"].do("listOrders", query={
            "kind": "decision"}).json["items"]], [decision])
        _, rows = self.list_rows()
        self.assertEqual([r["监察决定（建议）"] for r in rows], [number + "（整改中）"] * 2)
        self.assertEqual([r["finding"] for r in h["boss"].do("getLedger", query={
            "scheme": house.SCHEME, "list": "ledger", "filter": "decisions~" + number}).json["items"]],
                         self.findings)
        text, _ = self.list_rows(who="head")
        self.assertNotIn("监察决定", text)
        # 跟踪问效，督促落实: what is not answered in time is pressed for.
        self.go("2018-04-08")
        h["clerk"].do("sweepSteps", body={})
        (step,) = h["boss"].do("listSteps", query={"order": decision}).json["items"]
        self.assertEqual((step["state"], step["name"]), ("proposed", "催办"))
        answer = {"summary": "已拨付八成", "completion": "partial"}
        self.refuse("contact", 403, "resp_head", "feedbackOrder", decision, body=answer)
        self.assertEqual(h["head"].do("feedbackOrder", decision, body=answer).json["state"],
                         "feedback_filed")
        back = h["review"].do("returnOrder", decision, body={
            "reason": "余款未拨付", "rectify": {"date": "2018-04-20"}}).json
        self.assertEqual((back["state"], len(back["returns"])), ("rectifying", 1))
        self.refuse("close", 409, ".", "closeOrder", decision, body={"record": "x"})
        photo = h["head"].upload(h.shoot(), order=decision, filename="a.jpg", filetype="image/jpeg")
        h["head"].do("feedbackOrder", decision, body={
            "summary": "已全部拨付", "completion": "done", "evidence": [photo]})
        h.wait_checked(order=decision)
        h.answer_flags(order=decision, by="back1")
        # 监察法 67: nothing but its own answer stands between the unit and the closing.
        self.refuse("close.own", 403, "of the inspected unit", "closeOrder", decision,
                    body={"record": "x"})
        self.refuse("sign.own", 403, "of the inspected unit", "withdrawOrder", decision,
                    body={"reason": "x"})
        self.refuse("close", 422, "record", "closeOrder", decision, body={"mechanism": "x"})
        self.assertEqual(h["close"].do("closeOrder", decision, body={
            "record": "决定已执行"}).json["state"], "closed")
        self.assertEqual(h["boss"].do("getFinding", self.findings[0]).json["state"], "rectifying")

    def test_3_withdrawn_it_is_none(self):
        h = self.house
        advice = self.draft("advice", findings=self.findings[:1], requirements="建立台账")
        number = self.number(advice)
        self.assertEqual(number[:3], "海监建")
        self.assertIn("采纳情况", house.read(h["clerk"].do("getOrderLetter", advice).body))
        self.assertIn(advice, h["boss"].do("getFinding", self.findings[0]).json["decisions"])
        # 送达回证 and 撤销通知 are the same organ's.
        self.assertIn(ORGAN, house.read(h["clerk"].do("getOrderReceipt", advice).body))
        h["sign"].do("withdrawOrder", advice, body={"reason": "有误"})
        h["clerk"].do("issueWithdrawal", advice)
        text = house.read(h["clerk"].do("getOrderWithdrawal", advice).body)
        self.assertEqual(text.count(ORGAN), 2)  # above the line, and where it is signed
        self.assertNotIn("海城市营商环境监督办公室", text)
        self.assertNotIn(advice,
                         h["boss"].do("getFinding", self.findings[0]).json.get("decisions", []))

    def test_4_counted_in_the_report(self):
        self.go("2018-04-24")
        tables = self.tables("2018-04")
        # Made in the month before; the limit set when it was sent back is the one that counts.
        self.assertEqual(tables["decisions"], [["监察决定", "0", "1", "1", "0", "1", "0"]])
        (funds, integrity) = tables["contents"]
        self.assertEqual((funds[0], integrity[0]), ("资金使用情况", "廉政情况"))

    def test_5_words_alone_mend_nothing_still(self):
        h = self.house
        order = h.order_at("rectifying", rectify={"date": "2018-07-02"})
        self.refuse("head", 422, "words alone", "feedbackOrder", order, body={
            "summary": "x", "completion": "done"})

    def test_6_counted_to_the_day(self):
        """By hand: of four made in May one is withdrawn and is none; of the others one was answered on
        the last day, which is in time; one was not, and is overdue on the next; the limit of one ends
        with the 23rd, the day of the report, on which there is still time (民法典 203)."""
        h = self.house
        self.go("2018-05-02")
        _, findings = h.find(4)
        h.bring(h.draft_order(findings, rectify={"date": "2018-06-29"}), "received")
        made = []
        for finding, day in zip(findings, ("22", "22", "23", "22")):
            made.append(self.draft("decision", findings=[finding], requirements="限期拨付",
                                   rectify={"date": "2018-05-" + day}))
            self.number(made[-1])
            self.serve(made[-1])
        h["sign"].do("withdrawOrder", made[3], body={"reason": "有误"})
        self.go("2018-05-22")
        h["head"].do("feedbackOrder", made[0], body={"summary": "已拨付", "completion": "done"})
        self.go("2018-05-24")
        self.assertEqual(self.tables("2018-05")["decisions"],
                         [["监察决定", "3", "3", "1", "1", "0", "3"]])


if __name__ == "__main__":
    tap.main()
