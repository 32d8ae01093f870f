"""What a contact has sent so far, off its card on the board of the queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siaga.boards.queue import MediaShown, MessageLine, QueueCard
from siaga.desks.triage.advise.whole import VOICE_SHORT_S, Sent
from siaga.language.intake import CALL_SHAPE, NOT_THEIRS
from siaga.language.values import Change, MessageId, MessageKind, Sealed

CHARACTERS_MAX = 4_000
"""Of the words read at once. What was written last counts before what was written first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`texts`: still sealed, oldest first. `position`: of the newest message."""

    texts: tuple[Sealed, ...]
    inputs: tuple[MessageId, ...]
    sent: Sent
    position: int


def said_by(card: QueueCard) -> Said | None:
    """None while nothing has come in that could be read, seen or heard."""
    own = [line for line in card.messages if _says_something(line)]
    if not own:
        return None
    texts = tuple(line.text for line in own if line.text is not None)
    sent = Sent(
        words=bool(texts),
        voice_unheard=any(
            _is_long_voice(media) for line in _unheard(card, own) for media in line.media
        ),
        location=any(line.kind is MessageKind.LOCATION for line in own),
        media=any(line.media for line in own),
        call=any(line.shape == CALL_SHAPE for line in own),
        forwarded_often=any(line.forwarded_often for line in own),
    )
    return Said(
        texts=texts,
        inputs=tuple(line.message_id for line in own if line.message_id is not None),
        sent=sent,
        position=max(line.position for line in own),
    )


def _says_something(line: MessageLine) -> bool:
    """What was taken back is read on; what the channel tells of its user is nobody's word."""
    is_own = line.inbound and line.shape not in NOT_THEIRS
    return is_own and line.change not in (Change.REACTION, Change.REVOKED)


def _unheard(card: QueueCard, own: Sequence[MessageLine]) -> Iterable[MessageLine]:
    """What came since a person last answered. Messages may be told of in any order."""
    since_at = card.waiting_since_at
    if since_at is None or not card.unread or card.call is not None:
        return ()
    newest = own[-card.unread :]
    return [line for line in own if line in newest or line.at >= since_at]


def _is_long_voice(media: MediaShown) -> bool:
    if not (media.voice or media.media_type.startswith("audio/")):
        return False
    return media.duration_s is None or media.duration_s > VOICE_SHORT_S


def joined(texts: Sequence[str]) -> str:
    """One text, oldest first, of the newest that fit; of a message too long its beginning."""
    kept: list[str] = []
    left = CHARACTERS_MAX
    for text in reversed(texts):
        kept.append(text[:left])
        left -= len(text) + 1
        if left <= 0:
            break
    return "\n".join(reversed(kept))
