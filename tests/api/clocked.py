# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The service with a clock that the test sets; see tests/tools/clocked-service.c."""
import pathlib
import shutil
import subprocess

import contract as contracts
import world


class ClockedService(world.Service):
    """`template`: a data folder that another service has made, to begin from."""

    def __init__(self, config=None, template=None, **options):
        folder = None
        if template is not None:
            folder = pathlib.Path(world.tempfile.mkdtemp(prefix="anfang-world-"))
            shutil.copytree(template, folder / "data")
        super().__init__(contracts.BUILD / "src" / "anfangd", folder=folder, config=config,
                         **options)
        self.own = True
        self.start_at = None  # what the clock says when it starts; else what it really is

    @property
    def pid(self):
        return self.process.pid

    def start(self, **_):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [contracts.BUILD / "tests" / "tools" / "clocked-service", self.data,
                 *([self.start_at] if self.start_at else [])],
                env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                start_new_session=True)
        line = self.process.stdout.readline().decode()
        if not line.startswith("listening on "):
            return False
        self.url = line.split()[-1]
        return True

    def tell(self, word, value):
        self.process.stdin.write(("%s %s\n" % (word, value)).encode())
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode().strip()
        if answer != "done":
            raise AssertionError("%s %s: %s" % (word, value, answer or self.log.read_text()))

    def stop(self, wait_s=60):
        self.process.stdin.write(b"quit\n")
        self.process.stdin.close()
        status = self.process.wait(wait_s)
        self._forget()
        return status
