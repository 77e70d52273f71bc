#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A year of an office's work under one scheme, and whether the books balance at its end.

    year.py SCHEME [--findings N] [--seed TEXT] [--kills N]

Plays visits, leads, findings, orders by every branch of domain.md E.4, letters that press, referrals,
self-checks and reports, day by day on the clock of tests/tools/clocked-service.c, over the API and
the command line alone; then holds what the service tells against a second set of books.
"""
import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import year_days  # noqa: E402
import year_law  # noqa: E402
import year_office  # noqa: E402
import year_play  # noqa: E402
from year_check import Books  # noqa: E402

PAGES = ("/findings?limit=50", "/orders?limit=50", "/reports/ledger?limit=50", "/steps?limit=50")
OUTAGE = (150, 164)
SHOW = 40


class Year:
    def __init__(self, scheme, findings=150, seed="1", kills=3, refusals=3):
        self.play = year_play.Play(scheme, seed, findings)
        self.books = Books(self.play)
        self.length = (self.play.last - self.play.first).days + 1
        rng = self.play.rng
        self.kill_days = set(rng.sample(range(10, self.length - 10), kills))
        self.refusal_days = set(rng.sample(range(20, self.length), refusals))
        self.frozen, self.times, self.memory = {}, [], []

    # ---- the days ----

    def run(self):
        play = self.play
        for number in range(self.length):
            day = play.first + number * year_days.DAY
            hour = play.rng.choice((0, 1, 1, 2, 6, 15))
            moment = datetime.datetime.combine(day, datetime.time(hour, 40), datetime.timezone.utc)
            if moment > play.now:
                play.set_time(moment)
            self.live_day(number, number / self.length)
        while play.queue and play.queue[0][0] < play.last + 30 * year_days.DAY:
            play.set_time(max(play.now, datetime.datetime.combine(
                play.queue[0][0], datetime.time(1), datetime.timezone.utc)))
            play.run_due()
        play.tick()
        play.sweep()

    def live_day(self, number, gone):
        play, rng = self.play, self.play.rng
        play.kill_next = number in self.kill_days
        # The last month is for what is still open.
        while play.made < play.goal * min(1, gone / 0.92 + 0.02) and gone < 0.95:
            before = play.made
            if rng.random() < 0.2:
                play.begin(play.lead())
            else:
                play.begin(play.visit())
            play.run_due()
            if play.made == before and rng.random() < 0.5:
                break
        play.run_due()
        if rng.random() < 0.1:
            play.declare_self_check()
        if play.name == "haicheng-2018" and play.today >= datetime.date(2026, 11, 10) \
                and 2027 not in play.days.years:
            play.announce_next_year()
        if number in self.kill_days:
            play.restart()
        if not OUTAGE[0] <= number < OUTAGE[1]:
            play.sweep()
        if number in self.refusal_days:
            self.refuse()
        self.report()
        if number % 30 == 29:
            self.look()
            print("# %s: %d findings, %d orders" % (play.today, play.made, len(play.book.orders)),
                  file=sys.stderr, flush=True)

    def refuse(self):
        """At a random moment: some records, every step that is not theirs, every role."""
        play = self.play
        by_role = {}
        for name, (roles, _) in play.people.items():
            for role in roles:
                by_role.setdefault(role, name)
        for table, records in (("orders", [o for o in play.book.orders.values()
                                           if o.kind in ("rectification", "supervision")]),
                               ("notices", [o for o in play.book.orders.values()
                                            if o.kind in year_play.NOTICES]),
                               ("findings", list(play.book.findings.values()))):
            for record in play.rng.sample(records, min(2, len(records))):
                head = play.units.index(record.unit)
                who = {**by_role, "resp_head": "head%d" % head, "resp_contact": "contact%d" % head}
                path = "findings" if table == "findings" else "orders"
                self.books.check_refusals(table, "/%s/%s" % (path, record.id), record.state, who)
        for record in play.rng.sample(list(play.book.referrals.values()),
                                      min(2, len(play.book.referrals))):
            self.books.check_refusals("referrals", "/referrals/" + record.id, record.state, by_role)
        year_law.LEAD["turn"][2]["visit"] = next(iter(play.book.visits))
        for table, states in (("visits", play.book.visits),
                              ("leads", {k: v["state"] for k, v in play.book.leads.items()})):
            for ident in play.rng.sample(sorted(states), min(1, len(states))):
                state = play.get("boss", "/%s/%s" % (table, ident))["state"]
                self.books.check_refusals(table, "/%s/%s" % (table, ident), state, by_role)

    # ---- reports and figures ----

    def report(self):
        play, today = self.play, self.play.today
        tomorrow = today + year_days.DAY
        if today.weekday() == 6 and today.day < 8:
            self.freeze("weekly", "%d-W%02d" % today.isocalendar()[:2])
        due = {"wangyi-2018": 25, "haicheng-2018": 23}.get(play.name)
        if today.day == due or (due is None and tomorrow.day == 1):
            self.freeze("monthly", "%d-%02d" % (today.year, today.month))
        if tomorrow.day == 1 and today.month % 3 == 0:
            self.freeze("quarterly", "%d-Q%d" % (today.year, today.month // 3))
        if tomorrow.day == 1 and today.month == 12:
            self.freeze("year", str(today.year))

    def freeze(self, kind, period):
        # Work that goes on past midnight has the next day's report made before that day is over.
        if any(made[:2] == (kind, period) for made in self.frozen.values()):
            return
        report = self.play.post("draft", "/reports", {
            "scheme": self.play.name, "kind": kind, "period": period})
        self.frozen[report["id"]] = (kind, period, report)
        self.books.check_report(report)
        if kind != "weekly":
            self.books.check_indicators(period)

    def look(self):
        """How large the service has grown, how long a page takes."""
        play = self.play
        taken = []
        for path in PAGES:
            spent = []
            for _ in range(5):
                begun = time.monotonic()
                play.get("boss", path)
                spent.append(time.monotonic() - begun)
            taken.append(statistics.median(spent))
        self.times.append(taken)
        status = pathlib.Path("/proc/%d/status" % play.service.process.pid).read_text("ascii")
        self.memory.append(int(status.split("VmRSS:")[1].split()[0]))
        self.books.check_some_clocks(2)

    def check_frozen(self):
        for ident, (kind, period, before) in self.frozen.items():
            again = self.play.post("draft", "/reports", {
                "scheme": self.play.name, "kind": kind, "period": period})
            self.books.same("frozen report " + ident, again, before)
            self.books.same("report as read " + ident, self.play.get("boss", "/reports/" + ident),
                            before)

    def check_letters(self):
        """As poppler reads them: a letter names its number and each finding that it carries."""
        play = self.play
        numbered = [o for o in play.book.orders.values() if o.number and o.carries]
        for order in play.rng.sample(numbered, min(5, len(numbered))):
            pdf = play.call("clerk", "GET", "/orders/%s/letter" % order.id).body
            text = subprocess.run(["pdftotext", "-", "-"], input=pdf, check=True,
                                  stdout=subprocess.PIPE).stdout.decode()
            text = "".join(text.split())
            self.books.same("letter of " + order.id, order.number["text"] in text, True)
            for finding in order.findings:
                number = play.get("boss", "/findings/" + finding.id)["number"]
                self.books.same("letter of %s names %s" % (order.id, number), number in text, True)

    def balance(self):
        """Everything that must hold at the end; a list of what does not."""
        play, books = self.play, self.books
        books.check_findings()
        books.check_orders()
        books.check_steps()
        books.check_numbers()
        books.check_lists()
        self.check_frozen()
        self.check_letters()
        years = {play.first.year, play.last.year}
        periods = ["%d" % y for y in years] + ["%d-Q%d" % (y, q) for y in years for q in (1, 2, 3, 4)]
        for period in periods:
            first, _ = year_days.span(period)
            if play.first <= first <= play.today:
                books.check_indicators(period)
        play.anfang("audit", "log", "verify")
        play.anfang("audit", "log", "monitor")
        said = play.end()
        books.same("fsck", said, "")
        return books.wrong

    def tell(self):
        play = self.play
        orders = [o for o in play.book.orders.values()]
        return {"scheme": play.name, "findings": len(play.book.findings), "orders": len(orders),
                "letters": sum(1 for o in orders if o.number), "leads": len(play.book.leads),
                "referrals": len(play.book.referrals), "visits": len(play.book.visits),
                "steps": sum(map(len, play.book.steps.values())), "reports": len(self.frozen),
                "requests": play.requests, "commands": play.commands, "kills": play.kills,
                "holds": play.book.holds, "held_back": play.book.held_back,
                "branches": len(play.played), "memory_kib": self.memory[:1] + self.memory[-1:],
                "pages_ms": [[round(1000 * t, 1) for t in row]
                             for row in self.times[:1] + self.times[-1:]]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scheme", choices=sorted(year_office.SCHEMES))
    parser.add_argument("--findings", type=int, default=150)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--refusals", type=int, default=3, help="days on which all is tried")
    asked = parser.parse_args()
    begun = time.monotonic()
    year = Year(asked.scheme, asked.findings, asked.seed, asked.kills, asked.refusals)
    print("seed %s" % asked.seed, flush=True)
    try:
        year.run()
        played = time.monotonic()
        wrong = year.balance()
    finally:
        year.play.service.close()
    print(json.dumps({**year.tell(), "play_s": round(played - begun, 1),
                      "check_s": round(time.monotonic() - played, 1)}, ensure_ascii=False, indent=1))
    for line in wrong[:SHOW]:
        print("  " + line)
    print("%d differences" % len(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
