"""What writing to citizens costs: messages of each priced kind, month by month.

A provider names the price of a message in two of its reports: once when it was sent, once when it
arrived. Counted is what arrived, for that is what is billed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from siaga.language.entry import Entry, Fact
from siaga.language.intake import ReplyReported
from siaga.language.values import OVERSIGHT_ROLES, Actor, Role

FREE_REPLIES = 1_000
"""Free replies of one WhatsApp number a month from October 2026 on, as providers announced."""

REPLIES = "service"
ARRIVED = frozenset({"delivered", "read"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCount:
    arrived: int = 0
    billable: int = 0  # of those, what the provider says it bills


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCosts:
    """Key: a month of the place's calendar, "2026-11". `categories`: by the provider's word."""

    month: str
    categories: dict[str, CategoryCount] = field(default_factory=dict)
    free: int = FREE_REPLIES
    free_used: int = 0


HEARS: tuple[type[Fact], ...] = (ReplyReported,)
ROLES: frozenset[Role] = OVERSIGHT_ROLES | {Role.SHIFT_LEAD, Role.ADMINISTRATOR}
CARD = MessageCosts


def keys(fact: Fact) -> tuple[str, ...]:
    is_priced = isinstance(fact, ReplyReported) and fact.month and fact.status in ARRIVED
    return (fact.month,) if isinstance(fact, ReplyReported) and is_priced else ()


def draw(key: str, card: MessageCosts | None, entry: Entry) -> MessageCosts | None:
    fact = entry.fact
    if not isinstance(fact, ReplyReported) or key not in keys(fact):
        return card
    card = card or MessageCosts(month=key)
    known = card.categories.get(fact.category, CategoryCount())
    counted = CategoryCount(arrived=known.arrived + 1, billable=known.billable + int(fact.billable))
    categories = card.categories | {fact.category: counted}
    used = min(categories.get(REPLIES, CategoryCount()).arrived, card.free)
    return replace(card, categories=categories, free_used=used)


def view(card: MessageCosts, viewer: Actor) -> MessageCosts | None:
    return card if viewer.roles & ROLES else None
