#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Exposure (曝光) of a unit's case (domain.md E.3, D.7, F.2): of what was verified, by others' decision,
with redacted photos, and with nothing of who inspects."""
import contextlib
import csv
import datetime
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

TEXT = "市市场局三号窗口在工作时间无人值守，负责人王小明未说明原因。"
TODAY = (datetime.datetime.utcnow() + datetime.timedelta(hours=8)).date()


class Exposures(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House()
        h.root.do("createAccount", status=201, body={
            "name": "both", "roles": ["drafter", "leader"], "unit": house.OFFICE,
            "display_name": "欧阳某某某", "password": world.PASSWORD})
        cls.visit, cls.findings = h.find(2)

    def describe(self, **fields):
        return dict({"findings": self.findings, "title": "窗口无人值守", "text": TEXT}, **fields)

    def draft(self, who="press", **fields):
        exposure = world.new_id()
        self.house[who].do("putExposure", exposure, body=self.describe(**fields), status=201)
        return exposure

    def publish(self, exposure, **fields):
        return self.house["press"].do("publishExposure", exposure, body=dict(
            {"medium": "海城电视台", "published_on": str(TODAY)}, **fields)).json

    def find_photo(self, visit, finding):
        self.house.wait_examined(visit)
        (photo,) = self.house["boss"].do("getFinding", finding).json["evidence"]
        self.house["ver1"].do("getEvidenceRedacted", photo)
        return photo

    def test_from_draft_to_revocation(self):
        h = self.house
        exposure = self.draft(photos=[self.find_photo(self.visit, self.findings[0])])
        self.refuse("press", 409, "approve", "publishExposure", exposure, body={
            "medium": "x", "published_on": str(TODAY)})
        h["boss"].do("approveExposure", exposure, body={})
        seen = self.publish(exposure, url="https://news.example/1")
        self.assertEqual((seen["state"], seen["published"]["medium"]), ("published", "海城电视台"))
        for finding in self.findings:
            exposed = h["boss"].do("getFinding", finding).json["exposed"]
            self.assertEqual((exposed["exposure"], exposed["on"]), (exposure, str(TODAY)))
        table = h["assess"].do("getLedger", query={"scheme": house.SCHEME, "list": "ledger",
                                                   "format": "csv"}).body.decode("utf-8-sig")
        self.assertIn(str(TODAY), [r["曝光日期"] for r in csv.DictReader(io.StringIO(table))])
        h.correct(exposure, "应为十五分钟", str(TODAY))
        revoked = h["boss"].do("revokeExposure", exposure, body={"reason": "事实不符"}).json
        self.assertEqual((revoked["state"], len(revoked["corrections"])), ("revoked", 1))
        self.assertNotIn("exposed", h["boss"].do("getFinding", self.findings[0]).json)
        self.refuse("press", 409, "final", "publishExposure", exposure, body={
            "medium": "x", "published_on": str(TODAY)})

    def test_who_decides(self):
        h = self.house
        exposure = self.draft(who="both")
        self.refuse("both", 403, "drafted this", "approveExposure", exposure, body={})
        for who in ("press", "draft", "sign", "clerk"):
            self.refuse(who, 403, "leader", "approveExposure", exposure, body={})
        self.refuse("draft", 403, "publicity", "publishExposure", exposure, body={
            "medium": "x", "published_on": str(TODAY)})
        for who in ("lead", "li"):
            self.assertEqual(h[who].call("listExposures").status, 403, who)
        h["boss"].do("declineExposure", exposure, body={"reason": "已整改到位"})
        self.refuse("boss", 409, "final", "approveExposure", exposure, body={})

    def test_only_what_was_verified(self):
        h = self.house
        visit = h.start_visit()
        finding = h.write_finding(visit)
        ask = lambda: self.refuse("press", 409, "verified", "putExposure", world.new_id(),
                                  body=self.describe(findings=[finding]))
        ask()
        h.submit_visit(visit)
        ask()
        h["ver1"].do("dismissFinding", finding, body={"with": "ver2", "reason": "x"})
        ask()

    def test_photos_are_of_the_case_and_redacted(self):
        h = self.house
        other, (finding,) = h.find()
        foreign = self.find_photo(other, finding)
        visit = h.start_visit()
        plain = h["li"].upload(b"no photo at all", visit=visit, filetype="text/plain")
        shown = h.write_finding(visit, evidence=[plain])
        h.wait_examined(visit)
        h.submit_visit(visit)
        h.answer_flags(visit=visit)
        h.establish(shown)
        for findings, photo in ((self.findings, foreign), (self.findings, world.new_id()),
                                ([shown], plain)):
            self.refuse("press", 422, "redacted copy", "putExposure", world.new_id(),
                        body=self.describe(findings=findings, photos=[photo]))

    def test_nobody_of_the_office_is_named(self):
        """Whoever was there or not: the refusal does not tell."""
        for text in ("暗访人员li发现窗口无人", "tan、wu到场", "欧阳某某某带队", "欧　阳某某 某带队"):
            self.refuse("press", 422, "somebody of the office", "putExposure", world.new_id(),
                        body=self.describe(text=text))
            self.refuse("press", 422, "somebody of the office", "putExposure", world.new_id(),
                        body=self.describe(title=text))
        self.draft(text="publishing policy")  # neither “li” nor “sign” is a word of it
        exposure = self.draft()
        self.house["boss"].do("approveExposure", exposure, body={})
        self.refuse("press", 422, "medium.*somebody of the office", "publishExposure", exposure,
                    body={"medium": "海城电视台（li随访）", "published_on": str(TODAY)})
        self.publish(exposure)
        self.refuse("press", 422, "somebody of the office", "correctExposure", exposure, body={
            "reason": "x", "text": "li更正"})

    def test_people_are_masked_unless_it_is_decided(self):
        h = self.house
        for persons, shown in (("masked", "王某某"), ("named", "王小明")):
            exposure = self.draft(persons=["王小明"])
            self.refuse("boss", 422, "named or masked", "approveExposure", exposure, body={})
            public = h["boss"].do("approveExposure", exposure, body={
                "persons": persons}).json["public"]["text"]
            self.assertIn("负责人" + shown, public)
            self.assertEqual("王小明" in public, persons == "named")
        # One name may begin another, and two characters are set apart as wide as three.
        exposure = self.draft(text="王小与王小明、王　小明、孙 明到场", persons=["王小", "王小明", "孙　明"])
        self.assertEqual(h["boss"].do("approveExposure", exposure, body={
            "persons": "masked"}).json["public"]["text"], "王某与王某某、王某某、孙某到场")
        plain = self.draft(text="窗口无人值守")
        self.refuse("boss", 422, "of nobody", "approveExposure", plain, body={"persons": "named"})

    def test_a_correction_names_nobody_who_was_masked(self):
        h = self.house
        _, findings = h.find()
        exposure = self.draft(findings=findings, persons=["王小明"])
        h["boss"].do("approveExposure", exposure, body={"persons": "masked"})
        self.publish(exposure)
        h["press"].do("correctExposure", exposure, body={"reason": "x", "text": "王小明当日请假。"})
        self.refuse("boss", 422, "decided with the exposure", "approveExposure", exposure, body={
            "persons": "named"})
        seen = h.correct(exposure, "王小明当日请假。", str(TODAY))
        self.assertEqual(seen["corrections"][0]["text"], "王某某当日请假。")

    def test_a_correction_is_written_by_one_and_decided_by_another(self):
        """Criticism goes out by a leader's decision (督查工作条例 21), who has not written it; what is put
        right of it no less."""
        h = self.house
        _, findings = h.find()
        exposure = self.draft(findings=findings)
        h["boss"].do("approveExposure", exposure, body={})
        self.publish(exposure)
        out = {"medium": "海城电视台", "published_on": str(TODAY)}
        write = {"reason": "x", "text": "应为十五分钟"}
        self.refuse("boss", 403, "roles", "correctExposure", exposure, body=write)
        for who, operation, body in (("boss", "approveExposure", {}), ("press", "publishExposure", out),
                                     ("boss", "declineExposure", {"reason": "x"})):
            self.refuse(who, 409, "correction", operation, exposure, body=body)
        h["both"].do("correctExposure", exposure, body=write)
        self.refuse("both", 403, "drafted this", "approveExposure", exposure, body={})
        self.refuse("press", 409, "approved", "publishExposure", exposure, body=out)
        h["boss"].do("declineExposure", exposure, body={"reason": "仍有误"})
        self.refuse("boss", 409, "correction", "approveExposure", exposure, body={})
        # Whoever wrote the first does not decide on the second either.
        h["press"].do("correctExposure", exposure, body=dict(write, text="应为十分钟"))
        self.refuse("both", 403, "drafted this", "approveExposure", exposure, body={})
        h["boss"].do("approveExposure", exposure, body={})
        # Written again it has to be decided on again.
        h["press"].do("correctExposure", exposure, body=dict(write, text="应为十二分钟"))
        self.refuse("press", 409, "approved", "publishExposure", exposure, body=out)
        h["boss"].do("approveExposure", exposure, body={})
        self.refuse("press", 422, "published_on", "publishExposure", exposure, body=dict(
            out, published_on=str(TODAY + datetime.timedelta(days=1))))
        seen = h["press"].do("publishExposure", exposure, body=out).json
        (correction,) = seen["corrections"]
        self.assertEqual((correction["text"], correction["by"], correction["approved"]["by"]),
                         ("应为十二分钟", "press", "boss"))
        self.assertNotIn("correction", seen)
        self.refuse("press", 409, "approved", "publishExposure", exposure, body=out)

    def test_corrections_of_before_stay_and_bind_nobody(self):
        """Once a leader wrote and issued one in one step: no other has approved that, and they decide
        on the next as any leader who has not written it."""
        h = self.house
        _, findings = h.find()
        exposure = self.draft(findings=findings)
        h["boss"].do("approveExposure", exposure, body={})
        self.publish(exposure)
        before = {"by": "boss", "at": "2026-01-01T00:00:00.000Z", "reason": "x", "text": "应为十分钟",
                  "medium": "海城电视台", "published_on": "2026-01-01"}
        with contextlib.closing(sqlite3.connect(h.service.data / "anfang.db")) as base:
            text, = base.execute("SELECT doc FROM exposure WHERE id = ?", (exposure,)).fetchone()
            doc = dict(json.loads(text), corrections=[before])
            base.execute("UPDATE exposure SET doc = ? WHERE id = ?", (json.dumps(
                doc, ensure_ascii=False, separators=(",", ":"), sort_keys=True), exposure))
            base.commit()
        self.assertEqual(h["boss"].do("getExposure", exposure).json["corrections"], [before])
        self.assertEqual(h["head"].do("getExposure", exposure).json["corrections"], [
            {k: before[k] for k in ("text", "medium", "published_on")}])
        seen = h.correct(exposure, "应为十五分钟", str(TODAY))
        self.assertEqual([c["text"] for c in seen["corrections"]], ["应为十分钟", "应为十五分钟"])
        self.assertEqual(seen["corrections"][0], before)

    def test_a_correction_names_nobody_who_has_come_since(self):
        """They may have been sent there between its writing and the decision."""
        h = self.house
        _, findings = h.find()
        exposure = self.draft(findings=findings)
        h["boss"].do("approveExposure", exposure, body={})
        self.publish(exposure)
        h["press"].do("correctExposure", exposure, body={"reason": "x", "text": "newcomer到场"})
        h.hire("newcomer", ["inspector"], house.OFFICE)
        self.refuse("boss", 422, "somebody of the office", "approveExposure", exposure, body={})

    def test_why_it_is_taken_back_names_nobody_who_was_masked_or_inspects(self):
        """The unit is shown the reason; of what never went out it is the office's own."""
        h = self.house
        _, findings = h.find()
        exposure = self.draft(findings=findings, persons=["王小明"])
        h["boss"].do("approveExposure", exposure, body={"persons": "masked"})
        self.publish(exposure)
        self.refuse("boss", 422, "reason: it names somebody of the office", "revokeExposure",
                    exposure, body={"reason": "li查错了"})
        h["boss"].do("revokeExposure", exposure, body={"reason": "王小明当日请假。"})
        for who in ("head", "boss"):
            self.assertEqual(h[who].do("getExposure", exposure).json["revoked"]["reason"],
                             "王某某当日请假。")
        kept = self.draft(persons=["王小明"])
        h["boss"].do("approveExposure", kept, body={"persons": "masked"})
        h["boss"].do("revokeExposure", kept, body={"reason": "王小明当日请假，li已核实。"})
        self.assertEqual(h["boss"].do("getExposure", kept).json["revoked"]["reason"],
                         "王小明当日请假，li已核实。")

    def test_what_another_told_stays_told(self):
        """One of two exposures of a case is taken back: the case is exposed still, by the other."""
        h = self.house
        _, findings = h.find()
        first, second = (self.draft(findings=findings, text="x") for _ in range(2))
        for exposure in (first, second):
            h["boss"].do("approveExposure", exposure, body={})
            self.publish(exposure)
        look = lambda: h["boss"].do("getFinding", findings[0]).json.get("exposed")
        self.assertEqual(look()["exposure"], second)
        h["boss"].do("revokeExposure", second, body={"reason": "x"})
        self.assertEqual(look(), {"exposure": first, "on": str(TODAY), "counts": True})
        h["boss"].do("revokeExposure", first, body={"reason": "x"})
        self.assertIsNone(look())

    def test_when_it_was_published(self):
        exposure = self.draft()
        self.house["boss"].do("approveExposure", exposure, body={})
        for days in (-1, 1):
            day = TODAY + datetime.timedelta(days=days)
            self.refuse("press", 422, "published_on", "publishExposure", exposure, body={
                "medium": "x", "published_on": str(day)})

    def test_the_unit_sees_nothing_of_it_in_our_house(self):
        h = self.house
        _, findings = h.find()
        h.bring(h.draft_order(findings), "served")
        before = h["head"].do("getFinding", findings[0]).body
        exposure = self.draft(findings=findings)
        h["boss"].do("approveExposure", exposure, body={})
        self.publish(exposure)
        self.assertEqual(h["head"].do("getFinding", findings[0]).body, before)

    def test_again_and_against_another(self):
        h = self.house
        exposure, body = world.new_id(), self.describe()
        first = h["press"].do("putExposure", exposure, body=body, status=201).json
        self.assertEqual(h["press"].do("putExposure", exposure, body=body).json, first)
        self.assertEqual(h["press"].call("putExposure", exposure, body=dict(
            body, title="另一")).status, 409)
        h["press"].do("putExposure", exposure, body=dict(body, title="另一"),
                      headers={"If-Match": '"1"'})
        h["boss"].do("approveExposure", exposure, body={}, headers={"If-Match": '"2"'})
        self.assertEqual(h["press"].call("putExposure", exposure, body=body,
                                         headers={"If-Match": '"3"'}).status, 409)
        index = h["audit"].do("findLeaf", query={"record": "exposure/" + exposure}).json["index"]
        self.assertEqual(json.loads(h["audit"].do("getLeaf", str(index)).body)["event"],
                         "exposure.approved")

    def test_by_the_command_line(self):
        h, exposure = self.house, world.new_id()
        for who, *words in (("press", "draft", *self.findings, "--title", "x", "--text", "窗口无人",
                             "--id", exposure), ("boss", "approve", exposure),
                            ("press", "publish", exposure, "--medium", "海城日报", "--on",
                             str(TODAY)),
                            ("press", "correct", exposure, "--reason", "x", "--text", "应为十分钟"),
                            ("boss", "approve", exposure),
                            ("press", "publish", exposure, "--medium", "海城日报", "--on",
                             str(TODAY)),
                            ("press", "list", "--state", "published"), ("boss", "show", exposure),
                            ("boss", "revoke", exposure, "--reason", "x")):
            done = subprocess.run([contracts.BUILD / "cli" / "anfang", "exposure", *words],
                                  text=True, check=False, capture_output=True, env=dict(
                                      os.environ, ANFANG_SERVER=h.service.url,
                                      ANFANG_TOKEN=h[who].token))
            self.assertEqual(done.returncode, 0, (words, done.stderr))
        self.assertEqual(h["boss"].do("getExposure", exposure).json["state"], "revoked")


if __name__ == "__main__":
    tap.main()
