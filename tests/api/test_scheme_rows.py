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
import subprocess
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


class Base(house.Case):
    """The four schemes in one office."""

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


class Rows(Base):
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
        # 采取调研、问卷调查、座谈会等形式: what is said there is kept, and becomes a lead.
        h = self.house
        today = h["clerk"].do("getLead", lead).json["received_on"]
        for way in ("问卷调查", "座谈会"):
            survey = self.survey("wangyi-2018", "610202-jw", today, way, [])
            h["li"].do("enterSurvey", survey, body={"batch": world.new_id(), "sheets": [
                {"opinion": "办证往返三次"}]})
            (said,) = h["ver1"].do("listOpinions", survey).json["items"]
            lead = self.add_lead("wangyi-2018", "610202-jw", channel=way, source="survey",
                                 survey={"id": survey, "sheet": said["sheet"]}, text=said["opinion"])
            self.assertEqual(h["ver1"].do("getLead", lead).json["survey"]["id"], survey)

    def survey(self, scheme, unit, day, way, questions):
        survey = world.new_id()
        self.house["clerk"].do("putSurvey", survey, status=201, body={
            "scheme": scheme, "title": way, "way": way, "from": day, "to": day, "units": [unit],
            "questions": questions})
        self.house["clerk"].do("openSurvey", survey, body={})
        return survey

    def test_D13(self):
        """建立行政服务群众满意度评价体系: what those who came say of a unit is its satisfaction."""
        h = self.house
        unit = "district-2020-fgw"
        today = h["clerk"].do("getLead", self.add_lead("district-2020", unit)).json["received_on"]
        survey = self.survey("district-2020", unit, today, "问卷调查", [
            {"id": "a", "text": "总体评价", "kind": "choice", "choices": ["满意", "不满意"],
             "satisfied": ["满意"]}])
        h["li"].do("enterSurvey", survey, body={"batch": world.new_id(), "sheets": [
            {"count": 9, "answers": {"a": "满意"}}, {"count": 1, "answers": {"a": "不满意"}}]})
        h["clerk"].do("closeSurvey", survey, body={})
        h["boss"].do("releaseSurvey", survey, body={})
        (result,) = h["assess"].do("getSurveyResults", survey).json["units"]
        self.assertEqual(result["satisfaction"], 0.9)
        items = h["boss"].do("getIndicators", query={"scheme": "district-2020",
                                                     "period": today[:7]}).json["items"]
        (told,) = [i for i in items if i["id"] == "surveyed_satisfied"]
        self.assertEqual(told["value"], 0.9)

    def expose(self, findings, persons=None, **fields):
        h, exposure = self.house, world.new_id()
        h["press"].do("putExposure", exposure, status=201, body=dict(
            {"findings": findings, "title": "窗口无人值守", "text": "窗口无人值守"}, **fields))
        h["boss"].do("approveExposure", exposure, body={"persons": persons} if persons else {})
        today = h["boss"].do("getExposure", exposure).json["approved"]["at"][:10]
        return h["press"].do("publishExposure", exposure, body={
            "medium": "区电视台专栏", "published_on": today}).json

    def test_W5(self):
        """确定为重点整治项目，由区级领导牵头: for one of three grounds, with a leader who signs."""
        h = self.house
        area = read("wangyi-2018")["anfang"]["areas"][0]["id"]
        finding = self.establish_one("wangyi-2018", "610202-jw", area, "不作为", ["明查暗访"])
        order = h.bring(h.draft_order([finding], rectify={"date": "2099-04-30"}, key={
            "leader": "boss", "grounds": ["cross_department", "widely_reported", "large_impact"]}),
            "to_sign")
        self.refuse("sign", 403, "leader", "signOrder", order)
        h["boss"].do("signOrder", order)
        self.assertEqual(h["clerk"].do("getOrder", order).json["key"]["leader"], "boss")

    def test_W15(self):
        """对不作为、乱作为、慢作为…进行曝光; 三大新闻媒体开辟专栏"""
        area = read("wangyi-2018")["anfang"]["areas"][0]["id"]
        finding = self.establish_one("wangyi-2018", "610202-jw", area, "不作为", ["明查暗访"])
        self.assertEqual(self.expose([finding])["published"]["medium"], "区电视台专栏")

    def follow(self, task, day, state):
        self.at(day)
        self.assertEqual(self.house["boss"].do("getTask", task).json["state"], state, day)
        self.assertIn(task, self.list_tasks(task.split(".")[0], state))

    def list_tasks(self, scheme, state):
        found, after = [], None
        while True:
            page = self.house["boss"].do("listTasks", query=dict(
                {"scheme": scheme, "state": state, "limit": 200},
                **({"after": after} if after else {}))).json
            found += [t["id"] for t in page["items"]]
            after = page["next"]
            if after is None:
                return found

    def tick(self, task):
        for who, operation in (("draft", "deployTask"), ("ver1", "checkTask"),
                               ("close", "acceptTask")):
            done = self.house[who].do(operation, task, body={}).json
        return done["state"]

    def test_W4(self):
        """于2018年3月10日前报区政府督查室、区营商办: a Saturday; whoever has not reported by then is seen."""
        task = "wangyi-2018.t12"
        self.follow(task, "2018-03-09", "due_soon")
        self.follow(task, "2018-03-11", "overdue")
        self.assertEqual(self.house["boss"].do("getTask", task).json["to"],
                         ["610202-dcs", "610202-ysb"])
        self.house["clerk"].do("handInTask", task, body={"text": "问题和意见建议清单"})
        self.assertEqual(self.tick(task), "done_late")

    def test_W6(self):
        """整治情况于每月25日前报: of each of the two groups, each month."""
        mine, other = ["wangyi-2018.d3.2018-05.610202-" + unit for unit in ("zx_lead", "zx_part")]
        self.follow(mine, "2018-05-25", "due_soon")
        self.house["clerk"].do("handInTask", mine, body={"text": "五月整治情况"})
        self.follow(other, "2018-05-26", "overdue")
        self.assertEqual(self.tick(mine), "done")
        self.assertEqual(self.house["boss"].do(
            "getTask", mine.replace("-05.", "-06.")).json["due"], "2018-06-25")

    def get_target(self, scheme, period, name):
        found = self.house["boss"].do("getTargets", query={"scheme": scheme, "period": period}).json
        return [(i["planned"], i["done"], i["missing"]) for i in found["items"] if i["id"] == name]

    def test_W7(self):
        """联合督查组每月不少于1次…进行通报: a month without one is seen, and so is a phase without its 通报,
        though the source names no day for that."""
        h = self.house
        h.hire("joint", ["inspector"], "610202-ysb")
        self.at("2018-09-03")
        visit = h.start_visit(scheme="wangyi-2018", unit="610202-jw", methods=["明查暗访"],
                              members=("li", "joint"))
        h.submit_visit(visit)
        self.assertEqual(self.get_target("wangyi-2018", "2018-09", "joint"), [(1, 1, 0)])
        self.assertEqual(self.get_target("wangyi-2018", "2018-10", "joint"), [(1, 0, 1)])
        circulars = [h["boss"].do("getTask", "wangyi-2018.r2.p%d" % i).json for i in (1, 2, 3)]
        self.assertEqual([(c["due"], c["soft"]) for c in circulars], [
            ("2018-04-30", True), ("2018-08-31", True), ("2018-12-31", True)])

    def test_W8(self):
        """三、督查方式: 常态督查、实地督查、随机抽查、明查暗访, and no other."""
        for mode in ("常态督查", "实地督查", "随机抽查", "明查暗访"):
            self.house.plan_visit(scheme="wangyi-2018", unit="610202-jw", methods=["明查暗访"],
                                  mode=mode)
        self.refuse("li", 422, "常态督查", "putVisit", world.new_id(), body={
            "scheme": "wangyi-2018", "unit": "610202-jw", "site": "x", "mandate": "x",
            "methods": ["明查暗访"], "members": ["li", "tan"], "mode": "突击检查"})
        self.refuse("li", 422, "leave it out", "putVisit", world.new_id(), body={
            "scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x", "mandate": "x",
            "methods": ["突击检查"], "members": ["li", "tan"], "mode": "突击检查"})

    def test_D9(self):
        """存在问题较多、容易出现问题的地方和单位…进行重点暗访督查: who is complained about comes before who is
        not, and it is said why."""
        units = ["district-2020-" + unit for unit in ("fgw", "swj")]
        self.at("2020-06-01")
        for _ in range(3):
            self.add_lead("district-2020", units[1])
        choice = self.house["boss"].do("putChoice", world.new_id(), status=201, body={
            "scheme": "district-2020", "by": "risk", "count": 1, "candidates": units}).json
        self.assertEqual(choice["chosen"], units[1:])
        self.assertEqual([r["points"] for r in choice["scores"][0]["reasons"]
                          if r["figure"] == "leads"], ["9"])

    def test_W12(self):
        """区政府法制办 2018年7月20日前完成; 2018年5月30日前完成阶段任务: each has an owner and a day."""
        for task, unit, due, after in (("t22", "fzb", "2018-07-20", "2018-07-21"),
                                       ("t23", "dzzwb", "2018-05-30", "2018-05-31")):
            task = "wangyi-2018." + task
            seen = self.house["boss"].do("getTask", task).json
            self.assertEqual((seen["unit"], seen["due"]), ("610202-" + unit, due))
            self.follow(task, due, "due_soon")
            self.follow(task, after, "overdue")

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
        answers[0]["note"] = "甲" * 300
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
        record = house.read(h["tan"].do("getVisitRecord", visit).body)
        for words in ("检查清单" + sheet["name"] + "：得分率92%（11/12）",
                      "1.%s：否（" % sheet["items"][0]["text"], "甲……）2.%s：不适用3.%s：不适用4.%s：是" % tuple(
                          i["text"] for i in sheet["items"][1:4])):
            self.assertIn(words, record)
        self.assertEqual(record.count("甲"), 200)
        # It says what was asked then, also when the scheme words it anew.
        scheme = read("district-2020")
        for one in scheme["anfang"]["checklists"]:
            for item in one["items"]:
                item["text"] = "改写" + item["id"]
        self.load(scheme)
        again = house.read(h["tan"].do("getVisitRecord", visit).body)
        self.load(read("district-2020"))
        self.assertIn(sheet["items"][1]["text"], again)
        self.assertNotIn("改写", again)
        # Where nothing applied nobody has a score of 0.
        visit = h.start_visit(scheme="district-2020", unit="district-2020-fgw", methods=["暗访督查"])
        h.submit_visit(visit, checklist={"id": "window", "answers": [
            dict(a, answer="na") for a in answers]})
        self.assertNotIn("得分率", house.read(h["tan"].do("getVisitRecord", visit).body))

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

    def test_D3(self):
        """专项效能监察的内容：行政事项办理情况、服务保障情况、资金使用情况、廉政情况: what is looked at and what is
        found is marked, listed and counted by it."""
        h = self.house
        area = read("district-2020")["areas"][1]
        names = ["行政事项办理情况", "服务保障情况", "资金使用情况", "廉政情况"]
        self.assertEqual([check["name"] for check in area["checks"]], names)
        self.at("2020-05-18")
        visit = h.start_visit(scheme="district-2020", unit="district-2020-fgw", methods=["暗访督查"],
                              contents=["资金使用情况", "integrity"])
        self.assertEqual(h["ver1"].do("getVisit", visit).json["contents"], ["funds", "integrity"])
        marked = {name: h.write_finding(visit, area=area["id"], category=name, clause="x",
                                        content=name) for name in names}
        self.refuse("li", 422, "资金使用情况", "putFinding", world.new_id(), body={
            "visit": visit, "area": area["id"], "category": names[0], "fact": "x", "clause": "x",
            "content": "天气"})
        h.submit_visit(visit)
        for finding in marked.values():
            h.establish(finding)
        for words, name in (("content=funds", "资金使用情况"), ("监察内容=廉政情况", "廉政情况")):
            (row,) = self.ledger("problems", scheme="district-2020", filter=words)
            self.assertEqual((row["finding"], row["content"]), (marked[name], name))
        self.at("2020-06-01")
        report = h["draft"].do("makeReport", body={
            "scheme": "district-2020", "kind": "monthly", "period": "2020-05"}, status=201).json
        (table,) = [t for t in report["tables"] if t["name"] == "contents"]
        self.assertEqual([c["heading"] for c in table["columns"]][:3], ["监察内容", "检查（次）", "发现"])
        self.assertEqual([row[:3] for row in table["rows"]],
                         [[name, "1" if name in names[2:] else "0", "1"] for name in names])
        # A scheme without contents has no such column, and takes no such mark.
        self.assertNotIn("监察内容", h["assess"].do("getLedger", query={
            "scheme": house.SCHEME, "list": "ledger", "format": "csv"}).body.decode("utf-8-sig"))
        self.refuse("li", 422, "names none", "putVisit", world.new_id(), body={
            "scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x", "mandate": "x",
            "methods": ["突击检查"], "members": ["li", "tan"], "contents": ["funds"]})

    def test_D4(self):
        """及时作出监察决定或建议，跟踪问效，督促落实: a letter of the supervisory organ's own, with a day by
        which the unit answers; it is followed until the answer will do."""
        h = self.house
        area = read("district-2020")["areas"][1]
        self.at("2020-06-01")
        unit = "district-2020-czj"
        h.hire("czj", ["resp_head"], unit)
        finding = self.establish_one("district-2020", unit, area["id"], "资金使用情况", ["暗访督查"],
                                     content="funds")
        for kind, number in (("decision", "区监决〔2020〕1号"), ("advice", "区监建〔2020〕1号")):
            order = h.draft_order([finding], kind=kind, requirements="限期拨付")
            h["draft"].do("submitOrder", order)
            h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})
            h["boss"].do("signOrder", order)
            seen = h["clerk"].do("numberOrder", order).json
            self.assertEqual((seen["number"]["text"], seen["contents"]), (number, ["funds"]))
            h["clerk"].do("serveOrder", order, body={"channel": "机要"})
            # 30 days after 1 June: 1 July, a Wednesday.
            seen = h["czj"].do("receiveOrder", order, body={"signatory": "赵某"}).json
            self.assertEqual(self.get_clock(seen, "rectify")["due"], "2020-07-01")
            h["czj"].do("feedbackOrder", order, body={"summary": "已拨付", "completion": "done"})
            self.assertEqual(h["close"].do("closeOrder", order, body={
                "record": "已落实"}).json["state"], "closed")
        (row,) = [r for r in h["assess"].do("getLedger", query={
            "scheme": "district-2020", "list": "ledger", "filter": "decisions~区监决"}).json["items"]]
        self.assertEqual(row["finding"], finding)

    def test_D14(self):
        """对不能及时发现问题或发现了问题查处不力甚至袒护的…追究问责有关领导责任: whoever proposes accountability
        says which leaders answer, too, on one of these three grounds, or why none does."""
        h = self.house
        area = read("district-2020")["areas"][0]
        finding = self.establish_one("district-2020", "district-2020-fgw", area["id"],
                                     area["checks"][0]["name"], ["暗访督查"])
        h.bring(h.draft_order([finding]), "served")

        def propose(**accountable):
            return h.draft_order([finding], kind="accountability", to="区纪委监委",
                                 mandate="经区政府批准", accountable=dict({"persons": [
                                     {"name": "王大明", "post": "科长", "facts": "吃拿卡要"}]},
                                     **accountable))
        self.refuse("draft", 422, "一案双查", "submitOrder", propose())
        h["draft"].do("submitOrder", propose(no_leaders="发现后当日查处"))
        for ground in ("不能及时发现问题", "发现了问题查处不力", "发现了问题袒护"):
            order = propose(leaders=[{"name": "李小华", "post": "局长", "ground": ground,
                                      "facts": "三次接到投诉"}])
            h["draft"].do("submitOrder", order)
        h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})
        h["boss"].do("signOrder", order)
        h["clerk"].do("numberOrder", order)
        text = h["assess"].do("getLedger", query={
            "scheme": "district-2020", "list": "ledger", "format": "csv"}).body.decode(
                "utf-8-sig")
        self.assertIn("责任人员1人，领导1人", text)
        self.assertNotIn("李小华", text)

    def test_D15(self):
        """对单位和责任人进行公开曝光: people masked unless their names are decided on by themselves."""
        area = read("district-2020")["areas"][0]
        finding = self.establish_one("district-2020", "district-2020-fgw", area["id"],
                                     area["checks"][0]["name"], ["暗访督查"])
        for decision, shown in (("masked", "王某某"), ("named", "王小明")):
            exposure = world.new_id()
            self.house["press"].do("putExposure", exposure, status=201, body={
                "findings": [finding], "title": "窗口无人值守", "text": "责任人王小明",
                "persons": ["王小明"]})
            seen = self.house["boss"].do("approveExposure", exposure, body={"persons": decision})
            self.assertEqual(seen.json["public"]["text"], "责任人" + shown)

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

    def test_H21(self):
        """每季度召开1次会议; 每年开展停车场整顿不少于1次: missing until the figure is entered."""
        self.at("2018-07-02")
        self.assertEqual(self.get_target("haicheng-2018", "2018-Q2", "monitors"), [(1, 0, 1)])
        self.assertEqual(self.get_target("haicheng-2018", "2018-Q2", "parking"), [(1, 0, 1)])
        self.house["draft"].do("putFigure", "haicheng-2018.monitor_meetings.2018-Q2", status=201, body={
            "scheme": "haicheng-2018", "key": "monitor_meetings", "period": "2018-Q2", "value": "1",
            "source": "会议纪要", "as_of": "2018-07-02"})
        self.assertEqual(self.get_target("haicheng-2018", "2018-Q2", "monitors"), [(1, 1, 0)])

    def test_H1(self):
        """于5月3日前报市营商办: each lead unit's plan, each for itself, on the day as written."""
        leads = {unit for area in read("haicheng-2018")["areas"] for unit in area["lead"]}
        tasks = ["haicheng-2018.d1.210381-" + unit for unit in leads]
        self.follow(tasks[0], "2018-05-03", "due_soon")
        self.house["clerk"].do("handInTask", tasks[0], body={"text": "整治工作方案"})
        self.at("2018-05-04")
        self.assertEqual({t for t in self.list_tasks("haicheng-2018", "overdue") if ".d1." in t},
                         set(tasks[1:]))

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

    def test_H18(self):
        """通过实地考察、电话回访等形式对整治结果开展事后评估，确保整治效果: another goes or calls, and what does
        not hold goes back to be rectified."""
        h = self.house
        order = h.order_at("rectifying")
        self.finish(order, "rectifying")
        (finding,) = h["draft"].do("getOrder", order).json["findings"]
        h.service.tell("step", 7200)
        now = h["ver1"].do("getFinding", finding).json["closed_at"]
        for way, solved, says in (("实地考察", True, "满意"), ("电话回访", False, "不满意")):
            seen = h["ver1"].do("evaluateFinding", finding, body={
                "way": way, "asked": "企业", "asked_at": now, "solved": solved,
                "satisfaction": says, "text": "x"}).json
        self.assertEqual([e["way"] for e in seen["evaluations"]], ["实地考察", "电话回访"])
        self.assertEqual(h["ver2"].do("reopenFinding", finding, body={
            "evaluation": 2, "reason": "企业不满意"}).json["state"], "reopened")

    def test_H20(self):
        """每月至少曝光1起营商环境反面典型: two findings of one exposure are one, and a revoked one none."""
        h = self.house
        self.at("2026-03-02")
        scheme = read(house.SCHEME)
        for indicator in scheme["indicators"]:
            if indicator["id"] == "i9.2":
                indicator["measure"]["count"] = ["@exposed"]
        scheme["anfang"]["letter"]["contact"]["phone"] = house.PHONE
        self.load(scheme)
        try:
            _, findings = h.find(2)
            self.expose(findings)
            revoked = self.expose(h.find()[1])
            h["boss"].do("revokeExposure", revoked["id"], body={"reason": "x"})
            items = h["boss"].do("getIndicators", query={
                "scheme": house.SCHEME, "period": "2026-03"}).json["items"]
            (found,) = [i for i in items if i["id"] == "i9.2"]
            self.assertEqual(found["value"], 1)
            # Told of again a month later: what March had is not taken from it.
            self.at("2026-04-01")
            self.expose(findings)
            for period in ("2026-03", "2026-04"):
                items = h["boss"].do("getIndicators", query={
                    "scheme": house.SCHEME, "period": period}).json["items"]
                (found,) = [i for i in items if i["id"] == "i9.2"]
                self.assertEqual(found["value"], 1, period)
        finally:
            self.load(read(house.SCHEME))

    def test_H24(self):
        """自查没有查出问题，但被上级检查出问题"""
        h = self.house
        h["head"].do("putSelfCheck", world.new_id(), status=201, body={
            "scheme": house.SCHEME, "area": "a3", "category": "a3.2", "found": 0})
        finding = self.establish_one(house.SCHEME, house.ADDRESSEE, "a3", "a3.2", ["突击检查"])
        self.assertIn("missed_in_self_check", h["ver1"].do("getFinding", finding).json)

    def test_H25(self):
        """做到指标到人、任务到人: a plan that names nobody is none; each measure has its person."""
        order = self.house.order_at("received")
        for member in ("responsible_person",):
            plan = {k: v for k, v in house.PLAN.items() if k != member}
            self.assertEqual(self.house["head"].call("planOrder", order, body=plan).status, 422)
        self.house["head"].do("planOrder", order, body=dict(house.PLAN, measures=[
            {"text": "增派窗口人员", "person": "张某"}, {"text": "公示办事指南"}]))
        (finding,) = self.house["draft"].do("getOrder", order).json["findings"]
        number = self.house["ver1"].do("getFinding", finding).json["number"]
        self.assertEqual([m["measure_person"] for m in self.ledger(
            "measures", filter="number=" + number)], ["张某", house.PLAN["responsible_person"]])

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

    def test_Y1(self):
        """部署阶段(2021年5月20日前): 任务分解、问题台账、挂图作战、报送、各区县方案; none of them forgotten, and
        all of them on the chart."""
        for number in range(1, 6):
            task = "shenyang-2021.p1.%d" % number
            self.follow(task, "2021-05-20", "due_soon")
            self.follow(task, "2021-05-21", "overdue")
        for unit in ("qxs", "szdw"):
            self.assertEqual(self.house["boss"].do(
                "getTask", "shenyang-2021.d1.210100-" + unit).json["due"], "2021-05-20")
        # 任务分解: to each unit its own, and how far all of them are.
        group = world.new_id()
        self.house["draft"].do("putTaskGroup", group, status=201, body={
            "scheme": "shenyang-2021", "name": "报送本单位整治台账", "due": "2021-05-20",
            "units": ["210100-fgw", "210100-czj"]})
        self.assertEqual(self.house["boss"].do("getTaskGroup", group).json["states"], {"overdue": 2})
        chart = self.house["boss"].do("getTaskTable", query={
            "scheme": "shenyang-2021", "format": "csv"}).body.decode("utf-8-sig")
        for words in read("shenyang-2021")["phases"][0]["deliver"]:
            self.assertIn(words, chart)

    def test_Y5(self):
        """任务具体到项、落实到岗、量化到人; 有布置、有检查、有验收: a person, and three ticks by three people."""
        task = "shenyang-2021.p2.1"
        self.house["draft"].do("assignTask", task, body={"unit": "210100-fgw", "person": "周某"})
        self.refuse("close", 409, "open", "acceptTask", task, body={})
        self.tick(task)
        seen = self.house["boss"].do("getTask", task).json
        self.assertEqual((seen["person"], [seen[t]["by"] for t in (
            "deployed", "checked", "accepted")]), ("周某", ["draft", "ver1", "close"]))

    def test_Y6(self):
        """主要领导负总责、主管领导具体抓: two by name for a unit; the order's ledger says whose it is."""
        h = self.house
        unit = "210100-fgw"
        h["clerk"].do("setUnitLeaders", unit, body={
            "principal": {"name": "王大明", "post": "主任"},
            "in_charge": {"name": "李小华", "post": "副主任"}})
        finding = self.establish_one("shenyang-2021", unit, "a1", "拖欠企业工程款", ["专项检查"])
        h.bring(h.draft_order([finding]), "served")
        (row,) = [r for r in self.ledger("rectification", scheme="shenyang-2021",
                                         filter="principal~王大明;in_charge~李小华")
                  if r["finding"] == finding]
        self.assertEqual((row["principal"], row["in_charge"]),
                         ("王大明（主任）", "李小华（副主任）"))

    def test_Y11(self):
        """力争年底前偿还: followed and reminded of; never counted overdue."""
        task = "shenyang-2021.d4"
        self.follow(task, "2021-12-30", "due_soon")
        self.follow(task, "2022-01-04", "open")
        self.assertNotIn(task, self.list_tasks("shenyang-2021", "overdue"))
        self.assertEqual(self.tick(task), "done")

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

    def test_Y10(self):
        """对漠视诉求、相互推诿的…通报、曝光、追责问责: each has its letter or its step, and its decision."""
        h = self.house
        _, findings = h.find()
        self.expose(findings)
        for kind, fields in (("circular", {"to": "各单位"}),
                             ("accountability", {"to": "市纪委监委", "grounds": "相互推诿"})):
            letter = h.bring(h.draft_order(findings, kind=kind, **fields), "to_sign")
            self.refuse("sign", 403, "leader", "signOrder", letter)
            h["boss"].do("signOrder", letter)

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


