#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The inspector is not found out.

Two services start from the same folder and live through the same case with different inspectors:
other names and more of them, other devices, another hour of the same day, uploads in another order
and repeated, a record sent back once, an unfinished upload, a visit that came to nothing. Whatever
an account of the unit side asks, on every operation of the contract, with its own ids, with others'
and with none, it gets the same bytes: status, header fields (but Date, which is the hour of asking)
and body. What it may not see, it is told of in the very words for what does not exist.
"""
import difflib
import pathlib
import socket
import sys
import unittest
import urllib.parse
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world

UNITS = ("contact", "head", "lead", "lead2", "head9", "lead9")
OFFICE = [name for name in house.PEOPLE if name not in ("li", "tan", "wu", "chief") + UNITS]


def make_id(label):
    """The same for the same thing in both worlds."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "anfang/" + label))


QUIET = {
    "inspectors": [("li", ["inspector"]), ("tan", ["inspector", "team_lead"])],
    "visit_at": "2018-03-06T01:10:%02dZ",
    "device": "phone-1", "model": "ALN-AL00", "order": (0, 1, 2), "busy": False,
}
BUSY = {
    "inspectors": [("zhou.min", ["inspector", "team_lead"]), ("sun.li", ["inspector"]),
                   ("qian", ["inspector"])],
    "visit_at": "2018-03-06T07:45:%02dZ",
    "device": "tablet of the second team", "model": "PGT-AN10", "order": (2, 1, 0), "busy": True,
}


