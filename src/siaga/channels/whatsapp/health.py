"""Whether WhatsApp works for us, from what Meta answers, says of the account, and does not send.
Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from siaga.channels.whatsapp.items import Other
from siaga.channels.whatsapp.outcomes import Outcome, OutcomeKind, Trouble
from siaga.channels.whatsapp.reading import node, words

OK, DEGRADED, DOWN = "ok", "degraded", "down"
FAILURES = 3  # in a row: one alone may be anybody's
SILENT_AFTER = timedelta(hours=24)

Lamp = tuple[str, str]
"""State, and the key of its words."""

_PAYMENT = "131042"
_ACCOUNT = frozenset({"33", "368", "130497", "131031", "131037", "131045"})
_BAD_NEWS = frozenset(
    {"ACCOUNT_RESTRICTION", "ACCOUNT_VIOLATION", "ACCOUNT_DELETED", "DISABLED_UPDATE"}
)
_REINSTATED = "REINSTATE"


@dataclass(slots=True)
class Health:
    """Of one number. `heard_at`: when anything last came from Meta; None while nobody looked."""

    heard_at: datetime | None = None
    _broken: str = ""  # by what an answer to us said
    _account: str = ""  # by what Meta told of the account
    _polled: Lamp | None = None
    _failures: int = 0

    def sent(self, outcome: Outcome) -> None:
        """What became of a request of ours."""
        match outcome.kind:
            case OutcomeKind.ACCEPTED:
                self._broken, self._failures = "", 0
            case OutcomeKind.FAILED if outcome.trouble is Trouble.CHANNEL:
                self._broken = _reason(outcome.code)
            case OutcomeKind.FAILED:
                self._failures = 0  # Meta answers, and it was about this one message
            case _:
                self._failures += 1

    def told(self, news: Other) -> None:
        """News of the account; whatever else Meta tells changes nothing."""
        if news.shape == "errors" and any(code in _ACCOUNT for code in news.errors):
            self._account = "whatsapp_account"
        if news.shape != "account_update" or not news.words:
            return
        if _REINSTATED in news.words:
            self._account = ""
        elif news.words[0] in _BAD_NEWS:
            self._account = "whatsapp_restricted"

    def polled(self, status_code: int, body: bytes) -> None:
        """Meta's answer to the question whether messages can be sent; 0: there was none."""
        if status_code == 0 or status_code >= 500:
            self._polled = (DEGRADED, "whatsapp_unreachable")
            return
        try:
            answer = node(json.loads(body))
        except (ValueError, RecursionError):
            answer = {}
        code = words(node(answer.get("error")).get("code"))
        if code is not None or status_code >= 400:
            self._polled = (DOWN, _reason(code or ""))
            return
        match words(node(answer.get("health_status")).get("can_send_message")):
            case "BLOCKED":
                self._polled = (DOWN, "whatsapp_blocked")
            case "LIMITED":
                self._polled = (DEGRADED, "whatsapp_limited")
            case _:
                self._polled = (OK, "whatsapp_ok")
                self._account = ""

    def lamp(self, now: datetime) -> Lamp:
        """The worst that is known."""
        if self._broken:
            return (DOWN, self._broken)
        if self._account:
            return (DOWN, self._account)
        if self._polled and self._polled[0] == DOWN:
            return self._polled
        if self._failures >= FAILURES:
            return (DEGRADED, "whatsapp_failing")
        if self._polled and self._polled[0] == DEGRADED:
            return self._polled
        if self.heard_at is not None and now - self.heard_at > SILENT_AFTER:
            return (DEGRADED, "whatsapp_silent")
        return (OK, "whatsapp_ok")


def _reason(code: str) -> str:
    if code == _PAYMENT:
        return "whatsapp_payment"
    return "whatsapp_account" if code in _ACCOUNT else "whatsapp_token"
