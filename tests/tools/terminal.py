# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A terminal with somebody at it, for programs that ask there."""
import os
import pty


def run(command, answers, env=None):
    """Types each of `answers` when the program has shown a prompt (`: `) more; returns its exit
    status and all that stood on the terminal, errors too"""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, dict(os.environ) if env is None else env)
    shown, left = b"", list(answers)
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:  # EIO: nobody has it open any more
            break
        if not more:
            break
        shown += more
        if left and shown.endswith(b": "):
            os.write(terminal, left.pop(0).encode() + b"\n")
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode().replace("\r\n", "\n")
