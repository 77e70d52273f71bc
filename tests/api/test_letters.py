#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What stands in the letters that go out (domain.md D.1), as poppler reads it, and what must not."""
import datetime
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
import contract
import house
import tap
import world

CHINA = datetime.timezone(datetime.timedelta(hours=8))
CATEGORY = "未做到首问负责、一次性告知，“踢皮球”"


def lines_of(pdf):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True,
                          stdout=subprocess.PIPE)
    return done.stdout.decode()


def read(pdf):
    """The words of a PDF without the blanks between them."""
    return "".join(lines_of(pdf).split())


def days_ago(days, hour=9):
    day = datetime.datetime.now(CHINA) - datetime.timedelta(days=days)
    return day.replace(hour=hour, minute=17, second=0, microsecond=0)


def in_chinese(day):
    return "%d年%d月%d日" % (day.year, day.month, day.day)


class Letters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contract.Contract())

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def find(self, photos=3, **times):
        """An established finding; its visit, and its evidence in the order of arrival."""
        h = self.house
        visit = h.start_visit()
        ids = [h["li"].upload(h.shoot(), visit=visit, filename="%d.jpg" % i,
                              filetype="image/jpeg") for i in range(photos)]
        finding = h.write_finding(visit, evidence=ids or [h.refer(visit)])
        h.submit_visit(visit, **times)
        h.establish(finding)
        return visit, finding, ids

    def load(self, scheme):
        version = self.house.root.do("getScheme", house.SCHEME).headers["ETag"]
        self.house.root.do("putScheme", house.SCHEME, body=scheme, headers={"If-Match": version})

    def letter(self, order):
        return read(self.house["clerk"].do("getOrderLetter", order).body)

    def test_it_tells_the_day_of_the_inspection_and_not_the_hour(self):
        h = self.house
        begun, over = days_ago(3), days_ago(3, 11)
        _, finding, _ = self.find(began_at=begun.isoformat(), ended_at=over.isoformat())
        order = h.bring(h.draft_order([finding]), "numbered")
        words = self.letter(order)
        self.assertIn(in_chinese(begun) + "，以突击检查方式，在市政务服务大厅三号窗口对你单位进行了",
                      words)
        for secret in ("9:17", "09:17", "11:17", "9时", "11时", "li", "tan"):
            self.assertNotIn(secret, words)

    def test_it_does_not_tell_of_another_unit_that_was_looked_at(self):
        """Whoever has to mend it is not always where it was seen."""
        h = self.house
        visit = h.start_visit(unit=house.OTHER)
        finding = h.write_finding(visit, unit=house.ADDRESSEE, evidence=[h.refer(visit)])
        h.submit_visit(visit)
        h.establish(finding)
        words = self.letter(h.bring(h.draft_order([finding]), "numbered"))
        self.assertIn("在市政务服务大厅三号窗口进行了明察暗访。", words)
        self.assertNotIn(h["boss"].do("getUnit", house.OTHER).json["name"], words)

    def test_an_inspection_of_several_days(self):
        h = self.house
        begun, over = days_ago(400), days_ago(3)
        _, finding, _ = self.find(began_at=begun.isoformat(), ended_at=over.isoformat())
        order = h.bring(h.draft_order([finding]), "numbered")
        self.assertIn("%s至%s，以" % (in_chinese(begun), in_chinese(over)), self.letter(order))

    def test_times_of_an_inspection_are_two_in_order_and_past(self):
        h = self.house
        then, now = days_ago(3).isoformat(), days_ago(2).isoformat()
        later = days_ago(-2).isoformat()
        visit = h.start_visit()
        for times in ({"began_at": then}, {"ended_at": then}, {"began_at": now, "ended_at": then},
                      {"began_at": then, "ended_at": later}):
            refused = h["tan"].call("submitVisit", visit, body=dict(
                {"narrative": "如实记录", "no_inducement": True}, **times))
            self.assertEqual(refused.status, 422, times)

    def test_each_finding_has_its_category_and_numbers_of_its_evidence(self):
        h = self.house
        _, finding, evidence = self.find()
        order = h.bring(h.draft_order([finding], urgency="特急"), "served")
        number = h["boss"].do("getFinding", finding).json["number"]
        words = self.letter(order)
        self.assertIn("（一）%s（问题编号：%s）。" % (CATEGORY, number), words)
        self.assertIn("照片3张（证据编号：%s-Z1至Z3）。" % number, words)
        self.assertIn("特急", words)
        # Numbered by hash, so that no number tells in what order the photos were taken or sent.
        hashes = {e: h["boss"].do("getEvidence", e).json["sha256"] for e in evidence}
        self.assertEqual(h["clerk"].do("getOrder", order).json["exhibits"],
                         [{"number": "%s-Z%d" % (number, place), "evidence": e}
                          for place, e in enumerate(sorted(evidence, key=hashes.get), 1)])
        self.assertNotIn("exhibits", h["head"].do("getOrder", order).json)

    def test_a_letter_names_whom_to_ask_and_the_telephone(self):
        h = self.house
        _, finding, _ = self.find(photos=0)
        silent = house.read_scheme()
        silent["anfang"]["letter"]["contact"]["phone"] = None
        self.load(silent)
        try:
            draft = {"findings": [finding], "contact": {"name": "钱某"}}
            refused = h["draft"].call("putOrder", world.new_id(), body=draft)
            self.assertEqual(refused.status, 422)
            self.assertIn("--contact-phone", refused.json["detail"])
            order = h.draft_order([finding], contact={"phone": "0412-1111111"})
        finally:
            self.load(house.read_scheme())
        h.bring(order, "numbered")
        self.assertIn("联系人：市营商办，联系电话：0412-1111111。", self.letter(order))

    def test_a_letter_that_presses_names_the_order_that_is_late(self):
        h = self.house
        _, finding, _ = self.find(photos=0)
        order = h.bring(h.draft_order([finding], rectify={"date": "2099-03-02"}), "rectifying")
        pressed = h.bring(h.draft_order([finding], kind="supervision",
                                        rectify={"date": "2099-04-01"}), "numbered")
        number = h["clerk"].do("getOrder", order).json["number"]["text"]
        self.assertIn("原交办情况：%s以%s交办，整改期限至2099年3月2日，尚未销号。" % (
            in_chinese(datetime.datetime.now(CHINA)), number),
                      self.letter(pressed))

    def test_every_line_ends_as_a_sentence(self):
        """However it was typed, and a unit's name as well."""
        h = self.house
        visit = h.start_visit()
        finding = h.write_finding(visit, fact="三号窗口无人值守；", clause="实施方案三（三），",
                                  requirement="落实AB岗、")
        h.submit_visit(visit)
        h.establish(finding)
        order = h.bring(h.draft_order([finding]), "rectifying")
        words = self.letter(order)
        for line in ("事实：三号窗口无人值守。", "违反规定：实施方案三（三）。", "整改要求：落实AB岗。"):
            self.assertIn(line, words)
        urged = h.bring(h.draft_order([finding], kind="reminder"), "numbered")
        self.assertIn("责任单位：市市场局。", self.letter(urged))

    def test_the_receipt_to_sign_has_what_is_known(self):
        h = self.house
        _, finding, _ = self.find(photos=0)
        order = h.draft_order([finding])
        early = h["clerk"].call("getOrderReceipt", order)
        self.assertEqual(early.status, 409)
        h.bring(order, "numbered")
        number = h["clerk"].do("getOrder", order).json["number"]["text"]
        blank = read(h["clerk"].do("getOrderReceipt", order).body)
        for label in ("送达回证", "送达方式", "送达人", "签收人", "签收时间", number):
            self.assertIn(label, blank)
        self.assertNotIn("政务外网", blank)
        h["clerk"].do("serveOrder", order, body={"channel": "政务外网"})
        h["contact"].do("receiveOrder", order, body={"signatory": "赵某某"})
        signed = read(h["clerk"].do("getOrderReceipt", order).body)
        for word in ("政务外网", "赵某某", in_chinese(datetime.datetime.now(CHINA))):
            self.assertIn(word, signed)

    def open_as_printed(self, listed, pack):
        """What the paper says of an encrypted pack, typed as it stands; the list comes with the
        file, whose own instructions are still closed."""
        text = re.sub(r"(?<=[一-龥])\n(?=[一-龥])", "", listed).replace("\n", " ")
        command = re.search(r"openssl cms .*?\.zip", text).group()
        with tempfile.TemporaryDirectory() as folder:
            def run(*words, **options):
                subprocess.run(words, check=True, cwd=folder, stderr=subprocess.DEVNULL, **options)
            run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x",
                "-keyout", "私钥文件", "-out", "证书文件")
            run("openssl", "cms", "-encrypt", "-binary", "-stream", "-outform", "DER",
                "-aes-256-cbc", "-out", "加密文件", "证书文件", input=pack)
            run("sh", "-c", command)
            return (pathlib.Path(folder) / "证据包.zip").read_bytes()

    def test_a_pack_has_them_as_they_were_taken(self):
        """Not as they came in, nor as somebody named them."""
        h = self.house
        visit = h.start_visit()
        ids = [h["li"].upload(h.shoot(), visit=visit, filename="%d.jpg" % n, filetype="image/jpeg",
                              sequence=str(n)) for n in (3, 1, 2)]
        finding = h.write_finding(visit, evidence=[ids[2], ids[0], ids[1]])
        h.submit_visit(visit)
        h.establish(finding)
        h.wait_examined(visit)
        referral = h.draft_referral([finding])
        h["sign"].do("approveReferral", referral, body={"explanation": "x"})
        pack = zipfile.ZipFile(io.BytesIO(h["liaison"].do("getReferralPack", referral).body))
        case = json.loads(pack.read(next(n for n in pack.namelist() if re.fullmatch("[^/]*/data/case.json", n))))
        originals = [e for e in case["evidence"] if "derived_from" not in e]
        self.assertEqual([e["id"] for e in originals], [ids[1], ids[2], ids[0]])
        self.assertEqual([e["path"] for e in originals], sorted(e["path"] for e in originals))

    def test_approval_issues_the_letter_and_the_list_into_the_pack(self):
        h = self.house
        _, finding, evidence = self.find(2)
        referral = world.new_id()
        h["liaison"].do("putReferral", referral, status=201, body={
            "findings": [finding], "to": house.DISCIPLINE, "basis": "《政府督查工作条例》第二十三条",
            "summary": "收受服务对象礼品线索", "suspicion": "duty_violation",
            "persons": [{"name": "孙某", "post": "窗口负责人"}]})
        self.assertEqual(h["sign"].call("getReferralLetter", referral).status, 409)
        for e in evidence:
            self.assertTrue(world.wait_for(
                lambda e=e: h["ver1"].call("getEvidenceThumbnail", e).status == 200))
        done = h["sign"].do("approveReferral", referral).json
        letter = h["liaison"].do("getReferralLetter", referral).body
        handed = h["liaison"].do("getReferralList", referral).body
        sealed = h["liaison"].do("getReferralPack", referral).body
        pack = zipfile.ZipFile(io.BytesIO(sealed))
        files = {name.split("/", 1)[1]: pack.read(name) for name in pack.namelist()}
        case = json.loads(files["data/case.json"])
        self.assertEqual([files[entry["path"]] for entry in case["letters"]], [letter, handed])
        for entry, kind in zip(case["letters"], ("letter", "list")):
            self.assertEqual(world.sha256(files[entry["path"]]), done[kind]["sha256"])
            leaf = json.loads(files["proofs/" + entry["path"].removeprefix("data/") + ".leaf"])
            self.assertEqual((leaf["event"], leaf["blob"]),
                             ("referral.%s_issued" % kind, entry["sha256"]))
        # 备注 of what was derived names its original by the number that it has on the same paper.
        index = read(files["data/index.pdf"])
        self.assertIn("由第1项生成", index)
        self.assertIn("系统生成", index)
        self.assertIn("%s（化名）" % next(e["by"] for e in case["evidence"] if e["id"] in evidence), index)
        self.assertIn("制作时间：" + in_chinese(datetime.datetime.now(CHINA)), index)
        for e in evidence:
            self.assertNotIn(e, index)
        number = h["boss"].do("getFinding", finding).json["number"]
        words = read(letter)
        # Of each photo a thumbnail and a redacted copy were made: no evidence of their own.
        derived = [e for e in case["evidence"] if "derived_from" in e]
        self.assertIn("照片2张（另附派生件%d件）、电子数据清单" % len(derived), words)
        self.assertGreater(len(derived), 1)
        # 证明对象, by the numbers that both have on the list.
        own = [str(i) for i, e in enumerate(case["evidence"], 1) if e["id"] in evidence]
        proven = re.search("第([0-9、]+)项证明问题%s的事实" % re.escape(number), index.replace("\n", ""))
        self.assertEqual(sorted(proven[1].split("、")), sorted(own))
        for word in (done["number"], number, "孙某（窗口负责人）", "涉嫌职务违法", "不是结论",
                     "第二十三条", "30日内", "附件：问题线索移送清单", "未交办整改"):
            self.assertIn(word, words)
        listed = read(handed)
        # On paper, under a seal, what the pack cannot prove of itself.
        shown = subprocess.run(["openssl", "x509", "-noout", "-fingerprint", "-sha256"], check=True,
                               input=files["proofs/sign.pem"], stdout=subprocess.PIPE).stdout
        self.assertIn(shown.decode().strip().partition("=")[2], listed)
        self.assertIn(files["proofs/log.vkey"].decode().strip(), listed)
        self.assertEqual(self.open_as_printed(lines_of(handed), sealed), sealed)
        self.assertIn("证据接收", files["data/custody.csv"].decode())
        for e in evidence:
            self.assertIn(h["boss"].do("getEvidence", e).json["sha256"], listed)
        register = read(h["liaison"].do("getReferralRegister", referral).body)
        for name in [*(e["path"] for e in case["evidence"] if "path" in e), "data/index.pdf",
                     "data/custody.csv"]:
            sm3 = subprocess.run(["openssl", "dgst", "-sm3", "-r"], input=files[name], check=True,
                                 stdout=subprocess.PIPE).stdout.decode().split()[0]
            self.assertIn("SM3" + sm3, listed, name)
            self.assertIn("SM3" + sm3, register, name)
        # 提取时间、地点、人员.
        visit = h["boss"].do("getFinding", finding).json["visit"]
        self.assertRegex(index, "分[0-9]{2}秒（北京时间）%sp-" % re.escape(
            h["boss"].do("getVisit", visit).json["site"]))
        for word in (number + "-Z1", "接收人", "移送单位（盖章）", "问题线索移送回执", "data/index.pdf",
                     world.sha256(files["data/index.pdf"]),
                     world.sha256(files["data/custody.csv"])):
            self.assertIn(word, listed)


if __name__ == "__main__":
    tap.main()
