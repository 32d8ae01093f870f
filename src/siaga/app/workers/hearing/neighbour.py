"""What a neighbouring centre's machine said, as commands of the neighbours desk."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

import msgspec

from siaga.app.workers.hearing import Hearing
from siaga.channels.eido.protocol.reading import Proposal, proposal
from siaga.channels.neighbour.protocol import Kind, Message, read
from siaga.desks.neighbours.commands import (
    HearAcceptance,
    HearAddition,
    HearConfirmation,
    HearHandoverRead,
    HearOfferRead,
    HearRefusal,
    HearTold,
    HearWithdrawal,
    ReceiveOffer,
)
from siaga.language.neighbours import OfferId
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    HandoverId,
    LocationClaim,
    NeighbourId,
    Sealed,
)
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.inbox import InboxItem
from siaga.platform.wire import Seal

SOURCE = "neighbour"


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A post as the inbox keeps it: whose it is was proven when it came."""

    neighbour: str
    body: bytes


async def hear(hearing: Hearing, item: InboxItem) -> None:
    heard = msgspec.json.decode(item.raw, type=Heard)
    message = read(heard.body)
    assert message.kind is not Kind.PING, "answered at the door"
    neighbour = NeighbourId(heard.neighbour)
    seal = hearing.seal()
    command = _command(hearing, message, neighbour, seal)
    await hearing.gateway.submit(
        Submission(
            desk="neighbours",
            command=command,
            asked=Asked(
                actor=Actor(kind=ActorKind.CHANNEL, id=f"neighbour:{neighbour}"),
                received_at=hearing.clock.now(),
            ),
            items=seal.about(subject="", case_id=message.handover),
            digest=hashlib.sha256(str(command.command_id).encode()).digest()[:16],
            urgent=True,
        )
    )


def offer_id_of(neighbour: NeighbourId, handover: str) -> OfferId:
    return OfferId(str(derived_id("offer", neighbour, handover)))


def _command(hearing: Hearing, message: Message, neighbour: NeighbourId, seal: Seal) -> Any:
    """Its id follows from what was said: a repeat adds nothing."""
    names = (message.handover, message.kind, *filter(None, (message.part, *message.parts)))
    command_id = derived_id("neighbour", neighbour, *names)
    offer_id = offer_id_of(neighbour, message.handover)
    handover_id = HandoverId(message.handover)
    match message.kind:
        case Kind.OFFER:
            return _offer(hearing, message, neighbour, seal)
        case Kind.ACCEPTED:
            return HearAcceptance(
                command_id=command_id,
                handover_id=handover_id,
                neighbour=neighbour,
                by_name=seal(message.by_name, label="identity"),
                their_number=message.number,
            )
        case Kind.REFUSED:
            return HearRefusal(
                command_id=command_id,
                handover_id=handover_id,
                neighbour=neighbour,
                reason=seal(message.reason),
                by_name=_sealed(seal, message.by_name),
            )
        case Kind.WITHDRAWN:
            return HearWithdrawal(
                command_id=command_id,
                offer_id=offer_id,
                neighbour=neighbour,
                their_incident=message.incident,
            )
        case Kind.ADDED:
            return HearAddition(
                command_id=command_id,
                offer_id=offer_id,
                neighbour=neighbour,
                their_incident=message.incident,
                part=message.part,
                note=seal(message.note),
            )
        case Kind.TOLD | Kind.ADDED_SEEN | Kind.TOLD_SEEN:
            return _note(message, command_id, neighbour=neighbour, seal=seal)
        case Kind.CONFIRMED:
            return HearConfirmation(
                command_id=command_id,
                offer_id=offer_id,
                neighbour=neighbour,
                their_incident=message.incident,
            )


def _note(
    message: Message, command_id: UUID, *, neighbour: NeighbourId, seal: Seal
) -> HearTold | HearHandoverRead | HearOfferRead:
    handover_id, parts = HandoverId(message.handover), message.parts
    if message.kind is Kind.TOLD:
        return HearTold(
            command_id=command_id,
            handover_id=handover_id,
            neighbour=neighbour,
            part=message.part,
            note=seal(message.note),
        )
    if message.kind is Kind.ADDED_SEEN:
        return HearHandoverRead(
            command_id=command_id, handover_id=handover_id, neighbour=neighbour, parts=parts
        )
    return HearOfferRead(
        command_id=command_id,
        offer_id=offer_id_of(neighbour, message.handover),
        neighbour=neighbour,
        parts=parts,
    )


def _sealed(seal: Seal, text: str) -> Sealed | None:
    return seal(text, label="identity") if text else None


def _offer(hearing: Hearing, message: Message, neighbour: NeighbourId, seal: Seal) -> ReceiveOffer:
    assert message.eido is not None
    found = proposal(message.eido, hearing.place.systems.eido_types)
    where = "" if found.spot else found.address
    words = (found.type_name, message.note, where, *found.notes)
    summary = "\n".join(filter(None, words))
    document = json.dumps(message.eido)  # half a character, escaped, can be kept as well
    return ReceiveOffer(
        command_id=derived_id("neighbour", neighbour, message.handover, message.kind),
        offer_id=offer_id_of(neighbour, message.handover),
        handover_id=HandoverId(message.handover),
        neighbour=neighbour,
        their_incident=message.incident,
        their_number=message.number or found.number,
        priority=found.priority,
        incident_type=found.incident_type,
        location=_location(hearing, found, seal),
        summary=seal(summary[:4000]) if summary else None,
        document=seal(document),
    )


def _location(hearing: Hearing, found: Proposal, seal: Seal) -> LocationClaim | None:
    if found.spot is None:
        return None
    value: dict[str, Any] = {
        "latitude": found.spot.latitude,
        "longitude": found.spot.longitude,
        "source": "pin",
    }
    if found.spot.accuracy_m is not None:
        value["accuracy_m"] = round(found.spot.accuracy_m)
    if found.spot.address:
        value["address"] = found.spot.address
    return hearing.location(seal, value)
