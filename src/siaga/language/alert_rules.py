"""A place's rules for alerts: which ways, in which order, and how long each is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from siaga.language.alerts import AlertAbout, AlertWay, GroupId
from siaga.language.text import Text
from siaga.language.values import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStep:
    """These ways at once; the next step comes when nothing arrived, or nobody answered."""

    ways: tuple[AlertWay, ...]
    deliver_s: int
    answer_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertChain:
    about: tuple[AlertAbout, ...]
    priority: tuple[Priority, ...]
    step: tuple[AlertStep, ...]
    repeat_s: int = 0  # web push once more after so long; 0: told once
    repeat_for_s: int = 900
    rings: bool = True  # in the room, when all ways are used up
    ring_again_s: int = 120  # after a person took it and nobody answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatGroup:
    """A group of people who are told by hand: no machine may write there."""

    id: GroupId
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    chain: tuple[AlertChain, ...]
    test_at: time = time(6, 30)  # in the place's own time; every way is tried each day
    test_s: int = 300  # what has not arrived by then has failed
    template: str = ""  # the WhatsApp provider's name for: headline {{1}}, line {{2}}
    template_language: str = "id"
    group: tuple[ChatGroup, ...] = ()

    def chain_of(self, about: AlertAbout, priority: Priority) -> AlertChain:
        for chain in self.chain:
            if about in chain.about and priority in chain.priority:
                return chain
        return FALLBACK


def _step(*ways: AlertWay, deliver_s: int, answer_s: int) -> AlertStep:
    return AlertStep(ways=ways, deliver_s=deliver_s, answer_s=answer_s)


FALLBACK = AlertChain(
    about=tuple(AlertAbout),
    priority=tuple(Priority),
    repeat_s=20,
    step=(
        _step(AlertWay.PUSH, AlertWay.PAGE, deliver_s=10, answer_s=30),
        _step(AlertWay.WHATSAPP, AlertWay.SMS, deliver_s=20, answer_s=30),
        _step(AlertWay.VOICE, deliver_s=45, answer_s=30),
        _step(AlertWay.RADIO, deliver_s=60, answer_s=60),
    ),
)
"""Of a place that says nothing of its own."""

USUAL = AlertRules(chain=(FALLBACK,))
