"""Whom the centre owes a call, and how the debt is settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.desks.lines.commands import (
    AskCallBack,
    CloseCallBack,
    NoteCallBackEnd,
    SettleCallBacks,
    TryCallBack,
)
from siaga.desks.lines.doors import DESK
from siaga.language.calls import CallBackOutcome, CallBackReason, Doing, taker
from siaga.language.intake import (
    ContactOpened,
    ContactSafetySet,
    ContactWrappedUp,
)
from siaga.language.lines import CallBackClosed, CallBackEnded, CallBackTried, CallBackWanted
from siaga.language.refusals import Refusal
from siaga.language.values import (
    Channel,
    ContactKind,
    Safety,
)
from tests.builders import (
    NOW,
    OTHER_TAKER,
    POLICY_ACTOR,
    TAKER,
    by_server,
    sealed,
    uid,
)
from tests.story import entry
from tests.unit.lines_story import (
    ANI,
    BUDI,
    CALL,
    OTHER,
    RINA,
    answered,
    ended,
    floor,
    given,
    offered,
    ready,
    rung,
)

TALKING = (ready(), offered(), rung(), answered())
OVER = (*TALKING, ended())
WANTED = CallBackWanted(
    contact_id=CALL,
    why=CallBackReason.UNANSWERED,
    when=by_server(),
    due_at=NOW,
    offered_at=NOW,
    subject=RINA,
    number=sealed("number"),
)
TRIED = CallBackTried(contact_id=CALL, by=ANI, when=by_server(), tried=1)


class TestCallBacks:
    TRY = TryCallBack(command_id=uid(9), contact_id=CALL, taker=ANI)

    def test_asked_for_by_a_taker(self) -> None:
        ask = AskCallBack(command_id=uid(9), contact_id=CALL)
        given(*OVER).when(ask).wrote(CallBackWanted)
        given(*OVER, WANTED).when(ask).then()
        given(*TALKING).when(ask).refused(Refusal.CALL_STILL_UP)

    def test_tried_the_taker_has_no_ear_for_another(self) -> None:
        unanswered = (ready(), offered(), ended(None), WANTED)
        fact = given(*unanswered).when(self.TRY).facts[0]
        assert fact == TRIED
        state = given(*unanswered, TRIED).state(taker(ANI))
        assert (state.doing, state.contact_id) == (Doing.TALKING, CALL)
        given(*unanswered, TRIED).when(self.TRY).then()
        given(*unanswered, TRIED).when(replace(self.TRY, taker=BUDI), by=OTHER_TAKER).refused(
            Refusal.CALL_BACK_RUNNING
        )

    def test_not_while_talking_not_unsafe_not_without_a_number(self) -> None:
        busy = (ready(), offered(OTHER), rung(contact_id=OTHER))
        story = given(offered(), ended(None), WANTED, *busy)
        story.when(self.TRY).refused(Refusal.TAKER_BUSY)
        unsafe = ContactSafetySet(contact_id=CALL, safety=Safety.DO_NOT_CONTACT, when=by_server())
        given(offered(), ended(None), unsafe).when(self.TRY).refused(Refusal.CONTACT_NOT_SAFE)
        given(offered(number=None), ended(None)).when(self.TRY).refused(Refusal.NO_NUMBER)

    def test_whoever_wrote_can_be_called_and_stands_on_no_list(self) -> None:
        wrote = ContactOpened(
            contact_id=CALL,
            channel=Channel.WHATSAPP,
            when=by_server(),
            subject=RINA,
            number=sealed("number"),
        )
        given(ready(), wrote).when(self.TRY).then(TRIED)
        ask = AskCallBack(command_id=uid(8), contact_id=CALL)
        given(ready(), wrote).when(ask).refused(Refusal.UNKNOWN_CONTACT)
        hidden = ContactSafetySet(contact_id=CALL, safety=Safety.TEXT_ONLY, when=by_server())
        given(ready(), wrote, hidden).when(self.TRY).refused(Refusal.CONTACT_NOT_SAFE)
        for over in ({"number": None}, {"channel": Channel.TELEGRAM}):
            given(ready(), replace(wrote, **over)).when(self.TRY).refused(Refusal.NO_NUMBER)
        picture = floor(ready(), wrote, TRIED)
        assert picture.calls == {}

    def test_not_reached_it_stays_on_the_list(self) -> None:
        told = (ready(), offered(), ended(None), WANTED, TRIED)
        end = NoteCallBackEnd(
            command_id=uid(9), contact_id=CALL, by=ANI, answered=False, ended_at=NOW
        )
        facts = given(*told).when(end).facts
        assert [type(fact) for fact in facts] == [CallBackEnded]
        assert given(*told, *facts).state(taker(ANI)).doing is Doing.READY
        second = given(*told, *facts).when(self.TRY).facts[0]
        assert isinstance(second, CallBackTried)
        assert second.tried == 2
        given(*told, *facts).when(end).then()

    def test_reached_it_leaves_the_list(self) -> None:
        told = (ready(), offered(), ended(None), WANTED, TRIED)
        end = NoteCallBackEnd(
            command_id=uid(9), contact_id=CALL, by=ANI, answered=True, ended_at=NOW
        )
        facts = given(*told).when(end).facts
        assert [type(fact) for fact in facts] == [CallBackEnded, CallBackClosed]
        assert given(*told, *facts).state(taker(ANI)).doing is Doing.WRAP_UP

    def test_closed_by_a_person_once(self) -> None:
        close = CloseCallBack(
            command_id=uid(9), contact_id=CALL, outcome=CallBackOutcome.NOT_NEEDED
        )
        given(offered(), ended(None), WANTED).when(close).wrote(CallBackClosed)
        given(offered(), ended(None)).when(close).refused(Refusal.NOT_ON_CALL_BACK_LIST)
        given(offered(), ended(None)).when(close, by=POLICY_ACTOR).then()

    def test_whoever_calls_again_is_owed_nothing(self) -> None:
        told = (offered(), ended(None), WANTED)
        settle = SettleCallBacks(command_id=uid(9), subject=RINA)
        fact = given(*told).when(settle, by=POLICY_ACTOR).facts[0]
        assert isinstance(fact, CallBackClosed)
        assert (fact.contact_id, fact.outcome) == (CALL, CallBackOutcome.CALLED_AGAIN)
        given(*told, fact).when(settle, by=POLICY_ACTOR).then()
        again = entry(answered(contact_id=OTHER))
        assert [reaction.command for reaction in DESK.react(again)] == [
            SettleCallBacks(command_id=DESK.react(again)[0].command.command_id, subject=RINA)
        ]

    @pytest.mark.parametrize(("kind", "count"), [(ContactKind.PRANK, 2), (ContactKind.SILENT, 1)])
    def test_silence_settles_no_call_back(self, kind: ContactKind, count: int) -> None:
        wrapped = ContactWrappedUp(contact_id=CALL, kind=kind, when=by_server(), subject=RINA)
        assert len(DESK.react(entry(wrapped, actor=TAKER))) == count
        assert DESK.react(entry(wrapped, actor=POLICY_ACTOR)) == ()
