#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Letters that press beside an order: 催办, 通报, 约谈, 问责建议 (domain.md D.3, D.6, D.7, E.4).

What has to stand in each was taken from domain.md, the papers are read with poppler. The clock is
the test's, in spring 2018; working days were counted by hand over the State Council's notice: the
order is to be rectified by Wednesday, 4 April; the holiday is 5 to 7 April, and Sunday, 8 April, is
worked, so that Tuesday the 10th is the third working day after it.
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import statistics_house
import tap
import world

DUE = "2018-04-04"
BODY = "海城市监察委员会"
MEETING = {"at": "2018-04-17T01:30:00Z", "place": "市政府三楼会议室",
           "interviewers": ["王某（领导小组副组长）", "孙某（办公室主任）"],
           "interviewees": ["赵某（主要负责人）"], "bring": "整改方案原件"}


class Pressing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", "2018-03-05T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        visit, cls.findings = h.find(2)
        h.wait_examined(visit)
        cls.order = h.draft_order(cls.findings, rectify={"date": DUE})
        h.bring(cls.order, "rectifying")
        h.service.tell("time", "2018-04-10T02:00:00Z")
        h.clients.clear()
        h.root = h.login(world.ADMIN)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def draft(self, kind, **fields):
        h = self.house
        order = world.new_id()
        h["draft"].do("putOrder", order, status=201, body=dict(
            {"findings": self.findings, "kind": kind}, **fields))
        return order

    def number(self, order, signer):
        h = self.house
        h["draft"].do("submitOrder", order)
        h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})
        h[signer].do("signOrder", order)
        return h["clerk"].do("numberOrder", order).json["number"]["text"]

    def letter(self, order):
        pdf = self.house["clerk"].do("getOrderLetter", order).body
        fonts = subprocess.run(["pdffonts", "-"], input=pdf, check=True,
                               stdout=subprocess.PIPE).stdout.decode().splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertEqual(font.split()[-5], "yes", font)  # embedded
        return house.read(pdf)

    def original(self):
        return self.house["clerk"].do("getOrder", self.order).json["number"]["text"]

    def assert_words(self, order, *words):
        text = self.letter(order)
        for word in words:
            self.assertIn(word, text)
        return text

    def test_reminder(self):
        h = self.house
        order = self.draft("reminder", grounds="逾期未报整改报告", rectify={"period": "3wd"},
                           instruction={"text": "请抓紧办理", "by": "李副市长", "on": "2018-04-09"})
        number = self.number(order, "sign")
        self.assertRegex(number, "^海营商催〔2018〕[1-9][0-9]*号$")
        text = self.assert_words(
            order, number, "催办", "逾期未报整改报告", "“请抓紧办理”（李副市长，2018年4月9日）",
            "2018年3月5日以%s交办，整改期限至2018年4月4日，已逾期3个工作日，尚未销号" % self.original(),
            "截至2018年4月10日，已逾期3个工作日", "附件：办理情况反馈单", "报告时限", "3个工作日内向我单位书面报告办理情况",
            "市营商办", house.PHONE)
        self.assertNotIn("li", text)
        # Its life is short, and the order's findings do not move with it.
        h["clerk"].do("serveOrder", order, body={"channel": "政务外网"})
        self.assertEqual(h["contact"].do("receiveOrder", order,
                                         body={"signatory": "赵某"}).json["state"], "received")
        refused = h["head"].call("planOrder", order, body=house.PLAN)
        self.assertEqual(refused.status, 409)
        # Only receipt was waited for.
        clocks = h["clerk"].do("getOrder", order).json["clocks"]
        self.assertEqual([c["id"] for c in clocks], ["sign_receipt"])
        for body in ({"mechanism": "首问负责制"}, {"mechanism_not_needed": "已办"}):
            self.assertEqual(h["close"].call("closeOrder", order, body=body).status, 422)
        closed = h["close"].do("closeOrder", order, body={"record": "单位已书面报告"}).json
        self.assertEqual((closed["state"], closed["closing"]["record"]),
                         ("closed", "单位已书面报告"))
        found = h["boss"].do("getFinding", self.findings[0]).json
        self.assertEqual((found["state"], found["order"]), ("rectifying", self.order))
        # An order is not closed with a note.
        self.assertEqual(h["close"].call("closeOrder", self.order,
                                         body={"record": "好"}).status, 409)

    def test_circular(self):
        h = self.house
        order = self.draft("circular", to="各有关单位", overview="总体进展缓慢。",
                           ranking="末位：市场监督管理局", requirements="四月底前全部整改到位",
                           note="此件不公开")
        h["draft"].do("submitOrder", order)
        h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})
        refused = h["sign"].call("signOrder", order)
        self.assertEqual(refused.status, 403)
        self.assertIn("leader", refused.json["detail"])
        h["boss"].do("signOrder", order)
        number = h["clerk"].do("numberOrder", order).json["number"]
        text = self.assert_words(
            order, number["text"], "海营商通〔2018〕", "（第%d期）" % number["seq"], "各有关单位：",
            "问题共2个，已销号0个，逾期未完成2个，销号率0.0%（0/2）", "总体进展缓慢", "典型问题",
            "末位：市场监督管理局", "处理情况：2018年3月5日以" + self.original(), "四月底前全部整改到位", "（此件不公开）")
        # 期数 stands below the title (domain.md D.7), above 主送机关.
        self.assertLess(text.index("的通报"), text.index("（第%d期）" % number["seq"]))
        self.assertLess(text.index("（第%d期）" % number["seq"]), text.index("各有关单位："))

    def test_interview(self):
        h = self.house
        order = self.draft("interview", interview={"place": MEETING["place"]},
                           grounds="整改被退回2次", attachments=["问题清单"])
        refused = h["draft"].call("submitOrder", order)
        self.assertEqual(refused.status, 422)
        self.assertIn("interview.at", refused.json["detail"])
        version = h["draft"].do("getOrder", order).headers["ETag"]
        h["draft"].do("putOrder", order, headers={"If-Match": version}, body={
            "findings": self.findings, "kind": "interview", "grounds": "整改被退回2次",
            "rectify": {"date": "2018-04-27"}, "interview": MEETING, "attachments": ["问题清单"]})
        number = self.number(order, "boss")
        self.assertIn("海营商约〔2018〕", number)
        self.assert_words(
            order, number, "整改被退回2次", "约谈时间：2018年4月17日9时30分", "约谈地点：市政府三楼会议室",
            "约谈人员：王某（领导小组副组长）、孙某（办公室主任）", "被约谈人员：赵某（主要负责人）",
            "约谈目的", "应带材料：整改方案原件", "附件：问题清单", "第十二条", house.PHONE,
            "报告时限：2018年4月27日")

    def test_accountability_goes_to_a_body_and_not_to_the_unit(self):
        h = self.house
        bare = self.draft("accountability", mandate="经市人民政府批准")
        refused = h["draft"].call("submitOrder", bare)
        self.assertEqual(refused.status, 422)
        self.assertIn("to:", refused.json["detail"])
        order = self.draft("accountability", to=BODY, mandate="经市人民政府批准",
                           requirements="建议对整改不力的责任人员启动问责", accountable={"leaders": [
                               {"name": "李小华", "post": "分管副局长", "facts": "三次投诉未处理"}]})
        number = self.number(order, "boss")
        text = self.assert_words(order, number, "海营商责〔2018〕", BODY + "：", "第二十一条",
                                 "经市人民政府批准", "建议对整改不力的责任人员启动问责", "已逾期3个工作日",
                                 # A scheme that lists no grounds asks for none.
                                 "领导责任：李小华（分管副局长）：三次投诉未处理。")
        self.assertNotIn("你单位", text)
        h["clerk"].do("serveOrder", order, body={"channel": "机要"})
        for name in ("contact", "head", "lead"):
            self.assertEqual(h[name].call("getOrder", order).status, 404, name)
            self.assertEqual(h[name].call("getOrderLetter", order).status, 404, name)
            listed = h[name].do("listOrders").json["items"]
            self.assertNotIn(order, [o["id"] for o in listed])
        h["clerk"].do("receiveOrder", order, body={"signatory": "钱某"})

    def test_each_kind_has_its_own_members(self):
        h = self.house
        for kind, fields in (("supervision", {"interview": MEETING}),
                             ("reminder", {"to": BODY}), ("interview", {"overview": "好"}),
                             ("accountability", {"note": "公开"})):
            refused = h["draft"].call("putOrder", world.new_id(), body=dict(
                {"findings": self.findings, "kind": kind}, **fields))
            self.assertEqual(refused.status, 422, kind)
            self.assertIn(next(iter(fields)), refused.json["detail"])

    def test_a_kind_without_a_word_names_the_setting(self):
        h = self.house
        scheme = house.read_scheme()
        del scheme["anfang"]["words"]["reminder"]

        def load(scheme):
            version = h.root.do("getScheme", house.SCHEME).headers["ETag"]
            h.root.do("putScheme", house.SCHEME, body=scheme, headers={"If-Match": version})
        load(scheme)
        try:
            refused = h["draft"].call("putOrder", world.new_id(), body={
                "findings": self.findings, "kind": "reminder"})
            self.assertEqual(refused.status, 503)
            self.assertIn("anfang.words.reminder", refused.json["detail"])
        finally:
            load(house.read_scheme())

    def test_who_decides_may_leave_the_writing_to_others(self):
        """A leader takes a step; a drafter completes its letter; the leader signs what another
        wrote."""
        h = self.house
        scheme = house.read_scheme()
        scheme["anfang"]["ladder"] = [{"level": 4, "name": "约谈", "roles": ["leader"],
                                       "document": "interview", "when": [{"overdue": 2}]}]
        version = h.root.do("getScheme", house.SCHEME).headers["ETag"]
        h.root.do("putScheme", house.SCHEME, body=scheme, headers={"If-Match": version})
        h["clerk"].do("sweepSteps", body={})
        step = h["boss"].do("listSteps", query={"order": self.order,
                                                "state": "proposed"}).json["items"][0]
        order = world.new_id()
        h["boss"].do("takeStep", step["id"], body={"order": order})
        draft = h["draft"].do("getOrder", order).json
        self.assertEqual((draft["kind"], draft["findings"], draft["ordered"]["by"]),
                         ("interview", self.findings, "boss"))
        self.assertIn("2018年4月4日届满，逾期未完成", draft["grounds"])
        self.assertNotIn("drafted", draft)
        self.assertEqual(h["boss"].call("submitOrder", order).status, 403)
        version = h["draft"].do("getOrder", order).headers["ETag"]
        h["draft"].do("putOrder", order, headers={"If-Match": version}, body={
            "findings": self.findings, "kind": "interview", "grounds": draft["grounds"],
            "interview": MEETING})
        self.number(order, "boss")

    def test_z_a_report_tells_what_went_out(self):
        """By the letters that were numbered in its days and stand, not by what the ladder proposed."""
        h = self.house

        def on(day):
            h.service.tell("time", day + "T02:00:00Z")
            h.clients.clear()
            h.root = h.login(world.ADMIN)
        on("2018-05-08")
        for _ in range(2):
            gone = self.draft("reminder", grounds="逾期未报整改报告")
            self.number(gone, "sign")
        h["sign"].do("withdrawOrder", gone, body={"reason": "有误"})
        self.number(self.draft("circular", to="各有关单位", overview="总体进展缓慢。"), "boss")
        self.draft("interview", grounds="整改被退回2次", interview=MEETING)
        on("2018-05-14")
        self.number(self.draft("reminder", grounds="逾期未报整改报告"), "sign")
        report = h["draft"].do("makeReport", status=201, body={
            "scheme": house.SCHEME, "kind": "weekly", "period": "2018-W19"}).json
        tables = {t["name"]: t for t in report["tables"]}
        self.assertEqual(tables["letters"]["rows"], [["催办单", "1", "份"], ["通报", "1", "期"]])
        pdf = h["boss"].do("getReport", report["id"], query={"format": "pdf"}).body
        words = "".join(house.read(pdf).split())
        self.assertIn("督促措施发出催办单1份、通报1期。", words)


