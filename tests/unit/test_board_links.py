"""The links beside a contact: sent, opened, how many positions, why they ended."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards import links
from siaga.boards.links import LinksCard
from siaga.language.entry import Fact
from siaga.language.intake import (
    ContactReopened,
    ContactSafetySet,
    MessageReceived,
    ReplyReported,
)
from siaga.language.links import (
    FeedbackGiven,
    LinkEnd,
    LinkEnded,
    LinkKind,
    LinkOpened,
    LinkSent,
    ReporterAsked,
)
from siaga.language.values import Channel, LinkId, MessageId, MessageKind, Safety
from tests.board_entries import Told, drawn
from tests.builders import (
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    HEAD,
    NOW,
    TAKER,
    TRAINEE,
    by_server,
    claim,
    hours,
    minutes,
    sealed,
)
from tests.unit.links_story import CONTACT, LINK, WRAPPED, issued

SENT = LinkSent(
    link_id=LINK,
    kind=LinkKind.LOCATION,
    contact_id=CONTACT,
    channel=Channel.SMS,
    when=by_server(),
)
OPENED = LinkOpened(link_id=LINK, contact_id=CONTACT, when=by_server(NOW + minutes(1)))
ENDED = LinkEnded(
    link_id=LINK,
    kind=LinkKind.LOCATION,
    contact_id=CONTACT,
    why=LinkEnd.CLOSED,
    when=by_server(NOW + minutes(9)),
)
FIX = MessageReceived(
    contact_id=CONTACT,
    message_id=MessageId("m-1"),
    kind=MessageKind.LOCATION,
    when=by_server(NOW + minutes(2)),
    location=claim(),
    link_id=LINK,
)


def card(*facts: Fact) -> LinksCard | None:
    told = Told()
    for fact in facts:
        told(fact)
    return drawn(links, told.entries).get(CONTACT)


def reported(status: str, error: str = "") -> ReplyReported:
    return ReplyReported(
        contact_id=CONTACT, outbox_id="row-1", status=status, when=by_server(), error=error
    )


def test_on_its_way_opened_and_heard_from() -> None:
    told = Told()
    told(issued(LinkKind.LOCATION))
    told(SENT)
    told(reported("sent"), cause=2)
    told(reported("failed", "no_sender"))
    for fact in (OPENED, FIX, replace(FIX, when=by_server(NOW + minutes(3)))):
        told(fact)
    (line,) = drawn(links, told.entries)[CONTACT].links
    assert (line.channel, line.sent_at) == (Channel.SMS, NOW)
    assert (line.status, line.error) == ("failed", "no_sender")
    assert line.opened_at == NOW + minutes(1)
    assert (line.fixes, line.fix_at, line.accuracy_m) == (2, NOW + minutes(3), 20)


def test_reports_in_any_order_and_of_other_messages() -> None:
    told = Told()
    told(issued(LinkKind.LOCATION))
    told(SENT)
    told(reported("read"), cause=2)
    told(reported("sent"))
    told(replace(reported("failed"), outbox_id="row-of-a-reply"), cause=1)
    (line,) = drawn(links, told.entries)[CONTACT].links
    assert line.status == "read"


def test_sent_again_it_is_on_its_way_again() -> None:
    again = replace(SENT, when=by_server(NOW + minutes(4)), channel=Channel.WHATSAPP)
    seen = card(issued(LinkKind.LOCATION), SENT, again)
    assert seen is not None
    (line,) = seen.links
    assert (line.status, line.channel, line.sent_at) == ("queued", "whatsapp", NOW + minutes(4))


def test_a_position_of_the_chat_is_not_the_links() -> None:
    seen = card(issued(LinkKind.LOCATION), replace(FIX, link_id=None))
    assert seen is not None
    assert seen.links[0].fixes == 0
    assert links.keys(replace(FIX, link_id=None)) == ()


def test_what_the_reporter_said_of_the_end() -> None:
    asked = ReporterAsked(link_id=LINK, contact_id=CONTACT, words=sealed("belum"), when=by_server())
    gave = FeedbackGiven(link_id=LINK, contact_id=CONTACT, handled=False, when=by_server())
    seen = card(issued(), asked, gave)
    assert seen is not None
    (line,) = seen.links
    assert (line.asked, line.asked_at, line.handled) == (1, NOW, False)


def test_unsafe_at_once_and_gone_when_nothing_is_left() -> None:
    unsafe = ContactSafetySet(contact_id=CONTACT, safety=Safety.DO_NOT_CONTACT, when=by_server())
    seen = card(issued(), unsafe)
    assert seen is not None
    assert seen.unsafe
    assert card(issued(LinkKind.LOCATION), WRAPPED, ENDED) is None
    assert card(issued(LinkKind.LOCATION), ENDED, WRAPPED) is None
    still = card(issued(LinkKind.LOCATION), ENDED)
    assert still is not None
    assert still.links[0].why is LinkEnd.CLOSED
    over = card(issued(LinkKind.LOCATION), WRAPPED)
    assert over is not None
    assert over.over_at == WRAPPED.when.at
    reopened = ContactReopened(
        contact_id=CONTACT,
        channel=Channel.WEB,
        opened=by_server(),
        when=by_server(),
        safety=Safety.SAFE,
    )
    again = card(issued(LinkKind.LOCATION), WRAPPED, reopened)
    assert again is not None
    assert again.over_at is None


def test_of_many_the_living_ones_stay() -> None:
    many = [
        fact
        for number in range(12)
        for link_id in [LinkId(f"link-{number}")]
        for fact in (
            replace(issued(), link_id=link_id),
            replace(ENDED, link_id=link_id, kind=LinkKind.STATUS),
        )
    ]
    seen = card(issued(lives=hours(5)), *many)
    assert seen is not None
    assert len(seen.links) <= 7
    assert [line.link_id for line in seen.links if line.ended_at is None] == [LINK]


def test_only_the_room_sees_them() -> None:
    seen = card(issued())
    assert seen is not None
    for viewer in (TAKER, TRAINEE):
        assert links.view(seen, viewer) == seen
    for viewer in (HEAD, AUDITOR, CREW, DAMKAR_DESK):
        assert links.view(seen, viewer) is None
