#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_year.py SCHEME: a year of work, played by year.py, must balance in every book.

$ANFANG_YEAR_FINDINGS says how many findings the year has, $ANFANG_YEAR_SEED how it falls out.
"""
import os
import sys
import unittest

import year
from year_office import house, tap

SCHEME = sys.argv.pop(1)
FINDINGS = int(os.environ.get("ANFANG_YEAR_FINDINGS", "60"))
SEED = os.environ.get("ANFANG_YEAR_SEED", "1")
SHOWN = 20


class Balances(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        house.make_config()  # skips where the letters' faces are not there
        print("# seed %s, %d findings" % (SEED, FINDINGS), flush=True)
        cls.year = year.Year(SCHEME, FINDINGS, SEED)
        try:
            cls.year.run()
            cls.wrong = cls.year.balance()
        finally:
            cls.year.play.service.close()

    def test_the_books_balance(self):
        self.assertEqual(self.wrong[:SHOWN], [])

    def test_the_year_had_something_of_all(self):
        """An empty year balances as well."""
        told = self.year.tell()
        self.assertGreaterEqual(told["findings"], FINDINGS)
        for what in ("letters", "leads", "steps", "reports", "kills"):
            self.assertGreater(told[what], 0, what)
        self.assertGreater(told["branches"], min(15, FINDINGS // 6))

    def test_it_is_as_quick_at_the_end_as_in_the_beginning(self):
        """Of pages of fifty, whatever lies behind them; and of memory. As ratios: hosts differ."""
        first, last = self.year.times[0], self.year.times[-1]
        for path, before, after in zip(year.PAGES, first, last):
            self.assertLess(after, 8 * before + 0.1, path)
        # Halves of the year: after a kill the service is small again.
        half = len(self.year.memory) // 2
        early, late = max(self.year.memory[:half]), max(self.year.memory[half:])
        self.assertLess(late, 2 * early + 65536)


if __name__ == "__main__":
    tap.main()
