# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A small world for tests: the real service on a folder of its own, people, a scheme, visits.

    service = world.Service("build/src/anfangd")      # init in a temporary folder
    service.start()
    with world.World(service) as w:
        visit = w.make_visit()                        # approved and started, by inspector1
        w["inspector1"].get("/visits/" + visit).json
        w["inspector1"].upload(visit, b"bytes")       # tus; returns the evidence id
    service.close()                                   # stops it, fsck must be silent

Accounts are made, and logged in, when they are first asked for; see PEOPLE. Only Python's own
library is used, so that a fault in our client cannot hide one in the service.
"""
import base64
import contextlib
import datetime
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEME = ROOT / "data" / "schemes" / "haicheng-2018.json"
BASE = "/api/v1"
PASSWORD = "open sesame 2018"
ADMIN = "root1"
METHOD = "实地调查"
# The service closes connections that are idle for longer; a POST must not meet that.
IDLE_S = 5
# In haicheng-2018: the office that inspects, a unit that is inspected, and one that leads areas.
OFFICE, ADDRESSEE, LEAD = "210381-ysb", "210381-spj", "210381-jxj"

# name: roles, unit
PEOPLE = {
    "inspector1": (["inspector", "team_lead"], OFFICE),
    "inspector2": (["inspector"], OFFICE),
    "inspector3": (["inspector"], OFFICE),
    "verifier1": (["verifier"], OFFICE),
    "verifier2": (["verifier"], OFFICE),
    "drafter1": (["drafter"], OFFICE),
    "reviewer1": (["reviewer"], OFFICE),
    "signer1": (["signer"], OFFICE),
    "clerk1": (["clerk"], OFFICE),
    "leader1": (["leader"], OFFICE),
    "reinspector1": (["reinspector"], OFFICE),
    "reinspector2": (["reinspector"], OFFICE),
    "closer1": (["closer"], OFFICE),
    "liaison1": (["discipline_liaison"], OFFICE),
    "assessor1": (["assessor"], OFFICE),
    "publicity1": (["publicity"], OFFICE),
    "contact1": (["resp_contact"], ADDRESSEE),
    "head1": (["resp_head"], ADDRESSEE),
    "lead1": (["lead_unit"], LEAD),
    "sysadmin1": (["sysadmin"], None),
    "secadmin1": (["secadmin"], None),
    "auditor1": (["auditor"], None),
}


def hold_talk(visit):
    """When a talk may have been held under a visit that was begun just now: in its first moment."""
    began = datetime.datetime.fromisoformat(visit["started"]["at"].replace("Z", "+00:00"))
    ended = began + datetime.timedelta(milliseconds=1)
    return {"began_at": began.isoformat(), "ended_at": ended.isoformat()}


def new_id():
    return str(uuid.uuid4())


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def tus_metadata(**pairs):
    """Upload-Metadata; pairs whose value is None are left out"""
    return ",".join("%s %s" % (key, base64.b64encode(str(value).encode()).decode())
                    for key, value in pairs.items() if value is not None)


class Failed(Exception):
    """An answer other than the one expected"""

    def __init__(self, what, reply):
        super().__init__("%s: %d %s" % (what, reply.status, reply.text[:2000]))
        self.reply = reply


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def problem(self):
        """The name in the problem's type, e.g. `conflict`"""
        return self.json["type"].removeprefix("urn:anfang:problem:")

    def __repr__(self):
        return "<%d %s>" % (self.status, self.text[:300])


