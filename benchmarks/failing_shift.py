"""A shift in which everything fails: who is told, how each of them fails, and what is done."""

from __future__ import annotations

import base64
import heapq
import itertools
import json
import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import meta, trunk
from benchmarks.alert_receivers import MAIL_MODES, Mail, Modem, PushReceiver
from benchmarks.machine import cpu_s
from benchmarks.meta import Meta
from benchmarks.receivers import MODES, Receiver, Receivers
from benchmarks.room import ROOT, Room, SignedIn
from benchmarks.trunk import Trunk
from siaga.language.alerts import AlertAbout
from siaga.platform.ids import new_id

AGENCIES = (
    "perkim",
    "dishub",
    "pupr",
    "dlh",
    "satpolpp",
    "dinsos",
    "bpbd",
    "pln",
    "pdam",
    "pmi",
)
UNITS = {"amb-2": "flap", "amb-3": "gone"}
SEED = 520
UNIT_AGAIN_S = 80.0
REGISTER_AGAIN_S = 120.0
MODEM_FAULT_S = 180.0
TEMPLATE = 'template = "siaga_alert"\n'
CHAIN = """
[[chain]]
about = [{about}]
priority = ["P1", "P2", "P3", "P4"]
repeat_s = {repeat_s}
repeat_for_s = 120
ring_again_s = 30
step = [
    {{ ways = ["push", "page"], deliver_s = 8, answer_s = 15 }},
    {{ ways = ["whatsapp", "sms", "email"], deliver_s = 12, answer_s = 15 }},
    {{ ways = ["voice"], deliver_s = 20, answer_s = 15 }},
    {{ ways = ["radio"], deliver_s = 10, answer_s = 10 }},
]
"""
SOUNDED_AGAIN = (AlertAbout.DISPATCH,)
TOLD_ONCE = tuple(about for about in AlertAbout if about not in SOUNDED_AGAIN)


