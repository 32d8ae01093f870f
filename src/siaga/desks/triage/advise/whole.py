"""A contact as a whole: what its words seem to say, and what else it sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from siaga.desks.triage.advise.reading import Reading
from siaga.desks.triage.commands import RecordSuggestion
from siaga.language.triage import Reason
from siaga.language.values import ContactId, MessageId, Priority

VOICE_SHORT_S = 4
"""A voice note up to this is a greeting at most; longer ones may say anything."""

VOICE_UNHEARD = "voice_unheard"
FORWARDED_OFTEN = "forwarded_often"

VOICE_EMERGENCY = 0.7
"""Nobody knows yet what it says: it stands with the emergencies until somebody has heard it."""

BARE_PRIORITY = Priority.P2
BARE_EMERGENCY = {
    "location_only": 0.6,
    "call_only": 0.6,
    "media_only": 0.5,
    "unreadable_only": 0.5,
}
"""Who sends a place and not a word may be unable to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of a contact besides its words."""

    words: bool
    voice_unheard: bool = False  # longer than a greeting, or nobody knows how long
    location: bool = False
    media: bool = False
    call: bool = False  # tried to call in a chat, where nobody takes calls
    forwarded_often: bool = False


def as_a_whole(reading: Reading, sent: Sent) -> Reading:
    """`reading` is of all its words, the newest last; of no words when there are none."""
    if not sent.words:
        reading = _bare(reading, sent)
    reasons = reading.reasons
    if sent.forwarded_often:
        reasons = (*reasons, Reason(key=FORWARDED_OFTEN))
    if not sent.voice_unheard:
        return replace(reading, reasons=reasons)
    return replace(
        reading,
        priority=Priority.P1,
        emergency=max(reading.emergency, VOICE_EMERGENCY),
        prank=0.0,
        reasons=(Reason(key=VOICE_UNHEARD), *reasons),
    )


def suggest(
    command_id: UUID,
    contact_id: ContactId,
    *,
    inputs: tuple[MessageId, ...],
    reading: Reading,
    rules: str,
) -> RecordSuggestion:
    return RecordSuggestion(
        command_id=command_id,
        contact_id=contact_id,
        rules=rules,
        inputs=inputs,
        guesses=reading.guesses,
        incident_type=reading.incident_type,
        priority=reading.priority,
        emergency_pm=per_mille(reading.emergency),
        prank_pm=per_mille(reading.prank),
        injured=reading.injured,
        own_victim=reading.own_victim,
        areas=reading.areas,
        reasons=reading.reasons,
    )


def per_mille(share: float) -> int:
    return min(1000, max(0, round(share * 1000)))


def _bare(reading: Reading, sent: Sent) -> Reading:
    if sent.voice_unheard:
        key = ""
    elif sent.location or sent.call:
        key = "location_only" if sent.location else "call_only"
    else:
        key = "media_only" if sent.media else "unreadable_only"
    return replace(
        reading,
        guesses=(),
        incident_type=None,
        priority=BARE_PRIORITY,
        emergency=BARE_EMERGENCY.get(key, VOICE_EMERGENCY),
        prank=0.0,
        reasons=(Reason(key=key),) if key else (),
    )
