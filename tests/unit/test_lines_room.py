"""What takers, shift leads and policies do at the lines desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.desks.lines.commands import (
    AddParty,
    AnnounceIncident,
    EndAnnouncement,
    FinishWrapUp,
    HoldCall,
    KeepRecording,
    LeaveLines,
    LiftRestriction,
    ListenIn,
    PlayPrompt,
    RestrictNumber,
    SetDuty,
    TakeOverCall,
    TransferCall,
)
from siaga.desks.lines.doors import DESK
from siaga.language.access import PersonSignedOut
from siaga.language.calls import BreakKind, Doing, RecordedPart, taker
from siaga.language.incident import IncidentClosed, IncidentOpened
from siaga.language.intake import (
    ContactClassified,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.lines import (
    AnnouncementEnded,
    CallHeld,
    CallListened,
    CallOffered,
    CallTakenOver,
    CallTransferred,
    IncidentAnnounced,
    NumberRestricted,
    PartyAdded,
    PromptPlayed,
    RecordingKept,
    RestrictionLifted,
    TakerDutySet,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactKind,
    FieldError,
    IncidentId,
    IncidentTypeId,
    Priority,
    ResultId,
)
from tests.builders import (
    LEAD,
    NOW,
    OTHER_TAKER,
    POLICY_ACTOR,
    SUPERVISOR,
    TAKER,
    TIMER_ACTOR,
    by_server,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import entry
from tests.unit.lines_story import (
    ANI,
    BUDI,
    CALL,
    HEAR,
    OTHER,
    RINA,
    answered,
    ended,
    given,
    offered,
    ready,
    rung,
)
from tests.world import World

BOSS = AccountId(SUPERVISOR.id)
FIRE = IncidentId("i-fire")
TALKING = (ready(), offered(), rung(), answered())
OVER = (*TALKING, ended())
OPENED = IncidentOpened(
    incident_id=FIRE,
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P1,
    clock_start=by_server(),
    when=by_server(),
    owner=ANI,
)
BURNT = IncidentClosed(
    incident_id=FIRE,
    result=ResultId("dealt_with_on_scene"),
    contact_ids=(),
    when=by_server(),
)


class TestDuty:
    BREAK = SetDuty(
        command_id=uid(9), doing=Doing.BREAK, break_kind=BreakKind.PRAYER, back_in_min=15
    )

    def test_of_the_one_who_asks(self) -> None:
        fact = given().when(self.BREAK).facts[0]
        assert isinstance(fact, TakerDutySet)
        assert (fact.account_id, fact.back_at) == (ANI, NOW + minutes(15))

    def test_during_a_call_it_comes_afterwards(self) -> None:
        rest = given().when(self.BREAK).facts
        assert given(*TALKING, *rest).state(taker(ANI)).doing is Doing.TALKING
        assert given(*TALKING, *rest, ended()).state(taker(ANI)).doing is Doing.BREAK

    def test_ready_takes_a_break_after_the_call_back(self) -> None:
        rest = given().when(self.BREAK).facts
        story = given(*TALKING, *rest, ready(), ended())
        assert story.state(taker(ANI)).doing is Doing.WRAP_UP

    def test_said_twice_the_longest_ready_stays_so(self) -> None:
        state = given(ready(), ready(at=NOW + minutes(5))).state(taker(ANI))
        assert state.since_at == NOW

    def test_a_person_cannot_set_what_calls_set(self) -> None:
        with pytest.raises(FieldError):
            SetDuty(command_id=uid(9), doing=Doing.TALKING)

    def test_who_signs_out_leaves_but_not_out_of_a_call(self) -> None:
        leave = LeaveLines(command_id=uid(9), account_id=ANI)
        gone = given(*TALKING).when(leave, by=POLICY_ACTOR).facts
        assert given(*TALKING, *gone).state(taker(ANI)).doing is Doing.TALKING
        assert given(*TALKING, *gone, ended()).state(taker(ANI)).doing is Doing.AWAY
        given(*TALKING, *gone).when(leave, by=POLICY_ACTOR).then()
        given().when(leave, by=POLICY_ACTOR).then()


class TestWrapUp:
    DONE = FinishWrapUp(command_id=uid(9), contact_id=CALL, taker=ANI)

    def test_ends_once_and_only_its_own(self) -> None:
        given(*OVER).when(self.DONE, by=TIMER_ACTOR).wrote(TakerDutySet)
        given(*OVER).when(replace(self.DONE, contact_id=OTHER), by=TIMER_ACTOR).then()
        given(*TALKING).when(self.DONE, by=TIMER_ACTOR).then()

    def test_naming_the_kind_ends_it(self) -> None:
        world = World([DESK])
        world.entries += [entry(fact, position=n) for n, fact in enumerate(OVER, start=1)]
        named = ContactClassified(contact_id=CALL, kind=ContactKind.PRANK, when=by_server())
        (reaction,) = DESK.react(entry(named, position=9, actor=TAKER))
        world.submit("lines", replace(reaction.command, command_id=uid(8)), POLICY_ACTOR)
        assert world.state("lines", taker(ANI)).doing is Doing.READY

    def test_of_a_contact_closed_while_talking_there_is_none(self) -> None:
        (reaction,) = DESK.react(entry(ended(), position=9, actor=POLICY_ACTOR))
        asked = replace(reaction.command, command_id=uid(8))
        closed = ContactWrappedUp(contact_id=CALL, kind=ContactKind.PRANK, when=by_server())
        given(*TALKING, closed, ended()).when(asked, by=POLICY_ACTOR).wrote(TakerDutySet)
        given(*TALKING, ended()).when(asked, by=POLICY_ACTOR).then()

    def test_time_ends_it(self) -> None:
        world = World([DESK])
        world.entries += [entry(fact, position=n) for n, fact in enumerate(TALKING, start=1)]
        for follow_up in DESK.follow(ended(), world.place):
            world.timers[follow_up.kind, follow_up.subject] = follow_up.due_at  # type: ignore[union-attr]
        world.entries.append(entry(ended(), position=9))
        world.wait(minutes(1))
        assert world.state("lines", taker(ANI)).doing is Doing.WRAP_UP
        world.wait(minutes(2))
        assert world.state("lines", taker(ANI)).doing is Doing.READY


class TestConversation:
    HOLD = HoldCall(command_id=uid(9), contact_id=CALL, held=True)
    TRANSFER = TransferCall(command_id=uid(9), contact_id=CALL, to=BUDI)
    LISTEN = ListenIn(command_id=uid(9), contact_id=CALL)
    TAKE = TakeOverCall(command_id=uid(9), contact_id=CALL, taker=BOSS)

    def test_is_its_takers_own(self) -> None:
        given(*TALKING).when(self.HOLD).wrote(CallHeld)
        given(*TALKING).when(PlayPrompt(command_id=uid(9), contact_id=CALL)).wrote(PromptPlayed)
        given(*TALKING).when(self.HOLD, by=OTHER_TAKER).refused(Refusal.NOT_YOUR_CALL)

    def test_held_twice_is_nothing_new(self) -> None:
        held = CallHeld(contact_id=CALL, held=True, when=by_server())
        given(*TALKING, held).when(self.HOLD).then()

    def test_must_be_going_on(self) -> None:
        given(offered()).when(self.HOLD).refused(Refusal.CALL_NOT_ANSWERED)
        given(*OVER).when(self.HOLD).refused(Refusal.CALL_OVER)
        given().when(self.HOLD).refused(Refusal.UNKNOWN_CONTACT)

    def test_a_free_colleague_joins_and_a_busy_one_does_not(self) -> None:
        colleague = AddParty(command_id=uid(9), contact_id=CALL, account_id=BUDI)
        given(*TALKING, ready(BUDI)).when(colleague).wrote(PartyAdded)
        busy = (ready(BUDI), offered(OTHER), rung(BUDI, OTHER))
        given(*TALKING, *busy).when(colleague).refused(Refusal.TAKER_BUSY)

    def test_goes_to_a_free_colleague(self) -> None:
        story = given(*TALKING, ready(BUDI))
        facts = story.when(self.TRANSFER).facts
        assert [type(fact) for fact in facts] == [CallTransferred]
        after = given(*TALKING, ready(BUDI), *facts)
        assert after.state(taker(ANI)).doing is Doing.WRAP_UP
        assert after.state(taker(BUDI)).doing is Doing.TALKING
        given(*TALKING).when(self.TRANSFER).refused(Refusal.TAKER_NOT_READY)
        busy = (ready(BUDI), offered(OTHER), rung(BUDI, OTHER))
        given(*TALKING, *busy).when(self.TRANSFER).refused(Refusal.TAKER_BUSY)

    def test_goes_to_an_agency_and_nobody_of_the_room_has_it(self) -> None:
        to_agency = TransferCall(command_id=uid(9), contact_id=CALL, agency=AgencyId("damkar"))
        facts = given(*TALKING).when(to_agency).facts
        given(*TALKING, *facts).when(self.HOLD).refused(Refusal.NOT_YOUR_CALL)

    def test_a_supervisor_listens_and_takes_over(self) -> None:
        given(*TALKING).when(self.LISTEN, by=SUPERVISOR).wrote(CallListened)
        facts = given(*TALKING).when(self.TAKE, by=SUPERVISOR).facts
        assert [type(fact) for fact in facts] == [CallTakenOver]
        after = given(*TALKING, *facts)
        assert after.state(taker(ANI)).doing is Doing.READY
        assert after.state(taker(BOSS)).contact_id == CALL
        given(*TALKING, *facts).when(self.TAKE, by=SUPERVISOR).then()

    def test_a_supervisor_in_a_call_takes_no_second_one(self) -> None:
        busy = (offered(OTHER), answered(BOSS, OTHER))
        given(*TALKING, *busy).when(self.TAKE, by=SUPERVISOR).refused(Refusal.TAKER_BUSY)

    def test_a_recording_is_kept_whatever_else_is_known(self) -> None:
        keep = KeepRecording(
            command_id=uid(9),
            contact_id=CALL,
            part=RecordedPart.TALK,
            stored="abc",
            began_at=NOW,
            duration_s=12.5,
        )
        given().when(keep).wrote(RecordingKept)


class TestRestriction:
    RESTRICT = RestrictNumber(command_id=uid(9), contact_id=CALL, reason=sealed(), for_h=6)
    LIFT = LiftRestriction(command_id=uid(9), subject=RINA)

    def test_has_a_reason_and_an_end(self) -> None:
        fact = given(*OVER).when(self.RESTRICT, by=LEAD).facts[0]
        assert isinstance(fact, NumberRestricted)
        assert (fact.subject, fact.until_at) == (RINA, NOW + hours(6))
        given(*OVER, fact).when(self.LIFT, by=LEAD).wrote(RestrictionLifted)

    def test_never_of_a_number_on_an_open_incident(self) -> None:
        attached = ReportAttached(
            contact_id=CALL, incident_id=FIRE, answered_by=ANI, when=by_server()
        )
        given(*OVER, attached).when(self.RESTRICT, by=LEAD).refused(Refusal.NUMBER_ON_INCIDENT)

    def test_needs_a_number(self) -> None:
        given(offered(subject=None)).when(self.RESTRICT, by=LEAD).refused(Refusal.NO_NUMBER)

    def test_ends_by_itself(self) -> None:
        world = World([DESK])
        world.submit("lines", HEAR)
        world.submit("lines", self.RESTRICT, LEAD)
        world.wait(hours(5))
        assert not world.facts(RestrictionLifted)
        world.wait(hours(2))
        assert len(world.facts(RestrictionLifted)) == 1
        given().when(self.LIFT, by=LEAD).refused(Refusal.NOT_RESTRICTED)

    def test_the_call_is_offered_all_the_same(self) -> None:
        restricted = replace(HEAR, seen=replace(HEAR.seen, restricted=True))
        fact = given().when(restricted).facts[0]
        assert isinstance(fact, CallOffered)
        assert fact.head_start_s == -50


class TestAnnouncement:
    ANNOUNCE = AnnounceIncident(
        command_id=uid(9), incident_id=FIRE, incident_type=IncidentTypeId("fire")
    )

    def test_one_for_each_open_incident(self) -> None:
        fact = given(OPENED).when(self.ANNOUNCE).facts[0]
        assert isinstance(fact, IncidentAnnounced)
        assert fact.until_at == NOW + minutes(20)
        given(OPENED, fact).when(self.ANNOUNCE).refused(Refusal.ALREADY_ANNOUNCED)
        given().when(self.ANNOUNCE).refused(Refusal.UNKNOWN_INCIDENT)
        given(OPENED, BURNT).when(self.ANNOUNCE).refused(Refusal.INCIDENT_CLOSED)

    def test_ends_after_its_time_or_with_the_incident(self) -> None:
        world = World([DESK])
        world.entries.append(entry(OPENED))
        world.submit("lines", self.ANNOUNCE)
        world.wait(minutes(19))
        assert not world.facts(AnnouncementEnded)
        world.wait(minutes(2))
        assert len(world.facts(AnnouncementEnded)) == 1
        (reaction,) = DESK.react(entry(BURNT))
        assert isinstance(reaction.command, EndAnnouncement)
        given(OPENED).when(reaction.command, by=POLICY_ACTOR).then()
        given(OPENED).when(reaction.command).refused(Refusal.NOT_ANNOUNCED)


def test_who_signs_out_is_taken_off_the_lines() -> None:
    out = PersonSignedOut(account_id=ANI, when=by_server())
    (reaction,) = DESK.react(entry(out))
    assert isinstance(reaction.command, LeaveLines)
