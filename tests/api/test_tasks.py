#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Tasks: what a scheme asks for by a day is followed, tick by tick, whoever forgets it.

The days are those of 王益区's scheme of 2018, from the document itself; the working days from the State
Council's notice for 2018.
"""
import csv
import io
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world

WANGYI = "wangyi-2018"
FGJ, FZB, DZZWB = "610202-fgj", "610202-fzb", "610202-dzzwb"


def read(name=WANGYI):
    path = contracts.SOURCE / "data" / "schemes" / (name + ".json")
    return json.loads(path.read_text("utf-8"))


class Tasks(house.Case):
    def setUp(self):
        self.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        self.addCleanup(h.close)
        h.service.tell("time", "2018-02-01T01:00:00Z")
        h.furnish()
        h.root.do("putScheme", WANGYI, body=read(), status=201)
        for name in ("draft", "clerk", "clerk2", "boss", "close", "ver1", "back1", "li", "audit"):
            h.hire(name)
        for name, role, unit in (("fzb", "resp_head", FZB), ("fzb2", "resp_contact", FZB),
                                 ("fgj", "resp_head", FGJ)):
            h.hire(name, [role], unit)

    def at(self, day):
        self.house.service.tell("time", day + "T02:00:00Z")
        for client in self.house.clients.values():
            client.close()
        self.house.clients.clear()
        self.house.root = self.house.login(world.ADMIN)

    def load(self, scheme):
        etag = self.house.root.do("getScheme", scheme["id"]).headers["ETag"]
        self.house.root.do("putScheme", scheme["id"], body=scheme, headers={"If-Match": etag})

    def state(self, task, who="boss"):
        return self.house[who].do("getTask", task).json["state"]

    def list(self, who="boss", **query):
        tasks, after = [], None
        while True:
            page = self.house[who].do("listTasks", query=dict(
                query, limit=7, **({"after": after} if after else {}))).json
            tasks += page["items"]
            after = page["next"]
            if after is None:
                return {t["id"]: t for t in tasks}

    def tick(self, task, *ticks, **body):
        who = {"deployTask": "draft", "checkTask": "ver1", "acceptTask": "close"}
        for operation in ticks or who:
            done = self.house[who[operation]].do(operation, task, body=body).json
        return done

    # ---- the days ----

    def test_open_soon_overdue(self):
        """2018年7月20日前完成: the 20th is still in time (民法典 203); three days before it is soon."""
        task = WANGYI + ".t22"
        seen = self.house["boss"].do("getTask", task).json
        self.assertEqual((seen["unit"], seen["due"], seen["soft"], seen["origin"]),
                         (FZB, "2018-07-20", False, "scheme"))
        for day, state in (("2018-07-16", "open"), ("2018-07-17", "due_soon"),
                           ("2018-07-20", "due_soon"), ("2018-07-21", "overdue")):
            self.at(day)
            self.assertEqual(self.state(task), state, day)
            self.assertEqual(task in self.list(state=state), True, day)
        self.assertNotIn(task, self.list(state="open"))

    def test_day_of_rest_does_not_move(self):
        """于2018年3月10日前: a Saturday. It stays, and soon is counted from the Friday before."""
        task = WANGYI + ".t12"
        for day, state in (("2018-03-05", "open"), ("2018-03-06", "due_soon"),
                           ("2018-03-10", "due_soon"), ("2018-03-11", "overdue")):
            self.at(day)
            self.assertEqual(self.state(task), state, day)

    def test_each_month(self):
        """整治情况于每月25日前报, from each of the two groups: once in each month of the scheme."""
        found = [t for t in self.list(scheme=WANGYI).values() if ".d3." in t["id"]]
        self.assertEqual(len(found), 24)
        for unit in ("610202-zx_lead", "610202-zx_part"):
            self.assertEqual([t["due"] for t in found if t["unit"] == unit],
                             ["2018-%02d-25" % month for month in range(1, 13)])

    def test_one_text_one_task(self):
        """A deadline that says the same as a task (the settings name it) is not followed twice."""
        found = self.list(scheme=WANGYI)
        for day in ("2018-03-10", "2018-04-30", "2018-07-20", "2018-05-30"):
            self.assertEqual(len([t for t in found.values() if t.get("due") == day
                                  and not t["soft"]]), 1, day)

    def test_soft_is_never_overdue(self):
        """力争年底前: tracked, reminded of, never overdue, never late."""
        h, task = self.house, world.new_id()
        h["draft"].do("putTask", task, status=201, body={
            "scheme": WANGYI, "name": "力争偿还", "unit": FZB, "due": "2018-12-31", "soft": True})
        self.at("2018-12-28")
        self.assertEqual(self.state(task), "due_soon")
        self.at("2019-01-02")
        self.assertEqual(self.state(task), "open")
        self.assertNotIn(task, self.list(state="overdue"))
        self.assertEqual(self.tick(task)["state"], "done")

    # ---- 有布置、有检查、有验收 ----

    def test_three_ticks(self):
        h, task = self.house, WANGYI + ".t22"
        self.at("2018-07-02")
        self.refuse("ver1", 409, "open", "checkTask", task, body={})
        self.refuse("close", 409, "open", "acceptTask", task, body={})
        h["fzb"].do("deployTask", task, body={"on": "2018-06-29", "remark": "已开会布置"})
        self.refuse("close", 409, "deployed", "acceptTask", task, body={})
        self.refuse("ver1", 422, "still to come", "checkTask", task, body={"on": "2018-07-03"})
        h["ver1"].do("checkTask", task, body={})
        done = h["close"].do("acceptTask", task, body={}).json
        self.assertEqual([done[t]["on"] for t in ("deployed", "checked", "accepted")],
                         ["2018-06-29", "2018-07-02", "2018-07-02"])
        self.assertEqual((done["state"], done["deployed"]["by"]), ("done", "fzb"))
        self.refuse("draft", 409, "done", "deployTask", task, body={})

    def test_whose_tick(self):
        """No unit checks or accepts its own, nobody judges what they handed in or accepts what they
        checked."""
        h, task = self.house, WANGYI + ".t22"
        h.hire("both", ["clerk", "leader"], house.OFFICE)
        for operation in ("checkTask", "acceptTask"):
            self.refuse("fzb", 403, "roles", operation, task, body={})
        self.refuse("fzb2", 403, "roles", "deployTask", task, body={})
        self.refuse("fgj", 404, "no such task", "deployTask", task, body={})
        self.refuse("fgj", 404, "no such task", "handInTask", task, body={"text": "x"})
        h["clerk"].do("handInTask", task, body={"text": "代单位登记"})
        self.tick(task, "deployTask")
        self.refuse("clerk", 403, "handed it in", "checkTask", task, body={})
        h["both"].do("checkTask", task, body={})
        self.refuse("both", 403, "checked the task", "acceptTask", task, body={})
        h["boss"].do("acceptTask", task, body={})

    def test_undone_with_a_reason(self):
        h, task = self.house, WANGYI + ".t22"
        self.tick(task)
        self.assertEqual(h["boss"].call("undoTask", task, body={"tick": "accepted"}).status, 422)
        self.refuse("boss", 409, "done", "undoTask", task, body={"tick": "checked", "reason": "x"})
        self.refuse("clerk2", 403, "whoever set it", "undoTask", task,
                    body={"tick": "accepted", "reason": "x"})
        back = h["close"].do("undoTask", task, body={"tick": "accepted", "reason": "清理不彻底"}).json
        self.assertEqual((back["state"], "accepted" in back), ("open", False))
        self.assertEqual([(u["tick"], u["reason"], u["was"]["by"]) for u in back["undone"]],
                         [("accepted", "清理不彻底", "close")])
        # A leader for somebody else; and it is again what the day says.
        h["boss"].do("undoTask", task, body={"tick": "checked", "reason": "x"})
        self.at("2018-07-21")
        self.assertEqual(self.state(task), "overdue")

    # ---- handed in ----

    def test_late_is_by_the_day_of_handing_in(self):
        """What came in time is done in time, however long the office takes; else it is late."""
        h, task, other = self.house, WANGYI + ".t22", WANGYI + ".t23"
        self.at("2018-07-20")
        h["fzb"].do("handInTask", task, body={"text": "王法办〔2018〕12号"})
        self.at("2018-08-01")
        self.assertEqual(self.state(task), "open")
        self.assertEqual(self.tick(task)["state"], "done")
        self.assertEqual(self.tick(other)["state"], "done_late")
        self.assertEqual(set(self.list(state="done_late")), {other})

    def test_sent_back(self):
        h, task = self.house, WANGYI + ".t22"
        self.refuse("ver1", 409, "nothing was handed in", "returnTask", task, body={"reason": "x"})
        h["fzb"].do("handInTask", task, body={"text": "表态"})
        h["ver1"].do("returnTask", task, body={"reason": "反“文字整改”"})
        self.refuse("ver1", 409, "nothing was handed in", "returnTask", task, body={"reason": "x"})
        self.at("2018-07-23")
        self.assertEqual(self.state(task), "overdue")
        h["fzb"].do("handInTask", task, body={"text": "清理目录"})
        self.assertEqual(self.tick(task)["state"], "done_late")

    def test_only_what_one_may_read(self):
        """A unit cannot hand in, and so not probe for, what inspectors brought in."""
        h, task = self.house, WANGYI + ".t22"
        for name in ("tan",):
            h.hire(name)
        visit = h.start_visit()
        photo = h["li"].upload(h.shoot(), visit=visit, filename="a.jpg", filetype="image/jpeg")
        absent = world.new_id()
        said = []
        for evidence in (photo, absent):
            answer = h["fzb"].call("handInTask", task, body={"text": "x", "evidence": [evidence]})
            self.assertEqual(answer.status, 422)
            said.append(answer.json["detail"].replace(evidence, "ID"))
        self.assertEqual(said[0], said[1])
        h["clerk"].do("handInTask", task, body={"text": "x", "evidence": [photo]})

    # ---- who ----

    def test_person(self):
        """指标到人、任务到人: the office names unit and person, the unit's head the person only."""
        h, task = self.house, WANGYI + ".t22"
        h["fzb"].do("assignTask", task, body={"person": "李某"})
        self.refuse("fzb", 403, "office", "assignTask", task, body={"unit": FGJ, "person": "x"})
        self.assertEqual(h["fzb2"].do("getTask", task).json["person"], "李某")
        h["draft"].do("assignTask", task, body={"unit": FGJ, "person": "王某"})
        self.assertEqual(h["fgj"].do("getTask", task).json["person"], "王某")
        self.assertEqual(h["fzb2"].call("getTask", task).status, 404)
        # The scheme does not take back what the office said.
        scheme = read()
        scheme["tasks"][5]["name"] += "（修订）"
        self.load(scheme)
        seen = h["boss"].do("getTask", task).json
        self.assertEqual((seen["unit"], seen["person"], seen["name"][-4:]), (FGJ, "王某", "（修订）"))

    def test_units_see_their_own_and_no_names(self):
        h, task = self.house, WANGYI + ".t22"
        h["fzb"].do("handInTask", task, body={"text": "目录"})
        h["ver1"].do("returnTask", task, body={"reason": "不全"})
        self.tick(task)
        self.assertEqual(set(self.list("fzb2")), {task})
        answer = h["fzb2"].do("getTask", task)
        for name in (b"ver1", b"draft", b"close", b"created"):
            self.assertNotIn(name, answer.body)
        self.assertEqual(answer.json["checked"], {"on": "2018-02-01"})
        self.assertEqual(h["fzb2"].call("getTaskTable", query={"scheme": WANGYI}).status, 403)

    # ---- the scheme changes ----

    def test_who_gets_a_task_next_learns_nothing_of_who_had_it(self):
        """What a unit handed in, what it was told about that and whom it named stays its own."""
        h = self.house
        task = WANGYI + ".t22"
        h["fzb"].do("assignTask", task, body={"person": "王科长"})
        h["fzb"].do("handInTask", task, body={"text": "法制办自查材料"})
        h["clerk"].do("returnTask", task, body={"reason": "材料不全"})
        (entry,) = h["fzb"].do("getTask", task).json["hand_ins"]
        self.assertEqual((entry["text"], set(entry)), ("法制办自查材料", {"at", "text"}))
        h["clerk"].do("assignTask", task, body={"unit": FGJ, "person": "李科长"})
        seen = h["fgj"].do("getTask", task).json
        self.assertEqual((seen["hand_ins"], seen["returned"]), ([], []))
        self.assertEqual(h["clerk"].do("getTask", task).json["hand_ins"][0]["unit"], FZB)
        h["fgj"].do("handInTask", task, body={"text": "我局材料"})
        for where in (h["fgj"].do("getTask", task).json, self.list("fgj")[task]):
            self.assertEqual([e["text"] for e in where["hand_ins"]], ["我局材料"])

    def test_remarks_on_a_tick_stay_with_whose_task_it_was(self):
        """Also what the office notes while the task is nobody's yet."""
        h, task, nobodys, scheme = self.house, WANGYI + ".t22", world.new_id(), read()
        h["draft"].do("putTask", nobodys, status=201, body={
            "scheme": WANGYI, "name": "报送情况", "due": "2018-03-01"})
        h["clerk"].do("handInTask", nobodys, body={"text": "办公室内部底稿"})
        h["fzb"].do("deployTask", task, body={"remark": "由王科长办理"})
        h["ver1"].do("checkTask", task, body={"remark": "材料不实"})
        h["boss"].do("deployTask", nobodys, body={"remark": "拟交房管局"})
        self.assertEqual(h["fzb"].do("getTask", task).json["checked"], {
            "on": "2018-02-01", "remark": "材料不实"})
        h["clerk"].do("assignTask", nobodys, body={"unit": FGJ, "person": "李科长"})
        scheme["tasks"][5]["owners"] = ["fgj"]
        self.load(scheme)
        day = {"on": "2018-02-01"}
        for each, ticks in ((task, ("deployed", "checked")), (nobodys, ("deployed",))):
            for seen in (h["fgj"].do("getTask", each).json, self.list("fgj")[each]):
                self.assertEqual([seen[t] for t in ticks], [day for _ in ticks])
                self.assertFalse(seen.get("hand_ins"))
        h["boss"].do("acceptTask", task, body={"remark": "同意"})
        self.assertEqual(h["fgj"].do("getTask", task).json["accepted"], dict(day, remark="同意"))
        self.assertEqual(h["boss"].do("getTask", task).json["checked"]["remark"], "材料不实")

    def test_whom_one_unit_named_does_not_answer_for_another(self):
        """The scheme itself gives the task to another unit."""
        h, task, scheme = self.house, WANGYI + ".t22", read()
        h["fzb"].do("assignTask", task, body={"person": "王科长"})
        scheme["tasks"][5]["owners"] = ["fgj"]
        self.load(scheme)
        self.assertNotIn("person", h["fgj"].do("getTask", task).json)

    def test_scheme_changes_keep_what_was_ticked(self):
        h, task, gone = self.house, WANGYI + ".t22", WANGYI + ".t23"
        self.tick(task, "deployTask")
        self.tick(gone, "deployTask")
        version = h["boss"].do("getTask", WANGYI + ".t13").json["version"]
        scheme = read()
        scheme["tasks"][5]["due"] = "2018-08-31"
        kept = scheme["tasks"].pop(6)
        scheme["anfang"]["tasks"].pop()
        self.assertEqual(kept["id"], "t23")
        self.load(scheme)
        moved = h["boss"].do("getTask", task).json
        self.assertEqual((moved["due"], moved["deployed"]["by"]), ("2018-08-31", "draft"))
        clock = moved["clocks"][-1]
        self.assertEqual((clock["due"], clock["was"][0]["due"]), ("2018-08-31", "2018-07-20"))
        self.assertEqual(self.state(gone), "dropped")
        self.refuse("ver1", 409, "dropped", "checkTask", gone, body={})
        # What did not change has no new version, and no leaf.
        self.assertEqual(h["boss"].do("getTask", WANGYI + ".t13").json["version"], version)
        self.load(read())
        back = h["boss"].do("getTask", gone).json
        self.assertEqual((back["state"], back["deployed"]["by"]), ("open", "draft"))
        self.at("2018-05-31")
        self.assertEqual(self.state(gone), "overdue")

    def test_wrong_schemes(self):
        """Each way to be wrong is told, and nothing is loaded."""
        def change(path, value):
            scheme = read()
            at = scheme
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = value
            return scheme
        for words, scheme in (
                ("t99", change(["anfang", "tasks", 0, "task"], "t99")),
                ("d99", change(["anfang", "tasks", 0, "deadline"], "d99")),
                ("either", change(["anfang", "tasks", 0, "phase"], "p1")),
                ("nobody_", change(["tasks", 0, "owners"], ["nobody_"])),
                ("allowed forms", change(["tasks", 0, "due"], "2018-02-30")),
                ("same id|have the id", change(["tasks", 0, "id"], "t12")),
                ("25", change(["anfang", "tasks", 2, "day"], 7)),
                ("task_remind_days", change(["anfang", "task_remind_days"], 61))):
            answer = self.house.root.call("putScheme", WANGYI, body=scheme,
                                          headers={"If-Match": '"1"'})
            self.assertEqual(answer.status, 422, words)
            self.assertRegex(json.dumps(answer.json, ensure_ascii=False), words)
        self.assertEqual(self.house.root.do("getScheme", WANGYI).headers["ETag"], '"1"')

    def test_scheme_task_is_the_schemes(self):
        h, task = self.house, WANGYI + ".t22"
        body = {"scheme": WANGYI, "name": "x"}
        self.refuse("draft", 409, "scheme", "putTask", task, body=body, headers={"If-Match": '"1"'})
        self.refuse("draft", 422, "UUID", "putTask", WANGYI + ".mine", body=body)
        own = world.new_id()
        h["draft"].do("putTask", own, body=body, status=201)
        h["draft"].do("putTask", own, body=body, status=200)
        changed = h["clerk"].do("putTask", own, body=dict(body, due="2018-03-01"),
                                headers={"If-Match": '"1"'}).json
        self.assertEqual((changed["due"], changed["version"]), ("2018-03-01", 2))
        self.load(dict(read(), title="x"))
        self.assertEqual(self.state(own), "open")

    # ---- on the wall, and by command ----

    def test_wall_chart(self):
        h, task = self.house, WANGYI + ".t22"
        h["fzb"].do("assignTask", task, body={"person": "李某"})
        self.tick(task, "deployTask", on="2018-01-31")
        self.at("2018-07-21")
        sheet = h["boss"].do("getTaskTable", query={"scheme": WANGYI, "format": "csv"})
        text = sheet.body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        head = next(i for i, row in enumerate(rows) if "责任人" in row)
        row = dict(zip(rows[head], next(r for r in rows if r and r[-1] == task)))
        shown = [r for r in rows[head + 1:] if r]
        self.assertEqual([r[0] for r in shown], [str(n + 1) for n in range(len(shown))])
        self.assertEqual(rows[head][-1], "编号")
        self.assertEqual([row[c] for c in ("责任单位", "责任人", "完成时限", "有布置", "有检查", "状态")],
                         ["区政府法制办", "李某", "2018-07-20", "√ 2018-01-31", "", "逾期"])
        book = h["boss"].do("getTaskTable", query={"scheme": WANGYI, "format": "xlsx"}).body
        self.assertTrue(book.startswith(b"PK"))
        self.refuse("boss", 422, "scheme", "getTaskTable")

    def test_by_command(self):
        env = dict(os.environ, LC_ALL="C.UTF-8", ANFANG_SERVER=self.house.service.url)

        def say(who, *words):
            done = subprocess.run(
                [contracts.BUILD / "cli" / "anfang", "task", *words], capture_output=True,
                env=dict(env, ANFANG_TOKEN=self.house[who].token), check=False)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            return done.stdout.decode()
        task = WANGYI + ".t22"
        say("fzb", "assign", task, "--person", "李某")
        say("fzb", "hand-in", task, "--text", "目录")
        say("draft", "tick", task, "--tick", "deployed", "--on", "2018-01-31")
        say("ver1", "tick", task, "--tick", "checked")
        say("ver1", "undo", task, "--tick", "checked", "--reason", "误点")
        say("ver1", "return", task, "--reason", "不全")
        self.at("2018-07-21")
        self.assertIn(task, say("boss", "list", "--state", "overdue", "--all"))
        self.assertIn("2018-01-31", say("boss", "show", task))
        self.assertIn("逾期", say("boss", "table", "--scheme", WANGYI, "--format", "csv"))
        added = say("draft", "add", "-q", "--scheme", WANGYI, "--name", "x", "--due", "2018-07-20",
                    "--unit", "fgj").strip()
        self.assertEqual(self.state(added), "overdue")


if __name__ == "__main__":
    tap.main()
