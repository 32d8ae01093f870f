"""The kronologi: every fact becomes a line, and contacts join the story that they speak of."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards import incident_story
from siaga.language.agencies import ReferralAccepted
from siaga.language.calls import RecordedPart
from siaga.language.dispatch import UnitDispatched
from siaga.language.every_fact import FACTS
from siaga.language.incident import IncidentOpened, NoteAdded
from siaga.language.intake import ContactOpened, ReplyQueued, ReplyReported, ReportAttached
from siaga.language.lines import CallListened, NumberRestricted, RecordingKept
from siaga.language.units import UnitWentOnDuty
from siaga.language.values import (
    AccountId,
    ActorKind,
    Channel,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    MessageId,
    Priority,
    ReferralId,
    UnitId,
    Via,
)
from tests.board_entries import Told
from tests.builders import (
    ADMINISTRATOR,
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    HOSPITAL_DESK,
    NOW,
    TAKER,
    TRAINEE,
    by_person,
    by_server,
    minutes,
    sealed,
)
from tests.unit.call_story import (
    BUDI,
    CALL,
    CALLER,
    RINA,
    answered,
    at,
    hung_up,
    offered,
    owed,
    rung,
)

I1 = IncidentId("i1")
C1 = ContactId("c1")
OPENED = IncidentOpened(
    incident_id=I1,
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P1,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId("acc"),
    contact_id=C1,
    parent_id=IncidentId("i0"),
)
CALLED = ContactOpened(
    contact_id=C1,
    channel=Channel.PHONE,
    when=by_server(),
    name=sealed("nama"),
    number=sealed("nomor"),
)


def test_it_hears_everything() -> None:
    assert set(incident_story.HEARS) == set(FACTS.values())


def test_a_line_says_what_when_who_and_how() -> None:
    told = Told()
    sent = UnitDispatched(
        dispatch_id=DispatchId("d1"),
        unit_id=UnitId("amb-1"),
        incident_id=I1,
        when=by_person(NOW - minutes(3)),
    )
    entry = told(sent, via=Via.RADIO, late_s=180)
    line = incident_story.draw("1", None, entry)
    assert line is not None
    assert (line.position, line.type, line.fact) == (1, "UnitDispatched", sent)
    assert (line.occurred_at, line.recorded_at) == (NOW - minutes(3), NOW)
    assert (line.actor_kind, line.actor, line.via) == (ActorKind.PERSON, "acc-taker", Via.RADIO)
    assert incident_story.draw("2", None, entry) is None
    assert incident_story.draw("7", None, told(OPENED)) is None
    numbered = incident_story.draw("2", None, told.entries[1])
    assert numbered is not None
    assert numbered.number == "K-2026-000002"


def test_a_fact_stands_in_the_stories_its_tags_name() -> None:
    accepted = ReferralAccepted(referral_id=ReferralId("r1"), incident_id=I1, when=by_server())
    note = NoteAdded(incident_id=I1, note=sealed(), when=by_server())
    assert incident_story.keys(OPENED) == ("i1", "i0")
    assert incident_story.keys(accepted) == ("i1",)
    assert incident_story.keys(note) == ("i1",)
    assert incident_story.keys(CALLED) == ()
    assert incident_story.keys(UnitWentOnDuty(unit_id=UnitId("u"), when=by_server())) == ()


def test_its_tags_and_those_of_its_contacts_read_the_whole_story() -> None:
    attached = ReportAttached(
        contact_id=ContactId("c2"),
        incident_id=I1,
        answered_by=AccountId("acc"),
        when=by_server(),
    )
    tags = set(incident_story.story_tags(I1))
    for attaching in (OPENED, attached):
        tags.update(incident_story.joined_tags(attaching, I1))
    reported = ReplyReported(contact_id=C1, outbox_id="o", status="read", when=by_server())
    note = NoteAdded(incident_id=I1, note=sealed(), when=by_server())
    for fact in (OPENED, attached, CALLED, reported, note):
        assert tags & set(fact.tags())
    assert incident_story.joined_tags(OPENED, IncidentId("i0")) == ()


def test_only_room_and_oversight_read_it_and_a_trainee_reads_no_caller() -> None:
    line = incident_story.draw("1", None, Told()(CALLED))
    assert line is not None
    for viewer in (TAKER, AUDITOR):
        assert incident_story.view(line, viewer) == line
    for viewer in (CREW, DAMKAR_DESK, HOSPITAL_DESK, ADMINISTRATOR):
        assert incident_story.view(line, viewer) is None
    seen = incident_story.view(line, TRAINEE)
    assert seen is not None
    assert isinstance(seen.fact, ContactOpened)
    assert (seen.fact.name, seen.fact.number) == (None, None)
    reply = ReplyQueued(
        contact_id=C1,
        message_id=MessageId("m"),
        text=sealed("jawaban"),
        ask_location=False,
        when=by_server(),
        number=sealed("nomor"),
    )
    line = incident_story.draw("1", None, Told()(reply))
    assert line is not None
    seen = incident_story.view(line, TRAINEE)
    assert seen is not None
    assert isinstance(seen.fact, ReplyQueued)
    assert (seen.fact.number, seen.fact.text) == (None, sealed("jawaban"))


def test_the_telephone_of_its_contacts_stands_in_the_story() -> None:
    told = Told()
    opened = replace(OPENED, contact_id=CALL)
    tags = {*incident_story.story_tags(I1), *incident_story.joined_tags(opened, I1)}
    kept = RecordingKept(
        contact_id=CALL,
        part=RecordedPart.TALK,
        stored="sha256-0",
        began_at=at(4).at,
        duration_s=56.0,
        when=at(61),
    )
    for fact in (
        offered(),
        rung(RINA, 2),
        answered(4),
        CallListened(contact_id=CALL, by=BUDI, when=at(20)),
        hung_up(60, answered_s=4),
        owed(60),
        kept,
    ):
        assert tags & set(fact.tags())
        line = incident_story.draw(str(len(told.entries) + 1), None, told(fact))
        assert line is not None
        assert line.fact == fact


def test_a_trainee_reads_no_number_that_called() -> None:
    restricted = NumberRestricted(
        subject=CALLER,
        contact_id=CALL,
        reason=sealed("alasan"),
        until_at=at(60).at,
        by=RINA,
        when=at(0),
        number=sealed("nomor"),
    )
    for fact in (offered(), owed(30), restricted):
        line = incident_story.draw("1", None, Told()(fact))
        assert line is not None
        seen = incident_story.view(line, TRAINEE)
        assert seen is not None
        assert seen.fact == replace(fact, number=None)
