"""One of several processes that race for the same unit through gateways of their own."""

from __future__ import annotations

import asyncio
import multiprocessing as mp
from typing import Any
from uuid import UUID

from siaga.app.desks import DESKS
from siaga.desks.dispatch.commands import DispatchUnit, ReportStatus
from siaga.language.dispatch import Stage
from siaga.language.values import Asked, DispatchId, IncidentId, UnitId
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id, new_id
from siaga.platform.logbook import Answer
from tests.builders import DISPATCHER, NOW, PLACE
from tests.contract.servers import opened

PROCESSES = 4
CALLERS = 3  # in each process
RACED, SHARED = UnitId("amb-1"), UnitId("amb-2")

Round = tuple[list[tuple[UUID, Answer]], Answer]
"""(own id, answer) of each caller, and the answer to the command all processes sent."""

_spawn = mp.get_context("spawn")


def race(options: dict[str, Any], rounds: int) -> list[list[Round]]:
    """→ what each process was answered, round by round."""
    barrier = _spawn.Barrier(PROCESSES)
    results: Any = _spawn.Queue()
    started = [
        _spawn.Process(target=_process, args=(options, rounds, barrier, results))
        for _ in range(PROCESSES)
    ]
    for process in started:
        process.start()
    answers = [results.get(timeout=120) for _ in started]
    for process in started:
        process.join(30)
    failed = [answer for answer in answers if isinstance(answer, str)]
    assert not failed, failed
    return answers


def _process(options: dict[str, Any], rounds: int, barrier: Any, results: Any) -> None:
    try:
        results.put(asyncio.run(_race(options, rounds, barrier)))
    except BaseException as reason:
        barrier.abort()
        results.put(repr(reason))


async def _race(options: dict[str, Any], rounds: int, barrier: Any) -> list[Round]:
    async with opened(options) as book:
        gateway = Gateway(book.book, PLACE, desks=DESKS)
        told = []
        for number in range(rounds):
            await asyncio.to_thread(barrier.wait, 60)
            told.append(await _round(gateway, number))
        await asyncio.to_thread(barrier.wait, 60)
    return told


async def _round(gateway: Gateway, number: int) -> Round:
    ids = [new_id() for _ in range(CALLERS)]
    shared_id = derived_id("race", number)
    *own, shared = await asyncio.gather(
        *(_send(gateway, one, RACED) for one in ids), _send(gateway, shared_id, SHARED)
    )
    for one, answer in zip(ids, own, strict=True):
        if answer.refusal is None:
            await _clear(gateway, one, new_id())
    await _clear(gateway, shared_id, derived_id("race cleared", number))
    return list(zip(ids, own, strict=True)), shared


def _send(gateway: Gateway, command_id: UUID, unit: UnitId) -> Any:
    command = DispatchUnit(command_id=command_id, incident_id=IncidentId("i-1"), unit_id=unit)
    return gateway.submit(_submission(command))


async def _clear(gateway: Gateway, dispatch: UUID, command_id: UUID) -> None:
    command = ReportStatus(
        command_id=command_id, dispatch_id=DispatchId(str(dispatch)), status=Stage.CLEAR
    )
    answer = await gateway.submit(_submission(command))
    assert answer.refusal is None, answer


def _submission(command: Any) -> Submission:
    asked = Asked(actor=DISPATCHER, received_at=NOW)
    return Submission(desk="dispatch", command=command, asked=asked)