class Scene(house.House):
    """One of the two worlds."""

    def __init__(self, template, variation, contract):
        self.variation = variation
        self.seconds = 0
        self.logins = {}
        service = clocked.ClockedService(template=template, config=house.make_config())
        self.attach(service, contract)
        self.at("2018-03-01T01:00:00Z", "root")
        self.furnish()
        self.people = [name for name, _ in variation["inspectors"]]
        if variation["busy"]:
            self.hire_inspectors()
        for name in OFFICE + list(UNITS):
            self.at("2018-03-01T01:00:00Z", "hire " + name)
            self.hire(name)
        if not variation["busy"]:
            self.hire_inspectors()

    def enter(self, time_, name):
        """A session lasts half a day: everyone logs in anew each time."""
        self.logins[name] = self.logins.get(name, 0) + 1
        self.at(time_, "%s %d" % (name, self.logins[name]))
        device = self.variation["device"] if name in self.people else "desk"
        self.clients[name] = self.login(name, device=device)
        return self.clients[name]

    def hire_inspectors(self):
        for name, roles in self.variation["inspectors"]:
            self.at("2018-03-01T01:00:00Z", "hire " + name)
            self.hire(name, roles, house.OFFICE)

    def at(self, time_, seed):
        self.service.tell("seed", seed)
        self.service.tell("time", time_)

    def office(self, time_, name):
        """Someone whose hours are the same in both worlds."""
        return self.enter(time_, name)

    def inspector(self, which=0):
        """An inspector, at the hour of this world's visit."""
        self.seconds += 1
        name = self.people[which]
        return self.enter(self.variation["visit_at"] % self.seconds, name)

    def lead_inspector(self):
        return self.inspector([r for _, r in self.variation["inspectors"]].index(
            ["inspector", "team_lead"]))

    def photo(self, seed):
        return house.make_photo(seed, "--model", self.variation["model"], "--time",
                                "2018-03-06T%s:00" % ("15:44" if self.variation["busy"]
                                                      else "09:09"))

    # ---- the case ----

    def inspect(self):
        visit = make_id("visit")
        if self.variation["busy"]:
            idle = make_id("idle visit")
            self.inspector().do("putVisit", idle, body=self.describe_visit())
            self.office("2018-03-05T02:00:00Z", "boss").do("cancelVisit", idle,
                                                           body={"reason": "改期"})
        self.inspector().do("putVisit", visit, body=self.describe_visit())
        for which in range(len(self.people)):
            self.inspector(which).do("declareVisit", visit)
        self.office("2018-03-05T03:00:00Z", "boss").do("approveVisit", visit)
        self.inspector().do("startVisit", visit)
        self.collect(visit)
        for i in (0, 1):
            self.inspector().do("putFinding", make_id("finding %d" % i), body=self.describe(i))
        self.submit(visit)
        if self.variation["busy"]:
            self.office("2018-03-07T00:30:00Z", "ver1").do("returnVisit", visit,
                                                           body={"reason": "补正"})
            for fact in ("草稿", None):
                found = self.inspector().do("getFinding", make_id("finding 0"))
                body = self.describe(0)
                body["fact"] = fact or body["fact"]
                self.inspector().do("putFinding", make_id("finding 0"), body=body,
                                    headers={"If-Match": found.headers["ETag"]})
            self.submit(visit)
        for i in (0, 1):
            self.office("2018-03-07T01:0%d:00Z" % i, "ver1").do(
                "establishFinding", make_id("finding %d" % i),
                body={"with": "ver2", "opinion": "属实"})
        self.office("2018-03-07T01:10:00Z", "ver1").do("verifyVisit", visit,
                                                       body={"opinion": "清楚"})

    def describe_visit(self):
        return {"scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "市政务服务大厅",
                "methods": ["突击检查"], "mandate": "年度计划", "members": self.people}

    def describe(self, number):
        return {"visit": make_id("visit"), "area": "a3",
                "category": "态度生硬、漫不经心、百般刁难", "fact": "窗口无人值守 %d" % number,
                "clause": "方案 三（三）", "requirement": "立即改正",
                "evidence": [make_id("evidence %d" % (number * 2))]}

    def submit(self, visit):
        self.lead_inspector().do("submitVisit", visit, body={
            "narrative": "%s 到达。" % self.variation["visit_at"][11:16], "no_inducement": True})

    def collect(self, visit):
        files = [(self.photo(1), "image/jpeg"), (self.photo(2), "image/jpeg"),
                 (b"#!AMR\n" + self.variation["device"].encode(), "audio/amr")]
        if self.variation["busy"]:
            stranded = self.inspector(1)
            self.seconds += 1
            stranded.do("createUpload", headers={
                "Tus-Resumable": "1.0.0", "Upload-Length": "100",
                "Upload-Metadata": world.tus_metadata(
                    visit=visit, evidence=make_id("stranded"), sha256="0" * 64)})
            self.inspector(2).upload(b"blurred", visit=visit, filename="x.txt")
        for i in self.variation["order"]:
            data, kind = files[i]
            for _ in range(3 if self.variation["busy"] else 1):
                self.inspector(i % len(self.people)).upload(
                    data, pieces=2 if self.variation["busy"] else 1, visit=visit, filetype=kind,
                    evidence=make_id("evidence %d" % i),
                    filename="%s-%d.jpg" % (self.variation["device"], i),
                    captured_at=self.variation["visit_at"] % 1)

    def order_to_served(self):
        self.order = make_id("order")
        body = {"findings": [make_id("finding 0"), make_id("finding 1")], "title": "关于窗口的通知"}
        self.office("2018-03-08T01:00:00Z", "draft").do("putOrder", self.order, body=body)
        for name in ("review", "sign", "clerk"):
            self.enter("2018-03-08T01:00:01Z", name)
        for minute, (_, step) in enumerate(self.STEPS[:5], 1):
            self.at("2018-03-08T01:%02d:00Z" % minute, "office %d" % minute)
            step(self, self.order)

    def unit_step(self, time_, name, operation, body):
        return self.office(time_, name).do(operation, self.order, body=body)

    def unit_photo(self, time_, label):
        client = self.office(time_, "head")
        client.upload(house.make_photo(40), order=self.order, evidence=make_id(label),
                      filename="after.jpg", filetype="image/jpeg")
        self.settle(client, make_id(label))

    def settle(self, client, evidence):
        """Waits for the examination, which is on nobody's clock."""
        done = world.wait_for(lambda: client.do("getEvidence", evidence).json["examination"][
            "status"] != "pending")
        assert done, "examination takes too long"

    def look_again(self):
        """Two who do not agree, and then do: all of it before the unit looks."""
        client = self.office("2018-03-15T10:00:00Z", "back1")
        client.upload(house.make_photo(70), order=self.order, filename="back.jpg",
                      filetype="image/jpeg")
        client.do("reinspectOrder", self.order, body={
            "with": "back2", "method": "现场复查", "passed": True, "record": "已复查",
            "satisfaction": "满意"})
        self.office("2018-03-15T10:10:00Z", "back2").do("confirmReinspection", self.order,
                                                        body={"agree": False})
        self.office("2018-03-15T10:20:00Z", "back1").do("reinspectOrder", self.order, body={
            "with": "back2", "method": "现场复查", "passed": True, "record": "再次复查",
            "satisfaction": "满意"})

    def agree(self):
        self.office("2018-03-15T11:00:00Z", "back2").do("confirmReinspection", self.order,
                                                        body={"agree": True})

    def reinspect(self, times, passed):
        client = self.office(times[0], "back1")
        for i in range(3 if self.variation["busy"] else 0):
            client.upload(house.make_photo(60 + i), order=self.order, filename="back.jpg",
                          filetype="image/jpeg")
        client.do("reinspectOrder", self.order, body={
            "with": "back2", "method": "现场复查", "passed": passed, "record": "已复查",
            "satisfaction": "满意"})
        self.office(times[1], "back2").do("confirmReinspection", self.order, body={"agree": True})

    def expose(self):
        """Written twice where the inspectors were many: which of it went out is all that is told."""
        exposure = make_id("exposure")
        body = {"findings": [make_id("finding 0")], "title": "窗口无人值守", "text": "负责人王小明未说明原因",
                "persons": ["王小明"], "photos": [make_id("evidence 0")]}
        press = self.office("2018-03-13T03:00:00Z", "press")
        if self.variation["busy"]:
            press.do("putExposure", exposure, body=dict(body, text="草稿：王小明"), status=201)
            press.do("putExposure", exposure, body=body, headers={"If-Match": '"1"'})
        else:
            press.do("putExposure", exposure, body=body, status=201)
        self.office("2018-03-13T03:10:00Z", "boss").do("approveExposure", exposure,
                                                       body={"persons": "masked"})
        self.office("2018-03-13T03:20:00Z", "press").do("publishExposure", exposure, body={
            "medium": "海城电视台", "published_on": "2018-03-13"})

    def correct_exposure(self):
        self.office("2018-03-15T02:40:00Z", "press").do("correctExposure", make_id("exposure"), body={
            "reason": "核对照片", "text": "应为十五分钟"})
        self.office("2018-03-15T02:50:00Z", "boss").do("approveExposure", make_id("exposure"), body={})
        self.office("2018-03-15T03:00:00Z", "press").do("publishExposure", make_id("exposure"), body={
            "medium": "海城电视台", "published_on": "2018-03-15"})
        boss = self.office("2018-03-15T03:10:00Z", "boss")
        boss.do("revokeExposure", make_id("exposure"), body={"reason": "事实不符"})

    # ---- what a unit gets ----

    def ask(self, name, operation, arguments, query, body, headers, at):
        self.at(at, "ask %s %s" % (name, operation.id))
        client = self[name]
        target = operation.format(*(urllib.parse.quote(a, safe="/") for a in arguments))
        if query:
            target += "?" + urllib.parse.urlencode(query)
        reply = client.request(operation.method, target, body, headers)
        # Whether a connection goes on depends on how much of a refused body had arrived.
        fields = sorted("%s: %s" % (k, v) for k, v in reply.headers.items()
                        if k not in ("Date", "Connection"))
        key = "%s %s %s %s" % (name, operation.method, target, headers)
        return key, reply, "%d\n%s\n\n%s" % (reply.status, "\n".join(fields),
                                             reply.body.decode("latin-1"))


