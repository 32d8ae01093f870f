"""Ids, enumerations and small values that facts and commands are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, NewType, TypeAlias

Tag = NewType("Tag", str)

AccountId = NewType("AccountId", str)
AlertId = NewType("AlertId", str)
ContactId = NewType("ContactId", str)
DeviceId = NewType("DeviceId", str)
DispatchId = NewType("DispatchId", str)
HandoverId = NewType("HandoverId", str)
IncidentId = NewType("IncidentId", str)
LinkId = NewType("LinkId", str)
MessageId = NewType("MessageId", str)
NoticeId = NewType("NoticeId", str)
PassId = NewType("PassId", str)
PatientId = NewType("PatientId", str)
PersonId = NewType("PersonId", str)
"""A missing or found person, by the report that told of them."""

ReferralId = NewType("ReferralId", str)
ShelterId = NewType("ShelterId", str)
"""A slug of the place's shelters, or the id of the command that opened another one."""

SubjectId = NewType("SubjectId", str)
"""A person outside the room, by a random id; the vault maps a telephone number to it."""

# Slugs of place data: a command naming one that the place does not have is refused at the door.
AgencyId = NewType("AgencyId", str)
AreaCode = NewType("AreaCode", str)
CapabilityId = NewType("CapabilityId", str)
CardId = NewType("CardId", str)
FleetId = NewType("FleetId", str)
GaugeId = NewType("GaugeId", str)
HospitalId = NewType("HospitalId", str)
IncidentTypeId = NewType("IncidentTypeId", str)
NeighbourId = NewType("NeighbourId", str)
PartnerId = NewType("PartnerId", str)
PostId = NewType("PostId", str)
ResultId = NewType("ResultId", str)
ServiceId = NewType("ServiceId", str)
StationId = NewType("StationId", str)
TeamId = NewType("TeamId", str)
TemplateId = NewType("TemplateId", str)
UnitId = NewType("UnitId", str)

if TYPE_CHECKING:
    AnyUnitId: TypeAlias = UnitId
else:
    AnyUnitId = NewType("AnyUnitId", UnitId)
"""Also of a unit that has left the place since: its crew may still be out there. The desk asks
whether who speaks for it may."""

EARLIEST_AT = datetime(2020, 1, 1, tzinfo=UTC)
TAGS_PER_FACT_MAX = 3


