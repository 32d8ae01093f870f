"""What the liaisons desk keeps in mind: which posts of a kelurahan are held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_never, cast

from siaga.language.entry import Entry
from siaga.language.liaisons import LiaisonFact, LiaisonListed, LiaisonRemoved
from siaga.language.values import PostId, Tag

Heard = LiaisonFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Of one kelurahan: posts, each with its RT ("" for the whole)."""

    posts: frozenset[tuple[PostId, str]] = frozenset()


STATES: dict[str, type[Any]] = {"liaisons": Held}


def evolve(_tag: Tag, state: Held, entry: Entry) -> Held:
    fact = cast(Heard, entry.fact)
    match fact:
        case LiaisonListed():
            return Held(posts=state.posts | {(fact.post, fact.rt)})
        case LiaisonRemoved():
            return Held(posts=state.posts - {(fact.post, fact.rt)})
        case _ as never:
            assert_never(never)
