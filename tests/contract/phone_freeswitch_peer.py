"""A FreeSWITCH of a few lines: its inbound event socket, on loopback.

The bytes have the shape of recorded conversations and of FreeSWITCH's documentation. It is no
FreeSWITCH: what it proves is that the adapter says and hears what is documented.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import quote

from siaga.channels.phone.bridging import Rhythm
from siaga.channels.phone.freeswitch.io import FreeSwitchPhone
from siaga.channels.phone.freeswitch.lines import EslSettings
from siaga.platform.clock import WallClock
from tests.contract.listener import listener
from tests.patience import PATIENCE_S

PASSWORD = "rahasia-esl"
SECOND_DIAL = "sofia/gateway/carrier/500"
_ORIGINATE = re.compile(r"bgapi originate \{([^}]*)\}(\S+) (&\S+)\nJob-UUID: (\S+)")
WORD_OF = {486: "USER_BUSY", 408: "NO_ANSWER", 480: "SUBSCRIBER_ABSENT"}
CAUSE_OF = {486: 17, 408: 19, 480: 20}


def microseconds() -> str:
    return str(time.time_ns() // 1_000)


class FakeFreeSwitch:
    """See `phone_suite.Peer`."""

    phone: FreeSwitchPhone

    def __init__(self) -> None:
        self.legs: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self._something = asyncio.Condition()
        self._writer: asyncio.StreamWriter | None = None
        self._core, self._number, self._sequence = "core-1", 0, 0
        self._registered: list[str] = []
        self._hears_events = False

    # ---- people

    async def arrives(self, call: str, *, caller: str = "081200000001") -> None:
        self._number += 1
        leg = f"a1a1a1a1-0000-4000-8000-{self._number:012x}"
        self.legs[leg] = {
            "Unique-ID": leg,
            "Call-Direction": "inbound",
            "Answer-State": "early",
            "Channel-State": "CS_EXECUTE",
            "Caller-Caller-ID-Number": caller,
            "Caller-Destination-Number": "112",
            "Caller-Channel-Created-Time": microseconds(),
            "Caller-Channel-Answered-Time": "0",
            "variable_sip_call_id": call,
            "variable_sip_from_user": caller,
            "variable_sip_network_ip": "192.0.2.9",
            "variable_siaga_role": "offered",
        }
        await self.event("CHANNEL_PARK", self.legs[leg])

    async def asked_to_ring(self, taker: str) -> None:
        async with self._something, asyncio.timeout(PATIENCE_S):
            await self._something.wait_for(lambda: self._leg_of(taker))

    async def rings(self, taker: str) -> None:
        leg = self.legs[self._leg_of(taker)]
        leg["Answer-State"] = "ringing"
        await self.event("CHANNEL_PROGRESS", leg)

    async def answers(self, taker: str) -> None:
        leg = self.legs[self._leg_of(taker)]
        self._up(leg)
        await self.event("CHANNEL_ANSWER", leg)
        await self.event("CHANNEL_PARK", leg)
        await self.job(leg["Unique-ID"], f"+OK {leg['Unique-ID']}\n")

    async def refuses(self, taker: str, *, code: int) -> None:
        leg = self._leg_of(taker)
        more = {"variable_sip_term_status": str(code)} if code != 408 else {}
        await self.ends(leg, WORD_OF[code], CAUSE_OF[code], more)
        await self.job(leg, f"-ERR {WORD_OF[code]}\n")

    async def asked_to_join(self, call: str, taker: str) -> None:
        await self.was_asked(f"api uuid_bridge {self.caller_leg(call)} {self._leg_of(taker)}")

    async def asked_to_end(self, call: str) -> None:
        await self.was_asked("api uuid_kill ")

    async def presses(self, call: str, digit: str) -> None:
        told = {"DTMF-Digit": digit, "DTMF-Duration": "2000", "DTMF-Source": "RTP"}
        await self.event("DTMF", self.legs[self.caller_leg(call)], told)

    async def caller_hangs_up(self, call: str) -> None:
        leg = self.caller_leg(call)
        is_up = self.legs[leg]["Answer-State"] == "answered"
        how = {"variable_sip_hangup_disposition": "recv_bye" if is_up else "recv_cancel"}
        word, cause = ("NORMAL_CLEARING", 16) if is_up else ("ORIGINATOR_CANCEL", 487)
        await self.ends(leg, word, cause, how)

    async def taker_hangs_up(self, taker: str) -> None:
        how = {"variable_sip_hangup_disposition": "recv_bye"}
        await self.ends(self._leg_of(taker), "NORMAL_CLEARING", 16, how)

    async def registers(self, taker: str) -> None:
        self._registered.append(taker)
        told = {
            "Event-Subclass": "sofia::register",
            "profile-name": "internal",
            "from-user": taker,
            "from-host": "192.0.2.1",
            "expires": "60",
        }
        await self.event("CUSTOM", told)
        await self.event("CUSTOM", told)

    async def cuts_link(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()
            self._writer = None

    async def restarts(self) -> None:
        self.legs.clear()
        self._core = "core-2"
        await self.cuts_link()

    async def says(self, nonsense: str) -> None:
        match nonsense:
            case "garbage":
                await self.send(b"\xff\xfe\x00 no header\n: nameless\n\n\n\n\n")
                await self.send(b"Content-Length: -5\nContent-Type: text/event-plain\n\n")
                await self.send(
                    b"Content-Length: 9\nContent-Type: text/event-plain\n\n%%%zz\n\n\n\n"
                )
                await self.event("CHANNEL_PARK", {"Unique-ID": "x\n\napi shutdown"})
                await self.event("DTMF", {"Unique-ID": "", "DTMF-Digit": "112"})
                await self.event("CHANNEL_HANGUP_COMPLETE", {"Event-Date-Timestamp": "9" * 40})
            case "half":  # a header that never ends: where the next frame begins is lost
                await self.send(b"Content-Type: text/event-plain\n" + b"x" * 70_000)
            case "huge":
                head = b"Content-Type: text/event-plain\nContent-Length: 6000000\n\n"
                await self.send(head + b"y" * 6_000_000)

    def commands(self) -> str:
        return "\n".join(self.asked)

    # ---- what it remembers

    def caller_leg(self, call: str) -> str:
        return next(u for u, leg in self.legs.items() if leg.get("variable_sip_call_id") == call)

    def _leg_of(self, taker: str) -> str:
        wanted = taker or "second"
        legs = [u for u, leg in self.legs.items() if leg.get("variable_siaga_who") == wanted]
        return legs[-1] if legs else ""

    def _up(self, leg: dict[str, str]) -> None:
        leg["Answer-State"] = "answered"
        leg["Caller-Channel-Answered-Time"] = microseconds()

    async def was_asked(self, line: str) -> None:
        async with self._something, asyncio.timeout(PATIENCE_S):
            await self._something.wait_for(lambda: line in self.commands())

    # ---- what it says

    async def ends(self, uuid: str, word: str, cause: int, more: Mapping[str, str]) -> None:
        leg = self.legs.pop(uuid)
        told = {"Hangup-Cause": word, "variable_hangup_cause_q850": str(cause), **more}
        await self.event("CHANNEL_HANGUP_COMPLETE", leg, told)

    async def job(self, job: str, text: str) -> None:
        told = {"Job-UUID": job, "Job-Command": "originate", "Content-Length": str(len(text))}
        await self.event("BACKGROUND_JOB", told, body=text)

    async def event(
        self, name: str, leg: Mapping[str, str], more: Mapping[str, str] = {}, *, body: str = ""
    ) -> None:
        if not self._hears_events:
            return
        self._sequence += 1
        told = {
            "Event-Name": name,
            "Core-UUID": self._core,
            "FreeSWITCH-Hostname": "pbx",
            "Event-Date-Timestamp": microseconds(),
            "Event-Sequence": str(self._sequence),
            **leg,
            **more,
        }
        lines = "".join(f"{head}: {quote(value)}\n" for head, value in told.items())
        text = f"{lines}\n{body}".encode()
        head = f"Content-Length: {len(text)}\nContent-Type: text/event-plain\n\n"
        await self.send(head.encode() + text)

    async def send(self, data: bytes) -> None:
        if self._writer is not None:
            self._writer.write(data)
            await self._writer.drain()

    # ---- its socket

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer, self._hears_events = writer, False
        writer.write(b"Content-Type: auth/request\n\n")
        while True:
            asked = (await reader.readuntil(b"\n\n"))[:-2].decode()
            await self._meet(asked)
            async with self._something:
                self.asked.append(asked)
                self._something.notify_all()

    async def _meet(self, asked: str) -> None:
        verb, _, rest = asked.partition(" ")
        if verb == "auth":
            ok = rest == PASSWORD
            await self._reply("+OK accepted" if ok else "-ERR invalid")
        elif verb == "event":
            self._hears_events = True
            await self._reply("+OK event listener enabled plain")
        elif verb == "bgapi":
            found = _ORIGINATE.fullmatch(asked)
            assert found, f"not an originate as documented: {asked!r}"
            await self._reply(f"+OK Job-UUID: {found[4]}\nJob-UUID: {found[4]}")
            await self._originate(dict(p.split("=", 1) for p in found[1].split(",")), found[2])
        else:
            text = (await self._api(rest)).encode()
            head = f"Content-Type: api/response\nContent-Length: {len(text)}\n\n"
            await self.send(head.encode() + text)

    async def _reply(self, text: str) -> None:
        await self.send(f"Content-Type: command/reply\nReply-Text: {text}\n\n".encode())

    async def _api(self, line: str) -> str:
        match line.split(" "):
            case ["global_getvar", "core_uuid"]:
                return self._core
            case ["show", "registrations", "as", "json"]:
                rows = [{"reg_user": user} for user in self._registered]
                return json.dumps({"row_count": len(rows), "rows": rows})
            case ["show", "channels", "as", "json"]:
                shown = [{"uuid": uuid, "direction": "inbound"} for uuid in self.legs]
                return json.dumps({"row_count": len(shown), "rows": shown})
            case ["uuid_dump", uuid, "json"]:
                return json.dumps(self.legs[uuid]) if uuid in self.legs else "-ERR No such channel!"
            case ["uuid_kill", uuid]:
                if uuid not in self.legs:
                    return "-ERR No such channel!"
                how = {"variable_sip_hangup_disposition": "send_bye"}
                await self.ends(uuid, "NORMAL_CLEARING", 16, how)
            case ["uuid_answer", uuid] if uuid in self.legs:
                self._up(self.legs[uuid])
            case ["uuid_setvar", uuid, name, value] if uuid in self.legs:
                self.legs[uuid][f"variable_{name}"] = value
            case ["uuid_hold", "off", uuid]:
                await self.event("CHANNEL_UNHOLD", self.legs[uuid])
            case ["uuid_hold", uuid]:
                await self.event("CHANNEL_HOLD", self.legs[uuid])
        return "+OK"

    async def _originate(self, given: dict[str, str], where: str) -> None:
        uuid = given["origination_uuid"]
        if where == "user/unregistered":
            await self.job(uuid, "-ERR USER_NOT_REGISTERED\n")
            return
        self.legs[uuid] = {
            "Unique-ID": uuid,
            "Call-Direction": "outbound",
            "Answer-State": "ringing",
            "Caller-Channel-Created-Time": microseconds(),
            "Caller-Channel-Answered-Time": "0",
            **{f"variable_{name}": value for name, value in given.items()},
        }


@asynccontextmanager
async def fake_freeswitch(*, password: str = PASSWORD) -> AsyncIterator[FakeFreeSwitch]:
    peer = FakeFreeSwitch()
    async with listener(peer.serve) as port:
        peer.phone = FreeSwitchPhone(
            ("127.0.0.1", port),
            password,
            clock=WallClock(),
            settings=EslSettings(second=SECOND_DIAL, trunk="sofia/gateway/carrier/{}", lease_s=20),
            rhythm=Rhythm(retry_first_s=0.02, retry_last_s=0.1, pulse_s=0.05, connect_s=1.0),
        )
        try:
            yield peer
        finally:
            await peer.phone.close()
