"""The conversation desk: what is asked and answered without a person, and when it stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from siaga.desks.conversation.commands import (
    AnswerByItself,
    Nudge,
)
from siaga.desks.conversation.doors import DESK
from siaga.desks.conversation.follow import NUDGE
from siaga.language.conversation import (
    NudgeQueued,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, Send
from siaga.language.intake import (
    CALL_SHAPE,
    ContactOpened,
    ContactSafetySet,
    ReplyHeard,
)
from siaga.language.triage import TriageSuggested
from siaga.language.values import (
    AccountId,
    Automatic,
    Change,
    Channel,
    IncidentTypeId,
    Language,
    MessageId,
    MessageKind,
    Priority,
    Safety,
)
from tests.builders import (
    NOW,
    PLACE,
    POLICY_ACTOR,
    TIMER_ACTOR,
    by_provider,
    by_server,
    hours,
    minutes,
    uid,
)
from tests.story import entry
from tests.unit.conversation_story import FRESH, MORE, REPLIED, SAID, VOICE, WHERE, given
from tests.unit.intake_story import ANSWERED, ATTACHED, BURNS, CONTACT, RINA
from tests.unit.intake_story import wrapped_up as wrapped


def suggested(priority: Priority) -> TriageSuggested:
    return TriageSuggested(
        contact_id=CONTACT,
        suggestion_id="s-1",
        rules="1",
        inputs=(),
        guesses=(),
        incident_type=IncidentTypeId("fire"),
        priority=priority,
        emergency_pm=900,
        prank_pm=0,
        when=by_server(),
    )


def nudge(step: str, late: timedelta = timedelta()) -> Nudge:
    return Nudge(command_id=uid(1), contact_id=CONTACT, step=step, due_at=NOW - late)


class TestNudging:
    def test_asks_what_is_missing(self) -> None:
        answer = given(FRESH, SAID).when(nudge("location"), by=TIMER_ACTOR)
        (asked,) = answer.told
        assert isinstance(asked, NudgeQueued)
        assert (asked.message, asked.ask_location, asked.question) == ("ask_location", True, True)
        (send,) = DESK.follow(asked, PLACE)
        assert isinstance(send, Send)
        assert (send.message, send.ask_location, send.recipient) == ("ask_location", True, RINA)

    def test_not_what_is_known(self) -> None:
        given(FRESH, SAID, WHERE).when(nudge("location"), by=TIMER_ACTOR).then()
        given(FRESH, SAID).when(nudge("words"), by=TIMER_ACTOR).then()
        given(FRESH, VOICE).when(nudge("words"), by=TIMER_ACTOR).then()
        given(FRESH, WHERE).when(nudge("words"), by=TIMER_ACTOR).wrote(NudgeQueued)

    @pytest.mark.parametrize(
        "fact",
        [
            ANSWERED,
            REPLIED,
            ReplyHeard(contact_id=CONTACT, message_id=MessageId("e"), when=by_server()),
            ATTACHED,
            replace(BURNS, contact_id=CONTACT),
            ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server()),
            suggested(Priority.P1),
            wrapped(minutes(0)),
        ],
        ids=lambda fact: type(fact).__name__,
    )
    def test_stops_when(self, fact: Fact) -> None:
        for step in ("location", "busy"):
            given(FRESH, SAID, fact).when(nudge(step), by=TIMER_ACTOR).then()
        stopped = {each.subject for each in DESK.follow(fact, PLACE) if isinstance(each, Disarm)}
        assert stopped == {f"{CONTACT}/{step}" for step in ("location", "words", "busy")}

    def test_goes_on_below_p1(self) -> None:
        story = given(FRESH, SAID, suggested(Priority.P1), suggested(Priority.P2))
        story.when(nudge("location"), by=TIMER_ACTOR).wrote(NudgeQueued)
        assert DESK.follow(suggested(Priority.P2), PLACE) == ()

    def test_one_question_at_a_time(self) -> None:
        silent = replace(SAID, kind=MessageKind.MEDIA, text=None)
        (asked,) = given(FRESH, silent).when(nudge("location"), by=TIMER_ACTOR).told
        given(FRESH, silent, asked).when(nudge("words"), by=TIMER_ACTOR).then()
        given(FRESH, silent, asked).when(nudge("busy"), by=TIMER_ACTOR).wrote(NudgeQueued)
        answered = (FRESH, silent, asked, WHERE)
        given(*answered).when(nudge("words"), by=TIMER_ACTOR).wrote(NudgeQueued)

    def test_never_twice_and_never_long_after(self) -> None:
        (asked,) = given(FRESH, SAID).when(nudge("location"), by=TIMER_ACTOR).told
        given(FRESH, SAID, asked, MORE).when(nudge("location"), by=TIMER_ACTOR).then()
        given(FRESH, SAID).when(nudge("location", minutes(6)), by=TIMER_ACTOR).then()
        given(FRESH, SAID).when(nudge("gone"), by=TIMER_ACTOR).then()

    def test_not_whom_a_late_message_brought(self) -> None:
        late = replace(SAID, when=by_provider(NOW - hours(3)))
        given(FRESH, late).when(nudge("location"), by=TIMER_ACTOR).then()

    def test_the_clock_begins_when_the_contact_was_heard(self) -> None:
        armed = DESK.follow(FRESH, PLACE)
        assert FRESH.received_at is not None
        assert [
            (each.kind, each.subject, each.due_at) for each in armed if isinstance(each, Arm)
        ] == [
            (NUDGE, f"{CONTACT}/location", FRESH.received_at + timedelta(seconds=60)),
            (NUDGE, f"{CONTACT}/words", FRESH.received_at + timedelta(seconds=90)),
            (NUDGE, f"{CONTACT}/busy", FRESH.received_at + timedelta(seconds=150)),
        ]
        rung = DESK.ring(NUDGE, f"{CONTACT}/location", NOW, uid(9))
        assert rung == replace(nudge("location"), command_id=uid(9))

    @pytest.mark.parametrize(
        "over",
        [
            {"late": True},
            {"safety": Safety.DO_NOT_CONTACT},
            {"channel": Channel.WEB},
            {"subject": None},
            {"greeting": None},
            {"answered_by": AccountId("acc-taker")},
        ],
    )
    def test_nobody_else_is_waited_for(self, over: dict[str, Any]) -> None:
        assert DESK.follow(replace(FRESH, **over), PLACE) == ()


UNREADABLE = replace(SAID, kind=MessageKind.UNREADABLE, text=None, shape="sticker")
RANG = replace(UNREADABLE, shape=CALL_SHAPE)


class TestAnsweringByItself:
    def answer(self, kind: Automatic) -> AnswerByItself:
        return AnswerByItself(command_id=uid(1), contact_id=CONTACT, answer=kind)

    @pytest.mark.parametrize(
        ("fact", "kind"),
        [
            (UNREADABLE, Automatic.UNREADABLE),
            (RANG, Automatic.CALL),
            (WHERE, Automatic.LOCATION_RECEIVED),
            (SAID, None),
            (replace(UNREADABLE, change=Change.REVOKED), None),
            (replace(WHERE, answered=True), None),
            (replace(UNREADABLE, shape="system"), None),
        ],
    )
    def test_what_came_in(self, fact: Any, kind: Automatic | None) -> None:
        reactions = DESK.react(entry(fact))
        assert [each.command.answer for each in reactions] == ([kind] if kind else [])

    @pytest.mark.parametrize("kind", [Automatic.UNREADABLE, Automatic.LOCATION_RECEIVED])
    def test_once_a_contact_and_not_over_a_person(self, kind: Automatic) -> None:
        (written,) = given(FRESH, SAID, UNREADABLE).when(self.answer(kind), by=POLICY_ACTOR).told
        assert written.message == PLACE.conversation.answer(Channel.WHATSAPP, kind)
        for fact in (written, ANSWERED, REPLIED, wrapped(minutes(0))):
            given(FRESH, SAID, fact).when(self.answer(kind), by=POLICY_ACTOR).then()

    @pytest.mark.parametrize(
        ("greeting", "kind"),
        [
            (Automatic.FIRST_LOCATED, Automatic.LOCATION_RECEIVED),
            (Automatic.FIRST_UNREADABLE, Automatic.UNREADABLE),
            (Automatic.CALL, Automatic.CALL),
        ],
    )
    def test_what_the_first_reply_said_is_said(self, greeting: Automatic, kind: Automatic) -> None:
        opened = replace(FRESH, greeting=greeting)
        given(opened, SAID).when(self.answer(kind), by=POLICY_ACTOR).then()

    def test_a_call_is_answered_even_while_a_person_writes(self) -> None:
        story = given(FRESH, SAID, ANSWERED, REPLIED, RANG)
        story.when(self.answer(Automatic.CALL), by=POLICY_ACTOR).wrote(NudgeQueued)
        hidden = ContactSafetySet(
            contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server()
        )
        given(FRESH, SAID, hidden, RANG).when(self.answer(Automatic.CALL), by=POLICY_ACTOR).then()

    def test_in_the_citizens_language(self) -> None:
        english: ContactOpened = replace(FRESH, language=Language.ENGLISH)
        (written,) = (
            given(english, SAID).when(self.answer(Automatic.UNREADABLE), by=POLICY_ACTOR).told
        )
        assert written.language is Language.ENGLISH
        (send,) = DESK.follow(written, PLACE)
        assert isinstance(send, Send)
        assert send.language is Language.ENGLISH

    def test_what_the_place_does_not_answer_is_not_answered(self) -> None:
        sms = replace(FRESH, channel=Channel.SMS)
        given(sms, SAID).when(self.answer(Automatic.UNREADABLE), by=POLICY_ACTOR).then()
