"""Anybody's EIDO document as a proposal for an incident; what is unknown stays as it came."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from siaga.channels.eido.protocol import PRIORITIES, Spot
from siaga.channels.eido.protocol.pidf import read as read_place
from siaga.channels.eido.protocol.pidf import read_address
from siaga.language.values import IncidentTypeId, Priority

BYTES_MAX = 512 * 1024
NOTES_MAX = 20
TEXT_MAX = 2000
DEPTH_MAX = 60
KNOWN = frozenset({"$id", "incidentComponent", "locationComponent", "notesComponent"})
_BEST = ("CurrentIncident", "InitialIncident", "Caller")


class NotEido(ValueError):
    """`field` names what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a person may open an incident from. `raw`: components nobody here understands."""

    their_id: str
    number: str = ""
    code: str = ""
    type_name: str = ""
    incident_type: IncidentTypeId | None = None
    priority: Priority = Priority.P2  # of one that says nothing: urgent until somebody knows
    has_priority: bool = False
    spot: Spot | None = None
    address: str = ""  # in words, where there is no point
    notes: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict)


def parse(data: bytes) -> dict[str, Any]:
    """Raises NotEido."""
    if len(data) > BYTES_MAX:
        raise NotEido("eido", f"lebih dari {BYTES_MAX // 1024} kB")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotEido("eido", "bukan JSON yang sah") from error
    if not isinstance(found, dict):
        raise NotEido("eido", "harus berupa objek JSON")
    return found


def proposal(document: Mapping[str, Any], types: Mapping[IncidentTypeId, str]) -> Proposal:
    """`types`: ours → the registry's word. Raises NotEido."""
    _check_depth(document)
    their_id = document.get("$id")
    if not isinstance(their_id, str) or not 0 < len(their_id) <= 300:
        raise NotEido("eido.$id", "wajib diisi: pengenal kejadian")
    if not _listed(document, "agencyComponent"):
        raise NotEido("eido.agencyComponent", "wajib diisi: paling sedikit satu instansi")
    incident = document.get("incidentComponent") or {}
    if not isinstance(incident, Mapping):
        raise NotEido("eido.incidentComponent", "harus berupa objek JSON")
    code = _text(incident, "incidentTypeCommonRegistryText", 100)
    internal = _text(incident, "incidentTypeInternalCode", 100)
    priority = _priority(incident.get("incidentCommonPriorityNumber"))
    return Proposal(
        their_id=their_id,
        number=_text(incident, "internalIncidentId", 60),
        code=code,
        type_name=_text(incident, "incidentTypeInternalText", 200),
        incident_type=_type_of(code, internal, types),
        priority=priority or Priority.P2,
        has_priority=priority is not None,
        spot=_spot(document, incident),
        address=_address(document, incident),
        notes=_notes(document),
        raw={key: value for key, value in document.items() if key not in KNOWN},
    )


def _type_of(
    code: str, internal: str, types: Mapping[IncidentTypeId, str]
) -> IncidentTypeId | None:
    """Ours by name, where the sender knows our types too; else the plainest with that word."""
    if types.get(IncidentTypeId(internal)) == code:
        return IncidentTypeId(internal)
    return min((one for one, word in types.items() if word == code), key=len, default=None)


def _priority(number: Any) -> Priority | None:
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 10:
        return None
    # Between two of ours it is the higher one.
    fitting = [each for each, least in PRIORITIES.items() if number > least - 3]
    return fitting[0] if fitting else Priority.P4


def _spot(document: Mapping[str, Any], incident: Mapping[str, Any]) -> Spot | None:
    found = (read_place(value) for value in _places(document, incident))
    return next((spot for spot in found if spot is not None), None)


def _address(document: Mapping[str, Any], incident: Mapping[str, Any]) -> str:
    found = (read_address(value) for value in _places(document, incident))
    return next((address for address in found if address), "")


def _places(document: Mapping[str, Any], incident: Mapping[str, Any]) -> list[str]:
    """The incident's own reference first, then the kinds of place in order of use."""
    wanted = [each.get("$ref") for each in _listed(incident, "locationReference")]
    places = _listed(document, "locationComponent")

    def order(place: Mapping[str, Any]) -> tuple[bool, int]:
        kind = place.get("locationTypeDescriptionRegistryText")
        rank = _BEST.index(kind) if kind in _BEST else len(_BEST)
        return (place.get("$id") not in wanted, rank)

    values = (place.get("locationByValue") for place in sorted(places, key=order))
    return [value for value in values if isinstance(value, str)]


def _notes(document: Mapping[str, Any]) -> tuple[str, ...]:
    said = (
        _text(each, "notesActionComments", TEXT_MAX) for each in _listed(document, "notesComponent")
    )
    return tuple(text for text in said if text)[:NOTES_MAX]


def _listed(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = holder.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotEido(f"eido.{name}", "harus berupa daftar")
    return [each for each in value if isinstance(each, Mapping)]


def _text(holder: Mapping[str, Any], name: str, most: int) -> str:
    value = holder.get(name)
    if not isinstance(value, str):
        return ""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in value)[:most].strip()


def _check_depth(document: Any) -> None:
    level = [document]
    for _ in range(DEPTH_MAX):
        level = [child for each in level for child in _children(each)]
        if not level:
            return
    raise NotEido("eido", f"bertingkat lebih dari {DEPTH_MAX}")


def _children(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, Mapping) else value
    return [each for each in inner if isinstance(each, Mapping | list)]
