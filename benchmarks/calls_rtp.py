"""Sound for many calls from one socket: G.711 packets each 20 ms, and who of them got lost.

A process of its own, so that its CPU can be told apart. One line of JSON in, one out. Calls of the
same telephone exchange may share an address: the other side tells them apart by its own ports.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

FRAME_S = 0.02
SLOTS = 20  # of 1 ms in a frame: calls do not all speak at the same instant
BATCH = 256
PACKET = 172
BUFFER_BYTES = 8 << 20
QUIET = b"\xd5" * 160  # A-law silence, from end to end as expensive as speech
STEP = 160
STREAMS_MAX = 100_000  # SSRCs below are our own
SO_RCVBUFFORCE = 33  # of root only; Python has no name for it

_LIBC = ctypes.CDLL(None, use_errno=True)


class _Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("size", ctypes.c_size_t))


class _Head(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_void_p),
        ("name_size", ctypes.c_uint32),
        ("vectors", ctypes.c_void_p),
        ("count", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_size", ctypes.c_size_t),
        ("flags", ctypes.c_int),
    )


class _Message(ctypes.Structure):
    _fields_ = (("head", _Head), ("size", ctypes.c_uint))


class Batch:
    """Up to BATCH datagrams and their addresses, for one system call; seen as numpy rows."""

    def __init__(self) -> None:
        self.data = np.zeros((BATCH, PACKET), np.uint8)
        self.names = np.zeros((BATCH, 16), np.uint8)
        self._vectors = (_Vector * BATCH)()
        self.messages = (_Message * BATCH)()
        for n in range(BATCH):
            self._vectors[n] = _Vector(self.data[n].ctypes.data, PACKET)
            head = self.messages[n].head
            head.name, head.name_size = self.names[n].ctypes.data, 16
            head.vectors, head.count = ctypes.addressof(self._vectors[n]), 1

    def send(self, number: int, count: int) -> int:
        """→ how many the kernel took."""
        done: int = _LIBC.sendmmsg(number, self.messages, count, 0)
        return max(done, 0)

    def receive(self, number: int) -> int:
        done: int = _LIBC.recvmmsg(number, self.messages, BATCH, socket.MSG_DONTWAIT, None)
        return max(done, 0)


class Speaker:
    """All streams out; stream `n` speaks in the slot n % SLOTS, with its number as SSRC."""

    def __init__(self, number: int) -> None:
        self._number, self._count = number, 0
        self._slots: list[dict[int, tuple[int, int]]] = [{} for _ in range(SLOTS)]
        self._batch = Batch()
        self._batch.data[:, :] = np.frombuffer(b"\x80\x08" + b"\0" * 10 + QUIET, np.uint8)
        self.sent = self.refused = 0

    def add(self, port: int) -> int:
        self._count += 1
        slot = min(range(SLOTS), key=lambda n: len(self._slots[n]))
        self._slots[slot][self._count] = (port, 0)
        return self._count

    def drop(self, stream: int) -> None:
        for slot in self._slots:
            slot.pop(stream, None)

    def speak(self, slot: int) -> None:
        streams, batch = self._slots[slot], self._batch
        items = list(streams.items())
        for start in range(0, len(items), BATCH):
            part = items[start : start + BATCH]
            for row, (stream, (port, sequence)) in enumerate(part):
                head = struct.pack(">HII", sequence & 0xFFFF, sequence * STEP & 0xFFFFFFFF, stream)
                batch.data[row, 2:12] = np.frombuffer(head, np.uint8)
                name = struct.pack("=H", socket.AF_INET) + struct.pack(">H", port)
                name += b"\x7f\0\0\1" + b"\0" * 8
                batch.names[row] = np.frombuffer(name, np.uint8)
                streams[stream] = (port, sequence + 1)
            done = batch.send(self._number, len(part))
            self.sent += done
            self.refused += len(part) - done


class Listener:
    """Everything heard since `begin`, kept raw until it is counted."""

    def __init__(self, number: int) -> None:
        self._number, self._batch = number, Batch()
        self._heard: list[tuple[float, np.ndarray, np.ndarray]] = []

    def begin(self) -> None:
        self._heard.clear()

    def listen(self) -> None:
        while done := self._batch.receive(self._number):
            at_s = time.monotonic()
            data, names = self._batch.data[:done, :12], self._batch.names[:done, 2:4]
            self._heard.append((at_s, data.copy(), names.copy()))
            if done < BATCH:
                return

    def count(self) -> dict[str, Any]:
        """Of what was relayed from end to end, and of what the other side made itself."""
        if not self._heard:
            return {"relayed": None, "made": None}
        data = np.concatenate([data for _, data, _ in self._heard]).astype(np.int64)
        names = np.concatenate([names for _, _, names in self._heard]).astype(np.int64)
        at_s = np.concatenate([np.full(len(data), at_s) for at_s, data, _ in self._heard])
        ssrc = data[:, 8] << 24 | data[:, 9] << 16 | data[:, 10] << 8 | data[:, 11]
        rows = Rows(
            streams=(names[:, 0] << 8 | names[:, 1]) << 32 | ssrc,
            numbers=data[:, 2] << 8 | data[:, 3],
            at_s=at_s,
        )
        own = ssrc < STREAMS_MAX
        return {"relayed": rows.only(own).count(), "made": rows.only(~own).count()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One row a packet: its stream, its number in it, and when it was heard."""

    streams: np.ndarray
    numbers: np.ndarray
    at_s: np.ndarray

    def only(self, which: np.ndarray) -> Rows:
        return Rows(streams=self.streams[which], numbers=self.numbers[which], at_s=self.at_s[which])

    def count(self) -> dict[str, Any] | None:
        """A packet is lost when a later one of its stream came and it never did."""
        if not len(self.streams):
            return None
        expected = lost = 0
        gaps: list[np.ndarray] = []
        names = np.unique(self.streams)
        for name in names:
            mine = self.streams == name
            numbers = np.unwrap(self.numbers[mine], period=65_536)
            span = int(numbers.max() - numbers.min()) + 1
            expected, lost = expected + span, lost + span - len(np.unique(numbers))
            gaps.append(np.diff(self.at_s[mine]))
        gap_ms = np.concatenate(gaps) * 1000
        told: dict[str, Any] = {"streams": len(names), "expected": expected, "lost": lost}
        if len(gap_ms):
            for share in (50, 99, 100):
                told[f"gap_p{share}_ms"] = round(float(np.percentile(gap_ms, share)), 1)
        return told


