"""One SMPP session: bound, kept alive, bound again. Touches the network."""

from __future__ import annotations

import asyncio
import itertools
import ssl
from typing import Protocol

import structlog

from siaga.channels.sms.protocol.outcomes import NOT_LINKED, Outcome, OutcomeKind, outcome
from siaga.channels.sms.protocol.pdu import (
    Address,
    Command,
    NotAPdu,
    Pdu,
    ShortMessage,
    Status,
    bind,
    decode,
    frame_size,
    message_id,
    respond,
    submit,
)
from siaga.channels.sms.protocol.segments import Segment
from siaga.channels.sms.settings import SmppSettings
from siaga.platform.clock import steady_s
from siaga.platform.streams import hang_up

CONNECT_S = 10.0
ANSWER_S = 20.0
QUIET_S = 20.0
BACKOFF_S = (1.0, 2.0, 5.0, 10.0, 30.0)
UNANSWERED_MAX = 10
"""Messages on their way in either direction at once: the window most operators give."""

log = structlog.get_logger()


class Ear(Protocol):
    """Who keeps what is delivered."""

    async def hear(self, pdu: Pdu, session: int) -> str:
        """Durable when it returns its key; raises when the operator has to try again."""
        ...

    def answered(self, key: str, session: int, *, took_s: float, at_s: float) -> None:
        """Our thanks for it are on their way; whether they arrive is not known yet."""
        ...

    def arrived(self, session: int, *, before_s: float) -> None:
        """Whatever was answered before then has been read on the other side."""
        ...


class LinkLost(Exception):
    """Says why, as a key of the catalogues."""


