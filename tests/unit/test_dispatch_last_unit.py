"""The last unit, partners, found on the way, proofs of delivery, a unit that was retired."""

from __future__ import annotations

from dataclasses import replace

from siaga.desks.alerts.doors import DESK as ALERTS
from siaga.desks.dispatch.commands import (
    Cancel,
    DispatchUnit,
    RecordPartner,
    ReportStatus,
)
from siaga.desks.dispatch.doors import DESK
from siaga.desks.units.commands import GoOffDuty, GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.alerts import (
    AlertAbout,
    AlertAnswered,
    AlertDelivered,
    AlertEnd,
    AlertRaised,
    AlertWay,
)
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.partners import PartnerAnswer, PartnerAsked
from siaga.language.refusals import Refusal, Refused
from siaga.language.unit_orders import (
    UnitsEnough,
    UnitsRunLow,
)
from siaga.language.values import (
    AlertId,
    DispatchId,
    PartnerId,
    Priority,
    UnitId,
)
from tests.builders import CREW, NOW, by_server, minutes, sealed, uid
from tests.story import entry, teller
from tests.unit.sending_story import (
    AMB,
    AMB_2,
    CITY,
    ENGINE,
    FLEET,
    HERE,
    JOB,
    THERE,
    on,
    opened,
    sent,
)
from tests.world import Asking, World

given = teller(DESK, CITY)


def world(*facts: object) -> World:
    made = World([DESK, UNITS, ALERTS], place=CITY)
    for fact in facts:
        made.entries.append(entry(fact, position=len(made.entries) + 1))  # type: ignore[arg-type]
    return made


# ---- the last unit


def send(unit_id: UnitId = AMB, reason: str = "") -> DispatchUnit:
    return DispatchUnit(
        command_id=uid(7),
        incident_id=HERE,
        unit_id=unit_id,
        last_unit_reason=sealed(reason) if reason else None,
    )


def test_the_last_free_one_goes_to_p1_or_with_a_reason() -> None:
    given(opened(), *on(AMB)).when(send()).refused(Refusal.LAST_UNIT, (FLEET,))
    given(opened(priority=Priority.P1), *on(AMB)).when(send()).wrote(UnitDispatched)
    forced = given(opened(), *on(AMB)).when(send(reason="anak kecil")).facts[0]
    assert isinstance(forced, UnitDispatched)
    assert forced.last_unit == sealed("anak kecil")
    other = sent(AMB_2, DispatchId("d-2"), THERE)
    given(opened(), *on(AMB, AMB_2), other).when(send()).refused(Refusal.LAST_UNIT)
    plain = given(opened(), *on(AMB, AMB_2)).when(send(reason="tidak perlu")).facts[0]
    assert isinstance(plain, UnitDispatched)
    assert plain.last_unit is None, "it was not the last one"


def test_what_is_not_counted_has_no_last_one() -> None:
    given(opened(), *on(ENGINE)).when(send(ENGINE)).wrote(UnitDispatched)


def test_two_dispatchers_send_the_last_two_and_only_one_of_them_does() -> None:
    room = world(opened(), opened(THERE), *on(AMB, AMB_2))
    first = send()
    second = DispatchUnit(command_id=uid(8), incident_id=THERE, unit_id=AMB_2)
    outcomes = room.race(
        Asking(desk="dispatch", command=first), Asking(desk="dispatch", command=second)
    )
    assert not isinstance(outcomes[0], Refused)
    assert isinstance(outcomes[1], Refused)
    assert outcomes[1].reason is Refusal.LAST_UNIT


def test_the_head_is_told_at_one_and_at_none_and_when_there_are_enough_again() -> None:
    room = world(opened(priority=Priority.P1), *on(AMB, AMB_2))
    room.submit("dispatch", send())
    assert [(each.free, each.of) for each in room.facts(UnitsRunLow)] == [(1, 2)]
    told = [one for one in room.facts(AlertRaised) if one.about is AlertAbout.FLEET]
    assert [(one.audience, one.subject) for one in told] == [(("role:head",), FLEET)]
    room.submit("units", GoOffDuty(command_id=uid(9), unit_id=AMB_2))
    assert [each.free for each in room.facts(UnitsRunLow)] == [1, 0]
    room.submit("units", GoOnDuty(command_id=uid(10), unit_id=AMB_2))
    clear = ReportStatus(
        command_id=uid(11), dispatch_id=DispatchId(str(uid(7))), status=Stage.CLEAR
    )
    room.submit("dispatch", clear)
    assert [each.free for each in room.facts(UnitsRunLow)] == [1, 0, 1]
    assert [each.free for each in room.facts(UnitsEnough)] == [2]
    over = room.facts(AlertAnswered)[-1]
    assert (over.about, over.how) == (AlertAbout.FLEET, AlertEnd.OVER)


