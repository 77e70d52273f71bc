#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""data/case.json of sealed packs and of units' packs against the JSON Schemas published for them.

The schemas are read by python3-jsonschema as whoever receives a pack would read them: one file each.
What a pack holds, a schema names: a member that none does is found here, though readers pass it by.
"""
import copy
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

from jsonschema import Draft202012Validator

ANFANG = contracts.BUILD / "cli" / "anfang"


def load(name):
    path = contracts.BUILD / "schemas" / "pack" / (name + ".schema.json")
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


def close(value):
    """The same schema, of which every object has no members but those that it names."""
    if isinstance(value, list):
        return [close(item) for item in value]
    if not isinstance(value, dict):
        return value
    closed = {key: close(item) for key, item in value.items()}
    if value.get("type") == "object" and isinstance(value.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed


def find_wrong(schema, value):
    checker = Draft202012Validator(schema, format_checker=contracts.formats)
    return ["%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:200])
            for e in checker.iter_errors(value)]


class CaseFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(years=1)
        cls.addClassCleanup(cls.house.close)
        cls.sealed, cls.unit = load("case"), load("unit-case")
        cls.rich = cls.make_rich()
        cls.plain = cls.make_plain()

    @classmethod
    def refer(cls, findings, explanation=None, **fields):
        h = cls.house
        referral = world.new_id()
        h["draft"].do("putReferral", referral, status=201, body=dict({
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "收受礼品线索", "suspicion": "duty_violation"}, **fields))
        body = {"explanation": explanation} if explanation else None
        reply = world.wait_for(lambda: cls.approve(referral, body), 60, 0.1)
        assert reply, "it was never approved"
        return h["liaison"].do("getReferralPack", referral).body

    @classmethod
    def approve(cls, referral, body):
        reply = cls.house["sign"].call("approveReferral", referral, body=body)
        assert reply.status in (200, 503), reply
        return reply.status == 200

    @classmethod
    def make_rich(cls):
        """All that a case may hold: an order, a carrier with its chain, what has to be explained."""
        h = cls.house
        visit = h.start_visit()
        photo = h["li"].upload(
            house.make_photo(1, "--lat", "40.85", "--lon", "122.68"), visit=visit,
            filename="窗口.jpg", filetype="image/jpeg", captured_at="2026-01-01T01:02:03Z",
            position="40.8,122.6,10", position_source="gps", position_at="2026-01-01T01:02:00Z",
            sequence="1")
        odd = h["li"].upload(b"what is this", visit=visit, filename="a.bin",
                             filetype="application/octet-stream")
        tape = world.new_id()
        h["li"].do("putEvidence", tape, status=201, body={
            "visit": visit, "carrier": "执法记录仪07号", "duration_s": 61.5,
            "sha256": hashlib.sha256(b"tape").hexdigest()})
        finding = h.write_finding(visit, evidence=[photo, odd, tape])
        h.submit_visit(visit)
        h.answer_flags(visit=visit)
        h.establish(finding)
        h.bring(h.draft_order([finding]), "served")
        h["clerk"].do("handOverEvidence", tape, body={
            "from": "林某", "to": "档案室周某", "purpose": "归档保管", "condition": "已封存",
            "sha256": hashlib.sha256(b"tape").hexdigest()})
        return cls.refer([finding], explanation="须用原系统打开",
                         persons=[{"name": "孙某", "post": "窗口负责人"}])

    @classmethod
    def make_plain(cls):
        _, findings = cls.house.find()
        return cls.refer(findings)

    def read(self, pack, path="data/case.json"):
        with zipfile.ZipFile(io.BytesIO(pack)) as bag:
            return json.loads(bag.read(bag.namelist()[0].split("/")[0] + "/" + path))

    def redact(self, pack):
        with tempfile.TemporaryDirectory() as folder:
            sealed, unit = pathlib.Path(folder, "sealed.zip"), pathlib.Path(folder, "unit.zip")
            sealed.write_bytes(pack)
            subprocess.run([ANFANG, "pack", "redact", sealed, "--for", "unit", "-o", unit],
                           check=True, capture_output=True)
            return unit.read_bytes()

    def test_sealed(self):
        for pack in (self.rich, self.plain):
            case = self.read(pack)
            self.assertEqual(find_wrong(self.sealed, case), [])
            self.assertEqual(find_wrong(close(self.sealed), case), [], "a member has no schema")

    def test_unit(self):
        for pack in (self.rich, self.plain):
            inner = self.read(pack, "proofs/unit/data/case.json")
            self.assertEqual(find_wrong(self.unit, inner), [])
            self.assertEqual(self.read(self.redact(pack)), inner)

    def test_rich_one_is_rich(self):
        """Otherwise the schema would have been held against little."""
        case = self.read(self.rich)
        kinds = {e["kind"] for e in case["evidence"]}
        self.assertLessEqual({"photo", "reference", "redacted"}, kinds)
        members = {m for e in case["evidence"] for m in e}
        self.assertLessEqual({"position", "position_at", "sequence", "captured_at", "derived_from",
                              "carrier", "duration_s", "handovers", "sm3"}, members)
        self.assertTrue(case["orders"] and case["defects"] and case["exhibits"])
        self.assertEqual(self.read(self.plain)["defects"], [])

    def break_one(self, schema, case, where, name):
        broken = copy.deepcopy(case)
        del where(broken)[name]
        self.assertNotEqual(find_wrong(schema, broken), [], name)

    def test_schema_bites(self):
        case, unit = self.read(self.rich), self.read(self.rich, "proofs/unit/data/case.json")
        photo = next(i for i, e in enumerate(case["evidence"]) if e["kind"] == "photo")
        tape = next(i for i, e in enumerate(case["evidence"]) if e["kind"] == "reference")
        copied = next(i for i, e in enumerate(case["evidence"]) if e["kind"] == "redacted")
        for name in ("format", "referral", "findings", "evidence", "orders", "letters", "exhibits",
                     "defects", "explanation"):
            self.break_one(self.sealed, case, lambda c: c, name)
        for name in ("id", "path", "sha256", "sm3", "size", "kind", "by", "visit", "created_at"):
            self.break_one(self.sealed, case, lambda c: c["evidence"][photo], name)
        self.break_one(self.sealed, case, lambda c: c["evidence"][tape], "carrier")
        self.break_one(self.sealed, case, lambda c: c["evidence"][copied], "tool")
        self.break_one(self.sealed, case, lambda c: c["letters"][0], "sm3")
        for name in ("path", "sha256", "sm3", "size", "filetype"):
            self.break_one(self.unit, unit, lambda c: c["evidence"][0], name)
        wrong = copy.deepcopy(case)
        wrong["evidence"][photo]["path"] = "data/evidence/../../x"
        self.assertNotEqual(find_wrong(self.sealed, wrong), [])
        # Later versions may add to the one, and nothing may be added to the other.
        more = copy.deepcopy(case)
        more["evidence"][photo]["later"] = 1
        self.assertEqual(find_wrong(self.sealed, more), [])
        self.assertNotEqual(find_wrong(self.unit, dict(unit, by="a")), [])
        self.assertNotEqual(find_wrong(self.unit, case), [])
        self.assertNotEqual(find_wrong(self.sealed, unit), [])


if __name__ == "__main__":
    tap.main()
