#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Memory does not grow with the pack: written, encrypted, verified, each at two sizes.

usage: test_pack_memory.py MAKE_BIG_PACK [MIB]    MIB: the larger size; 20480 by hand
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import authority
import tap

BIG = int(sys.argv.pop()) if len(sys.argv) > 2 else 384
MAKE_BIG_PACK = sys.argv.pop()
SMALL = 4
# The bar for 20 GB, and how much a process may differ from another of its kind.
MEMORY_MAX_MIB = 64
NOISE_MIB = 3


def peak(*words):
    """the most memory that it had at any moment, in MiB"""
    done = subprocess.run([MAKE_BIG_PACK, *map(str, words)], check=True, stdout=subprocess.PIPE)
    return int(done.stdout) / 1024


class Memory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="anfang-big-")
        cls.folder = pathlib.Path(cls.place.name)
        cls.cert = authority.Authority(cls.folder, "reader").folder / "tsa.pem"

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def check(self, small, big, size=BIG):
        print("# %.1f MiB for %d MiB, %.1f MiB for %d MiB" % (small, SMALL, big, size))
        self.assertLess(big, MEMORY_MAX_MIB)
        self.assertLess(big - small, NOISE_MIB)

    def test_written_and_verified(self):
        small, big = self.folder / "small.zip", self.folder / "big.zip"
        self.check(peak(SMALL, small), peak(BIG, big))
        self.assertGreater(big.stat().st_size, BIG * 1024 * 1024)
        self.check(peak("--verify", small), peak("--verify", big))

    def test_encrypted(self):
        small, big = self.folder / "small.p7m", self.folder / "big.p7m"
        # What is encrypted has no holes: that many bytes go to the disk.
        size = min(BIG, 1024)
        self.check(peak(SMALL, small, self.cert), peak(size, big, self.cert), size)
        big.unlink()


if __name__ == "__main__":
    tap.main()