class SmppLink:
    """`run` until cancelled. `problem` is a key of the lamps' words, empty while bound."""

    def __init__(self, settings: SmppSettings, ear: Ear) -> None:
        self.settings, self.ear, self.problem = settings, ear, "sms_not_linked"
        self._sequence = itertools.count(1)
        self._sessions = itertools.count(1)
        self._session = 0
        self._writer: asyncio.StreamWriter | None = None
        self._waiting: dict[int, asyncio.Future[Pdu]] = {}
        self._window = asyncio.Semaphore(UNANSWERED_MAX)
        self._answering: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        failures = 0
        while True:
            began_s = steady_s()
            problem = "sms_not_linked"
            try:
                await self._hold_link()
            except LinkLost as reason:
                problem = str(reason)
                log.warning("sms.link_lost", reason=problem)
            except (OSError, TimeoutError, asyncio.IncompleteReadError, NotAPdu) as reason:
                log.warning("sms.link_lost", reason=type(reason).__name__)
            finally:
                await self._drop(problem)
            failures = 0 if steady_s() - began_s > BACKOFF_S[-1] else failures
            await asyncio.sleep(BACKOFF_S[min(failures, len(BACKOFF_S) - 1)])
            failures += 1

    async def stop(self) -> None:
        """What is being kept at this moment is given up: it was not answered and comes again."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    async def send(self, segment: Segment, to: str) -> Outcome:
        """Submit one segment once. What was written and not answered is `unknown`."""
        writer = self._writer
        if self.problem or writer is None:
            return NOT_LINKED
        try:
            pdu = submit(self._message(segment, to), self._next())
        except ValueError:
            return Outcome(kind=OutcomeKind.FAILED, code="not_sendable")
        async with self._window:
            try:
                answer = await self._ask(pdu, writer)
            except (LinkLost, OSError, TimeoutError) as broken:
                code = type(broken).__name__
                return Outcome(kind=OutcomeKind.UNKNOWN, code=code)
        return outcome(answer.status, message_id(answer))

    def _message(self, segment: Segment, to: str) -> ShortMessage:
        digits = to.removeprefix("+")
        source = self.settings.source
        plain = source.removeprefix("+")
        letters = not plain.isdecimal()
        ton = 5 if letters else (1 if source.startswith("+") else 0)
        return ShortMessage(
            source=Address(digits=plain, ton=ton, npi=0 if letters else 1),
            destination=Address(digits=digits, ton=1 if to.startswith("+") else 0, npi=1),
            esm_class=segment.esm_class,
            coding=segment.coding,
            registered=1,
            message=segment.message,
        )

    async def _hold_link(self) -> None:
        settings = self.settings
        secure = ssl.create_default_context() if settings.tls else None
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(settings.host, settings.port, ssl=secure)
        self._writer = writer
        self._session = next(self._sessions)
        jobs = [
            asyncio.create_task(self._read(reader, writer), name="sms reader"),
            asyncio.create_task(self._speak(writer), name="sms link"),
        ]
        try:
            done, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            for job in done:
                job.result()
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)

    async def _speak(self, writer: asyncio.StreamWriter) -> None:
        await self._bind(writer)
        self.problem = ""
        log.info("sms.linked")
        while True:  # after each while the other side is asked whether it is there
            await asyncio.sleep(QUIET_S)
            session, before_s = self._session, steady_s()
            ping = Pdu(command=Command.ENQUIRE_LINK, status=0, sequence=self._next())
            await self._ask(ping, writer)
            self.ear.arrived(session, before_s=before_s)

    async def _bind(self, writer: asyncio.StreamWriter) -> None:
        own = self.settings
        asked = bind(
            own.system_id, own.password, system_type=own.system_type, sequence=self._next()
        )
        answer = await self._ask(asked, writer)
        if answer.status in (Status.INVALID_PASSWORD, Status.INVALID_SYSTEM_ID):
            raise LinkLost("sms_wrong_password")
        if answer.status == Status.ALREADY_BOUND:
            raise LinkLost("sms_bound_elsewhere")
        if answer.status != Status.OK:
            log.warning("sms.bind_refused", status=answer.status)
            raise LinkLost("sms_refused")

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readexactly(4)
            raw = head + await reader.readexactly(frame_size(head) - 4)
            pdu = decode(raw)
            if pdu.is_response:
                self._answered(pdu)
            elif pdu.command in (Command.DELIVER_SM, Command.DATA_SM):
                await self._room_for_one_more()
                task = asyncio.create_task(self._deliver(pdu, writer), name="sms delivered")
                self._answering.add(task)
                task.add_done_callback(self._delivered)
            elif pdu.command == Command.UNBIND:
                await _write(writer, respond(pdu))
                raise LinkLost("sms_not_linked")
            elif pdu.command == Command.ENQUIRE_LINK:
                await _write(writer, respond(pdu))
            elif pdu.command != Command.ALERT_NOTIFICATION:
                nack = Pdu(
                    command=Command.GENERIC_NACK,
                    status=Status.INVALID_COMMAND,
                    sequence=pdu.sequence,
                )
                await _write(writer, nack)

    def _delivered(self, task: asyncio.Task[None]) -> None:
        self._answering.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.info("sms.not_answered")  # the link broke first: it comes again

    async def _room_for_one_more(self) -> None:
        """Who sends faster than we can keep it waits: its messages stay with the operator."""
        if len(self._answering) >= UNANSWERED_MAX:
            await asyncio.wait(self._answering, return_when=asyncio.FIRST_COMPLETED)

    async def _deliver(self, pdu: Pdu, writer: asyncio.StreamWriter) -> None:
        session, began_s = self._session, steady_s()
        try:
            key = await self.ear.hear(pdu, session)
        except Exception as reason:
            log.warning("sms.not_kept", reason=type(reason).__name__)
            await _write(writer, respond(pdu, Status.TRY_AGAIN))
            return
        try:
            await _write(writer, respond(pdu))
        finally:
            now_s = steady_s()
            self.ear.answered(key, session, took_s=now_s - began_s, at_s=now_s)

    def _answered(self, pdu: Pdu) -> None:
        waiting = self._waiting.get(pdu.sequence)
        if waiting is not None and not waiting.done():
            waiting.set_result(pdu)

    async def _ask(self, pdu: Pdu, writer: asyncio.StreamWriter) -> Pdu:
        """Raises TimeoutError, LinkLost or OSError: whether it arrived is then unknown."""
        future: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        self._waiting[pdu.sequence] = future
        try:
            await _write(writer, pdu)
            async with asyncio.timeout(ANSWER_S):
                return await future
        finally:
            self._waiting.pop(pdu.sequence, None)

    def _next(self) -> int:
        return next(self._sequence) & 0x7FFF_FFFF or self._next()

    async def _drop(self, problem: str) -> None:
        self.problem = problem
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(LinkLost(problem))
        writer, self._writer = self._writer, None
        if writer is not None:
            await hang_up(writer)


async def _write(writer: asyncio.StreamWriter, pdu: Pdu) -> None:
    """To a link that is gone nothing is written: its other side sends again."""
    try:
        writer.write(pdu.encode())
        await writer.drain()
    except (OSError, RuntimeError) as broken:
        raise LinkLost("sms_not_linked") from broken
