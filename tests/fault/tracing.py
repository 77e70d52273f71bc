# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""strace on a running service: to make its system calls fail, or to watch their order."""
import pathlib
import re
import signal
import subprocess
import tempfile
import threading

import world


class Tracer:
    """While it is open, @calls of the service are traced, and what @inject says is done to them:
    Tracer(service, "fdatasync", "error=EIO:when=1"). strace counts `when` for each thread by
    itself; @thread names the only one to be looked at. @more are
    faults of other calls."""

    def __init__(self, service, calls, inject=None, thread=None, more=()):
        self.service, self.pid = service, service.pid
        self.threads = list(self._find_threads(thread))
        self.file = tempfile.NamedTemporaryFile("r", prefix="anfang-trace-")
        command = ["strace", "-qq", "-y", "-s", "64", "-o", self.file.name, "-e", "trace=" + calls]
        for fault in more:
            command += ["-e", "trace=" + calls + "," + fault.partition(":")[0],
                        "-e", "inject=" + fault]
        for number in self.threads:
            command += ["-p", str(number)]
        if thread is None:
            command.append("-f")
        if inject:
            command += ["-e", "inject=%s:%s" % (calls, inject)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if not world.wait_for(self._watches_all, 20, 0.005):
            self.close()
            raise AssertionError("strace does not get hold of the service")

    def _find_threads(self, name):
        if name is None:
            return [self.pid]
        tasks = pathlib.Path("/proc/%d/task" % self.pid)
        found = [int(task.name) for task in tasks.iterdir()
                 if (task / "comm").read_text().strip() == name]
        if not found:
            raise AssertionError("the service has no thread " + name)
        return found

    def _watches_all(self):
        if self.process.poll() is not None:
            raise AssertionError("strace: " + self.process.stderr.read().decode())
        tasks = pathlib.Path("/proc/%d/task" % self.pid)
        threads = self.threads if self.threads != [self.pid] else list(tasks.iterdir())
        watched = re.compile(r"^TracerPid:\s+%d$" % self.process.pid, re.M)
        try:
            return all(watched.search((tasks / str(thread) / "status").read_text())
                       for thread in threads)
        except FileNotFoundError:
            return False

    def close(self):
        """Returns what was traced"""
        # Asked to let go of a process that is just dying, strace waits for ever.
        if not self.service.alive():
            world.wait_for(lambda: self.process.poll() is not None, 5)
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        watchdog = threading.Timer(5, self.process.kill)
        watchdog.start()
        self.process.wait()
        watchdog.cancel()
        self.process.stderr.close()
        text = self.file.read()
        self.file.close()
        return text

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lines = self.close().splitlines()
