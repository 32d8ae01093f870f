"""What one signed post of Meta's can contain, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.values import Change, MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A WhatsApp user. Since 2026 a user with a name of their own may show no number."""

    wa_id: str | None = None  # the number in digits with country code, without "+"
    user_id: str | None = None  # business-scoped id, e.g. "ID.1349…"; changes with the number
    username: str | None = None
    name: str | None = None  # the profile name: chosen by its owner, never proof of anything

    @property
    def key(self) -> str | None:
        """The steadiest id that was shown: the number, else the business-scoped id."""
        return self.wa_id or self.user_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaReference:
    """A file at Meta's. The id is good for 7 days, the address for 5 minutes."""

    id: str
    media_type: str  # MIME type as Meta says it, e.g. "audio/ogg; codecs=opus"
    sha256: str | None = None  # base64 of 32 bytes, seldom hex
    url: str | None = None
    filename: str | None = None
    voice: bool = False  # recorded in the chat, not a file that was passed on


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place sent from WhatsApp, degrees WGS 84. WhatsApp never tells its accuracy."""

    latitude: float
    longitude: float
    measured: bool  # True: where the device is; False: a place picked from a list or map
    name: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message of a citizen; `item_id` is the same each time Meta delivers it."""

    item_id: str  # "{phone_number_id}:{wamid}"
    phone_number_id: str
    provider_id: str  # the wamid; empty when Meta sent none
    sender: Identity
    kind: MessageKind
    shape: str  # Meta's name of the message type
    sent_at: datetime | None  # None: Meta's time is missing or impossible
    text: str | None = None  # words or caption; of an unreadable item: what can be shown of it
    point: Point | None = None
    media: tuple[MediaReference, ...] = ()
    forwarded: bool = False
    forwarded_often: bool = False  # more than five times
    quotes: str | None = None  # wamid of the message this one answers, reacts to or changes
    change: Change | None = None
    reason: str = ""  # why it is UNREADABLE, as a key
    detail: str = ""  # Meta's finer name of an UNREADABLE one, e.g. "poll_creation"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """What became of a message we sent."""

    item_id: str  # "{wamid}:{status}:{participant}"
    phone_number_id: str
    provider_id: str  # wamid of our message
    status: str  # sent, delivered, read, played, failed
    participant: Identity
    occurred_at: datetime | None
    outbox_id: str | None = None  # what we put into biz_opaque_callback_data
    error: str = ""  # Meta's code
    category: str = ""  # what it is priced as: service, utility, …; empty: nothing was said
    billable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityChange:
    """Meta says that two ids are one person: a new number, or a new business-scoped id."""

    item_id: str
    phone_number_id: str
    shape: str  # user_changed_number, user_changed_user_id, user_id_update
    previous: Identity
    current: Identity
    occurred_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """Somebody of ours wrote to a citizen with the WhatsApp Business app on a telephone."""

    item_id: str
    phone_number_id: str
    provider_id: str
    recipient: Identity
    text: str | None
    shape: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Anything else Meta sent: kept whole in the inbox, shown to whoever runs the channel."""

    item_id: str
    shape: str  # Meta's field name, or "errors", "malformed", "unknown"
    phone_number_id: str = ""
    errors: tuple[str, ...] = ()  # Meta's codes
    words: tuple[str, ...] = ()  # of an account's news: the event and what it restricts


Item = InboundMessage | StatusReport | IdentityChange | Echo | Other
