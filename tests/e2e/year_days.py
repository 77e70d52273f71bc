# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Days and periods as domain.md B counts them (民法典 200 to 204), over the State Council's notices;
written anew, so that a fault in the service's count cannot hide here."""
import calendar
import datetime
import json
import pathlib
import re

HOLIDAYS = pathlib.Path(__file__).resolve().parents[2] / "data" / "holidays"
DAY = datetime.timedelta(1)
CHINA = datetime.timezone(datetime.timedelta(hours=8))


class NoCalendar(Exception):
    """The count runs into a year that nobody has announced: B.1, refused and not guessed."""


class Days:
    def __init__(self):
        self.years, self.off = set(), {}
        for path in HOLIDAYS.glob("*.json"):
            self.add(json.loads(path.read_text("utf-8")))

    def add(self, year):
        self.years.add(year["year"])
        for day in year["days"]:
            self.off[datetime.date.fromisoformat(day["date"])] = day["off"]

    def works(self, day):
        """B.1 rule 1: Monday to Friday, and what was moved to a weekend; not what is off."""
        if day.year not in self.years:
            raise NoCalendar(day.year)
        return not self.off.get(day, day.weekday() >= 5)

    def roll(self, day):
        """B.1 rule 3: the first day after the rest."""
        while not self.works(day):
            day += DAY
        return day

    def due(self, trigger, rule):
        """The last day of `rule` (10wd, 30d, 6m), the day of the trigger not counted; None where the
        calendar ends before it."""
        number, unit = re.fullmatch(r"(\d+)(wd|d|m)", rule).groups()
        try:
            if unit == "wd":
                return self.add_working(trigger, int(number))
            if unit == "d":
                return self.roll(trigger + int(number) * DAY)
            return self.roll(add_months(trigger, int(number)))
        except NoCalendar:
            return None

    def add_working(self, day, number):
        while number > 0:
            day += DAY
            number -= self.works(day)
        return day

    def back_working(self, day, number):
        while number > 0:
            day -= DAY
            number -= self.works(day)
        return day

    def working_between(self, first, last):
        """Of (first, last]."""
        count = 0
        while first < last:
            first += DAY
            count += self.works(first)
        return count


def add_months(day, months):
    """The corresponding day, or the month's last (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def span(period):
    """First and last day of 2018, 2018-Q2, 2018-06 or 2018-W23."""
    year = int(period[:4])
    rest = period[5:]
    if rest.startswith("W"):
        first = datetime.date.fromisocalendar(year, int(rest[1:]), 1)
        return first, first + 6 * DAY
    first, months = datetime.date(year, 1, 1), 12
    if rest.startswith("Q"):
        first, months = datetime.date(year, 3 * int(rest[1:]) - 2, 1), 3
    elif rest:
        first, months = datetime.date(year, int(rest), 1), 1
    return first, add_months(first, months) - DAY


def day_of(moment):
    """The day in China."""
    return moment.astimezone(CHINA).date()


def local_day(text):
    """The day in China of a time as the service writes it."""
    return day_of(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")))
