"""What the alerts desk does by itself: raise when somebody must act, end when they have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.alerts.commands import (
    Command,
    DropDevices,
    EndAlerts,
    EndPlanAlerts,
    GoOn,
    ProveDelivery,
    RaiseAlert,
    TellChange,
)
from siaga.desks.alerts.follow import ALERT_STEP
from siaga.language.access import AccountClosed, AccountRightsChanged
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralSent,
    ReferralStarted,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.alerts import AlertAbout, AlertEnd, AlertWay, alert_of
from siaga.language.crews import JobChangeSeen, PanicAnswered, PanicRaised
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry, Fact
from siaga.language.follow_ups import Reaction
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentMerged,
    IncidentPrioritised,
)
from siaga.language.major import RollCallCompleted, RollCallOpened, RollCallsEnded
from siaga.language.patients import (
    HospitalPreAlerted,
    PatientArrived,
    PatientHandedOver,
    PreAlertAnswered,
    PreAlertTakenUp,
    PreAlertWithdrawn,
)
from siaga.language.premises import PremisesFound
from siaga.language.reviews import LongCaseEnded, ReviewDone, ReviewDue, ReviewSet
from siaga.language.status_claims import StandDownRead
from siaga.language.unit_orders import (
    PreAlertEnded,
    PreAlertTaken,
    UnitPreAlerted,
    UnitsEnough,
    UnitsRunLow,
)
from siaga.language.values import ActorKind, AlertId, IncidentId, Priority

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""

TIMERS = frozenset({ALERT_STEP})
EVERYBODYS_FROM = 2
"""The step from which a review is the whole room's."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    wanted = (*_wanted(entry.fact), *_shown(entry))
    return tuple(Reaction(desk="alerts", command=command) for command in wanted)


def _shown(entry: Entry) -> Iterator[Command]:
    """The open page said so itself; what follows from a delivered alert proves nothing new."""
    fact = entry.fact
    if entry.actor_kind is not ActorKind.PERSON:
        return
    match fact:
        case DispatchNotified():
            yield _proven(AlertAbout.DISPATCH, fact.dispatch_id, fact.when.at)
        case ReferralDelivered():
            yield _proven(AlertAbout.REFERRAL, fact.referral_id, fact.when.at)
        case _:
            pass


def _proven(about: AlertAbout, subject: str, at: datetime) -> ProveDelivery:
    return ProveDelivery(
        command_id=TO_BE_NAMED, alert_id=alert_of(about, subject), way=AlertWay.PAGE, heard_at=at
    )


def _wanted(fact: Fact) -> Iterator[Any]:
    yield from _of_dispatch(fact)
    yield from _of_referral(fact)
    yield from _of_others(fact)
    yield from _of_fleets(fact)
    match fact:
        case IncidentPrioritised():
            yield _change(fact.incident_id, "priority")
        case IncidentLocated():
            yield _change(fact.incident_id, "location")
        case IncidentClassified():
            yield _change(fact.incident_id, "type")
        case PremisesFound(added=True):
            yield _change(fact.incident_id, "premise")
        case IncidentClosed() | IncidentMerged():
            yield EndPlanAlerts(command_id=TO_BE_NAMED, incident_id=fact.incident_id)
        case AccountRightsChanged() | AccountClosed():
            yield DropDevices(command_id=TO_BE_NAMED, account_id=fact.account_id)
        case _:
            pass


def _of_dispatch(fact: Fact) -> Iterator[Command]:
    match fact:
        case UnitDispatched():
            yield _raise_for_unit(AlertAbout.DISPATCH, fact.dispatch_id, fact)
            yield _end(AlertAbout.READY, fact.unit_id, how=AlertEnd.OVER)
        case DispatchAcknowledged():
            yield _end(AlertAbout.DISPATCH, fact.dispatch_id)
        case DispatchAdvanced() if Stage.ACKNOWLEDGED in fact.skipped:
            yield _end(AlertAbout.DISPATCH, fact.dispatch_id)
        case DispatchDeclined():
            both = (AlertAbout.DISPATCH, AlertAbout.CHANGE)
            yield _end_all(*(alert_of(about, fact.dispatch_id) for about in both))
        case DispatchCancelled() | UnitCleared():
            both = (AlertAbout.DISPATCH, AlertAbout.CHANGE)
            ended = (alert_of(about, fact.dispatch_id) for about in both)
            yield _end_all(*ended, how=AlertEnd.OVER)
            if isinstance(fact, DispatchCancelled) and fact.must_be_read and not fact.moved_to:
                yield _raise_for_unit(AlertAbout.STAND_DOWN, fact.dispatch_id, fact)
        case StandDownRead():
            yield _end(AlertAbout.STAND_DOWN, fact.dispatch_id, how=AlertEnd.READ)
        case UnitPreAlerted():
            yield _raise_for_unit(AlertAbout.READY, fact.unit_id, fact)
        case PreAlertTaken():
            yield _end(AlertAbout.READY, fact.unit_id)
        case PreAlertEnded():
            yield _end(AlertAbout.READY, fact.unit_id, how=AlertEnd.OVER)
        case JobChangeSeen():
            read = alert_of(AlertAbout.CHANGE, fact.dispatch_id)
            yield _end_all(read, how=AlertEnd.READ)
        case _:
            pass


