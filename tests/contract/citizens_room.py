"""A whole room on a database of its own, and what its queue shows in plain words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from siaga.app.config import ROOT, Config
from siaga.app.room import Room, close_room, open_room
from siaga.boards.queue import MessageLine, QueueCard

PLACE = sorted((ROOT / "places").glob("*/*/place.toml"))[0].parent.relative_to(ROOT / "places")


def config(folder: Path, **more: Any) -> Config:
    return Config(data=folder, place=str(PLACE), **more)


@asynccontextmanager
async def room(options: dict[str, Any], settings: Config) -> AsyncIterator[Room]:
    opened = await open_room(settings, options)
    try:
        yield opened
    finally:
        await close_room(opened)


def cards(opened: Room) -> list[QueueCard]:
    return list(opened.hub.boards["queue"].cards().values())


def inbound(opened: Room) -> list[MessageLine]:
    return [line for card in cards(opened) for line in card.messages if line.inbound]


async def said(opened: Room) -> dict[str, list[str]]:
    """Number or name → every text of theirs, in the order of the card."""
    found: dict[str, list[str]] = {}
    for card in cards(opened):
        who = card.number or card.name
        sealed = [line.text for line in card.messages if line.inbound and line.text]
        refs = [each.ref for each in (who, *sealed) if each is not None]
        plain = await opened.vault.reveal(refs)
        name = (plain.get(who.ref) if who else None) or ""
        found.setdefault(name, []).extend(plain.get(each.ref) or "" for each in sealed)
    return found
