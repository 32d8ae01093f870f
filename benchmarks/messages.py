"""`siaga bench messages`: a thousand messages in ten seconds from four hundred people.

Signed posts through the real webhook, in an open loop; half the people write in bursts, as people
do. Measured by the wall clock of one machine: from the moment a post leaves until its first
automatic reply stands in the outbox, and until the message stands on the queues of three consoles.
Nothing leaves the house: the room is a drill.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from random import Random
from typing import Any

from benchmarks.clients import Shared, message, open_loop, run, signature
from benchmarks.filled import filled_room
from benchmarks.floor import ask
from benchmarks.intake import _drain
from benchmarks.machine import cpu_s, described, percentile_ms
from benchmarks.options import Options, tell
from benchmarks.room import ROOT, Room
from siaga.channels.whatsapp.protocol import parse
from siaga.platform.ids import derived_id

PATH = "/hooks/whatsapp"
WATCHERS = ("calltaker", "calltaker2", "shiftlead")
SETTLE_S = 2.0

ENTRIES = """
select e.command_id, extract(epoch from e.recorded_at), count(o.id)
from entry e left join outbox o on o.place = e.place and o.position = e.position
where e.actor_kind = 'channel' group by 1, 2
"""


class Screens:
    """The child process that watches."""

    def __init__(self, room: Room, cookies: list[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.threads"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say(json.dumps({"port": room.port, "cookies": cookies}))
        if self._hear().strip() != "up":
            raise RuntimeError("the consoles did not come up")

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def end(self) -> list[dict[str, float]]:
        self._say("end")
        seen: list[dict[str, float]] = json.loads(self._hear())
        self._process.wait()
        return seen


def _posts(room: Room, chance: Random, given: argparse.Namespace) -> list[tuple[str, bytes, Any]]:
    """(message id, body, headers), made beforehand: signing is the sender's work."""
    people = [f"62814{n:06d}" for n in range(given.people)]
    senders = people + [chance.choice(people[: len(people) // 2]) for _ in people]
    while len(senders) < given.messages:
        senders.append(chance.choice(people[: len(people) // 2]))
    senders = senders[: given.messages]
    chance.shuffle(senders)
    posts = []
    for sender in senders:
        raw = message(chance, sender=sender)
        (item,) = parse(raw)
        message_id = str(derived_id("whatsapp", item.item_id))
        posts.append((message_id, raw, signature(raw, room.app_secret)))
    return posts


async def _send(room: Room, posts: Sequence[Any], *, seconds: float) -> dict[str, float]:
    """→ message id → wall-clock second its post left."""
    shared, waiting, left = Shared(room.port), iter(posts), dict[str, float]()

    async def one() -> None:
        message_id, raw, headers = next(waiting)
        left[message_id] = time.time()
        status, _ = await shared.post(PATH, raw, headers=headers)
        if status != 200:
            raise RuntimeError(f"the webhook answered {status}")

    await open_loop(one, rate=len(posts) / seconds, seconds=seconds)
    await shared.close()
    return left


def _measure(room: Room, given: argparse.Namespace) -> dict[str, Any]:
    posts = _posts(room, Random(given.seed), given)
    screens = Screens(room, [room.sign_in(user).cookie for user in WATCHERS])
    pids = [room.pid, *room.database_pids()]
    before_s = cpu_s(pids)
    left: dict[str, float] = run(_send(room, posts, seconds=given.seconds))
    drained_s = _drain(room)
    cpu = cpu_s(pids) - before_s
    time.sleep(SETTLE_S)
    seen = screens.end()
    rows = [line.split("|") for line in ask(room.state, ENTRIES).splitlines()]
    written = {key: float(at) for key, at, _ in rows if key in left}
    first = {key for key, _, replies in rows if key in left and int(replies)}
    shown = [(key, at) for console in seen for key, at in console.items() if key in left]
    return {
        "messages": len(posts),
        "people": given.people,
        "seconds": given.seconds,
        "stored": int(ask(room.state, "select count(*) from inbox where source = 'whatsapp'")),
        "heard": len(written),
        "first_replies": len(first),
        "reply_queued_p50_ms": percentile_ms([written[key] - left[key] for key in first], 0.5),
        "reply_queued_p99_ms": percentile_ms([written[key] - left[key] for key in first], 0.99),
        "reply_queued_max_ms": percentile_ms([written[key] - left[key] for key in first], 1.0),
        "screen_p50_ms": percentile_ms([at - written[key] for key, at in shown], 0.5),
        "screen_p99_ms": percentile_ms([at - written[key] for key, at in shown], 0.99),
        "post_to_screen_p50_ms": percentile_ms([at - left[key] for key, at in shown], 0.5),
        "post_to_screen_p99_ms": percentile_ms([at - left[key] for key, at in shown], 0.99),
        "shown": len(shown),
        "expected": len(posts) * len(WATCHERS),
        "drained_s": round(drained_s, 1),
        "cpu_ms_per_message": round(cpu / len(posts) * 1000, 2),
    }


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="siaga bench messages")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--messages", type=int, default=1_000)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--entries", type=int, default=0, help="fill the logbook first")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(list(words) if words is not None else None)
    if given.seconds <= 0 or not 1 < given.people <= given.messages:
        parser.error("--seconds must be above 0, and --people between 2 and --messages")
    options = Options(
        seconds=given.seconds, entries=given.entries, seed=given.seed, json=given.json
    )
    with filled_room(options) as room:
        figures = _measure(room, given)
        figures["machine"] = described(room.folder)
    tell("messages", figures | {"entries_before": given.entries}, options=options)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
