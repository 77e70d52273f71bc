#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""会签 (domain.md E.4, 2): lead units that the drafter asks agree before the review is done, see the
draft while it is reviewed, and nothing else of the case before it is served."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import tap
import world

BOTH = [house.LEAD, house.SECOND_LEAD]
AGREE = {"outcome": "agree", "opinion": "同意会签。"}
APPROVE = {"outcome": "approve", "opinion": "同意。"}


class Countersigned(house.Case):
    def in_review(self, asked=None, count=1):
        h = self.house
        _, findings = h.find(count)
        order = h.draft_order(findings, countersign=asked or [house.LEAD])
        h.submit_order(order)
        return order, findings

    def listed(self, who):
        return [o["id"] for o in self.house[who].do("listOrders").json["items"]]

    def test_what_is_withdrawn_in_review_is_theirs_no_more(self):
        h = self.house
        order, _ = self.in_review()
        h["sign"].do("withdrawOrder", order, body={"reason": "另行处理"})
        self.assertNotIn(order, self.listed("lead"))
        self.refuse("lead", 404, "no such order", "getOrder", order)
        self.assertEqual(self.told("lead", order), ["order.submitted"])

    def category(self, area):
        document = self.house["draft"].do("getScheme", house.SCHEME).json["document"]
        return next(a for a in document["areas"] if a["id"] == area)["categories"][0]

    def name(self, unit):
        return self.house["clerk"].do("getUnit", unit).json["name"]

    def test_the_review_is_not_done_before_each_has_agreed(self):
        h = self.house
        order, _ = self.in_review(BOTH)
        self.refuse("review", 409, self.name(house.LEAD) + "、" + self.name(house.SECOND_LEAD),
                    "reviewOrder", order, body=APPROVE)
        h["lead"].do("countersignOrder", order, body=AGREE)
        h["lead2"].do("countersignOrder", order, body={"outcome": "disagree",
                                                       "opinion": "责任单位应为住建局。"})
        self.refuse("review", 409, "agreed so far: " + self.name(house.SECOND_LEAD),
                    "reviewOrder", order, body=APPROVE)
        h["lead2"].do("countersignOrder", order, body=AGREE)
        said = h["review"].do("getOrder", order).json["countersignatures"]
        self.assertEqual([(a["unit"], a["outcome"], a["by"]) for a in said],
                         [(house.LEAD, "agree", "lead"), (house.SECOND_LEAD, "agree", "lead2")])
        h["review"].do("reviewOrder", order, body=APPROVE)

    def test_it_goes_out_without_for_a_reason_that_is_kept(self):
        h = self.house
        order, _ = self.in_review()
        reason = "群众反映强烈，先行交办，事后补签。"
        h["review"].do("reviewOrder", order, body={**APPROVE, "without_countersign": reason})
        self.assertEqual(h["boss"].do("getOrder", order).json["reviewed"]["without_countersign"],
                         reason)

    def test_where_several_lead_each_is_asked_or_a_reason_is_kept(self):
        """会签 of lead unit if several (domain.md E.4, 2): it hangs on no drafter's mood."""
        h = self.house
        _, findings = h.find()
        order = h.draft_order(findings)
        both = self.name(house.LEAD) + "、" + self.name(house.SECOND_LEAD)
        self.refuse("draft", 422, both, "submitOrder", order)
        self.refuse("draft", 422, both, "submitOrder", order, body={})
        edit = lambda asked: h["draft"].do("putOrder", order, body={
            "findings": findings, "countersign": asked}, headers={"If-Match": h["draft"].do(
                "getOrder", order).headers["ETag"]})
        edit([house.LEAD])
        answer = self.refuse("draft", 422, self.name(house.SECOND_LEAD), "submitOrder", order)
        self.assertNotIn(self.name(house.LEAD), answer["detail"])
        edit(BOTH)
        self.assertNotIn("without_countersign", h["draft"].do("submitOrder", order).json["submitted"])
        lone = h.draft_order(h.find()[1])
        self.assertEqual(h.submit_order(lone)["submitted"]["without_countersign"],
                         house.ALONE["without_countersign"])
        # One that rectifies is not asked whether; where one leads, nobody need be.
        own = h.draft_order([self.find_in("a3", unit=house.SECOND_LEAD)])
        answer = self.refuse("draft", 422, self.name(house.LEAD), "submitOrder", own)
        self.assertNotIn(self.name(house.SECOND_LEAD), answer["detail"])
        h["draft"].do("submitOrder", h.draft_order([self.find_in("a2")]))
        # Nor one whose own people write it.
        h.hire("draft7", ["drafter"], house.LEAD)
        theirs = world.new_id()
        h["draft7"].do("putOrder", theirs, status=201, body={"findings": h.find()[1], "title": "x"})
        answer = self.refuse("draft7", 422, self.name(house.SECOND_LEAD), "submitOrder", theirs)
        self.assertNotIn(self.name(house.LEAD), answer["detail"])

    def find_in(self, area, **visit):
        h = self.house
        visit = h.start_visit(**visit)
        finding = h.write_finding(visit, area=area, category=self.category(area))
        h.submit_visit(visit)
        h.establish(finding)
        return finding

    def test_sending_back_needs_nobody(self):
        order, _ = self.in_review()
        self.house["review"].do("reviewOrder", order, body={"outcome": "return", "opinion": "重拟。"})

    def test_who_is_asked_sees_the_draft_while_it_is_reviewed(self):
        h = self.house
        _, findings = h.find()
        order = h.draft_order(findings, countersign=[house.LEAD])
        hidden = ("getOrder", "getOrderLetter", "countersignOrder")
        for operation in hidden:
            self.refuse("lead", 404, "no such order", operation, order,
                        **({"body": AGREE} if operation == "countersignOrder" else {}))
        h.submit_order(order)
        self.assertIn(order, self.listed("lead"))
        seen = h["lead"].do("getOrder", order).json
        self.assertFalse({"drafted", "submitted", "countersign", "created_by"} & set(seen), seen)
        letter = h["lead"].do("getOrderLetter", order, query={"format": "docx"})
        self.assertTrue(letter.body.startswith(b"PK"))
        # Neither the case behind it, nor to anybody else, those of the unit who only rectify among them.
        self.refuse("lead", 404, "no such finding", "getFinding", findings[0])
        h.hire("head7", ["resp_head", "resp_contact"], house.LEAD)
        for who in ("lead2", "lead9", "head", "contact", "head7"):
            self.assertNotIn(order, self.listed(who))
            self.refuse(who, 404, "no such order", "getOrder", order)
        h["lead"].do("countersignOrder", order, body=AGREE)
        h["review"].do("reviewOrder", order, body=APPROVE)
        self.assertNotIn(order, self.listed("lead"))
        self.refuse("lead", 404, "no such order", "getOrder", order)
        h.bring(order, "served", since="to_sign")
        self.assertIn(order, self.listed("lead"))
        for who in ("lead", "head"):
            self.assertNotIn("countersignatures", h[who].do("getOrder", order).json)

    def told(self, who, order):
        return [n["event"] for n in self.house[who].do("listNotices").json["items"]
                if n["record"] == "order/" + order]

    def test_who_is_asked_is_told_and_then_who_waits_for_it(self):
        h = self.house
        order, _ = self.in_review()
        self.assertEqual(self.told("lead", order), ["order.submitted"])
        for who in ("lead2", "head", "contact"):
            self.assertEqual(self.told(who, order), [], who)
        h["lead"].do("countersignOrder", order, body=AGREE)
        for who in ("draft", "review"):
            self.assertIn("order.countersigned", self.told(who, order))
        self.assertEqual(self.told("lead", order), ["order.submitted"])

    def test_another_text_is_asked_about_anew(self):
        h = self.house
        order, findings = self.in_review()
        h["lead"].do("countersignOrder", order, body=AGREE)
        h["review"].do("reviewOrder", order, body={"outcome": "return", "opinion": "重拟。"})
        self.refuse("lead", 404, "no such order", "getOrder", order)
        version = h["draft"].do("getOrder", order).json["version"]
        h["draft"].do("putOrder", order, headers={"If-Match": '"%d"' % version}, body={
            "findings": findings, "countersign": [house.LEAD], "requirements": "改用新要求。"})
        h.submit_order(order)
        self.refuse("review", 409, "agreed so far", "reviewOrder", order, body=APPROVE)

    def test_what_is_parted_or_put_together_is_asked_about_anew(self):
        h = self.house
        order, findings = self.in_review(count=2)
        h["lead"].do("countersignOrder", order, body=AGREE)
        part = world.new_id()
        h["draft"].do("splitOrder", order, body={"id": part, "findings": findings[:1]})
        for one in (order, part):
            doc = h["draft"].do("getOrder", one).json
            self.assertEqual((doc["countersign"], doc.get("countersignatures")),
                             ([house.LEAD], None))
            self.assertNotIn(one, self.listed("lead"))
        h.submit_order(part)
        h["draft"].do("mergeOrder", order, body={"other": part})
        self.assertNotIn(part, self.listed("lead"))
        self.assertEqual(h["draft"].do("getOrder", order).json["countersign"], [house.LEAD])

    def test_what_is_put_together_asks_whom_either_asked(self):
        h = self.house
        order, _ = self.in_review([house.LEAD])
        other, _ = self.in_review([house.SECOND_LEAD])
        h["draft"].do("mergeOrder", order, body={"other": other})
        self.assertEqual(h["draft"].do("getOrder", order).json["countersign"], BOTH)
        for one in (order, other):
            for who in ("lead", "lead2"):
                self.assertNotIn(one, self.listed(who))
                self.refuse(who, 404, "no such order", "getOrder", one)

    def test_who_is_to_rectify_what_is_parted_is_not_asked_whether(self):
        h = self.house
        order, findings = self.in_review(BOTH, count=2)
        part = world.new_id()
        h["draft"].do("splitOrder", order, body={"id": part, "findings": findings[:1],
                                                 "unit": house.LEAD})
        for one, asked in ((order, BOTH), (part, [house.SECOND_LEAD])):
            self.assertEqual(h["draft"].do("getOrder", one).json["countersign"], asked)

    def test_whoever_leads_but_what_is_parted_is_asked_about_that(self):
        h = self.house
        visit = h.start_visit()
        # a2 is led by the first alone, a3 by both (海城市专项整治实施方案).
        findings = [h.write_finding(visit, area="a2", category=self.category("a2")),
                    h.write_finding(visit)]
        h.submit_visit(visit)
        for finding in findings:
            h.establish(finding)
        order, part = h.draft_order(findings, countersign=BOTH), world.new_id()
        h.submit_order(order)
        h["draft"].do("splitOrder", order, body={"id": part, "findings": findings[1:]})
        for one, asked in ((order, [house.LEAD]), (part, BOTH)):
            self.assertEqual(h["draft"].do("getOrder", one).json["countersign"], asked)
        h.submit_order(part)
        self.assertIn(part, self.listed("lead2"))
        self.refuse("review", 409, self.name(house.SECOND_LEAD), "reviewOrder", part, body=APPROVE)
        h["draft"].do("mergeOrder", order, body={"other": part})
        self.assertEqual(h["draft"].do("getOrder", order).json["countersign"], BOTH)

    def test_the_clerk_records_what_came_back_on_paper(self):
        h = self.house
        order, _ = self.in_review()
        self.refuse("clerk", 422, "unit: .* not asked", "countersignOrder", order, body=AGREE)
        self.refuse("clerk", 422, "signatory", "countersignOrder", order,
                    body={**AGREE, "unit": house.LEAD})
        paper = {**AGREE, "unit": house.LEAD, "signatory": "赵某"}
        self.refuse("clerk", 422, "signed_on", "countersignOrder", order,
                    body={**paper, "signed_on": "2099-01-01"})
        h["clerk"].do("countersignOrder", order, body={**paper, "signed_on": "2018-03-01"})
        answer = h["review"].do("getOrder", order).json["countersignatures"][0]
        self.assertEqual((answer["by"], answer["signatory"]), ("clerk", "赵某"))
        h["review"].do("reviewOrder", order, body=APPROVE)

    def test_only_who_leads_is_asked_and_speaks_for_itself(self):
        h = self.house
        _, findings = h.find()
        for unit, words in ((house.OTHER, "leads none"), (house.ADDRESSEE, "leads none|rectify")):
            self.refuse("draft", 422, words, "putOrder", world.new_id(), body={
                "findings": findings, "countersign": [unit]})
        h.bring(h.draft_order(findings), "served")
        self.refuse("draft", 422, "has no place for it", "putOrder", world.new_id(), body={
            "findings": findings, "kind": "supervision", "countersign": [house.LEAD]})
        order, _ = self.in_review(BOTH)
        self.refuse("lead", 403, "own unit", "countersignOrder", order,
                    body={**AGREE, "unit": house.SECOND_LEAD})
        self.refuse("lead", 422, "not asked", "countersignOrder", order,
                    body={**AGREE, "unit": house.OTHER})


if __name__ == "__main__":
    tap.main()
