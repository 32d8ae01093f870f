"""Which edition of each guide card the room reads, and whether the medical lead signed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.guide import CardIssued, CardSigned, CardUnsigned
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    CardId,
    Role,
)

SIGNATURES_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSignature:
    digest: str
    edition: int
    by: AccountId
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCard:
    """Key: card id. Without `signed_at` the edition in use is a draft.

    `signatures`: all that hold, also for editions that are no longer or not yet in use.
    """

    card: CardId
    edition: int
    digest: str
    issued_at: datetime
    signed_at: datetime | None = None
    signed_by: AccountId | None = None
    signatures: tuple[CardSignature, ...] = ()


Heard = CardIssued | CardSigned | CardUnsigned

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR, Role.ADMINISTRATOR}
CARD = IssuedCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.card,) if isinstance(fact, Heard) else ()


def draw(key: str, card: IssuedCard | None, entry: Entry) -> IssuedCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.card:
        return card
    match fact:
        case CardIssued():
            issued = IssuedCard(
                card=fact.card,
                edition=fact.edition,
                digest=fact.digest,
                issued_at=fact.when.at,
                signatures=card.signatures if card else (),
            )
            return _stands(issued)
        case CardSigned():
            signature = CardSignature(
                digest=fact.digest,
                edition=fact.edition,
                by=fact.by,
                role=fact.role,
                at=fact.when.at,
            )
            return card and _stands(_with(card, fact.digest, signature))
        case CardUnsigned():
            return card and _stands(_with(card, fact.digest, None))
        case _:
            assert_never(fact)


def view(card: IssuedCard, viewer: Actor) -> IssuedCard | None:
    return card if viewer.roles & ROLES else None


def _with(card: IssuedCard, digest: str, signature: CardSignature | None) -> IssuedCard:
    others = tuple(one for one in card.signatures if one.digest != digest)
    signatures = (*others, signature) if signature else others
    return replace(card, signatures=signatures[-SIGNATURES_MAX:])


def _stands(card: IssuedCard) -> IssuedCard:
    """A signature is for a digest: another edition of the card stands on its own."""
    found = next((one for one in card.signatures if one.digest == card.digest), None)
    return replace(
        card,
        signed_at=found.at if found else None,
        signed_by=found.by if found else None,
    )
