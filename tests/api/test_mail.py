#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Messages that tell of notices: once at least and known again by their Message-ID, whatever the mail
server does or is killed; and nothing in them that is not for the post.

What is received is read by Python's email package, and SMTP is spoken by a receiver of this test.
"""
import base64
import contextlib
import email
import email.policy
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socketserver
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import contract as contracts
import house
import tap
import world

FROM = "office@gov.example"
# A program that hangs is killed after a minute; the service does not wait for that to stop.
BEFORE_IT_IS_KILLED_S = 30
FEW = ("li", "tan", "boss", "audit")
# Takes a message as sendmail does: keeps it with its arguments, and does what `how` says, to all or
# to the one address that it names.
SENDMAIL = """#!/usr/bin/python3
import json, os, pathlib, signal, sys, time
folder = pathlib.Path(%r)
how = (folder / "how").read_text() if (folder / "how").exists() else "0"
how, _, whom = how.partition(" ")
how = how if whom in ("", sys.argv[-1]) else "0"
text = sys.stdin.buffer.read().decode("ascii")
name = "%%05d" %% len(list(folder.glob("*.json")))
(folder / (name + ".new")).write_text(json.dumps({"argv": sys.argv[1:], "text": text, "how": how,
                                                  "env": dict(os.environ)}))
os.rename(folder / (name + ".new"), folder / (name + ".json"))
if how == "kill":
    os.kill(os.getppid(), signal.SIGKILL)
if how == "hang":
    time.sleep(300)  # killed long before
