"""Laws of conversations, whatever the order, the repeats, the wrong hands and the races.

1 Nothing is asked by itself once a person has answered or written, or after the wrap-up.
2 Nothing is written by itself to whom it would betray; nothing is asked where life is in danger.
3 No automatic text is written twice to one contact.
4 One question at a time: another one only after the citizen has written.
5 Free words leave for WhatsApp only within 24 h of what the citizen sent, by the provider's time.
6 What was seen is marked once, and never backward.
7 A conversation changes hands by its holder, or by who leads the shift.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.desks.conversation.commands import HandOver, Nudge, SeeMessages
from siaga.desks.conversation.doors import DESK as CONVERSATION
from siaga.desks.intake.commands import (
    AnswerContact,
    ClassifyContact,
    HearMessage,
    ReopenContact,
    ReplyToContact,
    SetContactSafety,
)
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.language.access import AccountOpened
from siaga.language.conversation import ConversationHandedOver, MessagesSeen, NudgeQueued
from siaga.language.entry import Entry
from siaga.language.intake import (
    CALL_SHAPE,
    REPLY_WINDOW,
    ContactAnswered,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReplyQueued,
)
from siaga.language.triage import TriageSuggested
from siaga.language.values import (
    AccountId,
    Actor,
    Change,
    Channel,
    ContactId,
    ContactKind,
    MessageId,
    MessageKind,
    Priority,
    Role,
    Safety,
    SubjectId,
    TemplateId,
)
from tests.builders import (
    CHANNEL_ACTOR,
    LEAD,
    OTHER_TAKER,
    PLACE,
    POLICY_ACTOR,
    TAKER,
    TIMER_ACTOR,
    by_server,
    claim,
    sealed,
    uid,
)
from tests.world import Asking, World

PEOPLE = (TAKER, OTHER_TAKER, LEAD)
STEPS = {step.id: step for step in PLACE.conversation.nudge}
QUESTIONS = {step.id for step in PLACE.conversation.nudge if step.is_question}


class Oracle:
    """What the laws speak of, read from the entries alone, without any desk's state."""

    def __init__(self) -> None:
        self.read_to = 0
        self.channel: dict[str, Channel] = {}
        self.holder: dict[str, str | None] = defaultdict(lambda: None)
        self.in_hand: set[str] = set()
        self.over: set[str] = set()
        self.unsafe: set[str] = set()
        self.danger: set[str] = set()
        self.written: dict[str, set[str]] = defaultdict(set)
        self.asked: set[str] = set()
        self.opens_until: dict[str, datetime] = {}
        self.messages: dict[str, list[str]] = defaultdict(list)
        self.seen: dict[str, int] = defaultdict(lambda: -1)

    def read(self, entries: list[Entry]) -> None:
        for item in entries[self.read_to :]:
            self._read(item)
        self.read_to = len(entries)

    def _read(self, item: Entry) -> None:
        fact: Any = item.fact
        match fact:
            case ContactOpened():
                self.channel[fact.contact_id] = fact.channel
                if fact.safety is Safety.DO_NOT_CONTACT:
                    self.unsafe.add(fact.contact_id)
            case MessageReceived():
                self._heard(fact)
            case ContactAnswered():
                self.in_hand.add(fact.contact_id)
                self.holder[fact.contact_id] = fact.answered_by
            case ContactWrappedUp():
                self.over.add(fact.contact_id)
            case ContactReopened():
                self.over.discard(fact.contact_id)
                self.in_hand.discard(fact.contact_id)
                self.holder[fact.contact_id] = None
            case ContactSafetySet():
                if fact.safety is Safety.DO_NOT_CONTACT:
                    self.unsafe.add(fact.contact_id)
                else:
                    self.unsafe.discard(fact.contact_id)
            case TriageSuggested():
                if fact.priority is Priority.P1:
                    self.danger.add(fact.contact_id)
                else:
                    self.danger.discard(fact.contact_id)
            case ReplyQueued():
                self._replied(fact)
            case NudgeQueued():
                self._nudged(fact)
            case MessagesSeen():
                at = self.messages[fact.contact_id].index(fact.message_id)
                assert at > self.seen[fact.contact_id], "marked again, or backward"
                self.seen[fact.contact_id] = at
            case ConversationHandedOver():
                leads = item.actor == LEAD.id
                assert leads or self.holder[fact.contact_id] == item.actor
                self.holder[fact.contact_id] = fact.to
                self.in_hand.add(fact.contact_id)
            case _:
                pass

    def _heard(self, fact: MessageReceived) -> None:
        if fact.rings:
            self.messages[fact.contact_id].append(fact.message_id)
            self.asked.discard(fact.contact_id)
        if fact.change is None:
            until = fact.when.at + REPLY_WINDOW
            before = self.opens_until.get(fact.contact_id, until)
            self.opens_until[fact.contact_id] = max(before, until)

    def _replied(self, fact: ReplyQueued) -> None:
        assert fact.contact_id not in self.unsafe
        if fact.channel is Channel.WHATSAPP and fact.template is None:
            assert fact.when.at < self.opens_until[fact.contact_id], "the window is closed"
        self.in_hand.add(fact.contact_id)

    def _nudged(self, fact: NudgeQueued) -> None:
        contact_id = fact.contact_id
        assert contact_id not in self.unsafe
        assert contact_id not in self.over
        assert fact.step not in self.written[contact_id], "written twice"
        self.written[contact_id].add(fact.step)
        if fact.step in STEPS:
            assert contact_id not in self.in_hand
            assert contact_id not in self.danger
        if fact.step in QUESTIONS:
            assert contact_id not in self.asked, "two questions at a time"
            self.asked.add(contact_id)


