"""Restricted numbers and announced incidents: shown until they end."""

from __future__ import annotations

from siaga.boards import announcements, restrictions
from siaga.language.lines import (
    AnnouncementEnded,
    IncidentAnnounced,
    NumberRestricted,
    RestrictionLifted,
)
from siaga.language.values import AccountId, AreaCode, IncidentId, IncidentTypeId
from tests.board_entries import Told, drawn
from tests.builders import (
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    HEAD,
    HOSPITAL_DESK,
    LEAD,
    TAKER,
    TRAINEE,
    sealed,
)
from tests.unit.call_story import CALL, CALLER, at

RESTRICTED = NumberRestricted(
    subject=CALLER,
    contact_id=CALL,
    reason=sealed("alasan"),
    until_at=at(7200).at,
    by=AccountId(LEAD.id),
    when=at(0),
    number=sealed("nomor"),
)
FIRE = IncidentId("i1")
ANNOUNCED = IncidentAnnounced(
    incident_id=FIRE,
    incident_type=IncidentTypeId("fire"),
    until_at=at(1200).at,
    when=at(0),
    area=AreaCode("15.71.10.1003"),
)


def test_a_restriction_has_reason_and_end_and_goes_when_lifted() -> None:
    told = Told()
    told(RESTRICTED)
    card = drawn(restrictions, told.entries)[CALLER]
    assert (card.reason, card.until_at, card.by) == (sealed("alasan"), at(7200).at, LEAD.id)
    told(RestrictionLifted(subject=CALLER, when=at(60)))
    assert drawn(restrictions, told.entries) == {}


def test_the_head_reviews_it_without_the_number() -> None:
    card = restrictions.draw(CALLER, None, Told()(RESTRICTED))
    assert card is not None
    assert restrictions.view(card, TAKER) == card
    for viewer in (HEAD, TRAINEE):
        seen = restrictions.view(card, viewer)
        assert seen is not None
        assert (seen.number, seen.reason) == (None, sealed("alasan"))
    for viewer in (AUDITOR, CREW, DAMKAR_DESK, HOSPITAL_DESK):
        assert restrictions.view(card, viewer) is None


def test_an_announcement_until_it_ends() -> None:
    told = Told()
    card = announcements.draw(FIRE, None, told(ANNOUNCED))
    assert card is not None
    assert (card.incident_type, card.until_at, card.area) == (
        "fire",
        at(1200).at,
        "15.71.10.1003",
    )
    assert announcements.view(card, HEAD) == card
    for viewer in (CREW, DAMKAR_DESK):
        assert announcements.view(card, viewer) is None
    told(AnnouncementEnded(incident_id=FIRE, when=at(600)))
    assert drawn(announcements, told.entries) == {}
