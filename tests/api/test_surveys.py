#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What people of the public say (满意度调查、问卷、座谈会): entered by whoever asked, all of a table or
nothing, without a name or number of anybody; counted by unit and question; told to units when a leader
releases it, and to each only of itself."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parents[1] / folder) for folder in ("tools", "fault")]
import clocked
import contract as contracts
import house
import tap
import tracing
import world

QUESTIONS = [
    {"id": "all", "text": "总体是否满意", "kind": "choice", "required": True,
     "choices": ["满意", "基本满意", "不满意", "不了解"], "satisfied": ["满意"],
     "basically": ["基本满意"], "not_counted": ["不了解"]},
    {"id": "speed", "text": "办事效率评分", "kind": "scale", "least": 1, "most": 5},
    {"id": "words", "text": "最不方便的事项", "kind": "text"}]


class Surveys(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", "2018-06-20T01:00:00Z")
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        h.hire("both", ["leader", "clerk"], house.OFFICE)
        h.hire("mole", ["inspector"], house.ADDRESSEE)

    def body(self, **fields):
        return dict({"scheme": house.SCHEME, "title": "窗口满意度调查", "way": "问卷调查",
                     "from": "2018-06-01", "to": "2018-06-30",
                     "units": [house.ADDRESSEE, house.OTHER], "questions": QUESTIONS}, **fields)

    def add(self, by="clerk", state="open", **fields):
        survey = world.new_id()
        self.house[by].do("putSurvey", survey, body=self.body(**fields), status=201)
        if state == "open":
            self.house["clerk"].do("openSurvey", survey, body={})
        return survey

    def enter(self, survey, *sheets, by="li", batch=None):
        return self.house[by].do("enterSurvey", survey, body={
            "batch": batch or world.new_id(), "sheets": list(sheets)}).json

    def sheet(self, says="满意", unit=house.ADDRESSEE, **fields):
        return dict({"unit": unit, "on": "2018-06-10", "answers": {"all": says}}, **fields)

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_a_full_disk(self):
        """All sheets of a batch or none, whichever write has no room; the same batch again is there
        once."""
        service, survey, entered, hit = self.house.service, self.add(), 0, 0
        for number in (1, 2, 4, 8, 16, 24):
            batch, sheets, li = world.new_id(), [self.sheet(), self.sheet("不满意", count=2)], self.house["li"]
            body = {"batch": batch, "sheets": sheets}
            with tracing.Tracer(service, "pwrite64", "error=ENOSPC:when=%d" % number, "anf-writer"):
                answer = li.call("enterSurvey", survey, body=body)
            if answer.status != 200:
                hit += 1
                self.assertEqual((answer.status, answer.json["retriable"]), (507, True), answer)
                shown = self.house["clerk"].do("getSurvey", survey).json
                self.assertEqual(shown.get("sheets", 0), entered)
            entered += 3
            self.assertEqual(self.enter(survey, *sheets, batch=batch)["sheets"], entered)
        self.assertGreaterEqual(hit, 3)

    # ---- its life ----

    def test_written_opened_closed_released(self):
        h, survey = self.house, self.add(state="draft")
        self.refuse("li", 409, "draft", "enterSurvey", survey, body={
            "batch": world.new_id(), "sheets": [self.sheet()]})
        h["clerk"].do("openSurvey", survey, body={})
        etag = h["clerk"].do("getSurvey", survey).headers["ETag"]
        self.refuse("clerk", 409, "open", "putSurvey", survey, body=self.body(title="另一题"),
                    headers={"If-Match": etag})
        self.assertEqual(self.enter(survey, self.sheet(count=3), self.sheet("不满意"))["sheets"], 4)
        self.refuse("boss", 409, "open", "releaseSurvey", survey, body={})
        h["clerk"].do("closeSurvey", survey, body={})
        self.refuse("li", 409, "closed", "enterSurvey", survey, body={
            "batch": world.new_id(), "sheets": [self.sheet()]})
        self.assertEqual(h["boss"].do("releaseSurvey", survey, body={}).json["state"], "released")

    def test_who_wrote_it_does_not_release_it_nor_a_unit_enter_its_own(self):
        survey = self.add(by="both")
        self.refuse("mole", 403, "of the inspected unit", "enterSurvey", survey, body={
            "batch": world.new_id(), "sheets": [self.sheet()]})
        self.house["clerk"].do("closeSurvey", survey, body={})
        self.refuse("both", 403, "who drafted", "releaseSurvey", survey, body={})
        # Nor who wrote at it after others, or before them.
        for writers in (("both",), ("both", "draft")):
            survey = self.add(state="draft")
            for version, by in enumerate(writers, 1):
                self.house[by].do("putSurvey", survey, body=self.body(title="第%d稿" % version),
                                  headers={"If-Match": '"%d"' % version})
            self.house["clerk"].do("openSurvey", survey, body={})
            self.house["clerk"].do("closeSurvey", survey, body={})
            self.refuse("both", 403, "who drafted", "releaseSurvey", survey, body={})
            self.house["boss"].do("releaseSurvey", survey, body={})

    def test_questions_that_cannot_be(self):
        choice = QUESTIONS[0]
        for questions, words in (
                ([dict(choice, choices=["满意"])], "2 to 20"),
                ([dict(choice, satisfied=["很满意"])], "none of the choices"),
                ([dict(choice, basically=["满意"])], "in two of"),
                ([dict(choice, not_counted=["满意"])], "in two of"),
                ([dict(choice, not_counted=["基本满意"])], "in two of"),
                ([dict(choice, text="您的姓名")], "who somebody is"),
                ([dict(choice, id="unit")], "another question"),
                ([choice, dict(choice, text="x")], "another question"),
                ([choice, dict(choice, id="b", text="x")], "one alone"),
                ([{"id": "a", "text": "x", "kind": "scale", "least": 5, "most": 5}], "scale"),
                ([{"id": "a", "text": "x", "kind": "scale", "least": 3, "most": 5,
                   "satisfied_from": 2}], "scale"),
                ([{"id": "a", "text": "x", "kind": "text", "most": 5}], "only a scale")):
            self.refuse("clerk", 422, words, "putSurvey", world.new_id(),
                        body=self.body(questions=questions))
        self.refuse("clerk", 422, "ends before", "putSurvey", world.new_id(),
                    body=self.body(to="2018-05-01"))
        self.refuse("clerk", 422, "units", "putSurvey", world.new_id(), body=self.body(units=["x"]))
        many = [dict(QUESTIONS[2], id="q%d" % i, text="题%d" % i) for i in range(51)]
        self.house["clerk"].do("putSurvey", world.new_id(), status=201,
                               body=self.body(questions=many[:50]))
        self.assertEqual(self.house["clerk"].call("putSurvey", world.new_id(),
                                                  body=self.body(questions=many)).status, 422)

    def test_a_batch_is_there_whole_once_or_not_at_all(self):
        survey, batch = self.add(), world.new_id()
        good = self.sheet()
        for wrong, words in (
                (self.sheet("很好"), r"sheets\[1\]: all: it is one of"),
                (self.sheet(answers={"all": "满意", "speed": 6}), r"speed: it is 1 to 5, not 6"),
                (self.sheet(answers={"all": "满意", "speed": "五"}), "speed: .*whole number"),
                (self.sheet(answers={"speed": 5}), "all: it is not answered"),
                (self.sheet(answers={"all": "满意", "q9": "x"}), "no such question"),
                (self.sheet(answers={"all": "不满意", "总体是否满意": "满意"}), "all: it is answered twice"),
                (self.sheet(answers={"all": "满意", "联系电话": "x"}), "leave the column out"),
                (self.sheet(answers={"all": "满意", "words": "请回电13812345678"}), "words: .*telephone"),
                (self.sheet(opinion="微信 zhang@example.com"), "opinion: .*mail"),
                (self.sheet(opinion="好" * 2001), "opinion: write 1 to 2000"),
                (self.sheet(unit=house.LEAD), "does not ask about"),
                ({"answers": {"all": "满意"}}, "unit: say which"),
                (self.sheet(on="2018-05-31"), "not within"), (self.sheet(on="2018-06-21"), "to come"),
                (self.sheet(count=0), "count: 1 to 100000"), (self.sheet(count=100001), "count"),
                ({"unit": house.OTHER, "answers": {}}, "all: it is not answered")):
            self.refuse("li", 422, words, "enterSurvey", survey, body={
                "batch": world.new_id(), "sheets": [good, wrong]})
        self.assertEqual(self.house["clerk"].do("getSurvey", survey).json["rows"], 0)
        for _ in range(2):
            self.assertEqual(self.enter(survey, good, good, batch=batch)["rows"], 2)
        self.refuse("li", 409, "other sheets", "enterSurvey", survey, body={
            "batch": batch, "sheets": [good]})
        most = [self.sheet(count="50")] * 2000
        self.assertEqual(self.enter(survey, *most)["sheets"], 100002)
        self.assertEqual(self.house["li"].call("enterSurvey", survey, body={
            "batch": world.new_id(), "sheets": most + [good]}).status, 422)

    def at(self, time):
        self.house.service.tell("time", time)
        for client in self.house.clients.values():
            client.close()
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def test_a_batch_whose_answer_was_lost(self):
        """Nobody knew whether it had come: sent again after midnight in China, and once more when
        nothing is taken any more, it is there once."""
        undated = {"unit": house.ADDRESSEE, "answers": {"all": "满意"}}
        survey, other, batch = self.add(), self.add(), world.new_id()
        for time in ("2018-06-20T01:00:00Z", "2018-06-20T16:30:00Z"):
            self.at(time)
            self.assertEqual(self.enter(survey, undated, batch=batch)["rows"], 1)
        self.house["clerk"].do("closeSurvey", survey, body={})
        self.assertEqual(self.enter(survey, undated, batch=batch)["rows"], 1)
        self.refuse("li", 409, "other sheets", "enterSurvey", other, body={
            "batch": batch, "sheets": [undated]})
        self.at("2018-06-20T01:00:00Z")

    def test_a_meeting_is_opinions_only(self):
        survey = self.add(questions=[], way="座谈会", units=[house.ADDRESSEE])
        self.refuse("li", 422, "neither an answer nor an opinion", "enterSurvey", survey, body={
            "batch": world.new_id(), "sheets": [{}]})
        self.enter(survey, {"opinion": "材料重复提交"}, {"opinion": "窗口少"})
        page = self.house["ver1"].do("listOpinions", survey, query={"limit": 1}).json
        self.assertEqual([(i["sheet"], i["opinion"], i["unit"], i["on"]) for i in page["items"]],
                         [(1, "材料重复提交", house.ADDRESSEE, "2018-06-20")])
        page = self.house["ver1"].do("listOpinions", survey, query={"after": page["next"]}).json
        self.assertEqual(([i["sheet"] for i in page["items"]], page["next"]), ([2], None))
        self.refuse("li", 403, "roles", "listOpinions", survey)

    # ---- what comes of it ----

    def test_counts_shares_and_means(self):
        """Counted by hand: of seven about one unit four are satisfied, one basically, one not, and one
        knows nothing; marks 5 four times and 2 once."""
        survey = self.add()
        self.enter(survey, self.sheet(count=3, answers={"all": "满意", "speed": 5}),
                   self.sheet(answers={"all": "满意", "speed": 5}),
                   self.sheet("基本满意"), self.sheet("不满意", opinion="慢"),
                   self.sheet(answers={"all": "不了解", "speed": 2}),
                   self.sheet("不满意", unit=house.OTHER, count=2))
        results = self.house["assess"].do("getSurveyResults", survey).json
        one, other = results["units"]
        self.assertEqual((one["sheets"], one["replies"], one["satisfied"], one["basically"],
                          one["satisfaction"], one["response"]), (7, 6, 4, 1, 0.6667, 0.8571))
        self.assertEqual((other["sheets"], other["satisfaction"]), (2, 0))
        asked, speed, words = one["questions"]
        self.assertEqual([(o["answer"], o["count"]) for o in asked["options"]],
                         [("满意", 4), ("基本满意", 1), ("不满意", 1), ("不了解", 1)])
        self.assertEqual((speed["replies"], speed["mean"]), (5, 4.4))
        self.assertEqual(asked["options"][0]["share"], 0.5714)
        text = self.house["assess"].do("getSurveyResults", survey, query={
            "format": "csv"}).body.decode("utf-8-sig")
        self.assertIn('"总体是否满意","满意","4","57.14%"', text)
        book = self.house["assess"].do("getSurveyResults", survey, query={"format": "xlsx"}).body
        self.assertEqual(book[:2], b"PK")

    def test_as_many_sheets_as_a_survey_takes_rows_of(self):
        """More than fit into 31 bits, in a table as anywhere else; and not one row more."""
        survey = self.add(**{"from": "2018-04-01", "to": "2018-04-30"})
        most = [self.sheet(on="2018-04-10", count=100000)] * 2000
        for _ in range(25):
            self.enter(survey, *most)
        text = self.house["assess"].do("getSurveyResults", survey, query={
            "format": "csv"}).body.decode("utf-8-sig")
        self.assertIn('"5000000000","5000000000","5000000000","100.00%"', text)
        self.refuse("li", 413, "50000 rows", "enterSurvey", survey, body={
            "batch": world.new_id(), "sheets": [self.sheet(on="2018-04-10")]})

    def test_an_indicator(self):
        survey = self.add(**{"from": "2018-05-01"})
        self.enter(survey, self.sheet(count=9, on="2018-05-10"), self.sheet("不满意", on="2018-05-31"),
                   self.sheet("不了解", count=2, on="2018-05-31"), self.sheet("不满意", on="2018-06-01"))
        items = {i["id"]: i for i in self.house["boss"].do("getIndicators", query={
            "scheme": house.SCHEME, "period": "2018-05"}).json["items"] if i["source"] == "office"}
        self.assertEqual([items["surveyed_satisfied"][m] for m in (
            "numerator", "denominator", "value")], [9, 10, 0.9])
        self.assertEqual([items["surveyed_replies"][m] for m in ("numerator", "denominator")],
                         [10, 12])

    def test_in_a_report(self):
        survey = self.add(**{"from": "2018-03-01"})
        self.enter(survey, self.sheet(count=2, on="2018-03-05"), self.sheet("不满意", on="2018-03-06"))
        report = self.house["draft"].do("makeReport", status=201, body={
            "scheme": house.SCHEME, "kind": "quarterly", "period": "2018-Q1"}).json
        (table,) = [t for t in report["tables"] if t["name"] == "surveys"]
        self.assertEqual([row[1:] for row in table["rows"]], [["3", "3", "2", "0", "66.67%"]])

    def test_in_a_report_of_a_month(self):
        """Of its own days, 24 February to 23 March (每月23日之前): else the last days of a month would be
        told in no month's report."""
        survey = self.add(**{"from": "2018-02-20"})
        self.enter(survey, self.sheet(on="2018-02-26", unit=house.OTHER),
                   self.sheet(on="2018-02-23", unit=house.OTHER))
        report = self.house["draft"].do("makeReport", status=201, body={
            "scheme": house.SCHEME, "kind": "monthly", "period": "2018-03"}).json
        (table,) = [t for t in report["tables"] if t["name"] == "surveys"]
        self.assertIn(["1", "1", "1", "0", "100%"], [row[1:] for row in table["rows"]])

    def test_units_are_told_of_themselves_once_released(self):
        h, survey = self.house, self.add()
        self.enter(survey, self.sheet(count=5, opinion="甲意见"), self.sheet("不满意", unit=house.OTHER,
                                                                     count=4))
        seen = lambda who: [s["id"] for s in h[who].do("listSurveys", query={
            "limit": 200}).json["items"]]
        h["clerk"].do("closeSurvey", survey, body={})
        for who in ("head", "contact9", "lead"):
            self.assertNotIn(survey, seen(who))
            for operation in ("getSurvey", "getSurveyResults"):
                self.assertEqual(h[who].call(operation, survey).status, 404, who)
        h["boss"].do("releaseSurvey", survey, body={})
        self.assertIn(survey, seen("head"))
        self.assertNotIn(survey, seen("lead"))
        self.assertEqual(h["lead"].call("getSurveyResults", survey).status, 404)
        (mine,) = h["head"].do("getSurveyResults", survey).json["units"]
        self.assertEqual((mine["unit"], mine["satisfied"]), (house.ADDRESSEE, 5))
        # What four say would point at them.
        self.assertEqual(h["contact9"].do("getSurveyResults", survey).json["units"],
                         [{"unit": house.OTHER, "too_few": True}])
        for answer in (h["head"].do("getSurvey", survey), h["head"].do("getSurveyResults", survey)):
            for secret in ("甲意见", "最不方便" if answer.json.get("units") else "甲意见", "created_by",
                           house.OTHER, '"li"', '"clerk"', "version"):
                self.assertNotIn(secret, answer.body.decode())
        self.assertEqual(h["head"].call("listOpinions", survey).status, 403)

    def test_an_opinion_becomes_a_lead(self):
        h, survey = self.house, self.add(questions=[], way="座谈会", units=[house.ADDRESSEE])
        self.enter(survey, {"opinion": "窗口索要额外材料"})
        lead = {"scheme": house.SCHEME, "source": "survey", "channel": "座谈会",
                "unit": house.ADDRESSEE, "text": "窗口索要额外材料", "survey": {"id": survey, "sheet": 1}}
        made = h["clerk"].do("putLead", world.new_id(), body=lead, status=201).json
        self.assertEqual(made["survey"], {"id": survey, "sheet": 1})
        self.refuse("clerk", 422, "no opinion on sheet 2", "putLead", world.new_id(),
                    body=dict(lead, survey={"id": survey, "sheet": 2}))
        self.refuse("clerk", 422, "survey", "putLead", world.new_id(),
                    body=dict(lead, survey={"id": world.new_id(), "sheet": 1}))
        path = contracts.SOURCE / "data" / "schemes" / "wangyi-2018.json"
        h.root.do("putScheme", "wangyi-2018", body=json.loads(path.read_text("utf-8")))
        other = {k: v for k, v in lead.items() if k != "unit"}
        self.refuse("clerk", 422, "another scheme", "putLead", world.new_id(),
                    body=dict(other, scheme="wangyi-2018"))

    # ---- by the command line ----

    def say(self, who, *words, status=0):
        done = subprocess.run([contracts.BUILD / "cli" / "anfang", *words], text=True, check=False,
                              capture_output=True, env=dict(
                                  os.environ, ANFANG_SERVER=self.house.service.url,
                                  ANFANG_TOKEN=self.house[who].token))
        self.assertEqual(done.returncode, status, (words, done.stdout, done.stderr))
        return done.stdout if status == 0 else done.stderr

    def test_by_the_command_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = lambda name, text: pathlib.Path(folder, name).write_text(
                text, "utf-8") and os.path.join(folder, name)
            written = path("s.json", json.dumps(self.body(units=["scj", "gaj"])))
            survey = world.new_id()
            self.say("clerk", "survey", "add", written, "--id", survey)
            self.say("clerk", "survey", "open", survey)
            enter = lambda text, status=0: self.say("li", "survey", "enter", survey, path(
                "t.csv", text), status=status)
            head = "单位,日期,份数,总体是否满意,speed,意见\n"
            wrong = head + "scj,2018-06-10,2,满意,5,\ngaj,2018-06-10,1,满意,9,\n"
            self.assertRegex(enter(wrong, 1), r"row 3 of .*t\.csv: speed: it is 1 to 5, not 9")
            # Empty rows are passed over and counted, as whoever opens the table counts.
            self.assertRegex(enter(wrong.replace("\ngaj", "\n\n\ngaj"), 1), r"row 5 of .*speed")
            self.assertRegex(enter("单位,unit,all\nscj,scj,满意\n", 1), "column 2 .*twice")
            self.assertRegex(enter(head + "\n\nscj,满意\n", 1), "row 4: 2 cells")
            self.assertRegex(enter("单位,手机号,all\nscj,x,满意\n", 1), r"column 2 \(手机号\)")
            self.assertRegex(enter("单位,单位,all\nscj,scj,满意\n", 1), "twice")
            self.assertRegex(enter(head + "scj,满意\n", 1), "row 2: 2 cells")
            self.assertRegex(enter(head + "无此单位,2018-06-10,1,满意,5,\n", 1), "row 2: 单位")
            self.assertEqual(self.house["clerk"].do("getSurvey", survey).json["rows"], 0)
            enter(head + "scj,2018-06-10,2,满意,5,\ngaj,2018-06-10,1,不满意,2,排队太久\n")
            self.say("li", "survey", "enter", survey, "--unit", "gaj", "--answer", "all=满意", "--on",
                     "2018-06-11")
            self.say("li", "survey", "enter", survey, status=2)
            self.assertEqual(self.house["clerk"].do("getSurvey", survey).json["sheets"], 4)
            self.assertIn("排队太久", self.say("clerk", "survey", "opinions", survey))
            self.say("clerk", "lead", "add", "--scheme", house.SCHEME, "--source", "survey",
                     "--channel", "问卷调查", "--survey", survey, "--sheet", "2", "--text", "排队太久")
            self.say("clerk", "survey", "close", survey)
            self.say("boss", "survey", "release", survey)
            self.assertIn('"2","2","1","50.00%","总体是否满意","满意","1","50.00%"', self.say(
                "boss", "survey", "results", survey))
            self.assertIn(survey, self.say("boss", "survey", "list", "--state", "released"))


if __name__ == "__main__":
    tap.main()
