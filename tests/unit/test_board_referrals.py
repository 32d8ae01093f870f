"""Referrals: what agencies were asked, by when, and what rings at the centre."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.boards import referrals
from siaga.boards.referrals import ReferralCard
from siaga.language.agencies import (
    Overdue,
    ReferralAccepted,
    ReferralBriefed,
    ReferralDeclined,
    ReferralDelivered,
    ReferralEscalated,
    ReferralExtended,
    ReferralFinished,
    ReferralHandedBack,
    ReferralNoted,
    ReferralNotesRead,
    ReferralOverdue,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralState,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Fact
from siaga.language.values import (
    AgencyId,
    IncidentId,
    IncidentTypeId,
    MediaRef,
    Priority,
    ReferralId,
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
    SUPERVISOR,
    TAKER,
    by_server,
    claim,
    minutes,
    sealed,
)

R1 = ReferralId("r1")
I1 = IncidentId("i1")


def when(minute: float) -> When:
    return by_server(NOW + minutes(minute))


def sent() -> ReferralSent:
    return ReferralSent(
        referral_id=R1,
        incident_id=I1,
        agency=AgencyId("dinsos"),
        incident_number="K-2026-000009",
        incident_type=IncidentTypeId("abandoned_person.elderly"),
        priority=Priority.P3,
        accept_by_at=NOW + minutes(60),
        when=when(0),
        location=claim(),
        note=sealed("tolong"),
    )


def delivered(minute: float) -> ReferralDelivered:
    return ReferralDelivered(referral_id=R1, incident_id=I1, when=when(minute))


def accepted(minute: float) -> ReferralAccepted:
    return ReferralAccepted(
        referral_id=R1, incident_id=I1, when=when(minute), promised_at=NOW + minutes(120)
    )


def finished(minute: float) -> ReferralFinished:
    return ReferralFinished(
        referral_id=R1,
        incident_id=I1,
        when=when(minute),
        verify_by_at=NOW + minutes(500),
        note=sealed("selesai"),
        proof=(MediaRef(media_type="image/jpeg", stored="abc"),),
    )


def escalated(minute: float, step: int, *, last: bool = False) -> ReferralEscalated:
    next_due_at = None if last else NOW + minutes(minute + 10)
    return ReferralEscalated(
        referral_id=R1,
        incident_id=I1,
        step=step,
        late_s=0,
        when=when(minute),
        next_due_at=next_due_at,
    )


def card_of(*facts: Fact) -> ReferralCard:
    told = Told()
    for fact in facts:
        told(fact)
    card = drawn(referrals, told.entries)["r1"]
    assert isinstance(card, ReferralCard)
    return card


def test_sent_with_its_number_and_deadline() -> None:
    card = card_of(sent())
    assert (card.number, card.incident_number) == ("T-2026-000001", "K-2026-000009")
    assert (card.state, card.accept_by_at) == (ReferralState.SENT, NOW + minutes(60))
    assert (card.note, card.location, card.rings) == (sealed("tolong"), claim(), False)


def test_carried_through_to_the_proof() -> None:
    started = ReferralStarted(referral_id=R1, incident_id=I1, when=when(30))
    card = card_of(sent(), delivered(1), accepted(10), started, finished(100))
    assert (card.state, card.state_at) == (ReferralState.DONE, NOW + minutes(100))
    assert (card.delivered_at, card.accepted_at) == (NOW + minutes(1), NOW + minutes(10))
    assert (card.promised_at, card.verify_by_at) == (NOW + minutes(120), NOW + minutes(500))
    assert (card.answer, card.proof[0].stored) == (sealed("selesai"), "abc")


def test_delivery_confirmed_late_does_not_take_the_acceptance_back() -> None:
    card = card_of(sent(), accepted(2), delivered(3))
    assert (card.state, card.delivered_at) == (ReferralState.ACCEPTED, NOW + minutes(3))


@pytest.mark.parametrize("ending", [ReferralVerified, ReferralTakenBack])
def test_leaves_when_verified_or_taken_back(
    ending: type[ReferralVerified] | type[ReferralTakenBack],
) -> None:
    told = Told()
    told(sent())
    told(ending(referral_id=R1, incident_id=I1, when=when(9)))
    assert drawn(referrals, told.entries) == {}


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ReferralDeclined, ReferralState.DECLINED),
        (ReferralHandedBack, ReferralState.HANDED_BACK),
    ],
)
def test_what_comes_back_rings(
    kind: type[ReferralDeclined] | type[ReferralHandedBack], state: ReferralState
) -> None:
    back = kind(referral_id=R1, incident_id=I1, when=when(9), reason=sealed("alasan"))
    card = card_of(sent(), back)
    assert (card.state, card.rings, card.answer) == (state, True, sealed("alasan"))


def test_an_escalation_rings_at_the_centre_only_when_out_of_steps() -> None:
    card = card_of(sent(), escalated(60, 1))
    assert (card.step, card.rings, card.state) == (1, False, ReferralState.SENT)
    assert card_of(sent(), escalated(60, 1), escalated(80, 3, last=True)).rings
    assert not card_of(sent(), escalated(80, 3, last=True), accepted(81)).rings


def test_done_and_verified_by_nobody_rings() -> None:
    late = ReferralOverdue(
        referral_id=R1, incident_id=I1, what=Overdue.VERIFY, late_s=0, when=when(500)
    )
    assert card_of(sent(), finished(100), late).rings
    assert not card_of(sent(), finished(100), late, verify_later()).rings


def verify_later() -> ReferralExtended:
    return ReferralExtended(
        referral_id=R1,
        incident_id=I1,
        what=Overdue.VERIFY,
        promised_at=when(900).at,
        when=when(510),
    )


def test_what_is_late_stays_late_until_it_is_done() -> None:
    late = ReferralOverdue(
        referral_id=R1, incident_id=I1, what=Overdue.FINISH, late_s=0, when=when(500)
    )
    started = ReferralStarted(referral_id=R1, incident_id=I1, when=when(510))
    assert card_of(sent(), accepted(70), late, started).rings
    assert not card_of(sent(), accepted(70), late, started, finished(600)).rings


def test_notes_go_both_ways_and_are_marked_when_read() -> None:
    def note(at: int, *, by_room: bool) -> ReferralNoted:
        return ReferralNoted(
            referral_id=R1, incident_id=I1, when=when(at), note=sealed("catatan"), by_room=by_room
        )

    def read(at: int, *, by_room: bool, count: int) -> ReferralNotesRead:
        return ReferralNotesRead(
            referral_id=R1, incident_id=I1, when=when(at), by_room=by_room, count=count
        )

    card = card_of(
        sent(),
        note(10, by_room=True),
        note(11, by_room=False),
        note(12, by_room=True),
        read(20, by_room=False, count=1),
    )
    seen = [(one.by_room, one.number, one.read_at is not None) for one in card.notes]
    assert seen == [(True, 1, True), (False, 1, False), (True, 2, False)]


def test_a_rejected_proof_puts_it_before_the_agency_again() -> None:
    reopened = ReferralReopened(
        referral_id=R1,
        incident_id=I1,
        when=when(200),
        reason=sealed("belum"),
        accept_by_at=NOW + minutes(260),
    )
    card = card_of(sent(), escalated(60, 1), accepted(61), finished(100), reopened)
    assert (card.state, card.accept_by_at) == (ReferralState.SENT, NOW + minutes(260))
    assert (card.step, card.verify_by_at, card.rings) == (0, None, False)
    assert (card.note, card.objection) == (sealed("tolong"), sealed("belum"))


def test_another_priority_shows_its_deadline() -> None:
    up = ReferralReprioritised(
        referral_id=R1,
        incident_id=I1,
        priority=Priority.P1,
        accept_by_at=NOW + minutes(1),
        when=when(5),
    )
    card = card_of(sent(), delivered(1), up)
    assert (card.priority, card.accept_by_at) == (Priority.P1, NOW + minutes(1))
    assert (card.state, card.sent_at) == (ReferralState.DELIVERED, NOW)


def test_a_rejected_proof_brings_back_what_was_verified() -> None:
    verified = ReferralVerified(referral_id=R1, incident_id=I1, when=when(110))
    old = ReferralReopened(
        referral_id=R1,
        incident_id=I1,
        when=when(200),
        reason=sealed("belum"),
        accept_by_at=NOW + minutes(260),
    )
    reopened = replace(
        old,
        number="T-2026-000001",
        agency=AgencyId("dinsos"),
        incident_number="K-2026-000009",
        incident_type=IncidentTypeId("abandoned_person.elderly"),
        priority=Priority.P3,
        location=claim(),
        note=sealed("tolong"),
        sent=when(0),
    )
    assert card_of(sent(), verified, reopened) == replace(
        card_of(sent()),
        state_at=NOW + minutes(200),
        accept_by_at=NOW + minutes(260),
        objection=sealed("belum"),
    )
    told = Told()
    for fact in (sent(), verified, old):
        told(fact)
    assert drawn(referrals, told.entries) == {}


def test_via_says_who_spoke_for_the_agency() -> None:
    told = Told()
    told(sent())
    told(accepted(3), via=Via.CHAT_GROUP)
    assert drawn(referrals, told.entries)["r1"].via is Via.CHAT_GROUP


def test_an_agency_sees_its_own_only() -> None:
    card = card_of(sent())
    for viewer in (TAKER, SUPERVISOR, AUDITOR, DINSOS_DESK):
        assert referrals.view(card, viewer) == card
    for viewer in (DAMKAR_DESK, CREW, HOSPITAL_DESK, ADMINISTRATOR):
        assert referrals.view(card, viewer) is None


def test_a_place_that_changes_is_said_to_have_changed() -> None:
    told = ReferralBriefed(
        referral_id=R1, incident_id=I1, incident_type=IncidentTypeId("fire"), when=when(3)
    )
    same = card_of(sent(), replace(told, location=claim()))
    assert (same.incident_type, same.moved_at) == ("fire", None)
    moved = card_of(sent(), replace(told, location=claim("lain")))
    assert (moved.location, moved.moved_at) == (claim("lain"), NOW + minutes(3))
