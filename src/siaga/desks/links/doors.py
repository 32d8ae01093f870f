"""Who may ask the links desk what. What a citizen does on a page has no door: it is heard."""

from __future__ import annotations

from siaga.desks.links.commands import EndLink, IssueLink
from siaga.desks.links.decide import boundary, decide
from siaga.desks.links.follow import follow
from siaga.desks.links.react import TIMERS, react, ring
from siaga.desks.links.state import STATES, Heard, evolve
from siaga.language.links import LinksFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

JUDGES = ROOM_ROLES - {Role.TRAINEE}
"""Who may write to a citizen."""

_COMMAND = "0198c0de-0000-7000-8000-0000000007"
_CONTACT = "0198c0de-0000-7000-8000-000000000101"

DESK = Desk(
    name="links",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(LinksFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=IssueLink,
            roles=JUDGES,
            summary="Send the contact a link: to tell where it is, or to see what is done.",
            example={
                "command_id": _COMMAND + "01",
                "contact_id": _CONTACT,
                "kind": "location",
                "number": "0812-0000-0001",
            },
        ),
        Door(
            command=EndLink,
            roles=JUDGES,
            summary="Close a link: its page says no more and takes no more.",
            example={
                "command_id": _COMMAND + "02",
                "contact_id": _CONTACT,
                "link_id": _COMMAND + "01",
            },
        ),
    ),
)
