#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What somebody writes into a report: 典型问题 (domain.md D.7: 单位、事实), 工作建议, 下步工作. Told
once, to those who do not know who inspects or who told of it (监察法 74, 督查工作条例 24)."""
import contextlib
import csv
import io
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import statistics_house
import tap
import test_docx
import world

FIRST, LAST = "2018-03-24", "2018-04-23"  # 每月23日之前
MONTH = {"scheme": house.SCHEME, "kind": "monthly", "period": "2018-04"}
ADVICE = "（一）压实责任。窗口单位主要负责人每月到岗一次。\n　　建议市市场局公布办事指南 \n\n"


class ReportWords(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = statistics_house.Spring()
        cls.addClassCleanup(h.close)
        h.live()
        cls.findings = [f for f, _ in h.export()]

    def established(self, first, last):
        act = statistics_house.act
        return [f["id"] for f in self.findings
                if first <= str(act(f, "established")) <= last]

    def call(self, **body):
        return self.house["draft"].call("makeReport", body=dict(MONTH, **body))

    def refuse(self, status, words, **body):
        answer = self.call(**body)
        self.assertEqual(answer.status, status, answer.json)
        self.assertIn(words, answer.json["detail"])
        return answer.json["detail"]

    def words(self, report):
        pdf = self.house["boss"].do("getReport", report, query={"format": "pdf"}).body
        done = subprocess.run(["pdftotext", "-raw", "-nopgbrk", "-", "-"], input=pdf, check=True,
                              stdout=subprocess.PIPE)
        return "".join(done.stdout.decode().split())

    @contextlib.contextmanager
    def changed(self, finding, **members):
        """As it would be, had it been written so."""
        path = self.house.service.data / "anfang.db"

        def write(doc):
            with contextlib.closing(sqlite3.connect(path, timeout=30)) as db, db:
                (before,), = db.execute("SELECT doc FROM finding WHERE id = ?", (finding,))
                db.execute("UPDATE finding SET doc = ? WHERE id = ?", (doc or before, finding))
                return before
        before = write(None)
        write(json.dumps(dict(json.loads(before), **members)))
        try:
            yield
        finally:
            write(before)

    def test_1_what_cannot_be_told_is_refused(self):
        within = self.established(FIRST, LAST)
        before, = self.established("2018-03-05", "2018-03-23")[:1]
        weak, = [f["id"] for f in self.findings if f["state"] == "not_established"]
        self.refuse(422, "was not established in the days of the report (2018-03-24/2018-04-23)",
                    typical=[within[0], before])
        self.refuse(409, "only established findings", typical=[weak])
        self.refuse(422, "typical: there is no finding", typical=[world.new_id()])
        self.refuse(422, "advice: there are only blanks", advice=" \n\u3000")
        self.refuse(422, "next_steps: it names somebody who inspects", next_steps="请 li 再查一次")
        with self.changed(within[0], fact="组长 tan 在窗口等候四十分钟"):
            self.refuse(422, "of one who inspects, or who told of it", typical=[within[0]])
        self.assertEqual(self.call(typical=[]).status, 422)
        # Whatever was refused, nothing was made: a report is made once.
        self.assertEqual(self.house["boss"].do("listReports").json["items"], [])

    def test_2_nor_what_no_face_can_print(self):
        """Frozen, it could never be printed."""
        self.assertEqual(self.call(advice="加强督办\U0001F600").status, 503)
        self.assertEqual(self.house["boss"].do("listReports").json["items"], [])

    def test_3_who_told_of_it_is_not_named(self):
        """Nor is it said that it is they, and not one who inspects."""
        h = self.house
        h.on("2018-06-21")
        lead, finding = world.new_id(), world.new_id()
        h["clerk"].do("putLead", lead, status=201, body={
            "scheme": house.SCHEME, "source": "complaint", "unit": house.ADDRESSEE,
            "text": "窗口办事拖拉", "named": True, "informant": {"name": "赵小满", "phone": "13900001111"}})
        h["ver1"].do("verifyLead", lead, body={"outcome": "substantiated", "opinion": "x"})
        h["clerk"].do("putFinding", finding, status=201, body={
            "lead": lead, "area": "a3", "category": statistics_house.OTHER_CATEGORY,
            "fact": "赵小满到窗口三次未办成", "clause": "x"})
        h.establish(finding)
        h.on("2018-06-25")
        week = {"kind": "weekly", "period": "2018-W25"}
        detail = self.refuse(422, "of one who inspects, or who told of it", typical=[finding],
                             **week)
        self.assertNotIn("赵小满", detail)
        with self.changed(finding, fact="来电13900001111未接听"):
            self.refuse(422, "or who told of it", typical=[finding], **week)
        with self.changed(finding, fact="群众到窗口三次未办成"):
            made = self.call(typical=[finding], **week)
        self.assertEqual(made.status, 201)
        told = self.words(made.json["id"])
        self.assertIn("群众到窗口三次未办成。", told)
        for word in ("举报人", "投诉人", "赵小满", "反映人"):
            self.assertNotIn(word, told)

    def test_4_what_is_on_hold_is_not_told(self):
        """And a referral without a hold hinders nothing: a refusal would tell of it."""
        h = self.house
        h.on("2018-07-03")
        _, (held, sent) = h.find(2)
        for finding in (held, sent):
            referral = h.hand_over(h.draft_referral([finding], by="liaison"))
            if finding == held:
                h["liaison"].do("holdReferral", referral, body={
                    "asked_by": "刘某", "paper": "海纪函〔2018〕3号", "asked_on": "2018-07-03"})
        h.on("2018-07-09")
        week = {"kind": "weekly", "period": "2018-W27"}
        detail = self.refuse(409, "on hold", typical=[sent, held], **week)
        self.assertNotIn("海纪函", detail)
        made = self.call(typical=[sent], **week)
        self.assertEqual(made.status, 201)
        self.assertNotIn("移送", self.words(made.json["id"]).partition("附件：统计表")[0])

    def test_5_told_where_an_office_tells_it(self):
        """After the overview, and at the end; as the finding tells it and as it then stood."""
        chosen = self.established(FIRST, LAST)[::-1]
        self.assertEqual(len(chosen), 2)
        made = self.call(typical=chosen, advice=ADVICE, next_steps="五月底前完成回头看。")
        self.assertEqual(made.status, 201, made.json)
        report = made.json
        self.assertEqual((report["typical"], report["advice"], report["next_steps"]),
                         (chosen, ADVICE, "五月底前完成回头看。"))
        words = self.words(report["id"])
        body = words.partition("附件：统计表")[0]
        places = [body.index(w) for w in ("一、总体情况", "二、典型问题", "三、责任单位整改情况", "、未销号问题",
                                          "工作建议", "下步工作", "五月底前完成回头看。")]
        self.assertEqual(places, sorted(places))
        numbers = {f["id"]: f for f in self.findings}
        last = statistics_house.day(LAST)
        limits = {f["id"]: statistics_house.limit(o, last) for f, o in self.house.export()}
        section = body[places[1]:places[2]]
        for order, finding in zip("一二", chosen):
            due, met = limits[finding]
            told = "（%s）市市场局：%s（问题编号：%s）。%s。违反规定：%s。整改情况：截至2018年4月23日，%s。" % (
                order, numbers[finding]["category"], numbers[finding]["number"],
                numbers[finding]["fact"], "海城市专项整治实施方案三（三）",
                "逾期" if due < last < met else "整改中")
            self.assertIn(told, section)
        self.assertIn("（一）压实责任。窗口单位主要负责人每月到岗一次。建议市市场局公布办事指南", body)
        for name in ("li", "tan", "ver1", "draft"):
            self.assertNotRegex(words, r"(?<![A-Za-z])%s(?![A-Za-z])" % name)
        # Told in the text, and not again as a table of figures; sheets have no text.
        self.assertNotIn("典型问题", words.partition("附件：统计表")[2])
        text = self.house["boss"].do("getReport", report["id"], query={"format": "csv"}).body
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
        self.assertIn("典型问题", [r[0] for r in rows])
        self.assertIn(numbers[chosen[0]]["fact"], [r[3] for r in rows])

    def test_6_it_stays_as_it_was_made(self):
        """And what is asked for beside it is not dropped without a word."""
        h = self.house
        chosen = self.established(FIRST, LAST)[::-1]
        frozen = h["boss"].do("getReport", house.SCHEME + ".monthly.2018-04", query={
            "format": "pdf"}).body
        with self.changed(chosen[0], fact="另有说法"):
            for body in ({}, {"typical": chosen}, {"typical": chosen, "advice": ADVICE}):
                self.assertEqual(self.call(**body).status, 200, body)
            self.refuse(409, "was made already", typical=chosen[:1])
            self.refuse(409, "was made already", advice="另提建议")
            self.assertEqual(h["boss"].do("getReport", house.SCHEME + ".monthly.2018-04", query={
                "format": "pdf"}).body, frozen)

    def test_7_without_words_no_heading_of_them(self):
        made = self.call(kind="quarterly", period="2018-Q1")
        self.assertEqual(made.status, 201)
        words = self.words(made.json["id"])
        for word in ("典型问题", "工作建议", "下步工作"):
            self.assertNotIn(word, words)

    def test_8_to_whom_it_goes(self):
        """主送机关 below the title, its colon a full-width one (GB/T 9704 7.3.2), whoever types it."""
        for week, typed in (("2018-W10", "市委、市政府"), ("2018-W11", "市委、市政府："),
                            ("2018-W12", "市委、市政府:")):
            made = self.call(kind="weekly", period=week, addressee=typed)
            self.assertEqual(made.status, 201, made.json)
            self.assertRegex(self.words(made.json["id"]), "周报（[^）]*）市委、市政府：一、总体情况")

    def number(self, week, status=201):
        made = self.call(kind="weekly", period=week, numbered=True)
        self.assertEqual(made.status, status, made.json)
        return made.json.get("number")

    def test_9_its_number(self):
        """One series for a code word and a year (domain.md F.1): no gap, none twice; only if asked."""
        self.assertEqual(self.number("2018-W14"), "海营商报〔2018〕1号")
        self.assertNotIn("number", self.call(kind="weekly", period="2018-W15").json)
        self.number("2018-W15", status=409)   # it has none, and stays as it is
        self.number("2018-W40", status=409)   # not over
        self.assertEqual(self.number("2018-W14", status=200), "海营商报〔2018〕1号")
        self.assertEqual(self.number("2018-W16"), "海营商报〔2018〕2号")
        self.house["clerk"].do("putNumbering", world.new_id(), status=201, body={
            "scheme": house.SCHEME, "up_to": "海营商报〔2018〕7号", "reason": "x"})
        self.assertEqual(self.number("2018-W17"), "海营商报〔2018〕8号")
        words = self.words(house.SCHEME + ".weekly.2018-W17")
        self.assertRegex(words, "^(—1—)?海营商报〔2018〕8号2018年海城市")

    def read_draft(self, report):
        answer = self.house["boss"].do("getReport", report, query={"format": "docx"})
        self.assertEqual(answer.headers["Content-Type"], test_docx.DOCX)
        return answer.body

    def test_9_one_to_edit(self):
        """The text and each figure of the PDF, in its order; neither its number nor what is only true
        of what nobody edits. Charts are drawn in the PDF alone, which is said."""
        report = house.SCHEME + ".monthly.2018-04"
        docx = self.read_draft(report)
        self.assertEqual(self.read_draft(report), docx)
        told, printed = test_docx.read_docx(docx), test_docx.read_pdf(
            self.house["boss"].do("getReport", report, query={"format": "pdf"}).body)
        body = re.sub("图[0-9][^。]*，图见PDF文件。", "", told.partition("附件统计表")[0])
        self.assertNotEqual(body, told.partition("附件统计表")[0])
        for sentence in re.findall("[^。]{6,}。", body.partition("附件：统计表")[0]):
            self.assertIn(sentence.strip("（）"), printed)
        self.assertNotIn("生成后不再改变", told)
        self.assertIn("（可以编辑的草稿，报告以PDF文件为准）", told)
        with zipfile.ZipFile(io.BytesIO(docx)) as parts:
            tree = ElementTree.fromstring(parts.read("word/document.xml"))
            styles = parts.read("word/styles.xml").decode()
            self.assertNotIn("word/header1.xml", parts.namelist())
            named = set(re.findall('(?:pStyle|rStyle) w:val="([^"]+)"', parts.read(
                "word/document.xml").decode()))
        self.assertLessEqual(named, set(re.findall('w:styleId="([^"]+)"', styles)))
        tables = [[["".join(t.text or "" for t in cell.iter(test_docx.WORDS + "t"))
                    for cell in row.iter(test_docx.WORDS + "tc")]
                   for row in table.iter(test_docx.WORDS + "tr")]
                  for table in tree.iter(test_docx.WORDS + "tbl")]
        frozen = {t["title"]: t for t in self.house["boss"].do("getReport", report).json["tables"]}
        captions = re.findall("表[0-9]+(\\w+?)(?=%s)" % "|".join(
            re.escape("".join(t[0])) for t in tables), told)
        self.assertEqual(len(captions), len(tables))
        for title, rows in zip(captions, tables):
            if title in ("按专项", "按问题类别", "未销号问题"):
                self.assertEqual([[c or "" for c in r] for r in frozen[title]["rows"]],
                                 [r for r in rows[1:]], title)
        self.assertIn("未销号问题", captions)
        # A number is the issued paper's.
        self.assertIn("海营商报〔2018〕8号", self.words(house.SCHEME + ".weekly.2018-W17"))
        told = test_docx.read_docx(self.read_draft(house.SCHEME + ".weekly.2018-W17"))
        self.assertTrue(told.startswith("海营商报〔〕号2018年"), told[:40])
        refused = self.house["boss"].call("getLedger", query={
            "scheme": house.SCHEME, "format": "docx"})
        self.assertEqual(refused.status, 400)
        self.assertEqual(self.house["li"].call("getReport", report, query={
            "format": "docx"}).status, 403)

    def test_9a_without_a_code_word_no_number(self):
        scheme = house.read_scheme()
        del scheme["anfang"]["words"]["report"]
        self.house.root.do("putScheme", house.SCHEME, body=scheme, headers={"If-Match": '"%d"' % (
            self.house["boss"].do("getScheme", house.SCHEME).json["version"])})
        self.number("2018-W18", status=503)
        self.assertEqual(self.call(kind="weekly", period="2018-W18").status, 201)


if __name__ == "__main__":
    tap.main()
