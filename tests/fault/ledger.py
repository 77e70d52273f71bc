# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""What a service has acknowledged, and whether it still holds to it after whatever happened."""
import base64
import functools
import hashlib
import http.client
import pathlib
import random
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE.parent / "e2e")]

import check_proof  # noqa: E402
import world  # noqa: E402

# Each signature is worth one look.
check_proof.open_checkpoint = functools.lru_cache(None)(check_proof.open_checkpoint)

# How a killed service, or the link to it, looks from outside.
BROKEN = (OSError, http.client.HTTPException)


def make_bytes(seed, size):
    """Always the same for the same seed, and of no other"""
    return random.Random(seed).randbytes(size)


class Upload:
    def __init__(self, seed, size, visit):
        self.seed, self.size = seed, size
        self.evidence = world.new_id()
        self.sha256 = world.sha256(self.data)
        self.pairs = {"visit": visit, "evidence": self.evidence, "sha256": self.sha256,
                      "filename": "%d.bin" % seed}
        self.location = None
        self.acknowledged = 0
        self.busy = False

    @property
    def data(self):
        return make_bytes(self.seed, self.size)


class Ledger:
    """Notes each acknowledgement; check() asks for all of them again."""

    def __init__(self):
        self.lock = threading.Lock()
        self.done = {}       # evidence → Upload whose last PATCH was answered with 204
        self.open = []       # Uploads to go on with
        self.documents = {}  # path → document, as the answer to its PUT told it
        self.refused = set() # paths whose PUT was refused, so that there is nothing
        self.receipts = {}   # evidence → receipt
        self.note = None     # the last checkpoint seen
        self.vkey = None
        self.checked = set()

    # ---- noting ----

    def note_checkpoint(self, note):
        size = check_proof.undecimal(note.split(b"\n")[1].decode())
        with self.lock:
            old = int(self.note.split(b"\n")[1]) if self.note else 0
            if size >= old:
                self.note = note

    def send(self, client, upload, chunk, stop_at=None):
        """Sends it, or goes on with it; may raise BROKEN. Returns the refusal, if it is one."""
        with self.lock:
            if upload not in self.open:
                self.open.append(upload)
        reply = client.head(upload.location) if upload.location else None
        if reply is not None and reply.status == 404 and upload.acknowledged == 0:
            reply = None  # an announcement may be forgotten until a byte of it is kept
        if reply is None:
            reply = client.create_upload(upload.size, upload.pairs)
            upload.location = reply.headers.get("Location")
        if reply.status not in (200, 201):
            return reply
        at = int(reply.headers["Upload-Offset"])
        if at < upload.acknowledged:
            raise AssertionError("%d of %d acknowledged bytes are left" % (at, upload.acknowledged))
        data = upload.data
        while at < upload.size:
            reply = client.patch(upload.location, at, data[at:at + chunk])
            if reply.status != 204:
                return reply
            at = upload.acknowledged = int(reply.headers["Upload-Offset"])
            if stop_at is not None and at >= stop_at:
                return None
        with self.lock:
            self.done[upload.evidence] = upload
            self.open.remove(upload)
        return None

    def put(self, client, path, body):
        reply = client.put(path, body)
        with self.lock:
            if reply.status in (200, 201):
                self.documents[path] = reply.json
            else:
                self.refused.add(path)
        return reply

    def fetch_receipt(self, client, evidence):
        receipt = client.receipt(evidence)
        with self.lock:
            self.receipts[evidence] = receipt

    # ---- checking ----

    def check_log(self, w):
        """The log goes on from the last checkpoint seen"""
        self.vkey = self.vkey or w.vkey()
        note = w.checkpoint()
        if self.note is not None:
            self._check_goes_on(w, self.note, check_proof.open_checkpoint(note, self.vkey))
        self.note_checkpoint(note)

    def _check_goes_on(self, w, note, new):
        old = check_proof.open_checkpoint(note, self.vkey)
        proof = w["clerk1"].do("GET", "/log/consistency?from=%d&to=%d" % (old[0], new[0]))
        check_proof.check_consistency(old, new, [base64.b64decode(h) for h in proof["hashes"]])

    def check(self, w, everything=False):
        """All that was acknowledged since the last check, or @everything."""
        client = w["inspector1"]
        self.check_log(w)
        for path, document in self.documents.items():
            if path in self.checked and not everything:
                continue
            if client.do("GET", path) != document:
                raise AssertionError("%s is not as it was acknowledged" % path)
        for path in self.refused:
            client.want(404, "GET", path)
        new = check_proof.open_checkpoint(w.checkpoint(), self.vkey)
        for evidence, upload in self.done.items():
            if everything or evidence not in self.checked:
                self._check_evidence(client, upload)
                if evidence in self.receipts:
                    self._check_receipt(w, evidence, new)
        self.checked |= set(self.done) | set(self.documents)
        for upload in self.open:
            self._check_open(client, upload)

    def _check_evidence(self, client, upload):
        found = client.do("GET", "/evidence/" + upload.evidence)
        if (found["sha256"], found["size"]) != (upload.sha256, upload.size):
            raise AssertionError("evidence %s is not what was sent" % upload.evidence)
        if client.content(upload.evidence) != upload.data:
            raise AssertionError("evidence %s has other bytes" % upload.evidence)

    def _check_receipt(self, w, evidence, new):
        receipt = self.receipts[evidence]
        leaf = base64.b64decode(receipt.split(b"\n")[1].removeprefix(b"extra "))
        check_proof.check(leaf, receipt, self.vkey)
        for part in (b'"record":"evidence/%s"' % evidence.encode(),
                     b'"blob":"%s"' % self.done[evidence].sha256.encode()):
            if part not in leaf:
                raise AssertionError("the receipt of %s is of something else" % evidence)
        self._check_goes_on(w, receipt.partition(b"\n\n")[2], new)

    def _check_open(self, client, upload):
        """What was not acknowledged is there whole, or not at all"""
        reply = client.get("/evidence/" + upload.evidence)
        if reply.status == 200:
            self._check_evidence(client, upload)
            return
        if reply.status != 404:
            raise AssertionError("evidence %s: %r" % (upload.evidence, reply))
        if upload.location is None:
            return
        reply = client.head(upload.location)
        at = int(reply.headers.get("Upload-Offset", -1))
        if reply.status == 404 and upload.acknowledged == 0:
            return
        if reply.status != 200 or not upload.acknowledged <= at < upload.size:
            raise AssertionError("upload of %d bytes, %d of them acknowledged: %d, offset %d" % (
                upload.size, upload.acknowledged, reply.status, at))


