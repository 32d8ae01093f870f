"""What Meta's answers mean for a message of ours. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from siaga.channels.whatsapp.reading import node, rows, words


class OutcomeKind(StrEnum):
    ACCEPTED = "accepted"  # Meta has it; whether it arrived is told by statuses
    RETRY_AFTER = "retry_after"  # Meta refused it for now
    FAILED = "failed"  # sending the same again is useless
    UNKNOWN = "unknown"  # it may have been sent: a person decides about a repeat


class Trouble(StrEnum):
    """What a failure asks for; the key of a message to the room."""

    NONE = ""
    BUSY = "busy"
    WINDOW_CLOSED = "window_closed"  # 24 h since the citizen's last message: only templates
    RECIPIENT = "recipient"  # cannot get it: telephone instead
    CONTENT = "content"  # what we wrote is not allowed
    CHANNEL = "channel"  # token, account or payment: the channel is down


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    kind: OutcomeKind
    wamid: str = ""  # of an accepted message; empty for a read mark
    code: str = ""  # Meta's error code, else "http_…" or the kind of broken connection
    trouble: Trouble = Trouble.NONE
    retry_after_s: int | None = None  # the least wait; None: the outbox's own backoff


# Codes of Meta's error page as of 2026; everything not named is a fault of the content.
_BUSY = frozenset({"1", "2", "4", "80007", "130429", "131000", "131016", "133016"})
_WAITS_S = {"131048": 3600, "131057": 60}
_PAIR = "131056"  # too many to this one person
_RECIPIENT = frozenset({"131026", "131021", "131030", "131062", "130472", "131049", "131050"})
_CHANNEL = frozenset({"0", "3", "10", "33", "190", "368", "130497", "131005", "131031"}) | {
    "131037",
    "131042",
    "131045",
    *map(str, range(200, 300)),
}
_WINDOW_CLOSED = frozenset({"131047"})
_GAVE_UP_WAITING = frozenset({408, 502, 504})
RATE_WAIT_S = 60
PAIR_POWER_MAX = 5  # 4 to the power of it is 17 minutes


def classify(status_code: int, body: bytes) -> Outcome:
    """What Meta's answer means for the message; any bytes are understood."""
    try:
        answer = node(json.loads(body))
    except (ValueError, RecursionError):
        answer = {}
    code = words(node(answer.get("error")).get("code"))
    if code is not None:
        return _refused(code)
    if 200 <= status_code < 300:
        return _accepted(answer)
    http = f"http_{status_code}"
    if status_code == 429:
        return _later(http, RATE_WAIT_S)
    if status_code in _GAVE_UP_WAITING:
        return Outcome(kind=OutcomeKind.UNKNOWN, code=http)
    if status_code >= 500:
        return _later(http, None)
    return Outcome(kind=OutcomeKind.FAILED, code=http, trouble=Trouble.CHANNEL)


def _accepted(answer: Any) -> Outcome:
    messages = rows(answer.get("messages"))
    wamid = words(node(messages[0]).get("id")) if messages else None
    if wamid or answer.get("success") is True:
        return Outcome(kind=OutcomeKind.ACCEPTED, wamid=wamid or "")
    return Outcome(kind=OutcomeKind.UNKNOWN, code="no_id")


def _refused(code: str) -> Outcome:
    if code in _BUSY or code in _WAITS_S or code == _PAIR:
        return _later(code, _WAITS_S.get(code))
    if code in _WINDOW_CLOSED:
        trouble = Trouble.WINDOW_CLOSED
    elif code in _RECIPIENT:
        trouble = Trouble.RECIPIENT
    elif code in _CHANNEL:
        trouble = Trouble.CHANNEL
    else:
        trouble = Trouble.CONTENT
    return Outcome(kind=OutcomeKind.FAILED, code=code, trouble=trouble)


def _later(code: str, wait_s: int | None) -> Outcome:
    return Outcome(
        kind=OutcomeKind.RETRY_AFTER, code=code, trouble=Trouble.BUSY, retry_after_s=wait_s
    )


def patience_s(outcome: Outcome, attempts: int) -> float | None:
    """The least wait before the next attempt; None: the outbox's own backoff. `attempts` made."""
    if outcome.code == _PAIR:
        return float(4 ** min(max(attempts - 1, 0), PAIR_POWER_MAX))
    return outcome.retry_after_s
