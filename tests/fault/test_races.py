#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_races.py ANFANGD: many things at once, and a stop in the middle.

Made for a build with -Db_sanitize=thread, where the sanitizer looks on; a report fails the test."""
import os
import pathlib
import random
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]

import ledger  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
SECONDS = 2


class Bustle:
    """Readers, logins, uploads given up and taken over, besides the ledger's load"""

    def __init__(self, w, visit):
        self.w, self.visit = w, visit
        self.stopping, self.errors, self.broken = False, [], []
        jobs = [self.list_all] * 2 + [self.log_in, self.give_up, self.take_over, self.read_log]
        self.counts = {job.__name__: 0 for job in jobs}
        self.threads = [threading.Thread(target=self.run, args=(job,)) for job in jobs]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()
        if self.errors:
            raise self.errors[0]

    def idle(self):
        """The jobs that nobody has done yet, and which connections broke meanwhile"""
        return [name for name, count in self.counts.items() if count == 0], self.broken[-9:]

    def run(self, job):
        client = self.w["inspector1"].fork()
        try:
            while not self.stopping:
                self.run_once(job, client)
        except Exception as error:  # pylint: disable=broad-except
            self.errors.append(error)
        finally:
            client.close()

    def run_once(self, job, client):
        try:
            job(client)
            self.counts[job.__name__] += 1
        except ledger.BROKEN as error:
            # On a busy machine one may break; the next time has another.
            self.broken.append("%s: %r" % (job.__name__, error))
            time.sleep(0.1)

    def list_all(self, client):
        found = client.do("GET", "/evidence?limit=200&visit=" + self.visit)["items"]
        client.do("GET", "/visits?limit=20")
        for item in random.sample(found, min(2, len(found))):
            # A reference has no bytes; what is just being examined may have no thumbnail.
            for part in ("content", "thumbnail", "receipt"):
                client.want((200, 404, 409), "GET", "/evidence/%s/%s" % (item["id"], part))
        client.want(200, "GET", "/metrics")

    def log_in(self, client):
        other = self.w.login("inspector2")
        other.do("GET", "/session")
        other.do("DELETE", "/session")
        other.close()

    def give_up(self, client):
        location = self.create(client, b"x" * 50_000)
        client.patch(location, 0, b"x" * 20_000)
        client.want(204, "DELETE", location, headers={"Tus-Resumable": "1.0.0"})

    def take_over(self, client):
        data = os.urandom(60_000)
        location = self.create(client, data)
        end = client.connect()
        end.putrequest("PATCH", location)
        for name, value in (("Authorization", "Bearer " + client.token), ("Upload-Offset", "0"),
                            ("Tus-Resumable", "1.0.0"), ("Content-Length", str(len(data))),
                            ("Content-Type", "application/offset+octet-stream")):
            end.putheader(name, value)
        end.endheaders(data[:30_000])
        at = int(client.head(location).headers["Upload-Offset"])
        reply = client.patch(location, at, data[at:])
        end.close()
        if reply.status not in (204, 409):
            raise AssertionError(reply)

    def create(self, client, data):
        return client.create_upload(len(data), {
            "visit": self.visit, "evidence": world.new_id(), "sha256": world.sha256(data)},
        ).headers["Location"]

    def read_log(self, client):
        self.w["clerk1"].want(200, "GET", "/log/proof/3")
        time.sleep(0.01)


class Races(unittest.TestCase):
    def check_quiet(self, service):
        text = service.log.read_text()
        self.assertNotIn("ThreadSanitizer", text, text[:8000])

    def test_many_things_at_once(self):
        service = world.Service(ANFANGD)
        self.addCleanup(service.close)
        self.assertTrue(service.start(), service.log.read_text())
        w = world.World(service)
        w.ensure("clerk1", "inspector2")
        visit = w.make_visit()
        notes = ledger.Ledger()
        load = ledger.Load(notes, w, visit, 7, large=400_000)
        bustle = Bustle(w, visit)
        time.sleep(SECONDS)
        world.wait_for(lambda: not bustle.idle()[0], 60)
        idle, broken = bustle.idle()
        bustle.stop()
        load.stop()
        self.assertEqual(load.refused, [])
        notes.check(w, everything=True)
        print("# %d files, %d documents, %s" % (len(notes.done), len(notes.documents),
                                                bustle.counts))
        self.assertEqual(idle, [], broken)

        # A polite stop while all go on: what is in flight is finished, what is acknowledged stays.
        load = ledger.Load(notes, w, visit, 8, large=400_000)
        time.sleep(0.3)
        status = service.stop()
        load.stop()
        w.close()
        self.assertEqual((status, load.refused), (0, []), service.log.read_text()[:9000])
        self.check_quiet(service)
        self.assertEqual(service.fsck(), "")
        self.assertTrue(service.start())
        notes.check(w)
        w.close()
        self.assertEqual(service.stop(), 0)
        self.check_quiet(service)


if __name__ == "__main__":
    tap.main()
