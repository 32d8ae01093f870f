"""The clock chain of one dispatch: forward, corrected, contradicted, called off, declined."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from siaga.desks.dispatch.commands import (
    Acknowledge,
    Cancel,
    ConfirmDelivery,
    Decline,
    OfChain,
    ReportStatus,
    SettleClaim,
)
from siaga.desks.dispatch.decide.outcome import Names, Outcome, moves_unit, when_of
from siaga.desks.dispatch.state import Chain
from siaga.language.device_clock import device_time
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.status_claims import ClaimSettled, ClaimWhy, StatusClaimed
from siaga.language.values import Asked, When

STAGES = tuple(Stage)
AGREE = timedelta(seconds=120)
"""Two people who saw the same thing say the same time, give or take."""


def progress(command: OfChain, chain: Chain, *, place: Place, asked: Asked) -> Outcome:
    if chain.unit_id is None or chain.incident_id is None:
        return Refused(reason=Refusal.UNKNOWN_DISPATCH)
    if not moves_unit(asked.actor, chain.unit_id, place=place):
        return Refused(reason=Refusal.NOT_YOUR_DISPATCH)
    names = Names(
        dispatch_id=command.dispatch_id, unit_id=chain.unit_id, incident_id=chain.incident_id
    )
    match command:
        case ConfirmDelivery():
            if chain.over or chain.stage is not Stage.ASSIGNED:
                return ()
            return (DispatchNotified(**names, when=when_of(None, asked)),)
        case ReportStatus() if command.reason is not None and _passed(chain, command.status):
            return _correct(command, chain, names, when_of(command.occurred_at, asked))
        case SettleClaim():
            return _settle(command, chain, names, asked)
        case Acknowledge():
            return _report(_as_report(command), chain, names, asked)
        case ReportStatus():
            return _report(command, chain, names, asked)
        case _ if chain.over:
            return Refused(reason=Refusal.DISPATCH_OVER)
        case Cancel():
            knows = chain.stage is not Stage.ASSIGNED and not chain.partner
            when = when_of(None, asked)
            return (
                DispatchCancelled(**names, when=when, reason=command.reason, must_be_read=knows),
            )
        case Decline():
            return _decline(command, chain, names, _when(command, asked))
        case _ as never:
            assert_never(never)


def _as_report(command: Acknowledge) -> ReportStatus:
    return ReportStatus(
        command_id=command.command_id,
        dispatch_id=command.dispatch_id,
        status=Stage.ACKNOWLEDGED,
        via=command.via,
        told_by=command.told_by,
        occurred_at=command.occurred_at,
        device_at=command.device_at,
        sent_at=command.sent_at,
    )


def _when(command: ReportStatus | Decline, asked: Asked) -> When:
    if command.device_at is not None:
        return device_time(command.device_at, command.sent_at, received_at=asked.received_at)
    return when_of(command.occurred_at if isinstance(command, ReportStatus) else None, asked)


def _report(command: ReportStatus, chain: Chain, names: Names, asked: Asked) -> Outcome:
    """To a later stage, noting those in between as skipped. What does not move the chain and yet
    says something new is kept beside it."""
    when, stage = _when(command, asked), command.status
    now, then = STAGES.index(chain.stage), STAGES.index(stage)
    if chain.over and asked.actor.is_room:
        return Refused(reason=Refusal.DISPATCH_OVER)
    if then == now or (then < now and _says_when(command)):
        return _beside(command, chain, names, when)
    if chain.over:
        return _claim(command, chain, names, ClaimWhy.ENDED, when)
    if then < now:
        return Refused(reason=Refusal.ILLEGAL_STAGE, legal=_later(chain.stage))
    return _advance(command, names, when, skipped=STAGES[now + 1 : then], chain=chain)


def _says_when(command: ReportStatus) -> bool:
    return command.device_at is not None or command.occurred_at is not None


def _beside(command: ReportStatus, chain: Chain, names: Names, when: When) -> Outcome:
    """The stage was reached before: the same again, a time that was missing, or a contradiction."""
    standing = chain.times.get(command.status)
    if standing is None:
        fits = _fits(chain, command.status, when)
        why = ClaimWhy.SKIPPED if fits else ClaimWhy.CONTRADICTS
        return () if _is_known(chain, command, when) else _claim(command, chain, names, why, when)
    if abs(when.at - standing) <= AGREE or not _says_when(command):
        return ()  # the crew and the room both said it
    if _is_known(chain, command, when):
        return ()
    return _claim(command, chain, names, ClaimWhy.CONTRADICTS, when)


def _is_known(chain: Chain, command: ReportStatus, when: When) -> bool:
    return chain.disputed.get(command.status) == when.at


def _fits(chain: Chain, stage: Stage, when: When) -> bool:
    """Between what is known of the stages before and after it."""
    own = STAGES.index(stage)
    before = [at for one, at in chain.times.items() if STAGES.index(one) < own]
    after = [at for one, at in chain.times.items() if STAGES.index(one) > own]
    return all(at <= when.at for at in before) and all(when.at <= at for at in after)


def _claim(command: ReportStatus, chain: Chain, names: Names, why: ClaimWhy, when: When) -> Outcome:
    return (
        StatusClaimed(
            **names,
            stage=command.status,
            why=why,
            when=when,
            standing_at=chain.times.get(command.status),
            told_by=command.told_by,
        ),
    )


def _advance(
    command: ReportStatus,
    names: Names,
    when: When,
    *,
    skipped: tuple[Stage, ...],
    chain: Chain,
) -> Outcome:
    told_by = command.told_by
    match command.status:
        case Stage.NOTIFIED:
            return (DispatchNotified(**names, when=when),)
        case Stage.ACKNOWLEDGED:
            return (DispatchAcknowledged(**names, when=when, told_by=told_by, skipped=skipped),)
        case Stage.CLEAR:
            return (UnitCleared(**names, when=when, told_by=told_by, skipped=skipped),)
        case stage:
            hospital = command.hospital or chain.hospital
            return (
                DispatchAdvanced(
                    **names,
                    stage=stage,
                    when=when,
                    skipped=skipped,
                    hospital=hospital,
                    told_by=told_by,
                ),
            )


def _correct(command: ReportStatus, chain: Chain, names: Names, when: When) -> Outcome:
    """A passed stage gets another time; one that was skipped gets its first."""
    assert command.reason is not None
    if chain.times.get(command.status) == when.at:
        return ()
    return (
        DispatchCorrected(
            **names,
            stage=command.status,
            when=when,
            reason=command.reason,
            told_by=command.told_by,
        ),
    )


def _settle(command: SettleClaim, chain: Chain, names: Names, asked: Asked) -> Outcome:
    claimed_at = chain.disputed.get(command.stage)
    if claimed_at is None:
        return Refused(reason=Refusal.NOTHING_TO_SETTLE)
    holds_at = claimed_at if command.accept else chain.times.get(command.stage)
    return (
        ClaimSettled(
            **names,
            stage=command.stage,
            accepted=command.accept,
            holds_at=holds_at,
            when=when_of(None, asked),
        ),
    )


def _decline(command: Decline, chain: Chain, names: Names, when: When) -> Outcome:
    """A crew can decline on the way (a breakdown), but not what it has already reached."""
    if STAGES.index(chain.stage) >= STAGES.index(Stage.ON_SCENE):
        return Refused(reason=Refusal.ILLEGAL_STAGE, legal=_later(chain.stage))
    return (DispatchDeclined(**names, when=when, reason=command.reason, told_by=command.told_by),)


def _passed(chain: Chain, stage: Stage) -> bool:
    return STAGES.index(stage) <= STAGES.index(chain.stage)


def _later(stage: Stage) -> tuple[str, ...]:
    return STAGES[STAGES.index(stage) + 1 :]
