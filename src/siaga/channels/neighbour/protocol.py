"""The messages of a hand-over, as JSON.

Every message may come again or late: who receives it does the same thing once. It names its
hand-over by the id that the offering centre gave it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

PATH = "/hooks/neighbour"
PLACE = "siaga-place"
VERSION = 1
BYTES_MAX = 1024 * 1024
NAME_MAX, REASON_MAX, NUMBER_MAX, PARTS_MAX = 100, 500, 60, 50
_ID = re.compile(r"[A-Za-z0-9._:~-]{1,64}")


class Kind(StrEnum):
    OFFER = "offer"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    ADDED = "added"  # the offering centre knows more
    ADDED_SEEN = "added_seen"  # a person of the accepting centre has read that
    TOLD = "told"  # the accepting centre knows more
    TOLD_SEEN = "told_seen"  # a person of the offering centre has read that
    PING = "ping"  # is anybody there: answered at once, and nothing is kept


class NotUnderstood(ValueError):
    """`field` names what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


_NAMES_INCIDENT = frozenset(
    {Kind.OFFER, Kind.WITHDRAWN, Kind.CONFIRMED, Kind.ADDED, Kind.TOLD_SEEN}
)
_HAS_NOTE = frozenset({Kind.ADDED, Kind.TOLD})
_HAS_PARTS = frozenset({Kind.ADDED_SEEN, Kind.TOLD_SEEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`incident` is the offering centre's; `by_name` and `reason` are of an answer.

    `part` tells one note from the next: a hand-over has many. `parts` were read.
    """

    kind: Kind
    handover: str
    incident: str = ""
    number: str = ""
    by_name: str = ""
    reason: str = ""
    note: str = ""
    part: str = ""
    parts: tuple[str, ...] = ()
    eido: Mapping[str, Any] | None = None


def write(message: Message) -> bytes:
    out: dict[str, Any] = {"version": VERSION, "kind": message.kind, "handover": message.handover}
    for name in ("incident", "number", "by_name", "reason", "note", "part"):
        if value := getattr(message, name):
            out[name] = value
    if message.parts:
        out["parts"] = list(message.parts)
    if message.eido is not None:
        out["eido"] = message.eido
    return json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode()


def read(raw: bytes) -> Message:
    """Raises NotUnderstood, naming the field."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("body", "bukan JSON yang sah") from error
    if not isinstance(found, dict):
        raise NotUnderstood("body", "harus berupa objek JSON")
    if found.get("version") != VERSION:
        raise NotUnderstood("version", f"harus {VERSION}")
    kinds = [kind for kind in Kind if kind == found.get("kind")]
    if not kinds:
        raise NotUnderstood("kind", f"pilih {', '.join(Kind)}")
    kind, eido = kinds[0], found.get("eido")
    if kind is Kind.OFFER and not isinstance(eido, dict):
        raise NotUnderstood("eido", "wajib diisi: kejadian yang diserahkan")
    message = Message(
        kind=kind,
        handover=_identifier(found, "handover"),
        incident=_identifier(found, "incident") if kind in _NAMES_INCIDENT else "",
        number=_text(found, "number", NUMBER_MAX),
        by_name=_text(found, "by_name", NAME_MAX),
        reason=_text(found, "reason", REASON_MAX),
        note=_text(found, "note", REASON_MAX),
        part=_identifier(found, "part") if kind in _HAS_NOTE else "",
        parts=_identifiers(found, "parts") if kind in _HAS_PARTS else (),
        eido=eido if kind is Kind.OFFER else None,
    )
    if kind in _HAS_NOTE and not message.note:
        raise NotUnderstood("note", "wajib diisi: apa yang baru diketahui")
    if kind is Kind.ACCEPTED and not message.by_name:
        raise NotUnderstood("by_name", "wajib diisi: siapa yang menerima")
    if kind is Kind.REFUSED and not message.reason:
        raise NotUnderstood("reason", "wajib diisi: mengapa ditolak")
    return message


def _identifier(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise NotUnderstood(name, "bukan pengenal yang sah")
    return value


def _identifiers(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = found.get(name)
    if not isinstance(values, list) or not 0 < len(values) <= PARTS_MAX:
        raise NotUnderstood(name, f"harus berupa 1 sampai {PARTS_MAX} pengenal")
    return tuple(_identifier({name: value}, name) for value in values)


def _text(found: Mapping[str, Any], name: str, most: int) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        raise NotUnderstood(name, "harus berupa teks")
    if len(value) > most:
        raise NotUnderstood(name, f"paling panjang {most} karakter")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in value).strip()
