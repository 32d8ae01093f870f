"""What the passes desk decides. A pass is an open door to one thing: it is closed with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, assert_never

from siaga.desks.passes.commands import (
    Command,
    EndPasses,
    ExpirePass,
    IssuePass,
    OpenPass,
    RevokePass,
)
from siaga.desks.passes.state import Incident, Passes, PassLife, Referral
from siaga.language.agencies import referral_life
from siaga.language.incident import incident_life
from siaga.language.passes import (
    PassEnd,
    PassEnded,
    PassFact,
    PassIssued,
    PassKind,
    PassOpened,
    pass_life,
    passes_of,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    Actor,
    AgencyId,
    Asked,
    HospitalId,
    IncidentId,
    PassId,
    Role,
    Tag,
    When,
)

Outcome = Sequence[PassFact] | Refused

LIVES_H = {
    PassKind.AGENCY_TASK: 24 * 7,
    PassKind.HOSPITAL_BEDS: 24 * 30,
    PassKind.VOLUNTEER: 24,
    PassKind.AD_HOC_CREW: 24,
}
LIVE_MAX = 20
"""So many passes of one thing may be about at a time; after that one is revoked first."""

BROWSERS_MAX = 300
"""A pass opened in more browsers has gone astray: it opens no further door."""


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case IssuePass():
            own = (pass_life(PassId(str(command.command_id))), passes_of(command.thing))
            if command.referral_id is not None:
                return (*own, referral_life(command.referral_id))
            if command.incident_id is not None:
                return (*own, incident_life(command.incident_id))
            return own
        case RevokePass() | OpenPass() | ExpirePass():
            return (pass_life(command.pass_id),)
        case EndPasses():
            return (passes_of(command.thing),)
        case _ as never:
            assert_never(never)


def decide(command: Command, states: Mapping[Tag, Any], _place: Place, asked: Asked) -> Outcome:
    match command:
        case IssuePass():
            return _issue(command, states, asked)
        case EndPasses():
            passes: Passes = states[passes_of(command.thing)]
            return tuple(
                _ended(pass_id, command.thing, incident_id=of, why=PassEnd.OVER, asked=asked)
                for pass_id, of in passes.live.items()
            )
        case RevokePass() | OpenPass() | ExpirePass():
            known: PassLife = states[pass_life(command.pass_id)]
            return _on_one(command, known, asked)
        case _ as never:
            assert_never(never)


def _issue(command: IssuePass, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    agency: AgencyId | None = None
    incident_id = command.incident_id
    if command.referral_id is not None:
        referral: Referral = states[referral_life(command.referral_id)]
        agency, incident_id = referral.agency, referral.incident_id
        if agency is None:
            return Refused(reason=Refusal.UNKNOWN_REFERRAL)
        if not referral.is_open:
            return Refused(reason=Refusal.REFERRAL_OVER)
    elif command.incident_id is not None:
        incident: Incident = states[incident_life(command.incident_id)]
        if incident.opened_at is None:
            return Refused(reason=Refusal.UNKNOWN_INCIDENT)
        if not incident.is_open:
            return Refused(reason=Refusal.INCIDENT_CLOSED)
    if not _may_issue(asked.actor, agency, command.hospital):
        return Refused(reason=Refusal.NOT_YOUR_PASS)
    if len(states[passes_of(command.thing)].live) >= LIVE_MAX:
        return Refused(reason=Refusal.TOO_MANY_PASSES)
    hours = command.hours or LIVES_H[command.kind]
    return (
        PassIssued(
            pass_id=PassId(str(command.command_id)),
            kind=command.kind,
            thing=command.thing,
            expires_at=asked.received_at + timedelta(hours=hours),
            when=When(at=asked.received_at),
            agency=agency,
            referral_id=command.referral_id,
            hospital=command.hospital,
            incident_id=incident_id,
            unit_id=command.unit_id,
        ),
    )


def _on_one(command: RevokePass | OpenPass | ExpirePass, known: PassLife, asked: Asked) -> Outcome:
    issued = known.issued
    if isinstance(command, ExpirePass):
        if issued is None or known.is_ended:
            return ()
        return (_end(issued, PassEnd.EXPIRED, asked),)
    if issued is None:
        return Refused(reason=Refusal.UNKNOWN_PASS)
    is_over = known.is_ended or issued.expires_at <= asked.received_at
    match command:
        case RevokePass():
            if not _may_issue(asked.actor, issued.agency, issued.hospital):
                return Refused(reason=Refusal.NOT_YOUR_PASS)
            if known.is_ended:
                return Refused(reason=Refusal.PASS_OVER)
            return (_end(issued, PassEnd.REVOKED, asked),)
        case OpenPass():
            if is_over:
                return Refused(reason=Refusal.PASS_OVER)
            if command.browser in known.browsers:
                return ()
            if len(known.browsers) >= BROWSERS_MAX:
                return Refused(reason=Refusal.PASS_OVER)
            return (
                PassOpened(
                    pass_id=command.pass_id,
                    thing=issued.thing,
                    browser=command.browser,
                    when=When(at=asked.received_at),
                    name=command.name,
                    incident_id=issued.incident_id,
                ),
            )
        case _ as never:
            assert_never(never)


def _may_issue(actor: Actor, agency: AgencyId | None, hospital: HospitalId | None) -> bool:
    """The room all; an agency for its own task, a hospital for its board, the doctor for any
    hospital's; no pass begets one.

    An agency's machine is its agency's desk, and nothing more.
    """
    if actor.pass_id is not None:
        return False
    if actor.is_room:
        return True
    if agency is not None and Role.AGENCY_DESK in actor.roles:
        return actor.agency == agency
    own = Role.HOSPITAL_DESK in actor.roles and actor.hospital == hospital
    return hospital is not None and (own or Role.DUTY_DOCTOR in actor.roles)


def _end(issued: PassIssued, why: PassEnd, asked: Asked) -> PassEnded:
    return _ended(
        issued.pass_id, issued.thing, incident_id=issued.incident_id, why=why, asked=asked
    )


def _ended(
    pass_id: PassId, thing: str, *, incident_id: IncidentId | None, why: PassEnd, asked: Asked
) -> PassEnded:
    return PassEnded(
        pass_id=pass_id,
        thing=thing,
        why=why,
        when=When(at=asked.received_at),
        incident_id=incident_id,
    )
