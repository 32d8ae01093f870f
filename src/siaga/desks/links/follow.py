"""What a fact of the links sets in motion: the message with the link, and the link's end."""

from __future__ import annotations

from datetime import timedelta

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send, SendRule
from siaga.language.links import LinkEnded, LinkIssued, LinkKind, LinkSent
from siaga.language.place import Place
from siaga.language.values import ContactId, LinkId, SubjectId

EXPIRY = "link-expiry"
MESSAGES = {LinkKind.LOCATION: "location_link", LinkKind.STATUS: "status_link"}
"""Keys in the place's messages; the address is put behind the words when they leave."""

SENT_FOR = timedelta(minutes=30)
"""A link that could not leave by then is not what is needed any more."""


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case LinkIssued():
            subject = timer_of(fact.link_id, fact.contact_id)
            return (Arm(kind=EXPIRY, subject=subject, due_at=fact.expires_at),)
        case LinkEnded():
            return (Disarm(kind=EXPIRY, subject=timer_of(fact.link_id, fact.contact_id)),)
        case LinkSent():
            return (_send(fact),)
        case _:
            return ()


def timer_of(link_id: LinkId, contact_id: ContactId) -> str:
    return f"{link_id} {contact_id}"


def _send(fact: LinkSent) -> Send:
    """A number that is no contact's own stands in a line of its own."""
    return Send(
        kind=fact.channel.value,
        rule=SendRule.REPLY,
        recipient=fact.subject or SubjectId(f"link:{fact.link_id}"),
        contact_id=fact.contact_id,
        number=fact.number,
        message=MESSAGES[fact.kind],
        language=fact.language,
        link_id=fact.link_id,
        deadline_at=fact.when.at + SENT_FOR,
    )
