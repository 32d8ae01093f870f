"""START and JumpSTART: every way through both tables, one case each."""

from __future__ import annotations

from itertools import product

import pytest

from siaga.language.mass_casualty import (
    TABLES,
    Finding,
    SortMethod,
    VictimWord,
    sort_victim,
)

RED, YELLOW = VictimWord.IMMEDIATE, VictimWord.DELAYED
GREEN, BLACK = VictimWord.MINOR, VictimWord.DECEASED

# What is found, in the order it is looked for: + yes, - no. Written from the published algorithms.
START = {
    "+walks": GREEN,
    "-walks -breathes +breathes_after_airway": RED,
    "-walks -breathes -breathes_after_airway": BLACK,
    "-walks +breathes +rate_over_30": RED,
    "-walks +breathes -rate_over_30 -pulse_and_refill": RED,
    "-walks +breathes -rate_over_30 +pulse_and_refill -obeys": RED,
    "-walks +breathes -rate_over_30 +pulse_and_refill +obeys": YELLOW,
}
APNOEIC_CHILD = "-walks -breathes -breathes_after_airway"
CHILD_WITH_RATE = "-walks +breathes +rate_15_to_45"
JUMPSTART = {
    "+walks": GREEN,
    "-walks -breathes +breathes_after_airway": RED,
    f"{APNOEIC_CHILD} -pulse_though_apnoeic": BLACK,
    f"{APNOEIC_CHILD} +pulse_though_apnoeic +breathes_after_breaths": RED,
    f"{APNOEIC_CHILD} +pulse_though_apnoeic -breathes_after_breaths": BLACK,
    "-walks +breathes -rate_15_to_45": RED,
    f"{CHILD_WITH_RATE} -pulse_felt": RED,
    f"{CHILD_WITH_RATE} +pulse_felt -responds_fittingly": RED,
    f"{CHILD_WITH_RATE} +pulse_felt +responds_fittingly": YELLOW,
}
CASES = [
    *((SortMethod.START, way, word) for way, word in START.items()),
    *((SortMethod.JUMPSTART, way, word) for way, word in JUMPSTART.items()),
]


def found(way: str) -> dict[Finding, bool]:
    return {Finding(step[1:]): step[0] == "+" for step in way.split()}


@pytest.mark.parametrize(("method", "way", "word"), CASES)
def test_every_way_has_its_word(method: SortMethod, way: str, word: VictimWord) -> None:
    seen = found(way)
    assert sort_victim(method, seen) is word
    for count in range(len(seen)):
        before = dict(list(seen.items())[:count])
        assert sort_victim(method, before) is list(seen)[count], "asked in this order"


@pytest.mark.parametrize("method", SortMethod)
def test_no_way_is_left_out(method: SortMethod) -> None:
    """All answers to all questions together lead exactly to the ways written down above."""
    table = TABLES[method]
    written = {way for kind, way, _ in CASES if kind is method}
    walked = set()
    for answers in product((True, False), repeat=len(table)):
        whole = dict(zip(table, answers, strict=True))
        way: list[str] = []
        part: dict[Finding, bool] = {}
        step = sort_victim(method, part)
        while isinstance(step, Finding):
            part[step] = whole[step]
            way.append(("+" if whole[step] else "-") + step)
            step = sort_victim(method, part)
        walked.add(" ".join(way))
        assert sort_victim(method, whole) is step, "what need not be asked changes nothing"
    assert walked == written


def test_a_walking_victim_is_never_looked_at_again() -> None:
    everything = dict.fromkeys(Finding, False) | {Finding.WALKS: True}
    assert {sort_victim(method, everything) for method in SortMethod} == {GREEN}
