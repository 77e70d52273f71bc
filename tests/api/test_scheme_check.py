#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""`anfang scheme check`: the shipped schemes pass, and each way to contradict oneself is told at its
place. What the JSON Schema refuses is what another validator of draft 2020-12 refuses."""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import jsonschema
import contract as contracts
import tap

FOLDER = contracts.SOURCE / "data" / "schemes"
OPENAPI = json.loads((contracts.BUILD / "schemas" / "openapi.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(
    {"$ref": "#/components/schemas/scheme-put", "components": OPENAPI["components"]},
    format_checker=contracts.formats)


def read(name):
    return json.loads((FOLDER / (name + ".json")).read_text("utf-8"))


def check(scheme, *options):
    """Exit status, {pointer: detail} of faults, the same of warnings."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(scheme, file)
        file.flush()
        done = subprocess.run([contracts.BUILD / "cli" / "anfang", "scheme", "check", file.name,
                               "--json", *options], capture_output=True, text=True, check=False)
    answer = json.loads(done.stdout) if done.stdout else {"faults": [], "warnings": []}
    return done.returncode, *({r["pointer"]: r["detail"] for r in answer[kind]}
                              for kind in ("faults", "warnings"))


def change(scheme, pointer, value):
    """The scheme with `value` at the place; None takes the member away."""
    *way, last = pointer.strip("/").split("/")
    place = scheme = copy.deepcopy(scheme)
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if isinstance(place, list):
        if int(last) == len(place):
            place.append(value)
        else:
            place[int(last)] = value
    elif value is None:
        del place[last]
    else:
        place[last] = value
    return scheme


