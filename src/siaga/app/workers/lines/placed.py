"""What became of a call that a taker placed, from what the switch says of its end."""

from __future__ import annotations

from siaga.app.workers.lines.switchboard import Outgoing
from siaga.channels.phone import port
from siaga.desks.lines.commands import NotePlacedEnd
from siaga.language.placed_calls import PlacedId, PlacedOutcome
from siaga.platform.ids import derived_id

OF_CODE = {
    403: PlacedOutcome.REFUSED,
    408: PlacedOutcome.NO_ANSWER,
    486: PlacedOutcome.BUSY,
    487: PlacedOutcome.GIVEN_UP,
    501: PlacedOutcome.NO_LINE,  # our own switch says so: no trunk is set
    600: PlacedOutcome.BUSY,
    603: PlacedOutcome.REFUSED,
}


def placed_end(event: port.Ended, placed: Outgoing) -> NotePlacedEnd:
    return NotePlacedEnd(
        command_id=derived_id("phone", event.call, "placed call ended"),
        placed_id=PlacedId(placed.contact_id),
        by=placed.taker,
        outcome=outcome_of(event, placed),
        ended_at=event.at,
        answered_at=placed.answered_at,
    )


def outcome_of(event: port.Ended, placed: Outgoing) -> PlacedOutcome:
    if placed.answered_at is not None:
        return PlacedOutcome.ANSWERED
    if not event.code and event.by == "taker":
        return PlacedOutcome.GIVEN_UP
    return OF_CODE.get(event.code, PlacedOutcome.UNREACHABLE)
