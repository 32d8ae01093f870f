"""Two reports and one person? Suggested with reasons, joined and cut by people only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from siaga.desks.persons.commands import ConfirmMatch, CutMatch, JudgeDifferent, SuggestMatches
from siaga.desks.persons.state import Person, named
from siaga.language.persons import (
    PersonMatchesSuggested,
    PersonsFact,
    PersonsJudgedDifferent,
    PersonsMatched,
    PersonsUnmatched,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, PersonId, When

Outcome = Sequence[PersonsFact] | Refused


def pair(
    command: ConfirmMatch | CutMatch | JudgeDifferent,
    missing: Person,
    *,
    found: Person,
    asked: Asked,
) -> Outcome:
    match command:
        case ConfirmMatch():
            return _confirm(command, missing, found, asked)
        case CutMatch():
            if missing.matched != command.found_id:
                return Refused(reason=Refusal.NOT_MATCHED)
            return (
                PersonsUnmatched(
                    missing_id=command.missing_id,
                    found_id=command.found_id,
                    incident_id=missing.incident_id,
                    other_incident_id=found.incident_id,
                    when=When(at=asked.received_at),
                    reason=command.reason,
                ),
            )
        case JudgeDifferent():
            if missing.matched == command.found_id:
                return Refused(reason=Refusal.ALREADY_MATCHED)
            if command.found_id in missing.different:
                return ()
            return (
                PersonsJudgedDifferent(
                    missing_id=command.missing_id,
                    found_id=command.found_id,
                    incident_id=missing.incident_id,
                    when=When(at=asked.received_at),
                ),
            )
        case _ as never:
            assert_never(never)


def _confirm(command: ConfirmMatch, missing: Person, found: Person, asked: Asked) -> Outcome:
    if missing.matched == command.found_id:
        return ()
    if missing.matched or found.matched:
        return Refused(reason=Refusal.ALREADY_MATCHED)
    if missing.ended or found.ended:
        return Refused(reason=Refusal.PERSON_REPORT_ENDED)
    return (
        PersonsMatched(
            missing_id=command.missing_id,
            found_id=command.found_id,
            incident_id=missing.incident_id,
            other_incident_id=found.incident_id,
            when=When(at=asked.received_at),
            points=_points(missing, command.found_id),
        ),
    )


def _points(missing: Person, found_id: PersonId) -> int | None:
    return next((one.points for one in missing.suggested if one.found_id == found_id), None)


def suggest(command: SuggestMatches, person: Person, *, asked: Asked) -> Outcome:
    """The same names with the same points are nothing new; who was judged different stays out."""
    if not person.is_missing or person.matched:
        return ()
    candidates = tuple(one for one in command.candidates if one.found_id not in person.different)
    if named(candidates) == person.suggested:
        return ()
    return (
        PersonMatchesSuggested(
            person_id=command.person_id,
            incident_id=person.incident_id,
            rule=command.rule,
            candidates=candidates,
            when=When(at=asked.received_at),
        ),
    )
