# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The other side of the books: what was done, on which days, and what has to follow from it, kept
without asking the service. Days only; None is never."""
import datetime

NEVER = datetime.date.max
PRESSED = ("sign_receipt", "plan", "rectify")


class Finding:
    """A matter, with the order that carries it now."""

    def __init__(self, **fields):
        self.established = self.dismissed = self.merged = self.closed = self.order = None
        self.referred = self.missed = False
        self.recurrence, self.closings = 0, []
        vars(self).update(fields)


class Clock:
    def __init__(self, name, rule, due, trigger):
        self.name, self.rule, self.due, self.first_due = name, rule, due, due
        self.trigger = trigger
        self.state, self.met = "running", None
        self.moved = []  # (the day when, what it had been until then)

    def limits(self):
        """Each last day it had, with the day since when."""
        since = [self.trigger] + [day for day, _ in self.moved]
        return list(zip(since, [due for _, due in self.moved] + [self.due]))

    def meet(self, day):
        if self.state == "running":
            self.met = day
            self.state = "late" if self.due is not None and day > self.due else "met"

    def settle(self, days):
        """What had no date for want of a calendar gets one, and what was met is judged by it."""
        if self.due is None and self.state in ("running", "met"):
            self.due = self.first_due = days.due(self.trigger, self.rule)
            if self.state == "met" and self.due is not None and self.met > self.due:
                self.state = "late"

    def stop(self):
        if self.state == "running":
            self.state = "stopped"

    def show(self):
        return (self.name, self.due and str(self.due), self.state, self.met and str(self.met))


class Order:
    """A letter with its clocks, as E.4 starts and stops them."""

    def __init__(self, book, ident, kind, unit, findings, limit):
        self.book, self.id, self.kind, self.unit, self.findings = book, ident, kind, unit, findings
        self.limit, self.state, self.clocks, self.returns = limit, "draft", [], []
        self.signed = self.numbered = self.served = self.received = self.closed = self.plan = None
        self.feedback = self.reinspected = self.passed = self.withdrawn = None
        self.answer, self.mechanism, self.number, self.events = None, False, None, []
        self.history = ["draft"]
        self.presses, self.held, self.branch = 0, False, "plain"

    @property
    def carries(self):
        return self.kind == "rectification"

    def to(self, state):
        self.state = state
        self.history.append(state)

    def clock(self, name):
        found = [c for c in self.clocks if c.name == name and c.state != "replaced"]
        return found[-1] if found else None

    def start(self, name, rule, day, due=None):
        for clock in self.clocks:
            if clock.name == name and clock.state == "running":
                clock.state = "replaced"
        self.clocks.append(Clock(name, rule, due or self.book.days.due(day, rule), day))

    def start_of_scheme(self, name, day):
        if name in self.book.rules:
            self.start(name, self.book.rules[name], day)

    def start_limit(self, limit, day):
        if "date" in limit:
            self.start("rectify", limit["date"], day, datetime.date.fromisoformat(limit["date"]))
        else:
            self.start("rectify", limit["period"], day)

    def serve(self, day):
        self.served = day
        self.start_of_scheme("sign_receipt", day)

    def receive(self, day, notice):
        self.received = day
        self.meet("sign_receipt", day)
        if notice:
            return
        self.start_of_scheme("plan", day)
        self.start_limit(self.limit, day)
        # 受理: the first of its findings to be established.
        self.start_of_scheme("cohort", min(f.established for f in self.findings))

    def meet(self, name, day):
        clock = self.clock(name)
        if clock is not None:
            clock.meet(day)

    def stop_all(self):
        for clock in self.clocks:
            clock.stop()

    def pause(self, name, day):
        """E.4 #7: it stands still while the objection is not decided."""
        clock = self.clock(name)
        if clock is not None and clock.state == "running":
            clock.state, clock.paused = "stopped", day

    def go_on(self, name, day):
        clock, days = self.clock(name), self.book.days
        if clock is None or clock.state != "stopped":
            return
        clock.state = "running"
        if clock.due is None:
            return
        if clock.rule.endswith("wd"):
            clock.due = days.add_working(clock.due, days.working_between(clock.paused, day))
        else:
            clock.due = days.roll(clock.due + (day - clock.paused))

    def resume_plan(self):
        clock = self.clock("plan")
        if clock is not None and clock.state in ("met", "late"):
            clock.state, clock.met = "running", None

    def move(self, name, day, today):
        """Another date by decision; a clock that was met and judged stays so."""
        clock = self.clock(name)
        if clock is not None:
            clock.moved.append((today, clock.due))
            clock.due, clock.rule = day, str(day)

    def send_back(self, limit, day):
        self.returns.append(day)
        self.passed = None
        self.start_limit(limit, day)

    def end(self, day, state):
        self.to(state)
        self.stop_all()
        if state == "withdrawn":
            self.withdrawn = day
        else:
            self.closed = day


class Book:
    def __init__(self, days, scheme):
        self.days, self.scheme = days, scheme
        self.rules = {k: v["rule"] for k, v in scheme["anfang"]["clocks"].items()}
        self.findings, self.orders, self.leads, self.referrals = {}, {}, {}, {}
        self.visits, self.steps, self.numbers, self.self_checks = {}, {}, {}, {}
        self.subjects, self.holds, self.held_back = {}, 0, 0

    # ---- findings, by what makes two of them alike (反弹) ----

    def add(self, finding):
        self.findings[finding.id] = finding
        self.subjects.setdefault((finding.unit, finding.category), []).append(finding)

    def move(self, finding, unit):
        """改派."""
        self.subjects[finding.unit, finding.category].remove(finding)
        finding.unit = unit
        self.add(finding)

    def alike(self, finding):
        return self.subjects[finding.unit, finding.category]

    # ---- what a step of the ladder hangs on (E.4) ----

    def judge(self, order, today):
        """The steps that `today` has reached."""
        days, reached = self.days, set()
        for clock in order.clocks:
            if clock.name not in PRESSED or clock.state != "running" or clock.due is None:
                continue
            for number in (3, 0):
                if days.back_working(clock.due, number) <= today <= clock.due:
                    reached.add("0/before/%d/%s/%s" % (number, clock.name, clock.due))
            for level, number in ((1, 1), (2, 3), (3, 10)):
                if today > clock.due and today >= days.add_working(clock.due, number):
                    reached.add("%d/overdue/%d/%s/%s" % (level, number, clock.name, clock.due))
        late = sum(1 for c in order.clocks if c.name in PRESSED and (
            c.state == "late" or (c.state == "running" and c.due is not None and today > c.due)))
        for level, kind, number, times in ((2, "returned", 1, len(order.returns)),
                                           (3, "supervised", 2, order.presses),
                                           (4, "returned", 2, len(order.returns)),
                                           (4, "late", 3, late)):
            if times >= number:
                reached.add("%d/%s/%d" % (level, kind, number))
        return reached

    def is_held(self, order):
        """暂缓 (E.5): by a referral of what it is about."""
        return any(referral.held and set(referral.findings) & set(order.findings)
                   for referral in self.referrals.values())

    def sweep(self, today):
        for order in self.orders.values():
            if order.carries and order.served and not order.closed and not order.withdrawn:
                reached = self.judge(order, today)
                if self.is_held(order):
                    reached = {step for step in reached if step.startswith("0/")}
                self.steps.setdefault(order.id, set()).update(reached)
