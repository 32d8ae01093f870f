"""One person holds one post; a post of each RT names its RT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.liaisons.commands import Command, ListLiaison, RemoveLiaison
from siaga.desks.liaisons.state import Held
from siaga.language.liaisons import LiaisonFact, LiaisonListed, LiaisonRemoved, liaisons_of
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Tag, When

Outcome = Sequence[LiaisonFact] | Refused


def boundary(command: Command) -> tuple[Tag, ...]:
    return (liaisons_of(command.area),)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    held: Held = states[liaisons_of(command.area)]
    now = When(at=asked.received_at)
    match command:
        case ListLiaison():
            if place.posts[command.post].per_rt is not bool(command.rt):
                return Refused(reason=Refusal.POST_NEEDS_RT)
            return (
                LiaisonListed(
                    area=command.area,
                    post=command.post,
                    rt=command.rt,
                    name=command.name,
                    number=command.number,
                    when=now,
                ),
            )
        case RemoveLiaison():
            if (command.post, command.rt) not in held.posts:
                return ()
            return (LiaisonRemoved(area=command.area, post=command.post, rt=command.rt, when=now),)
        case _ as never:
            assert_never(never)
