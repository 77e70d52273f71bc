#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Accounts that change: a name put right, other roles, back from leave (domain.md E.1)."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import tap
import world


class Accounts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House()
        cls.addClassCleanup(cls.house.close)

    def change(self, name, status=200, who=None, **body):
        reply = (who or self.house.root).call("changeAccount", name, body=body)
        self.assertEqual(reply.status, status, reply)
        return reply.json

    def test_other_roles_hold_at_once(self):
        h = self.house
        h.hire("mei", ["drafter"], house.OFFICE)
        check = {"scheme": house.SCHEME, "area": "a3", "unit": house.ADDRESSEE, "found": 0,
                 "category": "未做到首问负责、一次性告知，“踢皮球”"}
        order = {"findings": h.find()[1], "title": "限期整改"}
        ask = lambda: [h["mei"].call(operation, world.new_id(), body=body).status for
                       operation, body in (("putSelfCheck", check), ("putOrder", order))]
        self.assertEqual(ask(), [403, 201])
        done = self.change("mei", roles=["verifier", "clerk"])
        self.assertEqual(done["roles"], ["verifier", "clerk"])
        # On the session that was open before.
        self.assertEqual(ask(), [201, 403])

    def test_who_has_a_role_now_is_told_and_who_had_it_is_not(self):
        h = self.house
        h.hire("old", ["verifier"], house.OFFICE)
        h.hire("new", ["publicity"], house.OFFICE)
        self.change("old", roles=["publicity"])
        self.change("new", roles=["verifier"])
        visit = h.start_visit()
        h.write_finding(visit)
        h.submit_visit(visit)
        told = {who: [n["record"] for n in h[who].do("listNotices").json["items"]]
                for who in ("old", "new")}
        self.assertIn("visit/" + visit, told["new"])
        self.assertNotIn("visit/" + visit, told["old"])

    def test_a_name_is_put_right(self):
        h = self.house
        h.hire("xu", ["clerk"], house.OFFICE)
        self.assertEqual(self.change("xu", display_name="徐某某")["display_name"], "徐某某")
        done = self.change("xu", display_name="许某某")
        self.assertEqual((done["display_name"], done["roles"]), ("许某某", ["clerk"]))
        self.assertEqual(h["xu"].do("getSession").json["account"]["display_name"], "许某某")
        self.change("xu", 422, display_name="sealed:AAAA")

    def test_four_eyes_stay_four(self):
        """Who has drafted does not sign it by having another role by now."""
        h = self.house
        h.hire("yi", ["drafter"], house.OFFICE)
        order = world.new_id()
        h["yi"].do("putOrder", order, status=201, body={"findings": h.find()[1],
                                                         "title": "限期整改"})
        h["yi"].do("submitOrder", order, body={"without_countersign": "均已当面同意"})
        h["review"].do("reviewOrder", order, body={"outcome": "approve", "opinion": "同意"})
        self.change("yi", roles=["signer"])
        refused = h["yi"].call("signOrder", order)
        self.assertEqual(refused.status, 403, refused)

    def test_what_is_refused(self):
        h = self.house
        h.hire("wen", ["clerk"], house.OFFICE)
        before = h.root.do("getAccount", "wen").json
        for body in ({}, {"roles": []}, {"roles": ["king"]}, {"roles": ["clerk", "sysadmin"]},
                     {"roles": ["sysadmin"]}, {"roles": ["resp_head"]}, {"unit": house.ADDRESSEE},
                     {"roles": ["clerk", "clerk"]}):
            with self.subTest(body):
                reply = h.root.call("changeAccount", "wen", body=body)
                self.assertIn(reply.status, (400, 422), reply)
        self.assertEqual(h.root.do("getAccount", "wen").json, before)
        self.change(world.ADMIN, 403, display_name="x")
        self.change("nobody.here", 404, display_name="x")
        self.change("wen", 403, who=h["wen"], roles=["signer"])

    def test_back_from_leave(self):
        h = self.house
        h.hire("fu", ["clerk"], house.OFFICE)
        session = h["fu"]
        h.root.do("disableAccount", "fu")
        self.assertEqual(session.call("getSession").status, 401)
        done = h.root.do("enableAccount", "fu").json
        self.assertEqual((done["state"], done["disabled"]), ("active", False))
        # What was ended stays ended.
        self.assertEqual(session.call("getSession").status, 401)
        self.assertEqual(h.login("fu").call("getSession").status, 200)
        self.assertEqual(h.root.call("enableAccount", "fu").status, 200)

    def test_zz_nothing_is_left_behind(self):
        self.assertEqual(self.house.service.stop(), 0)
        self.assertEqual(self.house.service.fsck(), "")


if __name__ == "__main__":
    tap.main()
