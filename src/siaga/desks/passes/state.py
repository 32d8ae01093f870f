"""What the passes desk keeps in mind: a pass, the passes of a thing, and if that thing lives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from siaga.language.agencies import (
    ReferralDeclined,
    ReferralHandedBack,
    ReferralReopened,
    ReferralSent,
    ReferralTakenBack,
    ReferralVerified,
    referral_life,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
    incident_life,
)
from siaga.language.passes import PassEnded, PassFact, PassIssued, PassOpened
from siaga.language.values import AgencyId, IncidentId, PassId, Tag

PASS, PASSES, REFERRAL, INCIDENT = "pass-life", "passes-of", "referral-life", "incident-life"

TaskOver = ReferralDeclined | ReferralHandedBack | ReferralVerified | ReferralTakenBack
OfReferral = ReferralSent | ReferralReopened | TaskOver
OfIncident = IncidentOpened | IncidentClosed | IncidentReopened
Heard = PassFact | OfReferral | OfIncident


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLife:
    issued: PassIssued | None = None  # None: there is no such pass
    is_ended: bool = False
    browsers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """Those that live, with the incident each one stands in."""

    live: dict[PassId, IncidentId | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """`agency` is None while nothing is known of it."""

    agency: AgencyId | None = None
    incident_id: IncidentId | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    opened_at: datetime | None = None  # None: there is no such incident
    is_open: bool = False


STATES: dict[str, type[Any]] = {
    PASS: PassLife,
    PASSES: Passes,
    REFERRAL: Referral,
    INCIDENT: Incident,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match state:
        case PassLife():
            return _pass(state, fact)
        case Passes():
            return _passes(state, fact)
        case Referral():
            return _referral(state, fact, tag)
        case Incident():
            return _incident(state, fact, tag)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _pass(state: PassLife, fact: Heard) -> PassLife:
    match fact:
        case PassIssued():
            return PassLife(issued=fact)
        case PassOpened():
            return replace(state, browsers=state.browsers | {fact.browser})
        case PassEnded():
            return replace(state, is_ended=True)
        case _:
            return state


def _passes(state: Passes, fact: Heard) -> Passes:
    match fact:
        case PassIssued():
            return Passes(live=state.live | {fact.pass_id: fact.incident_id})
        case PassEnded():
            left = {known: of for known, of in state.live.items() if known != fact.pass_id}
            return Passes(live=left)
        case _:
            return state


def _referral(state: Referral, fact: Heard, tag: Tag) -> Referral:
    if not isinstance(fact, OfReferral) or referral_life(fact.referral_id) != tag:
        return state  # the task that came after it
    match fact:
        case ReferralSent():
            return Referral(agency=fact.agency, incident_id=fact.incident_id, is_open=True)
        case ReferralReopened():
            return replace(state, is_open=True)
        case ReferralDeclined() | ReferralHandedBack() | ReferralVerified() | ReferralTakenBack():
            return replace(state, is_open=False)


def _incident(state: Incident, fact: Heard, tag: Tag) -> Incident:
    if not isinstance(fact, OfIncident) or incident_life(fact.incident_id) != tag:
        return state  # a child's, or a task's of this incident
    match fact:
        case IncidentOpened():
            return Incident(opened_at=fact.when.at, is_open=True)
        case IncidentClosed():
            return replace(state, is_open=False)
        case IncidentReopened():
            return replace(state, is_open=True)
        case _ as never:
            assert_never(never)
