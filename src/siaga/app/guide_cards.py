"""The cards a room reads: made known to its logbook, and compared with what was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from siaga.app.room import Room
from siaga.boards.guide_cards import IssuedCard
from siaga.desks.guide.commands import CardEdition, IssueCards
from siaga.language.guide_cards import GuideCard
from siaga.language.values import AccountId
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStanding:
    """A card of the place, and its signature if these very words have one."""

    card: GuideCard
    required: bool  # before the room goes live
    signed_at: datetime | None = None
    signed_by: AccountId | None = None


async def issue_cards(room: Room) -> None:
    """Writes down which editions the room reads from now on; nothing, when they are the same."""
    cards = tuple(
        CardEdition(card=card.id, edition=card.version, digest=card.digest)
        for card in room.place.guide.cards.values()
    )
    command = IssueCards(command_id=new_id(), cards=cards)
    asked = room.system("guide.cards")
    await room.gateway.submit(Submission(desk="guide", command=command, asked=asked))


def standings(room: Room) -> list[CardStanding]:
    """Every card, in the place's order. A signature is for a digest."""
    issued: dict[str, IssuedCard] = dict(room.hub.boards["guide-cards"].cards())
    book = room.place.guide
    return [
        _standing(card, issued.get(card.id), required=card.id in book.required)
        for card in book.cards.values()
    ]


def unsigned(found: Sequence[CardStanding]) -> list[CardStanding]:
    """What keeps the room from going live."""
    return [one for one in found if one.required and one.signed_at is None]


async def names_of(room: Room, found: Sequence[CardStanding]) -> dict[str, str]:
    """Account id → name of everybody who signed."""
    refs = {
        account: room.accounts.name_ref(account)
        for account in {one.signed_by for one in found}
        if account is not None
    }
    names = await room.vault.reveal([ref for ref in refs.values() if ref])
    return {account: names.get(ref or "", "") or "" for account, ref in refs.items()}


def _standing(card: GuideCard, issued: IssuedCard | None, *, required: bool) -> CardStanding:
    signatures = issued.signatures if issued else ()
    found = next((one for one in signatures if one.digest == card.digest), None)
    return CardStanding(
        card=card,
        required=required,
        signed_at=found.at if found else None,
        signed_by=found.by if found else None,
    )
