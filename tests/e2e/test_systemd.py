#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_systemd.py ANFANGD: what sd_notify(3) and sd_listen_fds(3) say of a service. The manager's
side is played by plain sockets here."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import tap  # noqa: E402

ANFANGD = os.path.abspath(sys.argv[1])


class Unit(unittest.TestCase):
    UNIT = HERE.parents[1] / "data" / "systemd" / "anfangd.service.in"

    def test_the_helper_may_lock_itself_down(self):
        """systemd of Debian 12 leaves out a group of calls that it does not know, with a warning:
        then the helper got EPERM, and no evidence was examined."""
        filters = re.findall("^SystemCallFilter=(.*)$", self.UNIT.read_text(), re.M)
        self.assertEqual(len(filters), 1)
        self.assertEqual(set(filters[0].split()), {
            "@system-service", "seccomp", "landlock_create_ruleset", "landlock_add_rule",
            "landlock_restrict_self"})

    @unittest.skipUnless(shutil.which("systemd-analyze"), "there is no systemd-analyze")
    def test_it_is_understood(self):
        with tempfile.TemporaryDirectory(prefix="anfang-unit-") as folder:
            path = pathlib.Path(folder, "anfangd.service")
            path.write_text(self.UNIT.read_text().replace("@bindir@/anfangd", ANFANGD))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(path)], text=True, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual([line for line in done.stdout.splitlines() if "anfangd" in line], [])


class Manager(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="anfang-systemd-")
        path = pathlib.Path(cls.folder.name)
        (path / "password").write_text("password-1\n", encoding="ascii")
        cls.data = path / "data"
        subprocess.run([ANFANGD, "--data", str(cls.data), "init", "--admin", "root",
                        "--password-file", str(path / "password")], check=True,
                       capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def serve(self, *options, env=None, sockets=()):
        """As the manager starts a service: descriptors from 3 on, and LISTEN_PID its own"""
        words = [ANFANGD, "--data", str(self.data), "serve", *options]
        places = " ".join("%d<&%d" % (3 + n, one.fileno()) for n, one in enumerate(sockets))
        script = 'LISTEN_PID=$$ exec "$@" ' + places
        process = subprocess.Popen(
            ["sh", "-c", script, "sh", *words], env=dict(os.environ, LC_ALL="C.UTF-8", **(env or {})),
            pass_fds=[one.fileno() for one in sockets], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

    def check_told(self, address):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(address.replace("@", "\0", 1) if address.startswith("@") else address)
            manager.settimeout(60)
            process = self.serve("--listen", "127.0.0.1:0", env={"NOTIFY_SOCKET": address})
            self.assertEqual(manager.recv(100), b"READY=1")
            url = process.stdout.readline().split()[-1]
            with urllib.request.urlopen(url + "/readyz", timeout=60) as reply:
                self.assertEqual(reply.status, 200)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(manager.recv(100), b"STOPPING=1")
            self.assertEqual(process.wait(60), 0)

    def test_told_at_a_path(self):
        self.check_told(os.path.join(self.folder.name, "notify"))

    def test_told_at_an_abstract_name(self):
        self.check_told("@anfang-test-%d" % os.getpid())

    def test_nobody_listens(self):
        """A manager that is gone is worth a warning, not a failure"""
        process = self.serve("--listen", "127.0.0.1:0",
                             env={"NOTIFY_SOCKET": os.path.join(self.folder.name, "gone"),
                                  "G_DEBUG": "fatal-criticals"})
        self.assertIn("listening on", process.stdout.readline())

    def listening(self):
        one = socket.socket()
        self.addCleanup(one.close)
        one.bind(("127.0.0.1", 0))
        one.listen(16)
        # Out of the way of the numbers that the service gets them under.
        high = socket.socket(fileno=os.dup(one.fileno()))
        self.addCleanup(high.close)
        return high

    def test_socket_handed_over(self):
        one = self.listening()
        process = self.serve(env={"LISTEN_FDS": "1"}, sockets=[one])
        self.assertIn("listening on", process.stdout.readline())
        url = "http://127.0.0.1:%d/healthz" % one.getsockname()[1]
        with urllib.request.urlopen(url, timeout=60) as reply:
            self.assertEqual(reply.status, 200)

    def test_two_sockets(self):
        process = self.serve(env={"LISTEN_FDS": "2"}, sockets=[self.listening(), self.listening()])
        self.assertEqual(process.wait(60), 1)
        self.assertIn("2 sockets", process.stderr.read())

    def test_socket_not_there(self):
        process = self.serve(env={"LISTEN_FDS": "1"})
        self.assertEqual(process.wait(60), 1)
        self.assertIn("not there", process.stderr.read())

    def test_meant_for_another(self):
        """LISTEN_FDS that a parent left in the environment is not for us"""
        process = subprocess.Popen(
            [ANFANGD, "--data", str(self.data), "serve", "--listen", "127.0.0.1:0"],
            env=dict(os.environ, LISTEN_FDS="1", LISTEN_PID="1"), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end, process)
        self.assertIn("listening on http://127.0.0.1:", process.stdout.readline())


if __name__ == "__main__":
    sys.argv[1:] = []
    tap.main()
