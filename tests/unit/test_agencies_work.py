"""What happens in a task: teams, notes, overdue rings, the reporter's word, an own report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from siaga.desks.agencies.commands import (
    Accept,
    AssignTeam,
    Extend,
    Finish,
    ReadNotes,
    Reopen,
    SendReferral,
    TakeOwnReport,
    Verify,
    WriteNote,
)
from siaga.desks.agencies.doors import DESK
from siaga.desks.agencies.react import react
from siaga.language.agencies import (
    Overdue,
    ReferralAccepted,
    ReferralDelivered,
    ReferralExtended,
    ReferralFinished,
    ReferralNoted,
    ReferralNotesRead,
    ReferralOverdue,
    ReferralReopened,
    ReferralSent,
    ReferralTeamAssigned,
    ReferralVerified,
    referral_life,
)
from siaga.language.alerts import AlertAbout, AlertDelivered, AlertWay
from siaga.language.incident import IncidentOpened
from siaga.language.links import FeedbackGiven, ReporterAsked
from siaga.language.place import Team, Text
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Actor,
    ActorKind,
    AgencyId,
    AlertId,
    ContactId,
    IncidentId,
    IncidentTypeId,
    LinkId,
    Priority,
    ReferralId,
    TeamId,
    Via,
)
from tests.builders import (
    DAMKAR_DESK,
    NOW,
    PLACE,
    POLICY_ACTOR,
    TAKER,
    by_server,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import entry, teller
from tests.world import World

DAMKAR = AgencyId("damkar")
PUMPS = Team(id=TeamId("pompa"), name=Text(id="Regu pompa", en="Pump team"))
AGENCIES = PLACE.agencies | {DAMKAR: replace(PLACE.agencies[DAMKAR], teams=(PUMPS,))}
CITY = replace(
    PLACE,
    agencies=AGENCIES,
    sla=replace(PLACE.sla, finish_s=dict.fromkeys(Priority, 7200)),
)
given = teller(DESK, CITY)
INCIDENT = IncidentId("i-1")
TASK = ReferralId(str(uid(1)))
LINK = Actor(kind=ActorKind.CHANNEL, id="link")
OPENED = IncidentOpened(
    incident_id=INCIDENT,
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P2,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId(TAKER.id),
)
SENT = ReferralSent(
    referral_id=TASK,
    incident_id=INCIDENT,
    agency=DAMKAR,
    incident_number="K-1",
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P2,
    accept_by_at=NOW + minutes(5),
    when=by_server(),
)
ABOUT: dict[str, Any] = {"referral_id": TASK, "incident_id": INCIDENT, "when": by_server()}
ACCEPTED = ReferralAccepted(**ABOUT, done_by_at=NOW + hours(2))
NOTE = ReferralNoted(**ABOUT, note=sealed("catatan"), by_room=False)


def tasked(agency: AgencyId = DAMKAR) -> World:
    world = World([DESK], place=CITY)
    world.tell(OPENED)
    world.submit("agencies", SendReferral(command_id=uid(1), incident_id=INCIDENT, agency=agency))
    return world


def ask(world: World, command: type[Any], number: int, **more: Any) -> Any:
    return world.submit("agencies", command(command_id=uid(number), referral_id=TASK, **more))


# ---- teams and notes


def test_who_names_the_team_has_accepted() -> None:
    assign = AssignTeam(command_id=uid(2), referral_id=TASK, team=PUMPS.id, leader=sealed("Pak"))
    assigned = ReferralTeamAssigned(**ABOUT, team=PUMPS.id, leader=sealed("Pak"))
    given(OPENED, SENT).when(assign, by=DAMKAR_DESK).then(ACCEPTED, assigned)
    given(OPENED, SENT, ACCEPTED).when(assign, by=DAMKAR_DESK).then(assigned)


def test_a_team_is_named_and_its_own() -> None:
    nobody = AssignTeam(command_id=uid(2), referral_id=TASK)
    given(OPENED, SENT).when(nobody).refused(Refusal.TEAM_NOT_NAMED)
    strange = replace(nobody, team=TeamId("regu-lain"))
    given(OPENED, SENT).when(strange).refused(Refusal.TEAM_OF_ANOTHER_AGENCY, ["pompa"])
    done = ReferralFinished(**ABOUT, verify_by_at=NOW)
    own = replace(nobody, team=PUMPS.id)
    given(OPENED, SENT, ACCEPTED, done).when(own).refused(Refusal.ILLEGAL_REFERRAL_STATE)


@pytest.mark.parametrize(
    ("by", "via", "of_the_room"),
    [
        (DAMKAR_DESK, Via.CONSOLE, False),
        (TAKER, Via.CONSOLE, True),
        (TAKER, Via.CHAT_GROUP, False),  # the agency said it in the group, the room wrote it down
    ],
)
def test_a_note_says_whose_it_is(by: Actor, via: Via, of_the_room: bool) -> None:
    write = WriteNote(command_id=uid(2), referral_id=TASK, note=sealed("catatan"), via=via)
    given(OPENED, SENT).when(write, by=by).then(replace(NOTE, by_room=of_the_room))


def test_after_the_end_nothing_is_written() -> None:
    over = (ReferralFinished(**ABOUT, verify_by_at=NOW), ReferralVerified(**ABOUT))
    write = WriteNote(command_id=uid(2), referral_id=TASK, note=sealed())
    given(OPENED, SENT, ACCEPTED, *over).when(write).refused(Refusal.REFERRAL_OVER)


def test_each_side_reads_the_others_notes_once() -> None:
    read = ReadNotes(command_id=uid(2), referral_id=TASK, count=5)
    receipt = ReferralNotesRead(**ABOUT, by_room=True, count=1)
    given(OPENED, SENT, NOTE).when(read).then(receipt)
    given(OPENED, SENT, NOTE, receipt).when(read).refused(Refusal.ALREADY_READ)
    given(OPENED, SENT, NOTE).when(read, by=DAMKAR_DESK).refused(Refusal.ALREADY_READ)


# ---- it is not done, or nobody has looked


def test_an_accepted_task_rings_when_it_is_not_done() -> None:
    world = tasked()
    ask(world, Accept, 2)
    world.wait(hours(5))
    (rung,) = world.facts(ReferralOverdue)
    assert (rung.what, rung.when.at) == (Overdue.FINISH, NOW + hours(2))
    ask(world, Extend, 3, promised_at=NOW + hours(8))
    world.wait(hours(20))
    assert [one.when.at - NOW for one in world.facts(ReferralOverdue)] == [hours(2), hours(8)]


def test_a_finished_task_rings_when_nobody_looks() -> None:
    world = tasked()
    ask(world, Finish, 2)
    world.wait(timedelta(days=20))
    assert [one.what for one in world.facts(ReferralOverdue)] == [Overdue.VERIFY]
    ask(world, Verify, 3)
    assert world.timers == {}


def test_only_the_centre_gives_more_time() -> None:
    more = Extend(command_id=uid(3), referral_id=TASK, promised_at=NOW + hours(9))
    given(OPENED, SENT, ACCEPTED).when(more, by=DAMKAR_DESK).refused(Refusal.NOT_YOUR_REFERRAL)
    given(OPENED, SENT).when(more).refused(Refusal.ILLEGAL_REFERRAL_STATE)
    given(OPENED, SENT, ACCEPTED).when(replace(more, promised_at=NOW - hours(1))).then(
        ReferralExtended(**ABOUT, what=Overdue.FINISH, promised_at=NOW + minutes(1))
    )


# ---- the reporter's word


def said(handled: bool) -> FeedbackGiven:
    return FeedbackGiven(
        link_id=LinkId("link-1"),
        contact_id=ContactId("c-1"),
        handled=handled,
        when=by_server(),
        incident_id=INCIDENT,
    )


def test_the_reporter_verifies() -> None:
    world = tasked()
    ask(world, Finish, 2)
    world.tell(said(True), LINK)
    (verified,) = world.facts(ReferralVerified)
    assert verified.by_reporter
    world.tell(said(True), LINK)
    assert len(world.facts(ReferralVerified)) == 1


def test_the_reporter_opens_again_also_what_the_centre_had_verified() -> None:
    world = tasked()
    ask(world, Finish, 2)
    ask(world, Verify, 3)
    words = sealed("masih gelap")
    again = ReporterAsked(
        link_id=LinkId("link-1"),
        contact_id=ContactId("c-1"),
        words=words,
        when=by_server(),
        incident_id=INCIDENT,
    )
    world.tell(again, LINK)
    (reopened,) = world.facts(ReferralReopened)
    assert (reopened.reason, reopened.by_reporter, reopened.agency) == (words, True, DAMKAR)
    ask(world, Finish, 4)
    world.tell(said(False), LINK)
    assert len(world.facts(ReferralReopened)) == 2


def test_the_reporters_word_does_nothing_to_what_nobody_called_done() -> None:
    world = tasked()
    ask(world, Accept, 2)
    before = len(world.entries)
    world.tell(said(True), LINK)
    world.tell(said(False), LINK)
    assert len(world.entries) == before + 2


def test_a_verified_task_whose_place_was_taken_is_not_opened_beside_it() -> None:
    world = tasked()
    ask(world, Finish, 2)
    ask(world, Verify, 3)
    world.submit("agencies", SendReferral(command_id=uid(4), incident_id=INCIDENT, agency=DAMKAR))
    assert world.facts(ReferralSent)[-1].after == TASK
    refused = ask(world, Reopen, 5, reason=sealed())
    assert (refused.reason, refused.legal) == (Refusal.AGENCY_ALREADY_TASKED, (str(uid(4)),))
    world.tell(said(False), LINK)
    assert not world.facts(ReferralReopened)
    assert world.state("agencies", referral_life(TASK)).after_it == str(uid(4))


# ---- an agency that told of it, and an alert that arrived


def test_who_told_of_it_has_the_task() -> None:
    opened = replace(OPENED, reported_by=DAMKAR)
    world = World([DESK], place=CITY)
    world.tell(opened, POLICY_ACTOR)
    (sent,), (accepted,) = world.facts(ReferralSent), world.facts(ReferralAccepted)
    assert (sent.agency, sent.own_report) == (DAMKAR, True)
    assert accepted.referral_id == sent.referral_id
    again = TakeOwnReport(command_id=uid(9), incident_id=INCIDENT, agency=DAMKAR)
    assert world.submit("agencies", again, POLICY_ACTOR) == ()


def test_an_alert_that_arrived_is_a_delivery() -> None:
    arrived = AlertDelivered(
        alert_id=AlertId("a"),
        about=AlertAbout.REFERRAL,
        subject=TASK,
        way=AlertWay.PUSH,
        when=by_server(),
    )
    world = tasked()
    world.tell(arrived, POLICY_ACTOR)
    assert len(world.facts(ReferralDelivered)) == 1
    assert react(entry(replace(arrived, about=AlertAbout.DISPATCH))) == ()