sys.exit(int(how) if how.isdigit() else 0)
"""


def make_folder(case):
    folder = tempfile.mkdtemp(prefix="anfang-mail-")
    case.addCleanup(shutil.rmtree, folder, ignore_errors=True)
    return pathlib.Path(folder)


def parse(text):
    return email.message_from_string(text, policy=email.policy.default)


class Case(unittest.TestCase):
    """A house with mail and few people; the clock stands at 10:00 in China on Thursday, 1 March."""

    def open(self, config, people=FEW):
        self.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(
            config=dict(house.make_config(), mail_from=FROM, **config),
            env={"ANFANG_LOCALE_DIR": str(contracts.BUILD / "po")}))
        self.at("2018-03-01T02:00:00Z")
        h.furnish()
        for name in people:
            h.hire(name)
        self.write_to("boss")

    def at(self, time_):
        self.house.service.tell("time", time_)
        self.house.clients.clear()

    def root(self):
        return self.house.login(world.ADMIN)

    def write_to(self, name, language="en"):
        self.house[name].do("setEmail", name, status=204, body={
            "email": name + "@mail.example", "language": language})

    def tell_boss(self):
        return self.house.plan_visit(declare=False)

    def wait_until(self, test, wait_s=60):
        """Whatever is written wakes the sender, who by himself looks every other second only."""
        def look():
            done = test()
            if not done:
                # A service that was started anew has closed the connection.
                with contextlib.suppress(OSError, http.client.HTTPException):
                    self.house["li"].call("makeFeed")
            return done
        return world.wait_for(look, wait_s)

    def wait_for(self, count):
        self.assertTrue(self.wait_until(lambda: len(self.got()) >= count), self.got())
        return self.got()

    def settle(self):
        """Until the sender has looked twice more, once from the start, and so has done what there is
        to do."""
        looks = self.metric("anfang_mail_looks_total")
        self.assertTrue(self.wait_until(
            lambda: self.metric("anfang_mail_looks_total") >= looks + 2))

    def metric(self, name):
        text = self.house.guest().call("getMetrics").text
        return int(re.search(r"^%s (\d+)$" % name, text, re.M)[1])


class Program(Case):
    def setUp(self):
        self.folder = make_folder(self)
        program = self.folder / "sendmail"
        program.write_text(SENDMAIL % str(self.folder))
        program.chmod(0o755)
        self.open({"mail_program": str(program)}, getattr(self, "people", FEW))

    def tearDown(self):
        self.house.close()

    def how(self, word):
        (self.folder / "how.new").write_text(word)
        os.rename(self.folder / "how.new", self.folder / "how")

    def got(self):
        return [json.loads(p.read_text()) for p in sorted(self.folder.glob("*.json"))]


class ByProgram(Program):
    def test_what_it_says(self):
        self.house["boss"].do("setEmail", "boss", status=204, body={"email": "boss@mail.example"})
        visit = self.tell_boss()
        number = self.house["boss"].do("getVisit", visit).json["number"]
        sent, = self.wait_for(1)
        self.assertEqual(sent["argv"], ["-i", "-f", FROM, "--", "boss@mail.example"])
        self.assertEqual(set(sent["env"]) - {"LC_CTYPE"}, {"PATH", "LC_ALL"})
        message = parse(sent["text"])
        self.assertEqual(message.defects, [])
        self.assertEqual([a.addr_spec for a in message["From"].addresses], [FROM])
        self.assertEqual([a.addr_spec for a in message["To"].addresses], ["boss@mail.example"])
        self.assertEqual(message["Date"].datetime.isoformat(), "2018-03-01T10:00:00+08:00")
        notice, = self.house["boss"].do("listNotices").json["items"]
        self.assertEqual(message["Message-ID"], "<%s@gov.example>" % notice["id"][:32])
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertEqual(message.get_content_type(), "text/plain")
        self.assertEqual(message.get_content_charset(), "utf-8")
        text = message["Subject"] + message.get_content()
        # A visit is nobody's business on the way.
        for secret in (number, visit, "visit", "任务", "暗访", "li", "tan", "市政务", "http", "210381"):
            self.assertNotIn(secret, re.sub(r"[Ll]og in|link", "", text), secret)
        if "提示" in text:
            self.assertEqual(message["Subject"], "提示：您有 1 件事项")
        for line in sent["text"].split("\n"):
            self.assertLessEqual(len(line), 76)

    def test_tried_again_with_longer_pauses(self):
        self.how("75")
        self.tell_boss()
        self.wait_for(1)
        self.settle()
        self.assertEqual(len(self.got()), 1)
        for pause, count in ((10, 2), (60, 3), (300, 4)):
            self.house.service.tell("step", pause - 2)
            self.settle()
            self.assertEqual(len(self.got()), count - 1)
            self.house.service.tell("step", 2)
            self.wait_for(count)
        self.how("0")
        self.house.service.tell("step", 1800)
        self.wait_for(5)
        self.settle()
        self.assertEqual({m["text"] for m in self.got()}, {self.got()[0]["text"]})
        self.assertEqual((len(self.got()), self.metric("anfang_mail_waiting")), (5, 0))

    def test_given_up_after_five_days(self):
        self.how("75")
        self.tell_boss()
        self.wait_for(1)
        self.settle()
        self.house.service.tell("step", 5 * 24 * 3600 - 60)
        self.wait_for(2)
        self.settle()
        self.assertEqual(self.metric("anfang_mail_waiting"), 1)
        self.house.service.tell("step", 10 * 60)
        self.wait_for(3)
        self.assertTrue(self.wait_until(lambda: self.metric("anfang_mail_given_up") == 1, 30))
        self.house.service.tell("step", 24 * 3600)
        self.settle()
        self.assertEqual(len(self.got()), 3)
        self.check_given_up()

    def check_given_up(self):
        self.house.clients.clear()
        leaves = self.house["audit"].do("listEvents", query={"noun": "account", "limit": 200})
        self.assertIn("account.mail_given_up", leaves.text)
        told = self.root().do("listNotices").json["items"][0]
        self.assertEqual((told["event"], told["record"]), ("account.mail_given_up", "account/boss"))
        self.assertIn("mail_given_up_at", self.root().do("getAccount", "boss").json)
        # Nothing of the case is lost with the message.
        self.assertEqual(self.house["boss"].do("listNotices").json["items"][-1]["event"],
                         "visit.created")
        self.write_to("boss")
        self.assertNotIn("mail_given_up_at", self.root().do("getAccount", "boss").json)

    def test_given_up_at_once(self):
        self.how("67")  # EX_NOUSER
        self.write_to("boss")
        root = self.root()
        root.do("setEmail", world.ADMIN, status=204, body={"email": "root@mail.example"})
        self.tell_boss()
        self.wait_for(1)
        self.assertTrue(self.wait_until(lambda: self.metric("anfang_mail_given_up") == 1, 30))
        self.settle()
        # By mail it would be told of itself.
        self.assertEqual(len(self.got()), 1)
        self.check_given_up()

    def test_killed_before_it_is_noted(self):
        self.how("kill")
        self.write_to("boss")
        try:
            self.tell_boss()
        except OSError:
            pass  # the answer may be lost, the event is not
        self.wait_for(1)
        self.assertTrue(world.wait_for(lambda: self.house.service.process.poll() is not None))
        self.house.service.kill()
        self.how("0")
        self.house.service.start()
        one, two = self.wait_for(2)
        self.assertEqual(one["text"], two["text"])
        self.settle()
        self.assertEqual(len(self.got()), 2)

    def test_taken_but_not_to_be_noted(self):
        """The disk is full: the message went out, and is not sent again until there is room."""
        with world.refusing(self.house.service, "UPDATE ON mail"):
            self.tell_boss()
            self.wait_for(1)
            self.settle()
        self.settle()
        self.assertEqual((len(self.got()), self.metric("anfang_mail_waiting")), (1, 0))

    def test_a_clock_set_far_back(self):
        """Neither silent until the old time has come again, nor failing without an end."""
        self.how("75")
        self.tell_boss()
        self.wait_for(1)
        self.settle()
        self.at("2018-02-01T02:00:00Z")
        self.wait_for(2)
        self.settle()
        self.house.service.tell("step", 5 * 24 * 3600)
        self.wait_for(3)
        self.assertTrue(self.wait_until(lambda: self.metric("anfang_mail_given_up") == 1, 30))

    def test_what_hangs_holds_up_nobody(self):
        self.how("hang")
        self.tell_boss()
        self.wait_for(1)
        self.house["boss"].do("listVisits")
        self.house.service.stop(BEFORE_IT_IS_KILLED_S)
        self.how("0")
        self.house.service.start()
        one, two = self.wait_for(2)
        self.assertEqual(one["text"], two["text"])

    def test_not_what_is_needless(self):
        self.how("75")
        self.tell_boss()
        self.wait_for(1)
        self.house["boss"].do("readNotice",
                              self.house["boss"].do("listNotices").json["items"][0]["id"], body={},
                              status=204)
        self.how("0")
        self.house.service.tell("step", 3600)
        self.settle()
        # It was read inside the house.
        self.assertEqual(len(self.got()), 1)
        self.house["boss"].do("setEmail", "boss", body={"email": None}, status=204)
        self.tell_boss()
        self.settle()
        self.assertEqual((len(self.got()), self.metric("anfang_mail_waiting")), (1, 0))


class HeldBack(Program):
    """What ails one account's record or one message's row costs that one alone."""
    DAMAGED = "UPDATE account SET doc = '{' WHERE id = 'boss'"

    def setUp(self):
        super().setUp()
        self.house.hire("boss2", ["leader"], house.OFFICE)
        self.write_to("boss2")

    def write(self, *statement):
        with contextlib.closing(sqlite3.connect(self.house.service.data / "anfang.db",
                                                timeout=30)) as db, db:
            return db.execute(*statement).fetchall()

    def to(self, name):
        return [m for m in self.got() if m["argv"][-1] == name + "@mail.example"]

    def test_half_a_record(self):
        """Its mail can be neither taken nor given up."""
        self.how("75")
        for _ in range(3):
            self.tell_boss()
        self.wait_for(6)
        self.settle()
        doc, = self.write("SELECT doc FROM account WHERE id = 'boss'")
        self.write(self.DAMAGED)
        # First in the queue.
        self.write("UPDATE mail SET retry_at = retry_at - 1 WHERE account = 'boss'")
        already = len(self.to("boss2"))
        self.how("67 boss@mail.example")
        self.house.service.tell("step", 60)
        self.assertTrue(self.wait_until(lambda: len(self.to("boss2")) == already + 3, 60), self.got())
        self.settle()
        self.assertEqual((self.metric("anfang_mail_waiting"), self.metric("anfang_mail_setbacks"),
                          self.metric("anfang_mail_given_up")), (3, 3, 0))
        tried = len(self.to("boss"))
        self.settle()
        self.assertEqual(len(self.to("boss")), tried)
        self.house.service.tell("step", 3600)
        self.assertTrue(self.wait_until(lambda: len(self.to("boss")) == tried + 3, 60))
        self.settle()
        log = self.house.service.log.read_text()
        for id_, in self.write("SELECT id FROM mail WHERE account = 'boss'"):
            self.assertEqual(len(re.findall("WARNING.*message %.16s" % id_, log)), 1, log)
        # Whole again, it is told as ever of what nobody took.
        self.write("UPDATE account SET doc = ? WHERE id = 'boss'", doc)
        self.house.service.tell("step", 7200)
        self.assertTrue(self.wait_until(lambda: self.metric("anfang_mail_given_up") == 3, 60))

    def test_a_row_that_cannot_be_written(self):
        with world.refusing(self.house.service, "UPDATE ON mail WHEN NEW.account = 'boss'"):
            for _ in range(3):
                self.tell_boss()
            self.assertTrue(self.wait_until(lambda: len(self.to("boss2")) == 3, 60), self.got())
            self.settle()
        self.settle()
        self.assertEqual((len(self.to("boss")), self.metric("anfang_mail_waiting")), (3, 0))

    def test_what_it_would_be_told_of_is_done(self):
        doc, = self.write("SELECT doc FROM account WHERE id = 'boss'")
        self.write(self.DAMAGED)
        self.tell_boss()
        self.assertTrue(self.wait_until(lambda: len(self.to("boss2")) == 1, 60), self.got())
        self.assertIn("account boss is told nothing", self.house.service.log.read_text())
        self.write("UPDATE account SET doc = ? WHERE id = 'boss'", doc)

    def test_an_address_that_does_not_open(self):
        """Who cannot be written to is told inside the house."""
        address, = self.write("SELECT address FROM email WHERE account = 'boss'")
        self.write("UPDATE email SET address = 'sealed:AAAA' WHERE account = 'boss'")
        before = len(self.house["boss"].do("listNotices").json["items"])
        self.tell_boss()
        self.assertTrue(self.wait_until(lambda: len(self.to("boss2")) == 1, 60), self.got())
        self.assertEqual(len(self.house["boss"].do("listNotices").json["items"]), before + 1)
        self.assertIn("account boss is not written to", self.house.service.log.read_text())
        self.write("UPDATE email SET address = ? WHERE account = 'boss'", address)


class ToUnits(Program):
    """The whole case, for what units are told."""
    people = tuple(house.PEOPLE)

    def test_what_it_says(self):
        h = self.house
        for name in ("head", "lead", "draft"):
            self.write_to(name, "zh" if name == "head" else "en")
        visit, findings = h.find()
        h.wait_examined(visit)
        order = h.draft_order(findings, rectify={"date": "2018-04-04"})
        h.bring(order, "received")
        number = h["draft"].do("getOrder", order).json["number"]["text"]
        to = lambda name: [parse(m["text"]) for m in self.got()
                           if m["argv"][-1] == name + "@mail.example"]
        # Somebody of the office is written to at once …
        self.assertTrue(self.wait_until(lambda: len(to("draft")) >= 2, 60))
        # … and of what happened by day units are told the next morning: the hour is nobody's.
        self.settle()
        self.assertEqual(to("head") + to("lead"), [])
        self.at("2018-03-01T23:59:58Z")
        self.settle()
        self.assertEqual(to("head") + to("lead"), [])
        self.at("2018-03-02T00:00:01Z")
        self.assertTrue(self.wait_until(lambda: to("head") and to("lead"), 60))
        message, = to("head")
        self.assertEqual(message["Date"].datetime.isoformat(), "2018-03-02T08:00:00+08:00")
        self.assertIn(number, message["Subject"])
        self.assertIn(number, message.get_content())
        for text in (message["Subject"], message.get_content()):
            for secret in ("暗访", "窗口", "anfang", "clerk", "sign", "http", visit, order):
                self.assertNotIn(secret, text)
        # 23 March and 4 April: several at once are one message.
        self.at("2018-03-14T02:00:00Z")
        h["clerk"].do("sweepSteps", body={})
        self.at("2018-03-15T02:00:00Z")
        self.assertTrue(self.wait_until(lambda: len(to("head")) == 2, 60))
        self.assertIn("2018-03-15", to("head")[1].get_content())



class Smtp(socketserver.ThreadingTCPServer):
    """A mail server as RFC 5321 has it. `answers`: stage → what it answers there, once each:
    a line, "hang" or "reset"; `tls`: a context for STARTTLS; `user`: who has to log in."""
    allow_reuse_address, daemon_threads = True, True

    def __init__(self, tls=None, user=None):
        self.got, self.seen, self.answers, self.tls, self.user = [], [], {}, tls, user
        super().__init__(("127.0.0.1", 0), SmtpTalk)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self):
        self.shutdown()
        self.server_close()


class SmtpTalk(socketserver.StreamRequestHandler):
    def say(self, stage, line):
        answer = self.server.answers.pop(stage, line)
        if answer == "hang":
            time.sleep(300)  # its thread ends with the test
        if answer == "reset":
            raise ConnectionResetError
        self.wfile.write(answer.encode() + b"\r\n")
        self.wfile.flush()
        return answer[0] in "23"

    def handle(self):
        try:
            self.talk()
        except (OSError, ValueError):
            pass

    def talk(self):
        server, secure, known, mail = self.server, False, not self.server.user, {}
        self.say("greeting", "220 mail.example")
        while True:
            line = self.rfile.readline().decode().rstrip("\r\n")
            verb = line.split(" ")[0].upper()
            if not line:
                return
            server.seen.append(line)
            if verb in ("EHLO", "HELO"):
                can = (["STARTTLS"] if server.tls and not secure else []) + (
                    ["AUTH PLAIN"] if server.user else []) + ["8BITMIME"]
                self.say("ehlo", "\r\n".join(["250-mail.example"] + ["250-" + c for c in can[:-1]]
                                             + ["250 " + can[-1]]))
            elif verb == "STARTTLS" and server.tls:
                self.say("starttls", "220 go on")
                self.connection = server.tls.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
                self.wfile = self.connection.makefile("wb")
                secure = True
            elif verb == "AUTH":
                sent = line.split(" ")[2] if len(line.split(" ")) > 2 else ""
                if not sent:
                    self.say("auth-go", "334 ")
                    sent = self.rfile.readline().decode().strip()
                known = base64.b64decode(sent).split(b"\0")[1:] == [
                    part.encode() for part in server.user]
                self.say("auth", "235 yes" if known else "535 no")
            elif verb == "MAIL" and known:
                mail = {"from": line, "to": []}
                self.say("mail", "250 yes")
            elif verb == "RCPT" and mail:
                mail["to"] += [line] if self.say("rcpt", "250 yes") else []
            elif verb == "DATA" and mail.get("to"):
                if not self.say("data", "354 go on"):
                    continue
                lines = []
                while (part := self.rfile.readline().decode("ascii")) != ".\r\n":
                    lines.append(part[1:] if part.startswith("..") else part)
                    if not part.endswith("\r\n"):
                        return
                server.got.append(dict(mail, text="".join(lines), secure=secure))
                self.say("end", "250 taken")
            elif verb == "QUIT":
                self.say("quit", "221 bye")
                return
            else:
                self.say("other", "503 not now")


def make_certificate(folder):
    """For 127.0.0.1, by OpenSSL."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", folder / "key.pem", "-out",
                    folder / "cert.pem", "-days", "3650", "-subj", "/CN=mail.example", "-addext",
                    "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


