"""What an alert says, in the place's own language, as the world is when it leaves.

A headline and a line go by every way and hold nothing personal; `spoken` also says the address,
for ways that reach a telephone of people on duty and no screen of ours.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from siaga.app.catalogue import say
from siaga.boards.fleets import FleetCard
from siaga.boards.open_incidents import IncidentCard
from siaga.language.alerts import AlertAbout, AlertRaised
from siaga.language.place import Place
from siaga.platform.hub import Hub
from siaga.platform.vault import Vault

SPOKEN_MAX = 300
PAYLOAD_KEYS = ("alert_id", "about", "subject", "title", "body", "priority", "tag", "act")
TAKEN_THERE = frozenset({AlertAbout.DISPATCH, AlertAbout.READY, AlertAbout.STAND_DOWN})
"""A crew may answer these on the notification itself: everything there is to know stands on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWords:
    title: str
    body: str
    address: str = ""

    @property
    def spoken(self) -> str:
        whole = ". ".join(filter(None, (self.title, self.body, self.address)))
        return whole if len(whole) <= SPOKEN_MAX else f"{whole[: SPOKEN_MAX - 1]}…"

    @property
    def letter(self) -> str:
        """Its first line is what a mail is called."""
        return "\n".join(filter(None, (self.title, self.body, self.address)))


async def alert_words(raised: AlertRaised, hub: Hub, *, place: Place, vault: Vault) -> AlertWords:
    slot = hub.boards["open-incidents"].slots.get(raised.incident_id or "")
    card: IncidentCard | None = slot.card if slot else None
    title = " · ".join(filter(None, (_head(raised), _whom(raised, place))))
    if raised.about is AlertAbout.FLEET:
        return AlertWords(title=title, body=_free(raised.subject, hub, place))
    if card is None:
        return AlertWords(title=title, body="")
    kind = place.incident_types.get(card.incident_type)
    area = place.areas.get(card.location.area) if card.location and card.location.area else None
    if raised.about is AlertAbout.PLAN:
        unknown = "alert_place_unknown" if card.location is None else "alert_place_outside"
        where = area.name if area else say(unknown)
        values = (kind.name.id if kind else "", where, card.number, str(raised.alarm))
        return AlertWords(title=title, body=plan_words(raised.message, values, place=place))
    words = (kind.name.id if kind else "", card.number, area.name if area else "")
    address = await _address(card, vault)
    return AlertWords(title=title, body=" · ".join(filter(None, words)), address=address)


def _free(fleet_id: str, hub: Hub, place: Place) -> str:
    """How many of a fleet are left, as the message leaves."""
    slot = hub.boards["fleets"].slots.get(fleet_id)
    card: FleetCard | None = slot.card if slot else None
    fleet = next((one for one in place.dispatching.fleet if one.id == fleet_id), None)
    name = fleet.name.id if fleet else fleet_id
    if card is None:
        return name
    return say("alert_fleet_free").format(name=name, free=card.free, of=card.of)


def plan_words(message: str, values: Sequence[str], *, place: Place) -> str:
    """A text of the place with {1} type, {2} place, {3} number, {4} alarm level filled in."""
    said = place.messages[message].id if message in place.messages else message
    for number, value in enumerate(values, start=1):
        said = said.replace(f"{{{number}}}", value)
    return said


def _head(raised: AlertRaised) -> str:
    words = say(f"alert_{raised.about}")
    changed = ", ".join(say(f"alert_changed_{what}") for what in raised.changed)
    urgent = "" if raised.about is AlertAbout.TEST else f"{raised.priority} · "
    return f"{urgent}{words}: {changed}" if changed else f"{urgent}{words}"


def _whom(raised: AlertRaised, place: Place) -> str:
    if raised.unit_id:
        unit = place.units.get(raised.unit_id)  # it may have left the place while it had a job
        return unit.call_sign if unit else raised.unit_id
    if raised.agency and raised.agency in place.agencies:
        return place.agencies[raised.agency].short
    if raised.hospital and raised.hospital in place.hospitals:
        return place.hospitals[raised.hospital].name
    return ""


async def _address(card: IncidentCard, vault: Vault) -> str:
    if card.location is None:
        return ""
    ref = card.location.point.ref
    plain = (await vault.reveal([ref])).get(ref)
    found = json.loads(plain).get("address") if plain else None
    return str(found) if found else ""


def payload(raised: AlertRaised, words: AlertWords, *, device_id: str, proof: str) -> bytes:
    """As the service worker reads it. `proof` lets it say that this device has it."""
    said = {
        "alert_id": raised.alert_id,
        "about": raised.about.value,
        "subject": raised.subject,
        "title": words.title,
        "body": words.body,
        "priority": raised.priority.value,
        "tag": raised.alert_id,
        "act": say(f"alert_act_{raised.about}") if raised.about in TAKEN_THERE else "",
        "device_id": device_id,
        "proof": proof,
    }
    return json.dumps(said, ensure_ascii=False).encode()
