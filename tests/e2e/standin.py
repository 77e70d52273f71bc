# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A stand-in for the service that misbehaves on command, where the real one cannot be made to.

It keeps records in dictionaries and uploads in memory, speaks tus 1.0.0, and takes a script of
faults: a list of (method, path prefix, status) of which each answers one request instead of the
service.
"""
import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

LEAF = '{"at":"2018-03-06T01:41:00.000Z","by":"j01","content":"%s","event":"e.r","record":"e/1"}' % (
    "0" * 64)
PROOF = ("c2sp.org/tlog-proof@v1\nextra %s\nindex 0\n\nstandin\n1\n%s\n\n— standin AAAAAAAA\n"
         % (base64.b64encode(LEAF.encode()).decode(), base64.b64encode(bytes(32)).decode()))


class StandIn:
    def __init__(self):
        self.records = {}      # "visits" -> {id: document}
        self.uploads = {}      # id -> {"length", "metadata", "data"}
        self.faults = []       # (method, path prefix, status, extra headers)
        self.requests = []     # (method, path, body length)
        self.queries = []      # of the same, as sent
        self.posted = []       # (path, document)
        self.keys = []         # each Idempotency-Key
        self.problem = {}      # what a fault's problem tells instead of the usual
        self.account = {}      # what a session tells of its account beside the usual
        self.received = 0      # bytes of file contents that came in
        self.knows_nobody = False  # then each request is refused as if its token had run out
        self.proof = PROOF
        self.pack = b""        # of every referral
        self.lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def handle_any(self):
                server.handle(self)

            do_GET = do_PUT = do_POST = do_PATCH = do_HEAD = do_DELETE = handle_any

        class Http(ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                """Broken connections are what the tests make; they are not worth a word."""

        self.http = Http(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()

    def add(self, collection, record):
        self.records.setdefault(collection, {})[record["id"]] = record

    def take_fault(self, method, path):
        with self.lock:
            for fault in self.faults:
                if fault[0] == method and path.startswith(fault[1]):
                    self.faults.remove(fault)
                    return fault
        return None

    def handle(self, request):
        parts = urlsplit(request.path)
        path = parts.path.removeprefix("/api/v1")
        length = int(request.headers.get("Content-Length") or 0)
        with self.lock:
            self.requests.append((request.command, path, length))
            self.queries.append(parts.query)
            if request.headers["Idempotency-Key"]:
                self.keys.append(request.headers["Idempotency-Key"])
        if self.knows_nobody:
            request.rfile.read(length)
            return reply(request, 401, problem(401), "application/problem+json")
        fault = self.take_fault(request.command, path)
        if path.startswith("/uploads"):
            return self.handle_tus(request, path, length, fault)
        body = request.rfile.read(length)
        if fault:
            return reply(request, fault[2], dict(problem(fault[2]), **self.problem),
                         "application/problem+json")
        if path == "/session":
            return self.handle_session(request, body)
        self.handle_records(request, path, parse_qs(parts.query), body)

    def handle_session(self, request, body):
        account = dict({"name": "li", "roles": ["inspector"], "unit": "u-ysb"}, **self.account)
        if request.command == "POST" and json.loads(body)["password"] != "right":
            return reply(request, 401, problem(401), "application/problem+json")
        if request.command == "DELETE":
            return reply(request, 204, b"")
        reply(request, 200 if request.command == "GET" else 201,
              {"token": "t" * 32, "expires_at": "2018-03-07T00:00:00.000Z", "account": account})

    def handle_records(self, request, path, query, body):
        words = [unquote(w) for w in path.strip("/").split("/")]
        records = self.records.setdefault(words[0], {})
        if words[0] == "log":
            return reply(request, 200, LEAF.encode(), "application/json")
        if len(words) == 1 and request.command == "POST":
            self.posted.append((path, json.loads(body)))
            return reply(request, 201, dict({"id": next(iter(records), "1")}, **json.loads(body)))
        if len(words) == 1:
            return self.handle_list(request, list(records.values()), query)
        if request.command == "PUT":
            records[words[1]] = dict(json.loads(body), id=words[1], state="draft", version=1)
            self.posted.append((path, json.loads(body)))
            return reply(request, 201, records[words[1]])
        if words[1] not in records:
            return reply(request, 404, problem(404), "application/problem+json")
        if words[-1] == "receipt":
            return reply(request, 200, self.proof.encode(), "text/plain")
        if words[-1] == "pack":
            return reply(request, 200, self.pack, "application/zip")
        if words[-1] == "content":
            return reply(request, 200, b"bytes", "image/jpeg")
        if request.command == "POST":
            self.posted.append((path, json.loads(body)))
        reply(request, 200, records[words[1]])

    def handle_list(self, request, items, query):
        for key in ("visit", "order", "scheme", "state"):
            if key in query:
                items = [i for i in items if i.get(key) == query[key][0]]
        start = int(query.get("after", ["0"])[0])
        page = items[start:start + int(query.get("limit", ["50"])[0])]
        more = start + len(page) < len(items)
        reply(request, 200, {"items": page, "next": str(start + len(page)) if more else None})

    def handle_tus(self, request, path, length, fault):
        if fault:
            request.rfile.read(length)
            return reply(request, fault[2], problem(fault[2]), "application/problem+json")
        if request.command == "POST":
            return self.create(request, length)
        upload = self.uploads.get(path.rpartition("/")[2])
        if upload is None:
            request.rfile.read(length)
            return reply(request, 404, problem(404), "application/problem+json")
        if request.command == "PATCH":
            return self.append(request, upload, length)
        reply(request, 200, b"", headers={"Upload-Offset": len(upload["data"]),
                                          "Upload-Length": upload["length"],
                                          "Cache-Control": "no-store"})

    def create(self, request, length):
        request.rfile.read(length)
        pairs = (p.split(" ") for p in request.headers["Upload-Metadata"].split(","))
        metadata = {key: base64.b64decode(value).decode() for key, value in pairs}
        with self.lock:
            name = "u%d" % (len(self.uploads) + 1)
            self.uploads[name] = {"length": int(request.headers["Upload-Length"]),
                                  "metadata": metadata, "data": b""}
        upload = self.uploads[name]
        known = self.records.get("evidence", {}).get(metadata["evidence"])
        if known is not None:
            upload["data"] = bytes(upload["length"])
        elif upload["length"] == 0:
            self.finish(upload)
        reply(request, 201, b"", headers={"Location": "/api/v1/uploads/" + name,
                                          "Upload-Offset": len(upload["data"])})

    def append(self, request, upload, length):
        if int(request.headers["Upload-Offset"]) != len(upload["data"]):
            request.rfile.read(length)
            return reply(request, 409, problem(409), "application/problem+json")
        left = length
        while left > 0:
            piece = request.rfile.read1(min(left, 65536))
            if not piece:
                request.close_connection = True
                return None
            with self.lock:
                self.received += len(piece)
                upload["data"] += piece
            left -= len(piece)
        if len(upload["data"]) == upload["length"] and not self.finish(upload):
            upload["data"] = b""
            return reply(request, 460, problem(460), "application/problem+json")
        reply(request, 204, b"", headers={"Upload-Offset": len(upload["data"])})

    def finish(self, upload):
        meta = upload["metadata"]
        if hashlib.sha256(upload["data"]).hexdigest() != meta["sha256"]:
            return False
        record = {key: meta[key] for key in meta if key != "evidence"}
        record.update(id=meta["evidence"], state="received", version=1, size=upload["length"],
                      sequence=int(meta.get("sequence", 0)))
        self.add("evidence", record)
        return True


def problem(status):
    return {"type": "urn:anfang:problem:test", "title": "refused", "status": status,
            "detail": "refused with %d" % status, "retriable": status >= 500,
            "errors": [{"pointer": "/site", "detail": "is too short"}] if status == 422 else [],
            "allowed_events": ["approve"] if status == 409 else []}


def reply(request, status, body, kind="application/json", headers=None):
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    request.send_response(status)
    for name, value in (headers or {}).items():
        request.send_header(name, str(value))
    if status != 204:
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    if request.command != "HEAD" and status != 204:
        request.wfile.write(data)
