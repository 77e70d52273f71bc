#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Who had the evidence when, and what keeps it from being evidence (domain.md D.10).

移交、接收、时间、目的、状态、校验结果 of every item, carriers kept elsewhere included; defects that
block a referral (刑诉解释 109, 114) and those that want explaining (113).
"""
import csv
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap
import world

TAPE = hashlib.sha256(b"the tape").hexdigest()


class Handover(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(years=1)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def gather(self, **upload):
        """A case of one file and one carrier; returns the referral and the two ids."""
        h = self.house
        visit = h.start_visit()
        options = {"filename": "a.jpg", "filetype": "image/jpeg", **upload}
        file = h["li"].upload(options.pop("data", None) or h.shoot(), visit=visit, **options)
        tape = world.new_id()
        h["li"].do("putEvidence", tape, status=201, body={
            "visit": visit, "carrier": "执法记录仪07号", "sha256": TAPE})
        finding = h.write_finding(visit, evidence=[file, tape])
        h.submit_visit(visit)
        h.answer_flags(visit=visit)
        h.establish(finding)
        referral = world.new_id()
        h["draft"].do("putReferral", referral, status=201, body={
            "findings": [finding], "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "收受礼品线索", "suspicion": "duty_violation"})
        deadline = time.monotonic() + 30
        while h["ver1"].do("getEvidence", file).json["examination"]["status"] == "pending":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        return referral, file, tape

    def hand_over(self, evidence, who="clerk", **fields):
        body = dict({"from": "林某", "to": "档案室周某", "purpose": "归档保管", "condition": "已封存"},
                    **fields)
        return self.house[who].do("handOverEvidence", evidence, body=body, status=200).json

    def read_pack(self, referral):
        pack = self.house["liaison"].do("getReferralPack", referral).body
        with zipfile.ZipFile(io.BytesIO(pack)) as bag:
            top = bag.namelist()[0].split("/")[0]
            return lambda name: bag_read(pack, top + "/" + name)

    def test_chain(self):
        h = self.house
        referral, file, tape = self.gather()
        told = self.hand_over(tape, sha256=TAPE, handed_at="2018-09-18T02:00:00.000Z")
        self.assertEqual(told["handovers"][0]["check"], "same")
        self.hand_over(tape, who="liaison", to="海城市纪委监委孙某", purpose="随案移交")
        future = h["clerk"].call("handOverEvidence", tape, body={
            "from": "a", "to": "b", "purpose": "c", "condition": "d",
            "handed_at": "2999-01-01T00:00:00.000Z"})
        self.assertEqual(future.status, 422)
        h["sign"].do("approveReferral", referral)
        read = self.read_pack(referral)
        rows = list(csv.DictReader(io.StringIO(read("data/custody.csv").decode("utf-8-sig"))))
        told = [r for r in rows if r["事件"] == "证据移交"]
        self.assertEqual([(r["对象"], r["移交"], r["接收"], r["目的"], r["状态"], r["校验结果"])
                          for r in told],
                         [("执法记录仪07号", "林某", "档案室周某", "归档保管", "已封存", "一致"),
                          ("执法记录仪07号", "林某", "海城市纪委监委孙某", "随案移交", "已封存", "未计算")])
        self.assertEqual(told[0]["时间(UTC)"], "2018-09-18T02:00:00.000Z")
        case = json.loads(read("data/case.json"))
        for item in case["evidence"]:
            name = item.get("path") or item["carrier"]
            first = [r for r in rows if r["对象"] == name][0]
            for column in ("时间(UTC)", "移交", "接收", "目的", "状态", "校验结果"):
                self.assertTrue(first[column], (name, column))

    def test_a_case_of_carriers_alone_is_handed_over(self):
        """Their hashes go along, and they themselves by hand; the pack proves its letters."""
        h = self.house
        visit = h.start_visit()
        finding = h.write_finding(visit, evidence=[h.refer(visit)])
        h.submit_visit(visit)
        h.establish(finding)
        referral = h.draft_referral([finding])
        h["sign"].do("approveReferral", referral, body={"explanation": "x"})
        read = self.read_pack(referral)
        (item,) = json.loads(read("data/case.json"))["evidence"]
        self.assertNotIn("path", item)
        letter = house.read(h["liaison"].do("getReferralLetter", referral).body)
        self.assertIn("移送材料电子数据清单和提取记录1份、移交记录1份，随证据包移送；"
                      "另有原始载体1件另行保管。", letter)
        index = house.read(read("data/index.pdf"))
        self.assertIn("另行保管的原始载体登记其SHA-256", index.replace(" ", "").replace("\n", ""))
        self.assertNotIn("上传的文件", index)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "p.zip")
            path.write_bytes(h["liaison"].do("getReferralPack", referral).body)
            done = subprocess.run([contract.BUILD / "cli" / "anfang", "pack", "verify", path],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            subprocess.run(["unzip", "-q", path, "-d", folder], check=True)
            done = subprocess.run(["sh", "proofs/check.sh"], capture_output=True, text=True, check=False,
                                  cwd=next(p for p in pathlib.Path(folder).iterdir() if p.is_dir()))
            self.assertIn("all hold", done.stdout)

    def test_a_file_whose_type_nobody_declared_goes_along(self):
        h = self.house
        visit = h.start_visit()
        file = h["li"].upload(h.shoot(), visit=visit, filename="a.bin")
        finding = h.write_finding(visit, evidence=[file])
        h.submit_visit(visit)
        h.wait_examined(visit)
        h.answer_flags(visit=visit)
        h.establish(finding)
        referral = h.draft_referral([finding])
        h["sign"].do("approveReferral", referral, body={"explanation": "未声明类型"})
        (item,) = (e for e in json.loads(self.read_pack(referral)("data/case.json"))["evidence"]
                   if e["id"] == file)
        self.assertNotIn("filetype", item)

    def test_format_that_is_not_clear_wants_explaining(self):
        h = self.house
        referral, file, _ = self.gather(data=b"not a picture", filename="a.bin",
                                        filetype="application/octet-stream")
        refused = h["sign"].call("approveReferral", referral)
        self.assertEqual(refused.status, 409)
        self.assertIn("data/evidence/0001-", refused.json["detail"])
        self.assertIn("文件格式", refused.json["detail"])
        self.assertEqual(h["sign"].do("getReferral", referral).json["state"], "drafted")
        words = "该文件为窗口叫号系统导出的二进制日志，须用原系统打开。"
        done = h["sign"].do("approveReferral", referral, body={"explanation": words}).json
        self.assertEqual(done["approved"]["explanation"], words)
        read = self.read_pack(referral)
        case = json.loads(read("data/case.json"))
        self.assertEqual(case["explanation"], words)
        self.assertEqual(len(case["defects"]), 1)
        sheet = subprocess.run(["pdftotext", "-", "-"], input=read("data/index.pdf"), check=True,
                               stdout=subprocess.PIPE).stdout.decode()
        self.assertIn("窗口叫号系统", sheet.replace("\n", ""))

    def test_captured_after_it_came_in_wants_explaining(self):
        referral, _, _ = self.gather(captured_at="2098-01-01T00:00:00Z")
        refused = self.house["sign"].call("approveReferral", referral)
        self.assertEqual(refused.status, 409)
        self.assertIn("晚于接收", refused.json["detail"])

    def test_found_changed_is_no_evidence(self):
        h = self.house
        referral, _, tape = self.gather()
        told = self.hand_over(tape, sha256=hashlib.sha256(b"another tape").hexdigest())
        self.assertEqual(told["handovers"][0]["check"], "different")
        refused = h["sign"].call("approveReferral", referral, body={"explanation": "不影响"})
        self.assertEqual(refused.status, 409)
        self.assertIn("执法记录仪07号", refused.json["detail"])
        # Counted again and found right: the first count was wrong, and both stand in the chain.
        self.hand_over(tape, sha256=TAPE)
        h["sign"].do("approveReferral", referral)

    def test_changed_in_the_vault_is_no_evidence(self):
        h = self.house
        photo = h.shoot()
        referral, file, _ = self.gather(data=photo)
        sha256 = hashlib.sha256(photo).hexdigest()
        place = h.service.data / "vault" / "blobs" / sha256[:2] / sha256
        place.chmod(0o600)
        place.write_bytes(photo[:-1] + bytes([photo[-1] ^ 1]))
        refused = h["sign"].call("approveReferral", referral, body={"explanation": "不影响"})
        self.assertEqual(refused.status, 409)
        self.assertIn(file, refused.json["detail"])
        place.write_bytes(photo)
        h["sign"].do("approveReferral", referral)


def bag_read(pack, name):
    with zipfile.ZipFile(io.BytesIO(pack)) as bag:
        return bag.read(name)


if __name__ == "__main__":
    tap.main()