BODIES = {
    "createSession": {"account": "head", "password": "wrong password", "device": "d"},
    "createAccount": {"name": "spy", "roles": ["inspector"], "unit": house.OFFICE,
                      "password": "a new password"},
    "setPassword": {"password": "a new password"},
    "revokeDevice": {"device": "no such device"},
    "putUnit": {"name": "假单位"},
    "setUnitLeaders": {"principal": {"name": "x", "post": "x"}},
    "putCalendar": {"year": 2018, "source": None, "days": [{"date": "2018-01-01", "off": True}]},
    "putVisit": {"scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x",
                 "methods": ["突击检查"], "mandate": "x", "members": ["ver1", "ver2"]},
    "submitVisit": {"narrative": "x", "no_inducement": True},
    "returnVisit": {"reason": "x"}, "verifyVisit": {"opinion": "x"}, "cancelVisit": {"reason": "x"},
    "putEvidence": {"visit": make_id("visit"), "carrier": "x", "sha256": "0" * 64},
    "putFinding": {"visit": make_id("visit"), "area": "a3", "category": "态度生硬、漫不经心、百般刁难",
                   "fact": "x", "clause": "x"},
    "establishFinding": {"with": "ver2", "opinion": "x"},
    "dismissFinding": {"with": "ver2", "reason": "x"},
    "mergeFinding": {"with": "ver2", "into": make_id("finding 1"), "reason": "x"},
    "putOrder": {"findings": [make_id("finding 0")]},
    "reviewOrder": {"outcome": "approve", "opinion": "x"},
    "serveOrder": {"channel": "x"}, "receiveOrder": {"signatory": "赵某"},
    "objectOrder": {"kind": "fact", "reason": "x"},
    "commentOrder": {"text": "x"},
    "putExposure": {"findings": [make_id("finding 0")], "title": "x", "text": "x"},
    "approveExposure": {}, "declineExposure": {"reason": "x"}, "revokeExposure": {"reason": "x"},
    "publishExposure": {"medium": "x", "published_on": "2018-03-01"},
    "correctExposure": {"reason": "x", "text": "x"},
    "splitOrder": {"id": make_id("split"), "findings": [make_id("finding 0")]},
    "mergeOrder": {"other": make_id("split")},
    "settleOrder": {"outcome": "rejected", "minutes": "x"},
    "appealOrder": {"reason": "x"}, "decideAppeal": {"outcome": "kept", "opinion": "x"},
    "planOrder": house.PLAN, "returnPlan": {"reason": "x"},
    "extendOrder": {"to": "2018-06-01", "reason": "x"},
    "grantExtension": {"outcome": "granted"},
    "feedbackOrder": {"summary": "x", "completion": "done", "evidence": [make_id("evidence 0")]},
    "reinspectOrder": {"with": "back2", "method": "x", "passed": True, "record": "x"},
    "confirmReinspection": {"agree": True},
    "returnOrder": {"reason": "x", "rectify": {"period": "10d"}},
    "closeOrder": {"mechanism": "x"}, "withdrawOrder": {"reason": "x"},
    "putReferral": {"findings": [make_id("finding 0")], "to": house.DISCIPLINE, "basis": "x",
                    "summary": "x", "suspicion": "duty_violation"},
    "sendReferral": {"method": "x"}, "receiveReferral": {"receiver": "x"},
    "resultReferral": {"outcome": "accepted"},
    "holdReferral": {"asked_by": "x"}, "releaseReferral": {"asked_by": "x"},
}
IDS = ("order", "finding 0", "finding 1", "evidence 0", "evidence 1", "evidence 2", "visit",
       "idle visit", "stranded", "photo 1", "photo 2", "exposure", "nothing at all")
