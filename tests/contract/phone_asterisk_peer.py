"""An Asterisk of a few lines: ARI's REST interface and its WebSocket, on loopback.

The messages have the shape of Asterisk's own API descriptions and of recorded conversations. It is
no Asterisk: what it proves is that the adapter says and hears what is documented.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from siaga.channels.phone.asterisk.io import AsteriskPhone
from siaga.channels.phone.asterisk.requests import AriSettings
from siaga.channels.phone.asterisk.websocket import accept_of
from siaga.channels.phone.bridging import Rhythm
from siaga.platform.clock import WallClock
from tests.contract.listener import listener
from tests.patience import PATIENCE_S

ACCOUNT = ("siaga", "rahasia-ari")
SECOND_ENDPOINT = "PJSIP/500@carrier"
CAUSE_OF = {486: 17, 408: 19, 480: 20}
Json = dict[str, Any]


def stamp() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"


class FakeAsterisk:
    """See `phone_suite.Peer`."""

    phone: AsteriskPhone

    def __init__(self) -> None:
        self.channels: dict[str, Json] = {}
        self.asked: list[tuple[str, str, dict[str, str], Json]] = []
        self.client_frames: list[tuple[int, bytes]] = []
        self._something = asyncio.Condition()
        self._stream: asyncio.StreamWriter | None = None
        self._started = stamp()
        self._number = 0
        self._endpoints: list[Json] = [
            {"technology": "PJSIP", "resource": "carrier", "state": "online"}
        ]

    # ---- people

    async def arrives(self, call: str, *, caller: str = "081200000001") -> None:
        self._number += 1
        leg = f"1700000000.{self._number}"
        self.channels[leg] = {
            "id": leg,
            "name": f"PJSIP/carrier-{self._number:08x}",
            "state": "Ring",
            "protocol_id": call,
            "caller": {"name": "", "number": caller},
            "connected": {"name": "", "number": ""},
            "accountcode": "",
            "dialplan": {
                "context": "siaga-112",
                "exten": "112",
                "priority": 5,
                "app_name": "Stasis",
                "app_data": "siaga,offered",
            },
            "creationtime": stamp(),
            "language": "id",
            "channelvars": {"SIAGA_ROLE": "offered", "SIAGA_ASSERTED": "", "SIAGA_PRIVACY": ""},
        }
        await self.tell("StasisStart", leg, args=["offered"])

    async def asked_to_ring(self, taker: str) -> None:
        async with self._something, asyncio.timeout(PATIENCE_S):
            await self._something.wait_for(lambda: self._leg_of(taker))

    async def rings(self, taker: str) -> None:
        leg = self._leg_of(taker)
        self.channels[leg]["state"] = "Ringing"
        await self.tell("ChannelStateChange", leg)

    async def answers(self, taker: str) -> None:
        leg = self._leg_of(taker)
        self.channels[leg]["state"] = "Up"
        await self.tell("ChannelStateChange", leg)
        await self.tell("StasisStart", leg, args=["dialled"])

    async def refuses(self, taker: str, *, code: int) -> None:
        await self.ends(self._leg_of(taker), cause=CAUSE_OF[code])

    async def asked_to_join(self, call: str, taker: str) -> None:
        both = f"{self.caller_leg(call)},{self._leg_of(taker)}"
        await self.was_asked("POST", "/addChannel", channel=both)

    async def asked_to_end(self, call: str) -> None:
        await self.was_asked("DELETE", "/channels/")

    async def presses(self, call: str, digit: str) -> None:
        leg = self.caller_leg(call)
        await self.tell("ChannelDtmfReceived", leg, digit=digit, duration_ms=120)

    async def caller_hangs_up(self, call: str) -> None:
        leg = self.caller_leg(call)
        await self.tell("ChannelHangupRequest", leg, cause=16)
        await self.ends(leg, cause=16)

    async def taker_hangs_up(self, taker: str) -> None:
        await self.ends(self._leg_of(taker), cause=16)

    async def registers(self, taker: str) -> None:
        told = {"technology": "PJSIP", "resource": taker, "state": "online", "channel_ids": []}
        self._endpoints.append(told)
        await self.say({"type": "EndpointStateChange", "endpoint": told})

    async def cuts_link(self) -> None:
        if self._stream is not None:
            self._stream.transport.abort()
            self._stream = None

    async def restarts(self) -> None:
        self.channels.clear()
        self._started = "2001-01-01T00:00:00.000+0000"
        await self.cuts_link()

    async def says(self, nonsense: str) -> None:
        whole = json.dumps({"type": "StasisStart", "channel": {"id": "x"}}).encode()
        match nonsense:
            case "garbage":
                for text in (b"\xff\xfe{", b"[]", b"null", b'{"type":["x"]}', b"9" * 9_000):
                    await self.frame(text)
                for kind in ("StasisStart", "Dial", "PlaybackFinished", "ChannelDestroyed"):
                    await self.frame(json.dumps({"type": kind, "channel": 7}).encode())
            case "half":
                await self.frame(whole[: len(whole) // 2])
            case "huge":
                await self.frame(b'{"type":"StasisStart","x":"' + b"x" * 3_000_000 + b'"}')

    def commands(self) -> str:
        return json.dumps(self.asked)

    # ---- what it remembers

    def caller_leg(self, call: str) -> str:
        return next(leg for leg, one in self.channels.items() if one["protocol_id"] == call)

    def _leg_of(self, taker: str) -> str:
        """The newest leg that was dialled for a taker, or for the second destination."""
        wanted = taker or SECOND_ENDPOINT
        legs = [leg for leg, one in self.channels.items() if one.get("who") == wanted]
        return legs[-1] if legs else ""

    async def was_asked(self, method: str, path: str, **params: str) -> None:
        def found() -> bool:
            return any(
                one[0] == method and path in one[1] and params.items() <= one[2].items()
                for one in self.asked
            )

        async with self._something, asyncio.timeout(PATIENCE_S):
            await self._something.wait_for(found)

    # ---- what it says

    async def tell(self, kind: str, leg: str, **more: Any) -> None:
        await self.say({"type": kind, "channel": self._shown(leg), **more})

    async def ends(self, leg: str, *, cause: int) -> None:
        shown = self._shown(leg)
        del self.channels[leg]
        text = {"cause": cause, "cause_txt": "", "channel": shown}
        if shown["state"] in ("Up", "Ring"):  # a leg still being dialled is not in Stasis
            await self.say({"type": "StasisEnd", "channel": shown})
        await self.say({"type": "ChannelDestroyed", **text})

    async def say(self, message: Json) -> None:
        told = {"application": "siaga", "asterisk_id": "02:42:ac:11:00:02", "timestamp": stamp()}
        await self.frame(json.dumps({**told, **message}).encode())

    async def frame(self, payload: bytes, *, opcode: int = 1) -> None:
        if self._stream is None:
            return
        length = len(payload)
        if length < 126:
            head = bytes([0x80 | opcode, length])
        elif length < 65_536:
            head = bytes([0x80 | opcode, 126]) + length.to_bytes(2)
        else:
            head = bytes([0x80 | opcode, 127]) + length.to_bytes(8)
        self._stream.write(head + payload)
        await self._stream.drain()

    def _shown(self, leg: str) -> Json:
        return {name: value for name, value in self.channels[leg].items() if name != "who"}

    # ---- its REST interface

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await self._one_request(reader, writer):
            pass

    async def _one_request(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, target, _ = first.split(" ")
        pairs = (line.partition(": ") for line in lines if line)
        headers = {name.lower(): value for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        parts = urlsplit(target)
        path = unquote(parts.path.removeprefix("/ari"))
        account = base64.b64encode(":".join(ACCOUNT).encode()).decode()
        if headers.get("authorization") != f"Basic {account}":
            writer.write(_response(401, {"message": "Authentication required"}))
            return True
        if path == "/events":
            accept = accept_of(headers["sec-websocket-key"])
            head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade"
            writer.write(f"{head}\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
            self._stream = writer
            await self._read_frames(reader)
            return False
        params, told = dict(parse_qsl(parts.query)), json.loads(body or b"{}")
        status, answer = await self._answer(method, path, told)
        async with self._something:
            self.asked.append((method, path, params, told))
            self._something.notify_all()
        writer.write(_response(status, answer))
        return True

    async def _answer(self, method: str, path: str, told: Json) -> tuple[int, Any]:
        match method, path.split("/")[1:]:
            case "GET", ["asterisk", "info"]:
                return 200, {"status": {"startup_time": self._started}}
            case "GET", ["channels"]:
                return 200, [self._shown(leg) for leg in self.channels]
            case "GET", ["endpoints", "PJSIP"]:
                return 200, self._endpoints
            case "POST", ["channels"]:
                return self._originate(told)
            case "DELETE", ["channels", leg]:
                if leg not in self.channels:
                    return 404, {"message": "Channel not found"}
                await self.ends(leg, cause=16)
                return 204, None
            case "POST", ["channels", leg, "answer"] if leg in self.channels:
                await asyncio.sleep(0.05)  # whoever does not wait for it is overtaken
                self.channels[leg]["state"] = "Up"
                return 204, None
            case _:
                return 200, {}

    def _originate(self, told: Json) -> tuple[int, Any]:
        endpoint = told["endpoint"]
        if endpoint == "PJSIP/unregistered":
            return 500, {"error": "Allocation failed"}
        self._number += 1
        leg = told["channelId"]
        who = endpoint if endpoint == SECOND_ENDPOINT else endpoint.partition("/")[2]
        self.channels[leg] = {
            "id": leg,
            "name": f"PJSIP/{who}-{self._number:08x}",
            "state": "Down",
            "protocol_id": "",
            "caller": {"name": "", "number": ""},
            "dialplan": {"context": "default", "exten": "s", "app_name": "AppDial2"},
            "creationtime": stamp(),
            "channelvars": told["variables"],
            "who": who,
        }
        return 200, self._shown(leg)

    async def _read_frames(self, reader: asyncio.StreamReader) -> None:
        while True:
            first, second = await reader.readexactly(2)
            assert second & 0x80, "a client masks its frames"
            mask = await reader.readexactly(4)
            payload = await reader.readexactly(second & 0x7F)
            plain = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
            async with self._something:
                self.client_frames.append((first & 0x0F, plain))
                self._something.notify_all()

    async def answered_with(self, opcode: int) -> bytes:
        """The payload of the client's next frame of this kind."""

        def found() -> list[bytes]:
            return [payload for kind, payload in self.client_frames if kind == opcode]

        async with self._something, asyncio.timeout(PATIENCE_S):
            await self._something.wait_for(found)
        return found()[0]


def _response(status: int, body: Any) -> bytes:
    text = json.dumps(body).encode() if body is not None else b""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(text)}\r\n\r\n".encode() + text


@asynccontextmanager
async def fake_asterisk(
    *, password: str = ACCOUNT[1], quiet_s: float = 15.0
) -> AsyncIterator[FakeAsterisk]:
    peer = FakeAsterisk()
    async with (
        listener(peer.serve) as port,
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/ari/", auth=(ACCOUNT[0], password), trust_env=False
        ) as client,
    ):
        peer.phone = AsteriskPhone(
            client,
            clock=WallClock(),
            settings=AriSettings(second=SECOND_ENDPOINT, trunk="carrier", lease_s=20),
            rhythm=Rhythm(retry_first_s=0.02, retry_last_s=0.1, pulse_s=0.05),
            quiet_s=quiet_s,
        )
        try:
            yield peer
        finally:
            await peer.phone.close()
