# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A time-stamping authority for tests: `openssl ts` behind HTTP, with faults on command.

    with authority.Authority(folder, "local") as tsa:
        tsa.url, tsa.ca                      # for the setting timestamp_authorities
        tsa.mood = "other"                   # from now on it stamps something else than asked

`python3 authority.py FOLDER NAME STAMP_FILE` stamps a file once, to FOLDER/NAME.tsr.
"""
import datetime
import os
import pathlib
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import othertime

CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = %(name)s
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ordinary]
basicConstraints = critical,CA:FALSE
[stamp]
serial = %(folder)s/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*words, at=None, data=None):
    done = subprocess.run(["openssl", *map(str, words)], input=data, timeout=60,
                          env=dict(os.environ, **othertime.environment(at)),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise AssertionError((words, done.stderr.decode()))
    return done.stdout


class Authority:
    """`at` is when it stamps; the certificate for that was made the day before, for 30 days."""

    def __init__(self, folder, name, at=None, kind="tsa"):
        self.folder = pathlib.Path(folder) / name
        self.folder.mkdir(parents=True)
        self.name, self.at = name, at
        self.mood, self.asked = "honest", 0
        self.release = threading.Event()
        self.config = self.folder / "openssl.cnf"
        self.config.write_text(CONFIG % {"name": name, "folder": self.folder})
        (self.folder / "serial").write_text("01\n")
        self.ca = self.folder / "ca.pem"
        self.make_certificates(kind)
        self.http = None

    def make_certificates(self, kind):
        path = self.folder
        # Older than the first stamp, however long making them takes on a busy machine.
        made = self.at and str(datetime.datetime.fromisoformat(self.at) - datetime.timedelta(days=1))
        for who in ("ca", "tsa"):
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
                    path / (who + ".key"))
        openssl("req", "-x509", "-new", "-key", path / "ca.key", "-config", self.config,
                "-extensions", "ca", "-days", "9000", "-out", self.ca, at=made)
        request = openssl("req", "-new", "-key", path / "tsa.key", "-config", self.config)
        (path / "tsa.pem").write_bytes(openssl(
            "x509", "-req", "-CA", self.ca, "-CAkey", path / "ca.key", "-CAcreateserial", "-days",
            "30", "-extfile", self.config, "-extensions", kind, at=made, data=request))

    def stamp(self, query):
        asked = self.folder / ("%d.tsq" % self.asked)
        asked.write_bytes(query)
        return openssl("ts", "-reply", "-config", self.config, "-section", "stamp", "-queryfile",
                       asked, "-signer", self.folder / "tsa.pem", "-inkey",
                       self.folder / "tsa.key", at=self.at)

    def stamp_file(self, path):
        return self.stamp(openssl("ts", "-query", "-data", path, "-sha256", "-cert"))

    def answer(self, query):
        """what it says in its present mood, or None for an HTTP error"""
        self.asked += 1
        if self.mood == "broken":
            return None
        if self.mood == "silent":
            self.release.wait(60)
        if self.mood == "rubbish":
            return b"rubbish"
        if self.mood == "other":
            (self.folder / "other").write_text("something else")
            return self.stamp_file(self.folder / "other")
        return self.stamp(query)

    def __enter__(self):
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_POST(self):
                reply = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200 if reply is not None else 500)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write(reply or b"")

        class Http(ThreadingHTTPServer):
            def handle_error(self, request, client_address):
                """Whoever asked is gone."""

        self.http = Http(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args):
        self.release.set()
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self):
        return "http://127.0.0.1:%d/tsa" % self.http.server_address[1]

    @property
    def setting(self):
        return "%s %s %s" % (self.name, self.url, self.ca)


def main():
    folder, name, path = sys.argv[1:]
    authority = Authority(folder, name)
    (pathlib.Path(folder) / (name + ".tsr")).write_bytes(authority.stamp_file(path))


if __name__ == "__main__":
    main()
