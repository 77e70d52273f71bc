#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_faults.py ANFANGD: a disk that is full or fails. The client is told, and told to try again;
nothing is half there; once the disk is well again, so is the service."""
import contextlib
import itertools
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]

import ledger  # noqa: E402
import tap  # noqa: E402
import tracing  # noqa: E402
import world  # noqa: E402

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
WRITER = "anf-writer"
SYNCER = "vault-syncer"
MIB = 1024 * 1024


class Case(unittest.TestCase):
    def start(self, service):
        self.service = service
        self.addCleanup(service.close)
        self.assertTrue(service.start(), service.log.read_text())
        self.world = world.World(service)
        self.world.ensure("clerk1")
        self.visit = self.world.make_visit()
        self.ledger = ledger.Ledger()
        self.numbers = itertools.count(1)

    def assert_come_again(self, reply):
        self.assertIn(reply.status, (500, 503, 507), reply)
        self.assertTrue(reply.json["retriable"], reply)
        self.assertIn("problem+json", reply.headers["Content-Type"])

    def check_all(self):
        self.ledger.check(self.world, everything=True)
        self.assertTrue(self.service.alive())
        self.world.close()
        self.assertEqual(self.service.stop(), 0)
        self.service.broken_off = True
        self.assertEqual(self.service.fsck(), "")


@unittest.skipUnless(shutil.which("strace"), "strace is not installed")
class FailingCalls(Case):
    def setUp(self):
        self.start(world.Service(ANFANGD))

    def fail_once(self, call, fault, first, thread):
        """One call fails during the last piece of an upload, or all of it when @first is 0"""
        client = self.world["inspector1"]
        upload = ledger.Upload(next(self.numbers), 150_000, self.visit)
        if first:
            self.assertIsNone(self.ledger.send(client, upload, first, first))
        with tracing.Tracer(self.service, call, fault, thread) as trace:
            refusal = self.ledger.send(client, upload, 100_000)
        if refusal is None:
            return len([line for line in trace.lines if "INJECTED" in line])
        self.assert_come_again(refusal)
        self.ledger.check(self.world)
        # Its own client goes on where it was.
        self.assertIsNone(self.ledger.send(client, upload, 100_000))
        self.ledger.check(self.world)
        return 1

    def run_faults(self, call, error, first=0, thread=None, least=1, most=40):
        hit = 0
        for number in range(1, most):
            if not self.fail_once(call, "error=%s:when=%d" % (error, number), first, thread):
                break
            hit += 1
        print("# %s of %s: %d" % (error, call, hit))
        self.assertGreaterEqual(hit, least)

    def test_a_failing_sync_of_bytes(self):
        self.run_faults("fdatasync", "EIO", most=2)
        self.run_faults("fdatasync", "EIO", first=100_000, most=2)
        self.check_all()

    def test_a_failing_sync_of_a_commit(self):
        self.run_faults("fdatasync", "EIO", thread=WRITER, least=2)
        self.check_all()

    def test_a_failing_sync_of_a_folder(self):
        self.run_faults("fsync", "EIO", most=2)
        self.check_all()

    def test_a_part_whose_name_was_not_synced_is_no_promise(self):
        """Nor when the second try, as the body is given up, is told nothing of the first."""
        client = self.world["inspector1"]
        data = bytes(range(256)) * 500
        location = client.create_upload(len(data), {
            "visit": self.visit, "evidence": world.new_id(), "sha256": world.sha256(data)}).headers[
                "Location"]
        with tracing.Tracer(self.service, "fsync", "error=EIO:when=1") as trace:
            self.assert_come_again(client.patch(location, 0, data[:60_000]))
        self.assertIn("incoming", "".join(line for line in trace.lines if "INJECTED" in line))
        self.assertEqual(client.head(location).headers["Upload-Offset"], "0")
        self.assertEqual(client.patch(location, 0, data).status, 204)
        self.check_all()

    def test_not_ready_while_nothing_can_be_written(self):
        """As on a disk that the kernel has mounted read-only after an error."""
        probe = world.Client(self.service.url)
        with tracing.Tracer(self.service, "pwrite64", "error=EROFS:when=1+", "anf-writer"):
            self.assertGreaterEqual(self.world.admin.request("DELETE", "/session").status, 500)
            self.assertEqual([probe.get("/readyz").status for _ in range(2)], [503, 503])
        self.assertEqual(probe.get("/readyz").status, 200)
        self.check_all()

    def test_names_whose_sync_has_failed_get_others(self):
        """The kernel tells of a failure once; the next sync succeeds and says nothing of what was
        lost. What is acknowledged then has an entry that was made after the failure."""
        client = self.world["inspector1"]
        late = bytes(range(256)) * 400
        location = client.create_upload(len(late), {
            "visit": self.visit, "evidence": world.new_id(), "sha256": world.sha256(late)}).headers[
                "Location"]
        patch = client.connect()
        patch.putrequest("PATCH", location)
        for name, value in (("Authorization", "Bearer " + client.token), ("Upload-Offset", "0"),
                            ("Tus-Resumable", "1.0.0"), ("Content-Length", str(len(late))),
                            ("Content-Type", "application/offset+octet-stream")):
            patch.putheader(name, value)
        patch.endheaders()
        patch.send(late[:50_000])
        self.assertTrue(world.wait_for(lambda: self.list_names(late)))
        before = self.list_names(late)
        upload = ledger.Upload(next(self.numbers), 150_000, self.visit)
        with tracing.Tracer(self.service, "fsync", "error=EIO:when=1", SYNCER) as trace:
            self.assertIsNone(self.ledger.send(client, upload, 150_000))
        self.assertEqual(len([line for line in trace.lines if "INJECTED" in line]), 1)
        self.assertEqual(len(self.list_names(upload.data)), 2)
        patch.send(late[50_000:])
        self.assertEqual(patch.getresponse().status, 204)
        after = self.list_names(late)
        self.assertEqual((len(before), len(after), before & after), (1, 1, set()))
        self.check_all()

    def list_names(self, data):
        folder = self.service.data / "vault" / "settling"
        return {path.name for path in folder.glob(world.sha256(data) + "-*")}

    def test_a_full_disk_for_bytes(self):
        self.run_faults("pwrite64", "ENOSPC", first=100_000, most=2)
        self.check_all()

    def test_a_full_disk_for_a_commit(self):
        self.run_faults("pwrite64", "ENOSPC", thread=WRITER, least=20)
        self.check_all()

    def test_a_failing_lock(self):
        self.run_faults("fcntl", "EIO", thread=WRITER, least=3)
        self.check_all()

    def test_failing_reads_during_commits(self):
        """SQLite ends the whole transaction when it cannot read; the other writes of the same
        commit must not slip through beside the log."""
        for number in range(8, 40, 4):
            # Anew, so that it must read; with slow commits, so that many writes share one.
            self.world.close()
            self.service.stop()
            self.assertTrue(self.service.start())
            with tracing.Tracer(self.service, "pread64", "error=EIO:when=%d" % number, WRITER,
                                ("fdatasync:delay_enter=60000",)):
                load = ledger.Load(self.ledger, self.world, self.visit, next(self.numbers),
                                   writers=6, large=1000)
                time.sleep(0.3)
                load.stop()
            # SQLite takes a disk that cannot be read for a damaged one, and so do we.
            self.assertLessEqual({refusal.problem for refusal in load.refused},
                                 {"corrupt", "failed"})
            self.ledger.check(self.world)
        self.check_all()

    def test_a_failing_link(self):
        self.run_faults("linkat", "ENOSPC", first=100_000, least=2, most=3)
        self.check_all()

    def test_everything_fails_for_a_while(self):
        for call, error in (("pwrite64", "ENOSPC"), ("fdatasync", "EIO"), ("fsync", "EIO"),
                            ("pwrite64,fdatasync,fsync,linkat,openat", "ENOSPC")):
            with tracing.Tracer(self.service, call, "error=%s:when=1+" % error):
                load = ledger.Load(self.ledger, self.world, self.visit, next(self.numbers))
                time.sleep(1)
                noticed = world.wait_for(lambda: load.refused)
                load.stop()
            self.assertTrue(noticed, "%s of %s was not noticed" % (error, call))
            for refusal in load.refused:
                self.assert_come_again(refusal)
            self.ledger.check(self.world)
            load = ledger.Load(self.ledger, self.world, self.visit, next(self.numbers))
            time.sleep(0.5)
            load.stop()
            self.assertEqual(load.refused, [])
        self.check_all()


class LockedDatabase(Case):
    def test_somebody_else_holds_the_database(self):
        self.start(world.Service(ANFANGD))
        with contextlib.closing(sqlite3.connect(self.service.data / "anfang.db")) as stranger:
            stranger.execute("BEGIN IMMEDIATE")
            reply = self.ledger.send(self.world["inspector1"], ledger.Upload(1, 10, self.visit), 10)
            self.assert_come_again(reply)
        self.assertIsNone(self.ledger.send(self.world["inspector1"], self.ledger.open[0], 10))
        self.check_all()


class FullDisk(Case):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="anfang-full-")
        self.addCleanup(shutil.rmtree, self.folder, True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", self.folder],
                              stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            self.skipTest("a small tmpfs cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.folder], check=False)

    def fill(self):
        filler = pathlib.Path(self.folder) / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(MIB // 4))
            except OSError:
                return filler

    def test_a_disk_that_fills_and_is_emptied(self):
        self.start(world.Service(ANFANGD, folder=self.folder))
        load = ledger.Load(self.ledger, self.world, self.visit, 1)
        time.sleep(0.3)
        filler = self.fill()
        self.assertTrue(world.wait_for(lambda: len(load.refused) > 10, 20))
        load.stop()
        for refusal in load.refused:
            self.assert_come_again(refusal)
        self.assertIn(507, [refusal.status for refusal in load.refused])
        # What is there can be read even now.
        self.ledger.check(self.world)
        filler.unlink()
        load = ledger.Load(self.ledger, self.world, self.visit, 2, large=50_000)
        time.sleep(0.5)
        load.stop()
        self.assertEqual(load.refused, [])
        self.check_all()

    def test_killed_on_a_full_disk(self):
        self.start(world.Service(ANFANGD, folder=self.folder))
        load = ledger.Load(self.ledger, self.world, self.visit, 3)
        filler = self.fill()
        self.assertTrue(world.wait_for(lambda: len(load.refused) > 5, 20))
        self.service.kill()
        load.stop()
        self.world.close()
        filler.unlink()
        self.assertTrue(self.service.start(), self.service.log.read_text())
        self.ledger.check(self.world)
        for upload in list(self.ledger.open)[:5]:
            self.assertIsNone(self.ledger.send(self.world["inspector1"], upload, MIB))
        self.check_all()


@unittest.skipUnless(shutil.which("prlimit"), "prlimit is not installed")
class Quota(Case):
    def test_a_file_larger_than_the_quota(self):
        self.start(world.Service(ANFANGD, wrapper=["prlimit", "--fsize=%d:unlimited" % (8 * MIB)]))
        client = self.world["inspector1"]
        upload = ledger.Upload(1, 12 * MIB, self.visit)
        self.assert_come_again(self.ledger.send(client, upload, MIB))
        self.assertGreaterEqual(upload.acknowledged, 7 * MIB)
        self.assertIsNone(self.ledger.send(client, ledger.Upload(2, MIB, self.visit), MIB))
        subprocess.run(["prlimit", "--fsize=unlimited:unlimited", "--pid", str(self.service.pid)],
                       check=True)
        self.assertIsNone(self.ledger.send(client, upload, MIB))
        self.check_all()


if __name__ == "__main__":
    tap.main()
