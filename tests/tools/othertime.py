# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Programs at another time, by libfaketime. Not by its wrapper `faketime`: that makes semaphores named
by its process id, which the leftovers of a killed one keep from being made."""
import glob


def find():
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    return found[0] if found else None


def environment(at):
    """what to add to a program's environment so that it starts at `YYYY-MM-DD hh:mm:ss` UTC"""
    if at is None:
        return {}
    if find() is None:
        raise FileNotFoundError("libfaketime is not installed")
    return {"LD_PRELOAD": find(), "FAKETIME": "@" + at, "TZ": "UTC"}


def shifted(by):
    """what to put before a command so that its clock is off `by`, as `-62m` or `+3d`"""
    return ["env", "LD_PRELOAD=" + find(), "FAKETIME=" + by]
