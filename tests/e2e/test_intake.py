#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_intake.py ANFANGD: what the service promises about evidence on its way in, see DESIGN 5."""
import base64
import hashlib
import os
import pathlib
import re
import shutil
import socket
import sys
import threading
import time
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]

import check_proof  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
MIB = 1024 * 1024
# Well before the 20 s after which the service gives a hung request up by itself.
AT_ONCE_S = 8


def bytes_of(size, seed=1):
    return (hashlib.sha256(b"%d" % seed).digest() * (size // 32 + 1))[:size]


def send_slowly(client, location, offset, total, body):
    """A PATCH that announces @total bytes, sends @body and then hangs; returns its socket"""
    end = socket.create_connection((client.host, client.port))
    end.sendall(("PATCH %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                 "Tus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\n"
                 "Content-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n"
                 % (location, client.token, offset, total)).encode() + body)
    return end


class Intake(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = world.Service(ANFANGD).__enter__()
        cls.world = world.World(cls.service)
        cls.visit = cls.world.make_visit()
        cls.inspector = cls.world["inspector1"]

    @classmethod
    def tearDownClass(cls):
        status = cls.service.stop()
        said = cls.service.fsck()
        cls.service.close()
        assert (status, said) == (0, ""), (status, said)

    def pairs(self, data, **changes):
        return {"visit": self.visit, "evidence": world.new_id(), "sha256": world.sha256(data),
                **changes}

    def create(self, length, pairs, client=None):
        reply = (client or self.inspector).create_upload(length, pairs)
        self.assertEqual(reply.status, 201, reply)
        return reply.headers["Location"]

    def offset(self, location, client=None):
        reply = (client or self.inspector).head(location)
        self.assertEqual(reply.status, 200)
        return int(reply.headers["Upload-Offset"])

    def assert_problem(self, reply, status, name):
        self.assertEqual((reply.status, reply.problem), (status, name), reply)

    def assert_absent(self, evidence):
        self.assertEqual(self.inspector.get("/evidence/" + evidence).status, 404)

    def is_examined(self, evidence):
        reply = self.inspector.get("/evidence/" + evidence)
        return reply.json["examination"]["status"] != "pending"

    def parts(self):
        return set(os.listdir(self.service.data / "vault" / "incoming"))

    # ---- the same again, another one, two at once ----

    def test_the_same_evidence_again_is_success_without_sending(self):
        data = bytes_of(100_000)
        pairs = self.pairs(data)
        self.inspector.upload(self.visit, data, evidence=pairs["evidence"])
        # The examination that follows an upload is logged too, and last comes this one's.
        self.assertTrue(world.wait_for(lambda: self.is_examined(pairs["evidence"])))
        before = self.world.checkpoint()
        reply = self.inspector.create_upload(len(data), pairs)
        self.assertEqual((reply.status, reply.headers["Upload-Offset"]), (201, str(len(data))))
        head = self.inspector.head(reply.headers["Location"])
        self.assertEqual(head.headers["Upload-Offset"], head.headers["Upload-Length"])
        self.assertEqual(self.world.checkpoint(), before, "nothing happened, so nothing is logged")

    def test_the_same_id_with_other_bytes_is_a_conflict(self):
        evidence = self.inspector.upload(self.visit, b"first")
        self.assert_problem(
            self.inspector.create_upload(6, self.pairs(b"second", evidence=evidence)),
            409, "conflict")
        self.assertEqual(self.inspector.content(evidence), b"first")

    def test_the_same_bytes_under_two_ids_are_two_pieces_of_evidence(self):
        data = bytes_of(5000, 7)
        one, two = (self.inspector.upload(self.visit, data) for _ in range(2))
        self.assertEqual(self.inspector.content(one), self.inspector.content(two))
        self.assertNotEqual(self.inspector.receipt(one), self.inspector.receipt(two))

    def test_two_uploads_of_one_evidence_at_once_make_one(self):
        data = bytes_of(3 * MIB, 3)
        pairs = self.pairs(data)
        clients = [self.inspector.fork() for _ in range(4)]
        locations = [self.create(len(data), pairs, client) for client in clients]
        replies = []

        def send(client, location):
            replies.append(client.patch(location, 0, data))

        threads = [threading.Thread(target=send, args=pair) for pair in zip(clients, locations)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([(reply.status, reply.headers["Upload-Offset"]) for reply in replies],
                         [(204, str(len(data)))] * 4)
        self.assertEqual(self.inspector.content(pairs["evidence"]), data)
        found = self.inspector.do("GET", "/evidence?limit=200&visit=" + self.visit)["items"]
        self.assertEqual([item["id"] for item in found].count(pairs["evidence"]), 1)

    def test_two_uploads_of_one_evidence_with_different_bytes_keep_the_first(self):
        evidence = world.new_id()
        bodies = [bytes_of(9000, 11), bytes_of(9000, 12)]
        locations = [self.create(9000, self.pairs(body, evidence=evidence)) for body in bodies]
        self.assertEqual(self.inspector.patch(locations[0], 0, bodies[0]).status, 204)
        self.assert_problem(self.inspector.patch(locations[1], 0, bodies[1]), 409, "conflict")
        self.assertEqual(self.inspector.content(evidence), bodies[0])
        self.assertLess(self.offset(locations[1]), 9000, "a full offset would mean: it is evidence")

    # ---- hashes ----

    def test_a_wrong_hash_of_the_whole_keeps_nothing(self):
        pairs = self.pairs(b"what was announced")
        location = self.create(18, pairs)
        reply = self.inspector.patch(location, 0, b"something else 123")
        self.assert_problem(reply, 460, "checksum-mismatch")
        self.assert_absent(pairs["evidence"])
        self.assertEqual(self.inspector.head(location).status, 404)
        self.assertNotIn(location.rpartition("/")[2], self.parts())
        blob = self.service.data / "vault" / "blobs"
        name = world.sha256(b"something else 123")
        self.assertFalse((blob / name[:2] / name).exists())
        # The id is free for the right bytes.
        self.inspector.upload(self.visit, b"what was announced", evidence=pairs["evidence"])

    def test_a_wrong_checksum_of_a_piece_leaves_the_offset(self):
        data = bytes_of(200_000, 5)
        location = self.create(len(data), self.pairs(data))
        self.assertEqual(self.inspector.patch(location, 0, data[:100_000]).status, 204)
        wrong = base64.b64encode(hashlib.sha1(b"no").digest()).decode()
        reply = self.inspector.patch(location, 100_000, data[100_000:],
                                     **{"Upload-Checksum": "sha1 " + wrong})
        self.assert_problem(reply, 460, "checksum-mismatch")
        self.assertEqual(self.offset(location), 100_000)
        right = base64.b64encode(hashlib.sha256(data[100_000:]).digest()).decode()
        reply = self.inspector.patch(location, 100_000, data[100_000:],
                                     **{"Upload-Checksum": "sha256 " + right})
        self.assertEqual(reply.status, 204, reply)

    def test_an_unknown_checksum_keeps_nothing(self):
        location = self.create(4, self.pairs(b"data"))
        for value in ("md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1", "sha1 !", "SHA1 " + "A" * 28):
            reply = self.inspector.patch(location, 0, b"data", **{"Upload-Checksum": value})
            self.assertEqual(reply.status, 400, value)
        self.assertEqual(self.offset(location), 0)

    # ---- who may, and when ----

    def test_strangers_and_other_states_are_refused(self):
        w = self.world
        draft = w.draft_visit()
        approved = w.draft_visit()
        w["leader1"].do("POST", "/visits/%s/approve" % approved)
        submitted = w.make_visit()
        self.inspector.upload(submitted, b"in time")
        w.submit_visit(submitted)
        for visit in (draft, approved, submitted):
            reply = self.inspector.create_upload(4, self.pairs(b"late", visit=visit))
            self.assertIn(reply.status, (403, 409), reply)
            self.assertFalse(reply.json["retriable"])
        for name in ("inspector3", "verifier1", "leader1", "contact1", "auditor1", "sysadmin1"):
            reply = w[name].create_upload(4, self.pairs(b"mine"))
            self.assertIn(reply.status, (403, 404), name)
        reply = self.inspector.fork(token=None).create_upload(4, self.pairs(b"mine"))
        self.assert_problem(reply, 401, "unauthorized")
        reply = self.inspector.create_upload(4, self.pairs(b"lost", visit=world.new_id()))
        self.assert_problem(reply, 404, "not-found")

    def test_an_upload_is_its_senders_alone(self):
        location = self.create(4, self.pairs(b"mine"))
        other = self.world["inspector2"]
        self.assertEqual(other.head(location).status, 404)
        self.assertEqual(other.patch(location, 0, b"ours").status, 404)
        self.assertEqual(other.terminate(location).status, 404)
        self.assertEqual(self.inspector.patch(location, 0, b"mine").status, 204)

    def test_a_visit_that_ends_during_the_upload_ends_the_upload(self):
        visit = self.world.make_visit()
        self.inspector.upload(visit, b"in time")
        data = bytes_of(50_000, 21)
        pairs = self.pairs(data, visit=visit)
        location = self.create(len(data), pairs)
        end = send_slowly(self.inspector, location, 0, len(data), data[:40_000])
        self.assertTrue(world.wait_for(lambda: self.part_size(location) == 40_000))
        self.world.submit_visit(visit)
        end.sendall(data[40_000:])
        status = end.recv(4096).split(b" ")[1]
        end.close()
        self.assertIn(status, (b"403", b"409"))
        self.assert_absent(pairs["evidence"])
        # Clients take a full offset for success, so one must never be told here.
        reply = self.inspector.head(location)
        self.assertLess(int(reply.headers.get("Upload-Offset", 0)), len(data))

    # ---- links that break ----

    def test_a_new_request_takes_over_from_a_hung_one(self):
        data = bytes_of(600_000, 9)
        pairs = self.pairs(data)
        location = self.create(len(data), pairs)
        end = send_slowly(self.inspector, location, 0, len(data), data[:300_000])
        self.assertTrue(world.wait_for(lambda: self.part_size(location) == 300_000))
        began = time.monotonic()
        self.assertEqual(self.offset(location), 300_000)
        self.assertLess(time.monotonic() - began, AT_ONCE_S)
        end.close()

        end = send_slowly(self.inspector, location, 300_000, 300_000, data[300_000:400_000])
        self.assertTrue(world.wait_for(lambda: self.part_size(location) == 400_000))
        began = time.monotonic()
        reply = self.inspector.patch(location, 400_000, data[400_000:])
        self.assertLess(time.monotonic() - began, AT_ONCE_S)
        self.assertEqual(reply.status, 204, reply)
        end.close()
        self.assertEqual(self.inspector.content(pairs["evidence"]), data)

    def part_size(self, location):
        """Of the part on its way in, which has another name until something of it is acknowledged"""
        part = self.service.data / "vault" / "incoming" / location.rpartition("/")[2]
        if part.exists():
            return part.stat().st_size
        sizes = [0]
        for path in pathlib.Path("/proc/%d/fd" % self.service.pid).iterdir():
            try:
                if "/settling/" in os.readlink(path):
                    sizes.append(path.stat().st_size)
            except OSError:
                pass  # closed by now
        return max(sizes)

    def test_who_comes_back_at_once_is_answered(self):
        """By success or the true offset, however soon it is; of each hundred, several were cut off
        by the older request, which was begun after the newer one."""
        data = bytes_of(100_000)
        for number in range(300):
            location = self.create(len(data), self.pairs(data))
            cut = 300 * number
            hung = send_slowly(self.inspector, location, 0, len(data), data[:cut])
            if number % 3 != 0:
                hung.close()
            back = self.inspector.fork()
            reply = back.patch(location, 0, data)
            while reply.status != 204:
                self.assertEqual(reply.status, 409, reply)
                at = self.offset(location, back)
                reply = back.patch(location, at, data[at:])
            back.close()
            hung.close()

    def test_a_hung_request_can_be_terminated(self):
        location = self.create(1000, self.pairs(b"x" * 1000))
        end = send_slowly(self.inspector, location, 0, 1000, b"x" * 10)
        self.assertTrue(world.wait_for(lambda: self.part_size(location) == 10))
        self.assertEqual(self.inspector.terminate(location).status, 204)
        end.close()
        self.assertEqual(self.inspector.head(location).status, 404)
        self.assertNotIn(location.rpartition("/")[2], self.parts())

    def test_what_arrived_before_a_break_is_kept(self):
        data = bytes_of(700_000, 13)
        location = self.create(len(data), self.pairs(data))
        end = send_slowly(self.inspector, location, 0, len(data), data[:654_321])
        end.shutdown(socket.SHUT_WR)
        end.close()
        # Whoever asks sooner ends the request, with what is still on the way.
        self.assertTrue(world.wait_for(lambda: self.part_size(location) == 654_321))
        self.assertTrue(world.wait_for(lambda: self.offset(location) == 654_321, 5))
        self.assertEqual(self.inspector.patch(location, 654_321, data[654_321:]).status, 204)

    def test_a_finished_upload_cannot_be_taken_back(self):
        location = self.create(4, self.pairs(b"stay"))
        self.assertEqual(self.inspector.patch(location, 0, b"stay").status, 204)
        self.assert_problem(self.inspector.terminate(location), 409, "state")
        again = self.inspector.patch(location, 4, b"")
        self.assertEqual((again.status, again.headers["Upload-Offset"]), (204, "4"))

    def test_more_than_was_announced_is_refused(self):
        location = self.create(4, self.pairs(b"four"))
        self.assert_problem(self.inspector.patch(location, 0, b"fours"), 413, "too-large")
        self.assertLess(self.offset(location), 4)

    def test_a_wrong_offset_is_told_and_changes_nothing(self):
        location = self.create(10, self.pairs(b"0123456789"))
        self.assertEqual(self.inspector.patch(location, 0, b"01234").status, 204)
        for offset in (0, 4, 6, 10, 11):
            reply = self.inspector.patch(location, offset, b"56789"[:1])
            self.assert_problem(reply, 409, "offset-mismatch")
        self.assertEqual(self.inspector.patch(location, 5, b"56789").status, 204)

    # ---- receipts ----

    def test_a_receipt_is_there_with_the_answer_and_verifies(self):
        data = bytes_of(12345, 17)
        evidence = self.inspector.upload(self.visit, data)
        receipt = self.inspector.receipt(evidence)
        leaf = base64.b64decode(receipt.split(b"\n")[1].removeprefix(b"extra "))
        check_proof.check(leaf, receipt, self.world.vkey())
        self.assertIn(b'"blob":"%s"' % world.sha256(data).encode(), leaf)
        self.assertIn(b'"record":"evidence/%s"' % evidence.encode(), leaf)
        self.assertIn(b'"event":"evidence.received"', leaf)


class Restarts(unittest.TestCase):
    def start(self, **options):
        service = world.Service(ANFANGD, **options)
        self.addCleanup(service.close)
        self.assertTrue(service.start())
        w = world.World(service)
        return service, w, w.make_visit()

    def test_an_upload_survives_a_restart(self):
        service, w, visit = self.start()
        inspector = w["inspector1"]
        data = bytes_of(5 * MIB, 2)
        pairs = {"visit": visit, "evidence": world.new_id(), "sha256": world.sha256(data)}
        location = inspector.create_upload(len(data), pairs).headers["Location"]
        self.assertEqual(inspector.patch(location, 0, data[:2 * MIB]).status, 204)
        service.kill()
        self.assertTrue(service.start())
        inspector.close()
        self.assertEqual(inspector.head(location).headers["Upload-Offset"], str(2 * MIB))
        # A polite stop in the middle of a body keeps what came.
        end = send_slowly(inspector, location, 2 * MIB, 3 * MIB, data[2 * MIB:3 * MIB])
        part = service.data / "vault" / "incoming" / location.rpartition("/")[2]
        self.assertTrue(world.wait_for(lambda: part.stat().st_size == 3 * MIB))
        end.close()
        self.assertEqual(service.stop(), 0)
        self.assertTrue(service.start())
        inspector.close()
        self.assertEqual(inspector.head(location).headers["Upload-Offset"], str(3 * MIB))
        self.assertEqual(inspector.patch(location, 3 * MIB, data[3 * MIB:]).status, 204)
        self.assertEqual(inspector.content(pairs["evidence"]), data)
        inspector.close()
        service.stop()
        self.assertEqual(service.fsck(), "")

    def test_an_upload_without_bytes_is_announced_again_after_a_power_cut(self):
        """Nothing was promised of it, so nothing of it is on the disk"""
        service, w, visit = self.start()
        inspector = w["inspector1"]
        pairs = {"visit": visit, "evidence": world.new_id(), "sha256": world.sha256(b"0123456789")}
        location = inspector.create_upload(10, pairs).headers["Location"]
        self.assertEqual(inspector.head(location).headers["Upload-Offset"], "0")
        service.kill()
        self.assertTrue(service.start())
        inspector.close()
        # Clients take this for "begin anew", which is right.
        self.assertEqual(inspector.head(location).status, 404)
        self.assertEqual(inspector.patch(location, 0, b"0123456789").status, 404)
        inspector.upload(visit, b"0123456789", evidence=pairs["evidence"])
        self.assertEqual(inspector.content(pairs["evidence"]), b"0123456789")

    def test_what_the_disk_has_no_room_for_is_refused_before_it_is_sent(self):
        service, w, visit = self.start(config={"upload_max_mib": MIB})
        inspector = w["inspector1"]
        with urllib.request.urlopen(service.url + "/metrics") as reply:
            room = int(re.search(r"(?m)^anfang_vault_free_bytes (\d+)$", reply.read().decode()).group(1))
        disk = os.statvfs(service.data)
        self.assertLess(abs(disk.f_bavail * disk.f_frsize - room), room // 10)
        if room > MIB * MIB:
            self.skipTest("the disk has more room than any upload may have bytes")
        pairs = {"visit": visit, "evidence": world.new_id(), "sha256": "0" * 64}
        refused = inspector.create_upload(room, pairs)
        self.assertEqual((refused.status, refused.json["retriable"]), (507, True))
        self.assertIn("has room for", service.log.read_text())
        self.assertEqual(inspector.create_upload(room // 2, pairs).status, 201)

    @unittest.skipUnless(shutil.which("faketime"), "faketime is not installed")
    def test_an_expired_upload_is_gone_with_its_bytes(self):
        service, w, visit = self.start(config={"upload_keep_hours": 1})
        inspector = w["inspector1"]
        pairs = {"visit": visit, "evidence": world.new_id(), "sha256": world.sha256(b"0123456789")}
        reply = inspector.create_upload(10, pairs)
        location = reply.headers["Location"]
        self.assertIn("GMT", reply.headers["Upload-Expires"])
        self.assertEqual(inspector.patch(location, 0, b"01234").status, 204)
        part = service.data / "vault" / "incoming" / location.rpartition("/")[2]
        for shift, status, there in (("+50m", 200, True), ("+62m", 404, False)):
            service.stop()
            self.assertTrue(service.start(wrapper=["faketime", "-f", shift]))
            inspector.close()
            self.assertEqual(inspector.head(location).status, status)
            if not there:
                self.assertIn(inspector.patch(location, 5, b"56789").status, (404, 410))
                self.assertTrue(world.wait_for(lambda: not part.exists()))
            else:
                self.assertTrue(part.exists())

    def test_a_large_file_takes_little_memory(self):
        service, w, visit = self.start()
        inspector = w["inspector1"]
        size, piece = 300 * MIB, bytes(MIB)
        digest = hashlib.sha256()
        for _ in range(300):
            digest.update(piece)
        inspector.upload(visit, bytes(MIB))
        before = service.memory_kib()
        pairs = {"visit": visit, "evidence": world.new_id(), "sha256": digest.hexdigest()}
        location = inspector.create_upload(size, pairs).headers["Location"]
        end = send_slowly(inspector, location, 0, size, b"")
        for _ in range(300):
            end.sendall(piece)
        self.assertEqual(end.recv(4096).split(b" ")[1], b"204")
        end.close()
        self.assertLess(service.memory_kib() - before, 16 * 1024)
        # As little for giving it back.
        connection = inspector.connect()
        connection.request("GET", "/api/v1/evidence/%s/content" % pairs["evidence"], headers={
            "Authorization": "Bearer " + inspector.token})
        answer = connection.getresponse()
        got = hashlib.sha256()
        while True:
            data = answer.read(MIB)
            if not data:
                break
            got.update(data)
        connection.close()
        self.assertEqual(got.hexdigest(), digest.hexdigest())
        self.assertLess(service.memory_kib() - before, 24 * 1024)


if __name__ == "__main__":
    tap.main()
