"""The queue: who waits, since when, and what was said."""

from __future__ import annotations

from siaga.boards import queue
from siaga.boards.queue import QueueCard
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
    told(ReplyReported(contact_id=C1, outbox_id="auto", status="sent", when=by_server()), cause=1)
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
    told(ReplyReported(contact_id=C1, outbox_id="auto", status="failed", when=by_server()))
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