class Course(unittest.TestCase):
    def press(self, h, kind, findings, **fields):
        """As a step of the ladder drafts it: without a title of its own. Its letter, once served."""
        order = world.new_id()
        h["draft"].do("putOrder", order, status=201, body=dict({
            "findings": findings, "kind": kind, "requirements": "立即报送",
            "rectify": {"period": "3wd"}}, **fields))
        if kind in ("circular", "interview"):
            h["draft"].do("submitOrder", order)
            h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})
            h["boss"].do("signOrder", order)
            h["clerk"].do("numberOrder", order)
            h["clerk"].do("serveOrder", order, body={"channel": "政务外网"})
        else:
            h.bring(order, "served", since="draft")
        return re.sub("—[0-9]+—", "", house.read(h["clerk"].do("getOrderLetter", order).body))

    def test_a_plan_that_is_late(self):
        """Received on 5 March, the plan is due on the 19th; 20 to 22 March are three working days,
        and the 26th is the fifth. The rectification itself is not late."""
        h = statistics_house.Spring()
        self.addCleanup(h.close)
        h.on("2018-03-05")
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, rectify={"date": "2018-04-26"}), "received")
        number = h["clerk"].do("getOrder", order).json["number"]["text"]
        course = ("2018年3月5日以%s交办，应于2018年3月19日前报送整改方案，至今未报送，已逾期%%d个工作日，"
                  "整改期限至2018年4月26日，尚未销号" % number)
        h.on("2018-03-22")
        letter = self.press(h, "reminder", findings)
        for words in (course % 3 + "。", "截至2018年3月22日，已逾期3个工作日。"):
            self.assertIn(words, letter)
        h.on("2018-03-26")
        letter = self.press(h, "supervision", findings)
        self.assertIn(course % 5 + "；2018年3月22日催办（海营商催〔2018〕1号）。", letter)
        self.assertIn("关于督办整改问题的函", letter)
        # Once it is filed nothing is late any more; what was done for it stays.
        h["head"].do("planOrder", order, body=dict(house.PLAN, complete_by="2018-04-20",
                                                   measures=[{"text": "公示办事指南"}]))
        h.on("2018-03-27")
        letter = self.press(h, "reminder", findings)
        self.assertIn("整改期限至2018年4月26日，尚未销号；2018年3月22日催办（海营商催〔2018〕1号）；"
                      "2018年3月26日督办（海营商督〔2018〕1号）。", letter)
        self.assertNotIn("整改方案", letter)
        # What is pressed for before its limit is not called late, on its last day neither.
        self.assertIn("关于催办整改问题的函", letter)
        for day, title in (("2018-04-26", "关于催办整改问题的函"), ("2018-04-27", "关于催办逾期未完成整改问题的函")):
            h.on(day)
            self.assertIn(title, self.press(h, "reminder", findings))
        self.assertNotIn("已逾期", letter)


    def start(self):
        h = statistics_house.Spring()
        self.addCleanup(h.close)
        h.on("2018-03-05")
        return h

    def test_only_what_this_unit_was_told_of_this_finding_and_still_holds(self):
        h = self.start()
        _, (one, two) = h.find(2)
        h.bring(h.draft_order([one, two], rectify={"date": "2018-04-26"}), "received")
        h.on("2018-03-22")
        self.press(h, "reminder", [one])
        h.on("2018-03-23")
        wrong = world.new_id()
        h["draft"].do("putOrder", wrong, status=201, body={
            "findings": [one, two], "kind": "reminder", "requirements": "x"})
        h.bring(wrong, "served", since="draft")
        h["sign"].do("withdrawOrder", wrong, body={"reason": "有误"})
        h.on("2018-03-26")
        self.assertNotIn("催办（", self.press(h, "supervision", [two]))
        letter = self.press(h, "interview", [one], interview=MEETING)
        self.assertIn("尚未销号；2018年3月22日催办（海营商催〔2018〕1号）。", letter)

    def test_what_a_draft_dropped_it_is_not_about(self):
        h = self.start()
        _, (one, two) = h.find(2)
        h.bring(h.draft_order([one, two], rectify={"date": "2018-04-26"}), "received")
        h.on("2018-03-22")
        letter, body = world.new_id(), {"kind": "reminder", "requirements": "x"}
        h["draft"].do("putOrder", letter, status=201, body=dict(body, findings=[one, two]))
        version = h["draft"].do("getOrder", letter).headers["ETag"]
        h["draft"].do("putOrder", letter, body=dict(body, findings=[two]),
                      headers={"If-Match": version})
        h.bring(letter, "served", since="draft")
        self.assertNotIn("催办（", self.press(h, "supervision", [one]))

    def test_nothing_is_told_that_came_after_the_letters_day(self):
        """It bears the day on which it was signed, and is numbered two days later."""
        h = self.start()
        _, findings = h.find(2)
        orders = [h.bring(h.draft_order([f], rectify={"date": "2018-04-26"}), "rectifying")
                  for f in findings]
        h.on("2018-03-20")
        circular = world.new_id()
        h["draft"].do("putOrder", circular, status=201, body={
            "findings": findings, "kind": "circular", "requirements": "x"})
        h["draft"].do("submitOrder", circular)
        h["review"].do("reviewOrder", circular, body={"outcome": "approve", "opinion": "同意"})
        h["boss"].do("signOrder", circular)
        h.on("2018-03-22")
        self.press(h, "reminder", findings[:1])
        h.bring(orders[1], "closed", since="rectifying")
        h["clerk"].do("numberOrder", circular)
        letter = house.read(h["clerk"].do("getOrderLetter", circular).body)
        self.assertIn("截至2018年3月20日，本期通报的问题共2个，已销号0个", letter)
        for later in ("催办（", "已销号；", "3月22日"):
            self.assertNotIn(later, letter)

    def test_who_has_it_now_is_not_told_what_went_to_who_had_it_before(self):
        h = self.start()
        _, (finding,) = h.find()
        order = h.bring(h.draft_order([finding]), "received")
        h.on("2018-03-06")
        before = world.new_id()
        h["draft"].do("putOrder", before, status=201, body={
            "findings": [finding], "kind": "supervision", "requirements": "x"})
        h.bring(before, "served", since="draft")
        h["head"].do("objectOrder", order, body={
            "kind": "assign", "reason": "非我局职责", "proposed_unit": house.OTHER})
        h["review"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "改派",
                                                   "unit": house.OTHER})
        h.bring(h.draft_order([finding]), "served")
        h.on("2018-03-07")
        self.assertNotIn("海营商督", self.press(h, "reminder", [finding]))
        h["sign"].do("withdrawOrder", before, body={"reason": "改派"})
        self.assertIn("予以第一次督办", self.press(h, "supervision", [finding]))

    def test_nothing_is_left_to_press_for(self):
        h = self.start()
        _, (finding,) = h.find()
        order = h.bring(h.draft_order([finding]), "rectifying")
        h.on("2018-03-06")
        h.bring(order, "closed", since="rectifying")
        for kind, status in (("reminder", 409), ("supervision", 409), ("circular", 201)):
            reply = h["draft"].call("putOrder", world.new_id(), body={
                "findings": [finding], "kind": kind, "requirements": "x"})
            self.assertEqual(reply.status, status, (kind, reply))

    def test_what_pressed_for_an_order_before_is_none_of_this_ones(self):
        h = self.start()
        _, findings = h.find()
        before = h.bring(h.draft_order(findings), "served")
        h.on("2018-03-06")
        self.press(h, "reminder", findings)
        h["sign"].do("withdrawOrder", before, body={"reason": "改拟"})
        h.on("2018-03-07")
        h.bring(h.draft_order(findings), "served")
        h.on("2018-03-08")
        self.assertNotIn("催办（", self.press(h, "supervision", findings))

    def test_a_plan_that_came_back_was_filed(self):
        h = self.start()
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, rectify={"date": "2018-04-26"}), "received")
        h["head"].do("planOrder", order, body=dict(house.PLAN, complete_by="2018-04-20",
                                                   measures=[{"text": "公示办事指南"}]))
        h["review"].do("returnPlan", order, body={"reason": "未明确标准"})
        h.on("2018-03-22")
        self.assertIn("应于2018年3月19日前报送整改方案，报送后被退回，至今未重新报送，已逾期3个工作日",
                      self.press(h, "reminder", findings))

    def test_a_report_is_told_with_its_day(self):
        h = self.start()
        _, findings = h.find()
        order = h.bring(h.draft_order(findings, rectify={"date": "2018-03-20"}), "rectifying")
        h.on("2018-03-22")
        h.file_feedback(order)
        letter = self.press(h, "circular", findings)
        self.assertIn("整改期限至2018年3月20日，2018年3月22日逾期报送整改报告，尚未销号。", letter)