class Hands:
    """Asks commands of the room as one of its people."""

    def __init__(self, room: Room, user: str) -> None:
        self.room, self.user = room, user
        self.who: SignedIn = room.sign_in(user)

    def ask(self, path: str, **fields: Any) -> dict[str, Any]:
        """Repeats one command under its id until it was answered: the room may be away."""
        body = json.dumps({"command_id": str(new_id())} | fields).encode()
        until_s = time.monotonic() + 60
        while True:
            try:
                return self._once(path, body)
            except (urllib.error.URLError, OSError) as reason:
                status = getattr(reason, "code", 503)
                if status not in (401, 503) or time.monotonic() > until_s:
                    raise
                time.sleep(0.3)

    def _once(self, path: str, body: bytes) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.room.port}/api/{path}",
            data=body,
            headers=self.who.headers() | {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found


def place_with(folder: Path, *, deliver_within_s: int) -> Path:
    """A copy of the places: posts are tried only so long, chains are short."""
    places = folder / "places"
    shutil.copytree(ROOT / "places", places)
    for path in places.glob("*/*/systems.toml"):
        lines = path.read_text().splitlines()
        wanted = f"deliver_within_s = {deliver_within_s}"
        changed = [wanted if line.startswith("deliver_within_s") else line for line in lines]
        path.write_text("\n".join(changed) + "\n")
    chains = "".join(
        CHAIN.format(about=", ".join(f'"{one}"' for one in about), repeat_s=repeat_s)
        for about, repeat_s in ((SOUNDED_AGAIN, 6), (TOLD_ONCE, 0))
    )
    for path in places.glob("*/*/alerts.toml"):
        path.write_text(TEMPLATE + chains)
    return places


def secret(chance: Random) -> str:
    return "whsec_" + base64.b64encode(chance.randbytes(32)).decode()


@dataclass(slots=True, kw_only=True)
class World:
    """Everybody who is told, and how each of them fails."""

    chance: Random = field(default_factory=lambda: Random(SEED))
    systems: dict[str, Receiver] = field(init=False)
    browsers: dict[str, PushReceiver] = field(init=False)  # by the user who is signed in there
    devices: dict[str, PushReceiver] = field(default_factory=dict)
    mail: Mail = field(init=False)
    modem: Modem = field(init=False)
    meta: Meta = field(init=False)
    trunk: Trunk = field(init=False)
    running: Receivers = field(init=False)

    def __post_init__(self) -> None:
        self.systems = {
            agency: Receiver(mode=mode, secret=secret(self.chance), chance=Random(n))
            for n, (agency, mode) in enumerate(zip(AGENCIES, MODES, strict=True))
        }
        pushed = {
            f"agency-{agency}": MODES[(n + 3) % len(MODES)] for n, agency in enumerate(AGENCIES)
        }
        pushed |= {f"crew-{unit.replace('-', '')}": mode for unit, mode in UNITS.items()}
        self.browsers = {
            user: PushReceiver(mode=mode, secret="", chance=Random(100 + n))
            for n, (user, mode) in enumerate(pushed.items())
        }
        self.meta = Meta(mode="", secret="", chance=Random(SEED + 2))
        everybody = [*self.systems.values(), *self.browsers.values(), self.meta]
        self.running = Receivers(everybody)
        self.trunk = Trunk(Random(SEED + 3))
        self.mail, self.modem = Mail(Random(SEED + 1)), Modem()

    def settings(self, places: Path) -> dict[str, str]:
        return {
            "SIAGA_OUTBOUND_NETWORKS": "127.0.0.1/32",
            "SIAGA_PUSH_HOSTS": "127.0.0.1",
            "SIAGA_PLACES": str(places),
            **self.mail.settings,
            **self.modem.settings,
            **self.meta.settings,
            **self.trunk.settings,
        }

    def close(self) -> None:
        self.running.close()
        self.mail.close()
        self.trunk.close()
        self.modem.close()


class Shift:
    """The acts of one run, each at its time. `admin`, `lead`, `taker` are people of the room."""

    def __init__(self, room: Room, world: World, *, pace_s: float) -> None:
        self.room, self.world, self.pace_s = room, world, pace_s
        self.admin, self.lead = Hands(room, "admin"), Hands(room, "supervisor")
        self.taker = Hands(room, "calltaker")
        self.people = {user: Hands(room, user) for user in world.browsers}
        self.acts = 0
        self.outages: list[tuple[datetime, datetime]] = []
        self.cpu_s, self.mark_s, self.loads = 0.0, 0.0, list[float]()
        self._due: list[tuple[float, int, Callable[[], Any]]] = []
        self._count = itertools.count()

    def later(self, after_s: float, act: Callable[[], Any]) -> None:
        heapq.heappush(self._due, (time.monotonic() + after_s, next(self._count), act))

    def run(self, *, seconds: float, kills: int) -> None:
        self.connect()
        self.later(0, self._task)
        self.later(self.pace_s / 2, self._dispatch)
        self.later(REGISTER_AGAIN_S, self._register_again)
        self.later(MODEM_FAULT_S / 6, self._modem_fault)
        self.later(0, self._measure)
        for kill in range(kills):
            self.later(seconds * (kill + 1) / (kills + 1), self._kill)
        until_s = time.monotonic() + seconds
        while self._due and self._due[0][0] < until_s:
            due_s, _, act = heapq.heappop(self._due)
            time.sleep(max(0.0, due_s - time.monotonic()))
            act()
        self.world.modem.thaw()

    def connect(self) -> None:
        for agency, receiver in self.world.systems.items():
            self.admin.ask(
                "systems/connect-system",
                system=f"agency:{agency}",
                webhook_url=receiver.url,
                webhook_secret=receiver.secret,
            )
        for n, agency in enumerate(AGENCIES):
            address = f"{MAIL_MODES[n]}@{agency}.example.id"
            self._reached_at(address, "email", agency=agency)
            self._reached_at(f"+62812000010{n:02d}", "sms", agency=agency)
            self._reached_at(meta.number_of(n), "whatsapp", agency=agency)
            self._reached_at(trunk.number_of(n), "voice", agency=agency)
        for n, unit in enumerate(UNITS):
            self._reached_at(f"+62812000020{n:02d}", "sms", unit_id=unit)
            self._reached_at(meta.number_of(20 + n), "whatsapp", unit_id=unit)
            self._reached_at(trunk.number_of(20 + n), "voice", unit_id=unit)
        for user in self.world.browsers:
            self._subscribe(user)

    def _reached_at(self, number: str, way: str, **owner: str) -> None:
        self.lead.ask("alerts/register-number", number=number, ways=[way], **owner)

    def _subscribe(self, user: str) -> None:
        browser = self.world.browsers[user]
        one = browser.browser.subscription(browser.url)
        device = self.people[user].ask("alerts/devices", subscription=one)["device_id"]
        self.world.devices[device] = browser

    # ---- acts that come again

    def _task(self) -> None:
        """A task for one agency: its system and its people are told."""
        chance = self.world.chance
        self.later(self.pace_s, self._task)
        incident = self._open("public_facility.street_light", "P3")
        agency = chance.choice(AGENCIES)
        referral = self._did("agencies/send-referral", incident_id=incident, agency=agency)["id"]
        fate = chance.random()
        if fate < 0.6:
            after_s = 0.5 if fate < 0.2 else 45 * chance.random()
            self.later(after_s, lambda: self._may("agencies/accept", referral, via="phone"))
        if fate < 0.3:
            self.later(60, lambda: self._may("agencies/start", referral, via="phone"))
        if fate > 0.85:
            self.later(55, lambda: self._take(f"referral-{referral}"))

    def _dispatch(self) -> None:
        """A unit is sent; its crew answers, or does not."""
        self.later(UNIT_AGAIN_S, self._dispatch)
        for unit in UNITS:
            incident = self._open("fire.building", "P1")
            dispatch = self._did("dispatch/dispatch-unit", incident_id=incident, unit_id=unit)["id"]
            if self.world.chance.random() < 0.4:
                after_s = 40 * self.world.chance.random()
                self.later(after_s, partial(self._answer, dispatch))
            self.later(UNIT_AGAIN_S - 10, partial(self._cancel, dispatch))

    def _answer(self, dispatch: str) -> None:
        self._may_do("dispatch/acknowledge", dispatch_id=dispatch, via="radio")

    def _cancel(self, dispatch: str) -> None:
        self._may_do("dispatch/cancel", dispatch_id=dispatch, reason="uji")

    def _take(self, alert_id: str) -> None:
        self._may_do("alerts/take-alert", alert_id=alert_id)

    def _register_again(self) -> None:
        """A push service said these were gone; their people allow notifications once more."""
        self.later(REGISTER_AGAIN_S, self._register_again)
        for user, browser in self.world.browsers.items():
            if browser.mode == "gone":
                self._subscribe(user)

    def _modem_fault(self) -> None:
        modem, longest_s = self.world.modem, MODEM_FAULT_S * 0.7
        self.later(MODEM_FAULT_S, self._modem_fault)
        fault = self.world.chance.choice((self._frozen, self._frozen, self._without_folder))
        fault(modem, min(longest_s, 40 + 100 * self.world.chance.random()))

    def _frozen(self, modem: Modem, seconds: float) -> None:
        modem.freeze()
        for n in range(1, 6):
            self.later(seconds * n / 6, modem.give_up_one)
        self.later(seconds, modem.thaw)

    def _without_folder(self, modem: Modem, seconds: float) -> None:
        modem.lose_folder()
        self.later(seconds / 3, modem.find_folder)

    def _kill(self) -> None:
        self.count_cpu()
        began = datetime.now(UTC)
        self.world.trunk.room_dies()
        self.room.kill()
        self.room.start()
        self.outages.append((began, datetime.now(UTC)))
        self.mark_s = self._cpu()

    def _measure(self) -> None:
        self.later(60, self._measure)
        self.loads.append(os.getloadavg()[0])

    # ---- hands

    def _open(self, kind: str, priority: str) -> str:
        opened: str = self._did("incident/open-incident", incident_type=kind, priority=priority)[
            "id"
        ]
        return opened

    def _did(self, path: str, **fields: Any) -> dict[str, Any]:
        self.acts += 1
        return self.taker.ask(path, **fields)

    def _may(self, path: str, referral: str, **fields: Any) -> None:
        self._may_do(path, referral_id=referral, **fields)

    def _may_do(self, path: str, **fields: Any) -> None:
        """What the world has gone past meanwhile is refused, which is well."""
        with suppress(urllib.error.HTTPError):
            self._did(path, **fields)

    # ---- what it cost

    def _cpu(self) -> float:
        return cpu_s([self.room.pid, *self.room.database_pids()])

    def count_cpu(self) -> None:
        self.cpu_s += self._cpu() - self.mark_s
