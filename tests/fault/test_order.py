#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_order.py ANFANGD: in which order an upload reaches the disk. kill -9 leaves the page cache
in place; only the order of writes, syncs and answers tells what a power cut would leave."""
import pathlib
import shutil
import struct
import sys
import unittest
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]

import tap  # noqa: E402
import tracing  # noqa: E402
import world  # noqa: E402

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"


def make_png():
    def chunk(name, content):
        return (struct.pack(">I", len(content)) + name + content
                + struct.pack(">I", zlib.crc32(name + content)))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0abc" * 2)) + chunk(b"IEND", b""))


@unittest.skipUnless(shutil.which("strace"), "strace is not installed")
class Order(unittest.TestCase):
    def assert_order(self, lines, *steps):
        """Each step, a tuple of words, has a line of its own after that of the step before"""
        at = 0
        for step in steps:
            found = [i for i in range(at, len(lines)) if all(word in lines[i] for word in step)]
            self.assertTrue(found, "%s is not done, or too early, in\n%s" % (
                step, "\n".join(line[:160] for line in lines)))
            at = found[0] + 1

    def test_an_answer_comes_after_its_bytes_names_and_rows(self):
        with world.Service(ANFANGD) as service, world.World(service) as w:
            visit, client = w.make_visit(), w["inspector1"]
            data = bytes(range(256)) * 1000
            pairs = {"visit": visit, "evidence": world.new_id(), "sha256": world.sha256(data)}
            location = client.create_upload(len(data), pairs).headers["Location"]
            part = location.rpartition("/")[2]
            calls = "fsync,fdatasync,pwrite64,linkat,renameat,unlinkat,sendto,sendmsg"
            with tracing.Tracer(service, calls) as first:
                self.assertEqual(client.patch(location, 0, data[:99_999]).status, 204)
            with tracing.Tracer(service, calls) as last:
                self.assertEqual(client.patch(location, 99_999, data[99_999:]).status, 204)
        name = world.sha256(data)
        second = "settling/" + name
        self.assert_order(first.lines, ("pwrite64", second), ("fdatasync", second),
                          ("renameat", name, part), ("fsync", "incoming>"),
                          ("pwrite64", "db-wal"), ("fdatasync", "db-wal"),
                          ("send", "204 No Content"))
        self.assert_order(last.lines, ("pwrite64", part), ("fdatasync", part),
                          ("linkat", part, "settling", name), ("linkat", "blobs/", name),
                          ("fsync", "settling>"), ("pwrite64", "db-wal"), ("fdatasync", "db-wal"),
                          ("unlinkat", part), ("send", "204 No Content"))

    def test_what_comes_whole_is_answered_for_after_its_bytes_names_and_rows(self):
        with world.Service(ANFANGD) as service, world.World(service) as w:
            visit, client = w.make_visit(), w["inspector1"]
            data = bytes(range(256)) * 1000
            with tracing.Tracer(service, "openat,fsync,fdatasync,pwrite64,linkat,sendto") as trace:
                client.upload(visit, data)
        name = world.sha256(data)
        made, second = ("openat", "settling", name, "O_CREAT"), "settling/" + name
        # A checkpoint that is noted before its commit would miss after a power cut what nobody had.
        self.assert_order(trace.lines, made, ("pwrite64", second), ("fdatasync", second),
                          ("linkat", "settling", name, "blobs/"),
                          ("pwrite64", "db-wal"), ("fdatasync", "db-wal"),
                          ("pwrite64", "last.checkpoint"), ("send", "204 No Content"))
        self.assert_order(trace.lines, made, ("fsync", "settling>"), ("pwrite64", "db-wal"),
                          ("fdatasync", "db-wal"), ("send", "204 No Content"))

    def test_what_a_commit_itself_keeps_is_durable_before_its_rows(self):
        """The picture for the eye that an examination makes"""
        with world.Service(ANFANGD) as service, world.World(service) as w:
            visit, client = w.make_visit(), w["inspector1"]
            with tracing.Tracer(service, "openat,fsync,fdatasync") as trace:
                path = "/evidence/" + client.upload(visit, make_png())
                self.assertTrue(world.wait_for(lambda: client.do("GET", path)["examination"][
                    "status"] == "done"))
        made = [i for i, line in enumerate(trace.lines)
                if "openat" in line and "settling" in line and "O_CREAT" in line]
        self.assertGreater(len(made), 1, "no picture is made")
        synced = [line for line in trace.lines[made[-1]:] if "sync(" in line]
        self.assertIn("settling>", synced[1], synced[:3])
        self.assertIn("db-wal", synced[2], synced[:3])

    def test_a_document_is_answered_for_after_its_commit(self):
        with world.Service(ANFANGD) as service, world.World(service) as w:
            w.ensure("inspector1", "inspector2")
            with tracing.Tracer(service, "fdatasync,pwrite64,sendto,sendmsg") as trace:
                w.draft_visit()
        self.assert_order(trace.lines, ("pwrite64", "db-wal"), ("fdatasync", "db-wal"),
                          ("send", "201 Created"))


if __name__ == "__main__":
    tap.main()
