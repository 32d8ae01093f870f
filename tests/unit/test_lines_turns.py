"""Likelihood, order and turns: who is answered next, and that everybody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from siaga.desks.lines.advise import Floor, Overflow, Ring, caller_seen, judge
from siaga.desks.lines.commands import CallerSeen
from siaga.desks.lines.state import CallerLife
from siaga.language.calls import (
    CallBackOutcome,
    CallBackReason,
    Doing,
    OverflowReason,
    RingFailure,
    Sign,
)
from siaga.language.entry import Fact
from siaga.language.intake import ContactReopened, ContactWrappedUp
from siaga.language.lines import (
    CallBackClosed,
    CallBackWanted,
    CallerSigned,
    CallOverflowed,
    CallReturned,
)
from siaga.language.values import AccountId, Channel, ContactId, ContactKind, Safety
from tests.builders import LINES, NOW, by_server, hours, minutes, sealed, uid
from tests.unit.lines_story import (
    ANI,
    BUDI,
    CALL,
    OTHER,
    RINA,
    after,
    answered,
    ended,
    floor,
    given,
    missed,
    offered,
    ready,
    rung,
)

BOTH = frozenset({ANI, BUDI})
THIRD = ContactId(str(uid(3)))


def turns(
    *facts: Fact, at_s: float = 1.0, online: frozenset[AccountId] = BOTH
) -> tuple[object, ...]:
    return floor(*facts).turns(LINES, after(at_s), online=online)


def wrapped(kind: ContactKind, at_h: float = 0.0, contact_id: ContactId = CALL) -> ContactWrappedUp:
    return ContactWrappedUp(
        contact_id=contact_id, kind=kind, when=by_server(NOW - hours(at_h)), subject=RINA
    )


class TestLikelihood:
    def test_pranks_lower_and_fade(self) -> None:
        scores = [judge(CallerSeen(pranks_h=(h,)), LINES).likely for h in (0.1, 6, 23, 48, 700)]
        assert scores == sorted(scores)
        assert scores[-1] <= judge(CallerSeen(), LINES).likely

    def test_a_history_of_real_calls_raises(self) -> None:
        assert judge(CallerSeen(genuine_h=2.0), LINES).head_start_s > 0

    def test_a_second_silent_call_raises_unless_the_number_is_known_for_pranks(self) -> None:
        again = judge(CallerSeen(silent_min=(3.0,)), LINES)
        assert again.head_start_s == 12
        both = judge(CallerSeen(silent_min=(3.0,), pranks_h=(1.0,)), LINES)
        assert both == judge(CallerSeen(pranks_h=(1.0,)), LINES)

    def test_near_an_incident_raises_until_it_is_announced(self) -> None:
        assert judge(CallerSeen(incidents_near=1), LINES).head_start_s > 0
        assert judge(CallerSeen(incidents_near=1, announced=1), LINES).head_start_s < 0
        assert judge(CallerSeen(announced=1), LINES).head_start_s == 0

    def test_nobody_is_moved_further_than_the_bounds(self) -> None:
        worst = judge(CallerSeen(pranks_h=(0.0,) * 40, restricted=True), LINES)
        best = judge(CallerSeen(genuine_h=0.0, incidents_near=9, silent_min=(1.0,) * 9), LINES)
        assert (worst.head_start_s, best.head_start_s) == (-60, 60)
        assert 0 < worst.likely < best.likely < 1

    @pytest.mark.parametrize("seen", [{"on_open_incident": True}, {"asked_back": True}])
    def test_who_is_on_an_incident_or_was_asked_back_stands_in_front(
        self, seen: dict[str, bool]
    ) -> None:
        assert judge(CallerSeen(**seen), LINES).front  # type: ignore[arg-type]


class TestCaller:
    def known(self, *facts: Fact) -> CallerSeen:
        life = given(*facts).state(f"sender:{RINA}")  # type: ignore[arg-type]
        assert isinstance(life, CallerLife)
        return caller_seen(life, now=NOW, announced=2)

    def test_nobody_knows_is_a_blank(self) -> None:
        assert caller_seen(None, now=NOW, local_hour=3) == CallerSeen(local_hour=3)

    def test_verified_pranks_are_remembered_for_thirty_days(self) -> None:
        prank = ContactKind.PRANK
        old, new = wrapped(prank, 24 * 31), wrapped(prank, 2, OTHER)
        seen = self.known(old, new)
        assert (seen.pranks_h, seen.announced) == ((2.0,), 2)

    def test_a_kind_in_question_again_counts_no_longer(self) -> None:
        reopened = ContactReopened(
            contact_id=CALL,
            channel=Channel.PHONE,
            opened=by_server(),
            when=by_server(),
            safety=Safety.SAFE,
            subject=RINA,
        )
        assert self.known(wrapped(ContactKind.PRANK, 1), reopened).pranks_h == ()

    def test_silent_and_unanswered_calls_of_the_last_ten_minutes(self) -> None:
        unanswered = ended(None, at=NOW - minutes(4))
        long_ago = ended(None, OTHER, at=NOW - minutes(11))
        silent = wrapped(ContactKind.SILENT, 0.1, THIRD)
        assert self.known(long_ago, unanswered, silent).silent_min == (4.0, 6.0)

    def test_an_unanswered_call_asks_nobody_back_a_cut_one_does(self) -> None:
        wanted = CallBackWanted(
            contact_id=CALL,
            why=CallBackReason.UNANSWERED,
            when=by_server(),
            due_at=NOW,
            offered_at=NOW,
            subject=RINA,
            number=sealed(),
        )
        assert not self.known(wanted).asked_back
        assert self.known(replace(wanted, why=CallBackReason.CUT_OFF)).asked_back
        tried = CallBackClosed(
            contact_id=CALL,
            outcome=CallBackOutcome.NOT_REACHED,
            when=by_server(),
            subject=RINA,
        )
        assert self.known(wanted, tried).asked_back


class TestOrder:
    def test_age_and_likelihood(self) -> None:
        told = (offered(head_start_s=-40), offered(OTHER, after(20), head_start_s=0), ready())
        assert turns(*told, at_s=21)[0] == Ring(contact_id=OTHER, taker=ANI)

    def test_a_digit_comes_before_all_below_the_bound(self) -> None:
        sign = CallerSigned(contact_id=OTHER, sign=Sign.DIGIT, when=by_server(), digit="5")
        told = (offered(head_start_s=60), offered(OTHER, after(50), head_start_s=-60), sign)
        assert turns(*told, ready(), at_s=51)[0] == Ring(contact_id=OTHER, taker=ANI)
        assert turns(*told, ready(), at_s=61)[0] == Ring(contact_id=CALL, taker=ANI)

    def test_nobody_passes_who_has_waited_the_bound(self) -> None:
        told = (
            offered(head_start_s=-60),
            offered(OTHER, after(1), head_start_s=60, front=True),
            ready(),
        )
        assert turns(*told, at_s=59)[0] == Ring(contact_id=OTHER, taker=ANI)
        assert turns(*told, at_s=60)[0] == Ring(contact_id=CALL, taker=ANI)


class TestTakers:
    def test_the_longest_ready_first(self) -> None:
        told = (offered(), ready(at=after(1)), ready(BUDI))
        assert turns(*told, at_s=2) == (Ring(contact_id=CALL, taker=BUDI),)

    def test_only_whose_page_is_there(self) -> None:
        assert turns(offered(), ready(), online=frozenset({BUDI})) == ()

    def test_one_call_each(self) -> None:
        told = (offered(), offered(OTHER, after(1)), offered(THIRD, after(1)))
        given_turns = turns(*told, ready(), ready(BUDI), at_s=2)
        assert [getattr(turn, "taker", None) for turn in given_turns] == [ANI, BUDI]

    def test_who_missed_a_ring_only_when_nobody_is_ready(self) -> None:
        told = (ready(), offered(OTHER), rung(ANI, OTHER), missed(ANI, OTHER), ended(None, OTHER))
        call = offered(CALL, after(2))
        assert turns(*told, call, ready(BUDI), at_s=3) == (Ring(contact_id=CALL, taker=BUDI),)
        assert turns(*told, call, at_s=3) == (Ring(contact_id=CALL, taker=ANI),)

    def test_the_same_call_again_only_after_a_pause(self) -> None:
        told = (ready(), offered(), rung(), missed())
        assert turns(*told, at_s=7) == ()
        assert turns(*told, at_s=8, online=BOTH) == (Ring(contact_id=CALL, taker=ANI),)

    def test_a_busy_telephone_is_not_rung_without_end(self) -> None:
        told = (ready(), offered(), rung(), missed(why=RingFailure.BUSY))
        assert turns(*told, at_s=1) == ()

    def test_a_bound_call_is_not_passed_while_its_taker_pauses(self) -> None:
        told = (ready(), offered(), rung(), missed(at=after(70)), offered(OTHER, after(69)))
        assert turns(*told, at_s=72) == (Overflow(contact_id=CALL, why=OverflowReason.TAKER_ALONE),)

    def test_a_call_no_telephone_can_take_stops_nobody(self) -> None:
        broken = [missed(BUDI, at=after(50), why=RingFailure.UNREACHABLE)] * 3
        told = (
            ready(),
            offered(),
            *broken,
            rung(),
            missed(at=after(70)),
            offered(OTHER, after(69)),
        )
        later = offered(OTHER, after(69))
        assert Ring(contact_id=OTHER, taker=ANI) in turns(*told, later, at_s=72)

    def test_a_telephone_out_of_reach_is_not_tried_for_every_call_that_waits(self) -> None:
        told = (ready(), offered(), rung(), missed(why=RingFailure.UNREACHABLE), offered(OTHER))
        assert turns(*told, at_s=1) == ()
        assert Ring(contact_id=CALL, taker=ANI) in turns(*told, at_s=9)


class TestOverflow:
    def test_at_eight_seconds_when_one_taker_is_alone(self) -> None:
        alone = (ready(), offered(OTHER), rung(ANI, OTHER), answered(ANI, OTHER), offered())
        assert turns(*alone, at_s=7) == ()
        assert turns(*alone, at_s=8) == (Overflow(contact_id=CALL, why=OverflowReason.TAKER_ALONE),)

    def test_at_once_when_nobody_is_there(self) -> None:
        assert turns(offered(), ready(), at_s=2, online=frozenset()) == (
            Overflow(contact_id=CALL, why=OverflowReason.NO_TAKER),
        )

    def test_later_when_there_are_more(self) -> None:
        both = (
            *(ready(), offered(OTHER), rung(ANI, OTHER), answered(ANI, OTHER)),
            *(ready(BUDI), offered(THIRD), rung(BUDI, THIRD), answered(BUDI, THIRD)),
        )
        assert turns(*both, offered(), at_s=44) == ()
        assert turns(*both, offered(), at_s=45) == (
            Overflow(contact_id=CALL, why=OverflowReason.WAITED),
        )

    def test_only_once(self) -> None:
        there = CallOverflowed(contact_id=CALL, why=OverflowReason.WAITED, when=by_server())
        back = CallReturned(contact_id=CALL, when=by_server())
        assert turns(offered(), there, at_s=50) == ()
        assert turns(offered(), there, back, at_s=90) == ()
        assert turns(offered(), there, back, ready(), at_s=90) == (
            Ring(contact_id=CALL, taker=ANI),
        )


class TestPicture:
    def test_ended_calls_leave_it(self) -> None:
        picture = floor(ready(), offered(), rung(), answered())
        assert set(picture.calls) == {CALL}
        assert floor(ready(), offered(), rung(), answered(), ended()).calls == {}

    def test_contacts_of_other_channels_never_enter_it(self) -> None:
        assert floor(wrapped(ContactKind.INFORMATION)).calls == {}

    def test_a_call_of_the_journal_waits_a_moment_for_its_end(self) -> None:
        late = offered(late=True, at=NOW - timedelta(minutes=5))
        assert turns(late, ready(), at_s=1) == ()
        assert turns(late, ready(), at_s=6) == (Ring(contact_id=CALL, taker=ANI),)

    def test_it_can_be_laid_out_after_a_restart(self) -> None:
        story = given(ready(), offered())
        picture = Floor()
        picture.put_call(CALL, story.state(f"contact-life:{CALL}"))  # type: ignore[arg-type]
        picture.put_taker(ANI, story.state(f"taker:{ANI}"))  # type: ignore[arg-type]
        assert picture.takers[ANI].doing is Doing.READY
        assert picture.turns(LINES, after(1), online=BOTH) == (Ring(contact_id=CALL, taker=ANI),)
