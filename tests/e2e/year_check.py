# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Both sides of the books beside each other. Every difference is somebody's mistake."""
import csv
import io
import json

import year_count
import year_days
import year_law

try:
    import openpyxl
except ImportError:
    openpyxl = None

LISTS = ("ledger", "problems", "causes", "measures", "rectification", "mechanisms")
LETTERS = {"reminder": "催办单", "supervision": "督办函", "circular": "通报", "interview": "约谈通知",
           "decision": "监察决定书", "advice": "监察建议书", "accountability": "问责建议"}
HEADINGS = ("查实", "到期", "逾期", "销号", "未销号")


class Books:
    """`play`: what was played; differences are kept in `wrong`, a line each."""

    def __init__(self, play):
        self.play, self.book, self.wrong = play, play.book, []

    def same(self, what, told, expected):
        if told != expected:
            self.wrong.append("%s: %s: told %s, expected %s" % (self.play.today, what, told,
                                                                 expected))

    # ---- records ----

    def check_findings(self):
        told = {f["id"]: f for f in self.play.list_all("boss", "/findings?scheme=" + self.play.name)}
        self.same("findings", sorted(told), sorted(self.book.findings))
        for ident, finding in self.book.findings.items():
            seen = told.get(ident, {})
            self.same("finding " + ident, (
                seen.get("state"), seen.get("unit"), bool(seen.get("missed_in_self_check")),
                "closed_at" in seen, seen.get("order"), seen.get("recurrence", {}).get("count", 0)), (
                finding.state, finding.unit, finding.missed, finding.closed is not None,
                finding.order and finding.order.id, finding.recurrence))
        return told

    def show_clocks(self, items):
        def day(text):
            return text and str(year_days.local_day(text))
        return [(c["id"], c.get("due"), c["state"], day(c.get("met_at"))) for c in items]

    def check_orders(self):
        told = {o["id"]: o for o in self.play.list_all("boss", "/orders?scheme=" + self.play.name)}
        self.same("orders", sorted(told), sorted(self.book.orders))
        for ident, order in self.book.orders.items():
            seen = told.get(ident, {})
            self.same("order " + ident, (seen.get("state"), len(seen.get("returns", []))),
                      (order.state, len(order.returns)))
            self.same("clocks of order %s" % ident, self.show_clocks(seen.get("clocks", [])),
                      [c.show() for c in order.clocks])
        for ident, referral in self.book.referrals.items():
            seen = self.play.get("liaison", "/referrals/" + ident)
            self.same("referral " + ident, seen["state"], referral.state)
            self.same("clocks of referral " + ident, self.show_clocks(seen["clocks"]),
                      [c.show() for c in referral.clocks])
        for ident, lead in self.book.leads.items():
            seen = self.play.get("clerk", "/leads/" + ident)
            self.same("lead " + ident, (seen["state"], {c["id"]: [c.get("due"), c["state"]]
                                                        for c in seen["clocks"]}),
                      (lead["state"], {k: [v[0] and str(v[0]), v[1]]
                                       for k, v in lead["clocks"].items()}))

    def check_some_clocks(self, count):
        """By the command line, as an office asks."""
        running = [o for o in self.book.orders.values() if o.served]
        for order in self.play.rng.sample(running, min(count, len(running))):
            items = json.loads(self.play.anfang("clerk", "--json", "order", "clocks", order.id))
            self.same("order clocks " + order.id, self.show_clocks(items["items"]),
                      [c.show() for c in order.clocks])

    def check_steps(self):
        told = {}
        for step in self.play.list_all("boss", "/steps?scheme=" + self.play.name):
            told.setdefault(step["order"], []).append(step["number"].partition("/")[2])
        for order in set(told) | set(self.book.steps):
            keys = told.get(order, [])
            self.same("steps of order " + order, sorted(keys),
                      sorted(self.book.steps.get(order, set())))

    def check_numbers(self):
        """Each series of a year counts 1, 2, 3 … in the order of the numbering."""
        for (word, year), numbers in self.book.numbers.items():
            self.same("letters %s〔%d〕" % (word, year), numbers, list(range(1, len(numbers) + 1)))
        for path, sort in (("/findings", "finding"), ("/visits", "visit"), ("/leads", "lead")):
            series = {}
            for record in self.play.list_all("boss", path + "?scheme=" + self.play.name):
                head, _, number = record["number"].rpartition("-")
                series.setdefault(head, []).append(int(number))
            for head, numbers in series.items():
                self.same("%s %s" % (sort, head), sorted(numbers), list(range(1, len(numbers) + 1)))

    # ---- figures ----

    def check_indicators(self, period):
        first, last = year_days.span(period)
        last = min(last, self.play.today)
        expected = year_count.count(self.book, first, last)
        answer = json.loads(self.play.anfang("assess", "--json", "report", "indicators", "--scheme",
                                             self.play.name, "--period", period))
        told = {i["id"]: i for i in answer["items"] if i["source"] == "office"}
        for name, (numerator, denominator) in expected.items():
            if name.startswith("@") or (denominator == 0 and numerator == 0):
                continue
            item = told[name]
            if item.get("why") not in ("too_few", "no_calendar"):
                self.same("%s of %s" % (name, period), (item["numerator"], item["denominator"]),
                          (numerator, denominator))

    def table(self, report, name):
        for table in report["tables"]:
            if table["name"] == name:
                heads = [c["heading"] for c in table["columns"]]
                return [dict(zip(heads, row)) for row in table["rows"]]
        return None

    def check_report(self, report):
        """Its counts by lead unit, by category and of all; its days; who stands where."""
        first, last = (year_days.datetime.date.fromisoformat(report[k]) for k in ("from", "to"))
        names = {u["id"]: u["name"] for u in self.play.unit_table.values()}

        rows = [year_count.row_of(f, last) for f in self.book.findings.values()]

        def counts(keep):
            return year_count.count_of_report([r for r in rows if keep(r)], first, last)
        units = self.table(report, "units")
        expected = []
        for lead in sorted({x for f in self.book.findings.values() for x in f.leads}):
            row = counts(lambda r, lead=lead: lead in r["leads"])
            if any(row):
                expected.append((names[lead], row))
        expected.append(("合计", counts(lambda r: True)))
        # Columns that are not counted here may have something to say where these have nothing.
        said = [(r["牵头单位"], [int(r[h]) for h in HEADINGS]) for r in units]
        self.same("report %s by lead" % report["id"], [
            (name, row) for name, row in said if any(row) or name == "合计"], expected)
        told, areas = {}, {a["id"]: a["name"] for a in self.play.scheme["areas"]
                           + self.play.scheme["anfang"].get("areas", [])}
        for row in self.table(report, "categories"):
            figures = [int(row[h]) for h in HEADINGS]
            if any(figures):
                told[row["专项"], row["问题类别"]] = figures
        wanted = {("合计", None): counts(lambda r: True)} if any(counts(lambda r: True)) else {}
        for key in {(f.area, f.category) for f in self.book.findings.values()}:
            row = counts(lambda r, key=key: (r["area"], r["category"]) == key)
            if any(row):
                wanted[areas[key[0]], key[1]] = row
        self.same("report %s by category" % report["id"], told, wanted)
        self.check_letters(report, first, last)
        self.check_ranking(report, first, last, names)

    def check_letters(self, report, first, last):
        """What went out to press, by kind, numbered in the days of the report and not withdrawn."""
        expected = {}
        for order in self.book.orders.values():
            gone = order.numbered is not None and first <= order.numbered <= last
            if gone and order.kind in LETTERS and (order.withdrawn is None
                                                   or order.withdrawn > last):
                name = LETTERS[order.kind]
                expected[name] = expected.get(name, 0) + 1
        self.same("letters of " + report["id"], {r["文书"]: int(r["数量"]) for r in self.table(
            report, "letters") or []}, expected)

    def check_ranking(self, report, first, last, names):
        rule = self.play.scheme["anfang"].get("scoring")
        told = self.table(report, "ranking")
        if rule is None or told is None:
            return
        prefix = self.play.office.rsplit("-", 1)[0]
        units = {f.unit for f in self.book.findings.values()}
        groups = [(g["name"], {prefix + "-" + u for u in g["units"]}) for g in rule["groups"]]
        scores = {}
        for unit in units:
            parent = self.play.unit_table.get(unit, {}).get("parent")
            group = next((n for n, of in groups if unit in of or parent in of), None)
            told_counts = year_count.count(self.book, first, last,
                                           lambda r, unit=unit: r["unit"] == unit,
                                           lambda o, unit=unit: o.unit == unit)
            score = rule["base"]
            for item in rule["items"]:
                if "count" in item:
                    points = told_counts["@" + item["count"]][0] * item["points"]
                    score += max(-item["cap"], min(item["cap"], points))
            active = told_counts["@" + rule["activity"]][0] > 0
            scores[names[unit]] = (group, score, active)
        rows = {r["单位"]: r for r in told}
        for unit, (group, score, active) in scores.items():
            better = sum(1 for g, s, a in scores.values() if g == group and a and s > score)
            row = rows.get(unit, {})
            rank = str(better + 1) if active and group else "不排名"
            self.same("rank of %s in %s" % (unit, report["id"]), (
                row.get("组别"), row.get("名次"), float(row["得分"]) if row.get("得分") else None),
                (group or "未分组", rank, float(score) if rank != "不排名" else None))

    # ---- lists ----

    def check_lists(self):
        """The ledger says what was done, and its three forms say the same."""
        for name in LISTS:
            query = "/reports/ledger?scheme=%s&list=%s" % (self.play.name, name)
            text = self.play.call("assess", "GET", query + "&format=csv").body.decode("utf-8-sig")
            table = list(csv.reader(io.StringIO(text, newline="")))
            rows = self.play.list_all("assess", query)
            self.same("rows of %s" % name, len(table) - 1, len(rows))
            self.check_workbook(name, query, table)
            if name == "ledger":
                self.check_ledger(rows)
            if name == "rectification":
                self.check_dates(rows)
            ids = sorted(r["finding"] for r in rows)
            findings = self.book.findings.values()
            problems = [f for f in findings if f.established]
            planned = [f for f in findings if f.order and f.order.plan]
            expected = {"ledger": list(findings), "problems": problems, "mechanisms": problems,
                        "causes": planned, "measures": planned * 2,
                        "rectification": [f for f in findings if f.order]}[name]
            self.same("findings of %s" % name, ids, sorted(f.id for f in expected))

    def check_workbook(self, name, query, table):
        if openpyxl is None:
            return
        body = self.play.call("assess", "GET", query + "&format=xlsx").body
        sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
        told = []
        for row in sheet.iter_rows(values_only=True):
            told.append(["" if v is None else str(v.date()) if hasattr(v, "date") else str(v)
                         for v in row])
        plain = [[cell.lstrip("'").replace("\r", "") for cell in row] for row in table]
        told = [row + [""] * (len(plain[0]) - len(row)) for row in told]
        self.same("workbook of " + name, told == plain, True)

    def check_ledger(self, rows):
        for row in rows:
            finding = self.book.findings[row["finding"]]
            order = finding.order
            self.same("ledger of " + row["finding"], (
                row["unit"], row["area"], row["category"], row["state"],
                row.get("order"), row.get("order_state"), self.show_clocks(row.get("clocks", []))), (
                    finding.unit, finding.area, finding.category, finding.state,
                    order and order.id, order and order.state,
                    [c.show() for c in order.clocks] if order else []))

    def check_dates(self, rows):
        """整改台账: the days of each matter's order."""
        for row in rows:
            finding = self.book.findings[row["finding"]]
            order, limit = finding.order, finding.order.clock("rectify")
            days = {"rectify_due": limit and limit.due, "received": order.received,
                    "feedback": order.feedback, "reinspection": order.reinspected,
                    "closed": finding.closed}
            self.same("days of " + row["finding"], {k: row.get(k) for k in days},
                      {k: v and str(v) for k, v in days.items()})

    # ---- refusals ----

    def check_refusals(self, table, path, state, who):
        """Each illegal step by each role, refused without a trace."""
        play = self.play
        before = play.call("boss", "GET", path).body
        size = int(play.call("audit", "GET", "/log/checkpoint").body.splitlines()[1])
        for verb, body, role in year_law.list_refused(table, state, who):
            reply = play.call(who[role], "POST", path + "/" + verb, body)
            if reply.status not in (403, 404, 409):
                self.wrong.append("%s in %s by %s: %r" % (verb, state, role, reply))
        self.same("what refusals left of " + path, play.call("boss", "GET", path).body, before)
        grown = int(play.call("audit", "GET", "/log/checkpoint").body.splitlines()[1])
        for index in range(size, grown):
            leaf = play.get("audit", "/log/leaf/%d" % index)
            if leaf["event"] != "evidence.examined":  # which comes at its own time
                self.wrong.append("refusals of %s left the leaf %s" % (path, leaf))