# ---- partners


def answer(said: PartnerAnswer, partner: str = "pmi") -> RecordPartner:
    return RecordPartner(
        command_id=uid(7),
        incident_id=HERE,
        partner_id=PartnerId(partner),
        answer=said,
        eta_min=12,
        told_by=sealed("petugas"),
    )


def test_every_answer_is_kept_and_who_comes_has_a_dispatch() -> None:
    for said in (PartnerAnswer.NO_ANSWER, PartnerAnswer.REFUSED, PartnerAnswer.LATER):
        given(opened()).when(answer(said)).wrote(PartnerAsked)
    asked, coming = given(opened()).when(answer(PartnerAnswer.COMING)).facts
    assert isinstance(asked, PartnerAsked)
    assert isinstance(coming, UnitDispatched)
    assert (asked.dispatch_id, asked.eta_at) == (coming.dispatch_id, NOW + minutes(12))
    assert (coming.unit_id, coming.partner, coming.eta_s) == ("pmi", True, 720)
    again = RecordPartner(
        command_id=uid(8),
        incident_id=HERE,
        partner_id=PartnerId("pmi"),
        answer=PartnerAnswer.COMING,
    )
    given(opened(), asked, coming).when(again).refused(Refusal.PARTNER_BUSY)


def test_a_partners_chain_is_told_by_telephone_and_ends() -> None:
    room = world(opened())
    room.submit("dispatch", answer(PartnerAnswer.COMING))
    job = DispatchId(str(uid(7)))
    for number, stage in enumerate((Stage.EN_ROUTE, Stage.ON_SCENE, Stage.CLEAR)):
        told = ReportStatus(command_id=uid(20 + number), dispatch_id=job, status=stage)
        assert not isinstance(room.submit("dispatch", told), Refused)
    assert len(room.facts(UnitCleared)) == 1
    said = replace(answer(PartnerAnswer.COMING), command_id=uid(30))
    assert not isinstance(room.submit("dispatch", said), Refused), "it can come again"


# ---- found on the way, delivery, a retired unit


def test_a_crew_that_found_it_is_sent_and_there_at_once() -> None:
    room = world(*on(AMB, AMB_2))
    room.tell(opened(found_by=AMB), CREW)
    room.submit("dispatch", send(AMB_2, "perlu dua"))
    assert room.facts(UnitDispatched) != []
    reacted = World([DESK, UNITS], place=CITY)
    for fact in on(AMB, AMB_2):
        reacted.tell(fact)
    reacted.tell(opened(found_by=AMB), CREW)
    assert [fact.found for fact in reacted.facts(UnitDispatched)] == [True]
    assert [fact.stage for fact in reacted.facts(DispatchAdvanced)] == [Stage.ON_SCENE]


def test_a_busy_crew_that_finds_another_stays_on_its_job() -> None:
    room = World([DESK, UNITS], place=CITY)
    for fact in (*on(AMB, AMB_2), opened(), sent(), opened(THERE, found_by=AMB)):
        room.tell(fact)
    assert [fact.incident_id for fact in room.facts(UnitDispatched)] == [HERE]


def test_a_delivered_alert_marks_the_delivery() -> None:
    room = World([DESK], place=CITY)
    for fact in (opened(), *on(AMB), sent()):
        room.tell(fact)
    proof = AlertDelivered(
        alert_id=AlertId("a"),
        about=AlertAbout.DISPATCH,
        subject=JOB,
        way=AlertWay.PUSH,
        when=by_server(),
    )
    room.tell(proof)
    room.tell(replace(proof, about=AlertAbout.REFERRAL))
    assert len(room.facts(DispatchNotified)) == 1


def test_a_unit_retired_while_it_had_a_job_can_be_finished() -> None:
    without = replace(CITY, units={key: one for key, one in CITY.units.items() if key != AMB})
    story = teller(DESK, without)(opened(), *on(AMB), sent())
    taken = ReportStatus(command_id=uid(7), dispatch_id=JOB, status=Stage.ACKNOWLEDGED)
    story.when(taken, by=CREW).wrote(DispatchAcknowledged)
    story.when(replace(taken, status=Stage.CLEAR), by=CREW).wrote(UnitCleared)
    story.when(Cancel(command_id=uid(7), dispatch_id=JOB)).wrote(DispatchCancelled)
