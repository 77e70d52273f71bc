#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The whole case of test_case.py once more through a proxy that knows nothing but the contract.

Prism holds each request and each answer against the OpenAPI document and answers with an error of
its own where they differ, so that our validator's reading of the document is not the only one.
"""
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract as contracts
import house
import tap
import test_case
import world


def find_prism():
    for folder in (os.environ.get("ANFANG_NODE_MODULES"),
                   contracts.SOURCE / ".deps" / "node" / "node_modules"):
        if folder:
            program = pathlib.Path(folder) / "@stoplight" / "prism-cli" / "dist" / "index.js"
            if program.exists():
                return program
    return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ThroughPrism(test_case.Case):
    """Its answers that begin with Prism's own problem types are mismatches."""

    @classmethod
    def setUpClass(cls):
        program = find_prism()
        if program is None or not shutil.which("node"):
            raise unittest.SkipTest("prism is not installed: `./dev deps` does it")
        super().setUpClass()
        cls.proxy_folder = tempfile.TemporaryDirectory()
        cls.mismatches, cls.proxied = [], 0
        cls.start_proxy(program)
        seen = cls.mismatches
        request = world.Client.request
        cls.request = request

        url = cls.house.service.url

        def through(self, method, path, body=None, headers=None):
            # Prism takes every body for UTF-8 text, so bytes go past it.
            if isinstance(body, bytes) or re.search(
                    "/(content|redacted|thumbnail|letter|pack)$|/log/tile/", path):
                direct = world.Client(url, self.token)
                reply = direct.request(method, path, body, headers)
                direct.close()
                return reply
            cls.proxied += 1
            reply = request(self, method, path, body, headers)
            if reply.status >= 400 and b"stoplight.io/prism" in reply.body:
                seen.append("%s %s: %s" % (method, path, reply.text[:1500]))
                raise AssertionError(seen[-1])
            return reply
        contracts.Client.request = through
        for client in cls.house.clients.values():
            cls.reroute(client)
        login = cls.house.login

        def login_through(*arguments, **options):
            return cls.reroute(login(*arguments, **options))
        cls.house.login = login_through
        guest = cls.house.guest
        cls.house.guest = lambda *a, **o: cls.reroute(guest(*a, **o))

    def test_9_nothing_missed(self):
        super().test_9_nothing_missed()
        print("# %d exchanges through the proxy" % self.proxied)
        self.assertGreater(self.proxied, 100)
        self.assertEqual(self.mismatches, [])

    @classmethod
    def reroute(cls, client):
        client.close()
        client.host, client.port = "127.0.0.1", cls.port
        return client

    @classmethod
    def start_proxy(cls, program):
        document = json.loads(pathlib.Path(cls.contract.path).read_text("utf-8"))
        # Prism strips no base path of its own: give it whole paths.
        paths = {}
        for path, item in document["paths"].items():
            base = item.pop("servers", document["servers"])[0]["url"].rstrip("/")
            paths[base + path] = item
        document["paths"], document["servers"] = paths, [{"url": "/"}]
        file = pathlib.Path(cls.proxy_folder.name) / "openapi.json"
        file.write_text(json.dumps(document), "utf-8")
        cls.port = free_port()
        cls.proxy = subprocess.Popen(
            ["node", str(program), "proxy", str(file), cls.house.service.url, "--errors",
             "--port", str(cls.port), "--host", "127.0.0.1"],
            stdout=open(pathlib.Path(cls.proxy_folder.name) / "log", "wb"), stderr=subprocess.STDOUT)

        def ready():
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", cls.port)) == 0
        if not world.wait_for(ready, 60):
            raise AssertionError((pathlib.Path(cls.proxy_folder.name) / "log").read_text())

    @classmethod
    def tearDownClass(cls):
        contracts.Client.request = cls.request
        cls.proxy.terminate()
        cls.proxy.wait()
        cls.proxy_folder.cleanup()
        super().tearDownClass()


if __name__ == "__main__":
    tap.main()
