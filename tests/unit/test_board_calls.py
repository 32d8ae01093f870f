"""Calls that go on: their state whatever order things are told in, and who sees the number."""

from __future__ import annotations

import pytest

from siaga.boards import calls
from siaga.boards.calls import CallCard, CallState
from siaga.language.calls import CallPath, OverflowReason, PartyKind, Sign
from siaga.language.entry import Fact
from siaga.language.lines import (
    CallHeld,
    CallListened,
    CallOverflowed,
    CallReturned,
    CallTakenOver,
    CallTransferred,
    PartyAdded,
    PromptPlayed,
)
from siaga.language.values import AccountId, Actor, AgencyId, Role
from tests.board_entries import Told, drawn
from tests.builders import (
    ADMINISTRATOR,
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    DISPATCHER,
    HEAD,
    HOSPITAL_DESK,
    LEAD,
    NOW,
    SUPERVISOR,
    TAKER,
    TRAINEE,
    claim,
    person,
    sealed,
)
from tests.unit.call_story import (
    BUDI,
    CALL,
    RINA,
    answered,
    at,
    hung_up,
    missed,
    offered,
    rung,
    signed,
)

BOSS = AccountId(SUPERVISOR.id)


def card_of(*facts: Fact) -> CallCard:
    told = Told()
    for fact in facts:
        told(fact)
    card = drawn(calls, told.entries)[CALL]
    assert isinstance(card, CallCard)
    return card


def overflowed(second: float) -> CallOverflowed:
    return CallOverflowed(contact_id=CALL, why=OverflowReason.WAITED, when=at(second))


def held(second: float, *, yes: bool = True) -> CallHeld:
    return CallHeld(contact_id=CALL, held=yes, when=at(second))


def test_it_waits_rings_is_missed_and_waits_on_with_its_age() -> None:
    card = card_of(offered(), rung(RINA, 2))
    assert (card.state, card.since_at, card.taker) == (CallState.RINGING, at(2).at, RINA)
    assert (card.number, card.location) == (sealed("nomor"), claim())
    card = card_of(offered(), rung(RINA, 2), missed(RINA, 14))
    assert (card.state, card.since_at, card.taker) == (CallState.WAITING, at(14).at, None)
    assert (card.offered_at, card.missed_by) == (NOW, (RINA,))


def test_a_miss_told_late_does_not_stop_the_next_ring() -> None:
    card = card_of(offered(), rung(RINA, 2), rung(BUDI, 14), missed(RINA, 14))
    assert (card.state, card.taker, card.missed_by) == (CallState.RINGING, BUDI, (RINA,))


def test_the_second_destination_rings_until_somebody_answers() -> None:
    card = card_of(offered(), rung(RINA, 2), overflowed(8), missed(RINA, 14))
    assert (card.state, card.taker, card.missed_by) == (CallState.OVERFLOWING, None, (RINA,))
    back = CallReturned(contact_id=CALL, when=at(30))
    card = card_of(offered(), overflowed(8), back)
    assert (card.state, card.since_at) == (CallState.WAITING, at(30).at)
    assert card_of(offered(), overflowed(8), rung(BUDI, 9), back).state is CallState.RINGING
    there = answered(20, None, path=CallPath.SECOND_DESTINATION)
    card = card_of(offered(), rung(RINA, 2), overflowed(8), missed(RINA, 14), there)
    assert (card.state, card.taker, card.path) == (
        CallState.TALKING,
        None,
        CallPath.SECOND_DESTINATION,
    )


def test_who_answered_keeps_the_call_whatever_is_told_of_rings_afterwards() -> None:
    late = (missed(RINA, 13), rung(RINA, 2), overflowed(9), answered(31, RINA))
    card = card_of(offered(), rung(RINA, 2), answered(12, BUDI, path=CallPath.FAILSAFE), *late)
    assert (card.state, card.since_at, card.taker) == (CallState.TALKING, at(12).at, BUDI)
    assert (card.answered_at, card.path) == (at(12).at, CallPath.FAILSAFE)
    assert card.missed_by == (RINA,)


