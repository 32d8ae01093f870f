"""A shift at the telephones on simulated time: the real lines desk, simulated people around it.

Nothing here decides who is next: every turn is the desk's own advice and its own decision. There
is no database and no second destination, so a caller whom nobody answers waits or hangs up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any
from uuid import UUID

from siaga.desks.lines.advise import Floor, Ring, caller_seen, waited
from siaga.desks.lines.commands import (
    Command,
    FinishWrapUp,
    HearCall,
    NoteAnswer,
    NoteEnd,
    NoteSign,
    RingTaker,
    SetDuty,
    SettleCallBacks,
)
from siaga.desks.lines.decide import boundary, decide
from siaga.desks.lines.state import CallerLife, CallLife, Phase, TakerLife, evolve
from siaga.language.calls import CallerId, CallPath, Doing, EndedBy, Sign
from siaga.language.entry import Entry, Fact
from siaga.language.intake import ContactWrappedUp
from siaga.language.lines import CallOffered
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.values import (
    AccountId,
    Actor,
    ActorKind,
    Asked,
    ContactId,
    ContactKind,
    Sealed,
    SubjectId,
    Tag,
    When,
)
from siaga.simulation.phone_callers import Attempt, Caller, CallerKind

KINDS = {
    CallerKind.REAL: ContactKind.EMERGENCY,
    CallerKind.INFORMATION: ContactKind.INFORMATION,
    CallerKind.PRANK: ContactKind.PRANK,
    CallerKind.GHOST: ContactKind.SILENT,
    CallerKind.ACCIDENTAL: ContactKind.ACCIDENTAL,
}
NUMBER = Sealed("number", "digest")
CHANNEL = Actor(kind=ActorKind.CHANNEL, id="phone")


@dataclass(slots=True, kw_only=True)
class Told:
    """What became of one caller, over all attempts."""

    caller: Caller
    likely: float = 0.0  # at the first attempt
    answered_s: float | None = None  # since the first ring of the first attempt
    gave_up: int = 0
    taken_s: float = 0.0  # of a taker's time: ring, talk and writing
    lost_in_greeting: bool = False


@dataclass(slots=True, kw_only=True)
class Call:
    """One attempt on its way."""

    told: Told
    attempt: int
    contact_id: ContactId
    subject: SubjectId | None
    offered_at_s: float
    taker: AccountId | None = None
    rung_at_s: float = 0.0
    is_over: bool = False


@dataclass(slots=True, kw_only=True)
class Sums:
    overtaken: int = 0
    refused: int = 0
    busy_s: float = 0.0
    calls: int = 0


@dataclass(slots=True)
class Shift:
    """`is_fifo`: nothing but age counts. `knows_all`: as if real callers were known as such."""

    place: Place
    takers: Sequence[AccountId]
    begin_at: datetime
    zone_h: int = 7
    is_fifo: bool = False
    knows_all: bool = False
    greeting_s: float = 0.0  # of centres that let callers hear one before anybody rings
    floor: Floor = field(default_factory=Floor)
    callers: dict[SubjectId, CallerLife] = field(default_factory=dict)
    calls: dict[ContactId, Call] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)
    announced: int = 0
    now_s: float = 0.0
    _events: list[tuple[float, int, str, Any]] = field(default_factory=list)
    _ids: Any = field(default_factory=count)
    _position: int = 0

    def open(self) -> None:
        for who in self.takers:
            actor = Actor(kind=ActorKind.PERSON, id=who)
            self.ask(SetDuty(command_id=self.new_id(), doing=Doing.READY), by=actor)

    def run(self, callers: Iterable[Caller]) -> None:
        """Until the last of them was heard to the end."""
        for caller in callers:
            self.work(until_s=caller.at_s)
            told = Told(caller=caller)
            self.told.append(told)
            self.at(caller.at_s, "arrive", about=(told, 0))
        self.work(until_s=float("inf"))

    def work(self, *, until_s: float) -> None:
        while self._events and self._events[0][0] <= until_s:
            self.now_s, _, what, about = heappop(self._events)
            getattr(self, f"_{what}")(about)

    def at(self, at_s: float, what: str, *, about: Any) -> None:
        heappush(self._events, (at_s, next(self._ids), what, about))

    # ---- what happens

    def _arrive(self, about: tuple[Told, int]) -> None:
        told, attempt = about
        caller = told.caller
        draws = caller.attempts[attempt]
        if draws.patience_s <= self.greeting_s:
            told.lost_in_greeting = True
            return
        new = self.new_id()
        subject = SubjectId(caller.number) if caller.number else None
        call = Call(
            told=told,
            attempt=attempt,
            contact_id=ContactId(str(new)),
            subject=subject,
            offered_at_s=self.now_s,
        )
        self.calls[call.contact_id] = call
        self.sums.calls += 1
        facts = self.ask(self._hear(new, call))
        if attempt == 0 and isinstance(facts[0], CallOffered):
            told.likely = facts[0].likely
        self.at(self.now_s + draws.patience_s - self.greeting_s, "give_up", about=call)
        if draws.sign_s is not None and not self.is_fifo:
            self.at(self.now_s + draws.sign_s, "sign", about=call)
        self.give_turns()

    def _hear(self, new: UUID, call: Call) -> HearCall:
        now, subject = self.now(), call.subject
        life = self.callers.get(subject) if subject else None
        seen = caller_seen(
            None if self.is_fifo else life,
            now=now,
            announced=self.announced,
            on_open_incident=self.knows_all and self.is_wanted(call.told.caller),
            local_hour=(now.hour + self.zone_h) % 24,
        )
        return HearCall(
            command_id=new,
            line="main",
            caller_id=CallerId.SHOWN if subject else CallerId.ABSENT,
            offered_at=now,
            seen=seen,
            subject=subject,
            number=NUMBER if subject else None,
        )

    def _sign(self, call: Call) -> None:
        """Heard only while waiting: in the announcement."""
        life = self.floor.calls.get(call.contact_id)
        if life is None or life.phase is not Phase.WAITING:
            return
        self.ask(
            NoteSign(
                command_id=self.new_id(),
                contact_id=call.contact_id,
                sign=Sign.VOICE,
                signed_at=self.now(),
            )
        )

    def _give_up(self, call: Call) -> None:
        life = self.floor.calls.get(call.contact_id)
        if call.is_over or life is None or life.phase is Phase.TALKING:
            return
        call.is_over = True
        call.told.gave_up += 1
        if call.taker is not None:
            self._spent(call, self.now_s - call.rung_at_s)
        self.end(call)
        again_s = self.draws(call).again_s
        if again_s is not None and call.attempt + 1 < len(call.told.caller.attempts):
            self.at(self.now_s + again_s, "arrive", about=(call.told, call.attempt + 1))
        self.give_turns()

    def _pick_up(self, call: Call) -> None:
        if call.is_over:
            return
        call.told.answered_s = self.now_s - call.told.caller.at_s
        self.ask(
            NoteAnswer(
                command_id=self.new_id(),
                contact_id=call.contact_id,
                path=CallPath.TAKER,
                answered_at=self.now(),
                answered_by=call.taker,
            )
        )
        life = self.callers.get(call.subject) if call.subject else None
        if call.subject and life and life.waiting:
            self.ask(SettleCallBacks(command_id=self.new_id(), subject=call.subject))
        self.at(self.now_s + self.draws(call).talk_s, "hang_up", about=call)

    def _hang_up(self, call: Call) -> None:
        call.is_over = True
        self.end(call)
        wrap_s = min(
            self.draws(call).wrap_s, self.place.lines.wrap_up_max_s
        )  # then its timer rings
        self.at(self.now_s + wrap_s, "written", about=call)
        self.give_turns()

    def _written(self, call: Call) -> None:
        """The taker names the kind; only now is a prank a verified one."""
        assert call.taker is not None
        self._spent(call, self.now_s - call.rung_at_s)
        kind, when = KINDS[call.told.caller.kind], When(at=self.now())
        self.write(
            ContactWrappedUp(contact_id=call.contact_id, kind=kind, when=when, subject=call.subject)
        )
        self.ask(
            FinishWrapUp(command_id=self.new_id(), contact_id=call.contact_id, taker=call.taker)
        )
        self.give_turns()

    def _spent(self, call: Call, span_s: float) -> None:
        call.told.taken_s += span_s
        self.sums.busy_s += span_s

    def is_wanted(self, caller: Caller) -> bool:
        """Whose wait is measured."""
        return caller.kind is CallerKind.REAL

    def draws(self, call: Call) -> Attempt:
        return call.told.caller.attempts[call.attempt]

    # ---- the desk

    def give_turns(self) -> None:
        for turn in self.floor.turns(self.place.lines, self.now(), online=self.takers):
            if not isinstance(turn, Ring):
                continue
            call = self.calls[turn.contact_id]
            self._count_overtaken(turn)
            self.ask(
                RingTaker(command_id=self.new_id(), contact_id=turn.contact_id, taker=turn.taker)
            )
            call.taker, call.rung_at_s = turn.taker, self.now_s
            self.at(self.now_s + self.draws(call).pickup_s, "pick_up", about=call)

    def _count_overtaken(self, turn: Ring) -> None:
        """Said again from domain.md 4, apart from the desk's own words."""
        mine = self.floor.calls[turn.contact_id].offered_at
        assert mine is not None
        bound_s = self.place.lines.bound_s
        for life in self.floor.calls.values():
            if life.phase is Phase.WAITING and life.offered_at and life.offered_at < mine:
                self.sums.overtaken += waited(life, self.now()) >= bound_s

    def end(self, call: Call) -> None:
        self.ask(
            NoteEnd(
                command_id=self.new_id(),
                contact_id=call.contact_id,
                ended_by=EndedBy.CALLER,
                ended_at=self.now(),
                cause=16,
            )
        )
        self.calls.pop(call.contact_id, None)

    def ask(self, command: Command, *, by: Actor = CHANNEL) -> Sequence[Fact]:
        states = {tag: self.state(tag) for tag in boundary(command)}
        asked = Asked(actor=by, received_at=self.now())
        outcome = decide(command, states, self.place, asked)
        if isinstance(outcome, Refused):
            self.sums.refused += 1
            raise AssertionError(f"{command} was refused: {outcome.reason}")
        for fact in outcome:
            self.write(fact)
        return outcome

    def write(self, fact: Fact) -> None:
        self._position += 1
        now = self.now()
        entry = Entry(
            position=self._position,
            fact=fact,
            recorded_at=now,
            received_at=now,
            command_id="",
            actor_kind=ActorKind.SYSTEM,
            actor="simulation",
        )
        self.floor.see(entry)
        for tag in fact.tags():
            if tag.startswith("sender:"):
                subject = SubjectId(tag[7:])
                life = self.callers.get(subject) or CallerLife()
                self.callers[subject] = evolve(tag, life, entry)

    def state(self, tag: Tag) -> Any:
        prefix, _, name = tag.partition(":")
        match prefix:
            case "contact-life":
                return self.floor.calls.get(ContactId(name)) or CallLife()
            case "taker":
                return self.floor.takers.get(AccountId(name)) or TakerLife()
            case _:
                return self.callers.get(SubjectId(name)) or CallerLife()

    def now(self) -> datetime:
        return self.begin_at + timedelta(seconds=self.now_s)

    def new_id(self) -> UUID:
        return UUID(int=next(self._ids) + 1)
