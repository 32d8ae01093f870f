"""Signing cards: a signature is for a digest, and only the place's medical lead gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.guide.commands import CardEdition, IssueCards, OfCards, SignCards, UnsignCard
from siaga.desks.guide.state import CardStand
from siaga.language.entry import Fact
from siaga.language.guide import CardIssued, CardSigned, CardUnsigned, guide_card
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Asked, Tag, When


def decide_card(
    command: OfCards, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    match command:
        case IssueCards():
            return _issue(command, states, asked)
        case SignCards():
            return _sign(command, states, place, asked)
        case UnsignCard():
            return _unsign(command, states[guide_card(command.card)], place, asked)
        case _:
            assert_never(command)


def _issue(command: IssueCards, states: Mapping[Tag, Any], asked: Asked) -> Sequence[Fact]:
    """Only what is not yet in use: opening the room again with the same cards is no news."""
    return tuple(
        CardIssued(
            card=each.card,
            edition=each.edition,
            digest=each.digest,
            when=When(at=asked.received_at),
        )
        for each in command.cards
        if states[guide_card(each.card)].issued != each.digest
    )


def _sign(
    command: SignCards, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    if place.guide.medical_lead not in asked.actor.roles:
        return Refused(reason=Refusal.NOT_MEDICAL_LEAD)
    if changed := tuple(each.card for each in command.cards if not _is_current(each, place)):
        return Refused(reason=Refusal.CARD_CHANGED, legal=changed)
    return tuple(
        CardSigned(
            card=each.card,
            edition=each.edition,
            digest=each.digest,
            by=AccountId(asked.actor.id),
            role=place.guide.medical_lead,
            when=When(at=asked.received_at),
        )
        for each in dict.fromkeys(command.cards)
        if each.digest not in states[guide_card(each.card)].signed
    )


def _is_current(edition: CardEdition, place: Place) -> bool:
    card = place.guide.cards.get(edition.card)
    return card is not None and (card.version, card.digest) == (edition.edition, edition.digest)


def _unsign(
    command: UnsignCard, stand: CardStand, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    if place.guide.medical_lead not in asked.actor.roles:
        return Refused(reason=Refusal.NOT_MEDICAL_LEAD)
    card = place.guide.cards[command.card]
    if card.digest not in stand.signed:
        return Refused(reason=Refusal.CARD_NOT_SIGNED)
    return (
        CardUnsigned(
            card=card.id,
            edition=card.version,
            digest=card.digest,
            by=AccountId(asked.actor.id),
            reason=command.reason,
            when=When(at=asked.received_at),
        ),
    )
