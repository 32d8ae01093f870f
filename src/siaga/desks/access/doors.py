"""Who may ask the access desk what. The session doors record sign-ins and reads themselves."""

from __future__ import annotations

from siaga.desks.access.commands import ChangeRights, CloseAccount, OpenAccount
from siaga.desks.access.decide import boundary, decide
from siaga.desks.access.state import STATES, Heard, evolve
from siaga.language.access import AccessFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

KEEPERS = frozenset({Role.ADMINISTRATOR})
"""Who keeps the accounts; the system opens the first ones without a door."""

_ACCOUNT = "0198c0de-0000-7000-8000-000000000401"
_COMMAND = "0198c0de-0000-7000-8000-0000000004"

DESK = Desk(
    name="access",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(AccessFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    doors=(
        Door(
            command=OpenAccount,
            roles=KEEPERS,
            summary="Open an account; a role that acts for an agency, unit or hospital names it.",
            example={
                "command_id": _ACCOUNT,
                "name": "Meja Dinsos",
                "roles": ["agency_desk"],
                "agency": "dinsos",
            },
        ),
        Door(
            command=ChangeRights,
            roles=KEEPERS,
            summary="Replace an account's roles and whom it acts for; its streams start again.",
            example={
                "command_id": _COMMAND + "02",
                "account_id": _ACCOUNT,
                "roles": ["call_taker", "dispatcher"],
            },
        ),
        Door(
            command=CloseAccount,
            roles=KEEPERS,
            summary="Close an account for good; what it did stays in the logbook.",
            example={"command_id": _COMMAND + "03", "account_id": _ACCOUNT},
        ),
    ),
)
