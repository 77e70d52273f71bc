# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""unittest that speaks TAP, as meson wants it: `tap.main()` instead of `unittest.main()`."""
import sys
import time
import unittest


class TapResult(unittest.TestResult):
    def __init__(self, out):
        super().__init__()
        self.out = out
        self.number = 0
        self.started = time.monotonic()

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def _line(self, good, test, note="", text=""):
        self.number += 1
        print("%sok %d - %s%s" % ("" if good else "not ", self.number, test.id().split(".", 1)[-1],
                                  note), file=self.out)
        print("# %.1f s" % (time.monotonic() - self.started), file=self.out)
        for line in text.splitlines():
            print("#", line, file=self.out)
        self.out.flush()

    def addSuccess(self, test):
        self._line(True, test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._line(True, test, " # SKIP " + reason)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._line(False, test, text=self._exc_info_to_string(err, test))

    def addError(self, test, err):
        super().addError(test, err)
        self._line(False, test, text=self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            print("# in", subtest.id(), file=self.out)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    print("TAP version 13", flush=True)
    result = TapResult(sys.stdout)
    suite.run(result)
    # Only now: a class that is skipped whole is one line.
    print("1..%d" % result.number, flush=True)
    sys.exit(0 if result.wasSuccessful() else 1)
