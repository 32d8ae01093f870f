"""Meta's place in `siaga bench deliveries`: takes templates, fails, and tells of them later.

How it behaves stands in the last two digits of the number that is written to. A message it took is
followed by statuses, signed, as Meta posts them: until the room has answered 200, some of them
twice. It knows a message by our own key, the outbox row's id.
"""

from __future__ import annotations

import heapq
import itertools
import json
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.receivers import Receiver
from siaga.app.catalogue import say
from siaga.simulation.public_doors import signed

META_MODES = (
    *("ok", "slow", "error", "lost", "reset"),
    *("hang", "refused", "given_up", "mute", "mixed"),
)
NUMBER = "0812-0000-30"  # as people type it; two digits follow
PHONE_NUMBER_ID, TOKEN = "1000112", "bench"
NOT_ON_WHATSAPP = "131026"
AGAIN_S = 2.0
TWICE = 0.1


def number_of(n: int) -> str:
    return f"{NUMBER}{n:02d}"


@dataclass
class Meta(Receiver):
    """Its one door for messages. `given_up`: keys it took and could not deliver."""

    given_up: set[str] = field(default_factory=set)
    unmarked: int = 0  # came again and did not say so
    wrong_numbers: int = 0
    statuses: StatusPosts | None = None

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SIAGA_WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{self.port}/v25.0",
            "SIAGA_WHATSAPP_TOKEN": TOKEN,
            "SIAGA_WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        }

    def behaves(self, elapsed_s: float, body: bytes) -> str:
        if not body:  # it is asked how it is
            return "ok"
        mode = self._mode(body)
        if mode == "mixed":
            mode = self.chance.choice(("ok", "error", "lost", "reset", "hang"))
        return "ok" if mode in ("given_up", "mute") else mode

    def _mode(self, body: bytes) -> str:
        return META_MODES[int(json.loads(body)["to"][-2:]) % len(META_MODES)]

    def key_of(self, headers: dict[str, str], body: bytes) -> str:
        return str(json.loads(body)["biz_opaque_callback_data"]) if body else ""

    def process(self, headers: dict[str, str], body: bytes) -> None:
        if not body:
            return
        message = json.loads(body)
        key, mode = self.key_of(headers, body), self._mode(body)
        title = message["template"]["components"][0]["parameters"][0]["text"]
        self.unmarked += key in self.processed and say("alert_maybe_again") not in title
        self.wrong_numbers += not message["to"].startswith("+62812")
        self.processed[key] += 1
        if mode == "given_up":
            self.given_up.add(key)
        if mode != "mute" and self.statuses is not None:
            self.statuses.follow(key, _wamid(key), gives_up=mode == "given_up")

    def said(self, status: int, headers: dict[str, str], *, body: bytes) -> bytes:
        if status == 200 and body:
            key = self.key_of(headers, body)
            return json.dumps({"messages": [{"id": _wamid(key)}]}).encode()
        return b"{}" if status < 400 else _error(status)


def _wamid(key: str) -> str:
    return f"wamid.{key}"


def _error(status: int) -> bytes:
    code = int(NOT_ON_WHATSAPP) if status == 400 else None
    return json.dumps({"error": {"code": code}} if code else {}).encode()


class StatusPosts:
    """Sent, then delivered or failed, each posted until the room has it."""

    def __init__(self, port: int, *, app_secret: str, chance: Random) -> None:
        self.url = f"http://127.0.0.1:{port}/hooks/whatsapp"
        self.app_secret, self.chance = app_secret.encode(), chance
        self.posted: Counter[str] = Counter()
        self.delivered: set[str] = set()  # keys the room was told of, and said that it has it
        self._due: list[tuple[float, int, str, dict[str, Any]]] = []
        self._count = itertools.count()
        self._wake, self._over = threading.Condition(), False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def follow(self, key: str, wamid: str, *, gives_up: bool) -> None:
        end = "failed" if gives_up else "delivered"
        after_s = 0.2 + 8 * self.chance.random()
        for kind, wait_s in (("sent", after_s / 4), (end, after_s)):
            for _ in range(2 if self.chance.random() < TWICE else 1):
                self._later(wait_s, kind, _status(key, wamid, kind))

    def _later(self, wait_s: float, kind: str, status: dict[str, Any]) -> None:
        with self._wake:
            due_s = time.monotonic() + wait_s
            heapq.heappush(self._due, (due_s, next(self._count), kind, status))
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._over and (not self._due or self._due[0][0] > time.monotonic()):
                    left_s = self._due[0][0] - time.monotonic() if self._due else None
                    self._wake.wait(left_s)
                if self._over:
                    return
                _, _, kind, status = heapq.heappop(self._due)
            if self._post(status):
                self.posted[kind] += 1
                if kind == "delivered":
                    self.delivered.add(status["biz_opaque_callback_data"])
            else:
                self._later(AGAIN_S, kind, status)

    def _post(self, status: dict[str, Any]) -> bool:
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "112", "phone_number_id": PHONE_NUMBER_ID},
            "statuses": [status],
        }
        entry = {"id": "0", "changes": [{"field": "messages", "value": value}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        request = urllib.request.Request(self.url, body, signed(body, self.app_secret))
        try:
            with urllib.request.urlopen(request, timeout=10):
                return True
        except OSError:
            return False

    def close(self) -> None:
        with self._wake:
            self._over = True
            self._wake.notify()
        self._thread.join(15)


def _status(key: str, wamid: str, kind: str) -> dict[str, Any]:
    status: dict[str, Any] = {
        "id": wamid,
        "status": kind,
        "timestamp": str(int(time.time())),
        "recipient_id": "628120000",
        "biz_opaque_callback_data": key,
    }
    if kind == "failed":
        status["errors"] = [{"code": int(NOT_ON_WHATSAPP), "title": "Message undeliverable"}]
    return status
