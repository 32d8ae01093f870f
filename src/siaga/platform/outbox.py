"""The outbox: everything that leaves the house, with leases, backoff and honest endings.

Order is kept per recipient. An *alert* goes again until it is delivered; a *reply* to a citizen is
never repeated after an unknown outcome. Contact safety is asked when a row is sent, not when it was
queued. After a restore unsent rows wait for a person (logbook.md 9, 23).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import structlog

from siaga.language.follow_ups import Send, SendRule
from siaga.platform.grouped import Grouped
from siaga.platform.records import decoder
from siaga.platform.single_worker import alone
from siaga.platform.waiting import woken

LEASE = timedelta(seconds=60)
LOST = "lease"  # the problem of a row that was on its way when a process died
BACKOFF_S = (2, 5, 15, 60, 300)
ALERT_BACKOFF_S = (2, 5, 15, 30)
"""Somebody must act: the way that failed may be the first that works again."""

AT_ONCE = 24
POLL_S = 1.0
PACE_S = 0.02  # rows that arrive meanwhile are claimed together

# The busy recipients apart: as `not exists` the plan compared every waiting row with every other.
# The rows by an array: joined, each of them was looked for among all the place ever sent.
CLAIM = """
with busy as materialized (
  select distinct s.recipient from outbox s where s.place = $1
    and s.state = 'sending' and s.claimed_until > clock_timestamp()),
first as (
  select distinct on (w.recipient) w.id, w.state, w.due_at, w.claimed_until from outbox w
  where w.place = $1 and w.state in ('waiting', 'sending')
    and case when $4::text is null then w.kind <> all ($5::text[]) else w.kind = $4 end
    and w.recipient not in (select b.recipient from busy b)
  order by w.recipient, w.sequence),
due as (
  select f.id, f.state = 'sending' as was_lost from first f
  where f.due_at <= clock_timestamp()
    and (f.state = 'waiting' or f.claimed_until <= clock_timestamp())
  order by f.due_at limit $3),
taken as (
  update outbox o set state = 'sending', attempts = attempts + 1,
    claimed_until = clock_timestamp() + $2
  where o.place = $1 and o.id = any(array(select d.id from due d))
  returning o.id, o.position, o.kind, o.body, o.attempts, o.error, o.provider_id,
    coalesce(o.deadline_at < clock_timestamp(), false) as expired)
select t.*, d.was_lost from taken t join due d using (id)
"""
UNTOLD = """
select id, position, kind, body, attempts, state, error from outbox
where place = $1 and not told order by sequence
"""

END = """
update outbox o set provider_id = coalesce(e.provider_id, o.provider_id), error = e.error,
  state = case when e.state = 'unknown' and o.provider_id is not null then 'done' else e.state end,
  claimed_until = null, told = false
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) e(id, state, provider_id, error)
where o.place = $1 and o.id = e.id
"""
# A row that is on its way right now keeps its state: its sender will end it. One that waits to be
# tried again is not.
PROVEN = """
update outbox set provider_id = coalesce(provider_id, $3),
  state = case when state in ('unknown', 'waiting') then 'done' else state end
