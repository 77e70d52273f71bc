#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The log is open to whoever may check it, what its leaves say to whoever may know it.

domain.md E.5: who is not on its list hears nothing of a referral, not even that there is one, when
it moved and by whose hand. Proofs are checked here by hand, after RFC 6962, so that what is hidden
is shown to be verifiable all the same.
"""
import base64
import hashlib
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world


def hash_leaf(line):
    return hashlib.sha256(b"\0" + line).digest()


def hash_node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def climb(leaf, index, size, path):
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2, which RFC 6962 agrees with)."""
    node, last = index, size - 1
    for sibling in path:
        if node % 2 == 1 or node == last:
            leaf = hash_node(sibling, leaf)
            while node % 2 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            leaf = hash_node(leaf, sibling)
        node, last = node >> 1, last >> 1
    assert last == 0
    return leaf


class Proof:
    """A C2SP tlog-proof: https://c2sp.org/tlog-proof"""

    def __init__(self, text):
        head, _, note = text.partition("\n\n")
        lines = head.split("\n")
        assert lines.pop(0) == "c2sp.org/tlog-proof@v1"
        self.extra = None
        if lines[0].startswith("extra "):
            self.extra = base64.b64decode(lines.pop(0).removeprefix("extra "))
        self.index = int(lines.pop(0).removeprefix("index "))
        self.path = [base64.b64decode(line) for line in lines]
        _, size, root = note.split("\n")[:3]
        self.size, self.root = int(size), base64.b64decode(root)


class Log(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contracts.Contract())
        cls.visit, findings = h.find()
        cls.others = h.plan_visit(members=("wu", "tan"))
        cls.referral = world.new_id()
        h.hire("draft2", ["drafter"], house.OFFICE)
        h["draft"].do("putReferral", cls.referral, status=201, body={
            "findings": findings, "to": house.DISCIPLINE, "basis": "x", "summary": "x",
            "suspicion": "duty_violation"})

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def find(self, record):
        return self.house["audit"].do("findLeaf", query={"record": record}).json["index"]

    def judge(self, name, record):
        """Whether somebody sees the leaf, which every way to it must agree on."""
        client, index = self.house[name], self.find(record)
        leaf = client.call("getLeaf", index)
        found = client.call("findLeaf", query={"record": record})
        proof = Proof(client.do("getProof", index).text)
        if leaf.status == 200:
            self.assertEqual(leaf.json["record"], record)
            self.assertEqual((found.status, found.json), (200, {"index": index}))
            self.assertEqual(proof.extra, leaf.body)
            return True
        self.assertEqual((leaf.status, leaf.problem), (403, "denied"), name)
        self.assertNotIn(record.split("/")[1], leaf.text)
        absent = client.call("findLeaf", query={"record": record.split("/")[0] + "/nothing"})
        self.assertEqual((found.status, found.text), (404, absent.text.replace(
            record.split("/")[0] + "/nothing", record)), name)
        self.assertIsNone(proof.extra)
        return False

    def test_referrals_are_told_of_to_their_readers(self):
        seen = {name for name in house.PEOPLE if set(house.PEOPLE[name][0]).isdisjoint(
            {"lead_unit", "resp_contact", "resp_head", "secadmin"})
            and self.judge(name, "referral/" + self.referral)}
        self.assertEqual(seen, {"sign", "boss", "liaison", "audit", "draft"})
        self.assertFalse(self.judge("draft2", "referral/" + self.referral))

    def test_a_leaf_follows_its_record(self):
        for name, record, seen in (
                ("li", "visit/" + self.visit, True), ("li", "visit/" + self.others, False),
                ("wu", "visit/" + self.visit, False), ("clerk", "visit/" + self.others, True),
                ("press", "visit/" + self.visit, False), ("assess", "visit/" + self.visit, False),
                ("audit", "visit/" + self.visit, True), ("boss", "account/li", False),
                ("li", "account/li", True), ("audit", "account/li", True),
                ("press", "unit/" + house.OTHER, True)):
            self.assertEqual(self.judge(name, record), seen, (name, record))

    def test_entries_are_for_auditors(self):
        size = Proof(self.house["audit"].do("getProof", 0).text).size
        path = "000.p/%d" % size if size < 256 else "000"
        self.assertIn(self.referral.encode(), self.house["audit"].do(
            "getTile", "entries", path).body)
        for name in ("boss", "clerk", "li"):
            self.assertEqual(self.house[name].call("getTile", "entries", path).status, 403, name)

    def test_what_is_hidden_is_proved_all_the_same(self):
        """A clerk checks that the leaf they may not read is in the log that was signed."""
        h, index = self.house, self.find("referral/" + self.referral)
        proof = Proof(h["clerk"].do("getProof", index).text)
        width = min(proof.size - index // 256 * 256, 256)
        tile = h["clerk"].do("getTile", "0", "%03d%s" % (
            index // 256, ".p/%d" % width if width < 256 else "")).body
        leaf = tile[index % 256 * 32:][:32]
        self.assertEqual(proof.index, index)
        self.assertEqual(climb(leaf, index, proof.size, proof.path), proof.root)
        # … and it is the hash of the very line that an auditor reads.
        self.assertEqual(hash_leaf(h["audit"].do("getLeaf", index).body), leaf)
        size = int(h["clerk"].do("getCheckpoint").text.split("\n")[1])
        h["clerk"].do("getConsistency", query={"from": index, "to": size})


if __name__ == "__main__":
    tap.main()
