#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The program `anfang` as its users meet it: words in, exit status and text out.

    test_cli.py ANFANG

The service is a stand-in here, because it has to fail in ways that the real one does not.
"""
import base64
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib
from urllib.parse import parse_qs

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
sys.path.insert(0, HERE)
import tap  # noqa: E402
from cutlink import CutLink  # noqa: E402
from standin import StandIn  # noqa: E402
import terminal  # noqa: E402

ANFANG = os.path.abspath(sys.argv[1])
LOCALE_DIR = os.path.join(os.path.dirname(ANFANG), "..", "po")
HOLIDAYS = os.path.join(HERE, "..", "..", "data", "holidays")
SCHEMAS = os.path.join(HERE, "..", "..", "schemas")
FORMATS = {"json", "csv", "xlsx", "pdf", "docx", "WGS-84", "GCJ-02", "BD-09"}
VISIT = "11111111-1111-4111-8111-111111111111"


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="anfang-cli-")
        self.env = dict(os.environ, HOME=self.dir, LC_ALL="C.UTF-8", G_DEBUG="fatal-warnings")
        for name in ("CONFIG", "STATE", "DATA", "CACHE"):
            self.env["XDG_%s_HOME" % name] = os.path.join(self.dir, name.lower())
        for name in ("ANFANG_SERVER", "ANFANG_TOKEN", "http_proxy", "LANGUAGE"):
            self.env.pop(name, None)

    def tearDown(self):
        shutil.rmtree(self.dir)

    def run_anfang(self, *words, status=0, text=None):
        done = subprocess.run([ANFANG, *words], env=self.env, cwd=self.dir, input=text,
                              capture_output=True, text=True, timeout=120,
                              stdin=None if text is not None else subprocess.DEVNULL)
        self.assertEqual(done.returncode, status, "%s\n%s\n%s" % (words, done.stdout, done.stderr))
        return done

    def speak_chinese(self):
        self.env.update(LC_ALL="zh_CN.UTF-8", ANFANG_LOCALE_DIR=LOCALE_DIR)
        if not self.run_anfang("--help").stdout.startswith("用法"):
            self.skipTest("no locale zh_CN.UTF-8, or no catalogue")

    def write(self, name, content):
        path = os.path.join(self.dir, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path


def verbs_of(text):
    """The verbs of each noun, as the help tells them"""
    nouns = {}
    noun = None
    for line in text.splitlines():
        name = re.match(r"  ([\w-]+) +\S", line)
        if name and name.group(1) != "anfang":
            noun = name.group(1)
            nouns[noun] = []
        elif line.startswith("             ") and noun:
            nouns[noun] = line.strip().split(" · ")
        elif nouns and not line:
            return nouns
    return nouns


class Usage(Case):
    def verbs(self):
        return verbs_of(self.run_anfang("--help").stdout)

    def commands(self):
        """Each noun with each of its verbs, or alone"""
        return [words for noun, verbs in self.verbs().items()
                for words in [[noun, verb] for verb in verbs] or [[noun]]]

    def test_every_name_of_the_design_is_there(self):
        """DESIGN section 4 as it stands; scripts rely on it."""
        promised = {
            "login": "", "logout": "", "whoami": "", "scheme": "load list show",
            "unit": "add import list show", "account": "add list disable",
            "visit": "add approve start submit verify return list show",
            "evidence": "add refer list show get redacted receipt inspect",
            "finding": "add establish dismiss merge list show",
            "order": "draft review sign number serve receive object plan accept extend feedback "
                     "reinspect return close withdraw list show print",
            "referral": "draft approve send receive result list show",
            "pack": "export verify redact", "report": "weekly monthly quarterly ledger",
            "calendar": "due", "log": "checkpoint prove verify"}
        have = self.verbs()
        for noun, verbs in promised.items():
            self.assertLessEqual(set(verbs.split()), set(have[noun]), noun)

    def test_every_verb_explains_itself_with_an_example(self):
        for words in self.commands():
            text = self.run_anfang(*words, "--help").stdout
            self.assertIn("\nExample:\n  anfang " + " ".join(words), text)
            self.assertEqual(text, self.run_anfang("help", *words).stdout)

    def test_chinese_help_names_what_it_takes_in_chinese(self):
        commands = self.commands()
        self.speak_chinese()
        for words in commands:
            usage = self.run_anfang(*words, "--help").stdout.splitlines()[1]
            taken = usage.split("anfang " + " ".join(words))[1].split(" --")[0]
            self.assertNotRegex(taken, "[A-Z]{2}")

    def test_chinese_help_names_choices_in_chinese_and_takes_them(self):
        commands = self.commands()
        self.speak_chinese()
        for words in commands:
            for line in self.run_anfang(*words, "--help").stdout.splitlines():
                option = re.match(r"  (?:-\w, )?--\S+", line)
                self.assertNotIn("@FILE", line)
                # What an option means can be read on a terminal of 80 columns.
                self.assertLess(len(option.group()) if option else 0, 44, line)
                # A word to type is told with what it means.
                for word in re.findall(r"[a-z]+_[a-z_]+", line.split("：")[-1] if option else ""):
                    self.assertIn(word + " ", line)
                # So is each of a list, but for names that are the same in every language.
                taken = re.match(r"  (?:-\w, )?--\S+=(\S+)", line)
                if taken:
                    listed = (re.findall(r"[：、]([a-z-]+)(?= |、|$)", line)
                              if taken.group(1) == "词" else re.split("[=|]", taken.group(1)))
                    for word in listed:
                        self.assertTrue(word in FORMATS or not word.islower() or not word.isascii()
                                        or re.search(word + r" [^\x00-\x7f]", line),
                                        (words, line))
        # Roles are called as messages call them: “须由下列角色之一办理：督查员…”.
        roles = self.run_anfang("account", "add", "--help").stdout
        for role in ("inspector 督查员", "verifier 核实人", "signer 签发人", "resp_contact 责任单位联络员",
                     "discipline_liaison 纪检对接人", "auditor 审计管理员"):
            self.assertIn(role, roles)
        # What there is to choose from is parted as Chinese parts it.
        with open(os.path.join(HOLIDAYS, "..", "schemes", "haicheng-2018.json"), "rb") as file:
            scheme = json.load(file)
        scheme["anfang"]["clocks"]["nonsense"] = {}
        path = self.write("scheme.json", json.dumps(scheme).encode())
        self.assertIn("、rectify、", self.run_anfang("scheme", "check", path, status=1).stdout)
        self.env.update(ANFANG_SERVER="http://127.0.0.1:9", ANFANG_TOKEN="t")
        lead = ["lead", "add", "--scheme", "haicheng-2018", "--text", "x", "--source"]
        self.assertIn("领导批示", self.run_anfang(*lead, "领导", status=2).stderr)
        for source in ("leader_note", "领导批示"):
            self.run_anfang(*lead, source, status=1)
        photo = self.write("1.jpg", b"x")
        for kind in ("photo", "照片"):
            self.run_anfang("evidence", "add", "AF-1", photo, "--kind", kind, status=1)
        self.run_anfang("evidence", "add", "AF-1", photo, "--kind", "相片", status=2)

    def test_help_shows_the_file_of_a_year_and_takes_it(self):
        text = self.run_anfang("calendar", "load", "--help").stdout
        shown = self.write("2018.json", text[text.index("  {"):])
        self.run_anfang("calendar", "load", shown, "--offline")
        # 国办发明电〔2017〕12号: 2月11日（星期日）上班, 2月15日 放假.
        self.assertIn("2018-02-12", self.run_anfang("calendar", "due", "2018-02-10", "2wd").stdout)

    def test_wrong_use_ends_with_2_and_says_where_help_is(self):
        for words in ([], ["visit"], ["nonsense"], ["visit", "nonsense"], ["--nonsense"],
                      ["calendar", "due"], ["calendar", "due", "2018-02-09"],
                      ["calendar", "due", "2018-02-30", "10wd"], ["calendar", "due", "x", "10wd"],
                      ["calendar", "due", "2018-02-09", "10wx"], ["scheme", "show", "a", "b"],
                      ["visit", "add", "--site"], ["visit", "add", "--site", "x"],
                      ["login", "http://x"], ["login", "--account", "li"],
                      ["order", "review", "x", "--outcome", "perhaps", "--opinion", "x"],
                      ["unit", "list", "--name", "a", "--name", "b"],
                      ["evidence", "add", VISIT, "x.jpg", "--position", "91,0"],
                      ["evidence", "add", VISIT, "x.jpg", "--captured", "yesterday"],
                      ["evidence", "add", VISIT, "x.jpg", "-j", "010x"],
                      ["evidence", "add", VISIT, "x.jpg", "--jobs", "0"],
                      ["evidence", "refer", VISIT, "--carrier", "x", "--sha256", "0" * 63],
                      ["account", "add", "李某", "--role", "clerk", "--generate"],
                      ["visit", "list", "--state", "closed"], ["order", "list", "--state", "开"]):
            self.env["ANFANG_SERVER"], self.env["ANFANG_TOKEN"] = "http://127.0.0.1:9", "t"
            done = self.run_anfang(*words, status=2)
            self.assertIn("--help", done.stdout + done.stderr, words)

    def test_global_options_may_stand_before_the_noun_and_after_the_verb(self):
        for words in (["--json", "calendar", "due", "2018-02-09", "10wd"],
                      ["calendar", "--json", "due", "2018-02-09", "10wd"],
                      ["calendar", "due", "--json", "2018-02-09", "10wd"],
                      ["--", "calendar", "due", "2018-02-09", "10wd", "--json"]):
            due = json.loads(self.run_anfang(*words).stdout)
            self.assertEqual(due["due"], "2018-02-28")

    def test_a_full_disk_is_noticed(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([ANFANG, "calendar", "due", "2018-02-09", "10wd"], env=self.env,
                                  stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 1)


class Calendar(Case):
    # domain.md B.2: the rows that are periods.
    DUE = """2018-02-09 10wd 2018-02-28
             2018-02-14 15wd 2018-03-13
             2018-09-26 15wd 2018-10-22
             2026-09-18 5wd  2026-09-24
             2026-02-13 10wd 2026-03-05
             2026-04-30 10wd 2026-05-18
             2021-09-17 10wd 2021-10-08
             2026-01-20 30d  2026-02-24
             2026-01-15 30d  2026-02-14
             2018-05-31 30d  2018-07-02
             2018-09-01 30d  2018-10-08
             2018-08-31 6m   2019-02-28
             2018-03-15 6m   2018-09-17
             2026-04-01 6m   2026-10-08
             2026-02-13 7wd  2026-03-02"""

    def test_what_a_file_says_is_told_by_name(self):
        def chunk(name, content):
            return (struct.pack(">I", len(content)) + name + content
                    + struct.pack(">I", zlib.crc32(name + content)))
        png = self.write("1.png", b"\x89PNG\r\n\x1a\n" + chunk(
            b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0)) + chunk(
            b"IDAT", zlib.compress(b"\0abc" * 2)) + chunk(b"IEND", b""))
        said = self.run_anfang("evidence", "inspect", png, png).stdout
        one, two = said.split("\n\n")
        self.assertEqual(one, two.rstrip("\n"))
        for line in (png, "  type: image/png", "  width: 3", "  height: 2"):
            self.assertIn(line, one.splitlines())
        told = json.loads(self.run_anfang("--json", "evidence", "inspect", png).stdout)
        self.assertEqual((told["facts"]["width"], told["facts"]["height"]), (3, 2))

    def test_periods_end_on_the_days_of_the_law(self):
        for row in self.DUE.splitlines():
            start, period, due = row.split()
            self.assertEqual(self.run_anfang("calendar", "due", start, period).stdout, due + "\n")

    def test_explaining_counts_each_day(self):
        text = self.run_anfang("calendar", "due", "2018-02-09", "10wd", "--explain").stdout
        counted = re.findall(r"^  (\S+)  \w+  \d+$", text, re.M)
        self.assertEqual(counted, ["2018-02-%d" % d for d in (11, 12, 13, 14, 22, 23, 24, 26, 27, 28)])

    def test_a_year_that_is_not_published_is_refused_until_it_is_loaded(self):
        self.assertIn("2027", self.run_anfang("calendar", "due", "2026-12-28", "10wd",
                                              status=1).stderr)
        year = self.write("2027.json", json.dumps({"year": 2027, "source": "x", "days": [
            {"date": "2027-01-01", "name": "元旦", "off": True}]}))
        self.run_anfang("calendar", "load", year)
        self.assertEqual(self.run_anfang("calendar", "due", "2026-12-28", "10wd").stdout,
                         "2027-01-12\n")
        self.assertIn("2027", self.run_anfang("calendar", "list").stdout)

    def test_a_bad_year_is_not_kept(self):
        for content in ("{}", "{'year': 2027}", '{"year": 2027, "status": "not-published", "days": []}'):
            self.run_anfang("calendar", "load", self.write("bad.json", content), status=1)
        self.assertNotIn("2027", self.run_anfang("calendar", "list").stdout)

    def test_a_folder_of_years_stands_alone(self):
        os.mkdir(os.path.join(self.dir, "years"))
        shutil.copy(os.path.join(HOLIDAYS, "2018.json"), os.path.join(self.dir, "years"))
        args = ["calendar", "due", "--calendar", "years"]
        self.assertEqual(self.run_anfang(*args, "2018-02-09", "10wd").stdout, "2018-02-28\n")
        self.run_anfang(*args, "2026-09-18", "5wd", status=1)


class Service(Case):
    def setUp(self):
        super().setUp()
        self.standin = StandIn()
        self.addCleanup(self.standin.close)
        self.env["ANFANG_SERVER"] = self.standin.url
        self.env["ANFANG_TOKEN"] = "t" * 32
        self.standin.add("visits", {"id": VISIT, "number": "AF-20180306-01", "state": "in_progress",
                                    "scheme": "hc", "unit": "u-spj", "site": "大厅"})
        for unit, name, scheme in (("u-spj", "市行政审批局", "hc"), ("v-spj", "某区审批局", "other"),
                                   ("u-ysb", "市营商办（市营商环境监督办公室）", "hc"),
                                   ("u-jw", "市纪委监委", "hc")):
            self.standin.add("units", {"id": unit, "name": name, "scheme": scheme})


class Examples(Service):
    def test_every_example_is_understood(self):
        """As far as a service that knows nobody, or a file, or a terminal to ask for a password."""
        self.standin.knows_nobody = True
        for noun, verbs in verbs_of(self.run_anfang("--help").stdout).items():
            for words in [[noun, verb] for verb in verbs] or [[noun]]:
                text = self.run_anfang(*words, "--help").stdout
                example = shlex.split(text.partition("\nExample:\n  anfang ")[2].split("\n")[0])
                if ">" in example:
                    del example[example.index(">"):]
                done = subprocess.run([ANFANG, *example], env=self.env, cwd=self.dir, text=True,
                                      capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
                if "no terminal" not in done.stderr:
                    self.assertNotEqual(done.returncode, 2, (example, done.stderr))


    def test_the_day_of_the_help_leaves_no_step_out(self):
        """A newcomer types it line by line: each line is understood, and each step that the next
        one waits for is there."""
        self.standin.knows_nobody = True
        self.write("记录.txt", "所见")
        day = self.run_anfang("--help").stdout.partition("A day's work:\n")[2].partition("\nEach")[0]
        lines = [shlex.split(line)[1:] for line in day.replace("\\\n", " ").splitlines()]
        for words in lines:
            done = subprocess.run([ANFANG, *words], env=self.env, cwd=self.dir, text=True,
                                  capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
            if "no terminal" not in done.stderr:
                self.assertNotEqual(done.returncode, 2, (words, done.stderr))
        self.assertEqual(
            [" ".join(words[:2]) for words in lines if words[0] in ("visit", "finding", "order")],
            ["visit " + verb for verb in ("add", "declare", "approve", "start")]
            + ["finding add", "visit submit", "finding establish", "visit verify"]
            + ["order " + verb for verb in ("draft", "submit", "review", "sign", "number", "serve",
                                            "print")])


class Login(Service):
    def setUp(self):
        super().setUp()
        del self.env["ANFANG_SERVER"], self.env["ANFANG_TOKEN"]
        self.session = os.path.join(self.env["XDG_CONFIG_HOME"], "anfang", "session.json")

    def login(self, password, status=0):
        return self.run_anfang("login", self.standin.url + "/", "--account", "li",
                               "--password-file", "-", text=password, status=status)

    def test_a_login_is_kept_for_its_owner_alone_until_logout(self):
        self.run_anfang("whoami", status=1)
        self.login("right\n")
        self.assertEqual(os.stat(self.session).st_mode & 0o777, 0o600)
        self.assertIn("li", self.run_anfang("whoami").stdout)
        self.run_anfang("logout")
        self.assertFalse(os.path.exists(self.session))
        self.assertIn("anfang login", self.run_anfang("visit", "list", status=1).stderr)

    def test_a_wrong_password_keeps_nothing(self):
        self.login("wrong", status=1)
        self.assertFalse(os.path.exists(self.session))

    def test_a_token_goes_to_the_service_that_gave_it_and_no_other(self):
        self.login("right")
        other = StandIn()
        self.addCleanup(other.close)
        self.run_anfang("--server", other.url, "visit", "list", status=1)
        self.assertEqual(other.requests, [])

    def test_the_environment_stands_for_a_login(self):
        self.env["ANFANG_SERVER"], self.env["ANFANG_TOKEN"] = self.standin.url, "t" * 32
        self.run_anfang("visit", "list")

    def test_the_device_has_a_name_that_says_nothing(self):
        self.login("right")
        with open(os.path.join(self.env["XDG_STATE_HOME"], "anfang", "device"),
                  encoding="ascii") as file:
            self.assertRegex(file.read(), r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


class Records(Service):
    def test_json_is_what_the_service_said(self):
        for words in (["visit", "show", VISIT], ["visit", "list"]):
            self.assertIn("大厅", self.run_anfang(*words, "--json").stdout)
        shown = json.loads(self.run_anfang("--json", "visit", "show", VISIT).stdout)
        self.assertEqual(shown, self.standin.records["visits"][VISIT])

    def test_records_are_found_by_number_and_name(self):
        self.assertIn("大厅", self.run_anfang("visit", "show", "AF-20180306-01").stdout)
        for name, unit in (("市行政审批局", "u-spj"), ("市营商办", "u-ysb"), ("jw", "u-jw"),
                           ("u-jw", "u-jw")):
            self.assertEqual(self.run_anfang("-q", "unit", "show", name).stdout, unit + "\n")

    def test_a_list_has_names_where_the_record_has_ids(self):
        table = self.run_anfang("visit", "list").stdout
        self.assertIn("市行政审批局", table)
        self.assertNotIn("u-spj", table)
        self.standin.add("visits", {"id": VISIT.replace("1", "2"), "number": "AF-2", "unit": "gone"})
        self.assertIn("gone", self.run_anfang("visit", "list").stdout)

    def test_a_record_is_told_in_words_before_all_that_it_holds(self):
        head, _, rest = self.run_anfang("visit", "show", VISIT).stdout.partition("\n\n")
        self.assertIn("市行政审批局", head)
        self.assertIn("\nunit: 市行政审批局 (u-spj)\n", rest)
        self.speak_chinese()
        rest = self.run_anfang("visit", "show", VISIT).stdout.partition("\n\n")[2]
        self.assertIn("\n单位：市行政审批局（u-spj）\n", rest)

    def test_what_a_record_names_is_called_as_people_call_it(self):
        """An order by its 文号, a finding by its number; of what the service does not tell, the id."""
        order, finding, hidden = (VISIT.replace("1", digit) for digit in "789")
        self.standin.add("orders", {"id": order, "number": {"text": "海营商督〔2018〕7号", "year": 2018}})
        self.standin.add("findings", {"id": finding, "number": "AF-20180306-01-1", "order": order,
                                      "visit": VISIT, "co_units": ["u-spj"], "lead": hidden})
        shown = self.run_anfang("finding", "show", finding).stdout
        for line in ("order: 海营商督〔2018〕7号 (%s)" % order, "visit: AF-20180306-01 (%s)" % VISIT,
                     "lead: " + hidden, "- 市行政审批局 (u-spj)"):
            self.assertIn(line + "\n", shown)
        many = ["%08d-0000-4000-8000-000000000000" % n for n in range(100)]
        self.standin.add("orders", {"id": order, "findings": many + [finding], "unit": "u-spj"})
        before = len(self.standin.requests)
        shown = self.run_anfang("order", "show", order).stdout
        self.assertIn("- %s\n" % many[99], shown)
        self.assertLess(len(self.standin.requests) - before, 70)

    def add_scheme(self):
        self.standin.add("schemes", {"id": "haicheng-2018", "title": "专项整治方案", "document": {
            "units": [{"id": "spj", "name": "市行政审批局", "roles": ["area_lead"]}],
            "areas": [{"id": "a3", "name": "政务服务", "lead": ["spj"]}],
            "anfang": {"clocks": {"plan": {"rule": "10wd", "trigger": "order.received"}}}}})

    def test_areas_and_schemes_are_called_by_their_names(self):
        self.add_scheme()
        self.standin.add("findings", {"id": VISIT, "area": "a3", "scheme": "haicheng-2018"})
        self.standin.add("findings", {"id": VISIT[:-1] + "9", "area": "a9", "scheme": "haicheng-2018"})
        listed = self.run_anfang("finding", "list").stdout
        self.assertRegex(listed, "政务服务.*\n")
        self.assertRegex(listed, "a9.*\n")
        self.assertEqual([r for r in self.standin.requests if r[1].startswith("/schemes/")],
                         [("GET", "/schemes/haicheng-2018", 0)])
        shown = self.run_anfang("finding", "show", VISIT).stdout
        for line in ("AREA: 政务服务", "area: 政务服务 (a3)", "scheme: 专项整治方案 (haicheng-2018)"):
            self.assertIn(line + "\n", shown)

    def test_a_scheme_is_read_in_its_own_words(self):
        self.add_scheme()
        told = self.run_anfang("scheme", "show", "haicheng-2018").stdout
        self.assertIn("        - 市行政审批局 (spj)\n", told)
        self.assertIn("        trigger: order.received\n", told)
        self.speak_chinese()
        told = self.run_anfang("scheme", "show", "haicheng-2018").stdout
        for line in ("方案内容", "        - 市行政审批局（spj）", "        - 专项牵头单位",
                     "        规则：10个工作日", "        起算事由：整改通知签收"):
            self.assertIn(line + "\n", told)
        # Ids are no words, and each is asked for nowhere.
        self.assertFalse([r for r in self.standin.requests if r[1].startswith("/units")])

    def test_numbers_given_elsewhere_are_listed(self):
        self.standin.add("numberings", {"id": VISIT, "up_to": "海营商整〔2026〕18号", "first": 1,
                                        "reason": "纸质", "created_by": "wu"})
        self.assertRegex(self.run_anfang("number", "list").stdout, "UP TO +FIRST NUMBER +REASON")
        self.speak_chinese()
        self.assertRegex(self.run_anfang("number", "list").stdout,
                         "编至 +首个编号 .*\n海营商整〔2026〕18号 +1 +纸质 +wu ")

    def test_the_marks_of_a_checklist_are_taken_in_words(self):
        self.speak_chinese()
        words = ["visit", "submit", VISIT, "--narrative", "x", "--checklist", "window"]
        self.run_anfang(*words, "--answer", "once-1=是", "--answer", "once-2=na")
        self.assertEqual([answer["answer"] for answer in
                          self.standin.posted[-1][1]["checklist"]["answers"]], ["yes", "na"])
        self.assertIn("不适用", self.run_anfang(*words, "--answer", "once-1=对", status=2).stderr)

    def test_what_a_member_says_is_told_in_words_too(self):
        """A state by whose it is; what people wrote stays as they wrote it, also where it is a word
        of the contract."""
        order = VISIT.replace("1", "8")
        self.standin.add("orders", {
            "id": order, "state": "closed", "kind": "supervision", "note": "running",
            "key": {"grounds": ["large_impact"]}, "returned": True,
            "clocks": [{"id": "rectify", "state": "running"}, {"id": "plan", "state": "met"}]})
        english = self.run_anfang("order", "show", order).stdout
        for line in ("state: closed", "kind: supervision", "    state: met", "returned: true"):
            self.assertIn("\n" + line + "\n", english)
        self.speak_chinese()
        shown = self.run_anfang("order", "show", order).stdout.partition("\n\n")[2]
        for line in ("状态：已销号", "种类：督办", "    状态：计时中", "    状态：按期", "    - 社会影响大",
                     "    标识：报送整改方案"):
            self.assertIn("\n" + line + "\n", "\n" + shown)
        self.assertRegex(shown, "：是\n")
        self.assertIn("：running\n", shown)
        # A unit may be called `lead`, a person's answer may be “no”.
        self.standin.add("talks", {"id": order, "state": "signed", "signed": {"by": "risk"},
                                   "exchanges": [{"question": "x", "answer": "no"}]})
        shown = self.run_anfang("talk", "show", order).stdout.partition("\n\n")[2]
        for line in ("状态：已签名", "签名", "  经办人：risk", "    答复：no"):
            self.assertIn("\n" + line + "\n", "\n" + shown)

    def test_an_explanation_is_told_in_one_language(self):
        self.standin.add("flags", {"id": VISIT, "state": "open", "unit": "m", "explanation": {
            "en": "Far from the site.", "zh_CN": "距现场较远。"}})
        shown = self.run_anfang("flag", "show", VISIT).stdout
        self.assertIn("Far from", shown)
        self.assertNotIn("距现场", shown)
        self.speak_chinese()
        shown = self.run_anfang("flag", "show", VISIT).stdout
        self.assertIn("距现场", shown)
        self.assertNotIn("Far from", shown)
        self.assertIn("\n单位：米\n", shown)

    def test_a_paper_is_asked_for_as_the_help_calls_it(self):
        order = VISIT.replace("1", "8")
        self.standin.add("orders", {"id": order, "state": "served"})
        print_it = "order", "print", order, "--form"
        self.assertIn("assignment", self.run_anfang(*print_it, "no-such", status=2).stderr)
        self.speak_chinese()
        self.assertIn("销号单", self.run_anfang(*print_it, "没有", status=2).stderr)
        for name, action in (("交办单", "assignment"), ("销号单", "closing-form"), ("plan", "plan-form")):
            self.run_anfang(*print_it, name, "-o", name + ".pdf")
            self.assertTrue(self.standin.requests[-1][1].endswith("/%s/%s" % (order, action)),
                            self.standin.requests[-1])

    def test_a_list_of_orders_tells_when_they_are_due(self):
        order = VISIT.replace("1", "8")
        self.standin.add("orders", {"id": order, "state": "served", "clocks": [
            {"id": "rectify", "due": "2026-01-05", "rule": "10wd", "trigger": "order.received",
             "state": "replaced"},
            {"id": "plan", "due": "2026-01-03"},
            {"id": "rectify", "due": "2026-01-09", "state": "running"}]})
        done = VISIT.replace("1", "9")
        self.standin.add("orders", {"id": done, "state": "closed", "clocks": [
            {"id": "rectify", "due": "2026-02-02", "state": "met"}]})
        told = self.run_anfang("order", "list").stdout
        self.assertIn("2026-01-09", told)
        for over in ("2026-01-05", "2026-02-02"):
            self.assertNotIn(over, told)
        self.speak_chinese()
        shown = self.run_anfang("order", "show", order).stdout
        for line in ("规则：10个工作日", "起算事由：整改通知签收"):
            self.assertIn("    %s\n" % line, shown)

    def test_columns_of_a_register_are_the_schemes_own(self):
        """`in_charge` is a member of ours as well, with another word."""
        self.standin.add("registers", {"id": VISIT, "register": "projects", "in_charge": "张某",
                                       "values": {"in_charge": "市营商局", "en": "Yes", "zh_CN": "是的"}})
        self.speak_chinese()
        shown = self.run_anfang("register", "show", VISIT).stdout.partition("\n\n")[2]
        self.assertIn("\n主管领导：张某\n", "\n" + shown)
        for line in ("  in_charge：市营商局", "  en：Yes", "  zh_CN：是的"):
            self.assertIn(line + "\n", shown)

    def test_a_letter_is_called_by_its_kind(self):
        order = VISIT.replace("1", "7")
        for kind, said in (("interview", "interview "), ("rectification", "order ")):
            self.standin.add("orders", {"id": order, "state": "signed", "kind": kind})
            self.assertTrue(self.run_anfang("order", "number", order).stdout.startswith(said), kind)

    def test_what_an_examination_noted_is_told_in_words(self):
        """Each code of the contract, in either language; programs get the codes."""
        with open(os.path.join(SCHEMAS, "facts.json"), encoding="utf-8") as file:
            codes = json.load(file)["properties"]["flags"]["items"]["enum"]
        self.standin.add("evidence", {"id": VISIT, "kind": "photo", "examination": {
            "status": "done", "facts": {"format": "tiff", "flags": codes}}})
        english = self.run_anfang("evidence", "show", VISIT).stdout
        self.assertIn("NOTED: ", english.partition("\n\n")[0])
        self.assertNotIn("NOTED", self.run_anfang("evidence", "list", VISIT).stdout)
        self.assertEqual(json.loads(self.run_anfang("--json", "evidence", "show", VISIT).stdout),
                         self.standin.records["evidence"][VISIT])
        self.speak_chinese()
        for text, begin, end in ((english, "    flags\n", "\n    format"), (
                self.run_anfang("evidence", "show", VISIT).stdout, "    提示\n", "\n    格式")):
            said = text.partition(begin)[2].partition(end)[0].splitlines()
            self.assertEqual(len(set(said)), len(codes))
            for line in said:
                self.assertIn(line.strip(" -"), text.partition("\n\n")[0])
                self.assertNotIn(line.strip(" -"), codes)
                if text is not english:
                    self.assertNotRegex(line, "[a-z]{5}")

    def test_an_event_is_told_in_chinese_to_who_reads_it(self):
        """Scripts cut the line at its blanks, so in English the name stays one word."""
        self.standin.add("events", {"id": "e1", "index": 7, "leaf": {
            "at": "2018-03-06T01:00:00Z", "by": "wu", "event": "order.served", "record": "order/x"}})
        self.assertIn("  order.served  order/x  wu\n", self.run_anfang("events").stdout)
        self.speak_chinese()
        self.assertIn("  整改通知送达  order/x  wu\n", self.run_anfang("events").stdout)

    def test_a_clock_is_told_in_the_readers_words(self):
        """民法典 201: from what it is counted, and by which rule."""
        self.standin.add("orders", {"id": VISIT, "items": [{
            "name": "整改方案报送", "due": "2018-03-20", "state": "running", "rule": "10wd",
            "trigger": "order.received", "trigger_at": "2018-03-06T01:00:00Z",
            "count": {"day_zero": "2018-03-06", "calendar": "c", "days": [
                {"date": "2018-03-07", "number": 1, "why": "working_day"}]},
            "was": [{"reason": "x", "at": "2018-03-06T17:00:00Z", "calendar": ""}]}]})
        said = self.run_anfang("order", "clocks", VISIT).stdout
        self.assertIn("order received), then 10wd", said)
        self.assertIn("overdue", said)
        self.assertIn("before: no date yet, until 2018-03-07T01:00:00+08:00 (x)", said)
        self.assertIn("2018-03-07 Wednesday  working day", said)
        self.speak_chinese()
        said = self.run_anfang("order", "clocks", VISIT).stdout
        self.assertIn("（整改通知签收），其后 10个工作日", said)
        self.assertIn("2018-03-07 星期三  工作日", said)

    def test_roles_and_people_are_named_as_people_name_them(self):
        """A role by the word that lists show; a person by the login, which is said."""
        done = self.run_anfang("account", "add", "wang", "--role", "督查人", "--generate", status=2)
        for word in ("inspector 督查员", "clerk 文书", "督查人"):
            self.assertIn(word, done.stderr)
        self.run_anfang("account", "add", "wang", "--role", "督查员", "--role", "clerk", "--generate")
        self.assertEqual(self.standin.posted[-1][1]["roles"], ["inspector", "clerk"])
        done = self.run_anfang("finding", "establish", VISIT, "--opinion", "属实", "--with", "陈刚",
                               status=1)
        self.assertIn("“陈刚” is no account", done.stderr)

    def test_what_has_to_be_typed_again_is_not_cut(self):
        long = "8c2bf24239547a0d6aeabbc768790da9c7cf25741867b636346e317bca762a1c"
        self.standin.add("notices", {"id": long, "at": "2018-03-06T01:00:00Z",
                                     "event": "order.received", "record": "order/" + VISIT})
        self.assertIn(long, self.run_anfang("notice", "list").stdout)

    def test_all_pages_may_begin_behind_another(self):
        """The service refuses a parameter that stands twice."""
        ids = [f"{n}1111111-1111-4111-8111-111111111111" for n in range(1, 5)]
        for id in ids:
            self.standin.add("findings", {"id": id})
        shown = self.run_anfang("-q", "finding", "list", "--limit", "1", "--after", "1", "--all").stdout
        self.assertEqual(ids[1:], shown.split())
        self.assertEqual([["1"], ["2"], ["3"]],
                         [parse_qs(query)["after"] for query in self.standin.queries])

    def test_a_state_may_be_named_as_lists_show_it(self):
        for state in ("in_progress", "进行中"):
            self.run_anfang("visit", "list", "--state", state)
            self.assertIn("state=in_progress", self.standin.queries)
            self.standin.queries.clear()

    def test_flags_are_listed_in_words_and_answered(self):
        flag = "7b30c5a2-f60b-4bd6-9bb3-6067ba39d2d1"
        self.standin.add("flags", {"id": flag, "state": "open", "check": "outside_window",
                                   "figure": 4000, "threshold": 900, "unit": "s",
                                   "filename": "IMG_1.jpg", "visit": VISIT})
        table = self.run_anfang("flag", "list", "--visit", "AF-20180306-01", "--unanswered").stdout
        for cell in ("open", "outside the time of the visit", "IMG_1.jpg", "1 h 6 min 40 s",
                     "15 min", flag):
            self.assertIn(cell, table)
        self.assertTrue({"state=open", "visit=" + VISIT} <= set(
            part for query in self.standin.queries for part in query.split("&")),
            self.standin.queries)
        self.run_anfang("flag", "list", "--unanswered", "--state", "open", status=2)
        self.run_anfang("flag", "answer", flag, "--opinion", "x", status=2)
        self.run_anfang("flag", "answer", flag, "--outcome", "perhaps", "--opinion", "x", status=2)
        self.run_anfang("flag", "answer", flag, "--outcome", "explained", "--opinion", "手机慢")
        self.assertEqual(self.standin.posted[-1][1], {"outcome": "explained", "opinion": "手机慢"})
        self.speak_chinese()
        self.assertRegex(self.run_anfang("flag", "list").stdout, " 1小时6分40秒 +15分 ")
        self.standin.add("flags", {"id": flag, "check": "device_site_distance", "figure": 12345,
                                   "threshold": 500, "unit": "m"})
        head, _, rest = self.run_anfang("flag", "show", flag).stdout.partition("\n\n")
        self.assertIn("12.345公里", head)
        self.assertRegex("\n" + rest, "：12[.]345公里\n(.*\n)*.*：500米\n")
        self.assertIn('"figure": 12345', self.run_anfang("flag", "show", flag, "--json").stdout)

    def test_why_there_is_no_indicator_is_told_in_words(self):
        """Each reason of the contract."""
        with open(os.path.join(SCHEMAS, "indicators.json"), encoding="utf-8") as file:
            reasons = re.search(r'\["no_formula"[^]]*\]', file.read()).group()
        self.standin.add("reports", {"id": "indicators", "items": [
            {"id": "i1", "why": reason} for reason in json.loads(reasons)]})
        self.standin.add("schemes", {"id": "hc", "title": "方案"})
        self.speak_chinese()
        self.assertNotRegex(self.run_anfang("report", "indicators", "--scheme", "hc").stdout,
                            "[a-z]_[a-z]")

    def test_a_report_takes_what_is_written_into_it(self):
        """One that is there is only fetched; with words the service is asked whether they are in it."""
        finding = "33333333-3333-4333-8333-333333333333"
        self.standin.add("schemes", {"id": "hc", "title": "方案"})
        self.standin.add("findings", {"id": finding, "number": "HC18-03-2018-0012"})
        self.standin.add("reports", {"id": "hc.monthly.2018-06"})
        command = ("report", "monthly", "--scheme", "hc", "--period", "2018-06")
        self.run_anfang(*command)
        self.assertEqual(self.standin.posted, [])
        self.write("下步工作.txt", "开展回头看。\n")
        self.run_anfang(*command, "--typical", "HC18-03-2018-0012", "--typical", finding, "--advice",
                        "压实责任", "--next", "@下步工作.txt")
        self.assertEqual(self.standin.posted, [("/reports", {
            "scheme": "hc", "kind": "monthly", "period": "2018-06", "typical": [finding, finding],
            "advice": "压实责任", "next_steps": "开展回头看。"})])

    def test_a_number_on_a_later_page_is_found(self):
        for i in range(450):
            self.standin.add("visits", {"id": "%08d-1111-4111-8111-111111111111" % i,
                                        "number": "AF-20180307-%03d" % i})
        found = self.run_anfang("-q", "visit", "show", "AF-20180307-449").stdout
        self.assertEqual(found, "00000449-1111-4111-8111-111111111111\n")

    def test_a_name_that_fits_two_is_refused_with_both(self):
        text = self.run_anfang("unit", "show", "spj", status=1).stderr
        self.assertIn("u-spj", text)
        self.assertIn("v-spj", text)

    def test_the_scheme_decides_which_unit_is_meant(self):
        self.standin.add("schemes", {"id": "hc", "title": "方案"})
        self.run_anfang("visit", "add", "--scheme", "hc", "--unit", "spj", "--site", "三楼",
                        "--method", "明查暗访", "--with", "wang", "--mandate", "三号", "--position",
                        "40.852,122.685,8")
        path, body = self.standin.posted[-1]
        self.assertRegex(path, r"^/visits/[0-9a-f-]{36}$")
        self.assertEqual(body, {"scheme": "hc", "unit": "u-spj", "site": "三楼", "mandate": "三号",
                                "methods": ["明查暗访"], "members": ["li", "wang"],
                                "position": {"lat": 40.852, "lon": 122.685, "accuracy_m": 8}})
        self.run_anfang("finding", "add", VISIT, "--area", "3", "--category", "c1", "--unit", "spj",
                        "--fact", "无人", "--clause", "十五", "--evidence", VISIT)
        self.assertEqual(self.standin.posted[-1][1]["unit"], "u-spj")

    def test_an_order_takes_its_fields_from_options(self):
        order = "22222222-2222-4222-8222-222222222222"
        self.standin.add("orders", {"id": order, "state": "x", "number": {"text": "海整〔2018〕1号"}})
        self.run_anfang("order", "plan", "海整〔2018〕1号", "--causes", "人手", "--measure",
                        "增设窗口@2018-03-20", "--measure", "a@b.c", "--measure",
                        "增派人员@2018-03-21@张某", "--measure", "a@b 公示 @2018-03-22@ 李某 @u-spj",
                        "--target", "不再空岗",
                        "--responsible-person", "陈", "--complete-by", "2018-04-05")
        path, body = self.standin.posted[-1]
        self.assertEqual(path, "/orders/%s/plan" % order)
        self.assertEqual(body["measures"], [{"text": "增设窗口", "due": "2018-03-20"},
                                            {"text": "a@b.c"},
                                            {"text": "增派人员", "due": "2018-03-21",
                                             "person": "张某"},
                                            {"text": "a@b 公示", "due": "2018-03-22",
                                             "person": "李某", "unit": "u-spj"}])
        # A date that is none is not taken for words, and a name that is left out not for nobody.
        for measure in ("增设窗口@2026-12-1", "增设窗口@2026-12-1@张某", "增设窗口@2018-03-20@",
                        "增设窗口@2018-03-20@@u-spj"):
            self.run_anfang("order", "plan", order, "--causes", "人手", "--measure", measure,
                            "--target", "t", "--responsible-person", "陈", "--complete-by",
                            "2018-04-05", status=2)
        self.run_anfang("order", "return", order, "--reason", "@原因.txt", "--rectify", "10wd",
                        status=1)
        self.write("原因.txt", "仍有空岗\n")
        self.run_anfang("order", "return", order, "--reason", "@原因.txt", "--rectify", "10wd")
        self.assertEqual(self.standin.posted[-1][1],
                         {"reason": "仍有空岗", "rectify": {"period": "10wd"}})
        self.run_anfang("order", "reinspect", order, "--with", "a", "--method", "m", "--record", "r",
                        status=2)
        self.run_anfang("order", "close", order, status=2)

    def test_refusals_say_why_and_what_to_do(self):
        for status, words in ((422, "site: is too short"), (409, "approve"), (403, "403")):
            self.standin.faults.append(("POST", "/visits", status))
            self.assertIn(words, self.run_anfang("visit", "start", VISIT, status=1).stderr)

    PLAN = ["order", "plan", VISIT, "--measure", "重新排班", "--causes", "x", "--target", "x",
            "--responsible-person", "陈某", "--complete-by", "2018-04-05"]

    def refuse(self, words, detail, *faults):
        """What is said when the service refuses so"""
        self.standin.faults.append(("PUT" if "add" in words else "POST", "/", 422))
        self.standin.problem = {"detail": detail, "errors": [
            {"pointer": pointer, "detail": fault} for pointer, fault in faults]}
        return self.run_anfang(*words, status=1).stderr

    def test_a_refusal_names_what_was_typed(self):
        """The contract has pointers (RFC 6901) and members; who typed knows options and words."""
        plan = self.PLAN
        said = self.refuse(plan, "“/measures/1/due”: is missing", ("/measures/1/due", "is missing"))
        self.assertIn(": --measure no. 2, due: is missing\n", said)
        said = self.refuse(plan, "“/causes”: is wrong", ("/causes", "is wrong"),
                           ("/findings/0/fact", "is missing"), ("", "must have “causes”"),
                           ("/of_a_scheme/1", "is wrong"))
        self.assertIn("--causes: is wrong\n  --causes: is wrong\n  findings no. 1, fact: is missing\n"
                      "  what was given: must have --causes\n  /of_a_scheme/1: is wrong\n", said)
        self.assertIn(": --complete-by: 2019-01-01 is before that, say so in --complete-by\n",
                      self.refuse(plan, "complete_by: 2019-01-01 is before that, say so in complete_by"))
        # What people wrote is theirs.
        text = "“spj” is no “complete_by_x”, nor of a complete.by_it, /complete_by or a=complete_by"
        self.assertIn(text, self.refuse(plan, text))

    def test_a_refusal_keeps_its_pointers_for_a_program(self):
        said = self.refuse([*self.PLAN, "--json"], "complete_by: is late",
                           ("/complete_by", "is late"), ("/causes", "x"))
        self.assertIn(": complete_by: is late\n  /complete_by: is late\n  /causes: x\n", said)

    def test_a_refusal_is_told_in_words_in_chinese(self):
        self.speak_chinese()
        said = self.refuse(self.PLAN, "“/findings/0/co_units”：缺少", ("/findings/0/co_units", "缺少"),
                           ("/complete_by", "缺少"))
        self.assertIn("问题第1项的协办单位：缺少\n  问题第1项的协办单位：缺少\n  --complete-by：缺少\n", said)
        said = self.refuse(self.PLAN, "because_of、complete_by：请在 valid_to 中写明，或者填“co_units”")
        self.assertIn("起因、--complete-by：请在 ", said)
        self.assertNotRegex(said, "because_of|valid_to|co_units")

    def test_a_call_survives_a_reply_that_is_lost(self):
        link = CutLink(self.standin.url, every=1, cuts=2)
        self.addCleanup(link.close)
        self.env["ANFANG_SERVER"] = link.url
        self.run_anfang("visit", "show", VISIT)
        self.assertEqual(link.cuts, 2)

    def test_a_verb_is_sent_once_more_under_its_key(self):
        link = CutLink(self.standin.url, every=1, cuts=1)
        self.addCleanup(link.close)
        self.env["ANFANG_SERVER"] = link.url
        self.run_anfang("visit", "start", VISIT)
        first, again = self.standin.keys
        self.assertRegex(first, '^"[0-9a-f-]{36}"$')
        self.assertEqual(first, again)
        self.run_anfang("visit", "start", VISIT)
        self.assertNotEqual(self.standin.keys[-1], first)
        link.cuts, link.limit = 0, 3
        self.run_anfang("visit", "start", VISIT, status=1)
        self.assertEqual(len(self.standin.keys), 5)

    def test_a_password_that_others_know_is_for_the_first_login(self):
        password = self.write("password", "right\n")
        add = ["account", "add", "li", "--role", "sysadmin"]
        for words, first in ((["--generate"], True), (["--password-file", password], None),
                             (["--password-file", password, "--must-change"], True)):
            self.run_anfang(*add, *words)
            self.assertEqual(self.standin.posted[-1][1].get("must_change_password"), first, words)
        login = ["login", self.standin.url, "--account", "li", "--password-file", password]
        self.assertNotIn("account password", self.run_anfang(*login).stderr)
        self.standin.account = {"must_change_password": True}
        self.assertIn("anfang account password li", self.run_anfang(*login).stderr)

    def test_a_new_password_is_typed_twice(self):
        self.standin.add("accounts", {"id": "li", "name": "li"})
        command = [ANFANG, "account", "password", "li"]
        status, shown = terminal.run(command, ["a new password", "a new passwort"], self.env)
        self.assertEqual((status, self.standin.posted), (1, []), shown)
        self.assertIn("nothing was changed", shown)
        status, shown = terminal.run(command, ["a new password", "a new password"], self.env)
        self.assertEqual(status, 0, shown)
        self.assertNotIn("a new pass", shown)
        self.assertEqual(self.standin.posted[-1][1], {"password": "a new password"})
        self.assertIn("this one too", shown)

    def test_a_password_set_for_others_ends_their_sessions(self):
        self.standin.add("accounts", {"id": "li", "name": "li", "must_change_password": True})
        told = self.run_anfang("account", "password", "li", "--generate").stderr
        self.assertIn("all sessions of li have ended", told)
        self.assertNotIn("this one too", told)

    def test_what_carries_a_password_is_not_sent_twice(self):
        """The service keeps nothing by which it could know it again."""
        link = CutLink(self.standin.url, every=1, cuts=1)
        self.addCleanup(link.close)
        self.env["ANFANG_SERVER"] = link.url
        self.standin.add("accounts", {"id": "li", "name": "li"})
        self.run_anfang("account", "password", "li", "--password-file",
                        self.write("password", "a new password\n"), status=1)
        self.assertEqual((len(self.standin.posted), self.standin.keys), (1, []))

    def test_units_come_from_a_table(self):
        table = self.write("units.csv", "\ufeffid,name,roles\r\na-1,\"甲,局\",lead;member\r\na-2,乙局,\r\n")
        self.run_anfang("unit", "import", table)
        self.assertEqual(self.standin.posted, [
            ("/units/a-1", {"name": "甲,局", "roles": ["lead", "member"]}),
            ("/units/a-2", {"name": "乙局"})])
        for bad in ("id,nom\na,b\n", "name\na\n", "id,name\na\n", 'id,name\na,"b\n'):
            self.run_anfang("unit", "import", self.write("bad.csv", bad), status=1)

    def test_a_terminal_is_not_steered_by_what_others_wrote(self):
        self.standin.add("visits", {"id": "x", "number": "n", "site": "a\x1b[2Jb\nc"})
        for words in (["visit", "list"], ["visit", "show", "n"]):
            self.assertNotIn("\x1b", self.run_anfang(*words).stdout)


class Upload(Service):
    def photo(self, name, size, seed=b"x"):
        block = hashlib.sha256(seed).digest()
        return self.write(name, b"\xff\xd8\xff" + (block * (size // 32 + 1))[:size - 3])

    def add(self, *words, status=0):
        return self.run_anfang("evidence", "add", "AF-20180306-01", *words, status=status)

    def evidence(self):
        return sorted(self.standin.records["evidence"].values(), key=lambda e: e["sequence"])

    def through(self, **faults):
        link = CutLink(self.standin.url, **faults)
        self.addCleanup(link.close)
        self.env["ANFANG_SERVER"] = link.url
        return link

    def test_files_arrive_with_what_was_said_of_them(self):
        names = [self.photo("%d.jpg" % i, 5000 + i, b"%d" % i) for i in range(5)]
        self.add(*names, "--position", "40.852,122.685,8", "--position-source", "gps",
                 "--captured", "2018-03-06T09:41:00+08:00", "-j", "4")
        got = self.evidence()
        self.assertEqual([e["sequence"] for e in got], [1, 2, 3, 4, 5])
        for name, record in zip(names, got):
            with open(name, "rb") as file:
                self.assertEqual(record["sha256"], hashlib.sha256(file.read()).hexdigest())
            self.assertEqual(record["visit"], VISIT)
            self.assertEqual(record["filename"], os.path.basename(name))
            self.assertEqual((record["kind"], record["filetype"]), ("photo", "image/jpeg"))
            self.assertEqual(record["position"], "40.852,122.685,8")
            self.assertEqual(record["captured_at"], "2018-03-06T01:41:00.000Z")
            with open(name + ".receipt", encoding="utf-8") as file:
                self.assertTrue(file.readline().startswith("c2sp.org/tlog-proof@v1"))

    def test_repeating_sends_nothing_again(self):
        name = self.photo("1.jpg", 100000)
        first = self.add(name).stdout.split()[1]
        received = self.standin.received
        self.assertEqual(self.add(name).stdout.split()[1], first)
        self.assertEqual(self.standin.received, received)
        shutil.copy(name, os.path.join(self.dir, "copy.jpg"))
        self.assertEqual(self.add("copy.jpg").stdout.split()[1], first)
        self.assertEqual(len(self.standin.records["evidence"]), 1)
        self.add(self.photo("2.jpg", 1000, b"two"))
        self.assertEqual([e["sequence"] for e in self.evidence()], [1, 2])

    def test_an_empty_file_is_a_file(self):
        self.add(self.write("empty.txt", b""))
        self.assertEqual(self.evidence()[0]["size"], 0)

    def test_a_link_that_breaks_every_so_many_bytes_costs_little(self):
        name = self.photo("1.jpg", 3000000)
        link = self.through(after=400000)
        self.add(name)
        self.assertGreater(link.cuts, 5)
        self.assertEqual(self.evidence()[0]["size"], 3000000)
        self.assertLess(self.standin.received, 3000000 * 1.1)

    def test_replies_that_are_lost_make_no_second_piece_of_evidence(self):
        link = self.through(every=2, cuts=12)
        names = [self.photo("%d.jpg" % i, 20000, b"%d" % i) for i in range(3)]
        self.add(*names)
        self.add(*names)
        self.assertGreater(link.cuts, 2)
        self.assertEqual(len(self.evidence()), 3)

    def test_a_killed_program_goes_on_where_it_was(self):
        name = self.photo("1.jpg", 2000000)
        link = self.through(rate=1000000)
        child = subprocess.Popen([ANFANG, "evidence", "add", VISIT, name], env=self.env,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while self.standin.received < 500000 and time.monotonic() < deadline:
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
        child.wait()
        before = self.standin.received
        self.assertGreaterEqual(before, 500000)
        link.rate = 0
        self.add(name)
        self.assertEqual(len(self.standin.uploads), 1)
        self.assertEqual(self.evidence()[0]["size"], 2000000)
        self.assertLess(self.standin.received, 2000000 + 200000)

    def test_trouble_that_passes_is_waited_out(self):
        name = self.photo("1.jpg", 50000)
        self.standin.faults = [("POST", "/uploads", 503), ("PATCH", "/uploads", 423),
                               ("PATCH", "/uploads", 409), ("HEAD", "/uploads", 500)]
        self.add(name)
        self.assertEqual(self.standin.faults, [])
        self.assertEqual(len(self.evidence()), 1)

    def test_an_upload_that_the_service_forgot_is_started_again(self):
        for status in (404, 410, 460):
            name = self.photo("%d.jpg" % status, 50000, b"%d" % status)
            self.standin.faults = [("PATCH", "/uploads", status)]
            self.add(name)
        self.assertEqual(len(self.evidence()), 3)

    def test_what_is_refused_for_good_is_not_tried_again(self):
        for status in (400, 401, 403, 409, 413, 422, 507):
            name = self.photo("%d.jpg" % status, 1000, b"%d" % status)
            self.standin.faults = [("POST", "/uploads", status)]
            count = len(self.standin.requests)
            text = self.add(name, status=1).stderr
            self.assertIn("%d.jpg" % status, text)
            tries = [r for r in self.standin.requests[count:] if r[0] == "POST"]
            self.assertEqual(len(tries), 1, status)

    def test_patience_ends(self):
        name = self.photo("1.jpg", 1000)
        self.standin.faults = [("PATCH", "/uploads", 500)] * 100
        started = time.monotonic()
        text = self.add(name, "--patience", "2", status=1).stderr
        self.assertIn("repeat the command", text)
        self.assertLess(time.monotonic() - started, 10)
        self.standin.faults = []
        self.add(name)
        self.assertEqual(len(self.standin.uploads), 1)

    def test_one_bad_file_does_not_hold_up_the_others(self):
        names = [self.photo("%d.jpg" % i, 1000, b"%d" % i) for i in range(3)]
        self.standin.faults = [("POST", "/uploads", 413)]
        done = self.add(*names, "-j", "1", status=1)
        self.assertEqual(len(self.evidence()), 2)
        self.assertEqual(done.stdout.count("evidence "), 2)
        self.assertIn("1 of 3", done.stderr)

    def test_what_a_restored_service_lost_is_sent_again_under_its_id(self):
        name = self.photo("1.jpg", 1000)
        first = self.add(name).stdout.split()[1]
        self.standin.records["evidence"].clear()
        self.standin.uploads.clear()
        self.assertEqual(self.add(name).stdout.split()[1], first)
        self.assertEqual(len(self.evidence()), 1)

    def test_a_receipt_of_another_leaf_is_put_aside(self):
        """The file was sent again, to a service that had lost it, or for another visit."""
        name = self.photo("1.jpg", 1000)

        def read(path):
            with open(path, encoding="utf-8") as file:
                return file.read()
        self.add(name)
        first = read(name + ".receipt")
        self.add(name)
        self.assertFalse(os.path.exists(name + ".receipt.old"))
        receipts = [first]
        for leaf, aside in (("two", ".old"), ("three", ".old-2")):
            extra = base64.b64encode(leaf.encode()).decode()
            self.standin.proof = re.sub("extra .*", "extra " + extra, self.standin.proof)
            self.add(name)
            self.assertEqual(read(name + ".receipt" + aside), receipts[-1])
            receipts.append(read(name + ".receipt"))
            self.assertIn(extra, receipts[-1])
        self.assertEqual(read(name + ".receipt.old"), first)
        # By turns, as one file for two visits, it makes no more of them.
        for proof in (first, receipts[-1], first, receipts[-1]):
            self.standin.proof = proof
            self.add(name)
        self.assertEqual(sorted(n for n in os.listdir(self.dir) if ".old" in n),
                         ["1.jpg.receipt.old", "1.jpg.receipt.old-2", "1.jpg.receipt.old-3"])
        self.assertEqual(read(name + ".receipt"), receipts[-1])
        # What cannot be read is not taken for absent.
        os.unlink(name + ".receipt")
        os.mkdir(name + ".receipt")
        self.add(name, status=1)

    def test_receipts_may_be_kept_elsewhere(self):
        name = self.photo("1.jpg", 1000)
        self.write("full", "x")
        self.assertIn("full", self.add(name, "--receipts", "full/x", status=1).stderr)
        self.assertNotIn("evidence", self.standin.records)
        self.add(name, "--receipts", "receipts")
        self.assertTrue(os.path.exists(os.path.join(self.dir, "receipts", "1.jpg.receipt")))
        self.assertFalse(os.path.exists(name + ".receipt"))

    def test_json_is_one_record_a_line(self):
        names = [self.photo("%d.jpg" % i, 1000, b"%d" % i) for i in range(2)]
        lines = self.add(*names, "--json").stdout.splitlines()
        self.assertEqual([json.loads(line)["filename"] for line in lines], ["0.jpg", "1.jpg"])

    def test_feedback_sends_its_photos_first(self):
        order = "22222222-2222-4222-8222-222222222222"
        self.standin.add("orders", {"id": order, "state": "rectifying"})
        name = self.photo("after.jpg", 1000)
        self.run_anfang("order", "feedback", order, "--summary", "s", "--completion", "done",
                        "--photo", name)
        record = self.evidence()[0]
        self.assertEqual(record["order"], order)
        self.assertEqual(self.standin.posted[-1][1]["evidence"], [record["id"]])
        # An answer to a decision may be words: whether it may is the service's to say.
        self.run_anfang("order", "feedback", order, "--summary", "s", "--completion", "done")
        self.assertNotIn("evidence", self.standin.posted[-1][1])


if __name__ == "__main__":
    tap.main()
