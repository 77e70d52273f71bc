#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Schemes under schemes (市、区两级), and units that end and have successors."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

CITY, DISTRICT = "shenyang-2021", "heping-2021"
CATEGORY = "拖欠企业工程款"


def read(name):
    return json.loads((contracts.SOURCE / "data" / "schemes" / (name + ".json")).read_text("utf-8"))


def make_district(**fields):
    scheme = {"id": DISTRICT, "parent": CITY, "title": "和平区2021年优化营商环境专项整治方案",
              "region": {"code": "210102", "name": "和平区"}, "areas": [],
              "units": [{"id": "ysj", "name": "区营商局"}, {"id": "zjj", "name": "区住建局"}]}
    scheme.update(fields)
    return scheme


class SubSchemes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contracts.Contract())
        city = read(CITY)
        city["anfang"]["clocks"]["plan"] = {"name": "整改方案", "rule": "10wd",
                                            "trigger": "order.received"}
        city["anfang"]["letter"]["contact"]["phone"] = house.PHONE
        cls.city = city
        cls.house.root.do("putScheme", CITY, body=city, status=201)
        cls.house.root.do("putScheme", DISTRICT, body=make_district(), status=201)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def put(self, scheme, status=422, words="", name=None):
        name = name or scheme["id"]
        before = self.house.root.call("getScheme", name)
        headers = {"If-Match": before.headers["ETag"]} if before.status == 200 else {}
        answer = self.house.root.call("putScheme", name, body=scheme, headers=headers)
        self.assertEqual(answer.status, status, answer)
        if status >= 400:
            self.assertRegex(answer.json["detail"], words)
        return answer

    def find(self, **fields):
        h = self.house
        visit = h.start_visit(scheme=DISTRICT, unit="210102-zjj", methods=["专项检查"])
        return h["ver1"].do("getFinding", h.write_finding(visit, **dict(
            {"area": "a1", "category": CATEGORY, "clause": "x"}, **fields))).json

    def test_areas_categories_and_leads_are_the_city_s(self):
        found = self.find()
        self.assertEqual(found["lead_units"], ["210100-" + u for u in self.city["areas"][0]["lead"]])
        self.assertEqual((found["scheme"], found["unit"]), (DISTRICT, "210102-zjj"))
        # The ledger code, which the district does not set, is the city's.
        self.assertTrue(found["number"].startswith("SY21-01-"))

    def test_a_district_s_order_has_the_city_s_clocks_and_words(self):
        h = self.house
        visit = h.start_visit(scheme=DISTRICT, unit="210102-zjj", methods=["专项检查"])
        finding = h.write_finding(visit, area="a1", category=CATEGORY, clause="x")
        h.submit_visit(visit)
        h.establish(finding)
        order = h.bring(h.draft_order([finding]), "served")
        seen = h["clerk"].do("getOrder", order).json
        self.assertEqual(seen["number"]["word"], "沈营商整")
        seen = h["clerk"].do("receiveOrder", order, body={"signatory": "赵某"}).json
        self.assertIn(("plan", "10wd"), [(c["id"], c["rule"]) for c in seen["clocks"]])

    def test_the_city_knows_its_districts(self):
        listed = self.house["boss"].do("listSchemes", query={"parent": CITY}).json["items"]
        self.assertEqual([(s["id"], s["parent"]) for s in listed], [(DISTRICT, CITY)])

    def test_a_district_adds_and_tightens(self):
        added = make_district(
            areas=[{"id": "a1", "name": "政府失信", "lead": ["zjj"], "categories": ["拖欠农民工工资"]},
                   {"id": "b1", "no": 40, "name": "老旧小区", "categories": ["物业"]}],
            anfang=dict(self.city["anfang"], ledger_code="HP21", clocks={
                "plan": {"name": "整改方案", "rule": "5wd", "trigger": "order.received"}}))
        self.put(added, 200)
        self.assertEqual(self.find(category="拖欠农民工工资")["lead_units"], ["210102-zjj"])
        self.assertEqual(self.find()["category"], CATEGORY)
        self.assertEqual(self.find(area="b1", category="物业")["number"][:8], "HP21-40-")
        self.put(make_district(), 200)

    def test_a_district_does_not_loosen(self):
        settings = self.city["anfang"]
        for fields, words in (
                ({"areas": [{"id": "a1", "name": "别的"}]}, "政府失信"),
                ({"collection_methods": ["窃听"]}, "窃听"),
                ({"anfang": dict(settings, clocks={"plan": {
                    "name": "x", "rule": "11wd", "trigger": "order.received"}})}, "10wd"),
                ({"anfang": dict(settings, clocks={"plan": {
                    "name": "x", "rule": "9d", "trigger": "order.received"}})}, "10wd"),
                ({"anfang": dict(settings, recurrence_months=11)}, "12"),
                ({"parent": "nowhere-2021"}, "not loaded")):
            with self.subTest(words=words):
                self.put(make_district(**fields), 422, words)

    def test_no_circle_and_no_change_above_that_breaks_what_is_below(self):
        self.put(dict(self.city, parent=DISTRICT), 422, "inherits from this")
        self.put(make_district(areas=[{"id": "a1", "name": "政府失信", "lead": ["fgw"]}]), 200)
        renamed = json.loads(json.dumps(self.city))
        renamed["areas"][0]["name"] = "政府守信"
        self.put(renamed, 422, DISTRICT)
        self.put(make_district(), 200)
        self.put(renamed, 200)
        # What stands above is seen at once below.
        self.assertEqual(self.house["boss"].do("getLedger", query={"scheme": DISTRICT}).json[
            "items"][0]["area_name"], "政府守信")
        self.put(self.city, 200)

    def ledger(self, scheme=CITY, **query):
        return self.house["boss"].do("getLedger", query=dict(
            {"scheme": scheme, "list": "problems", "limit": 200}, **query)).json

    def establish(self, scheme, unit, **fields):
        h = self.house
        visit = h.start_visit(scheme=scheme, unit=unit, methods=["专项检查"])
        found = h.write_finding(visit, **dict({"area": "a1", "category": CATEGORY, "clause": "x"},
                                              **fields))
        h.submit_visit(visit)
        h.establish(found)
        return found

    def test_the_city_s_ledger_has_its_districts_and_says_which(self):
        title = make_district()["title"]
        city = self.establish(CITY, "210100-fgw")
        district = self.establish(DISTRICT, "210102-zjj")
        rows = {r["finding"]: r for r in self.ledger(below="true")["items"]}
        self.assertEqual(rows[city]["scheme"], self.city["title"])
        self.assertEqual(rows[district]["scheme"], title)
        self.assertNotIn(district, {r["finding"] for r in self.ledger()["items"]})
        self.assertNotIn("scheme", self.ledger()["items"][0])
        for value in (DISTRICT, title):
            found = self.ledger(below="true", filter="scheme=" + value)["items"]
            self.assertEqual({r["scheme"] for r in found}, {title})
            self.assertIn(district, {r["finding"] for r in found})
        text = self.house["boss"].do("getLedger", query={
            "scheme": CITY, "below": "true", "format": "csv"}).body.decode("utf-8-sig")
        self.assertEqual(text.split("\r\n")[0].split(",")[1], '"方案"')
        self.assertEqual({r["scheme"] for r in self.ledger(DISTRICT, below="true")["items"]},
                         {title})
        lost = self.house["boss"].call("getLedger", query={"below": "true"})
        self.assertEqual((lost.status, "below" in lost.json["detail"]), (422, True))

    def test_pages_hold_each_row_once_while_rows_are_added(self):
        first = [self.establish(DISTRICT, "210102-zjj", fact="页面%d" % i) for i in range(3)]
        added, seen, after = [], [], None
        while len(seen) < 20:
            page = self.ledger(below="true", filter="fact~页面", limit=1,
                               **({"after": after} if after else {}))
            seen += [r["finding"] for r in page["items"]]
            after = page["next"]
            if after is None:
                break
            if len(added) < 2:
                added.append(self.establish((CITY, DISTRICT)[len(added)],
                                            ("210100-fgw", "210102-zjj")[len(added)],
                                            fact="页面又%d" % len(added)))
        self.assertEqual(seen, first + added)

    def test_check_reads_the_parent_s_file(self):
        def check(child, *options):
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(child, file)
                file.flush()
                done = subprocess.run([contracts.BUILD / "cli" / "anfang", "scheme", "check",
                                       file.name, "--json", *options], capture_output=True,
                                      text=True, check=False)
            return done.returncode, json.loads(done.stdout)
        above = ["--parent", str(contracts.SOURCE / "data" / "schemes" / (CITY + ".json"))]
        child = make_district(areas=[{"id": "a1", "name": "政府失信", "lead": ["fgw"]}])
        self.assertEqual(check(child, *above)[0], 0)
        self.assertEqual(check(child)[0], 0)
        self.assertIn("/parent", [r["pointer"] for r in check(child)[1]["warnings"]])
        child["areas"][0]["lead"] = ["nobody"]
        self.assertEqual([r["pointer"] for r in check(child, *above)[1]["faults"]],
                         ["/areas/0/lead/0"])
        child = make_district(areas=[{"id": "a1", "name": "别的"}])
        self.assertEqual([r["pointer"] for r in check(child, *above)[1]["faults"]], ["/parent"])

    # ---- units ----

    def test_who_is_no_more_is_refused_with_the_successor_s_name(self):
        """国税、地税 were merged into 税务 on 2018-06-15; so was what came of it, later."""
        h = self.house
        for name, body in (
                ("t-new", {"name": "市税务局新区分局"}),
                ("t-mid", {"name": "市税务局", "valid_from": "2018-06-15", "valid_to": "2020-12-31",
                           "successor": "t-new"}),
                ("t-old", {"name": "市国税局", "valid_to": "2018-06-14", "successor": "t-mid"}),
                ("t-end", {"name": "市乡企局", "valid_to": "2018-06-14"}),
                ("t-soon", {"name": "市新局", "valid_from": "2098-01-01"})):
            h.root.do("putUnit", name, body=body, status=201)
        visit = h.start_visit()
        for unit, words in (("t-old", "市国税局 ended on 2018-06-14; .*市税务局新区分局"),
                            ("t-end", "nobody is on record"), ("t-soon", "begins only")):
            answer = h["li"].call("putFinding", world.new_id(), body={
                "visit": visit, "area": "a3", "category": "a3.1", "fact": "x", "clause": "x",
                "unit": unit})
            self.assertEqual(answer.status, 422)
            self.assertRegex(answer.json["detail"], words)
        h.write_finding(visit, unit="t-new")

    def test_an_order_after_the_end(self):
        h = self.house
        h.root.do("putUnit", "u-new", body={"name": "新局"}, status=201)
        h.root.do("putUnit", "u-old", body={"name": "旧局"}, status=201)
        visit = h.start_visit(unit="u-old")
        finding = h.write_finding(visit)
        h.submit_visit(visit)
        h.establish(finding)
        version = h.root.do("getUnit", "u-old").headers["ETag"]
        h.root.do("putUnit", "u-old", headers={"If-Match": version}, body={
            "name": "旧局", "valid_to": "2020-01-01", "successor": "u-new"})
        answer = h["draft"].call("putOrder", world.new_id(), body={"findings": [finding],
                                                                   "title": "x"})
        self.assertEqual(answer.status, 422)
        self.assertIn("新局", answer.json["detail"])

    def test_a_unit_s_end_goes_together(self):
        h = self.house
        for body, words in (({"valid_from": "2020-01-02", "valid_to": "2020-01-01"}, "before"),
                            ({"successor": house.OTHER}, "until when"),
                            ({"valid_to": "2020-01-01", "successor": "u-none"}, "no other unit")):
            answer = h.root.call("putUnit", "u-x", body=dict(body, name="x"))
            self.assertEqual(answer.status, 422)
            self.assertIn(words, answer.json["detail"])

    def test_a_doubtful_code_is_kept_and_said(self):
        h = self.house
        for code, doubtful in (("11370304004218664A", False), ("11370304004218664B", True),
                               ("210381", False)):
            unit = "c-" + code.lower()
            seen = h.root.do("putUnit", unit, body={"name": unit, "code": code}, status=201).json
            self.assertEqual((seen["code"], seen.get("code_doubtful", False)), (code, doubtful))

    # ---- 回头看 ----

    def test_a_revisit_names_what_was_closed(self):
        h = self.house
        _, (finding,) = h.find()
        body = {"scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x", "mandate": "x",
                "methods": ["突击检查"], "members": ["li", "tan"], "revisit_of": [finding]}
        answer = h["li"].call("putVisit", world.new_id(), body=body)
        self.assertEqual((answer.status, "only what was closed" in answer.json["detail"]),
                         (409, True))
        h.bring(h.draft_order([finding]), "closed")
        visit = world.new_id()
        self.assertEqual(h["li"].do("putVisit", visit, body=body, status=201).json["revisit_of"],
                         [finding])
        self.assertEqual(h["li"].call("putVisit", world.new_id(), body=dict(
            body, unit=house.OTHER)).status, 422)


if __name__ == "__main__":
    tap.main()