class Service:
    """anfangd on a folder. `wrapper` goes before its command line, e.g. strace with its options."""

    def __init__(self, anfangd, folder=None, config=None, wrapper=(), env=None):
        self.anfangd = os.path.abspath(anfangd)
        self.own = folder is None
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="anfang-world-"))
        self.data = self.folder / "data"
        self.wrapper = list(wrapper)
        # A warning may be right: a full disk is one. A critical never is.
        self.env = dict(os.environ, **{"G_DEBUG": "fatal-criticals", **(env or {})})
        self.process = self.url = None
        self.broken_off = False
        self.listen = "127.0.0.1:0"
        self.log = self.folder / "log"
        if not self.data.exists():
            password = self.folder / "password"
            password.write_text(PASSWORD + "\n")
            self.run("init", "--admin", ADMIN, "--password-file", str(password))
        config = dict(config or {})
        helper = os.path.join(os.path.dirname(self.anfangd), "anfang-examine")
        if os.path.exists(helper):
            config.setdefault("examine_program", helper)
        lines = ["%s=%s" % pair for pair in config.items()]
        (self.data / "anfangd.conf").write_text("\n".join(["[anfangd]"] + lines) + "\n")

    def command(self, *words):
        return [self.anfangd, "--data", str(self.data), *words]

    def run(self, *words, status=0):
        done = subprocess.run(self.command(*words), env=self.env, text=True, timeout=300,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != status:
            raise AssertionError("anfangd %s: %d\n%s%s" % (words[0], done.returncode, done.stdout,
                                                           done.stderr))
        return done.stdout

    def start(self, wait_s=60, wrapper=None):
        """Starts it; returns False when it ended before it was ready"""
        assert self.process is None
        command = (self.wrapper if wrapper is None else list(wrapper)) + self.command(
            "serve", "--listen", self.listen)
        with open(self.log, "ab") as log:
            # A group of its own, so that a wrapper dies with what it wraps.
            self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE,
                                            stderr=log, start_new_session=True)
        watchdog = threading.Timer(wait_s, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline().decode()
        watchdog.cancel()
        if not line.startswith("listening on "):
            self.process.wait()
            self._forget()
            return False
        self.url = line.split()[-1]
        # The same address again after a restart, as its clients expect.
        self.listen = self.url.partition("//")[2]
        return True

    @property
    def pid(self):
        """Of anfangd itself, also under a wrapper"""
        if pathlib.Path("/proc/%d/comm" % self.process.pid).read_text().strip() == "anfangd":
            return self.process.pid
        children = pathlib.Path("/proc/%d/task/%d/children" % (self.process.pid, self.process.pid))
        return int(children.read_text().split()[0])

    def memory_kib(self, name="VmHWM"):
        for line in pathlib.Path("/proc/%d/status" % self.pid).read_text().splitlines():
            if line.startswith(name + ":"):
                return int(line.split()[1])
        raise KeyError(name)

    def find_helper(self):
        """The process that examines files; None when there is none"""
        for children in pathlib.Path("/proc/%d/task" % self.pid).glob("*/children"):
            for child in children.read_text().split():
                if pathlib.Path("/proc/%s/comm" % child).read_text().strip() == "anfang-examine":
                    return int(child)
        return None

    @contextlib.contextmanager
    def helper_held(self):
        """No file is examined until the end of this, which comes before the helper's 30 s for one"""
        helper = self.find_helper()
        os.kill(helper, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(helper, signal.SIGCONT)

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def _forget(self):
        self.process.stdout.close()
        self.process = None

    def stop(self, wait_s=60):
        """SIGTERM; returns the exit status"""
        os.kill(self.pid, signal.SIGTERM)
        status = self.process.wait(wait_s)
        self._forget()
        return status

    def kill(self):
        """SIGKILL to all of it, at once"""
        if self.process is None:
            return
        self.broken_off = True
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self._forget()

    def wait_dead(self, wait_s=60):
        self.broken_off = True
        status = self.process.wait(wait_s)
        self._forget()
        return status

    def fsck(self):
        """Whatever it has to say; empty when all is well. Once commits were broken off, by a crash
        for one, what they may leave is all right too"""
        done = subprocess.run(self.command("fsck"), env=self.env, text=True, timeout=300,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        lines = [line for line in done.stdout.splitlines(keepends=True)
                 if not (self.broken_off and line.startswith("note: "))]
        return "".join(lines) + ("" if done.returncode == 0 else "status %d\n" % done.returncode)

    def close(self, keep=False):
        if self.process is not None and self.process.poll() is not None:
            self.show_log("anfangd ended by itself, status %d" % self.process.returncode)
        self.kill()
        if self.own and not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        if self.process is None and not self.start():
            raise AssertionError("anfangd does not start:\n" + self.log.read_text())
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None and self.log.exists():
            self.show_log("log of the service")
        self.close()

    def show_log(self, title):
        print(title + ":", *self.log.read_text().splitlines()[-20:], sep="\n    ", file=sys.stderr)


@contextlib.contextmanager
def refusing(service, event):
    """What a full disk does to one table: "UPDATE ON mail" fails meanwhile, in the running service"""
    def tell(sql):
        with contextlib.closing(sqlite3.connect(service.data / "anfang.db", timeout=30)) as base, base:
            base.execute(sql)
    tell("CREATE TRIGGER refusing BEFORE %s BEGIN SELECT RAISE (ABORT, 'no room'); END" % event)
    try:
        yield
    finally:
        tell("DROP TRIGGER refusing")


class Client:
    """One person's session. Each thread that uses it has a connection of its own."""

    def __init__(self, url, token=None, timeout=60):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port = parts.hostname, parts.port
        self.token, self.timeout = token, timeout
        self.local = threading.local()

    def fork(self, url=None, **changes):
        """The same session over connections of its own, perhaps by way of another address"""
        other = Client(url or "http://%s:%d" % (self.host, self.port), self.token, self.timeout)
        vars(other).update(changes)
        return other

    def connect(self):
        """A connection that the caller closes"""
        return http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)

    def request(self, method, path, body=None, headers=None):
        """body: bytes, or anything else to be sent as JSON. A connection that the service closed
        while it was idle is opened again; what breaks later is raised as OSError or
        http.client.HTTPException."""
        headers = dict(headers or {})
        if self.token is not None:
            headers.setdefault("Authorization", "Bearer " + self.token)
        if body is not None and not isinstance(body, (bytes, bytearray)):
            body = json.dumps(body, ensure_ascii=False).encode()
            headers.setdefault("Content-Type", "application/json")
        if not path.startswith(("/api/", "/healthz", "/readyz", "/metrics")):
            path = BASE + path
        return self._send(method, path, body, headers)

    def _send(self, method, path, body, headers):
        used = getattr(self.local, "connection", None)
        if used is not None and time.monotonic() - self.local.used_at > IDLE_S:
            used = used.close()
        connection = used or self.connect()
        self.local.connection = None
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            idle = (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected)
            if used is not None and isinstance(error, idle) and method in ("GET", "HEAD"):
                return self._send(method, path, body, headers)
            raise
        if answer.will_close:
            connection.close()
        else:
            self.local.connection = connection
            self.local.used_at = time.monotonic()
        return reply

    def close(self):
        connection = getattr(self.local, "connection", None)
        if connection is not None:
            connection.close()
        self.local.connection = None

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def put(self, path, body, **headers):
        return self.request("PUT", path, body, headers)

    def post(self, path, body=None, **headers):
        return self.request("POST", path, body, headers)

    def want(self, status, method, path, body=None, headers=None):
        """The reply, which must have that status (a number or several)"""
        reply = self.request(method, path, body, headers)
        if reply.status not in ((status,) if isinstance(status, int) else status):
            raise Failed("%s %s" % (method, path), reply)
        return reply

    def do(self, method, path, body=None, headers=None):
        """The JSON of a reply that must be a success; None when it is empty"""
        reply = self.want((200, 201, 204), method, path, body, headers)
        return reply.json if reply.body else None

    # ---- tus ----

    def create_upload(self, length, metadata, body=None, **headers):
        """POST /uploads; metadata: a header or a dictionary"""
        if isinstance(metadata, dict):
            metadata = tus_metadata(**metadata)
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), **headers}
        if metadata is not None:
            headers["Upload-Metadata"] = metadata
        if body is not None:
            headers["Content-Type"] = "application/offset+octet-stream"
        return self.request("POST", "/uploads", body if body is not None else b"", headers)

    def patch(self, location, offset, body, **headers):
        return self.request("PATCH", location, body, {
            "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream", **headers})

    def head(self, location):
        return self.request("HEAD", location, headers={"Tus-Resumable": "1.0.0"})

    def terminate(self, location):
        return self.request("DELETE", location, headers={"Tus-Resumable": "1.0.0"})

    def upload(self, visit, data, evidence=None, chunk=None, **metadata):
        """Brings in @data in pieces of @chunk; returns the evidence id"""
        evidence = evidence or new_id()
        pairs = {"visit": visit, "evidence": evidence, "sha256": sha256(data), **metadata}
        reply = self.create_upload(len(data), pairs)
        if reply.status != 201:
            raise Failed("POST /uploads", reply)
        location = reply.headers["Location"]
        at = int(reply.headers["Upload-Offset"])
        while at < len(data):
            piece = data[at:at + chunk] if chunk else data[at:]
            reply = self.patch(location, at, piece)
            if reply.status != 204:
                raise Failed("PATCH " + location, reply)
            at = int(reply.headers["Upload-Offset"])
        return evidence

    def content(self, evidence):
        return self.want(200, "GET", "/evidence/%s/content" % evidence).body

    def receipt(self, evidence):
        return self.want(200, "GET", "/evidence/%s/receipt" % evidence).body


