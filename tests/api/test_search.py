#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Finding things: everybody finds what they may read, by what they may read of it, and nothing else.

What has to be found is what SQLite's LIKE finds in the records themselves.
"""
import contextlib
import pathlib
import random
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import tap
import world

LETTERS = "裂缝漏水消防通道窗口服务态度材料"
MARKS = LETTERS + "，。、"


class Search(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House()
        

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def find(self, name, text, **query):
        """[(kind, id)] of all pages."""
        found, after = [], {}
        while True:
            page = self.house[name].do("search", query=dict(query, q=text, **after)).json
            found += [(item["kind"], item["id"]) for item in page["items"]]
            if page["next"] is None:
                return found
            after = {"after": page["next"]}

    def database(self):
        return contextlib.closing(sqlite3.connect(
            "file:%s?mode=ro" % (self.house.service.data / "anfang.db"), uri=True))

    def like(self, term, table="finding", member="fact"):
        with self.database() as db:
            return [row[0] for row in db.execute(
                "SELECT id FROM %s WHERE json_extract(doc, '$.%s') LIKE '%%' || ? || '%%'"
                " ORDER BY seq DESC" % (table, member), (term,))]

    def test_1_as_like_finds(self):
        h, dice = self.house, random.Random(20180306)
        visit = h.start_visit()
        findings = [h.write_finding(visit, fact="".join(
            dice.choice(MARKS) for _ in range(dice.randint(1, 40)))) for _ in range(150)]
        # Some are written again: what they said before is not found any more.
        for finding in findings[::3]:
            now = h["li"].do("getFinding", finding)
            body = {k: now.json[k] for k in ("visit", "area", "category", "clause")}
            h["li"].do("putFinding", finding, headers={"If-Match": now.headers["ETag"]}, body=dict(
                body, fact="".join(dice.choice(MARKS) for _ in range(20))))
        hits = 0
        for length in (1, 2, 2, 3, 4):
            for _ in range(12):
                term = "".join(dice.choice(LETTERS) for _ in range(length))
                expected = self.like(term)
                # The clause and category have words of their own.
                other = set(self.like(term, member="clause")) | set(
                    self.like(term, member="category")) | set(self.like(term, member="requirement"))
                found = [i for _, i in self.find("boss", term, kind="finding", limit=7)]
                self.assertEqual([i for i in found if i not in other or i in expected],
                                 expected, term)
                self.assertEqual(set(found), set(expected) | other, term)
                hits += len(expected)
        self.assertGreater(hits, 100)

    def test_2_kinds_numbers_filters(self):
        h = self.house
        visit = h.start_visit(site="光荣街道便民中心二楼")
        finding = h.write_finding(visit, fact="值班人员擅离岗位")
        number = h["boss"].do("getFinding", finding).json["number"]
        self.assertEqual(self.find("boss", "便民中心"), [("visit", visit)])
        self.assertEqual(self.find("boss", number), [("finding", finding)])
        self.assertEqual(self.find("boss", "擅离 值班"), [("finding", finding)])
        self.assertEqual(self.find("boss", "擅离", kind="visit"), [])
        self.assertEqual(self.find("boss", "擅离", scheme=house.SCHEME, unit=house.ADDRESSEE,
                                   state="registered"), [("finding", finding)])
        for wrong in ({"scheme": "x"}, {"unit": house.OTHER}, {"state": "closed"}):
            self.assertEqual(self.find("boss", "擅离", **wrong), [])
        name = h.root.do("getUnit", house.ADDRESSEE).json["name"]
        self.assertIn(("unit", house.ADDRESSEE), self.find("boss", name, kind="unit"))
        item = h["boss"].do("search", query={"q": "擅离"}).json["items"][0]
        self.assertEqual(item["title"], "值班人员擅离岗位")
        self.assertEqual(item["number"], number)

    def test_3_who_finds_what(self):
        h = self.house
        visit = h.start_visit(site="只有去过的人知道之处")
        finding = h.write_finding(visit, fact="登记簿被人涂抹")
        for name in ("boss", "ver1", "li", "tan"):
            self.assertEqual(self.find(name, "登记簿"), [("finding", finding)], name)
            self.assertEqual(self.find(name, "只有去过的人"), [("visit", visit)], name)
        # Another inspector was not there; units have not been told; publicity knows of no visit.
        self.assertEqual(self.find("wu", "登记簿"), [])
        self.assertEqual(self.find("wu", "只有去过的人"), [])
        for name in ("contact", "head", "lead"):
            self.assertEqual(self.find(name, "登记簿"), [])
            self.assertEqual(self.find(name, "只有去过的人"), [])
            self.assertEqual(h[name].call("search", query={"q": "x", "kind": "visit"}).status, 403)
        self.assertEqual(h.root.call("search", query={"q": "x"}).status, 403)

    def test_4_units_find_what_they_are_shown(self):
        h = self.house
        visit = h.start_visit(site="市政务服务大厅")
        photo = h["li"].upload(h.shoot(), visit=visit, filename="a.jpg", filetype="image/jpeg")
        finding = h.write_finding(visit, fact="叫号机故障无人过问", evidence=[photo])
        h.submit_visit(visit)
        h["ver1"].do("establishFinding", finding, body={"with": "ver2", "opinion": "经复核录像属实"})
        order = h.draft_order([finding], title="关于叫号机问题的整改通知")
        h.bring(order, "numbered")
        for name in ("contact", "lead"):
            self.assertEqual(self.find(name, "叫号机"), [])
        h["clerk"].do("serveOrder", order, body={"channel": "政务外网"})
        both = {("finding", finding), ("order", order)}
        for name in ("contact", "head", "lead", "boss"):
            self.assertEqual(set(self.find(name, "叫号机")), both, name)
        self.assertEqual(self.find("boss", "经复核录像"), [("finding", finding)])
        # The opinion is not shown to them, nor who else is: another unit finds nothing.
        for name in ("contact", "head", "lead"):
            self.assertEqual(self.find(name, "经复核录像"), [], name)
        for name in ("head9", "lead9"):
            self.assertEqual(self.find(name, "叫号机"), [], name)
        # What is not theirs cannot be told from what is not there, by going on after it either.
        mine = h["head"].do("search", query={"q": "叫号机", "limit": 1}).json
        self.assertEqual(len(h["head"].do("search", query={
            "q": "叫号机", "limit": 1, "after": mine["next"]}).json["items"]), 1)
        told = set()
        for after in ("finding/" + self.unserved(), "finding/" + world.new_id(), "visit/" + visit,
                      "x", "9/"):
            answer = h["head"].call("search", query={"q": "叫号机", "after": after})
            self.assertEqual(answer.status, 422)
            told.add(answer.body)
        self.assertEqual(len(told), 1)

    def unserved(self):
        return self.house.write_finding(self.house.start_visit(), fact="叫号机另有问题")

    def test_5_referrals_are_not_found(self):
        h = self.house
        _, findings = h.find()
        referral = world.new_id()
        h["draft"].do("putReferral", referral, status=201, body={
            "findings": findings, "to": house.DISCIPLINE, "basis": "督查工作条例 23",
            "summary": "疑似收受购物卡", "suspicion": "duty_violation"})
        for name in ("draft", "sign", "boss", "liaison"):
            self.assertEqual(self.find(name, "购物卡"), [], name)
        for query in ({"q": "，"}, {"q": "a b c d e f g h i"}):
            self.assertEqual(h["boss"].call("search", query=query).status, 422)

    def test_6_fsck_and_a_new_index(self):
        h = self.house
        before = self.find("boss", "窗口")
        self.assertTrue(before)
        h.service.stop()
        self.assertEqual(h.service.fsck(), "")
        faults = {
            "DELETE FROM search_row WHERE key = (SELECT max (key) FROM search_row)": "never found",
            "INSERT INTO search (rowid, tags, open, hidden) VALUES (1, '', '裂', '')": "words",
            "INSERT INTO search (search) VALUES ('delete-all')": "not found by",
        }
        path = h.service.data / "anfang.db"
        for fault, said in faults.items():
            keep = path.read_bytes()
            with sqlite3.connect(path) as db:
                db.execute(fault)
            db.close()
            self.assertIn(said, h.service.fsck())
            path.write_bytes(keep)
        # As a folder of before there was an index, or of another way to build it.
        with sqlite3.connect(path) as db:
            db.execute("INSERT INTO search (search) VALUES ('delete-all')")
            db.execute("DELETE FROM search_state")
        db.close()
        h.service.start()
        for client in h.clients.values():
            client.close()
        h.clients.clear()
        self.assertEqual(self.find("boss", "窗口"), before)


if __name__ == "__main__":
    tap.main()
