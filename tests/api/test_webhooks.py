#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Events reach those who asked for them: signed as Standard Webhooks says, in order, once at least,
whatever is killed in between.

The receiver checks signatures by itself, with Python's hmac and the text of the specification.
"""
import base64
import contextlib
import hashlib
import hmac
import http.server
import json
import pathlib
import sqlite3
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
import house
import tap
import world


class Receiver:
    """Takes what is posted, or answers with what `answers` has next."""

    def __init__(self, port=0):
        self.got, self.answers, self.before = [], [], None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((self.path, dict(self.headers.items()), body))
                if outer.before:
                    outer.before()
                status = outer.answers.pop(0) if outer.answers else 204
                self.send_response(status)
                if status in (301, 302, 307, 308):
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def indexes(self):
        return [json.loads(body)["data"]["index"] for _, _, body in self.got]


def check_signature(secret, headers, body):
    headers = {name.lower(): value for name, value in headers.items()}
    key = base64.b64decode(secret[len("whsec_"):], validate=True)
    text = ("%s.%s." % (headers["webhook-id"], headers["webhook-timestamp"])).encode() + body
    made = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return "v1," + made in headers["webhook-signature"].split(" ")


class Webhooks(unittest.TestCase):
    def setUp(self):
        self.house = house.House(years=1, config={"webhook_private_hosts": "127.0.0.1",
                                                  "webhook_hosts": "localhost;hooks.example"})
        self.receiver = Receiver()

    def tearDown(self):
        self.receiver.close()
        self.house.close()

    def add(self, **fields):
        url = "http://127.0.0.1:%d/in" % self.receiver.port
        return self.house["guard"].do("createWebhook", status=201,
                                      body=dict({"url": url}, **fields)).json

    def size(self):
        return int(self.house["audit"].do("getCheckpoint").text.split("\n")[1])

    def wait_for(self, count):
        self.assertTrue(world.wait_for(lambda: len(self.receiver.got) >= count, 60), count)

    def test_signed_and_in_order(self):
        first = self.size()
        hook = self.add()
        visit = self.house.plan_visit()
        last = self.size()
        self.wait_for(last - first - 1)
        # The leaf that tells of the webhook itself is not among them.
        self.assertEqual(self.receiver.indexes(), list(range(first + 1, last)))
        for path, headers, body in self.receiver.got:
            self.assertEqual(path, "/in")
            self.assertEqual(headers["Content-Type"], "application/json")
            self.assertTrue(check_signature(hook["secret"], headers, body))
            self.assertFalse(check_signature(hook["secret"], headers, body + b" "))
            event = json.loads(body)
            leaf = self.house["audit"].do("getLeaf", str(event["data"]["index"])).json
            self.assertEqual(event["data"]["leaf"], leaf)
            self.assertEqual((event["type"], event["timestamp"]), (leaf["event"], leaf["at"]))
            self.assertEqual(leaf["record"], "visit/" + visit)
            for name in ("li", "tan", "市政务"):
                self.assertNotIn('"%s"' % name, body.decode())
        listed = self.house.root.do("listWebhooks").json["items"]
        self.assertEqual([h["id"] for h in listed], [hook["id"]])
        self.assertNotIn("secret", listed[0])

    def test_tried_again_until_taken(self):
        self.receiver.answers = [500, 302]
        self.add(events=["visit"])
        before = self.size()
        visit = self.house.plan_visit(declare=False)
        self.house.find()
        self.wait_for(4)
        ids = [h["webhook-id"] for _, h, _ in self.receiver.got[:3]]
        self.assertEqual(ids, [ids[0]] * 3)
        self.assertEqual(self.receiver.indexes()[:3], [before] * 3)
        self.assertEqual({path for path, _, _ in self.receiver.got}, {"/in"})
        self.assertIn(visit, self.receiver.got[0][2].decode())
        # Only what was asked for, each once more and in order.
        rest = self.receiver.indexes()[2:]
        self.assertEqual(rest, sorted(set(rest)))
        for _, _, body in self.receiver.got:
            self.assertTrue(json.loads(body)["type"].startswith("visit."))

    def test_killed_before_it_is_sent(self):
        self.add()
        port = self.receiver.port
        self.receiver.close()
        first = self.size()
        self.house.plan_visit(declare=False)
        self.house.service.kill()
        self.receiver = Receiver(port)
        self.house.service.start()
        self.wait_for(1)
        self.assertEqual(self.receiver.indexes()[0], first)

    def test_killed_before_it_is_noted(self):
        hook = self.add()
        self.receiver.before = self.house.service.kill
        first = self.size()
        try:
            self.house.plan_visit(declare=False)
        except OSError:
            pass  # the answer may be lost, the event is not
        self.wait_for(1)
        self.receiver.before = None
        self.assertTrue(world.wait_for(lambda: self.house.service.process is None))
        self.house.service.start()
        self.wait_for(2)
        (_, one, body), (_, two, again) = self.receiver.got[:2]
        self.assertEqual((one["webhook-id"], body), (two["webhook-id"], again))
        self.assertEqual(json.loads(body)["data"]["index"], first)
        self.assertTrue(check_signature(hook["secret"], two, again))

    def test_taken_but_not_to_be_noted(self):
        """The disk is full: the event went out, and does not go out again until there is room."""
        first = self.size()
        self.add()
        refused = lambda: self.house.service.log.read_text().count("no room")
        with world.refusing(self.house.service, "UPDATE ON webhook_delivery"):
            self.house.plan_visit(declare=False)
            self.wait_for(1)
            before = refused()
            self.assertTrue(world.wait_for(lambda: refused() > before + 1, 60))
        last = self.house.plan_visit(declare=False) and self.size()
        self.assertTrue(world.wait_for(lambda: (self.receiver.indexes() or [0])[-1] == last - 1, 60))
        self.assertEqual(self.receiver.indexes(), list(range(first + 1, last)))

    def test_where_it_may_go(self):
        guard = self.house["guard"]
        for url in ("http://other.example/", "ftp://127.0.0.1/", "http://x@127.0.0.1/", "x",
                    "http://127.0.0.2/", "http://[::1]/"):
            self.assertEqual(guard.call("createWebhook", body={"url": url}).status, 422, url)
        # Its name is allowed, but not that it leads to this machine.
        local = guard.do("createWebhook", status=201, body={
            "url": "http://localhost:%d/" % self.receiver.port}).json
        answer = guard.call("testWebhook", local["id"], body={})
        self.assertEqual(answer.status, 503)
        self.assertIn("webhook_private_hosts", answer.json["detail"])
        self.assertEqual(self.receiver.got, [])

    def test_tried_and_disabled(self):
        guard, hook = self.house["guard"], self.add(events=["order"])
        guard.do("testWebhook", hook["id"], body={})
        (_, headers, body), = self.receiver.got
        self.assertTrue(check_signature(hook["secret"], headers, body))
        self.assertEqual(json.loads(body)["type"], "webhook.test")
        self.receiver.answers = [410]
        self.assertEqual(guard.call("testWebhook", hook["id"], body={}).status, 503)
        ended = guard.do("disableWebhook", hook["id"], body={"reason": "系统停用"}).json
        self.assertEqual((ended["state"], ended["ended"]["reason"]), ("disabled", "系统停用"))
        for operation, content in (("disableWebhook", {"reason": "x"}), ("testWebhook", {})):
            self.assertEqual(guard.call(operation, hook["id"], body=content).status, 409)
        self.house.service.stop()
        self.assertNotIn(hook["secret"].encode(),
                         (self.house.service.data / "anfang.db").read_bytes())
        self.house.service.start()


class GivingUp(unittest.TestCase):
    """The clock is the test's. Pauses and end are those of anfangd(8): five days."""

    def setUp(self):
        self.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=dict(house.make_config(),
                                                    webhook_private_hosts="127.0.0.1")))
        h.service.tell("time", "2018-03-01T02:00:00Z")
        h.furnish()
        for name in ("li", "tan", "guard", "audit"):
            h.hire(name)
        self.receiver = Receiver()
        self.hook = h["guard"].do("createWebhook", status=201, body={
            "url": "http://127.0.0.1:%d/in" % self.receiver.port, "events": ["visit"]}).json

    def tearDown(self):
        self.receiver.close()
        self.house.close()

    def step(self, seconds, tries):
        self.house.service.tell("step", seconds)
        self.assertTrue(world.wait_for(lambda: len(self.receiver.got) >= tries, 60), tries)
        self.house.clients.clear()

    def state(self):
        hook, = self.house["guard"].do("listWebhooks").json["items"]
        return hook["state"], hook.get("ended", {})

    def test_after_five_days(self):
        self.receiver.answers = [503] * 9
        self.house.plan_visit(declare=False)
        self.step(0, 1)
        day = 24 * 3600
        self.step(day, 2)
        self.step(4 * day - 10, 3)
        self.assertEqual(self.state()[0], "active")
        self.step(day, 4)
        self.assertTrue(world.wait_for(lambda: self.state()[0] == "disabled", 60))
        self.assertEqual((self.state()[1]["by"], "503" in self.state()[1]["reason"]),
                         ("anfangd", True))
        leaves = self.house["audit"].do("listEvents", query={"noun": "webhook"}).json["items"]
        self.assertEqual([e["leaf"]["event"] for e in leaves],
                         ["webhook.created", "webhook.disabled"])
        notice = self.house.login(world.ADMIN).do("listNotices").json["items"][0]
        self.assertEqual((notice["event"], notice["record"]),
                         ("webhook.disabled", "webhook/" + self.hook["id"]))
        self.house.plan_visit(declare=False)
        self.house.service.tell("step", day)
        self.assertIsNone(world.wait_for(lambda: len(self.receiver.got) > 4, 5))

    def test_one_that_is_taken_begins_anew(self):
        self.receiver.answers = [503, 204, 503, 503]
        self.house.plan_visit(declare=False)
        self.step(0, 1)
        day = 24 * 3600
        self.step(4 * day, 2)
        self.house.plan_visit(declare=False)
        self.step(0, 3)
        self.step(4 * day, 4)
        # Eight days since the first failure, four since the last message that was taken.
        self.assertEqual(self.state()[0], "active")

    def test_a_clock_set_far_back(self):
        """Neither silent until the old time has come again, nor failing without an end."""
        self.receiver.answers = [503] * 9
        self.house.plan_visit(declare=False)
        self.step(0, 1)
        self.house.service.tell("time", "2018-02-01T02:00:00Z")
        self.step(0, 2)
        self.step(5 * 24 * 3600, 3)
        self.assertTrue(world.wait_for(lambda: self.state()[0] == "disabled", 60))

    def query(self, *statement):
        with contextlib.closing(sqlite3.connect(self.house.service.data / "anfang.db",
                                                timeout=30)) as db, db:
            return db.execute(*statement).fetchall()

    def test_a_damaged_record(self):
        """Told of once, not at each look, held against nobody, and made up for once it is mended."""
        (doc,), = self.query("SELECT doc FROM webhook")
        self.query("UPDATE webhook SET doc = '{'")
        other = Receiver()
        self.addCleanup(other.close)
        self.house["guard"].do("createWebhook", status=201, body={
            "url": "http://127.0.0.1:%d/other" % other.port, "events": ["visit"]})
        for count in range(1, 4):
            self.house.plan_visit(declare=False)
            self.assertTrue(world.wait_for(lambda: len(other.got) >= count, 60), count)
        self.assertEqual(self.house.service.log.read_text().count("webhook %s:" % self.hook["id"]), 1)
        self.query("UPDATE webhook SET doc = ? WHERE id = ?", (doc, self.hook["id"]))
        self.step(6 * 24 * 3600, 3)
        self.assertEqual({hook["state"] for hook in self.house["guard"].do("listWebhooks").json["items"]},
                         {"active"})


if __name__ == "__main__":
    tap.main()
