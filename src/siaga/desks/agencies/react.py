"""What the agencies desk does by itself: deadlines follow the priority, reporters' words count."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.agencies.commands import (
    Brief,
    Command,
    ConfirmDelivery,
    Escalate,
    HearReporter,
    Reprioritise,
    RingOverdue,
    TakeOwnReport,
    TakeReporterWord,
    TaskForService,
)
from siaga.desks.agencies.follow import OF, REFERRAL_ACCEPT
from siaga.language.agencies import ReferralReopened, ReporterJudged
from siaga.language.alerts import AlertAbout, AlertDelivered
from siaga.language.conversation import PicturesShared
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import (
    IncidentClassified,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
)
from siaga.language.links import FeedbackGiven, ReporterAsked
from siaga.language.values import IncidentId, ReferralId, Sealed

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""

TIMERS = frozenset({REFERRAL_ACCEPT, *OF.values()})


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case IncidentPrioritised():
            return tuple(
                _wanted(
                    Reprioritise(command_id=TO_BE_NAMED, referral_id=one, priority=fact.priority)
                )
                for one in fact.referral_ids
            )
        case IncidentOpened(reported_by=agency) if agency is not None:
            incident_id = fact.incident_id
            own = TakeOwnReport(command_id=TO_BE_NAMED, incident_id=incident_id, agency=agency)
            return (_wanted(own),)
        case IncidentOpened(service=True):
            task = TaskForService(
                command_id=TO_BE_NAMED, incident_id=fact.incident_id, note=fact.note
            )
            return (_wanted(task),)
        case IncidentLocated() | IncidentClassified() | PicturesShared() | ReferralReopened():
            return (_wanted(Brief(command_id=TO_BE_NAMED, incident_id=fact.incident_id)),)
        case AlertDelivered(about=AlertAbout.REFERRAL):
            told = ConfirmDelivery(command_id=TO_BE_NAMED, referral_id=ReferralId(fact.subject))
            return (_wanted(told),)
        case FeedbackGiven(incident_id=incident_id) if incident_id is not None:
            return _heard(incident_id, handled=fact.handled, words=fact.words)
        case ReporterAsked(incident_id=incident_id) if incident_id is not None:
            return _heard(incident_id, handled=False, words=fact.words)
        case ReporterJudged():
            return tuple(
                _wanted(
                    TakeReporterWord(
                        command_id=TO_BE_NAMED,
                        referral_id=one,
                        handled=fact.handled,
                        words=fact.words,
                    )
                )
                for one in fact.referral_ids
            )
        case _:
            return ()


def _heard(incident_id: IncidentId, *, handled: bool, words: Sealed | None) -> tuple[Reaction, ...]:
    heard = HearReporter(
        command_id=TO_BE_NAMED, incident_id=incident_id, handled=handled, words=words
    )
    return (_wanted(heard),)


def _wanted(command: Any) -> Reaction:
    return Reaction(desk="agencies", command=command)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    task = ReferralId(subject)
    if kind == REFERRAL_ACCEPT:
        return Escalate(command_id=command_id, referral_id=task, due_at=due_at)
    for what, of in OF.items():
        if of == kind:
            return RingOverdue(command_id=command_id, referral_id=task, what=what, due_at=due_at)
    return None