class FieldError(ValueError):
    """A value a person gave cannot be used; `field` is the innermost name of it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


class Sealed:
    """A vault item seen from outside: where it lies and a salted digest of what it says.

    On the wire a client sends the plain value; the door seals it before any desk sees it.
    """

    __slots__ = ("digest", "ref")

    def __init__(self, ref: str, digest: str) -> None:
        self.ref, self.digest = ref, digest

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self.ref)

    def __str__(self) -> str:
        return f"{self.ref}.{self.digest}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.ref})"

    @classmethod
    def parse(cls, text: str) -> Sealed:
        ref, _, digest = text.partition(".")
        if not ref or not digest:
            raise ValueError("not a vault reference")
        return cls(ref, digest)


class SealedPoint(Sealed):
    """A sealed `{latitude, longitude, address?}`; see `LocationClaim` for what stays outside."""

    __slots__ = ()


class SealedRecord(Sealed):
    """A sealed JSON object of one shape, checked at the door; a subclass names its dataclass."""

    __slots__ = ()
    shape: ClassVar[type[Any]]
    label: ClassVar[str] = "record"  # retention class of the vault item


class Priority(StrEnum):
    P1 = "P1"  # life in danger now
    P2 = "P2"  # urgent
    P3 = "P3"  # same day
    P4 = "P4"  # public service


SLOW = (Priority.P3, Priority.P4)
"""No life hangs on it: what may be asked for as a public service."""


class Channel(StrEnum):
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    SMS = "sms"
    WEB = "web"
    FORWARDED = "forwarded"
    WALK_IN = "walk_in"


CHATS = frozenset({Channel.WHATSAPP, Channel.TELEGRAM, Channel.SMS})
"""Channels by which the room can write back."""


class ContactKind(StrEnum):
    EMERGENCY = "emergency"
    SERVICE = "service"
    INFORMATION = "information"
    ADDITION = "addition"
    OUTSIDE = "outside"
    ACCIDENTAL = "accidental"
    TEST = "test"
    SILENT = "silent"
    PRANK = "prank"
    UNANSWERED = "unanswered"  # the two last are set by the system only
    CUT_OFF = "cut_off"


class Safety(StrEnum):
    """Contact safety: whether the centre may write or call back (domain.md 6)."""

    SAFE = "safe"
    TEXT_ONLY = "text_only"
    DO_NOT_CONTACT = "do_not_contact"


class MessageKind(StrEnum):
    TEXT = "text"
    LOCATION = "location"
    MEDIA = "media"
    UNREADABLE = "unreadable"  # shown as "tidak dapat dibuka", never dropped


class Change(StrEnum):
    """What a message does to an earlier one, which stays what it was (evidence)."""

    EDITED = "edited"
    REVOKED = "revoked"
    REACTION = "reaction"  # never rings, never opens a contact that is over


class Language(StrEnum):
    """What a citizen writes; the centre answers in it where it has the words."""

    INDONESIAN = "id"
    ENGLISH = "en"
    LOCAL = "local"  # the place's own tongue


class Automatic(StrEnum):
    """What the centre answers by itself, with words of the place; at most once a contact."""

    FIRST = "first"  # the first reply of all
    FIRST_LOCATED = "first_located"  # the same when the first message says where
    FIRST_UNREADABLE = "first_unreadable"
    LOCATION_RECEIVED = "location_received"
    UNREADABLE = "unreadable"
    CALL = "call"  # to a voice call in a chat, which nobody takes


class Via(StrEnum):
    """How a statement reached the logbook; anything but console and device is on behalf."""

    CONSOLE = "console"
    DEVICE = "device"
    RADIO = "radio"
    PHONE = "phone"
    CHAT_GROUP = "chat_group"
    IN_PERSON = "in_person"
    PAPER = "paper"


class TimeSource(StrEnum):
    SERVER = "server"
    PROVIDER = "provider"
    DEVICE = "device"
    PERSON = "person"
    PAPER = "paper"


class Role(StrEnum):
    CALL_TAKER = "call_taker"
    SHIFT_LEAD = "shift_lead"
    TRAINEE = "trainee"
    DISPATCHER = "dispatcher"
    AGENCY_DESK = "agency_desk"
    FIELD_CREW = "field_crew"
    HOSPITAL_DESK = "hospital_desk"
    VOLUNTEER = "volunteer"  # with a pass for one incident, no account
    DUTY_DOCTOR = "duty_doctor"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROOM_ROLES = frozenset(
    {Role.CALL_TAKER, Role.SHIFT_LEAD, Role.TRAINEE, Role.DISPATCHER, Role.SUPERVISOR}
)
"""Staff on duty in the room: they handle every open contact and incident."""

OVERSIGHT_ROLES = frozenset({Role.SUPERVISOR, Role.HEAD, Role.AUDITOR})


class ActorKind(StrEnum):
    PERSON = "person"
    POLICY = "policy"
    TIMER = "timer"
    CHANNEL = "channel"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts or looks, with the rights the door found for them."""

    kind: ActorKind
    id: str
    roles: frozenset[Role] = frozenset()
    units: frozenset[UnitId] = frozenset()
    agency: AgencyId | None = None
    hospital: HospitalId | None = None
    # Who comes with a pass instead of an account sees and does what these name, nothing else.
    pass_id: PassId | None = None
    incident: IncidentId | None = None
    referral: ReferralId | None = None

    @property
    def is_room(self) -> bool:
        return bool(self.roles & ROOM_ROLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the door knows about a command, apart from what the client says in it."""

    actor: Actor
    received_at: datetime
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The instant something happened, who said so, and by how many seconds it may be off."""

    at: datetime
    source: TimeSource = TimeSource.SERVER
    doubt_s: int = 0


class LocationSource(StrEnum):
    GPS = "gps"  # a device measured it
    PIN = "pin"  # a person put a pin on a map or shared a place
    AREA = "area"  # only the kelurahan is known: its centroid
    SPOKEN = "spoken"  # words only, placed by the call taker


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationClaim:
    """Somebody says it is there. Exact coordinates and address lie in the vault."""

    source: LocationSource
    point: SealedPoint
    area: AreaCode | None = None  # kelurahan; None outside the city
    accuracy_m: int | None = None
    in_country: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRef:
    """A photo, voice note or document: the provider's reference, or a file of the media store."""

    media_type: str  # MIME type
    stored: str | None = None  # content address in the media store; None until it was fetched
    provider_ref: Sealed | None = None
    voice: bool = False  # recorded in the chat, not a file that was passed on
    duration_s: int | None = None
