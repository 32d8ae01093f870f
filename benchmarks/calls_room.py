"""A room with its own telephone for `siaga bench calls`: servers, takers, citizens, processes."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.clients import Connection
from benchmarks.machine import children
from benchmarks.room import ROOT, Room, SignedIn, data_folder
from siaga.app.voice.render import LINK_KEY_FILE, secret_of
from siaga.app.voice.running import stop
from siaga.app.voice.settings import Ports
from siaga.app.voice.supervise import read_state
from siaga.channels.phone.kamailio.rpc import Rpc
from siaga.platform.ids import derived_id, new_id
from tests.voice.sip import media_port, sdp
from tests.voice.stack import free_ports
from tests.voice.telephone import Talk, Telephone

SOS = "sip:112@127.0.0.1"
RTP_SPAN = 14_000  # four ports for each call that waits or talks
REGISTER_AGAIN_S = 20.0
READY_S_MAX = 10.0
ROOM_USERS = ("calltaker", "calltaker2", "shiftlead", "dispatcher", "supervisor", "trainee")
"""Whose telephones may ring; the trainee comes last, who may not say what a call was."""


@dataclass(slots=True, kw_only=True)
class PhoneRoom:
    room: Room
    ports: Ports

    @property
    def voice(self) -> Path:
        return self.room.state / "voice"

    def pids(self) -> dict[str, list[int]]:
        """Name → the processes that bear the calls."""
        state = read_state(self.voice)
        edge, media = state["kamailio"]["pid"], state["rtpengine"]["pid"]
        return {
            "app": [self.room.pid],
            "postgres": self.room.database_pids(),
            "kamailio": [edge, *children(edge)],
            "rtpengine": [media],
            "supervisor": [state["pid"]],
        }

    def rpc(self) -> Rpc:
        return Rpc(self.ports.rpc, secret_of(self.voice, LINK_KEY_FILE))

    def open_takers(self, count: int) -> dict[str, str]:
        """User name → password: accounts of the demo, and new ones when these do not suffice."""
        found = {user: self.room.password for user in ROOM_USERS[:count]}
        for n in range(count - len(found)):
            found[f"bench-{n}"] = self._open_account(f"bench-{n}")
        return found

    def _open_account(self, user: str) -> str:
        words = ["account", "open", user, "--name", "Petugas ukur", "--role", "call_taker"]
        done = subprocess.run(
            [sys.executable, "-m", "siaga", *words, "--generate", "--data", str(self.room.folder)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        )
        return next(
            line.split()[-1] for line in done.stdout.splitlines() if "password" in line.lower()
        )


@contextmanager
def phone_room() -> Iterator[PhoneRoom]:
    """`siaga up --demo --voice` on ports of its own; all of it ends with the block."""
    with data_folder() as folder:
        base = free_ports().base
        ports = Ports(base=base, rtp_min=48_000, rtp_max=48_000 + RTP_SPAN)
        settings = {
            "voice": "true",
            "voice_ports": str(ports.base),
            "voice_rtp_min": str(ports.rtp_min),
            "voice_rtp_max": str(ports.rtp_max),
        }
        text = "".join(f"{name} = {value}\n" for name, value in settings.items())
        (folder / "siaga.toml").write_text(text)
        found = PhoneRoom(room=Room(folder=folder), ports=ports)
        try:
            found.room.start()
            yield found
        finally:
            found.room.stop()
            stop(found.voice)


class Person:
    """A signed-in member of the room, asking commands and looking at boards."""

    def __init__(self, found: PhoneRoom, user: str, *, who: SignedIn) -> None:
        self.user, self.who, self.port = user, who, found.room.port
        self.account = ""
        self._connection = Connection(self.port)

    async def ask(self, path: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        """A command with a new id."""
        body = json.dumps({"command_id": str(new_id())} | fields).encode()
        status, answer = await self._connection.post(path, body, headers=self.who.headers())
        return status, json.loads(answer) if answer else {}

    async def done(self, path: str, **fields: Any) -> dict[str, Any]:
        status, answer = await self.ask(path, **fields)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {answer}")
        return answer

    async def cards(self, board: str) -> dict[str, Any]:
        return await asyncio.to_thread(self._cards, board)

    def _cards(self, board: str) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.port}/api/boards/{board}"
        request = urllib.request.Request(url, headers={"Cookie": self.who.cookie})
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)["cards"]
            return found

    async def ready(self) -> None:
        await self.done("/api/lines/set-duty", doing="ready")

    async def away(self) -> None:
        await self.done("/api/lines/set-duty", doing="away")

    async def until_free(self, accounts: set[str]) -> None:
        """Until all of these takers may be rung."""
        until_s = time.monotonic() + READY_S_MAX
        while time.monotonic() < until_s:
            cards = await self.cards("takers")
            if all(cards.get(each, {}).get("doing") == "ready" for each in accounts):
                return
            await asyncio.sleep(0.02)
        raise RuntimeError(f"takers are not ready: {cards}")

    async def settle(self, call: str) -> None:
        """Name an ended call's kind, as its taker would. Before its end it would end no wrap-up."""
        contact_id = str(derived_id("phone", call))
        until_s = time.monotonic() + READY_S_MAX
        while contact_id in await self.cards("calls"):
            await asyncio.sleep(0.02)
        while True:
            status, answer = await self.ask(
                "/api/intake/classify-contact", contact_id=contact_id, kind="test"
            )
            if status == 200 or answer.get("refusal") == "CONTACT_WRAPPED_UP":
                return
            if status == 403 or time.monotonic() > until_s:
                raise RuntimeError(f"not named: {status} {answer}")
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        await self._connection.close()


