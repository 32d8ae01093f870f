"""Open incidents: what is going on, who is sent, what is asked, and who may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from siaga.boards import open_incidents
from siaga.boards.open_incidents import IncidentCard
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralEscalated,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralState,
    ReferralVerified,
)
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchNotified,
    NeedReason,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentTakenOver,
    NoteAdded,
)
from siaga.language.intake import ReportAttached
from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactId,
    DispatchId,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    Priority,
    ReferralId,
    ResultId,
    Role,
    UnitId,
    Via,
    When,
)
from tests.board_entries import Told, drawn
from tests.builders import (
    ADMINISTRATOR,
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    DINSOS_DESK,
    HOSPITAL_DESK,
    NOW,
    OTHER_CREW,
    SUPERVISOR,
    TAKER,
    by_server,
    claim,
    minutes,
    person,
    sealed,
)

I1 = IncidentId("i1")
D1 = DispatchId("d1")
AMB1 = UnitId("amb-1")


def at(minute: float) -> datetime:
    return NOW + minutes(minute)


def when(minute: float) -> When:
    return by_server(at(minute))


def opened(incident: str = "i1", parent: str | None = None) -> IncidentOpened:
    return IncidentOpened(
        incident_id=IncidentId(incident),
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        clock_start=when(-2),
        when=when(0),
        owner=AccountId("acc-taker"),
        location=claim(),
        note=sealed("asap"),
        contact_id=ContactId(f"c-{incident}"),
        parent_id=IncidentId(parent) if parent else None,
    )


def closed(incident: str = "i1", parent: str | None = None) -> IncidentClosed:
    return IncidentClosed(
        incident_id=IncidentId(incident),
        result=ResultId("dealt_with_on_scene"),
        contact_ids=(),
        when=when(50),
        parent_id=IncidentId(parent) if parent else None,
    )


def sent(minute: float = 1, dispatch: str = "d1", unit: str = "amb-1") -> UnitDispatched:
    return UnitDispatched(
        dispatch_id=DispatchId(dispatch), unit_id=UnitId(unit), incident_id=I1, when=when(minute)
    )


def moved(stage: Stage, minute: float, hospital: str | None = None) -> DispatchAdvanced:
    return DispatchAdvanced(
        dispatch_id=D1,
        unit_id=AMB1,
        incident_id=I1,
        stage=stage,
        when=when(minute),
        hospital=HospitalId(hospital) if hospital else None,
    )


def tasked(agency: str = "damkar", referral: str = "r1") -> ReferralSent:
    return ReferralSent(
        referral_id=ReferralId(referral),
        incident_id=I1,
        agency=AgencyId(agency),
        incident_number="K-2026-000001",
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        accept_by_at=at(3),
        when=when(2),
    )


def cards_of(*facts: Fact) -> dict[str, IncidentCard]:
    told = Told()
    for fact in facts:
        told(fact)
    return drawn(open_incidents, told.entries)


def card_of(*facts: Fact) -> IncidentCard:
    return cards_of(*facts)["i1"]


def test_opened_described_and_taken_over() -> None:
    card = card_of(
        opened(),
        IncidentClassified(incident_id=I1, incident_type=IncidentTypeId("medical"), when=when(1)),
        IncidentLocated(incident_id=I1, location=claim("lain"), when=when(1)),
        IncidentPrioritised(incident_id=I1, priority=Priority.P2, when=when(1)),
        IncidentTakenOver(
            incident_id=I1,
            owner=AccountId("acc-2"),
            previous_owner=AccountId("acc-taker"),
            when=when(1),
        ),
        ReportAttached(
            contact_id=ContactId("c2"),
            incident_id=I1,
            answered_by=AccountId("acc-2"),
            when=when(1),
        ),
    )
    assert card.number == "K-2026-000001"
    assert (card.clock_start_at, card.opened_at) == (at(-2), at(0))
    assert (card.incident_type, card.priority, card.owner) == ("medical", Priority.P2, "acc-2")
    assert card.location == claim("lain")
    assert (card.contact_ids, card.callers) == (("c-i1", "c2"), 2)
    assert [line.note for line in card.notes] == [sealed("asap")]


def test_only_the_last_twenty_notes_stay() -> None:
    notes = [
        NoteAdded(incident_id=I1, note=sealed(f"n{number}"), when=when(number))
        for number in range(1, 31)
    ]
    card = card_of(opened(), *notes)
    assert [line.note for line in card.notes] == [sealed(f"n{n}") for n in range(11, 31)]


def test_a_child_is_listed_on_its_parent_while_open() -> None:
    facts: list[Fact] = [opened(), opened("i2", parent="i1"), opened("i3", parent="i1")]
    assert card_of(*facts).children == ("i2", "i3")
    facts.append(closed("i2", parent="i1"))
    cards = cards_of(*facts)
    assert cards["i1"].children == ("i3",)
    assert cards["i3"].parent_id == "i1"
    assert "i2" not in cards


def test_closed_leaves_and_reopened_returns_with_its_number() -> None:
    told = Told()
    told(opened())
    told(closed())
    assert drawn(open_incidents, told.entries) == {}
    told(
        IncidentReopened(
            incident_id=I1,
            incident_number="K-2026-000001",
            incident_type=IncidentTypeId("fire"),
            priority=Priority.P1,
            clock_start=when(-2),
            opened=when(0),
            when=when(60),
            owner=AccountId("acc-2"),
            reason=sealed("api-lagi"),
            contact_ids=(ContactId("c1"),),
        )
    )
    card = drawn(open_incidents, told.entries)["i1"]
    assert (card.number, card.opened_at, card.reopened) == ("K-2026-000001", at(0), 1)
    assert card.callers == 1


def test_a_dispatch_runs_its_chain_and_ends_in_the_past() -> None:
    facts = [
        opened(),
        sent(1),
        DispatchNotified(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(1.1)),
        DispatchAcknowledged(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(2)),
        moved(Stage.ON_SCENE, 9),
        moved(Stage.TRANSPORTING, 20, hospital="rsud"),
    ]
    card = card_of(*facts)
    line = card.dispatches[D1]
    assert (line.stage, line.stage_at, line.hospital) == (Stage.TRANSPORTING, at(20), "rsud")
    assert line.times == {
        Stage.ASSIGNED: at(1),
        Stage.NOTIFIED: at(1.1),
        Stage.ACKNOWLEDGED: at(2),
        Stage.ON_SCENE: at(9),
        Stage.TRANSPORTING: at(20),
    }
    assert card.first_assigned_at == at(1)

    cleared = UnitCleared(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(40))
    card = card_of(*facts, cleared)
    assert card.dispatches == {}
    past = card.past_dispatches[D1]
    assert (past.stage, past.ended, past.ended_at) == (Stage.CLEAR, "cleared", at(40))


def test_a_late_delivery_never_takes_a_stage_back() -> None:
    notified = DispatchNotified(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(3))
    card = card_of(opened(), sent(1), moved(Stage.EN_ROUTE, 2), notified)
    line = card.dispatches[D1]
    assert (line.stage, line.stage_at) == (Stage.EN_ROUTE, at(2))
    assert line.times[Stage.NOTIFIED] == at(3)


def test_a_correction_changes_the_time_even_after_the_end() -> None:
    cancelled = DispatchCancelled(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(5))
    corrected = DispatchCorrected(
        dispatch_id=D1,
        unit_id=AMB1,
        incident_id=I1,
        stage=Stage.ASSIGNED,
        when=when(0.5),
        reason=sealed("salah"),
    )
    card = card_of(opened(), sent(1), cancelled, corrected)
    line = card.past_dispatches[D1]
    assert (line.ended, line.assigned_at, line.stage_at) == ("cancelled", at(0.5), at(0.5))
    assert card.first_assigned_at == at(0.5)


def test_a_need_waits_rings_and_ends_with_a_unit() -> None:
    need = UnitNeedRecorded(
        incident_id=I1, reason=NeedReason.NO_FREE_UNIT, recheck_at=at(6), when=when(1)
    )
    again = UnitNeedRecorded(
        incident_id=I1, reason=NeedReason.DECLINED, recheck_at=at(12), when=when(7)
    )
    due = UnitNeedDue(incident_id=I1, when=when(6))
    card = card_of(opened(), need, due)
    assert card.need is not None
    assert (card.need.reason, card.need.due) == (NeedReason.NO_FREE_UNIT, True)
    card = card_of(opened(), need, due, again)
    assert card.need is not None
    assert (card.need.since_at, card.need.recheck_at, card.need.due) == (at(1), at(12), False)
    assert card_of(opened(), need, due, sent(8)).need is None


def test_a_referral_runs_and_rings() -> None:
    out_of_steps = ReferralEscalated(
        referral_id=ReferralId("r1"), incident_id=I1, step=3, late_s=0, when=when(6)
    )
    line = card_of(opened(), tasked(), out_of_steps).referrals[ReferralId("r1")]
    assert (line.state, line.step, line.rings) == (ReferralState.SENT, 3, True)

    accepted = ReferralAccepted(referral_id=ReferralId("r1"), incident_id=I1, when=when(7))
    line = card_of(opened(), tasked(), out_of_steps, accepted).referrals[ReferralId("r1")]
    assert (line.state, line.state_at, line.rings) == (ReferralState.ACCEPTED, at(7), False)

    declined = ReferralDeclined(
        referral_id=ReferralId("r1"), incident_id=I1, when=when(7), reason=sealed("penuh")
    )
    line = card_of(opened(), tasked(), declined).referrals[ReferralId("r1")]
    assert (line.state, line.rings) == (ReferralState.DECLINED, True)


def test_a_referrals_deadline_follows_the_priority() -> None:
    up = ReferralReprioritised(
        referral_id=ReferralId("r1"),
        incident_id=I1,
        priority=Priority.P1,
        accept_by_at=at(1),
        when=when(6),
    )
    line = card_of(opened(), tasked(), up).referrals[ReferralId("r1")]
    assert (line.accept_by_at, line.state) == (at(1), ReferralState.SENT)
    assert card_of(opened(), up).referrals == {}


def test_a_referral_opened_again_is_shown_on_an_incident_that_was_opened_again() -> None:
    again = ReferralReopened(
        referral_id=ReferralId("r1"),
        incident_id=I1,
        when=when(30),
        reason=sealed("belum"),
        accept_by_at=at(40),
        number="T-2026-000001",
        agency=AgencyId("dinsos"),
    )
    line = card_of(opened(), again).referrals[ReferralId("r1")]
    assert (line.number, line.agency, line.accept_by_at) == ("T-2026-000001", "dinsos", at(40))
    assert line.state is ReferralState.SENT
    assert card_of(opened(), replace(again, agency=None)).referrals == {}


def test_via_says_who_reported() -> None:
    told = Told()
    told(opened())
    told(sent(1))
    told(moved(Stage.EN_ROUTE, 2), via=Via.RADIO)
    assert drawn(open_incidents, told.entries)["i1"].dispatches[D1].via is Via.RADIO


def test_the_room_and_oversight_see_everything() -> None:
    card = card_of(opened(), sent(), tasked())
    doctor = person("acc-doctor", Role.DUTY_DOCTOR)
    for viewer in (TAKER, SUPERVISOR, AUDITOR, doctor):
        assert open_incidents.view(card, viewer) == card
    for viewer in (ADMINISTRATOR, HOSPITAL_DESK):
        assert open_incidents.view(card, viewer) is None


def test_a_crew_sees_the_incident_it_is_sent_to_until_it_is_free() -> None:
    card = card_of(opened(), sent(), tasked())
    seen = open_incidents.view(card, CREW)
    assert seen is not None
    assert (seen.contact_ids, seen.notes) == ((), card.notes)
    assert open_incidents.view(card, OTHER_CREW) is None
    cancelled = DispatchCancelled(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(5))
    assert open_incidents.view(card_of(opened(), sent(), cancelled), CREW) is None


def test_an_agency_sees_the_incident_it_has_a_task_on_and_no_notes() -> None:
    card = card_of(opened(), tasked("damkar"), tasked("polresta", "r2"))
    seen = open_incidents.view(card, DAMKAR_DESK)
    assert seen is not None
    assert (seen.contact_ids, seen.notes, list(seen.referrals)) == ((), (), ["r1"])
    assert open_incidents.view(card, DINSOS_DESK) is None
    verified = ReferralVerified(referral_id=ReferralId("r1"), incident_id=I1, when=when(9))
    assert open_incidents.view(card_of(opened(), tasked(), verified), DAMKAR_DESK) is None


def test_an_agency_sees_the_incident_its_unit_is_sent_to() -> None:
    card = card_of(opened(), sent(unit="engine-1"))
    owner = person("acc-damkar", Role.AGENCY_DESK, agency="damkar", units=("engine-1",))
    seen = open_incidents.view(card, owner)
    assert seen is not None
    assert (seen.contact_ids, seen.notes) == ((), ())
    assert open_incidents.view(card, DAMKAR_DESK) is None
