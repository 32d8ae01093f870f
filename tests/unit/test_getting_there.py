"""Meeting point, guide, lane, last known well, found on the way; and the contact book."""

from __future__ import annotations

import pytest

from siaga.boards import fleets, lanes, liaisons
from siaga.boards.open_incidents import draw as draw_incident
from siaga.boards.open_incidents import view as view_incident
from siaga.boards.open_incidents.card import IncidentCard, PartnerLine
from siaga.desks.incident.commands import OpenOnTheWay, SetLastKnownWell, SetMeeting
from siaga.desks.incident.doors import DESK
from siaga.desks.liaisons.commands import ListLiaison, RemoveLiaison
from siaga.desks.liaisons.doors import DESK as LIAISONS
from siaga.language.crews import LaneNoted
from siaga.language.getting_there import LastKnownWellSet, MeetingSet
from siaga.language.incident import IncidentOpened, IncidentTakenOver
from siaga.language.liaisons import LiaisonListed, LiaisonRemoved
from siaga.language.partners import Partner, PartnerAnswer
from siaga.language.refusals import Refusal
from siaga.language.unit_orders import UnitsEnough, UnitsRunLow
from siaga.language.values import (
    AccountId,
    CapabilityId,
    FieldError,
    IncidentTypeId,
    PartnerId,
    PostId,
    UnitId,
)
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    HEAD,
    NOW,
    OTHER_CREW,
    TAKER,
    by_server,
    claim,
    hours,
    minutes,
    sealed,
    uid,
)
from tests.story import entry, teller
from tests.unit.sending_story import AREA, CITY, FLEET, HERE, THERE, opened, sent

given = teller(DESK, CITY)
FOUND = OpenOnTheWay(
    command_id=uid(7),
    unit_id=UnitId("amb-1"),
    incident_type=IncidentTypeId("medical"),
    location=claim(),
    device_at=NOW + hours(3),
    sent_at=NOW + hours(3) + minutes(1),
)


def test_a_crew_opens_what_it_came_upon_for_its_own_unit_only() -> None:
    (fact,) = given().when(FOUND, by=CREW).facts
    assert isinstance(fact, IncidentOpened)
    assert (fact.found_by, fact.owner) == ("amb-1", CREW.id)
    assert fact.when.at == NOW - minutes(1), "its clock was three hours ahead"
    given().when(FOUND, by=OTHER_CREW).refused(Refusal.NOT_YOUR_UNIT)


def meeting(**more: object) -> MeetingSet:
    fields: dict[str, object] = {"incident_id": HERE, "when": by_server(), "spot": claim("rumah")}
    return MeetingSet(**(fields | more))  # type: ignore[arg-type]


def test_the_meeting_point_is_apart_from_the_place_and_remembers_the_lane() -> None:
    command = SetMeeting(
        command_id=uid(7),
        incident_id=HERE,
        location=claim("masjid"),
        guide_name=sealed("Pak RT"),
        car_fits=False,
        on_foot_m=120,
    )
    (fact,) = given(opened()).when(command).facts
    assert isinstance(fact, MeetingSet)
    assert (fact.location, fact.car_fits, fact.on_foot_m) == (claim("masjid"), False, 120)
    given().when(command).refused(Refusal.UNKNOWN_INCIDENT)
    with pytest.raises(FieldError):
        SetMeeting(command_id=uid(7), incident_id=HERE, on_foot_m=-1)
    lane = lanes.draw(HERE, None, entry(meeting(car_fits=False, on_foot_m=120)))
    assert lane is not None
    assert (lane.area, lane.car_fits, lane.on_foot_m) == (AREA, False, 120)
    assert lanes.draw(HERE, lane, entry(meeting())) is None, "nothing is known of it any more"
    assert lanes.view(lane, CREW) is None


def test_what_a_crew_saw_of_the_lane_is_remembered_and_shown() -> None:
    seen = LaneNoted(
        incident_id=HERE,
        unit_id=UnitId("amb-1"),
        car_fits=False,
        on_foot_m=100,
        spot=claim("rumah", AREA),
        when=by_server(),
    )
    told = meeting(location=claim("masjid"), guide_name=sealed("Pak RT"))
    lane = lanes.draw(HERE, None, entry(seen))
    assert lane is not None
    assert (lane.area, lane.car_fits, lane.on_foot_m) == (AREA, False, 100)
    card = drawn(opened(), told, seen)
    assert card.meeting is not None
    assert card.meeting.guide_name == sealed("Pak RT"), "the meeting point stays"
    assert (card.meeting.car_fits, card.meeting.lane_by) == (False, "amb-1")


def drawn(*facts: object) -> IncidentCard:
    card = None
    for fact in facts:
        card = draw_incident(HERE, card, entry(fact))  # type: ignore[arg-type]
    assert card is not None
    return card


