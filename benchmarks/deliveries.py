"""`siaga bench deliveries --minutes N`: webhooks and alerts while everything fails that can.

A real room with its real outbox. Ten agencies' systems are slow, answer 500 or 429, break the
connection, hang, redirect to an inner address, are gone, lose their answer, or change between all
of that. So do the push services of ten agencies' and two crews' browsers, a mail server, a
listener in Meta's place, and a trunk with its telephones; a real gammu-smsd is frozen, refuses, and
loses its folder. Several times the room is killed and
started again. Afterwards every notice and every row of an alert must have been taken at least once
under its one key, or be shown as undelivered or unknown with a reason; every alert's chain must
have gone on when it said, and ring in the room where nobody answered. Exit code 1 if one is not.
Nothing leaves this machine. The place's patience is shortened, so that an hour holds many chains.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import promises
from benchmarks.alert_receivers import Confirming
from benchmarks.failing_shift import SEED, Shift, World, place_with
from benchmarks.floor import ask
from benchmarks.machine import described
from benchmarks.meta import StatusPosts
from benchmarks.options import Options, tell
from benchmarks.room import Room, data_folder
from siaga.channels.push.protocol import topic_of


def settle(room: Room, *, seconds: float) -> list[dict[str, Any]]:
    """Waits until every posted notice has ended, or the time is over; → all of them."""
    until_s = time.monotonic() + seconds
    while True:
        notices = asked(room, promises.NOTICES)
        if all(each["ended"] for each in notices) or time.monotonic() > until_s:
            return notices
        time.sleep(2)


def asked(room: Room, text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ask(room.state, text).splitlines()]


def untold_proofs(
    world: World, rows: list[dict[str, Any]], *, facts: list[dict[str, Any]]
) -> list[str]:
    """Messages that Meta said were delivered, to a room that had it and shows nothing of it."""
    proven = ("AlertDelivered", "AlertReached", "AlertAnswered")
    shown = {
        one["fact"]["alert_id"]
        for one in facts
        if one["type"] in proven and one["fact"].get("way", "whatsapp") == "whatsapp"
    }
    assert world.meta.statuses is not None
    return [
        f"whatsapp {row['id']} was delivered and no card says so"
        for row in rows
        if row["id"] in world.meta.statuses.delivered and row["alert"]["alert_id"] not in shown
    ]


def judged(shift: Shift, notices: list[dict[str, Any]], *, keep: str = "") -> dict[str, Any]:
    world, rows = shift.world, asked(shift.room, promises.ROWS)
    facts = asked(shift.room, promises.ALERT_FACTS)
    texts, heard = world.modem.taken() + world.modem.lying(), world.trunk.heard()
    if keep:
        kept = {
            "rows": rows,
            "facts": facts,
            "notices": notices,
            "order": {each.mode: each.order for each in world.systems.values()},
            "log": shift.room.log()[-200_000:],
        }
        Path(keep).write_text(json.dumps(kept))
    pushes: dict[tuple[str, str], int] = {}
    for row in rows:
        alert = row["alert"]
        pushes[alert["device_id"], alert["alert_id"]] = 1 + alert["round"]

    def taken_of(row: dict[str, Any]) -> int:
        match row["alert"]["way"]:
            case "push":
                browser = world.devices[row["alert"]["device_id"]]
                return browser.processed[topic_of(row["alert"]["alert_id"])]
            case "email":
                return world.mail.taken[row["id"].replace("-", "")]
            case "whatsapp":
                return 0 if row["id"] in world.meta.given_up else world.meta.processed[row["id"]]
            case "voice":
                return heard[row["id"].replace("-", "")]
            case _:
                return texts[row["id"].replace("-", "")]

    def asked_of(row: dict[str, Any]) -> int:
        alert = row["alert"]
        return pushes[alert["device_id"], alert["alert_id"]] if alert["way"] == "push" else 1

    told = promises.of_rows(rows, facts, taken_of=taken_of, asked_of=asked_of)
    chains = promises.of_chains(facts, shift.outages, now=datetime.now(UTC))
    told["webhook"] = promises.of_notices(notices, world.systems)
    told["whatsapp"].wrong += untold_proofs(world, rows, facts=facts)
    wrong = sum(len(each.wrong) for each in told.values()) + len(chains.wrong)
    wrong += world.mail.unmarked + world.meta.unmarked + world.meta.wrong_numbers
    wrong += sum(each.bad_signatures + each.inner_hits for each in world.browsers.values())
    return {
        **{way: each.figures() for way, each in sorted(told.items())},
        "chains": chains.figures(),
        "doubled_without_a_mark": {"email": world.mail.unmarked, "whatsapp": world.meta.unmarked},
        "unread_pushes": sum(each.bad_signatures for each in world.browsers.values()),
        "broken_promises": wrong,
    }


def met(world: World) -> dict[str, Any]:
    """What was done to what came."""
    return {
        "webhook": {each.mode: dict(each.met) for each in world.systems.values()},
        "push": {user: dict(each.met) for user, each in world.browsers.items()},
        "email": dict(world.mail.met),
        "sms": dict(world.modem.met),
        "whatsapp": dict(world.meta.met),
        "whatsapp statuses": dict(world.meta.statuses.posted) if world.meta.statuses else {},
        "voice": dict(world.trunk.met)
        | {"left in silence": world.trunk.unended, "and by a kill": world.trunk.orphaned},
    }


def measure(
    *, seconds: float, deliver_within_s: int, pace_s: float, kills: int, keep: str = ""
) -> dict[str, Any]:
    world = World()
    with data_folder() as folder:
        places = place_with(folder, deliver_within_s=deliver_within_s)
        room = Room(folder=folder, more=world.settings(places), program="benchmarks.drill_modem")
        statuses = StatusPosts(room.port, app_secret=room.app_secret, chance=Random(SEED + 4))
        world.meta.statuses = statuses
        confirming = Confirming(room.port, list(world.browsers.values()))
        try:
            room.start()
            shift = Shift(room, world, pace_s=pace_s)
            shift.run(seconds=seconds, kills=kills)
            notices = settle(room, seconds=deliver_within_s + 90)
            shift.count_cpu()
            figures = judged(shift, notices, keep=keep)
            figures["machine"] = described(folder)
        finally:
            room.stop()
            confirming.close()
            statuses.close()
            world.close()
    loads = shift.loads or [0.0]
    return figures | {
        "seconds": seconds,
        "kills": len(shift.outages),
        "away_s": [round((end - begin).total_seconds(), 1) for begin, end in shift.outages],
        "acts": shift.acts,
        "room_and_database_of_one_core_%": round(100 * shift.cpu_s / seconds, 1),
        "load_1_min": [round(min(loads), 2), round(sum(loads) / len(loads), 2), max(loads)],
        "met": met(world),
    }


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="siaga bench deliveries", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="of injected failures")
    parser.add_argument("--deliver-within", type=int, default=0, help="seconds a post is tried")
    parser.add_argument("--pace", type=float, default=0.5, help="seconds between tasks")
    parser.add_argument("--kills", type=int, default=1, help="times the room is killed")
    parser.add_argument("--keep", default="", help="a file for the facts and rows judged")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    given = parser.parse_args(words)
    seconds = given.minutes * 60
    within_s = given.deliver_within or int(min(300, max(10, seconds / 4)))
    figures = measure(
        seconds=seconds,
        deliver_within_s=within_s,
        pace_s=given.pace,
        kills=given.kills,
        keep=given.keep,
    )
    options = Options(seconds=seconds, entries=0, seed=SEED, json=given.json)
    tell("deliveries", figures, options=options)
    return 1 if figures["broken_promises"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
