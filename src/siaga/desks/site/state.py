"""What the site desk keeps in mind: whether the logbook has begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_never

from siaga.language.entry import Entry
from siaga.language.site import SITE_LIFE, LogbookOpened
from siaga.language.values import Tag

Heard = LogbookOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLife:
    is_open: bool = False


STATES: dict[str, type[Any]] = {str(SITE_LIFE): SiteLife}


def evolve(_tag: Tag, _state: SiteLife, entry: Entry) -> SiteLife:
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match fact:
        case LogbookOpened():
            return SiteLife(is_open=True)
        case _:
            assert_never(fact)
