# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""An office in the spring of 2018, with matters at every stage of their life; and the counts of
domain.md F.3 worked out from what it exports, by other means than the service's."""
import datetime
import json

import clocked
import contract as contracts
import house
import world

CHINA = datetime.timezone(datetime.timedelta(hours=8))
NEVER = datetime.date.max
OTHER_CATEGORY = "态度生硬、漫不经心、百般刁难"


class Spring(house.House):
    def __init__(self):
        self.attach(clocked.ClockedService(config=house.make_config()))
        self.service.tell("time", "2018-03-05T01:00:00Z")
        self.furnish()
        for name in house.PEOPLE:
            self.hire(name)

    def on(self, day):
        self.service.tell("time", day + "T02:00:00Z")
        self.clients.clear()
        self.root = self.login(world.ADMIN)

    def begin(self, state, **fields):
        """A matter established today, and its order as far as `state`."""
        visit = self.start_visit()
        photo = self["li"].upload(self.shoot(), visit=visit, filename="a.jpg",
                                  filetype="image/jpeg")
        finding = self.write_finding(visit, evidence=[photo], **fields)
        self.submit_visit(visit)
        self.establish(finding)
        return self.bring(self.draft_order([finding], rectify={"period": "30d"}), state)

    def live(self):
        on_time = self.begin("served")
        late = self.begin("served", category=OTHER_CATEGORY)
        self.on("2018-03-06")
        for order in (on_time, late):
            self.bring(order, "rectifying", since="served")
        self.on("2018-03-20")
        self.bring(on_time, "closed", since="rectifying")
        self.on("2018-04-10")
        relapse = self.begin("served")
        waiting = self.begin("served", category=OTHER_CATEGORY)
        visit = self.start_visit()
        weak = self.write_finding(visit)
        self.submit_visit(visit)
        self["ver1"].do("dismissFinding", weak, body={"with": "ver2", "reason": "查无此事"})
        self.on("2018-04-16")
        for order in (relapse, waiting):
            self.bring(order, "rectifying", since="served")
        self.on("2018-05-10")
        self.bring(late, "reinspecting", since="rectifying")
        self["back2"].do("returnOrder", late, body={"reason": "照片看不出结果",
                                                    "rectify": {"period": "10d"}})
        self.bring(waiting, "feedback_filed", since="rectifying")  # in time; the office lets it lie
        self.begin("reviewing")
        self.on("2018-05-18")
        self.bring(late, "closed", since="rectifying")
        self.on("2018-05-28")
        self.begin("received")
        self.on("2018-06-20")

    def export(self):
        """Findings with the orders that carry them."""
        reader = self["assess"]
        orders = {o["id"]: o for o in reader.do("listOrders", query={"limit": 200}).json["items"]}
        findings = reader.do("listFindings", query={"limit": 200}).json["items"]
        return [(f, orders.get(f.get("order"))) for f in findings]


def day(time):
    if time is None:
        return NEVER
    if len(time) == 10:
        return datetime.date.fromisoformat(time)
    return datetime.datetime.fromisoformat(time.replace("Z", "+00:00")).astimezone(CHINA).date()


def act(record, name):
    return day(record[name]["at"]) if record and name in record else NEVER


def clock(order, name):
    found = [c for c in (order or {}).get("clocks", []) if c["id"] == name
             and c["state"] != "replaced"]
    return found[-1] if found else {}


def limit(order, then):
    """(last day, when it was met) of the limit to rectify as it stood on a day (domain.md F.3: a
    re-run of last month must give last month's numbers)."""
    found = (NEVER, NEVER)
    for one in (order or {}).get("clocks", []):
        if one["id"] != "rectify":
            continue
        since = day(one["trigger_at"])
        for was in one.get("was", []) + [one]:
            if since <= then:
                found = day(was.get("due")), day(one.get("met_at"))
            since = day(was.get("at"))
    return found


def working_days(first, last):
    """Of (first, last], by the State Council's notices."""
    days = {}
    for path in (contracts.SOURCE / "data" / "holidays").glob("201[89].json"):
        days.update({d["date"]: d["off"] for d in json.loads(path.read_text())["days"]})
    count = 0
    while first < last:
        first += datetime.timedelta(1)
        count += not days.get(str(first), first.weekday() >= 5)
    return count


