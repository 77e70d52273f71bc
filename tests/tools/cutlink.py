#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""A bad link: a TCP proxy that breaks connections.

    cutlink.py TARGET [--after BYTES] [--every K] [--cuts N] [--rate BYTES_PER_S]

  --after BYTES   break a connection once so many bytes went up through it
  --every K       break every K-th request: it reaches the service, its reply does not come back
  --cuts N        after N breaks, be a good link (0: never)
  --rate B        at most so many bytes upwards each second, over all connections

Prints `listening on http://127.0.0.1:PORT`, and `cut N` on standard error for each break. A break
is a reset, as a vanished radio link ends up looking. Can also be used as a class by tests.
"""
import argparse
import re
import socket
import struct
import sys
import threading
import time

REQUEST = re.compile(rb"^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S+ HTTP/1\.1\r\n", re.M)


class CutLink:
    def __init__(self, target, after=0, every=0, cuts=0, rate=0, port=0):
        host, _, number = target.rpartition("//")[2].partition("/")[0].rpartition(":")
        self.target = (host, int(number))
        self.after, self.every, self.limit, self.rate = after, every, cuts, rate
        self.cuts = self.requests = self.bytes_up = 0
        self.lock = threading.Lock()
        self.down = self.tells = False
        self.listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self.url = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        if self.down:
            return reset(client)
        try:
            server = socket.create_connection(self.target)
        except OSError:
            return reset(client)
        link = {"doomed": False}
        threading.Thread(target=self._downwards, args=(server, client, link), daemon=True).start()
        self._upwards(client, server, link)

    def _may_cut(self):
        return self.limit == 0 or self.cuts < self.limit

    def _cut(self, *ends):
        with self.lock:
            if not self._may_cut():
                return False
            self.cuts += 1
            if self.tells:
                print("cut %d" % self.cuts, file=sys.stderr, flush=True)
        for end in ends:
            reset(end)
        return True

    def _upwards(self, client, server, link):
        sent = 0
        while True:
            try:
                piece = client.recv(16384)
                if not piece:
                    server.shutdown(socket.SHUT_WR)
                    return
                self._count_requests(piece, link)
                if self.after and self._may_cut() and sent + len(piece) > self.after:
                    server.sendall(piece[: self.after - sent])
                    # A close, not a reset, towards the service: the bytes that went up do arrive.
                    if self._cut(client):
                        server.close()
                        return
                server.sendall(piece)
                sent += len(piece)
                with self.lock:
                    self.bytes_up += len(piece)
                if self.rate:
                    time.sleep(len(piece) / self.rate)
            except OSError:
                return

    def _count_requests(self, piece, link):
        for _ in REQUEST.finditer(piece):
            with self.lock:
                self.requests += 1
                if self.every and self.requests % self.every == 0 and self._may_cut():
                    link["doomed"] = True

    def _downwards(self, server, client, link):
        while True:
            try:
                piece = server.recv(16384)
                if not piece:
                    client.shutdown(socket.SHUT_WR)
                    return
                if link["doomed"]:
                    link["doomed"] = False
                    if self._cut(client, server):
                        return
                client.sendall(piece)
            except OSError:
                return


def reset(end):
    try:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RD)
    except OSError:
        pass
    end.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("target")
    for name in ("after", "every", "cuts", "rate", "port"):
        parser.add_argument("--" + name, type=int, default=0)
    link = CutLink(**vars(parser.parse_args()))
    link.tells = True
    print("listening on", link.url, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
