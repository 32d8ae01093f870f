"""Who may see a signal: the room, and outside it only whose business it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from siaga.boards.open_incidents import IncidentCard
from siaga.language.values import Actor, Role
from siaga.platform.live_board import LiveBoard

CALLER = "caller_position"
"""A caller's telephone as the crews of the incident see it; its key is `<incident>/<which>`."""


class SignalAudience:
    """Drafts and presence stay in the room. Boards are there once the hub is."""

    def __init__(self) -> None:
        self.boards: Mapping[str, LiveBoard] = {}

    def __call__(self, kind: str, key: str, viewer: Actor) -> bool:
        if viewer.is_room:
            return True
        if kind == "position":
            return key in viewer.units
        return kind == CALLER and self._is_sent_there(key.partition("/")[0], viewer)

    def _is_sent_there(self, incident_id: str, viewer: Actor) -> bool:
        """A volunteer or another crew never learns where a caller is, nor does who joined the crew
        by a pass for another incident."""
        card = self._card(incident_id)
        if card is None or Role.FIELD_CREW not in viewer.roles:
            return False
        if viewer.pass_id is not None and viewer.incident != incident_id:
            return False
        return any(line.unit_id in viewer.units for line in card.dispatches.values())

    def _card(self, incident_id: str) -> IncidentCard | None:
        live = self.boards.get("open-incidents")
        slot = live.slots.get(incident_id) if live else None
        return slot.card if slot else None


def caller_keys(boards: Mapping[str, LiveBoard], contact_id: str) -> Iterator[str]:
    """The keys under which crews see where this contact's telephone is."""
    for incident_id, slot in boards["open-incidents"].slots.items():
        card: IncidentCard | None = slot.card
        if card is not None and contact_id in card.contact_ids:
            which = list(card.contact_ids).index(contact_id)  # type: ignore[arg-type]
            yield f"{incident_id}/{which}"
