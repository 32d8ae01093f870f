"""What is known of the place's own logbook: its beginning, its restores, its clock."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.entry import Fact
from siaga.language.values import Tag, When

SITE_LIFE = Tag("site-life")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogbookOpened(Fact):
    place: str
    drill: bool
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (SITE_LIFE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageRenewed(Fact):
    """A restore cut the logbook: everything after `cut_position` of the old lineage is gone."""

    old_lineage: str
    cut_position: int
    cut_hash: str  # hex
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (SITE_LIFE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMeasured(Fact):
    """`offset_ms`: this machine's clock against the database's."""

    offset_ms: int
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (Tag("site"),)


SiteFact = LogbookOpened | LineageRenewed | ClockMeasured
