"""What each fact of a patient changes in their line."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.patients.card import VITALS_MAX, PatientLine, PreAlertLine, VitalsLine
from siaga.language.entry import Entry
from siaga.language.patients import (
    ArrivalReckoned,
    DestinationChosen,
    HandoverFiled,
    HospitalPreAlerted,
    OffloadLate,
    PatientArrived,
    PatientDescribed,
    PatientEnded,
    PatientFact,
    PatientGivenToCrew,
    PatientHandedOver,
    PatientLeftCrew,
    PatientRegistered,
    PatientReopened,
    PatientSorted,
    PreAlertAnswered,
    PreAlertFact,
    PreAlertOverdue,
    PreAlertTakenUp,
    PreAlertWithdrawn,
    VitalsTaken,
)


def registered(fact: PatientRegistered) -> PatientLine:
    at = fact.when.at
    return PatientLine(
        patient_id=fact.patient_id,
        ordinal=fact.ordinal,
        registered_at=at,
        changed_at=at,
        colour=fact.colour,
        colour_at=at if fact.colour else None,
        dispatch_id=fact.dispatch_id,
        unit_id=fact.unit_id,
        identity=fact.identity,
    )


def draw_line(line: PatientLine, fact: PatientFact, *, entry: Entry) -> PatientLine:
    """The patient's line after one more fact about them."""
    line = replace(line, changed_at=fact.when.at)
    match fact:
        case PatientRegistered():
            return line  # said twice by a restored logbook: nobody is two people
        case PatientSorted():
            return replace(line, colour=fact.colour, colour_at=fact.when.at)
        case PatientDescribed():
            return replace(
                line,
                identity=fact.identity or line.identity,
                condition=fact.condition or line.condition,
                coverage=fact.coverage or line.coverage,
            )
        case VitalsTaken():
            return _with_vitals(line, fact, entry)
        case PatientGivenToCrew():
            return replace(line, dispatch_id=fact.dispatch_id, unit_id=fact.unit_id)
        case PatientLeftCrew():
            if line.dispatch_id != fact.dispatch_id:
                return line
            return replace(line, dispatch_id=None, unit_id=None)
        case DestinationChosen():
            return replace(
                line,
                hospital=fact.hospital,
                despite=fact.despite,
                pre_alert=None,
                arrived_at=None,
                offload_by_at=None,
                offload_late=False,
            )
        case _:
            return _further(line, fact, entry)


def _further(line: PatientLine, fact: PatientFact, entry: Entry) -> PatientLine:
    match fact:
        case PatientArrived():
            quiet = line.pre_alert and replace(line.pre_alert, rings=False)
            return replace(
                line,
                hospital=fact.hospital,
                pre_alert=quiet,
                arrived_at=fact.when.at,
                offload_by_at=fact.offload_by_at,
            )
        case OffloadLate():
            return replace(line, offload_late=True)
        case PatientHandedOver():
            return replace(
                line,
                hospital=fact.hospital,
                pre_alert=line.pre_alert and replace(line.pre_alert, rings=False),
                handed_over_at=line.handed_over_at or fact.when.at,
                received_by=fact.received_by or line.received_by,
                handover_note=fact.note or line.handover_note,
            )
        case HandoverFiled():
            return replace(line, filed=fact.filed, filing_problem=fact.problem)
        case PatientEnded():
            return _ended(line, fact)
        case PatientReopened():
            return _reopened(line)
        case (
            HospitalPreAlerted()
            | PreAlertAnswered()
            | PreAlertOverdue()
            | PreAlertTakenUp()
            | PreAlertWithdrawn()
            | ArrivalReckoned()
        ):
            return _pre_alerted(line, fact, entry)
        case _:
            return line


def _ended(line: PatientLine, fact: PatientEnded) -> PatientLine:
    return replace(
        line,
        ending=fact.ending,
        ended_at=fact.when.at,
        ending_note=fact.note,
        witness=fact.witness,
        signature=fact.signature,
        pre_alert=None,
    )


def _reopened(line: PatientLine) -> PatientLine:
    return replace(
        line,
        ending=None,
        ended_at=None,
        ending_note=None,
        witness=None,
        signature=(),
        handed_over_at=None,
        received_by=None,
    )


def _with_vitals(line: PatientLine, fact: VitalsTaken, entry: Entry) -> PatientLine:
    """In the order they were taken, also when a phone sent them late."""
    taken = VitalsLine(at=fact.when.at, by=entry.actor, vitals=fact.vitals, via=entry.via)
    every = sorted((*line.vitals, taken), key=lambda each: each.at)
    return replace(line, vitals=tuple(every[-VITALS_MAX:]))


def _pre_alerted(line: PatientLine, fact: PreAlertFact, entry: Entry) -> PatientLine:
    if isinstance(fact, HospitalPreAlerted):
        pre_alert = PreAlertLine(
            pre_alert_id=fact.pre_alert_id,
            hospital=fact.hospital,
            sent_at=fact.when.at,
            answer_by_at=fact.answer_by_at,
            eta_at=fact.eta_at,
            eta_said_at=fact.when.at if fact.eta_at else None,
        )
        return replace(line, pre_alert=pre_alert, hospital=line.hospital or fact.hospital)
    known = line.pre_alert
    if known is None or known.pre_alert_id != fact.pre_alert_id:
        return line
    match fact:
        case PreAlertAnswered():
            declined = line.declined
            if not fact.accepted and fact.hospital not in declined:
                declined = (*declined, fact.hospital)
            answered = replace(
                known,
                accepted=fact.accepted,
                answered_at=fact.when.at,
                reason=fact.reason,
                rings=not fact.accepted,
                via=entry.via,
            )
            return replace(line, pre_alert=answered, declined=declined)
        case PreAlertOverdue():
            return replace(line, pre_alert=replace(known, rings=True))
        case PreAlertTakenUp():
            return replace(line, pre_alert=replace(known, rings=False))
        case ArrivalReckoned():
            reckoned = replace(known, eta_at=fact.eta_at, eta_said_at=fact.when.at)
            return replace(line, pre_alert=reckoned)
        case PreAlertWithdrawn():
            return replace(line, pre_alert=None)
        case _ as never:
            assert_never(never)
