#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Whatever is asked wrongly is answered with a problem document that says what and what to do.

contract.Client holds each answer against the contract: content type, schema, a status that the
operation declares, never a bare 500.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import world

TUS = {"Tus-Resumable": "1.0.0"}
OFFSET = "application/offset+octet-stream"
VISIT = {"scheme": house.SCHEME, "unit": house.ADDRESSEE, "site": "x", "methods": ["突击检查"],
         "mandate": "x", "members": ["li", "tan"]}


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contract = contracts.Contract()
        cls.house = house.House(cls.contract)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def expect(self, answer, status, name, words="."):
        self.assertEqual((answer.status, answer.problem), (status, name), answer)
        self.assertRegex(answer.json.get("detail", ""), words)
        return answer.json

    def test_400_malformed(self):
        li = self.house["li"]
        json_type = {"Content-Type": "application/json"}
        for body in (b"", b"{", b"[1]x", b"{\"a\":1,\"a\":2}", b"{'a':1}", b"\xff\xfe", b"{} {}",
                     b"{\"a\":NaN}", b"[" * 200, b"\xef\xbb\xbf{}"):
            answer = li.call("putVisit", world.new_id(), body=body, headers=json_type)
            self.expect(answer, 400, "malformed", ".")
        self.expect(li.call("putVisit", world.new_id(), body=b"[]", headers=json_type), 422,
                    "invalid", "must be an object")
        self.expect(li.call("listVisits", query={"limit": "0"}), 400, "malformed", "limit")
        self.expect(li.call("listVisits", query={"limit": "201"}), 400, "malformed", "limit")
        self.expect(li.call("listVisits", query={"colour": "red"}), 400, "malformed", "colour")
        self.expect(li.ask("GET", "/api/v1/visits?limit=1&limit=2"), 400, "malformed", "limit")
        self.expect(li.call("getVisit", "not-a-uuid"), 400, "malformed", "id")
        self.expect(li.call("getVisit", world.new_id().upper()), 400, "malformed", "id")
        self.expect(li.call("getVisit", world.new_id(), body={"a": 1}), 400, "malformed", "body")
        self.expect(self.house["audit"].call("getLeaf", "-1"), 400, "malformed")
        self.expect(self.house["audit"].call("getConsistency", query={"from": "x", "to": "2"}),
                    400, "malformed", "from")
        self.expect(self.house["audit"].call("getConsistency"), 400, "malformed", "from|to")

    def test_401(self):
        guest = self.house.guest()
        for token in (None, "0" * 64, "x", "é", "a b"):
            headers = {"Authorization": ("Bearer " + token).encode()} if token else {}
            answer = guest.call("listVisits", headers=headers)
            self.expect(answer, 401, "unauthorized", "log in")
            self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")
        answer = guest.call("listVisits", headers={"Authorization": "Basic " + "bGk6bGk="})
        self.expect(answer, 401, "unauthorized")

    def test_403_names_the_roles(self):
        self.expect(self.house["li"].call("listAccounts"), 403, "denied",
                    "one of the roles: .*sysadmin")

    def test_404(self):
        li = self.house["li"]
        self.expect(li.call("getVisit", world.new_id()), 404, "not-found", "no such visit")
        self.expect(li.call("getUnit", "210381-nil"), 404, "not-found", "no such unit")
        self.expect(self.house["audit"].call("getLeaf", "99999999"), 404, "not-found")
        self.expect(self.house["audit"].call("getProof", "99999999"), 404, "not-found")
        self.expect(self.house["audit"].call("getTile", "7", "000"), 404, "not-found")
        self.expect(li.call("putVisit", world.new_id(), body=VISIT, headers={"If-Match": '"1"'}),
                    404, "not-found")
        for path in ("/", "/api/v1", "/api/v1/", "/api/v2/units", "/api/v1/units/a/b/c/d",
                     "/api/v1/visits/", "/api/v1/../../etc/passwd", "/api/v1/%2e%2e/x"):
            answer = li.request("GET", path)
            self.assertEqual(answer.status, 404, path)
            contracts.check_problem(self.contract, answer)

    def test_405_allows(self):
        li = self.house["li"]
        for method, path, allowed in (("DELETE", "/api/v1/units", {"GET", "HEAD"}),
                                      ("POST", "/api/v1/visits/" + world.new_id(),
                                       {"GET", "HEAD", "PUT"}),
                                      ("GET", "/api/v1/uploads", {"OPTIONS", "POST"}),
                                      ("BREW", "/api/v1/session", {"POST", "GET", "HEAD",
                                                                   "DELETE"})):
            answer = li.request(method, path)
            self.expect(answer, 405, "method-not-allowed")
            self.assertEqual(set(answer.headers["Allow"].split(", ")), allowed)

    def test_409_412_put(self):
        li, visit = self.house["li"], world.new_id()
        first = li.do("putVisit", visit, body=VISIT, status=201)
        self.assertEqual(li.do("putVisit", visit, body=VISIT, status=200).body, first.body)
        other = dict(VISIT, site="y")
        self.expect(li.call("putVisit", visit, body=other), 409, "conflict", "If-Match")
        for tag in ('"2"', "abc", 'W/"1"', '"x"', '"0"'):
            self.expect(li.call("putVisit", visit, body=other, headers={"If-Match": tag}), 412,
                        "precondition-failed")
        changed = li.do("putVisit", visit, body=other, headers={"If-Match": first.headers["ETag"]})
        self.assertEqual((changed.status, changed.json["version"]), (200, 2))
        self.assertEqual(li.call("getVisit", visit, headers={
            "If-None-Match": changed.headers["ETag"]}).status, 304)

    def test_411_413_415(self):
        li = self.house["li"]
        target = "/api/v1/visits/" + world.new_id()
        connection = li.connect()
        connection.putrequest("PUT", target)
        connection.putheader("Authorization", "Bearer " + li.token)
        connection.putheader("Content-Type", "application/json")
        connection.endheaders()
        response = connection.getresponse()
        answer = world.Reply(response.status, response.headers, response.read())
        connection.close()
        self.expect(answer, 411, "length-required")
        contracts.check_problem(self.contract, answer)
        padded = dict(VISIT, site="x" * (1024 * 1024))
        try:
            self.expect(li.call("putVisit", world.new_id(), body=padded), 413, "too-large")
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before it was all sent
        li.close()
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
            self.expect(li.call("putVisit", world.new_id(), body=b"{}",
                                headers={"Content-Type": kind}), 415, "media-type", "json")

    def test_422_pointers(self):
        li = self.house["li"]
        cases = (
            ({"site": None}, "/site"), ({"members": ["li", "LI"]}, "/members/1"),
            ({"methods": []}, "/methods"), ({"colour": "red"}, "/colour"),
            ({"position": {"lat": 91, "lon": 0}}, "/position/lat"),
            ({"window": {"from": "yesterday", "to": "2026-01-01T00:00:00Z"}}, "/window/from"),
            ({"place_type": "moon"}, "/place_type"), ({"site": "x" * 201}, "/site"),
        )
        for change, pointer in cases:
            problem = self.expect(li.call("putVisit", world.new_id(), body=dict(VISIT, **change)),
                                  422, "invalid", ".")
            self.assertIn(pointer, [e["pointer"] for e in problem["errors"]], change)
        lacking = {k: v for k, v in VISIT.items() if k not in ("site", "unit")}
        problem = self.expect(li.call("putVisit", world.new_id(), body=lacking), 422, "invalid")
        self.assertEqual(len(problem["errors"]), 2)
        for error in problem["errors"]:
            self.assertRegex(error["pointer"] + error["detail"], "site|unit")

    def test_422_says_which_and_what_to_do(self):
        li = self.house["li"]
        for change, words in (({"unit": "210381-nil"}, "unit: .*210381-nil"),
                              ({"scheme": "nil"}, "scheme nil is not loaded"),
                              ({"methods": ["偷听"]}, "methods: .*偷听"),
                              ({"members": ["li", "nobody"]}, "members: .*nobody"),
                              ({"members": ["li", "draft"]}, "members: draft is not")):
            self.expect(li.call("putVisit", world.new_id(), body=dict(VISIT, **change)), 422,
                        "invalid", words)
        draft = self.house["draft"]
        self.expect(draft.call("putOrder", world.new_id(), body={"findings": [world.new_id()]}),
                    422, "invalid", "findings: ")

    def test_uploads(self):
        h = self.house
        visit = h.start_visit()
        li = h["li"]

        def announce(length="5", metadata=None, headers=None, **fields):
            data = dict({"visit": visit, "evidence": world.new_id(), "sha256": "0" * 64}, **fields)
            return li.call("createUpload", headers=dict(TUS, **{
                "Upload-Length": length,
                "Upload-Metadata": metadata or world.tus_metadata(**data)}, **(headers or {})))

        self.expect(announce(headers={"Tus-Resumable": "0.2.2"}), 412, "tus-version")
        self.expect(announce(length="-1"), 400, "malformed")
        self.expect(announce(length="99999999999999"), 413, "too-large")
        for fields, words in (({"sha256": "x"}, "sha256"), ({"evidence": "1"}, "evidence"),
                              ({"visit": "1"}, "visit"), ({"position": "99,200"}, "."),
                              ({"captured_at": "noon"}, "captured_at"), ({"kind": "gossip"}, "kind"),
                              ({"order": world.new_id()}, "visit"), ({"datum": "flat"}, "datum")):
            self.expect(announce(**fields), 422, "invalid", words)
        self.expect(announce(metadata="visit !!!"), 422, "invalid", "Upload-Metadata")
        self.expect(announce(visit=world.new_id()), 404, "not-found", "visit")
        name = announce().headers["Location"].rsplit("/", 1)[1]
        patch = dict(TUS, **{"Upload-Offset": "0", "Content-Type": OFFSET})
        self.expect(li.call("patchUpload", name, body=b"abcde", headers=dict(
            patch, **{"Upload-Offset": "3"})), 409, "offset-mismatch", "HEAD")
        self.expect(li.call("patchUpload", name, body=b"abcde", headers=dict(
            patch, **{"Content-Type": "text/plain"})), 415, "media-type")
        self.expect(li.call("patchUpload", name, body=b"abcde", headers=dict(
            patch, **{"Upload-Checksum": "sha1 " + "A" * 27 + "="})), 460, "checksum-mismatch")
        self.expect(li.call("patchUpload", name, body=b"abcdefgh", headers=patch), 413,
                    "too-large")
        self.expect(li.call("patchUpload", name, body=b"abcde", headers=patch), 460,
                    "checksum-mismatch", "SHA-256")
        self.expect(li.call("patchUpload", world.new_id(), body=b"a", headers=patch), 404,
                    "not-found")
        photo = li.upload(b"first", visit=visit)
        self.expect(announce(evidence=photo, sha256=world.sha256(b"other")), 409, "conflict",
                    "other bytes")
        self.expect(h["li"].call("putEvidence", photo, body={
            "visit": visit, "carrier": "x", "sha256": "0" * 64}), 409, "conflict", "never changed")

    def test_416(self):
        h = self.house
        visit = h.start_visit()
        photo = h["li"].upload(b"0123456789", visit=visit)
        content = "/api/v1/evidence/%s/content" % photo
        part = h["li"].request("GET", content, headers={"Range": "bytes=2-4"})
        self.assertEqual((part.status, part.body), (206, b"234"))
        answer = h["li"].request("GET", content, headers={"Range": "bytes=10-"})
        self.expect(answer, 416, "range")
        self.assertEqual(answer.headers["Content-Range"], "bytes */10")

    def test_503_what_is_missing(self):
        """Without the letter's faces an order cannot be numbered: it says so, and stays signed."""
        with tempfile.TemporaryDirectory() as empty:
            service = world.Service(contracts.BUILD / "src" / "anfangd", config={
                "font_folder": empty}, env={"FONTCONFIG_FILE": "/dev/null", "XDG_DATA_HOME": empty,
                                            "XDG_DATA_DIRS": empty})
            h = house.House.__new__(house.House)
            h.attach(service, self.contract)
            try:
                h.furnish()
                for name in house.PEOPLE:
                    h.hire(name)
                order = h.order_at("signed")
                answer = h["clerk"].call("numberOrder", order)
                self.expect(answer, 503, "unavailable", "font|face|Fandol")
                self.assertTrue(answer.headers["Retry-After"])
                self.assertEqual(h["clerk"].do("getOrder", order).json["state"], "signed")
            finally:
                h.close()

    def expect_unapproved(self, h, findings, name, words):
        referral = h.draft_referral(findings)
        answer = h["sign"].call("approveReferral", referral)
        self.assertTrue(self.expect(answer, 503, name, words)["retriable"])
        self.assertTrue(answer.headers["Retry-After"])
        self.assertEqual(h["sign"].do("getReferral", referral).json["state"], "drafted")
        return referral

    def test_503_still_being_examined(self):
        """Who approves right after an upload is told to come again, and then it is done."""
        h = self.house
        with h.service.helper_held():
            visit, findings = h.find()
            photo = h["ver1"].do("listEvidence", query={"visit": visit}).json["items"][0]["id"]
            referral = self.expect_unapproved(h, findings, "busy", photo + ".*again in a moment")
        h.wait_examined(visit)
        self.assertEqual(h["sign"].do("approveReferral", referral).json["state"], "approved")

    def test_503_never_examined(self):
        """Nobody is told to wait for what does not come: there is no helper."""
        h = house.House(self.contract, config={"examine_program": "/nonexistent"})
        try:
            _, findings = h.find()
            self.expect_unapproved(h, findings, "unavailable", "anfang-examine does not run")
        finally:
            h.close()

    def test_500_is_never_bare(self):
        """A damaged blob: told in general words, in full to the operator only."""
        h = self.house
        visit = h.start_visit()
        data = os.urandom(64)
        photo = h["li"].upload(data, visit=visit)
        name = world.sha256(data)
        gone = [path for path in (h.service.data / "vault").rglob("*")
                if path.is_file() and name.endswith(path.name[-40:])]
        for path in gone:
            path.unlink()
        answer = h["li"].request("GET", "/api/v1/evidence/%s/content" % photo)
        self.assertIn(answer.status, (404, 500))
        contracts.check_schema_of_problem(self.contract, answer)
        self.assertNotIn("/", answer.json.get("detail", ""))
        for path in gone:
            path.write_bytes(data)

    def test_many_wrong_bodies(self):
        """Every operation with a body, with bodies that are almost right."""
        h = self.house
        for operation in self.contract.operations.values():
            if "application/json" not in operation.item.get("requestBody", {}).get("content", {}):
                continue
            arguments = [world.new_id()] * operation.path.count("{")
            for body in ({}, {"x": 1}, {"reason": 5}, {"with": ["a"]}, {"findings": "all"},
                         {"password": "\u0000"}, {"name": "x" * 5000}):
                for name in ("boss", "draft", world.ADMIN, "li"):
                    answer = h[name].call(operation.id, *arguments, body=body)
                    self.assertLess(answer.status, 500, (operation.id, answer))

    def test_language(self):
        catalogues = contracts.BUILD / "po"
        if not list(catalogues.rglob("anfang.mo")):
            self.skipTest("the zh_CN catalogue is not built")
        if not shutil.which("localedef"):
            self.skipTest("localedef is not installed")
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8",
                                   folder + "/zh_CN.UTF-8"], capture_output=True, check=False)
            if not os.path.exists(folder + "/zh_CN.UTF-8"):
                self.skipTest("no locale: " + made.stderr.decode())
            subprocess.run(["localedef", "-i", "POSIX", "-f", "UTF-8", folder + "/C.UTF-8"],
                           capture_output=True, check=False)
            service = world.Service(contracts.BUILD / "src" / "anfangd", env={
                "LOCPATH": folder, "LC_ALL": "C.UTF-8", "ANFANG_LOCALE_DIR": str(catalogues)})
            with service:
                chinese = contracts.Client(service.url, self.contract, language="zh-CN")
                english = contracts.Client(service.url, self.contract, language="en")
                told = chinese.call("listUnits")
                if told.headers["Content-Language"] != "zh-CN":
                    self.skipTest("the service has no zh_CN locale here")
                self.assertRegex(told.json["title"], "[\u4e00-\u9fff]")
                self.assertRegex(told.json["detail"], "[\u4e00-\u9fff]")
                self.assertEqual(told.problem, "unauthorized")
                self.assertEqual(english.call("listUnits").json["detail"], "log in first")
                # Roles, states and kinds of records have words of the language too.
                chinese.token = chinese.do("createSession", status=201, body={
                    "account": world.ADMIN, "password": world.PASSWORD, "device": "x"}).json["token"]
                denied = chinese.call("startVisit", world.new_id())
                self.assertEqual(denied.status, 403)
                self.assertIn("督查员", denied.json["detail"])
                self.assertNotRegex(denied.json["title"] + denied.json["detail"], "[A-Za-z]")


if __name__ == "__main__":
    tap.main()
