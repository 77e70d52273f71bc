# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""An office at work: the people of one scheme, and cases brought to any point of their life."""
import datetime
import itertools
import json
import subprocess
import tempfile
import unittest

import contract as contracts
import world

SCHEME = "haicheng-2018"
PHONE = "0412-3225678"
ADDRESSEE = "210381-scj"
OTHER = "210381-gaj"
# Both lead area a3, to which all findings here belong.
LEAD, SECOND_LEAD = "210381-bwb", "210381-spj"
OFFICE = "210381-ysb"
DISCIPLINE = "210381-jw"

PEOPLE = {
    "li": (["inspector"], OFFICE),
    "tan": (["inspector", "team_lead"], OFFICE),
    "wu": (["inspector"], OFFICE),          # of no visit made here
    "chief": (["team_lead"], OFFICE),
    "ver1": (["verifier"], OFFICE),
    "ver2": (["verifier"], OFFICE),
    "draft": (["drafter"], OFFICE),
    "review": (["reviewer"], OFFICE),
    "sign": (["signer"], OFFICE),
    "clerk": (["clerk"], OFFICE),
    "clerk2": (["clerk"], OFFICE),
    "lead": (["lead_unit"], LEAD),
    "lead2": (["lead_unit"], SECOND_LEAD),
    "lead9": (["lead_unit"], OTHER),        # leads nothing here
    "contact": (["resp_contact"], ADDRESSEE),
    "head": (["resp_head"], ADDRESSEE),
    "contact9": (["resp_contact"], OTHER),
    "head9": (["resp_head"], OTHER),
    "back1": (["reinspector"], OFFICE),
    "back2": (["reinspector"], OFFICE),
    "close": (["closer"], OFFICE),
    "liaison": (["discipline_liaison"], OFFICE),
    "press": (["publicity"], OFFICE),
    "assess": (["assessor"], OFFICE),
    "boss": (["leader"], OFFICE),
    "guard": (["secadmin"], None),
    "audit": (["auditor"], None),
}

PLAN = {"causes": "窗口人员不足", "measures": [{"text": "增派窗口人员", "due": "2099-01-05"},
                                         {"text": "公示办事指南"}],
        "target": "一次性告知率100%", "responsible_person": "王局长", "complete_by": "2099-02-01"}


ALONE = {"without_countersign": "已当面征求各牵头单位意见"}


def read(pdf):
    """The words of a PDF as poppler has them, without the blanks between them"""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True,
                          stdout=subprocess.PIPE)
    return "".join(done.stdout.decode().split())


def today():
    """As papers write it, in China."""
    day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    return "%d年%d月%d日" % (day.year, day.month, day.day)


def make_photo(seed, *options):
    """A photo as a phone writes it."""
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        subprocess.run([contracts.BUILD / "tests" / "tools" / "make-photo", file.name, "--seed",
                        str(seed), "--size", "160x120", *options], check=True,
                       stdout=subprocess.DEVNULL)
        return open(file.name, "rb").read()


def read_scheme():
    """As shipped, with the telephone that only the office itself can know."""
    path = contracts.SOURCE / "data" / "schemes" / (SCHEME + ".json")
    scheme = json.loads(path.read_text("utf-8"))
    scheme["anfang"]["letter"]["contact"]["phone"] = PHONE
    return scheme


def make_config():
    """Settings with the letter's faces, which `dev` fetches."""
    folder = contracts.SOURCE / ".deps" / "fonts"
    if not (folder / "FandolFang-Regular.otf").exists():
        raise unittest.SkipTest("letters need the faces that `./dev deps` fetches")
    return {"font_folder": str(folder)}


class Case(unittest.TestCase):
    """Tests in one house, to be furnished further where they need it."""

    @classmethod
    def setUpClass(cls):
        cls.house = House()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def refuse(self, who, status, words, operation, *arguments, **options):
        """The problem, whose detail `words` match"""
        answer = self.house[who].call(operation, *arguments, **options)
        self.assertEqual(answer.status, status, (who, operation, answer))
        self.assertRegex(answer.json["detail"], words)
        return answer.json


