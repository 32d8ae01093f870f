"""People who know a kelurahan or an RT: lurah, heads of RT, Bhabinkamtibmas, Babinsa."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.entry import Fact
from siaga.language.text import Text
from siaga.language.values import AreaCode, PostId, Sealed, Tag, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Place data: an office somebody holds in a kelurahan, or in each RT of it."""

    id: PostId
    name: Text
    per_rt: bool = False


def liaisons_of(area: AreaCode) -> Tag:
    return Tag(f"liaisons:{area}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonListed(Fact):
    """Who holds a post now; the holder before is only in the logbook."""

    area: AreaCode
    post: PostId
    rt: str  # "" for the whole kelurahan
    name: Sealed
    number: Sealed
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (liaisons_of(self.area),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiaisonRemoved(Fact):
    area: AreaCode
    post: PostId
    rt: str
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (liaisons_of(self.area),)


LiaisonFact = LiaisonListed | LiaisonRemoved
