#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""编号接续: numbers that were given elsewhere, on paper before this system was taken up or after
the backup that was restored, are not given a second time.

The clock is the test's: 5 March 2018. That fsck has nothing to say of what is passed over is seen
when the house is closed."""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import statistics_house
import tap
import world

WORD = "海营商整"


class Numbering(house.Case):
    @classmethod
    def setUpClass(cls):
        cls.house = statistics_house.Spring()

    def note(self, up_to, status=201, by="clerk", **fields):
        note = world.new_id()
        answer = self.house[by].call("putNumbering", note, body=dict({
            "scheme": house.SCHEME, "up_to": up_to, "reason": "启用系统前以纸质文件发出"}, **fields))
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def read_number(self, order):
        return self.house["clerk"].do("getOrder", order).json["number"]["text"]

    def test_letters_go_on_behind_the_last_one_on_paper(self):
        h = self.house
        noted = self.note("%s〔2018〕17号" % WORD)
        self.assertEqual((noted["first"], noted["last"], noted["state"]), (1, 17, "noted"))
        self.assertEqual(self.read_number(h.order_at("numbered")), "%s〔2018〕18号" % WORD)
        # And again, behind what was given here: a backup of then was restored.
        noted = self.note("%s〔2018〕21号" % WORD)
        self.assertEqual((noted["first"], noted["last"]), (19, 21))
        self.assertEqual(self.read_number(h.order_at("numbered")), "%s〔2018〕22号" % WORD)
        for given in (1, 17, 18, 22):
            said = self.note("%s〔2018〕%d号" % (WORD, given), status=409)
            self.assertIn("the last one so far is number 22", said["detail"])
        self.assertEqual([note["up_to"] for note in h["boss"].do("listNumberings").json["items"]
                          if note["up_to"].startswith(WORD)],
                         ["%s〔2018〕%d号" % (WORD, last) for last in (17, 21)])

    def test_each_kind_goes_on_by_itself(self):
        h = self.house
        finding = h["ver1"].do("getFinding", h.find()[1][0]).json["number"]
        code, last = finding.rsplit("-", 1)
        self.note("AF-20180305-40")
        self.note("%s-%04d" % (code, int(last) + 8))
        visit, findings = h.find()
        self.assertEqual(h["ver1"].do("getVisit", visit).json["number"], "AF-20180305-41")
        self.assertEqual(h["ver1"].do("getFinding", findings[0]).json["number"],
                         "%s-%04d" % (code, int(last) + 9))
        self.note("XS-20180305-05")
        lead = world.new_id()
        h["clerk"].do("putLead", lead, status=201, body={
            "scheme": house.SCHEME, "source": "hotline", "text": "x", "unit": house.ADDRESSEE})
        self.assertEqual(h["clerk"].do("getLead", lead).json["number"], "XS-20180305-06")

    def test_the_same_note_again_is_the_same(self):
        note, body = world.new_id(), {"scheme": house.SCHEME, "up_to": "海营商督〔2018〕2号", "reason": "x"}
        clerk = self.house["clerk"]
        clerk.do("putNumbering", note, status=201, body=body)
        again = clerk.do("putNumbering", note, status=200, body=body).json
        self.assertEqual((again["first"], again["last"]), (1, 2))
        self.refuse("clerk", 409, "exists with other content", "putNumbering", note,
                    body=dict(body, reason="y"))
        self.refuse("clerk", 409, "stays as it is", "putNumbering", note,
                    body=dict(body, reason="y"), headers={"If-Match": '"1"'})
        self.assertEqual(clerk.do("getNumbering", note).json, again)

    def test_what_is_no_number_of_ours(self):
        for wrong in ("海营商整[2018]17号", "海营商整〔2018〕17", "海营商整〔2018〕017号", "海营商整〔2018〕+17号",
                      "海营商整〔2019〕1号", "海营商整〔二〇一八〕1号", "海营商整〔2018〕0号", "17", "号", "〔2018〕3号",
                      "AF-20180306-01", "AF-20180230-01", "AF-2018-01", "AF-20180305-00",
                      "AF-20180305-+3", "AF-20180305-3x", "HC18-06-2019-0001", "HC18-06-0001",
                      "HC18-99-2018-0001", "HC18-06-2018-+1", "-", " "):
            with self.subTest(wrong):
                self.assertIn("up_to", self.note(wrong, status=422)["detail"])
        for strange, word in (("海审改〔2018〕3号", "code word"), ("XX18-06-2018-0003", "HC18")):
            self.assertIn(word, self.note(strange, status=422)["detail"])
        self.assertIn("more than 10000", self.note("海营商催〔2018〕10001号", status=422)["detail"])
        self.note("海营商催〔2018〕10000号")
        self.note("海营商通〔2018〕3号", status=422, scheme="nowhere-2018")

    def run_anfang(self, *words):
        return subprocess.run(
            [contract.BUILD / "cli" / "anfang", "number", *words], text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=dict(os.environ, ANFANG_SERVER=self.house.service.url, LC_ALL="C.UTF-8",
                     ANFANG_TOKEN=self.house["clerk"].token))

    def test_by_the_command_line(self):
        words = ("--scheme", "haicheng-2018", "--reason", "恢复备份")
        done = self.run_anfang("used", "海营商约〔2018〕6号", *words)
        self.assertEqual((done.returncode, done.stderr), (0, "numbering goes on behind 海营商约〔2018〕6号\n"))
        row = [line for line in self.run_anfang("list", "--all").stdout.splitlines() if "海营商约" in line]
        self.assertRegex(row[0], "^海营商约〔2018〕6号 +1 +恢复备份 +clerk ")
        done = self.run_anfang("used", "海营商约〔2018〕6号", *words)
        self.assertEqual(done.returncode, 1)
        self.assertIn("was given here already", done.stderr)

    def test_only_who_numbers(self):
        for who in ("draft", "sign", "boss", "li", "contact"):
            self.note("海营商通〔2018〕3号", status=403, by=who)
        self.assertEqual(self.house["contact"].call("listNumberings").status, 403)


if __name__ == "__main__":
    tap.main()
