#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""One case from the scheme's loading to the order's closing and the referral's result.

Every operation of the contract is answered with success at least once, every answer fits the
contract (contract.py), and nothing that was answered is missing at the end.
"""
import datetime
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import authority
import contract
import house
import tap
import world


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contract = contract.Contract()
        cls.folder = tempfile.TemporaryDirectory(prefix="anfang-tsa-")
        cls.tsa = authority.Authority(cls.folder.name, "local").__enter__()
        cls.house = house.House(cls.contract, config={"timestamp_authorities": cls.tsa.setting})

    @classmethod
    def tearDownClass(cls):
        cls.house.close()
        cls.tsa.__exit__()
        cls.folder.cleanup()

    def test_1_reference(self):
        h = self.house
        guest = h.guest()
        self.assertEqual(guest.do("getHealth").json["status"], "alive")
        self.assertEqual(guest.do("getReadiness").json["status"], "ready")
        self.assertIn(b"anfang_", guest.do("getMetrics").body)
        self.assertEqual(guest.do("getOpenapi").json, self.contract.document)
        self.assertEqual(h["li"].do("getSession").json["account"]["name"], "li")
        self.assertEqual(h["li"].do("getScheme", house.SCHEME).json["document"],
                         house.read_scheme())
        self.assertEqual([s["id"] for s in h["li"].do("listSchemes").json["items"]],
                         [house.SCHEME])
        unit = {"name": "第三方评估公司", "code": "91210381MA0000000X", "parent": house.OFFICE,
                "valid_from": "2018-01-01"}
        made = h.root.do("putUnit", "210381-third", body=unit, status=201)
        self.assertEqual(h.root.do("putUnit", "210381-third", body=unit, status=200).body,
                         made.body)
        h.root.do("putUnit", "210381-third", body=dict(unit, valid_to="2019-01-01"),
                  headers={"If-Match": made.headers["ETag"]})
        self.assertEqual(h["li"].do("getUnit", "210381-third").json["version"], 2)
        h["clerk"].do("setUnitLeaders", "210381-third",
                      body={"principal": {"name": "王大明", "post": "经理"}})
        named = h["li"].do("listUnits", query={"name": "市市场局"}).json["items"]
        self.assertEqual([u["id"] for u in named], [house.ADDRESSEE])
        self.assertGreaterEqual(len(h["li"].do("listCalendars").json["items"]), 1)
        self.assertEqual(h["li"].do("getCalendar", 2026).json["year"], 2026)

    def test_2_accounts(self):
        h = self.house
        made = h.root.do("createAccount", status=201, body={
            "name": "short.stay", "display_name": "借调人员", "roles": ["inspector"],
            "unit": house.OFFICE, "password": world.PASSWORD})
        self.assertNotIn("password", made.json)
        self.assertEqual(h.root.do("getAccount", "short.stay").json["roles"], ["inspector"])
        self.assertIn("short.stay", [a["name"] for a in h["audit"].do(
            "listAccounts", query={"limit": 200}).json["items"]])
        stay = h.login("short.stay", device="tablet-7")
        stay.do("setEmail", "short.stay", body={"email": "short.stay@mail.example"}, status=204)
        self.assertEqual(h.root.do("getEmail", "short.stay").json["email"],
                         "short.stay@mail.example")
        tablet, = h["guard"].do("listDevices", "short.stay").json["items"]
        self.assertEqual((tablet["device"], tablet["sessions"], tablet["revoked"]),
                         ("tablet-7", 1, False))
        self.assertEqual(stay.do("listDevices", "short.stay").json["items"], [tablet])
        h["guard"].do("revokeDevice", "short.stay", body={"device": "tablet-7"})
        tablet, = h["guard"].do("listDevices", "short.stay").json["items"]
        self.assertEqual((tablet["sessions"], tablet["revoked"]), (0, True))
        self.assertEqual(stay.call("getSession").status, 401)
        h.root.do("setPassword", "short.stay", body={"password": "another password"})
        again = h.login("short.stay", password="another password")
        again.do("deleteSession", status=204)
        self.assertEqual(again.call("getSession").status, 401)
        h["guard"].do("changeAccount", "short.stay", body={"display_name": "短某"})
        self.assertTrue(h["guard"].do("disableAccount", "short.stay").json["disabled"])
        h["guard"].do("enableAccount", "short.stay")
        h["guard"].do("disableAccount", "short.stay")

    def test_3_visit(self):
        h = self.house
        visit = h.plan_visit(
            address="海城市北关街1号", place_type="public_service", recusal_declared=True,
            position={"lat": 40.8524, "lon": 122.7517, "accuracy_m": 12.5},
            window={"from": "2026-09-18T00:00:00.000Z", "to": "2026-09-18T09:00:00.000Z"})
        self.__class__.visit = visit
        number = h["li"].do("getVisit", visit).json["number"]
        self.assertRegex(number, r"^AF-\d{8}-01$")
        h["boss"].do("approveVisit", visit)
        h["li"].do("startVisit", visit)
        self.assertEqual([v["id"] for v in h["li"].do("listVisits").json["items"]], [visit])
        cancelled = h.plan_visit()
        h["tan"].do("recuseVisit", cancelled, body={"reason": "与窗口负责人系亲属"})
        h["boss"].do("cancelVisit", cancelled, body={"reason": "对象已撤销"})

        guest = h.guest()
        self.assertEqual(guest.do("optionsUploads").headers["Tus-Version"], "1.0.0")
        photo = house.make_photo(1)
        self.__class__.photo = h["li"].upload(
            photo, pieces=3, visit=visit, filename="IMG_0001.jpg", filetype="image/jpeg",
            captured_at="2026-09-18T09:30:00+08:00", position="40.8524,122.7517,12.5",
            position_source="gps", position_at="2026-09-18T09:29:58+08:00", datum="WGS-84")
        self.__class__.sound = h["li"].upload(b"#!AMR\n" + bytes(640), visit=visit,
                                              filename="a.amr", filetype="audio/amr")
        heic = h["li"].upload(house.make_photo(3, "--format", "heic", "--make", "HUAWEI"), visit=visit,
                              filename="IMG_0003.HEIC", filetype="image/heic")
        mislabelled = h["li"].upload(house.make_photo(2), visit=visit, filename="IMG_0002.png",
                                     filetype="video/mp4")
        tus = {"Tus-Resumable": "1.0.0"}
        made = h["li"].do("createUpload", headers=dict(tus, **{
            "Upload-Length": "10", "Upload-Metadata": world.tus_metadata(**{
                "visit": visit, "evidence": world.new_id(), "sha256": "0" * 64})}))
        name = made.headers["Location"].rsplit("/", 1)[1]
        self.assertEqual(h["li"].do("headUpload", name, headers=tus).headers["Upload-Offset"], "0")
        h["li"].do("deleteUpload", name, headers=tus, status=204)

        reference = world.new_id()
        self.__class__.reference = reference
        h["li"].do("putEvidence", reference, status=201, body={
            "visit": visit, "carrier": "录音笔 3 号，办公室保险柜", "duration_s": 181.5,
            "sha256": hashlib.sha256(b"tape").hexdigest(),
            "captured_at": "2026-09-18T01:30:00.000Z"})
        listed = h["li"].do("listEvidence", query={"visit": visit, "limit": 200}).json["items"]
        self.assertTrue({self.photo, self.sound, reference} <= {e["id"] for e in listed})
        self.assertEqual(h["ver1"].do("getEvidenceContent", self.photo).body, photo)
        h.wait_examined(visit)
        examined = h["ver1"].do("getEvidence", self.photo).json["examination"]
        self.assertEqual(examined["status"], "done")
        self.assertNotIn("disagrees", examined)
        mistaken = h["ver1"].do("getEvidence", mislabelled).json["examination"]
        self.assertEqual(mistaken["disagrees"], ["filename", "filetype"])
        self.assertTrue(h["ver1"].do("getEvidenceThumbnail", self.photo).body)
        self.assertTrue(h["ver1"].do("getEvidenceRedacted", self.photo).body)
        self.assertEqual(h["ver1"].do("getEvidence", heic).json["examination"]["facts"]["make"],
                         "HUAWEI")
        redacted = h["ver1"].do("getEvidenceRedacted", heic)
        self.assertEqual(redacted.headers["Content-Type"], "image/heic")
        self.assertIn("redacted.heic", redacted.headers["Content-Disposition"])
        self.assertNotIn(b"HUAWEI", redacted.body)
        h["clerk"].do("handOverEvidence", self.photo, status=200, body={
            "from": "林某", "to": "周某", "purpose": "归档", "condition": "完好"})
        self.assertIn(b"c2sp.org/tlog-proof", h["li"].do("getEvidenceReceipt", self.photo).body)

        self.__class__.findings = [h.write_finding(visit, evidence=[self.photo, self.sound,
                                                                    reference])
                                   for _ in range(4)]
        h.submit_visit(visit)
        h["ver1"].do("returnVisit", visit, body={"reason": "补正现场情况"})
        h["li"].do("putFinding", self.findings[3], headers={"If-Match": '"3"'}, body={
            "visit": visit, "area": "政务服务", "category": "态度生硬、漫不经心、百般刁难",
            "fact": "工作人员态度生硬", "clause": "方案 三（三）"})
        h.submit_visit(visit)
        # Written down long after: what is said of its times does not fit, and has been looked into.
        flags = h.answer_flags(visit=visit)
        self.assertIn("received_late", {f["check"] for f in flags})
        self.assertEqual(h["draft"].do("getFlag", flags[0]["id"]).json["state"], "explained")
        h.establish(self.findings[0])
        h.establish(self.findings[1])
        h["ver1"].do("dismissFinding", self.findings[2],
                     body={"with": "tan", "reason": "证据不足"})
        h["ver1"].do("mergeFinding", self.findings[3],
                     body={"with": "ver2", "into": self.findings[0], "reason": "同一事实"})
        h["ver1"].do("verifyVisit", visit, body={"opinion": "事实清楚"})
        h["clerk"].do("archiveVisit", visit)
        states = {f["id"]: f["state"] for f in h["draft"].do(
            "listFindings", query={"visit": visit}).json["items"]}
        self.assertEqual([states[f] for f in self.findings],
                         ["established", "established", "not_established", "merged"])
        self.assertEqual(h["draft"].do("getFinding", self.findings[0]).json["visit"], visit)

    def test_4_order(self):
        h = self.house
        order = h.draft_order([self.findings[0]], requirements="立行立改", copy_to=["市营商办"],
                              contact={"name": "钱某", "phone": "0412-0000000"},
                              rectify={"period": "30d"})
        self.__class__.order = order
        h.submit_order(order)
        h["review"].do("reviewOrder", order, body={"outcome": "return", "opinion": "补充依据"})
        h.bring(order, "received")
        letter = h["contact"].do("getOrderLetter", order)
        self.assertTrue(letter.body.startswith(b"%PDF-"))
        self.assertEqual(hashlib.sha256(letter.body).hexdigest(),
                         h["contact"].do("getOrder", order).json["letter"]["sha256"])
        self.assertTrue(h["clerk"].do("getOrderReceipt", order).body.startswith(b"%PDF-"))
        self.explain_clocks(order)
        h["head"].do("objectOrder", order, body={"kind": "fact", "reason": "当日系统故障"})
        h["boss"].do("settleOrder", order, body={
            "outcome": "rejected", "minutes": "双方已协商", "plan_due": "2099-01-09"})
        h["head"].do("planOrder", order, body=house.PLAN)
        h["lead"].do("returnPlan", order, body={"reason": "措施不具体"})
        h.bring(order, "rectifying", since="received")
        h["head"].do("extendOrder", order, body={"to": "2099-06-01", "reason": "采购周期"})
        h["sign"].do("grantExtension", order, body={"outcome": "granted", "reason": "情况属实"})
        h.bring(order, "feedback_filed", since="rectifying")
        h["back1"].do("returnOrder", order, body={"reason": "未见长效措施",
                                                  "rectify": {"date": "2099-07-01"}})
        h.bring(order, "closed", since="rectifying")
        for form in ("Assignment", "Plan", "Report", "Return", "Closing", "Reply"):
            self.assertTrue(h["clerk"].do("getOrder" + form, order).body.startswith(b"%PDF-"), form)
        record = h["li"].do("getVisitRecord", self.visit)
        self.assertTrue(record.body.startswith(b"%PDF-"))
        for name in ("head", "contact", "lead", "draft"):
            self.assertEqual(h[name].do("getOrder", order).json["state"], "closed")
            self.assertEqual(h[name].do("getFinding", self.findings[0]).json["state"], "closed")
            self.assertIn(order, [o["id"] for o in h[name].do("listOrders").json["items"]])
        own = h["head"].do("listEvidence", query={"order": order}).json["items"]
        self.assertGreaterEqual(len(own), 1)
        self.assertIn(b"evidence.received", h["head"].do("getEvidenceReceipt", own[0]["id"]).body)
        told = h.order_at("numbered")
        h["sign"].do("withdrawOrder", told, body={"reason": "重复"})
        h["clerk"].do("issueWithdrawal", told)
        self.assertTrue(h["boss"].do("getOrderWithdrawal", told).body.startswith(b"%PDF-"))
        withdrawn = h.draft_order([self.findings[1]])
        h["sign"].do("withdrawOrder", withdrawn, body={"reason": "重复"})

    def explain_clocks(self, order):
        """Each date is where its days lead to; the unit is told the same, but no hours"""
        told = self.house["clerk"].do("getOrderClocks", order).json["items"]
        self.assertTrue(told)
        for clock in told:
            self.assertEqual(clock["count"].get("due"), None if "fixed" in clock["count"]
                             else clock["due"], clock)
            if clock["rule"].endswith("wd"):
                self.assertEqual(max(day.get("number", 0) for day in clock["count"]["days"]),
                                 int(clock["rule"][:-2]))
        for clock in self.house["contact"].do("getOrderClocks", order).json["items"]:
            self.assertTrue(clock["trigger_at"].endswith("T16:00:00.000Z"), clock)

    def test_5_second_round(self):
        """What one case cannot show: objection upheld, reinspection not passed, supervision."""
        h = self.house
        wrong = h.order_at("received")
        h["head"].do("objectOrder", wrong, body={"kind": "assign", "reason": "非我局职责",
                                                 "proposed_unit": house.OTHER})
        h["review"].do("settleOrder", wrong, body={"outcome": "upheld", "minutes": "改派"})
        again = h.order_at("feedback_filed")
        h["back1"].do("reinspectOrder", again, body={
            "with": "back2", "method": "电话回访", "passed": False, "record": "仍未告知"})
        h["back2"].do("confirmReinspection", again, body={"agree": True})
        found = h["head"].do("getOrder", again).json
        self.assertEqual((found["state"], len(found["returns"])), ("rectifying", 1))
        supervision = h.draft_order(found["findings"], kind="supervision",
                                    rectify={"date": "2099-03-01"})
        h.bring(supervision, "received")
        self.assertIn("海营商督", h["head"].do("getOrder", supervision).json["number"]["text"])
        for state in ("assigned", "established", "rectifying"):
            h["boss"].do("listFindings", query={"state": state})

    def test_5b_leads(self):
        """A case that starts from a complaint, against a unit that had declared to be clean, and
        that comes back."""
        h = self.house
        category = house.read_scheme()["areas"][2]["categories"][0]
        h["head"].do("putSelfCheck", world.new_id(), status=201, body={
            "scheme": house.SCHEME, "area": "a3", "category": category, "found": 0})
        self.assertEqual(len(h["contact"].do("listSelfChecks").json["items"]), 1)
        findings = []
        for _ in range(2):
            lead = world.new_id()
            h["clerk"].do("putLead", lead, status=201, body={
                "scheme": house.SCHEME, "source": "hotline", "channel": "12345热线",
                "unit": house.ADDRESSEE, "text": "窗口办事拖拉", "informant": {"name": "张某"}})
            h["ver1"].do("readInformant", lead, body={"reason": "电话核实"})
            h["ver1"].do("verifyLead", lead, body={"outcome": "substantiated", "opinion": "属实"})
            finding = world.new_id()
            h["clerk"].do("putFinding", finding, status=201, body={
                "lead": lead, "area": "a3", "category": category, "fact": "超时", "clause": "x"})
            h["boss"].do("turnLead", lead, body={"visit": h.plan_visit()})
            h["clerk"].do("answerLead", lead, body={"text": "已责令整改", "informant_told": True})
            self.assertEqual(h["boss"].do("getLead", lead).json["state"], "answered")
            h.establish(finding)
            findings.append(finding)
            if len(findings) == 1:
                h.bring(h.draft_order(findings), "closed")
        self.assertEqual(len(h["boss"].do("listLeads").json["items"]), 2)
        said = {"way": "电话回访", "asked": "企业", "solved": True, "satisfaction": "满意", "text": "x"}
        h["ver1"].do("evaluateFinding", findings[0], body=dict(said, asked_at=h["ver1"].do(
            "getFinding", findings[0]).json["closed_at"]))
        h["ver1"].do("evaluateLead", lead, body=dict(said, asked_at=h["ver1"].do(
            "getLead", lead).json["answered"]["at"]))
        h["ver1"].do("reopenFinding", findings[0], body={"because_of": findings[1],
                                                         "reason": "再次发生"})

    def test_5c_lot(self):
        h, draw = self.house, world.new_id()
        h["boss"].do("putDraw", draw, status=201, body={
            "scheme": house.SCHEME, "candidates": [house.ADDRESSEE, house.OTHER], "count": 1,
            "purpose": "随机抽查"})
        self.assertEqual([d["id"] for d in h["boss"].do("listDraws").json["items"]],
                         [h["boss"].do("getDraw", draw).json["id"]])

    def test_5d_register(self):
        h, entry = self.house, world.new_id()
        h["clerk"].do("putRegister", entry, status=201, body={
            "scheme": house.SCHEME, "register": "promises", "unit": house.ADDRESSEE,
            "values": {"promise": "五通一平", "made_on": "2016-05-01", "status": "未兑现"}})
        h["clerk"].do("amendRegister", entry, body={"reason": "核实", "values": {"plan": "分期"}})
        self.assertEqual([e["id"] for e in h["boss"].do("listRegisters", query={
            "scheme": house.SCHEME, "register": "promises"}).json["items"]],
                         [h["boss"].do("getRegister", entry).json["id"]])

    def test_5e_parted_and_put_together(self):
        h, part = self.house, world.new_id()
        _, findings = h.find(2)
        order = h.draft_order(findings)
        h["draft"].do("splitOrder", order, body={"id": part, "findings": findings[:1]})
        h["draft"].do("mergeOrder", order, body={"other": part})
        h.bring(order, "served")
        h["contact"].do("commentOrder", order, body={"text": "正在办理"})

    def test_5e_countersigned(self):
        h = self.house
        _, findings = h.find()
        order = h.draft_order(findings, countersign=[house.LEAD])
        h.submit_order(order)
        h["lead"].do("countersignOrder", order, body={"outcome": "agree", "opinion": "同意会签"})
        h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})

    def test_5e_exposures(self):
        h = self.house
        _, findings = h.find()
        today = str((datetime.datetime.utcnow() + datetime.timedelta(hours=8)).date())
        out, not_out = world.new_id(), world.new_id()
        for exposure in (out, not_out):
            h["press"].do("putExposure", exposure, status=201, body={
                "findings": findings, "title": "窗口无人值守", "text": "窗口无人值守"})
        h["boss"].do("declineExposure", not_out, body={"reason": "已整改"})
        h["boss"].do("approveExposure", out, body={})
        h["press"].do("publishExposure", out, body={"medium": "电视台", "published_on": today})
        h.correct(out, "x", today)
        h["boss"].do("revokeExposure", out, body={"reason": "x"})
        self.assertEqual(h["boss"].do("getExposure", out).json["state"], "revoked")
        self.assertEqual(len(h["boss"].do("listExposures").json["items"]), 2)

    def test_5f_targets(self):
        h, choice = self.house, world.new_id()
        h["boss"].do("putChoice", choice, status=201, body={
            "scheme": house.SCHEME, "by": "risk", "count": 2})
        self.assertEqual([c["id"] for c in h["boss"].do("listChoices").json["items"]],
                         [h["boss"].do("getChoice", choice).json["id"]])
        self.assertTrue(h["boss"].do("getTargets", query={"scheme": house.SCHEME}).json["items"])

    def test_5fa_numbers_given_elsewhere(self):
        h, note = self.house, world.new_id()
        h["clerk"].do("putNumbering", note, status=201, body={
            "scheme": house.SCHEME, "reason": "x",
            "up_to": "海营商通〔%d〕3号" % datetime.date.today().year})
        self.assertEqual(h["boss"].do("listNumberings").json["items"],
                         [h["boss"].do("getNumbering", note).json])

    def test_5g_survey(self):
        h, survey = self.house, world.new_id()
        today = str((datetime.datetime.utcnow() + datetime.timedelta(hours=8)).date())
        h["clerk"].do("putSurvey", survey, status=201, body={
            "scheme": house.SCHEME, "title": "窗口满意度", "way": "问卷调查", "from": today, "to": today,
            "units": [house.ADDRESSEE], "questions": [{
                "id": "a", "text": "总体评价", "kind": "choice", "choices": ["满意", "不满意"],
                "satisfied": ["满意"]}]})
        h["clerk"].do("openSurvey", survey, body={})
        h["li"].do("enterSurvey", survey, body={"batch": world.new_id(), "sheets": [
            {"count": 9, "answers": {"a": "满意"}}, {"answers": {"a": "不满意"}, "opinion": "排队久"}]})
        h["clerk"].do("closeSurvey", survey, body={})
        h["boss"].do("releaseSurvey", survey, body={})
        self.assertEqual(h["head"].do("getSurvey", survey).json["state"], "released")
        self.assertEqual([s["id"] for s in h["head"].do("listSurveys").json["items"]], [survey])
        (mine,) = h["head"].do("getSurveyResults", survey).json["units"]
        self.assertEqual(mine["satisfaction"], 0.9)
        self.assertEqual(len(h["ver1"].do("listOpinions", survey).json["items"]), 1)

    def test_5h_talk(self):
        """Testimony of somebody at the window, read, put right and signed."""
        h, talk = self.house, world.new_id()
        visit = h.start_visit()
        body = {"visit": visit, "talkers": ["li"], "recorder": "tan",
                "subject": {"name": "张某"}, "rights_told": True, "place": "三楼会议室",
                "exchanges": [{"question": "是否告知？", "answer": "没有。"}],
                **world.hold_talk(h["li"].do("getVisit", visit).json)}
        h["li"].do("putTalk", talk, status=201, body=body)
        h["tan"].do("printTalk", talk, body={"reason": "签名"})
        h["li"].do("signTalk", talk, body={"pages": 1})
        self.assertEqual(h["ver1"].do("readTalkSubject", talk, body={"reason": "核实"}).json,
                         {"name": "张某"})
        self.assertEqual([t["id"] for t in h["boss"].do("listTalks").json["items"]],
                         [h["boss"].do("getTalk", talk).json["id"]])

    def test_5d_task(self):
        """What the scheme asks of a unit by a day, done under everybody's eyes."""
        h = self.house
        task = house.SCHEME + ".d1." + house.LEAD
        self.assertEqual(h["boss"].do("getTask", task).json["due"], "2018-05-03")
        h["draft"].do("assignTask", task, body={"unit": house.ADDRESSEE, "person": "王某"})
        h["head"].do("handInTask", task, body={"text": "整治方案"})
        h["ver1"].do("returnTask", task, body={"reason": "缺少时间表"})
        h["contact"].do("handInTask", task, body={"text": "整治方案（修改）"})
        self.assertEqual([t["id"] for t in h["contact"].do("listTasks").json["items"]], [task])
        h["head"].do("deployTask", task, body={})
        h["back1"].do("checkTask", task, body={})
        h["close"].do("acceptTask", task, body={})
        h["close"].do("undoTask", task, body={"tick": "accepted", "reason": "误点"})
        self.assertEqual(h["boss"].do("acceptTask", task, body={}).json["state"], "done_late")
        own = world.new_id()
        h["clerk"].do("putTask", own, status=201, body={"scheme": house.SCHEME, "name": "开会"})
        group, asked = world.new_id(), {"scheme": house.SCHEME, "name": "报送联络人",
                                        "units": [house.ADDRESSEE, house.OTHER]}
        h["clerk"].do("putTaskGroup", group, body=asked, status=201)
        h["clerk"].do("putTaskGroup", group, body=asked, status=200)
        self.assertEqual(h["boss"].do("getTaskGroup", group).json["states"], {"open": 2})
        h["boss"].do("getTaskTable", query={"scheme": house.SCHEME, "format": "csv"})

    def test_6_referral(self):
        h = self.house
        referral = world.new_id()
        body = {"findings": [self.findings[0]], "to": house.DISCIPLINE, "basis": "督查工作条例 23",
                "summary": "收受服务对象礼品线索", "suspicion": "duty_violation",
                "persons": [{"name": "孙某", "post": "窗口负责人"}]}
        h["draft"].do("putReferral", referral, body=body, status=201)
        changed = h["draft"].do("putReferral", referral, body=dict(body, summary="收受礼品"),
                                headers={"If-Match": '"1"'}, status=200)
        self.assertEqual(changed.json["version"], 2)
        self.assertTrue(h["draft"].do("getReferralApproval", referral).body.startswith(b"%PDF-"))
        self.assertEqual(h["sign"].do("approveReferral", referral).json["state"], "approved")
        for operation in ("getReferralLetter", "getReferralList", "getReferralRegister"):
            self.assertTrue(h["liaison"].do(operation, referral).body.startswith(b"%PDF-"))
        pack = h["liaison"].do("getReferralPack", referral)
        self.assertIn("data/case.json", [n.split("/", 1)[-1] for n in zipfile.ZipFile(
            io.BytesIO(pack.body)).namelist()] + zipfile.ZipFile(io.BytesIO(pack.body)).namelist())
        # The pack is the same to the byte once a time-stamp covers it, or as long as none does.
        h["liaison"].do("stampLog")
        pack = h["liaison"].do("getReferralPack", referral)
        self.assertEqual(h["liaison"].do("getReferralPack", referral).body, pack.body)
        self.check_sm3(pack.body)
        self.check_for_unit(pack.body)
        h["liaison"].do("sendReferral", referral, body={"method": "专人送达"})
        h["liaison"].do("receiveReferral", referral, body={"receiver": "周某"})
        h["liaison"].do("resultReferral", referral, body={"outcome": "accepted"})
        h["liaison"].do("resultReferral", referral, body={"outcome": "handling"})
        done = h["liaison"].do("resultReferral", referral, body={
            "outcome": "reported", "disposal": "诫勉谈话"}).json
        self.assertEqual(done["state"], "result_reported")
        self.assertEqual(done["clocks"][0]["state"], "met")
        self.assertEqual([r["id"] for r in h["draft"].do("listReferrals").json["items"]],
                         [referral])
        self.assertEqual(h["boss"].do("getReferral", referral).json["id"], referral)
        self.assertEqual(h["liaison"].do("archiveReferral", referral).json["state"], "archived")

    def check_sm3(self, pack):
        """Every list that is read has SM3 beside SHA-256, as Python counts it."""
        with zipfile.ZipFile(io.BytesIO(pack)) as bag:
            folder = bag.namelist()[0].split("/")[0] + "/"
            case = json.loads(bag.read(folder + "data/case.json"))
            sheet = subprocess.run(["pdftotext", "-layout", "-", "-"], check=True,
                                   input=bag.read(folder + "data/index.pdf"),
                                   stdout=subprocess.PIPE).stdout.decode()
            record = sheet.partition("\f")[0]
            self.assertRegex(record, r"对象 +市市场局\n")
            # All that is to be signed is on the sheet of what it is signed for.
            self.assertIn("缺少签名的原因", record)
            for item in [i for i in case["evidence"] + case["orders"] if "path" in i]:
                sm3 = hashlib.new("sm3", bag.read(folder + item["path"])).hexdigest()
                self.assertEqual(item["sm3"], sm3)
                if item in case["evidence"]:
                    self.assertIn(sm3[:32], sheet)
            listed = bag.read(folder + "proofs/manifest-sm3.txt").decode()
            self.assertEqual(len(listed.splitlines()),
                             len([n for n in bag.namelist() if n.startswith(folder + "data/")]))

    def check_for_unit(self, pack):
        """The unit's pack of a real case verifies, and has no word of who was there."""
        with tempfile.TemporaryDirectory(prefix="anfang-unit-") as folder:
            sealed, unit = [pathlib.Path(folder) / name for name in ("sealed.zip", "unit.zip")]
            sealed.write_bytes(pack)
            anfang = contract.BUILD / "cli" / "anfang"
            for words in (["redact", sealed, "--for", "unit", "-o", unit],
                          ["verify", unit, "--sealed", sealed]):
                done = subprocess.run([anfang, "pack", *words], stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, check=False)
                self.assertEqual(done.returncode, 0, done.stdout.decode())
            with zipfile.ZipFile(unit) as bag:
                names = [n.split("/", 1)[1] for n in bag.namelist()]
                self.assertTrue([n for n in names if n.startswith("data/orders/")], names)
                everything = b"".join(bag.read(n) for n in bag.namelist())
            for secret in ("收受礼品", "孙某", "captured_at", "created_by", "Exif", "position"):
                self.assertNotIn(secret.encode(), everything)

    def test_7_reports_and_log(self):
        h = self.house
        rows = h["boss"].do("getLedger", query={"scheme": house.SCHEME}).json["items"]
        self.assertIn(self.findings[0], [r["finding"] for r in rows])
        sheet = h["boss"].do("getLedger", query={"scheme": house.SCHEME, "format": "csv"})
        self.assertIn("text/csv", sheet.headers["Content-Type"])
        figure = house.SCHEME + ".exposures.2018-06"
        h["draft"].do("putFigure", figure, body={
            "scheme": house.SCHEME, "key": "exposures", "period": "2018-06", "value": "1",
            "source": "宣传部月报", "as_of": "2018-06-30"})
        self.assertEqual(h["boss"].do("getFigure", figure).json["value"], "1")
        self.assertEqual(len(h["boss"].do("listFigures").json["items"]), 1)
        h["boss"].do("getIndicators", query={"scheme": house.SCHEME, "period": "2018-06"})
        h.guest().ask("GET", h["boss"].do("makeFeed").json["path"])
        h["boss"].do("deleteFeed", status=204)
        h["boss"].do("getMap", query={"decimals": "2"})
        report = h["draft"].do("makeReport", body={"scheme": house.SCHEME, "kind": "weekly"})
        self.assertEqual(h["boss"].do("getReport", report.json["id"]).body, report.body)
        self.assertEqual(len(h["boss"].do("listReports").json["items"]), 1)
        number = h["boss"].do("getFinding", self.findings[0]).json["number"]
        found = h["boss"].do("search", query={"q": number, "kind": "finding"}).json
        self.assertEqual([i["id"] for i in found["items"]], [self.findings[0]])
        size = int(h["audit"].do("getCheckpoint").body.splitlines()[1])
        event = h["audit"].do("listEvents", query={"after": size - 2}).json["items"][0]
        self.assertEqual(event["index"], size - 1)
        self.assertEqual(h["audit"].do("getLeaf", 0).json["event"].split(".")[1], "created")
        place = h["liaison"].do("findLeaf", query={
            "record": "referral/" + h["boss"].do("listReferrals").json["items"][0]["id"]}).json["index"]
        self.assertEqual(h["sign"].do("getLeaf", place).json["event"], "referral.archived")
        h["audit"].do("getProof", size - 1)
        h["audit"].do("getConsistency", query={"from": 1, "to": size})
        h["audit"].do("getTile", 0, "000.p/%d" % (size % 256) if size < 256 else "000")
        h["audit"].do("getTile", "entries", "000.p/%d" % size if size < 256 else "000")
        vkey = h["audit"].do("getLogKey").body.decode("ascii").strip()
        self.assertEqual(h["audit"].do("listLogKeys").json, {"items": [{"vkey": vkey, "from": 0}]})

    def test_8_pages(self):
        """A list read in pages is the list; what is asked for wrongly is told."""
        h = self.house
        for operation in ("listUnits", "listFindings", "listOrders", "listVisits"):
            whole = h["boss"].do(operation, query={"limit": 200}).json["items"]
            pieces, after = [], None
            while True:
                query = {"limit": 7, **({"after": after} if after else {})}
                page = h["boss"].do(operation, query=query).json
                pieces += page["items"]
                after = page["next"]
                if after is None:
                    break
            self.assertEqual(pieces, whole, operation)

    def test_9_nothing_missed(self):
        notice = self.house["draft"].do("listNotices").json["items"][0]["id"]
        self.house["draft"].do("readNotice", notice, body={}, status=204)
        # They need a witness, a clock, and a host that may be told of events: test_witnessed.py,
        # test_ladder.py, test_inquiry.py, test_appeal.py, test_webhooks.py.
        self.assertEqual(self.contract.list_missed(), [
            "appealOrder", "createWebhook", "decideAppeal", "declineStep", "disableWebhook",
            "getCosignedCheckpoint", "getOrderInterview", "getReferralInquiry", "getStep",
            "holdReferral", "inquireReferral", "listSteps", "listWebhooks", "releaseReferral",
            "sweepSteps", "takeStep", "testWebhook"])

    def test_91_what_happened_has_words(self):
        """Each event that came into the log, or stands in a rule of ours, is told in Chinese."""
        source = pathlib.Path(__file__).resolve().parents[2] / "src"
        table = (source / "domain" / "anf-words-table.c").read_text("utf-8")
        words = re.findall(r'\{ ANF_WORD_(\w+), "(\w*)", "([^"]+)", "[^"]+" \}', table)
        nouns = {name for kind, _, name in words if kind == "NOUN"}
        told = {(noun, name) for kind, noun, name in words if kind in ("LEAF", "EVENT")}
        events, after = set(), None
        while True:
            page = self.house["audit"].do("listEvents", query=dict(
                {"limit": 200}, **({"after": after} if after else {}))).json
            events.update(item["leaf"]["event"] for item in page["items"])
            after = page["next"]
            if not page["more"]:
                break
        self.assertGreater(len(events), 80)
        for path in source.rglob("*.c"):
            events.update(event for event in re.findall(r'"([a-z]+[.][a-z_]+)"', path.read_text("utf-8"))
                          if event.split(".")[0] in nouns and path.parts[-3] == "office")
        untold = [event for event in sorted(events) if event.split(".")[0] not in nouns
                  or not {("", event.split(".")[1]), tuple(event.split("."))} & told]
        self.assertEqual([event for event in untold if not event.endswith((".key", ".vkey"))], [])


if __name__ == "__main__":
    tap.main()
