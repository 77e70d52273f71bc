# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""An office that works for a year: its service, its people, its clock, over the API and the CLI."""
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import uuid

HERE = pathlib.Path(__file__).resolve().parent
for folder in ("api", "tools"):
    sys.path.insert(0, str(HERE.parent / folder))

import clocked  # noqa: E402
import contract as contracts  # noqa: E402
import house  # noqa: E402
import tap  # noqa: E402,F401
import world  # noqa: E402
import year_book  # noqa: E402
import year_days  # noqa: E402

# Each in the time that it was made for; 海城 again in a year whose follower is not announced yet.
SCHEMES = {
    "wangyi-2018": ("2018-02-01", ["wgxj", "dzzwb", "bmfwzx", "fgj", "gsl"], "dcs", "jw"),
    "haicheng-2018": ("2026-03-02", ["scj", "gaj", "spj", "rsj", "t1", "t2"], "ysb", "jw"),
    "district-2020": ("2020-04-01", ["fgw", "swj", "czj", "xzfwzx", "b1"], "jjjc", "jjjc"),
    "shenyang-2021": ("2021-05-06", ["gaj", "rsj", "czj", "q1", "q2", "cgj"], "ysj", "jcy"),
}
# Those that a scheme names as an open set: id, the group that they belong to.
MORE_UNITS = {"t1": "yqzq", "t2": "yqzq", "b1": "bsc", "q1": "qxs", "q2": "qxs"}
STAFF = {
    "li": ["inspector"], "tan": ["inspector", "team_lead"], "ver1": ["verifier"],
    "ver2": ["verifier"], "draft": ["drafter"], "review": ["reviewer"], "sign": ["signer"],
    "clerk": ["clerk"], "back1": ["reinspector"], "back2": ["reinspector"], "close": ["closer"],
    "liaison": ["discipline_liaison"], "press": ["publicity"], "assess": ["assessor"],
    "boss": ["leader"], "guard": ["secadmin"], "audit": ["auditor"], "lead": ["lead_unit"]}
# Announced in November, by us alone: no source has a notice for 2027.
MADE_UP = {"year": 2027, "source": None, "days": [
    {"date": "2027-01-01", "name": "元旦", "off": True},
    *[{"date": "2027-02-%02d" % d, "name": "春节", "off": True} for d in range(5, 12)],
    {"date": "2027-02-13", "name": "春节", "off": False}]}


