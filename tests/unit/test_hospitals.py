"""Emergency departments: who may say what of them, and where the proposal sends people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from siaga.app.destinations import standing_of
from siaga.boards import hospitals as board
from siaga.boards.hospitals import BedLine, FigureLine, HospitalCard, HospitalWord, ServiceLine
from siaga.desks.hospitals.advise import Standing, Why, propose
from siaga.desks.hospitals.commands import DeclareDiversion, EndDiversion, ReportHospital
from siaga.desks.hospitals.doors import DESK
from siaga.language.care_rules import Service
from siaga.language.hospitals import (
    BedClass,
    BedCount,
    DiversionDeclared,
    DiversionEnded,
    HospitalReported,
    ReportSource,
    Traffic,
    TrafficEnd,
    TrafficReason,
)
from siaga.language.patients import HospitalPreAlerted, PreAlertWithdrawn, Withdrawn
from siaga.language.refusals import Refusal, Refused
from siaga.language.text import Text
from siaga.language.values import (
    Actor,
    ActorKind,
    FieldError,
    HospitalId,
    IncidentId,
    PatientId,
    Role,
    ServiceId,
)
from tests.board_entries import Told, drawn
from tests.builders import (
    CREW,
    HOSPITAL_DESK,
    NOW,
    PLACE,
    TAKER,
    by_server,
    hours,
    minutes,
    person,
    uid,
)
from tests.world import World

RSUD, OTHER = HospitalId("rsud"), HospitalId("rs-lain")
FEED = Actor(kind=ActorKind.CHANNEL, id="channel:have")
TRAUMA, CT, ICU = ServiceId("trauma"), ServiceId("ct"), ServiceId("icu")
ABOUT: Any = {
    "patient_id": PatientId("p-1"),
    "incident_id": IncidentId("i-1"),
    "hospital": RSUD,
}
HERE = (-1.61, 103.61)


def beds(available: int, baseline: int | None = 12) -> tuple[BedCount, ...]:
    return (BedCount(bed=BedClass.EMERGENCY, available=available, baseline=baseline),)


def report(number: int, **said: Any) -> ReportHospital:
    said.setdefault("hospital", RSUD)
    return ReportHospital(command_id=uid(number), **said)


def divert(number: int, **said: Any) -> DeclareDiversion:
    return DeclareDiversion(
        command_id=uid(number),
        hospital=RSUD,
        traffic=said.pop("traffic", Traffic.ADVISORY),
        reason=TrafficReason.FULL,
        **said,
    )


def test_a_hospital_says_how_it_is_and_nobody_elses() -> None:
    room = World([DESK])
    room.submit("hospitals", report(1, beds=beds(3), waiting=4), HOSPITAL_DESK)
    said = room.facts(HospitalReported)[0]
    assert (said.source, said.expires_at) == (ReportSource.PAGE, NOW + hours(4))
    foreign = room.submit("hospitals", report(2, hospital=OTHER, waiting=1), HOSPITAL_DESK)
    assert isinstance(foreign, Refused)
    assert foreign.reason is Refusal.NOT_YOUR_HOSPITAL
    crew = room.submit("hospitals", report(3, waiting=1), CREW)
    assert isinstance(crew, Refused)
    room.submit("hospitals", report(4, waiting=1), TAKER)
    assert room.facts(HospitalReported)[-1].source is ReportSource.ROOM


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("available", lambda: BedCount(bed=BedClass.BURN, available=-1)),
        ("available", lambda: BedCount(bed=BedClass.BURN, available=2001)),
        ("available", lambda: BedCount(bed=BedClass.BURN, available=9, baseline=8)),
        ("beds", lambda: report(1)),
        ("beds", lambda: report(1, beds=beds(1) * 2)),
        ("waiting", lambda: report(1, waiting=-1)),
        ("delay_min", lambda: report(1, delay_min=2000)),
        ("services_off", lambda: report(1, services_on=(CT,), services_off=(CT,))),
        ("hours", lambda: divert(1, hours=0)),
    ],
)
def test_what_cannot_be_true_is_named(field: str, said: Any) -> None:
    with pytest.raises(FieldError) as wrong:
        said()
    assert wrong.value.field == field


def test_a_diversion_runs_out_by_itself() -> None:
    room = World([DESK])
    room.submit("hospitals", divert(1, hours=30), HOSPITAL_DESK)
    assert room.facts(DiversionDeclared)[0].expires_at == NOW + hours(12)  # the place's most
    room.wait(hours(13))
    assert [fact.why for fact in room.facts(DiversionEnded)] == [TrafficEnd.EXPIRED]
    again = room.submit("hospitals", EndDiversion(command_id=uid(3), hospital=RSUD), TAKER)
    assert isinstance(again, Refused)
    assert again.reason is Refusal.NOT_DIVERTING


def test_a_feed_never_overrules_a_person() -> None:
    room = World([DESK])
    room.submit("hospitals", divert(1, traffic=Traffic.CLOSED), HOSPITAL_DESK)
    assert room.submit("hospitals", EndDiversion(command_id=uid(2), hospital=RSUD), FEED) == ()
    assert room.submit("hospitals", divert(3), FEED) == ()
    assert not room.facts(DiversionEnded)


def test_a_feed_that_says_the_same_again_writes_nothing() -> None:
    room = World([DESK])
    at = NOW - minutes(10)
    room.submit("hospitals", report(1, beds=beds(3), reported_at=at), FEED)
    assert room.facts(HospitalReported)[0].when.at == at
    assert room.submit("hospitals", report(2, beds=beds(3), reported_at=at), FEED) == ()


def test_a_feeds_diversion_is_as_old_as_its_system_says_and_lasts_while_it_says_so() -> None:
    room = World([DESK])
    at = NOW - hours(3)
    for number in range(1, 13):  # asked each half hour, and nothing new
        room.submit("hospitals", divert(number, reported_at=at), FEED)
        room.wait(minutes(30))
    assert not room.facts(DiversionEnded)
    assert {fact.when.at for fact in room.facts(DiversionDeclared)} == {at}
    assert len(room.facts(DiversionDeclared)) < 8
    room.wait(hours(3))  # the feed is gone
    assert [fact.why for fact in room.facts(DiversionEnded)] == [TrafficEnd.EXPIRED]


def test_an_old_feed_does_not_close_what_a_nurse_opened_since() -> None:
    room = World([DESK])
    room.submit("hospitals", divert(1, reported_at=NOW - hours(1)), FEED)
    room.wait(minutes(5))
    room.submit("hospitals", EndDiversion(command_id=uid(2), hospital=RSUD), HOSPITAL_DESK)
    assert room.submit("hospitals", divert(3, reported_at=NOW - minutes(1)), FEED) == ()
    later = divert(4, reported_at=NOW + minutes(6))
    room.wait(minutes(10))
    assert room.submit("hospitals", later, FEED)


def test_a_slow_feed_does_not_push_aside_what_a_nurse_said_since() -> None:
    room = World([DESK])
    room.submit("hospitals", report(1, beds=beds(0), services_off=(CT,)), HOSPITAL_DESK)
    slow = report(2, beds=beds(9), services_on=(CT,), waiting=3, reported_at=NOW - minutes(20))
    room.submit("hospitals", slow, FEED)
    card = drawn(board, room.entries)["rsud"]
    assert (card.beds[BedClass.EMERGENCY].available, card.services[CT].on) == (0, False)
    assert card.waiting is not None  # which nobody else said
    assert card.reported_at == NOW


def test_what_was_not_said_keeps_its_age() -> None:
    room = World([DESK])
    room.submit("hospitals", report(1, beds=beds(3), services_on=(CT,)), HOSPITAL_DESK)
    room.wait(minutes(30))
    room.submit("hospitals", report(2, beds=beds(2, None)), HOSPITAL_DESK)
    card = drawn(board, room.entries)["rsud"]
    line = card.beds[BedClass.EMERGENCY]
    assert (line.available, line.baseline, line.said.at) == (2, 12, NOW + minutes(30))
    assert card.services[CT].said.at == NOW


def test_a_hospital_sees_its_own_card_only() -> None:
    room = World([DESK])
    room.submit("hospitals", report(1, waiting=4), HOSPITAL_DESK)
    card = drawn(board, room.entries)["rsud"]
    assert board.view(card, HOSPITAL_DESK) == card
    stranger = person("acc-lain", Role.HOSPITAL_DESK, hospital="rs-lain")
    assert board.view(card, stranger) is None
    assert board.view(card, CREW) is not None


def standing(hospital: HospitalId, **known: Any) -> Standing:
    return Standing(hospital=PLACE.hospitals[hospital], **known)


def first(*standings: Standing, needed: tuple[ServiceId, ...] = ()) -> HospitalId:
    return propose(needed, standings, start=HERE)[0].hospital


def test_the_nearest_that_can_help_stands_first() -> None:
    near, far = standing(RSUD), standing(OTHER)
    assert first(near, far) == RSUD
    assert first(standing(RSUD, traffic=Traffic.CLOSED), far) == OTHER
    assert first(standing(RSUD, declined=True), far) == OTHER
    lacking = standing(RSUD, services={CT: False})
    assert first(lacking, standing(OTHER, services={CT: True}), needed=(CT,)) == OTHER


def test_three_victims_do_not_all_go_to_one_bed() -> None:
    """Who is on the way already counts, and so does a long queue."""
    near, far = standing(RSUD, free=2), standing(OTHER, free=2)
    assert first(near, far) == RSUD
    taken = propose((), (replace(near, bound=2), far), start=HERE)
    assert taken[0].hospital == OTHER
    assert Why.TAKEN in {reason.why for reason in taken[1].reasons}
    assert not taken[1].fits
    assert first(replace(near, waiting=40), replace(far, waiting=0)) == OTHER


def test_who_keeps_silent_gains_nothing_by_it() -> None:
    """A department that says it is busy stands before a farther one of which nobody knows."""
    busy = standing(RSUD, services={CT: True}, free=3, delay_min=15, waiting=8)
    assert first(busy, standing(OTHER), needed=(CT,)) == RSUD


def test_a_house_for_one_illness_is_not_for_another() -> None:
    house = replace(PLACE.hospitals[RSUD], services=(ServiceId("psychiatric"),), services_only=True)
    special, far = Standing(hospital=house), standing(OTHER)
    assert first(special, far) == first(special, far, needed=(CT,)) == OTHER
    assert first(special, far, needed=(ServiceId("psychiatric"),)) == RSUD


def test_each_reason_says_how_old_it_is() -> None:
    at = NOW - minutes(50)
    card = HospitalCard(
        hospital=RSUD,
        beds={bed: BedLine(available=0, said=word(at)) for bed in (BedClass.ADULT_ICU,)},
        waiting=FigureLine(value=7, said=word(at)),
        services={ICU: ServiceLine(on=True, said=word(at - hours(9), old=True))},
    )
    care = replace(
        PLACE.care,
        service=(Service(id=ICU, name=Text(id="ICU", en="ICU"), bed=BedClass.ADULT_ICU),),
    )
    known = standing_of(PLACE.hospitals[RSUD], card, care=care, now=NOW)
    (ranked,) = propose((ICU,), (known,), start=HERE)
    ages = {reason.why: reason.said_at for reason in ranked.reasons}
    assert ages[Why.LACKS] == ages[Why.QUEUE] == at  # no bed of intensive care is free


def word(at: datetime, *, old: bool = False) -> HospitalWord:
    expires_at = at if old else at + hours(4)
    return HospitalWord(at=at, expires_at=expires_at, source=ReportSource.PAGE, by="acc-rsud")


def test_whom_it_need_not_expect_any_more_is_said() -> None:
    told = HospitalPreAlerted(**ABOUT, pre_alert_id="p", when=by_server())
    gone = PreAlertWithdrawn(
        **ABOUT, pre_alert_id="p", why=Withdrawn.OTHER_HOSPITAL, when=by_server(NOW + minutes(4))
    )
    say = Told()
    say(told)
    card = drawn(board, say.entries)[RSUD]
    assert (card.on_the_way, card.at_the_door) == (1, 0)
    say(gone)
    card = drawn(board, say.entries)[RSUD]
    assert (card.on_the_way, card.recent[0].withdrawn) == (0, Withdrawn.OTHER_HOSPITAL)
    assert card.recent[0].told_at == NOW


def test_nobody_is_left_out_and_each_says_why() -> None:
    ranked = propose(
        (TRAUMA, CT),
        (standing(RSUD, traffic=Traffic.ADVISORY, free=0), standing(OTHER, delay_min=30)),
        start=HERE,
    )
    whys = {one.hospital: {reason.why for reason in one.reasons} for one in ranked}
    assert whys[RSUD] == {Why.DIVERTS, Why.HAS, Why.NOT_KNOWN, Why.FULL, Why.NEAREST}
    assert Why.WAITS in whys[OTHER]
    assert not any(one.fits for one in ranked)


def test_insurance_is_no_part_of_the_order() -> None:
    def order(near: bool | None, far: bool | None) -> list[HospitalId]:
        pair = ((RSUD, near), (OTHER, far))
        standings = [
            Standing(hospital=replace(PLACE.hospitals[key], bpjs=bpjs)) for key, bpjs in pair
        ]
        return [one.hospital for one in propose((), standings, start=HERE)]

    assert order(None, None) == order(False, True) == order(True, False)


def test_without_a_place_they_are_still_all_there() -> None:
    ranked = propose((CT,), (standing(RSUD), standing(OTHER)), start=None)
    assert {one.hospital for one in ranked} == {RSUD, OTHER}
    assert all(one.travel is None for one in ranked)
