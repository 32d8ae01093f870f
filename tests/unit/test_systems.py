"""What other people's machines are told, and what is remembered of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from siaga.boards import machine_keys, systems
from siaga.desks.systems.commands import (
    ConnectSystem,
    DisconnectSystem,
    IssueKey,
    Notify,
    PauseSystem,
    ReportNotice,
    RevokeKey,
    SendAgain,
    SendSummary,
    SetSummary,
    StopSummary,
)
from siaga.desks.systems.commands import TestSystem as Trial
from siaga.desks.systems.doors import DESK
from siaga.desks.systems.react import event_of, react
from siaga.language.agencies import ReferralHandedBack, ReferralSent, ReferralVerified
from siaga.language.dispatch import UnitCleared, UnitDispatched, UnitNeedDue
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Send
from siaga.language.refusals import Refusal
from siaga.language.systems import (
    KeyId,
    MachineKeyIssued,
    MachineKeyRevoked,
    NoticeEnded,
    NoticeOutcome,
    NoticeQueued,
    NoticeRequeued,
    SummarySent,
    SummaryWanted,
    SystemConnected,
    SystemDisconnected,
    SystemId,
    SystemPaused,
    SystemsFact,
)
from siaga.language.values import (
    AgencyId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    NoticeId,
    Priority,
    ReferralId,
    UnitId,
)
from tests.builders import (
    ADMINISTRATOR,
    NOW,
    PLACE,
    SUPERVISOR,
    SYSTEM_ACTOR,
    TAKER,
    by_server,
    hours,
    sealed,
    uid,
)
from tests.story import entry, teller

given = teller(DESK)
DINSOS = SystemId("agency:dinsos")
REFERRAL, INCIDENT = ReferralId("r-1"), IncidentId("i-1")


def connected(system: SystemId = DINSOS) -> SystemConnected:
    return SystemConnected(
        system=system, webhook_url=sealed("url"), webhook_secret=sealed("kunci"), when=by_server()
    )


def sent(agency: str = "dinsos") -> ReferralSent:
    return ReferralSent(
        referral_id=REFERRAL,
        incident_id=INCIDENT,
        agency=AgencyId(agency),
        incident_number="K-2026-000001",
        incident_type=IncidentTypeId("abandoned_person.elderly"),
        priority=Priority.P3,
        accept_by_at=NOW + hours(1),
        when=by_server(),
    )


def notify() -> Notify:
    return Notify(
        command_id=uid(9),
        event="referral.sent",
        about=4,
        incident_id=INCIDENT,
        referral_id=REFERRAL,
    )


def queued(*, posted: bool = True) -> NoticeQueued:
    return NoticeQueued(
        notice_id=NoticeId(str(uid(9))),
        system=DINSOS,
        event="referral.sent",
        about=4,
        deliver_by_at=NOW + timedelta(seconds=PLACE.systems.deliver_within_s),
        when=by_server(),
        posted=posted,
        referral_id=REFERRAL,
        incident_id=INCIDENT,
    )


def ended(outcome: NoticeOutcome, reason: str = "") -> NoticeEnded:
    return NoticeEnded(
        notice_id=NoticeId(str(uid(9))),
        system=DINSOS,
        outcome=outcome,
        reason=reason,
        attempts=3,
        incident_id=INCIDENT,
        when=by_server(),
    )


def issued() -> MachineKeyIssued:
    return MachineKeyIssued(
        key_id=KeyId("k-1"),
        agency=AgencyId("dinsos"),
        digest="ab" * 32,
        name=sealed("Sistem"),
        when=by_server(),
    )


def test_an_agency_without_a_machine_is_told_nothing() -> None:
    given(sent()).when(notify(), by=SYSTEM_ACTOR).then()
    given(sent("perkim"), connected()).when(notify(), by=SYSTEM_ACTOR).then()
    given(connected()).when(notify(), by=SYSTEM_ACTOR).then()  # no such referral


def test_a_connected_one_is_told_and_a_key_alone_is_kept_for_fetching() -> None:
    given(connected(), sent()).when(notify(), by=SYSTEM_ACTOR).then(queued())
    given(issued(), sent()).when(notify(), by=SYSTEM_ACTOR).then(queued(posted=False))
    assert [type(each) for each in DESK.follow(queued(), PLACE)] == [Send]
    assert DESK.follow(queued(posted=False), PLACE) == ()


def test_connecting_sends_a_test_at_once() -> None:
    command = ConnectSystem(
        command_id=uid(9),
        system=DINSOS,
        webhook_url=sealed("url"),
        webhook_secret=sealed("kunci"),
    )
    facts = given().when(command, by=ADMINISTRATOR).told
    assert facts[0] == connected()
    assert (facts[1].event, facts[1].system) == ("test", DINSOS)


@pytest.mark.parametrize("system", ["agency:nobody", "neighbour:nobody", "dinsos", "", "x:y"])
def test_a_machine_of_nobody_is_unknown(system: str) -> None:
    command = Trial(command_id=uid(9), system=SystemId(system))
    given(connected()).when(command, by=SUPERVISOR).refused(Refusal.UNKNOWN_SYSTEM)


def test_what_is_not_connected_cannot_be_paused_tested_or_cut() -> None:
    for kind in (Trial, PauseSystem, DisconnectSystem):
        command = kind(command_id=uid(9), system=DINSOS)
        given().when(command, by=ADMINISTRATOR).refused(Refusal.SYSTEM_NOT_CONNECTED)
        gone = SystemDisconnected(system=DINSOS, when=by_server())
        given(connected(), gone).when(command, by=ADMINISTRATOR).refused(
            Refusal.SYSTEM_NOT_CONNECTED
        )


def report(outcome: NoticeOutcome = NoticeOutcome.UNDELIVERED) -> ReportNotice:
    return ReportNotice(
        command_id=uid(10),
        notice_id=NoticeId(str(uid(9))),
        outcome=outcome,
        reason="http_500",
        attempts=3,
    )


def test_each_notice_ends_once() -> None:
    story = given(connected(), sent(), queued())
    story.when(report(), by=SYSTEM_ACTOR).then(ended(NoticeOutcome.UNDELIVERED, "http_500"))
    over = given(connected(), sent(), queued(), ended(NoticeOutcome.DELIVERED))
    over.when(report(), by=SYSTEM_ACTOR).then()
    given().when(report(), by=SYSTEM_ACTOR).then()


def test_it_is_sent_again_only_when_its_end_is_known() -> None:
    again = SendAgain(command_id=uid(11), notice_id=NoticeId(str(uid(9))))
    given(connected(), queued()).when(again, by=SUPERVISOR).refused(Refusal.NOTICE_ON_ITS_WAY)
    given(connected()).when(again, by=SUPERVISOR).refused(Refusal.UNKNOWN_NOTICE)
    failed = ended(NoticeOutcome.UNKNOWN, "timeout")
    facts = given(connected(), queued(), failed).when(again, by=SUPERVISOR).told
    assert (facts[0].notice_id, facts[0].first) == (NoticeId(str(uid(9))), 2)
    given(queued(), failed).when(again, by=SUPERVISOR).refused(Refusal.SYSTEM_NOT_CONNECTED)
    # Where nobody listened it may be posted once somebody does.
    given(connected(), queued(posted=False)).when(again, by=SUPERVISOR).wrote(NoticeRequeued)


def test_a_key_is_known_by_its_digest_and_revoked_once() -> None:
    command = IssueKey(
        command_id=uid(3), agency=AgencyId("dinsos"), digest="ab" * 32, name=sealed("Sistem")
    )
    given().when(command, by=ADMINISTRATOR).wrote(MachineKeyIssued)
    revoke = RevokeKey(command_id=uid(4), key_id=KeyId("k-1"))
    given(issued()).when(revoke, by=ADMINISTRATOR).wrote(MachineKeyRevoked)
    given().when(revoke, by=ADMINISTRATOR).refused(Refusal.UNKNOWN_KEY)


def wanted() -> SummaryWanted:
    return SummaryWanted(
        agency=AgencyId("dinsos"),
        email=sealed("surel"),
        next_at=NOW + hours(21),  # 07.00 WIB of the next day: NOW is 10.00 WIB
        when=by_server(),
    )


def test_the_morning_mail_comes_at_the_places_hour_each_day() -> None:
    command = SetSummary(command_id=uid(5), agency=AgencyId("dinsos"), email=sealed("surel"))
    given().when(command, by=ADMINISTRATOR).then(wanted())
    assert DESK.follow(wanted(), PLACE) == (
        Arm(kind="system_summary", subject="dinsos", due_at=NOW + hours(21)),
    )
    due = SendSummary(command_id=uid(6), agency=AgencyId("dinsos"), due_at=NOW + hours(21))
    facts = given(wanted()).when(due, by=SYSTEM_ACTOR, at=NOW + hours(21)).told
    assert facts[0].next_at == NOW + hours(45)
    kinds = [type(each) for each in DESK.follow(facts[0], PLACE)]
    assert kinds == [Send, Arm]
    early = SendSummary(command_id=uid(6), agency=AgencyId("dinsos"), due_at=NOW)
    given(wanted()).when(early, by=SYSTEM_ACTOR).then()
    given().when(due, by=SYSTEM_ACTOR).then()
    stop = StopSummary(command_id=uid(7), agency=AgencyId("dinsos"))
    given().when(stop, by=ADMINISTRATOR).refused(Refusal.NOTHING_TO_DO)


def test_a_late_timer_sends_one_mail_and_not_one_for_each_missed_day() -> None:
    due = SendSummary(command_id=uid(6), agency=AgencyId("dinsos"), due_at=NOW + hours(21))
    facts = given(wanted()).when(due, by=SYSTEM_ACTOR, at=NOW + hours(100)).told
    assert facts[0].next_at > NOW + hours(100)
    assert isinstance(facts[0], SummarySent)


def test_new_facts_need_no_list_to_be_told_of() -> None:
    back = ReferralHandedBack(
        referral_id=REFERRAL, incident_id=INCIDENT, when=by_server(), reason=sealed()
    )
    done = ReferralVerified(referral_id=REFERRAL, incident_id=INCIDENT, when=by_server())
    assert event_of(back, "Referral") == "referral.handed_back"
    assert [each.command.event for each in react(entry(done))] == ["referral.verified"]
    for kind, event in ((UnitDispatched, "dispatch.dispatched"), (UnitCleared, "dispatch.cleared")):
        fact = kind(
            dispatch_id=DispatchId("d-1"),
            unit_id=UnitId("team-dinsos"),
            incident_id=INCIDENT,
            when=by_server(),
        )
        assert [each.command.event for each in react(entry(fact))] == [event]
    need = UnitNeedDue(incident_id=INCIDENT, when=by_server())
    assert react(entry(need)) == ()


def test_a_dispatch_is_told_to_the_agency_of_its_unit() -> None:
    command = Notify(
        command_id=uid(9),
        event="dispatch.cleared",
        about=4,
        incident_id=INCIDENT,
        dispatch_id=DispatchId("d-1"),
        unit_id=UnitId("team-dinsos"),
    )
    facts = given(connected()).when(command, by=SYSTEM_ACTOR).told
    assert facts[0].system == DINSOS
    given(connected(SystemId("agency:psc"))).when(command, by=SYSTEM_ACTOR).then()


# ---- the boards


def card(*facts: Fact) -> systems.SystemCard:
    found = None
    for fact in facts:
        found = systems.draw(DINSOS, found, entry(fact))
    assert found is not None
    return found


def test_the_board_counts_what_is_under_way_and_keeps_what_failed() -> None:
    found = card(connected(), queued())
    assert (found.waiting, found.delivered) == (1, 0)
    found = card(connected(), queued(), ended(NoticeOutcome.DELIVERED))
    assert (found.waiting, found.delivered, found.failures) == (0, 1, ())
    facts: list[SystemsFact] = [connected(), queued(), ended(NoticeOutcome.UNKNOWN, "timeout")]
    found = card(*facts)
    assert (found.undelivered, found.failures[0].event) == (1, "referral.sent")
    again = NoticeRequeued(
        notice_id=NoticeId(str(uid(9))),
        system=DINSOS,
        event="referral.sent",
        first=2,
        deliver_by_at=NOW,
        when=by_server(),
    )
    found = card(*facts, again)
    assert (found.waiting, found.undelivered, found.failures) == (1, 0, ())


def test_nobody_is_shown_a_secret_and_only_the_administrator_an_address() -> None:
    paused = SystemPaused(system=DINSOS, when=by_server())
    found = card(connected(), paused)
    for viewer in (ADMINISTRATOR, SUPERVISOR):
        seen = systems.view(found, viewer)
        assert seen is not None
        assert seen.webhook_secret is None
        assert (seen.webhook_url is None) == (viewer is SUPERVISOR)
    assert systems.view(found, TAKER) is None
    key = machine_keys.draw("k-1", None, entry(issued()))
    assert key is not None
    shown = machine_keys.view(key, ADMINISTRATOR)
    assert shown is not None
    assert shown.digest == ""
    assert machine_keys.view(key, TAKER) is None
