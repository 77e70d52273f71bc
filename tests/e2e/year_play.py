# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What happens in an office in a year: each matter is a generator that acts, and yields for how many
days it rests. Every act is booked (year_book.py) as the law says, not as the service answers."""
import heapq
import itertools

import year_book
import year_days
from year_office import MADE_UP, Office, world

METHODS_PER_VISIT = 2
# Where several units lead.
ALONE = {"without_countersign": "已征求各牵头单位意见"}
# Ways that an order's life can go (domain.md E.4); dealt like cards, so that a small year has all.
BRANCHES = (
    "plain", "plain", "plain", "not_needed", "late", "ladder", "review_return", "draft_withdrawn",
    "signed_withdrawn", "numbered_withdrawn", "unsigned", "paper", "assign_rejected",
    "assign_upheld", "fact_rejected", "fact_negotiated", "fact_upheld", "plan_returned",
    "plan_late", "extension", "extension_refused", "fail", "fail_twice", "disagree",
    "return_feedback", "return_reinspecting", "return_closing", "appeal_kept", "appeal_revoked",
    "fixed_date", "rectifying_withdrawn", "unfinished", "referred")
# What an order may go through while its matter is held: nothing of it is refused then but the end.
HOLDABLE = ("plain", "late", "plan_late", "unsigned", "paper", "not_needed", "fixed_date",
            "extension", "extension_refused", "ladder", "unfinished", "referred")
NOTICES = ("reminder", "circular", "interview", "accountability")


class Play(Office):
    def __init__(self, scheme, seed, findings):
        super().__init__(scheme, seed)
        self.goal, self.made = findings, 0
        self.queue, self.order_of = [], itertools.count()
        self.deck, self.played, self.loose = [], {}, []
        self.kill_next = False

    # ---- the engine ----

    def begin(self, matter, rest=0):
        heapq.heappush(self.queue, (self.today + rest * year_days.DAY, next(self.order_of), matter))

    def run_due(self):
        while self.queue and self.queue[0][0] <= self.today:
            _, _, matter = heapq.heappop(self.queue)
            self.tick()
            rest = next(matter, None)
            if rest is not None:
                self.begin(matter, rest)

    def deal(self):
        if not self.deck:
            self.deck = list(BRANCHES)
            self.rng.shuffle(self.deck)
        branch = self.deck.pop()
        self.played[branch] = self.played.get(branch, 0) + 1
        return branch

    # ---- visits ----

    def visit(self, lead=None):
        rng = self.rng
        unit = rng.choice(self.units)
        ident = self.new_id()
        methods = rng.sample(self.scheme["collection_methods"], METHODS_PER_VISIT)
        body = {"scheme": self.name, "unit": unit, "site": "政务服务大厅三号窗口",
                "methods": methods, "mandate": "年度督查检查考核计划", "members": ["li", "tan"]}
        path = "/visits/" + ident
        if self.kill_next:
            self.kill_next = False
            self.kill_during("li", path, body)
        else:
            self.send("li", "PUT", path, body)
        self.book.visits[ident] = "draft"
        if lead is not None:
            self.post("boss", "/leads/%s/turn" % lead, {"visit": ident})
        for member in ("li", "tan"):
            self.post(member, path + "/declare")
        if rng.random() < 0.06:
            self.post("tan", path + "/recuse", {"reason": "系亲属"})
            self.post("boss", path + "/cancel", {"reason": "另派"})
            self.book.visits[ident] = "cancelled"
            return
        yield rng.randint(0, 2)
        self.post("boss", path + "/approve")
        yield rng.randint(0, 3)
        self.post("li", path + "/start")
        photo = self.upload("li", visit=ident)
        # A large year has large visits: what it tries is the books, not the letter's typesetting.
        count = rng.randint(1, max(6, self.goal // 250))
        findings = [self.register(unit, {"visit": ident}, photo) for _ in range(count)]
        self.tick()
        record = {"narrative": "先后咨询两个窗口。", "no_inducement": True}
        if self.scheme["anfang"].get("checklists") and rng.random() < 0.5:
            record["checklist"] = self.answer_checklist()
        self.hand_in(path, record, findings)
        if rng.random() < 0.15:
            self.post("ver1", path + "/return", {"reason": "补正现场情况"})
            for finding in findings:
                finding.state = "registered"
            yield 1
            self.hand_in(path, record, findings)
        yield rng.randint(0, 4)
        self.answer_flags("visit", ident, "ver1")
        self.decide(findings)
        self.post("ver1", path + "/verify", {"opinion": "事实清楚"})
        self.post("clerk", path + "/archive")
        self.book.visits[ident] = "archived"

    def hand_in(self, path, record, findings):
        self.post("tan", path + "/submit", record)
        for finding in findings:
            finding.state = "verifying"

    def answer_checklist(self):
        chosen = self.rng.choice(self.scheme["anfang"]["checklists"])
        return {"id": chosen["id"], "answers": [
            {"item": item["id"], "answer": self.rng.choice(["yes", "yes", "no"])}
            for item in chosen["items"]]}

    def register(self, unit, origin, photo=None, by="li"):
        area = self.rng.choice(self.areas)
        category = self.rng.choice(area["categories"])
        ident = self.new_id()
        self.made += 1
        self.send(by, "PUT", "/findings/" + ident, {
            **origin, "area": area["id"], "category": category, "unit": unit,
            "fact": "三号窗口第%d次暗访时无人值守" % self.made, "clause": "实施方案第三条",
            **({"evidence": [photo]} if photo else {})})
        finding = year_book.Finding(
            id=ident, unit=unit, area=area["id"], category=category, leads=area["lead"],
            registered=self.today, moment=self.now, evidence=photo,
            state="verifying" if "lead" in origin else "registered")
        self.book.add(finding)
        return finding

    def answer_flags(self, kind, ident, by):
        def look():
            page = self.get("ver1", "/flags?%s=%s&limit=200" % (kind, ident))
            return page["waiting"] == 0 and page["items"] or page["waiting"] == 0 and [None]
        for flag in world.wait_for(look, 60, 0.01) or []:
            if flag is not None and flag["state"] == "open":
                self.post(by, "/flags/%s/answer" % flag["id"], {
                    "outcome": "explained", "opinion": "已核实"})

    def decide(self, findings):
        kept = []
        for finding in findings:
            path, chance = "/findings/" + finding.id, self.rng.random()
            if chance < 0.1:
                self.post("ver1", path + "/dismiss", {"with": "ver2", "reason": "查无此事"})
                finding.dismissed, finding.state = self.today, "not_established"
            elif chance < 0.2 and kept:
                self.post("ver1", path + "/merge", {"with": "ver2", "into": kept[0].id,
                                                    "reason": "同一事实"})
                finding.merged, finding.state = self.today, "merged"
            else:
                self.establish(finding)
                kept.append(finding)
        if kept:
            self.begin(self.order(kept, self.deal()), self.rng.randint(0, 3))

    def establish(self, finding):
        self.post("ver1", "/findings/%s/establish" % finding.id, {"with": "ver2", "opinion": "属实"})
        finding.established, finding.state = self.today, "established"
        self.hold_against_self_checks(finding)
        before = self.closed_before(finding)
        finding.recurrence = len(before)
        if before and self.rng.random() < 0.5:
            self.reopen(before[0], finding)

    def closed_before(self, finding):
        """反弹: closed, of the same unit and category, within the window before it was registered."""
        months = self.scheme["anfang"].get("recurrence_months", 12)
        return [f for f in self.book.alike(finding) if f.state == "closed"
                and f.closings[-1] < finding.moment
                and finding.registered <= year_days.add_months(f.closed, months)]

    def reopen(self, old, because):
        self.post("ver1", "/findings/%s/reopen" % old.id, {"because_of": because.id,
                                                           "reason": "同类问题再次发生"})
        old.state, old.closed = "reopened", None
        self.begin(self.order([old], "plain"), 2)

    def hold_against_self_checks(self, finding):
        """自查没有查出、被上级查出: the unit's last word before it was found was that there is none."""
        said = [s for s in self.book.self_checks.get((finding.unit, finding.category), [])
                if s[0] <= finding.moment]
        finding.missed = bool(said) and said[-1][1] == 0

    # ---- leads, self-checks ----

    def lead(self):
        rng, ident = self.rng, self.new_id()
        named, urgent = rng.random() < 0.4, rng.random() < 0.3
        unit = rng.choice(self.units)
        body = {"scheme": self.name, "source": rng.choice(["complaint", "hotline", "media",
                                                           "leader_note", "transfer"]),
                "unit": unit, "text": "窗口办事拖拉", "urgent": urgent}
        if named:
            body["informant"] = {"name": "张某", "phone": "13900000000"}
        self.send("clerk", "PUT", "/leads/" + ident, body)
        rules, clocks = self.book.rules, {}
        begun = self.today
        if urgent and "lead_urgent" in rules:
            clocks["lead_urgent"] = self.days.due(begun, rules["lead_urgent"])
        elif "lead_check" in rules:
            clocks["lead_check"] = self.days.due(begun, rules["lead_check"])
        if named and "lead_feedback" in rules:
            clocks["lead_feedback"] = self.days.due(begun, rules["lead_feedback"])
        lead = {"state": "received", "clocks": {k: [v, "running"] for k, v in clocks.items()}}
        self.book.leads[ident] = lead
        yield rng.randint(0, 9)
        outcome = rng.choice(["substantiated", "substantiated", "partly", "unsubstantiated",
                              "out_of_scope"])
        self.post("ver1", "/leads/%s/verify" % ident, {"outcome": outcome, "opinion": "经核实"})
        lead["state"] = "verified"
        self.meet_lead(lead, "lead_check", "lead_urgent")
        if outcome in ("substantiated", "partly"):
            if rng.random() < 0.3:
                self.begin(self.visit(ident))
            else:
                self.decide_lead(unit, ident)
            lead["state"] = "turned"
        yield rng.randint(1, 25)
        self.post("clerk", "/leads/%s/answer" % ident, {"text": "已办理", "informant_told": True})
        lead["state"] = "answered"
        self.meet_lead(lead, "lead_feedback")

    def decide_lead(self, unit, ident):
        finding = self.register(unit, {"lead": ident}, by="clerk")
        self.tick()
        self.decide([finding])

    def meet_lead(self, lead, *names):
        for name in names:
            clock = lead["clocks"].get(name)
            if clock and clock[1] == "running":
                clock[1] = "late" if clock[0] and self.today > clock[0] else "met"

    def declare_self_check(self):
        unit, area = self.rng.choice(self.units), self.rng.choice(self.areas)
        category, found = self.rng.choice(area["categories"]), self.rng.choice([0, 0, 2])
        self.send(self.head_of(unit), "PUT", "/self-checks/" + self.new_id(), {
            "scheme": self.name, "area": area["id"], "category": category, "found": found})
        self.book.self_checks.setdefault((unit, category), []).append((self.now, found))

    # ---- orders ----

    def draft(self, findings, branch):
        ident = self.new_id()
        limit = {"period": self.rng.choice(["30d", "1m", "20wd", "45d"])}
        if branch == "fixed_date":
            limit = {"date": str(self.today + 40 * year_days.DAY)}
        self.send("draft", "PUT", "/orders/" + ident, {
            "findings": [f.id for f in findings], "rectify": limit,
            "title": "关于窗口服务问题的整改通知"})
        order = year_book.Order(self.book, ident, "rectification", findings[0].unit, findings, limit)
        self.book.orders[ident] = order
        return order

    def act(self, order, who, verb, body=None, state=None):
        self.tick()
        self.post(who, "/orders/%s/%s" % (order.id, verb), body)
        if state is not None:
            order.to(state)

    def held_back(self, order, who, verb, body=None):
        """暂缓: refused, day after day, until the referral is released."""
        while self.book.is_held(order):
            reply = self.call(who, "POST", "/orders/%s/%s" % (order.id, verb), body)
            if reply.status != 409 or reply.json["type"].rpartition(":")[2] != "state":
                raise AssertionError("%s: %s of what is held: %r" % (self.today, verb, reply))
            self.book.held_back += 1
            yield 1

    def move(self, order, state):
        if order.carries:
            for finding in order.findings:
                finding.state = state

    def let_go(self, order):
        """What a withdrawn order carried is nobody's again."""
        order.end(self.today, "withdrawn")
        if order.carries:
            for finding in order.findings:
                if finding.order is order:
                    finding.order, finding.state = None, "established"

    def withdraw(self, order):
        self.act(order, "sign", "withdraw", {"reason": "重复"})
        self.let_go(order)

    def issue(self, order, signer="sign", branch="plain", to_unit=True):
        """From the draft to the unit's hands; yields, and ends early where it is withdrawn."""
        order.branch = branch
        self.act(order, "draft", "submit", ALONE, "reviewing")
        if branch == "review_return":
            self.act(order, "review", "review", {"outcome": "return", "opinion": "补依据"}, "draft")
            yield 1
            self.act(order, "draft", "submit", ALONE, "reviewing")
        self.act(order, "review", "review", {"outcome": "approve", "opinion": "同意"}, "to_sign")
        yield self.rng.randint(0, 2)
        yield from self.held_back(order, signer, "sign")
        self.act(order, signer, "sign", None, "signed")
        order.signed = self.today
        if order.carries:
            for finding in order.findings:
                finding.order = order
            self.move(order, "assigned")
        if branch == "signed_withdrawn":
            self.withdraw(order)
            return
        self.act(order, "clerk", "number", None, "numbered")
        order.numbered = self.today
        order.number = self.get("clerk", "/orders/" + order.id)["number"]
        self.book.numbers.setdefault((order.number["word"], self.today.year), []).append(
            order.number["seq"])
        if branch == "numbered_withdrawn":
            self.withdraw(order)
            return
        yield self.rng.randint(0, 1)
        yield from self.held_back(order, "clerk", "serve", {"channel": "政务外网"})
        self.act(order, "clerk", "serve", {"channel": "政务外网"}, "served")
        order.serve(self.today)
        if order.kind == "supervision":
            for other in self.book.orders.values():
                if other.carries and other.served and set(other.findings) & set(order.findings):
                    other.presses += 1
        yield {"unsigned": 8, "paper": 5}.get(branch, self.rng.randint(0, 2))
        body, day = {"signatory": "赵某"}, None
        if branch == "paper":
            day = max(order.served, self.today - 3 * year_days.DAY)
            body["received_on"] = str(day)
        who = self.head_of(order.unit, "contact") if to_unit and branch != "paper" else "clerk"
        self.act(order, who, "receive", body, "received")
        order.receive(day or self.today, order.kind in NOTICES)
        self.move(order, "rectifying")

    def order(self, findings, branch):
        findings = [f for f in findings if f.state in ("established", "reopened")]
        if not findings:
            return
        if branch == "draft_withdrawn":
            order = self.draft(findings, branch)
            self.act(order, "sign", "withdraw", {"reason": "重拟"})
            order.end(self.today, "withdrawn")
            yield 1
        proven = [f for f in findings if f.evidence and not f.referred]
        if proven and (branch == "referred" or self.rng.random() < 0.1):
            proven[0].referred = True
            self.begin(self.referral(proven[:1]))
        order = self.draft(findings, branch)
        yield from self.issue(order, branch=branch)
        if order.state == "withdrawn":
            yield 2
            yield from self.order(findings, "plain")
            return
        yield from self.contest(order, branch)
        if order.state == "withdrawn":
            yield 3
            yield from self.order(findings, "plain")
            return
        yield from self.plan_out(order, branch)
        yield from self.mend(order, branch)

    # ---- objections and reviews ----

    def object(self, order, kind, outcome, **more):
        head = self.head_of(order.unit)
        self.act(order, head, "object", {"kind": kind, "reason": "当日系统故障"},
                 "negotiating" if kind == "fact" else "assign_objected")
        if kind == "fact":
            order.start_of_scheme("negotiate", self.today)
        else:
            order.pause("plan", self.today)
        yield self.rng.randint(1, 26)
        self.act(order, "boss", "settle", {"outcome": outcome, "minutes": "双方已协商", **more})
        order.meet("negotiate", self.today)
        if outcome == "upheld":
            self.let_go(order)
        else:
            order.go_on("plan", self.today)
            order.to("received")

    def contest(self, order, branch):
        if branch in ("assign_rejected", "fact_rejected"):
            yield from self.object(order, branch.split("_")[0], "rejected")
        if branch == "fact_negotiated":
            due = self.today + 30 * year_days.DAY
            yield from self.object(order, "fact", "rejected", **(
                {"plan_due": str(due)} if order.clock("plan") else {}))
            order.move("plan", due, self.today)
        if branch == "fact_upheld":
            yield from self.object(order, "fact", "upheld")
        if branch == "assign_upheld":
            unit = self.rng.choice([u for u in self.units if u != order.unit])
            yield from self.object(order, "assign", "upheld", unit=unit)
            for finding in order.findings:
                self.book.move(finding, unit)
                self.hold_against_self_checks(finding)
                finding.recurrence = len(self.closed_before(finding))
        if branch in ("appeal_kept", "appeal_revoked"):
            yield self.rng.randint(0, 10)
            self.act(order, self.head_of(order.unit), "appeal", {"reason": "认定有误"})
            order.start("appeal", "30d", self.today)
            yield self.rng.randint(1, 40)
            outcome = branch.split("_")[1]
            self.act(order, "boss", "decide-appeal", {"outcome": outcome, "opinion": "经复核"})
            order.meet("appeal", self.today)
            if outcome == "revoked":
                self.let_go(order)

    # ---- plan and rectification ----

    def file_plan(self, order):
        self.act(order, self.head_of(order.unit), "plan", {
            "causes": "窗口人员不足", "target": "一次性告知率100%", "responsible_person": "王局长",
            "measures": [{"text": "增派窗口人员"}, {"text": "公示办事指南"}],
            "complete_by": str(self.today + 60 * year_days.DAY)}, "plan_filed")
        order.plan = self.today
        order.meet("plan", self.today)

    def accept_plan(self, order):
        leads = {lead for f in order.findings for lead in f.leads} - {order.unit, self.office}
        leads = sorted("lead." + lead.rsplit("-", 1)[1] for lead in leads)
        if leads:
            self.act(order, next(name for name in leads if name in self.people), "accept", None,
                     "plan_accepted")
            yield self.rng.randint(0, 2)
        self.act(order, "review", "accept", None, "rectifying")

    def plan_out(self, order, branch):
        rest = {"plan_late": 20, "ladder": 34, "late": 12}.get(branch, self.rng.randint(1, 12))
        yield rest
        self.file_plan(order)
        if branch == "plan_returned":
            self.act(order, "review", "return-plan", {"reason": "措施不具体"}, "plan_due")
            order.resume_plan()
            yield self.rng.randint(1, 6)
            self.file_plan(order)
        yield self.rng.randint(0, 2)
        yield from self.accept_plan(order)

    def file_feedback(self, order):
        self.tick()
        head = self.head_of(order.unit)
        paper = self.upload(head, order=order.id)
        self.act(order, head, "feedback", {"summary": "已完成整改", "completion": "done",
                                           "evidence": [paper]}, "feedback_filed")
        order.feedback = self.today
        order.meet("rectify", self.today)
        self.move(order, "feedback")

    def reinspect(self, order, passed, agree=True, limit=None):
        # What passes says what people said of it.
        order.answer = self.rng.choice(
            ["满意", "满意", "基本满意", "不满意"] + ([] if passed else [None]))
        self.act(order, "back1", "reinspect", {
            "with": "back2", "method": "现场复查", "passed": passed, "record": "逐项查看",
            **({"satisfaction": order.answer} if order.answer else {})}, "reinspecting")
        order.reinspected, order.passed = self.today, None
        self.move(order, "reinspect")
        yield self.rng.randint(0, 1)
        self.act(order, "back2", "confirm", {"agree": agree, **(
            {"rectify": limit} if limit and agree and not passed else {})})
        if not agree:
            order.to("feedback_filed")
            self.move(order, "feedback")
        elif passed:
            order.to("closing")
            order.passed = self.today
        else:
            self.sent_back(order, limit)

    def sent_back(self, order, limit):
        order.to("rectifying")
        self.move(order, "rectifying")
        order.send_back(limit, self.today)

    def give_back(self, order):
        limit = {"period": self.rng.choice(["10d", "5wd"])}
        self.act(order, "back2", "return", {"reason": "看不出结果", "rectify": limit})
        self.sent_back(order, limit)

    def ask_for_more(self, order, granted):
        clock = order.clock("rectify")
        if clock.state != "running" or clock.due is None or self.today > clock.due:
            return
        to = clock.due + 20 * year_days.DAY
        self.act(order, self.head_of(order.unit), "extend", {"to": str(to), "reason": "采购周期"})
        self.act(order, "sign", "grant-extension", {
            "outcome": "granted" if granted else "refused", "reason": "经研究"})
        if granted:
            order.move("rectify", to, self.today)

    def mend(self, order, branch):
        yield self.rng.randint(1, 10)
        if branch in ("extension", "extension_refused"):
            self.ask_for_more(order, branch == "extension")
        if branch == "rectifying_withdrawn":
            self.withdraw(order)
            return
        if branch == "unfinished":
            return
        yield {"late": 34, "ladder": 70}.get(branch, self.rng.randint(1, 24))
        self.file_feedback(order)
        yield self.rng.randint(0, 6)
        for _ in range({"fail": 1, "fail_twice": 2}.get(branch, 0)):
            yield from self.reinspect(order, False, limit={"period": "15d"})
            yield self.rng.randint(1, 20)
            self.file_feedback(order)
            yield 1
        if branch == "disagree":
            yield from self.reinspect(order, True, agree=False)
        if branch == "return_feedback":
            self.give_back(order)
            yield 4
            self.file_feedback(order)
        if branch == "return_reinspecting":
            steps = self.reinspect(order, True)
            next(steps, None)
            self.give_back(order)
            yield 3
            self.file_feedback(order)
        yield from self.reinspect(order, True)
        if branch == "return_closing":
            self.give_back(order)
            yield 3
            if self.rng.random() < 0.3:
                return  # Passed once, sent back, and never heard of again.
            self.file_feedback(order)
            yield from self.reinspect(order, True)
        yield self.rng.randint(0, 3)
        if order.carries:
            yield from self.held_back(order, "close", "close", {"mechanism": "首问负责制"})
        self.close(order, branch)

    def close(self, order, branch):
        self.answer_flags("order", order.id, "ver1")
        order.mechanism = branch != "not_needed"
        self.act(order, "close", "close", {"mechanism": "首问负责制"} if order.mechanism else {
            "mechanism_not_needed": "个案"})
        order.meet("cohort", self.today)
        order.end(self.today, "closed")
        if order.carries:
            for finding in order.findings:
                finding.state, finding.closed = "closed", self.today
                finding.closings = finding.closings + [self.now]

    # ---- referrals ----

    def referral(self, findings, first=None):
        """`first`: what the body sent back for a supplement, of which this is one"""
        rng, ident = self.rng, self.new_id()
        path = "/referrals/" + ident
        self.send("draft", "PUT", path, {
            "findings": [f.id for f in findings], "to": self.discipline, "basis": "督查工作条例 23",
            "summary": "收受礼品线索", "suspicion": "duty_violation",
            **({"supplements": first.id} if first else {})})
        referral = year_book.Order(self.book, ident, "referral", self.discipline, findings, None)
        referral.state, referral.sent, referral.goes_on = "drafted", None, first is not None
        self.book.referrals[ident] = referral
        yield 1
        self.tick()
        self.post("sign", path + "/approve", {"explanation": "现场未能封存，已说明"})
        self.take_referral_number(self.get("liaison", path)["number"])
        if first:
            first.state = "archived"
            first.stop_all()
        self.tick()
        back = None if first else rng.choice((None, None, None, None, "again", "supplement"))
        yield from self.hand_over(referral)
        if back:
            self.post("liaison", path + "/result", {"outcome": "returned", "disposal": "补材料"})
            referral.state = "returned_for_supplement"
            yield 2
            if back == "supplement":
                yield from self.referral(findings, referral)
                return
            yield from self.hand_over(referral)
        yield from self.answer_referral(referral)

    def take_referral_number(self, number):
        word, rest = number.split("〔")
        self.book.numbers.setdefault((word, self.today.year), []).append(
            int(rest.split("〕")[1].rstrip("号")))

    def hand_over(self, referral):
        path = "/referrals/" + referral.id
        self.post("liaison", path + "/send", {"method": "专人送达"})
        referral.sent = self.today
        yield self.rng.randint(0, 2)
        self.post("liaison", path + "/receive", {"receiver": "周某"})
        referral.start_of_scheme("referral", self.today)
        referral.state = "received"
        yield self.rng.randint(1, 8)

    def answer_referral(self, referral):
        """Asked for when it is late, and put away when it is over."""
        path, rng = "/referrals/" + referral.id, self.rng
        declined = rng.random() < 0.2
        if not declined:
            self.post("liaison", path + "/result", {"outcome": "accepted"})
            referral.state = "accepted"
            if rng.random() < 0.5 and all(o.branch in HOLDABLE for o in self.book.orders.values()
                                          if set(o.findings) & set(referral.findings)):
                yield from self.hold(referral)
            yield rng.randint(1, 40)
            due = referral.clock("referral") and referral.clock("referral").due
            if due and self.today > due:
                asked = self.post("liaison", path + "/inquire", {})
                self.take_referral_number(asked["inquiries"][-1]["number"])
                yield rng.randint(1, 5)
        self.post("liaison", path + "/result", {
            "outcome": "declined" if declined else "reported",
            "disposal": "不属管辖" if declined else "诫勉"})
        referral.meet("referral", self.today)
        referral.state = "declined" if declined else "result_reported"
        if rng.random() < 0.5:
            yield 1
            self.post("liaison", path + "/archive", {})
            referral.state = "archived"

    def hold(self, referral):
        path = "/referrals/%s/" % referral.id
        self.post("liaison", path + "hold", {"asked_by": "刘某"})
        referral.held = True
        self.book.holds += 1
        yield self.rng.randint(5, 40)
        self.post("liaison", path + "release", {"asked_by": "刘某"})
        referral.held = False

    # ---- the ladder ----

    def look_at_ladder(self):
        self.post("clerk", "/ladder/sweep", {})
        self.book.sweep(self.today)

    def restart(self):
        super().restart()
        self.look_at_ladder()  # as the service does when it starts

    def sweep(self):
        self.look_at_ladder()
        for step in self.list_all("boss", "/steps?state=proposed"):
            chance = self.rng.random()
            if self.book.is_held(self.book.orders[step["order"]]):
                continue
            who = {"drafter": "draft", "signer": "sign", "leader": "boss"}[step["roles"][0]]
            if chance < 0.3 and step["document"] in ("supervision",) + NOTICES \
                    and not self.is_pressed(step):
                self.press(step, who)
            elif chance < 0.4:
                self.post(who, "/steps/%s/decline" % step["id"], {"reason": "已当面说明"})
            elif chance < 0.5:
                self.post(who, "/steps/%s/take" % step["id"], {"note": "已电话催办"})

    def is_pressed(self, step):
        """One living letter of that kind at a time sets a limit."""
        findings = set(self.book.orders[step["order"]].findings)
        return step["document"] == "supervision" and any(
            o.kind == "supervision" and not o.closed and not o.withdrawn
            and set(o.findings) & findings for o in self.book.orders.values())

    def press(self, step, who):
        self.tick()
        ident, kind = self.new_id(), step["document"]
        carried = self.book.orders[step["order"]]
        limit = {"period": "5wd"}
        body = {"order": ident, "rectify": limit}
        self.post(who, "/steps/%s/take" % step["id"], body)
        order = year_book.Order(self.book, ident, kind, carried.unit, carried.findings, limit)
        self.book.orders[ident] = order
        if kind == "interview":
            self.say_where(order)
        self.begin(self.letter(order))

    def say_where(self, order):
        told = self.get("draft", "/orders/" + order.id)
        self.send("draft", "PUT", "/orders/" + order.id, {
            "findings": told["findings"], "kind": "interview", "grounds": told["grounds"],
            "rectify": order.limit, "interview": {
                "at": "2099-01-01T01:00:00Z", "place": "二楼会议室", "interviewers": ["主任"],
                "interviewees": ["局长"]}}, {"If-Match": '"%d"' % told["version"]})

    def letter(self, order):
        signer = "boss" if order.kind in ("circular", "interview", "accountability") else "sign"
        yield from self.issue(order, signer)
        yield self.rng.randint(3, 30)
        if order.kind == "supervision":
            if self.rng.random() < 0.5:
                yield from self.plan_out(order, "plain")
                yield from self.mend(order, "plain")
            else:
                self.withdraw(order)
        else:
            self.act(order, "close", "close", {"record": "已办理"})
            order.end(self.today, "closed")

    def announce_next_year(self):
        """The State Council's notice comes, and what had no date gets one."""
        self.send("clerk", "PUT", "/calendars/%d" % MADE_UP["year"], MADE_UP)
        self.days.add(MADE_UP)
        for record in [*self.book.orders.values(), *self.book.referrals.values()]:
            for clock in record.clocks:
                clock.settle(self.days)