def test_hold_and_back() -> None:
    assert card_of(offered(), held(1)).state is CallState.WAITING
    card = card_of(offered(), answered(5), held(9), held(10))
    assert (card.state, card.since_at) == (CallState.HELD, at(9).at)
    assert card_of(offered(), answered(5), held(9), held(12, yes=False)).state is CallState.TALKING


def test_a_supervisor_listens_and_takes_over() -> None:
    listening = CallListened(contact_id=CALL, by=BOSS, when=at(9))
    card = card_of(offered(), answered(5), listening, listening)
    assert (card.listeners, card.taker) == ((BOSS,), RINA)
    over = CallTakenOver(contact_id=CALL, taker=RINA, by=BOSS, when=at(11))
    card = card_of(offered(), answered(5), listening, over)
    assert (card.listeners, card.taker, card.state) == ((), BOSS, CallState.TALKING)


def test_a_third_party_and_a_transfer() -> None:
    damkar = PartyAdded(
        contact_id=CALL, party=PartyKind.AGENCY, when=at(9), agency=AgencyId("damkar")
    )
    colleague = PartyAdded(contact_id=CALL, party=PartyKind.TAKER, when=at(10), account_id=BUDI)
    card = card_of(offered(), answered(5), damkar, colleague)
    assert [(line.agency, line.account_id) for line in card.parties] == [
        ("damkar", None),
        (None, BUDI),
    ]
    to_him = CallTransferred(contact_id=CALL, taker=RINA, when=at(12), to=BUDI)
    card = card_of(offered(), answered(5), damkar, colleague, to_him)
    assert (card.taker, [line.agency for line in card.parties]) == (BUDI, ["damkar"])
    to_them = CallTransferred(contact_id=CALL, taker=RINA, when=at(12), agency=AgencyId("damkar"))
    card = card_of(offered(), answered(5), damkar, to_them)
    assert (card.taker, len(card.parties), card.state) == (None, 1, CallState.TALKING)
    left = CallTransferred(contact_id=CALL, taker=RINA, when=at(12), alone=True)
    card = card_of(offered(), answered(5), damkar, left)
    assert (card.taker, card.alone_at) == (None, at(12).at)
    back = CallTakenOver(contact_id=CALL, taker=RINA, by=RINA, when=at(20))
    card = card_of(offered(), answered(5), damkar, left, back)
    assert (card.taker, card.alone_at) == (RINA, None)


def test_signs_and_the_spoken_question() -> None:
    many = [signed(Sign.DIGIT, second, digit=str(second % 10)) for second in range(1, 26)]
    prompt = PromptPlayed(contact_id=CALL, prompt="silent", when=at(7))
    card = card_of(offered(), answered(5), prompt, *many)
    assert (len(card.signs), card.signs[0].digit, card.signs[-1].at) == (20, "6", at(25).at)
    assert card.prompted_at == at(7).at


def test_it_is_gone_when_it_ends_and_nothing_told_later_brings_it_back() -> None:
    told = Told()
    for fact in (offered(), rung(RINA, 2), hung_up(9), missed(RINA, 9), answered(8)):
        told(fact)
    assert drawn(calls, told.entries) == {}


def test_told_again_from_the_edges_journal_it_stays_as_it_is() -> None:
    card = card_of(offered(), answered(5), offered(late=True))
    assert (card.state, card.late, card.answered_at) == (CallState.TALKING, False, at(5).at)


@pytest.mark.parametrize("viewer", [TAKER, DISPATCHER, LEAD, SUPERVISOR])
def test_who_answers_sees_the_number(viewer: Actor) -> None:
    seen = calls.view(card_of(offered()), viewer)
    assert seen is not None
    assert seen.number == sealed("nomor")


@pytest.mark.parametrize("viewer", [TRAINEE, HEAD, AUDITOR, person("x", Role.TRAINEE, Role.HEAD)])
def test_others_see_the_call_only(viewer: Actor) -> None:
    seen = calls.view(card_of(offered()), viewer)
    assert seen is not None
    assert (seen.number, seen.contact_id) == (None, CALL)


@pytest.mark.parametrize("viewer", [CREW, DAMKAR_DESK, HOSPITAL_DESK, ADMINISTRATOR])
def test_nobody_else_sees_anything(viewer: Actor) -> None:
    assert calls.view(card_of(offered()), viewer) is None