class Load:
    """Uploads, JSON writes and a reader, each in its thread, until stop() or until it breaks"""

    def __init__(self, ledger, w, visit, seed, large=2_000_000, writers=1):
        self.ledger, self.w, self.visit = ledger, w, visit
        self.large = large
        self.random = random.Random(seed)
        self.seeds = iter(range(seed * 1_000_000, seed * 1_000_000 + 999_999))
        self.stopping = False
        self.refused, self.errors = [], []
        client, clerk = w["inspector1"], w["clerk1"]
        jobs = [(self._upload, client)] * 3 + [(self._write, client)] * writers
        jobs.append((self._read, clerk))
        self.threads = [threading.Thread(target=self._run, args=(job, who.fork(w.service.url)))
                        for job, who in jobs]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()
        if self.errors:
            raise self.errors[0]

    def _run(self, job, client):
        try:
            while not self.stopping:
                job(client)
        except BROKEN:
            pass
        except Exception as error:  # pylint: disable=broad-except
            self.errors.append(error)
        finally:
            client.close()

    def _refuse(self, reply):
        self.refused.append(reply)
        time.sleep(0.05)

    def _take(self):
        with self.ledger.lock:
            idle = [upload for upload in self.ledger.open if not upload.busy]
            if idle and self.random.random() < 0.7:
                upload = self.random.choice(idle)
                upload.busy = True
                return upload
            size = self.random.choice((1, 4096, 50_000, 200_000, self.large))
            seed = next(self.seeds)
        upload = Upload(seed, self.random.randint(1, size), self.visit)
        upload.busy = True
        return upload

    def _upload(self, client):
        upload = self._take()
        try:
            refusal = self.ledger.send(client, upload, self.random.choice((65_536, 1 << 22)))
        finally:
            upload.busy = False
        if refusal is None:
            if self.random.random() < 0.3:
                self.ledger.fetch_receipt(client, upload.evidence)
        else:
            self._refuse(refusal)

    def _write(self, client):
        visit = world.new_id()
        body = {"scheme": self.w.scheme_id, "unit": world.ADDRESSEE, "site": "大厅 " + visit[:8],
                "methods": [world.METHOD], "mandate": "计划",
                "members": ["inspector1", "inspector2"]}
        carrier = {"visit": self.visit, "carrier": "录音笔三号",
                   "sha256": hashlib.sha256(visit.encode()).hexdigest()}
        for path, document in (("/visits/" + visit, body),
                               ("/evidence/" + world.new_id(), carrier)):
            reply = self.ledger.put(client, path, document)
            if reply.status not in (200, 201):
                self._refuse(reply)

    def _read(self, client):
        self.ledger.note_checkpoint(client.want(200, "GET", "/log/checkpoint").body)
        time.sleep(0.01)
