"""A command of somebody who holds a pass: it must be about the pass's own thing."""

from __future__ import annotations

from typing import Any

from siaga.app.catalogue import say
from siaga.app.http.answers import answer, language_of
from siaga.app.http.guard import AnyRequest, Denied
from siaga.app.room import Room
from siaga.desks.crews.commands import RaisePanic, SignOff, SignOn, WithdrawPanic
from siaga.language.confinement import may_ask, may_see
from siaga.language.refusals import Refusal
from siaga.language.values import Actor

CARDS = {"patient_id": "patients", "alert_id": "alerts"}
"""Where to look what a command names by an id of its own."""

OF_THE_UNIT = (SignOn, SignOff, RaisePanic, WithdrawPanic)
"""What whoever joined a crew by a pass may say of the unit itself. Its duty, its next job and what
it finds on the way are no part of the one incident."""


def must_be_within(room: Room, request: AnyRequest, *, actor: Actor, command: Any) -> None:
    """Raises Denied 403. What cannot be shown to be the pass's own is somebody else's."""
    if actor.pass_id is None or (may_ask(command, actor) and not _is_of_unit(command)):
        return
    if actor.referral is None and _is_own(room, actor, command):
        return
    refusal = Refusal.OUTSIDE_THE_PASS
    said = {"refusal": refusal, "message": say(refusal, language_of(request))}
    raise Denied(answer(said, 403))


def _is_of_unit(command: Any) -> bool:
    """Whether it names a unit, and no incident of it."""
    is_named = getattr(command, "unit_id", None) is not None
    alone = is_named and getattr(command, "incident_id", None) is None
    return alone and not isinstance(command, OF_THE_UNIT)


def _is_own(room: Room, actor: Actor, command: Any) -> bool:
    """By a dispatch of the pass's unit on its incident, or by the card of what is named."""
    others = ("referral_id", "incident_id", "hospital", "unit_id")
    if any(getattr(command, name, None) is not None for name in others):
        return False  # it named one, and not the right one
    if dispatch_id := getattr(command, "dispatch_id", None):
        slot = room.hub.boards["open-incidents"].slots.get(actor.incident or "")
        line = slot.card.dispatches.get(dispatch_id) if slot and slot.card else None
        return line is not None and line.unit_id in actor.units
    for name, board in CARDS.items():
        key, live = getattr(command, name, None), room.hub.boards.get(board)
        if key is not None and live is not None:
            slot = live.slots.get(key)
            return slot is not None and slot.card is not None and may_see(slot.card, actor)
    return False
