"""Laws of every board, under any order of any facts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import siaga.boards
from siaga.boards import (
    announcements,
    call_backs,
    calls,
    guides,
    incident_story,
    links,
    open_incidents,
    queue,
    referrals,
    reporter_progress,
    reporter_status,
    restrictions,
    service_level,
    statistics,
    suggestions,
    takers,
    units,
    victims,
)
from siaga.language.entry import Entry
from siaga.language.values import Actor, ActorKind, AgencyId, HospitalId, Role, UnitId
from siaga.platform.records import decoder, encode
from tests.board_entries import drawn
from tests.property.any_facts import CALLER, logbooks

OF_GUIDES = [guides, victims]
OF_LINKS = [links, reporter_progress, reporter_status]
OF_CALLS = [announcements, call_backs, calls, restrictions, service_level, takers]
KEPT_IN_CARDS = [
    importlib.import_module(f"siaga.boards.{found.name}")
    for found in pkgutil.iter_modules(siaga.boards.__path__)
    if found.name != "incident_story"  # it is read from the logbook, and keeps no card
]
ABOUT_CASES = [
    incident_story,
    open_incidents,
    queue,
    referrals,
    suggestions,
    units,
    *OF_CALLS,
    *OF_GUIDES,
    *OF_LINKS,
]

OUTSIDE_ROLES = [
    Role.AGENCY_DESK,
    Role.FIELD_CREW,
    Role.HOSPITAL_DESK,
    Role.ADMINISTRATOR,
]


def named(board: ModuleType) -> str:
    return board.__name__.rpartition(".")[2]


def card_type(board: ModuleType, key: str) -> Any:
    if board is statistics:
        return statistics.TABLES[key.partition(":")[0]][1]
    return board.CARD


def through_a_checkpoint(board: ModuleType, cards: dict[str, Any]) -> dict[str, Any]:
    return {key: decoder(card_type(board, key)).decode(encode(card)) for key, card in cards.items()}


def drawn_on(board: ModuleType, cards: dict[str, Any], entries: Iterable[Entry]) -> dict[str, Any]:
    cards = dict(cards)
    for entry in entries:
        for key in board.keys(entry.fact):
            card = board.draw(key, cards.pop(key, None), entry)
            if card is not None:
                cards[key] = card
    return cards


@pytest.mark.parametrize("board", KEPT_IN_CARDS, ids=named)
@given(data=st.data(), cut=st.integers(0, 24))
@settings(max_examples=25, deadline=None)
def test_rebuilt_from_the_beginning_is_the_same_as_live(
    board: ModuleType, data: st.DataObject, cut: int
) -> None:
    """A checkpoint is taken anywhere, read back, and drawn on."""
    entries = data.draw(logbooks(board.HEARS))
    live = through_a_checkpoint(board, drawn(board, entries[:cut]))
    assert drawn_on(board, live, entries[cut:]) == drawn(board, entries)


@pytest.mark.parametrize("board", KEPT_IN_CARDS, ids=named)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_keys_name_every_card_a_fact_changes(board: ModuleType, data: st.DataObject) -> None:
    entries = data.draw(logbooks(board.HEARS))
    every_key = {key for entry in entries for key in board.keys(entry.fact)} | {"nobody"}
    cards: dict[str, Any] = dict.fromkeys(every_key)
    for entry in entries:
        cards = {key: board.draw(key, card, entry) for key, card in cards.items()}
    assert {key: card for key, card in cards.items() if card} == drawn(board, entries)


@pytest.mark.parametrize("board", KEPT_IN_CARDS, ids=named)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_card_that_was_handed_out_never_changes(board: ModuleType, data: st.DataObject) -> None:
    entries = data.draw(logbooks(board.HEARS))
    cards: dict[str, Any] = {}
    for entry in entries:
        for key in board.keys(entry.fact):
            before = cards.get(key)
            said = encode(before)
            cards[key] = board.draw(key, before, entry)
            assert encode(before) == said


def outsiders() -> st.SearchStrategy[Actor]:
    """Everybody who has rights but does not sit in the room."""
    return st.builds(
        Actor,
        kind=st.just(ActorKind.PERSON),
        id=st.sampled_from(["accountid-0", "accountid-1"]),
        roles=st.frozensets(st.sampled_from(OUTSIDE_ROLES)),
        units=st.frozensets(st.sampled_from([UnitId("unitid-0"), UnitId("unitid-1")])),
        agency=st.sampled_from([None, AgencyId("agencyid-0"), AgencyId("agencyid-1")]),
        hospital=st.sampled_from([None, HospitalId("hospitalid-0")]),
    )


def cards_of_cases(entries: list[Entry]) -> list[tuple[ModuleType, Any]]:
    found = [
        (board, card)
        for board in ABOUT_CASES
        if board is not incident_story
        for card in drawn(board, entries).values()
    ]
    lines = [incident_story.draw(str(one.position), None, one) for one in entries]
    return [*found, *((incident_story, line) for line in lines)]


@given(entries=logbooks(), viewer=outsiders())
@settings(max_examples=80, deadline=None)
def test_nobody_outside_the_room_learns_who_called(entries: list[Entry], viewer: Actor) -> None:
    for board, card in cards_of_cases(entries):
        seen = board.view(card, viewer)
        assert seen is None or CALLER not in encode(seen)
        assert seen is None or viewer.roles & board.ROLES


@given(entries=logbooks(), viewer=outsiders())
@settings(max_examples=40, deadline=None)
def test_outside_the_room_an_incident_names_no_contact_and_an_agency_reads_no_note(
    entries: list[Entry], viewer: Actor
) -> None:
    for card in drawn(open_incidents, entries).values():
        seen = open_incidents.view(card, viewer)
        if seen is None:
            continue
        assert seen.contact_ids == ()
        assert Role.FIELD_CREW in viewer.roles or seen.notes == ()
        own_units = {line.unit_id for line in seen.dispatches.values()} & viewer.units
        own_tasks = {line.agency for line in seen.referrals.values()} & {viewer.agency}
        assert own_units or own_tasks


@given(entries=logbooks(), role=st.sampled_from([Role.TRAINEE, Role.HEAD, Role.AUDITOR]))
@settings(max_examples=60, deadline=None)
def test_a_number_that_called_is_for_those_who_answer(entries: list[Entry], role: Role) -> None:
    viewer = Actor(kind=ActorKind.PERSON, id="v", roles=frozenset({role}))
    for board in OF_CALLS:
        for card in drawn(board, entries).values():
            assert CALLER not in encode(board.view(card, viewer))


@given(entries=logbooks(), viewer=outsiders())
@settings(max_examples=40, deadline=None)
def test_the_telephone_is_the_rooms_own(entries: list[Entry], viewer: Actor) -> None:
    for board in OF_CALLS:
        for card in drawn(board, entries).values():
            assert board.view(card, viewer) is None


@given(entries=logbooks())
@settings(max_examples=25, deadline=None)
def test_a_trainee_never_reads_a_caller_who_must_not_be_contacted(entries: list[Entry]) -> None:
    trainee = Actor(kind=ActorKind.PERSON, id="t", roles=frozenset({Role.TRAINEE}))
    for card in drawn(queue, entries).values():
        seen = queue.view(card, trainee)
        assert seen is not None
        assert card.safety != "do_not_contact" or CALLER not in encode(seen)
    for entry in entries:
        line = incident_story.draw(str(entry.position), None, entry)
        assert line is not None
        assert CALLER not in encode(incident_story.view(line, trainee))
