"""Reads a place's guide cards: its own, else those of its country's edition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from siaga.language.guide_cards import GuideBook, GuideCard
from siaga.language.values import CardId, Role
from siaga.platform.place_records import Problems, converted, read_toml

FOLDER = "guide"
INDEX = "guide.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideIndex:
    """guide.toml: which cards a place uses, and who signs them."""

    medical_lead: Role
    opening: CardId
    arrest: CardId
    required: tuple[CardId, ...]
    cards: tuple[CardId, ...]


def card_file(place_folder: Path, card: str) -> Path:
    """A place's own card stands before the country's: places/id/kota/guide, places/id/guide."""
    own = place_folder / FOLDER / f"{card}.toml"
    return own if own.exists() else place_folder.parent / FOLDER / f"{card}.toml"


def read_guide(folder: Path, index: GuideIndex, *, problems: Problems) -> GuideBook:
    """The cards that are whole; what is wrong with the others is noted."""
    cards = {}
    for card_id in dict.fromkeys(index.cards):
        card = _read_card(card_file(folder, card_id), problems)
        if card is not None:
            cards[card_id] = card
    for name in _unlisted(folder, index):
        problems.add(f"{FOLDER}/{name}", f"not used; list it under `cards` in {INDEX}")
    return GuideBook(
        medical_lead=index.medical_lead,
        cards=cards,
        required=index.required,
        opening=index.opening,
        arrest=index.arrest,
    )


def card_files(folder: Path, book: GuideBook) -> list[Path]:
    """What a place's version depends on beside its own tables."""
    return [card_file(folder, card_id) for card_id in book.cards]


def _read_card(path: Path, problems: Problems) -> GuideCard | None:
    before = len(problems.found)
    raw = read_toml(path, problems)
    if len(problems.found) > before:
        return None
    where = f"{FOLDER}/{path.name}"
    if "digest" in raw:
        problems.add(f"{where}.digest", "remove it; it is worked out from the card")
        return None
    card = converted(raw, GuideCard, where=where, problems=problems)
    if card is None:
        return None
    if card.id != path.stem:
        problems.add(f"{where}.id", f"must be {path.stem!r}, as its file is called")
        return None
    return replace(card, digest=digest_of(raw))


def digest_of(raw: Mapping[str, Any]) -> str:
    """SHA-256 of what the card says: neither comments nor the order of keys change it."""
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _unlisted(folder: Path, index: GuideIndex) -> Iterator[str]:
    for path in sorted((folder / FOLDER).glob("*.toml")):
        if path.stem not in index.cards:
            yield path.name
