"""Two people at once about incidents that are being joined, and what each guard tag is there for.

Every race is run twice: as it is, where one of the two must yield, and with one tag taken out of
the boundary, where both would win. The second shows that the tag is needed and the test can fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from siaga.desks.dispatch.commands import DispatchUnit
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.incident.commands import (
    Close,
    CloseMerged,
    MergeIncident,
    OpenIncident,
    Reopen,
    UnmergeIncident,
)
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import AttachReport, HearMessage
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.desks.units.commands import GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.incident import IncidentMerged, incident_life
from siaga.language.refusals import Refused
from siaga.language.values import (
    Channel,
    ContactId,
    IncidentId,
    IncidentTypeId,
    MessageKind,
    ResultId,
    SubjectId,
    Tag,
    UnitId,
)
from siaga.platform.desk import Desk
from tests.builders import CHANNEL_ACTOR, DISPATCHER, POLICY_ACTOR, sealed, uid
from tests.world import Asking, World

A, B, C = (IncidentId(str(uid(n))) for n in (1, 2, 3))
CALLER = ContactId(str(uid(9)))
DONE = ResultId("report_untrue")


def merge(one: IncidentId, into: IncidentId, n: int = 20) -> Asking:
    command = MergeIncident(command_id=uid(n), incident_id=one, into=into)
    return Asking(desk="incident", command=command)


def close(one: IncidentId, *merged: IncidentId, n: int = 21) -> Asking:
    command = Close(command_id=uid(n), incident_id=one, result=DONE, merged_ids=merged)
    return Asking(desk="incident", command=command)


def cut(one: IncidentId, into: IncidentId, n: int = 22) -> Asking:
    command = UnmergeIncident(command_id=uid(n), incident_id=one, into=into)
    return Asking(desk="incident", command=command)


def child_of(one: IncidentId, n: int = 23) -> Asking:
    kind = IncidentTypeId("fire.building")
    command = OpenIncident(command_id=uid(n), incident_type=kind, parent_id=one)
    return Asking(desk="incident", command=command)


def reopen(one: IncidentId, n: int = 28) -> Asking:
    command = Reopen(command_id=uid(n), incident_id=one, reason=sealed())
    return Asking(desk="incident", command=command)


def policy(one: IncidentId, into: IncidentId, n: int = 27) -> Asking:
    command = CloseMerged(command_id=uid(n), incident_id=one, into=into, result=DONE)
    return Asking(desk="incident", command=command, actor=POLICY_ACTOR)


def unit_to(one: IncidentId, n: int = 24) -> Asking:
    command = DispatchUnit(command_id=uid(n), incident_id=one, unit_id=UnitId("amb-1"))
    return Asking(desk="dispatch", command=command, actor=DISPATCHER)


def attach(one: IncidentId, n: int = 25) -> Asking:
    command = AttachReport(command_id=uid(n), contact_id=CALLER, incident_id=one)
    return Asking(desk="intake", command=command)


def write(n: int = 26) -> Asking:
    world = World(desks=())
    command = HearMessage(
        command_id=uid(n),
        channel=Channel.WHATSAPP,
        kind=MessageKind.TEXT,
        sent_at=world.now,
        received_at=world.now,
        contact_id=CALLER,
        subject=SubjectId("rina"),
    )
    return Asking(desk="intake", command=command, actor=CHANNEL_ACTOR)


Forgets = Callable[[Any], set[Tag]]


def _of(kind: type[Any], guards: set[IncidentId]) -> Forgets:
    tags = {incident_life(one) for one in guards}
    return lambda command: tags if isinstance(command, kind) else set()


def room(*told: Asking, without: Forgets = lambda _command: set()) -> World:
    """`without`: the tags that the incident desk forgets of a command."""

    def boundary(command: Any) -> tuple[Tag, ...]:
        left_out = without(command)
        return tuple(tag for tag in INCIDENT.boundary(command) if tag not in left_out)

    def decide(command: Any, states: Any, place: Any, asked: Any) -> Any:
        """The forgotten state was read all the same, a moment ago."""
        known = dict(states)
        for tag in INCIDENT.boundary(command):
            if tag not in known:
                known[tag] = world.state("incident", tag)
        return INCIDENT.decide(command, known, place, asked)

    desk: Desk = replace(INCIDENT, boundary=boundary, decide=decide)
    world = World(desks=(INTAKE, desk, UNITS, DISPATCH), eager=False)
    duty = GoOnDuty(command_id=uid(8), unit_id=UnitId("amb-1"))
    world.submit("units", duty, DISPATCHER)
    for n in (1, 2, 3):
        opened = OpenIncident(command_id=uid(n), incident_type=IncidentTypeId("fire.building"))
        world.submit("incident", opened)
    world.submit("intake", write(9).command, CHANNEL_ACTOR)
    for asking in told:
        outcome = world.submit(asking.desk, asking.command, asking.actor)
        assert not isinstance(outcome, Refused), outcome
    return world


def won(world: World, *askings: Asking) -> int:
    outcomes = world.race(*askings)
    return sum(not isinstance(outcome, Refused) and bool(outcome) for outcome in outcomes)


RACES = [
    pytest.param((merge(A, B), unit_to(A)), {A}, id="a unit for what is merged"),
    pytest.param((merge(A, B), child_of(A)), {A}, id="a child of what is merged"),
    pytest.param((merge(A, B), merge(B, C, 30)), {B}, id="a chain"),
    pytest.param((merge(A, B), merge(B, A, 30)), {A, B}, id="each into the other"),
    pytest.param((merge(A, B), merge(A, C, 30)), {A}, id="into two"),
    pytest.param((merge(A, B), close(B)), {B}, id="into what closes"),
    pytest.param((merge(A, B), close(A)), {A}, id="what closes"),
]


@pytest.mark.parametrize(("racing", "guards"), RACES)
def test_one_of_two_yields_and_the_tag_is_what_makes_it(
    racing: tuple[Asking, ...], guards: set[IncidentId]
) -> None:
    for order in (racing, racing[::-1]):
        assert won(room(), *order) == 1
    blind = room(without=_of(MergeIncident, guards))
    assert won(blind, *racing[::-1]) == 2, "the tag is not what decides"


def test_a_report_that_comes_first_is_counted_and_one_that_comes_after_is_refused() -> None:
    world = room()
    assert won(world, merge(A, B), attach(A)) == 1
    world = room()
    assert won(world, attach(A), merge(A, B)) == 2
    assert world.facts(IncidentMerged)[0].reporters == 1
    blind = room(without=_of(MergeIncident, {A}))
    won(blind, attach(A), merge(A, B))
    assert blind.facts(IncidentMerged)[0].reporters == 0


def test_who_writes_about_a_merged_one_keeps_the_main_from_closing() -> None:
    told = (attach(A, 11), merge(A, B, 10))
    closing, writing = close(B, A), write(12)
    assert won(room(*told), writing, closing) == 1
    blind = room(*told, without=_of(Close, {A}))
    assert won(blind, writing, closing) == 2


def test_what_is_opened_again_is_not_closed_behind_its_main() -> None:
    """The policy comes while somebody opens the main one again."""
    told = (merge(A, B, 10), close(B, A))
    world = room(*told)
    world.pending.clear()
    outcomes = world.race(reopen(B), policy(A, B))
    assert [bool(outcome) for outcome in outcomes] == [True, False]
    blind = room(*told, without=_of(CloseMerged, {B}))
    blind.pending.clear()
    assert won(blind, reopen(B), policy(A, B)) == 2


def test_nobody_closes_over_a_merge_that_was_cut_meanwhile() -> None:
    """Closing names what closes with it; what was cut stays open, whoever is first."""
    for order in ((cut(A, B), close(B, A)), (close(B, A), cut(A, B))):
        world = room(merge(A, B, 10))
        world.race(*order)
        world.settle()
        state = world.state("incident", incident_life(A))
        assert state.closed_at is None
        assert state.merged_into is None
