"""The way of a call through the lines desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from siaga.desks.lines.commands import (
    CallerSeen,
    MissRing,
    NoteAnswer,
    NoteEnd,
    NoteSign,
    OverflowCall,
    ReturnCall,
    RingTaker,
)
from siaga.language.calls import (
    CallBackReason,
    CallerId,
    CallPath,
    Doing,
    EndedBy,
    OverflowReason,
    RingFailure,
    Sign,
    taker,
)
from siaga.language.intake import ContactSafetySet, ContactWrappedUp
from siaga.language.lines import (
    CallAnswered,
    CallBackClosed,
    CallBackWanted,
    CallEnded,
    CallerSigned,
    CallOffered,
    CallOverflowed,
    CallReturned,
    CallRung,
    RingMissed,
)
from siaga.language.refusals import Refusal
from siaga.language.values import ContactKind, Safety, TimeSource
from tests.builders import NOW, by_server, minutes, uid
from tests.unit.lines_story import (
    ANI,
    BUDI,
    CALL,
    HEAR,
    OTHER,
    PHONE,
    RINA,
    after,
    answered,
    ended,
    given,
    missed,
    offered,
    ready,
    rung,
)

RING = RingTaker(command_id=uid(9), contact_id=CALL, taker=ANI)
MISS = MissRing(command_id=uid(9), contact_id=CALL, taker=ANI, why=RingFailure.NO_ANSWER)
OVERFLOW = OverflowCall(command_id=uid(9), contact_id=CALL, why=OverflowReason.WAITED)
END = NoteEnd(command_id=uid(9), contact_id=CALL, ended_by=EndedBy.CALLER, ended_at=NOW)
ANSWER = NoteAnswer(
    command_id=uid(9),
    contact_id=CALL,
    path=CallPath.TAKER,
    answered_at=NOW,
    answered_by=ANI,
)
OVERFLOWED = CallOverflowed(contact_id=CALL, why=OverflowReason.WAITED, when=by_server())


class TestOffered:
    def test_from_the_first_ring_with_its_reasons(self) -> None:
        seen = CallerSeen(pranks_h=(0.0,))
        fact = given().when(replace(HEAR, seen=seen), by=PHONE).facts[0]
        assert isinstance(fact, CallOffered)
        assert fact.contact_id == CALL
        assert fact.when.source is TimeSource.PROVIDER
        assert (fact.rules, fact.head_start_s) == ("test-1", -30)
        assert [(one.rule, one.points, one.count) for one in fact.reasons] == [
            ("prank_day", -150, 1)
        ]

    def test_a_caller_without_any_number_is_offered_like_any_other(self) -> None:
        nobody = replace(HEAR, subject=None, number=None, caller_id=CallerId.ABSENT)
        given().when(nobody, by=PHONE).wrote(CallOffered)

    @pytest.mark.parametrize("at", [NOW + minutes(5), NOW.replace(year=2001)])
    def test_an_impossible_clock_is_not_believed(self, at: datetime) -> None:
        fact = given().when(replace(HEAR, offered_at=at), by=PHONE).facts[0]
        assert isinstance(fact, CallOffered)
        assert fact.when.at == NOW
        assert fact.when.doubt_s > 0


class TestRinging:
    def test_a_ready_taker(self) -> None:
        given(ready(), offered()).when(RING).then(rung())

    def test_one_who_missed_a_call_may_be_tried_again(self) -> None:
        given(ready(), offered(), rung(), missed()).when(RING).wrote(CallRung)

    @pytest.mark.parametrize(
        "told",
        [
            (rung(contact_id=OTHER),),
            (rung(contact_id=OTHER), answered(contact_id=OTHER)),
            (rung(contact_id=OTHER), answered(contact_id=OTHER), ended(contact_id=OTHER)),
        ],
    )
    def test_not_one_with_another_call(self, told: tuple[CallRung, ...]) -> None:
        given(ready(), offered(), offered(OTHER), *told).when(RING).refused(Refusal.TAKER_BUSY)

    @pytest.mark.parametrize("doing", [Doing.AWAY, Doing.BREAK])
    def test_not_one_who_is_not_there(self, doing: Doing) -> None:
        given(ready(doing=doing), offered()).when(RING).refused(Refusal.TAKER_NOT_READY)

    @pytest.mark.parametrize(
        ("told", "reason"),
        [
            ((rung(BUDI),), Refusal.CALL_RINGING),
            ((OVERFLOWED,), Refusal.CALL_RINGING),
            ((answered(BUDI),), Refusal.CALL_ANSWERED),
            ((ended(None),), Refusal.CALL_OVER),
        ],
    )
    def test_only_for_a_call_that_waits(self, told: tuple[CallRung, ...], reason: Refusal) -> None:
        given(ready(), ready(BUDI), offered(), *told).when(RING).refused(reason)

    def test_not_for_a_call_nobody_knows(self) -> None:
        given(ready()).when(RING).refused(Refusal.UNKNOWN_CONTACT)

    def test_missed_the_call_waits_again_and_the_taker_is_asked_last(self) -> None:
        story = given(ready(), offered(), rung())
        story.when(MISS).then(missed())
        state = given(ready(), offered(), rung(), missed()).state(taker(ANI))
        assert (state.doing, state.contact_id) == (Doing.MISSED, None)

    def test_a_busy_telephone_is_not_counted_against_its_taker(self) -> None:
        busy = missed(why=RingFailure.BUSY)
        assert given(ready(), offered(), rung(), busy).state(taker(ANI)).doing is Doing.READY

    def test_missed_twice_is_nothing_new(self) -> None:
        given(ready(), offered(), rung(), missed()).when(MISS).then()
        given(ready(), offered(), rung(), answered()).when(MISS).then()


class TestOverflowing:
    def test_once_for_each_call_and_back_in_its_place(self) -> None:
        returned = CallReturned(contact_id=CALL, when=by_server())
        back = ReturnCall(command_id=uid(9), contact_id=CALL)
        given(offered()).when(OVERFLOW).then(OVERFLOWED)
        given(offered(), OVERFLOWED).when(back).then(returned)
        given(offered(), OVERFLOWED, returned).when(OVERFLOW).then()
        given(offered()).when(back).then()
        given(ready(), offered(), OVERFLOWED, returned).when(RING).then(rung())

    def test_answered_there_by_nobody_of_the_room(self) -> None:
        second = replace(ANSWER, answered_by=None, path=CallPath.SECOND_DESTINATION)
        fact = given(offered(), OVERFLOWED).when(second).facts[0]
        assert isinstance(fact, CallAnswered)
        assert (fact.answered_by, fact.path) == (None, CallPath.SECOND_DESTINATION)


class TestAnswered:
    def test_by_the_taker_whose_telephone_rang(self) -> None:
        fact = given(ready(), offered(), rung()).when(ANSWER, at=after(3)).facts[0]
        assert isinstance(fact, CallAnswered)
        assert (fact.answered_by, fact.offered_at, fact.subject) == (ANI, NOW, RINA)
        assert not fact.past

    def test_by_somebody_we_never_rang(self) -> None:
        failsafe = replace(ANSWER, answered_by=BUDI, path=CallPath.FAILSAFE)
        given(offered()).when(failsafe).wrote(CallAnswered)

    def test_and_whoever_rang_meanwhile_is_let_go_without_fault(self) -> None:
        story = given(ready(), offered(), rung())
        facts = story.when(replace(ANSWER, answered_by=BUDI)).facts
        assert [type(fact) for fact in facts] == [RingMissed, CallAnswered]
        assert given(ready(), offered(), rung(), *facts).state(taker(ANI)).doing is Doing.READY

    def test_twice_is_nothing_new(self) -> None:
        given(ready(), offered(), rung(), answered()).when(ANSWER).then()

    def test_learnt_after_the_end_it_takes_nobody_and_is_owed_no_call(self) -> None:
        facts = given(offered()).when(END, by=PHONE).facts
        late = given(ready(), offered(), *facts).when(ANSWER, by=PHONE).facts
        assert [type(fact) for fact in late] == [CallAnswered, CallBackClosed]
        assert given(ready(), offered(), *facts, *late).state(taker(ANI)).doing is Doing.READY

    def test_of_the_journal_it_does_not_tear_a_taker_from_the_call_he_is_in(self) -> None:
        now = (offered(OTHER), rung(contact_id=OTHER), answered(contact_id=OTHER, at=after(60)))
        story = given(ready(), *now, offered(late=True))
        facts = story.when(ANSWER, by=PHONE, at=after(90)).facts
        state = given(ready(), *now, offered(late=True), *facts).state(taker(ANI))
        assert (state.doing, state.contact_id) == (Doing.TALKING, OTHER)

    def test_from_a_break_its_taker_goes_back_to_it(self) -> None:
        story = given(ready(doing=Doing.BREAK), offered(), answered(), ended())
        assert story.state(taker(ANI)).doing is Doing.BREAK


class TestSigned:
    DIGIT = NoteSign(command_id=uid(9), contact_id=CALL, sign=Sign.DIGIT, signed_at=NOW, digit="1")
    VOICE = NoteSign(command_id=uid(9), contact_id=CALL, sign=Sign.VOICE, signed_at=NOW)

    def test_by_a_digit_before_and_in_the_conversation(self) -> None:
        for told, is_answered in (((), False), ((answered(),), True)):
            fact = given(offered(), *told).when(self.DIGIT).facts[0]
            assert isinstance(fact, CallerSigned)
            assert (fact.digit, fact.answered) == ("1", is_answered)

    def test_one_voice_is_enough(self) -> None:
        first = given(offered()).when(self.VOICE).facts[0]
        given(offered(), first).when(self.VOICE).then()
        given(offered(), first).when(self.DIGIT).wrote(CallerSigned)

    def test_endless_digits_do_not_fill_the_logbook(self) -> None:
        digits = [given(offered()).when(self.DIGIT).facts[0]] * 200
        given(offered(), *digits).when(self.DIGIT).then()

    def test_after_the_end_nothing(self) -> None:
        given(offered(), ended(None)).when(self.DIGIT).then()


class TestEnded:
    def test_unanswered_the_number_is_owed_a_call(self) -> None:
        facts = given(offered()).when(END, by=PHONE).facts
        assert [type(fact) for fact in facts] == [CallEnded, CallBackWanted]
        end, wanted = facts
        assert isinstance(end, CallEnded)
        assert isinstance(wanted, CallBackWanted)
        assert (end.callable, end.cut_off, end.answered_at) == (True, False, None)
        assert (wanted.why, wanted.due_at) == (CallBackReason.UNANSWERED, after(300))

    @pytest.mark.parametrize(
        "unreachable",
        [
            {"number": None, "caller_id": CallerId.ABSENT, "subject": None},
            {"caller_id": CallerId.DEVICE},
            {"caller_id": CallerId.STRANGE},
        ],
    )
    def test_without_a_number_nobody_can_be_called(self, unreachable: dict[str, object]) -> None:
        fact = given(offered(**unreachable)).when(END, by=PHONE)  # type: ignore[arg-type]
        fact.wrote(CallEnded)

    @pytest.mark.parametrize("safety", [Safety.DO_NOT_CONTACT, Safety.TEXT_ONLY])
    def test_a_ringing_telephone_never_betrays(self, safety: Safety) -> None:
        unsafe = ContactSafetySet(contact_id=CALL, safety=safety, when=by_server())
        given(offered(), unsafe).when(END, by=PHONE).wrote(CallEnded)

    def test_while_it_rang_its_taker_is_ready_again(self) -> None:
        facts = given(ready(), offered(), rung()).when(END, by=PHONE).facts
        state = given(ready(), offered(), rung(), *facts).state(taker(ANI))
        assert (state.doing, state.contact_id) == (Doing.READY, None)

    def test_after_speech_its_taker_writes_it_down(self) -> None:
        story = given(ready(), offered(), rung(), answered())
        end = story.when(replace(END, ended_by=EndedBy.TAKER, cause=16), by=PHONE)
        end.wrote(CallEnded)
        state = given(ready(), offered(), rung(), answered(), *end.facts).state(taker(ANI))
        assert (state.doing, state.contact_id) == (Doing.WRAP_UP, CALL)

    @pytest.mark.parametrize(
        "cut", [{"ended_by": EndedBy.NETWORK}, {"cause": 41}, {"ended_by": EndedBy.SYSTEM}]
    )
    def test_cut_off_it_is_called_back_within_a_minute(self, cut: dict[str, object]) -> None:
        facts = given(offered(), answered()).when(replace(END, **cut), by=PHONE).facts  # type: ignore[arg-type]
        end, wanted = facts
        assert isinstance(end, CallEnded)
        assert isinstance(wanted, CallBackWanted)
        assert end.cut_off
        assert (wanted.why, wanted.due_at) == (CallBackReason.CUT_OFF, after(60))

    def test_cut_off_when_all_was_said_and_written_nothing_is_owed(self) -> None:
        done = ContactWrappedUp(contact_id=CALL, kind=ContactKind.INFORMATION, when=by_server())
        cut = replace(END, ended_by=EndedBy.NETWORK)
        given(offered(), answered(), done).when(cut, by=PHONE).wrote(CallEnded)

    def test_twice_is_nothing_new(self) -> None:
        given(offered(), ended(None)).when(END, by=PHONE).then()

    def test_of_a_call_nobody_knows(self) -> None:
        given().when(END, by=PHONE).refused(Refusal.UNKNOWN_CONTACT)
