"""Laws of contacts, whatever the order, the repeats, the wrong hands and the races.

1 A contact is attached to at most one open incident.
2 A message no person has answered never disappears: its contact is not wrapped up.
3 Every message a channel hands over is in the logbook.
4 Contact safety becomes looser only by a person who says why.
5 The same command twice writes once.
6 Nobody wraps a contact up over a message the screen had not shown.
6 Nobody wraps a contact up over a message that came after what the screen had shown.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.desks.incident.commands import Classify, Close, OpenIncident, Reopen
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import (
    AnswerContact,
    AttachReport,
    ClassifyContact,
    HearMessage,
    RecordCall,
    ReopenContact,
    ReplyToContact,
    SetContactSafety,
)
from siaga.desks.intake.decide.strictness import STRICTNESS
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.language.entry import Entry
from siaga.language.incident import IncidentClosed, IncidentOpened, IncidentReopened
from siaga.language.intake import (
    ContactAnswered,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReportAttached,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    Actor,
    ActorKind,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    MessageKind,
    ResultId,
    Safety,
    SubjectId,
)
from tests.builders import CHANNEL_ACTOR, OTHER_TAKER, POLICY_ACTOR, TAKER, sealed, uid
from tests.world import Asking, World

TYPES = ("fire.building", "crime.domestic", "crime.sexual", "public_facility.street_light")
PEOPLE = (TAKER, OTHER_TAKER)
NOBODY = "nobody-here"


class Oracle:
    """What the laws speak of, read from the entries alone, without any desk's state."""

    def __init__(self) -> None:
        self.seen = 0
        self.open: set[str] = set()
        self.attached: dict[str, str] = {}
        self.waiting: dict[str, set[str]] = defaultdict(set)
        self.newest: dict[str, int] = {}  # position of the last message nobody had answered
        self.wrapped: set[str] = set()
        self.safety: dict[str, Safety] = {}
        self.heard: set[str] = set()

    def read(self, entries: list[Entry]) -> None:
        for item in entries[self.seen :]:
            self._read(item)
        self.seen = len(entries)

    def _attach(self, contact_id: str, incident_id: str) -> None:
        held = self.attached.get(contact_id)
        assert held is None or held not in self.open, f"{contact_id} held by {held}"
        assert contact_id not in self.wrapped
        self.attached[contact_id] = incident_id
        self.waiting[contact_id].clear()

    def _read(self, item: Entry) -> None:
        match item.fact:
            case ContactOpened() as fact:
                assert fact.contact_id not in self.safety, "opened twice"
                self.safety[fact.contact_id] = fact.safety
            case MessageReceived() as fact:
                self.heard.add(fact.message_id)
                if not fact.answered:
                    self.waiting[fact.contact_id].add(fact.message_id)
                    self.newest[fact.contact_id] = item.position
            case ContactAnswered() as fact:
                assert item.actor_kind is ActorKind.PERSON
                self.waiting[fact.contact_id].clear()
            case ReportAttached() as fact:
                assert fact.incident_id in self.open
                self._attach(fact.contact_id, fact.incident_id)
            case IncidentOpened() as fact:
                self.open.add(fact.incident_id)
                if fact.contact_id:
                    self._attach(fact.contact_id, fact.incident_id)
            case IncidentClosed() as fact:
                self.open.discard(fact.incident_id)
            case IncidentReopened() as fact:
                self.open.add(fact.incident_id)
            case ContactWrappedUp() as fact:
                assert self.attached.get(fact.contact_id) not in self.open
                self.attached.pop(fact.contact_id, None)
                self.wrapped.add(fact.contact_id)
            case ContactReopened() as fact:
                self.wrapped.discard(fact.contact_id)
            case ContactSafetySet() as fact:
                before, after = (
                    STRICTNESS.index(value) for value in (self.safety[fact.contact_id], fact.safety)
                )
                by_person = item.actor_kind is ActorKind.PERSON and fact.reason is not None
                assert after >= before or by_person
                self.safety[fact.contact_id] = fact.safety
            case _:
                pass


