"""How facts become countable rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siaga.boards import statistics
from siaga.boards.statistics import StatContact, StatDispatch, StatIncident, StatReferral
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralEscalated,
    ReferralFinished,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
)
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCorrected,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentReopened,
)
from siaga.language.intake import (
    ContactAnswered,
    ContactOpened,
    ContactReopened,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.values import (
    AccountId,
    AgencyId,
    Channel,
    ContactId,
    ContactKind,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    Priority,
    ReferralId,
    ResultId,
    TimeSource,
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
    NOW,
    TAKER,
    by_person,
    by_provider,
    by_server,
    claim,
    minutes,
    sealed,
)
from tests.unit.call_story import CALL, RINA, answered, at, hung_up, offered, owed

C1 = ContactId("c1")
I1 = IncidentId("i1")
D1 = DispatchId("d1")
AMB1 = UnitId("amb-1")
R1 = ReferralId("r1")


def when(minute: float) -> When:
    return by_server(NOW + minutes(minute))


def called(*, by_hand: bool = False, late: bool = False) -> ContactOpened:
    return ContactOpened(
        contact_id=C1,
        channel=Channel.WHATSAPP,
        when=by_provider(NOW),
        answered_by=AccountId("acc") if by_hand else None,
        late=late,
    )


def opened(
    incident: str = "i1", contact: str | None = "c1", parent: str | None = None
) -> IncidentOpened:
    return IncidentOpened(
        incident_id=IncidentId(incident),
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        clock_start=by_provider(NOW),
        when=when(2),
        owner=AccountId("acc"),
        contact_id=ContactId(contact) if contact else None,
        parent_id=IncidentId(parent) if parent else None,
    )


def sent() -> UnitDispatched:
    return UnitDispatched(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(0))


def moved(stage: Stage, minute: float) -> DispatchAdvanced:
    return DispatchAdvanced(
        dispatch_id=D1, unit_id=AMB1, incident_id=I1, stage=stage, when=when(minute)
    )


def rows(*facts: Fact) -> dict[str, Any]:
    told = Told()
    for fact in facts:
        told(fact)
    return drawn(statistics, told.entries)


def test_a_contact_keeps_its_first_answer_over_wrap_up_and_reopening() -> None:
    answered = ContactAnswered(contact_id=C1, answered_by=AccountId("acc"), when=when(1))
    wrapped = ContactWrappedUp(contact_id=C1, kind=ContactKind.PRANK, when=when(3))
    row = rows(called(), answered, replace(answered, when=when(9)), wrapped)["contact:c1"]
    assert row == StatContact(
        channel="whatsapp",
        opened_at=NOW,
        answered_at=NOW + minutes(1),
        wrapped_up_at=NOW + minutes(3),
        kind="prank",
    )
    reopened = ContactReopened(
        contact_id=C1,
        channel=Channel.WHATSAPP,
        opened=by_provider(NOW),
        when=when(60),
        safety=called().safety,
    )
    row = rows(called(), answered, wrapped, reopened)["contact:c1"]
    assert (row.wrapped_up_at, row.reopened, row.answered_at) == (None, 1, NOW + minutes(1))


def test_a_contact_entered_by_hand_or_heard_late_says_so() -> None:
    by_hand = rows(called(by_hand=True))["contact:c1"]
    assert (by_hand.by_hand, by_hand.late, by_hand.answered_at) == (True, False, NOW)
    assert rows(called(late=True))["contact:c1"].late


@pytest.mark.parametrize(
    ("source", "via", "late_s", "late"),
    [
        (TimeSource.PERSON, Via.CONSOLE, 1800, False),
        (TimeSource.PERSON, Via.CONSOLE, 1801, True),
        (TimeSource.PERSON, Via.PAPER, 0, True),
        (TimeSource.PAPER, Via.CONSOLE, 0, True),
        (TimeSource.DEVICE, Via.DEVICE, 7200, False),
    ],
)
def test_recorded_late(source: TimeSource, via: Via, late_s: int, late: bool) -> None:
    told = Told()
    told(
        UnitDispatched(
            dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=When(at=NOW, source=source)
        ),
        via=via,
        late_s=late_s,
    )
    assert drawn(statistics, told.entries)["dispatch:d1"].late is late


def test_an_incident_counts_its_contacts_and_children() -> None:
    attached = ReportAttached(
        contact_id=ContactId("c2"), incident_id=I1, answered_by=AccountId("acc"), when=when(4)
    )
    found = rows(
        called(),
        opened(),
        attached,
        opened("i2", contact=None, parent="i1"),
        IncidentLocated(incident_id=I1, location=claim(), when=when(5)),
        IncidentLocated(incident_id=IncidentId("i2"), location=claim(area=None), when=when(5)),
    )
    assert found["incident:i1"] == StatIncident(
        incident_id="i1",
        number="K-2026-000002",
        incident_type="fire",
        priority="P1",
        clock_start_at=NOW,
        opened_at=NOW + minutes(2),
        district="15.71.10",
        contacts=2,
        children=1,
    )
    child = found["incident:i2"]
    assert (child.parent_id, child.district, child.contacts) == ("i1", "outside", 0)
    assert (found["contact:c1"].incident_id, found["contact:c1"].answered_at) == (
        "i1",
        NOW + minutes(2),
    )


def test_an_incident_closed_and_reopened_is_open() -> None:
    closed = IncidentClosed(
        incident_id=I1, result=ResultId("not_found"), contact_ids=(), when=when(50)
    )
    row = rows(opened(), closed)["incident:i1"]
    assert (row.closed_at, row.result) == (NOW + minutes(50), "not_found")
    reopened = IncidentReopened(
        incident_id=I1,
        incident_number="K-2026-000001",
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        clock_start=when(0),
        opened=when(2),
        when=when(60),
        owner=AccountId("acc"),
        reason=sealed(),
    )
    row = rows(opened(), closed, reopened)["incident:i1"]
    assert (row.closed_at, row.result, row.reopened) == (None, None, 1)


def test_a_dispatch_keeps_its_chain_and_who_reported_it() -> None:
    told = Told()
    told(sent())
    told(DispatchNotified(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(0.05)))
    told(
        DispatchAcknowledged(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(1)),
        via=Via.DEVICE,
    )
    told(moved(Stage.EN_ROUTE, 2), via=Via.RADIO)
    told(replace(moved(Stage.ON_SCENE, 9), told_by=sealed("kru")))
    told(UnitCleared(dispatch_id=D1, unit_id=AMB1, incident_id=I1, when=when(30)))
    assert drawn(statistics, told.entries)["dispatch:d1"] == StatDispatch(
        incident_id="i1",
        unit_id="amb-1",
        assigned_at=NOW,
        notified_at=NOW + minutes(0.05),
        acknowledged_at=NOW + minutes(1),
        en_route_at=NOW + minutes(2),
        on_scene_at=NOW + minutes(9),
        clear_at=NOW + minutes(30),
        ended="cleared",
        ended_at=NOW + minutes(30),
        by_crew=2,
        on_behalf=2,
    )


def test_stages_under_twenty_seconds_apart_are_implausible_until_corrected() -> None:
    facts = [sent(), moved(Stage.EN_ROUTE, 1), moved(Stage.ON_SCENE, 1 + 19 / 60)]
    assert rows(*facts)["dispatch:d1"].implausible
    twenty_s = [sent(), moved(Stage.EN_ROUTE, 1), moved(Stage.ON_SCENE, 1 + 20 / 60)]
    assert not rows(*twenty_s)["dispatch:d1"].implausible
    told = Told()
    for fact in facts:
        told(fact)
    told(
        DispatchCorrected(
            dispatch_id=D1,
            unit_id=AMB1,
            incident_id=I1,
            stage=Stage.ON_SCENE,
            when=by_person(NOW + minutes(8)),
            reason=sealed(),
        ),
        late_s=86_400,
    )
    row = drawn(statistics, told.entries)["dispatch:d1"]
    assert (row.implausible, row.late, row.on_scene_at) == (False, False, NOW + minutes(8))


def test_a_status_before_the_assignment_is_implausible() -> None:
    assert rows(sent(), moved(Stage.ON_SCENE, -1))["dispatch:d1"].implausible


def test_a_referral_keeps_its_first_acceptance_and_its_last_proof() -> None:
    asked = ReferralSent(
        referral_id=R1,
        incident_id=I1,
        agency=AgencyId("dinsos"),
        incident_number="K-2026-000001",
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P3,
        accept_by_at=NOW + minutes(60),
        when=when(0),
    )
    escalated = ReferralEscalated(
        referral_id=R1, incident_id=I1, step=1, late_s=0, when=when(60), next_due_at=NOW
    )
    accepted = ReferralAccepted(referral_id=R1, incident_id=I1, when=when(61))
    done = ReferralFinished(referral_id=R1, incident_id=I1, when=when(90), verify_by_at=NOW)
    again = ReferralReopened(
        referral_id=R1, incident_id=I1, when=when(99), reason=sealed(), accept_by_at=NOW
    )
    row = rows(asked, escalated, accepted, done, again)["referral:r1"]
    assert row == StatReferral(
        incident_id="i1",
        number="T-2026-000001",
        agency="dinsos",
        incident_type="fire",
        priority="P3",
        sent_at=NOW,
        accept_by_at=NOW + minutes(60),
        accepted_at=NOW + minutes(61),
        escalations=1,
        reopened=1,
        by_agency=2,
    )
    up = ReferralReprioritised(
        referral_id=R1, incident_id=I1, priority=Priority.P1, accept_by_at=NOW, when=when(5)
    )
    raised = rows(asked, up)["referral:r1"]
    assert (raised.priority, raised.accept_by_at) == ("P1", NOW + minutes(60))
    accepted_again = replace(accepted, when=when(110))
    done_again = replace(done, when=when(150))
    row = rows(asked, accepted, done, again, accepted_again, done_again)["referral:r1"]
    assert (row.accepted_at, row.done_at) == (NOW + minutes(61), NOW + minutes(150))


def call_row(*facts: Fact) -> StatContact:
    row = rows(*facts)[f"contact:{CALL}"]
    assert isinstance(row, StatContact)
    return row


def test_a_call_is_answered_by_picking_it_up_and_by_nothing_else() -> None:
    row = call_row(offered(), answered(9), hung_up(60, answered_s=9, taker=RINA))
    assert row == StatContact(
        channel="phone",
        opened_at=NOW,
        answered_at=at(9).at,
        called=True,
        path="taker",
        call_ended_at=at(60).at,
        ended_by="caller",
    )
    named = ContactAnswered(contact_id=CALL, answered_by=AccountId("acc"), when=at(400))
    row = call_row(offered(), hung_up(30), owed(30), named, opened(contact=CALL))
    assert (row.answered_at, row.kind, row.incident_id) == (None, "unanswered", "i1")


def test_a_call_cut_off_learnt_late_or_tried_as_a_test_says_so() -> None:
    cut = replace(hung_up(60, answered_s=9), cut_off=True)
    row = call_row(offered(), answered(9), cut)
    assert (row.cut_off, row.kind) == (True, "cut_off")
    row = call_row(offered(late=True), hung_up(60), answered(9))
    assert (row.late, row.answered_at, row.kind) == (True, at(9).at, None)
    assert call_row(offered(test=True)).test


def test_who_may_see_figures() -> None:
    row = rows(called())["contact:c1"]
    for viewer in (TAKER, AUDITOR, ADMINISTRATOR):
        assert statistics.view(row, viewer) == row
    for viewer in (CREW, DAMKAR_DESK):
        assert statistics.view(row, viewer) is None
