"""Every board of the house, under the name its address has."""

from __future__ import annotations

from types import ModuleType

from siaga.boards import (
    accounts,
    announcements,
    call_backs,
    calls,
    guide_cards,
    guides,
    incident_story,
    links,
    message_costs,
    open_incidents,
    queue,
    referrals,
    reporter_progress,
    reporter_status,
    restrictions,
    service_level,
    suggestions,
    takers,
    units,
    victims,
)
from siaga.platform.desk import Board
from siaga.platform.stories import StoryBoard


def _board(name: str, module: ModuleType, *, personal: bool = False) -> Board:
    return Board(
        name=name,
        card=module.CARD,
        hears=frozenset(module.HEARS),
        roles=module.ROLES,
        keys=module.keys,
        draw=module.draw,
        view=module.view,
        personal=personal,
    )


BOARDS = (
    _board("queue", queue),
    _board("suggestions", suggestions),
    _board("calls", calls),
    _board("takers", takers),
    _board("call-backs", call_backs),
    _board("announcements", announcements),
    _board("restrictions", restrictions),
    _board("service-level", service_level),
    _board("open-incidents", open_incidents),
    _board("units", units),
    _board("guides", guides),
    _board("guide-cards", guide_cards),
    _board("victims", victims),
    _board("referrals", referrals),
    _board("links", links),
    _board("reporter-status", reporter_status),
    _board("reporter-progress", reporter_progress),
    _board("message-costs", message_costs),
    _board("accounts", accounts, personal=True),
)

STORY = StoryBoard(
    name="incident-story",
    roles=incident_story.ROLES,
    tags=incident_story.story_tags,
    joined=incident_story.joined_tags,
    draw=incident_story.draw,
    view=incident_story.view,
)
