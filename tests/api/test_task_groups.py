#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""任务分解: one call gives each unit of a group or a scheme its own task, all or none of them, and they
are summed up by what they were given with."""
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
import test_sub_schemes
import world

CITY, DISTRICT = test_sub_schemes.CITY, test_sub_schemes.DISTRICT
GROUP = "210381-yqzq"  # 各开发园区、镇区
TOWNS = ["210381-gan", "210381-niu", "210381-xi"]
GONE = "210381-old"


class Groups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.service.tell("time", "2018-07-02T01:00:00Z")
        h.furnish()
        for unit in TOWNS + [GONE]:
            h.root.do("putUnit", unit, status=201, body=dict(
                {"name": unit, "parent": GROUP, "scheme": house.SCHEME},
                **({"valid_to": "2018-06-30"} if unit == GONE else {})))
        for name in ("draft", "clerk", "ver1", "boss", "close", "li"):
            h.hire(name)
        for number, unit in enumerate(TOWNS):
            h.hire("town%d" % number, ["resp_head"], unit)
        h.root.do("putScheme", CITY, body=test_sub_schemes.read(CITY), status=201)
        h.root.do("putScheme", DISTRICT, body=test_sub_schemes.make_district(), status=201)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def describe(self, **fields):
        return dict({"scheme": house.SCHEME, "name": "报送自查情况", "due": "2018-07-20"}, **fields)

    def give(self, status=201, **fields):
        group = world.new_id()
        return group, self.house["draft"].do("putTaskGroup", group, body=self.describe(**fields),
                                             status=status).json

    def units(self, told):
        return [t["unit"] for t in told["tasks"]]

    def test_each_unit_of_a_group_gets_its_own(self):
        h = self.house
        group, told = self.give(group=GROUP)
        # Who is no more (到2018年6月30日) is asked for nothing.
        self.assertEqual(self.units(told), TOWNS)
        self.assertEqual((told["id"], told["total"], told["states"]), (group, 3, {"open": 3}))
        self.assertEqual(len({t["id"] for t in told["tasks"]}), 3)
        for number, task in enumerate(told["tasks"]):
            name = "town%d" % number
            listed = [t["id"] for t in h[name].do("listTasks").json["items"]]
            self.assertIn(task["id"], listed)
            self.assertEqual(set(listed) & {t["id"] for t in told["tasks"]}, {task["id"]})
            # With whom it shares it is not the unit's to know.
            self.assertNotIn(group, h[name].do("getTask", task["id"]).text)
            self.assertEqual(h[name].call("getTaskGroup", group).status, 403)
            events = [n["event"] for n in h[name].do("listNotices", query={"limit": 200}).json["items"]
                      if n["record"] == "task/" + task["id"]]
            self.assertEqual(events, ["task.given"])
        self.assertEqual(h["boss"].do("getTask", told["tasks"][0]["id"]).json["group"], group)

    def test_each_unit_of_a_scheme_below_gets_its_own(self):
        _, told = self.give(scheme=CITY, subscheme=DISTRICT)
        self.assertEqual(self.units(told), ["210102-ysj", "210102-zjj"])
        for fields, words in (({"scheme": DISTRICT, "subscheme": CITY}, "nor one below"),
                              ({"subscheme": DISTRICT}, "nor one below")):
            answer = self.house["draft"].call("putTaskGroup", world.new_id(),
                                              body=self.describe(**fields))
            self.assertEqual(answer.status, 422)
            self.assertIn(words, answer.json["detail"])

    def test_who_is_meant_twice_gets_one(self):
        _, told = self.give(group=GROUP, units=[TOWNS[1], house.ADDRESSEE])
        self.assertEqual(self.units(told), sorted(TOWNS + [house.ADDRESSEE]))

    def test_all_or_none(self):
        h, group = self.house, world.new_id()
        for fields in ({}, {"units": [TOWNS[0], GONE]}, {"units": [TOWNS[0], "210381-none"]},
                       {"group": TOWNS[0]}, {"group": "210381-none"},
                       {"group": GROUP, "to": ["210381-none"]}):
            self.assertEqual(h["draft"].call("putTaskGroup", group, body=self.describe(
                **fields)).status, 422, fields)
        self.assertEqual(h["boss"].call("getTaskGroup", group).status, 404)
        self.assertNotIn(group, h["boss"].do("listTasks", query={"limit": 200}).text)

    def test_asked_for_again_it_is_there_once(self):
        h = self.house
        group, told = self.give(group=GROUP)
        again = h["draft"].do("putTaskGroup", group, body=self.describe(group=GROUP), status=200)
        self.assertEqual(again.json, told)
        self.assertEqual(h["draft"].call("putTaskGroup", group, body=self.describe(
            group=GROUP, due="2018-07-31")).status, 409)

    def test_summed_up_as_the_days_go(self):
        h = self.house
        group, told = self.give(group=GROUP)
        done, late, open_ = [t["id"] for t in told["tasks"]]
        def accept(task):
            for who, operation in (("draft", "deployTask"), ("ver1", "checkTask"),
                                   ("close", "acceptTask")):
                h[who].do(operation, task, body={})
        accept(done)
        h.service.tell("time", "2018-07-23T02:00:00Z")
        self.addCleanup(h.service.tell, "time", "2018-07-02T01:00:00Z")
        self.addCleanup(h.clients.clear)
        h.clients.clear()
        accept(late)
        seen = h["li"].do("getTaskGroup", group).json
        self.assertEqual((seen["total"], seen["states"]),
                         (3, {"done": 1, "done_late": 1, "overdue": 1}))
        self.assertEqual({t["id"]: t["state"] for t in seen["tasks"]},
                         {done: "done", late: "done_late", open_: "overdue"})

    def test_one_that_is_changed_by_itself_stays_in_the_sum(self):
        h = self.house
        group, told = self.give(group=GROUP)
        task = told["tasks"][0]["id"]
        h["draft"].do("putTask", task, headers={"If-Match": '"1"'}, body=dict(
            self.describe(), unit=TOWNS[0], due="2018-07-31"))
        seen = h["boss"].do("getTaskGroup", group).json
        self.assertEqual((seen["total"], seen["tasks"][0]["due"]), (3, "2018-07-31"))

    def test_by_command(self):
        env = dict(os.environ, LC_ALL="C.UTF-8", ANFANG_SERVER=self.house.service.url,
                   ANFANG_TOKEN=self.house["draft"].token)

        def say(status, *words):
            done = subprocess.run([contracts.BUILD / "cli" / "anfang", "task", *words],
                                  capture_output=True, env=env, check=False)
            self.assertEqual(done.returncode, status, done.stderr.decode())
            return done.stdout.decode()
        what = ("--scheme", house.SCHEME, "--name", "报送自查情况", "--due", "2018-07-20")
        say(2, "give", *what)
        group = say(0, "give", "-q", *what, "--group", "各开发园区、镇区").strip()
        self.assertEqual(self.units(self.house["boss"].do("getTaskGroup", group).json), TOWNS)
        said = say(0, "sum", group)
        for words in ("open: 3", TOWNS[2]):
            self.assertIn(words, said)


if __name__ == "__main__":
    tap.main()
