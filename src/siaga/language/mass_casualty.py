"""Many victims: who comes first, by START for adults and JumpSTART for children.

Two tables and nothing else. A method's colours stand only as words (merah, kuning, hijau, hitam):
on our screens colours mean priorities. Source: the published START and JumpSTART algorithms.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class VictimWord(StrEnum):
    IMMEDIATE = "immediate"  # merah
    DELAYED = "delayed"  # kuning
    MINOR = "minor"  # hijau
    DECEASED = "deceased"  # hitam


class SortMethod(StrEnum):
    START = "start"
    JUMPSTART = "jumpstart"  # children


class Finding(StrEnum):
    """What is looked for; each is answered yes or no."""

    WALKS = "walks"
    BREATHES = "breathes"
    BREATHES_AFTER_AIRWAY = "breathes_after_airway"
    PULSE_THOUGH_APNOEIC = "pulse_though_apnoeic"
    BREATHES_AFTER_BREATHS = "breathes_after_breaths"  # five of them
    RATE_OVER_30 = "rate_over_30"  # a minute
    RATE_15_TO_45 = "rate_15_to_45"
    PULSE_AND_REFILL = "pulse_and_refill"  # radial pulse felt, refill within 2 s
    PULSE_FELT = "pulse_felt"
    OBEYS = "obeys"
    RESPONDS_FITTINGLY = "responds_fittingly"  # awake, to voice, or fittingly to pain


Table = Mapping[Finding, tuple[Finding | VictimWord, Finding | VictimWord]]
"""Finding → (when yes, when no). The first row is asked first."""

_START: Table = MappingProxyType(
    {
        Finding.WALKS: (VictimWord.MINOR, Finding.BREATHES),
        Finding.BREATHES: (Finding.RATE_OVER_30, Finding.BREATHES_AFTER_AIRWAY),
        Finding.BREATHES_AFTER_AIRWAY: (VictimWord.IMMEDIATE, VictimWord.DECEASED),
        Finding.RATE_OVER_30: (VictimWord.IMMEDIATE, Finding.PULSE_AND_REFILL),
        Finding.PULSE_AND_REFILL: (Finding.OBEYS, VictimWord.IMMEDIATE),
        Finding.OBEYS: (VictimWord.DELAYED, VictimWord.IMMEDIATE),
    }
)
_JUMPSTART: Table = MappingProxyType(
    {
        Finding.WALKS: (VictimWord.MINOR, Finding.BREATHES),
        Finding.BREATHES: (Finding.RATE_15_TO_45, Finding.BREATHES_AFTER_AIRWAY),
        Finding.BREATHES_AFTER_AIRWAY: (VictimWord.IMMEDIATE, Finding.PULSE_THOUGH_APNOEIC),
        Finding.PULSE_THOUGH_APNOEIC: (Finding.BREATHES_AFTER_BREATHS, VictimWord.DECEASED),
        Finding.BREATHES_AFTER_BREATHS: (VictimWord.IMMEDIATE, VictimWord.DECEASED),
        Finding.RATE_15_TO_45: (Finding.PULSE_FELT, VictimWord.IMMEDIATE),
        Finding.PULSE_FELT: (Finding.RESPONDS_FITTINGLY, VictimWord.IMMEDIATE),
        Finding.RESPONDS_FITTINGLY: (VictimWord.DELAYED, VictimWord.IMMEDIATE),
    }
)
TABLES: Mapping[SortMethod, Table] = MappingProxyType(
    {SortMethod.START: _START, SortMethod.JUMPSTART: _JUMPSTART}
)


def sort_victim(method: SortMethod, found: Mapping[Finding, bool]) -> VictimWord | Finding:
    """The victim's word, or what must be looked for next."""
    table = TABLES[method]
    step: VictimWord | Finding = Finding.WALKS
    while isinstance(step, Finding):
        if step not in found:
            return step
        when_yes, when_no = table[step]
        step = when_yes if found[step] else when_no
    return step
