#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_tus_clients.py ANFANGD: uploads by programs that others wrote, over good links and bad.

tus-js-client is looked for in ANFANG_NODE_MODULES, NODE_PATH and .deps/node/node_modules; tuspy is
Debian's python3-tuspy, so Debian's Python runs it."""
import base64
import contextlib
import io
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]

import check_proof  # noqa: E402
import cutlink  # noqa: E402
import tap  # noqa: E402
import world  # noqa: E402

ANFANGD = sys.argv[1] if len(sys.argv) > 1 else "build/src/anfangd"
DEBIAN_PYTHON = "/usr/bin/python3"
FILES = 50


def find_node_modules():
    places = [os.environ.get("ANFANG_NODE_MODULES", ""),
              *os.environ.get("NODE_PATH", "").split(":"),
              str(world.ROOT / ".deps" / "node" / "node_modules")]
    for place in places:
        if place and (pathlib.Path(place) / "tus-js-client").is_dir():
            return place
    return None


NODE_MODULES = find_node_modules() if shutil.which("node") else None


def has_tuspy():
    return os.path.exists(DEBIAN_PYTHON) and subprocess.run(
        [DEBIAN_PYTHON, "-c", "import tusclient"], stderr=subprocess.DEVNULL,
        check=False).returncode == 0


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = world.Service(ANFANGD).__enter__()
        cls.world = world.World(cls.service)
        cls.visit = cls.world.make_visit()
        cls.inspector = cls.world["inspector1"]
        cls.world.ensure("clerk1")
        cls.vkey = cls.world.vkey()
        cls.files = tempfile.TemporaryDirectory(prefix="anfang-files-")
        cls.seed = 0

    @classmethod
    def tearDownClass(cls):
        cls.files.cleanup()
        cls.world.close()
        status = cls.service.stop()
        said = cls.service.fsck()
        cls.service.close()
        assert (status, said) == (0, ""), (status, said)

    @classmethod
    def make_file(cls, size, **metadata):
        """path, bytes, metadata"""
        cls.seed += 1
        data = random.Random(cls.seed).randbytes(size)
        path = pathlib.Path(cls.files.name) / ("%d.jpg" % cls.seed)
        path.write_bytes(data)
        return str(path), data, {"visit": cls.visit, "evidence": world.new_id(),
                                 "sha256": world.sha256(data), "filename": path.name, **metadata}

    def assert_arrived(self, evidence, data):
        self.assertEqual(self.inspector.content(evidence), data)
        receipt = self.inspector.receipt(evidence)
        leaf = base64.b64decode(receipt.split(b"\n")[1].removeprefix(b"extra "))
        check_proof.check(leaf, receipt, self.vkey)
        self.assertIn(b'"blob":"%s"' % world.sha256(data).encode(), leaf)
        self.assertIn(b'"record":"evidence/%s"' % evidence.encode(), leaf)


@unittest.skipUnless(NODE_MODULES, "tus-js-client is not installed: ./dev deps")
class TusJs(Case):
    def run_job(self, uploads, at_once=1, url=None):
        job = {"endpoint": (url or self.service.url) + "/api/v1/uploads",
               "token": self.inspector.token, "at_once": at_once, "uploads": uploads}
        done = subprocess.run(["node", str(HERE / "tus-upload.cjs")], input=json.dumps(job),
                              env=dict(os.environ, NODE_PATH=NODE_MODULES), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def run_one(self, path, metadata, **item):
        return self.run_job([{"file": path, "metadata": metadata, **item}])[0]

    def assert_uploads(self, size, metadata=None, **item):
        path, data, pairs = self.make_file(size, **(metadata or {}))
        result = self.run_one(path, pairs, **item)
        self.assertIsNone(result["error"], result)
        self.assert_arrived(pairs["evidence"], data)
        return pairs["evidence"]

    def test_50_files_while_every_third_request_is_cut(self):
        sizes = random.Random(50)
        files, uploads = {}, []
        for number in range(FILES):
            path, data, pairs = self.make_file(sizes.choice((0, 1, 3000, 90_000, 700_000, 1_500_000)))
            files[pairs["evidence"]] = data
            uploads.append({"file": path, "metadata": pairs, "buffer": number % 2 == 0,
                            "options": {"uploadDataDuringCreation": number % 3 == 0 and data != b""}})
        # Each third reply is lost, and connections break in the middle of bodies too.
        link = cutlink.CutLink(self.service.url, every=3, after=600_000)
        self.addCleanup(link.close)
        with contextlib.redirect_stderr(io.StringIO()):
            results = self.run_job(uploads, at_once=6, url=link.url)
        print("# %d requests, %d cut" % (link.requests, link.cuts))
        self.assertGreater(link.cuts, FILES // 2)
        self.assertEqual([result for result in results if result["error"]], [])
        self.assertEqual({result["evidence"] for result in results}, set(files))
        for evidence, data in files.items():
            self.assert_arrived(evidence, data)
        found = self.inspector.do("GET", "/evidence?limit=200&visit=" + self.visit)["items"]
        ids = [item["id"] for item in found if item["id"] in files]
        self.assertEqual(len(ids), FILES, "each is there once")

    def test_in_pieces_from_a_stream(self):
        self.assert_uploads(1_000_000)

    def test_in_one_piece_from_memory(self):
        self.assert_uploads(1_000_000, buffer=True, options={"chunkSize": 1 << 40})

    def test_with_creation(self):
        for size in (1, 100_000, 600_000):
            self.assert_uploads(size, options={"uploadDataDuringCreation": True})

    def test_zero_bytes(self):
        self.assert_uploads(0, buffer=True)

    def test_method_override(self):
        self.assert_uploads(600_000, options={"overridePatchMethod": True})

    def test_many_at_once(self):
        files = [self.make_file(300_000) for _ in range(12)]
        results = self.run_job([{"file": path, "metadata": pairs} for path, _, pairs in files],
                               at_once=12)
        self.assertEqual([result["error"] for result in results], [None] * 12)
        for _, data, pairs in files:
            self.assert_arrived(pairs["evidence"], data)

    def test_odd_metadata(self):
        name = "大厅 “三号窗口”, =🙂.jpg"
        evidence = self.assert_uploads(5000, {
            "filename": name, "filetype": "image/jpeg", "captured_at": "2018-03-06T09:41:00+08:00",
            "position": "40.881,122.685,12.5", "position_source": "gps", "unknown_key": "",
            "sequence": "7"})
        found = self.inspector.do("GET", "/evidence/" + evidence)
        self.assertEqual((found["filename"], found["kind"], found["sequence"]), (name, "photo", 7))
        self.assertEqual(found["captured_at"], "2018-03-06T01:41:00.000Z")
        self.assertEqual(found["position"], {"lat": 40.881, "lon": 122.685, "accuracy_m": 12.5})

    def test_resume_by_its_url(self):
        path, data, pairs = self.make_file(1_000_000)
        first = self.run_one(path, pairs, abort_at=500_000)
        self.assertEqual(first["error"], "aborted")
        again = self.run_one(path, pairs, options={"uploadUrl": first["url"]})
        self.assertIsNone(again["error"], again)
        self.assertEqual(again["url"], first["url"])
        self.assert_arrived(pairs["evidence"], data)

    def test_resume_from_stored_urls_over_a_restart(self):
        path, data, pairs = self.make_file(1_000_000)
        store = str(pathlib.Path(self.files.name) / "urls.json")
        first = self.run_one(path, pairs, abort_at=500_000, store=store)
        self.service.kill()
        self.assertTrue(self.service.start())
        self.world.close()
        head = self.inspector.head(first["url"].partition("/api/v1")[2])
        self.assertGreaterEqual(int(head.headers["Upload-Offset"]), 500_000)
        again = self.run_one(path, pairs, store=store)
        self.assertEqual((again["error"], again["url"]), (None, first["url"]))
        self.assert_arrived(pairs["evidence"], data)

    def test_terminate(self):
        path, _, pairs = self.make_file(1_000_000)
        result = self.run_one(path, pairs, abort_at=300_000, terminate=True)
        self.assertEqual(result["error"], "aborted")
        self.assertEqual(self.inspector.head(result["url"].partition("/api/v1")[2]).status, 404)
        self.assertEqual(self.inspector.get("/evidence/" + pairs["evidence"]).status, 404)

    def test_a_file_that_changed_is_told_at_once(self):
        path, _, pairs = self.make_file(400_000)
        pairs["sha256"] = "0" * 64
        result = self.run_one(path, pairs)
        self.assertEqual(result["status"], 460)
        self.assertEqual(self.inspector.get("/evidence/" + pairs["evidence"]).status, 404)

    def test_pieces_to_be_joined_are_refused(self):
        """The concatenation extension is not offered, and nothing is taken in its name"""
        path, _, pairs = self.make_file(400_000)
        result = self.run_one(path, pairs, buffer=True, options={"parallelUploads": 3})
        self.assertIn(result["status"], (400, 422), result)
        self.assertEqual(self.inspector.get("/evidence/" + pairs["evidence"]).status, 404)


@unittest.skipUnless(has_tuspy(), "python3-tuspy is not installed")
class TusPy(Case):
    SCRIPT = """
