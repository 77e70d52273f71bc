#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Plan targets, and the choice of whom to visit: by lot and by risk, so that anybody can repeat it."""
import fractions
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world

WANGYI, DISTRICT = "wangyi-2018", "district-2020"
JW, FGJ = "610202-jw", "610202-fgj"


def read(name):
    path = contracts.SOURCE / "data" / "schemes" / (name + ".json")
    return json.loads(path.read_text("utf-8"))


class Targets(unittest.TestCase):
    def setUp(self):
        self.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        self.addCleanup(h.close)
        h.service.tell("time", "2018-05-02T01:00:00Z")
        h.furnish()
        for name in (WANGYI, DISTRICT):
            h.root.do("putScheme", name, body=read(name), status=201)
        for name in ("li", "tan", "boss", "ver1", "clerk", "draft", "head"):
            h.hire(name)
        h.hire("zhao", ["inspector"], "610202-ysb")

    def at(self, day):
        self.house.service.tell("time", day + "T02:00:00Z")
        for client in self.house.clients.values():
            client.close()
        self.house.clients.clear()

    def visit(self, members=("li", "tan"), scheme=WANGYI, unit=JW, methods=("明查暗访",), **fields):
        h = self.house
        visit = h.start_visit(scheme=scheme, unit=unit, methods=list(methods), members=members,
                              **fields)
        h.submit_visit(visit)
        return visit

    def targets(self, scheme, period):
        return [(i["id"], i["period"], i["planned"], i["done"], i["missing"]) for i in self.house[
            "boss"].do("getTargets", query={"scheme": scheme, "period": period}).json["items"]]

    # ---- plan targets ----

    def test_joint_once_a_month(self):
        """联合督查组每月不少于1次: of more than one unit; who moves later changes nothing of it."""
        self.visit()
        self.assertEqual(self.targets(WANGYI, "2018-05"), [("joint", "2018-05", 1, 0, 1)])
        joint = self.visit(members=("li", "zhao"))
        self.assertEqual(self.house["boss"].do("getVisit", joint).json["departments"],
                         ["210381-ysb", "610202-ysb"])
        self.assertEqual(self.targets(WANGYI, "2018-05"), [("joint", "2018-05", 1, 1, 0)])
        self.assertEqual(self.targets(WANGYI, "2018-06"), [("joint", "2018-06", 1, 0, 1)])
        found = self.house["boss"].do("getIndicators", query={
            "scheme": WANGYI, "period": "2018-05"}).json["items"]
        self.assertEqual(next(i["value"] for i in found if (i["source"], i["id"]) == (
            "scheme", "i1")), 1)

    def test_each_week(self):
        """每周有督查、每月有分析、季度有总结: each week that ends in the month, and the quarter so far."""
        h = self.house
        self.visit(scheme=DISTRICT, unit=DISTRICT + "-fgw", methods=["暗访督查"])
        self.assertEqual(self.targets(DISTRICT, "2018-05"), [
            ("weekly", "2018-W18", 1, 1, 0), ("weekly", "2018-W19", 1, 0, 1),
            ("weekly", "2018-W20", 1, 0, 1), ("weekly", "2018-W21", 1, 0, 1),
            ("analysis", "2018-05", 1, 0, 1), ("summary", "2018-Q2", 1, 0, 1)])
        self.at("2018-06-01")
        report = h["draft"].do("makeReport", status=201, body={
            "scheme": DISTRICT, "kind": "monthly", "period": "2018-05"}).json
        self.assertEqual(self.targets(DISTRICT, "2018-05")[4], ("analysis", "2018-05", 1, 1, 0))
        # And the report itself tells how often was inspected.
        table = next(t for t in report["tables"] if t["name"] == "targets")
        self.assertEqual(table["rows"][0][:6], ["每周督查", "2018-W18", None, "1", "1", "0"])

    def test_all_named(self):
        """实名举报…100%核查: as many as there are."""
        h, leads = self.house, []
        for informant in ({"name": "张某"}, {"name": "李某"}, None):
            lead = world.new_id()
            leads.append(lead)
            h["clerk"].do("putLead", lead, status=201, body=dict(
                {"scheme": house.SCHEME, "source": "complaint", "unit": house.ADDRESSEE,
                 "text": "x"}, **({"informant": informant} if informant else {})))
        h["ver1"].do("verifyLead", leads[0], body={"outcome": "partly", "opinion": "x"})
        self.assertIn(("named", "2018-05", 2, 1, 1), self.targets(house.SCHEME, "2018-05"))

    def test_each_area(self):
        scheme = read(WANGYI)
        scheme["anfang"]["areas"] = [{"id": i, "no": n, "name": "专项" + i, "lead": ["dcs"],
                                      "responsible": []} for n, i in enumerate("ab", 1)]
        scheme["anfang"]["targets"] = [{"id": "m4", "name": "暗访", "per": "monthly", "least": 2,
                                        "count": "visits", "mode": "m4", "per_area": True}]
        self.house.root.do("putScheme", WANGYI, body=scheme, headers={"If-Match": '"1"'})
        for fields in ({"area": "专项a", "mode": "m4"}, {"area": "a", "mode": "明查暗访"},
                       {"area": "a", "mode": "m1"}, {"area": "b", "mode": "m4"}, {}):
            self.visit(**fields)
        self.assertEqual(self.targets(WANGYI, "2018-05"),
                         [("m4", "2018-05", 2, 2, 0), ("m4", "2018-05", 2, 1, 1)])

    def test_leads_of_each_area(self):
        """实名举报…100%核查, by area: a lead counts where it says it belongs, and nowhere else."""
        scheme = read(WANGYI)
        scheme["anfang"]["areas"] = [{"id": i, "no": n, "name": "专项" + i, "lead": ["dcs"],
                                      "responsible": []} for n, i in enumerate("ab", 1)]
        scheme["anfang"]["targets"] = [
            {"id": "named", "name": "实名举报", "per": "monthly", "all_of": "leads_named",
             "count": "leads_named_checked", "per_area": True},
            {"id": "said", "name": "答复", "per": "monthly", "all_of": "leads",
             "count": "leads_answered", "per_area": True}]
        h = self.house
        h.root.do("putScheme", WANGYI, body=scheme, headers={"If-Match": '"1"'})
        leads = [world.new_id() for _ in range(4)]
        for lead, area in zip(leads, ({"area": "专项a"}, {"area": "a"}, {"area": "b"}, {})):
            h["clerk"].do("putLead", lead, status=201, body=dict(
                {"scheme": WANGYI, "source": "complaint", "unit": JW, "text": "x",
                 "informant": {"name": "张某"}}, **area))
        for lead in (leads[0], leads[3]):
            h["ver1"].do("verifyLead", lead, body={"outcome": "unsubstantiated", "opinion": "x"})
            h["ver1"].do("answerLead", lead, body={"text": "已答复", "informant_told": True})
        self.assertEqual(self.targets(WANGYI, "2018-05"), [
            ("named", "2018-05", 2, 1, 1), ("named", "2018-05", 1, 0, 1),
            ("said", "2018-05", 2, 1, 1), ("said", "2018-05", 1, 0, 1)])

    def test_what_is_of_no_area_is_counted_once(self):
        """`anfang scheme check` names it; what an office has loaded is read all the same."""
        scheme = read(WANGYI)
        scheme["anfang"]["targets"] = [{"id": "sheets", "name": "问卷", "per": "monthly", "least": 1,
                                        "count": "survey_sheets", "per_area": True}]
        self.house.root.do("putScheme", WANGYI, body=scheme, headers={"If-Match": '"1"'})
        self.assertEqual(self.targets(WANGYI, "2018-05"), [("sheets", "2018-05", 1, 0, 1)])

    def test_wrong_settings(self):
        for words, at, value in (
                ("counted", "targets", [{"id": "x", "name": "x", "deadline": "d6", "count": "x"}]),
                ("d1", "targets", [{"id": "x", "name": "x", "deadline": "d1", "count": "visits"}]),
                ("how often", "targets", [{"id": "x", "name": "x", "count": "visits"}]),
                ("least", "targets", [{"id": "x", "name": "x", "count": "visits",
                                       "per": "weekly"}]),
                ("m9", "targets", [{"id": "x", "name": "x", "count": "visits", "per": "weekly",
                                    "least": 1, "mode": "m9"}]),
                ("count or a figure", "targets", [{"id": "x", "name": "x", "per": "weekly",
                                                   "least": 1}]),
                ("counted", "risk", {"months": 12, "items": [
                    {"name": "x", "count": "x", "points": 1, "cap": 1}]})):
            scheme = read(WANGYI)
            scheme["anfang"][at] = value
            answer = self.house.root.call("putScheme", WANGYI, body=scheme,
                                          headers={"If-Match": '"1"'})
            self.assertEqual(answer.status, 422, words)
            self.assertIn(words, answer.json["detail"])

    def test_mode_is_the_schemes(self):
        """三、督查方式: four of them; 实地督查 by its own methods only."""
        body = {"scheme": WANGYI, "unit": JW, "site": "x", "mandate": "x", "members": ["li", "tan"]}
        for words, fields in (("there are: m1 常态督查", {"mode": "突击检查", "methods": ["明查暗访"]}),
                              ("座谈会", {"mode": "m2", "methods": ["座谈会"]}),
                              ("no area", {"area": "zz", "methods": ["明查暗访"]})):
            answer = self.house["li"].call("putVisit", world.new_id(), body=dict(body, **fields))
            self.assertEqual(answer.status, 422, answer)
            self.assertIn(words, answer.json["detail"])
        visit, said = world.new_id(), dict(body, mode="随机抽查", methods=["座谈会"])
        self.assertEqual(self.house["li"].do("putVisit", visit, body=said, status=201).json["mode"],
                         "m3")
        self.house["li"].do("putVisit", visit, body=said, status=200)

    # ---- whom to visit ----

    def test_lot_by_hashlib(self):
        """In ascending order of SHA-256 of seed, line feed and candidate."""
        candidates = ["610202-" + unit for unit in ("jw", "zzb", "xcb", "wgxj", "fgj", "gsl", "tjj")]
        lot = self.house["boss"].do("putDraw", world.new_id(), status=201, body={
            "scheme": WANGYI, "candidates": candidates, "count": 3, "purpose": "随机抽查"}).json
        order = sorted(candidates, key=lambda c: hashlib.sha256(
            (lot["seed"] + "\n" + c).encode()).hexdigest())
        self.assertEqual(lot["drawn"], order[:3])

    def choose(self, **fields):
        return self.house["boss"].do("putChoice", world.new_id(), status=201, body=dict(
            {"scheme": WANGYI, "by": "risk", "count": 1}, **fields)).json

    def test_risk_is_worked_out_again(self):
        """要进行重点暗访督查: each figure from what is on record, the sum from figures and weights."""
        h = self.house
        for unit, count in ((JW, 1), (FGJ, 2)):
            for _ in range(count):
                h["clerk"].do("putLead", world.new_id(), status=201, body={
                    "scheme": WANGYI, "source": "complaint", "unit": unit, "text": "x"})
        self.visit(unit=FGJ)
        self.at("2018-05-12")
        choice = self.choose(candidates=[JW, FGJ, "610202-tjj"], count=2)
        self.assertEqual(choice["window"], "2017-05-13/2018-05-12")
        weights = {i["count"]: i for i in json.loads((contracts.SOURCE / "data" / "risk.json")
                                                     .read_text("utf-8"))["risk"]["items"]}
        figures = {JW: {"leads": 1, "days_unvisited": 365}, "610202-tjj": {"days_unvisited": 365},
                   FGJ: {"leads": 2, "days_unvisited": 10}}
        for score in choice["scores"]:
            total = 0
            self.assertEqual([r["figure"] for r in score["reasons"]], list(weights))
            for reason in score["reasons"]:
                rule = weights[reason["figure"]]
                value = figures[score["unit"]].get(reason["figure"], 0)
                points = min(fractions.Fraction(str(rule["points"])) * value, rule["cap"])
                self.assertEqual(fractions.Fraction(reason["value"]), value, reason)
                self.assertEqual(fractions.Fraction(reason["points"]), points, reason)
                total += points
            self.assertEqual(fractions.Fraction(score["score"]), total)
        # 3 + 18.25, 18.25, 6 + 0.5.
        self.assertEqual([(s["unit"], s["score"]) for s in choice["scores"]],
                         [(JW, "21.25"), ("610202-tjj", "18.25"), (FGJ, "6.5")])
        self.assertEqual(choice["chosen"], [JW, "610202-tjj"])

    def test_open_and_overdue_weigh(self):
        h = self.house
        visit = h.start_visit(scheme=WANGYI, unit=JW, methods=["明查暗访"])
        h.write_finding(visit, area="a0", category="不作为", clause="x")
        finding = h["li"].do("listFindings").json["items"][0]["id"]
        h.submit_visit(visit)
        h.hire("ver2")
        h.establish(finding)
        choice = self.choose(candidates=[JW, FGJ])
        value = {(s["unit"], r["figure"]): r["value"] for s in choice["scores"]
                 for r in s["reasons"]}
        self.assertEqual((value[JW, "open"], value[FGJ, "open"], value[JW, "overdue"]),
                         ("1", "0", "0"))

    def test_weights_are_the_schemes(self):
        scheme = read(WANGYI)
        scheme["anfang"]["risk"] = {"months": 1, "items": [
            {"name": "未受检天数", "count": "days_unvisited", "points": 1, "cap": 7}]}
        scheme["anfang"]["plausibility"] = {"exif_site_distance": 900}
        self.house.root.do("putScheme", WANGYI, body=scheme, headers={"If-Match": '"1"'})
        for who in ("head", "li"):
            shown = self.house[who].do("getScheme", WANGYI).json["document"]["anfang"]
            self.assertEqual(set(scheme["anfang"]) - set(shown),
                             {"risk", "plausibility"} if who == "head" else set())
        self.assertNotIn("未受检天数", self.house["head"].do("listSchemes").body.decode())
        choice = self.choose(count=3)
        self.assertEqual({s["score"] for s in choice["scores"]}, {"7"})
        self.assertEqual(choice["chosen"], sorted(s["unit"] for s in choice["scores"])[:3])
        self.assertEqual({"610202-" + u["id"] for u in scheme["units"]},
                         {s["unit"] for s in choice["scores"]})

    def test_made_once_and_not_for_units(self):
        h, choice = self.house, world.new_id()
        body = {"scheme": WANGYI, "by": "risk", "count": 1}
        first = h["boss"].do("putChoice", choice, status=201, body=body)
        self.assertEqual(h["boss"].do("putChoice", choice, status=200, body=body).body, first.body)
        self.assertEqual(h["boss"].call("putChoice", choice, body=dict(body, count=2)).status, 409)
        self.assertEqual(h["boss"].call("putChoice", world.new_id(), body=dict(
            body, candidates=[JW], count=2)).status, 422)
        for who in ("head", "li"):
            for operation, argument in (("getChoice", [choice]), ("listChoices", [])):
                self.assertEqual(h[who].call(operation, *argument).status, 403)
            self.assertEqual(h[who].call("getTargets", query={"scheme": WANGYI}).status, 403)
        h.hire("audit")
        index = h["audit"].do("findLeaf", query={"record": "choice/" + choice}).json["index"]
        self.assertEqual(h["audit"].do("getLeaf", index).json["event"], "choice.chosen")

    def test_by_command(self):
        env = dict(os.environ, LC_ALL="C.UTF-8", ANFANG_SERVER=self.house.service.url)

        def say(who, *words):
            done = subprocess.run(
                [contracts.BUILD / "cli" / "anfang", "visit", *words], capture_output=True,
                env=dict(env, ANFANG_TOKEN=self.house[who].token), check=False)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            return done.stdout.decode()
        self.assertIn("联合督查", say("boss", "targets", "--scheme", WANGYI, "--period", "2018-05"))
        choice = json.loads(say("boss", "choose", "--json", "--scheme", WANGYI, "--by", "risk",
                                "--count", "5"))
        self.assertEqual(len(choice["chosen"]), 5)
        visit = json.loads(say("li", "add", "--json", "--scheme", WANGYI, "--unit", "jw", "--site",
                               "x", "--method", "明查暗访", "--with", "tan", "--mandate", "x",
                               "--mode", "m4", "--area", "a0"))
        self.assertEqual((visit["mode"], visit["area"]), ("m4", "a0"))


if __name__ == "__main__":
    tap.main()