def test_the_card_shows_the_way_and_masks_the_guide_from_agencies() -> None:
    said = meeting(location=claim("masjid"), guide_name=sealed("Pak RT"), on_foot_m=80)
    well = LastKnownWellSet(incident_id=HERE, last_known_well_at=NOW - hours(2), when=by_server())
    card = drawn(opened(), said, well)
    assert card.meeting is not None
    assert card.meeting.guide_name == sealed("Pak RT")
    assert card.last_known_well_at == NOW - hours(2)
    assert drawn(opened(), said, meeting()).meeting is None
    crewed = drawn(opened(), sent(), said)
    seen = view_incident(crewed, CREW)
    assert seen is not None
    assert seen.meeting is not None
    assert seen.meeting.guide_name is not None
    assert view_incident(card, DAMKAR_DESK) is None


def test_partners_answers_stay_in_the_room() -> None:
    line = PartnerLine(answer=PartnerAnswer.LATER, at=NOW, by=TAKER.id)
    card = drawn(opened(), sent())
    card.partners[PartnerId("pmi")] = line
    seen = view_incident(card, CREW)
    assert seen is not None
    assert seen.partners == {}


def test_what_a_crew_found_is_marked_until_somebody_takes_it_over() -> None:
    found = opened(owner=CREW, found_by=UnitId("amb-1"))
    taken = IncidentTakenOver(
        incident_id=HERE,
        owner=AccountId(TAKER.id),
        previous_owner=AccountId(CREW.id),
        when=by_server(),
    )
    assert drawn(found).found_by == "amb-1"
    assert drawn(found, taken).found_by is None


def test_when_a_stroke_patient_was_last_well_is_said_or_unknown() -> None:
    command = SetLastKnownWell(command_id=uid(7), incident_id=HERE, last_known_well_at=NOW)
    given(opened()).when(command).wrote(LastKnownWellSet)
    given(opened(THERE)).when(command).refused(Refusal.UNKNOWN_INCIDENT)


# ---- the contact book


def listed(post: str, rt: str, name: str = "Sari") -> LiaisonListed:
    return LiaisonListed(
        area=AREA,
        post=PostId(post),
        rt=rt,
        name=sealed(name),
        number=sealed("nomor"),
        when=by_server(),
    )


def test_a_post_is_held_by_one_person_in_a_kelurahan_or_an_rt() -> None:
    book = teller(LIAISONS, CITY)

    def write(post: str, rt: str) -> ListLiaison:
        return ListLiaison(
            command_id=uid(7),
            area=AREA,
            post=PostId(post),
            rt=rt,
            name=sealed(),
            number=sealed(),
        )

    book().when(write("rt", "04")).wrote(LiaisonListed)
    book().when(write("lurah", "")).wrote(LiaisonListed)
    book().when(write("rt", "")).refused(Refusal.POST_NEEDS_RT)
    book().when(write("lurah", "04")).refused(Refusal.POST_NEEDS_RT)
    with pytest.raises(FieldError):
        write("rt", "empat")
    gone = RemoveLiaison(command_id=uid(7), area=AREA, post=PostId("rt"), rt="04")
    book(listed("rt", "04")).when(gone).wrote(LiaisonRemoved)
    book().when(gone).then()


def test_the_book_shows_who_holds_each_post_now() -> None:
    card = None
    for fact in (listed("rt", "04"), listed("lurah", ""), listed("rt", "04", "Budi")):
        card = liaisons.draw(AREA, card, entry(fact))
    assert card is not None
    assert [(one.post, one.rt) for one in card.people] == [("lurah", ""), ("rt", "04")]
    assert card.people[1].name == sealed("Budi")
    assert liaisons.view(card, HEAD) == card
    assert liaisons.view(card, CREW) is None
    removed = LiaisonRemoved(area=AREA, post=PostId("rt"), rt="04", when=by_server())
    card = liaisons.draw(AREA, card, entry(removed))
    assert card is not None
    assert len(card.people) == 1


def test_the_lamp_of_a_fleet_follows_the_count() -> None:
    low = UnitsRunLow(fleet=FLEET, free=0, of=2, when=by_server())
    card = fleets.draw(FLEET, None, entry(low))
    assert card is not None
    assert (card.low, card.free, card.of) == (True, 0, 2)
    assert fleets.view(card, HEAD) == card
    assert fleets.view(card, CREW) is None
    enough = UnitsEnough(fleet=FLEET, free=2, of=2, when=by_server())
    card = fleets.draw(FLEET, card, entry(enough))
    assert card is not None
    assert not card.low


@pytest.mark.parametrize(
    ("opens", "closes", "open_at"),
    [("08:00", "16:00", {9: True, 17: False}), ("20:00", "05:00", {22: True, 3: True, 12: False})],
)
def test_a_partner_is_called_in_its_hours(
    opens: str, closes: str, open_at: dict[int, bool]
) -> None:
    clock = NOW.time().fromisoformat
    partner = Partner(
        id=PartnerId("pmi"),
        name="PMI",
        call_sign="PMI",
        order=1,
        area=AREA,
        capabilities=(CapabilityId("ambulance"),),
        opens=clock(opens),
        closes=clock(closes),
    )
    assert {hour: partner.is_open(clock(f"{hour:02}:30")) for hour in open_at} == open_at
