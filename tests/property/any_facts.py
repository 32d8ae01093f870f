"""Any fact of any kind, about a handful of contacts, incidents, units and agencies."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from siaga.language.agencies import ReferralSent
from siaga.language.calls import LikelihoodReason
from siaga.language.dispatch import UnitDispatched
from siaga.language.entry import Entry, Fact
from siaga.language.every_fact import FACTS
from siaga.language.hospitals import BedClass, BedCount
from siaga.language.incident import IncidentOpened, LinkedRef, MergedRef
from siaga.language.intake import ContactOpened, IntakeFact
from siaga.language.lines import CallOffered, LinesFact
from siaga.language.plans import (
    HourSpan,
    PlanAgency,
    PlanMessage,
    PlanNeed,
    PlanTimers,
    ResponsePlan,
)
from siaga.language.text import Text
from siaga.language.triage import Candidate, Guess, Reason
from siaga.language.units import UnitWentOnDuty
from siaga.language.values import (
    ActorKind,
    LocationClaim,
    MediaRef,
    Sealed,
    SealedPoint,
    SealedRecord,
    Via,
    When,
)
from tests.builders import NOW

CALLER = "penelepon"
"""Begins the vault references of a caller's name and number, and of nothing else."""

_OPENERS = (
    ContactOpened,
    CallOffered,
    IncidentOpened,
    UnitWentOnDuty,
    UnitDispatched,
    ReferralSent,
)
_CALLERS = {
    (kind.__name__, one.name)
    for kind in get_args(IntakeFact | LinesFact)
    for one in fields(kind)
    if one.name in ("name", "number")
}

_moments = st.integers(-7200, 7200).map(lambda second: NOW + timedelta(seconds=second))
_beds = st.builds(
    BedCount,
    bed=st.sampled_from(list(BedClass)),
    available=st.integers(0, 5),
    baseline=st.sampled_from([None, 5, 9]),
)
_simple: dict[Any, st.SearchStrategy[Any]] = {
    BedCount: _beds,
    datetime: _moments,
    time: st.integers(0, 23).map(lambda hour: time(hour)),
    bool: st.booleans(),
    int: st.integers(0, 5),
    float: st.sampled_from([0.0, 0.02, 0.5, 1.0]),
    str: st.sampled_from(["", "sent", "read"]),
    Sealed: st.integers(0, 99).map(lambda n: Sealed(f"item{n}", "digest")),
    SealedPoint: st.integers(0, 99).map(lambda n: SealedPoint(f"point{n}", "digest")),
}

_PLANS = (ResponsePlan, HourSpan, PlanNeed, PlanAgency, PlanMessage, PlanTimers, Text)


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _simple:
        return _simple[hint]
    if isinstance(hint, NewType):
        return st.sampled_from([f"{hint.__name__.lower()}-{n}" for n in range(2)])
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([st.none() if one is type(None) else _of(one) for one in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(_of(get_args(hint)[0]), max_size=2).map(tuple)
    if isinstance(hint, type) and issubclass(hint, SealedRecord):
        return st.integers(0, 99).map(lambda n: hint(f"{hint.__name__}{n}", "digest"))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if hint in (When, LocationClaim, MediaRef, LikelihoodReason, Guess, Reason, Candidate):
        return _built(hint)
    if hint in (LinkedRef, MergedRef):
        return _built(hint)
    if hint in _PLANS:
        return _built(hint)
    if is_dataclass(hint):
        return _built(hint)  # type: ignore[arg-type]
    raise NotImplementedError(hint)


_known: dict[type[Any], st.SearchStrategy[Any]] = {}


def _built(kind: type[Any]) -> st.SearchStrategy[Any]:
    if kind not in _known:
        _known[kind] = _made(kind)
    return _known[kind]


def _made(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    strategies = {one.name: _of(hints[one.name]) for one in fields(kind)}
    for name in strategies:
        if (kind.__name__, name) in _CALLERS:
            caller = f"{CALLER}-{name}"
            strategies[name] = st.sampled_from([None, Sealed(caller, "digest")])
    return st.builds(kind, **strategies)


def _entries(facts: list[tuple[Fact, Via, int]]) -> list[Entry]:
    entries: list[Entry] = []
    for position, (fact, via, delay_s) in enumerate(facts, start=1):
        happened: Any = fact  # every fact has `when`
        recorded_at = happened.when.at + timedelta(seconds=delay_s)
        entries.append(
            Entry(
                position=position,
                fact=fact,
                recorded_at=recorded_at,
                received_at=recorded_at,
                command_id=f"command-{position}",
                actor_kind=ActorKind.PERSON,
                actor="accountid-0",
                via=via,
                number=f"{fact.series}-{position}" if fact.series else None,
                cause=position - 1,
            )
        )
    return entries


def _told(kinds: list[type[Any]]) -> st.SearchStrategy[tuple[Fact, Via, int]]:
    facts: st.SearchStrategy[Any] = st.one_of([_built(kind) for kind in kinds])
    return st.tuples(facts, st.sampled_from(list(Via)), st.integers(0, 4000))


@cache
def logbooks(heard: tuple[type[Any], ...] = ()) -> st.SearchStrategy[list[Entry]]:
    """Entries that begin by opening things, so that what follows has something to speak of.

    Of any kind, or of what one board has `heard`.
    """
    openers = st.lists(_told(list(_OPENERS)), min_size=4, max_size=8)
    anything = st.lists(_told(list(heard or FACTS.values())), max_size=16)
    return st.tuples(openers, anything).map(lambda both: _entries(both[0] + both[1]))


def any_fact(kind: type[Any]) -> st.SearchStrategy[Any]:
    """One fact of this kind, about any of the handful."""
    return _built(kind)
