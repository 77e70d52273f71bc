#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Every role against every operation, on what belongs to others.

The table says what each role may do with a visit that it was no member of, an order of another
unit, a referral that others drafted, an account that is not its own. It was written from the
description of the roles, not from the policy. Whoever may not know of a record gets 404, whoever
may know but not act 403, whoever may act anything else.
"""
import datetime
import itertools
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

OFFICE = set("inspector team_lead verifier drafter reviewer signer clerk reinspector closer "
             "discipline_liaison publicity assessor leader".split())
RESP = {"resp_contact", "resp_head"}
UNIT = RESP | {"lead_unit"}
ADMIN = {"sysadmin", "secadmin", "auditor"}
ALL = OFFICE | UNIT | ADMIN
VISITS = OFFICE - {"assessor", "publicity"}
EVIDENCE = OFFICE - {"assessor", "publicity"} | RESP
FLAGS = OFFICE - {"assessor", "publicity", "inspector", "team_lead"}
AWAY = {"inspector", "team_lead"} | RESP  # they see only what they brought in or were there for
UPLOAD = {"inspector", "reinspector", "clerk", "discipline_liaison"} | RESP

# operation: who may call it, who of them is told that there is no such thing, who that it is not
# theirs to do.
PROMISE_READERS = {"clerk", "drafter", "verifier", "reviewer", "signer", "closer", "reinspector",
                   "discipline_liaison", "assessor", "leader"}
PROMISE = {"scheme": house.SCHEME, "register": "promises", "unit": house.ADDRESSEE,
           "values": {"promise": "x", "made_on": "2016-05-01", "status": "未兑现"}}

TALKERS = {"inspector", "team_lead", "verifier"}
TABLE = {
    "getSession": (ALL,), "deleteSession": (ALL,),
    "putScheme": ({"sysadmin", "leader"},), "listSchemes": (ALL,), "getScheme": (ALL,),
    "putUnit": ({"sysadmin"},), "listUnits": (ALL,), "getUnit": (ALL,),
    "setUnitLeaders": ({"drafter", "clerk", "leader", "resp_head"}, set(), {"resp_head"}),
    "putCalendar": ({"sysadmin", "clerk"},), "listCalendars": (ALL,), "getCalendar": (ALL,),
    "createAccount": ({"sysadmin"},), "listAccounts": (ADMIN,), "getAccount": (ADMIN,),
    "disableAccount": ({"sysadmin", "secadmin"},),
    "enableAccount": ({"sysadmin", "secadmin"},), "changeAccount": ({"sysadmin", "secadmin"},),
    "setPassword": (ALL, OFFICE | UNIT, {"secadmin", "auditor"}),
    "listDevices": (ALL, OFFICE | UNIT, {"auditor"}),
    "revokeDevice": (ALL, OFFICE | UNIT, {"auditor"}),
    "getEmail": (ALL, OFFICE | UNIT, {"secadmin", "auditor"}),
    "setEmail": (ALL, OFFICE | UNIT, {"secadmin", "auditor"}),
    "putVisit": ({"inspector", "team_lead"}, {"inspector"}, {"team_lead"}),
    "listVisits": (VISITS,), "getVisit": (VISITS, {"inspector"}),
    "getVisitRecord": (VISITS, {"inspector"}),
    "declareVisit": ({"inspector", "team_lead"}, {"inspector"}, {"team_lead"}),
    "recuseVisit": ({"inspector", "team_lead"}, {"inspector"}, {"team_lead"}),
    "approveVisit": ({"leader", "signer"},), "startVisit": ({"inspector"}, {"inspector"}),
    "submitVisit": ({"team_lead"},), "returnVisit": ({"verifier"},),
    "verifyVisit": ({"verifier"},), "cancelVisit": ({"leader", "signer"},),
    "archiveVisit": ({"clerk"},),
    "putEvidence": ({"inspector"}, {"inspector"}),
    "listEvidence": (EVIDENCE, AWAY), "getEvidence": (EVIDENCE, AWAY),
    "getEvidenceContent": (EVIDENCE, AWAY), "getEvidenceRedacted": (EVIDENCE, AWAY),
    "getEvidenceThumbnail": (EVIDENCE, AWAY), "getEvidenceReceipt": (EVIDENCE, AWAY),
    "handOverEvidence": ({"inspector", "team_lead", "clerk", "discipline_liaison"},
                         {"inspector", "team_lead"}),
    "listFlags": (FLAGS,), "getFlag": (FLAGS,),
    # What inspectors brought in is no reinspector's to judge.
    "answerFlag": ({"verifier", "reinspector"}, set(), {"reinspector"}),
    "createUpload": (UPLOAD, UPLOAD), "headUpload": (UPLOAD, UPLOAD),
    "patchUpload": (UPLOAD, UPLOAD), "deleteUpload": (UPLOAD, UPLOAD),
    "putLead": ({"clerk", "team_lead", "discipline_liaison", "leader"},),
    "listLeads": (VISITS,), "getLead": (VISITS, {"inspector"}),
    "verifyLead": ({"verifier"},), "turnLead": ({"verifier", "team_lead", "leader"},),
    "answerLead": ({"clerk", "discipline_liaison", "verifier"},),
    "readInformant": ({"clerk", "discipline_liaison", "verifier"},),
    "putDraw": ({"leader", "signer", "team_lead"},),
    "listDraws": (VISITS - {"inspector"},), "getDraw": (VISITS - {"inspector"},),
    # What the scheme's register of promises says, here of another unit's entry: others are refused,
    # or told that there is none.
    "putRegister": (OFFICE | UNIT, set(), (OFFICE | UNIT) - {"clerk", "drafter"}),
    "listRegisters": (OFFICE | UNIT, set(), (OFFICE | UNIT) - PROMISE_READERS - RESP),
    "getRegister": (OFFICE | UNIT, (OFFICE | UNIT) - PROMISE_READERS),
    "amendRegister": (OFFICE | UNIT, (OFFICE | UNIT) - PROMISE_READERS,
                      PROMISE_READERS - {"clerk", "drafter"}),
    # Nobody here held the talk.
    "putTalk": (TALKERS, TALKERS - {"verifier"}, {"verifier"}),
    "listTalks": (TALKERS | {"signer", "leader", "discipline_liaison"},),
    "getTalk": (TALKERS | {"signer", "leader", "discipline_liaison"}, TALKERS - {"verifier"}),
    "signTalk": (TALKERS, TALKERS - {"verifier"}, {"verifier"}),
    "readTalkSubject": (TALKERS | {"discipline_liaison"}, TALKERS - {"verifier"}),
    "printTalk": (TALKERS | {"discipline_liaison"}, TALKERS - {"verifier"}),
    "putChoice": ({"leader", "signer", "team_lead"},),
    "listChoices": (VISITS - {"inspector"},), "getChoice": (VISITS - {"inspector"},),
    "putNumbering": ({"clerk"},), "listNumberings": (OFFICE - {"inspector"},),
    "getNumbering": (OFFICE - {"inspector"},),
    "getTargets": (VISITS - {"inspector"},),
    "putSurvey": ({"drafter", "clerk", "assessor"},), "listSurveys": (OFFICE | UNIT,),
    # It was not released.
    "getSurvey": (OFFICE | UNIT, UNIT), "getSurveyResults": (OFFICE | UNIT, UNIT),
    "openSurvey": ({"clerk", "assessor", "leader"},),
    "enterSurvey": ({"inspector", "team_lead", "clerk", "assessor"},),
    "closeSurvey": ({"clerk", "assessor", "leader"},), "releaseSurvey": ({"leader"},),
    "listOpinions": ({"team_lead", "verifier", "drafter", "clerk", "assessor", "leader",
                      "discipline_liaison"},),
    "putTask": ({"drafter", "clerk", "leader"},), "listTasks": (OFFICE | RESP,),
    "getTask": (OFFICE | RESP, RESP),
    "assignTask": ({"drafter", "clerk", "leader", "resp_head"}, {"resp_head"}),
    "handInTask": (RESP | {"clerk", "drafter"}, RESP),
    # A clerk has handed it in here.
    "returnTask": ({"verifier", "reinspector", "team_lead", "clerk"}, set(), {"clerk"}),
    "deployTask": ({"drafter", "clerk", "leader", "resp_head"}, {"resp_head"}),
    "checkTask": ({"verifier", "reinspector", "team_lead", "clerk"}, set(), {"clerk"}),
    "acceptTask": ({"leader", "closer"},),
    "undoTask": ({"verifier", "reinspector", "team_lead", "clerk", "drafter", "leader", "closer",
                  "resp_head"}, {"resp_head"}),
    "putTaskGroup": ({"drafter", "clerk", "leader"},), "getTaskGroup": (OFFICE, OFFICE),
    "getTaskTable": (OFFICE - {"inspector"},),
    "putSelfCheck": (RESP | {"clerk"}, set(), RESP), "listSelfChecks": (OFFICE | RESP,),
    "reopenFinding": ({"verifier"},),
    "evaluateFinding": ({"inspector", "verifier"}, {"inspector"}),
    # The verifier has answered it here.
    "evaluateLead": ({"inspector", "verifier"}, {"inspector"}, {"verifier"}),
    "putFinding": ({"inspector", "team_lead", "clerk"}, {"inspector"}, {"team_lead", "clerk"}),
    "listFindings": (OFFICE | UNIT,), "getFinding": (OFFICE | UNIT, UNIT | {"inspector"}),
    "establishFinding": ({"verifier"},), "dismissFinding": ({"verifier"},),
    "mergeFinding": ({"verifier"},),
    "putOrder": ({"drafter"},), "listOrders": (OFFICE | UNIT,), "getOrder": (OFFICE | UNIT, UNIT),
    "getOrderLetter": (OFFICE | UNIT, UNIT),
    "commentOrder": (UNIT, UNIT), "splitOrder": ({"drafter"},), "mergeOrder": ({"drafter"},),
    "countersignOrder": ({"lead_unit", "clerk"}, {"lead_unit"}),
    "submitOrder": ({"drafter"},), "reviewOrder": ({"reviewer"},),
    "signOrder": ({"signer", "leader"}, set(), {"leader"}),
    "numberOrder": ({"clerk"},), "serveOrder": ({"clerk"},),
    "receiveOrder": (RESP | {"clerk"}, RESP), "objectOrder": ({"resp_head"}, {"resp_head"}),
    "settleOrder": ({"reviewer", "leader"},), "planOrder": ({"resp_head"}, {"resp_head"}),
    "appealOrder": ({"resp_head"}, {"resp_head"}), "decideAppeal": ({"reviewer", "leader"},),
    "acceptPlan": ({"lead_unit", "reviewer"}, {"lead_unit"}),
    "returnPlan": ({"lead_unit", "reviewer"}, {"lead_unit"}),
    "extendOrder": ({"resp_head"}, {"resp_head"}), "grantExtension": ({"signer"},),
    "feedbackOrder": ({"resp_head"}, {"resp_head"}), "reinspectOrder": ({"reinspector"},),
    "confirmReinspection": ({"reinspector"}, set(), {"reinspector"}),
    "returnOrder": ({"reinspector", "reviewer"},), "closeOrder": ({"closer"},),
    "withdrawOrder": ({"signer"},), "issueWithdrawal": ({"clerk"},),
    "getOrderWithdrawal": (OFFICE | UNIT, UNIT),
    "putReferral": ({"drafter", "discipline_liaison"}, {"drafter"}),
    "listReferrals": ({"drafter", "signer", "leader", "discipline_liaison"},),
    "getReferral": ({"drafter", "signer", "leader", "discipline_liaison"}, {"drafter"}),
    "approveReferral": ({"signer"},), "sendReferral": ({"discipline_liaison"},),
    "receiveReferral": ({"discipline_liaison"},), "resultReferral": ({"discipline_liaison"},),
    "archiveReferral": ({"discipline_liaison"},),
    "inquireReferral": ({"discipline_liaison"},),
    "holdReferral": ({"discipline_liaison"},), "releaseReferral": ({"discipline_liaison"},),
    "getOrderReceipt": (OFFICE,), "getOrderAssignment": (OFFICE,), "getOrderClosing": (OFFICE,),
    "getOrderPlan": (OFFICE | UNIT, UNIT), "getOrderReport": (OFFICE | UNIT, UNIT),
    "getOrderReturn": (OFFICE | UNIT, UNIT),
    "getOrderReply": (OFFICE | UNIT, UNIT), "getOrderInterview": (OFFICE,),
    "getOrderClocks": (OFFICE | UNIT, UNIT),
    "getReferralLetter": ({"signer", "leader", "discipline_liaison"},),
    "getReferralList": ({"signer", "leader", "discipline_liaison"},),
    "getReferralRegister": ({"signer", "leader", "discipline_liaison"},),
    "getReferralApproval": ({"drafter", "signer", "leader", "discipline_liaison"}, {"drafter"}),
    "getReferralInquiry": ({"signer", "leader", "discipline_liaison"},),
    "getReferralPack": ({"discipline_liaison", "signer"},),
    "putExposure": ({"drafter", "publicity"},), "listExposures": ((OFFICE - {"inspector"}) | RESP,),
    # It was not published.
    "getExposure": ((OFFICE - {"inspector"}) | RESP, RESP), "approveExposure": ({"leader"},),
    "declineExposure": ({"leader"},), "publishExposure": ({"publicity"},),
    "correctExposure": ({"drafter", "publicity"},), "revokeExposure": ({"leader"},),
    # No order here has reached a step: who may see one is told that there is none.
    "listSteps": (OFFICE - {"inspector"},),
    "getStep": (OFFICE - {"inspector"}, OFFICE - {"inspector"}),
    "takeStep": ({"drafter", "signer", "leader"}, {"drafter", "signer", "leader"}),
    "declineStep": ({"drafter", "signer", "leader"}, {"drafter", "signer", "leader"}),
    "sweepSteps": ({"drafter", "signer", "leader", "clerk"},),
    "getLedger": ((OFFICE | UNIT) - {"inspector"},), "getIndicators": (OFFICE - {"inspector"},),
    "putFigure": ({"drafter", "clerk", "assessor"},),
    "makeFeed": (OFFICE | UNIT,), "deleteFeed": (OFFICE | UNIT,),
    "getMap": (VISITS - {"inspector"},), "makeReport": ({"drafter"},), "listReports": (OFFICE - {"inspector"},),
    "getReport": (OFFICE - {"inspector"},),
    "listFigures": (OFFICE - {"inspector"},), "getFigure": (OFFICE - {"inspector"},),
    "search": (OFFICE | UNIT,),
    "listNotices": (ALL,), "readNotice": (ALL, ALL),
    # No host is allowed here, and no webhook there.
    "createWebhook": ({"sysadmin", "secadmin"},), "listWebhooks": ({"sysadmin", "secadmin"},),
    "disableWebhook": ({"sysadmin", "secadmin"}, {"sysadmin", "secadmin"}),
    "testWebhook": ({"sysadmin", "secadmin"}, {"sysadmin", "secadmin"}),
    "getCheckpoint": (OFFICE | {"auditor"},),
    # The first leaf is of somebody else's account, the one to be found of a referral.
    "getLeaf": (OFFICE | {"auditor"}, set(), OFFICE),
    "findLeaf": (OFFICE | {"auditor"}, OFFICE - {"signer", "leader", "discipline_liaison"}),
    "stampLog": ({"discipline_liaison", "signer", "auditor"},),
    "listEvents": (OFFICE | {"auditor"},),
    "getProof": (OFFICE | {"auditor"},), "getConsistency": (OFFICE | {"auditor"},),
    "getTile": (OFFICE | {"auditor"},), "listLogKeys": (OFFICE | {"auditor"},),
    # No witness has cosigned here, which is told to those who may know.
    "getCosignedCheckpoint": (OFFICE | {"auditor"}, OFFICE | {"auditor"}),
    # By which a unit checks the receipts of its own files; it is the same whatever happens.
    "getLogKey": (ALL,),
}
FIGURE = house.SCHEME + ".window_complaints.2018-06"
FIGURE_BODY = {"scheme": house.SCHEME, "key": "window_complaints", "period": "2018-06",
               "value": "1", "source": "民心网", "as_of": "2018-06-30"}
SURVEY = {"scheme": house.SCHEME, "title": "x", "way": "座谈会", "from": "2018-01-01",
          "to": "2099-01-01", "units": [house.ADDRESSEE], "questions": []}
EVALUATION = {"way": "电话回访", "asked": "企业", "asked_at": "2018-01-01T02:00:00Z",
              "solved": True, "satisfaction": "满意", "text": "x"}
REPORT = house.SCHEME + ".year.2018"
PUBLIC = {"createSession", "getOpenapi", "optionsUploads", "getHealth", "getReadiness",
          "getMetrics", "getFeed"}
TUS = {"Tus-Resumable": "1.0.0"}
# What an outsider may do may still be too early, too late or nonsense, but then it is said so.
MAY = {200, 201, 204, 409, 422}


def judge(operation, role):
    row = TABLE[operation] + (set(), set())
    if role not in row[0]:
        return {403}
    if role in row[1]:
        return {404}
    if role in row[2]:
        return {403}
    return MAY


class Words(unittest.TestCase):
    """What the contract says of roles is what people hire by."""
    SAME_AS = {"those who may read the visit": "getVisit", "whoever announced it": "createUpload"}

    def test_descriptions_name_the_roles(self):
        self.operations = contracts.Contract().operations
        for name, (roles, *_) in TABLE.items():
            self.assertEqual(self.read(name), roles, name)
        for name in PUBLIC - {"getHealth", "getReadiness", "getMetrics"}:
            self.assertTrue(self.find(name).startswith("everyone, without a login"), name)

    def find(self, name):
        """What stands after “Roles:”."""
        found = re.search(r"Roles: (.+?)\.( |$)", self.operations[name].item["description"])
        self.assertTrue(found, name)
        return found[1]

    def read(self, name):
        text = self.find(name)
        if text == "as for the list":
            path = self.operations[name].path.rsplit("/{", 1)[0]
            return self.read(next(o.id for o in self.operations.values()
                                  if (o.method, o.path) == ("GET", path)))
        if text in self.SAME_AS:
            return self.read(self.SAME_AS[text])
        groups = {"everyone": ALL, "every office role": OFFICE, "units": UNIT, "a unit": RESP,
                  "members of the visit": {"inspector", "team_lead"}}
        roles = set()
        for part in re.split("; ", text):
            if part.startswith(("not ", "neither ", "nobody ")):
                continue
            part, _, without = part.partition(" but ")
            for words, meant in list(groups.items()) + [(role, {role}) for role in ALL]:
                if re.search(r"\b%s\b" % words, part):
                    roles |= meant
            roles -= {role for role in ALL if re.search(r"\b%s\b" % role, without)}
        return roles


class Roles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contract = contracts.Contract()
        cls.house = house.House(cls.contract)
        cls.numbers = itertools.count(1)
        cls.house["draft"].do("putFigure", FIGURE, body=FIGURE_BODY, status=201)
        cls.house["draft"].do("makeReport", body={"scheme": house.SCHEME, "kind": "year",
                                                  "period": "2018"}, status=201)
        for role in sorted(ALL):
            unit = house.OTHER if role in UNIT else house.OFFICE if role in OFFICE else None
            cls.house.hire("x." + role, [role], unit)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def make_case(self, number):
        """Things of others, as fresh as what was done to the last ones requires."""
        h = self.house
        case = {"visit": h.start_visit()}
        # An accuracy of nothing is what no receiver has, and so flagged.
        case["photo"] = h["li"].upload(h.shoot(), visit=case["visit"], filetype="image/jpeg",
                                       position="40.8524,122.6851,0")
        case["finding"] = h.write_finding(case["visit"], evidence=[case["photo"]])
        case["order"] = h.order_at("rectifying")
        case["result"] = h["head"].upload(h.shoot(), order=case["order"],
                                          filetype="image/jpeg")
        case["assigned"] = h["boss"].do("getOrder", case["order"]).json["findings"][0]
        case["referral"] = world.new_id()
        h["draft"].do("putReferral", case["referral"], body=self.describe_referral(case))
        case["upload"] = self.announce(h["li"], visit=case["visit"]).headers[
            "Location"].rsplit("/", 1)[1]
        case["lead"] = world.new_id()
        h["clerk2"].do("putLead", case["lead"], status=201, body={
            "scheme": house.SCHEME, "source": "complaint", "unit": house.ADDRESSEE, "text": "x",
            "informant": {"name": "张某"}})
        case["draw"] = world.new_id()
        h["boss"].do("putDraw", case["draw"], status=201, body={
            "scheme": house.SCHEME, "candidates": [house.ADDRESSEE, house.OTHER], "count": 1,
            "purpose": "x"})
        case["entry"] = world.new_id()
        h["clerk"].do("putRegister", case["entry"], status=201, body=PROMISE)
        case["exposure"] = world.new_id()
        h["draft"].do("putExposure", case["exposure"], status=201, body={
            "findings": [case["assigned"]], "title": "x", "text": "曝光"})
        case["survey"] = world.new_id()
        h["clerk"].do("putSurvey", case["survey"], body=SURVEY, status=201)
        case["choice"] = world.new_id()
        h["boss"].do("putChoice", case["choice"], status=201, body={
            "scheme": house.SCHEME, "by": "risk", "count": 1})
        case["numbering"] = world.new_id()
        h["clerk"].do("putNumbering", case["numbering"], status=201, body={
            "scheme": house.SCHEME, "reason": "x",
            "up_to": "海营商通〔%d〕%d号" % (datetime.date.today().year, next(self.numbers))})
        case["talk"] = world.new_id()
        h["li"].do("putTalk", case["talk"], status=201, body=self.describe_talk(case))
        case["task"] = world.new_id()
        h["draft"].do("putTask", case["task"], status=201, body={
            "scheme": house.SCHEME, "name": "x", "unit": house.ADDRESSEE})
        case["account"] = "victim%d" % number
        h.hire(case["account"], ["clerk"], house.OFFICE)
        h.login(case["account"], device="phone")
        for photo in (case["photo"], case["result"]):
            self.assertTrue(world.wait_for(lambda: h["ver1"].call(
                "getEvidenceThumbnail", photo).status == 200))
        case["flag"] = h.wait_checked(visit=case["visit"])[0]["id"]
        return case

    def announce(self, client, **target):
        return client.call("createUpload", headers=dict(TUS, **{
            "Upload-Length": "5", "Upload-Metadata": world.tus_metadata(
                evidence=world.new_id(), sha256="0" * 64, **target)}))

    def describe_talk(self, case):
        visit = self.house["li"].do("getVisit", case["visit"]).json
        return {"visit": case["visit"], "talkers": ["li"], "recorder": "tan",
                "subject": {"name": "张某"}, "rights_told": True, "place": "x",
                "exchanges": [{"question": "x", "answer": "y"}], **world.hold_talk(visit)}

    def describe_referral(self, case):
        return {"findings": [case["assigned"]], "to": house.DISCIPLINE, "basis": "x",
                "summary": "x", "suspicion": "duty_violation"}

    def list_calls(self, case):
        """(operation, arguments, query, body, headers) of every operation, on things of others."""
        visit, order, finding = case["visit"], case["order"], case["finding"]
        plain = {
            "putScheme": ([house.SCHEME], {}, house.read_scheme()),
            "getScheme": ([house.SCHEME],), "getUnit": ([house.OTHER],),
            "putUnit": ([house.OTHER], {}, {"name": "x"}),
            "setUnitLeaders": ([house.ADDRESSEE], {}, {"principal": {"name": "x", "post": "x"}}),
            "getCalendar": (["2018"],),
            "putCalendar": (["2018"], {}, {"year": 2018, "source": None, "days": [
                {"date": "2018-01-01", "off": True}]}),
            "createAccount": ([], {}, {"name": "li", "roles": ["inspector"], "password": "12345678",
                                       "unit": house.OFFICE}),
            "getAccount": ([case["account"]],), "disableAccount": ([case["account"]],),
            "enableAccount": ([case["account"]],),
            "changeAccount": ([case["account"]], {}, {"display_name": "某"}),
            "setPassword": ([case["account"]], {}, {"password": "12345678"}),
            "listDevices": ([case["account"]], {}, None),
            "revokeDevice": ([case["account"]], {}, {"device": "phone"}),
            "getEmail": ([case["account"]], {}, None),
            "setEmail": ([case["account"]], {}, {"email": None}),
            "readNotice": (["0" * 64], {}, {}),
            "putVisit": ([visit], {}, {
                "scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x",
                "methods": ["突击检查"], "mandate": "x", "members": ["li", "tan"]}),
            "recuseVisit": ([visit], {}, {"reason": "x"}),
            "submitVisit": ([visit], {}, {"narrative": "x", "no_inducement": True}),
            "returnVisit": ([visit], {}, {"reason": "x"}),
            "verifyVisit": ([visit], {}, {"opinion": "x"}),
            "cancelVisit": ([visit], {}, {"reason": "x"}),
            "putEvidence": ([world.new_id()], {}, {"visit": visit, "carrier": "x",
                                                   "sha256": "0" * 64}),
            "handOverEvidence": ([case["photo"]], {}, {"from": "x", "to": "x", "purpose": "x",
                                                       "condition": "x"}),
            "getFlag": ([case["flag"]],),
            "answerFlag": ([case["flag"]], {}, {"outcome": "explained", "opinion": "x"}),
            "putFinding": ([world.new_id()], {}, {
                "visit": visit, "area": "a3", "category": "态度生硬、漫不经心、百般刁难",
                "fact": "x", "clause": "x"}),
            "putLead": ([world.new_id()], {}, {"scheme": house.SCHEME, "source": "media",
                                               "text": "x"}),
            "verifyLead": ([case["lead"]], {}, {"outcome": "partly", "opinion": "x"}),
            "turnLead": ([case["lead"]], {}, {"visit": visit}),
            "answerLead": ([case["lead"]], {}, {"text": "x", "informant_told": True}),
            "readInformant": ([case["lead"]], {}, {"reason": "x"}),
            "putDraw": ([world.new_id()], {}, {
                "scheme": house.SCHEME, "candidates": [house.ADDRESSEE, house.OTHER], "count": 1,
                "purpose": "x"}),
            "getDraw": ([case["draw"]],),
            "putRegister": ([world.new_id()], {}, PROMISE),
            "listRegisters": ([], {"scheme": house.SCHEME, "register": "promises"}),
            "getRegister": ([case["entry"]],),
            "amendRegister": ([case["entry"]], {}, {"reason": "x"}),
            "putTalk": ([world.new_id()], {}, self.describe_talk(case)),
            "getTalk": ([case["talk"]],), "signTalk": ([case["talk"]], {}, {"pages": 1}),
            "readTalkSubject": ([case["talk"]], {}, {"reason": "x"}),
            "printTalk": ([case["talk"]], {}, {"reason": "x"}),
            "putChoice": ([world.new_id()], {}, {"scheme": house.SCHEME, "by": "risk", "count": 1}),
            "getChoice": ([case["choice"]],),
            "putNumbering": ([world.new_id()], {}, {
                "scheme": house.SCHEME, "up_to": "海营商通〔2018〕3号", "reason": "x"}),
            "getNumbering": ([case["numbering"]],),
            "getTargets": ([], {"scheme": house.SCHEME}, None),
            "putSurvey": ([world.new_id()], {}, SURVEY),
            "getSurvey": ([case["survey"]],), "getSurveyResults": ([case["survey"]],),
            "listOpinions": ([case["survey"]],), "openSurvey": ([case["survey"]], {}, {}),
            "enterSurvey": ([case["survey"]], {}, {"batch": world.new_id(),
                                                   "sheets": [{"opinion": "x"}]}),
            "closeSurvey": ([case["survey"]], {}, {}), "releaseSurvey": ([case["survey"]], {}, {}),
            "putTask": ([world.new_id()], {}, {"scheme": house.SCHEME, "name": "x"}),
            "assignTask": ([case["task"]], {}, {"person": "x"}),
            "handInTask": ([case["task"]], {}, {"text": "x"}),
            "returnTask": ([case["task"]], {}, {"reason": "x"}),
            "undoTask": ([case["task"]], {}, {"tick": "deployed", "reason": "x"}),
            "deployTask": ([case["task"]], {}, {}), "checkTask": ([case["task"]], {}, {}),
            "acceptTask": ([case["task"]], {}, {}), "getTask": ([case["task"]],),
            "putTaskGroup": ([world.new_id()], {}, {"scheme": house.SCHEME, "name": "x",
                                                    "units": [house.ADDRESSEE]}),
            "getTaskGroup": ([world.new_id()],),
            "getTaskTable": ([], {"scheme": house.SCHEME}, None),
            "putSelfCheck": ([world.new_id()], {}, {
                "scheme": house.SCHEME, "unit": house.ADDRESSEE, "area": "a3", "category": "a3.1",
                "found": 0}),
            "evaluateFinding": ([finding], {}, EVALUATION),
            "evaluateLead": ([case["lead"]], {}, EVALUATION),
            "reopenFinding": ([finding], {}, {"because_of": case["assigned"], "reason": "x"}),
            "establishFinding": ([finding], {}, {"with": "ver2", "opinion": "x"}),
            "dismissFinding": ([finding], {}, {"with": "ver2", "reason": "x"}),
            "mergeFinding": ([finding], {}, {"with": "ver2", "into": case["assigned"],
                                             "reason": "x"}),
            "putOrder": ([order], {}, {"findings": [case["assigned"]]}),
            "reviewOrder": ([order], {}, {"outcome": "approve", "opinion": "x"}),
            "putExposure": ([world.new_id()], {}, {"findings": [case["assigned"]], "title": "x",
                                                   "text": "曝光"}),
            "getExposure": ([case["exposure"]],), "approveExposure": ([case["exposure"]], {}, {}),
            "declineExposure": ([case["exposure"]], {}, {"reason": "x"}),
            "publishExposure": ([case["exposure"]], {}, {"medium": "x",
                                                         "published_on": "2018-01-01"}),
            "correctExposure": ([case["exposure"]], {}, {"reason": "x", "text": "x"}),
            "revokeExposure": ([case["exposure"]], {}, {"reason": "x"}),
            "commentOrder": ([order], {}, {"text": "x"}),
            "countersignOrder": ([order], {}, {"outcome": "agree", "opinion": "x"}),
            "splitOrder": ([order], {}, {"id": world.new_id(), "findings": [case["assigned"]]}),
            "mergeOrder": ([order], {}, {"other": order}),
            "serveOrder": ([order], {}, {"channel": "x"}),
            "receiveOrder": ([order], {}, {"signatory": "x"}),
            "objectOrder": ([order], {}, {"kind": "fact", "reason": "x"}),
            "settleOrder": ([order], {}, {"outcome": "rejected", "minutes": "x"}),
            "appealOrder": ([order], {}, {"reason": "x"}),
            "decideAppeal": ([order], {}, {"outcome": "kept", "opinion": "x"}),
            "planOrder": ([order], {}, house.PLAN), "returnPlan": ([order], {}, {"reason": "x"}),
            "extendOrder": ([order], {}, {"to": "2099-01-01", "reason": "x"}),
            "grantExtension": ([order], {}, {"outcome": "granted"}),
            "feedbackOrder": ([order], {}, {"summary": "x", "completion": "done",
                                            "evidence": [case["result"]]}),
            "reinspectOrder": ([order], {}, {"with": "back2", "method": "x", "passed": True,
                                             "record": "x"}),
            "confirmReinspection": ([order], {}, {"agree": True}),
            "returnOrder": ([order], {}, {"reason": "x", "rectify": {"period": "10d"}}),
            "closeOrder": ([order], {}, {"mechanism": "x"}),
            "withdrawOrder": ([order], {}, {"reason": "x"}), "issueWithdrawal": ([order],),
            "getOrderWithdrawal": ([order],),
            "putReferral": ([case["referral"]], {}, self.describe_referral(case)),
            "sendReferral": ([case["referral"]], {}, {"method": "x"}),
            "receiveReferral": ([case["referral"]], {}, {"receiver": "x"}),
            "resultReferral": ([case["referral"]], {}, {"outcome": "accepted"}),
            "holdReferral": ([case["referral"]], {}, {"asked_by": "x"}),
            "releaseReferral": ([case["referral"]], {}, {"asked_by": "x"}),
            "getStep": ([world.new_id()],), "takeStep": ([world.new_id()], {}, {}),
            "declineStep": ([world.new_id()], {}, {"reason": "x"}), "sweepSteps": ([], {}, {}),
            "getIndicators": ([], {"scheme": house.SCHEME}, None),
            "putFigure": ([FIGURE], {}, dict(FIGURE_BODY, value="2")),
            "getFigure": ([FIGURE],), "getReport": ([REPORT],),
            "makeReport": ([], {}, {"scheme": house.SCHEME, "kind": "year", "period": "2018"}),
            "getLeaf": (["0"],), "findLeaf": ([], {"record": "referral/" + case["referral"]}, None),
            "search": ([], {"q": "x"}, None), "testWebhook": ([world.new_id()], {}, {}),
            "createWebhook": ([], {}, {"url": "https://hooks.example/"}),
            "disableWebhook": ([world.new_id()], {}, {"reason": "x"}),
            "getProof": (["0"],), "getTile": (["0", "000.p/1"],),
            "getConsistency": ([], {"from": "1", "to": "2"}),
        }
        for operation in TABLE:
            if operation == "deleteSession":
                continue
            if operation in plain:
                row = plain[operation]
                arguments, query, body = row + ({}, None)[len(row) - 1:]
                yield operation, arguments, query, body, None
            elif operation == "listEvidence":
                yield operation, [], {"visit": visit}, None, None
                yield operation, [], {"order": order}, None, None
            elif operation.startswith("getEvidence"):
                yield operation, [case["photo"]], {}, None, None
                yield operation, [case["result"]], {}, None, None
            elif operation == "getFinding":
                yield operation, [finding], {}, None, None
                yield operation, [case["assigned"]], {}, None, None
            elif operation == "createUpload":
                yield operation, [], {}, None, dict(TUS, **{
                    "Upload-Length": "5", "Upload-Metadata": world.tus_metadata(
                        evidence=world.new_id(), sha256="0" * 64, visit=visit)})
            elif operation == "patchUpload":
                yield operation, [case["upload"]], {}, b"12345", dict(TUS, **{
                    "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
            elif operation.endswith("Upload"):
                yield operation, [case["upload"]], {}, None, TUS
            elif "{id}" in self.contract.operations[operation].path:
                noun = next(n for n in ("lead", "visit", "order", "referral")
                            if n in self.contract.operations[operation].path)
                yield operation, [case[noun]], {}, None, None
            else:
                yield operation, [], {}, None, None

    def order_by_harm(self, calls):
        """Reading first; what ends a thing last."""
        late = ("cancelVisit", "withdrawOrder", "disableAccount", "revokeDevice")
        return sorted(calls, key=lambda c: (c[0] in late, not c[0].startswith(("get", "list"))))

    def test_1_table_is_whole(self):
        self.assertEqual(set(TABLE) | PUBLIC, set(self.contract.operations))
        self.assertEqual({o.id for o in self.contract.operations.values() if o.public}, PUBLIC)

    def test_2_nobody_without_login(self):
        case = self.make_case(99)
        guest, expired = self.house.guest(), self.house.guest()
        expired.token = "0" * 64
        for client in (guest, expired):
            for operation, arguments, query, body, headers in self.list_calls(case):
                answer = client.call(operation, *arguments, query=query, body=body,
                                     headers=headers)
                self.assertEqual(answer.status, 401, operation)
                self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")

    def test_3_each_role_on_what_is_others(self):
        faults = []
        for number, role in enumerate(sorted(ALL)):
            case = self.make_case(number)
            client = self.house["x." + role]
            for operation, arguments, query, body, headers in self.order_by_harm(
                    self.list_calls(case)):
                expected = judge(operation, role)
                answer = client.call(operation, *arguments, query=query, body=body,
                                     headers=headers)
                if answer.status not in expected:
                    faults.append("%s %s %s: %d, not %s: %s" % (
                        role, operation, query, answer.status, sorted(expected),
                        answer.body[:200].decode("utf-8", "replace")))
        self.assertFalse(faults, "\n".join(faults))

    def test_4_lists_hold_nothing_of_others(self):
        h = self.house
        for name in ("x.resp_contact", "x.resp_head", "x.lead_unit"):
            for operation in ("listFindings", "listOrders"):
                self.assertEqual(h[name].do(operation).json["items"], [], name)
        for operation in ("listVisits", "listFindings"):
            self.assertEqual(h["x.inspector"].do(operation).json["items"], [])
        self.assertEqual(h["x.drafter"].do("listReferrals").json["items"], [])

    def test_5_unit_on_its_own_order(self):
        """The department that was inspected: its order, and nothing of how it came about."""
        h = self.house
        case = self.make_case(100)
        seen = {"getOrder": case["order"], "getOrderLetter": case["order"],
                "getOrderClocks": case["order"], "getFinding": case["assigned"]}
        for name in ("contact", "head", "lead"):
            for operation, argument in seen.items():
                h[name].do(operation, argument)
            for operation, argument, status in (
                    ("getVisit", case["visit"], 403), ("listVisits", None, 403),
                    ("getEvidence", case["photo"], 403 if name == "lead" else 404),
                    ("getFinding", case["finding"], 404), ("listAccounts", None, 403),
                    ("getAccount", "li", 403),
                    ("listReferrals", None, 403), ("getReferral", case["referral"], 403),
                    ("getCheckpoint", None, 403), ("getLeaf", "0", 403),
                    ("getProof", "0", 403)):
                answer = h[name].call(operation, *([argument] if argument else []))
                self.assertEqual(answer.status, status, (name, operation))
        for name in ("contact", "head"):
            listed = h[name].do("listEvidence", query={"order": case["order"], "limit": 200})
            self.assertIn(case["result"], [e["id"] for e in listed.json["items"]])
            for item in listed.json["items"]:
                self.assertEqual(item["created_by"], "head")
            h[name].do("getEvidenceContent", case["result"])
        self.assertEqual(h["lead"].call("getEvidence", case["result"]).status, 403)


if __name__ == "__main__":
    tap.main()
