"""What a reporter's page may be drawn from: how far it is, and nothing of whom or where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.boards import reporter_progress, reporter_status
from siaga.boards.reporter_progress import ProgressCard
from siaga.boards.reporter_status import ReporterCard
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralFinished,
    ReferralReopened,
    ReferralStarted,
)
from siaga.language.dispatch import (
    DispatchAdvanced,
    DispatchCancelled,
    NeedReason,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedRecorded,
)
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentMerged,
    IncidentReopened,
    IncidentUnmerged,
)
from siaga.language.intake import ContactAnswered, ContactReopened, ContactSafetySet
from siaga.language.links import FeedbackGiven, LinkEnd, LinkEnded, LinkKind, ReporterAsked
from siaga.language.values import (
    AccountId,
    Channel,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    LinkId,
    Priority,
    ReferralId,
    Safety,
    UnitId,
)
from tests.board_entries import Told, drawn
from tests.builders import CREW, HEAD, NOW, TAKER, by_server, hours, minutes, sealed
from tests.unit.links_story import (
    ATTACHED,
    BEGAN,
    BURNS,
    CLOSED,
    CONTACT,
    FIRE,
    LINK,
    TASKED,
    VERIFIED,
    WRAPPED,
    issued,
)

JOB = DispatchId("dispatch-1")
TASK = ReferralId("referral-1")
SENT_OUT = UnitDispatched(
    dispatch_id=JOB, unit_id=UnitId("engine-1"), incident_id=FIRE, when=by_server()
)


def advanced(stage: Stage, after_min: float) -> DispatchAdvanced:
    return DispatchAdvanced(
        dispatch_id=JOB,
        unit_id=UnitId("engine-1"),
        incident_id=FIRE,
        stage=stage,
        when=by_server(NOW + minutes(after_min)),
    )


def told(*facts: Fact) -> Told:
    story = Told()
    for fact in facts:
        story(fact)
    return story


def status(*facts: Fact) -> ReporterCard | None:
    return drawn(reporter_status, told(*facts).entries).get(CONTACT)


def progress(*facts: Fact) -> ProgressCard | None:
    return drawn(reporter_progress, told(*facts).entries).get(FIRE)


def test_it_is_there_while_a_status_link_lives() -> None:
    assert status(BURNS) is None
    assert status(issued(LinkKind.LOCATION)) is None
    card = status(issued())
    assert card is not None
    assert (card.received_at, card.links, card.incident_id) == (BEGAN, (LINK,), None)
    ended = LinkEnded(
        link_id=LINK,
        kind=LinkKind.STATUS,
        contact_id=CONTACT,
        why=LinkEnd.EXPIRED,
        when=by_server(),
    )
    assert status(issued(), ended) is None
    other = replace(issued(), link_id=LinkId("other"))
    assert status(issued(), other, ended) is not None


def test_it_follows_its_contact() -> None:
    answered = ContactAnswered(
        contact_id=CONTACT, answered_by=AccountId(TAKER.id), when=by_server()
    )
    card = status(issued(), answered)
    assert card is not None
    assert card.seen_at == NOW
    for fact in (BURNS, ATTACHED):
        card = status(issued(), fact)
        assert card is not None
        assert (card.incident_id, card.seen_at) == (FIRE, fact.when.at)
    card = status(issued(), BURNS, WRAPPED)
    assert card is not None
    assert card.over_at == WRAPPED.when.at
    reopened = ContactReopened(
        contact_id=CONTACT,
        channel=Channel.WEB,
        opened=by_server(),
        when=by_server(),
        safety=Safety.SAFE,
    )
    card = status(issued(), BURNS, WRAPPED, reopened)
    assert card is not None
    assert (card.over_at, card.incident_id) == (None, None)


@pytest.mark.parametrize(
    "fact",
    [
        ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server()),
        replace(BURNS, safety=Safety.DO_NOT_CONTACT),
    ],
)
def test_it_is_hushed_at_once(fact: Fact) -> None:
    card = status(issued(), fact)
    assert card is not None
    assert card.hushed


def test_the_answers_of_the_reporter() -> None:
    gave = FeedbackGiven(link_id=LINK, contact_id=CONTACT, handled=True, when=by_server())
    asked = ReporterAsked(link_id=LINK, contact_id=CONTACT, words=sealed("belum"), when=by_server())
    card = status(issued(), gave)
    assert card is not None
    assert card.feedback_at is not None
    card = status(issued(), gave, asked)
    assert card is not None
    assert (card.feedback_at, card.asked_at) == (None, NOW)


def test_how_far_the_units_are() -> None:
    card = progress(BURNS, SENT_OUT)
    assert card is not None
    assert card.units[JOB].assigned_at == NOW
    assert card.units[JOB].en_route_at is None
    card = progress(BURNS, SENT_OUT, advanced(Stage.EN_ROUTE, 1), advanced(Stage.ON_SCENE, 5))
    assert card is not None
    unit = card.units[JOB]
    assert (unit.en_route_at, unit.on_scene_at) == (NOW + minutes(1), NOW + minutes(5))
    card = progress(BURNS, SENT_OUT, advanced(Stage.ON_SCENE, 5))
    assert card is not None
    assert card.units[JOB].en_route_at == NOW + minutes(5), "it was on the way all the same"


def test_who_was_called_back_is_not_on_the_way() -> None:
    gone = DispatchCancelled(
        dispatch_id=JOB, unit_id=UnitId("engine-1"), incident_id=FIRE, when=by_server()
    )
    card = progress(BURNS, SENT_OUT, advanced(Stage.EN_ROUTE, 1), gone)
    assert card is not None
    assert card.units == {}
    clear = UnitCleared(
        dispatch_id=JOB, unit_id=UnitId("engine-1"), incident_id=FIRE, when=by_server()
    )
    card = progress(BURNS, SENT_OUT, clear)
    assert card is not None
    assert card.units[JOB].over
    need = UnitNeedRecorded(
        incident_id=FIRE,
        reason=NeedReason.NO_FREE_UNIT,
        recheck_at=NOW + minutes(5),
        when=by_server(),
    )
    card = progress(BURNS, need)
    assert card is not None
    assert card.waits_for_unit
    card = progress(BURNS, need, SENT_OUT)
    assert card is not None
    assert not card.waits_for_unit


def test_how_far_the_agencies_are() -> None:
    accepted = ReferralAccepted(
        referral_id=TASK, incident_id=FIRE, when=by_server(), promised_at=NOW + hours(5)
    )
    started = ReferralStarted(referral_id=TASK, incident_id=FIRE, when=by_server())
    declined = ReferralDeclined(
        referral_id=TASK, incident_id=FIRE, when=by_server(), reason=sealed("x")
    )
    finished = ReferralFinished(
        referral_id=TASK, incident_id=FIRE, when=by_server(), verify_by_at=NOW + hours(9)
    )
    card = progress(BURNS, TASKED, accepted, started)
    assert card is not None
    task = card.tasks[TASK]
    assert (task.accepted_at, task.started_at, task.promised_at) == (NOW, NOW, NOW + hours(5))
    card = progress(BURNS, TASKED, accepted, declined)
    assert card is not None
    assert (card.tasks[TASK].accepted_at, card.tasks[TASK].over) == (None, False)
    card = progress(BURNS, TASKED, finished)
    assert card is not None
    assert card.tasks[TASK].over


def test_it_stays_as_long_as_somebody_works() -> None:
    assert progress(BURNS, CLOSED) is None
    card = progress(BURNS, TASKED, CLOSED)
    assert card is not None
    assert card.closed_at == CLOSED.when.at
    assert progress(BURNS, TASKED, CLOSED, VERIFIED) is None
    rejected = ReferralReopened(
        referral_id=TASK,
        incident_id=FIRE,
        when=by_server(),
        reason=sealed("x"),
        accept_by_at=NOW + hours(1),
        priority=Priority.P4,
    )
    card = progress(BURNS, TASKED, CLOSED, VERIFIED, rejected)
    assert card is not None
    assert not card.tasks[TASK].over
    again = IncidentReopened(
        incident_id=FIRE,
        incident_number="K-2026-000001",
        incident_type=BURNS.incident_type,
        priority=Priority.P1,
        clock_start=by_server(),
        opened=by_server(),
        when=by_server(),
        owner=AccountId(TAKER.id),
        reason=sealed("x"),
    )
    assert progress(BURNS, CLOSED, again) is not None


def test_a_merged_one_says_whose_units_are_its_own() -> None:
    merged = IncidentMerged(
        incident_id=FIRE,
        number="K-2026-000001",
        into=IncidentId("incident-2"),
        reporters=1,
        began=by_server(),
        clock_start=by_server(),
        when=by_server(),
    )
    card = progress(BURNS, merged)
    assert card is not None
    assert card.merged_into == "incident-2"
    cut = IncidentUnmerged(
        incident_id=FIRE,
        into=IncidentId("incident-2"),
        reporters=1,
        clock_start=by_server(),
        when=by_server(),
    )
    card = progress(BURNS, merged, cut)
    assert card is not None
    assert card.merged_into is None


def test_a_type_that_forbids_it_hushes_the_whole_incident() -> None:
    named = IncidentClassified(
        incident_id=FIRE,
        incident_type=IncidentTypeId("crime.domestic"),
        when=by_server(),
        safety=Safety.DO_NOT_CONTACT,
    )
    card = progress(BURNS, named)
    assert card is not None
    assert card.hushed


def test_the_boards_themselves_are_the_rooms() -> None:
    card, other = status(issued()), progress(BURNS)
    assert card is not None
    assert other is not None
    assert reporter_status.view(card, TAKER) == card
    assert reporter_progress.view(other, TAKER) == other
    for viewer in (CREW, HEAD):
        assert reporter_status.view(card, viewer) is None
        assert reporter_progress.view(other, viewer) is None
