#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_log.py ANFANG ANFANGD: someone with full power over the service rewrites its past; whoever
has seen a checkpoint before is told so by `anfang log verify`."""
import http.client
import http.server
import json
import pathlib
import re
import shutil
import sqlite3
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import loghouse  # noqa: E402
import tap  # noqa: E402


class Rewritten(loghouse.LogHouse):
    def verify(self, status=0):
        return self.anfang("auditor", "log", "verify", status=status)

    def test_growth_is_continued_and_rewriting_is_told(self):
        self.copy(self.data, self.dir / "old")
        self.verify()
        self.add_account("one", "secadmin")
        self.assertIn("continues", self.verify())
        self.assertIn("continues", self.verify())

        # The past is put back: shorter than what was seen.
        self.copy(self.dir / "old", self.data)
        self.assertIn("shorter", self.verify(status=1))

        # Another history of more leaves, signed with the right key.
        self.grow("two", "three", "four")
        self.assertIn("BEHIND ITS BACK", self.verify(status=1))
        self.assertIn("BEHIND ITS BACK", self.verify(status=1))

    def test_another_key_is_told(self):
        self.verify()
        self.stop()
        shutil.rmtree(self.data)
        self.init(self.data)
        self.serve()
        self.log_in()
        self.assertIn("KEY IS NOT THE ONE", self.verify(status=1))

    def test_a_proof_of_any_record_is_fetched_and_checked(self):
        text = self.anfang("auditor", "log", "prove", "account/auditor")
        self.assertIn("holds: leaf", text)
        self.assertIn('"record":"account/auditor"', text)
        self.assertIn("no leaf", self.anfang("auditor", "log", "prove", "account/nobody", status=1))


class Blinkers(http.server.BaseHTTPRequestHandler):
    """Between the monitor and the service: an account that may not read every leaf."""

    def do_GET(self):
        link = http.client.HTTPConnection(self.server.address, timeout=30)
        link.request("GET", self.path, headers={"Authorization": self.headers["Authorization"]})
        answer = link.getresponse()
        status, body = answer.status, answer.read()
        link.close()
        if "/tile/entries/" in self.path:
            status, body = self.server.blind(status, body)
        self.send_response(status)
        self.send_header("Content-Type", answer.headers["Content-Type"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def split(bundle):
    entries = []
    while bundle:
        size = int.from_bytes(bundle[:2], "big")
        entries.append(bundle[2:2 + size])
        bundle = bundle[2 + size:]
    return entries


def join(entries):
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


class Monitored(loghouse.LogHouse):
    def monitor(self, status=0, **env):
        return self.anfang("auditor", "log", "monitor", status=status, **env)

    def count(self):
        return len(loghouse.read_lines(self.data))

    def back_date(self, rows):
        rows[2] = (rows[2][0], re.sub(r'"at":"20', '"at":"19', rows[2][1]))

    def test_what_is_new_is_told_once(self):
        count = self.count()
        self.assertIn("%d leaves read again, %d of them new" % (count, count), self.monitor())
        self.assertIn("%d leaves read again, 0 of them new" % count, self.monitor())
        self.grow("one", "two")
        text = self.monitor()
        self.assertIn("%d leaves read again, 2 of them new" % self.count(), text)
        self.assertIn("2  account.created", text)
        # What `log verify` has seen is no reading.
        self.grow("three")
        self.anfang("auditor", "log", "verify")
        self.assertIn("1 of them new", self.monitor())

    def test_changed_text_is_named(self):
        """Also to who never read the log before."""
        self.tamper(self.back_date, sign=False)
        self.assertIn("leaf 2 was changed", self.monitor(status=1))
        self.assertIn("leaf 2 was changed", self.monitor(status=1))

    def test_rewritten_log(self):
        self.grow("one")
        self.monitor()
        self.tamper(self.back_date)
        self.grow("two")
        for _ in range(2):
            text = self.monitor(status=1)
            self.assertIn("BEHIND ITS BACK", text)
            self.assertNotIn("was changed:", text)

    def test_dropped_leaf(self):
        self.grow("one")
        self.monitor()
        self.tamper(lambda rows: rows.pop(3))
        self.assertIn("it had", self.monitor(status=1))

    def test_root_that_does_not_follow(self):
        self.stop()
        lines = loghouse.read_lines(self.data)
        with sqlite3.connect(self.data / "anfang.db") as db:
            note = loghouse.sign_checkpoint(self.data, [*lines[:-1], "{}"])
            db.execute("UPDATE log_checkpoint SET note = ?", (note,))
        db.close()
        self.serve()
        self.assertIn("do not make the tree", self.monitor(status=1))

    def test_damaged_upper_tree(self):
        # More leaves than one tile holds: each unit is one.
        self.anfang("root", "scheme", "load",
                    str(HERE.parents[1] / "data" / "schemes" / "haicheng-2018.json"))
        units = self.dir / "units.csv"
        units.write_text("id,name,scheme\n" + "".join(
            "x-%d,单位%d,haicheng-2018\n" % (i, i) for i in range(260)), "utf-8")
        self.anfang("root", "unit", "import", str(units))
        self.assertGreater(self.count(), 256)
        self.monitor()
        self.stop()
        with sqlite3.connect(self.data / "anfang.db") as db:
            db.execute("UPDATE log_node SET hash = zeroblob (32) WHERE level = 8 AND idx = 0")
        db.close()
        (self.data / "last.checkpoint").unlink()  # by which the service would refuse it itself
        self.serve()
        self.assertIn("level 1 does not follow", self.monitor(status=1))

    def blinkered(self, blind, status=0):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Blinkers)
        server.address = self.url.removeprefix("http://")
        server.blind = blind
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        session = self.dir / "auditor" / "config" / "anfang" / "session.json"
        token = json.loads(session.read_text("utf-8"))["token"]
        try:
            return self.monitor(status, ANFANG_TOKEN=token,
                                ANFANG_SERVER="http://127.0.0.1:%d" % server.server_port)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def test_leaves_that_may_not_be_read(self):
        count = self.count()
        refusal = json.dumps({"type": "urn:anfang:problem:denied", "status": 403,
                              "title": "Denied"}).encode()
        text = self.blinkered(lambda status, body: (403, refusal))
        self.assertIn("%d leaves could not be read" % count, text)
        self.assertIn("%d leaves read again" % count, text)
        # Some left out, one as its hash.

        def some(status, body):
            entries = split(body)
            entries[0] = b""
            entries[2] = loghouse.hash_leaf(entries[2].decode())
            return status, join(entries)
        self.assertIn("2 leaves could not be read", self.blinkered(some))
        # But not another text, a cut bundle, or another hash.
        for change in (lambda e: [e[0].replace(b"20", b"19", 1), *e[1:]], lambda e: e[:-1],
                       lambda e: [*e, b"more"], lambda e: [bytes(32), *e[1:]]):
            self.blinkered(lambda status, body, c=change: (status, join(c(split(body)))), status=1)


if __name__ == "__main__":
    tap.main()