class BySmtp(Case):
    def begin(self, server, **config):
        self.server = server
        self.addCleanup(server.close)
        self.open(dict({"mail_smtp": "smtp://127.0.0.1:%d" % server.port}, **config))
        self.addCleanup(lambda: self.house.close())

    def got(self):
        return self.server.got

    def test_taken_after_what_goes_wrong(self):
        self.begin(Smtp(), mail_smtp_plain="true")
        for stage, answer in (("greeting", "421 not now"), ("mail", "451 not now"),
                              ("rcpt", "450 not now"), ("data", "452 full"), ("end", "451 no"),
                              ("greeting", "554 nobody here"), ("mail", "reset"), ("end", "reset")):
            self.server.answers[stage] = answer
            already = len(self.got())
            self.tell_boss()
            self.assertTrue(self.wait_until(lambda: stage not in self.server.answers, 60), stage)
            self.house.service.tell("step", 11)
            # What broke off at its end may have been taken, and comes under its id again.
            self.wait_for(already + (2 if stage == "end" else 1))
            self.assertTrue(self.wait_until(lambda: self.metric("anfang_mail_waiting") == 0, 30),
                            (stage, answer))
            self.assertEqual(len({parse(m["text"])["Message-ID"] for m in self.got()[already:]}), 1)
        self.assertEqual(self.metric("anfang_mail_given_up"), 0)
        mail = self.got()[0]
        self.assertEqual(mail["from"].split(" ")[1].partition(":")[2], "<%s>" % FROM)
        self.assertEqual(mail["to"], ["RCPT TO:<boss@mail.example>"])
        self.assertEqual(parse(mail["text"]).defects, [])

    def test_refused_for_good(self):
        self.begin(Smtp(), mail_smtp_plain="true")
        for number, stage in enumerate(("rcpt", "end"), 1):
            self.server.answers[stage] = "550 no such user"
            self.tell_boss()
            self.assertTrue(self.wait_until(
                lambda: self.metric("anfang_mail_given_up") == number, 30), stage)

    def test_a_server_that_hangs(self):
        self.begin(Smtp(), mail_smtp_plain="true")
        self.server.answers["rcpt"] = "hang"
        self.tell_boss()
        self.assertTrue(self.wait_until(lambda: "rcpt" not in self.server.answers, 30))
        self.house["boss"].do("listVisits")
        self.house.service.stop(BEFORE_IT_IS_KILLED_S)
        self.house.service.start()
        self.wait_for(1)

    def test_nothing_without_tls(self):
        self.begin(Smtp())
        self.tell_boss()
        self.assertTrue(self.wait_until(lambda: len(self.server.seen) > 0, 30))
        self.settle()
        self.assertFalse([line for line in self.server.seen if line.startswith(("MAIL", "AUTH"))])
        self.assertEqual((self.metric("anfang_mail_waiting"), self.metric("anfang_mail_given_up")),
                         (1, 0))

    def test_with_tls_and_a_password(self):
        folder = make_folder(self)
        password = folder / "password"
        password.write_text('pass "wo\\rd\n')
        password.chmod(0o600)
        self.begin(Smtp(make_certificate(folder), ("office", 'pass "wo\\rd')),
                   mail_smtp_user="office", mail_smtp_password_file=str(password),
                   mail_smtp_ca_file=str(folder / "cert.pem"))
        # In no list of processes, while one is there to be looked at.
        self.server.answers["rcpt"] = "hang"
        self.tell_boss()
        self.assertTrue(self.wait_until(lambda: "rcpt" not in self.server.answers, 30))
        seen = [p.read_bytes() for p in pathlib.Path("/proc").glob("[0-9]*/cmdline")
                if b"curl" in p.read_bytes()]
        self.assertTrue(seen)
        for line in seen:
            self.assertNotIn(b"wo", line)
            self.assertNotIn(b"boss", line)
        self.house.service.stop()
        self.house.service.start()
        self.wait_for(1)
        self.assertTrue(self.got()[0]["secure"])

    def test_an_unknown_certificate(self):
        folder = make_folder(self)
        self.begin(Smtp(make_certificate(folder)))
        self.tell_boss()
        self.assertTrue(self.wait_until(lambda: "STARTTLS" in self.server.seen, 30))
        self.settle()
        self.assertFalse([line for line in self.server.seen if line.startswith("MAIL")])