QUERIES = {
    "listFindings": [{}, {"limit": "1"}, {"after": make_id("nothing at all")}, {"visit": make_id("visit")}, {"unit": house.ADDRESSEE},
                     {"unit": house.OTHER}, {"state": "established"}, {"state": "feedback"},
                     {"state": "reinspect"}, {"state": "reinspect", "limit": "1"},
                     {"number": "HC18-03-2018-0001"}],
    "listOrders": [{}, {"limit": "1"}, {"after": make_id("nothing at all")}, {"unit": house.ADDRESSEE}, {"state": "served"},
                   {"state": "feedback_filed"}, {"state": "feedback_filed", "limit": "1"},
                   {"state": "reinspecting"}, {"state": "closing"},
                   {"number": "海营商整〔2018〕1号"}],
    "listEvidence": [{"visit": make_id("visit")}, {"visit": make_id("nothing at all")},
                     {"order": make_id("order")}, {"order": make_id("order"), "limit": "1"},
                     {"order": make_id("nothing at all")},
                     {"order": make_id("order"), "after": make_id("nothing at all")}],
    "listVisits": [{}, {"unit": house.ADDRESSEE}], "listUnits": [{"limit": "3"}],
    "listRegisters": [{"scheme": house.SCHEME, "register": "promises"},
                      {"scheme": house.SCHEME, "register": "promises", "format": "csv"},
                      {"scheme": house.SCHEME, "register": "promises",
                       "finding": make_id("finding 0")},
                      {"number": "HC18-promises-0001"}],
    "listAccounts": [{}], "getLedger": [
        {}, {"format": "csv"}, {"format": "pdf"}, {"list": "measures"}, {"list": "mechanisms", "format": "csv"},
        {"list": "problems", "limit": "1"}, {"after": make_id("nothing at all")},
        {"after": make_id("stranded")}, {"filter": "state=served"}, {"filter": "state=feedback"},
        {"filter": "state=reinspect"}, {"filter": "state=复查"}, {"filter": "found=2018-01-01.."},
        {"filter": "reinspection="}, {"unit": house.OTHER}, {"scheme": house.SCHEME, "below": "true"},
        {"list": "rectification", "filter": "fact!~zzz", "limit": "1"}],
    "search": [{"q": "窗口"}, {"q": "窗口", "kind": "order", "state": "feedback_filed"},
               {"q": "窗口", "kind": "order", "state": "reinspecting"},
               {"q": "窗口", "kind": "order", "state": "closing"}, {"q": "窗口", "state": "feedback"},
               {"q": "窗口", "state": "reinspect"}, {"q": "复查"}],
    "getConsistency": [{"from": "1", "to": "2"}],
    "findLeaf": [{"record": "order/" + make_id("order")},
                 {"record": "visit/" + make_id("nothing at all")}],
}
ARGUMENTS = {
    "getLeaf": [["0"], ["40"]], "getProof": [["0"], ["40"]],
    "getTile": [["0", "000.p/30"], ["entries", "000.p/30"]],
    "getCalendar": [["2018"], ["2099"]], "putCalendar": [["2018"]],
    "getScheme": [[house.SCHEME]], "putScheme": [[house.SCHEME]],
    "getUnit": [[house.ADDRESSEE], [house.OTHER]], "putUnit": [["210381-x"]],
    "setUnitLeaders": [[house.ADDRESSEE], [house.OTHER]],
    "getAccount": [["head"], ["li"], ["zhou.min"], ["nobody"]],
    "setPassword": [["li"], ["zhou.min"], ["nobody"]],
    "disableAccount": [["li"], ["zhou.min"], ["nobody"], ["head"]],
    "revokeDevice": [["li"], ["zhou.min"], ["nobody"], ["head"]],
    "listDevices": [["li"], ["zhou.min"], ["nobody"]],
}
TUS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


