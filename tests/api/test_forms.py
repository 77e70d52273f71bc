#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Forms that are printed of what the records know (domain.md D.2, D.4 to D.6, D.9), as poppler reads
them: each field of domain.md has its row, what is known stands in it, and a unit gets its own plan
and report and nothing of the inspectors."""
import datetime
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap
import test_docx
import world

CHINA = datetime.timezone(datetime.timedelta(hours=8))
FORMS = ("getOrderReceipt", "getOrderAssignment", "getOrderPlan", "getOrderReport",
         "getOrderClosing", "getOrderReply")


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contract.Contract())
        cls.visit, cls.findings = h.find(2)
        cls.order = h.draft_order(cls.findings, rectify={"date": "2099-02-01"},
                                  requirements="四月底前完成")
        cls.early = {form: h["clerk"].call(form, cls.order).status for form in FORMS}
        h.bring(cls.order, "closed")
        cls.number = h["clerk"].do("getOrder", cls.order).json["number"]["text"]

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def assert_words(self, pdf, *words):
        text = house.read(pdf)
        for word in words:
            self.assertIn(word, text)
        return text

    def numbers(self):
        return [self.house["boss"].do("getFinding", f).json["number"] for f in self.findings]

    def test_what_has_not_happened_is_not_printed(self):
        self.assertEqual(self.early, dict.fromkeys(FORMS, 409))

    def test_assignment(self):
        self.assert_words(
            self.house["clerk"].do("getOrderAssignment", self.order).body, "问题交办单", self.number,
            "来源", "问题摘要", *self.numbers(), "附证据目录", self.numbers()[0] + "-Z1", "主办单位",
            "来源明察暗访", "牵头单位", "协办单位", "交办依据", "专项整治", "办理要求%s一次性告知%s一次性告知四月底前完成" % tuple(self.numbers()), "办理时限", "2099年2月1日", "回访",
            "交办人", "审核人", "签发人", "交办时间", house.today(), "签收", "赵某", "退件异议", "抄送")

    def assign(self, findings, **fields):
        """What its 交办单 says."""
        h = self.house
        order = h.bring(h.draft_order(findings, **fields), "served")
        return house.read(h["clerk"].do("getOrderAssignment", order).body)

    def find_by_lead(self, source):
        h, lead, finding = self.house, world.new_id(), world.new_id()
        h["clerk"].do("putLead", lead, status=201, body={
            "scheme": house.SCHEME, "source": source, "unit": house.ADDRESSEE, "text": "收费不开票"})
        proof = h["clerk"].upload(h.shoot(), lead=lead, filename="a.jpg", filetype="image/jpeg")
        h["ver1"].do("verifyLead", lead, body={"outcome": "substantiated", "opinion": "属实"})
        h["clerk"].do("putFinding", finding, status=201, body={
            "lead": lead, "area": "a3", "category": "效率低下、办事拖拉", "fact": "超时", "clause": "x",
            "evidence": [proof]})
        h.establish(finding)
        return lead, finding

    def test_assignment_tells_the_kind_of_source(self):
        """domain.md D.2, 来源(暗访/投诉/媒体/领导批示/移交). That somebody complained, or that a
        discipline body asked, is not the unit's to know, nor to be told by a word of its own."""
        of = {source: self.find_by_lead(source)[1]
              for source in ("hotline", "media", "complaint", "discipline", "transfer")}
        text = self.assign([of["hotline"], of["media"], *self.house.find(1)[1]])
        self.assertIn("来源转办、媒体、明察暗访问题摘要", text)
        for hidden in ("complaint", "discipline", "transfer"):
            self.assertIn("来源转办问题摘要", self.assign([of[hidden]]), hidden)

    def test_assignment_tells_who_helps(self):
        _, findings = self.house.find(1)
        text = self.assign(findings, co_units=[house.OTHER])
        name = self.house["boss"].do("getUnit", house.OTHER).json["name"]
        self.assertRegex(text, "协办单位%s责任领导|协办单位%s交办依据" % (name, name))

    def test_what_was_taken_is_listed_as_it_was_taken(self):
        """And not as it came in over a link that was quick or slow."""
        h = self.house
        visit = h.start_visit()
        for number in (2, 1):
            h["li"].upload(h.shoot(), visit=visit, filename="第%d.jpg" % number,
                           filetype="image/jpeg", sequence=str(number))
        h.refer(visit)
        h.submit_visit(visit)
        self.assertRegex(house.read(h["li"].do("getVisitRecord", visit).body),
                         "共3件1.照片第1.jpg，.*2.照片第2.jpg，.*3.原始载体（另行保管），SHA-256")

    def test_assignment_tells_the_kind_of_each_exhibit(self):
        h = self.house
        visit = h.start_visit()
        kinds = {
            h["li"].upload(h.shoot(), visit=visit, filename="a.jpg", filetype="image/jpeg"): "照片",
            h["li"].upload(b"%PDF-1.4", visit=visit, filename="a.pdf", kind="document",
                           filetype="application/pdf"): "文书",
            h.refer(visit): "原始载体"}
        finding = h.write_finding(visit, evidence=list(kinds))
        h.submit_visit(visit)
        h.establish(finding)
        order = h.draft_order([finding])
        h.bring(order, "served")
        text = house.read(h["clerk"].do("getOrderAssignment", order).body)
        number = h["boss"].do("getFinding", finding).json["number"]
        hashed = {h["boss"].do("getEvidence", e).json["sha256"]: kind for e, kind in kinds.items()}
        for at, sha256 in enumerate(sorted(hashed), 1):
            self.assertIn("%s%s-Z%d" % (hashed[sha256], number, at), text)

    def test_plan_is_the_units_own(self):
        h = self.house
        pdf = h["head"].do("getOrderPlan", self.order).body
        text = self.assert_words(
            pdf, "整改方案", self.number, *self.numbers(), "原因分析", "窗口人员不足", "整改目标",
            "一次性告知率100%", "1.增派窗口人员（2099年1月5日前）", "2.公示办事指南", "责任人", "王局长",
            "预计完成日", "2099年2月1日", "长效机制设想", "单位主要负责人", "盖章")
        self.assertEqual(text, house.read(h["clerk"].do("getOrderPlan", self.order).body))
        self.assertEqual(h["head9"].call("getOrderPlan", self.order).status, 404)

    def test_report_is_the_units_own(self):
        h = self.house
        pdf = h["contact"].do("getOrderReport", self.order).body
        text = self.assert_words(
            pdf, "整改报告", "报告文号", self.number, *self.numbers(), "措施落实", "已完成整改", "完成程度", "已完成",
            "佐证材料", "1.照片after.jpg，SHA-256", "长效机制", "问责处理", "满意度", "未完成原因与新期限", "承办人",
            "分管领导", "主要负责人", "盖章")
        for secret in ("li", "tan", "back1", "现场复查", "满意，"):
            self.assertNotIn(secret, text.replace("after.jpg", ""))
        self.assertEqual(h["contact9"].call("getOrderReport", self.order).status, 404)

    def test_closing(self):
        h = self.house
        self.assert_words(
            h["close"].do("getOrderClosing", self.order).body, "销号单", "销号编号", self.number,
            *self.numbers(), "整改时限", "2099年2月1日", "实际完成", house.today(), "佐证清单", "1.照片after.jpg，SHA-256",
            "来源文件《关于窗口服务问题的整改通知》（%s）" % self.number, "自查自验结论", "牵头单位审核意见", "现场复查", "复查人员", "back1、back2", "已整改到位", "同意销号",
            "满意度", "公示", "督查机构销号意见", "审批人", "窗口首问负责制")
        for name in ("head", "contact", "lead"):
            for form in ("getOrderClosing", "getOrderAssignment"):
                self.assertEqual(h[name].call(form, self.order).status, 403, (name, form))

    def test_closing_keeps_every_limit(self):
        """domain.md E.4, 13a: both dates are kept; the last one alone would make a late matter an
        early one. In the order in which they were set."""
        h = self.house
        order = h.order_at("rectifying", rectify={"date": "2099-02-02"})
        h["head"].do("extendOrder", order, body={"to": "2099-03-02", "reason": "采购周期"})
        h["sign"].do("grantExtension", order, body={"outcome": "granted", "reason": "情况属实"})
        h.bring(order, "closing", since="rectifying")
        h["back2"].do("returnOrder", order, body={
            "reason": "公示期内有异议", "rectify": {"date": "2099-04-02"}})
        h.bring(order, "closed", since="rectifying")
        self.assert_words(h["close"].do("getOrderClosing", order).body,
                          "原定2099年2月2日，延期至2099年3月2日，退回后为2099年4月2日",
                          "此前退回情况第1次，%s：公示期内有异议" % house.today())
        self.assert_words(h["close"].do("getOrderClosing", self.order).body, "此前退回情况无")

    def test_reply(self):
        self.assert_words(self.house["head"].do("getOrderReply", self.order).body, "办理情况反馈单",
                          self.number, "承办情况", "审结意见", "报告时限", *self.numbers())

    def test_return(self):
        """domain.md E.4, 17: reason and new limit, for the unit and of the last time; who looked
        again stays unnamed."""
        h = self.house
        order = h.order_at("closing", rectify={"date": "2099-02-01"})
        self.assertEqual(h["head"].call("getOrderReturn", order).status, 409)
        h["back2"].do("returnOrder", order, body={
            "reason": "公示期内有异议，窗口仍未公示收费标准", "rectify": {"date": "2099-03-01"}})
        number = h["clerk"].do("getOrder", order).json["number"]["text"]
        first = self.assert_words(
            h["head"].do("getOrderReturn", order).body, "问题整改退回通知单", number, "退回理由",
            "窗口仍未公示收费标准", "第1次", "重新整改期限", "2099年3月1日", "退回时间", house.today(), "签收人")
        h.bring(order, "closing", since="rectifying")
        h["back2"].do("returnOrder", order, body={
            "reason": "又有异议", "rectify": {"date": "2099-04-01"}})
        for who in ("head", "clerk"):
            text = self.assert_words(h[who].do("getOrderReturn", order).body, "第2次", "又有异议",
                                     "2099年4月1日")
            self.assertNotIn("收费标准", text)
            for name in ("back1", "back2", "li", "tan"):
                self.assertNotIn(name, text + first)
        file = h["head"].do("getOrderReturn", order, query={"format": "docx"}).body
        self.assertIn("2099年4月1日", test_docx.read_docx(file))
        self.assertEqual(h["head9"].call("getOrderReturn", order).status, 404)

    def test_interview(self):
        """domain.md D.6: 约谈编号 to 是否录音录像, of a letter that calls to an interview only."""
        h = self.house
        _, findings = h.find(1)
        order = h.draft_order(findings, kind="interview", title="关于约谈市商务局的通知",
                              grounds="逾期未完成整改", interview={
                                  "at": "2099-03-02T09:30:00+08:00", "place": "三楼会议室",
                                  "interviewers": ["张某（副局长）", "李某（科长）"],
                                  "interviewees": ["王某（局长）"]})
        self.assertEqual(h["clerk"].call("getOrderInterview", order).status, 409)
        h.bring(order, "to_sign")
        h["boss"].do("signOrder", order)
        h["clerk"].do("numberOrder", order)
        number = h["clerk"].do("getOrder", order).json["number"]["text"]
        for query in (None, {"format": "docx"}):
            file = h["clerk"].do("getOrderInterview", order, query=query).body
            text = house.read(file) if query is None else test_docx.read_docx(file)
            for word in ("约谈记录", "约谈编号", number, "约谈时间（起止）", "2099年3月2日9时30分起",
                         "约谈地点", "三楼会议室", "约谈人员（职务）", "张某（副局长）、李某（科长）",
                         "被约谈人员（职务）", "王某（局长）", "记录人", "约谈事由", "逾期未完成整改", "问题通报",
                         h["boss"].do("getFinding", findings[0]).json["number"], "被约谈方说明",
                         "整改承诺与期限", "是否录音录像", "约谈人员（签字）", "被约谈人员（签字）"):
                self.assertIn(word, text)
        self.assertEqual(h["clerk"].call("getOrderInterview", self.order).status, 409)
        self.assertIn(h["head"].call("getOrderInterview", order).status, (403, 404))

    def test_register_of_a_transfer(self):
        """domain.md D.8: every field of its table, what is handed over as it was fixed at the
        approval, who handed it to whom, and what the body answered."""
        h = self.house
        _, findings = h.find(1)
        referral = world.new_id()
        h["liaison"].do("putReferral", referral, status=201, body={
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "收受服务对象礼品线索", "suspicion": "duty_violation",
            "persons": [{"name": "\U00020bb7㛃", "post": "市商务局窗口负责人"}]})
        self.assertEqual(h["liaison"].call("getReferralRegister", referral).status, 409)
        self.assertEqual(h["draft"].call("getReferralRegister", referral).status, 403)
        h.wait_examined(h["boss"].do("getFinding", findings[0]).json["visit"])
        done = h["sign"].do("approveReferral", referral).json
        finding = h["boss"].do("getFinding", findings[0]).json
        visit = h["boss"].do("getVisit", finding["visit"]).json
        evidence = h["boss"].do("getEvidence", finding["evidence"][0]).json
        fixed = ("问题线索移送登记表", "移送文号", done["number"], "密级", "移送日期", "受移送机关", "移送依据",
                 "督查工作条例23", "问题线索编号、来源", finding["number"], visit["number"], "被反映单位",
                 "姓名、单位和职务", "\U00020bb7㛃（市商务局窗口负责人）", "政治面貌、职级", "反映问题摘要",
                 "收受服务对象礼品线索", "%s：%s，在%s发现：%s" % (
                     finding["number"], house.today(), visit["site"], finding["fact"]), "涉嫌职务违法", "不是结论", "已核实情况", "证据1件",
                 "未交办整改", "序号", "原件或者", "载体", "SHA-256", evidence["sha256"],
                 done["list"]["sha256"], finding["number"] + "-Z1", "原始载体去向、封存状态",
                 "要求反馈的事项和期限", "30日内", "审批人", house.today(), "移送人", "接收人", "接收时间",
                 "移送单位（盖章）", "接收单位（盖章）", "受理情况", "处置方式", "处理结果")
        for query in (None, {"format": "docx"}):
            file = h["liaison"].do("getReferralRegister", referral, query=query).body
            text = house.read(file) if query is None else test_docx.read_docx(file)
            for word in fixed:
                self.assertIn(word, text.replace(" ", ""))
        for word in ("机要交换", "刘某某", "2099年1月5日"):
            self.assertNotIn(word, text)
        h["liaison"].do("sendReferral", referral, body={"method": "机要交换"})
        h["liaison"].do("receiveReferral", referral, body={"receiver": "刘某某"})
        for outcome, disposal in (("returned", "补充原始载体"), ("accepted", None),
                                  ("handling", "初步核实"), ("reported", "予以了结")):
            answer = h["liaison"].call("resultReferral", referral, body=dict(
                {"outcome": outcome}, **({"disposal": disposal} if disposal else {})))
            self.assertEqual(answer.status, 200, answer.json)
            if outcome == "returned":
                h["liaison"].do("sendReferral", referral, body={"method": "机要交换"})
                h["liaison"].do("receiveReferral", referral, body={"receiver": "刘某某"})
        text = self.assert_words(h["boss"].do("getReferralRegister", referral).body, *fixed,
                                 "机要交换", "刘某某", "受理（%s）" % house.today(), "处置中：初步核实",
                                 "已反馈结果：予以了结")
        for inspector in ("li", "tan"):
            self.assertNotIn(inspector, text)

    def test_register_tells_by_which_way_a_lead_came(self):
        """domain.md D.8, 来源(暗访编号/投诉); not from whom."""
        h = self.house
        lead, finding = self.find_by_lead("complaint")
        referral = h.draft_referral([finding])
        self.assertTrue(world.wait_for(lambda: all(
            e["examination"]["status"] == "done" for e in h["ver1"].do(
                "listEvidence", query={"lead": lead}).json["items"])))
        h["sign"].do("approveReferral", referral, body={"explanation": "未能封存"})
        number = h["clerk"].do("getLead", lead).json["number"]
        for form in ("getReferralRegister", "getReferralLetter"):
            text = house.read(h["liaison"].do(form, referral).body)
            self.assertIn("投诉举报，线索编号" + number, text)

    def test_no_form_tells_an_hour(self):
        """The clerk's is in no letter, and so in no form that goes with it."""
        for form in FORMS:
            for name in ("clerk", "head"):
                answer = self.house[name].call(form, self.order)
                if answer.status == 403:
                    continue
                told = subprocess.run(["pdfinfo", "-isodates", "-"], input=answer.body, check=True,
                                      stdout=subprocess.PIPE, env={"TZ": "Asia/Shanghai"})
                dates = [line.split()[1] for line in told.stdout.decode().splitlines()
                         if line.split(":")[0] in ("CreationDate", "ModDate")]
                self.assertTrue(dates)
                for date in dates:
                    self.assertEqual(datetime.datetime.fromisoformat(
                        re.sub(r"([+-]\d\d)$", r"\1:00", date).replace("Z", "+00:00")
                    ).astimezone(CHINA).time(), datetime.time(0), (form, name, date))

    def test_what_nobody_declared_is_not_hinted_at(self):
        """“另行说明” would say that there is something to explain."""
        h, visit = self.house, self.house.start_visit()
        h.submit_visit(visit, no_inducement=False)
        record = house.read(h["li"].do("getVisitRecord", visit).body).replace(" ", "")
        self.assertIn("诱导声明未作无诱导声明", record)

    def test_visit(self):
        h = self.house
        number = h["li"].do("getVisit", self.visit).json["number"]
        self.assert_words(
            h["li"].do("getVisitRecord", self.visit).body, "现场检查记录", number,
            "2018年度督查检查考核计划", "检查时间", house.today(), "市政务服务大厅三号窗口", "场所性质",
            "所属行政区划", "海城市（210381）", "检查人员证件号码", "窗口、岗位", "突击检查",
            "检查人员", "li、tan", "九时许到达大厅，先后咨询两个窗口。", *self.numbers(), "共1件", "1.照片a.jpg，SHA-256",
            "检查人员声明：检查中未引诱、未诱导检查对象", "是否亮明身份", "拒签", "见证人")
        self.assertEqual(h["wu"].call("getVisitRecord", self.visit).status, 404)
        self.assertEqual(h["head"].call("getVisitRecord", self.visit).status, 403)
        draft = h.plan_visit()
        self.assertEqual(h["li"].call("getVisitRecord", draft).status, 409)

    def test_a_plan_that_ends_after_the_limit_says_so(self):
        """Not refused, for more time can be asked for only when a plan stands; but not unsaid."""
        h = self.house
        for limit, said in (("2099-01-31", "2099年2月1日（晚于报送时的整改期限2099年1月31日）"),
                            ("2099-02-01", "预计完成日2099年2月1日报送时间")):
            _, findings = h.find(1)
            order = h.bring(h.draft_order(findings, rectify={"date": limit}), "plan_filed")
            self.assertIn(said, house.read(h["head"].do("getOrderPlan", order).body))
            for name in ("draft", "head"):
                self.assertEqual(h[name].do("getOrder", order).json["plan"].get("after_limit"),
                                 limit if "晚于" in said else None, name)


if __name__ == "__main__":
    tap.main()
