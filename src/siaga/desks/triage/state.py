"""What the triage desk keeps in mind: the newest suggestions for a contact, and their answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, assert_never

from siaga.language.entry import Entry
from siaga.language.incident import IncidentOpened
from siaga.language.intake import ContactOpened, ContactReopened, ContactWrappedUp, ReportAttached
from siaga.language.lines import CallOffered
from siaga.language.triage import (
    DuplicatesSuggested,
    JudgedDifferent,
    Subject,
    SuggestionAnswered,
    TriageSuggested,
)
from siaga.language.values import IncidentId, Tag

ADVICE, CONTACT, INCIDENT = "advice", "contact-life", "incident-life"

OfTriage = frozenset({Subject.TYPE, Subject.PRIORITY})
"""Parts of a suggestion that a newer reading replaces."""

Heard = (
    TriageSuggested
    | DuplicatesSuggested
    | JudgedDifferent
    | SuggestionAnswered
    | ContactOpened
    | CallOffered
    | ContactReopened
    | ContactWrappedUp
    | ReportAttached
    | IncidentOpened
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """`answered`: the parts of the newest suggestions that people have decided about."""

    triage: TriageSuggested | None = None
    duplicates: DuplicatesSuggested | None = None
    answered: frozenset[Subject] = frozenset()
    different: frozenset[IncidentId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLife:
    is_known: bool = False
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLife:
    is_known: bool = False


STATES: dict[str, type[Any]] = {ADVICE: Advice, CONTACT: ContactLife, INCIDENT: IncidentLife}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match tag.partition(":")[0]:
        case "advice":
            return _advice(state, fact)
        case "contact-life":
            return _contact(state, fact)
        case _:
            return IncidentLife(is_known=True)


def _advice(state: Advice, fact: Heard) -> Advice:
    match fact:
        case TriageSuggested():
            return replace(state, triage=fact, answered=state.answered - OfTriage)
        case DuplicatesSuggested():
            answered = state.answered - {Subject.DUPLICATE}
            return replace(state, duplicates=fact, answered=answered)
        case JudgedDifferent():
            return replace(state, different=state.different | {fact.incident_id})
        case SuggestionAnswered():
            return replace(state, answered=state.answered | {fact.subject})
        case (
            ContactOpened()
            | CallOffered()
            | ContactReopened()
            | ContactWrappedUp()
            | ReportAttached()
            | IncidentOpened()
        ):
            return state  # they carry no advice's tag
        case _:
            assert_never(fact)


def _contact(state: ContactLife, fact: Heard) -> ContactLife:
    match fact:
        case ContactOpened() | CallOffered():
            return ContactLife(is_known=True)
        case ContactReopened() | ReportAttached() | IncidentOpened():
            return ContactLife(is_known=True, incident_id=fact.incident_id)
        case ContactWrappedUp():
            return ContactLife(is_known=True)
        case _:
            return state
