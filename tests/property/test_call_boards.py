"""The boards of the telephone, under any order in which the facts of a few calls are told."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import call_backs, calls, queue, service_level, takers
from siaga.boards.calls import CallState
from siaga.desks.lines.commands import SET_BY_PERSON
from siaga.desks.lines.doors import DESK as LINES
from siaga.language.calls import Doing, taker
from siaga.language.entry import Entry, Fact
from siaga.language.intake import ContactWrappedUp
from siaga.language.lines import (
    CallAnswered,
    CallBackClosed,
    CallBackWanted,
    CallEnded,
    CallOffered,
    LinesFact,
    NumberRestricted,
    TakerDutySet,
)
from siaga.language.values import AccountId
from tests.board_entries import Told, drawn
from tests.property.any_facts import any_fact
from tests.story import fold

CALL_FACTS = tuple(
    kind
    for kind in get_args(LinesFact)
    if "contact_id" in {one.name for one in fields(kind)} and kind is not NumberRestricted
)
TALK = (CallState.TALKING, CallState.HELD)


def journals() -> st.SearchStrategy[list[Entry]]:
    """Each call is offered once and first; all that follows comes in any order, at any time."""
    offers = st.lists(any_fact(CallOffered), min_size=1, max_size=3, unique_by=_contact)
    later = [any_fact(kind) for kind in CALL_FACTS if kind is not CallOffered]
    duty = any_fact(TakerDutySet).filter(lambda fact: fact.doing in SET_BY_PERSON)
    rest = st.lists(st.one_of(*later, duty, any_fact(ContactWrappedUp)))
    return st.tuples(offers, rest).map(lambda both: _told(both[0] + both[1]))


def _contact(fact: Any) -> str:
    return str(fact.contact_id)


def _told(facts: list[Fact]) -> list[Entry]:
    told = Told()
    for fact in facts:
        told(fact)
    return told.entries


def told_of(entries: list[Entry], kind: type[Any], contact_id: str) -> list[Any]:
    facts: list[Any] = [entry.fact for entry in entries]
    return [fact for fact in facts if isinstance(fact, kind) and fact.contact_id == contact_id]


@given(entries=journals())
@settings(max_examples=150, deadline=None)
def test_a_call_is_shown_from_its_offer_until_its_end_and_talks_once_answered(
    entries: list[Entry],
) -> None:
    shown = drawn(calls, entries)
    offered = {_contact(e.fact) for e in entries if isinstance(e.fact, CallOffered)}
    assert set(shown) == {one for one in offered if not told_of(entries, CallEnded, one)}
    for contact_id, card in shown.items():
        answers = told_of(entries, CallAnswered, contact_id)
        assert (card.state in TALK) == bool(answers) == (card.answered_at is not None)
        if answers:
            assert card.answered_at == answers[0].when.at
        assert (card.state is CallState.RINGING) <= (card.taker is not None)


@given(entries=journals())
@settings(max_examples=150, deadline=None)
def test_no_taker_is_held_by_a_call_that_has_ended(entries: list[Entry]) -> None:
    """Whenever the end is told at last, whoever the call held is free: no ghost is busy."""
    for account_id, card in drawn(takers, entries).items():
        if card.only_placed:  # a call outwards holds without a contact
            assert card.placed_id
            assert card.doing is Doing.TALKING
            continue
        busy = card.doing in (Doing.RINGING, Doing.TALKING)
        assert (card.contact_id is not None) == (busy or card.doing is Doing.WRAP_UP)
        for ended in told_of(entries, CallEnded, card.contact_id or "nobody"):
            told = _told([*(entry.fact for entry in entries), replace(ended, taker=account_id)])
            after = drawn(takers, told)[account_id]
            assert after.doing not in (Doing.RINGING, Doing.TALKING) or after.only_placed


@given(entries=journals())
@settings(max_examples=150, deadline=None)
def test_the_board_shows_what_the_desk_has_in_mind_of_a_taker(entries: list[Entry]) -> None:
    for account_id, card in drawn(takers, entries).items():
        life = fold(LINES, taker(AccountId(account_id)), entries)
        assert (card.doing, card.contact_id, card.after) == (
            life.doing,
            life.contact_id,
            life.after,
        )
        assert life.since_at in (card.since_at, None)


@given(entries=journals())
@settings(max_examples=100, deadline=None)
def test_who_is_owed_a_call_stays_on_the_list_until_it_is_closed(entries: list[Entry]) -> None:
    owed: set[str] = set()
    for entry in entries:
        match entry.fact:
            case CallBackWanted(contact_id=contact_id):
                owed.add(contact_id)
            case CallBackClosed(contact_id=contact_id):
                owed.discard(contact_id)
            case _:
                pass
    assert set(drawn(call_backs, entries)) == owed


@given(entries=journals())
@settings(max_examples=100, deadline=None)
def test_a_call_leaves_the_queue_only_when_its_contact_is_wrapped_up(entries: list[Entry]) -> None:
    offered = {_contact(e.fact) for e in entries if isinstance(e.fact, CallOffered)}
    wrapped = {c for c in offered if told_of(entries, ContactWrappedUp, c)}
    assert set(drawn(queue, entries)) == offered - wrapped


@given(entries=journals())
@settings(max_examples=100, deadline=None)
def test_no_more_waits_are_counted_than_calls(entries: list[Entry]) -> None:
    """Told in any order, but of one call only what can be true together."""
    said: dict[tuple[type[Fact], str], Any] = {}
    for entry in entries:
        if isinstance(entry.fact, CallOffered | CallAnswered | CallEnded):
            said.setdefault((type(entry.fact), entry.fact.contact_id), entry.fact)
    told = Told()
    for (kind, contact_id), fact in said.items():
        offer = said.get((CallOffered, contact_id))
        answer = said.get((CallAnswered, contact_id))
        if kind is CallEnded:
            fact = replace(fact, answered_at=answer.when.at if answer else None)
        if offer is not None:
            told(fact if kind is CallOffered else replace(fact, offered_at=offer.when.at))
    for card in drawn(service_level, told.entries).values():
        assert sum(card.waits.values()) <= card.answered <= card.offered
        assert card.answered + card.unanswered <= card.offered
