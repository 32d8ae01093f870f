"""Reporters' pictures: whoever was given the incident sees them, and only while they may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from siaga.boards import field
from siaga.desks.agencies import doors as agencies
from siaga.desks.agencies.commands import Brief, SendReferral
from siaga.desks.conversation import doors as conversation
from siaga.desks.conversation.commands import SharePictures, TellPictures
from siaga.language.conversation import MediaKept, PicturesShared
from siaga.language.incident import IncidentMerged, IncidentOpened, IncidentUnmerged
from siaga.language.intake import ContactSafetySet, ReportAttached
from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactId,
    IncidentId,
    IncidentTypeId,
    MediaRef,
    MessageId,
    Priority,
    ReferralId,
    Safety,
)
from tests.builders import CREW, POLICY_ACTOR, TAKER, by_server, uid
from tests.story import entry, teller
from tests.unit.conversation_story import FRESH, SAID
from tests.unit.intake_story import CONTACT
from tests.unit.test_board_field import SENT, VOLUNTEER, scene

given, asked_of = teller(conversation.DESK), teller(agencies.DESK)
HERE, THERE = IncidentId("i-1"), IncidentId("i-2")


def photo(name: str) -> MediaRef:
    return MediaRef(media_type="image/jpeg", stored=name)


def kept(name: str, kind: str = "image/png") -> MediaKept:
    return MediaKept(
        contact_id=CONTACT,
        message_id=MessageId("m-1"),
        index=0,
        stored="as it came",
        shown=name,
        media_type=kind,
        size_bytes=1,
        when=by_server(),
    )


def attached(to: IncidentId = HERE) -> ReportAttached:
    by = AccountId(TAKER.id)
    return ReportAttached(contact_id=CONTACT, incident_id=to, answered_by=by, when=by_server())


def shared(*names: str, at: IncidentId = HERE, of: IncidentId | None = None) -> PicturesShared:
    photos = tuple(map(photo, names))
    when = by_server()
    return PicturesShared(incident_id=at, contact_id=CONTACT, photos=photos, when=when, of=of)


SHARE = SharePictures(command_id=uid(1), contact_id=CONTACT)
SAFE = ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server())
MERGED: Any = {"incident_id": HERE, "into": THERE, "reporters": 1, "clock_start": by_server()}
MERGE = IncidentMerged(**MERGED, number="K-2026-000001", began=by_server(), when=by_server())
CUT = IncidentUnmerged(**MERGED, when=by_server())


class TestSharing:
    def test_all_pictures_of_a_contact_and_no_voice(self) -> None:
        story = (FRESH, SAID, kept("a"), kept("voice", "audio/ogg"), attached(), kept("b"))
        given(*story).when(SHARE, by=POLICY_ACTOR).then(shared("a", "b"))
        given(*story, shared("a", "b")).when(SHARE, by=POLICY_ACTOR).then()
        given(FRESH, SAID, kept("a")).when(SHARE, by=POLICY_ACTOR).then()

    def test_none_of_who_must_not_be_contacted(self) -> None:
        told = (FRESH, SAID, kept("a"), attached())
        given(*told, SAFE).when(SHARE, by=POLICY_ACTOR).then()
        given(*told, shared("a"), SAFE).when(SHARE, by=POLICY_ACTOR).then(shared())
        lifted = replace(SAFE, safety=Safety.SAFE)
        given(*told, shared(), SAFE, lifted).when(SHARE, by=POLICY_ACTOR).then(shared("a"))

    def test_a_contact_that_speaks_of_another_incident_takes_them_along(self) -> None:
        told = (FRESH, SAID, kept("a"), attached(), shared("a"), attached(THERE))
        answer = given(*told).when(SHARE, by=POLICY_ACTOR)
        answer.then(shared(), shared("a", at=THERE))

    def test_a_merged_incident_brings_its_own_and_takes_them_away(self) -> None:
        over = TellPictures(command_id=uid(1), incident_id=HERE, to=THERE)
        there = shared("a", at=THERE, of=HERE)
        given(shared("a"), MERGE).when(over, by=POLICY_ACTOR).then(there)
        later = replace(over, to=None)
        given(shared("a"), MERGE).when(later, by=POLICY_ACTOR).then(there)
        given(shared("a")).when(later, by=POLICY_ACTOR).then()
        given(shared("a"), MERGE, CUT).when(over, by=POLICY_ACTOR).then()
        back = replace(over, gone=True)
        answer = given(shared("a"), MERGE, there, CUT).when(back, by=POLICY_ACTOR)
        answer.then(shared(at=THERE, of=HERE))
        given(shared("a"), MERGE).when(back, by=POLICY_ACTOR).then()

    def test_a_case_that_is_opened_again_shows_them_again(self) -> None:
        again = TellPictures(command_id=uid(1), incident_id=HERE, to=HERE)
        given(shared("a")).when(again, by=POLICY_ACTOR).then(shared("a"))


OPENED = IncidentOpened(
    incident_id=HERE,
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P2,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId(TAKER.id),
    contact_id=CONTACT,
    photos=(photo("asked with"),),
)


class TestAgencies:
    def test_are_sent_every_reporters_and_told_of_more(self) -> None:
        other = replace(shared("b"), contact_id=ContactId("c-2"))
        opened = entry(OPENED, number="K-2026-000007")
        send = SendReferral(command_id=uid(3), incident_id=HERE, agency=AgencyId("damkar"))
        (sent,) = asked_of(opened, other).when(send).told
        assert sent.photos == (photo("asked with"), photo("b"))
        (sent,) = asked_of(opened, shared("safe copy"), other).when(send).told
        assert sent.photos == (photo("safe copy"), photo("b")), "not the same picture twice"
        brief = Brief(command_id=uid(4), incident_id=HERE)
        (told,) = asked_of(opened, sent, shared("c")).when(brief, by=POLICY_ACTOR).told
        assert (told.referral_id, told.photos) == (ReferralId(str(uid(3))), (photo("c"),))
        asked_of(opened, shared("c")).when(brief, by=POLICY_ACTOR).then()


def test_a_crew_sees_them_without_whose_they_are_and_a_volunteer_none() -> None:
    card = scene(OPENED, SENT, shared("a"))
    assert card is not None
    assert card.photos == {CONTACT: (photo("a"),)}
    seen, helper = field.view(card, CREW), field.view(card, VOLUNTEER)
    assert seen is not None
    assert helper is not None
    assert list(seen.photos.values()) == [(photo("a"),)]
    assert CONTACT not in seen.photos
    assert helper.photos == {}
    cleared = scene(OPENED, shared("a"), shared())
    assert cleared is not None
    assert cleared.photos == {}
