"""The board of the scene and the board of crews: who sees what, what came late, what rings."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards import crews, field
from siaga.boards.field import FieldCard
from siaga.language.crews import (
    CrewSignedOff,
    CrewSignedOn,
    FieldNoteAdded,
    JobChange,
    JobChangeSeen,
    NoteKind,
    PanicAnswered,
    PanicDue,
    PanicRaised,
    PanicWithdrawn,
)
from siaga.language.dispatch import DispatchAdvanced, Stage, UnitCleared, UnitDispatched
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
)
from siaga.language.values import (
    AccountId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    PassId,
    Priority,
    ResultId,
    Role,
    UnitId,
    Via,
    When,
)
from tests.builders import (
    CREW,
    HEAD,
    HOSPITAL_DESK,
    NOW,
    OTHER_CREW,
    TAKER,
    by_server,
    claim,
    minutes,
    person,
    sealed,
)
from tests.story import entry

INCIDENT, JOB, AMB = IncidentId("i-1"), DispatchId("d-1"), UnitId("amb-1")
ME = AccountId(CREW.id)
VOLUNTEER = replace(person("pass:p", Role.VOLUNTEER), pass_id=PassId("p"), incident=INCIDENT)
OPENED = IncidentOpened(
    incident_id=INCIDENT,
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P2,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId(TAKER.id),
    location=claim(),
)
SENT = UnitDispatched(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
NOTE = FieldNoteAdded(
    note_id="n-1",
    incident_id=INCIDENT,
    kind=NoteKind.NOTE,
    by=CREW.id,
    when=When(at=NOW - minutes(10)),
    text=sealed(),
    unit_id=AMB,
)
RAISED = PanicRaised(
    unit_id=AMB,
    account_id=ME,
    when=by_server(),
    again_at=NOW,
    incident_id=INCIDENT,
    location=claim(),
)


def scene(*facts: Fact, via: Via = Via.DEVICE) -> FieldCard | None:
    card: FieldCard | None = None
    for position, fact in enumerate(facts, start=1):
        line = replace(entry(fact, position=position), via=via)
        assert field.keys(fact) == (INCIDENT,)
        card = field.draw(INCIDENT, card, line)
    return card


def test_it_follows_the_incident_and_leaves_with_it() -> None:
    card = scene(
        OPENED,
        IncidentClassified(
            incident_id=INCIDENT, incident_type=IncidentTypeId("x"), when=by_server()
        ),
        IncidentPrioritised(incident_id=INCIDENT, priority=Priority.P1, when=by_server()),
        IncidentLocated(incident_id=INCIDENT, location=claim("baru"), when=by_server()),
    )
    assert card is not None
    assert (card.incident_type, card.priority, card.location) == ("x", Priority.P1, claim("baru"))
    closed = IncidentClosed(
        incident_id=INCIDENT, result=ResultId("done"), contact_ids=(), when=by_server()
    )
    assert scene(OPENED, closed) is None
    assert scene(OPENED, closed, NOTE) is None


def test_what_a_phone_without_signal_said_is_marked_with_both_times() -> None:
    late = DispatchAdvanced(
        dispatch_id=JOB,
        unit_id=AMB,
        incident_id=INCIDENT,
        stage=Stage.ON_SCENE,
        when=When(at=NOW - minutes(10), doubt_s=30),
    )
    card = scene(OPENED, SENT, late)
    assert card is not None
    step = card.late[JOB][Stage.ON_SCENE]
    assert (step.at, step.recorded_at, step.doubt_s) == (NOW - minutes(10), NOW, 30)
    soon = replace(late, when=When(at=NOW - minutes(0.5)))
    assert scene(OPENED, SENT, soon).late == {}  # type: ignore[union-attr]
    assert scene(OPENED, SENT, late, via=Via.RADIO).late == {}  # type: ignore[union-attr]


def test_the_crews_on_it_are_known_and_leave() -> None:
    cleared = UnitCleared(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
    assert scene(OPENED, SENT).units == (AMB,)  # type: ignore[union-attr]
    assert scene(OPENED, SENT, cleared).units == ()  # type: ignore[union-attr]


def test_a_read_receipt_is_kept() -> None:
    seen = JobChangeSeen(
        incident_id=INCIDENT,
        dispatch_id=JOB,
        unit_id=AMB,
        account_id=ME,
        changes=(JobChange.PLACE,),
        when=by_server(),
    )
    card = scene(OPENED, SENT, seen)
    assert card is not None
    assert card.seen[JOB].changes == (JobChange.PLACE,)


def test_a_volunteer_sees_the_place_and_own_notes_and_nobody_elses() -> None:
    own = replace(NOTE, note_id="n-2", unit_id=None, pass_id=PassId("p"), by="pass:p")
    card = scene(OPENED, SENT, NOTE, own, RAISED)
    assert card is not None
    seen = field.view(card, VOLUNTEER)
    assert seen is not None
    assert [note.note_id for note in seen.notes] == ["n-2"]
    assert seen.location == claim()
    assert seen.panics[AMB].location is None
    assert field.view(card, replace(VOLUNTEER, incident=IncidentId("i-2"))) is None


def test_crews_see_their_own_incident_and_hospitals_none() -> None:
    card = scene(OPENED, SENT, NOTE)
    assert card is not None
    assert field.view(card, CREW) == card
    assert field.view(card, TAKER) == card
    assert field.view(card, HEAD) == card
    assert field.view(card, OTHER_CREW) is None
    assert field.view(card, HOSPITAL_DESK) is None


def test_a_panic_stands_on_both_boards_until_it_is_over() -> None:
    story: list[Fact] = [
        RAISED,
        PanicWithdrawn(unit_id=AMB, account_id=ME, when=by_server(), incident_id=INCIDENT),
        PanicAnswered(unit_id=AMB, when=by_server(), incident_id=INCIDENT),
        PanicDue(unit_id=AMB, when=by_server(), incident_id=INCIDENT),
        PanicAnswered(unit_id=AMB, when=by_server(), incident_id=INCIDENT, outcome=sealed()),
    ]
    rings = [True, True, False, True, None]
    card: crews.CrewCard | None = None
    for number, fact in enumerate(story):
        card = crews.draw(AMB, card, entry(fact))
        here = scene(OPENED, SENT, *story[: number + 1])
        assert here is not None
        assert (card.panic.rings if card and card.panic else None) is rings[number]
        line = here.panics.get(AMB)
        assert (line.rings if line else None) is rings[number]
    assert card is None


def test_members_come_and_go_and_only_their_own_and_the_room_see_them() -> None:
    on = CrewSignedOn(unit_id=AMB, account_id=ME, when=by_server())
    card = crews.draw(AMB, crews.draw(AMB, None, entry(on)), entry(on))
    assert card is not None
    assert [one.account_id for one in card.members] == [ME]
    assert crews.view(card, CREW) == card
    assert crews.view(card, TAKER) == card
    assert crews.view(card, OTHER_CREW) is None
    assert crews.view(card, VOLUNTEER) is None
    off = CrewSignedOff(unit_id=AMB, account_id=ME, when=by_server())
    assert crews.draw(AMB, card, entry(off)) is None
