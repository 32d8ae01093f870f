"""Carries outbox rows to channels, asks contact safety first, and reports what became of them.

A module of this folder per kind of message knows one channel; what is common is here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from siaga.desks.intake.commands import ReportReply
from siaga.language.follow_ups import Send
from siaga.language.intake import contact_life
from siaga.language.values import Actor, ActorKind, Asked, Safety
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id
from siaga.platform.outbox import Ending, OutboxRow, Report, Sent


async def stay(_row: OutboxRow) -> Sent:
    """In a drill nothing leaves the house."""
    return Sent(ending=Ending.DRILL)


def is_here(url: str) -> bool:
    """Whether the address is of this machine: a drill may write to nobody else."""
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def contact_allowed(gateway: Gateway) -> Callable[[Send], Awaitable[bool]]:
    async def allowed(send: Send) -> bool:
        if send.contact_id is None:
            return True
        desk = gateway.desks["intake"]
        state, _ = await gateway.states.get(desk, contact_life(send.contact_id))
        return state.safety is not Safety.DO_NOT_CONTACT

    return allowed


def report_sent(gateway: Gateway, clock: Clock) -> Report:
    async def report(row: OutboxRow, *, status: str, error: str) -> None:
        if row.send.contact_id is None or row.send.seen is not None:
            return  # what became of a read mark is nobody's news
        now = clock.now()
        command = ReportReply(
            command_id=derived_id("outbox", row.id, status),
            contact_id=row.send.contact_id,
            outbox_id=str(row.id),
            status=status,
            occurred_at=now,
            error=error,
            message=row.send.message,
        )
        actor = Actor(kind=ActorKind.SYSTEM, id="outbox")
        await gateway.submit(
            Submission(
                desk="intake",
                command=command,
                asked=Asked(actor=actor, received_at=now),
                digest=row.id.bytes,
                cause=row.position,
            )
        )

    return report
