"""The conversation on a queue card, and what it means for the one who waits."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.queue import lines
from siaga.boards.queue.card import QueueCard
from siaga.language.conversation import (
    ConversationHandedOver,
    LanguageRemembered,
    MediaKept,
    MediaLost,
    MessagesSeen,
    NudgeQueued,
)
from siaga.language.entry import Entry
from siaga.language.intake import (
    MessageReceived,
    ReplyHeard,
    ReplyQueued,
    ReplyReported,
    window_closes,
)
from siaga.language.values import AccountId, MessageKind

MESSAGES_MAX = 20

OfLines = (
    MessageReceived | ReplyQueued | ReplyHeard | ReplyReported | MediaKept | MediaLost | NudgeQueued
)
OfConversation = OfLines | MessagesSeen | ConversationHandedOver | LanguageRemembered


def with_fact(card: QueueCard, fact: OfConversation, entry: Entry) -> QueueCard:
    match fact:
        case MessagesSeen():
            card = replace(
                card, seen_by=fact.by, seen_at=fact.when.at, seen_message=fact.message_id
            )
            return taken_up(card, fact.by)
        case ConversationHandedOver():
            return replace(
                card,
                answered_by=fact.to,
                handed_by=fact.by,
                handed_at=fact.when.at,
                handed_note=fact.note,
            )
        case LanguageRemembered():
            return replace(card, language=fact.language)
        case _:
            shown = with_lines(card.messages, fact, entry=entry)[-MESSAGES_MAX:]
            card = replace(card, messages=shown)
            return _with_message(card, fact) if isinstance(fact, MessageReceived) else card


def with_lines(shown: lines.Lines, fact: OfLines, *, entry: Entry) -> lines.Lines:
    match fact:
        case MessageReceived():
            return lines.heard(shown, fact, entry=entry)
        case ReplyQueued():
            return lines.replied(shown, fact, entry=entry)
        case ReplyHeard():
            return lines.replied_elsewhere(shown, fact, entry=entry)
        case ReplyReported():
            return lines.reported(shown, fact, entry=entry)
        case MediaKept() | MediaLost():
            return lines.kept(shown, fact)
        case NudgeQueued():
            return lines.nudged(shown, fact, entry=entry)
        case _:
            assert_never(fact)


def taken_up(card: QueueCard, by: AccountId) -> QueueCard:
    """Whoever it was given to has it open: nothing is left to be told."""
    if card.answered_by != by or card.handed_by is None:
        return card
    return replace(card, handed_by=None, handed_at=None, handed_note=None)


def _with_message(card: QueueCard, fact: MessageReceived) -> QueueCard:
    closes = [at for at in (card.window_closes_at, window_closes(card.channel, fact)) if at]
    card = replace(
        card,
        window_closes_at=max(closes, default=None),
        unreadable=card.unreadable + (fact.kind is MessageKind.UNREADABLE),
    )
    if fact.location:
        card = replace(card, location=fact.location, area=fact.location.area)
    if fact.rings or fact.answered:
        card = replace(card, last_message_at=fact.when.at)
    if not fact.rings:
        return card
    waiting_since_at = card.waiting_since_at if card.unread else fact.when.at
    return replace(card, unread=card.unread + 1, waiting_since_at=waiting_since_at)
