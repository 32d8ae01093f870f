"""What the systems desk does by itself: tell an agency's machine what happens to its tasks."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from siaga.desks.systems.commands import Command, Notify, SendSummary
from siaga.desks.systems.follow import SUMMARY_DUE
from siaga.language.agencies import ReferralBriefed, ReferralFact
from siaga.language.alerts import AlertAbout, AlertRaised
from siaga.language.dispatch import DispatchFact
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.systems import PLAN_TOLD
from siaga.language.values import AgencyId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""

FAR = 3
"""Reactions in a row after which there is no other."""

TIMERS = frozenset({SUMMARY_DUE})
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def react(entry: Entry) -> tuple[Reaction, ...]:
    """Of a referral, or of a dispatch of one unit, whose it is the decision finds out; or what a
    response plan tells the agency."""
    fact = entry.fact
    referral_id = getattr(fact, "referral_id", None)
    if isinstance(fact, ReferralBriefed) and entry.depth >= FAR:
        return ()  # a picture was taken away, because of something else: no machine is told
    if isinstance(fact, ReferralFact) and referral_id is not None:
        return _wanted(
            Notify(
                command_id=TO_BE_NAMED,
                event=event_of(fact, "Referral"),
                about=entry.position,
                incident_id=fact.incident_id,
                referral_id=referral_id,
            )
        )
    if isinstance(fact, DispatchFact):
        dispatch_id, unit_id = getattr(fact, "dispatch_id", None), getattr(fact, "unit_id", None)
        if dispatch_id is not None and unit_id is not None:
            return _wanted(
                Notify(
                    command_id=TO_BE_NAMED,
                    event=event_of(fact, "Dispatch", other="Unit"),
                    about=entry.position,
                    incident_id=fact.incident_id,
                    dispatch_id=dispatch_id,
                    unit_id=unit_id,
                )
            )
    if isinstance(fact, AlertRaised) and fact.about is AlertAbout.PLAN and fact.agency is not None:
        return _wanted(
            Notify(
                command_id=TO_BE_NAMED,
                event=PLAN_TOLD,
                about=entry.position,
                incident_id=fact.incident_id,
                agency=fact.agency,
            )
        )
    return ()


def event_of(fact: object, subject: str, *, other: str = "") -> str:
    """ReferralHandedBack → "referral.handed_back": a new fact needs no list to be told of."""
    name = type(fact).__name__.removeprefix(subject)
    name = name.removeprefix(other) if other else name
    return f"{subject.lower()}.{_WORD.sub('_', name).lower()}"


def _wanted(command: Notify) -> tuple[Reaction, ...]:
    return (Reaction(desk="systems", command=command),)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != SUMMARY_DUE:
        return None
    return SendSummary(command_id=command_id, agency=AgencyId(subject), due_at=due_at)
