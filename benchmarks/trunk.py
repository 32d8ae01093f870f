"""The trunk's place in `siaga bench deliveries`: telephones that answer, do not, and lose packets.

A real SIP peer on loopback by UDP. How it behaves stands in the last two digits of the number that
is called. A call is known by its Call-ID: the outbox row's id and the number of the try. Somebody
has heard it who took three seconds of its sound or more.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from dataclasses import dataclass, field
from random import Random

TRUNK_MODES = (
    *("ok", "busy", "declined", "no_answer", "error", "deaf"),
    *("lossy", "hung_up", "late", "unknown_number"),
)
NUMBER = "0812-0000-40"
REFUSED = {"busy": 486, "declined": 603, "error": 503, "unknown_number": 404}
HEARD_PACKETS = 150
PICK_UP_S, HANG_UP_S, AGAIN_S = 1.0, 1.0, 0.5
LOST = 0.3
TRIES = 7


def number_of(n: int) -> str:
    return f"{NUMBER}{n:02d}"


@dataclass
class Call:
    key: str
    mode: str
    head: list[str]
    there: tuple[str, int]
    media_port: int
    thanked: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False
    orphan: bool = False  # the room was killed meanwhile
    packets: int = 0


class _Signals(asyncio.DatagramProtocol):
    def __init__(self, trunk: Trunk) -> None:
        self.trunk = trunk

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.trunk.hear(data.decode("utf-8", "replace"), addr)


class _Sound(asyncio.DatagramProtocol):
    def __init__(self, trunk: Trunk) -> None:
        self.trunk = trunk

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        call = self.trunk.by_port.get(addr[1])
        if call is not None and not call.over:
            call.packets += 1


class Trunk:
    """In a thread with a loop of its own. `close` ends it."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.met: Counter[str] = Counter()
        self.calls: dict[str, Call] = {}
        self.by_port: dict[int, Call] = {}
        self.unended = self.orphaned = 0  # picked up, and left in silence; by a kill
        self.signal: asyncio.DatagramTransport
        self.port = self.media_port = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop, ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    @property
    def settings(self) -> dict[str, str]:
        return {"SIAGA_VOICE_TRUNK_DESTINATION": f"127.0.0.1:{self.port}"}

    def room_dies(self) -> None:
        for call in list(self.calls.values()):
            call.orphan = call.orphan or not call.over

    def heard(self) -> Counter[str]:
        """By the row's id: how often somebody heard it."""
        calls = list(self.calls.values())
        return Counter(call.key for call in calls if call.packets >= HEARD_PACKETS)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        here = ("127.0.0.1", 0)
        opening = self._loop.create_datagram_endpoint
        signal, _ = self._loop.run_until_complete(opening(lambda: _Signals(self), local_addr=here))
        sound, _ = self._loop.run_until_complete(opening(lambda: _Sound(self), local_addr=here))
        self.signal = signal
        self.port = signal.get_extra_info("sockname")[1]
        self.media_port = sound.get_extra_info("sockname")[1]
        ready.set()
        self._loop.run_forever()
        signal.close()
        sound.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    # ---- what is heard

    def hear(self, text: str, there: tuple[str, int]) -> None:
        head, _, body = text.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        fields = dict(line.partition(": ")[::2] for line in lines)
        call = self.calls.get(fields.get("Call-ID", ""))
        method = first.split(" ")[0]
        if method == "INVITE" and call is None:
            self._begin(first, lines, there, body=body, call_id=fields["Call-ID"])
        elif call is None or call.mode == "deaf" or self._loses(call):
            return
        elif method == "ACK":
            call.thanked.set()
        elif method == "CANCEL":
            self._reply(call, 200, lines=lines)
            if call.mode == "late":  # picks up at this very moment
                self._go(self._pick_up(call))
            elif not call.over:
                call.over = True
                self._reply(call, 487)
        elif method == "BYE":
            call.over = True
            self._reply(call, 200, lines=lines)

    def _begin(
        self, first: str, lines: list[str], there: tuple[str, int], *, body: str, call_id: str
    ) -> None:
        number = first.split(" ")[1].partition("@")[0]
        mode = TRUNK_MODES[int(number[-2:]) % len(TRUNK_MODES)]
        port = int(body.partition("m=audio ")[2].partition(" ")[0])
        key = call_id.partition("-")[0]
        call = Call(key=key, mode=mode, head=lines, there=there, media_port=port)
        if mode == "lossy" and self._loses(call):
            return
        self.calls[call_id], self.by_port[port] = call, call
        self.met[mode] += 1
        if mode == "deaf":
            return
        self._reply(call, 100)
        if mode in REFUSED:
            call.over = True
            self._reply(call, REFUSED[mode])
            return
        self._reply(call, 180)
        if mode not in ("no_answer", "late"):
            self._go(self._pick_up(call))

    def _loses(self, call: Call) -> bool:
        return call.mode == "lossy" and self.chance.random() < LOST

    # ---- what it does

    def _go(self, work: object) -> None:
        task = self._loop.create_task(work)  # type: ignore[arg-type, var-annotated]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pick_up(self, call: Call) -> None:
        """The answer goes again until it is thanked for, as a trunk's does."""
        await asyncio.sleep(PICK_UP_S * self.chance.random())
        if call.over:
            return
        for _ in range(TRIES):
            self._reply(call, 200, sound=True)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AGAIN_S):
                    await call.thanked.wait()
                break
        else:
            self.unended += not call.packets and not call.orphan
            self.orphaned += not call.packets and call.orphan
        if call.mode == "hung_up":
            await asyncio.sleep(HANG_UP_S)
            self._hang_up(call)

    def _hang_up(self, call: Call) -> None:
        fields = dict(line.partition(": ")[::2] for line in call.head)
        branch = f"z9hG4bK{self.chance.randrange(1 << 40)}"
        head = [
            f"BYE sip:112@{call.there[0]}:{call.there[1]} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch={branch}",
            f"From: {fields['To']};tag=trunk",
            f"To: {fields['From']}",
            f"Call-ID: {fields['Call-ID']}",
            "CSeq: 1 BYE",
            "Content-Length: 0",
        ]
        call.over = True
        self._send(call, "\r\n".join(head) + "\r\n\r\n")

    def _reply(
        self, call: Call, status: int, *, lines: list[str] | None = None, sound: bool = False
    ) -> None:
        if self._loses(call):
            return
        kept = ("Via", "From", "To", "Call-ID", "CSeq")
        head = [line for line in lines or call.head if line.partition(":")[0] in kept]
        if status > 100:
            head = [
                f"{one};tag=trunk" if one.startswith("To:") and "tag=" not in one else one
                for one in head
            ]
        body = ""
        if sound:
            body = (
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                f"m=audio {self.media_port} RTP/AVP 8\r\n"
            )
            head += [f"Contact: <sip:duty@127.0.0.1:{self.port}>", "Content-Type: application/sdp"]
        head = [f"SIP/2.0 {status} x", *head, f"Content-Length: {len(body)}"]
        self._send(call, "\r\n".join(head) + "\r\n\r\n" + body)

    def _send(self, call: Call, text: str) -> None:
        self.signal.sendto(text.encode(), call.there)
