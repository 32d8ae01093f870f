"""The board of suggestions: the newest advice about each contact still to be dealt with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.boards import suggestions
from siaga.boards.suggestions import LIFE_AHEAD_PM, ahead_pm
from siaga.language.entry import Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import (
    ContactOpened,
    ContactReopened,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.triage import Candidate, DuplicatesSuggested, JudgedDifferent, Reason
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    Priority,
    Safety,
)
from tests.board_entries import Told, drawn
from tests.builders import CREW, HEAD, TAKER, TRAINEE, by_server
from tests.unit.test_triage_desk import CONTACT, DIFFERENT, FIRE, OPENED, POINTED_OUT, SUGGESTED


def shown(*facts: Fact) -> suggestions.SuggestionCard | None:
    tell = Told()
    for fact in facts:
        tell(fact)
    card: suggestions.SuggestionCard | None = drawn(suggestions, tell.entries).get(CONTACT)
    return card


def test_the_newest_advice_is_shown() -> None:
    card = shown(OPENED, SUGGESTED, replace(SUGGESTED, injured=3), POINTED_OUT)
    assert card is not None
    assert card.triage is not None
    assert (card.triage.injured, card.triage.share_pm) == (3, 910)
    assert card.triage.ahead_pm == LIFE_AHEAD_PM
    assert card.triage.seems_prank is False
    assert card.duplicates is not None
    assert [one.incident_id for one in card.duplicates.candidates] == [FIRE]


def test_what_a_person_judged_different_leaves_and_does_not_come_back() -> None:
    second = Candidate(incident_id=IncidentId("i-2"), share_pm=700, distance_m=None, age_s=5)
    both: DuplicatesSuggested = replace(POINTED_OUT, candidates=(*POINTED_OUT.candidates, second))
    for facts in (
        [OPENED, both, DIFFERENT],
        [OPENED, DIFFERENT, both],
        [OPENED, both, DIFFERENT, both],
    ):
        card = shown(*facts)
        assert card is not None
        assert card.duplicates is not None
        assert card.duplicates.candidates == (second,)
        assert card.different == (FIRE,)


ENDINGS: list[Fact] = [
    ContactWrappedUp(contact_id=CONTACT, kind=ContactKind.PRANK, when=by_server()),
    ReportAttached(
        contact_id=CONTACT, incident_id=FIRE, answered_by=AccountId("a"), when=by_server()
    ),
    IncidentOpened(
        incident_id=FIRE,
        incident_type=IncidentTypeId("fire.building"),
        priority=Priority.P1,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("a"),
        contact_id=CONTACT,
    ),
]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda fact: type(fact).__name__)
def test_it_leaves_with_the_contact_and_late_advice_finds_nothing(ending: Fact) -> None:
    assert shown(OPENED, SUGGESTED, ending) is None
    assert shown(OPENED, ending, SUGGESTED, POINTED_OUT, DIFFERENT) is None


def test_a_contact_that_opens_again_is_advised_anew() -> None:
    again = ContactReopened(
        contact_id=CONTACT,
        channel=Channel.WHATSAPP,
        opened=by_server(),
        when=by_server(),
        safety=Safety.SAFE,
    )
    blank = shown(OPENED, SUGGESTED, ENDINGS[0], again)
    assert blank == suggestions.SuggestionCard(contact_id=CONTACT)
    card = shown(OPENED, ENDINGS[0], again, SUGGESTED)
    assert card is not None
    assert card.triage is not None
    assert shown(OPENED, ENDINGS[0], replace(again, incident_id=FIRE), SUGGESTED) is None


@pytest.mark.parametrize(
    ("emergency", "prank", "seems"), [(20, 900, True), (20, 590, False), (300, 990, False)]
)
def test_it_seems_a_prank_only_where_nothing_speaks_of_danger(
    emergency: int, prank: int, seems: bool
) -> None:
    card = shown(OPENED, replace(SUGGESTED, emergency_pm=emergency, prank_pm=prank))
    assert card is not None
    assert card.triage is not None
    assert card.triage.seems_prank is seems


def test_only_the_room_reads_advice_and_an_empty_card_is_not_sent() -> None:
    card = shown(OPENED, SUGGESTED)
    assert card is not None
    for viewer in (TAKER, TRAINEE):
        assert suggestions.view(card, viewer) == card
    for viewer in (CREW, HEAD):
        assert suggestions.view(card, viewer) is None
    blank = shown(OPENED)
    assert blank is not None
    assert suggestions.view(blank, TAKER) is None
    other = JudgedDifferent(
        contact_id=CONTACT, incident_id=FIRE, by=AccountId("a"), when=by_server()
    )
    judged = shown(OPENED, other)
    assert judged is not None
    assert suggestions.view(judged, TAKER) == judged


def test_other_contacts_are_left_alone() -> None:
    other = ContactOpened(contact_id=ContactId("contact-2"), channel=Channel.SMS, when=by_server())
    tell = Told()
    for fact in (OPENED, other, SUGGESTED):
        tell(fact)
    cards = drawn(suggestions, tell.entries)
    assert cards[CONTACT].triage is not None
    assert cards["contact-2"].triage is None


@pytest.mark.parametrize(
    ("emergency", "prank", "ahead"),
    [
        (1000, 0, 1000),
        (200, 990, 200),  # whatever it seems otherwise, an emergency comes forward
        (199, 990, -990),
        (0, 0, 0),
    ],
)
def test_a_prank_score_orders_only_where_no_emergency_speaks(
    emergency: int, prank: int, ahead: int
) -> None:
    assert ahead_pm(emergency, prank) == ahead


def test_a_meal_ordered_from_the_room_is_no_prank_yet() -> None:
    """The guide card of violence at home tells people to order a meal."""
    prank = replace(SUGGESTED, emergency_pm=10, prank_pm=950, priority=Priority.P4, reasons=())
    order = replace(prank, reasons=(Reason(key="rule.order"),))
    for told, seems in ((order, False), (prank, True)):
        card = shown(OPENED, told)
        assert card is not None
        assert card.triage is not None
        assert card.triage.seems_prank is seems
        assert (card.triage.ahead_pm < 0) is seems
