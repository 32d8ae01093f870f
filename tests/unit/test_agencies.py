"""Referrals: one agency's own task, in its own hand, with a deadline that rings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from siaga.desks.agencies.commands import (
    Accept,
    ConfirmDelivery,
    Decline,
    Finish,
    HandBack,
    Reopen,
    SendReferral,
    Start,
    TakeBack,
    Verify,
)
from siaga.desks.agencies.doors import DESK
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
from siaga.language.entry import Entry, Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Actor,
    AgencyId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    MediaRef,
    Priority,
    ReferralId,
    ResultId,
    Via,
)
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    DINSOS_DESK,
    NOW,
    POLICY_ACTOR,
    SUPERVISOR,
    TAKER,
    by_person,
    by_server,
    claim,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import entry, teller

given = teller(DESK)
INCIDENT, TASK = IncidentId("i-1"), ReferralId("t-1")
DAMKAR, PERKIM = AgencyId("damkar"), AgencyId("perkim")


def opened(priority: Priority = Priority.P2, incident_id: IncidentId = INCIDENT) -> Entry:
    fact = IncidentOpened(
        incident_id=incident_id,
        incident_type=IncidentTypeId("fire"),
        priority=priority,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
        parent_id=None if incident_id == INCIDENT else INCIDENT,
    )
    return entry(fact, number="K-2026-000007")


def closed(incident_id: IncidentId = INCIDENT) -> IncidentClosed:
    return IncidentClosed(
        incident_id=incident_id,
        result=ResultId("dealt_with_on_scene"),
        contact_ids=(),
        when=by_server(),
        parent_id=None if incident_id == INCIDENT else INCIDENT,
    )


def sent(agency: AgencyId = DAMKAR, priority: Priority = Priority.P2) -> ReferralSent:
    return ReferralSent(
        referral_id=TASK,
        incident_id=INCIDENT,
        agency=agency,
        incident_number="K-2026-000007",
        incident_type=IncidentTypeId("fire"),
        priority=priority,
        accept_by_at=NOW + minutes(5),
        when=by_server(),
    )


NAMES: Any = {"referral_id": TASK, "incident_id": INCIDENT, "when": by_server()}
DELIVERED = ReferralDelivered(**NAMES)
ACCEPTED = ReferralAccepted(**NAMES)
DECLINED = ReferralDeclined(**NAMES, reason=sealed())
STARTED = ReferralStarted(**NAMES)
FINISHED = ReferralFinished(**NAMES, verify_by_at=NOW + hours(24))
HANDED_BACK = ReferralHandedBack(**NAMES, reason=sealed())
VERIFIED = ReferralVerified(**NAMES)
REOPENED = ReferralReopened(
    **NAMES, reason=sealed(), accept_by_at=NOW + minutes(5), agency=AgencyId("damkar")
)
TAKEN_BACK = ReferralTakenBack(**NAMES)


def escalated(step: int, next_due_at: datetime | None) -> ReferralEscalated:
    return ReferralEscalated(**NAMES, step=step, late_s=0, next_due_at=next_due_at)


ALL_STEPS = (
    escalated(1, NOW + minutes(10)),
    escalated(2, NOW + minutes(15)),
    escalated(3, None),
)

ACTS: dict[str, Any] = {
    "accept": Accept(command_id=uid(2), referral_id=TASK),
    "decline": Decline(command_id=uid(2), referral_id=TASK, reason=sealed()),
    "start": Start(command_id=uid(2), referral_id=TASK),
    "finish": Finish(command_id=uid(2), referral_id=TASK),
    "hand-back": HandBack(command_id=uid(2), referral_id=TASK, reason=sealed()),
    "verify": Verify(command_id=uid(2), referral_id=TASK),
    "reopen": Reopen(command_id=uid(2), referral_id=TASK, reason=sealed()),
    "take-back": TakeBack(command_id=uid(2), referral_id=TASK),
}
ROOM_ONLY = {"verify", "reopen", "take-back"}
SENT_BY_NAME: dict[str, tuple[Fact, ...]] = {
    "sent": (),
    "delivered": (DELIVERED,),
    "accepted": (ACCEPTED,),
    "declined": (DECLINED,),
    "in_progress": (ACCEPTED, STARTED),
    "done": (ACCEPTED, STARTED, FINISHED),
    "verified": (ACCEPTED, STARTED, FINISHED, VERIFIED),
    "handed_back": (ACCEPTED, HANDED_BACK),
    "taken_back": (DECLINED, TAKEN_BACK),
    "reopened": (ACCEPTED, STARTED, FINISHED, REOPENED),
    "reopened_verified": (ACCEPTED, STARTED, FINISHED, VERIFIED, REOPENED),
    "nobody_answered": ALL_STEPS,
    "answered_late": (*ALL_STEPS, ACCEPTED),
}
LEGAL: dict[str, list[str]] = {
    "sent": ["accept", "decline", "start", "finish"],
    "delivered": ["accept", "decline", "start", "finish"],
    "accepted": ["start", "finish", "hand-back"],
    "declined": ["take-back"],
    "in_progress": ["finish", "hand-back"],
    "done": ["verify", "reopen"],
    "verified": ["reopen"],
    "handed_back": ["take-back"],
    "taken_back": [],
    "reopened": ["accept", "decline", "start", "finish"],
    "reopened_verified": ["accept", "decline", "start", "finish"],
    "nobody_answered": ["accept", "decline", "start", "finish", "take-back"],
    "answered_late": ["start", "finish", "hand-back"],
}


# ---- sending


def send(agency: AgencyId = DAMKAR) -> SendReferral:
    return SendReferral(
        command_id=uid(1), incident_id=INCIDENT, agency=agency, note=sealed("tolong")
    )


def test_an_agency_is_told_what_the_incident_is_by_now() -> None:
    place = claim("pasar")
    given(
        opened(Priority.P3),
        IncidentClassified(
            incident_id=INCIDENT, incident_type=IncidentTypeId("fire.building"), when=by_server()
        ),
        IncidentLocated(incident_id=INCIDENT, location=place, when=by_server()),
        IncidentPrioritised(incident_id=INCIDENT, priority=Priority.P1, when=by_server()),
    ).when(send()).then(
        ReferralSent(
            referral_id=ReferralId(str(uid(1))),
            incident_id=INCIDENT,
            agency=DAMKAR,
            incident_number="K-2026-000007",
            incident_type=IncidentTypeId("fire.building"),
            priority=Priority.P1,
            accept_by_at=NOW + timedelta(seconds=60),
            when=by_server(),
            location=place,
            note=sealed("tolong"),
        )
    )


def test_no_agency_is_told_of_an_incident_that_is_closed_or_not_there() -> None:
    given().when(send()).refused(Refusal.UNKNOWN_INCIDENT)
    given(opened(), closed()).when(send()).refused(Refusal.INCIDENT_CLOSED)


def test_a_childs_facts_say_nothing_of_its_parent() -> None:
    child = IncidentId("i-2")
    given(opened(incident_id=child)).when(send()).refused(Refusal.UNKNOWN_INCIDENT)
    story = given(opened(Priority.P1), opened(Priority.P4, child), closed(child))
    told = story.when(send()).facts[0]
    assert isinstance(told, ReferralSent)
    assert told.priority is Priority.P1


@pytest.mark.parametrize(
    ("so_far", "may"),
    [
        ("sent", False),
        ("in_progress", False),
        ("done", False),
        ("reopened", False),
        ("reopened_verified", False),
        ("declined", True),
        ("handed_back", True),
        ("verified", True),
        ("taken_back", True),
    ],
)
def test_an_agency_has_one_open_task_on_an_incident(so_far: str, may: bool) -> None:
    story = given(opened(), sent(), *SENT_BY_NAME[so_far])
    if may:
        story.when(send()).wrote(ReferralSent)
    else:
        story.when(send()).refused(Refusal.AGENCY_ALREADY_TASKED)
    story.when(send(PERKIM)).wrote(ReferralSent)


# ---- the states


@pytest.mark.parametrize("state", LEGAL)
@pytest.mark.parametrize("act", ACTS)
def test_what_is_legal_when(state: str, act: str) -> None:
    story = given(sent(), *SENT_BY_NAME[state])
    answer = story.when(ACTS[act], by=TAKER)
    if act in LEGAL[state]:
        assert answer.facts
    else:
        answer.refused(Refusal.ILLEGAL_REFERRAL_STATE, LEGAL[state])


def test_an_agency_is_not_told_of_acts_only_the_room_may_do() -> None:
    story = given(sent(), *SENT_BY_NAME["done"])
    story.when(ACTS["start"], by=DAMKAR_DESK).refused(Refusal.ILLEGAL_REFERRAL_STATE, ())


@pytest.mark.parametrize("act", ACTS)
def test_another_agencys_task_stays_closed(act: str) -> None:
    for other in (DINSOS_DESK, CREW, POLICY_ACTOR):
        for so_far in SENT_BY_NAME.values():
            given(sent(), *so_far).when(ACTS[act], by=other).refused(Refusal.NOT_YOUR_REFERRAL)
    if act in ROOM_ONLY:
        story = given(sent(), *SENT_BY_NAME["done"])
        story.when(ACTS[act], by=DAMKAR_DESK).refused(Refusal.NOT_YOUR_REFERRAL)
    given().when(ACTS[act]).refused(Refusal.UNKNOWN_REFERRAL)


def test_delivery_is_noted_once() -> None:
    shown = ConfirmDelivery(command_id=uid(2), referral_id=TASK)
    given(sent()).when(shown, by=DAMKAR_DESK).then(DELIVERED)
    given(sent(), DELIVERED).when(shown, by=DAMKAR_DESK).then()
    given(sent(), ACCEPTED).when(shown, by=DAMKAR_DESK).then()
    given(sent()).when(shown, by=DINSOS_DESK).refused(Refusal.NOT_YOUR_REFERRAL)


def test_the_room_accepts_on_behalf_and_says_who_told_it_when() -> None:
    command = Accept(
        command_id=uid(2),
        referral_id=TASK,
        promised_at=NOW + hours(2),
        via=Via.PHONE,
        told_by=sealed("petugas piket"),
        occurred_at=NOW - minutes(1),
    )
    given(sent()).when(command).then(
        ReferralAccepted(
            referral_id=TASK,
            incident_id=INCIDENT,
            when=by_person(NOW - minutes(1)),
            told_by=sealed("petugas piket"),
            promised_at=NOW + hours(2),
        )
    )


def test_who_starts_has_accepted_and_who_finishes_has_started() -> None:
    given(sent()).when(ACTS["start"], by=DAMKAR_DESK).then(ACCEPTED, STARTED)
    given(sent(), ACCEPTED).when(ACTS["start"], by=DAMKAR_DESK).then(STARTED)
    given(sent()).when(ACTS["finish"], by=DAMKAR_DESK).then(ACCEPTED, STARTED, FINISHED)
    given(sent(), ACCEPTED).when(ACTS["finish"], by=DAMKAR_DESK).then(STARTED, FINISHED)
    given(sent(), ACCEPTED, STARTED).when(ACTS["finish"], by=DAMKAR_DESK).then(FINISHED)


def test_the_term_for_verifying_runs_from_when_the_centre_heard_of_it() -> None:
    proof = (MediaRef(media_type="image/jpeg", stored="sha256-x"),)
    command = Finish(command_id=uid(2), referral_id=TASK, proof=proof, occurred_at=NOW - hours(30))
    done = given(sent(), ACCEPTED, STARTED).when(command, by=DAMKAR_DESK).facts[0]
    assert isinstance(done, ReferralFinished)
    assert (done.proof, done.verify_by_at) == (proof, NOW + hours(24))
    with pytest.raises(FieldError, match="10"):
        Finish(command_id=uid(2), referral_id=TASK, proof=proof * 11)


@pytest.mark.parametrize("so_far", ["done", "verified"])
def test_a_rejected_proof_gives_the_task_back_with_a_new_deadline(so_far: str) -> None:
    told = replace(sent(), location=claim("pasar"), note=sealed("tolong"))
    story = given(entry(told, number="T-2026-000004"), *SENT_BY_NAME[so_far])
    story.when(ACTS["reopen"], by=SUPERVISOR, at=NOW + hours(1)).then(
        ReferralReopened(
            referral_id=TASK,
            incident_id=INCIDENT,
            when=by_server(NOW + hours(1)),
            reason=sealed(),
            accept_by_at=NOW + hours(1) + minutes(5),
            number="T-2026-000004",
            agency=DAMKAR,
            incident_number="K-2026-000007",
            incident_type=IncidentTypeId("fire"),
            priority=Priority.P2,
            location=claim("pasar"),
            note=sealed("tolong"),
            sent=by_server(),
        )
    )


def test_a_task_is_opened_again_also_after_its_incident_was_closed() -> None:
    story = given(opened(), sent(), *SENT_BY_NAME["verified"], closed())
    story.when(ACTS["reopen"]).wrote(ReferralReopened)


def test_of_a_task_opened_again_each_of_two_ends_for_itself() -> None:
    """The room may have tasked the agency anew before the old proof was rejected."""
    second = replace(sent(), referral_id=ReferralId("t-2"))
    two = (opened(), sent(), *SENT_BY_NAME["verified"], second, REOPENED)
    given(*two, TAKEN_BACK).when(send()).refused(Refusal.AGENCY_ALREADY_TASKED)
    other_ended = replace(DECLINED, referral_id=second.referral_id)
    given(*two, other_ended).when(send()).refused(Refusal.AGENCY_ALREADY_TASKED)
    given(*two, TAKEN_BACK, other_ended).when(send()).wrote(ReferralSent)


def test_an_older_reopening_does_not_name_the_agency() -> None:
    old = replace(REOPENED, agency=None)
    story = given(opened(), sent(), *SENT_BY_NAME["done"], old)
    story.when(send()).refused(Refusal.AGENCY_ALREADY_TASKED)
    story.when(ACTS["accept"], by=DAMKAR_DESK).then(ACCEPTED)


@pytest.mark.parametrize(("hand", "agency"), [(DAMKAR_DESK, "damkar"), (DINSOS_DESK, "dinsos")])
def test_each_agency_answers_its_own(hand: Actor, agency: str) -> None:
    given(sent(AgencyId(agency))).when(ACTS["accept"], by=hand).then(ACCEPTED)
