"""What one update of Telegram's can contain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.values import Change, MessageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A person, or a channel that speaks for itself. The name is chosen by its owner."""

    id: int
    name: str | None = None
    username: str | None = None

    @property
    def key(self) -> str:
        """Who it is, and where a reply goes; the same for ever, and never a telephone number."""
        return f"telegram:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReference:
    """A file at Telegram's, to be had by this id for as long as the bot exists, up to 20 MB."""

    id: str
    media_type: str  # MIME type as Telegram says it, or as its kind of message implies
    size_bytes: int | None = None
    filename: str | None = None
    voice: bool = False  # recorded in the chat
    duration_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place, degrees WGS 84. `live`: it goes on being told by changes of the same message."""

    latitude: float
    longitude: float
    measured: bool  # True: where the device is; False: a place picked from a map or list
    accuracy_m: float | None = None
    words: str | None = None  # name and address of a picked place
    live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """One message or one change of a message; `item_id` is the same each time it is delivered."""

    item_id: str  # "{bot}:{chat}:{message}", of a change with ":{update}" behind it
    chat_id: int
    message_id: int
    sender: Sender | None
    kind: MessageKind
    shape: str  # Telegram's name of the content
    sent_at: datetime | None
    text: str | None = None
    point: Point | None = None
    media: tuple[FileReference, ...] = ()
    forwarded: bool = False
    about: str | None = None  # item id of the message it answers or changes
    change: Change | None = None
    reason: str = ""  # why it is UNREADABLE, as a key


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An update nobody here can read, from whom is not known: it is shown all the same."""

    item_id: str
    shape: str  # Telegram's field name, or "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something about the chat or the bot that no person has to answer."""

    item_id: str
    shape: str


Item = InboundMessage | Unknown | Notice
