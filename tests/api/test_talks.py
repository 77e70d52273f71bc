#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Records of talks (谈话记录, domain.md D.9): what has to stand in one, who may hold, see and print it,
that who was talked to is kept apart, and that it is testimony and no electronic data (法发〔2016〕22号
1)."""
import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap
import world

NAME = "\U00020bb7㛃"
SUBJECT = {"name": NAME, "sex": "女", "born_on": "1980-02-03", "id_document": "居民身份证210381",
           "unit": "市商务局", "post": "窗口负责人", "address": "海州路1号", "phone": "13800001111"}
# As many bytes as may be said in one talk: 60000, with 问： 答： and the line between them.
MARKS = len("问：\n答：".encode())


def past(minutes):
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def describe(visit, **fields):
    return dict({"visit": visit, "talkers": ["li"], "recorder": "tan", "subject": SUBJECT,
                 "rights_told": True, "began_at": past(40), "ended_at": past(5),
                 "place": "三楼会议室", "exchanges": [
                     {"question": "你是否一次性告知？", "answer": "没有。"},
                     {"question": "收了多少？", "answer": "二十元。\n是另一个人给的。"}]}, **fields)


def read(pdf, page=None):
    pages = ["-f", str(page), "-l", str(page)] if page else []
    done = subprocess.run(["pdftotext", "-raw", *pages, "-", "-"], input=pdf, check=True,
                          stdout=subprocess.PIPE)
    return "".join(done.stdout.decode().split())


def count_pages(pdf):
    done = subprocess.run(["pdfinfo", "-"], input=pdf, check=True, stdout=subprocess.PIPE)
    return int(re.search(r"Pages:\s+(\d+)", done.stdout.decode()).group(1))


class Talks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contract.Contract())
        cls.visit = cls.hold_visit()
        h.hire("kin", ["verifier"], house.ADDRESSEE)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    @classmethod
    def hold_visit(cls):
        """One that its inspectors say went on from an hour and a half ago until now."""
        visit = cls.house.start_visit()
        cls.house.submit_visit(visit, began_at=past(90), ended_at=past(0))
        return visit

    def add(self, by="li", visit=None, **fields):
        talk = world.new_id()
        self.house[by].do("putTalk", talk, status=201, body=describe(visit or self.visit, **fields))
        return talk

    def refuse(self, status, word, by="li", talk=None, **fields):
        answer = self.house[by].call("putTalk", talk or world.new_id(),
                                     body=describe(fields.pop("visit", self.visit), **fields))
        self.assertEqual(answer.status, status, answer)
        self.assertRegex(str(answer.json), word or "detail")

    def printed(self, talk, by="li"):
        return self.house[by].do("printTalk", talk, body={"reason": "签名"}).body

    # ---- what is written down ----

    def test_record_holds_what_the_table_asks_for(self):
        talk = self.add(about="收费问题", rights="已告知可以申请回避，应当如实回答。",
                        recording={"device": "2号执法记录仪", "number": "LY-7"},
                        corrections=[{"exchange": 2, "wrong": "二十元", "right": "二百元"}])
        doc = self.house["li"].do("getTalk", talk).json
        visit = self.house["li"].do("getVisit", self.visit).json
        self.assertRegex(doc["number"], r"^TH-\d{8}-\d{2}$")
        self.assertEqual((doc["state"], doc["unit"]), ("recorded", house.ADDRESSEE))
        text = read(self.printed(talk))
        for word in ("谈话记录", doc["number"], visit["number"], "收费问题", "谈话时间", "三楼会议室",
                     "谈话人li", "记录人tan", NAME, "女", "1980年2月3日出生", "居民身份证210381",
                     "市商务局", "窗口负责人", "海州路1号", "13800001111", "权利义务告知", "可以申请回避",
                     "2号执法记录仪", "LY-7", "问：你是否一次性告知？答：没有。", "答：二十元。是另一个人给的。",
                     "第2问答：“二十元”更正为“二百元”", "以上记录我看过，与我说的相符。", "捺印"):
            self.assertIn(word, text)

    def test_a_short_talk_is_signed_on_its_only_page(self):
        self.assertEqual(count_pages(self.printed(self.add(about="收费问题"))), 1)
        full = self.add(about="收费问题", rights="已告知可以申请回避，应当如实回答。",
                        recording={"device": "2号执法记录仪", "number": "LY-7"},
                        corrections=[{"exchange": 2, "wrong": "二十元", "right": "二百元"}])
        self.assertEqual(count_pages(self.printed(full)), 1)

    def test_each_page_is_signed(self):
        """逐页签名捺印: as many lines to sign as there are pages, besides the one at the end."""
        talk = self.add(exchanges=[{"question": "第%d问" % i, "answer": "说明情况。" * 30}
                                   for i in range(40)])
        pdf = self.printed(talk)
        pages = count_pages(pdf)
        self.assertGreater(pages, 3)
        for page in range(1, pages + 1):
            text = read(pdf, page)
            self.assertIn("被谈话人（签名、捺印）：__", text)
            self.assertIn("第%d页共%d页" % (page, pages), text)
        self.assertIn("问：第39问", read(pdf))

    def test_two_at_least_of_the_visit_or_verifiers(self):
        self.refuse(422, "recorder", recorder="li")
        self.refuse(422, "talkers", talkers=["li", "wu"])
        self.refuse(422, "recorder", recorder="sign")
        self.refuse(422, "recorder", recorder="nobody")
        self.add(by="ver1", talkers=["ver1"], recorder="ver2")
        self.add(by="ver1", talkers=["li", "ver1"], recorder="tan")

    def test_who_was_not_there_writes_nothing(self):
        self.refuse(403, "member", by="ver1")
        self.refuse(404, "", by="wu")
        for by in ("head", "boss", "sign", "draft", "clerk", "press"):
            self.refuse(403, "", by=by)
        # 监察法 67: not one of the inspected unit, whatever their role.
        self.refuse(403, "", by="kin", talkers=["kin"], recorder="ver1")
        self.refuse(422, "recorder", by="ver1", talkers=["ver1"], recorder="kin")
        self.refuse(422, "talkers", by="ver1", talkers=["kin", "ver1"], recorder="ver2")

    def test_times(self):
        self.refuse(422, "ended_at", began_at=past(5), ended_at=past(10))
        self.refuse(422, "ended_at", ended_at=past(-60))
        self.refuse(422, "began_at", began_at="gestern")

    def test_no_talk_before_its_visit_began(self):
        """督查工作条例 15: the visit is what there is leave for. Its start is the moment when it was
        begun, or the earlier one that the inspectors wrote down since."""
        said = r"before visit AF-\d{8}-\d+ began"
        self.refuse(422, said, began_at=past(91))
        talk = self.add(began_at=past(89))
        answer = self.rewrite("li", talk, began_at=past(91))
        self.assertEqual(answer.status, 422, answer)
        self.assertRegex(answer.json["detail"], said)
        begun = self.house.start_visit()
        self.refuse(422, said, visit=begun)
        self.house.submit_visit(begun, began_at=past(60), ended_at=past(0))
        self.add(visit=begun)

    def test_rights_are_told_first(self):
        self.refuse(422, "rights_told", rights_told=False)

    def test_corrections_belong_to_what_was_said(self):
        self.refuse(422, "corrections", corrections=[{"exchange": 3, "wrong": "x", "right": "y"}])
        # In the other exchange, and nowhere: the record would correct what it does not have.
        for exchange, wrong in ((1, "二十元"), (2, "三十元"), (2, "一次性告知")):
            self.refuse(422, "exchange %d does not say" % exchange, corrections=[
                {"exchange": exchange, "wrong": wrong, "right": "二百元"}])
        self.add(corrections=[{"exchange": 1, "wrong": "一次性告知", "right": "当面告知"}])

    def test_longest_talk(self):
        longest = [{"question": "x" * 20000, "answer": "x" * 20000}]
        rest = 60000 - 40000 - 2 * MARKS - 1 - 10000
        longest.append({"question": "x" * 10000, "answer": "x" * rest})
        self.assertGreater(count_pages(self.printed(self.add(exchanges=longest))), 10)
        longest[1]["answer"] += "x"
        self.refuse(422, "60000", exchanges=longest)

    def test_what_is_taken_can_be_printed(self):
        """As many corrections, and as long words of the rights, as may be given."""
        correction = {"exchange": 1, "wrong": "误" * 200, "right": "正" * 200}
        self.refuse(422, "corrections", corrections=[correction] * 100)
        self.refuse(422, "rights", rights="\U00020bb7" * 20000)
        said = [{"question": "x", "answer": "误" * 200}]
        text = read(self.printed(self.add(corrections=[correction] * 48, rights="权" * 20000,
                                          exchanges=said)))
        self.assertIn("48.第1问答：“误误", text)
        self.assertIn("权" * 100, text)

    def test_only_under_a_visit_that_has_begun(self):
        self.refuse(409, "visit", visit=self.house.plan_visit())
        cancelled = self.house.start_visit()
        self.house["boss"].do("cancelVisit", cancelled, body={"reason": "x"})
        self.refuse(409, "visit", visit=cancelled)
        self.refuse(422, "visit", visit=world.new_id())

    def test_edited_until_it_is_signed(self):
        h, talk = self.house, self.add()
        body = describe(self.visit, place="二楼")
        self.assertEqual(h["li"].call("putTalk", talk, body=body).status, 409)
        h["tan"].do("putTalk", talk, body=body, headers={"If-Match": '"1"'})
        self.assertEqual(h["li"].do("getTalk", talk).json["place"], "二楼")
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        for body, word in (({}, ""), ({"pages": 1, "refused": "x"}, ""),
                           ({"pages": 1, "signed_on": "2099-01-01"}, "signed_on"),
                           ({"pages": 1, "signed_on": "2018-01-01"}, "signed_on")):
            answer = h["li"].call("signTalk", talk, body=body)
            self.assertEqual(answer.status, 422, body)
            self.assertIn(word, str(answer.json))
        self.assertEqual(h["ver1"].call("signTalk", talk, body={"pages": 1}).status, 403)
        signed = h["li"].do("signTalk", talk, body={"pages": 2}).json
        self.assertEqual((signed["state"], signed["signed"]["signed_on"]), ("signed", str(today)))
        answer = h["li"].call("putTalk", talk, body=describe(self.visit),
                              headers={"If-Match": '"%d"' % signed["version"]})
        self.assertEqual(answer.status, 409)

    def rewrite(self, by, talk, **fields):
        version = self.house["boss"].do("getTalk", talk).json["version"]
        return self.house[by].call("putTalk", talk, body=describe(
            fields.pop("visit", self.visit), **fields), headers={"If-Match": '"%d"' % version})

    def test_written_again_by_its_people_alone(self):
        """Nobody makes another's record their own by naming themself in it."""
        talk = self.add()
        self.assertEqual(self.rewrite("ver1", talk, talkers=["ver1"], recorder="ver2").status, 403)
        self.assertEqual(self.house["li"].do("getTalk", talk).json["talkers"], ["li"])

    def test_stays_with_its_visit(self):
        talk = self.add()
        answer = self.rewrite("li", talk, visit=self.hold_visit())
        self.assertEqual(answer.status, 422)
        self.assertIn("stays with the visit", answer.json["detail"])

    def test_who_looked_stays_when_it_is_written_again(self):
        talk = self.add()
        self.house["ver1"].do("readTalkSubject", talk, body={"reason": "核实"})
        self.assertEqual(self.rewrite("li", talk, place="二楼").json["subject_reads"][0]["by"],
                         "ver1")

    def test_record_is_kept_as_it_was_signed(self):
        """What is printed to be signed is what is kept: the same bytes, with their hash in the log,
        whatever becomes of the people who stand in it."""
        h, talk = self.house, self.add()
        before = self.printed(talk)
        record = h["li"].do("signTalk", talk, body={"pages": 2}).json["record"]
        self.assertEqual((record["sha256"], record["size"], record["pages"]),
                         (hashlib.sha256(before).hexdigest(), len(before), count_pages(before)))
        self.assertEqual(self.printed(talk), before)
        leaves = [e["leaf"] for e in h["boss"].do("listEvents", query={
            "noun": "talk", "limit": 200}).json["items"] if e["leaf"]["record"] == "talk/" + talk]
        self.assertEqual([(l["event"], l.get("blob")) for l in leaves], [
            ("talk.recorded", None), ("talk.printed", None), ("talk.signed", record["sha256"]),
            ("talk.printed", record["sha256"])])

    def test_signed_before_records_were_kept(self):
        """Its record is made up for by printing it once."""
        h, talk = self.house, self.add()
        h["li"].do("signTalk", talk, body={"pages": 2})
        kept = h["li"].do("getTalk", talk).json["record"]
        self.drop_record(talk)
        self.assertNotIn("record", h["li"].do("getTalk", talk).json)
        self.printed(talk)
        self.assertEqual(h["li"].do("getTalk", talk).json["record"], kept)

    def drop_record(self, talk):
        with contextlib.closing(sqlite3.connect(self.house.service.data / "anfang.db")) as base:
            text, = base.execute("SELECT doc FROM talk WHERE id = ?", (talk,)).fetchone()
            doc = json.loads(text)
            del doc["record"]
            base.execute("UPDATE talk SET doc = ? WHERE id = ?", (json.dumps(
                doc, ensure_ascii=False, separators=(",", ":")), talk))
            base.commit()

    def test_hash_of_the_record_gives_no_name_away(self):
        """Who reads the hash and everything else of the talk still lacks what the salt adds."""
        one, other = self.add(exchanges=[{"question": "x", "answer": "y"}]), None
        first = self.printed(one)
        version = self.house["li"].do("getTalk", one).json["version"]
        doc = self.house["li"].do("getTalk", one).json
        self.house["li"].do("putTalk", one, headers={"If-Match": '"%d"' % version}, body=describe(
            self.visit, exchanges=doc["exchanges"], began_at=doc["began_at"],
            ended_at=doc["ended_at"]))
        other = self.printed(one)
        codes = [re.search(r"记录校验码([0-9a-f]{32})", read(pdf)).group(1) for pdf in (first, other)]
        self.assertNotEqual(*codes)
        self.assertEqual(*[read(pdf).replace(code, "") for pdf, code in zip((first, other), codes)])
        subject = self.house["ver1"].do("readTalkSubject", one, body={"reason": "核实"})
        for answer in (subject, self.house["boss"].do("getTalk", one)):
            self.assertNotIn(codes[1], answer.body.decode())

    def test_refusal_to_sign_stands_in_the_record(self):
        talk = self.add()
        self.house["li"].do("signTalk", talk, body={"refused": "称记录不全"})
        self.assertIn("拒绝签名，原因：称记录不全", read(self.printed(talk)))

    # ---- who sees it ----

    def test_seen_by_those_of_the_visit_and_who_judges(self):
        h, talk = self.house, self.add()
        for by in ("li", "tan", "ver1", "sign", "boss", "liaison"):
            self.assertEqual(h[by].call("getTalk", talk).status, 200, by)
            self.assertIn(talk, [t["id"] for t in h[by].do("listTalks", query={
                "visit": self.visit, "limit": 200}).json["items"]], by)
        for by, status in (("wu", 404), ("chief", 404), ("head", 403), ("contact", 403),
                           ("lead", 403), ("draft", 403), ("clerk", 403), ("assess", 403),
                           ("press", 403), ("audit", 403)):
            self.assertEqual(h[by].call("getTalk", talk).status, status, by)
            for operation in ("printTalk", "readTalkSubject"):
                self.assertEqual(h[by].call(operation, talk, body={"reason": "x"}).status, status)
        self.assertEqual(h["wu"].do("listTalks").json["items"], [])
        for operation in ("readTalkSubject", "printTalk"):
            self.assertEqual(h["kin"].call(operation, talk, body={"reason": "x"}).status, 403)

    def test_who_was_talked_to_is_in_no_answer_but_two(self):
        h, talk = self.house, self.add()
        for answer in (h["li"].do("getTalk", talk), h["boss"].do("listTalks", query={"limit": 200}),
                       h["li"].do("getVisit", self.visit), h["boss"].do("listEvents", query={"limit": 200})):
            for secret in SUBJECT.values():
                if len(secret) > 1:
                    self.assertNotIn(secret, answer.body.decode())
        self.assertEqual(h["ver1"].do("readTalkSubject", talk, body={"reason": "核实"}).json, SUBJECT)
        self.printed(talk, "liaison")
        doc = h["li"].do("getTalk", talk).json
        self.assertEqual([(r["by"], r["reason"]) for r in doc["subject_reads"]],
                         [("ver1", "核实"), ("liaison", "签名")])
        events = [e["leaf"]["event"] for e in h["boss"].do("listEvents", query={
            "noun": "talk", "limit": 200}).json["items"]
            if e["leaf"]["record"] == "talk/" + talk]
        self.assertEqual(events, ["talk.recorded", "talk.subject_read", "talk.printed"])
        self.assertEqual(h["boss"].call("readTalkSubject", talk, body={"reason": "x"}).status, 403)

    def test_kept_apart_and_salted(self):
        one, other = self.add(), self.add()
        hashes = {self.house["li"].do("getTalk", t).json["subject_sha256"] for t in (one, other)}
        self.assertEqual(len(hashes), 2)
        path = "file:%s?mode=ro" % (self.house.service.data / "anfang.db")
        with contextlib.closing(sqlite3.connect(path, uri=True)) as base:
            docs = "".join(row[0] + row[1] for row in base.execute("SELECT doc, request FROM talk"))
            kept = "".join(row[0] for row in base.execute("SELECT doc FROM talk_subject"))
        self.assertTrue(kept.startswith("sealed:"))
        for stored in (docs, kept):
            self.assertNotIn(NAME, stored)

    # ---- testimony ----

    def make_case(self, sign=True, by="draft"):
        """A finding with a talk of its visit: which, and a referral that is ready for approval."""
        h = self.house
        visit, findings = h.find(1)
        talk = world.new_id()
        h["ver1"].do("putTalk", talk, status=201, body=describe(
            visit, talkers=["ver1"], recorder="ver2",
            **world.hold_talk(h["li"].do("getVisit", visit).json)))
        if sign:
            h["ver1"].do("signTalk", talk, body={"pages": 1})
        h.wait_examined(visit)
        return talk, h.draft_referral(findings, by=by), visit

    def approve(self, referral, *talks, status=200):
        return self.house["sign"].do("approveReferral", referral, status=status,
                                     body={"talks": list(talks)} if talks else {}).json

    def unpack(self, referral, folder):
        pack = pathlib.Path(folder) / "pack.zip"
        pack.write_bytes(self.house["liaison"].do("getReferralPack", referral).body)
        with zipfile.ZipFile(pack) as files:
            files.extractall(folder)
            return pack, pathlib.Path(folder) / files.namelist()[0].split("/")[0]

    def test_is_no_electronic_data(self):
        """法发〔2016〕22号 1: no talk stands in a list of electronic data, also where it goes along."""
        talk, referral, _ = self.make_case()
        number = self.house["ver1"].do("getTalk", talk).json["number"]
        self.approve(referral, talk)
        with tempfile.TemporaryDirectory() as folder:
            _, bag = self.unpack(referral, folder)
            index = read((bag / "data/index.pdf").read_bytes())
            case = json.loads((bag / "data/case.json").read_bytes())
            self.assertFalse([p for p in (bag / "data/evidence").iterdir() if p.suffix == ".pdf"])
        self.assertIn("电子数据清单", index)
        for word in (NAME, number, "谈话"):
            self.assertNotIn(word, index)
            self.assertNotIn(word, str(case["evidence"]))

    def test_none_goes_along_unless_it_is_named(self):
        talk, referral, _ = self.make_case()
        number = self.house["ver1"].do("getTalk", talk).json["number"]
        self.approve(referral)
        for file in ("getReferralLetter", "getReferralList", "getReferralRegister"):
            text = read(self.house["liaison"].do(file, referral).body)
            for word in (NAME, number, "谈话"):
                self.assertNotIn(word, text)
        self.assertEqual(self.house["sign"].call("getReferralPack", referral).status, 200)
        self.assertNotIn("subject_reads", self.house["ver1"].do("getTalk", talk).json)

    def test_goes_along_as_it_was_signed(self):
        """What the body gets is what was signed, in the list and the case with its hashes, proved by
        the log, and found good by those who know nothing of us."""
        talk, referral, visit = self.make_case()
        doc = self.house["ver1"].do("getTalk", talk).json
        self.approve(referral, talk)
        with tempfile.TemporaryDirectory() as folder:
            pack, bag = self.unpack(referral, folder)
            file, = (bag / "data/talks").iterdir()
            bytes_ = file.read_bytes()
            self.assertEqual(hashlib.sha256(bytes_).hexdigest(), doc["record"]["sha256"])
            self.assertIn(NAME, read(bytes_))
            case = json.loads((bag / "data/case.json").read_bytes())
            sm3 = subprocess.run(["openssl", "dgst", "-sm3", "-r", file], check=True,
                                 stdout=subprocess.PIPE).stdout.decode().split()[0]
            self.assertEqual(case["talks"], [{
                "id": talk, "number": doc["number"], "visit": visit, "sm3": sm3,
                "signed_on": doc["signed"]["signed_on"], "path": "data/talks/" + file.name,
                **doc["record"]}])
            self.assertNotIn(NAME, (bag / "data/case.json").read_text("utf-8"))
            leaf = json.loads((bag / "proofs/talks" / (file.name + ".leaf")).read_text("utf-8"))
            self.assertEqual((leaf["event"], leaf["record"]), ("talk.signed", "talk/" + talk))
            self.assertIn("data/talks/" + file.name, (bag / "data/custody.csv").read_text("utf-8"))
            check = subprocess.run(["sh", "proofs/check.sh"], cwd=bag, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, check=False)
            self.assertTrue(check.stdout.decode().endswith("all hold\n"), check.stdout)
            self.assertIn(file.name + ": recorded at", check.stdout.decode())
            self.assertEqual(self.verify(pack), 0)
            for name in ("proofs/talks/" + file.name + ".leaf", "data/talks/" + file.name):
                kept = (bag / name).read_bytes()
                (bag / name).write_bytes(kept.replace(b"1", b"2"))
                self.assertEqual(self.verify(bag), 1, name)
                (bag / name).write_bytes(kept)
        for name in ("getReferralList", "getReferralRegister"):
            text = read(self.house["liaison"].do(name, referral).body)
            for word in ("谈话记录" + doc["number"], doc["record"]["sha256"], "复制件", "谈话记录的原件为纸质"):
                self.assertIn(word, text, name)
            self.assertNotIn(NAME, text)
        letter = read(self.house["liaison"].do("getReferralLetter", referral).body)
        self.assertIn("谈话记录1份", letter)

    def verify(self, path):
        return subprocess.run([contract.BUILD / "cli" / "anfang", "pack", "verify", path],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              check=False).returncode

    def test_only_signed_talks_of_the_findings_visits_go_along(self):
        talk, referral, _ = self.make_case(sign=False)
        elsewhere = self.make_case()[0]
        for one, status, word in ((talk, 409, "not signed"), (elsewhere, 422, "no visit of"),
                                  (world.new_id(), 422, "talks"), (referral, 422, "talks")):
            answer = self.house["sign"].call("approveReferral", referral, body={"talks": [one]})
            self.assertEqual(answer.status, status, answer)
            self.assertIn(word, answer.json["detail"] + str(answer.json.get("errors")))
        self.house["ver1"].do("signTalk", talk, body={"refused": "称记录不全"})
        answer = self.house["sign"].call("approveReferral", referral, body={"talks": [talk, talk]})
        self.assertEqual(answer.status, 422)
        self.drop_record(talk)
        answer = self.house["sign"].call("approveReferral", referral, body={"talks": [talk]})
        self.assertEqual((answer.status, "print it" in answer.json["detail"]), (409, True))
        self.printed(talk, by="ver1")
        self.approve(referral, talk)
        with tempfile.TemporaryDirectory() as folder:
            case = json.loads((self.unpack(referral, folder)[1] / "data/case.json").read_bytes())
        self.assertEqual(case["talks"][0]["refused"], "称记录不全")

    def list_leaves(self, by, noun):
        return [e["leaf"] for e in self.house[by].do("listEvents", query={
            "noun": noun, "limit": 200}).json["items"]]

    def test_fetching_the_pack_is_a_look(self):
        """Each leaves its trace before a byte goes out, and does not tell those who read the talk
        that anything was referred; whoever may not look gets no pack."""
        h = self.house
        talk, referral, _ = self.make_case()
        number = self.approve(referral, talk)["number"]
        h.hire("kin2", ["discipline_liaison"], house.ADDRESSEE)
        for by in ("sign", "kin2"):
            answer = h[by].call("getReferralPack", referral)
            self.assertEqual(answer.status, 403, by)
            self.assertNotIn(NAME, str(answer.json))
        self.assertNotIn("subject_reads", h["ver1"].do("getTalk", talk).json)
        packs = {h["liaison"].do("getReferralPack", referral).body for _ in range(2)}
        self.assertEqual(len(packs), 1)
        doc = h["ver1"].do("getTalk", talk).json
        self.assertEqual([r["by"] for r in doc["subject_reads"]], ["liaison"] * 2)
        leaves = [l["event"] for l in self.list_leaves("ver1", "talk")
                  if l["record"] == "talk/" + talk]
        self.assertEqual(leaves, ["talk.recorded", "talk.signed"] + ["talk.subject_read"] * 2)
        for word in (number, referral, "移送", "referr"):
            self.assertNotIn(word, str(doc))

    @contextlib.contextmanager
    def changed_on_disk(self, sha256):
        place = self.house.service.data / "vault" / "blobs" / sha256[:2] / sha256
        kept = place.read_bytes()
        place.chmod(0o600)
        place.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        try:
            yield
        finally:
            place.write_bytes(kept)

    def test_fsck_knows_of_a_talk_that_was_referred(self):
        """Nothing of it is a fault; and of what went along, nothing may be another afterwards."""
        h = self.house
        talk, referral, _ = self.make_case()
        other, _, _ = self.make_case(sign=False)
        self.approve(referral, talk)
        h["liaison"].do("getReferralPack", referral, query={"reason": "核对"})
        record = h["ver1"].do("getTalk", talk).json["record"]["sha256"]
        approved = h["liaison"].do("getReferral", referral).json["approved"]
        h.service.stop()
        self.addCleanup(self.start_again)
        self.assertEqual(h.service.fsck(), "")
        for sha256 in (record, approved["case_sha256"], approved["index_sha256"]):
            with self.changed_on_disk(sha256):
                self.assertIn(sha256, h.service.fsck())
        with contextlib.closing(sqlite3.connect(h.service.data / "anfang.db")) as base:
            read = "SELECT doc FROM talk_subject WHERE talk = ?"
            mine, theirs = (base.execute(read, (x,)).fetchone()[0] for x in (talk, other))
            for kept in (theirs, mine):
                base.execute("UPDATE talk_subject SET doc = ? WHERE talk = ?", (kept, talk))
                base.commit()
                said = h.service.fsck()
                self.assertEqual("talk/" + talk in said, kept != mine, said)

    def start_again(self):
        self.house.service.start()
        for client in self.house.clients.values():
            client.close()

    def test_no_paper_that_changed_on_disk_is_sealed(self):
        """Neither approved, which would vouch for it, nor handed out; by name."""
        h = self.house
        talk, referral, _ = self.make_case()
        told = h["ver1"].do("getTalk", talk).json
        with self.changed_on_disk(told["record"]["sha256"]):
            answer = h["sign"].call("approveReferral", referral, body={"talks": [talk]})
            self.assertEqual(answer.status, 409, answer)
            self.assertIn(told["number"] + " is not as it was kept", answer.json["detail"])
        approved = self.approve(referral, talk)["approved"]
        with tempfile.TemporaryDirectory() as folder:
            case = json.loads((self.unpack(referral, folder)[1] / "data/case.json").read_bytes())
        papers = [(approved[name + "_sha256"], file) for name, file in (
            ("case", "case.json"), ("index", "index.pdf"), ("custody", "custody.csv"))]
        papers += [(one["sha256"], one["path"]) for one in case["letters"] + case["talks"]]
        for sha256, name in papers:
            with self.changed_on_disk(sha256):
                answer = h["liaison"].call("getReferralPack", referral)
                self.assertEqual(answer.status, 409, name)
                self.assertIn(name + " is not as it was kept", answer.json["detail"])
        h["liaison"].do("getReferralPack", referral)

    def test_the_look_has_the_reason_of_who_fetches_it(self):
        """So that no reason of ours for all tells it from other looks."""
        h = self.house
        talk, referral, _ = self.make_case()
        self.approve(referral, talk)
        self.assertEqual(h["liaison"].call("getReferralPack", referral,
                                           query={"reason": ""}).status, 400)
        h["liaison"].do("getReferralPack", referral, query={"reason": "核对笔录"})
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_program("liaison", "pack", "export", referral, "-o",
                                    pathlib.Path(folder) / "pack.zip", "--reason", "核实&比对")
        self.assertEqual(done.returncode, 0, done.stderr)
        h["liaison"].do("getReferralPack", referral)
        reasons = [r["reason"] for r in h["ver1"].do("getTalk", talk).json["subject_reads"]]
        self.assertEqual(reasons[:2], ["核对笔录", "核实&比对"])
        self.assertEqual((len(reasons), reasons[2] != ""), (3, True))

    def test_referral_tells_nobody_of_a_talk(self):
        """Neither who drafted it nor whoever reads the talk learns of the other, nor the unit of
        either."""
        h = self.house
        talk, referral, visit = self.make_case()
        number = h["ver1"].do("getTalk", talk).json["number"]
        before = {by: h[by].do("getTalk", talk).body for by in ("ver1", "li", "boss")}
        leaves = {by: self.list_leaves(by, "talk") for by in before}
        self.approve(referral, talk)
        self.assertEqual(before, {by: h[by].do("getTalk", talk).body for by in before})
        self.assertEqual(leaves, {by: self.list_leaves(by, "talk") for by in before})
        bare = self.make_case()[1]
        self.approve(bare)
        # Leaf for leaf, and member for member, the drafter sees what they see without a talk.
        def seen(one):
            doc = h["draft"].do("getReferral", one).json
            return (sorted(doc), sorted(doc["approved"]),
                    [l["event"] for l in self.list_leaves("draft", "referral")
                     if l["record"] == "referral/" + one])
        self.assertEqual(seen(referral), seen(bare))
        for by in ("draft", "sign", "liaison"):
            text = h[by].do("getReferral", referral).body.decode()
            for word in (talk, number, NAME, "谈话"):
                self.assertNotIn(word, text, by)
        for by in ("head", "contact"):
            for operation in ("listEvents", "listOrders", "listFindings", "listNotices"):
                answer = h[by].call(operation, query={"limit": 200})
                for word in (talk, number, NAME, visit, "talk"):
                    self.assertNotIn(word, answer.body.decode(), (by, operation))

    def test_units_pack_has_no_talk(self):
        """Neither a file of it nor a word in one."""
        talk, referral, _ = self.make_case()
        number = self.house["ver1"].do("getTalk", talk).json["number"]
        self.approve(referral, talk)
        with tempfile.TemporaryDirectory() as folder:
            pack, bag = self.unpack(referral, folder)
            unit = pathlib.Path(folder) / "unit.zip"
            done = subprocess.run([contract.BUILD / "cli" / "anfang", "pack", "redact", pack, "--for",
                                   "unit", "-o", unit], stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.verify(unit), 0)
            with zipfile.ZipFile(unit) as files:
                for name in files.namelist():
                    for word in (talk, number, NAME, "谈话", "talk"):
                        self.assertNotIn(word.encode(), name.encode() + files.read(name), name)

    # ---- the program ----

    def test_program_names_talks_by_their_numbers(self):
        talk, referral, _ = self.make_case()
        number = self.house["ver1"].do("getTalk", talk).json["number"]
        done = self.run_program("sign", "referral", "approve", referral, "--talk", number)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(number, read(self.house["liaison"].do("getReferralList", referral).body))

    def run_program(self, by, *words):
        env = dict(os.environ, ANFANG_SERVER=self.house.service.url,
                   ANFANG_TOKEN=self.house[by].token, LC_ALL="C.UTF-8")
        return subprocess.run([contract.BUILD / "cli" / "anfang", *map(str, words)], env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)

    def test_program_takes_a_text(self):
        number = self.house["li"].do("getVisit", self.visit).json["number"]
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "谈话.txt"
            options = ["--text", file, "--talker", "li", "--recorder", "tan", "--name", NAME,
                       "--rights-told", "--place", "三楼", "--from", past(40), "--to", past(5)]
            file.write_text("\ufeff\n问：谁收的？\n答：另一个人。\n我没有收。\n问: 还有吗？\n答: 没有了。\n", "utf-8")
            for verb, which in ((("visit", "talk"), number), (("talk", "add"), number),
                                (("talk", "add"), self.visit)):
                done = self.run_program("li", *verb, which, *options)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stdout.decode(), r"^talk \S+  TH-")
            talk = self.house["li"].do("listTalks", query={"limit": 200}).json["items"][-1]
            self.assertEqual(talk["exchanges"], [
                {"question": "谁收的？", "answer": "另一个人。\n我没有收。"},
                {"question": "还有吗？", "answer": "没有了。"}])
            pdf = pathlib.Path(folder) / "记录.pdf"
            done = self.run_program("li", "talk", "print", talk["number"], "--reason", "签名", "-o", pdf)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(NAME, read(pdf.read_bytes()))
            self.assertEqual(pdf.stat().st_mode & 0o777, 0o600)
            self.assertIn(NAME, self.run_program("ver1", "talk", "subject", talk["number"], "--reason",
                                                 "核实").stdout.decode())
            done = self.run_program("li", "talk", "add", number, *options, "--replace",
                                    talk["number"], "--correction", "2:没有=还有")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.house["li"].do("getTalk", talk["id"]).json["corrections"],
                             [{"exchange": 2, "wrong": "没有", "right": "还有"}])
            done = self.run_program("li", "talk", "sign", talk["number"], "--pages", "1")
            self.assertEqual(done.returncode, 0, done.stderr)
            for text, word in (("你好\n问：x\n答：y", "line 1"), ("问：x\n\n答：\n", "line 3"),
                               ("问：x\n答：y\n问：z\n", "line 3"), ("答：y", "line 1"),
                               ("问：x\n答：y\n答：z", "line 3"), ("", "问："),
                               ("问：x\n答：" + "长" * 20001, "line 2")):
                file.write_text(text, "utf-8")
                done = self.run_program("li", "talk", "add", number, *options)
                self.assertEqual(done.returncode, 1, text[:20])
                self.assertIn(word, done.stderr.decode())


if __name__ == "__main__":
    tap.main()
