#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""An office's day at the command line, against the real service: test_office.py ANFANG ANFANGD

Each test is one errand, by the words of `anfang NOUN VERB --help` and nothing else.
"""
import csv
import hashlib
import http.server
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))
import tap  # noqa: E402
import world  # noqa: E402

ANFANG, ANFANGD = (os.path.abspath(path) for path in sys.argv[1:3])
SCHEME = "haicheng-2018"
AREA = "a3"
LEAD_WITH_PHOTO = "5d0c9f3e-3d55-4b4b-8f52-6a1b1c2d3e4f"


class Office(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = pathlib.Path(tempfile.mkdtemp(prefix="anfang-office-"))
        (cls.dir / "service").mkdir()
        cls.service = world.Service(ANFANGD, cls.dir / "service",
                                    {"webhook_private_hosts": "127.0.0.1"})
        if not cls.service.start():
            raise AssertionError(cls.service.log.read_text())
        cls.world = world.World(cls.service)
        area = next(area for area in cls.world.scheme["areas"] if area["id"] == AREA)
        cls.category = area["categories"][0]
        cls.visit = cls.world.make_visit()
        evidence = cls.world["inspector1"].upload(cls.visit, b"a picture")
        cls.finding = cls.world.make_finding(cls.visit, [evidence], fact="消防通道被杂物堵塞。")

    @classmethod
    def tearDownClass(cls):
        cls.world.close()
        cls.service.close()
        shutil.rmtree(cls.dir, ignore_errors=True)

    def anfang(self, person, *words, status=0):
        env = dict(os.environ, LC_ALL="C.UTF-8", HOME=str(self.dir), G_DEBUG="fatal-warnings",
                   ANFANG_SERVER=self.service.url, ANFANG_TOKEN=self.world[person].token)
        env.pop("LANGUAGE", None)
        done = subprocess.run([ANFANG, *map(str, words)], env=env, cwd=self.dir, text=True,
                              capture_output=True, check=False, timeout=120)
        self.assertEqual(done.returncode, status, "%s\n%s%s" % (words, done.stdout, done.stderr))
        return done

    def ids(self, person, *words):
        return self.anfang(person, *words, "-q").stdout.split()

    def json(self, person, *words):
        return json.loads(self.anfang(person, *words, "--json").stdout)

    def save(self, person, *words):
        """What a command wrote with -o, having said so"""
        path = self.dir / ("out-" + world.new_id())
        self.assertIn("wrote %s" % path, self.anfang(person, *words, "-o", path).stderr)
        return path.read_bytes()

    def test_a_lead_is_verified_turned_and_answered(self):
        lead, = self.ids("clerk1", "lead", "add", "--scheme", SCHEME, "--source", "hotline",
                         "--channel", "12345热线", "--unit", world.ADDRESSEE, "--informant", "张某",
                         "--informant-phone", "13800000000", "--text", "窗口无人值守")
        self.assertNotIn("13800000000", json.dumps(self.json("leader1", "lead", "show", lead)))
        self.assertIn("13800000000", self.anfang(
            "liaison1", "lead", "informant", lead, "--reason", "反馈办理结果").stdout)
        self.anfang("verifier1", "lead", "verify", lead, "--outcome", "substantiated",
                    "--opinion", "属实")
        self.anfang("inspector1", "lead", "turn", lead, "--visit", self.visit)
        # A named one is not closed before whoever gave it was told.
        self.anfang("clerk1", "lead", "answer", lead, "--text", "已责令整改", status=1)
        self.anfang("clerk1", "lead", "answer", lead, "--told", "--text", "已责令整改")
        self.assertEqual(self.json("clerk1", "lead", "show", lead)["state"], "answered")

    def test_what_came_with_a_lead_shows_the_finding(self):
        self.anfang("clerk1", "lead", "add", "--scheme", SCHEME, "--source", "complaint",
                    "--unit", world.ADDRESSEE, "--text", "窗口拖拉", "--id", LEAD_WITH_PHOTO)
        with tempfile.TemporaryDirectory() as folder:
            photo = pathlib.Path(folder, "群众来信.txt")
            photo.write_text("窗口拖拉，往返三次。", encoding="utf-8")
            self.anfang("clerk1", "lead", "attach", LEAD_WITH_PHOTO, str(photo))
            self.assertTrue(photo.with_name(photo.name + ".receipt").exists())
        evidence, = self.json("clerk1", "evidence", "list", "--lead", LEAD_WITH_PHOTO)["items"]
        self.anfang("verifier1", "lead", "verify", LEAD_WITH_PHOTO, "--outcome", "substantiated",
                    "--opinion", "属实")
        said = self.anfang("clerk1", "lead", "turn", LEAD_WITH_PHOTO, "--area", AREA, "--category",
                           self.category, "--fact", "超时", "--clause", "x", "--evidence",
                           evidence["id"]).stdout
        self.assertRegex(said, r"^finding [0-9a-f-]{36}  HC18-")
        finding = self.json("verifier1", "finding", "show", said.split()[1])
        self.assertEqual(finding["evidence"], [evidence["id"]])

    def test_a_unit_declares_its_self_check(self):
        self.anfang("head1", "self-check", "declare", "--scheme", SCHEME, "--area", AREA,
                    "--category", self.category, "--found", "0")
        listed = self.json("clerk1", "self-check", "list")["items"]
        self.assertEqual([(one["unit"], one["found"]) for one in listed], [(world.ADDRESSEE, 0)])

    def test_a_figure_reaches_its_indicator(self):
        self.anfang("assessor1", "indicator", "set", "window_complaints", "120", "--scheme", SCHEME,
                    "--period", "2017", "--source", "民心网年报")
        self.assertIn("120", self.anfang("clerk1", "indicator", "list").stdout)
        table = json.loads(self.save("drafter1", "report", "indicators", "--scheme", SCHEME,
                                     "--period", "2018", "--format", "json"))
        named = [one["id"] for one in self.world.scheme["indicators"]]
        self.assertEqual(len(named), 29)
        self.assertLessEqual(set(named), {one["id"] for one in table["items"]})

    def test_a_report_stays_as_it_was_made(self):
        words = ("report", "weekly", "--scheme", SCHEME, "--period", "2018-W23")
        self.assertEqual(self.save("drafter1", *words), self.save("drafter1", *words))

    def test_a_ledger_is_a_table(self):
        text = self.save("drafter1", "report", "ledger", "--scheme", SCHEME, "--format", "csv")
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
        self.assertGreaterEqual(len(rows), 2)
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})

    def test_a_map_hides_what_it_is_told_to(self):
        found = json.loads(self.save("drafter1", "report", "geojson", "--scheme", SCHEME,
                                     "--decimals", "2"))
        self.assertEqual(found["type"], "FeatureCollection")

    def test_what_was_written_is_found_by_two_characters(self):
        def found():
            return self.finding in self.anfang("verifier1", "search", "堵塞", "--kind",
                                               "finding").stdout
        self.assertTrue(world.wait_for(found) or found())
        self.assertNotIn(self.finding, self.anfang("verifier1", "search", "火灾").stdout)

    def test_events_are_told_in_their_order(self):
        lines = self.anfang("auditor1", "events", "--noun", "visit").stdout.splitlines()
        numbers = [int(re.match(r"\s*(\d+)", line).group(1)) for line in lines if self.visit in line]
        self.assertGreaterEqual(len(numbers), 3)
        self.assertEqual(numbers, sorted(numbers))

    def test_a_webhook_is_told(self):
        got = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            url = "http://127.0.0.1:%d/hook" % server.server_port
            hook, = self.ids("sysadmin1", "webhook", "add", url, "--events", "order")
            self.anfang("sysadmin1", "webhook", "test", hook)
            world.wait_for(lambda: got)
            self.assertIn("webhook-signature", {name.lower() for name in got[0][0]})
            self.anfang("sysadmin1", "webhook", "disable", hook, "--reason", "停用")
        finally:
            server.shutdown()
            server.server_close()

    def test_a_calendar_program_fetches_deadlines_without_a_login(self):
        address = re.search(r"https?://\S+", self.anfang("clerk1", "calendar", "feed").stdout)[0]
        with urllib.request.urlopen(address) as answer:
            self.assertTrue(answer.read().startswith(b"BEGIN:VCALENDAR\r\n"))
        self.anfang("clerk1", "calendar", "feed", "--end")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(address)
        self.assertEqual(caught.exception.code, 404)
        caught.exception.close()

    def test_a_lot_can_be_drawn_again_by_anybody(self):
        """As the help says: ascending SHA-256 of seed, line feed, candidate."""
        units = [unit["id"] for unit in self.world.scheme["units"]][:7]
        draw, = self.ids("leader1", "visit", "draw", "--scheme", SCHEME, "--count", "3",
                         "--purpose", "3月随机抽查",
                         *[word for unit in units for word in ("--candidate", unit)])
        record = self.world["leader1"].do("GET", "/draws/" + draw)
        self.assertEqual({unit.rpartition("-")[2] for unit in record["candidates"]},
                         {unit.rpartition("-")[2] for unit in units})
        order = sorted(record["candidates"], key=lambda unit: hashlib.sha256(
            ("%s\n%s" % (record["seed"], unit)).encode()).digest())
        self.assertEqual(record["drawn"], order[:3])

    def test_a_choice_tells_whom_and_why(self):
        """One line for each who was chosen; the hundreds of figures of all others on request."""
        words = ("visit", "choose", "--scheme", SCHEME, "--by", "risk", "--count", "2")
        done = self.anfang("leader1", *words)
        lines = done.stdout.splitlines()[1:]
        self.assertEqual(len(lines), 2)
        choice = self.world["leader1"].do("GET", "/choices/" + re.search(r"[0-9a-f-]{36}",
                                                                        done.stderr)[0])
        scores = {one["unit"]: one for one in choice["scores"]}
        self.assertGreater(len(scores), 2)
        for line, unit in zip(lines, choice["chosen"]):
            self.assertTrue(line.startswith(scores[unit]["score"] + " "), line)
            for reason in scores[unit]["reasons"]:
                self.assertEqual(reason["name"] in line, float(reason["points"]) != 0, line)

    def test_a_survey_is_asked_and_told(self):
        """满意率: satisfied of all valid replies; 不了解 is none (domain.md F.3)."""
        unit, other = (world.OFFICE.partition("-")[0] + "-" + each["id"] for each in self.world.scheme["units"][10:12])
        (survey,) = self.ids("clerk1", "survey", "add", "--scheme", SCHEME, "--title", "窗口满意度调查",
                             "--way", "问卷调查", "--from", "2018-06-01", "--to", "2018-06-30",
                             "--unit", unit, "--unit", other, "--question", "总体是否满意",
                             "--question", "是否一次办结")
        self.anfang("clerk1", "survey", "open", survey)
        table = self.dir / "sheets.csv"
        table.write_text("单位,q1,q2,份数,日期\n%s,满意,不满意,8,2018-06-02\n%s,不满意,满意,2,2018-06-02\n"
                         "%s,不了解,满意,5,2018-06-03\n" % (unit, unit, unit), encoding="utf-8-sig")
        self.anfang("inspector1", "survey", "enter", survey, table)
        self.anfang("inspector1", "survey", "enter", survey, "--unit", other, "--answer", "q1=基本满意",
                    "--answer", "q2=满意", "--on", "2018-06-04", "--opinion", "窗口太少")
        self.assertIn("窗口太少", self.anfang("leader1", "survey", "opinions", survey).stdout)
        self.anfang("clerk1", "survey", "close", survey)
        self.anfang("leader1", "survey", "release", survey)
        self.assertIn("总体是否满意", self.save("leader1", "survey", "results", survey).decode("utf-8-sig"))
        told = json.loads(self.save("leader1", "survey", "results", survey, "--format", "json"))
        self.assertEqual([(u["unit"], u["sheets"], u["replies"], u["satisfaction"], u["basically"])
                          for u in told["units"]], [(unit, 15, 10, 0.8, 0), (other, 1, 1, 0, 1)])
        # By a file just as well, and as it is shown; but not by both.
        shown = self.json("clerk1", "survey", "show", survey)
        file = self.dir / "survey.json"
        file.write_text(json.dumps({name: shown[name] for name in (
            "scheme", "title", "way", "from", "to", "units", "questions")}))
        again = self.json("clerk1", "survey", "add", file)
        self.assertEqual(again["questions"], shown["questions"])
        self.anfang("clerk1", "survey", "add", file, "--title", "x", status=2)
        for missing in ("--title", "--unit"):
            self.assertIn(missing, self.anfang("clerk1", "survey", "add", "--scheme", SCHEME,
                                               *(["--title", "x", "--way", "x", "--from", "2018-06-01",
                                                  "--to", "2018-06-30"] if missing == "--unit" else []),
                                               status=2).stderr)

    def test_shipped_templates_are_sound(self):
        folder = world.ROOT / "data" / "letters"
        self.anfang("clerk1", "template", "check", folder)
        broken = self.dir / "order.zh_CN.txt"
        broken.write_text("{{nonsense}}\n")
        self.anfang("clerk1", "template", "check", broken, status=1)


if __name__ == "__main__":
    tap.main()
