"""What can be asked of the intake desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.values import (
    Change,
    Channel,
    ContactId,
    ContactKind,
    FieldError,
    IncidentId,
    IncidentTypeId,
    Language,
    LinkId,
    LocationClaim,
    MediaRef,
    MessageId,
    MessageKind,
    Priority,
    Safety,
    Sealed,
    SubjectId,
    TemplateId,
    TimeSource,
    UnitId,
)

PHOTOS_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCall:
    """A telephone call or a visitor, entered by hand. The number is always optional."""

    command_id: UUID
    words: Sealed | None = None  # what the caller said
    name: Sealed | None = None
    number: Sealed | None = None
    location: LocationClaim | None = None
    occurred_at: datetime | None = None  # when it rang, if not just now
    channel: Channel = Channel.PHONE  # or walk_in
    safety: Safety = Safety.SAFE

    def __post_init__(self) -> None:
        if self.channel not in (Channel.PHONE, Channel.WALK_IN):
            raise FieldError("channel", "Pilih telepon atau datang langsung.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForwarded:
    """A message that an official or a chat group passed on."""

    command_id: UUID
    words: Sealed
    forwarded_by: Sealed
    name: Sealed | None = None
    number: Sealed | None = None
    location: LocationClaim | None = None
    occurred_at: datetime | None = None
    safety: Safety = Safety.SAFE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportByAgency:
    """An agency was called directly. An incident and its own task follow; the room is rung."""

    command_id: UUID
    incident_type: IncidentTypeId
    words: Sealed
    priority: Priority | None = None
    name: Sealed | None = None
    number: Sealed | None = None
    location: LocationClaim | None = None
    unit_id: UnitId | None = None  # one of its own, on its way already
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordService:
    """A public service on one screen: what, where, who may be asked. The number is optional.

    `incident_id`: the open one it joins ("saya juga"). Without it an incident and its task follow.
    """

    command_id: UUID
    incident_type: IncidentTypeId
    words: Sealed | None = None
    name: Sealed | None = None
    number: Sealed | None = None
    location: LocationClaim | None = None
    photos: tuple[MediaRef, ...] = ()
    shown: tuple[MediaRef, ...] = ()  # safe copies of them, of a citizen's own
    incident_id: IncidentId | None = None
    channel: Channel = Channel.PHONE  # walk_in, or web: citizens on our own page
    occurred_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.channel not in (Channel.PHONE, Channel.WALK_IN, Channel.WEB):
            raise FieldError("channel", "Pilih telepon atau datang langsung.")
        if self.words is None and self.location is None and self.incident_id is None:
            raise FieldError("location", "sebutkan tempatnya: nomor tiang, alamat, atau pin")
        if len(self.photos) > PHOTOS_MAX:
            raise FieldError("photos", f"paling banyak {PHOTOS_MAX} foto")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContact:
    """Take a waiting contact; its answer clock stops."""

    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyContact:
    """Name the contact's kind. Kinds that need no incident also wrap it up.

    `seen`: position of the newest message the person had before them, 0 for none; with it a
    message that came in between is not wrapped up unread. Without it nothing is compared.
    """

    command_id: UUID
    contact_id: ContactId
    kind: ContactKind
    seen: int | None = None

    def __post_init__(self) -> None:
        if self.seen is not None and self.seen < 0:
            raise FieldError("seen", "tidak boleh kurang dari 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachReport:
    """The contact speaks of an incident that is already open."""

    command_id: UUID
    contact_id: ContactId
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenContact:
    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetContactSafety:
    command_id: UUID
    contact_id: ContactId
    safety: Safety
    reason: Sealed | None = None  # needed to lift a stricter one


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToContact:
    """In free words, or by a template of the place with what its holes become."""

    command_id: UUID
    contact_id: ContactId
    text: Sealed | None = None
    ask_location: bool = False
    template: TemplateId | None = None
    arguments: tuple[Sealed, ...] = ()
    about: MessageId | None = None  # the citizen's message it answers
    canned: str = ""  # the ready reply it began as
    again: MessageId | None = None  # an earlier one of which nobody knows whether it arrived

    def __post_init__(self) -> None:
        if self.text is None and self.template is None:
            raise FieldError("text", "wajib diisi")
        if self.text is not None and self.template is not None:
            raise FieldError("text", "tulis sendiri atau pakai template, jangan keduanya")


# ---- made by channels and policies, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class HearMessage:
    """One item of a channel. `contact_id`: the sender's latest contact as this desk knows it."""

    command_id: UUID  # uuid5 of channel and provider item id
    channel: Channel
    kind: MessageKind
    sent_at: datetime
    received_at: datetime
    time_source: TimeSource = TimeSource.PROVIDER
    contact_id: ContactId | None = None
    subject: SubjectId | None = None
    name: Sealed | None = None
    number: Sealed | None = None
    text: Sealed | None = None
    location: LocationClaim | None = None
    media: tuple[MediaRef, ...] = ()
    forwarded: bool = False
    forwarded_often: bool = False
    shape: str = ""
    about: MessageId | None = None
    change: Change | None = None
    provider_id: Sealed | None = None
    link_id: LinkId | None = None  # it came by this link's page
    quiet: bool = False  # goes on with what is known already: it does not ring
    language: Language | None = None  # that its words seem to be in


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReply:
    """What the channel says became of a message to the citizen."""

    command_id: UUID
    contact_id: ContactId
    outbox_id: str
    status: str
    occurred_at: datetime
    error: str = ""
    message: str = ""
    category: str = ""
    billable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinIdentities:
    """Two ids of a channel are one person. `contact_id`: the latest of one of them, to go on."""

    command_id: UUID
    subject: SubjectId
    channel: Channel
    occurred_at: datetime
    joined: SubjectId | None = None
    contact_id: ContactId | None = None
    number: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearReply:
    """A colleague answered with the channel's own app."""

    command_id: UUID
    contact_id: ContactId
    channel: Channel
    sent_at: datetime
    text: Sealed | None = None
    shape: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUpContact:
    """The contact's incident was closed; without `incident_id` whichever it is attached to."""

    command_id: UUID
    contact_id: ContactId
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectReporters:
    """An incident got a type: its reporters get the contact safety the place sets for it.

    With `contact_id` only this contact, else everyone attached to the incident.
    """

    command_id: UUID
    incident_id: IncidentId
    safety: Safety
    contact_id: ContactId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapUpCall:
    """A telephone call is over, or its call-back is, and nothing is left for anybody to do."""

    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectCaller:
    """A caller pressed a digit instead of speaking: somebody may stand beside them."""

    command_id: UUID
    contact_id: ContactId


Command = (
    RecordCall
    | RecordForwarded
    | ReportByAgency
    | RecordService
    | AnswerContact
    | ClassifyContact
    | AttachReport
    | ReopenContact
    | SetContactSafety
    | ReplyToContact
    | HearMessage
    | ReportReply
    | JoinIdentities
    | HearReply
    | WrapUpContact
    | ProtectReporters
    | WrapUpCall
    | ProtectCaller
)
