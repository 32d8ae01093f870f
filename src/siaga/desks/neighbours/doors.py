"""Who may ask the neighbours desk what. What a neighbour's machine says is heard, by no door."""

from __future__ import annotations

from siaga.desks.neighbours.commands import (
    AcceptOffer,
    AddToHandover,
    AddToOffer,
    HandContactOver,
    OfferHandover,
    RecordAcceptance,
    RecordRefusal,
    RefuseOffer,
    SeeHandover,
    SeeHandoverNotes,
    SeeOffer,
    SeeOfferNotes,
    WithdrawHandover,
)
from siaga.desks.neighbours.decide import boundary, decide
from siaga.desks.neighbours.follow import follow
from siaga.desks.neighbours.react import TIMERS, ring
from siaga.desks.neighbours.state import STATES, Heard, evolve
from siaga.language.border_notes import BorderNotesFact
from siaga.language.neighbours import NeighboursFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = ROOM_ROLES - {Role.TRAINEE}

_COMMAND = "0198c0de-0000-7000-8000-0000000521"
_INCIDENT = "0198c0de-0000-7000-8000-000000000201"
_NAME = "Budi, piket kabupaten"

DESK = Desk(
    name="neighbours",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(NeighboursFact | BorderNotesFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=OfferHandover,
            roles=ROOM,
            summary="Offer an incident to the next centre; it stays ours until they accept.",
            example={
                "command_id": _COMMAND + "01",
                "incident_id": _INCIDENT,
                "neighbour": "muaro",
                "note": "Lokasi di seberang batas kota",
            },
        ),
        Door(
            command=RecordAcceptance,
            roles=ROOM,
            summary="Somebody over there said that they take it: by name.",
            example={
                "command_id": _COMMAND + "02",
                "handover_id": _COMMAND + "01",
                "by_name": _NAME,
                "via": "phone",
            },
        ),
        Door(
            command=RecordRefusal,
            roles=ROOM,
            summary="Somebody over there refused: it stays ours.",
            example={
                "command_id": _COMMAND + "03",
                "handover_id": _COMMAND + "01",
                "reason": "Tidak ada unit",
                "by_name": _NAME,
            },
        ),
        Door(
            command=WithdrawHandover,
            roles=ROOM,
            summary="Take an offer back before they have accepted.",
            example={"command_id": _COMMAND + "04", "handover_id": _COMMAND + "01"},
        ),
        Door(
            command=HandContactOver,
            roles=ROOM,
            summary="A caller from outside is with a neighbour now, taken by name.",
            example={
                "command_id": _COMMAND + "10",
                "contact_id": "0198c0de-0000-7000-8000-000000000101",
                "neighbour": "muaro",
                "by_name": _NAME,
                "via": "phone",
            },
        ),
        Door(
            command=SeeHandover,
            roles=ROOM,
            summary="Noted: it was refused or did not arrive; the incident is ours.",
            example={"command_id": _COMMAND + "09", "handover_id": _COMMAND + "01"},
        ),
        Door(
            command=AddToHandover,
            roles=ROOM,
            summary="Tell the other centre more about an incident that it has from us.",
            example={
                "command_id": _COMMAND + "11",
                "handover_id": _COMMAND + "01",
                "note": "Penelepon kedua: ada tiga korban, bukan dua",
            },
        ),
        Door(
            command=SeeHandoverNotes,
            roles=ROOM,
            summary="Read what the other centre told us since, or that ours did not arrive.",
            example={
                "command_id": _COMMAND + "12",
                "handover_id": _COMMAND + "01",
                "parts": ["0198c0de000070008000000000000901"],
            },
        ),
        Door(
            command=AddToOffer,
            roles=ROOM,
            summary="Tell the centre from which we took an incident over more about it.",
            example={
                "command_id": _COMMAND + "13",
                "offer_id": _COMMAND + "06",
                "note": "Api padam, dua korban dibawa ke rumah sakit",
            },
        ),
        Door(
            command=SeeOfferNotes,
            roles=ROOM,
            summary="Read what they told us of an incident that we took over.",
            example={
                "command_id": _COMMAND + "14",
                "offer_id": _COMMAND + "06",
                "parts": ["0198c0de000070008000000000000901"],
            },
        ),
        Door(
            command=AcceptOffer,
            roles=ROOM,
            summary="Take over an incident that a neighbour offers, by name.",
            example={
                "command_id": _COMMAND + "05",
                "offer_id": _COMMAND + "06",
                "incident_id": _INCIDENT,
                "by_name": "Sari, piket 112",
            },
        ),
        Door(
            command=RefuseOffer,
            roles=ROOM,
            summary="Refuse an offered incident, with the reason: it stays theirs.",
            example={
                "command_id": _COMMAND + "07",
                "offer_id": _COMMAND + "06",
                "reason": "Lokasinya di wilayah Anda",
                "by_name": "Sari, piket 112",
            },
        ),
        Door(
            command=SeeOffer,
            roles=ROOM,
            summary="Noted: an offer that ended otherwise than we thought.",
            example={"command_id": _COMMAND + "08", "offer_id": _COMMAND + "06"},
        ),
    ),
)
