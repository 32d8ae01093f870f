"""What each taker is doing, also after an outage was told of late."""

from __future__ import annotations

from siaga.boards import takers
from siaga.boards.takers import TakerCard
from siaga.language.calls import BreakKind, Doing, RingFailure
from siaga.language.entry import Fact
from siaga.language.lines import (
    CallBackEnded,
    CallBackTried,
    CallTakenOver,
    CallTransferred,
    TakerDutySet,
)
from siaga.language.values import AccountId, ContactId
from tests.board_entries import Told, drawn
from tests.builders import AUDITOR, CREW, DAMKAR_DESK, TAKER, TRAINEE
from tests.unit.call_story import BUDI, CALL, RINA, answered, at, hung_up, missed, rung

OTHER_CALL = ContactId("call-2")


def duty(doing: Doing, second: float, account: AccountId = RINA) -> TakerDutySet:
    return TakerDutySet(account_id=account, doing=doing, when=at(second))


READY = duty(Doing.READY, -60)


def cards(*facts: Fact) -> dict[str, TakerCard]:
    told = Told()
    for fact in facts:
        told(fact)
    return drawn(takers, told.entries)


def doing(*facts: Fact) -> tuple[Doing, ContactId | None]:
    card = cards(*facts)[RINA]
    return card.doing, card.contact_id


def test_a_call_from_ring_to_wrap_up() -> None:
    assert doing(READY, rung(RINA, 1)) == (Doing.RINGING, CALL)
    assert doing(READY, rung(RINA, 1), answered(4)) == (Doing.TALKING, CALL)
    ended = hung_up(60, answered_s=4, taker=RINA)
    assert doing(READY, rung(RINA, 1), answered(4), ended) == (Doing.WRAP_UP, CALL)
    again = duty(Doing.READY, 70)
    assert doing(READY, rung(RINA, 1), answered(4), ended, again) == (Doing.READY, None)


def test_a_ring_that_went_unanswered() -> None:
    assert doing(READY, rung(RINA, 1), missed(RINA, 13)) == (Doing.MISSED, None)
    assert doing(READY, rung(RINA, 1), hung_up(5, taker=RINA)) == (Doing.READY, None)


def test_a_break_says_its_kind_and_when_it_ends() -> None:
    pause = TakerDutySet(
        account_id=RINA,
        doing=Doing.BREAK,
        when=at(5),
        break_kind=BreakKind.PRAYER,
        back_at=at(905).at,
    )
    card = cards(READY, pause)[RINA]
    assert (card.doing, card.break_kind, card.back_at) == (
        Doing.BREAK,
        BreakKind.PRAYER,
        at(905).at,
    )
    assert cards(READY, pause, duty(Doing.READY, 9))[RINA].break_kind is None


def test_a_call_changes_hands() -> None:
    talking = (READY, duty(Doing.READY, -50, BUDI), answered(4))
    to_him = CallTransferred(contact_id=CALL, taker=RINA, when=at(30), to=BUDI)
    found = cards(*talking, to_him)
    assert (found[RINA].doing, found[BUDI].doing) == (Doing.WRAP_UP, Doing.TALKING)
    over = CallTakenOver(contact_id=CALL, taker=RINA, by=BUDI, when=at(30))
    found = cards(*talking, over, hung_up(60, answered_s=4, taker=BUDI))
    assert (found[RINA].contact_id, found[BUDI].doing) == (None, Doing.WRAP_UP)


def test_who_calls_back_is_taken_until_that_call_ends() -> None:
    tried = CallBackTried(contact_id=CALL, by=RINA, when=at(100), tried=1)
    assert doing(READY, tried) == (Doing.TALKING, CALL)
    for was, then in ((True, Doing.WRAP_UP), (False, Doing.READY)):
        ended = CallBackEnded(contact_id=CALL, by=RINA, answered=was, when=at(120))
        assert doing(READY, tried, ended)[0] is then


def test_the_end_of_another_call_frees_nobody() -> None:
    other = hung_up(40, answered_s=2, taker=RINA, contact=OTHER_CALL)
    assert doing(READY, answered(4), other) == (Doing.TALKING, CALL)
    assert cards(hung_up(9, taker=RINA)) == {}


def test_a_break_asked_for_in_a_conversation_begins_after_it() -> None:
    pause = TakerDutySet(
        account_id=RINA,
        doing=Doing.BREAK,
        when=at(9),
        break_kind=BreakKind.MEAL,
        back_at=at(999).at,
    )
    during = cards(READY, answered(4), pause)[RINA]
    assert (during.doing, during.after, during.contact_id) == (Doing.TALKING, Doing.BREAK, CALL)
    ended = hung_up(60, answered_s=4, taker=RINA)
    card = cards(READY, answered(4), pause, ended)[RINA]
    assert (card.doing, card.since_at, card.contact_id) == (Doing.BREAK, at(60).at, None)
    assert (card.break_kind, card.back_at) == (BreakKind.MEAL, at(999).at)
    taken_back = (pause, duty(Doing.READY, 20), ended)
    assert doing(READY, answered(4), *taken_back) == (Doing.WRAP_UP, CALL)


def test_who_picks_up_from_a_break_goes_back_to_it() -> None:
    ended = hung_up(60, answered_s=4, taker=RINA)
    assert doing(duty(Doing.BREAK, -9), answered(4), ended) == (Doing.BREAK, None)
    assert doing(answered(4), ended) == (Doing.AWAY, None)


def test_ready_said_twice_keeps_how_long_one_has_been_ready() -> None:
    assert cards(READY, duty(Doing.READY, 5))[RINA].since_at == at(-60).at


def test_somebody_else_picking_up_is_no_fault_of_who_was_rung() -> None:
    let_go = missed(RINA, 3, RingFailure.BUSY)
    assert doing(READY, rung(RINA, 1), let_go) == (Doing.READY, None)


def test_what_was_over_before_is_told_late_and_changes_nothing() -> None:
    now = (READY, rung(RINA, 900), answered(905))
    before = (
        answered(4, contact=OTHER_CALL, past=True),
        hung_up(60, answered_s=4, taker=RINA, contact=OTHER_CALL),
    )
    assert doing(*now, *before) == (Doing.TALKING, CALL)


def test_an_end_told_late_frees_the_taker_who_seemed_to_talk_on() -> None:
    ended = hung_up(3, answered_s=1, taker=RINA)
    assert doing(READY, answered(4), ended) == (Doing.WRAP_UP, CALL)


def test_who_may_see_it() -> None:
    card = cards(READY)[RINA]
    for viewer in (TAKER, TRAINEE, AUDITOR):
        assert takers.view(card, viewer) == card
    for viewer in (CREW, DAMKAR_DESK):
        assert takers.view(card, viewer) is None
