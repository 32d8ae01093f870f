"""Units: the status is derived from duty and from the job."""

from __future__ import annotations

from siaga.boards import units
from siaga.boards.units import UnitCard
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.units import OffDutyReason, UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import DispatchId, HospitalId, IncidentId, UnitId, Via, When
from tests.board_entries import Told, drawn
from tests.builders import (
    ADMINISTRATOR,
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    HEAD,
    HOSPITAL_DESK,
    NOW,
    OTHER_CREW,
    TAKER,
    by_server,
    minutes,
    sealed,
)

AMB1 = UnitId("amb-1")
D1 = DispatchId("d1")
I1 = IncidentId("i1")


def when(minute: float) -> When:
    return by_server(NOW + minutes(minute))


def on_duty() -> UnitWentOnDuty:
    return UnitWentOnDuty(unit_id=AMB1, when=when(0), crew_count=3)


def sent(minute: float = 5) -> UnitDispatched:
    return UnitDispatched(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(minute))


def card_of(told: Told) -> UnitCard:
    card = drawn(units, told.entries)["amb-1"]
    assert isinstance(card, UnitCard)
    return card


def test_duty_begins_and_ends() -> None:
    told = Told()
    told(on_duty())
    card = card_of(told)
    assert (card.status, card.on_duty, card.crew_count) == ("available", True, 3)
    back_at = NOW + minutes(90)
    told(
        UnitWentOffDuty(unit_id=AMB1, reason=OffDutyReason.CLEANING, when=when(60), back_at=back_at)
    )
    card = card_of(told)
    assert (card.status, card.since_at, card.on_duty) == ("off_duty", NOW + minutes(60), False)
    assert (card.off_reason, card.back_at) == (OffDutyReason.CLEANING, back_at)
    told(on_duty())
    assert card_of(told).off_reason is None


def test_the_status_is_the_stage_of_the_job() -> None:
    told = Told()
    told(on_duty())
    told(sent())
    assert card_of(told).status == "assigned"
    told(DispatchNotified(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(5.1)))
    assert card_of(told).status == "notified"
    told(DispatchAcknowledged(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(6)))
    told(
        DispatchAdvanced(
            dispatch_id=D1,
            unit_id=AMB1,
            incident_id=I1,
            stage=Stage.TRANSPORTING,
            when=when(20),
            hospital=HospitalId("rsud"),
        ),
        via=Via.RADIO,
    )
    card = card_of(told)
    assert (card.status, card.stage, card.since_at) == (
        "transporting",
        Stage.TRANSPORTING,
        NOW + minutes(20),
    )
    assert (card.hospital, card.via, card.incident_id) == ("rsud", Via.RADIO, "i1")
    told(UnitCleared(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(40)))
    card = card_of(told)
    assert (card.status, card.since_at, card.stage) == ("available", NOW + minutes(40), None)
    assert (card.dispatch_id, card.incident_id, card.hospital) == (None, None, None)


def test_a_unit_of_another_base_is_off_duty_again_after_its_job() -> None:
    told = Told()
    told(sent())
    assert card_of(told).status == "assigned"
    told(DispatchCancelled(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(9)))
    assert card_of(told).status == "off_duty"


def test_a_late_delivery_never_takes_a_stage_back() -> None:
    told = Told()
    told(sent())
    told(DispatchAcknowledged(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(6)))
    told(DispatchNotified(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(7)))
    assert card_of(told).status == "acknowledged"


def test_what_is_said_of_an_earlier_job_does_not_touch_the_present_one() -> None:
    told = Told()
    told(on_duty())
    told(sent())
    before = card_of(told)
    told(
        DispatchCorrected(
            dispatch_id=DispatchId("d0"),
            unit_id=AMB1,
            incident_id=IncidentId("i0"),
            stage=Stage.ASSIGNED,
            when=when(1),
            reason=sealed(),
        )
    )
    assert card_of(told) == before
    told(
        DispatchCorrected(
            dispatch_id=D1,
            unit_id=AMB1,
            incident_id=I1,
            stage=Stage.ASSIGNED,
            when=when(4),
            reason=sealed(),
        )
    )
    assert card_of(told).since_at == NOW + minutes(4)


def test_all_who_work_with_units_see_the_status_and_only_its_own_people_the_job() -> None:
    told = Told()
    told(on_duty())
    told(sent())
    card = card_of(told)
    for viewer in (TAKER, HEAD, AUDITOR, CREW):
        assert units.view(card, viewer) == card
    for viewer in (OTHER_CREW, DAMKAR_DESK):
        seen = units.view(card, viewer)
        assert seen is not None
        assert (seen.status, seen.incident_id, seen.dispatch_id) == ("assigned", None, None)
    for viewer in (ADMINISTRATOR, HOSPITAL_DESK):
        assert units.view(card, viewer) is None
