"""Loads a place from its folder under `places/`, and says what is wrong with one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from siaga.language.citizen_rules import LinkRules
from siaga.language.conversation_place import Conversing
from siaga.language.dispatch_rules import DispatchRules
from siaga.language.guide_cards import GuideBook
from siaga.language.liaisons import Post
from siaga.language.partners import Partner
from siaga.language.place import (
    Agency,
    Hospital,
    IncidentType,
    Lines,
    Place,
    Shelter,
    Sla,
    Station,
    Text,
    Unit,
)
from siaga.language.plans import ResponsePlan
from siaga.language.premises import PremiseRules
from siaga.language.slow_rules import Gauge, SlowRules
from siaga.platform.place_alert_rules import note_broken_alerts, with_alerts
from siaga.platform.place_care_rules import note_broken_care, with_care
from siaga.platform.place_conversation_rules import note_broken_conversation
from siaga.platform.place_dispatch_rules import note_broken_dispatch
from siaga.platform.place_folder import AREAS, TABLES, PlaceFolder
from siaga.platform.place_guide import INDEX, GuideIndex, card_files, read_guide
from siaga.platform.place_guide_rules import note_broken_guide
from siaga.platform.place_machine_rules import note_broken_machines, with_machines
from siaga.platform.place_plan_rules import note_broken_plans
from siaga.platform.place_records import Problems
from siaga.platform.place_rules import note_broken_rules
from siaga.platform.place_slow_rules import note_broken_slow

VERSION_LENGTH = 16


class PlaceInvalid(Exception):
    """The place's files cannot be used; `problems` has one line for each thing to correct."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """place.toml."""

    id: str
    name: Text
    zone: str
    zone_name: str
    emergency_number: str
    bounds: tuple[float, float, float, float]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holiday:
    date: date
    name: str


def load_place(folder: Path, *, drill: bool) -> Place:
    """The place in `folder`, its version the digest of its files. Raises PlaceInvalid."""
    problems = Problems()
    place = _read(folder, drill, problems)
    if place is None or problems.found:
        raise PlaceInvalid(problems.found)
    return place


def check_place(folder: Path) -> list[str]:
    """What is wrong with the place in `folder`: one line per problem, empty when it is sound."""
    problems = Problems()
    _read(folder, False, problems)
    return problems.found


def place_gaps(folder: Path) -> list[str]:
    """What a sound place still lacks: to be found out by people, never a reason to refuse it."""
    place = _read(folder, False, Problems())
    neighbours = place.neighbours.neighbour if place else ()
    return [
        f"neighbours.toml: {each.id}: no number of theirs is known for {', '.join(lacking)}"
        for each in neighbours
        if (lacking := each.without_phone() or (() if each.phones else ("any of it",)))
    ]


def _read(folder: Path, drill: bool, problems: Problems) -> Place | None:
    """The rules are checked only when every record is whole: half a place breaks many by itself."""
    if not folder.is_dir():
        problems.add(str(folder), "no such folder; name a place under places/, as in id/some-city")
        return None
    files = PlaceFolder(folder, problems)
    head = files.whole("place.toml", _Head)
    sla = files.whole("sla.toml", Sla)
    lines = files.whole("lines.toml", Lines)
    index = files.whole(INDEX, GuideIndex)
    agencies = files.by_slug("agencies.toml", "agency", kind=Agency)
    stations = files.by_slug("stations.toml", "station", kind=Station)
    units = files.by_slug("units.toml", "unit", kind=Unit)
    hospitals = files.by_slug("hospitals.toml", "hospital", kind=Hospital)
    incident_types = files.by_slug("incident_types.toml", "type", kind=IncidentType)
    capabilities, results = files.texts("capabilities.toml"), files.texts("results.toml")
    messages = files.texts("messages.toml")
    holidays = files.records("holidays.toml", "holiday", kind=_Holiday)
    guide = read_guide(folder, index, problems=problems) if index else None
    if head is None or sla is None or lines is None or guide is None or problems.found:
        return None
    place = Place(
        id=head.id,
        name=head.name,
        zone=head.zone,
        zone_name=head.zone_name,
        version=_digest(folder, guide),
        agencies=agencies,
        stations=stations,
        units=units,
        hospitals=hospitals,
        incident_types=incident_types,
        capabilities=capabilities,
        results=results,
        areas=files.areas,
        sla=sla,
        lines=lines,
        messages=messages,
        guide=guide,
        holidays=frozenset(day.date for day in holidays),
        bounds=head.bounds,
        emergency_number=head.emergency_number,
        drill=drill,
        sources=head.sources,
    )
    place = _with_dispatching(_with_rules_of_its_own(place, files), files)
    place = with_alerts(with_care(with_machines(place, files), files), files)
    _note_broken(place, problems)
    return place


def _note_broken(place: Place, problems: Problems) -> None:
    """What only the whole place can tell."""
    note_broken_rules(place, problems)
    note_broken_conversation(place, problems)
    note_broken_dispatch(place, problems)
    note_broken_alerts(place.alerts, problems)
    note_broken_plans(place, problems)
    note_broken_machines(place, problems)
    note_broken_care(place, problems)
    note_broken_slow(place, problems)
    note_broken_guide(place.guide, place.incident_types, problems=problems)


def _with_rules_of_its_own(place: Place, files: PlaceFolder) -> Place:
    """Files whose rules have defaults; what is wrong in them is noted all the same."""
    links = files.whole("links.toml", LinkRules)
    conversation = files.whole("conversation.toml", Conversing)
    place = replace(
        place, links=links or place.links, conversation=conversation or place.conversation
    )
    slow = files.whole("long_cases.toml", SlowRules)
    premises = files.whole("premises.toml", PremiseRules) or place.premises
    place = replace(place, premises=premises)
    gauges = files.by_slug("gauges.toml", "gauge", kind=Gauge)
    shelters = files.by_slug("shelters.toml", "shelter", kind=Shelter)
    return replace(place, slow=slow or place.slow, gauges=gauges, shelters=shelters)


def _with_dispatching(place: Place, files: PlaceFolder) -> Place:
    return replace(
        place,
        dispatching=files.whole("dispatch.toml", DispatchRules) or place.dispatching,
        partners=files.by_slug("partners.toml", "partner", kind=Partner),
        plans=files.by_slug("plans.toml", "plan", kind=ResponsePlan),
        posts=files.by_slug("liaisons.toml", "post", kind=Post),
    )


def _digest(folder: Path, guide: GuideBook) -> str:
    digest = hashlib.sha256()
    tables = sorted(folder / name for name in (*TABLES, AREAS))
    for path in (*tables, *card_files(folder, guide)):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:VERSION_LENGTH]
