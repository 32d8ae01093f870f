"""Shelters, river levels, houses that stay and reports: counted with ages, ringing until done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.app.situation.paper import Printed, Report
from siaga.boards import shelters, situation, water
from siaga.desks.incident.commands import Close
from siaga.desks.shelters.advise import Seen, SeenGauge, SeenShelter, draft
from siaga.desks.shelters.commands import (
    AcknowledgeWater,
    ApproveSituation,
    AskHouse,
    BeginSituationReports,
    CloseShelter,
    CountShelter,
    NoteHouse,
    OpenShelter,
    ReportWaterLevel,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.shelters import (
    Figure,
    HeadCount,
    HeadKind,
    HouseAnswer,
    HouseRecallDue,
    Need,
    NeedCount,
    ShelterCountDue,
    SituationDue,
    SituationReported,
    WaterAlarmRaised,
)
from siaga.language.values import FieldError, ResultId, ShelterId
from siaga.platform.desk import Outcome
from tests.board_entries import drawn
from tests.builders import NOW, hours, minutes, sealed, uid
from tests.slow_builders import FLOOD, HALL, RIVER, SLOW, STREET_LIGHT, opened, world
from tests.world import World


def refused(outcome: Outcome) -> Refusal | None:
    return outcome.reason if isinstance(outcome, Refused) else None


def level(house: World, number: int, cm: int | None = None, **said: object) -> Outcome:
    command = ReportWaterLevel(command_id=uid(number), gauge=RIVER, level_cm=cm, **said)  # type: ignore[arg-type]
    return house.submit("shelters", command)


def river(house: World) -> water.WaterCard:
    found: water.WaterCard = drawn(water, house.entries)[RIVER]
    return found


def test_a_shelter_opens_once_is_counted_with_ages_and_rings_when_it_is_not() -> None:
    house = world()
    flood = opened(house, 1, FLOOD)
    house.submit("shelters", OpenShelter(command_id=uid(11), incident_id=flood, shelter_id=HALL))
    again = OpenShelter(command_id=uid(12), incident_id=flood, shelter_id=HALL)
    assert refused(house.submit("shelters", again)) is Refusal.SHELTER_OPEN
    house.wait(minutes(10))
    count = CountShelter(
        command_id=uid(13),
        shelter_id=HALL,
        heads=(HeadCount(kind=HeadKind.WOMEN, count=31),),
        needs=(NeedCount(need=Need.MILK, count=12),),
    )
    house.submit("shelters", count)
    house.wait(minutes(10))
    more = CountShelter(
        command_id=uid(14), shelter_id=HALL, heads=(HeadCount(kind=HeadKind.INFANTS, count=4),)
    )
    house.submit("shelters", more)
    shown = drawn(shelters, house.entries)[HALL]
    assert shown.capacity == 50, "as the place says"
    assert {kind: one.at for kind, one in shown.heads.items()} == {
        HeadKind.WOMEN: NOW + minutes(10),
        HeadKind.INFANTS: NOW + minutes(20),
    }
    house.wait(hours(6) + minutes(16))
    assert [fact.step for fact in house.facts(ShelterCountDue)] == [1, 2]
    house.submit("incident", Close(command_id=uid(15), incident_id=flood, result=_DONE))
    house.wait(minutes(15))
    assert len(house.facts(ShelterCountDue)) == 3, "people are still in it"
    house.submit("shelters", CloseShelter(command_id=uid(16), shelter_id=HALL))
    house.wait(hours(9))
    assert len(house.facts(ShelterCountDue)) == 3


_DONE = ResultId("dealt_with_on_scene")


def test_an_older_count_told_later_does_not_hide_the_newer_one() -> None:
    house = world()
    flood = opened(house, 1, FLOOD)
    own = OpenShelter(command_id=uid(11), incident_id=flood, name=sealed("masjid"))
    house.submit("shelters", own)
    shelter = ShelterId(str(uid(11)))
    house.wait(hours(1))
    for number, count, at in ((12, 40, house.now), (13, 7, NOW + minutes(5))):
        heads = (HeadCount(kind=HeadKind.MEN, count=count),)
        told = CountShelter(command_id=uid(number), shelter_id=shelter, heads=heads, occurred_at=at)
        house.submit("shelters", told)
    assert drawn(shelters, house.entries)[shelter].heads[HeadKind.MEN].count == 40


@pytest.mark.parametrize("count", [-1, 100_001])
def test_no_count_is_negative_or_a_slip_of_the_pen(count: int) -> None:
    with pytest.raises(FieldError) as wrong:
        CountShelter(
            command_id=uid(1),
            shelter_id=HALL,
            heads=(HeadCount(kind=HeadKind.MEN, count=count),),
        )
    assert wrong.value.field == "heads"
    with pytest.raises(FieldError):
        NoteHouse(command_id=uid(1), incident_id=opened(world(), 1), people=count)


def test_a_threshold_rings_until_acknowledged_and_proposes_the_plan() -> None:
    house = world()
    level(house, 11, 900)
    assert house.facts(WaterAlarmRaised) == []
    level(house, 12, 1010)
    level(house, 13, 1020)
    assert [fact.stage for fact in house.facts(WaterAlarmRaised)] == ["siaga-3"], "one ring each"
    house.wait(minutes(21))
    assert [fact.step for fact in house.facts(WaterAlarmRaised)] == [1, 2, 3]
    level(house, 14, 1250)
    raised = house.facts(WaterAlarmRaised)[-1]
    assert (raised.stage, raised.incident_type, raised.step) == ("siaga-2", FLOOD, 1)
    house.submit("shelters", AcknowledgeWater(command_id=uid(15), gauge=RIVER))
    house.wait(hours(2))
    assert house.facts(WaterAlarmRaised)[-1] is raised
    assert (river(house).alarm, river(house).known) == (None, "siaga-2")
    ack = AcknowledgeWater(command_id=uid(16), gauge=RIVER)
    assert refused(house.submit("shelters", ack)) is Refusal.NO_WATER_ALARM


def test_a_river_that_falls_and_rises_again_is_news() -> None:
    house = world()
    level(house, 11, 1250)
    house.submit("shelters", AcknowledgeWater(command_id=uid(12), gauge=RIVER))
    level(house, 13, 1100)
    assert river(house).known == "siaga-3"
    level(house, 14, 1260)
    assert [fact.stage for fact in house.facts(WaterAlarmRaised)] == ["siaga-2", "siaga-2"]
    level(house, 15, 1100)
    assert river(house).alarm is None, "what it fell to was acknowledged before"
    level(house, 16, 500)
    assert river(house).known is None
    level(house, 17, 1250)
    level(house, 18, 1100)
    alarm = river(house).alarm
    assert alarm is not None
    assert alarm.stage == "siaga-3", "nobody has seen that one: it rings on, milder"


def test_a_reading_that_is_told_late_alarms_nobody_and_calms_nobody() -> None:
    house = world()
    house.wait(hours(2))
    level(house, 11, 1250)
    level(house, 12, 100, occurred_at=NOW)
    assert river(house).alarm is not None
    assert river(house).readings[-1].level_cm == 1250
    level(house, 13, stage="siaga-1", occurred_at=NOW)
    assert [fact.stage for fact in house.facts(WaterAlarmRaised)] == ["siaga-2"]


def test_the_agency_may_declare_a_stage_whose_level_is_not_confirmed() -> None:
    house = world()
    assert refused(level(house, 10)) is Refusal.LEVEL_OR_STAGE_NEEDED
    assert refused(level(house, 11, stage="siaga-9")) is Refusal.UNKNOWN_STAGE
    assert refused(level(house, 12, 4000)) is Refusal.LEVEL_TOO_HIGH
    level(house, 13, 300, stage="siaga-1")
    alarm = river(house).alarm
    assert alarm is not None
    assert alarm.stage == "siaga-1"


def test_a_house_that_stays_is_asked_again_and_rings_until_it_is_over() -> None:
    house = world()
    flood = opened(house, 1, FLOOD)
    note = NoteHouse(command_id=uid(11), incident_id=flood, people=3, who=sealed("rumah biru"))
    house.submit("shelters", note)
    house.wait(hours(2) + minutes(16))
    assert [fact.step for fact in house.facts(HouseRecallDue)] == [1, 2]
    ask = AskHouse(command_id=uid(12), house_id=str(uid(11)), answer=HouseAnswer.STAYS)
    house.submit("shelters", ask)
    line = drawn(situation, house.entries)[flood].houses[str(uid(11))]
    assert (line.asked, line.step, line.recall_at) == (1, 0, house.now + hours(2))
    gone = AskHouse(command_id=uid(13), house_id=str(uid(11)), answer=HouseAnswer.EVACUATED)
    house.submit("shelters", gone)
    house.wait(hours(9))
    assert len(house.facts(HouseRecallDue)) == 2
    assert drawn(situation, house.entries)[flood].evacuated == 3
    late = AskHouse(command_id=uid(14), house_id=str(uid(11)), answer=HouseAnswer.STAYS)
    assert refused(house.submit("shelters", late)) is Refusal.UNKNOWN_HOUSE


def test_a_flood_is_reported_on_every_six_hours_and_the_report_is_frozen() -> None:
    house = world()
    flood = opened(house, 1, FLOOD)
    house.wait(hours(6) + minutes(1))
    assert [fact.step for fact in house.facts(SituationDue)] == [1]
    figures = (Figure(key="shelters_open", value=3, source="shelters", at=NOW),)
    approve = ApproveSituation(
        command_id=uid(11), incident_id=flood, figures=figures, drawn_at=house.now
    )
    house.submit("shelters", approve)
    (fact,) = house.facts(SituationReported)
    assert (fact.figures, fact.next_due_at) == (figures, house.now + hours(6))
    shown = drawn(situation, house.entries)[flood]
    assert [line.number for line in shown.reports] == ["S-2026-000001"]
    house.submit("incident", Close(command_id=uid(12), incident_id=flood, result=_DONE))
    house.wait(hours(12))
    assert len(house.facts(SituationDue)) == 1
    assert flood not in drawn(situation, house.entries)
    fire = opened(house, 2, STREET_LIGHT)
    approve = ApproveSituation(
        command_id=uid(13), incident_id=fire, figures=figures, drawn_at=house.now
    )
    assert refused(house.submit("shelters", approve)) is Refusal.NO_SITUATION_REPORTS
    begin = BeginSituationReports(command_id=uid(14), incident_id=fire, every_min=60)
    house.submit("shelters", begin)
    assert drawn(situation, house.entries)[fire].due_at == house.now + hours(1)


def test_a_sum_in_a_report_is_as_old_as_its_oldest_count_and_says_who_did_not_count() -> None:
    old, new = NOW, NOW + hours(3)
    seen = Seen(
        shelters=(
            SeenShelter(id="a", heads={HeadKind.MEN: (10, old)}, needs={}),
            SeenShelter(id="b", heads={HeadKind.MEN: (5, new)}, needs={Need.MILK: (2, new)}),
            SeenShelter(id="c", heads={}, needs={}),
        ),
        gauges=(SeenGauge(id=RIVER, read_at=old, rank=2, level_cm=1250, stage="siaga-2"),),
    )
    found = {(one.key, one.about): (one.value, one.at) for one in draft(seen)}
    assert found["heads", ""] == (15, old)
    assert found["heads_uncounted", ""] == (1, None)
    assert found["needs_milk", ""] == (2, new)
    assert found["level_cm", RIVER] == (1250, old)
    assert ("heads_women", "") not in found, "nobody counted them: not nought"


def test_a_report_names_the_stage_and_whose_count_is_missing() -> None:
    """By rank Siaga 3 would stand where Siaga 2 is meant, and read as the milder one."""
    figures = (
        Figure(key="stage", value=2, source="water", about=RIVER, word="siaga-2"),
        Figure(key="heads_women_uncounted", value=1, source="shelters"),
    )
    before = (Figure(key="stage", value=1, source="water", about=RIVER),)  # as it was written once
    report = Report(number="S-1", incident_number="K-1", figures=figures, drawn_at=NOW)
    printed = Printed(
        place=SLOW, report=report, names={RIVER: "Sungai"}, before=replace(report, figures=before)
    )
    assert "Tingkat siaga Sungai: *Siaga 2*" in printed.text()
    assert "<td>Siaga 2</td><td>Siaga 3</td>" in printed.html()
    assert "Perempuan dewasa: posko yang belum menghitung: *1*" in printed.text()
