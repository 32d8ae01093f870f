"""What the telephone says becomes commands, each call's events in their order."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

import structlog

from siaga.app.workers.lines.knowing import Callers
from siaga.app.workers.lines.placed import placed_end
from siaga.app.workers.lines.switchboard import Outgoing, Switchboard
from siaga.channels.phone import port
from siaga.desks.lines.commands import (
    MissRing,
    NoteAnswer,
    NoteCallBackEnd,
    NoteEnd,
    NoteSign,
    ReturnCall,
)
from siaga.language.calls import CallPath, EndedBy, RecordedPart, RingFailure, Sign
from siaga.language.refusals import Refusal
from siaga.language.values import AccountId, ContactId
from siaga.platform.ids import derived_id

UNREACHABLE_CODES = frozenset({0, 404, 410, 430, 477, 480, 500, 503})
BUSY_CODES = frozenset({486, 488, 600, 603})

HEARD_MAX = 20_000
EARLY_MAX = 1000
VANISHED_S = 3.0
"""A call that ended in order is told so by the switch well within this."""

OfCall = (
    port.Offered
    | port.Placed
    | port.Ringing
    | port.Answered
    | port.TakerFailed
    | port.Overflowed
    | port.Ended
    | port.Digit
    | port.Voice
    | port.Held
    | port.RecordingReady
    | port.Talking
)

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Ended:
    """A call that is over, for who keeps its recording; `answered`: there must be one."""

    call: str
    contact_id: ContactId
    answered: bool = False


class CallHearing:
    """`waits` is told of each call that waits, `over` of each that ended, `missing` of the end of
    one whose first ring was never heard here."""

    def __init__(
        self,
        board: Switchboard,
        callers: Callers,
        *,
        over: Callable[[Ended], None],
        waits: Callable[[str], None],
        missing: Callable[[], None],
    ) -> None:
        self.board, self.callers = board, callers
        self._over, self._waits, self._missing = over, waits, missing
        self.on_way: dict[str, asyncio.Task[None]] = {}  # Call-ID → its newest event
        self._heard: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._early: OrderedDict[str, list[OfCall]] = OrderedDict()

    def hear(self, event: port.Event, *, live: bool = True) -> None:
        """One call's events wait for each other, different calls' do not.

        What is not `live` was read in the journal: most of it was heard already.
        """
        if isinstance(event, port.Link | port.TakerOnline) or (not live and self._knows(event)):
            return
        self._heard[type(event).__name__, event.call] = None
        while len(self._heard) > HEARD_MAX:
            self._heard.popitem(last=False)
        before = self.on_way.get(event.call)
        task = asyncio.create_task(self._after(before, event, live=live), name="call event")
        self.on_way[event.call] = task
        task.add_done_callback(lambda done: self._done(event.call, done))

    async def idle(self) -> None:
        while self.on_way:
            await asyncio.gather(*self.on_way.values(), return_exceptions=True)

    def stop(self) -> None:
        for task in self.on_way.values():
            task.cancel()

    def _knows(self, event: OfCall) -> bool:
        return (type(event).__name__, event.call) in self._heard

    async def _after(self, before: asyncio.Task[None] | None, event: OfCall, *, live: bool) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        try:
            await self._hear(event, live=live)
        except Exception:
            log.exception("lines.event_failed", event_type=type(event).__name__)

    def _done(self, call: str, task: asyncio.Task[None]) -> None:
        if self.on_way.get(call) is task:
            del self.on_way[call]

    async def _hear(self, event: OfCall, *, live: bool) -> None:
        match event:
            case port.Offered():
                await self._offered(event, live=live)
            case port.Placed():
                self._placed(event)
            case port.Answered():
                await self._answered(event)
            case port.TakerFailed():
                await self._failed(event)
            case port.Ended():
                await self._ended(event)
            case port.Digit():
                await self._signed(event, Sign.DIGIT, event.digit)
            case port.Voice():
                await self._signed(event, Sign.VOICE)
            case port.Talking():
                self.board.names[self.board.contact_of(event.call)] = event.call
            case port.RecordingReady():
                await self._recorded(event)
            case port.Ringing() | port.Overflowed() | port.Held():
                pass  # what we asked for ourselves, or what the page says better
            case _:
                assert_never(event)

    async def _offered(self, event: port.Offered, *, live: bool) -> None:
        """Only what the switch says itself can ring: the journal knows of calls long over."""
        command, items = await self.callers.hear(event)
        if live:
            self._waits(event.call)
            self.board.names[ContactId(str(command.command_id))] = event.call
        await self.board.tell(command, items=items)
        for early in self._early.pop(event.call, ()):
            self.hear(early)

    def _placed(self, event: port.Placed) -> None:
        """A call-back, or another party of a running call."""
        self.board.outgoing[event.call] = Outgoing(
            contact_id=ContactId(event.contact), taker=AccountId(event.taker)
        )

    async def _answered(self, event: port.Answered) -> None:
        if placed := self.board.outgoing.get(event.call):
            placed.answered_at = event.at
            return
        path = CallPath.TAKER if event.taker else CallPath.SECOND_DESTINATION
        await self._of_known(
            event,
            NoteAnswer(
                command_id=derived_id("phone", event.call, "answered"),
                contact_id=self.board.contact_of(event.call),
                path=CallPath.FAILSAFE if event.failsafe and event.taker else path,
                answered_at=event.at,
                answered_by=AccountId(event.taker) if event.taker else None,
            ),
        )

    async def _failed(self, event: port.TakerFailed) -> None:
        contact_id = self.board.contact_of(event.call)
        command_id = derived_id("phone", event.call, "failed", event.taker, event.at)
        if not event.taker:
            await self.board.tell(ReturnCall(command_id=command_id, contact_id=contact_id))
            return
        why = RingFailure.NO_ANSWER
        if event.code in UNREACHABLE_CODES:
            why = RingFailure.UNREACHABLE
        elif event.code in BUSY_CODES:
            why = RingFailure.BUSY
        await self.board.tell(
            MissRing(
                command_id=command_id,
                contact_id=contact_id,
                taker=AccountId(event.taker),
                why=why,
            )
        )

    async def _signed(self, event: port.Digit | port.Voice, sign: Sign, digit: str = "") -> None:
        await self.board.tell(
            NoteSign(
                command_id=derived_id("phone", event.call, sign, digit, event.at),
                contact_id=self.board.contact_of(event.call),
                sign=sign,
                signed_at=event.at,
                digit=digit,
            )
        )

    async def _ended(self, event: port.Ended) -> None:
        contact_id = self.board.contact_of(event.call)
        life = self.board.floor.calls.get(contact_id)
        answered = life is not None and life.answered_at is not None and not event.replayed
        if placed := self.board.outgoing.get(event.call):
            await self._placed_ended(event, placed)
        else:
            await self._of_known(
                event,
                NoteEnd(
                    command_id=derived_id("phone", event.call, "ended"),
                    contact_id=contact_id,
                    ended_by=_by(event.by),
                    ended_at=event.at,
                    cause=event.cause,
                ),
            )
            self.board.names.pop(contact_id, None)
        self._over(Ended(call=event.call, contact_id=contact_id, answered=answered))
        self.board.outgoing.pop(event.call, None)

    async def _recorded(self, event: port.RecordingReady) -> None:
        """The sound of a call ended before the call did: its caller vanished without a word."""
        contact_id = self.board.contact_of(event.call)
        await asyncio.sleep(VANISHED_S)
        life = self.board.floor.calls.get(contact_id)
        if event.part != RecordedPart.TALK or life is None or life.held:
            return
        if life.answered_at is not None and life.answered_at < event.at:
            log.warning("lines.caller_vanished", contact_id=contact_id)
            await self.board.lose(contact_id)

    async def _placed_ended(self, event: port.Ended, placed: Outgoing) -> None:
        """A call-back or a call outside; the end of a colleague's leg ends nothing."""
        if not placed.contact_id or placed.contact_id in self.board.floor.calls:
            return
        await self.board.tell(placed_end(event, placed))
        await self.board.tell(
            NoteCallBackEnd(
                command_id=derived_id("phone", event.call, "ended"),
                contact_id=placed.contact_id,
                by=placed.taker,
                answered=placed.answered_at is not None,
                ended_at=event.at,
            )
        )

    async def _of_known(self, event: OfCall, command: Any) -> None:
        """What is said of a call nobody heard ring waits for the journal, which knows its ring."""
        known = command.contact_id in self.board.floor.calls
        if known or await self.callers.is_known(command.contact_id):
            await self.board.tell(command)
            return
        log.warning("lines.unheard_call", refusal=Refusal.UNKNOWN_CONTACT)
        self._early.setdefault(event.call, []).append(event)
        while len(self._early) > EARLY_MAX:
            self._early.popitem(last=False)
        self._missing()


def _by(text: str) -> EndedBy:
    return EndedBy(text) if text in set(EndedBy) else EndedBy.SYSTEM
