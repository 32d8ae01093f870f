"""Thirty callers for one fire, and one of somebody whose heart has stopped. Pure.

What people do is assumed and stands here in numbers: how many hang up content once they hear that
the fire is known, and how many of those who call about something else make themselves heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import log
from typing import Any

from siaga.simulation.phone_callers import (
    Attempt,
    Caller,
    CallerKind,
    Chance,
    Crowd,
    Spread,
    Town,
    callers,
)
from siaga.simulation.phone_callers_shift import Call, Shift, Told

FIRE, ARREST = "fire", "arrest"
BEGIN_S = 11 * 3_600.0

FIRST_TALK_S = Spread(median=60, sigma=0.3, least=30, most=120)
FIRST_WRAP_S = Spread(median=15, sigma=0.3, least=5, most=40)
KNOWN_TALK_S = Spread(median=14, sigma=0.4, least=6, most=60)
KNOWN_WRAP_S = Spread(median=2, sigma=0.3, least=1, most=6)
ARREST_PATIENCE_S = Spread(median=150, sigma=0.5, least=60, most=600)


@dataclass(frozen=True, slots=True, kw_only=True)
class FireRules:
    crowd: int = 30
    within_s: float = 360.0  # most of them; the first minutes see the most
    arrest_within_s: tuple[float, float] = (30.0, 300.0)  # after the first call about the fire
    first_talk_s: Spread = FIRST_TALK_S
    first_wrap_s: Spread = FIRST_WRAP_S
    known_talk_s: Spread = KNOWN_TALK_S
    known_wrap_s: Spread = KNOWN_WRAP_S
    reports_before_known: int = 2  # callers heard in full before the others are "known already"
    announced_after_s: float = 30.0  # since the first of them was answered: one key
    hears_s: float = 9.0  # the whole announcement
    content_share: float = 0.6  # of the crowd, hangs up when it has heard it
    arrest_patience_s: Spread = ARREST_PATIENCE_S
    sign_share: float = 0.7  # of callers about something else: a digit, or speaks into it
    crowd_sign_share: float = 0.15  # of those of the crowd who stay: somebody is trapped
    sign_after_s: float = 2.0  # after the end of the announcement, on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """What this person does, drawn before anything happens."""

    is_content: bool
    known_talk_s: float
    known_wrap_s: float
    sign_after_s: float | None


def natures(chance: Chance, everybody: list[Caller], *, rules: FireRules) -> dict[str, Nature]:
    """By number, of the callers who belong to the scene."""
    return {one.number: _nature(chance, one, rules) for one in everybody if one.topic}


def _nature(chance: Chance, caller: Caller, rules: FireRules) -> Nature:
    is_crowd = caller.topic == FIRE
    share = rules.crowd_sign_share if is_crowd else rules.sign_share
    after_s = -rules.sign_after_s * log(1.0 - chance.random())
    return Nature(
        is_content=is_crowd and chance.random() < rules.content_share,
        known_talk_s=rules.known_talk_s.draw(chance),
        known_wrap_s=rules.known_wrap_s.draw(chance),
        sign_after_s=after_s if chance.random() < share else None,
    )


@dataclass
class FireShift(Shift):
    """`announces`: the room tells everybody who waits that the fire is known."""

    rules: FireRules = field(default_factory=FireRules)
    natures: dict[str, Nature] = field(default_factory=dict)
    announces: bool = True
    reports: int = 0
    known: set[str] = field(default_factory=set)  # calls that brought nothing new about the fire

    def _arrive(self, about: tuple[Told, int]) -> None:
        before = set(self.calls)
        super()._arrive(about)
        if self.announced:
            for contact_id in set(self.calls) - before:
                self.at(self.now_s + self.rules.hears_s, "heard", about=self.calls[contact_id])

    def _pick_up(self, call: Call) -> None:
        if not call.is_over and call.told.caller.topic == FIRE:
            self.reports += 1
            if self.reports == 1 and self.announces:
                self.at(self.now_s + self.rules.announced_after_s, "announce", about=None)
            if self.reports > self.rules.reports_before_known:
                self.known.add(call.contact_id)
        super()._pick_up(call)

    def is_wanted(self, caller: Caller) -> bool:
        return caller.topic == ARREST

    def draws(self, call: Call) -> Attempt:
        drawn = super().draws(call)
        if call.contact_id in self.known:
            nature = self.natures[call.told.caller.number]
            return replace(drawn, talk_s=nature.known_talk_s, wrap_s=nature.known_wrap_s)
        return drawn

    def _announce(self, _about: Any) -> None:
        self.announced = 1
        for call in tuple(self.calls.values()):
            self.at(self.now_s + self.rules.hears_s, "heard", about=call)

    def _heard(self, call: Call) -> None:
        """The whole sentence, still waiting: content, or something else is wrong."""
        nature = self.natures.get(call.told.caller.number)
        life = self.floor.calls.get(call.contact_id)
        if nature is None or life is None or life.answered_at is not None:
            return
        if nature.is_content:
            self._give_up(call)
        elif nature.sign_after_s is not None and not self.is_fifo:
            self.at(self.now_s + nature.sign_after_s, "sign", about=call)


def fire_callers(
    chance: Chance, town: Town, *, rules: FireRules, load: float = 1.0
) -> Iterator[Caller]:
    """Half an hour around the fire: the city's ordinary callers, the crowd, the one other."""
    special = [_witness(chance, town, rules, number) for number in range(rules.crowd)]
    least_s, most_s = rules.arrest_within_s
    special.append(
        _caller(
            chance,
            town,
            BEGIN_S + least_s + chance.random() * (most_s - least_s),
            topic=ARREST,
            rules=rules,
        )
    )
    until_s = BEGIN_S + 1_800.0
    everybody = list(special)
    for one in callers(chance, town, crowd=Crowd(load=load)):
        if one.at_s > until_s:
            break
        if one.at_s > BEGIN_S - 1_800.0:
            everybody.append(one)
    yield from sorted(everybody, key=lambda one: one.at_s)


def _witness(chance: Chance, town: Town, rules: FireRules, number: int) -> Caller:
    """The first at once, the others after it, fewer and fewer."""
    mean_s = rules.within_s / 2.5
    after_s = min(rules.within_s, -mean_s * log(1.0 - chance.random())) if number else 0.0
    return _caller(chance, town, BEGIN_S + after_s, topic=FIRE, rules=rules)


def _caller(chance: Chance, town: Town, at_s: float, *, topic: str, rules: FireRules) -> Caller:
    habit = town.habits[CallerKind.REAL]
    patience, talk, wrap = rules.arrest_patience_s, habit.talk_s, habit.wrap_s
    if topic == FIRE:
        patience = town.habits[CallerKind.INFORMATION].patience_s
        talk, wrap = rules.first_talk_s, rules.first_wrap_s
    attempt = Attempt(
        patience_s=patience.draw(chance),
        pickup_s=town.pickup_s.draw(chance),
        talk_s=talk.draw(chance),
        wrap_s=wrap.draw(chance),
        again_s=5.0 if topic == ARREST else None,
    )
    number = f"{topic}-{int(chance.random() * 1e12)}"
    again = () if topic == FIRE else (replace(attempt, again_s=None),)
    return Caller(
        at_s=at_s, kind=CallerKind.REAL, number=number, attempts=(attempt, *again), topic=topic
    )