class Room(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=(INTAKE, INCIDENT), eager=False)
        self.oracle = Oracle()
        self.count = 0
        self.contacts: list[str] = [NOBODY]
        self.incidents: list[str] = [NOBODY]
        self.sent: list[str] = []
        self.past: list[Asking] = []
        self.shown: list[int] = []  # positions some screen has reached

    def fresh(self) -> Any:
        self.count += 1
        return uid(self.count)

    def asking(self, data: st.DataObject) -> Asking:
        """Any command of any person about anything there is, or is not."""
        actor: Actor = data.draw(st.sampled_from(PEOPLE))
        of_incident = data.draw(st.booleans())
        command = self._of_incident(data) if of_incident else self._of_contact(data)
        desk = "incident" if of_incident else "intake"
        asking = Asking(desk=desk, command=command, actor=actor)
        self.past.append(asking)
        return asking

    def _of_incident(self, data: st.DataObject) -> Any:
        incident_id = IncidentId(data.draw(st.sampled_from(self.incidents)))
        incident_type = IncidentTypeId(data.draw(st.sampled_from(TYPES)))
        contact_id = ContactId(data.draw(st.sampled_from(self.contacts)))
        command_id = self.fresh()
        which = data.draw(st.sampled_from(["open", "open", "close", "reopen", "retype"]))
        match which:
            case "open":
                self.incidents.append(str(command_id))
                return OpenIncident(
                    command_id=command_id,
                    incident_type=incident_type,
                    contact_id=None if contact_id == NOBODY else contact_id,
                )
            case "close":
                result = ResultId("report_untrue")
                return Close(command_id=command_id, incident_id=incident_id, result=result)
            case "reopen":
                return Reopen(command_id=command_id, incident_id=incident_id, reason=sealed())
            case _:
                return Classify(
                    command_id=command_id, incident_id=incident_id, incident_type=incident_type
                )

    def _of_contact(self, data: st.DataObject) -> Any:
        contact_id = ContactId(data.draw(st.sampled_from(self.contacts)))
        command_id = self.fresh()
        kinds = ["attach", "answer", "again", "name", "reply", "protect", "call"]
        match data.draw(st.sampled_from(kinds)):
            case "attach":
                incident_id = IncidentId(data.draw(st.sampled_from(self.incidents)))
                return AttachReport(
                    command_id=command_id, contact_id=contact_id, incident_id=incident_id
                )
            case "answer":
                return AnswerContact(command_id=command_id, contact_id=contact_id)
            case "again":
                return ReopenContact(command_id=command_id, contact_id=contact_id)
            case "name":
                kind = data.draw(st.sampled_from(ContactKind))
                seen = data.draw(st.sampled_from([None, 0, *self.shown[-3:]]))
                return ClassifyContact(
                    command_id=command_id, contact_id=contact_id, kind=kind, seen=seen
                )
            case "reply":
                return ReplyToContact(command_id=command_id, contact_id=contact_id, text=sealed())
            case "protect":
                return SetContactSafety(
                    command_id=command_id,
                    contact_id=contact_id,
                    safety=data.draw(st.sampled_from(Safety)),
                    reason=sealed() if data.draw(st.booleans()) else None,
                )
            case _:
                self.contacts.append(str(command_id))
                return RecordCall(command_id=command_id, words=sealed())

    def message(self, data: st.DataObject, known: str | None) -> HearMessage:
        command_id = self.fresh()
        self.contacts.append(str(command_id))
        self.sent.append(str(command_id))
        age = data.draw(st.sampled_from([0, 60, 3_000, 60_000]))
        return HearMessage(
            command_id=command_id,
            channel=Channel.WHATSAPP,
            kind=MessageKind.TEXT,
            sent_at=self.world.now - timedelta(seconds=age),
            received_at=self.world.now,
            contact_id=ContactId(known) if known else None,
            subject=SubjectId(data.draw(st.sampled_from(["rina", "budi"]))),
            number=sealed("0812"),
        )

    def deliver(self, data: st.DataObject, message: HearMessage) -> None:
        """As the inbox worker does: told which contact is the latest, it asks again with it."""
        asking = Asking(desk="intake", command=message, actor=CHANNEL_ACTOR)
        outcome = self.world.submit("intake", message, CHANNEL_ACTOR)
        if isinstance(outcome, Refused):
            assert outcome.reason is Refusal.CONTACT_MOVED_ON
            again = HearMessage(
                **{
                    name: getattr(message, name)
                    for name in message.__dataclass_fields__
                    if name not in ("contact_id", "command_id")
                },
                command_id=self.fresh(),
                contact_id=ContactId(outcome.legal[0]),
            )
            self.sent[self.sent.index(str(message.command_id))] = str(again.command_id)
            self.contacts.append(str(again.command_id))
            assert not isinstance(self.world.submit("intake", again, CHANNEL_ACTOR), Refused)
            asking = Asking(desk="intake", command=again, actor=CHANNEL_ACTOR)
        self.past.append(asking)

    @rule(data=st.data())
    def somebody_writes(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from([None, *self.contacts[1:]]))
        self.deliver(data, self.message(data, known))

    @rule()
    def a_screen_catches_up(self) -> None:
        self.shown.append(len(self.world.entries))

    @rule(data=st.data())
    def somebody_writes_as_the_kind_is_chosen(self, data: st.DataObject) -> None:
        seen = len(self.world.entries)
        self.somebody_writes(data)
        written = self.world.entries[seen:]
        (heard,) = (item.fact for item in written if isinstance(item.fact, MessageReceived))
        command = ClassifyContact(
            command_id=self.fresh(),
            contact_id=heard.contact_id,
            kind=data.draw(st.sampled_from(ContactKind)),
            seen=seen,
        )
        self.world.submit("intake", command, data.draw(st.sampled_from(PEOPLE)))
        later = self.world.entries[seen + len(written) :]
        assert not any(isinstance(item.fact, ContactWrappedUp) for item in later)

    @rule(data=st.data())
    def somebody_of_the_room_acts(self, data: st.DataObject) -> None:
        asking = self.asking(data)
        self.oracle.read(self.world.entries)
        outcome = self.world.submit(asking.desk, asking.command, asking.actor)
        command = asking.command
        if not isinstance(command, ClassifyContact) or command.seen is None:
            return
        unseen = (
            bool(self.oracle.waiting[command.contact_id])
            and self.oracle.newest[command.contact_id] > command.seen
        )
        wrapped = not isinstance(outcome, Refused) and any(
            isinstance(fact, ContactWrappedUp) for fact in outcome
        )
        assert not (unseen and wrapped)
        if isinstance(outcome, Refused) and outcome.reason is Refusal.CONTACT_WROTE_AGAIN:
            assert unseen

    @rule(data=st.data())
    def two_act_at_once(self, data: st.DataObject) -> None:
        self.world.race(self.asking(data), self.asking(data))

    @rule(data=st.data())
    def the_same_again(self, data: st.DataObject) -> None:
        if not self.past:
            return
        asking = data.draw(st.sampled_from(self.past))
        before = len(self.world.entries)
        known = self.world.answers[str(asking.command.command_id)]
        wrong_hand = data.draw(st.sampled_from([*PEOPLE, POLICY_ACTOR]))
        assert self.world.submit(asking.desk, asking.command, wrong_hand) == known
        assert len(self.world.entries) == before

    @rule(spent=st.sampled_from([1, 3_600, 46_800]))
    def time_passes(self, spent: int) -> None:
        self.world.wait(timedelta(seconds=spent))

    @rule()
    def policies_catch_up(self) -> None:
        self.world.settle()

    @invariant()
    def laws_hold(self) -> None:
        self.oracle.read(self.world.entries)
        hidden = {c for c in self.oracle.wrapped if self.oracle.waiting[c]}
        assert not hidden, f"wrapped up over unanswered messages: {hidden}"
        assert set(self.sent) <= self.oracle.heard

    def teardown(self) -> None:
        """When all policies have run, nobody is held by an incident that is over."""
        self.world.settle()
        self.laws_hold()
        for contact_id, incident_id in self.oracle.attached.items():
            assert incident_id in self.oracle.open, f"{contact_id} is stuck in {incident_id}"


Room.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestContacts = Room.TestCase
