"""Every board of the house, under the name its address has."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from siaga.boards import (
    accounts,
    alert_devices,
    alert_ways,
    alerts,
    announcements,
    border_notes,
    call_backs,
    calls,
    command,
    crews,
    field,
    fleets,
    guide_cards,
    guides,
    handovers,
    hospitals,
    incident_story,
    lanes,
    liaisons,
    links,
    long_cases,
    machine_keys,
    message_costs,
    offers,
    open_incidents,
    passes,
    patients,
    persons,
    plans,
    premises,
    queue,
    referrals,
    reporter_progress,
    reporter_status,
    restrictions,
    service_level,
    shelters,
    situation,
    suggestions,
    systems,
    takers,
    units,
    victims,
    water,
)
from siaga.language.confinement import may_see
from siaga.language.values import Actor
from siaga.platform.desk import Board
from siaga.platform.stories import StoryBoard


def _confined(view: Callable[[Any, Actor], Any]) -> Callable[[Any, Actor], Any]:
    """Whatever a board shows, a pass shows no card but those of its own thing."""

    def confined(card: Any, viewer: Actor) -> Any:
        return view(card, viewer) if may_see(card, viewer) else None

    return confined


def _board(name: str, module: ModuleType, *, personal: bool = False) -> Board:
    return Board(
        name=name,
        card=module.CARD,
        hears=frozenset(module.HEARS),
        roles=module.ROLES,
        keys=module.keys,
        draw=module.draw,
        view=_confined(module.view),
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
    _board("fleets", fleets),
    _board("lanes", lanes),
    _board("liaisons", liaisons),
    _board("guides", guides),
    _board("guide-cards", guide_cards),
    _board("victims", victims),
    _board("referrals", referrals),
    _board("links", links),
    _board("alerts", alerts),
    _board("alert-ways", alert_ways),
    _board("alert-devices", alert_devices, personal=True),
    _board("crews", crews),
    _board("field", field),
    _board("passes", passes),
    _board("systems", systems),
    _board("machine-keys", machine_keys),
    _board("handovers", handovers),
    _board("offers", offers),
    _board("border-notes", border_notes),
    _board("reporter-status", reporter_status),
    _board("reporter-progress", reporter_progress),
    _board("message-costs", message_costs),
    _board("patients", patients),
    _board("hospitals", hospitals),
    _board("plans", plans),
    _board("command", command),
    _board("persons", persons),
    _board("premises", premises),
    _board("long-cases", long_cases),
    _board("shelters", shelters),
    _board("water", water),
    _board("situation", situation),
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