class ReportRows(Base):
    """The year 2018 as an office lived it; what its reports say of it when it is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        h = cls.house
        haicheng = read(house.SCHEME)
        sheet = read("district-2020")["anfang"]["checklists"][0]
        haicheng["anfang"]["checklists"] = [sheet]
        # 开展第三方评估: what the office measures against the World Bank's indicators, as data.
        haicheng["anfang"]["figures"].append({"key": "wb_days", "name": "开办企业用时（第三方评估）"})
        haicheng["indicators"].append({
            "id": "wb1", "name": "开办企业用时（第三方评估）", "formula": "评估机构所测天数", "op": "<=",
            "target": 5, "unit": "天", "measure": {"kind": "count", "count": ["wb_days"]}})
        cls.load(haicheng)
        cls.at(cls, "2018-03-05")
        first = [cls.establish_one(cls, house.SCHEME, house.ADDRESSEE, "a3", category, ["突击检查"])
                 for category in haicheng["areas"][2]["categories"][:5]]
        order = h.draft_order(first[:4])
        h.bring(order, "rectifying")
        cls.visit_windows(cls, sheet)
        cls.establish_one(cls, "district-2020", "district-2020-fgw", "a1",
                          read("district-2020")["areas"][0]["checks"][0]["name"], ["暗访督查"])
        for unit in ("610202-fgj", "610202-gsl"):
            cls.establish_one(cls, "wangyi-2018", unit,
                              read("wangyi-2018")["anfang"]["areas"][0]["id"], "不作为", ["明查暗访"])
        for unit in ("210100-fgw", "210100-czj"):
            cls.establish_one(cls, "shenyang-2021", unit, "a1", "拖欠企业工程款", ["专项检查"])
        cls.at(cls, "2018-03-20")
        h.bring(order, "closed", since="rectifying")
        cls.at(cls, "2018-04-10")
        cls.establish_one(cls, house.SCHEME, house.ADDRESSEE, "a7",
                          haicheng["areas"][6]["categories"][0], ["突击检查"])
        cls.at(cls, "2019-02-01")

    def visit_windows(self, sheet):
        """明察暗访 of two windows, whose checklists are answered all with yes, and half with no."""
        for unit, yes in ((house.ADDRESSEE, 14), (house.OTHER, 7)):
            visit = self.house.start_visit(unit=unit)
            self.house.submit_visit(visit, checklist={"id": sheet["id"], "answers": [
                {"item": item["id"], "answer": "yes" if i < yes else "no"}
                for i, item in enumerate(sheet["items"])]})

    def enter(self, scheme, key, period, value, unit=None, as_of="2019-01-31"):
        name = ".".join([scheme, key, period] + ([unit] if unit else []))
        body = {"scheme": scheme, "key": key, "period": period, "value": str(value),
                "source": "统计", "as_of": as_of}
        if unit:
            body["unit"] = unit
        self.house["draft"].do("putFigure", name, body=body, status=201)

    def make(self, scheme, kind, period=None):
        body = {"scheme": scheme, "kind": kind}
        if period:
            body["period"] = period
        answer = self.house["draft"].call("makeReport", body=body)
        self.assertIn(answer.status, (200, 201), answer)
        return answer.json

    def table(self, report, name):
        (found,) = [t for t in report["tables"] if t["name"] == name]
        heads = [c["heading"] for c in found["columns"]]
        return [dict(zip(heads, row)) for row in found["rows"]]

    def indicator(self, report, name):
        """数值, 分子, 分母 and 结论 of one."""
        row = next(r for r in self.table(report, "indicators") if r["编号"] == name)
        return row["数值"], row["分子"], row["分母"], row["结论"]

    def words(self, report):
        pdf = self.house["boss"].do("getReport", report["id"], query={"format": "pdf"}).body
        done = subprocess.run(["pdftotext", "-raw", "-nopgbrk", "-", "-"], input=pdf, check=True,
                              stdout=subprocess.PIPE)
        return "".join(done.stdout.decode().split())

    def ranks(self, report):
        return {r["单位"]: (r["组别"], r["名次"], r["得分"]) for r in self.table(report, "ranking")}

    def test_W13(self):
        """形成专项督查工作报告, at the end of the year, under the name that the document gives it."""
        report = self.make("wangyi-2018", "year", "2018")
        self.assertEqual((report["title"], report["from"], report["to"]),
                         ("专项督查工作报告", "2018-01-01", "2018-12-31"))
        self.assertEqual({r["统计项"]: r["数量"] for r in self.table(report, "summary")}[
            "established"], "2")
        # 整治情况月报 is what the lead units send to it.
        self.assertEqual(self.make("wangyi-2018", "monthly", "2018-05")["title"], "月报")
        words = self.words(report)
        self.assertIn("铜川市王益区优化提升营商环境专项督查行动专项督查工作报告", words)
        self.assertIn("区发改局、区工商联并列第1名，均为99分", words)
        self.assertIn("查实问题2个", words)

    def test_W14(self):
        """统计局测评 → 考核办依据综合得分进行排名: the scores that others give, entered for each unit, rank
        them; 首末位 are told."""
        scheme = read("wangyi-2018")
        scheme["anfang"]["scoring"].update(base=0, items=[
            {"name": "综合得分", "figure": "composite_score", "points": 1, "cap": 100}])
        self.load(scheme)
        self.enter("wangyi-2018", "composite_score", "2018-Q3", 81.5, "610202-fgj")
        self.enter("wangyi-2018", "composite_score", "2018-Q3", 92, "610202-gsl")
        try:
            report = self.make("wangyi-2018", "quarterly", "2018-Q3")
        finally:
            self.load(read("wangyi-2018"))
        self.assertEqual(self.ranks(report)["区工商联"], ("区级部门", "1", "92"))
        self.assertEqual(self.ranks(report)["区发改局"], ("区级部门", "2", "81.5"))
        self.assertIn("区工商联第1名，92分；区发改局第2名，81.5分", self.words(report))

    def test_W17(self):
        """No weight is in the document: the same records under two rules of the office."""
        plain = self.ranks(self.make("wangyi-2018", "quarterly", "2018-Q1"))
        self.assertEqual(plain["区发改局"], ("区级部门", "1", "99"))   # 100 − 1
        scheme = read("wangyi-2018")
        scheme["anfang"]["scoring"].update(base=60, items=[
            {"name": "期内查实问题", "count": "established", "points": -7, "cap": 20}])
        self.load(scheme)
        try:
            strict = self.ranks(self.make("wangyi-2018", "phase", "p1"))
        finally:
            self.load(read("wangyi-2018"))
        self.assertEqual(strict["区发改局"], ("区级部门", "1", "53"))  # 60 − 7
        self.assertEqual(self.ranks(self.make("wangyi-2018", "quarterly", "2018-Q1")), plain)

    def test_D8(self):
        """每周有督查、每月有分析、季度有总结, in the document's names; a week without a visit misses its
        target."""
        for kind, period, title in (("weekly", "2018-W10", "周督查记录"), ("monthly", "2018-03",
                                    "月度分析"), ("quarterly", "2018-Q1", "季度总结")):
            self.assertEqual(self.make("district-2020", kind, period)["title"], title)
        week = self.make("district-2020", "weekly", "2018-W10")  # 5 to 11 March
        self.assertEqual(self.indicator(week, "i5")[::3], ("1", "达标"))
        week = self.make("district-2020", "weekly", "2018-W11")
        self.assertEqual(self.indicator(week, "i5")[::3], ("0", "未达标"))

    def test_D10(self):
        """每月110联动办结率和满意率均要达到90%以上 (以上 includes 90 %: 民法典 1259)."""
        for key, value in (("linkage_due", 10), ("linkage_closed", 9), ("linkage_replies", 20),
                           ("linkage_satisfied", 17), ("linkage_accepted", 12)):
            self.enter("district-2020", key, "2018-04", value)
        report = self.make("district-2020", "monthly", "2018-04")
        self.assertEqual(self.indicator(report, "i1"), ("90%", "9", "10", "达标"))
        self.assertEqual(self.indicator(report, "i2"), ("85%", "17", "20", "未达标"))
        self.assertEqual(self.indicator(report, "i3")[0], "无法计算")  # how many were answered?
        self.assertIn("110联动月满意率：85%（17/20），目标≥90%。", self.words(report).replace("⩾", "≥"))
        # 跟踪回访，件件有结果、事事有回音.
        lead = self.add_lead("district-2020", "district-2020-fgw", source="hotline", channel="110联动")
        self.check_lead(lead, "unsubstantiated")
        at = self.house["clerk"].do("answerLead", lead, body={"text": "x"}).json["answered"]["at"]
        seen = self.house["ver2"].do("evaluateLead", lead, body={
            "way": "电话回访", "asked": "反映人", "asked_at": at, "solved": True,
            "satisfaction": "满意", "text": "x"}).json
        self.assertEqual(seen["evaluations"][0]["satisfaction"], "满意")

    def test_D16(self):
        """位居前列的…表彰奖励，位次落后的…: ranked within the group; a commendation counts."""
        self.enter("district-2020", "commendations", "2018-Q1", 1, "district-2020-fgw")
        ranks = self.ranks(self.make("district-2020", "quarterly", "2018-Q1"))
        self.assertEqual(ranks["发改委"], ("区直单位", "1", "101"))  # 100 − 1 + 2
        self.assertNotIn("纪检监察机关", ranks)

    def test_H2(self):
        """每月23日之前: the report of March is of 24 February to 23 March, and there is none of a month whose
        23rd is to come."""
        report = self.make(house.SCHEME, "monthly", "2018-03")
        self.assertEqual((report["title"], report["from"], report["to"]),
                         ("月报", "2018-02-24", "2018-03-23"))
        self.assertEqual(self.make(house.SCHEME, "monthly")["period"], "2019-01")
        self.refuse("draft", 409, "is not over", "makeReport", body={
            "scheme": house.SCHEME, "kind": "monthly", "period": "2019-02"})

    def test_H3(self):
        """组织开展、梳理汇总发现问题、调度整治、移交处理意见、总结成效: what a group has done, found and
        brought to an end, and how many matters were handed over."""
        report = self.make(house.SCHEME, "monthly", "2018-03")
        words = self.words(report)
        # Five of one visit each and two of windows.
        self.assertIn("开展检查7次，发现问题5个，查实问题5个，交办问题4个", words)
        self.assertIn("销号问题4个。截至2018年3月23日，未销号问题1个", words)
        (area, _) = self.table(report, "areas")
        self.assertEqual((area["专项"], area["发现"], area["销号"]), ("政务服务", "5", "4"))
        self.assertEqual(self.indicator(report, "referred")[0], "0")

    def test_H13(self):
        """6个月内办结率不低于80%: of the five accepted on 5 March four were finished; their six months end on
        5 September (民法典 202). The sixth, of 10 April, counts a month later."""
        report = self.make(house.SCHEME, "monthly", "2018-09")
        self.assertEqual(self.indicator(report, "i1.4"), ("80%", "4", "5", "达标"))
        report = self.make(house.SCHEME, "monthly", "2018-10")
        self.assertEqual(self.indicator(report, "i1.4"), ("66.67%", "4", "6", "未达标"))
        report = self.make(house.SCHEME, "monthly", "2018-08")
        self.assertEqual(self.indicator(report, "i1.4")[0], "无法计算")

    def test_H19(self):
        """每月评最优、最差: of the windows that were visited in the month, and of no other month."""
        report = self.make(house.SCHEME, "monthly", "2018-03")
        self.assertEqual([(r["单位"], r["平均得分"], r["评定"]) for r in self.table(
            report, "scores")], [("市市场局", "100", "最优"), ("市公安局", "50", "最差")])
        self.assertIn("最优：市市场局，平均100分；最差：市公安局，平均50分", self.words(report))
        self.assertNotIn("scores", [t["name"] for t in self.make(
            house.SCHEME, "monthly", "2018-05")["tables"]])

    def test_H22(self):
        """同比下降50%, of a baseline of 2017; what has none, or one of 0, is 无法计算 and not 0 %."""
        self.enter(house.SCHEME, "window_complaints", "2017-06", 100)
        self.enter(house.SCHEME, "station_complaints", "2017-06", 0)
        for key, now in (("window_complaints", 50), ("station_complaints", 5),
                         ("discretion_complaints", 1)):
            self.enter(house.SCHEME, key, "2018-06", now)
        items = {i["id"]: i for i in self.house["boss"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": "2018-06"}).json["items"] if i["source"] == "scheme"}
        self.assertEqual((items["i3.4"]["value"], items["i3.4"]["met"]), (-0.5, True))
        self.assertEqual((items["i7.1"]["value"], items["i7.1"]["why"]), (None, "no_base"))
        self.assertEqual((items["i6.3"]["value"], items["i6.3"]["why"]), (None, "no_figure"))

    def test_H23(self):
        """除保密事项外…达到100%; 不低于80%; 40%以上: at the target it is met, below it is not."""
        for key, value in (("licences", 310), ("licences_secret", 10), ("licences_in_centre", 300),
                           ("matters_in_centre", 900), ("matters_online", 719)):
            self.enter(house.SCHEME, key, "2018", value, as_of="2018-12-31")
        for key, value in (("bookings", 1000), ("bookings_online", 400)):
            self.enter(house.SCHEME, key, "2018", value)
        report = self.make(house.SCHEME, "year", "2018")
        self.assertEqual(self.indicator(report, "i3.1"), ("100%", "300", "300", "达标"))
        self.assertEqual(self.indicator(report, "i3.2"), ("79.89%", "719", "900", "未达标"))
        self.assertEqual(self.indicator(report, "i7.2"), ("40%", "400", "1000", "达标"))

    def test_H27(self):
        """根据反馈结果，寻找差距: what a third party measured against the office's target is told as a gap."""
        self.enter(house.SCHEME, "wb_days", "2018-Q4", 8)
        report = self.make(house.SCHEME, "quarterly", "2018-Q4")
        self.assertEqual(self.indicator(report, "wb1")[::3], ("8", "未达标"))
        self.assertIn("开办企业用时（第三方评估）：8，目标≤5。", self.words(report).replace("⩽", "≤"))

    def test_Y4(self):
        """实行周报告、月调度、季通报制度: in its names; no day is given, so that an office sets its own."""
        for kind, period, title in (("weekly", "2018-W10", "周报告"), ("monthly", "2018-03", "月调度"),
                                    ("quarterly", "2018-Q1", "季通报")):
            self.assertEqual(self.make("shenyang-2021", kind, period)["title"], title)
        scheme = read("shenyang-2021")
        next(r for r in scheme["reports"] if r["freq"] == "monthly")["due_day"] = 20
        self.load(scheme)
        try:
            report = self.make("shenyang-2021", "monthly", "2018-05")
        finally:
            self.load(read("shenyang-2021"))
        self.assertEqual((report["from"], report["to"]), ("2018-04-21", "2018-05-20"))

    def test_Y9(self):
        """专项检查、社会评议、第三方评估…纳入年度…绩效考核: what was found and what others say in one score."""
        scheme = read("shenyang-2021")
        scheme["anfang"]["scoring"].update(base=0, items=[
            {"name": "社会评议和第三方评估", "figure": "satisfaction_score", "points": 1, "cap": 100},
            {"name": "期内查实问题", "count": "established", "points": -10, "cap": 50}])
        self.load(scheme)
        self.enter("shenyang-2021", "satisfaction_score", "2018", 90, "210100-fgw",
                   as_of="2018-12-31")
        self.enter("shenyang-2021", "satisfaction_score", "2018", 95.5, "210100-czj",
                   as_of="2018-12-31")
        try:
            ranks = self.ranks(self.make("shenyang-2021", "year", "2018"))
        finally:
            self.load(read("shenyang-2021"))
        self.assertEqual(ranks["市财政局"], ("市直单位", "1", "85.5"))
        self.assertEqual(ranks["市发改委"], ("市直单位", "2", "80"))


class Table(unittest.TestCase):

    def test_table_is_whole(self):
        """Every row of the documents is in the table, and every test that it names is here."""
        text = (SCHEMES / "ROWS.md").read_text("utf-8")
        rows = re.findall(r"^\| ([WDHY]\d+) \|", text, re.M)
        self.assertEqual(rows, ["%s%d" % (letter, i) for letter, most in (
            ("W", 17), ("D", 18), ("H", 27), ("Y", 12)) for i in range(1, most + 1)])
        named = set(re.findall(r"`test_([WDHY]\d+)`", text))
        here = {name[5:] for rows in (Rows, ReportRows) for name in dir(rows)
                if re.fullmatch(r"test_[WDHY]\d+", name)}
        self.assertEqual(named, here)


if __name__ == "__main__":
    tap.main()
