"""`siaga bench deliveries --minutes N`: posts to agencies' systems that fail in every known way.

A real room with its real outbox, ten agencies' systems that are slow, answer 500, break the
connection, hang, redirect to an inner address, are gone, lose their answer, or change between all
of that; half-way the room is killed and started again. Afterwards every notice in the logbook must
have been taken at least once under its one key, or be shown as undelivered or unknown with a
reason. Exit code 1 if one is neither. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.floor import ask
from benchmarks.options import Options, tell
from benchmarks.receivers import MODES, Receiver, Receivers
from benchmarks.room import ROOT, Room, SignedIn, data_folder
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
NOTICES = """
select json_build_object('id', q.body::json->>'notice_id', 'system', q.body::json->>'system',
  'event', q.body::json->>'event', 'position', q.position,
  'ended', (select json_agg(json_build_object('outcome', e.body::json->>'outcome',
     'reason', e.body::json->>'reason', 'attempts', e.body::json->>'attempts'))
     from entry e where e.type = 'NoticeEnded'
       and e.body::json->>'notice_id' = q.body::json->>'notice_id'))
from entry q where q.type = 'NoticeQueued' order by q.position
"""


@dataclass(slots=True, kw_only=True)
class Told:
    """What became of the notices of one run."""

    notices: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    wrong: list[str] = field(default_factory=list)  # each of them a broken promise


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
    """A copy of the places, whose posts are tried only so long."""
    places = folder / "places"
    shutil.copytree(ROOT / "places", places)
    for path in places.glob("*/*/systems.toml"):
        lines = path.read_text().splitlines()
        wanted = f"deliver_within_s = {deliver_within_s}"
        changed = [wanted if line.startswith("deliver_within_s") else line for line in lines]
        path.write_text("\n".join(changed) + "\n")
    return places


def secret(chance: Random) -> str:
    return "whsec_" + base64.b64encode(chance.randbytes(32)).decode()


def connect(admin: Hands, receivers: dict[str, Receiver]) -> None:
    for agency, receiver in receivers.items():
        admin.ask(
            "systems/connect-system",
            system=f"agency:{agency}",
            webhook_url=receiver.url,
            webhook_secret=receiver.secret,
        )


def work(taker: Hands, chance: Random, *, seconds: float, pace_s: float) -> int:
    """Opens incidents and gives agencies tasks, and acts on their behalf; → acts."""
    acts, until_s = 0, time.monotonic() + seconds
    while time.monotonic() < until_s:
        incident = taker.ask(
            "incident/open-incident", incident_type="public_facility.street_light", priority="P3"
        )["id"]
        for agency in chance.sample(AGENCIES, k=4):
            referral = taker.ask("agencies/send-referral", incident_id=incident, agency=agency)[
                "id"
            ]
            taker.ask("agencies/accept", referral_id=referral, via="phone")
            acts += 2
            if chance.random() < 0.5:
                taker.ask("agencies/start", referral_id=referral, via="phone")
                acts += 1
            time.sleep(pace_s)
    return acts


def settle(room: Room, *, seconds: float) -> list[dict[str, Any]]:
    """Waits until every posted notice has ended, or the time is over; → all of them."""
    until_s = time.monotonic() + seconds
    while True:
        lines = ask(room.state, NOTICES).splitlines()
        notices = [json.loads(line) for line in lines]
        if all(each["ended"] for each in notices) or time.monotonic() > until_s:
            return notices
        time.sleep(0.5)


def judged(notices: list[dict[str, Any]], receivers: dict[str, Receiver]) -> Told:
    told = Told(notices=len(notices))
    for notice in notices:
        receiver = receivers[notice["system"].partition(":")[2]]
        taken = receiver.processed[notice["id"]]
        told.duplicates += max(0, taken - 1)
        ended = notice["ended"] or []
        if len(ended) != 1:
            told.wrong.append(f"{notice['id']} ended {len(ended)} times ({receiver.mode})")
            continue
        outcome, reason = ended[0]["outcome"], ended[0]["reason"]
        told.outcomes[outcome] += 1
        if outcome != "delivered":
            told.reasons[f"{receiver.mode}: {outcome}: {reason}"] += 1
        if outcome == "delivered" and not taken:
            told.wrong.append(f"{notice['id']} is shown as delivered and never arrived")
        if outcome == "undelivered" and taken:
            told.wrong.append(f"{notice['id']} is shown as undelivered and had arrived: {reason}")
        if outcome != "delivered" and not reason:
            told.wrong.append(f"{notice['id']} is {outcome} without a reason")
    for receiver in receivers.values():
        if receiver.inner_hits:
            told.wrong.append(f"{receiver.inner_hits} redirects were followed")
        if receiver.bad_signatures:
            told.wrong.append(f"{receiver.bad_signatures} posts without a right signature")
        told.wrong += out_of_order(notices, receiver)
    return told


def out_of_order(notices: list[dict[str, Any]], receiver: Receiver) -> list[str]:
    """First processings of one receiver follow the logbook."""
    place = {each["id"]: each["position"] for each in notices}
    seen = [place[key] for key in receiver.order if key in place]
    return [] if seen == sorted(seen) else [f"out of order at {receiver.mode}"]


def measure(*, seconds: float, deliver_within_s: int, pace_s: float, kill: bool) -> dict[str, Any]:
    chance = Random(520)
    receivers = {
        agency: Receiver(mode=mode, secret=secret(chance), chance=Random(n))
        for n, (agency, mode) in enumerate(zip(AGENCIES, MODES, strict=True))
    }
    running = Receivers(list(receivers.values()))
    with data_folder() as folder:
        places = place_with(folder, deliver_within_s=deliver_within_s)
        more = {"SIAGA_OUTBOUND_NETWORKS": "127.0.0.1/32", "SIAGA_PLACES": str(places)}
        room = Room(folder=folder, more=more)
        try:
            room.start()
            connect(Hands(room, "admin"), receivers)
            taker = Hands(room, "calltaker")
            acts = work(taker, chance, seconds=seconds / 2, pace_s=pace_s)
            if kill:
                room.kill()
                room.start()
            acts += work(taker, chance, seconds=seconds / 2, pace_s=pace_s)
            notices = settle(room, seconds=deliver_within_s + 90)
            told = judged(notices, receivers)
        finally:
            room.stop()
            running.close()
    delivered = told.outcomes["delivered"]
    return {
        "seconds": seconds,
        "killed": int(kill),
        "acts": acts,
        "notices": told.notices,
        "delivered": delivered,
        "delivered_%": round(100 * delivered / max(1, told.notices), 1),
        "undelivered": told.outcomes["undelivered"],
        "unknown": told.outcomes["unknown"],
        "duplicates": told.duplicates,
        "duplicates_%": round(100 * told.duplicates / max(1, told.notices), 1),
        "broken_promises": len(told.wrong),
        "what": told.wrong[:10],
        "why_not": dict(told.reasons.most_common()),
        "met": {each.mode: dict(each.met) for each in receivers.values()},
    }


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="siaga bench deliveries", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="of injected failures")
    parser.add_argument("--deliver-within", type=int, default=0, help="seconds a post is tried")
    parser.add_argument("--pace", type=float, default=0.5, help="seconds between tasks")
    parser.add_argument("--no-kill", action="store_true", help="the room is not killed half-way")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    given = parser.parse_args(words)
    seconds = given.minutes * 60
    within_s = given.deliver_within or int(min(300, max(10, seconds / 4)))
    figures = measure(
        seconds=seconds, deliver_within_s=within_s, pace_s=given.pace, kill=not given.no_kill
    )
    options = Options(seconds=seconds, entries=0, seed=520, json=given.json)
    tell("deliveries", figures, options=options)
    return 1 if figures["broken_promises"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
