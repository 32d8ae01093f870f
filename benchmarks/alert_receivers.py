"""Who alerts are told to in `siaga bench deliveries`: browsers, a mail server, a modem; all fail.

Each notes by idempotency key how often it took what: the topic of a push, the Message-ID of a
letter, the mark in the name of a modem's file.
"""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.push_services import Browser
from benchmarks.receivers import HANG_S, SLOW_S, Receiver
from siaga.app.catalogue import say
from siaga.channels.push.protocol import decrypt
from siaga.channels.sms.settings import MODEM_FOLDERS

CONFIRMS = 0.7
"""Of the browsers that were told, so many are switched on and say so."""


@dataclass
class PushReceiver(Receiver):
    """One browser at a push service of its own."""

    browser: Browser = field(default_factory=Browser)
    proofs: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/browser"

    def key_of(self, headers: dict[str, str], body: bytes) -> str:
        return headers.get("topic", "")

    def process(self, headers: dict[str, str], body: bytes) -> None:
        try:
            said = json.loads(decrypt(body, own=self.browser.key, auth=self.browser.auth))
        except Exception:
            self.bad_signatures += 1
            return
        self.processed[self.key_of(headers, body)] += 1
        if self.chance.random() < CONFIRMS:
            self.proofs.put({name: said[name] for name in ("alert_id", "device_id", "proof")})


class Confirming:
    """A browser's service worker: tells the room that the notification was shown."""

    def __init__(self, port: int, browsers: list[PushReceiver]) -> None:
        self.url = f"http://127.0.0.1:{port}/api/alerts/delivered"
        self.proofs: queue.Queue[dict[str, Any] | None] = queue.Queue()
        for browser in browsers:
            browser.proofs = self.proofs  # type: ignore[assignment]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while (proof := self.proofs.get()) is not None:
            request = urllib.request.Request(
                self.url, json.dumps(proof).encode(), {"Content-Type": "application/json"}
            )
            with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5):
                pass  # the room may be dead just now: then nobody proves it

    def close(self) -> None:
        self.proofs.put(None)
        self._thread.join(10)


MAIL_MODES = ("ok", "slow", "greylist", "refused", "full", "lost", "reset", "hang", "mixed", "ok")


class Mail:
    """A real SMTP server; how it behaves stands before the @ of the address it is written to."""

    def __init__(self, chance: Random) -> None:
        from aiosmtpd.controller import Controller  # a test's dependency, not the room's

        self.chance = chance
        self.taken: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        self.letters: list[EmailMessage] = []  # the first few
        self.unmarked = 0  # came again and did not say so
        self._seen: set[str] = set()
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port())
        self._controller.start()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "SIAGA_SMTP_HOST": "127.0.0.1",
            "SIAGA_SMTP_PORT": str(self._controller.port),
            "SIAGA_SMTP_FROM": "112@kota.example.id",
            "SIAGA_SMTP_TLS": "none",
        }

    def _mode(self, address: str) -> str:
        mode = address.partition("@")[0]
        if mode == "mixed":
            return self.chance.choice(("ok", "full", "lost", "reset"))
        return mode

    async def handle_RCPT(self, server: Any, session: Any, *more: Any) -> str:
        envelope, address, _ = more
        envelope.mode = self._mode(address)
        envelope.rcpt_tos.append(address)
        self.met[envelope.mode] += 1
        if envelope.mode == "refused":
            return "550 5.1.1 nobody here"
        if envelope.mode == "reset":
            server.transport.abort()
        if envelope.mode == "greylist" and self.met["greylist"] % 2:
            return "451 4.7.1 come back later"
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, *more: Any) -> str:
        (envelope,) = more
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        key = str(letter["Message-ID"])[1:33]
        self.unmarked += key in self.taken and say("alert_maybe_again") not in letter["Subject"]
        match envelope.mode:
            case "full" if self.chance.random() < 0.7:
                return "452 4.2.2 mailbox full"
            case "hang":
                await asyncio.sleep(HANG_S)
                return "421 4.4.2 too slow"
            case "slow":
                await asyncio.sleep(SLOW_S * self.chance.random())
            case "lost" if key not in self._seen:
                self._seen.add(key)
                server.transport.abort()
        return self._take(key, letter)

    def _take(self, key: str, letter: EmailMessage) -> str:
        self.taken[key] += 1
        if len(self.letters) < 10:
            self.letters.append(letter)
        return "250 OK"

    def close(self) -> None:
        self._controller.stop()


SMSD = """
[gammu]
model = dummy
connection = none
port = {folder}/device
gammuloc = /dev/null

[smsd]
service = files
logfile = {folder}/log
checksecurity = 0
checksignal = 0
checkbattery = 0
checknetwork = 0
commtimeout = 1
sendtimeout = 5
loopsleep = 1
receivefrequency = 1
inboxpath = {folder}/spool/inbox/
outboxpath = {folder}/spool/outbox/
sentsmspath = {folder}/spool/sent/
errorsmspath = {folder}/spool/error/
inboxformat = unicode
outboxformat = unicode
transmitformat = auto
"""


class Modem:
    """The real gammu-smsd with the modem it pretends to have."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="siaga-bench-modem-"))
        self.spool = self.folder / "spool"
        for name in MODEM_FOLDERS:
            (self.spool / name).mkdir(parents=True)
        (self.folder / "device").mkdir()
        (self.folder / "smsdrc").write_text(SMSD.format(folder=self.folder))
        self.process = subprocess.Popen(
            ["gammu-smsd", "-c", str(self.folder / "smsdrc")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"TZ": "Asia/Jakarta"},
        )
        self.met: Counter[str] = Counter()

    @property
    def settings(self) -> dict[str, str]:
        return {"SIAGA_GAMMU_FOLDER": str(self.spool)}

    def freeze(self) -> None:
        self.met["frozen"] += 1
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def give_up_one(self) -> None:
        """As the daemon does with what the network refused: it lies in `error` then."""
        for path in sorted((self.spool / "outbox").glob("OUT*"))[:1]:
            with contextlib.suppress(OSError):
                path.rename(self.spool / "error" / path.name)
                self.met["refused"] += 1

    def lose_folder(self) -> None:
        self.met["folder lost"] += 1
        (self.spool / "outbox").rename(self.spool / "outbox.away")

    def find_folder(self) -> None:
        (self.spool / "outbox.away").rename(self.spool / "outbox")

    def taken(self) -> Counter[str]:
        """By the mark in the name: what the network has."""
        return self._marks("sent")

    def lying(self) -> Counter[str]:
        """What was handed over and has not been sent."""
        return self._marks("outbox")

    def _marks(self, folder: str) -> Counter[str]:
        names = (path.stem for path in (self.spool / folder).glob("OUT*"))
        return Counter(name.rsplit("_", 1)[1][:32] for name in names)

    def close(self) -> None:
        self.thaw()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _free_port() -> int:
    from benchmarks.room import free_port

    return free_port()