class SchemeCheck(unittest.TestCase):
    def test_shipped_schemes_pass(self):
        for name in ("wangyi-2018", "district-2020", "haicheng-2018", "shenyang-2021"):
            with self.subTest(name):
                self.assertEqual(check(read(name))[:2], (0, {}))
                self.assertEqual(list(VALIDATOR.iter_errors(read(name))), [])

    def test_marks_and_decisions(self):
        """Contents of 效能监察 and grounds of 一案双查 each once, and a day for what is decided."""
        scheme = read("district-2020")
        for member in ("contents", "double_check"):
            pointer = "/anfang/%s/items/1/id" % member
            first = scheme["anfang"][member]["items"][0]["id"]
            status, faults, _ = check(change(scheme, pointer, first))
            self.assertEqual((status, list(faults)), (1, [pointer]))
        self.assertNotIn("/anfang/clocks", check(scheme)[2])
        self.assertIn("answer", check(change(scheme, "/anfang/clocks/answer", None))[2][
            "/anfang/clocks"])

    def test_what_sources_leave_open_is_tolerated(self):
        self.assertIn("/areas", check(read("wangyi-2018"))[2])          # none of the ten is named
        warnings = check(read("district-2020"))[2]
        self.assertIn("/region/code", warnings)                          # 某区, name withheld
        self.assertIn("/areas/0", warnings)                              # nobody leads
        warnings = check(read("shenyang-2021"))[2]
        self.assertIn("/text_quality", warnings)                         # the source was garbled
        self.assertIn("/deadlines/1/date", warnings)                     # 2021-10-30, a Saturday
        self.assertIn("/unit_groups/0", warnings)                        # 各区、县（市）
        garbled = change(read("shenyang-2021"), "/goals/0", "办事\ufffd便")
        self.assertEqual(check(garbled)[0], 0)
        self.assertIn("/goals/0", check(garbled)[2])

    # Facts from outside: 2018-05-03 is a Thursday and a working day, 2018-05-01 a holiday.
    FAULTS = [
        ("/areas/0/lead/0", "nobody", "/areas/0/lead/0", "no unit"),
        ("/deadlines/0/to/0", "nobody", "/deadlines/0/to/0", "no unit"),
        ("/units/1/id", "ysb", "/units/1/id", "twice"),
        ("/unit_groups/0/id", "ysb", "/unit_groups/0/id", "twice"),
        ("/areas/1/id", "a1", "/areas/1/id", "twice"),
        ("/areas/1/no", 1, "/areas/1", "number 1"),
        ("/deadlines/1/id", "d1", "/deadlines/1/id", "twice"),
        ("/indicators/0/area", "a77", "/indicators/0/area", "no area"),
        ("/deadlines/0/weekday", 5, "/deadlines/0/weekday", "weekday 4"),
        ("/deadlines/0/non_workday", True, "/deadlines/0/non_workday", "is a working day"),
        ("/deadlines/0/date", "2018-02-30", "/deadlines/0/date", "date"),
        ("/deadlines/0/date", None, "/deadlines/0/date", "needs a date"),
        ("/deadlines/2/amount", 1001, "/deadlines/2/amount", "1 to 1000"),
        ("/phases/0/end", "2018-01", "/phases/0/end", "before it begins"),
        ("/phases/0/end", "2018-13", "/phases/0/end", "no such day"),
        ("/period/end", "2017-12-31", "/period/end", "before it begins"),
        ("/anfang/clocks/plan/rule", "9wd", "/anfang/clocks/plan/deadline", "differs"),
        ("/anfang/clocks/plan/deadline", "d77", "/anfang/clocks/plan/deadline", "no deadline"),
        ("/anfang/clocks/sign_receipt/rule", "9999wd", "/anfang/clocks/sign_receipt/rule", ""),
        ("/anfang/clocks/nap", {"name": "x", "rule": "1wd", "trigger": "x"},
         "/anfang/clocks/nap", "no clock"),
        ("/anfang/targets", [{"id": "x", "name": "x", "per": "monthly", "least": 1,
                              "count": "survey_sheets", "per_area": True}],
         "/anfang/targets/0/count", "by area"),
        ("/anfang/targets", [{"id": "x", "name": "x", "per": "monthly", "all_of": "referrals",
                              "figure": "complaints", "per_area": True}],
         "/anfang/targets/0/figure", "by area"),
        ("/anfang/targets", [{"id": "x", "name": "x", "per": "monthly", "least": 1,
                              "figure": "nobodys"}], "/anfang/targets/0/figure", "nobody could enter"),
        # Circulars are counted: nobody enters them any more.
        ("/anfang/targets", [{"id": "x", "name": "x", "per": "monthly", "least": 1,
                              "figure": "notices"}], "/anfang/targets/0/figure", "nobody could enter"),
        ("/anfang/scoring/items/0", {"name": "x", "figure": "nobodys", "points": -1, "cap": 9},
         "/anfang/scoring/items/0/figure", "nobody could enter"),
        ("/anfang/risk", {"months": 12, "items": [{"name": "x", "figure": "nobodys", "points": 1, "cap": 9}]},
         "/anfang/risk/items/0/figure", "nobody could enter"),
        ("/units/0/successor", "nobody", "/units/0/successor", "no unit"),
        ("/units/0/successor", "jw", "/units/0/successor", "valid_to"),
    ]

    def test_each_contradiction_is_told_at_its_place(self):
        for place, value, pointer, words in self.FAULTS:
            with self.subTest(place=place, value=value):
                status, faults, _ = check(change(read("haicheng-2018"), place, value))
                self.assertEqual(status, 1)
                self.assertIn(pointer, faults)
                self.assertIn(words, faults[pointer])

    def test_the_schema_is_the_published_one(self):
        """Where our check of the schema refuses, another validator refuses, at the same places."""
        for place, value in [("/id", "Haicheng 2018"), ("/title", None), ("/region/code", "21038"),
                             ("/units/0/roles/0", "Not A Role"), ("/areas", None),
                             ("/deadlines/0/kind", "someday"), ("/deadlines/1/day", 32),
                             ("/anfang/ledger_code", "hc"), ("/anfang/clocks/plan/rule", "ten"),
                             ("/units/0/valid_to", "2018-02-31x")]:
            with self.subTest(place=place):
                scheme = change(read("haicheng-2018"), place, value)
                status, faults, _ = check(scheme)
                self.assertEqual(status, 1)
                theirs = ["/" + "/".join(map(str, e.absolute_path))
                          for e in VALIDATOR.iter_errors(scheme)]
                self.assertNotEqual(theirs, [])
                self.assertIn(place, faults)
                # For a member that is missing we name the member, they the object.
                self.assertTrue(place in theirs or value is None, theirs)

    def test_doubts_about_units(self):
        scheme = read("haicheng-2018")
        scheme["units"][0].update(code="11370304004218664A")
        self.assertNotIn("/units/0/code", check(scheme)[2])
        scheme["units"][0].update(code="11370304004218664B")
        self.assertEqual(check(scheme)[0], 0)
        self.assertIn("/units/0/code", check(scheme)[2])
        scheme["units"][0].update(valid_to="2018-06-15")
        self.assertIn("/units/0/valid_to", check(scheme)[2])

    def test_what_is_no_file_of_a_scheme(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            for text in ("", "[]", "{", '{"id": "a", "id": "b"}'):
                file.seek(0)
                file.truncate()
                file.write(text)
                file.flush()
                done = subprocess.run([contracts.BUILD / "cli" / "anfang", "scheme", "check",
                                       file.name], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 1, text)
                self.assertIn(file.name, done.stderr)


if __name__ == "__main__":
    tap.main()
