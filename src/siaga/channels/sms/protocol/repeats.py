"""Is it the same message again, or the same words again? Pure.

SMPP gives what citizens send no id, and whoever did not get our answer sends the message once
more. The same bytes from the same number are a repeat only if our answer to the earlier ones may
not have arrived; else somebody called for help twice, and both count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from siaga.channels.sms.protocol.pdu import ShortMessage

REPEATED_WITHIN = timedelta(minutes=30)
"""Operators try again at once, then after minutes."""

ANSWERED_LATE_S = 5.0
COUNTED_MAX = 12
REMEMBERED_MAX = 5_000


@dataclass(slots=True)
class _Answer:
    session: int
    ok: bool
    late: bool
    at_s: float
    arrived: bool = False


class Repeats:
    """Of one process; what another process answered it knows only from the inbox."""

    def __init__(self) -> None:
        self._answers: dict[str, _Answer] = {}

    def answered(self, key: str, session: int, *, took_s: float, at_s: float) -> None:
        self._note(key, _Answer(session, True, took_s >= ANSWERED_LATE_S, at_s))

    def not_kept(self, key: str, session: int) -> None:
        """The other side was told to try again."""
        self._note(key, _Answer(session, False, False, 0))

    def arrived(self, session: int, *, before_s: float) -> None:
        """What was answered before then has been read."""
        for answer in self._answers.values():
            if answer.session == session and answer.at_s < before_s:
                answer.arrived = True

    def _note(self, key: str, answer: _Answer) -> None:
        self._answers.pop(key, None)
        self._answers[key] = answer
        while len(self._answers) > REMEMBERED_MAX:
            self._answers.pop(next(iter(self._answers)))

    def key_for(
        self, candidates: list[str], held: Mapping[str, datetime], *, session: int, now: datetime
    ) -> str:
        """Of `candidates` the one to keep it by; `held`: those the inbox holds, and since when.

        What is being stored at this moment counts as heard on this link.
        """
        taken = [key for key in candidates if key in held or key in self._answers]
        last = max(taken, key=lambda key: held.get(key, now), default="")
        key = last
        if not last or not self._is_repeat(last, held.get(last, now), session, now=now):
            free = (key for key in candidates if key not in taken)
            key = next(free, f"{candidates[0]}@{int(now.timestamp() * 1000)}")
        if key not in self._answers:
            self._note(key, _Answer(session, True, False, float("inf")))
        return key

    def _is_repeat(self, key: str, held_at: datetime, session: int, *, now: datetime) -> bool:
        return now - held_at <= REPEATED_WITHIN and self._may_be_unheard(key, session)

    def _may_be_unheard(self, key: str, session: int) -> bool:
        answer = self._answers.get(key)
        if answer is None:
            return True  # before this process began, or by another one
        if not answer.ok or answer.late:
            return True
        return answer.session != session and not answer.arrived


def candidate_keys(message: ShortMessage, now: datetime) -> list[str]:
    """The names the same bytes may have in the inbox, the first time, the second …"""
    digest = sha256()
    for part in (
        message.source.digits.encode(),
        message.destination.digits.encode(),
        bytes([message.esm_class, message.coding]),
        message.message,
        b"".join(tag.to_bytes(2) + value for tag, value in sorted(message.tlvs.items())),
    ):
        digest.update(len(part).to_bytes(4) + part)
    yesterday = now - REPEATED_WITHIN
    days = dict.fromkeys((f"{now:%Y%m%d}", f"{yesterday:%Y%m%d}"))
    name = digest.hexdigest()
    return [f"{day}:{name}:{n}" for day in days for n in range(COUNTED_MAX)]
