"""Telephone calls at the intake desk: named, heard out, wrapped up, protected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import (
    AnswerContact,
    AttachReport,
    ClassifyContact,
    HearMessage,
    ProtectCaller,
    ReplyToContact,
    WrapUpCall,
    WrapUpContact,
)
from siaga.desks.intake.doors import DESK
from siaga.language.calls import CallBackOutcome, CallPath, EndedBy, Sign
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    contact_life,
)
from siaga.language.lines import CallBackClosed, CallBackTried, CallTakenOver, PromptPlayed
from siaga.language.refusals import Refusal
from siaga.language.values import (
    Channel,
    ContactKind,
    MessageKind,
    Safety,
    SubjectId,
)
from tests.builders import CHANNEL_ACTOR, NOW, OTHER_TAKER, POLICY_ACTOR, TAKER, sealed, uid
from tests.story import entry
from tests.unit.call_story import (
    BUDI,
    CALL,
    CALLER,
    RINA,
    answered,
    at,
    hung_up,
    offered,
    owed,
    signed,
)
from tests.unit.intake_story import ATTACHED, BURNS, BURNT, FIRE, given
from tests.world import World

PRANK, SILENT = ContactKind.PRANK, ContactKind.SILENT
ATTACHED_CALL = replace(ATTACHED, contact_id=CALL)
WRAP_UP = WrapUpCall(command_id=uid(2), contact_id=CALL)
PROMPT = PromptPlayed(contact_id=CALL, prompt="silent", when=at(6))
NEVER_ANSWERED = hung_up(30)


def naming(kind: ContactKind) -> ClassifyContact:
    return ClassifyContact(command_id=uid(2), contact_id=CALL, kind=kind)


def closed(outcome: CallBackOutcome) -> CallBackClosed:
    return CallBackClosed(contact_id=CALL, outcome=outcome, when=at(90))


class TestNaming:
    def test_a_prank_after_the_call_is_one_command(self) -> None:
        story = given(offered(), answered(4), hung_up(9, answered_s=4, taker=RINA))
        when = at(10)
        story.when(naming(PRANK), at=when.at).then(
            ContactClassified(contact_id=CALL, kind=PRANK, when=when),
            ContactWrappedUp(contact_id=CALL, kind=PRANK, when=when, subject=CALLER),
        )

    def test_while_still_talking_too(self) -> None:
        story = given(offered(), answered(4))
        story.when(naming(PRANK)).wrote(ContactClassified, ContactWrappedUp)

    @pytest.mark.parametrize("kind", [PRANK, SILENT, ContactKind.INFORMATION])
    def test_nobody_is_done_with_a_caller_who_still_waits(self, kind: ContactKind) -> None:
        given(offered()).when(naming(kind)).refused(Refusal.CALL_NOT_ANSWERED)

    def test_an_emergency_may_be_named_while_it_waits(self) -> None:
        given(offered()).when(naming(ContactKind.EMERGENCY)).wrote(
            ContactAnswered, ContactClassified
        )

    @pytest.mark.parametrize("kind", [ContactKind.UNANSWERED, ContactKind.CUT_OFF])
    def test_what_the_system_names_nobody_else_does(self, kind: ContactKind) -> None:
        story = given(offered(), NEVER_ANSWERED)
        story.when(naming(kind)).refused(Refusal.KIND_OF_SYSTEM)

    def test_by_the_room_of_a_call_answered_elsewhere(self) -> None:
        there = answered(20, None, path=CallPath.SECOND_DESTINATION)
        story = given(offered(), there, hung_up(90, answered_s=20))
        story.when(naming(ContactKind.INFORMATION)).wrote(
            ContactAnswered, ContactClassified, ContactWrappedUp
        )

    def test_attached_after_it_was_cut_off_it_is_an_addition(self) -> None:
        cut = replace(hung_up(30, answered_s=4, by=EndedBy.NETWORK), cut_off=True)
        attach = AttachReport(command_id=uid(3), contact_id=CALL, incident_id=FIRE)
        facts = given(offered(), answered(4), cut, BURNS).when(attach).facts
        assert getattr(facts[1], "kind", None) is ContactKind.ADDITION


class TestSilence:
    def test_is_heard_out_after_the_spoken_question(self) -> None:
        story = given(offered(), answered(4), PROMPT)
        story.when(naming(SILENT), at=at(11.9).at).refused(Refusal.SILENCE_NOT_PROVEN)
        story.when(naming(SILENT), at=at(12).at).wrote(ContactClassified, ContactWrappedUp)

    def test_without_the_question_is_not_proven(self) -> None:
        story = given(offered(), answered(4))
        story.when(naming(SILENT), at=at(300).at).refused(Refusal.SILENCE_NOT_PROVEN)

    @pytest.mark.parametrize("by", [EndedBy.CALLER, EndedBy.NETWORK])
    def test_of_somebody_who_is_gone_needs_no_more(self, by: EndedBy) -> None:
        story = given(offered(), answered(4), hung_up(6, answered_s=4, by=by))
        story.when(naming(SILENT)).wrote(ContactClassified, ContactWrappedUp)

    def test_a_taker_who_hangs_up_at_once_has_not_listened(self) -> None:
        ended = hung_up(7, answered_s=4, by=EndedBy.TAKER)
        story = given(offered(), answered(4), PROMPT, ended)
        story.when(naming(SILENT), at=at(300).at).refused(Refusal.SILENCE_NOT_PROVEN)
        patient = hung_up(12, answered_s=4, by=EndedBy.TAKER)
        story = given(offered(), answered(4), PROMPT, patient)
        story.when(naming(SILENT)).wrote(ContactClassified, ContactWrappedUp)


class TestInHand:
    def test_who_answered_has_it_already(self) -> None:
        take = AnswerContact(command_id=uid(2), contact_id=CALL)
        given(offered(), answered(4)).when(take, by=TAKER).refused(Refusal.CONTACT_ANSWERED)
        given(offered(), answered(4)).when(take, by=OTHER_TAKER).wrote(ContactAnswered)

    def test_who_took_it_over_or_calls_back_has_it_then(self) -> None:
        take = AnswerContact(command_id=uid(2), contact_id=CALL)
        over = CallTakenOver(contact_id=CALL, taker=RINA, by=BUDI, when=at(9))
        tried = CallBackTried(contact_id=CALL, by=BUDI, when=at(60), tried=1)
        for story in (given(offered(), answered(4), over), given(offered(), owed(30), tried)):
            story.when(take, by=OTHER_TAKER).refused(Refusal.CONTACT_ANSWERED)

    def test_there_is_no_chat_to_write_in(self) -> None:
        write = ReplyToContact(command_id=uid(2), contact_id=CALL, text=sealed())
        given(offered(), answered(4)).when(write).refused(Refusal.CONTACT_HAS_NO_CHAT)

    def test_a_message_of_the_same_number_opens_a_contact_of_its_own(self) -> None:
        message = HearMessage(
            command_id=uid(2),
            channel=Channel.WHATSAPP,
            kind=MessageKind.TEXT,
            sent_at=NOW,
            received_at=NOW,
            subject=SubjectId(CALLER),
        )
        (opened, _) = given(offered()).when(message, by=CHANNEL_ACTOR).facts
        assert getattr(opened, "channel", None) is Channel.WHATSAPP


class TestWrappingUp:
    def test_a_call_nobody_answered_and_nobody_can_call_back(self) -> None:
        (reaction,) = DESK.react(entry(NEVER_ANSWERED))
        assert reaction.command.contact_id == CALL
        story = given(offered(), NEVER_ANSWERED)
        unanswered = ContactKind.UNANSWERED
        story.when(WRAP_UP, by=POLICY_ACTOR, at=at(31).at).then(
            ContactWrappedUp(contact_id=CALL, kind=unanswered, when=at(31), subject=CALLER)
        )

    def test_one_that_is_owed_a_call_stays_until_the_call_back_is_closed(self) -> None:
        may_be_called = replace(NEVER_ANSWERED, callable=True)
        assert DESK.react(entry(may_be_called)) == ()
        given(offered(), may_be_called, owed(30)).when(WRAP_UP, by=POLICY_ACTOR).then()
        for outcome in set(CallBackOutcome) - {CallBackOutcome.REACHED}:
            done = closed(outcome)
            assert len(DESK.react(entry(done))) == 1
            story = given(offered(), may_be_called, owed(30), done)
            story.when(WRAP_UP, by=POLICY_ACTOR).wrote(ContactWrappedUp)

    def test_somebody_who_was_reached_is_for_a_person_to_name(self) -> None:
        done = closed(CallBackOutcome.REACHED)
        assert DESK.react(entry(done)) == ()
        story = given(offered(), replace(NEVER_ANSWERED, callable=True), owed(30), done)
        story.when(WRAP_UP, by=POLICY_ACTOR).then()
        assert story.state(contact_life(CALL)).kind is None
        story.when(naming(ContactKind.INFORMATION)).wrote(
            ContactAnswered, ContactClassified, ContactWrappedUp
        )

    def test_a_caller_who_signed_waits_for_a_person(self) -> None:
        story = given(offered(), signed(Sign.DIGIT, 9, digit="5"), NEVER_ANSWERED)
        story.when(WRAP_UP, by=POLICY_ACTOR).then()
        story.when(naming(SILENT)).wrote(ContactAnswered, ContactClassified, ContactWrappedUp)

    def test_an_answer_learnt_late_is_for_a_person_to_name(self) -> None:
        told_late = answered(9, past=True)
        story = given(offered(), NEVER_ANSWERED, owed(30), told_late, closed_not_needed())
        story.when(WRAP_UP, by=POLICY_ACTOR).then()
        assert story.state(contact_life(CALL)).kind is None

    def test_what_was_attached_answered_or_named_by_somebody_is_left_to_them(self) -> None:
        emergency = ContactClassified(contact_id=CALL, kind=ContactKind.EMERGENCY, when=at(5))
        for before in (
            (BURNS, ATTACHED_CALL, NEVER_ANSWERED),
            (answered(4), hung_up(30, answered_s=4)),
            (emergency, NEVER_ANSWERED),
            (),
        ):
            given(offered(), *before).when(WRAP_UP, by=POLICY_ACTOR).then()

    def test_not_twice_and_not_by_hand_entered_calls(self) -> None:
        wrapped = given(offered(), NEVER_ANSWERED).when(WRAP_UP, by=POLICY_ACTOR).facts
        given(offered(), NEVER_ANSWERED, *wrapped).when(WRAP_UP, by=POLICY_ACTOR).then()
        given().when(WRAP_UP, by=POLICY_ACTOR).then()

    def test_an_incident_that_closes_does_not_take_a_waiting_caller_along(self) -> None:
        wrap_up = WrapUpContact(command_id=uid(3), contact_id=CALL, incident_id=FIRE)
        still = given(offered(), BURNS, ATTACHED_CALL, BURNT)
        still.when(wrap_up, by=POLICY_ACTOR).wrote(ContactWrappedUp, ContactReopened)
        talking = given(offered(), BURNS, ATTACHED_CALL, answered(9), BURNT)
        talking.when(wrap_up, by=POLICY_ACTOR).wrote(ContactWrappedUp)


def closed_not_needed() -> CallBackClosed:
    return closed(CallBackOutcome.NOT_NEEDED)


class TestProtecting:
    command = ProtectCaller(command_id=uid(2), contact_id=CALL)

    def test_a_digit_forbids_calling_back(self) -> None:
        digit = signed(Sign.DIGIT, 9, digit="5")
        (reaction,) = DESK.react(entry(digit))
        assert reaction.command.contact_id == CALL
        given(offered(), digit).when(self.command, by=POLICY_ACTOR).then(
            ContactSafetySet(contact_id=CALL, safety=Safety.DO_NOT_CONTACT, when=at(0))
        )

    def test_a_voice_neither_forbids_nor_loosens(self) -> None:
        assert DESK.react(entry(signed(Sign.VOICE, 9))) == ()
        muted = ContactSafetySet(contact_id=CALL, safety=Safety.DO_NOT_CONTACT, when=at(9))
        story = given(offered(), muted, answered(12), signed(Sign.VOICE, 20))
        assert story.state(contact_life(CALL)).safety is Safety.DO_NOT_CONTACT
        story.when(self.command, by=POLICY_ACTOR).then()

    def test_nobody_is_nothing(self) -> None:
        given().when(self.command, by=POLICY_ACTOR).then()


class TestTogether:
    """Policies run against one logbook; the facts of the lines are told into it."""

    def world(self) -> World:
        return World(desks=(DESK, INCIDENT))

    def tell(self, world: World, *facts: object) -> None:
        for fact in facts:
            item = entry(fact, position=len(world.entries) + 1, at=world.now)  # type: ignore[arg-type]
            world.entries.append(item)
            for reaction in DESK.react(item):
                command = replace(reaction.command, command_id=uid(500 + item.position))
                world.submit(reaction.desk, command, POLICY_ACTOR)

    def test_a_digit_then_nobody_answers(self) -> None:
        """It cannot be called back, and it is not wrapped up either: somebody looks at it."""
        world = self.world()
        self.tell(world, offered(), signed(Sign.DIGIT, 9, digit="1"), NEVER_ANSWERED)
        contact = world.state("intake", contact_life(CALL))
        assert (contact.safety, contact.wrapped_at) == (Safety.DO_NOT_CONTACT, None)
        assert not world.facts(MessageReceived)

    def test_nobody_answers_and_no_number_is_known(self) -> None:
        world = self.world()
        self.tell(world, offered(), NEVER_ANSWERED)
        (wrapped,) = world.facts(ContactWrappedUp)
        assert wrapped.kind is ContactKind.UNANSWERED
