"""What Asterisk's messages say, as far as we believe them. Pure; NOT PROVEN ON A LIVE SERVER."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from siaga.channels.phone.orders import Found, Role, document, plain
from siaga.channels.phone.port import Offered, Placed

Node = Mapping[str, Any]
_DAY = timedelta(days=1)


def parse(raw: bytes) -> Any:
    """The JSON in `raw`, or None."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def node(value: Any) -> Node:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def q850(value: Any) -> int:
    return value if type(value) is int and 0 <= value <= 127 else 0


def instant(value: Any, at: datetime) -> datetime:
    """Asterisk's own time; `at` where it says none, or one that cannot be."""
    try:
        told = datetime.fromisoformat(value) if isinstance(value, str) else at
        told = told.astimezone(UTC) if told.tzinfo else at
    except (ValueError, OverflowError):
        return at
    return told if abs(told - at) <= _DAY else at


def variables(channel: Node) -> Node:
    return node(channel.get("channelvars"))


def endpoint_of(channel: Node) -> str:
    """PJSIP/trunk-0000001a is a channel of the endpoint trunk."""
    name = plain(channel.get("name")).partition("/")[2]
    return name.rpartition("-")[0]


def call_id(channel: Node) -> str:
    """The SIP Call-ID: a field since Asterisk 18.13 and 19.5, before that a variable."""
    told = plain(channel.get("protocol_id")) or plain(variables(channel).get("SIAGA_CALL"))
    return told or plain(channel.get("id"))


def offered(channel: Node, at: datetime) -> Offered:
    extra = variables(channel)
    caller = node(channel.get("caller"))
    return Offered(
        call=call_id(channel),
        at=instant(channel.get("creationtime"), at),
        caller=plain(caller.get("number")) or plain(caller.get("name")),
        asserted=plain(extra.get("SIAGA_ASSERTED")),
        privacy=plain(extra.get("SIAGA_PRIVACY")),
        called=plain(node(channel.get("dialplan")).get("exten")),
        location=document(extra.get("SIAGA_LOCATION")),
        line=plain(extra.get("SIAGA_LINE")) or endpoint_of(channel),
    )


def placed(channel: Node, at: datetime) -> Placed:
    return Placed(
        call=call_id(channel),
        taker=endpoint_of(channel),
        at=instant(channel.get("creationtime"), at),
        contact=plain(variables(channel).get("SIAGA_CONTACT")),
    )


def found(listing: bytes, *, app: str, at: datetime) -> Iterator[Found]:
    """The channels of GET /channels that are ours."""
    channels = {plain(one.get("id")): one for one in map(node, rows(parse(listing)))}
    channels.pop("", None)
    for leg, channel in channels.items():
        up = channel.get("state") == "Up"
        since_at = instant(channel.get("creationtime"), at)
        extra = variables(channel)
        role = _kind(channel, app)
        if role == "offered":
            told = offered(channel, at)
            yield Found(
                leg=leg, up=up, since_at=since_at, offered=told, in_hand=_in_hand(channel, app)
            )
        elif role == "placed":
            call = placed(channel, at)
            told = Offered(call=call.call, at=call.at)
            yield Found(leg=leg, up=up, since_at=since_at, offered=told, who=call.taker)
        elif role in _ROLES:
            caller = plain(extra.get("SIAGA_CALLER"))
            yield Found(
                leg=leg,
                up=up,
                since_at=since_at,
                role=Role(role),
                who=plain(extra.get("SIAGA_WHO")),
                caller=caller,
                caller_up=channels.get(caller, {}).get("state") == "Up",
            )


_ROLES = frozenset(role.value for role in Role)


def _in_hand(channel: Node, app: str) -> bool:
    place = node(channel.get("dialplan"))
    data = plain(place.get("app_data"))
    return place.get("app_name") == "Stasis" and data.partition(",")[0] == app


def _kind(channel: Node, app: str) -> str:
    """What the dialplan or we said it is; failing that, what it was given to us as."""
    told = plain(variables(channel).get("SIAGA_ROLE"))
    if told or not _in_hand(channel, app):
        return told
    return plain(node(channel.get("dialplan")).get("app_data")).partition(",")[2]
