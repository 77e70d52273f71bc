#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""主要领导负总责、主管领导具体抓: the two leaders of a unit stand in its record, in what goes out to it
and in the office's lists, and are nobody's business among the units."""
import csv
import datetime
import io
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import tap

UNIT = house.ADDRESSEE
WANG = {"name": "王大明", "post": "局长"}
LI = {"name": "李小华", "post": "副局长"}
ZHAO = {"name": "赵新", "post": "局长"}


def read(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True,
                          capture_output=True)
    return "".join(done.stdout.decode("utf-8").split())


def today(days=0):
    now = datetime.datetime.utcnow() + datetime.timedelta(hours=8, days=days)
    return str(now.date())


class Leaders(house.Case):
    def setUp(self):
        self.name(vacant=["principal", "in_charge"])
        self.kept = len(self.house["boss"].do("getUnit", UNIT).json.get("leaders_before", []))

    def name(self, who="clerk", unit=UNIT, **body):
        return self.house[who].do("setUnitLeaders", unit, body=body).json

    def refuse(self, who, status, words, *arguments, **options):
        answer = self.house[who].call("setUnitLeaders", *arguments, **options)
        self.assertEqual(answer.status, status, answer)
        self.assertRegex(answer.json["detail"], words)

    def test_who_leads_and_who_led(self):
        made = self.name(principal=WANG, in_charge=LI, since="2018-01-01")
        entry = made["leaders"]["principal"]
        self.assertEqual((entry["name"], entry["post"], entry["since"], entry["by"]),
                         ("王大明", "局长", "2018-01-01", "clerk"))
        # The same once more is no second change; who is not named stays.
        self.assertEqual(self.name("head", principal=WANG)["version"], made["version"])
        now = self.name("head", principal=ZHAO)
        self.assertNotIn("leaders_before", now)  # of the office's acts a unit is told nothing
        now = self.house["boss"].do("getUnit", UNIT).json
        self.assertEqual(now["leaders"]["in_charge"]["name"], "李小华")
        self.assertEqual((now["leaders"]["principal"]["name"], now["leaders"]["principal"]["by"],
                          now["leaders"]["principal"]["since"]), ("赵新", "head", today()))
        (before,) = now["leaders_before"][self.kept:]
        self.assertEqual((before["role"], before["name"], before["since"], before["until"]),
                         ("principal", "王大明", "2018-01-01", today()))
        vacant = self.name(vacant=["in_charge"])
        self.assertEqual(list(vacant["leaders"]), ["principal"])
        self.assertEqual(len(vacant["leaders_before"]), self.kept + 2)
        # What the administrator writes of the unit leaves its leaders alone.
        h = self.house
        h.root.do("putUnit", UNIT, body={"name": vacant["name"], "code": "210381"},
                  headers={"If-Match": '"%d"' % vacant["version"]})
        self.assertEqual(h["boss"].do("getUnit", UNIT).json["leaders"], vacant["leaders"])
        leaf = h["boss"].do("listEvents", query={"limit": 200}).json["items"]
        self.assertIn("unit.leaders_named", [e["leaf"]["event"] for e in leaf])

    def test_the_same_again_puts_the_day_right(self):
        """Since when somebody answers for it (主要领导负总责) is put right, and who led before led until
        then; nobody new is named by it."""
        self.name(principal=ZHAO, in_charge=LI, since="2019-01-01")
        self.name(principal=WANG, since="2020-05-01")
        moved = self.name(principal=WANG, since="2020-03-01")
        self.assertEqual(moved["leaders"]["principal"]["since"], "2020-03-01")
        self.assertEqual(moved["leaders"]["in_charge"]["since"], "2019-01-01")
        last = lambda: [(b["name"], b["since"], b["until"]) for b in self.house["boss"].do(
            "getUnit", UNIT).json["leaders_before"][self.kept:]]
        self.assertEqual(last(), [("赵新", "2019-01-01", "2020-03-01")])
        for body in ({"principal": WANG}, {"principal": WANG, "since": "2020-03-01"}):
            self.assertEqual(self.name(**body)["version"], moved["version"])
        self.refuse("clerk", 422, "赵新 led before, and on 2019-01-01", UNIT,
                    body={"principal": WANG, "since": "2018-12-31"})
        # Between the two nobody led: that stays so.
        self.name(vacant=["principal"], since="2021-01-01")
        self.name(principal=ZHAO, since="2021-06-01")
        self.refuse("clerk", 422, "王大明 led before, and on 2021-01-01", UNIT,
                    body={"principal": ZHAO, "since": "2020-12-31"})
        self.name(principal=ZHAO, since="2021-05-01")
        self.assertEqual(last(), [("赵新", "2019-01-01", "2020-03-01"),
                                  ("王大明", "2020-03-01", "2021-01-01")])

    def test_every_way_to_be_wrong_is_told(self):
        self.name(principal=WANG, since="2020-05-01")
        self.refuse("clerk", 422, "at least one", UNIT, body={})
        self.refuse("clerk", 422, "since: .* is to come", UNIT,
                    body={"principal": ZHAO, "since": today(1)})
        self.refuse("clerk", 422, "since 2020-05-01 only", UNIT,
                    body={"principal": ZHAO, "since": "2020-04-30"})
        self.refuse("clerk", 422, "vacant: principal", UNIT,
                    body={"principal": ZHAO, "vacant": ["principal"]})
        self.refuse("clerk", 422, "name|post", UNIT, body={"principal": {"name": "x"}})
        self.refuse("clerk", 404, "no such unit", "210381-nil", body={"principal": ZHAO})
        self.refuse("head", 403, "own unit", house.OTHER, body={"principal": ZHAO})
        self.refuse("contact", 403, "roles", UNIT, body={"principal": ZHAO})
        self.refuse("clerk", 412, "version", UNIT, body={"principal": ZHAO},
                    headers={"If-Match": '"99"'})
        self.assertEqual(self.house["boss"].do("getUnit", UNIT).json["leaders"]["principal"]["name"],
                         "王大明")

    def test_z_the_oldest_of_a_hundred_and_one_goes(self):
        for number in range(102):
            self.name(principal={"name": "领导%d" % number, "post": "局长"})
        before = self.house["boss"].do("getUnit", UNIT).json["leaders_before"]
        self.assertEqual((len(before), before[0]["name"], before[-1]["name"]),
                         (100, "领导1", "领导100"))

    def test_other_units_are_told_nothing(self):
        self.name(principal=WANG, in_charge=LI)
        own = self.house["head"].do("getUnit", UNIT).json
        self.assertEqual(own["leaders"]["principal"]["name"], "王大明")
        self.assertNotIn("by", own["leaders"]["principal"])
        for who in ("head9", "lead"):
            for body in (self.house[who].do("getUnit", UNIT).body,
                         self.house[who].do("listUnits", query={"limit": 200}).body):
                self.assertNotIn("王大明".encode(), body)

    def test_papers_and_lists_name_them(self):
        h = self.house
        self.name(principal=WANG, in_charge=LI)
        _, findings = h.find()
        order = h.bring(h.draft_order(findings), "numbered")
        self.name(principal=ZHAO)
        letter = read(h["clerk"].do("getOrderLetter", order).body)
        self.assertIn("责任领导：主要领导王大明（局长）负总责，主管领导李小华（副局长）具体抓。", letter)
        form = read(h["clerk"].do("getOrderAssignment", order).body)
        self.assertIn("责任领导", form)
        self.assertIn("王大明（局长）", form)
        h.bring(order, "plan_filed", since="numbered")
        self.assertIn("李小华（副局长）", read(h["head"].do("getOrderPlan", order).body))
        self.assertEqual(h["clerk"].do("getOrder", order).json["leaders"],
                         {"principal": WANG, "in_charge": LI})
        self.assertNotIn("leaders", h["lead"].do("getOrder", order).json)
        # Under no order yet: who leads now.
        _, later = h.find()
        for words, found in (("principal=王大明（局长）", findings), ("主要领导~赵新", later),
                             ("in_charge~李小华", findings + later)):
            rows = h["assess"].do("getLedger", query={
                "scheme": house.SCHEME, "list": "ledger", "filter": words}).json["items"]
            self.assertEqual([r["finding"] for r in rows if r["finding"] in findings + later],
                             found, words)
        for name in ("ledger", "rectification"):
            query = {"scheme": house.SCHEME, "list": name, "format": "csv"}
            text = h["assess"].do("getLedger", query=query).body.decode("utf-8-sig")
            number = h["clerk"].do("getFinding", findings[0]).json["number"]
            (row,) = [r for r in csv.DictReader(io.StringIO(text)) if r["问题编号"] == number]
            self.assertEqual((row["主要领导"], row["主管领导"]),
                             ("王大明（局长）", "李小华（副局长）"))
            for who in ("head", "lead"):
                text = h[who].do("getLedger", query=query).body.decode("utf-8-sig")
                self.assertNotIn("主要领导", text)
                self.assertNotIn("王大明", text)
        answer = h["head"].call("getLedger", query={
            "scheme": house.SCHEME, "list": "ledger", "filter": "principal~王"})
        self.assertEqual(answer.status, 422)

    def test_an_interview_calls_them_by_its_level(self):
        """办公室约谈分管领导, and when that does not help, 主要领导."""
        h = self.house
        self.name(principal=WANG, in_charge=LI)
        _, findings = h.find()
        h.bring(h.draft_order(findings), "received")

        def draft(**interview):
            order = h.draft_order(findings, kind="interview", interview=dict({
                "at": "2099-03-01T01:30:00Z", "place": "301会议室", "interviewers": ["孙某（主任）"]},
                **interview))
            return order, h["draft"].do("getOrder", order).json["interview"]
        first, said = draft()
        self.assertEqual((said["level"], said["interviewees"]), ("in_charge", ["李小华（副局长）"]))
        self.assertEqual(draft(level="principal")[1]["interviewees"], ["王大明（局长）"])
        self.assertEqual(draft(interviewees=["周某（科长）"])[1]["interviewees"], ["周某（科长）"])
        h["draft"].do("submitOrder", first)
        h["review"].do("reviewOrder", first, body={"outcome": "approve", "opinion": "同意"})
        h["boss"].do("signOrder", first)
        h["clerk"].do("numberOrder", first)
        h["clerk"].do("serveOrder", first, body={"channel": "政务外网"})
        self.assertEqual(draft()[1]["interviewees"], ["王大明（局长）"])
        # However long their names and posts are, and written back as it was read.
        self.name(principal={"name": "长" * 200, "post": "职" * 200})
        order, said = draft()
        self.assertEqual(said["interviewees"], ["长" * 200 + "（" + "职" * 200 + "）"])
        self.assertEqual(draft(interviewees=said["interviewees"])[1]["interviewees"],
                         said["interviewees"])
        # Nobody on record: who has to come is asked for as before.
        self.name(vacant=["principal", "in_charge"])
        order, said = draft()
        self.assertNotIn("interviewees", said)
        answer = h["draft"].call("submitOrder", order)
        self.assertEqual(answer.status, 422)
        self.assertIn("interviewees", answer.json["detail"])


if __name__ == "__main__":
    tap.main()