class Exchange:
    def __init__(self) -> None:
        self.rtp, self._rtcp = _pair()
        self.port: int = self.rtp.getsockname()[1]
        self.speaker, self.listener = Speaker(self.rtp.fileno()), Listener(self.rtp.fileno())
        self.late_ms = 0.0
        self._sent = 0

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        match order["do"]:
            case "add":
                return {"stream": self.speaker.add(order["port"])}
            case "drop":
                self.speaker.drop(order["stream"])
            case "begin":
                self.listener.begin()
                self.late_ms, self._sent = 0.0, self.speaker.sent
            case "count":
                sent = self.speaker.sent - self._sent
                told = {"sent": sent, "refused": self.speaker.refused}
                return told | {"late_max_ms": round(self.late_ms, 1)} | self.listener.count()
        return {}

    def run(self) -> None:
        """Until the other end of stdin closes. A slot that comes late is made up for at once."""
        due_s, slot = time.monotonic(), 0
        os.set_blocking(0, False)
        pending = b""
        while True:
            self.speaker.speak(slot)
            self.listener.listen()
            if select.select([0], [], [], 0)[0]:
                more = os.read(0, 65_536)
                if not more:
                    return
                *lines, pending = (pending + more).split(b"\n")
                for line in lines:
                    print(json.dumps(self.obey(json.loads(line))), flush=True)
                    if b'"count"' in line:
                        due_s = time.monotonic()  # counting took its time; nobody was measured
            with suppress(BlockingIOError):
                self._rtcp.recv(2000)
            slot = (slot + 1) % SLOTS
            due_s += FRAME_S / SLOTS
            now_s = time.monotonic()
            self.late_ms = max(self.late_ms, (now_s - due_s) * 1000)
            if now_s < due_s:
                time.sleep(due_s - now_s)


def _pair() -> tuple[socket.socket, socket.socket]:
    """An even port for sound and the next one for its reports."""
    for port in range(40_000, 48_000, 2):
        pair = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
        try:
            for n, one in enumerate(pair):
                one.bind(("127.0.0.1", port + n))
                one.setblocking(False)
        except OSError:
            for one in pair:
                one.close()
            continue
        pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        with suppress(OSError):
            pair[0].setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES)
        return pair[0], pair[1]
    raise RuntimeError("no free pair of ports")


def main() -> int:
    exchange = Exchange()
    print(json.dumps({"port": exchange.port}), flush=True)
    exchange.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
