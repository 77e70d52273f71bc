#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Drafts of letters and forms as DOCX: who may read a document may have it to edit; what is signed
is given as PDF and as nothing else; a unit learns no more of one file than of the other."""
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap

# RFC 4288 registers it for ECMA-376.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNIT_FORMS = ("getOrderPlan", "getOrderReport", "getOrderReply")
OFFICE_FORMS = ("getOrderReceipt", "getOrderAssignment", "getOrderClosing")


def read_pdf(pdf):
    done = subprocess.run(["pdftotext", "-raw", "-nopgbrk", "-", "-"], input=pdf, check=True,
                          stdout=subprocess.PIPE)
    return re.sub("—[0-9]+—|第[0-9]+页共[0-9]+页", "", "".join(done.stdout.decode().split()))


def read_docx(docx):
    """What the pages say, without blanks; every part has to be XML."""
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        trees = {name: ElementTree.fromstring(parts.read(name)) for name in parts.namelist()}
    texts = [t.text or "" for name in ("word/header1.xml", "word/document.xml") if name in trees
             for t in trees[name].iter(WORDS + "t")]
    return "".join("".join(texts).split())


class Docx(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contract.Contract())
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()
        cls.folder.cleanup()

    def get(self, name, operation, record, status=200):
        answer = self.house[name].call(operation, record, query={"format": "docx"})
        self.assertEqual(answer.status, status, (name, operation, answer))
        if status == 200:
            self.assertEqual(answer.headers["Content-Type"], DOCX)
            self.assertTrue(urllib.parse.unquote(answer.headers["Content-Disposition"])
                            .rstrip('"').endswith(".docx"))
        return answer

    def test_a_draft_reads_as_the_letter_that_is_issued(self):
        h = self.house
        _, findings = h.find(2)
        order = h.draft_order(findings, rectify={"date": "2099-02-01"}, urgency="加急",
                              copy_to=["市纪委监委"], attachments=["问题清单"])
        draft = read_docx(self.get("draft", "getOrderLetter", order).body)
        self.assertEqual(draft, read_docx(self.get("clerk", "getOrderLetter", order).body))
        self.assertIn("〔〕号", draft)
        h.bring(order, "numbered")
        number = h["clerk"].do("getOrder", order).json["number"]["text"]
        letter = read_pdf(h["clerk"].do("getOrderLetter", order).body)
        self.assertIn(number, letter)
        word = number.split("〔")[0]
        open_letter = re.sub("[0-9]+年[0-9]+月[0-9]+日(?=抄送)", "年月日",
                             letter.replace(number, word + "〔〕号"))
        self.assertNotEqual(open_letter, letter)
        self.assertEqual(draft, open_letter)

    def test_what_is_signed_is_no_draft_any_more(self):
        h = self.house
        for state in ("signed", "numbered", "received"):
            order = h.order_at(state)
            answer = self.get("clerk", "getOrderLetter", order, 409)
            self.assertEqual(answer.problem, "state")
            self.assertIn("pdf", answer.json["detail"])

    def test_a_unit_has_no_draft(self):
        h = self.house
        for state in ("draft", "to_sign"):
            order = h.order_at(state)
            for name in ("head", "contact", "lead"):
                self.get(name, "getOrderLetter", order, 404)
        served = h.order_at("received")
        self.get("head", "getOrderLetter", served, 409)
        self.get("head9", "getOrderLetter", served, 404)

    def test_every_kind_of_letter(self):
        h = self.house
        _, findings = h.find(1)
        h.bring(h.draft_order(findings, rectify={"date": "2099-02-01"}), "rectifying")
        more = {"interview": {"interview": {
            "at": "2099-03-02T09:00:00+08:00", "place": "三楼会议室", "interviewers": ["张某（副局长）"],
            "interviewees": ["王某（局长）"]}}, "accountability": {"to": "市纪委监委"}}
        for kind, word in (("supervision", "督办"), ("reminder", "催办"), ("circular", "通报"),
                           ("interview", "约谈"), ("accountability", "问责")):
            with self.subTest(kind):
                order = h.draft_order(findings, kind=kind, title="关于%s的函" % word,
                                      rectify={"date": "2099-04-01"}, grounds="逾期未完成整改",
                                      **more.get(kind, {}))
                text = read_docx(self.get("review", "getOrderLetter", order).body)
                self.assertIn(word, text)
                self.assertIn("关于%s的函" % word, text)

    def test_forms_say_the_same_in_both_files(self):
        h = self.house
        order = h.order_at("closed", rectify={"date": "2099-02-01"})
        for form in UNIT_FORMS + OFFICE_FORMS:
            for name in ("clerk",) + (("head",) if form in UNIT_FORMS else ()):
                with self.subTest(form=form, name=name):
                    docx = read_docx(self.get(name, form, order).body)
                    pdf = read_pdf(h[name].do(form, order).body)
                    # A table's cells are read in another order.
                    self.assertEqual(sorted(docx), sorted(pdf))
        for form in OFFICE_FORMS:
            self.get("head", form, order, 403)
        for form in UNIT_FORMS:
            self.get("head9", form, order, 404)

    def test_the_record_of_a_visit(self):
        h = self.house
        visit, _ = h.find(1)
        docx = read_docx(self.get("li", "getVisitRecord", visit).body)
        self.assertEqual(sorted(docx), sorted(read_pdf(h["li"].do("getVisitRecord", visit).body)))
        self.get("wu", "getVisitRecord", visit, 404)
        self.get("head", "getVisitRecord", visit, 403)

    def test_the_letter_of_a_referral(self):
        h = self.house
        _, findings = h.find(1)
        referral = h.draft_referral(findings)
        draft = read_docx(self.get("sign", "getReferralLetter", referral).body)
        number = h["boss"].do("getFinding", findings[0]).json["number"]
        for word in ("移送问题线索", number, "〔〕号", "附件：问题线索移送清单", "年月日"):
            self.assertIn(word, draft)
        for name in ("clerk", "head"):
            self.get(name, "getReferralLetter", referral, 403)
        h["sign"].do("approveReferral", referral)
        self.assertEqual(self.get("sign", "getReferralLetter", referral, 409).problem, "state")

    def run_anfang(self, name, *words):
        h = self.house
        return subprocess.run(
            [contract.BUILD / "cli" / "anfang", *words], capture_output=True, check=False,
            cwd=self.folder.name, env=dict(os.environ, ANFANG_SERVER=h.service.url,
                                           ANFANG_TOKEN=h[name].token, HOME=self.folder.name))

    def test_by_the_command_line(self):
        order = self.house.order_at("draft")
        file = pathlib.Path(self.folder.name) / "草稿.docx"
        done = self.run_anfang("clerk", "order", "print", order, "--format", "docx", "-o", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(file.read_bytes(), self.get("clerk", "getOrderLetter", order).body)
        for words in (("--format", "docx"), ("--format", "odt", "-o", file)):
            self.assertEqual(self.run_anfang("clerk", "order", "print", order, *words).returncode, 2)
        self.assertEqual(self.run_anfang("sign", "referral", "print", order, "--list", "--format",
                                         "docx", "-o", file).returncode, 2)
        order = self.house.order_at("signed")
        other = pathlib.Path(self.folder.name) / "签发.docx"
        done = self.run_anfang("clerk", "order", "print", order, "--format", "docx", "-o", other)
        self.assertEqual((done.returncode, other.exists()), (1, False))

    def test_no_other_format(self):
        order = self.house.order_at("draft")
        for text in ("odt", "", "DOCX", "pdf "):
            answer = self.house["clerk"].call("getOrderLetter", order, query={"format": text})
            self.assertEqual(answer.status, 400, text)
        self.assertEqual(self.house["clerk"].call("getOrderLetter", order,
                                                  query={"format": "pdf"}).status, 409)

    def test_nobody_and_no_hour_is_told(self):
        h = self.house
        order = h.order_at("draft")
        for form, record in (("getOrderLetter", order), ("getOrderReply", h.order_at("received"))):
            with zipfile.ZipFile(io.BytesIO(self.get("clerk", form, record).body)) as parts:
                self.assertEqual({i.date_time for i in parts.infolist()}, {(1980, 1, 1, 0, 0, 0)})
                self.assertEqual([n for n in parts.namelist() if n.startswith("docProps")],
                                 ["docProps/core.xml"])
                told = ElementTree.fromstring(parts.read("docProps/core.xml"))
                self.assertEqual([e.tag.split("}")[1] for e in told], ["title"])


if __name__ == "__main__":
    tap.main()
