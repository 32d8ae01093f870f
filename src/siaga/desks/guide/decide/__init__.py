"""What the guide desk decides: a guide records what was asked and said, and refuses little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.guide.commands import (
    Command,
    CountVictims,
    IssueCards,
    SignCards,
    StartGuide,
    TallyVictim,
    UnsignCard,
)
from siaga.desks.guide.decide.cards import decide_card
from siaga.desks.guide.decide.running import decide_running, start
from siaga.desks.guide.decide.victims import decide_victims
from siaga.language.entry import Fact
from siaga.language.guide import guide_card, guide_of, victims
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.values import Asked, Tag


def boundary(command: Command) -> tuple[Tag, ...]:
    """Its case's guide, and the lives it must exist in; a card only with its own signatures."""
    match command:
        case SignCards() | IssueCards():
            return tuple(dict.fromkeys(guide_card(each.card) for each in command.cards))
        case UnsignCard():
            return (guide_card(command.card),)
        case TallyVictim() | CountVictims():
            return (victims(command.incident_id), incident_life(command.incident_id))
        case _:
            tags = [guide_of(command.case)]
            if command.contact_id:
                tags.append(contact_life(command.contact_id))
            if command.incident_id:
                tags.append(incident_life(command.incident_id))
            if isinstance(command, StartGuide):
                tags.append(guide_card(command.card))
            return tuple(tags)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    match command:
        case SignCards() | IssueCards() | UnsignCard():
            return decide_card(command, states, place, asked)
        case TallyVictim() | CountVictims():
            return decide_victims(command, states, asked=asked)
        case StartGuide():
            return start(command, states, place, asked)
        case _:
            return decide_running(command, states, place, asked)
