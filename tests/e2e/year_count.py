# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The figures of domain.md F.3 and F.4, worked out from the book (year_book.py) by their words."""
import year_book
import year_days
from year_days import day_of

NEVER = year_book.NEVER


def row_of(finding, last):
    """A matter with the order that carries it now, and the limit that it had on the day `last`: last
    month's numbers are the same when they are asked for again (F.3)."""
    order = finding.order
    rectify = [c for c in order.clocks if c.name == "rectify"] if order else []
    limits = [(due, c.met) for c in rectify for since, due in c.limits() if since <= last]
    due, met = limits[-1] if limits else (None, None)
    return {
        "id": finding.id, "unit": finding.unit, "area": finding.area, "category": finding.category,
        "leads": finding.leads, "moment": finding.moment,
        "found": finding.registered, "true": finding.established or NEVER,
        "false": finding.dismissed or NEVER, "merged": finding.merged or NEVER,
        "assigned": order.signed if order and order.signed else NEVER,
        "due": due or NEVER, "met": met or NEVER,
        "due_first": (rectify[0].first_due if rectify else None) or NEVER,
        "passed": order.passed if order and order.passed else NEVER,
        "back": order.reinspected if order and order.reinspected else NEVER,
        "says": order.answer if order else None,
        "closed": finding.closed or NEVER, "closings": finding.closings,
        "mechanism": order.closed if order and order.mechanism and order.closed else NEVER,
        "missed": finding.missed}


def count(book, first, last, keep=lambda row: True, keep_order=lambda order: True):
    """(numerator, denominator) of each figure over first…last; denominator None of a plain count."""
    days = book.days
    every = {}
    for row in (row_of(finding, last) for finding in book.findings.values()):
        every.setdefault((row["unit"], row["category"]), []).append(row)
    rows = [row for group in every.values() for row in group if keep(row)]
    orders = [o for o in book.orders.values() if o.carries and keep_order(o)]

    def during(day):
        return day is not None and first <= day <= last

    def by(day):
        return day is not None and day <= last

    def n(test):
        return sum(1 for row in rows if test(row))

    def m(test):
        return sum(1 for order in orders if test(order))

    def letters(kind):
        """Of those that press, which stand beside the order: withdrawn by then, it is none."""
        return sum(1 for o in book.orders.values() if o.kind == kind and keep_order(o)
                   and during(o.numbered) and not by(o.withdrawn))

    def problem(row):
        return by(row["true"])

    def is_open(row):
        return problem(row) and not by(row["closed"])

    def cohort_due(row):
        rule = book.rules.get("cohort")
        return (days.due(row["true"], rule) if rule and row["true"] != NEVER else None) or NEVER

    window = book.scheme["anfang"].get("recurrence_months", 12)

    def relapsed(row):
        """Closed, and the same again at the same unit within the window (F.3)."""
        return any(other["id"] != row["id"] and problem(other)
                   and any(moment < other["moment"] and other["found"] <= year_days.add_months(
                       day_of(moment), window) for moment in row["closings"] if by(day_of(moment)))
                   for other in every[row["unit"], row["category"]])

    def plan_of(order):
        clock = order.clock("plan")
        return clock if clock is not None and clock.due is not None and not (
            clock.state == "stopped" and order.withdrawn and order.withdrawn <= clock.due) else None

    overdue = [row for row in rows if is_open(row) and row["due"] < last < row["met"]]
    cohort = [row for row in rows if problem(row) and cohort_due(row) <= last]
    replies = n(lambda r: during(r["back"]) and r["says"] in ("满意", "基本满意", "不满意"))
    problems, new = n(problem), n(lambda r: during(r["true"]))
    closed = n(lambda r: problem(r) and by(r["closed"]))
    due = n(lambda r: problem(r) and during(r["due"]))
    served = [o for o in orders if during(o.served)]
    plans = [o for o in orders if plan_of(o) and during(plan_of(o).due)]
    referrals = book.referrals.values()
    return {
        "found": (n(lambda r: during(r["found"])), None),
        "established": (new, n(lambda r: during(r["true"]) or during(r["false"]))),
        "assigned": (n(lambda r: during(r["true"]) and by(r["assigned"])), new),
        "received": (sum(1 for o in served if by(o.received) and o.received
                         <= (o.clock("sign_receipt").due or NEVER)), len(served)),
        "planned": (sum(1 for o in plans if by(plan_of(o).met) and plan_of(o).met
                        <= plan_of(o).due), len(plans)),
        "rectified": (n(lambda r: problem(r) and by(r["passed"])),
                      n(lambda r: problem(r) and by(r["assigned"]))),
        "finished": (n(lambda r: problem(r) and during(r["due"]) and by(r["closed"])), due),
        "finished_accepted": (n(lambda r: during(r["true"]) and by(r["closed"])), new),
        "cohort": (sum(1 for r in cohort if by(r["closed"]) and r["closed"] <= cohort_due(r)),
                   len(cohort)),
        "in_time": (n(lambda r: problem(r) and during(r["due_first"]) and by(r["closed"])
                      and r["closed"] <= r["due_first"]),
                    n(lambda r: problem(r) and during(r["due_first"]))),
        "closed": (closed, problems),
        "closed_in_time": (n(lambda r: problem(r) and by(r["due"]) and by(r["closed"])
                             and r["closed"] <= r["due"]),
                           n(lambda r: problem(r) and by(r["due"]))),
        "overdue": (len(overdue), n(is_open)),
        "overdue_days": (sum(days.working_between(r["due"], last) for r in overdue), len(overdue)),
        "returned": (m(lambda o: o.returns and by(o.returns[0])),
                     m(lambda o: by(o.reinspected) or (o.returns and by(o.returns[0])))),
        "satisfied": (n(lambda r: during(r["back"]) and r["says"] == "满意"), replies),
        "basically_satisfied": (n(lambda r: during(r["back"]) and r["says"] == "基本满意"), replies),
        "replies": (replies, n(lambda r: during(r["back"]))),
        "relapsed": (n(lambda r: problem(r) and ever_closed_days(r, last) and relapsed(r)),
                     n(lambda r: problem(r) and ever_closed_days(r, last))),
        "missed": (n(lambda r: problem(r) and r["missed"]), problems),
        "mechanisms": (n(lambda r: problem(r) and by(r["mechanism"])), problems),
        "interviews": (letters("interview"), None), "notices": (letters("circular"), None),
        # A supplement is the same matter.
        "referred": (sum(1 for r in referrals if during(r.sent) and not r.goes_on), None),
        # Not told as indicators; of rankings.
        "@established": (new, None), "@overdue": (len(overdue), None), "@problems": (problems, None),
        "@orders_returned": (m(lambda o: o.returns and by(o.returns[0])), None),
        "@relapsed": (n(lambda r: problem(r) and ever_closed_days(r, last) and relapsed(r)), None),
        "@missed_in_self_check": (n(lambda r: problem(r) and r["missed"]), None),
        "@interviews": (letters("interview"), None), "@circulars": (letters("circular"), None),
    }


def count_of_report(rows, first, last):
    """查实, 到期, 逾期, 销号, 未销号 (F.3, 周报)."""
    problems = [r for r in rows if r["true"] <= last]
    still = [r for r in problems if r["closed"] > last]
    return [sum(1 for r in problems if r["true"] >= first),
            sum(1 for r in problems if first <= r["due"] <= last),
            sum(1 for r in still if r["due"] < last < r["met"]),
            sum(1 for r in rows if first <= r["closed"] <= last), len(still)]


def ever_closed_days(row, last):
    return [moment for moment in row["closings"] if day_of(moment) <= last]