class Office:
    def __init__(self, scheme, seed):
        start, units, office, discipline = SCHEMES[scheme]
        self.name, self.rng = scheme, random.Random("%s %s" % (scheme, seed))
        self.requests = self.commands = self.kills = 0
        path = contracts.SOURCE / "data" / "schemes" / (scheme + ".json")
        self.scheme = json.loads(path.read_text("utf-8"))
        self.scheme["anfang"]["letter"]["contact"]["phone"] = house.PHONE
        self.days = year_days.Days()
        self.book = year_book.Book(self.days, self.scheme)
        self.first = datetime.date.fromisoformat(start)
        self.last = year_days.add_months(self.first, 12) - year_days.DAY
        self.now = None
        self.service = clocked.ClockedService(config=house.make_config())
        self.service.start_at = start + "T00:30:00Z"
        self.service.__enter__()
        self.people, self.clients = {}, {}
        self.settle_in(units, office, discipline)

    # ---- time ----

    @property
    def today(self):
        return self.now.astimezone(year_days.CHINA).date()

    def set_time(self, moment):
        self.now = moment
        self.service.start_at = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.service.tell("time", self.service.start_at)

    def tick(self, seconds=None):
        self.set_time(self.now + datetime.timedelta(
            seconds=seconds or self.rng.randint(1, self.pace)))

    pace = 40

    # ---- people ----

    def settle_in(self, units, office, discipline):
        self.root = self.connect(world.ADMIN)
        self.send(self.root, "PUT", "/schemes/" + self.name, self.scheme)
        listed = self.list_all(self.root, "/units")
        prefix = next(u["id"] for u in listed if u["id"].endswith("-" + office)).rsplit("-", 1)[0]
        self.office, self.discipline = (prefix + "-" + x for x in (office, discipline))
        self.units = []
        for unit in units:
            full = prefix + "-" + unit
            if unit in MORE_UNITS:
                self.send(self.root, "PUT", "/units/" + full, {
                    "name": "单位" + unit, "parent": prefix + "-" + MORE_UNITS[unit]})
            self.units.append(full)
        self.unit_table = {u["id"]: u for u in self.list_all(self.root, "/units")}
        areas = self.scheme["areas"] + self.scheme["anfang"].get("areas", [])
        self.areas = [self.read_area(area, prefix) for area in areas]
        for name, roles in STAFF.items():
            self.people[name] = (roles, self.office)
        for i, unit in enumerate(self.units):
            self.people["contact%d" % i] = (["resp_contact"], unit)
            self.people["head%d" % i] = (["resp_head"], unit)
        for lead in sorted({a["lead"][0] for a in self.areas if a["lead"]} - {self.office}):
            self.people["lead." + lead.rsplit("-", 1)[1]] = (["lead_unit"], lead)
        for name, (roles, unit) in self.people.items():
            body = {"name": name, "roles": roles, "password": world.PASSWORD}
            if not {"secadmin", "auditor"} & set(roles):
                body["unit"] = unit
            self.send(self.root, "POST", "/accounts", body)
        # A session lasts twelve hours from its login: begun on the last day, it lasts the year.
        self.set_time(datetime.datetime.combine(
            self.last + 40 * year_days.DAY, datetime.time(), datetime.timezone.utc))
        for name in self.people:
            self.clients[name] = self.connect(name)
        self.root = self.connect(world.ADMIN)
        self.set_time(datetime.datetime.combine(self.first, datetime.time(0, 40),
                                                datetime.timezone.utc))

    def read_area(self, area, prefix):
        lead = area.get("lead") or []
        names = [c if isinstance(c, str) else c["name"] for c in area.get("categories") or []]
        if not names:
            names = [c["name"] for c in self.scheme.get("problem_categories") or []]
        return {"id": area["id"], "lead": [prefix + "-" + x for x in lead],
                "categories": (names or ["不作为", "慢作为"])[:2]}

    def connect(self, name):
        client = world.Client(self.service.url)
        reply = client.want(201, "POST", "/session", {
            "account": name, "password": world.PASSWORD, "device": "year"})
        client.token = reply.json["token"]
        return client

    def head_of(self, unit, role="head"):
        return role + str(self.units.index(unit))

    # ---- the API ----

    def call(self, who, method, path, body=None, headers=None):
        """Whatever comes of it; a bare 500 never may."""
        self.requests += 1
        client = self.clients[who] if isinstance(who, str) else who
        reply = client.request(method, path, body, headers)
        if reply.status >= 500 and not (reply.status == 503 and reply.problem == "busy"):
            raise AssertionError("%s %s %s: %r" % (who, method, path, reply))
        return reply

    def send(self, who, method, path, body=None, headers=None):
        """Must succeed; what the service is too busy for is asked again, as any client would."""
        def attempt():
            reply = self.call(who, method, path, body, headers)
            return reply.status != 503 and reply
        reply = world.wait_for(attempt, 60, 0.01)
        if not reply or reply.status >= 300:
            raise AssertionError("%s: %s %s %s %s: %r" % (
                self.today, who, method, path, body, reply))
        return reply.json if reply.body else None

    def get(self, who, path):
        return self.send(who, "GET", path)

    def post(self, who, path, body=None):
        return self.send(who, "POST", path, body)

    def list_all(self, who, path):
        items, after = [], ""
        glue = "&" if "?" in path else "?"
        while after is not None:
            page = self.get(who, "%s%slimit=200%s" % (path, glue, after and "&after=" + after))
            items += page["items"]
            after = page["next"]
        return items

    def new_id(self):
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def upload(self, who, data=None, **to):
        """A paper as a unit or an inspector files it: some bytes of no known kind."""
        data = data or b"%PDF-1.4\n" + self.rng.randbytes(200)
        evidence = self.new_id()
        to.setdefault("filename", "a.pdf")
        to.setdefault("filetype", "application/pdf")
        reply = self.clients[who].create_upload(len(data), {
            "evidence": evidence, "sha256": world.sha256(data), **to})
        assert reply.status == 201, (self.today, who, to, reply)
        if int(reply.headers["Upload-Offset"]) != len(data):
            reply = self.clients[who].patch(reply.headers["Location"], 0, data)
            assert reply.status == 204, reply
        return evidence

    # ---- the command line ----

    def anfang(self, who, *words):
        self.commands += 1
        env = dict(os.environ, LC_ALL="C.UTF-8", ANFANG_SERVER=self.service.url,
                   ANFANG_TOKEN=self.clients[who].token)
        for kind in ("CONFIG", "STATE", "DATA"):
            env["XDG_%s_HOME" % kind] = str(self.service.folder / who / kind.lower())
        done = subprocess.run([contracts.BUILD / "cli" / "anfang", *words], env=env, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise AssertionError("%s$ anfang %s: %s" % (who, " ".join(words), done.stderr.decode()))
        return done.stdout

    # ---- kill -9 ----

    def restart(self):
        self.service.kill()
        assert self.service.start(), self.service.log.read_text()
        self.kills += 1
        # Its chance begins anew, and must not repeat itself.
        self.service.tell("seed", "after kill %d" % self.kills)
        port = int(self.service.url.rsplit(":", 1)[1])
        for client in [self.root, *self.clients.values()]:
            client.close()
            client.port = port

    def kill_during(self, who, path, body):
        """A PUT whose answer a kill may cut off, sent again afterwards as it was."""
        def attempt():
            try:
                self.clients[who].fork().put(path, body)
            except Exception:  # pylint: disable=broad-except
                pass  # whatever it looks like, it was not answered
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join(self.rng.choice((0.0005, 0.002, 0.004, 0.008)))
        self.restart()
        thread.join()
        return self.send(who, "PUT", path, body)

    def end(self):
        for client in [self.root, *self.clients.values()]:
            client.close()
        self.service.stop()
        return self.service.fsck()