class Disclosure(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contract = contracts.Contract()
        cls.template = world.Service(contracts.BUILD / "src" / "anfangd")
        cls.scenes = []
        for variation in (QUIET, BUSY):
            cls.scenes.append(Scene(cls.template.data, variation, cls.contract))

    @classmethod
    def tearDownClass(cls):
        for scene in cls.scenes:
            scene.close()
        cls.template.close()

    def both(self, step, *arguments):
        for scene in self.scenes:
            step(scene, *arguments)

    def list_calls(self):
        """Every operation with every id: (operation, arguments, query, body, headers)."""
        for operation in self.contract.operations.values():
            parameters = operation.path.count("{")
            choices = ARGUMENTS.get(operation.id)
            if choices is None:
                choices = [[]] if parameters == 0 else [[make_id(i)] for i in IDS]
            headers = {}
            body = BODIES.get(operation.id)
            if operation.id == "putScheme":
                body = house.read_scheme()
            if operation.path.startswith("/api/v1/uploads"):
                headers = dict(TUS, **{"Upload-Offset": "0"})
                if operation.id == "createUpload":
                    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "5",
                               "Upload-Metadata": world.tus_metadata(
                                   visit=make_id("visit"), evidence=make_id("spied"),
                                   sha256="0" * 64)}
                if operation.id == "patchUpload":
                    body = b"12345"
                if operation.id in ("headUpload", "deleteUpload"):
                    del headers["Content-Type"]
            for arguments in choices:
                for query in QUERIES.get(operation.id, [{}]):
                    yield operation, arguments, query, body, headers

    def compare(self, at, reads_only):
        asked = 0
        for scene in self.scenes:
            for name in UNITS:
                scene.enter(at, name)
        for operation, arguments, query, body, headers in self.list_calls():
            if operation.id == "deleteSession":
                continue
            if operation.id == "getMetrics":
                headers = {"X-Forwarded-For": "203.0.113.7"}
            if reads_only and operation.method not in ("GET", "HEAD"):
                continue
            for name in UNITS:
                self.compare_one(name, operation, arguments, query, body, headers, at)
                asked += 1
        print("# %d questions asked of both" % asked)

    def compare_one(self, name, operation, arguments, query, body, headers, at):
        key, first, a = self.scenes[0].ask(name, operation, arguments, query, body, headers, at)
        _, second, b = self.scenes[1].ask(name, operation, arguments, query, body, headers, at)
        if a != b:
            self.fail("%s is answered differently:\n%s" % (key, "\n".join(difflib.unified_diff(
                a[:8000].splitlines(), b[:8000].splitlines(), "quiet", "busy", lineterm=""))))
        for secret in [n for s in (QUIET, BUSY) for n, _ in s["inspectors"] if len(n) > 3] + [
                QUIET["device"], BUSY["device"]]:
            if secret not in key:
                self.assertNotIn(secret, b, key)
        if query.get("limit") == "1" and first.status == 200 and first.json["next"]:
            self.compare_one(name, operation, arguments, dict(query, after=first.json["next"]),
                             body, headers, at)

    def test_1_before_anything_is_served(self):
        self.both(Scene.inspect)
        self.compare("2018-03-07T08:00:00Z", True)

    def test_2_served(self):
        self.both(Scene.order_to_served)
        self.compare("2018-03-08T08:00:00Z", True)

    def test_3_rectified(self):
        self.both(Scene.unit_step, "2018-03-09T01:00:00Z", "contact", "receiveOrder",
                  {"signatory": "赵某"})
        self.both(Scene.unit_step, "2018-03-09T02:00:00Z", "head", "planOrder", house.PLAN)
        self.both(Scene.unit_step, "2018-03-12T01:00:00Z", "lead", "acceptPlan", None)
        self.both(Scene.unit_step, "2018-03-12T02:00:00Z", "review", "acceptPlan", None)
        self.both(Scene.unit_photo, "2018-03-13T01:00:00Z", "photo 1")
        self.both(Scene.unit_step, "2018-03-13T02:00:00Z", "head", "feedbackOrder", {
            "summary": "完成", "completion": "done", "evidence": [make_id("photo 1")]})
        self.both(Scene.expose)
        self.compare("2018-03-13T08:00:00Z", True)

    def test_4_sent_back_and_rectified_again(self):
        self.both(Scene.reinspect, ("2018-03-14T01:00:00Z", "2018-03-14T02:00:00Z"), False)
        self.both(Scene.unit_photo, "2018-03-15T01:00:00Z", "photo 2")
        self.both(Scene.correct_exposure)
        self.compare("2018-03-15T08:00:00Z", True)
        self.both(Scene.unit_step, "2018-03-15T09:00:00Z", "head", "feedbackOrder", {
            "summary": "完成", "completion": "done", "evidence": [make_id("photo 2")]})

    def look(self, at, state):
        """One world stands at 整改反馈, in the other somebody looks again, or has (回头看, 复查): that is
        not announced, and neither is it told by a filter, a version or the words of a refusal."""
        orders = [s["boss"].do("getOrder", make_id("order")).json for s in self.scenes]
        self.assertEqual([o["state"] for o in orders], ["feedback_filed", state])
        self.compare(at, True)
        version = str(self.scenes[0]["head"].do("getOrder", make_id("order")).json["version"])
        for operation, body in (("feedbackOrder", BODIES["feedbackOrder"]),
                                ("planOrder", house.PLAN), ("receiveOrder", {"signatory": "x"}),
                                ("extendOrder", BODIES["extendOrder"]),
                                ("objectOrder", BODIES["objectOrder"])):
            for headers in ({}, *({"If-Match": '"%d"' % (int(version) + n)} for n in range(5))):
                self.compare_one("head", self.contract.operations[operation], [make_id("order")],
                                 {}, body, headers, at)
        self.compare_one("head", self.contract.operations["createUpload"], [], {}, None, {
            "Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": world.tus_metadata(
                order=make_id("order"), evidence=make_id("late"), sha256="0" * 64)}, at)

    def test_5a_looked_at_again(self):
        self.scenes[1].look_again()
        self.both(Scene.office, "2018-03-15T10:20:00Z", "boss")
        self.look("2018-03-15T10:30:00Z", "reinspecting")
        self.scenes[1].agree()
        self.both(Scene.office, "2018-03-15T11:00:00Z", "boss")
        self.look("2018-03-15T11:30:00Z", "closing")

    def test_5b_closed(self):
        self.scenes[0].reinspect(("2018-03-16T01:00:00Z", "2018-03-16T02:00:00Z"), True)
        self.both(Scene.office, "2018-03-16T02:30:00Z", "boss")
        self.assertEqual({s["boss"].do("getOrder", make_id("order")).json["state"]
                          for s in self.scenes}, {"closing"})
        self.both(Scene.unit_step, "2018-03-16T03:00:00Z", "close", "closeOrder",
                  {"mechanism": "首问负责"})
        self.compare("2018-03-16T08:00:00Z", False)

    def test_6_hidden_is_absent(self):
        """What an account may not see is answered like what is not there."""
        hidden = {name: ("visit", "idle visit", "evidence 0", "evidence 1", "stranded")
                  for name in UNITS}
        for name in ("head9", "lead9"):
            hidden[name] += ("order", "finding 0", "photo 1", "exposure")
        scene, at = self.scenes[1], "2018-03-16T08:00:00Z"
        absent = make_id("nothing at all")
        for operation, arguments, query, body, headers in self.list_calls():
            places = arguments + list(query.values())
            if absent not in places or operation.path.startswith("/api/v1/uploads"):
                continue
            for name in UNITS:
                _, _, expected = scene.ask(name, operation, arguments, query, body, headers, at)
                for label in hidden[name]:
                    swap = lambda v: make_id(label) if v == absent else v
                    key, _, got = scene.ask(name, operation, [swap(a) for a in arguments],
                                            {k: swap(v) for k, v in query.items()}, body, headers,
                                            at)
                    self.assertEqual(got.replace(make_id(label), absent), expected,
                                     "%s (%s)" % (key, label))

    def test_7_metrics_stay_here(self):
        """How much comes in tells that inspectors are out: only this machine is told."""
        guest = self.scenes[0].guest()
        self.assertIn(b"anfang_log_leaves", guest.do("getMetrics").body)
        for field in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
            answer = guest.call("getMetrics", headers={field: "203.0.113.7"})
            self.assertEqual(answer.status, 404, field)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing
            except OSError:
                self.skipTest("this machine has one address")
            address = probe.getsockname()[0]
        service = world.Service(contracts.BUILD / "src" / "anfangd")
        service.listen = "0.0.0.0:0"
        with service:
            url = service.url.replace("0.0.0.0", address)
            far = contracts.Client(url, self.contract)
            self.assertEqual(far.call("getMetrics").status, 404)
            self.assertEqual(far.call("getHealth").status, 200)
            near = contracts.Client(service.url.replace("0.0.0.0", "127.0.0.1"), self.contract)
            self.assertEqual(near.call("getMetrics").status, 200)

    def test_8_the_worlds_differ(self):
        """The office sees what was different: else nothing above was shown."""
        for operation, query in (("listVisits", {}), ("listEvidence", {"visit": make_id("visit")}),
                                 ("getCheckpoint", {})):
            a, b = (scene.office("2018-03-17T01:00:00Z", "ver1").do(operation, query=query).body
                    for scene in self.scenes)
            self.assertNotEqual(a, b, operation)


if __name__ == "__main__":
    tap.main()
