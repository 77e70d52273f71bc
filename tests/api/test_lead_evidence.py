#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What comes with a lead: photos of the complaint, clippings, a leader's note. It is evidence as any
other, kept from the units and from those who are sent, and what a finding from the lead rests on."""
import io
import json
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

TUS = {"Tus-Resumable": "1.0.0"}


class LeadEvidence(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contracts.Contract())

    def add(self):
        lead = world.new_id()
        self.house["clerk"].do("putLead", lead, status=201, body={
            "scheme": house.SCHEME, "source": "complaint", "unit": house.ADDRESSEE,
            "text": "窗口办事拖拉"})
        return lead

    def attach(self, lead, by="clerk"):
        return self.house[by].upload(self.house.shoot(), lead=lead, filename="群众照片.jpg",
                                     filetype="image/jpeg")

    def announce(self, who, **target):
        return self.house[who].call("createUpload", headers=dict(TUS, **{
            "Upload-Length": "5", "Upload-Metadata": world.tus_metadata(
                evidence=world.new_id(), sha256="0" * 64, **target)}))

    def check(self, lead):
        self.house["ver1"].do("verifyLead", lead, body={"outcome": "substantiated",
                                                        "opinion": "经核实"})

    def register(self, lead, evidence):
        """The answer"""
        return self.house["clerk"].call("putFinding", world.new_id(), body={
            "lead": lead, "area": "a3", "category": "效率低下、办事拖拉", "fact": "超时",
            "clause": "x", "evidence": evidence})

    def wait(self, lead):
        def look():
            items = self.house["ver1"].do("listEvidence", query={"lead": lead}).json["items"]
            return [e for e in items if e["examination"]["status"] == "done"] == items and items
        return world.wait_for(look, 60, 0.05)

    def test_it_is_received_examined_and_listed(self):
        lead = self.add()
        photo = self.attach(lead)
        item, = self.wait(lead)
        self.assertEqual((item["id"], item["lead"], item["created_by"], item["sequence"]),
                         (photo, lead, "clerk", 1))
        self.assertEqual(item["examination"]["facts"]["type"], "image/jpeg")
        self.assertTrue(self.house["clerk"].do("getEvidenceReceipt", photo).body)
        self.attach(lead, by="liaison")
        self.assertEqual([e["sequence"] for e in self.wait(lead)], [1, 2])
        answer = self.house["ver1"].call("listEvidence", query={"lead": lead,
                                                                "visit": world.new_id()})
        self.assertEqual(answer.status, 422)

    def test_a_photo_that_tells_who_took_it_is_not_for_those_who_are_sent(self):
        h, lead = self.house, self.add()
        photo = self.attach(lead)
        self.check(lead)
        h["boss"].do("turnLead", lead, body={"visit": h.plan_visit()})
        h["li"].do("getLead", lead)
        for who in ("li", "tan", "contact", "head", "lead"):
            for operation in ("getEvidence", "getEvidenceContent", "getEvidenceRedacted"):
                self.assertIn(h[who].call(operation, photo).status, (403, 404), (who, operation))
            self.assertIn(h[who].call("listEvidence", query={"lead": lead}).status, (403, 404))
        for who in ("assess", "press"):
            self.assertEqual(h[who].call("getEvidence", photo).status, 403)
        for who in ("ver1", "clerk", "liaison", "boss"):
            h[who].do("getEvidenceContent", photo)

    def test_who_keeps_leads_brings_it_in_until_the_lead_is_answered(self):
        h, lead = self.house, self.add()
        for who in ("li", "contact", "back1"):
            self.assertEqual(self.announce(who, lead=lead).status, 404, who)
        self.assertEqual(self.announce("draft", lead=lead).status, 403)
        for who in ("clerk", "liaison"):
            self.assertEqual(self.announce(who, visit=h.plan_visit()).status, 404)
        self.check(lead)
        self.attach(lead)
        h["clerk"].do("answerLead", lead, body={"text": "已处理"})
        refused = self.announce("clerk", lead=lead)
        self.assertEqual(refused.status, 409)
        self.assertIn("answered", refused.json["detail"])
        for target in ({}, {"lead": lead, "visit": world.new_id()}, {"lead": "x"}):
            self.assertEqual(self.announce("clerk", **target).status, 422, target)

    def test_a_finding_from_the_lead_rests_on_it_and_goes_to_the_discipline_body(self):
        h, lead, other = self.house, self.add(), self.add()
        photo, foreign = self.attach(lead), self.attach(other)
        self.check(lead)
        self.assertEqual(self.register(lead, [foreign]).status, 422)
        finding = self.register(lead, [photo]).json["id"]
        self.assertTrue(self.wait(lead))
        h.establish(finding)
        h.bring(h.draft_order([finding]), "numbered")
        referral = h.draft_referral([finding])
        h["sign"].do("approveReferral", referral, body={})
        pack = zipfile.ZipFile(io.BytesIO(h["liaison"].do("getReferralPack", referral).body))
        root = pack.namelist()[0].partition("/")[0] + "/"
        case = json.loads(pack.read(root + "data/case.json"))
        item = next(e for e in case["evidence"] if e["id"] == photo)
        self.assertEqual(item["lead"], lead)
        # Nobody of this office collected it anywhere.
        index = house.read(pack.read(root + "data/index.pdf"))
        custody = pack.read(root + "data/custody.csv").decode()
        papers = [house.read(pack.read(n)) for n in pack.namelist()
                  if n.startswith(root + "data/orders/")]
        letter = next(p for p in papers if "移送问题线索的函" in p)
        self.assertIn("随线索收到", index)
        self.assertIn("随线索收到后上传入库", custody)
        self.assertIn("在线索核查中发现的1条", letter)
        for text in (index, custody, letter):
            self.assertNotIn("现场采集", text)
            self.assertNotIn("监督检查中发现", text)
        order = next(p for p in papers if "现予交办" in p)
        self.assertIn("我单位对有关问题进行了了解。经核实", order)
        self.assertEqual(pack.read(root + item["path"]),
                         h["ver1"].do("getEvidenceContent", photo).body)
        # The unit's pack has neither a word nor a pixel of it, nor has an exposure.
        told = False
        redacted = h["ver1"].do("getEvidenceRedacted", photo).body
        self.assertIn(redacted, [pack.read(name) for name in pack.namelist()])
        for name in pack.namelist():
            if name.startswith(root + "proofs/unit/"):
                told = True
                self.assertNotIn(world.sha256(redacted).encode(), pack.read(name), name)
        self.assertTrue(told, "there is no unit's pack")
        refused = h["press"].call("putExposure", world.new_id(), body={
            "findings": [finding], "title": "窗口拖拉", "text": "窗口拖拉", "photos": [photo]})
        self.assertEqual((refused.status, refused.json["detail"][:7]), (422, "photos:"), refused)

    def test_who_brought_it_in_does_not_decide_on_what_rests_on_it(self):
        h, lead = self.house, self.add()
        h.hire("both", ["discipline_liaison", "verifier"], house.OFFICE)
        photo = self.attach(lead, by="both")
        self.check(lead)
        finding = self.register(lead, [photo]).json["id"]
        for operation, body in (("establishFinding", {"with": "ver2", "opinion": "属实"}),
                                ("dismissFinding", {"with": "ver2", "reason": "查无实据"})):
            refused = h["both"].call(operation, finding, body=body)
            self.assertEqual(refused.status, 403, refused)
            self.assertIn("collected the evidence", refused.json["detail"])
        h.establish(finding)

    def test_the_same_picture_again_on_a_visit_is_told(self):
        h, lead = self.house, self.add()
        bytes_ = h.shoot("--software", "Adobe Photoshop 24.0")
        photo = h["clerk"].upload(bytes_, lead=lead, filename="a.jpg", filetype="image/jpeg")
        self.assertTrue(self.wait(lead))
        number = h["clerk"].do("getLead", lead).json["number"]
        visit = h.start_visit()
        h["li"].upload(bytes_, visit=visit, filename="b.jpg", filetype="image/jpeg")
        flags = h.wait_checked(visit=visit)
        self.assertTrue([f for f in flags if number in json.dumps(f, ensure_ascii=False)], flags)
        # The visit's is flagged as edited, too; the lead's, which came before, is not: when and where
        # a complainant takes photos is theirs.
        self.assertIn("editor_software", [f["check"] for f in flags])
        self.assertEqual(h["ver1"].do("listFlags", query={"evidence": photo}).json["items"], [])

    def test_nothing_is_held_against_it_itself(self):
        """It was not taken on a visit: neither the place nor the hour is known that it should be of."""
        h, bytes_ = self.house, self.house.shoot()
        visit = h.start_visit()
        h["li"].upload(bytes_, visit=visit, filename="a.jpg", filetype="image/jpeg")
        h.wait_checked(visit=visit)
        lead = self.add()
        photo = h["clerk"].upload(bytes_, lead=lead, filename="b.jpg", filetype="image/jpeg")
        self.assertTrue(self.wait(lead))
        # What comes after it is checked after it.
        h["li"].upload(h.shoot(), visit=visit, filename="c.jpg", filetype="image/jpeg")
        h.wait_checked(visit=visit)
        self.assertEqual(h["ver1"].do("listFlags", query={"evidence": photo}).json["items"], [])


if __name__ == "__main__":
    tap.main()
