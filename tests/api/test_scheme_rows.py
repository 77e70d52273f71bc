#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What the four scheme documents ask for, row by row of data/schemes/ROWS.md: the scheme loaded, the
situation played, the outcome held against the document. A row without a test here says there why.

The days are those on which the schemes were in force: dates come from the State Council's notices and
from 民法典 200 to 204, counted by hand.
"""
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world

SCHEMES = contracts.SOURCE / "data" / "schemes"


def read(name):
    scheme = json.loads((SCHEMES / (name + ".json")).read_text("utf-8"))
    scheme["anfang"]["letter"]["contact"]["phone"] = house.PHONE
    return scheme


class Rows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", "2018-02-01T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        for year in (2027, 2028):
            h.load_year(year)
        cls.load(read("wangyi-2018"))
        cls.load(read("district-2020"))
        cls.load(read("shenyang-2021"))

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    @classmethod
    def load(cls, scheme):
        before = cls.house.root.call("getScheme", scheme["id"])
        headers = {"If-Match": before.headers["ETag"]} if before.status == 200 else {}
        answer = cls.house.root.call("putScheme", scheme["id"], body=scheme, headers=headers)
        assert answer.status in (200, 201), answer

    def at(self, day, hour=2):
        """Goes to ten in the morning of a day in China; everybody logs in again."""
        self.house.service.tell("time", "%sT%02d:00:00Z" % (day, hour))
        for client in self.house.clients.values():
            client.close()
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def refuse(self, who, status, words, operation, *arguments, **options):
        answer = self.house[who].call(operation, *arguments, **options)
        self.assertEqual(answer.status, status, answer)
        self.assertRegex(answer.json["detail"], words)

    def add_lead(self, scheme=house.SCHEME, unit=house.ADDRESSEE, **fields):
        lead = world.new_id()
        self.house["clerk"].do("putLead", lead, status=201, body=dict({
            "scheme": scheme, "source": "complaint", "unit": unit, "text": "x"}, **fields))
        return lead

    def check_lead(self, lead, outcome="substantiated"):
        return self.house["ver1"].do("verifyLead", lead, body={
            "outcome": outcome, "opinion": "x"}).json

    def establish_one(self, scheme, unit, area, category, methods, **fields):
        h = self.house
        visit = h.start_visit(scheme=scheme, unit=unit, methods=methods)
        finding = h.write_finding(visit, area=area, category=category, clause="x", **fields)
        h.submit_visit(visit)
        h.establish(finding)
        return finding

    def finish(self, order, since):
        """To its end; what is brought for it is newer than the order (反“文字整改”)."""
        if since != "rectifying":
            self.house.bring(order, "rectifying", since=since)
        self.house.service.tell("step", 3600)
        return self.house.bring(order, "closed", since="rectifying")

    def get_clock(self, record, name):
        return next(c for c in record["clocks"] if c["id"] == name)

    def ledger(self, name, by="assess", **query):
        return self.house[by].do("getLedger", query=dict({"list": name, "limit": 200},
                                                         **query)).json["items"]

    def enter(self, scheme, register, values, status=201):
        entry = world.new_id()
        answer = self.house["clerk"].call("putRegister", entry, body={
            "scheme": scheme, "register": register, "values": values})
        self.assertEqual(answer.status, status, answer)
        return entry

    def headings(self, scheme, register):
        text = self.house["boss"].do("listRegisters", query={
            "scheme": scheme, "register": register, "format": "csv"}).body.decode("utf-8-sig")
        return text.split("\r\n")[0]

    # ---- 王益区 2018 ----

    def test_W1(self):
        """十大行动方案…各专项行动牵头部门: ten areas that the office enters, each with who leads it and
        who takes part."""
        scheme = read("wangyi-2018")
        scheme["anfang"]["areas"] = [
            {"id": "a%d" % i, "no": i, "name": "专项%d" % i, "lead": ["dcs"], "responsible": ["ysb"]}
            for i in range(1, 11)]
        self.load(scheme)
        try:
            finding = self.establish_one("wangyi-2018", "610202-jw", "专项10", "不作为", ["明查暗访"])
            seen = self.house["ver1"].do("getFinding", finding).json
            self.assertEqual((seen["area"], seen["lead_units"]), ("a10", ["610202-dcs"]))
        finally:
            scheme["anfang"]["areas"] += read("wangyi-2018")["anfang"]["areas"]
            self.load(scheme)

    def test_W3(self):
        """依托12315…开设营商环境投诉举报专线: each channel that the document names can be one."""
        for channel in read("wangyi-2018")["intake_channels"]:
            lead = self.add_lead("wangyi-2018", "610202-jw", channel=channel, source="hotline")
            self.assertEqual(self.house["ver1"].do("getLead", lead).json["channel"], channel)

    def test_W9(self):
        """采取明查暗访、问卷调查、现场采访、跟踪报道、受理群众投诉: these ways, and no other."""
        for method in ("明查暗访", "问卷调查", "现场采访", "跟踪报道", "受理群众投诉"):
            self.house.plan_visit(scheme="wangyi-2018", unit="610202-jw", methods=[method])
        self.refuse("li", 422, "窃听", "putVisit", world.new_id(), body={
            "scheme": "wangyi-2018", "unit": "610202-jw", "site": "x", "mandate": "x",
            "methods": ["窃听"], "members": ["li", "tan"]})

    def test_W10(self):
        """领导批示、媒体报道、群众反映…及时进行实地调查核实: each is verified, a visit goes there, and what
        came of it is on file."""
        h = self.house
        for source in ("leader_note", "media", "complaint"):
            lead = self.add_lead("wangyi-2018", "610202-jw", source=source)
            self.check_lead(lead)
            visit = h.plan_visit(scheme="wangyi-2018", unit="610202-jw", methods=["明查暗访"])
            h["boss"].do("turnLead", lead, body={"visit": visit})
            seen = h["clerk"].do("answerLead", lead, body={"text": "已实地核实，报督查室备案"}).json
            self.assertEqual((seen["turned"]["visit"], seen["state"]), (visit, "answered"))

    def test_W11(self):
        """对发现的问题及时督促整改: what a covert visit found goes out as an order, in the word of the
        督查室."""
        h = self.house
        area = read("wangyi-2018")["anfang"]["areas"][0]["id"]
        finding = self.establish_one("wangyi-2018", "610202-jw", area, "不作为", ["明查暗访"])
        order = h.bring(h.draft_order([finding]), "served")
        self.assertEqual(h["clerk"].do("getOrder", order).json["number"]["word"], "王政督整")

    def test_W2(self):
        """建立台账，实行清单管理…明确时间表和路线图，限期治理: of one unit alone, what it does, and until
        when; and the unit has the same."""
        h = self.house
        order = h.bring(h.draft_order([self.establish_one(
            house.SCHEME, house.ADDRESSEE, "a3", "a3.1", ["突击检查"])]), "plan_filed")
        (finding,) = h["draft"].do("getOrder", order).json["findings"]
        number = h["ver1"].do("getFinding", finding).json["number"]
        for by in ("assess", "head"):
            rows = self.ledger("measures", by, unit=house.ADDRESSEE, filter="number=" + number)
            self.assertEqual([(r["measure"], r.get("measure_due")) for r in rows],
                             [(m["text"], m.get("due")) for m in house.PLAN["measures"]])
            self.assertEqual({r["complete_by"] for r in rows}, {house.PLAN["complete_by"]})
        self.assertEqual(self.ledger("measures", unit=house.OTHER, filter="number=" + number), [])

    def test_W16(self):
        """筛选一批营商环境典型案例，积极宣传复制推广"""
        case = self.enter("wangyi-2018", "cases", {
            "title": "一窗受理", "practice": "前台综合受理", "spread": "已推广"})
        self.enter("wangyi-2018", "cases", {"title": "别的", "practice": "x", "spread": "待推广"})
        listed = self.house["press"].do("listRegisters", query={
            "scheme": "wangyi-2018", "register": "cases", "filter": "推广情况=已推广"}).json["items"]
        self.assertEqual([e["id"] for e in listed], [case])

    # ---- 某区 2020 ----

    def test_D5(self):
        """突出问题快速处置机制、效能投诉直查快办机制: a lane before the others, with a clock of its own."""
        slow = self.add_lead("district-2020", "district-2020-fgw")
        quick = self.add_lead("district-2020", "district-2020-fgw", urgent=True)
        listed = [i["id"] for i in self.house["ver1"].do("listLeads", query={
            "scheme": "district-2020"}).json["items"]]
        self.assertLess(listed.index(quick), listed.index(slow))
        self.assertEqual([c["id"] for c in self.check_lead(quick)["clocks"]], ["lead_urgent"])

    def test_D6(self):
        """四个一次、五服务、五不让: fourteen items, answered on a covert visit; what does not apply counts on
        neither side."""
        h = self.house
        standards = read("district-2020")["window_standards"]
        sheet = self.find_sheet("window")
        self.assertEqual([i["text"] for i in sheet["items"]], standards["four_once"]
                         + standards["five_services"] + standards["five_donts"])
        visit = h.start_visit(scheme="district-2020", unit="district-2020-fgw", methods=["暗访督查"])
        answers = [{"item": i["id"], "answer": "yes"} for i in sheet["items"]]
        answers[0]["answer"], answers[1]["answer"], answers[2]["answer"] = "no", "na", "na"
        for wrong, words in ((answers[:13], "is not answered"),
                             (answers + answers[:1], "answered twice"),
                             (answers[:13] + [{"item": "x", "answer": "no"}], "no item")):
            self.refuse("tan", 422, words, "submitVisit", visit, body={
                "narrative": "x", "no_inducement": True,
                "checklist": {"id": "window", "answers": wrong}})
        h.submit_visit(visit, checklist={"id": "window", "answers": answers})
        # 11 of the 12 that apply: 91.67
        self.assertEqual(h["ver1"].do("getVisit", visit).json["submitted"]["checklist"]["score"], {
            "points": 11, "of": 12, "percent": 92, "yes": 11, "no": 1, "not_applicable": 2,
            "vetoed": False})

    def find_sheet(self, name):
        return next(c for c in read("district-2020")["anfang"]["checklists"] if c["id"] == name)

    def answer(self, sheet, *no):
        """A covert visit with all of a checklist answered yes but `no`; its score."""
        h = self.house
        visit = h.start_visit(scheme="district-2020", unit="district-2020-fgw", methods=["暗访督查"])
        h.submit_visit(visit, checklist={"id": sheet["id"], "answers": [
            {"item": i["id"], "answer": "no" if i["id"] in no else "yes"} for i in sheet["items"]]})
        return h["ver1"].do("getVisit", visit).json["submitted"]["checklist"]["score"]

    def test_D7(self):
        """加强对作风纪律、服务态度、办事效率、行政效能的明察暗访: each of the four is looked at, in words that
        the document uses itself."""
        sheet = self.find_sheet("covert")
        aspects = [i["text"].split("：")[0] for i in sheet["items"]]
        self.assertEqual(list(dict.fromkeys(aspects)), "作风纪律、服务态度、办事效率、行政效能".split("、"))
        for aspect in set(aspects):
            self.assertEqual(aspects.count(aspect), 3)
        # 9 of 12
        score = self.answer(sheet, "attitude-1", "attitude-2", "efficiency-3")
        self.assertEqual((score["points"], score["of"], score["percent"]), (9, 12, 75))

    def test_D17(self):
        """严格落实企业“安静生产日”制度、罚款收费执法备案制度…企业投诉处理机制: seven, as the document lists
        them."""
        sheet = self.find_sheet("institutions")
        (area,) = [a for a in read("district-2020")["areas"] if a["id"] == "a3"]
        self.assertEqual([i["text"] for i in sheet["items"]],
                         ["落实" + name for name in area["checks"][0]["items"]])
        # 6 of 7: 85.7
        self.assertEqual(self.answer(sheet, "monitors")["percent"], 86)

    def test_D1(self):
        """每项是否…: a list of the office's own, with weights and a veto."""
        h = self.house
        scheme = read("district-2020")
        scheme["anfang"]["checklists"].append({"id": "approval", "name": "行政审批", "items": [
            {"id": "q1", "text": "是否在承诺时限内办结", "weight": 3},
            {"id": "q2", "text": "是否擅自增设前置条件（无）", "weight": 1, "veto": True}]})
        self.load(scheme)
        for second, percent, vetoed in (("yes", 25, False), ("no", 0, True)):
            visit = h.start_visit(scheme="district-2020", unit="district-2020-fgw",
                                  methods=["暗访督查"])
            h.submit_visit(visit, checklist={"id": "approval", "answers": [
                {"item": "q1", "answer": "no"}, {"item": "q2", "answer": second}]})
            score = h["ver1"].do("getVisit", visit).json["submitted"]["checklist"]["score"]
            self.assertEqual((score["percent"], score["vetoed"]), (percent, vetoed))

    def test_D18(self):
        """No dates, no report day, areas without lead, names withheld: it works all the same."""
        h = self.house
        scheme = read("district-2020")
        area = scheme["areas"][0]
        self.assertEqual((area["lead"], scheme["region"]["code"], scheme["issued_on"]),
                         ([], None, None))
        finding = self.establish_one("district-2020", "district-2020-fgw", area["id"],
                                     area["checks"][0]["name"], ["暗访督查"])
        self.assertEqual(h["ver1"].do("getFinding", finding).json["lead_units"], [])
        h.bring(h.draft_order([finding]), "served")

    def test_D2(self):
        """范围为政府投资项目和招商引资项目; 项目底数清、项目运行清、项目问题清、项目台帐清"""
        self.enter("district-2020", "projects", {
            "name": "产业园", "type": "政府投资", "investment": "12000.5", "baseline": "占地200亩",
            "progress": "主体封顶", "problems": "临时用电未批"})
        self.enter("district-2020", "projects", {"name": "x", "type": "民间投资"}, 422)
        for heading in ("项目底数", "项目运行", "项目问题"):
            self.assertIn(heading, self.headings("district-2020", "projects"))

    # ---- 海城市 2018 ----

    def test_H4(self):
        """通过录音录像、电话咨询、虚拟办事等手段…收集相关影音资料"""
        h = self.house
        visit = h.start_visit(methods=["录音录像", "电话咨询", "虚拟办事"])
        wave = b"RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00" \
               b"\x80\x3e\x00\x00\x02\x00\x10\x00data\x08\x00\x00\x00" + b"\x00" * 8
        item = h["li"].upload(wave, visit=visit, filename="大厅.wav", filetype="audio/wav")
        self.assertEqual(h["ver1"].do("getEvidenceContent", item).body, wave)

    def test_H5(self):
        """采取突击检查、巡回检查、重点抽查等方式; 内部交叉督查、带班领导检查、值班巡查"""
        for method in ("突击检查", "巡回检查", "重点抽查", "内部交叉督查检查", "带班领导不定期检查",
                       "值班人员巡查"):
            self.house.plan_visit(methods=[method])

    def test_H6(self):
        """不间断、不定期、不打招呼: those who will be inspected learn of no plan."""
        h = self.house
        visit = h.plan_visit()
        for who in ("head", "contact", "lead"):
            self.assertEqual(h[who].call("getVisit", visit).status, 403)
            self.assertEqual(h[who].call("listVisits").status, 403)

    def test_H7(self):
        """通过营商投诉举报电话…: eighteen ways in."""
        for channel in read(house.SCHEME)["intake_channels"]:
            self.add_lead(channel=channel)

    def test_H8(self):
        """均实行核实、交办、督办、销号管理: in this order, and none left out."""
        h = self.house
        lead = self.add_lead()
        body = {"lead": lead, "area": "a3", "category": "a3.1", "fact": "x", "clause": "x"}
        self.refuse("clerk", 409, "received", "putFinding", world.new_id(), body=body)
        self.check_lead(lead)                                                      # 核实
        finding = world.new_id()
        h["clerk"].do("putFinding", finding, body=body, status=201)
        self.refuse("draft", 409, "only established", "putOrder", world.new_id(), body={
            "findings": [finding], "title": "x"})
        h.establish(finding)
        order = h.bring(h.draft_order([finding]), "received")                      # 交办
        urged = h.draft_order([finding], kind="supervision",
                              rectify={"date": "2099-01-01"})                      # 督办
        self.assertEqual(h["draft"].do("getOrder", urged).json["findings"], [finding])
        self.finish(order, "received")                                             # 销号
        self.assertEqual(h["ver1"].do("getFinding", finding).json["state"], "closed")

    def test_H9(self):
        """按照属地、属事原则，交由…挂单整改: to whom it belongs; who it does not belong to says so, once."""
        h = self.house
        order = h.order_at("received")
        h["head"].do("objectOrder", order, body={"kind": "assign", "reason": "非我局职责",
                                                 "proposed_unit": house.OTHER})
        h["review"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "改派",
                                                   "unit": house.OTHER})
        (finding,) = h["draft"].do("getOrder", order).json["findings"]
        self.assertEqual(h["ver1"].do("getFinding", finding).json["unit"], house.OTHER)

    def test_H10(self):
        """形成问题清单、原因清单、措施清单; 一项一项整治、一件一件销号"""
        h = self.house
        order = h.order_at("plan_filed")
        (finding,) = h["draft"].do("getOrder", order).json["findings"]
        where = "number=" + h["ver1"].do("getFinding", finding).json["number"]
        (problem,) = self.ledger("problems", filter=where)
        (cause,) = self.ledger("causes", filter=where)
        measures = self.ledger("measures", filter=where)
        self.assertEqual((problem["finding"], cause["finding"], cause["causes"]),
                         (finding, finding, house.PLAN["causes"]))
        self.assertEqual([m["measure"] for m in measures],
                         [m["text"] for m in house.PLAN["measures"]])
        self.finish(order, "plan_filed")
        (problem,) = self.ledger("problems", filter=where + ";state=closed")
        self.assertEqual(problem["finding"], finding)

    def test_H15(self):
        """之前所有尚未兑现的招商引资承诺必须建立清单: old promises are those of before 2018-01-01."""
        values = {"promise": "五通一平", "status": "未兑现", "plan": "分期兑现", "due": "2018-12-31"}
        entry = self.enter(house.SCHEME, "promises", dict(values, made_on="2017-12-31"))
        self.enter(house.SCHEME, "promises", dict(values, made_on="2018-01-01"), 422)
        listed = self.house["boss"].do("listRegisters", query={
            "scheme": house.SCHEME, "register": "promises",
            "filter": "plan!=;due=..2018-12-31"}).json["items"]
        self.assertEqual([e["id"] for e in listed], [entry])

    def test_H11(self):
        """要在10个工作日内制定整改方案: received on Friday, 9 February 2018; 11 and 24 February were
        worked, 15 to 21 February were the Spring Festival."""
        self.at("2018-02-09")
        order = self.house.order_at("received")
        clock = self.get_clock(self.house["draft"].do("getOrder", order).json, "plan")
        self.assertEqual((clock["rule"], clock["due"]), ("10wd", "2018-02-28"))

    def test_H12(self):
        """有异议的，15 个工作日内组织双方协商: 29 and 30 September 2018 were worked, 1 to 7 October off."""
        self.at("2018-09-26")
        order = self.house.order_at("received")
        self.house["head"].do("objectOrder", order, body={"kind": "fact", "reason": "与事实不符"})
        clock = self.get_clock(self.house["draft"].do("getOrder", order).json, "negotiate")
        self.assertEqual((clock["rule"], clock["due"]), ("15wd", "2018-10-22"))

    def test_H14(self):
        """30日内上报结果: from 20 January 2026 to 19 February, in the Spring Festival, so the 24th."""
        self.at("2026-01-20")
        h = self.house
        visit, findings = h.find()
        h.bring(h.draft_order(findings), "received")
        h.wait_examined(visit)
        referral = h.draft_referral(findings)
        h["sign"].do("approveReferral", referral)
        h["liaison"].do("sendReferral", referral, body={"method": "密封直送"})
        h["liaison"].do("receiveReferral", referral, body={"receiver": "沈某"})
        clock = self.get_clock(h["liaison"].do("getReferral", referral).json, "referral")
        self.assertEqual((clock["rule"], clock["due"]), ("30d", "2026-02-24"))

    def test_H16(self):
        """实名举报应当优先办理、100%核查、反馈举报人"""
        h = self.house
        plain = self.add_lead()
        named = self.add_lead(informant={"name": "张某", "phone": "13800000000"})
        listed = [i["id"] for i in h["ver1"].do("listLeads", query={"scheme": house.SCHEME,
                                                                    "limit": 200}).json["items"]]
        self.assertLess(listed.index(named), listed.index(plain))
        told = {"text": "x", "informant_told": True}
        self.refuse("clerk", 409, "received", "answerLead", named, body=told)
        self.check_lead(named)
        self.refuse("clerk", 422, "told", "answerLead", named, body={"text": "x"})
        seen = h["clerk"].do("answerLead", named, body=told).json
        self.assertEqual(self.get_clock(seen, "lead_feedback")["state"], "met")

    def test_H17(self):
        """搞“文字整改”、“表态整改”: words alone close nothing; 达到企业满意 is on record."""
        h = self.house
        order = h.order_at("rectifying")
        self.assertEqual(h["head"].call("feedbackOrder", order, body={
            "summary": "已召开会议，高度重视", "completion": "done", "evidence": []}).status, 422)
        old = h["draft"].do("getOrder", order).json["findings"]
        photo = h["ver1"].do("getFinding", old[0]).json["evidence"][0]
        self.assertNotEqual(h["head"].call("feedbackOrder", order, body={
            "summary": "x", "completion": "done", "evidence": [photo]}).status, 200)
        self.finish(order, "rectifying")
        seen = h["draft"].do("getOrder", order).json
        self.assertEqual(seen["reinspection"]["satisfaction"], "满意")

    def test_H24(self):
        """自查没有查出问题，但被上级检查出问题"""
        h = self.house
        h["head"].do("putSelfCheck", world.new_id(), status=201, body={
            "scheme": house.SCHEME, "area": "a3", "category": "a3.2", "found": 0})
        finding = self.establish_one(house.SCHEME, house.ADDRESSEE, "a3", "a3.2", ["突击检查"])
        self.assertIn("missed_in_self_check", h["ver1"].do("getFinding", finding).json)

    def test_H25(self):
        """做到指标到人、任务到人: a plan that names nobody is none."""
        order = self.house.order_at("received")
        for member in ("responsible_person",):
            plan = {k: v for k, v in house.PLAN.items() if k != member}
            self.assertEqual(self.house["head"].call("planOrder", order, body=plan).status, 422)

    def test_H26(self):
        """专项督查督办…限定时间完成整改: a supervision with its day goes out over an order that runs."""
        h = self.house
        order = h.order_at("received")
        (finding,) = h["draft"].do("getOrder", order).json["findings"]
        urged = h.bring(h.draft_order([finding], kind="supervision",
                                      rectify={"date": "2027-03-01"}), "received")
        seen = h["draft"].do("getOrder", urged).json
        self.assertEqual(seen["number"]["word"], "海营商督")
        self.assertIn("2027-03-01", [c.get("due") for c in seen["clocks"]])

    # ---- 沈阳市 2021 ----

    def test_Y2(self):
        """逐项整改销号，确保整治见实效: every problem of an order is closed, each by itself."""
        h = self.house
        unit, category = "210100-fgw", "拖欠企业工程款"
        findings = [self.establish_one("shenyang-2021", unit, "a1", category, ["专项检查"])
                    for _ in range(2)]
        order = h.bring(h.draft_order(findings), "served")
        self.assertEqual({h["ver1"].do("getFinding", f).json["state"] for f in findings},
                         {"assigned"})
        self.assertEqual(h["ver1"].do("getOrder", order).json["findings"], findings)

    def test_Y3(self):
        """对应问题清单逐项形成长效机制清单: one row for each problem, formed or not; and no problem of an
        order is closed without a mechanism or a reason."""
        h = self.house
        finding = self.establish_one("shenyang-2021", "210100-fgw", "a1", "拖欠企业工程款", ["专项检查"])
        problems = self.ledger("problems", scheme="shenyang-2021")
        mechanisms = self.ledger("mechanisms", scheme="shenyang-2021")
        self.assertEqual([r["finding"] for r in mechanisms], [r["finding"] for r in problems])
        self.assertIn(finding, [r["finding"] for r in mechanisms])
        order = h.order_at("rectifying")
        h.service.tell("step", 3600)
        h.bring(order, "closing", since="rectifying")
        self.refuse("close", 422, "mechanism", "closeOrder", order, body={})
        h["close"].do("closeOrder", order, body={"mechanism": "首问负责制"})
        (finding,) = h["draft"].do("getOrder", order).json["findings"]
        (row,) = [r for r in self.ledger("mechanisms", filter="mechanism=首问负责制")
                  if r["finding"] == finding]
        self.assertEqual(row["state"], "已销号")

    def test_Y12(self):
        """摸清企业反映问题底数"""
        self.enter("shenyang-2021", "baseline", {
            "matter": "拖欠工程款", "count": "37", "amount": "812.5", "as_of": "2021-05-20"})
        self.enter("shenyang-2021", "baseline", {
            "matter": "x", "count": "很多", "as_of": "2021-05-20"}, 422)
        self.assertIn("件数", self.headings("shenyang-2021", "baseline"))

    def test_Y7(self):
        """各区、县(市)政府…制定本地区专项整治方案: the city's areas, the district's own units."""
        self.load({"id": "heping-2021", "parent": "shenyang-2021", "title": "和平区专项整治方案",
                   "region": {"code": "210102", "name": "和平区"}, "areas": [],
                   "units": [{"id": "zjj", "name": "区住建局"}]})
        finding = self.establish_one("heping-2021", "210102-zjj", "a1", "拖欠企业工程款", ["专项检查"])
        seen = self.house["ver1"].do("getFinding", finding).json
        self.assertIn("210100-fgw", seen["lead_units"])
        self.assertEqual([s["id"] for s in self.house["boss"].do("listSchemes", query={
            "parent": "shenyang-2021"}).json["items"]], ["heping-2021"])

    def test_Y8(self):
        """防止再次反弹: eleven months after the closing it has come back; thirteen months after, not."""
        h = self.house
        self.at("2026-03-02")
        category = house.read_scheme()["areas"][2]["categories"][3]

        def again():
            return h["ver1"].do("getFinding", self.establish_one(
                house.SCHEME, house.ADDRESSEE, "a3", category, ["突击检查"])).json
        first = again()
        self.finish(h.draft_order([first["id"]]), "draft")
        self.at("2027-02-01")
        self.assertEqual(again()["recurrence"]["of"], [first["id"]])
        self.at("2027-04-02")
        self.assertNotIn("recurrence", again())

    # ---- the table itself ----

    def test_table_is_whole(self):
        """Every row of the documents is in the table, and every test that it names is here."""
        text = (SCHEMES / "ROWS.md").read_text("utf-8")
        rows = re.findall(r"^\| ([WDHY]\d+) \|", text, re.M)
        self.assertEqual(rows, ["%s%d" % (letter, i) for letter, most in (
            ("W", 17), ("D", 18), ("H", 27), ("Y", 12)) for i in range(1, most + 1)])
        named = set(re.findall(r"`test_([WDHY]\d+)`", text))
        here = {name[5:] for name in dir(self) if re.fullmatch(r"test_[WDHY]\d+", name)}
        self.assertEqual(named, here)


if __name__ == "__main__":
    tap.main()
