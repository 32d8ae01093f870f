"""Words on screen that are data of a place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words on screen, Indonesian first."""

    id: str
    en: str
