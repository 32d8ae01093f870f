"""Signatures: by the medical lead, for exactly these words, and gone with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.boards import guide_cards
from siaga.desks.guide.commands import CardEdition, IssueCards, SignCards, UnsignCard
from siaga.desks.guide.doors import DESK
from siaga.language.guide import CardIssued, CardSigned, CardUnsigned
from siaga.language.guide_cards import GuideCard
from siaga.language.refusals import OF_RIGHT, Refusal
from siaga.language.values import AccountId, Actor, Role
from tests.board_entries import Told, drawn
from tests.builders import (
    CREW,
    HEAD,
    SYSTEM_ACTOR,
    TAKER,
    TRAINEE,
    by_server,
    person,
    sealed,
    uid,
)
from tests.guide_builders import ARREST, ARREST_CARD, DOCTOR, FIRE_CARD, GUIDED
from tests.story import teller

given = teller(DESK, GUIDED)


def edition(card: GuideCard) -> CardEdition:
    return CardEdition(card=card.id, edition=card.version, digest=card.digest)


def issued(card: GuideCard = ARREST_CARD, digest: str = "") -> CardIssued:
    return CardIssued(
        card=card.id,
        edition=card.version,
        digest=digest or card.digest,
        when=by_server(),
    )


def signed(card: GuideCard = ARREST_CARD, digest: str = "") -> CardSigned:
    return CardSigned(
        card=card.id,
        edition=card.version,
        digest=digest or card.digest,
        by=AccountId(DOCTOR.id),
        role=Role.DUTY_DOCTOR,
        when=by_server(),
    )


SIGN = SignCards(command_id=uid(1), cards=(edition(ARREST_CARD), edition(FIRE_CARD)))
UNSIGN = UnsignCard(command_id=uid(2), card=ARREST, reason=sealed("membingungkan"))
UNSIGNED = CardUnsigned(
    card=ARREST,
    edition=ARREST_CARD.version,
    digest=ARREST_CARD.digest,
    by=AccountId(DOCTOR.id),
    reason=sealed("membingungkan"),
    when=by_server(),
)


def test_the_doctor_signs_what_was_read() -> None:
    given().when(SIGN, by=DOCTOR).then(signed(), signed(FIRE_CARD))


def test_a_card_is_signed_once() -> None:
    given(signed()).when(SIGN, by=DOCTOR).then(signed(FIRE_CARD))
    twice = replace(SIGN, cards=(edition(ARREST_CARD), edition(ARREST_CARD)))
    given().when(twice, by=DOCTOR).then(signed())


@pytest.mark.parametrize("actor", [TAKER, HEAD, CREW, TRAINEE, SYSTEM_ACTOR])
def test_nobody_else_signs_or_takes_back(actor: Actor) -> None:
    given().when(SIGN, by=actor).refused(Refusal.NOT_MEDICAL_LEAD)
    given(signed()).when(UNSIGN, by=actor).refused(Refusal.NOT_MEDICAL_LEAD)
    assert Refusal.NOT_MEDICAL_LEAD in OF_RIGHT


def test_a_doctor_is_one_whatever_else_they_are() -> None:
    both = person("acc-both", Role.DUTY_DOCTOR, Role.SUPERVISOR)
    assert len(given().when(SIGN, by=both).facts) == 2


@pytest.mark.parametrize(
    "read",
    [
        replace(edition(ARREST_CARD), digest="digest-arrest-2"),
        replace(edition(ARREST_CARD), edition=2),
        replace(edition(ARREST_CARD), card="nowhere"),  # type: ignore[arg-type]
    ],
)
def test_words_that_changed_since_they_were_read_are_not_signed(read: CardEdition) -> None:
    wish = replace(SIGN, cards=(edition(FIRE_CARD), read))
    given().when(wish, by=DOCTOR).refused(Refusal.CARD_CHANGED, [read.card])


def test_a_signature_can_be_taken_back() -> None:
    given(signed()).when(UNSIGN, by=DOCTOR).then(UNSIGNED)
    given().when(UNSIGN, by=DOCTOR).refused(Refusal.CARD_NOT_SIGNED)
    given(signed(), UNSIGNED).when(SIGN, by=DOCTOR).then(signed(), signed(FIRE_CARD))


def test_the_room_says_which_cards_it_reads_and_says_it_once() -> None:
    wish = IssueCards(command_id=uid(3), cards=SIGN.cards)
    given().when(wish, by=SYSTEM_ACTOR).then(issued(), issued(FIRE_CARD))
    given(issued(), issued(FIRE_CARD)).when(wish, by=SYSTEM_ACTOR).then()
    older = issued(digest="digest-arrest-2")
    given(older, issued(FIRE_CARD)).when(wish, by=SYSTEM_ACTOR).then(issued())


def test_the_board_shows_a_draft_until_these_words_are_signed() -> None:
    told = Told()
    told(issued())
    assert drawn(guide_cards, told.entries)[ARREST].signed_at is None
    told(signed(), actor=DOCTOR)
    card = drawn(guide_cards, told.entries)[ARREST]
    assert (card.signed_by, card.signed_at) == (DOCTOR.id, by_server().at)


def test_a_changed_card_is_a_draft_again_and_its_old_words_stay_signed() -> None:
    told = Told()
    for fact in (issued(), signed(), issued(digest="digest-arrest-4")):
        told(fact)
    assert drawn(guide_cards, told.entries)[ARREST].signed_at is None
    told(issued())
    assert drawn(guide_cards, told.entries)[ARREST].signed_by == DOCTOR.id
    told(UNSIGNED)
    assert drawn(guide_cards, told.entries)[ARREST].signed_by is None


def test_a_signature_ahead_of_its_edition_counts_when_the_edition_comes() -> None:
    told = Told()
    for fact in (issued(digest="old"), signed(), issued()):
        told(fact)
    assert drawn(guide_cards, told.entries)[ARREST].signed_by == DOCTOR.id
    assert guide_cards.view(drawn(guide_cards, told.entries)[ARREST], CREW) is None
