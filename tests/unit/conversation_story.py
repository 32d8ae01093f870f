"""What the stories of the conversation desk begin with."""

from __future__ import annotations

from dataclasses import replace

from siaga.desks.conversation.doors import DESK
from siaga.language.intake import ReplyQueued
from siaga.language.values import MediaRef, MessageId, MessageKind
from tests.builders import NOW, by_provider, by_server, claim, minutes, sealed
from tests.story import teller
from tests.unit.intake_story import CONTACT, OPENED, RINA, WROTE

given = teller(DESK)

FRESH = replace(OPENED, when=by_provider(NOW - minutes(1)), received_at=NOW - minutes(1))
SAID = replace(WROTE, when=by_provider(NOW - minutes(1)), provider_id=sealed("wamid-1"))
MORE = replace(SAID, message_id=MessageId("m-2"), provider_id=sealed("wamid-2"))
WHERE = replace(SAID, message_id=MessageId("m-3"), text=None, location=claim())
VOICE = replace(
    SAID,
    message_id=MessageId("m-4"),
    kind=MessageKind.MEDIA,
    text=None,
    media=(MediaRef(media_type="audio/ogg", voice=True),),
)
REPLIED = ReplyQueued(
    contact_id=CONTACT,
    message_id=MessageId("r-1"),
    text=sealed("sabar"),
    ask_location=False,
    when=by_server(),
    subject=RINA,
    number=sealed("0812"),
)
