#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Counts periods day by day from the holiday files, in a way of its own, and compares.

usage: count_periods.py PROGRAM HOLIDAYS_FOLDER [COUNT [SEED]]
PROGRAM reads lines `FROM PERIOD` and writes due dates. The count here shares nothing with ours but
the files: it makes one list of all days from 1990 to 2040 and walks along it.
"""
import datetime
import json
import pathlib
import random
import subprocess
import sys

ONE = datetime.timedelta(days=1)


class Missing(Exception):
    pass


def read_verdicts(folder):
    """day → worked, for every day of the years that are known"""
    verdicts = {}
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document.get("status") == "not-published":
            continue
        day = datetime.date(document["year"], 1, 1)
        while day.year == document["year"]:
            verdicts[day] = day.strftime("%a") not in ("Sat", "Sun")
            day += ONE
        for entry in document["days"]:
            verdicts[datetime.date.fromisoformat(entry["date"])] = not entry["off"]
    return verdicts


def is_worked(verdicts, day):
    if day not in verdicts:
        raise Missing(day.year)
    return verdicts[day]


def days_of_month(year, month):
    return [d for d in (datetime.date(year, month, 1) + i * ONE for i in range(31)) if d.month == month]


def count(verdicts, start, amount, unit):
    if unit == "wd":
        walked = []
        day = start
        while len(walked) < amount:
            day += ONE
            if is_worked(verdicts, day):
                walked.append(day)
        return walked[-1]
    if unit == "d":
        day = start
        for _ in range(amount):
            day += ONE
    else:
        index = start.year * 12 + start.month - 1 + amount
        same = [d for d in days_of_month(index // 12, index % 12 + 1) if d.day <= start.day]
        day = same[-1]
    while not is_worked(verdicts, day):
        day += ONE
    return day


def expected(verdicts, start, amount, unit):
    try:
        return count(verdicts, start, amount, unit).isoformat()
    except Missing as missing:
        return f"missing {missing.args[0]}"


def main():
    program, folder = sys.argv[1:3]
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)
    verdicts = read_verdicts(folder)
    first, last = datetime.date(2017, 6, 1), datetime.date(2027, 2, 1)
    cases = []
    for _ in range(number):
        start = first + dice.randrange((last - first).days) * ONE
        unit, most = dice.choice([("wd", 80), ("d", 400), ("m", 30)])
        cases.append((start, dice.randint(1, most), unit))
    lines = "".join(f"{s.isoformat()} {n}{u}\n" for s, n, u in cases)
    answers = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    answers = answers.stdout.split("\n")[:-1]
    wrong = [
        f"{s} {n}{u}: {got}, counted {want}"
        for (s, n, u), got, want in zip(cases, answers, (expected(verdicts, *c) for c in cases))
        if got != want
    ]
    missing = sum(a.startswith("missing") for a in answers)
    print("1..1")
    print(f"# seed {seed}, {number} pairs, {missing} beyond the calendar")
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    if len(answers) != number:
        print(f"{len(answers)} answers", file=sys.stderr)
    good = not wrong and len(answers) == number
    print(("ok" if good else "not ok") + " 1 - periods agree with the independent count")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
