"""Links: who gets one, by which way, and when their pages say no more."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from siaga.desks.links.commands import (
    AskAgain,
    EndLink,
    EndUnsafeLinks,
    ExpireLink,
    GiveFeedback,
    IssueLink,
    OfferLink,
    OpenLink,
    ShowStatus,
)
from siaga.desks.links.decide.ending import done_at
from siaga.desks.links.doors import DESK
from siaga.desks.links.follow import EXPIRY, follow
from siaga.desks.links.react import react, ring
from siaga.desks.links.state import Contact, Incident
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, Send, SendRule
from siaga.language.intake import ContactOpened, ContactSafetySet
from siaga.language.links import (
    FeedbackGiven,
    LinkEnd,
    LinkEnded,
    LinkIssued,
    LinkKind,
    LinkOpened,
    LinkSent,
    ReporterAsked,
)
from siaga.language.refusals import Refusal
from siaga.language.values import Channel, ContactId, Language, LinkId, ReferralId, Safety
from tests.builders import CHANNEL_ACTOR, NOW, POLICY_ACTOR, by_server, hours, minutes, sealed, uid
from tests.story import entry
from tests.unit.links_story import (
    ATTACHED,
    BEGAN,
    BURNS,
    CALL,
    CHAT,
    CITY,
    CLOSED,
    CONTACT,
    FIRE,
    LINK,
    NAMELESS,
    RINA,
    TASKED,
    VERIFIED,
    WRAPPED,
    given,
    issued,
    unsafe,
)

LOCATION, STATUS = LinkKind.LOCATION, LinkKind.STATUS
PLEASE = IssueLink(command_id=uid(1), contact_id=CONTACT, kind=LOCATION)
AGAIN = AskAgain(
    command_id=uid(7), contact_id=CONTACT, link_id=LINK, words=sealed("belum"), incident_id=FIRE
)
ANSWER = GiveFeedback(
    command_id=uid(8), contact_id=CONTACT, link_id=LINK, handled=False, incident_id=FIRE
)
OVER = (CHAT, issued(), BURNS, CLOSED, WRAPPED)


def sent(channel: Channel, **more: object) -> LinkSent:
    base = LinkSent(
        link_id=LINK, kind=LOCATION, contact_id=CONTACT, channel=channel, when=by_server()
    )
    return replace(base, **more)  # type: ignore[arg-type]


def first(kind: LinkKind, expires_in_h: float) -> LinkIssued:
    return LinkIssued(
        link_id=LINK,
        kind=kind,
        contact_id=CONTACT,
        expires_at=NOW + hours(expires_in_h),
        received_at=BEGAN,
        when=by_server(),
    )


def test_a_chat_is_answered_where_it_was_written() -> None:
    number = sealed("0812")
    given(CHAT).when(PLEASE).then(
        first(LOCATION, 1), sent(Channel.WHATSAPP, subject=RINA, number=number)
    )
    given(CALL).when(PLEASE).then(first(LOCATION, 1), sent(Channel.SMS, number=number))
    status = replace(PLEASE, kind=STATUS)
    begun = replace(first(STATUS, 14 * 24), incident_id=FIRE)
    given(CALL, BURNS).when(status).then(
        begun, replace(sent(Channel.SMS, number=number), kind=STATUS)
    )


def test_it_is_said_in_the_language_that_was_written() -> None:
    english = replace(CHAT, language=Language.ENGLISH)
    told = sent(Channel.WHATSAPP, subject=RINA, number=sealed("0812"), language=Language.ENGLISH)
    given(english).when(PLEASE).then(first(LOCATION, 1), told)
    (send,) = follow(told, CITY)
    assert isinstance(send, Send)
    assert send.language is Language.ENGLISH


def test_another_number_goes_by_sms_and_is_nobodys_own() -> None:
    told = sealed("0813")
    for opened in (CHAT, CALL, NAMELESS):
        given(opened).when(replace(PLEASE, number=told)).then(
            first(LOCATION, 1), sent(Channel.SMS, number=told)
        )
    given(NAMELESS).when(PLEASE).refused(Refusal.NO_NUMBER)


def test_whom_the_centre_must_not_write_to_gets_none() -> None:
    given(unsafe(CHAT)).when(PLEASE).refused(Refusal.CONTACT_NOT_SAFE)
    late = ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server())
    given(CHAT, late).when(PLEASE).refused(Refusal.CONTACT_NOT_SAFE)
    given(CHAT, late).when(replace(PLEASE, number=sealed("0813"))).refused(Refusal.CONTACT_NOT_SAFE)
    given().when(PLEASE).refused(Refusal.UNKNOWN_CONTACT)
    given(CHAT, WRAPPED).when(PLEASE).refused(Refusal.CONTACT_WRAPPED_UP)


def test_a_second_one_is_the_same_one_again() -> None:
    again = replace(PLEASE, command_id=uid(2))
    earlier = replace(sent(Channel.WHATSAPP), when=by_server(NOW - minutes(1)))
    begun = given(CHAT, issued(LOCATION), earlier)
    begun.when(again).then(sent(Channel.WHATSAPP, subject=RINA, number=sealed("0812")))
    just_now = replace(earlier, when=by_server(NOW - minutes(0.1)))
    given(CHAT, issued(LOCATION), just_now).when(again).refused(Refusal.LINK_JUST_SENT)


def test_after_its_time_or_its_end_a_new_one_is_made() -> None:
    again = replace(PLEASE, command_id=uid(2))
    ended = LinkEnded(
        link_id=LINK, kind=LOCATION, contact_id=CONTACT, why=LinkEnd.CLOSED, when=by_server()
    )
    for before in (
        (issued(LOCATION, lives=hours(0)),),
        (issued(LOCATION), ended),
        (issued(STATUS),),
    ):
        answer = given(CHAT, *before).when(again)
        answer.wrote(LinkIssued, LinkSent)
        assert {fact.link_id for fact in answer.facts} == {LinkId(str(uid(2)))}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("opened", "kind", "facts"),
    [
        (CHAT, STATUS, (LinkIssued, LinkSent)),
        (CHAT, LOCATION, ()),  # a chat shares a location by itself
        (replace(CHAT, channel=Channel.TELEGRAM), STATUS, ()),  # the place does not want it
        (CALL, STATUS, ()),
        (unsafe(CHAT), STATUS, ()),
        (replace(CHAT, safety=Safety.TEXT_ONLY), STATUS, ()),
        (replace(CHAT, number=None), STATUS, ()),
    ],
)
def test_what_the_place_wants_is_offered_only_where_it_is_safe(
    opened: ContactOpened, kind: LinkKind, facts: tuple[type[Fact], ...]
) -> None:
    offer = OfferLink(command_id=uid(1), contact_id=CONTACT, kind=kind)
    given(opened, BURNS).when(offer, by=POLICY_ACTOR).wrote(*facts)


def test_an_offer_is_made_once() -> None:
    offer = OfferLink(command_id=uid(2), contact_id=CONTACT, kind=STATUS)
    given(CHAT, BURNS, issued()).when(offer, by=POLICY_ACTOR).then()
    given(CHAT, WRAPPED).when(offer, by=POLICY_ACTOR).then()
    given().when(offer, by=POLICY_ACTOR).then()


def test_our_own_page_shows_its_link_and_sends_nothing() -> None:
    web = replace(NAMELESS, channel=Channel.WEB)
    show = ShowStatus(command_id=uid(1), contact_id=CONTACT)
    given(web).when(show, by=CHANNEL_ACTOR).then(first(STATUS, 14 * 24))
    given(web, issued()).when(show, by=CHANNEL_ACTOR).then()
    given(unsafe(web)).when(show, by=CHANNEL_ACTOR).then()


def test_it_is_opened_once() -> None:
    look = OpenLink(command_id=uid(3), contact_id=CONTACT, link_id=LINK)
    opened = LinkOpened(link_id=LINK, contact_id=CONTACT, when=by_server())
    given(CHAT, issued()).when(look, by=CHANNEL_ACTOR).then(opened)
    given(CHAT, issued(), opened).when(look, by=CHANNEL_ACTOR).then()
    given(CHAT).when(look, by=CHANNEL_ACTOR).then()


def test_a_person_closes_it_and_time_ends_it() -> None:
    end = EndLink(command_id=uid(4), contact_id=CONTACT, link_id=LINK)
    expire = ExpireLink(command_id=uid(5), contact_id=CONTACT, link_id=LINK)
    closed = LinkEnded(
        link_id=LINK, kind=STATUS, contact_id=CONTACT, why=LinkEnd.CLOSED, when=by_server()
    )
    given(CHAT, issued()).when(end).then(closed)
    given(CHAT, issued()).when(expire).then(replace(closed, why=LinkEnd.EXPIRED))
    given(CHAT, issued(), closed).when(end).refused(Refusal.LINK_OVER)
    given(CHAT, issued(), closed).when(expire).then()
    given(CHAT).when(end).refused(Refusal.UNKNOWN_LINK)
    given(CHAT, issued()).when(replace(end, contact_id=ContactId("another"))).refused(
        Refusal.UNKNOWN_LINK
    )


def test_what_became_unsafe_closes_every_door() -> None:
    both = (issued(), replace(issued(LOCATION), link_id=LinkId("other")))
    end = EndUnsafeLinks(command_id=uid(6), contact_id=CONTACT)
    ends = given(CHAT, *both).when(end, by=POLICY_ACTOR).facts
    assert [(fact.link_id, fact.why) for fact in ends if isinstance(fact, LinkEnded)] == [
        (LINK, LinkEnd.UNSAFE),
        (LinkId("other"), LinkEnd.UNSAFE),
    ]
    set_to = ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server())
    (reaction,) = react(entry(set_to))
    assert isinstance(reaction.command, EndUnsafeLinks)
    assert react(entry(replace(set_to, safety=Safety.TEXT_ONLY))) == ()


def test_not_done_is_heard_only_after_the_end() -> None:
    asked = ReporterAsked(
        link_id=LINK, contact_id=CONTACT, words=sealed("belum"), when=by_server(), incident_id=FIRE
    )
    given(*OVER).when(AGAIN, by=CHANNEL_ACTOR).then(asked)
    given(CHAT, issued(), BURNS).when(AGAIN, by=CHANNEL_ACTOR).refused(
        Refusal.CONTACT_NOT_WRAPPED_UP
    )
    given(CHAT, issued(), WRAPPED).when(replace(AGAIN, incident_id=None), by=CHANNEL_ACTOR).wrote(
        ReporterAsked
    )
    late = NOW + hours(24)
    given(CHAT, issued(lives=hours(99)), BURNS, CLOSED, WRAPPED).when(
        AGAIN, by=CHANNEL_ACTOR, at=late
    ).refused(Refusal.LINK_OVER)
    in_time = NOW + hours(23.9)
    given(CHAT, issued(lives=hours(99)), BURNS, CLOSED, WRAPPED).when(
        AGAIN, by=CHANNEL_ACTOR, at=in_time
    ).wrote(ReporterAsked)
    given(*OVER, *[asked] * 5).when(AGAIN, by=CHANNEL_ACTOR).refused(Refusal.LINK_OVER)


def test_a_task_that_outlives_its_incident_is_not_done() -> None:
    over = (CHAT, issued(), BURNS, TASKED, CLOSED, WRAPPED)
    given(*over).when(AGAIN, by=CHANNEL_ACTOR).refused(Refusal.CONTACT_NOT_WRAPPED_UP)
    given(*over, VERIFIED).when(AGAIN, by=CHANNEL_ACTOR).wrote(ReporterAsked)


def test_a_dead_link_says_nothing_any_more() -> None:
    ended = LinkEnded(
        link_id=LINK, kind=STATUS, contact_id=CONTACT, why=LinkEnd.CLOSED, when=by_server()
    )
    danger = ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server())
    for command in (AGAIN, ANSWER):
        for last in (ended, danger):
            given(*OVER, last).when(command, by=CHANNEL_ACTOR).refused(Refusal.LINK_OVER)
        given(CHAT, issued(lives=hours(0)), BURNS, CLOSED, WRAPPED).when(
            command, by=CHANNEL_ACTOR
        ).refused(Refusal.LINK_OVER)
        given(CHAT, issued(LOCATION), BURNS, CLOSED, WRAPPED).when(
            command, by=CHANNEL_ACTOR
        ).refused(Refusal.UNKNOWN_LINK)
        given(CHAT, BURNS, CLOSED, WRAPPED).when(command, by=CHANNEL_ACTOR).refused(
            Refusal.UNKNOWN_LINK
        )


def test_the_one_question_is_answered_once_for_every_end() -> None:
    gave = FeedbackGiven(
        link_id=LINK, contact_id=CONTACT, handled=False, when=by_server(), incident_id=FIRE
    )
    given(*OVER).when(ANSWER, by=CHANNEL_ACTOR).then(gave)
    given(*OVER, gave).when(ANSWER, by=CHANNEL_ACTOR).refused(Refusal.FEEDBACK_GIVEN)
    asked = ReporterAsked(link_id=LINK, contact_id=CONTACT, words=sealed("belum"), when=by_server())
    given(*OVER, gave, asked).when(ANSWER, by=CHANNEL_ACTOR).wrote(FeedbackGiven)


def test_the_message_leaves_with_its_fact_and_the_timer_with_the_link() -> None:
    number = sealed("0812")
    (send,) = follow(sent(Channel.WHATSAPP, subject=RINA, number=number), CITY)
    assert send == Send(
        kind="whatsapp",
        rule=SendRule.REPLY,
        recipient=RINA,
        contact_id=CONTACT,
        number=number,
        message="location_link",
        link_id=LINK,
        deadline_at=NOW + minutes(30),
    )
    (other,) = follow(replace(sent(Channel.SMS, number=number), kind=STATUS), CITY)
    assert isinstance(other, Send)
    assert (other.kind, other.message, other.recipient) == ("sms", "status_link", f"link:{LINK}")
    begun = issued()
    (arm,) = follow(begun, CITY)
    assert arm == Arm(kind=EXPIRY, subject=f"{LINK} {CONTACT}", due_at=begun.expires_at)
    ended = LinkEnded(
        link_id=LINK, kind=STATUS, contact_id=CONTACT, why=LinkEnd.CLOSED, when=by_server()
    )
    assert follow(ended, CITY) == (Disarm(kind=EXPIRY, subject=arm.subject),)
    rung = ring(EXPIRY, arm.subject, arm.due_at, uid(9))
    assert rung == ExpireLink(command_id=uid(9), contact_id=CONTACT, link_id=LINK)
    assert ring("wrap-up", arm.subject, arm.due_at, uid(9)) is None


def test_policies_offer_and_never_where_the_type_forbids() -> None:
    assert [type(each.command) for each in react(entry(BURNS))] == [OfferLink]
    assert [type(each.command) for each in react(entry(ATTACHED))] == [OfferLink]
    assert react(entry(replace(BURNS, safety=Safety.DO_NOT_CONTACT))) == ()
    assert react(entry(replace(BURNS, contact_id=None))) == ()
    assert react(entry(CHAT)) == ()
    sms = replace(CHAT, channel=Channel.SMS)
    assert [type(each.command) for each in react(entry(sms))] == [OfferLink]
    assert react(entry(replace(sms, late=True))) == ()
    assert all(each.command.command_id == UUID(int=0) for each in react(entry(BURNS)))


def test_when_a_matter_ended() -> None:
    contact = Contact(opened_at=BEGAN, incident_id=FIRE)
    wrapped = replace(contact, wrapped_at=NOW)
    assert done_at(contact, None) is None
    assert done_at(wrapped, None) == NOW
    assert done_at(wrapped, Incident()) == NOW  # of a time before this was folded
    assert done_at(wrapped, Incident(is_open=True)) is None
    later = NOW + hours(1)
    assert done_at(wrapped, Incident(ended_at=later)) == later
    task = frozenset({ReferralId("referral-1")})
    assert done_at(wrapped, Incident(ended_at=later, tasks=task)) is None


def test_only_those_who_may_write_to_a_citizen_send_links() -> None:
    assert {door.command for door in DESK.doors} == {IssueLink, EndLink}
