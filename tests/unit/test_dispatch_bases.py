"""*Minta ke Mako*: whoever was asked answers or rings; and what a merged incident waited for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from siaga.boards.open_incidents import IncidentCard, draw, keys
from siaga.desks.dispatch.commands import (
    AnswerBase,
    AskBase,
    DispatchUnit,
    RecordPartner,
    RemindOfBase,
    SetNextJob,
    WaitForUnit,
)
from siaga.desks.dispatch.doors import DESK
from siaga.desks.incident.commands import MergeIncident, UnmergeIncident
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.base_asks import BaseAnswer, BaseAnswered, BaseAsked, BaseSilent
from siaga.language.dispatch import (
    NeedReason,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry
from siaga.language.partners import PartnerAnswer
from siaga.language.refusals import Refusal, Refused
from siaga.language.unit_orders import NextJobSet
from siaga.language.values import (
    AgencyId,
    CapabilityId,
    FieldError,
    IncidentId,
    PartnerId,
    Priority,
    UnitId,
    Via,
)
from tests.builders import NOW, by_server, minutes, sealed, uid
from tests.unit.sending_story import AMB, CITY, HERE, JOB, PATROL, THERE, on, opened, sent
from tests.world import World

POLICE = AgencyId("polresta")


def room(*facts: object) -> World:
    made = World([DESK, UNITS, INCIDENT], place=CITY)
    for fact in facts:
        made.tell(fact)  # type: ignore[arg-type]
    return made


def card(entries: Sequence[Entry], incident_id: IncidentId = HERE) -> IncidentCard:
    drawn: IncidentCard | None = None
    for item in entries:
        if incident_id in keys(item.fact):
            drawn = draw(incident_id, drawn, item)
    assert drawn is not None
    return drawn


def ask(number: int = 1, unit: UnitId = PATROL, incident_id: IncidentId = HERE) -> AskBase:
    return AskBase(
        command_id=uid(number), incident_id=incident_id, unit_id=unit, via=Via.CHAT_GROUP
    )


def answer(number: int = 2, *, agreed: bool = False) -> AnswerBase:
    reason = None if agreed else sealed("semua di luar")
    return AnswerBase(
        command_id=uid(number), incident_id=HERE, agency=POLICE, agreed=agreed, reason=reason
    )


def test_a_base_that_says_nothing_rings_and_asking_again_begins_anew() -> None:
    world = room(opened(), *on(PATROL))
    world.submit("dispatch", ask())
    line = card(world.entries).asked[POLICE]
    assert (line.unit_id, line.via, line.silent, line.answer) == (
        PATROL,
        Via.CHAT_GROUP,
        False,
        None,
    )
    world.wait(minutes(1.9))
    assert not world.facts(BaseSilent)
    world.wait(minutes(1))
    assert card(world.entries).asked[POLICE].silent
    world.submit("dispatch", ask(5))
    line = card(world.entries).asked[POLICE]
    assert (line.times, line.silent, line.since_at) == (2, False, NOW)
    world.wait(minutes(2))
    assert len(world.facts(BaseSilent)) == 2


def test_sending_the_unit_is_the_answer() -> None:
    world = room(opened(), *on(PATROL))
    world.submit("dispatch", ask())
    send = DispatchUnit(command_id=uid(3), incident_id=HERE, unit_id=PATROL, asked_via=Via.PHONE)
    world.submit("dispatch", send)
    assert [one.answer for one in world.facts(BaseAnswered)] == [BaseAnswer.AGREED]
    assert card(world.entries).asked == {}
    world.wait(minutes(9))
    assert not world.facts(BaseSilent)


def test_it_may_name_somebody_elses_unit() -> None:
    world = room(opened(), *on(PATROL))
    world.submit("dispatch", ask())
    said = RecordPartner(
        command_id=uid(3),
        incident_id=HERE,
        partner_id=PartnerId("pmi"),
        answer=PartnerAnswer.COMING,
        named_by=POLICE,
    )
    world.submit("dispatch", said)
    assert [one.answer for one in world.facts(BaseAnswered)] == [BaseAnswer.PARTNER]
    assert [one.unit_id for one in world.facts(UnitDispatched)] == ["pmi"]
    assert card(world.entries).asked == {}


def test_agreed_without_a_unit_rings_too() -> None:
    world = room(opened(), *on(PATROL))
    world.submit("dispatch", ask())
    world.submit("dispatch", answer(agreed=True))
    assert card(world.entries).asked[POLICE].answer is BaseAnswer.AGREED
    world.wait(minutes(3))
    assert card(world.entries).asked[POLICE].silent


def test_a_refusal_leaves_a_need_and_stays_to_be_read() -> None:
    world = room(opened(), *on(PATROL))
    world.submit("dispatch", ask())
    world.submit("dispatch", answer())
    drawn = card(world.entries)
    assert drawn.asked[POLICE].answer is BaseAnswer.REFUSED
    assert drawn.need is not None
    assert (drawn.need.reason, drawn.need.promised) == (NeedReason.BASE_REFUSED, False)
    assert world.submit("dispatch", answer(4)) == Refused(reason=Refusal.BASE_NOT_ASKED)
    world.wait(minutes(9))
    assert not world.facts(BaseSilent)
    with pytest.raises(FieldError):
        AnswerBase(command_id=uid(9), incident_id=HERE, agency=POLICE, agreed=False)


def test_only_who_has_a_base_is_asked_of_it_and_only_while_it_is_open() -> None:
    world = room(opened(), *on(AMB))
    own = world.submit("dispatch", ask(unit=AMB))
    assert own == Refused(reason=Refusal.UNIT_HAS_NO_BASE)
    unknown = world.submit("dispatch", ask(2, incident_id=THERE))
    assert unknown == Refused(reason=Refusal.UNKNOWN_INCIDENT)
    late = RemindOfBase(command_id=uid(3), incident_id=HERE, agency=POLICE, due_at=NOW)
    assert world.submit("dispatch", late) == ()


def merge(world: World) -> None:
    command = MergeIncident(command_id=uid(20), incident_id=HERE, into=THERE)
    assert not isinstance(world.submit("incident", command), Refused)


def wait_for(capability: str) -> WaitForUnit:
    return WaitForUnit(
        command_id=uid(11),
        incident_id=HERE,
        reason=NeedReason.NO_FREE_UNIT,
        capability=CapabilityId(capability),
    )


def test_what_a_merged_incident_waited_for_goes_on_where_the_work_does() -> None:
    urgent = opened(THERE, priority=Priority.P1)
    world = room(opened(), urgent, *on(AMB, PATROL), sent(incident_id=IncidentId("i-9")))
    world.submit("dispatch", wait_for("police"))
    world.submit("dispatch", ask())
    world.submit("dispatch", SetNextJob(command_id=uid(12), unit_id=AMB, incident_id=HERE))
    merge(world)
    left, main = card(world.entries), card(world.entries, THERE)
    assert (left.need, left.asked, left.next_of) == (None, {}, {})
    assert main.need is not None
    assert main.need.capability == "police"
    assert set(main.asked) == {POLICE}
    assert world.facts(NextJobSet)[-1].incident_id == THERE
    world.wait(minutes(6))
    assert [due.incident_id for due in world.facts(UnitNeedDue)] == [THERE]
    assert [silent.incident_id for silent in world.facts(BaseSilent)] == [THERE]
    world.tell(
        UnitCleared(dispatch_id=JOB, unit_id=AMB, incident_id=IncidentId("i-9"), when=by_server())
    )
    assert world.facts(UnitDispatched)[-1].incident_id == THERE


def test_who_works_there_already_ends_the_need_and_both_stories_say_so() -> None:
    world = room(opened(), opened(THERE), *on(AMB, PATROL))
    world.submit("dispatch", wait_for("ambulance"))
    world.tell(sent(incident_id=THERE))
    merge(world)
    assert [one.met_at for one in world.facts(UnitNeedDropped)] == [THERE]
    assert card(world.entries).need is None
    assert card(world.entries, THERE).need is None


def test_a_merge_that_is_cut_gives_the_need_back() -> None:
    world = room(opened(), opened(THERE), *on(AMB))
    world.submit("dispatch", wait_for("police"))
    merge(world)
    cut = UnmergeIncident(command_id=uid(21), incident_id=HERE, into=THERE)
    world.submit("incident", cut)
    need = card(world.entries).need
    assert need is not None
    assert (need.capability, need.promised) == ("police", False)
    assert world.facts(UnitNeedRecorded)[-1].incident_id == HERE


def test_two_askings_of_one_base_become_one() -> None:
    world = room(opened(), opened(THERE), *on(PATROL))
    world.submit("dispatch", ask())
    world.submit("dispatch", ask(2, incident_id=THERE))
    merge(world)
    moved = world.facts(BaseAsked)[-1]
    assert (moved.incident_id, moved.moved_from) == (THERE, HERE)
    assert moved.answer_by_at == NOW + minutes(2)