where place = $1 and id = $2 and attempts > 0
returning id, position, kind, body, attempts
"""
# Lost in a crash it is told again, by the same command: no commit to disk of its own.
TOLD = """
update outbox set told = true from (select set_config('synchronous_commit', 'off', true)) c
where place = $1 and id = any($2::uuid[])
"""

log = structlog.get_logger()


class Ending(StrEnum):
    ACCEPTED = "accepted"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DRILL = "drill"  # in a drill nothing leaves the house


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    ending: Ending
    provider_id: str | None = None
    error: str = ""  # a code, never the text that was sent
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    id: UUID
    position: int  # of the fact that asked for it
    kind: str
    send: Send
    attempts: int
    problem: str = ""  # why the try before this one failed
    maybe: bool = False  # of an earlier try nobody knows whether it arrived


Sender = Callable[[OutboxRow], Awaitable[Sent]]
MayContact = Callable[[Send], Awaitable[bool]]


class Report(Protocol):
    """Makes a fact of what became of a row."""

    async def __call__(self, row: OutboxRow, *, status: str, error: str) -> None: ...


_read_send = decoder(Send)
_MAYBE = "?"  # before the reason of a row of which an earlier try may have arrived


class Outbox:
    """`senders` by kind; `report(row, status, error)` turns an ending into a fact.

    `windows`: kinds of which more may be under way at once than usual.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        site: int,
        *,
        senders: Mapping[str, Sender],
        may_contact: MayContact,
        report: Report,
    ) -> None:
        self.pool, self.site = pool, site
        self.senders, self.may_contact, self.report = senders, may_contact, report
        self.windows: Mapping[str, int] = {}
        self._endings, self._told = Grouped(self._write_endings), Grouped(self._write_told)
        self._wakes: dict[str | None, asyncio.Event] = defaultdict(asyncio.Event)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(
            alone(self.pool, self.site, name="outbox", work=self._run), name="outbox"
        )

    def wake(self) -> None:
        for wake in self._wakes.values():
            wake.set()

    async def _run(self, connection: Any) -> None:
        for row in await connection.fetch(UNTOLD, self.site):  # ended when a process died
            known = _row(row)
            await self._tell(known, row["state"], known.problem)
        claiming = asyncio.Lock()
        loops = [
            asyncio.create_task(self._carry(kind, connection, claiming), name=f"outbox {kind}")
            for kind in (*self.senders, None)
        ]
        try:
            ended, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_EXCEPTION)
            for loop in ended:
                loop.result()
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)

    async def _carry(self, kind: str | None, connection: Any, claiming: asyncio.Lock) -> None:
        """A channel that hangs holds up nobody else's; `kind` None: what no sender takes."""
        wake, window = self._wakes[kind], self.windows.get(kind or "", AT_ONCE)
        flying: set[asyncio.Task[None]] = set()  # one for each recipient: a slow one waits alone
        try:
            while True:
                wake.clear()
                for ended in [task for task in flying if task.done()]:
                    flying.discard(ended)
                    ended.result()
                # No more than are sent at once: what is claimed and not tried looks lost.
                free = window - len(flying)
                rows = await self._claim(kind, connection, claiming, at_most=free) if free else []
                for row in rows:
                    task = asyncio.create_task(self._send(row))
                    task.add_done_callback(lambda _: wake.set())
                    flying.add(task)
                if not rows:
                    await woken(wake, POLL_S)
                await asyncio.sleep(PACE_S)
        finally:
            for task in flying:
                task.cancel()
            await asyncio.gather(*flying, return_exceptions=True)

    async def _claim(
        self, kind: str | None, connection: Any, claiming: asyncio.Lock, *, at_most: int
    ) -> list[Any]:
        async with claiming:
            rows: list[Any] = await connection.fetch(
                CLAIM, self.site, LEASE, at_most, kind, list(self.senders)
            )
        return rows

    async def _send(self, claimed: Any) -> None:
        row = _row(claimed)
        if claimed["was_lost"]:
            row = replace(row, problem=LOST, maybe=True)
        lost = claimed["was_lost"] and row.send.rule is SendRule.REPLY
        if claimed["provider_id"]:  # the provider spoke of it meanwhile, and that was told
            await self._endings.put((row.id, "done", None, None))
            await self._told.put(row.id)
        elif lost:  # on its way when a process died: whether it arrived nobody knows
            await self._end(row, "unknown", Sent(ending=Ending.UNKNOWN, error=LOST))
        elif claimed["expired"]:
            await self._end(row, "expired", Sent(ending=Ending.FAILED, error="deadline"))
        elif not await self.may_contact(row.send):
            await self._end(row, "unsafe", Sent(ending=Ending.FAILED, error="contact_safety"))
        elif row.kind not in self.senders:
            await self._end(row, "failed", Sent(ending=Ending.FAILED, error="no_sender"))
        else:
            await self._settle(row, await self._try(row))

    async def _try(self, row: OutboxRow) -> Sent:
        try:
            return await self.senders[row.kind](row)
        except Exception as reason:
            log.exception("outbox.sender_failed", kind=row.kind, row=str(row.id))
            return Sent(ending=Ending.UNKNOWN, error=type(reason).__name__)

    async def _settle(self, row: OutboxRow, sent: Sent) -> None:
        match sent.ending:
            case Ending.ACCEPTED:
                await self._end(row, "done", sent)
            case Ending.RETRY:
                await self._again(row, sent)
            case Ending.UNKNOWN if row.send.rule is SendRule.ALERT:
                await self._again(row, sent)
            case Ending.UNKNOWN:
                await self._end(row, "unknown", sent)
            case Ending.FAILED:
                await self._end(row, "failed", sent)
            case Ending.DRILL:
                await self._end(row, "drill", sent)

    async def _again(self, row: OutboxRow, sent: Sent) -> None:
        await self.pool.execute(
            "update outbox set claimed_until = null, error = $4,"
            " state = case when provider_id is null then 'waiting' else 'done' end,"
            " due_at = least(deadline_at, clock_timestamp() + make_interval(secs => $3))"
            " where place = $1 and id = $2",  # past its deadline it is told at once, not later
            self.site,
            row.id,
            sent.retry_after_s or _wait_s(row),
            _MAYBE * (row.maybe or sent.ending is Ending.UNKNOWN) + (sent.error or "retry"),
        )

    async def _end(self, row: OutboxRow, state: str, sent: Sent) -> None:
        why = row.problem if state == "expired" and row.problem else sent.error
        mark = _MAYBE if row.maybe and state != "done" else ""  # a process may die before it tells
        await self._endings.put((row.id, state, sent.provider_id, f"{mark}{why}" or None))
        await self._tell(row, state, sent.error)

    async def _write_endings(self, endings: list[tuple[UUID, str, str | None, str | None]]) -> None:
        ids, states, provider_ids, errors = map(list, zip(*endings, strict=True))
        await self.pool.execute(END, self.site, ids, states, provider_ids, errors)

    async def _tell(self, row: OutboxRow, state: str, error: str) -> None:
        await self.report(row, status="sent" if state == "done" else state, error=error)
        await self._told.put(row.id)

    async def _write_told(self, ids: list[UUID]) -> None:
        await self.pool.execute(TOLD, self.site, ids)

    async def sent_as(self, provider_id: str) -> OutboxRow | None:
        """Which message a provider's status speaks of."""
        row = await self.pool.fetchrow(
            "select id, position, kind, body, attempts from outbox"
            " where place = $1 and provider_id = $2",
            self.site,
            provider_id,
        )
        return _row(row) if row else None

    async def proven(self, outbox_id: str, provider_id: str) -> OutboxRow | None:
        """A provider speaks of a row by our own id: it has it, whatever became of its answer."""
        try:
            row_id = UUID(outbox_id)
        except ValueError:
            return None
        row = await self.pool.fetchrow(PROVEN, self.site, row_id, provider_id)
        return _row(row) if row else None

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def _wait_s(row: OutboxRow) -> float:
    waits_s = ALERT_BACKOFF_S if row.send.alert else BACKOFF_S
    return waits_s[min(row.attempts, len(waits_s)) - 1]


def _row(record: Any) -> OutboxRow:
    return OutboxRow(
        id=record["id"],
        position=record["position"],
        kind=record["kind"],
        send=_read_send.decode(record["body"]),
        attempts=record["attempts"],
        problem=(record.get("error") or "").removeprefix(_MAYBE),
        maybe=(record.get("error") or "").startswith(_MAYBE),
    )