import json, sys
from tusclient import client
job = json.load(sys.stdin)
tus = client.TusClient(job["endpoint"], {"Authorization": "Bearer " + job["token"]})
uploader = tus.uploader(job["file"], **job["options"])
uploader.upload(stop_at=job["stop_at"]) if job["stop_at"] else uploader.upload()
print(json.dumps({"url": uploader.url, "offset": uploader.offset}))
"""

    def run_one(self, path, stop_at=None, status=0, **options):
        job = {"endpoint": self.service.url + "/api/v1/uploads", "token": self.inspector.token,
               "file": path, "stop_at": stop_at, "options": {"chunk_size": 200_000, **options}}
        done = subprocess.run([DEBIAN_PYTHON, "-c", self.SCRIPT], input=json.dumps(job), text=True,
                              env=dict(os.environ, PYTHONPATH=""), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return json.loads(done.stdout) if status == 0 else done.stderr

    def test_upload(self):
        for checked in (False, True):
            path, data, pairs = self.make_file(500_000)
            result = self.run_one(path, metadata=pairs, upload_checksum=checked)
            self.assertEqual(result["offset"], len(data))
            self.assert_arrived(pairs["evidence"], data)

    def test_resume(self):
        path, data, pairs = self.make_file(500_000)
        first = self.run_one(path, stop_at=200_000, metadata=pairs)
        self.assertEqual(first["offset"], 200_000)
        again = self.run_one(path, url=first["url"], upload_checksum=True)
        self.assertEqual(again, {"url": first["url"], "offset": len(data)})
        self.assert_arrived(pairs["evidence"], data)

    def test_without_metadata_it_says_what_is_missing(self):
        path, _, _ = self.make_file(10)
        said = self.run_one(path, status=1)
        self.assertIn("422", said)


if __name__ == "__main__":
    tap.main()
