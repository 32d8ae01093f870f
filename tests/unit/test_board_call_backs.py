"""Whom the centre owes a call."""

from __future__ import annotations

from siaga.boards import call_backs
from siaga.boards.call_backs import CallBackCard
from siaga.language.calls import CallBackOutcome, CallBackReason
from siaga.language.entry import Fact
from siaga.language.intake import ContactSafetySet
from siaga.language.lines import CallBackClosed, CallBackTried
from siaga.language.values import Safety
from tests.board_entries import Told, drawn
from tests.builders import AUDITOR, CREW, DAMKAR_DESK, HEAD, NOW, TAKER, TRAINEE, sealed
from tests.unit.call_story import CALL, RINA, at, owed


def cards(*facts: Fact) -> dict[str, CallBackCard]:
    told = Told()
    for fact in facts:
        told(fact)
    return drawn(call_backs, told.entries)


TRIED = CallBackTried(contact_id=CALL, by=RINA, when=at(60), tried=1)


def test_it_is_owed_tried_and_closed() -> None:
    card = cards(owed(30))[CALL]
    assert (card.wanted_at, card.due_at, card.offered_at) == (at(30).at, at(330).at, NOW)
    card = cards(owed(30), TRIED)[CALL]
    assert (card.tried, card.last_tried_at, card.last_tried_by) == (1, at(60).at, RINA)
    closed = CallBackClosed(contact_id=CALL, outcome=CallBackOutcome.REACHED, when=at(90))
    assert cards(owed(30), TRIED, closed) == {}
    assert cards(TRIED) == {}


def test_wanted_for_another_reason_it_keeps_what_was_tried() -> None:
    card = cards(owed(30), TRIED, owed(70, CallBackReason.ASKED))[CALL]
    assert (card.why, card.tried, card.last_tried_by) == (CallBackReason.ASKED, 1, RINA)


def test_it_says_when_calling_was_forbidden_meanwhile() -> None:
    unsafe = ContactSafetySet(contact_id=CALL, safety=Safety.DO_NOT_CONTACT, when=at(40))
    assert cards(owed(30), unsafe)[CALL].safety is Safety.DO_NOT_CONTACT
    assert cards(unsafe) == {}


def test_only_the_room_sees_it_and_a_trainee_no_number() -> None:
    card = cards(owed(30))[CALL]
    seen = call_backs.view(card, TAKER)
    assert seen is not None
    assert seen.number == sealed("nomor")
    learning = call_backs.view(card, TRAINEE)
    assert learning is not None
    assert learning.number is None
    for viewer in (HEAD, AUDITOR, CREW, DAMKAR_DESK):
        assert call_backs.view(card, viewer) is None
