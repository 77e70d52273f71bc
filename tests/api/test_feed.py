#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""An account's deadlines as a calendar program fetches them, read by another's parser."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap
import world

try:
    import icalendar
except ImportError:
    icalendar = None


class Feed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contract.Contract())
        cls.running = h.order_at("received")
        h.order_at("closed")
        h.order_at("draft")

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def fetch(self, name):
        path = self.house[name].do("makeFeed", status=201).json["path"]
        return path, self.house.guest().ask("GET", path)

    @unittest.skipUnless(icalendar, "python3-icalendar is not here")
    def test_it_has_the_clocks_that_run(self):
        _, answer = self.fetch("boss")
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "text/calendar")
        order = self.house["boss"].do("getOrder", self.running).json
        expected = {("%s %s" % (c["name"], order["number"]["text"]), c["due"])
                    for c in order["clocks"] if c["state"] == "running"}
        self.assertGreater(len(expected), 1)
        events = [e for e in icalendar.Calendar.from_ical(answer.body).walk("VEVENT")
                  if self.running in str(e["UID"])]
        self.assertEqual({(str(e["SUMMARY"]), str(e["DTSTART"].dt)) for e in events}, expected)
        for event in events:
            self.assertEqual((event["DTEND"].dt - event["DTSTART"].dt).days, 1)
            self.assertEqual(str(event["DESCRIPTION"]), "市市场局")
            self.assertEqual(event["DTSTAMP"].dt.utcoffset().total_seconds(), 0)
        self.assertEqual(len({str(e["UID"]) for e in events}), len(events))

    def test_lines_are_folded_between_characters(self):
        """RFC 5545, 3.1: at most 75 octets, CRLF; unfolded it is UTF-8 again."""
        body = self.fetch("boss")[1].body
        self.assertTrue(body.endswith(b"END:VCALENDAR\r\n"))
        for line in body.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            self.assertNotIn(b"\n", line)
            line.decode("utf-8")
        self.assertIn("PRODID:", body.decode())

    @unittest.skipUnless(icalendar, "python3-icalendar is not here")
    def test_a_unit_has_its_own(self):
        own = icalendar.Calendar.from_ical(self.fetch("head")[1].body).walk("VEVENT")
        none = icalendar.Calendar.from_ical(self.fetch("head9")[1].body).walk("VEVENT")
        self.assertGreater(len(own), 0)
        self.assertEqual(none, [])

    @unittest.skipUnless(icalendar, "python3-icalendar is not here")
    def test_a_unit_learns_no_hour(self):
        """When somebody of the office established or served is told by the day in China."""
        for name in ("head", "contact", "lead"):
            events = icalendar.Calendar.from_ical(self.fetch(name)[1].body).walk("VEVENT")
            self.assertEqual({e["DTSTAMP"].dt.strftime("%H:%M:%S") for e in events}, {"16:00:00"},
                             name)

    def test_a_unit_is_not_told_that_somebody_looks_again(self):
        """Of two orders one is reinspected (复查, 不打招呼): neither its days nor its place tell."""
        h = self.house
        first, second = (h.order_at("feedback_filed") for _ in range(2))
        paths = {name: self.fetch(name)[0] for name in ("head", "lead")}
        look = lambda: {n: h.guest().ask("GET", path).body for n, path in paths.items()}
        before = look()
        for order in (first, second):
            self.assertIn(order.encode(), before["head"].replace(b"\r\n ", b""))
        for state in ("reinspecting", "closing"):
            h.bring(first, state, since="feedback_filed" if state == "reinspecting"
                    else "reinspecting")
            self.assertEqual(look(), before, state)

    @unittest.skipUnless(icalendar, "python3-icalendar is not here")
    def test_it_has_the_tasks_that_are_not_done(self):
        """A unit its own, the office all; not those handed in, done, or without a last day."""
        h, tasks = self.house, {}
        for name, fields in (("自查", {"due": "2099-03-02"}), ("整改", {"due": "2099-03-02"}),
                             ("偿还", {"due": "2099-12-31", "soft": True}), ("宣传", {}),
                             ("别家", {"due": "2099-03-02", "unit": house.OTHER})):
            tasks[name] = world.new_id()
            h["draft"].do("putTask", tasks[name], status=201, body=dict(
                {"scheme": house.SCHEME, "name": name, "unit": house.ADDRESSEE}, **fields))
        h["contact"].do("handInTask", tasks["整改"], body={"text": "x"})

        def read(who):
            events = icalendar.Calendar.from_ical(self.fetch(who)[1].body).walk("VEVENT")
            return [(str(e["SUMMARY"]), str(e["DTSTART"].dt), str(e["DESCRIPTION"]))
                    for e in events if str(e["UID"]).split(".")[0] in tasks.values()]
        unit = h["boss"].do("getUnit", house.ADDRESSEE).json["name"]
        other = h["boss"].do("getUnit", house.OTHER).json["name"]
        own = [("任务 自查", "2099-03-02", unit), ("力争任务 偿还", "2099-12-31", unit)]
        self.assertEqual(sorted(read("head")), sorted(own))
        self.assertEqual(read("lead"), [])
        self.assertEqual(read("head9"), [("任务 别家", "2099-03-02", other)])
        self.assertEqual(sorted(read("boss")), sorted(own + [("任务 别家", "2099-03-02", other)]))
        # Programs that follow the events read of each task what happened to it.
        told = [(e["leaf"]["event"], e["leaf"]["record"]) for e in h["boss"].do(
            "listEvents", query={"noun": "task", "limit": 200}).json["items"]]
        self.assertIn(("task.given", "task/" + tasks["自查"]), told)
        self.assertIn(("task.handed_in", "task/" + tasks["整改"]), told)

    def test_an_address_ends(self):
        first, answer = self.fetch("sign")
        self.assertEqual(answer.status, 200)
        second, _ = self.fetch("sign")
        guest = self.house.guest()
        self.assertEqual(guest.ask("GET", first).status, 404)
        self.assertEqual(guest.ask("GET", second).status, 200)
        self.house["sign"].do("deleteFeed", status=204)
        self.assertEqual(guest.ask("GET", second).status, 404)
        self.assertEqual(guest.ask("GET", "/api/v1/calendar.ics?feed=" + "0" * 64).status, 404)

    def test_it_ends_with_the_account(self):
        self.house.hire("gone", ["leader"], house.OFFICE)
        path, answer = self.fetch("gone")
        self.assertEqual(answer.status, 200)
        self.house.root.do("disableAccount", "gone")
        self.assertEqual(self.house.guest().ask("GET", path).status, 404)


if __name__ == "__main__":
    tap.main()
