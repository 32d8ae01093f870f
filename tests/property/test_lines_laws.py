"""Laws of the lines: everybody is heard, in a bounded time, by one taker each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import takers
from siaga.desks.lines.advise import Floor, Ring, judge
from siaga.desks.lines.commands import (
    CallerSeen,
    HearCall,
    NoteAnswer,
    NoteEnd,
    ReturnCall,
    SetDuty,
)
from siaga.desks.lines.doors import DESK
from siaga.desks.lines.state import CallLife, Missed, Phase, TakerLife
from siaga.language.calls import (
    CallBackReason,
    CallerId,
    CallPath,
    Doing,
    EndedBy,
    RingFailure,
    taker,
)
from siaga.language.intake import contact_life
from siaga.language.lines import (
    CallAnswered,
    CallBackClosed,
    CallBackWanted,
    CallEnded,
    CallOffered,
)
from siaga.language.refusals import Refused
from siaga.language.values import AccountId, ContactId
from tests.builders import LINES, NOW, uid
from tests.property.lines_exchange import (
    CALLERS,
    MANY_ACTS,
    TAKERS,
    Act,
    Exchange,
    hand,
)
from tests.world import World

LAW = settings(max_examples=100, deadline=None)


def told(acts: list[Act]) -> Exchange:
    exchange = Exchange()
    for act in acts:
        exchange.do(act)
    return exchange


@LAW
@given(MANY_ACTS)
def test_nobody_is_refused_or_lost(acts: list[Act]) -> None:
    exchange = told(acts)
    offers = exchange.world.facts(CallOffered)
    assert [fact.contact_id for fact in offers] == exchange.calls
    over = {fact.contact_id for fact in exchange.world.facts(CallEnded)}
    assert set(exchange.floor.calls) == set(exchange.calls) - over
    for contact_id, life in exchange.floor.calls.items():
        assert life.phase is not Phase.OVER
        if life.phase is Phase.RINGING:
            assert life.taker is not None
            assert exchange.floor.takers[life.taker].contact_id == contact_id


@LAW
@given(MANY_ACTS)
def test_everybody_who_waits_is_answered_in_the_end(acts: list[Act]) -> None:
    """Whatever came before: with takers who pick up, the queue runs empty."""
    exchange = told(acts)
    for who in TAKERS:
        exchange.ask(SetDuty(command_id=exchange.new_id(), doing=Doing.READY), hand(who))
    for _ in range(4 * len(exchange.calls) + 8):
        exchange.world.wait(timedelta(seconds=10))
        exchange.look()
        exchange.give_turns()
        for contact_id, life in tuple(exchange.floor.calls.items()):
            own: dict[str, Any] = {"command_id": exchange.new_id(), "contact_id": contact_id}
            if life.phase is Phase.RINGING:
                answer = NoteAnswer(
                    **own,
                    path=CallPath.TAKER,
                    answered_at=exchange.world.now,
                    answered_by=life.taker,
                )
                exchange.ask(answer)
            elif life.phase is Phase.TALKING:
                exchange.ask(NoteEnd(**own, ended_by=EndedBy.CALLER, ended_at=exchange.world.now))
                for who in TAKERS:
                    again = SetDuty(command_id=exchange.new_id(), doing=Doing.READY)
                    exchange.ask(again, hand(who))
            elif life.phase is Phase.OVERFLOWING:
                exchange.ask(ReturnCall(**own))
    assert exchange.floor.calls == {}


@LAW
@given(MANY_ACTS)
def test_one_taker_has_one_call(acts: list[Act]) -> None:
    exchange = told(acts)
    holders = [life.taker for life in exchange.floor.calls.values() if life.taker]
    assert len(holders) == len(set(holders))
    for who in TAKERS:
        assert exchange.world.state("lines", taker(who)) == exchange.floor.takers.get(
            who, DESK.initial(taker(who))
        )
    for contact_id, life in exchange.floor.calls.items():
        assert exchange.world.state("lines", contact_life(contact_id)) == life


@LAW
@given(MANY_ACTS)
def test_the_board_shows_takers_as_the_desk_has_them_in_mind(acts: list[Act]) -> None:
    exchange = told(acts)
    cards: dict[str, takers.TakerCard | None] = {}
    for entry in exchange.world.entries:
        for key in takers.keys(entry.fact):
            cards[key] = takers.draw(key, cards.get(key), entry)
    for who, life in exchange.floor.takers.items():
        card = cards.get(who)
        assert card is None or (card.doing, card.contact_id) == (life.doing, life.contact_id)
        assert card is not None or life.doing is Doing.AWAY


@LAW
@given(MANY_ACTS)
def test_nobody_is_overtaken_once_the_bound_is_reached(acts: list[Act]) -> None:
    assert told(acts).overtaken == 0


@LAW
@given(MANY_ACTS)
def test_an_answered_call_is_owed_no_call_for_being_unanswered(acts: list[Act]) -> None:
    exchange = told(acts)
    answered = {fact.contact_id for fact in exchange.world.facts(CallAnswered)}
    waiting: dict[str, CallBackReason] = {}
    for entry in exchange.world.entries:
        match entry.fact:
            case CallBackWanted() as fact:
                waiting[fact.contact_id] = fact.why
            case CallBackClosed() as fact:
                waiting.pop(fact.contact_id, None)
            case _:
                pass
    unanswered = {key for key, why in waiting.items() if why is CallBackReason.UNANSWERED}
    assert not unanswered & answered


WAITING = st.lists(
    st.tuples(
        st.integers(0, 150),  # waited_s
        st.integers(-60, 60),  # head start
        st.booleans(),  # in front
        st.integers(0, 2),  # signs
        st.lists(st.tuples(st.sampled_from(TAKERS), st.integers(0, 30)), max_size=3),
    ),
    min_size=2,
    max_size=8,
)


@LAW
@given(WAITING, st.lists(st.sampled_from([Doing.READY, Doing.MISSED]), min_size=1, max_size=3))
def test_a_turn_passes_over_nobody_who_has_waited_the_bound(
    calls: list[tuple[int, int, bool, int, list[tuple[AccountId, int]]]], takers: list[Doing]
) -> None:
    floor, offered_at = Floor(), {}
    for number, (waited_s, head_start_s, front, signs, missed) in enumerate(calls):
        contact_id = ContactId(str(uid(number)))
        offered_at[contact_id] = NOW - timedelta(seconds=waited_s)
        failures = (
            Missed(taker=who, at=NOW - timedelta(seconds=ago_s), why=RingFailure.NO_ANSWER)
            for who, ago_s in missed
        )
        life = CallLife(
            offered_at=offered_at[contact_id],
            head_start_s=head_start_s,
            front=front,
            signs=signs,
            missed=tuple(failures),
        )
        floor.put_call(contact_id, life)
    for who, doing in zip(TAKERS, takers, strict=False):
        floor.put_taker(who, TakerLife(doing=doing, since_at=NOW - timedelta(minutes=5)))
    waiting = set(offered_at)
    for turn in floor.turns(LINES, NOW, online=set(TAKERS)):
        waiting.discard(turn.contact_id)
        if isinstance(turn, Ring):
            bound = {i for i in waiting if NOW - offered_at[i] >= timedelta(seconds=LINES.bound_s)}
            assert not [i for i in bound if offered_at[i] < offered_at[turn.contact_id]]


AGES_H = st.lists(st.floats(0, 720), max_size=12).map(tuple)
MINUTES = st.lists(st.floats(0, 10), max_size=6).map(tuple)
SEEN = st.builds(
    CallerSeen,
    pranks_h=AGES_H,
    genuine_h=st.none() | st.floats(0, 5000),
    silent_min=MINUTES,
    restricted=st.booleans(),
    on_open_incident=st.booleans(),
    asked_back=st.booleans(),
    incidents_near=st.integers(0, 5),
    announced=st.integers(0, 3),
    local_hour=st.integers(0, 23),
)


@LAW
@given(SEEN, MINUTES)
def test_silence_never_lowers(seen: CallerSeen, more: tuple[float, ...]) -> None:
    quiet, silent = (
        judge(seen, LINES),
        judge(replace(seen, silent_min=(*seen.silent_min, *more)), LINES),
    )
    assert silent.head_start_s >= quiet.head_start_s
    assert silent.likely >= quiet.likely
    assert silent.front == quiet.front


@LAW
@given(SEEN)
def test_a_restriction_changes_the_order_and_nothing_else(seen: CallerSeen) -> None:
    free = judge(replace(seen, restricted=False), LINES)
    restricted = judge(replace(seen, restricted=True), LINES)
    assert restricted.head_start_s <= free.head_start_s
    assert restricted.front == free.front
    world = World([DESK])
    outcome = world.submit(
        "lines",
        HearCall(
            command_id=uid(1),
            line="main",
            caller_id=CallerId.SHOWN,
            offered_at=NOW,
            seen=replace(seen, restricted=True),
            subject=CALLERS[0],
        ),
    )
    assert not isinstance(outcome, Refused)
    assert [type(fact) for fact in outcome] == [CallOffered]


@LAW
@given(SEEN)
def test_the_likelihood_is_one_and_its_effect_is_bounded(seen: CallerSeen) -> None:
    judged = judge(seen, LINES)
    assert 0 <= judged.likely <= 1
    assert -LINES.bound_s <= judged.head_start_s <= LINES.likelihood.ahead_max_s
