"""What the premises desk decides: notes with an end, and what an incident's crew is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never

from siaga.desks.premises.commands import (
    AcceptPremise,
    Command,
    EndPremise,
    ExpirePremise,
    ForgetPremise,
    NotePremise,
    OfNote,
    ProposePremise,
    ReviewPremise,
    TellPremises,
)
from siaga.desks.premises.state import Note, NotedIncident, Told
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.premises import (
    PremiseAccepted,
    PremiseEnd,
    PremiseEnded,
    PremiseForgotten,
    PremiseKind,
    PremiseLine,
    PremiseNoted,
    PremiseReviewed,
    PremiseRules,
    PremisesFact,
    PremisesFound,
    PremiseSource,
    premise_life,
    premises_at,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, FieldError, Tag, When

Outcome = Sequence[PremisesFact] | Refused
TOLD_MAX = 12


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case NotePremise():
            return (incident_life(command.incident_id),) if command.incident_id else ()
        case ProposePremise():
            return (incident_life(command.incident_id),)
        case TellPremises():
            notes = (premise_life(one) for one in command.note_ids[:TOLD_MAX])
            return (premises_at(command.incident_id), *notes)
        case _:
            return (premise_life(command.note_id),)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case NotePremise():
            return _noted(command, states, place.premises, asked=asked)
        case ProposePremise():
            incident = states[incident_life(command.incident_id)]
            return _proposed(command, incident, place.premises, asked=asked)
        case TellPremises():
            return _told(command, states, asked)
        case _:
            note = states[premise_life(command.note_id)]
            return _of_note(command, note, place.premises, asked=asked)


def _noted(
    command: NotePremise, states: Mapping[Tag, Any], rules: PremiseRules, *, asked: Asked
) -> Outcome:
    number = ""
    if command.incident_id is not None:
        incident: NotedIncident = states[incident_life(command.incident_id)]
        if not incident.number:
            return Refused(reason=Refusal.UNKNOWN_INCIDENT)
        number = incident.number
    radius_m = rules.radius_m if command.radius_m is None else command.radius_m
    if not 10 <= radius_m <= rules.radius_max_m:
        raise FieldError("radius_m", f"harus 10 sampai {rules.radius_max_m} meter")
    until_at, review_at = _span(command.kind, command.until_at, rules, now=asked.received_at)
    return (
        PremiseNoted(
            note_id=str(command.command_id),
            kind=command.kind,
            source=command.source,
            location=command.location,
            radius_m=radius_m,
            words=command.premise_words,
            until_at=until_at,
            review_at=review_at,
            when=When(at=asked.received_at),
            told_by=command.premise_told_by,
            incident_id=command.incident_id,
            incident_number=number,
        ),
    )


def _proposed(
    command: ProposePremise, incident: NotedIncident, rules: PremiseRules, *, asked: Asked
) -> Outcome:
    sent = incident.units & asked.actor.units
    if not incident.number or not sent:
        return Refused(reason=Refusal.NOT_YOUR_INCIDENT)
    if incident.location is None:
        return Refused(reason=Refusal.PREMISE_WITHOUT_PLACE)
    until_at, review_at = _span(command.kind, None, rules, now=asked.received_at)
    return (
        PremiseNoted(
            note_id=str(command.command_id),
            kind=command.kind,
            source=PremiseSource.CREW,
            location=incident.location,
            radius_m=rules.radius_m,
            words=command.premise_words,
            until_at=until_at,
            review_at=review_at,
            when=When(at=asked.received_at),
            told_by=command.premise_told_by,
            incident_id=command.incident_id,
            incident_number=incident.number,
            proposed=True,
            unit_id=min(sent),
        ),
    )


def _span(
    kind: PremiseKind, until_at: datetime | None, rules: PremiseRules, *, now: datetime
) -> tuple[datetime, datetime]:
    """→ end and next review; nothing is true for ever."""
    until_at = until_at or now + timedelta(days=rules.days_of(kind))
    if not now < until_at <= now + timedelta(days=rules.days_max):
        raise FieldError("until_at", f"harus di depan, paling lama {rules.days_max} hari")
    return until_at, min(until_at, now + timedelta(days=rules.review_days))


def _of_note(command: OfNote, note: Note, rules: PremiseRules, *, asked: Asked) -> Outcome:
    now = When(at=asked.received_at)
    match command:
        case ExpirePremise():
            if not note.holds or note.line is None or note.line.until_at != command.due_at:
                return ()
            return (_ended(command.note_id, PremiseEnd.EXPIRED, rules, now=now),)
        case ForgetPremise():
            if note.forget_at is None or now.at < note.forget_at:
                return ()
            return (PremiseForgotten(note_id=command.note_id, when=now),)
        case AcceptPremise() | ReviewPremise() | EndPremise():
            if note.line is None or not note.holds:
                return Refused(reason=Refusal.UNKNOWN_PREMISE)
            return _by_person(command, note.line, rules, now=now)
        case _ as never:
            assert_never(never)


def _by_person(
    command: AcceptPremise | ReviewPremise | EndPremise,
    line: PremiseLine,
    rules: PremiseRules,
    *,
    now: When,
) -> Outcome:
    match command:
        case AcceptPremise():
            return (PremiseAccepted(note_id=line.note_id, when=now),) if line.proposed else ()
        case ReviewPremise():
            until_at, review_at = _span(line.kind, command.until_at, rules, now=now.at)
            reviewed = PremiseReviewed(
                note_id=line.note_id, until_at=until_at, review_at=review_at, when=now
            )
            accepted = PremiseAccepted(note_id=line.note_id, when=now)
            return (accepted, reviewed) if line.proposed else (reviewed,)
        case EndPremise():
            return (
                _ended(line.note_id, command.why, rules, now=now, reason=command.premise_reason),
            )
        case _ as never:
            assert_never(never)


def _ended(
    note_id: str, why: PremiseEnd, rules: PremiseRules, *, now: When, reason: Any = None
) -> PremiseEnded:
    forget_at = now.at + timedelta(days=rules.keep_days)
    return PremiseEnded(note_id=note_id, why=why, forget_at=forget_at, when=now, reason=reason)


def _told(command: TellPremises, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    """The same again is nothing new. What has ended meanwhile is left out."""
    told: Told = states[premises_at(command.incident_id)]
    notes: list[Note] = [states[premise_life(one)] for one in command.note_ids[:TOLD_MAX]]
    lines = tuple(
        note.line
        for note in notes
        if note.holds and note.line is not None and note.line.until_at > asked.received_at
    )
    if lines == told.lines:
        return ()
    before = {(one.note_id, one.proposed) for one in told.lines}
    return (
        PremisesFound(
            incident_id=command.incident_id,
            lines=lines,
            added=any((one.note_id, one.proposed) not in before for one in lines),
            when=When(at=asked.received_at),
        ),
    )
