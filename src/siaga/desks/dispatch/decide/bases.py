"""*Minta ke Mako*: a base that was asked for a unit answers, or it rings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.dispatch.commands import (
    AnswerBase,
    AskBase,
    OfBase,
    RecordPartner,
    RemindOfBase,
    Sending,
)
from siaga.desks.dispatch.decide.outcome import Outcome, not_open, when_of
from siaga.desks.dispatch.state import IncidentWork
from siaga.language.base_asks import BaseAnswer, BaseAnswered, BaseAsked, BaseSilent
from siaga.language.dispatch import UnitDispatched
from siaga.language.incident import incident_life
from siaga.language.place import Authority, Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Tag


def base(command: OfBase, incident: IncidentWork, *, place: Place, asked: Asked) -> Outcome:
    match command:
        case AskBase():
            return not_open(incident) or _ask(command, incident, place=place, asked=asked)
        case AnswerBase():
            return _answer(command, incident, place=place, asked=asked)
        case RemindOfBase():
            return _remind(command, incident, asked)
        case _ as never:
            assert_never(never)


def settled(
    command: Sending, outcome: Outcome, *, states: Mapping[Tag, Any], place: Place
) -> Outcome:
    """Sending the unit of a base that was asked is that base's answer."""
    if isinstance(outcome, Refused):
        return outcome
    sent = next((fact for fact in outcome if isinstance(fact, UnitDispatched)), None)
    if sent is None:
        return outcome
    unit = place.units.get(sent.unit_id)
    named_by = command.named_by if isinstance(command, RecordPartner) else None
    agency = unit.agency if unit else named_by
    incident: IncidentWork = states[incident_life(sent.incident_id)]
    if agency is None or agency not in incident.asked:
        return outcome
    answered = BaseAnswered(
        incident_id=sent.incident_id,
        agency=agency,
        answer=BaseAnswer.AGREED if unit else BaseAnswer.PARTNER,
        unit_id=sent.unit_id,
        told_by=sent.asked_of,
        when=sent.when,
    )
    return (*outcome, answered)


def _ask(command: AskBase, incident: IncidentWork, *, place: Place, asked: Asked) -> Outcome:
    agency = place.agencies[place.units[command.unit_id].agency]
    if agency.authority is Authority.REQUEST:
        return Refused(reason=Refusal.REFERRAL_ONLY)
    if agency.authority is Authority.OWN:
        return Refused(reason=Refusal.UNIT_HAS_NO_BASE)
    before = incident.asked.get(agency.id)
    return (
        BaseAsked(
            incident_id=command.incident_id,
            agency=agency.id,
            unit_id=command.unit_id,
            answer_by_at=asked.received_at + _patience(place),
            asked_via=command.via,
            asked_of=command.asked_of,
            first_at=before.since_at if before else None,
            when=when_of(None, asked),
        ),
    )


def _answer(command: AnswerBase, incident: IncidentWork, *, place: Place, asked: Asked) -> Outcome:
    ask = incident.asked.get(command.agency)
    if ask is None:
        return Refused(reason=Refusal.BASE_NOT_ASKED)
    return (
        BaseAnswered(
            incident_id=command.incident_id,
            agency=command.agency,
            answer=BaseAnswer.AGREED if command.agreed else BaseAnswer.REFUSED,
            unit_id=ask.unit_id,
            reason=command.reason,
            told_by=command.told_by,
            answer_by_at=asked.received_at + _patience(place) if command.agreed else None,
            when=when_of(None, asked),
        ),
    )


def _remind(command: RemindOfBase, incident: IncidentWork, asked: Asked) -> Outcome:
    ask = incident.asked.get(command.agency)
    if ask is None or ask.answer_by_at is None or ask.answer_by_at > command.due_at:
        return ()
    return (
        BaseSilent(
            incident_id=command.incident_id,
            agency=command.agency,
            late_s=max(0, int((asked.received_at - command.due_at).total_seconds())),
            when=when_of(None, asked),
        ),
    )


def _patience(place: Place) -> timedelta:
    return timedelta(seconds=place.dispatching.base_answer_s)