def count(export, first, last, cohort_due):
    """(numerator, denominator) of each row of F.3 for the days from first to last."""
    rows = []
    for finding, order in export:
        rectify = [c for c in (order or {}).get("clocks", []) if c["id"] == "rectify"]
        reinspection = (order or {}).get("reinspection", {})
        passed = reinspection.get("passed") and reinspection.get("confirmed", {}).get("agree")
        rows.append({
            "order": order and order["id"], "of": (finding["unit"], finding["category"]),
            "found": day(finding["created_at"]), "true": act(finding, "established"),
            "false": act(finding, "dismissed"), "assigned": act(order, "signed"),
            "served": act(order, "served"), "sign_due": day(clock(order, "sign_receipt").get("due")),
            "received": act(order, "received"), "plan_due": day(clock(order, "plan").get("due")),
            "plan": day(clock(order, "plan").get("met_at")),
            "due": limit(order, last)[0], "met": limit(order, last)[1],
            "due_first": day((rectify[0].get("was", []) + [rectify[0]])[0].get("due"))
            if rectify else NEVER,
            "passed": day(reinspection["confirmed"]["at"]) if passed else NEVER,
            "back": act(order, "reinspection"), "says": reinspection.get("satisfaction"),
            "returned": day(order["returns"][0]["at"]) if order and order.get("returns") else NEVER,
            "closed": day(finding.get("closed_at")),
            "mechanism": act(order, "closing") if order and "mechanism" in order.get(
                "closing", {}) else NEVER})

    def n(test):
        return sum(1 for r in rows if test(r))

    def orders(test):
        return len({r["order"] for r in rows if r["order"] and test(r)})

    def during(when):
        return first <= when <= last

    def is_open(r):
        return r["true"] <= last < r["closed"]

    def relapsed(r):
        year = datetime.date(r["closed"].year + 1, r["closed"].month, r["closed"].day)
        return any(o is not r and o["of"] == r["of"] and r["closed"] < o["found"] <= year
                   and o["true"] <= last for o in rows)

    problems, closed = n(lambda r: r["true"] <= last), n(lambda r: r["closed"] <= last)
    overdue = [r for r in rows if is_open(r) and r["due"] < last < r["met"]]
    new = n(lambda r: during(r["true"]))
    due = n(lambda r: during(r["due"]))
    replies = n(lambda r: during(r["back"]) and r["says"])
    cohort = [r for r in rows if r["true"] <= last and cohort_due(r["true"]) <= last]
    return {
        "found": (n(lambda r: during(r["found"])), None),
        "established": (new, n(lambda r: during(r["true"]) or during(r["false"]))),
        "assigned": (n(lambda r: during(r["true"]) and r["assigned"] <= last), new),
        "received": (orders(lambda r: during(r["served"]) and r["received"] <= min(
            last, r["sign_due"])), orders(lambda r: during(r["served"]))),
        "planned": (orders(lambda r: during(r["plan_due"]) and r["plan"] <= min(
            last, r["plan_due"])), orders(lambda r: during(r["plan_due"]))),
        "rectified": (n(lambda r: r["passed"] <= last),
                      n(lambda r: r["true"] <= last and r["assigned"] <= last)),
        "finished": (n(lambda r: during(r["due"]) and r["closed"] <= last), due),
        "finished_accepted": (n(lambda r: during(r["true"]) and r["closed"] <= last), new),
        "cohort": (len([r for r in cohort if r["closed"] <= cohort_due(r["true"])]), len(cohort)),
        "in_time": (n(lambda r: during(r["due_first"]) and r["closed"] <= min(
            last, r["due_first"])), n(lambda r: during(r["due_first"]))),
        "closed": (closed, problems),
        "closed_in_time": (n(lambda r: r["due"] <= last and r["closed"] <= r["due"]),
                           n(lambda r: r["due"] <= last)),
        "overdue": (len(overdue), n(is_open)),
        "overdue_days": (sum(working_days(r["due"], last) for r in overdue), len(overdue)),
        "returned": (orders(lambda r: r["returned"] <= last),
                     orders(lambda r: r["back"] <= last or r["returned"] <= last)),
        "satisfied": (n(lambda r: during(r["back"]) and r["says"] == "满意"), replies),
        "basically_satisfied": (n(lambda r: during(r["back"]) and r["says"] == "基本满意"), replies),
        "replies": (replies, n(lambda r: during(r["back"]))),
        "relapsed": (n(lambda r: r["closed"] <= last and relapsed(r)), closed),
        "missed": (0, problems),
        "mechanisms": (n(lambda r: r["mechanism"] <= last), problems),
        "referred": (0, None),
    }
