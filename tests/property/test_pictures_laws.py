"""Laws of reporters' pictures outside the room, whatever the order, the repeats and the races.

1 When policies have run, nobody outside sees a picture of whoever must not be contacted, whichever
  incident theirs was merged into, and whether or not their contact or their case is over.
2 Whoever reported an incident is protected as its type asks, also through a merge.
3 A picture of whoever may be contacted, and is attached, is seen where its incident is worked on.
4 No policy asks for more than three reactions in a row: the fourth would never be carried out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from siaga.boards import field, open_incidents, referrals
from siaga.desks.agencies.commands import SendReferral
from siaga.desks.agencies.doors import DESK as AGENCIES
from siaga.desks.conversation.commands import RecordMedia, SharePictures
from siaga.desks.conversation.doors import DESK as CONVERSATION
from siaga.desks.incident.commands import (
    Classify,
    Close,
    MergeIncident,
    OpenIncident,
    Reopen,
    UnmergeIncident,
)
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import AttachReport, HearMessage, ReopenContact, SetContactSafety
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.language.conversation import PicturesShared
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentMerged,
    IncidentOpened,
    IncidentUnmerged,
)
from siaga.language.intake import ContactSafetySet, ReportAttached, contact_life
from siaga.language.refusals import Refused
from siaga.language.values import (
    AgencyId,
    Channel,
    ContactId,
    IncidentId,
    IncidentTypeId,
    MediaRef,
    MessageId,
    MessageKind,
    Priority,
    ResultId,
    Safety,
    SubjectId,
)
from tests.board_entries import drawn
from tests.builders import CHANNEL_ACTOR, SYSTEM_ACTOR, sealed, uid
from tests.world import REACTION_DEPTH_MAX, World

DESKS = (INTAKE, INCIDENT, CONVERSATION, AGENCIES)
DOMESTIC, ROBBERY = IncidentTypeId("crime.domestic"), IncidentTypeId("crime.robbery")


class Room(RuleBasedStateMachine):
    """Three reporters, each with a picture, and two cases of which one agency has a task."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=DESKS, eager=False)
        self.count = 0
        self.contacts: list[ContactId] = []
        self.incidents: list[IncidentId] = []

    def fresh(self) -> Any:
        self.count += 1
        return uid(self.count)

    @initialize()
    def two_cases(self) -> None:
        for n in range(3):
            self._writes(n)
        for contact_id in self.contacts[:2]:
            self._ask("incident", self._opening(contact_id))
            asked = SendReferral(
                command_id=self.fresh(),
                incident_id=self.incidents[-1],
                agency=AgencyId("polresta"),
            )
            self._ask("agencies", asked)
        self.policies_run()

    def _writes(self, n: int) -> None:
        hear = HearMessage(
            command_id=self.fresh(),
            channel=Channel.WHATSAPP,
            kind=MessageKind.TEXT,
            sent_at=self.world.now,
            received_at=self.world.now,
            subject=SubjectId(f"sender-{n}"),
        )
        self.world.submit("intake", hear, CHANNEL_ACTOR)
        self.contacts.append(ContactId(str(hear.command_id)))
        self._picture(self.contacts[-1])

    def _picture(self, contact_id: ContactId) -> None:
        """As the worker does it that fetched the file. Its name says whose it is."""
        kept = RecordMedia(
            command_id=self.fresh(),
            contact_id=contact_id,
            message_id=MessageId("m"),
            index=0,
            stored="as it came",
            shown=f"{contact_id}/{self.count}",
            media_type="image/jpeg",
            size_bytes=1,
        )
        self.world.submit("conversation", kept, SYSTEM_ACTOR)
        share = SharePictures(command_id=self.fresh(), contact_id=contact_id)
        self.world.submit("conversation", share, SYSTEM_ACTOR)

    def _opening(self, contact_id: ContactId | None) -> OpenIncident:
        opening = OpenIncident(
            command_id=self.fresh(),
            incident_type=ROBBERY,
            contact_id=contact_id,
            priority=Priority.P3,
        )
        self.incidents.append(IncidentId(str(opening.command_id)))
        return opening

    def _ask(self, desk: str, command: Any) -> None:
        self.world.submit(desk, command)

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        contact_id = data.draw(st.sampled_from(self.contacts))
        one = data.draw(st.sampled_from(self.incidents))
        other = data.draw(st.sampled_from(self.incidents))
        kind: Any
        kinds = ["merge", "merge", "cut", "retype", "retype", "attach", "safety", "life", "picture"]
        match data.draw(st.sampled_from(kinds)):
            case "merge":
                self._ask("incident", self.merging(one, other))
            case "cut":
                cut = UnmergeIncident(command_id=self.fresh(), incident_id=one, into=other)
                self._ask("incident", cut)
            case "retype":
                kind = data.draw(st.sampled_from([DOMESTIC, DOMESTIC, ROBBERY]))
                self._ask("incident", self.retyping(one, kind))
            case "attach":
                attach = AttachReport(
                    command_id=self.fresh(), contact_id=contact_id, incident_id=one
                )
                self._ask("intake", attach)
            case "safety":
                kind = data.draw(st.sampled_from([Safety.DO_NOT_CONTACT, Safety.SAFE]))
                self._ask("intake", self.securing(contact_id, kind))
            case "life":
                self._ask(*self._life(data, one, contact_id))
            case _:
                self._picture(contact_id)

    def merging(self, one: IncidentId, into: IncidentId) -> MergeIncident:
        return MergeIncident(command_id=self.fresh(), incident_id=one, into=into)

    def retyping(self, one: IncidentId, kind: IncidentTypeId) -> Classify:
        return Classify(command_id=self.fresh(), incident_id=one, incident_type=kind)

    def securing(self, contact_id: ContactId, safety: Safety) -> SetContactSafety:
        return SetContactSafety(
            command_id=self.fresh(), contact_id=contact_id, safety=safety, reason=sealed()
        )

    def closing(self, one: IncidentId) -> Close:
        cards = self._cards().values()
        merged = tuple(card.incident_id for card in cards if card.merged_into == one)
        return Close(
            command_id=self.fresh(),
            incident_id=one,
            result=ResultId("report_untrue"),
            merged_ids=merged,
        )

    def reopening(self, one: IncidentId) -> Reopen:
        return Reopen(command_id=self.fresh(), incident_id=one, reason=sealed())

    def _life(self, data: st.DataObject, one: IncidentId, contact_id: ContactId) -> Any:
        match data.draw(st.sampled_from(["close", "close", "reopen", "again"])):
            case "close":
                return "incident", self.closing(one)
            case "reopen":
                return "incident", self.reopening(one)
            case _:
                return "intake", ReopenContact(command_id=self.fresh(), contact_id=contact_id)

    def _cards(self) -> dict[str, Any]:
        return drawn(open_incidents, self.world.entries)

    @rule(minutes=st.sampled_from([1, 30]))
    def time_passes(self, minutes: int) -> None:
        self.world.wait(timedelta(minutes=minutes))

    @rule()
    def policies_run(self) -> None:
        self.world.settle()
        at_scene = drawn(field, self.world.entries)
        for card in at_scene.values():
            self._may_be_seen({file.stored for files in card.photos.values() for file in files})
        for card in drawn(referrals, self.world.entries).values():
            self._may_be_seen({file.stored for file in card.photos})
        self._are_protected()
        self._is_seen_where_worked_on(at_scene)
        for item in self.world.entries:
            assert item.depth < REACTION_DEPTH_MAX or not _reactions(item)

    def act(self, desk: str, command: Any) -> None:
        """It is done, and the policies have run."""
        outcome = self.world.submit(desk, command)
        assert not isinstance(outcome, Refused), outcome
        self.policies_run()

    def seen(self, incident_id: IncidentId) -> tuple[set[int], set[int]]:
        """Whose pictures a crew and an agency see there, by number of the reporter."""
        scene = drawn(field, self.world.entries)[incident_id].photos.values()
        tasks = drawn(referrals, self.world.entries).values()
        (task,) = (card for card in tasks if card.incident_id == incident_id)
        return self._whose(file for files in scene for file in files), self._whose(task.photos)

    def _whose(self, files: Iterable[MediaRef]) -> set[int]:
        names = {str(file.stored).partition("/")[0] for file in files}
        return {n for n, contact_id in enumerate(self.contacts) if contact_id in names}

    def _safety_of(self, contact_id: str) -> Safety:
        state = self.world.state("conversation", contact_life(ContactId(contact_id)))
        return Safety(state.safety)

    def _may_be_seen(self, files: set[str | None]) -> None:
        for name in files:
            assert name is not None
            assert self._safety_of(name.partition("/")[0]) is not Safety.DO_NOT_CONTACT

    def _are_protected(self) -> None:
        """Whoever spoke of a case, or of one merged into it, when it got such a type."""
        attached: dict[str, set[str]] = defaultdict(set)
        into: dict[str, str] = {}
        owed: set[tuple[str, int]] = set()
        for item in self.world.entries:
            match item.fact:
                case IncidentOpened(contact_id=str() as who) as fact:
                    attached[fact.incident_id].add(who)
                case ReportAttached() as fact:
                    attached[fact.incident_id].add(fact.contact_id)
                case IncidentMerged() as fact:
                    into[fact.incident_id] = fact.into
                    if fact.safety is Safety.DO_NOT_CONTACT:
                        owed |= {(who, item.position) for who in attached[fact.incident_id]}
                case IncidentUnmerged() as fact:
                    del into[fact.incident_id]
                case IncidentClassified(incident_type=kind) as fact if kind == DOMESTIC:
                    joined = {one for one, main in into.items() if main == fact.incident_id}
                    for one in {fact.incident_id, *joined}:
                        owed |= {(who, item.position) for who in attached[one]}
                case _:
                    pass
        hushed = [
            (item.fact.contact_id, item.position)
            for item in self.world.entries
            if isinstance(item.fact, ContactSafetySet) and item.fact.safety is Safety.DO_NOT_CONTACT
        ]
        for owed_to, since in owed:
            assert any(one == owed_to and at > since for one, at in hushed), (owed_to, since)

    def _is_seen_where_worked_on(self, at_scene: dict[str, Any]) -> None:
        for incident_id, card in self._cards().items():
            where = card.merged_into or incident_id
            for contact_id in card.contact_ids:
                if where not in at_scene or self._safety_of(contact_id) is Safety.DO_NOT_CONTACT:
                    continue
                state = self.world.state("conversation", contact_life(contact_id))
                if state.incident_id == incident_id:
                    assert at_scene[where].photos.get(contact_id), (where, contact_id)