class World:
    """People and their work over a running service. w["NAME"] is the Client of one of PEOPLE."""

    def __init__(self, service, scheme=SCHEME):
        self.service = service
        self.people = {}
        self.lock = threading.RLock()
        self.admin = self.login(ADMIN)
        self.scheme = json.loads(pathlib.Path(scheme).read_text())
        self.scheme_id = self.scheme["id"]
        self.admin.want((200, 201), "PUT", "/schemes/" + self.scheme_id, self.scheme)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Everybody's connection; a new one is opened when it is needed"""
        for person in [self.admin, *self.people.values()]:
            person.close()

    def login(self, name, password=PASSWORD, device="test"):
        client = Client(self.service.url)
        session = client.do("POST", "/session",
                            {"account": name, "password": password, "device": device})
        client.token = session["token"]
        return client

    def add_account(self, name, roles, unit=None):
        body = {"name": name, "roles": roles, "password": PASSWORD}
        if unit is not None:
            body["unit"] = unit
        self.admin.want(201, "POST", "/accounts", body)
        return self.login(name)

    def __getitem__(self, name):
        with self.lock:
            if name not in self.people:
                self.people[name] = self.add_account(name, *PEOPLE[name])
            return self.people[name]

    def ensure(self, *names):
        return [self[name] for name in names]

    def draft_visit(self, visit=None, lead="inspector1", **changes):
        """A visit as written and declared free of recusal, not yet approved; returns its id"""
        visit = visit or new_id()
        self.ensure(lead, "inspector2")
        body = {"scheme": self.scheme_id, "unit": ADDRESSEE, "site": "政务服务大厅一楼",
                "methods": [METHOD], "mandate": "按年度暗访计划", "members": [lead, "inspector2"],
                "recusal_declared": True, **changes}
        self[lead].want((200, 201), "PUT", "/visits/" + visit, body)
        for member in body["members"]:
            if member != lead:
                self[member].do("POST", "/visits/%s/declare" % visit)
        return visit

    def make_visit(self, **changes):
        """A visit in progress; returns its id"""
        visit = self.draft_visit(**changes)
        self["leader1"].do("POST", "/visits/%s/approve" % visit)
        self["inspector1"].do("POST", "/visits/%s/start" % visit)
        return visit

    def submit_visit(self, visit):
        self["inspector1"].do("POST", "/visits/%s/submit" % visit, {
            "narrative": "九时四十分进入大厅，三号窗口无人值守。", "no_inducement": True})

    def make_finding(self, visit, evidence, finding=None, **changes):
        """A finding as registered by inspector1; returns its id"""
        finding = finding or new_id()
        area = self.scheme["areas"][0]
        body = {"visit": visit, "area": area["id"], "category": area["categories"][0],
                "unit": ADDRESSEE, "fact": "三号窗口工作时间无人值守十五分钟。",
                "clause": "实施方案第三条", "evidence": list(evidence), **changes}
        self["inspector1"].want((200, 201), "PUT", "/findings/" + finding, body)
        return finding

    def checkpoint(self):
        return self["clerk1"].want(200, "GET", "/log/checkpoint").body

    def vkey(self):
        return self["clerk1"].want(200, "GET", "/log/key").text.strip()


def wait_for(condition, seconds=20, step=0.02):
    """The first true value of condition(); None when there is none in time"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(step)
    return None
