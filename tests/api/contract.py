# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A client that holds every answer of the service against the contract.

Each answer is checked, whatever the test is about: the status and the content type are ones that
the contract declares for the operation, the body fits its schema, a problem is a problem. What
operations have been answered with success is kept, so that a test can ask whether one was missed.
"""
import json
import os
import pathlib
import re
import sys
import threading
import urllib.parse

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import RefResolver

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import world

SOURCE = pathlib.Path(os.environ.get("G_TEST_SRCDIR", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("G_TEST_BUILDDIR", SOURCE / "build"))
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")

formats = FormatChecker(formats=())


@formats.checks("uuid")
def is_uuid(value):
    return not isinstance(value, str) or bool(re.fullmatch(
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", value))


@formats.checks("date-time")
def is_time(value):
    return not isinstance(value, str) or bool(re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value))


@formats.checks("date")
def is_date(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))


class Operation:
    def __init__(self, contract, path, method, item):
        self.id = item[method]["operationId"]
        self.method = method.upper()
        servers = item.get("servers", contract["servers"])
        base = servers[0]["url"].rstrip("/")
        self.path = base + path
        names = re.sub(r"\\{(\w+)\\}", r"{\1}", re.escape(self.path))
        rest = re.sub(r"\{path\}$", "(?P<path>.+)", names)
        self.pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", rest))
        self.literals = len(re.sub(r"\{\w+\}", "", self.path))
        self.item = item[method]
        self.public = self.item.get("security") == []

    def format(self, *arguments):
        values = iter(arguments)
        return re.sub(r"\{\w+\}", lambda _: str(next(values)), self.path)


class Contract:
    """The bundled OpenAPI document as the build made it."""

    def __init__(self, path=None):
        self.path = path or BUILD / "schemas" / "openapi.json"
        self.document = json.loads(pathlib.Path(self.path).read_text("utf-8"))
        self.operations = {}
        for path_, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    operation = Operation(self.document, path_, method, item)
                    self.operations[operation.id] = operation
        self.resolver = RefResolver.from_schema(self.document)
        self.validators = {}
        self.answered = {}
        self.lock = threading.Lock()

    def resolve(self, item):
        while "$ref" in item:
            item = self.resolver.resolve(item["$ref"])[1]
        return item

    def find(self, method, target):
        path = urllib.parse.urlsplit(target).path
        found = [o for o in self.operations.values()
                 if o.method == method and o.pattern.fullmatch(path)]
        if not found and method == "HEAD":
            return self.find("GET", target)
        return max(found, key=lambda o: o.literals) if found else None

    def check_schema(self, schema, value):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            self.validators[key] = Draft202012Validator(schema, resolver=self.resolver,
                                                        format_checker=formats)
        errors = sorted(self.validators[key].iter_errors(value), key=lambda e: list(e.path))
        return ["/%s: %s" % ("/".join(map(str, e.path)), e.message[:400]) for e in errors[:8]]

    def check(self, operation, answer):
        """What is wrong with the answer: a list of sentences."""
        declared = operation.item["responses"].get(str(answer.status))
        if answer.status in (206, 304) and operation.method == "GET":
            return []
        if declared is None:
            return ["status %d is not declared" % answer.status]
        declared = self.resolve(declared)
        faults = []
        for name in declared.get("headers", {}):
            optional = name in ("Upload-Expires", "Retry-After", "Content-Disposition",
                                "WWW-Authenticate")
            if name == "ETag" and answer.body and "version" not in answer.json:
                optional = True  # a unit does not learn how often a finding was written
            if answer.headers.get(name) is None and not optional:
                faults.append("no %s" % name)
        content = declared.get("content")
        if content is None or operation.method == "HEAD":
            return faults + (["a body where none is declared"] if answer.body else [])
        kind = (answer.headers.get("Content-Type") or "").split(";")[0]
        entry = content.get(kind, content.get("*/*"))
        if entry is None:
            return faults + ["content type %s is not declared" % kind]
        if "schema" in entry and kind.endswith("json"):
            faults += self.check_schema(entry["schema"], answer.json)
        return faults

    def note(self, operation, answer):
        with self.lock:
            self.answered.setdefault(operation.id, set()).add(answer.status)

    def list_missed(self):
        return sorted(o for o in self.operations
                      if not any(200 <= s < 300 for s in self.answered.get(o, ())))


class Client(world.Client):
    """A session each of whose answers is held against the contract."""

    def __init__(self, url, contract, token=None, account=None, language=None):
        super().__init__(url, token)
        self.contract, self.account, self.language = contract, account, language

    def ask(self, method, target, body=None, headers=None):
        """One exchange, whatever comes of it."""
        headers = dict(headers or {})
        if self.language:
            headers.setdefault("Accept-Language", self.language)
        reply = self.request(method, target, body, headers)
        operation = self.contract.find(method, target)
        if operation is not None:
            faults = self.contract.check(operation, reply)
            if faults:
                raise AssertionError("%s: %s\n%r" % (operation.id, "; ".join(faults), reply))
            self.contract.note(operation, reply)
        if reply.status >= 400 and method != "HEAD":
            check_problem(self.contract, reply)
        return reply

    def call(self, operation, *arguments, body=None, query=None, headers=None):
        """By operationId and the parameters of its path."""
        found = self.contract.operations[operation]
        target = found.format(*(urllib.parse.quote(str(a), safe="/") for a in arguments))
        if query:
            target += "?" + urllib.parse.urlencode(query)
        return self.ask(found.method, target, body, headers)

    def do(self, operation, *arguments, body=None, query=None, headers=None, status=None):
        """The same; anything but success is a failure of the test. Like any patient client it asks
        again what the service is too busy for: to sign what is still being examined, for one."""
        def attempt():
            reply = self.call(operation, *arguments, body=body, query=query, headers=headers)
            self.last = reply
            return (reply.status != 503 or reply.problem != "busy") and reply
        reply = world.wait_for(attempt, 60, 0.05) or self.last
        if status is not None and reply.status != status or reply.status >= 300:
            raise AssertionError("%s %s as %s: %r" % (operation, arguments, self.account, reply))
        return reply

    def upload(self, data, pieces=1, **metadata):
        """The whole way of tus; returns the evidence id."""
        metadata.setdefault("evidence", world.new_id())
        metadata.setdefault("sha256", world.sha256(data))
        tus = {"Tus-Resumable": "1.0.0"}
        made = self.do("createUpload", headers=dict(
            tus, **{"Upload-Length": str(len(data)),
                    "Upload-Metadata": world.tus_metadata(**metadata)}))
        if int(made.headers["Upload-Offset"]) == len(data):
            return metadata["evidence"]
        name = urllib.parse.urlsplit(made.headers["Location"]).path.rsplit("/", 1)[1]
        size = -(-len(data) // pieces)
        for at in range(0, len(data), size):
            self.do("patchUpload", name, body=data[at:at + size], status=204, headers=dict(
                tus, **{"Upload-Offset": str(at),
                        "Content-Type": "application/offset+octet-stream"}))
        return metadata["evidence"]


def check_problem(contract, answer):
    """An error is a problem document, and one that says more than that it failed."""
    check_schema_of_problem(contract, answer)
    if answer.status == 500:
        raise AssertionError("a bare 500: %r" % answer)


def check_schema_of_problem(contract, answer):
    kind = answer.headers.get("Content-Type")
    if kind != "application/problem+json":
        raise AssertionError("an error of type %s: %r" % (kind, answer))
    problem = answer.json
    faults = contract.check_schema({"$ref": "#/components/schemas/problem"}, problem)
    if problem.get("status") != answer.status:
        faults.append("the problem says %s" % problem.get("status"))
    if faults:
        raise AssertionError("%s: %r" % ("; ".join(faults), answer))
