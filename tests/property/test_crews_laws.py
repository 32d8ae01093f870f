"""Laws of crews: a panic ends or rings, an offline queue replayed in any order loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import crews as board
from siaga.boards.crews import CrewCard
from siaga.desks.crews.commands import (
    AddFieldNote,
    AnswerPanic,
    Command,
    RaisePanic,
    SignOff,
    SignOn,
    WithdrawPanic,
)
from siaga.desks.crews.doors import DESK
from siaga.desks.crews.follow import PANIC
from siaga.desks.crews.state import AGAIN_S, OUTCOME_S
from siaga.language.crews import FieldNoteAdded, PanicAnswered, PanicRaised
from siaga.language.dispatch import UnitDispatched
from siaga.language.incident import IncidentOpened
from siaga.language.refusals import Refused
from siaga.language.values import (
    AccountId,
    Actor,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    Priority,
    UnitId,
    Via,
)
from tests.builders import CREW, NOW, OTHER_CREW, TAKER, by_server, minutes, sealed, uid
from tests.world import World

AMB, INCIDENT = UnitId("amb-1"), IncidentId("i-1")
HANDS = (CREW, CREW, OTHER_CREW, TAKER)


@dataclass(slots=True)
class Scene:
    """One unit on one incident, and the card of its crew as the room sees it."""

    world: World = field(default_factory=lambda: World([DESK]))
    count: int = 0

    def __post_init__(self) -> None:
        self.world.tell(
            IncidentOpened(
                incident_id=INCIDENT,
                incident_type=IncidentTypeId("medical"),
                priority=Priority.P1,
                clock_start=by_server(),
                when=by_server(),
                owner=AccountId(TAKER.id),
            )
        )
        job = DispatchId("d-1")
        self.world.tell(
            UnitDispatched(dispatch_id=job, unit_id=AMB, incident_id=INCIDENT, when=by_server())
        )

    def card(self) -> CrewCard | None:
        card: CrewCard | None = None
        for item in self.world.entries:
            if AMB in board.keys(item.fact):
                card = board.draw(AMB, card, item)
        return card

    def act(self, kind: str, hand: Actor, device_at: datetime | None) -> None:
        self.count += 1
        told: dict[str, Any] = {"command_id": uid(self.count), "unit_id": AMB}
        when: dict[str, Any] = {
            "device_at": device_at,
            "sent_at": self.world.now,
            "via": Via.DEVICE,
        }
        commands: dict[str, Callable[[], Command]] = {
            "raise": lambda: RaisePanic(**told, **when),
            "mistake": lambda: WithdrawPanic(**told, **when),
            "answer": lambda: AnswerPanic(**told),
            "end": lambda: AnswerPanic(**told, outcome=sealed("aman")),
            "on": lambda: SignOn(**told, **when),
            "off": lambda: SignOff(**told, **when),
        }
        command = commands[kind]()
        if kind in ("answer", "end") and not hand.is_room:
            return  # its door is the room's
        self.world.submit("crews", command, hand)


ACTS = st.tuples(
    st.sampled_from(("raise", "raise", "mistake", "answer", "end", "on", "off")),
    st.sampled_from(HANDS),
    st.sampled_from([None, 0, -5, -1_440, 300]),  # minutes on the device's clock
    st.sampled_from([0, 1, 5, 30]),  # minutes that pass
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=14))
def test_a_panic_rings_or_has_a_timer_until_somebody_said_how_it_ended(
    acts: list[tuple[str, Actor, int | None, int]],
) -> None:
    scene = Scene()
    for kind, hand, device_min, pause_min in acts:
        at = None if device_min is None else scene.world.now + minutes(device_min)
        scene.act(kind, hand, at)
        scene.world.wait(minutes(pause_min))
        card = scene.card()
        panic = card.panic if card else None
        raised = scene.world.facts(PanicRaised, PanicAnswered)
        is_open = bool(raised) and not (
            isinstance(raised[-1], PanicAnswered) and raised[-1].outcome is not None
        )
        assert (panic is not None) == is_open, "it went quiet by itself"
        assert ((PANIC, AMB) in scene.world.timers) == is_open
        if panic is not None and not panic.rings:
            assert panic.answered_at is not None, "nobody answered and it does not ring"
            assert scene.world.now - panic.answered_at <= timedelta(seconds=OUTCOME_S)
    if scene.world.facts(PanicRaised):
        scene.world.wait(timedelta(seconds=AGAIN_S + OUTCOME_S + 1))
        card = scene.card()
        assert card is None or card.panic is None or card.panic.rings


def note(number: int, ago_min: int, off_min: int, now: datetime) -> AddFieldNote:
    device_now = now + minutes(off_min)
    return AddFieldNote(
        command_id=uid(number),
        incident_id=INCIDENT,
        text=sealed(f"catatan-{number}"),
        via=Via.DEVICE,
        device_at=device_now - minutes(ago_min),
        sent_at=device_now,
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 1_440), min_size=1, max_size=8),
    st.integers(-600, 600).filter(lambda off_min: abs(off_min) != 1),  # within the slack
    st.data(),
)
def test_a_queue_replayed_in_any_order_and_twice_is_written_once_with_its_times(
    agos: list[int], off_min: int, data: st.DataObject
) -> None:
    scene = Scene()
    scene.world.now = NOW + minutes(1_440)
    notes = [note(n, ago, off_min, scene.world.now) for n, ago in enumerate(agos, start=1)]
    order = data.draw(st.permutations(notes * 2))
    for one in order:
        assert not isinstance(scene.world.submit("crews", one, CREW), Refused)
    told = {fact.note_id: fact for fact in scene.world.facts(FieldNoteAdded)}
    assert len(scene.world.facts(FieldNoteAdded)) == len(notes)
    for one, ago in zip(notes, agos, strict=True):
        fact = told[str(one.command_id)]
        assert fact.when.at == scene.world.now - minutes(ago), "the clock was not set right"
        assert fact.when.doubt_s == abs(off_min) * 60
        assert fact.when.at <= scene.world.now


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("on", "off")), st.sampled_from(HANDS)), max_size=12))
def test_who_is_on_the_unit_is_who_said_so_last(acts: list[tuple[str, Actor]]) -> None:
    scene = Scene()
    on: set[str] = set()
    for kind, hand in acts:
        scene.act(kind, hand, None)
        if AMB in hand.units or hand.is_room:
            (on.add if kind == "on" else on.discard)(hand.id)
    card = scene.card()
    assert {one.account_id for one in card.members} == on if card else not on