class Conversations(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=(INTAKE, CONVERSATION), eager=False)
        self.oracle = Oracle()
        self.count = 0
        self.contacts: list[str] = []
        self.messages: list[str] = ["unknown"]
        self.past: list[Asking] = []
        for who in PEOPLE:
            self.world.tell(
                AccountOpened(
                    account_id=AccountId(who.id),
                    name=sealed(who.id),
                    roles=(Role.CALL_TAKER,),
                    when=by_server(),
                )
            )

    def fresh(self) -> Any:
        self.count += 1
        return uid(self.count)

    @rule(data=st.data())
    def somebody_writes(self, data: st.DataObject) -> None:
        command_id = self.fresh()
        change = data.draw(st.sampled_from([None, None, None, *Change]))
        kind = data.draw(st.sampled_from([MessageKind.TEXT, MessageKind.UNREADABLE]))
        age_s = data.draw(st.sampled_from([0, 0, 0, 1_700, 2_000, 90_000]))
        located = data.draw(st.booleans())
        subject = SubjectId(data.draw(st.sampled_from(["rina", "budi"])))
        latest = self.world.state("intake", _sender(subject)).contact_id
        message = HearMessage(
            command_id=command_id,
            channel=Channel.WHATSAPP if subject == "rina" else Channel.SMS,
            kind=kind,
            sent_at=self.world.now - timedelta(seconds=age_s),
            received_at=self.world.now,
            contact_id=latest,
            subject=subject,
            number=sealed("0812"),
            text=sealed("api") if kind is MessageKind.TEXT else None,
            location=claim() if located and kind is MessageKind.TEXT else None,
            shape=data.draw(st.sampled_from(["", CALL_SHAPE]))
            if kind is not MessageKind.TEXT
            else "",
            change=change,
            about=MessageId(data.draw(st.sampled_from(self.messages))) if change else None,
            provider_id=sealed(f"wamid-{self.count}"),
        )
        self.contacts.append(str(command_id))
        self.messages.append(str(command_id))
        self.past.append(Asking(desk="intake", command=message, actor=CHANNEL_ACTOR))
        self.world.submit("intake", message, CHANNEL_ACTOR)

    def asking(self, data: st.DataObject) -> Asking:
        contact_id = ContactId(data.draw(st.sampled_from(self.contacts or ["nobody"])))
        actor: Actor = data.draw(st.sampled_from(PEOPLE))
        which = data.draw(
            st.sampled_from(
                ["see", "hand", "answer", "reply", "template", "name", "again", "protect"]
            )
        )
        desk = "conversation" if which in ("see", "hand") else "intake"
        command = self._command(data, which, contact_id=contact_id)
        asking = Asking(desk=desk, command=command, actor=actor)
        self.past.append(asking)
        return asking

    def _command(self, data: st.DataObject, which: str, *, contact_id: ContactId) -> Any:
        own = {"command_id": self.fresh(), "contact_id": contact_id}
        match which:
            case "see":
                message_id = MessageId(data.draw(st.sampled_from(self.messages)))
                return SeeMessages(**own, message_id=message_id)
            case "hand":
                to = AccountId(data.draw(st.sampled_from(PEOPLE)).id)
                return HandOver(**own, to=to)
            case "answer":
                return AnswerContact(**own)
            case "reply":
                return ReplyToContact(**own, text=sealed("sabar"))
            case "template":
                arguments = (sealed("a"), sealed("b"))
                return ReplyToContact(**own, template=TemplateId("follow_up"), arguments=arguments)
            case "name":
                return ClassifyContact(**own, kind=ContactKind.INFORMATION)
            case "again":
                return ReopenContact(**own)
            case _:
                safety = data.draw(st.sampled_from(Safety))
                return SetContactSafety(**own, safety=safety, reason=sealed("alasan"))

    @rule(data=st.data())
    def somebody_of_the_room_acts(self, data: st.DataObject) -> None:
        asking = self.asking(data)
        self.world.submit(asking.desk, asking.command, asking.actor)

    @rule(data=st.data())
    def two_act_at_once(self, data: st.DataObject) -> None:
        self.world.race(self.asking(data), self.asking(data))

    @rule(data=st.data())
    def the_same_again(self, data: st.DataObject) -> None:
        if not self.past:
            return
        asking = data.draw(st.sampled_from(self.past))
        before = len(self.world.entries)
        wrong_hand = data.draw(st.sampled_from([*PEOPLE, POLICY_ACTOR]))
        self.world.submit(asking.desk, asking.command, wrong_hand)
        assert len(self.world.entries) == before

    @rule(data=st.data())
    def it_is_judged(self, data: st.DataObject) -> None:
        if not self.contacts:
            return
        self.world.tell(
            TriageSuggested(
                contact_id=ContactId(data.draw(st.sampled_from(self.contacts))),
                suggestion_id=str(self.fresh()),
                rules="1",
                inputs=(),
                guesses=(),
                incident_type=None,
                priority=data.draw(st.sampled_from([Priority.P1, Priority.P3])),
                emergency_pm=500,
                prank_pm=0,
                when=by_server(self.world.now),
            ),
            POLICY_ACTOR,
        )

    @rule(data=st.data())
    def a_timer_rings_at_a_bad_moment(self, data: st.DataObject) -> None:
        """One that was not taken back in time, or rings again."""
        if not self.contacts:
            return
        ring = Nudge(
            command_id=self.fresh(),
            contact_id=ContactId(data.draw(st.sampled_from(self.contacts))),
            step=data.draw(st.sampled_from(sorted(STEPS))),
            due_at=self.world.now,
        )
        self.world.submit("conversation", ring, TIMER_ACTOR)

    @rule(spent_s=st.sampled_from([1, 30, 61, 95, 160, 3_600, 90_000]))
    def time_passes(self, spent_s: int) -> None:
        self.world.wait(timedelta(seconds=spent_s))

    @rule()
    def policies_catch_up(self) -> None:
        self.world.settle()

    @invariant()
    def laws_hold(self) -> None:
        self.oracle.read(self.world.entries)

    @invariant()
    def every_text_of_its_own_is_in_the_logbook_once(self) -> None:
        said = [
            (send.contact_id, send.message)
            for send in self.world.sent
            if send.message and send.seen is None
        ]
        assert len(set(said)) == len(said)


def _sender(subject: SubjectId) -> Any:
    return f"sender:{subject}"


Conversations.TestCase.settings = settings(max_examples=200, stateful_step_count=50)
TestConversations = Conversations.TestCase


def test_there_is_something_to_hold() -> None:
    """The laws would hold of a desk that never writes: it does, and the oracle reads it."""
    machine = Conversations()
    world = machine.world
    hears = HearMessage(
        command_id=uid(1),
        channel=Channel.WHATSAPP,
        kind=MessageKind.TEXT,
        sent_at=world.now,
        received_at=world.now,
        subject=SubjectId("rina"),
        number=sealed("0812"),
        text=sealed("api"),
    )
    world.submit("intake", hears, CHANNEL_ACTOR)
    world.wait(timedelta(seconds=200))
    machine.laws_hold()
    assert machine.oracle.written[str(uid(1))] == {"location", "busy"}
    assert [send.message for send in world.sent] == ["first_reply", "ask_location", "busy"]