class Settings(unittest.TestCase):
    def test_refused(self):
        folder = make_folder(self)
        password = folder / "password"
        password.write_text("secret\n")
        password.chmod(0o644)
        smtp = {"mail_from": FROM, "mail_smtp": "smtps://mail.example"}
        for config, word in (
                ({"mail_from": FROM}, "mail_program"),
                ({"mail_smtp": "smtp://mail.example"}, "mail_from"),
                (dict(smtp, mail_program="/bin/true"), "not both"),
                (dict(smtp, mail_from="office"), "mail_from"),
                ({"mail_from": FROM, "mail_program": "sendmail"}, "whole path"),
                (dict(smtp, mail_smtp="smtp://user:x@mail.example"), "mail_smtp_user"),
                (dict(smtp, mail_smtp="http://mail.example"), "mail_smtp"),
                (dict(smtp, mail_smtp="smtp://mail.example/x"), "mail_smtp"),
                (dict(smtp, mail_smtp_user="u"), "go together"),
                (dict(smtp, mail_smtp_user="u:v", mail_smtp_password_file=str(password)), "colon"),
                (dict(smtp, mail_smtp_user="u", mail_smtp_password_file=str(password)), "600"),
                (dict(smtp, mail_smtp_user="u", mail_smtp_password_file=str(password),
                      mail_smtp_plain="true"), "TLS"),
                (dict(smtp, mail_smtp_plain="perhaps"), "true or false")):
            # The folder of the first, with other settings.
            service = world.Service(contracts.BUILD / "src" / "anfangd", folder=folder,
                                    config=config)
            self.assertFalse(service.start(), config)
            self.assertIn(word, service.log.read_text().splitlines()[-1], config)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    tap.main()
