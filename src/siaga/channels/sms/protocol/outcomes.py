"""What the operator's answer to a message of ours means. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siaga.channels.sms.protocol.pdu import Status

THROTTLED_S = 5


class OutcomeKind(StrEnum):
    ACCEPTED = "accepted"
    RETRY_AFTER = "retry_after"
    FAILED = "failed"
    UNKNOWN = "unknown"  # it may have been sent: a person decides about a repeat


class Trouble(StrEnum):
    NONE = ""
    BUSY = "busy"
    RECIPIENT = "recipient"
    CONTENT = "content"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    kind: OutcomeKind
    message_id: str = ""
    code: str = ""  # "smpp_…" with the status in hex, or the kind of broken link
    trouble: Trouble = Trouble.NONE
    retry_after_s: int | None = None


NOT_LINKED = Outcome(kind=OutcomeKind.RETRY_AFTER, code="not_linked", trouble=Trouble.CHANNEL)

_BUSY = frozenset({Status.QUEUE_FULL, Status.THROTTLED, Status.SYSTEM_ERROR, Status.TRY_AGAIN})
_RECIPIENT = frozenset({0x0B, 0x33, 0x34, 0x40, 0x48, 0x49, 0x50, 0x51, 0x65})
_CHANNEL = frozenset({0x04, 0x05, 0x0A, 0x0D, 0x0E, 0x0F, 0x15, 0x44, 0x45, 0x53, 0x54, 0x66, 0x67})
_UNKNOWN = frozenset({0xFE, 0xFF})


def outcome(status: int, message_id: str = "") -> Outcome:
    """Status numbers of SMPP 3.4, table 5-2; an operator's own ones are a fault of the content."""
    code = f"smpp_{status:x}"
    if status == Status.OK:
        return Outcome(kind=OutcomeKind.ACCEPTED, message_id=message_id)
    if status in _BUSY:
        return Outcome(
            kind=OutcomeKind.RETRY_AFTER,
            code=code,
            trouble=Trouble.BUSY,
            retry_after_s=THROTTLED_S,
        )
    if status in _UNKNOWN:
        return Outcome(kind=OutcomeKind.UNKNOWN, code=code)
    trouble = Trouble.CONTENT
    if status in _RECIPIENT:
        trouble = Trouble.RECIPIENT
    elif status in _CHANNEL:
        trouble = Trouble.CHANNEL
    return Outcome(kind=OutcomeKind.FAILED, code=code, trouble=trouble)