class Circular(unittest.TestCase):
    def test_so_many_units_and_no_more(self):
        h = house.House(years=1)
        self.addCleanup(h.close)
        visit = h.start_visit()
        units = ["210381-n%d" % number for number in range(52)]
        for unit in units:
            h.root.do("putUnit", unit, status=201, body={"name": "单位" + unit[8:]})
        findings = [h.write_finding(visit, unit=unit, evidence=[h.refer(visit)]) for unit in units]
        h.submit_visit(visit)
        for finding in findings:
            h.establish(finding)
        body = {"kind": "circular", "requirements": "x"}
        refused = h["draft"].call("putOrder", world.new_id(), body=dict(body, findings=findings))
        self.assertEqual((refused.status, "more than 51 units" in refused.json["detail"]), (413, True))
        made = h["draft"].do("putOrder", world.new_id(), status=201,
                             body=dict(body, findings=findings[:51])).json
        self.assertEqual(len(made["co_units"]), 50)

    def test_it_tells_of_several_units(self):
        """domain.md D.7, 典型问题(单位、事实…): each case by its own unit; each unit that is named has
        the letter and is counted, and none sees the other's records by it."""
        h = house.House(years=1)
        self.addCleanup(h.close)
        visit = h.start_visit()
        own = h.write_finding(visit, unit=house.ADDRESSEE, evidence=[h.refer(visit)], fact="甲事实")
        other = h.write_finding(visit, unit=house.OTHER, evidence=[h.refer(visit)], fact="乙事实")
        h.submit_visit(visit)
        for finding in (own, other):
            h.establish(finding)
        orders = [h.bring(h.draft_order([f]), "served") for f in (own, other)]
        names = [h["boss"].do("getUnit", u).json["name"] for u in (house.ADDRESSEE, house.OTHER)]
        body = {"findings": [own, other], "kind": "circular", "requirements": "限期整改"}
        for kind in ("rectification", "supervision", "reminder", "interview"):
            self.assertEqual(h["draft"].call("putOrder", world.new_id(), body=dict(
                body, kind=kind)).status, 422 if kind != "rectification" else 409, kind)
        self.assertEqual(h["draft"].call("putOrder", world.new_id(), body=dict(
            body, co_units=["210381-jxj"])).status, 422)
        circular = world.new_id()
        made = h["draft"].do("putOrder", circular, status=201, body=body).json
        self.assertEqual((made["unit"], made["co_units"], made["to"]),
                         (house.ADDRESSEE, [house.OTHER], "各有关单位"))
        for step in ("submitOrder",):
            h["draft"].do(step, circular)
        h["review"].do("reviewOrder", circular, body={"outcome": "approve", "opinion": "同意"})
        h["boss"].do("signOrder", circular)
        h["clerk"].do("numberOrder", circular)
        self.assertEqual(h["head9"].call("getOrder", circular).status, 404)
        h["clerk"].do("serveOrder", circular, body={"channel": "政务外网"})
        text = house.read(h["clerk"].do("getOrderLetter", circular).body)
        for words in ("各有关单位：", "问题共2个", "单位：%s。事实：甲事实" % names[0],
                      "单位：%s。事实：乙事实" % names[1], "%s、%s要针对通报的问题" % tuple(names)):
            self.assertIn(words, text)
        for who in ("head", "head9"):
            self.assertEqual(house.read(h[who].do("getOrderLetter", circular).body), text)
        # A 通报 is no key to what it tells of, in no list and by no search, then or later.
        def sees(who, finding):
            listed = h[who].do("listFindings", query={"limit": 200}).body
            ledger = h[who].do("getLedger", query={
                "list": "rectification", "scheme": house.SCHEME, "limit": 200}).body
            found = h[who].do("search", query={"q": "事实"}).body
            return [finding.encode() in body for body in (listed, ledger, found)]
        for who, mine, theirs in (("head", own, other), ("head9", other, own)):
            self.assertEqual((sees(who, mine), sees(who, theirs)), ([True] * 3, [False] * 3), who)
        self.assertEqual(h["head9"].call("getFinding", own).status, 404)
        self.assertEqual(h["head"].call("getFinding", other).status, 404)
        self.assertEqual(h["head9"].call("getOrder", orders[0]).status, 404)
        self.assertNotIn("li", json.dumps(h["head9"].do("getOrder", circular).json["letter"]))
        # Only the first signs for it here, and is named as who does; the paper goes to all.
        receipt = house.read(h["clerk"].do("getOrderReceipt", circular).body)
        self.assertIn("受送达单位" + names[0], receipt)
        h["contact"].do("receiveOrder", circular, body={"signatory": "赵某"})


if __name__ == "__main__":
    tap.main()
