"""Laws of a telephone call's contact, with the desks of the lines and of intake on one logbook.

1 Whoever rang is in the queue until the contact is wrapped up.
2 Nobody is wrapped up while they wait to be picked up, or while they are owed a call.
3 Nobody who pressed a digit or spoke is wrapped up by the system, unless somebody called back.
4 Only a person names what came of a call in which somebody was spoken with.
5 Whoever pressed a digit is not called back, unless a person allowed it.
6 `calls` shows the calls that go on as the lines desk has them in mind.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from siaga.boards import calls, queue
from siaga.desks.intake.commands import ClassifyContact
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.desks.lines.commands import (
    AskCallBack,
    CallerSeen,
    CloseCallBack,
    HearCall,
    MissRing,
    NoteAnswer,
    NoteCallBackEnd,
    NoteEnd,
    NoteSign,
    OverflowCall,
    PlayPrompt,
    ReturnCall,
    RingTaker,
    TryCallBack,
)
from siaga.desks.lines.doors import DESK as LINES
from siaga.language.calls import (
    CallBackOutcome,
    CallerId,
    CallPath,
    EndedBy,
    OverflowReason,
    RingFailure,
    Sign,
)
from siaga.language.entry import Entry
from siaga.language.intake import ContactWrappedUp, contact_life
from siaga.language.lines import CallAnswered, CallBackTried, CallerSigned, CallOffered
from siaga.language.values import (
    AccountId,
    Actor,
    ActorKind,
    ContactId,
    ContactKind,
    SubjectId,
)
from tests.board_entries import drawn
from tests.builders import CHANNEL_ACTOR, OTHER_TAKER, TAKER, sealed, uid
from tests.world import World

PEOPLE = st.sampled_from([TAKER, OTHER_TAKER])
ACCOUNTS = st.sampled_from([AccountId(TAKER.id), AccountId(OTHER_TAKER.id)])
PLACES = st.sampled_from([1, 2])
BY_SYSTEM = (ContactKind.UNANSWERED, ContactKind.CUT_OFF)


class Lines(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=(INTAKE, LINES))
        self.number = 0
        self.contacts: list[ContactId] = []

    def fresh(self) -> Any:
        self.number += 1
        return uid(self.number)

    @initialize()
    def two_ring(self) -> None:
        self.somebody_rings(number=True, subject="rina")
        self.somebody_rings(number=False, subject=None)

    @precondition(lambda self: self.number > 12 * len(self.contacts))
    @rule(number=st.booleans(), subject=st.sampled_from(["rina", None]))
    def somebody_rings(self, number: bool, subject: str | None) -> None:
        command = HearCall(
            command_id=self.fresh(),
            line="main",
            caller_id=CallerId.SHOWN if number else CallerId.ABSENT,
            offered_at=self.world.now,
            seen=CallerSeen(),
            subject=SubjectId(subject) if subject else None,
            number=sealed("0812") if number else None,
        )
        self.world.submit("lines", command, CHANNEL_ACTOR)
        self.contacts.append(ContactId(str(command.command_id)))

    def tell(self, told: type[Any], place: int, **said: Any) -> None:
        """`place`: of the last two calls the one it is about."""
        contact_id = self.contacts[-place]
        command = told(command_id=self.fresh(), contact_id=contact_id, **said)
        self.world.submit("lines", command, CHANNEL_ACTOR)

    def ask(self, wanted: type[Any], place: int, who: Actor, **said: Any) -> None:
        command = wanted(command_id=self.fresh(), contact_id=self.contacts[-place], **said)
        desk = "intake" if wanted is ClassifyContact else "lines"
        self.world.submit(desk, command, who)

    @rule(place=PLACES, taker=ACCOUNTS)
    def it_rings_at_a_taker(self, place: int, taker: AccountId) -> None:
        self.tell(RingTaker, place, taker=taker)

    @rule(place=PLACES, taker=ACCOUNTS, why=st.sampled_from(RingFailure))
    def a_ring_is_missed(self, place: int, taker: AccountId, why: RingFailure) -> None:
        self.tell(MissRing, place, taker=taker, why=why)

    @rule(place=PLACES)
    def it_overflows(self, place: int) -> None:
        self.tell(OverflowCall, place, why=OverflowReason.WAITED)

    @rule(place=PLACES)
    def it_comes_back(self, place: int) -> None:
        self.tell(ReturnCall, place)

    @rule(place=PLACES, taker=st.one_of(st.none(), ACCOUNTS), path=st.sampled_from(CallPath))
    def somebody_picks_up(self, place: int, taker: AccountId | None, path: CallPath) -> None:
        at = self.world.now
        self.tell(NoteAnswer, place, path=path, answered_at=at, answered_by=taker)

    @rule(place=PLACES, sign=st.sampled_from(Sign))
    def the_caller_signs(self, place: int, sign: Sign) -> None:
        self.tell(NoteSign, place, sign=sign, signed_at=self.world.now, digit="5")

    @rule(place=PLACES, by=st.sampled_from(EndedBy))
    def it_ends(self, place: int, by: EndedBy) -> None:
        self.tell(NoteEnd, place, ended_by=by, ended_at=self.world.now)

    @rule(place=PLACES, taker=ACCOUNTS, answered=st.booleans())
    def a_call_back_ends(self, place: int, taker: AccountId, answered: bool) -> None:
        at = self.world.now
        self.tell(NoteCallBackEnd, place, by=taker, answered=answered, ended_at=at)

    @rule(place=PLACES, who=PEOPLE, kind=st.sampled_from(ContactKind))
    def somebody_names_a_kind(self, place: int, who: Actor, kind: ContactKind) -> None:
        self.ask(ClassifyContact, place, who, kind=kind)

    @rule(place=PLACES, who=PEOPLE, outcome=st.sampled_from(CallBackOutcome))
    def somebody_closes_a_call_back(self, place: int, who: Actor, outcome: CallBackOutcome) -> None:
        self.ask(CloseCallBack, place, who, outcome=outcome)

    @rule(place=PLACES, who=PEOPLE, kind=st.sampled_from([TryCallBack, AskCallBack, PlayPrompt]))
    def somebody_acts(self, place: int, who: Actor, kind: type[Any]) -> None:
        self.ask(kind, place, who)

    @rule(spent=st.sampled_from([1, 9, 400]))
    def time_passes(self, spent: int) -> None:
        self.world.wait(timedelta(seconds=spent))

    @invariant()
    def nobody_is_lost(self) -> None:
        entries = self.world.entries
        wrapped = {fact.contact_id for fact in self.world.facts(ContactWrappedUp)}
        offered = {fact.contact_id for fact in self.world.facts(CallOffered)}
        assert set(drawn(queue, entries)) == offered - wrapped
        for entry in entries:
            if isinstance(entry.fact, ContactWrappedUp):
                self.may_be_wrapped(entry, entry.fact)

    def may_be_wrapped(self, entry: Entry, wrapped: ContactWrappedUp) -> None:
        before = World(desks=(INTAKE, LINES), entries=self.world.entries[: entry.position - 1])
        call = before.state("intake", contact_life(wrapped.contact_id)).call
        assert call.answered_at or call.ended_at
        if entry.actor_kind is ActorKind.PERSON:
            return
        assert wrapped.kind in BY_SYSTEM
        assert call.ended_at
        assert not call.owed
        assert call.called_back or not call.signed
        if wrapped.kind is ContactKind.UNANSWERED:
            answers = before.facts(CallAnswered)
            assert wrapped.contact_id not in {fact.contact_id for fact in answers}

    @invariant()
    def who_pressed_a_digit_is_not_called_back(self) -> None:
        muted: set[str] = set()
        for entry in self.world.entries:
            match entry.fact:
                case CallerSigned(contact_id=contact_id, sign=Sign.DIGIT):
                    muted.add(contact_id)
                case CallBackTried(contact_id=contact_id):
                    assert contact_id not in muted
                case _:
                    pass

    @invariant()
    def the_board_shows_what_the_desk_has_in_mind(self) -> None:
        shown = drawn(calls, self.world.entries)
        for contact_id in self.contacts:
            life = self.world.state("lines", contact_life(contact_id))
            card = shown.get(contact_id)
            assert (card is None) == (life.ended_at is not None)
            if card is not None:
                state = "talking" if card.state == "held" else card.state
                assert (state, card.taker) == (life.phase, life.taker)
                assert (card.since_at, card.answered_at) == (life.since_at, life.answered_at)


Lines.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestCallContacts = Lines.TestCase