def two_merged() -> tuple[Room, IncidentId]:
    """→ (the room, the case where the work goes on)."""
    room = Room()
    room.two_cases()
    one, main = room.incidents
    assert room.seen(main) == ({1}, {1})
    room.act("incident", room.merging(one, main))
    assert room.seen(main) == ({0, 1}, {0, 1})
    return room, main


def test_a_case_that_turns_out_to_be_violence_at_home_shows_nobodys_pictures() -> None:
    room, main = two_merged()
    room.act("incident", room.retyping(main, DOMESTIC))
    assert room.seen(main) == (set(), set())
    room.act("intake", room.securing(room.contacts[0], Safety.SAFE))
    assert room.seen(main) == ({0}, {0}), "a person lifted it, with a reason"
    room.act("intake", room.securing(room.contacts[0], Safety.DO_NOT_CONTACT))
    assert room.seen(main) == (set(), set())


def test_merged_into_such_a_case_none_is_seen_for_a_moment() -> None:
    room = Room()
    room.two_cases()
    one, main = room.incidents
    room.act("incident", room.retyping(main, DOMESTIC))
    before = len(room.world.entries)
    room.act("incident", room.merging(one, main))
    assert room.seen(main) == (set(), set())
    told = [item.fact for item in room.world.entries[before:]]
    assert not any(isinstance(fact, PicturesShared) and fact.photos for fact in told)


def test_a_contact_that_is_over_takes_its_pictures_along_all_the_same() -> None:
    room, main = two_merged()
    room.act("incident", room.closing(main))
    for contact_id in room.contacts[:2]:
        room.act("intake", room.securing(contact_id, Safety.DO_NOT_CONTACT))
    room.act("incident", room.reopening(main))
    assert room.seen(main) == (set(), set())


def test_a_case_opened_again_knows_whose_came_by_a_merge_and_whom_to_protect() -> None:
    room, main = two_merged()
    room.act("incident", room.closing(main))
    room.act("incident", room.reopening(main))
    assert room.seen(main) == ({0, 1}, {0, 1})
    room.act("intake", ReopenContact(command_id=room.fresh(), contact_id=room.contacts[0]))
    attach = AttachReport(command_id=room.fresh(), contact_id=room.contacts[0], incident_id=main)
    room.act("intake", attach)
    assert room.seen(main) == ({0, 1}, {0, 1})
    room.act("incident", room.retyping(main, DOMESTIC))
    assert room.seen(main) == (set(), set())


def _reactions(item: Entry) -> list[Any]:
    return [reaction for desk in DESKS for reaction in desk.react(item)]


Room.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestPictures = Room.TestCase
