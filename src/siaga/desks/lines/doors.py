"""Who may ask the lines desk what. What calls and their distribution do has no door."""

from __future__ import annotations

from siaga.desks.lines.commands import (
    AddParty,
    AnnounceIncident,
    AskCallBack,
    CloseCallBack,
    EndAnnouncement,
    HoldCall,
    LiftRestriction,
    ListenIn,
    PlaceCall,
    PlayPrompt,
    RestrictNumber,
    SetDuty,
    TakeOverCall,
    TransferCall,
    TryCallBack,
)
from siaga.desks.lines.decide import boundary, decide
from siaga.desks.lines.follow import follow
from siaga.desks.lines.react import TIMERS, react, ring
from siaga.desks.lines.state import STATES, Heard, evolve
from siaga.language.lines import LinesFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

LISTENERS = ROOM_ROLES
"""Whose telephone may ring; a trainee's with a mentor beside."""

JUDGES = ROOM_ROLES - {Role.TRAINEE}
"""Who may decide about calling somebody back, and what everybody who waits hears."""

LEADS = frozenset({Role.SHIFT_LEAD, Role.SUPERVISOR})
"""In charge of the shift: they listen in, take over, and restrict a number."""

_COMMAND = "0198c0de-0000-7000-8000-0000000003"
_CONTACT = "0198c0de-0000-7000-8000-000000000301"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"

_OF_TAKERS = (
    Door(
        command=SetDuty,
        roles=LISTENERS,
        summary="Be ready for calls, take a break, or leave; during a call it comes after it.",
        example={
            "command_id": _COMMAND + "02",
            "doing": "break",
            "break_kind": "prayer",
            "back_in_min": 15,
        },
    ),
    Door(
        command=HoldCall,
        roles=LISTENERS,
        summary="Put the caller on hold, or speak again.",
        example={"command_id": _COMMAND + "03", "contact_id": _CONTACT, "held": True},
    ),
    Door(
        command=PlayPrompt,
        roles=LISTENERS,
        summary="Put a recorded question to a caller who says nothing.",
        example={"command_id": _COMMAND + "04", "contact_id": _CONTACT, "prompt": "silent"},
    ),
    Door(
        command=AddParty,
        roles=LISTENERS,
        summary="Bring a colleague into the conversation.",
        example={"command_id": _COMMAND + "05", "contact_id": _CONTACT, "account_id": "acc-2"},
    ),
    Door(
        command=TransferCall,
        roles=LISTENERS,
        summary="Hand the call to a free colleague, an agency, or a neighbour who accepted it.",
        example={"command_id": _COMMAND + "06", "contact_id": _CONTACT, "agency": "damkar"},
    ),
)

_OF_PLACED_CALLS = (
    Door(
        command=PlaceCall,
        roles=LISTENERS,
        summary="Call an agency, a hospital, a neighbour, a partner or a person from the page.",
        example={
            "command_id": _COMMAND + "16",
            "to": "agency",
            "callee": "damkar",
            "incident_id": _INCIDENT,
        },
    ),
)

_OF_CALL_BACKS = (
    Door(
        command=AskCallBack,
        roles=JUDGES,
        summary="Put an ended call on the call-back list.",
        example={"command_id": _COMMAND + "07", "contact_id": _CONTACT},
    ),
    Door(
        command=TryCallBack,
        roles=JUDGES,
        summary="Call the contact's number now; contact safety may forbid it.",
        example={"command_id": _COMMAND + "08", "contact_id": _CONTACT, "taker": "acc-1"},
    ),
    Door(
        command=CloseCallBack,
        roles=JUDGES,
        summary="Take a contact off the call-back list and say what came of it.",
        example={
            "command_id": _COMMAND + "09",
            "contact_id": _CONTACT,
            "outcome": "not_reached",
        },
    ),
)

_OF_LEADS = (
    Door(
        command=RestrictNumber,
        roles=LEADS,
        summary="Lower the start value of a number's calls for some hours; it is never refused.",
        example={
            "command_id": _COMMAND + "10",
            "contact_id": _CONTACT,
            "reason": "Sebelas panggilan iseng sejak pukul sepuluh.",
            "for_h": 6,
        },
    ),
    Door(
        command=LiftRestriction,
        roles=LEADS | {Role.HEAD},
        summary="End a restriction before its time.",
        example={"command_id": _COMMAND + "11", "subject": "0198c0de-0000-7000-8000-000000000302"},
    ),
    Door(
        command=ListenIn,
        roles=LEADS,
        summary="Listen in on a running conversation; it is recorded who did.",
        example={"command_id": _COMMAND + "12", "contact_id": _CONTACT},
    ),
    Door(
        command=TakeOverCall,
        roles=LEADS,
        summary="Take a conversation over from its taker.",
        example={"command_id": _COMMAND + "13", "contact_id": _CONTACT, "taker": "acc-1"},
    ),
)

_OF_ANNOUNCEMENTS = (
    Door(
        command=AnnounceIncident,
        roles=JUDGES,
        summary="Tell everybody who waits that this incident is known; it ends by itself.",
        example={
            "command_id": _COMMAND + "14",
            "incident_id": _INCIDENT,
            "incident_type": "fire.building",
            "area": "15.71.10.1003",
        },
    ),
    Door(
        command=EndAnnouncement,
        roles=JUDGES,
        summary="End an announcement before its time.",
        example={"command_id": _COMMAND + "15", "incident_id": _INCIDENT},
    ),
)

DESK = Desk(
    name="lines",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(LinesFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(*_OF_TAKERS, *_OF_PLACED_CALLS, *_OF_CALL_BACKS, *_OF_LEADS, *_OF_ANNOUNCEMENTS),
)