async def sign_in(found: PhoneRoom, user: str, *, password: str) -> Person:
    kept, found.room.password = found.room.password, password
    try:
        return Person(found, user, who=await asyncio.to_thread(found.room.sign_in, user))
    finally:
        found.room.password = kept


class Handset(Telephone):
    """A telephone whose sound is made and heard by somebody else, on `sound_port`."""

    sound_port = 9

    def _sdp(self, talk: Talk) -> str:
        return super()._sdp(talk) if self.is_page else sdp(self.sound_port)

    def pick_up(self, talk: Talk) -> None:
        assert talk.invite
        self.reply(talk.invite, 200, "OK", body=self._sdp(talk))

    async def forget(self, talk: Talk) -> None:
        """An ended call: a benchmark makes more of them than a process may hold sockets."""
        self.talks.pop(talk.call_id, None)
        await talk.sound.close()


@dataclass(slots=True, kw_only=True)
class Taker:
    person: Person
    phone: Handset
    again: asyncio.Task[None] = field(repr=False)

    @property
    def account(self) -> str:
        return self.person.account


@asynccontextmanager
async def taker(
    found: PhoneRoom, person: Person, *, by: str = "ws", sound_port: int = 9
) -> AsyncIterator[Taker]:
    """Registered like a page (ws) or a desk telephone (udp) with the room's own credentials."""
    given = await person.done("/api/phone/session")
    person.account = str(given["sip_user"]).partition(":")[2]
    phone = Handset(person.account, secret=(given["sip_user"], given["password"]))
    phone.sound_port = sound_port
    if by == "udp":
        await phone.by_udp(found.ports.sip)
    else:
        await phone.by_websocket(found.ports.ws)
    if await phone.register() != 200:
        raise RuntimeError(f"{person.user} could not register")

    async def keep() -> None:
        while True:
            await asyncio.sleep(REGISTER_AGAIN_S)
            await phone.register()

    again = asyncio.create_task(keep(), name=f"register {person.user}")
    try:
        yield Taker(person=person, phone=phone, again=again)
    finally:
        again.cancel()
        await asyncio.gather(again, return_exceptions=True)
        await phone.close()


@asynccontextmanager
async def citizens(found: PhoneRoom, *, sound_port: int = 9) -> AsyncIterator[Handset]:
    """One address of the carrier, from which any number of people call."""
    phone = Handset("citizen")
    phone.sound_port = sound_port
    await phone.by_udp(found.ports.sip)
    try:
        yield phone
    finally:
        await phone.close()


def dial(phone: Handset, number: int) -> Talk:
    """A call by a number nobody has seen before, unless `number` is the same."""
    return phone.call(SOS, headers=[("From", f"<sip:08129{number:07d}@127.0.0.1>")])


class Sounds:
    """The process that speaks and listens for everybody."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.calls_rtp"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.port: int = self._read()["port"]

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def ask(self, **order: Any) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        return self._read()

    def speak_to(self, body: str) -> int:
        """A new stream to where this session description listens."""
        stream: int = self.ask(do="add", port=media_port(body))["stream"]
        return stream

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def sounds() -> Iterator[Sounds]:
    made = Sounds()
    try:
        yield made
    finally:
        with suppress(OSError):
            made.close()