def _of_referral(fact: Fact) -> Iterator[Command]:
    match fact:
        case ReferralSent() | ReferralReopened():
            yield RaiseAlert(
                command_id=TO_BE_NAMED,
                about=AlertAbout.REFERRAL,
                subject=fact.referral_id,
                incident_id=fact.incident_id,
            )
        case ReferralEscalated():
            yield RaiseAlert(
                command_id=TO_BE_NAMED,
                about=AlertAbout.ESCALATION,
                subject=fact.referral_id,
                incident_id=fact.incident_id,
                step=fact.step,
            )
        case (
            ReferralAccepted()
            | ReferralDeclined()
            | ReferralStarted()
            | ReferralFinished()
            | ReferralHandedBack()
            | ReferralTakenBack()
            | ReferralVerified()
        ):
            both = (AlertAbout.REFERRAL, AlertAbout.ESCALATION)
            yield _end_all(*(alert_of(about, fact.referral_id) for about in both))
        case _:
            pass


def _of_others(fact: Fact) -> Iterator[Command]:
    match fact:
        case HospitalPreAlerted():
            yield RaiseAlert(
                command_id=TO_BE_NAMED,
                about=AlertAbout.PRE_ALERT,
                subject=fact.pre_alert_id,
                incident_id=fact.incident_id,
                hospital=fact.hospital,
            )
        case PreAlertAnswered() | PreAlertTakenUp():
            yield _end(AlertAbout.PRE_ALERT, fact.pre_alert_id)
        case PreAlertWithdrawn():
            yield _end(AlertAbout.PRE_ALERT, fact.pre_alert_id, how=AlertEnd.OVER)
        case PatientArrived() | PatientHandedOver() if fact.pre_alert_id:
            yield _end(AlertAbout.PRE_ALERT, fact.pre_alert_id, how=AlertEnd.OVER)
        case PanicRaised():
            yield _raise_for_unit(AlertAbout.PANIC, fact.unit_id, fact)
        case PanicAnswered():
            yield _end(AlertAbout.PANIC, fact.unit_id)
        case RollCallOpened() if fact.units:
            yield RaiseAlert(
                command_id=TO_BE_NAMED,
                about=AlertAbout.ROLL_CALL,
                subject=fact.incident_id,
                incident_id=fact.incident_id,
                units=fact.units,
            )
        case RollCallCompleted():
            yield _end(AlertAbout.ROLL_CALL, fact.incident_id)
        case RollCallsEnded():
            yield _end(AlertAbout.ROLL_CALL, fact.incident_id, how=AlertEnd.OVER)
        case ReviewDue():
            yield RaiseAlert(
                command_id=TO_BE_NAMED,
                about=AlertAbout.REVIEW,
                subject=fact.incident_id,
                incident_id=fact.incident_id,
                account_id=fact.owner if fact.step < EVERYBODYS_FROM else None,
            )
        case ReviewDone() | ReviewSet():
            yield _end(AlertAbout.REVIEW, fact.incident_id)
        case LongCaseEnded():
            yield _end(AlertAbout.REVIEW, fact.incident_id, how=AlertEnd.OVER)
        case _:
            pass


def _of_fleets(fact: Fact) -> Iterator[Command]:
    """The head is told at one and at none."""
    match fact:
        case UnitsRunLow():
            yield RaiseAlert(
                command_id=TO_BE_NAMED,
                about=AlertAbout.FLEET,
                subject=fact.fleet,
                priority=Priority.P3 if fact.free else Priority.P2,
            )
        case UnitsEnough():
            yield _end(AlertAbout.FLEET, fact.fleet, how=AlertEnd.OVER)
        case _:
            pass


def _raise_for_unit(
    about: AlertAbout,
    subject: str,
    fact: UnitDispatched | DispatchCancelled | UnitPreAlerted | PanicRaised,
) -> RaiseAlert:
    return RaiseAlert(
        command_id=TO_BE_NAMED,
        about=about,
        subject=subject,
        incident_id=fact.incident_id,
        unit_id=fact.unit_id,
    )


def _change(incident_id: IncidentId, what: str) -> TellChange:
    return TellChange(command_id=TO_BE_NAMED, incident_id=incident_id, what=what)


def _end(about: AlertAbout, subject: str, how: AlertEnd = AlertEnd.ANSWERED) -> EndAlerts:
    return _end_all(alert_of(about, subject), how=how)


def _end_all(*alert_ids: AlertId, how: AlertEnd = AlertEnd.ANSWERED) -> EndAlerts:
    return EndAlerts(command_id=TO_BE_NAMED, alert_ids=alert_ids, how=how)


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != ALERT_STEP:
        return None
    return GoOn(command_id=command_id, alert_id=AlertId(subject), due_at=due_at)
