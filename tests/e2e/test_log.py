#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""test_log.py ANFANG ANFANGD: someone with full power over the service rewrites its past; whoever
has seen a checkpoint before is told so by `anfang log verify`."""
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import loghouse  # noqa: E402
import tap  # noqa: E402


class Rewritten(loghouse.LogHouse):
    def verify(self, status=0):
        return self.anfang("auditor", "log", "verify", status=status)

    def test_growth_is_continued_and_rewriting_is_told(self):
        self.copy(self.data, self.dir / "old")
        self.verify()
        self.add_account("one", "secadmin")
        self.assertIn("continues", self.verify())
        self.assertIn("continues", self.verify())

        # The past is put back: shorter than what was seen.
        self.copy(self.dir / "old", self.data)
        self.assertIn("shorter", self.verify(status=1))

        # Another history of more leaves, signed with the right key.
        self.grow("two", "three", "four")
        self.assertIn("BEHIND ITS BACK", self.verify(status=1))
        self.assertIn("BEHIND ITS BACK", self.verify(status=1))

    def test_another_key_is_told(self):
        self.verify()
        self.stop()
        shutil.rmtree(self.data)
        self.init(self.data)
        self.serve()
        self.log_in()
        self.assertIn("KEY IS NOT THE ONE", self.verify(status=1))

    def test_a_proof_of_any_record_is_fetched_and_checked(self):
        text = self.anfang("auditor", "log", "prove", "account/auditor")
        self.assertIn("holds: leaf", text)
        self.assertIn('"record":"account/auditor"', text)
        self.assertIn("no leaf", self.anfang("auditor", "log", "prove", "account/nobody", status=1))


if __name__ == "__main__":
    tap.main()
