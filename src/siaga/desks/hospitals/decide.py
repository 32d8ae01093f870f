"""What a hospital may say of itself, and others of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never

from siaga.desks.hospitals.commands import (
    Command,
    DeclareDiversion,
    EndDiversion,
    ExpireDiversion,
    ReportHospital,
)
from siaga.desks.hospitals.state import Emergency
from siaga.language.hospitals import (
    DiversionDeclared,
    DiversionEnded,
    HospitalFact,
    HospitalReported,
    ReportSource,
    TrafficEnd,
    hospital_life,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Actor, ActorKind, Asked, HospitalId, Role, Tag, TimeSource, When

Outcome = Sequence[HospitalFact] | Refused

SAID_AGAIN_BEFORE = timedelta(hours=1)


def boundary(command: Command) -> tuple[Tag, ...]:
    return (hospital_life(command.hospital),)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    known: Emergency = states[hospital_life(command.hospital)]
    if isinstance(command, ExpireDiversion):
        return _expire(command, known, asked)
    if not _may_speak(asked.actor, command.hospital):
        return Refused(reason=Refusal.NOT_YOUR_HOSPITAL)
    match command:
        case ReportHospital():
            return _report(command, known, place, asked)
        case DeclareDiversion():
            return _divert(command, known, place, asked)
        case EndDiversion():
            return _receive(command, known, asked)
        case _ as never:
            assert_never(never)


def _divert(command: DeclareDiversion, known: Emergency, place: Place, asked: Asked) -> Outcome:
    source = source_of(asked.actor)
    if source is ReportSource.FEED and (
        _a_person_said(known)
        or _is_old(command.reported_at, known)
        or _says_it_already(command, known, asked)
    ):
        return ()
    hours = min(command.hours, float(place.care.diversion_max_h))
    return (
        DiversionDeclared(
            hospital=command.hospital,
            traffic=command.traffic,
            reason=command.reason,
            source=source,
            expires_at=asked.received_at + timedelta(hours=hours),
            when=_when(command.reported_at, source, asked),
            note=command.note,
            told_by=command.told_by,
        ),
    )


def _receive(command: EndDiversion, known: Emergency, asked: Asked) -> Outcome:
    source = source_of(asked.actor)
    if source is ReportSource.FEED and (
        known.traffic is None or _a_person_said(known) or _is_old(command.reported_at, known)
    ):
        return ()
    if known.traffic is None:
        return Refused(reason=Refusal.NOT_DIVERTING)
    return (
        DiversionEnded(
            hospital=command.hospital,
            why=TrafficEnd.REOPENED,
            source=source,
            when=_when(command.reported_at, source, asked),
            told_by=command.told_by,
        ),
    )


def _when(reported_at: datetime | None, source: ReportSource, asked: Asked) -> When:
    """A feed's word is as old as its system says, and never from tomorrow."""
    if source is not ReportSource.FEED or reported_at is None:
        return When(at=asked.received_at)
    return When(at=min(reported_at, asked.received_at), source=TimeSource.PROVIDER)


def _is_old(reported_at: datetime | None, known: Emergency) -> bool:
    """Somebody said something else since."""
    return reported_at is not None and known.said_at is not None and reported_at < known.said_at


def _says_it_already(command: DeclareDiversion, known: Emergency, asked: Asked) -> bool:
    """The feed repeats itself each minute: it is said again before it would run out."""
    if known.traffic is not command.traffic or known.until_at is None:
        return False
    return known.until_at - asked.received_at > SAID_AGAIN_BEFORE


def _report(command: ReportHospital, known: Emergency, place: Place, asked: Asked) -> Outcome:
    source = source_of(asked.actor)
    when = _when(command.reported_at, source, asked)
    if source is ReportSource.FEED and known.fed_at is not None and when.at <= known.fed_at:
        return ()  # the feed says again what it said before
    return (
        HospitalReported(
            hospital=command.hospital,
            source=source,
            expires_at=when.at + timedelta(minutes=place.care.report_valid_min),
            when=when,
            beds=command.beds,
            services_on=command.services_on,
            services_off=command.services_off,
            waiting=command.waiting,
            delay_min=command.delay_min,
            told_by=command.told_by,
        ),
    )


def _expire(command: ExpireDiversion, known: Emergency, asked: Asked) -> Outcome:
    if known.traffic is None or known.until_at is None or known.until_at > command.due_at:
        return ()
    return (
        DiversionEnded(
            hospital=command.hospital,
            why=TrafficEnd.EXPIRED,
            source=None,
            when=When(at=asked.received_at),
        ),
    )


def _a_person_said(known: Emergency) -> bool:
    """What a person said stands until it runs out or a person takes it back."""
    return known.traffic is not None and known.source is not ReportSource.FEED


def source_of(actor: Actor) -> ReportSource:
    if actor.kind is ActorKind.CHANNEL:
        return ReportSource.FEED
    if actor.pass_id is not None:
        return ReportSource.LINK
    return ReportSource.ROOM if _is_of_the_centre(actor) else ReportSource.PAGE


def _is_of_the_centre(actor: Actor) -> bool:
    return actor.is_room or Role.DUTY_DOCTOR in actor.roles


def _may_speak(actor: Actor, hospital: HospitalId) -> bool:
    """The centre on behalf of any, a hospital for itself, its own system through the feed."""
    if _is_of_the_centre(actor) or actor.kind is ActorKind.CHANNEL:
        return True
    return Role.HOSPITAL_DESK in actor.roles and actor.hospital == hospital
