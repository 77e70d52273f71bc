# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Who may do what to a case, and when: domain.md E.2 to E.5 written down once more, as what may be;
everything else must be refused."""

RUNNING = ("received", "plan_due", "plan_filed", "plan_accepted", "rectifying", "feedback_filed",
           "reinspecting", "closing", "negotiating", "assign_objected")
BEFORE = ("draft", "reviewing", "to_sign", "signed", "numbered", "served")

# operation: (states in which it is possible, roles that may, a body that is well formed)
ORDER = {
    "submit": (("draft",), ("drafter",), None),
    "review": (("reviewing",), ("reviewer",), {"outcome": "approve", "opinion": "同意"}),
    "sign": (("to_sign",), ("signer", "leader"), None),
    "number": (("signed",), ("clerk",), None),
    "serve": (("numbered",), ("clerk",), {"channel": "政务外网"}),
    "receive": (("served",), ("resp_contact", "resp_head", "clerk"), {"signatory": "赵某"}),
    "object": (("received",), ("resp_head",), {"kind": "fact", "reason": "当日系统故障"}),
    "settle": (("negotiating", "assign_objected"), ("reviewer", "leader"),
               {"outcome": "rejected", "minutes": "双方已协商"}),
    "plan": (("received", "plan_due"), ("resp_head",), {
        "causes": "人手不足", "measures": [{"text": "增派人手"}], "target": "一次性告知",
        "responsible_person": "王局长", "complete_by": "2099-01-01"}),
    "accept": (("plan_filed", "plan_accepted"), ("lead_unit", "reviewer"), None),
    "return-plan": (("plan_filed", "plan_accepted"), ("lead_unit", "reviewer"),
                    {"reason": "措施不具体"}),
    "extend": (("rectifying",), ("resp_head",), {"to": "2098-01-01", "reason": "采购周期"}),
    "grant-extension": (("rectifying",), ("signer",), {"outcome": "refused", "reason": "x"}),
    "feedback": (("rectifying",), ("resp_head",), {
        "summary": "已完成", "completion": "done",
        "evidence": ["00000000-0000-4000-8000-000000000000"]}),
    "reinspect": (("feedback_filed",), ("reinspector",), {
        "with": "back2", "method": "现场复查", "passed": True, "record": "已整改"}),
    "confirm": (("reinspecting",), ("reinspector",), {"agree": True}),
    "return": (("feedback_filed", "reinspecting", "closing"), ("reinspector", "reviewer"),
               {"reason": "x", "rectify": {"period": "5wd"}}),
    "close": (("closing",), ("closer",), {"mechanism": "首问负责制"}),
    "withdraw": (BEFORE + RUNNING, ("signer",), {"reason": "重复"}),
    "appeal": (RUNNING, ("resp_head",), {"reason": "认定有误"}),
    "decide-appeal": (RUNNING + ("closed",), ("reviewer", "leader"),
                      {"outcome": "kept", "opinion": "维持"}),
}
# A letter that presses is received and closed, no more.
NOTICE = {
    **{name: ((), (), body) for name, (_, _, body) in ORDER.items()},
    **{name: ORDER[name] for name in ("submit", "review", "sign", "number", "serve", "receive")},
    "close": (("received",), ("closer",), {"record": "已约谈"}),
    "withdraw": (BEFORE + ("received",), ("signer",), {"reason": "重复"}),
}
DECISION = {"with": "ver2", "opinion": "属实"}
FINDING = {
    "establish": (("verifying",), ("verifier",), DECISION),
    "dismiss": (("verifying",), ("verifier",), {"with": "ver2", "reason": "查无此事"}),
    "merge": (("verifying",), ("verifier",), {
        "with": "ver2", "reason": "同一事实", "into": "00000000-0000-4000-8000-000000000000"}),
    "reopen": (("closed",), ("verifier",), {
        "because_of": "00000000-0000-4000-8000-000000000000", "reason": "反弹"}),
}
VISIT = {
    "declare": (("draft",), ("inspector", "team_lead"), None),
    "recuse": (("draft", "approved"), ("inspector", "team_lead"), {"reason": "亲属"}),
    "approve": (("draft",), ("leader", "signer"), None),
    "start": (("approved", "returned"), ("inspector",), None),
    "submit": (("in_progress", "returned"), ("team_lead",),
               {"narrative": "x", "no_inducement": True}),
    "return": (("submitted",), ("verifier",), {"reason": "补正"}),
    "verify": (("submitted",), ("verifier",), {"opinion": "清楚"}),
    "archive": (("verified",), ("clerk",), None),
    "cancel": (("draft", "approved", "in_progress", "returned"), ("leader", "signer"),
               {"reason": "x"}),
}
REFERRAL = {
    "approve": (("drafted",), ("signer",), {}),
    "send": (("approved", "returned_for_supplement"), ("discipline_liaison",), {"method": "专人"}),
    "receive": (("sent",), ("discipline_liaison",), {"receiver": "周某"}),
    "result": (("received", "accepted", "handling"), ("discipline_liaison",),
               {"outcome": "reported", "disposal": "诫勉"}),
    "inquire": (("received", "accepted", "handling"), ("discipline_liaison",), {}),
    "hold": (("received", "accepted", "handling", "returned_for_supplement", "result_reported"),
             ("discipline_liaison",), {"asked_by": "刘某"}),
    "release": (("approved", "sent", "received", "accepted", "handling", "returned_for_supplement",
                 "result_reported", "declined"), ("discipline_liaison",), {"asked_by": "刘某"}),
    "archive": (("result_reported", "declined"), ("discipline_liaison",), {}),
}
LEAD = {
    "verify": (("received",), ("verifier",), {"outcome": "substantiated", "opinion": "x"}),
    "turn": (("verified", "turned"), ("verifier", "team_lead", "leader"),
             {"visit": "00000000-0000-4000-8000-000000000000"}),
    "answer": (("verified", "turned"), ("clerk", "discipline_liaison", "verifier"),
               {"text": "x", "informant_told": True}),
}
TABLES = {"orders": ORDER, "notices": NOTICE, "findings": FINDING, "visits": VISIT,
          "referrals": REFERRAL, "leads": LEAD}


def list_refused(table, state, roles):
    """(operation, body, role) of all that must be refused in `state`."""
    for name, (states, may, body) in TABLES[table].items():
        for role in roles:
            if state not in states or role not in may:
                yield name, body, role


