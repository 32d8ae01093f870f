"""What FreeSWITCH's events say, as far as we believe them. Pure; NOT PROVEN ON A LIVE SERVER."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from siaga.channels.phone.freeswitch.lines import is_safe
from siaga.channels.phone.orders import Found, Role, document, plain
from siaga.channels.phone.port import Offered, Placed

Headers = Mapping[str, str]
_DAY = timedelta(days=1)
_ROLES = frozenset(role.value for role in Role)


def instant(microseconds: str, at: datetime) -> datetime:
    """FreeSWITCH counts microseconds since 1970; `at` where it says 0 or what cannot be."""
    if not (microseconds.isascii() and microseconds.isdigit() and len(microseconds) < 18):
        return at
    told = datetime.fromtimestamp(int(microseconds) / 1_000_000, UTC)
    return told if abs(told - at) <= _DAY else at


def happened(event: Headers, at: datetime) -> datetime:
    return instant(event.get("event-date-timestamp", ""), at)


def leg_of(event: Headers) -> str:
    """The channel an event is about, "" when its id could not be written into a command."""
    leg = event.get("unique-id", "")
    return leg if is_safe(leg) else ""


def variable(event: Headers, name: str) -> str:
    return event.get(f"variable_{name}", "")


def whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else 0


def q850(text: str) -> int:
    """FreeSWITCH has causes of its own above 127."""
    cause = whole(text)
    return cause if cause <= 127 else 0


def is_dialled(event: Headers) -> bool:
    return variable(event, "siaga_role") in _ROLES


def offered(event: Headers, at: datetime) -> Offered:
    """`caller` is the user part of From, whatever the profile made of the caller id."""
    said = variable(event, "sip_from_user") or event.get("caller-caller-id-number", "")
    return Offered(
        call=plain(variable(event, "sip_call_id")),
        at=instant(event.get("caller-channel-created-time", ""), at),
        caller=plain(said),
        asserted=plain(variable(event, "sip_p-asserted-identity")),
        privacy=plain(variable(event, "sip_privacy")),
        called=plain(event.get("caller-destination-number", "")),
        location=document(variable(event, "siaga_location")),
        line=plain(variable(event, "siaga_line") or variable(event, "sip_network_ip")),
    )


def placed(event: Headers, at: datetime) -> Placed:
    return Placed(
        call=plain(variable(event, "sip_call_id")),
        taker=plain(variable(event, "sip_auth_username") or variable(event, "sip_from_user")),
        at=instant(event.get("caller-channel-created-time", ""), at),
        contact=plain(variable(event, "sip_h_x-siaga-contact")),
    )


def rows(listing: bytes) -> list[Mapping[str, Any]]:
    """The rows of `show … as json`, [] for anything else."""
    try:
        told = json.loads(listing)
    except (ValueError, RecursionError):
        return []
    inner = told.get("rows") if isinstance(told, dict) else None
    return [row for row in inner if isinstance(row, dict)] if isinstance(inner, list) else []


def dumped(dump: bytes) -> dict[str, str]:
    """The headers of `uuid_dump <uuid> json`, {} for a channel that is gone."""
    try:
        told = json.loads(dump)
    except (ValueError, RecursionError):
        return {}
    pairs = told.items() if isinstance(told, dict) else ()
    return {str(name).lower(): value for name, value in pairs if isinstance(value, str)}


def found(dumps: Mapping[str, Headers], at: datetime) -> list[Found]:
    """The channels that are ours, from a dump of each."""
    listed = []
    for leg, event in dumps.items():
        role = variable(event, "siaga_role")
        up = event.get("answer-state") == "answered"
        since_at = instant(event.get("caller-channel-answered-time", ""), at)
        if role == "offered":
            in_hand = variable(event, "siaga_released") != "true"
            told = offered(event, at)
            listed.append(Found(leg=leg, up=up, since_at=since_at, offered=told, in_hand=in_hand))
        elif role == "placed":
            call = placed(event, at)
            told = Offered(call=call.call, at=call.at)
            listed.append(Found(leg=leg, up=up, since_at=since_at, offered=told, who=call.taker))
        elif role in _ROLES:
            caller = variable(event, "siaga_caller")
            caller_up = dumps.get(caller, {}).get("answer-state") == "answered"
            who = plain(variable(event, "siaga_who"))
            listed.append(
                Found(
                    leg=leg,
                    up=up,
                    since_at=since_at,
                    role=Role(role),
                    who=who,
                    caller=caller,
                    caller_up=caller_up,
                )
            )
    return listed
