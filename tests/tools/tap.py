# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""unittest that speaks TAP, as meson wants it: `tap.main()` instead of `unittest.main()`.

Why a test failed goes to standard error: of a program that speaks TAP, `meson test
--print-errorlogs` shows nothing else.
"""
import faulthandler
import os
import pathlib
import signal
import sys
import time
import unittest


class TapResult(unittest.TestResult):
    def __init__(self, out, err):
        super().__init__()
        self.out, self.err = out, err
        self.number = 0
        self.started = time.monotonic()

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def _line(self, good, test, note=""):
        self.number += 1
        print("%sok %d - %s%s" % ("" if good else "not ", self.number, test.id().split(".", 1)[-1],
                                  note), file=self.out)
        print("# %.1f s" % (time.monotonic() - self.started), file=self.out)
        self.out.flush()

    def _fail(self, test, err):
        self._line(False, test)
        print("%s\n%s" % (test.id(), self._exc_info_to_string(err, test)), file=self.err, flush=True)

    def addSuccess(self, test):
        self._line(True, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._line(True, test, " # SKIP " + reason)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._fail(subtest, err)


def end_with_services(*_):
    """A service has a process group of its own, which whoever ends ours does not reach."""
    for children in pathlib.Path("/proc/self/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            if os.getpgid(child) == child:
                os.killpg(child, signal.SIGKILL)
    os._exit(1)


def main():
    # Who runs out of time gets SIGTERM, and says where it was.
    signal.signal(signal.SIGTERM, end_with_services)
    faulthandler.register(signal.SIGTERM, chain=True)
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print("TAP version 13", flush=True)
    result = TapResult(sys.stdout, sys.stderr)
    suite.run(result)
    # Only now: a class that is skipped whole is one line.
    print("1..%d" % result.number, flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
