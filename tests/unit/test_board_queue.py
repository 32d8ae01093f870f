"""The queue: who waits, since when, and what was said."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards import queue
from siaga.boards.queue import CallStage, QueueCard
from siaga.language.calls import CallBackOutcome, CallPath
from siaga.language.entry import Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReplyQueued,
    ReplyReported,
    ReportAttached,
)
from siaga.language.lines import CallBackClosed, CallBackTried, CallTransferred
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MessageId,
    MessageKind,
    Priority,
    Role,
    Safety,
)
from tests.board_entries import Told, drawn
from tests.builders import (
    ADMINISTRATOR,
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    DISPATCHER,
    HEAD,
    HOSPITAL_DESK,
    NOW,
    TAKER,
    TRAINEE,
    by_provider,
    by_server,
    claim,
    minutes,
    person,
    sealed,
)
from tests.unit.call_story import BUDI, CALL, RINA, at, hung_up, offered, owed
from tests.unit.call_story import answered as picked_up

C1 = ContactId("c1")


def opened(safety: Safety = Safety.SAFE, answered_by: str | None = None) -> ContactOpened:
    return ContactOpened(
        contact_id=C1,
        channel=Channel.WHATSAPP,
        when=by_provider(NOW),
        safety=safety,
        name=sealed("nama"),
        number=sealed("nomor"),
        answered_by=AccountId(answered_by) if answered_by else None,
    )


def message(
    minute: float,
    *,
    kind: MessageKind = MessageKind.TEXT,
    location: LocationClaim | None = None,
    answered: bool = False,
) -> MessageReceived:
    return MessageReceived(
        contact_id=C1,
        message_id=MessageId(f"m{minute}"),
        kind=kind,
        when=by_provider(NOW + minutes(minute)),
        text=sealed(f"kata{minute}"),
        location=location,
        answered=answered,
    )


def answered(minute: float, by: str = "acc-taker") -> ContactAnswered:
    return ContactAnswered(
        contact_id=C1, answered_by=AccountId(by), when=by_server(NOW + minutes(minute))
    )


def card_of(told: Told) -> QueueCard:
    card = drawn(queue, told.entries)["c1"]
    assert isinstance(card, QueueCard)
    return card


def test_a_message_waits_from_its_own_time_until_it_is_answered() -> None:
    told = Told()
    told(opened())
    told(message(1))
    told(message(2, location=claim("rumah")))
    card = card_of(told)
    assert (card.unread, card.waiting_since_at) == (2, NOW + minutes(1))
    assert card.last_message_at == NOW + minutes(2)
    assert card.area == "15.71.10.1003"
    assert card.location == claim("rumah")

    told(answered(3))
    card = card_of(told)
    assert (card.unread, card.waiting_since_at) == (0, None)
    assert (card.answered_at, card.answered_by) == (NOW + minutes(3), "acc-taker")


def test_a_new_message_after_the_answer_waits_again_but_the_answer_clock_stays() -> None:
    told = Told()
    told(opened())
    told(message(1))
    told(answered(3))
    told(message(5))
    told(answered(9, by="acc-taker-2"))
    told(message(11))
    card = card_of(told)
    assert (card.unread, card.waiting_since_at) == (1, NOW + minutes(11))
    assert (card.answered_at, card.answered_by) == (NOW + minutes(3), "acc-taker-2")


def test_what_a_person_enters_by_hand_does_not_wait() -> None:
    told = Told()
    told(opened(answered_by="acc-taker"))
    told(message(0, answered=True))
    card = card_of(told)
    assert (card.unread, card.waiting_since_at, card.answered_at) == (0, None, NOW)


def test_only_the_last_twenty_messages_stay_but_all_are_counted() -> None:
    told = Told()
    told(opened())
    for minute in range(1, 26):
        told(message(minute, kind=MessageKind.UNREADABLE))
    card = card_of(told)
    assert (card.unread, card.unreadable, len(card.messages)) == (25, 25, 20)
    assert card.messages[0].text == sealed("kata6")
    assert card.messages[-1].text == sealed("kata25")


def test_opening_an_incident_from_it_attaches_and_answers_it() -> None:
    told = Told()
    told(opened())
    told(message(1))
    told(
        IncidentOpened(
            incident_id=IncidentId("i1"),
            incident_type=IncidentTypeId("fire"),
            priority=Priority.P1,
            clock_start=by_provider(NOW),
            when=by_server(NOW + minutes(2)),
            owner=AccountId("acc-taker"),
            contact_id=C1,
        )
    )
    card = card_of(told)
    assert (card.incident_id, card.unread, card.answered_at) == ("i1", 0, NOW + minutes(2))


def test_an_incident_without_a_contact_draws_nothing() -> None:
    fact = IncidentOpened(
        incident_id=IncidentId("i1"),
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
    )
    assert queue.keys(fact) == ()


def test_attached_classified_and_made_unsafe() -> None:
    told = Told()
    told(opened())
    told(message(1))
    told(
        ReportAttached(
            contact_id=C1,
            incident_id=IncidentId("i2"),
            answered_by=AccountId("acc-taker"),
            when=by_server(NOW + minutes(2)),
        )
    )
    told(ContactClassified(contact_id=C1, kind=ContactKind.ADDITION, when=by_server()))
    told(ContactSafetySet(contact_id=C1, safety=Safety.TEXT_ONLY, when=by_server()))
    card = card_of(told)
    assert (card.incident_id, card.unread) == ("i2", 0)
    assert (card.kind, card.safety) == (ContactKind.ADDITION, Safety.TEXT_ONLY)


def test_it_leaves_when_wrapped_up_and_comes_back_when_reopened() -> None:
    told = Told()
    told(opened())
    told(message(1))
    wrapped = ContactWrappedUp(contact_id=C1, kind=ContactKind.PRANK, when=by_server())
    told(wrapped)
    told(ReplyReported(contact_id=C1, outbox_id="o1", status="read", when=by_server()))
    assert drawn(queue, told.entries) == {}

    told(
        ContactReopened(
            contact_id=C1,
            channel=Channel.WHATSAPP,
            opened=by_provider(NOW),
            when=by_server(NOW + minutes(60)),
            safety=Safety.SAFE,
            number=sealed("nomor"),
            incident_id=IncidentId("i1"),
        )
    )
    told(message(60))
    card = card_of(told)
    assert (card.opened_at, card.unread, card.incident_id) == (NOW, 1, "i1")
    assert card.number == sealed("nomor")


def test_a_reply_shows_what_became_of_it() -> None:
    told = Told()
    told(opened())
    first = ReplyReported(
        contact_id=C1, outbox_id="auto", status="sent", when=by_server(), message="first_reply"
    )
    told(first, cause=1)
    queued = told(
        ReplyQueued(
            contact_id=C1,
            message_id=MessageId("r1"),
            text=sealed("jawaban"),
            ask_location=False,
            when=by_server(NOW + minutes(1)),
        )
    )
    sent = ReplyReported(contact_id=C1, outbox_id="o7", status="sent", when=by_server())
    told(sent, cause=queued.position)
    told(ReplyReported(contact_id=C1, outbox_id="o7", status="read", when=by_server()))
    told(ReplyReported(contact_id=C1, outbox_id="o7", status="delivered", when=by_server()))
    told(replace(first, status="failed"))
    lines = card_of(told).messages
    assert [(line.inbound, line.text, line.status) for line in lines] == [
        (False, None, "failed"),
        (False, sealed("jawaban"), "read"),
    ]


def test_only_the_room_sees_it() -> None:
    told = Told()
    told(opened())
    card = card_of(told)
    for viewer in (TAKER, DISPATCHER, TRAINEE):
        assert queue.view(card, viewer) == card
    for viewer in (CREW, DAMKAR_DESK, HOSPITAL_DESK, ADMINISTRATOR, HEAD, AUDITOR):
        assert queue.view(card, viewer) is None


def test_do_not_contact_hides_the_caller_from_a_trainee_only() -> None:
    told = Told()
    told(opened(safety=Safety.DO_NOT_CONTACT))
    card = card_of(told)
    seen = queue.view(card, TRAINEE)
    assert seen is not None
    assert (seen.name, seen.number) == (None, None)
    assert queue.view(card, TAKER) == card
    assert queue.view(card, person("acc", Role.TRAINEE, Role.CALL_TAKER)) == card


def call_card(*facts: Fact) -> QueueCard:
    told = Told()
    for fact in facts:
        told(fact)
    card = drawn(queue, told.entries)[CALL]
    assert isinstance(card, QueueCard)
    return card


def test_a_call_waits_from_its_first_ring_until_it_is_picked_up() -> None:
    card = call_card(offered())
    assert (card.channel, card.call, card.unread) == (Channel.PHONE, CallStage.WAITING, 1)
    assert (card.opened_at, card.waiting_since_at) == (NOW, NOW)
    assert (card.number, card.area) == (sealed("nomor"), "15.71.10.1003")
    card = call_card(offered(), picked_up(9))
    assert (card.call, card.unread, card.waiting_since_at) == (CallStage.TALKING, 0, None)
    assert (card.answered_at, card.answered_by) == (at(9).at, RINA)
    card = call_card(offered(), picked_up(9), hung_up(60, answered_s=9))
    assert (card.call, card.kind, card.answered_by) == (CallStage.ENDED, None, RINA)


def test_whoever_works_on_a_call_that_rings_does_not_stop_it_ringing() -> None:
    noted = ContactAnswered(contact_id=CALL, answered_by=BUDI, when=at(3))
    card = call_card(offered(), noted)
    assert (card.answered_by, card.answered_at, card.unread) == (BUDI, None, 1)
    card = call_card(offered(), noted, picked_up(9))
    assert (card.answered_by, card.answered_at, card.unread) == (RINA, at(9).at, 0)
    again = call_card(offered(), picked_up(9), noted)
    assert (again.answered_by, again.answered_at) == (BUDI, at(9).at)


def test_a_call_changes_hands() -> None:
    to_him = CallTransferred(contact_id=CALL, taker=RINA, when=at(20), to=BUDI)
    assert call_card(offered(), picked_up(9), to_him).answered_by == BUDI
    to_them = CallTransferred(contact_id=CALL, taker=RINA, when=at(20))
    assert call_card(offered(), picked_up(9), to_them).answered_by == RINA
    there = picked_up(9, None, path=CallPath.SECOND_DESTINATION)
    card = call_card(offered(), there)
    assert (card.unread, card.answered_at, card.answered_by) == (0, at(9).at, None)


def test_nobody_answered_it_is_owed_a_call_and_whoever_dials_has_it() -> None:
    card = call_card(offered(), hung_up(30), owed(30))
    assert (card.call, card.kind, card.unread) == (
        CallStage.CALL_BACK,
        ContactKind.UNANSWERED,
        1,
    )
    assert call_card(offered(), owed(30), hung_up(30)).call is CallStage.CALL_BACK
    tried = CallBackTried(contact_id=CALL, by=BUDI, when=at(60), tried=1)
    reached = CallBackClosed(contact_id=CALL, outcome=CallBackOutcome.REACHED, when=at(90))
    card = call_card(offered(), hung_up(30), owed(30), tried, reached)
    assert (card.call, card.kind) == (CallStage.ENDED, None)
    assert (card.answered_by, card.answered_at, card.unread) == (BUDI, None, 0)


def test_a_trainee_sees_no_number_of_a_call() -> None:
    seen = queue.view(call_card(offered()), TRAINEE)
    assert seen is not None
    assert seen.number is None
    assert queue.view(call_card(offered()), TAKER) == call_card(offered())
    told_late = call_card(offered(late=True))
    assert told_late.late
