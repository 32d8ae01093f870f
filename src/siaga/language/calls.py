"""Words about telephone calls and those who answer them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siaga.language.intake import contact_life, sender
from siaga.language.values import AccountId, ContactId, SubjectId, Tag


def taker(account_id: AccountId) -> Tag:
    """Guards what a taker is doing: one head, one call."""
    return Tag(f"taker:{account_id}")


def call_tags(
    contact_id: ContactId,
    subject: SubjectId | None = None,
    *,
    account_id: AccountId | None = None,
) -> tuple[Tag, ...]:
    tags: tuple[Tag, ...] = (contact_life(contact_id),)
    if account_id:
        tags += (taker(account_id),)
    return (*tags, sender(subject)) if subject else tags


class CallerId(StrEnum):
    """What the network showed of the caller. A missing number is never held against anybody."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # the caller asked for privacy; the number may still be known to us
    ABSENT = "absent"
    DEVICE = "device"  # an IMEI-like number of a telephone without SIM
    STRANGE = "strange"  # nothing that could be a telephone number


class CallPath(StrEnum):
    """Who picked up."""

    TAKER = "taker"
    FAILSAFE = "failsafe"  # everybody's phone rang: the distribution was silent
    SECOND_DESTINATION = "second_destination"


class RingFailure(StrEnum):
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNREACHABLE = "unreachable"


class EndedBy(StrEnum):
    CALLER = "caller"
    TAKER = "taker"
    NETWORK = "network"
    SYSTEM = "system"


class Sign(StrEnum):
    """A caller who cannot speak makes one; silence without one is no prank either."""

    DIGIT = "digit"
    VOICE = "voice"


class OverflowReason(StrEnum):
    WAITED = "waited"
    TAKER_ALONE = "taker_alone"
    NO_TAKER = "no_taker"


class CallBackReason(StrEnum):
    UNANSWERED = "unanswered"
    CUT_OFF = "cut_off"
    ASKED = "asked"  # a taker wants to hear more


class CallBackOutcome(StrEnum):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_NEEDED = "not_needed"
    CALLED_AGAIN = "called_again"  # the number reached a taker by itself


class Doing(StrEnum):
    """What a taker is doing. A person sets the first three, calls the others."""

    AWAY = "away"
    READY = "ready"
    BREAK = "break"
    RINGING = "ringing"
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    MISSED = "missed"  # a ring went unanswered: rung again only when nobody else is ready


class BreakKind(StrEnum):
    PRAYER = "prayer"
    MEAL = "meal"
    TOILET = "toilet"
    OTHER = "other"


class RecordedPart(StrEnum):
    WAITING = "waiting"
    TALK = "talk"


class PartyKind(StrEnum):
    AGENCY = "agency"
    TAKER = "taker"


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodReason:
    """One rule that spoke: `rule` names it in the catalogues, `points` are log-odds by 100."""

    rule: str
    points: int
    count: int = 0  # how often, where the rule counts something
