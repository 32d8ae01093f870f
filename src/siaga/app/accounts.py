"""The rights of an account, out of the accounts board and the place."""

from __future__ import annotations

from siaga.language.place import Authority, Place
from siaga.language.values import AccountId, Actor, ActorKind, Role
from siaga.platform.live_board import LiveBoard


class Accounts:
    def __init__(self, board: LiveBoard, place: Place) -> None:
        self.board, self.place = board, place
        agencies = place.agencies.values()
        self._with_units = {a.id for a in agencies if a.authority is not Authority.REQUEST}

    def rights(self, account_id: str) -> Actor | None:
        """None for an account that is closed or unknown. An agency's desk speaks for its units."""
        slot = self.board.slots.get(account_id)
        if slot is None or slot.card is None or slot.card.closed:
            return None
        card = slot.card
        units = frozenset(card.units)
        if Role.AGENCY_DESK in card.roles and card.agency in self._with_units:
            units |= {u.id for u in self.place.units.values() if u.agency == card.agency}
        return Actor(
            kind=ActorKind.PERSON,
            id=account_id,
            roles=frozenset(card.roles),
            units=units,
            agency=card.agency,
            hospital=card.hospital,
        )

    def name_ref(self, account_id: AccountId) -> str | None:
        slot = self.board.slots.get(account_id)
        return slot.card.name.ref if slot is not None and slot.card is not None else None
