#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""撤销通知 (domain.md E.4, 19): who has a letter with its number is told in another that it holds no
more; the number stays used."""
import http.client
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parents[1] / folder) for folder in ("tools", "fault")]
import contract
import house
import tap
import tracing
import world


def read(pdf):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True,
                          stdout=subprocess.PIPE)
    return "".join(done.stdout.decode().split())


class Withdrawal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(contract.Contract())

    @classmethod
    def tearDownClass(cls):
        # fsck counts the numbers: one that two letters bore, or that is lost, would be told.
        cls.house.close()

    def withdraw(self, state, reason="认定的责任主体有误", **fields):
        order = self.house.order_at(state, **fields)
        self.house["sign"].do("withdrawOrder", order, body={"reason": reason})
        return order

    def show(self, order, by="clerk"):
        return self.house[by].do("getOrder", order).json

    def test_says_what_is_withdrawn_and_why(self):
        h = self.house
        order = self.withdraw("received", copy_to=["市纪委监委"], contact={
            "name": "王某", "phone": "0412-1234567"})
        finding = h["boss"].do("getFinding", self.show(order)["findings"][0]).json
        doc = h["clerk"].do("issueWithdrawal", order).json
        number, own = doc["withdrawn"]["number"], doc["number"]
        self.assertEqual((number["word"], number["year"], doc["state"]),
                         (own["word"], own["year"], "withdrawn"))
        self.assertEqual(number["seq"], own["seq"] + 1)
        text = read(h["clerk"].do("getOrderWithdrawal", order).body)
        for word in (number["text"], "关于撤销%s文书的通知" % own["text"], doc["title"], "予以撤销",
                     "认定的责任主体有误。", finding["number"], "原文号不再使用", "王某", "0412-1234567",
                     "市纪委监委", house.today(), "海城市营商环境监督办公室", "另行发文",
                     h["boss"].do("getUnit", house.ADDRESSEE).json["name"] + "："):
            self.assertIn("".join(word.split()), text)
        self.assertNotIn("sign", text)
        other = h.order_at("numbered")
        self.assertEqual(self.show(other)["number"]["seq"], number["seq"] + 1)

    def test_an_objection_that_is_upheld_takes_the_letter_back(self):
        """domain.md E.4, 8: whoever was in the right does not keep a letter that looks valid."""
        h = self.house
        for kind, words in (("assign", "你单位提出的问题不属于本单位职责的异议成立。"),
                            ("fact", "你单位对问题事实提出的异议成立。")):
            order = h.order_at("received")
            self.assertEqual(h["clerk"].call("issueWithdrawal", order).status, 409)
            h["head"].do("objectOrder", order, body={"kind": kind, "reason": "x", **(
                {"proposed_unit": house.OTHER} if kind == "assign" else {})})
            h["review"].do("settleOrder", order, body={"outcome": "upheld", "minutes": "内部会商"})
            doc = h["clerk"].do("issueWithdrawal", order).json
            text = read(h["head"].do("getOrderWithdrawal", order).body)
            for word in (doc["withdrawn"]["number"]["text"], doc["number"]["text"], words,
                         "予以撤销", house.today()):
                self.assertIn(word, text)
            self.assertNotIn("内部会商", text)

    def test_is_kept_and_logged(self):
        h = self.house
        order = self.withdraw("served")
        letter = h["clerk"].do("issueWithdrawal", order).json["withdrawn"]["letter"]
        self.assertEqual(world.sha256(h["boss"].do("getOrderWithdrawal", order).body),
                         letter["sha256"])
        leaf = h["boss"].do("listEvents", query={"noun": "order", "limit": 200}).json["items"]
        leaves = [e["leaf"] for e in leaf if e["leaf"]["record"] == "order/" + order]
        self.assertEqual((leaves[-1]["event"], leaves[-1]["blob"]),
                         ("order.withdrawal_issued", letter["sha256"]))

    def test_once_and_only_of_what_was_issued_and_withdrawn(self):
        h = self.house
        standing = h.order_at("served")
        self.assertEqual(h["clerk"].call("issueWithdrawal", standing).status, 409)
        unnumbered = self.withdraw("signed")
        self.assertEqual(h["clerk"].call("issueWithdrawal", unnumbered).status, 409)
        order = self.withdraw("numbered")
        self.assertEqual(h["clerk"].call("getOrderWithdrawal", order).status, 409)
        for by in ("sign", "draft", "boss", "head"):
            self.assertEqual(h[by].call("issueWithdrawal", order).status, 403, by)
        h["clerk"].do("issueWithdrawal", order)
        again = h["clerk"].call("issueWithdrawal", order)
        self.assertEqual(again.status, 409)
        self.assertIn(self.show(order)["withdrawn"]["number"]["text"], again.json["detail"])

    def test_its_unit_has_it_and_no_other(self):
        h = self.house
        order = self.withdraw("received")
        h["clerk"].do("issueWithdrawal", order)
        shown = self.show(order, "head")["withdrawn"]
        self.assertEqual(set(shown), {"at", "reason", "number", "letter"})
        self.assertEqual(h["head"].do("getOrderWithdrawal", order).body,
                         h["clerk"].do("getOrderWithdrawal", order).body)
        self.assertEqual(h["head9"].call("getOrderWithdrawal", order).status, 404)
        dates = subprocess.run(["pdfinfo", "-isodates", "-"], check=True, stdout=subprocess.PIPE,
                               input=h["head"].do("getOrderWithdrawal", order).body,
                               env={"TZ": "Asia/Shanghai"}).stdout.decode()
        self.assertNotRegex(dates, r"(CreationDate|ModDate):\s+\S+T(?!00:00:00)")
        # What reached nobody is told to nobody.
        early = self.withdraw("numbered")
        h["clerk"].do("issueWithdrawal", early)
        self.assertEqual(h["head"].call("getOrderWithdrawal", early).status, 404)

    def test_of_a_letter_that_presses(self):
        """What the first order asked for is still to be done."""
        h = self.house
        carrier = h.order_at("rectifying")
        press = h.draft_order(self.show(carrier)["findings"], kind="reminder",
                              title="关于催办的函", grounds="逾期")
        h.bring(press, "served")
        h["sign"].do("withdrawOrder", press, body={"reason": "已面谈"})
        h["clerk"].do("issueWithdrawal", press)
        text = read(h["clerk"].do("getOrderWithdrawal", press).body)
        self.assertIn("仍按原交办文书的要求执行", text)
        self.assertNotIn("另行发文", text)
        self.assertEqual(self.show(carrier)["state"], "rectifying")

    def test_forty_findings(self):
        h = self.house
        _, findings = h.find(40)
        order = h.bring(h.draft_order(findings), "numbered")
        h["sign"].do("withdrawOrder", order, body={"reason": "\U00020bb7㛃。" * 50})
        h["clerk"].do("issueWithdrawal", order)
        text = read(h["clerk"].do("getOrderWithdrawal", order).body)
        numbers = re.findall(r"HC18-03-\d{4}-\d{4}", text)
        self.assertEqual(len(set(numbers)), 40)
        self.assertIn("\U00020bb7㛃", text)


@unittest.skipUnless(shutil.which("strace"), "strace is not installed")
class BrokenOff(unittest.TestCase):
    """Killed while the letter is issued, it has its number and its bytes, or neither; the number is
    used once."""

    def setUp(self):
        self.house = house.House(years=1)

    def tearDown(self):
        # fsck finds no number lost or borne twice, and no bytes missing.
        self.house.close()

    def issue(self, order, call, number, thread):
        """Whether it was answered before the service died"""
        h = self.house
        with tracing.Tracer(h.service, call, "signal=KILL:when=%d" % number, thread):
            try:
                return h["clerk"].call("issueWithdrawal", order).status == 200
            except (OSError, http.client.HTTPException):
                h.service.process.wait(60)
                return False

    def restart(self):
        for client in self.house.clients.values():
            client.close()
        self.house.service.kill()
        self.assertTrue(self.house.service.start())

    def test_killed_between_number_and_letter(self):
        h, numbers, killed = self.house, [], 0
        for call, number, thread in (("linkat", 1, None), ("fsync", 1, None),
                                     ("pwrite64", 1, "anf-writer"), ("pwrite64", 6, "anf-writer"),
                                     ("pwrite64", 12, "anf-writer"), ("fdatasync", 1, "anf-writer")):
            order = h.order_at("numbered")
            h["sign"].do("withdrawOrder", order, body={"reason": "认定的责任主体有误"})
            answered = self.issue(order, call, number, thread)
            if not answered:
                killed += 1
                self.restart()
                again = h["clerk"].call("issueWithdrawal", order)
                # The commit may have been whole, and only its answer not.
                self.assertIn(again.status, (200, 409), again)
            withdrawn = h["clerk"].do("getOrder", order).json["withdrawn"]
            self.assertEqual(world.sha256(h["clerk"].do("getOrderWithdrawal", order).body),
                             withdrawn["letter"]["sha256"])
            numbers += [h["clerk"].do("getOrder", order).json["number"]["seq"],
                        withdrawn["number"]["seq"]]
        self.assertGreaterEqual(killed, 4)
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(numbers))))


if __name__ == "__main__":
    tap.main()
