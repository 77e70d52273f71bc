#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Who is told of tasks: whose task it is, once, of being given it, sent it back and soon out of time;
and nobody else.

The clock is the test's, the working days are those of the State Council's notice for 2018: Friday,
20 July is the last day; three working days before it is Tuesday, 17 July, one after it Monday, the 23rd.
"""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import tap
import test_tasks
import world

DUE = "2018-07-20"


class Told(unittest.TestCase):
    def setUp(self):
        self.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        self.addCleanup(h.close)
        h.service.tell("time", "2018-07-02T01:00:00Z")
        h.furnish()
        h.root.do("putScheme", test_tasks.WANGYI, body=test_tasks.read(), status=201)
        for name in ("draft", "clerk", "ver1", "boss"):
            h.hire(name)
        for name, role, unit in (("fzb", "resp_head", test_tasks.FZB),
                                 ("fzb2", "resp_contact", test_tasks.FZB),
                                 ("fgj", "resp_head", test_tasks.FGJ)):
            h.hire(name, [role], unit)

    def go(self, day):
        self.house.service.tell("time", day + "T02:00:00Z")
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def sweep(self):
        self.house["clerk"].do("sweepSteps", body={})

    def give(self, **fields):
        task = world.new_id()
        self.house["draft"].do("putTask", task, status=201, body=dict(
            {"scheme": test_tasks.WANGYI, "name": "报送整改情况", "unit": test_tasks.FZB,
             "due": DUE}, **fields))
        return task

    def told(self, name, task):
        """In the order in which it happened, oldest first."""
        notices = self.house[name].do("listNotices", query={"limit": 200}).json["items"]
        return [n["event"] for n in reversed(notices) if n["record"] == "task/" + task]

    def test_whose_task_it_is_learns_that_they_have_it(self):
        task = self.give()
        self.assertEqual([self.told(n, task) for n in ("fzb", "fzb2", "fgj", "draft")],
                         [["task.given"], ["task.given"], [], []])
        # Who does it knows; the others of the unit are told.
        self.house["fzb"].do("assignTask", task, body={"person": "李某"})
        self.assertEqual(self.told("fzb2", task), ["task.given", "task.assigned"])
        self.assertEqual(self.told("fzb", task), ["task.given"])

    def test_who_gets_it_next_is_told_and_nobody_of_what_others_had(self):
        h, task = self.house, self.give()
        h["clerk"].do("assignTask", task, body={"unit": test_tasks.FGJ, "person": "王某"})
        self.assertEqual(self.told("fgj", task), ["task.moved"])
        self.assertEqual(self.told("fzb", task), ["task.given"])
        # So does a change of the task itself, and of the scheme that it is of.
        etag = h["draft"].do("getTask", task).headers["ETag"]
        h["draft"].do("putTask", task, headers={"If-Match": etag}, body={
            "scheme": test_tasks.WANGYI, "name": "报送整改", "unit": test_tasks.FZB, "due": DUE})
        self.assertEqual(self.told("fzb", task), ["task.given", "task.moved"])
        scheme = test_tasks.read()
        scheme["tasks"][5]["owners"] = ["fgj"]
        etag = h.root.do("getScheme", scheme["id"]).headers["ETag"]
        h.root.do("putScheme", scheme["id"], body=scheme, headers={"If-Match": etag})
        self.assertEqual(self.told("fgj", test_tasks.WANGYI + ".t22"), ["task.moved"])

    def test_who_handed_it_in_learns_that_it_came_back(self):
        h, task = self.house, self.give()
        h["fzb2"].do("handInTask", task, body={"text": "表态"})
        h["ver1"].do("returnTask", task, body={"reason": "反“文字整改”"})
        for name in ("fzb", "fzb2"):
            self.assertEqual(self.told(name, task), ["task.given", "task.returned"], name)
            said = h[name].do("listNotices").text
            for secret in ("ver1", "draft", "文字整改", "报送整改情况"):
                self.assertNotIn(secret, said)
        self.assertEqual(self.told("fgj", task), [])

    def test_due_and_overdue_once_each_whatever_the_clock_does(self):
        h, task, soft = self.house, self.give(), self.give(soft=True)
        for day, told in (("2018-07-16", []), ("2018-07-17", ["due"]), ("2018-07-18", ["due"]),
                          ("2018-07-17", ["due"]), (DUE, ["due", "due"]),
                          ("2018-07-21", ["due", "due"]),
                          ("2018-07-23", ["due", "due", "overdue"]),
                          ("2018-07-18", ["due", "due", "overdue"]),
                          ("2018-07-24", ["due", "due", "overdue"])):
            self.go(day)
            self.sweep()
            expected = ["task." + e for e in ["given"] + told]
            for name in ("fzb", "fzb2"):
                self.assertEqual(self.told(name, task), expected, day)
            # 力争: reminded of, never overdue.
            self.assertEqual(self.told("fzb", soft),
                             [e for e in expected if e != "task.overdue"], day)
        h.service.kill()
        h.service.start()
        self.go("2018-07-24")
        self.sweep()
        self.assertEqual(self.told("fzb", task).count("task.overdue"), 1)
        # Whoever asked for it learns that it did not come.
        self.assertEqual(self.told("draft", task), ["task.overdue"])
        self.assertEqual(self.told("fgj", task), [])

    def test_what_was_handed_in_is_not_pressed_for(self):
        h, task = self.house, self.give()
        h["fzb"].do("handInTask", task, body={"text": "王法办〔2018〕12号"})
        self.go("2018-07-24")
        self.sweep()
        self.assertEqual(self.told("fzb2", task), ["task.given"])

    def test_a_scheme_may_tell_the_named_person_alone(self):
        """任务到人: by the name on their account, and only in the unit whose task it is."""
        h = self.house
        for name, unit in (("wang", test_tasks.FZB), ("wang2", test_tasks.FGJ)):
            h.root.do("createAccount", status=201, body={
                "name": name, "roles": ["resp_contact"], "unit": unit, "display_name": "王科长",
                "password": world.PASSWORD})
        scheme = test_tasks.read()
        scheme["anfang"]["notifications"] = [{"event": "task.given", "to": ["person"]}]
        etag = h.root.do("getScheme", scheme["id"]).headers["ETag"]
        h.root.do("putScheme", scheme["id"], body=scheme, headers={"If-Match": etag})
        task = self.give(person="王科长")
        self.assertEqual([self.told(n, task) for n in ("wang", "wang2", "fzb")],
                         [["task.given"], [], []])
        scheme["anfang"]["notifications"] = [{"event": "order.served", "to": ["person"]}]
        self.assertEqual(h.root.call("putScheme", scheme["id"], body=scheme, headers={
            "If-Match": '"2"'}).status, 422)


if __name__ == "__main__":
    tap.main()