class House:
    """A service with its scheme, its people and this year's calendars."""

    def __init__(self, contract=None, scheme=None, years=3, config=None, env=None):
        self.attach(world.Service(contracts.BUILD / "src" / "anfangd", env=env,
                                  config=dict(make_config(), **(config or {}))), contract)
        self.furnish(scheme)
        for name in PEOPLE:
            self.hire(name)
        for year in range(years):
            self.load_year(datetime.date.today().year + year)

    def attach(self, service, contract=None):
        self.seeds = itertools.count(1000)
        self.contract = contract or contracts.Contract()
        self.clients = {}
        self.service = service.__enter__()

    def furnish(self, scheme=None):
        self.root = self.login(world.ADMIN)
        self.root.do("putScheme", SCHEME, body=scheme or read_scheme())

    def hire(self, name, roles=None, unit=None):
        roles, unit = (roles, unit) if roles else PEOPLE[name]
        self.root.do("createAccount", status=201, body={
            "name": name, "roles": roles, "unit": unit, "password": world.PASSWORD})

    def close(self):
        """Whatever happened here, the folder that stays is whole, and fsck has nothing to say."""
        for client in self.clients.values():
            client.close()
        try:
            if self.service.alive():
                self.service.stop()
                said = self.service.fsck()
                if said:
                    raise AssertionError("fsck: " + said)
        finally:
            self.service.close()

    def guest(self, language=None):
        return contracts.Client(self.service.url, self.contract, language=language)

    def login(self, name, password=world.PASSWORD, device="device", language=None):
        client = contracts.Client(self.service.url, self.contract, account=name, language=language)
        client.token = client.do("createSession", status=201, body={
            "account": name, "password": password, "device": device}).json["token"]
        return client

    def __getitem__(self, name):
        if name not in self.clients:
            self.clients[name] = self.login(name)
        return self.clients[name]

    def load_year(self, year):
        """Years that no one has announced yet are made up: only New Year is off."""
        if self.root.call("getCalendar", year).status == 404:
            self.root.do("putCalendar", year, body={
                "year": year, "source": None,
                "days": [{"date": "%d-01-01" % year, "name": "元旦", "off": True}]})

    def shoot(self, *options):
        """A photo like no other here: the same one again would be flagged."""
        return make_photo(next(self.seeds), *options)

    # ---- visits ----

    def plan_visit(self, members=("li", "tan"), declare=True, **fields):
        visit = world.new_id()
        body = {"scheme": SCHEME, "unit": ADDRESSEE, "site": "市政务服务大厅三号窗口",
                "methods": ["突击检查"], "mandate": "2018年度督查检查考核计划",
                "members": list(members)}
        body.update(fields)
        self[members[0]].do("putVisit", visit, body=body, status=201)
        for member in members if declare else ():
            self[member].do("declareVisit", visit)
        return visit

    def start_visit(self, **fields):
        visit = self.plan_visit(**fields)
        self["boss"].do("approveVisit", visit)
        self["li"].do("startVisit", visit)
        return visit

    def refer(self, visit, by="li"):
        """Evidence that needs no file: a recorder in a safe."""
        evidence = world.new_id()
        self[by].do("putEvidence", evidence, status=201, body={
            "visit": visit, "carrier": "3号执法记录仪", "sha256": world.sha256(evidence.encode())})
        return evidence

    def write_finding(self, visit, by="li", **fields):
        finding = world.new_id()
        body = {"visit": visit, "area": "a3", "category": "未做到首问负责、一次性告知，“踢皮球”",
                "fact": "窗口未一次性告知所需材料", "clause": "海城市专项整治实施方案 三（三）",
                "requirement": "一次性告知"}
        if visit is not None and "evidence" not in fields:
            body["evidence"] = [self.refer(visit, by)]
        body.update(fields)
        self[by].do("putFinding", finding, body=body, status=201)
        return finding

    def wait_examined(self, visit):
        """A referral is approved with what is known of its evidence, and the examination of a file
        follows its acknowledgement at its own time."""
        def look():
            found = [e["examination"]["status"] for e in self["ver1"].do(
                "listEvidence", query={"visit": visit, "limit": 200}).json["items"]]
            return "pending" not in found and found
        found = world.wait_for(look, 60, 0.05)
        if not found:
            raise AssertionError("examination takes too long")
        return found

    def wait_checked(self, wait_s=60, **of):
        """Until all of a visit or order is examined and checked; the flags that there are then."""
        def look():
            page = self["ver1"].do("listFlags", query=dict(of, limit=200)).json
            return page["waiting"] == 0 and page
        page = world.wait_for(look, wait_s, 0.05)
        if not page:
            raise AssertionError("checks take too long")
        return page["items"]

    def answer_flags(self, opinion="手机时钟偏差已核实，不影响采信", by="ver1", **of):
        """As an office does before it builds on the evidence; returns what was answered."""
        flags = [f for f in self.wait_checked(**of) if f["state"] == "open"]
        for flag in flags:
            self[by].do("answerFlag", flag["id"], body={"outcome": "explained", "opinion": opinion})
        return flags

    def submit_visit(self, visit, **fields):
        body = {"narrative": "九时许到达大厅，先后咨询两个窗口。", "no_inducement": True}
        self["tan"].do("submitVisit", visit, body=dict(body, **fields))

    def establish(self, finding):
        self["ver1"].do("establishFinding", finding, body={"with": "ver2", "opinion": "属实"})

    def find(self, count=1, evidence=True):
        """Established findings of one visit."""
        visit = self.start_visit()
        shown = self["li"].upload(self.shoot(), visit=visit, filename="a.jpg",
                                  filetype="image/jpeg") if evidence else self.refer(visit)
        findings = [self.write_finding(visit, evidence=[shown]) for _ in range(count)]
        self.submit_visit(visit)
        for finding in findings:
            self.establish(finding)
        return visit, findings

    def correct(self, exposure, text, on, reason="x", medium="海城电视台", by="press"):
        """An exposure that is out: written, approved and published as it was itself."""
        self[by].do("correctExposure", exposure, body={"reason": reason, "text": text})
        self["boss"].do("approveExposure", exposure, body={})
        return self["press"].do("publishExposure", exposure, body={
            "medium": medium, "published_on": on}).json

    # ---- orders ----

    def draft_order(self, findings, **fields):
        order = world.new_id()
        body = dict({"findings": findings, "title": "关于窗口服务问题的整改通知"}, **fields)
        self["draft"].do("putOrder", order, body=body, status=201)
        return order

    def submit_order(self, order, by="draft", **headers):
        """Though two lead the area, and neither is asked unless a test says so."""
        return self[by].do("submitOrder", order, body=ALONE, headers=headers).json

    STEPS = [
        ("reviewing", lambda h, o: h.submit_order(o)),
        ("to_sign", lambda h, o: h["review"].do("reviewOrder", o, body={
            "outcome": "approve", "opinion": "同意"})),
        ("signed", lambda h, o: h["sign"].do("signOrder", o)),
        ("numbered", lambda h, o: h["clerk"].do("numberOrder", o)),
        ("served", lambda h, o: h["clerk"].do("serveOrder", o, body={"channel": "政务外网"})),
        ("received", lambda h, o: h["contact"].do("receiveOrder", o, body={"signatory": "赵某"})),
        ("plan_filed", lambda h, o: h["head"].do("planOrder", o, body=PLAN)),
        ("plan_accepted", lambda h, o: h["lead"].do("acceptPlan", o)),
        ("rectifying", lambda h, o: h["review"].do("acceptPlan", o)),
        ("feedback_filed", lambda h, o: h.file_feedback(o)),
        ("reinspecting", lambda h, o: h["back1"].do("reinspectOrder", o, body={
            "with": "back2", "method": "现场复查", "passed": True, "record": "已整改到位",
            "satisfaction": "满意"})),
        ("closing", lambda h, o: h["back2"].do("confirmReinspection", o, body={"agree": True})),
        ("closed", lambda h, o: h["close"].do("closeOrder", o, body={"mechanism": "窗口首问负责制"})),
    ]

    def file_feedback(self, order):
        photo = self["head"].upload(self.shoot(), order=order, filename="after.jpg",
                                    filetype="image/jpeg")
        self["head"].do("feedbackOrder", order, body={
            "summary": "已完成整改", "completion": "done", "evidence": [photo]})
        return photo

    def bring(self, order, state, since=None):
        """Takes an order from where it is (draft, or `since`) to `state`."""
        names = [name for name, _ in self.STEPS]
        start = names.index(since) + 1 if since and since != "draft" else 0
        for name, step in self.STEPS[start:]:
            step(self, order)
            if name == state:
                return order
        return order

    def draft_referral(self, findings, by="draft"):
        referral = world.new_id()
        self[by].do("putReferral", referral, status=201, body={
            "findings": findings, "to": DISCIPLINE, "basis": "督查工作条例 23", "summary": "线索",
            "suspicion": "duty_violation"})
        return referral

    def hand_over(self, referral):
        """Approved, sent, and taken by its body"""
        self["sign"].do("approveReferral", referral, body={"explanation": "未能封存"})
        self["liaison"].do("sendReferral", referral, body={"method": "专人送达"})
        self["liaison"].do("receiveReferral", referral, body={"receiver": "周某"})
        return referral

    def order_at(self, state, **fields):
        _, findings = self.find()
        order = self.draft_order(findings, **fields)
        return order if state == "draft" else self.bring(order, state)
