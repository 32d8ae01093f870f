"""How a text leaves: in the plain alphabet where it has all the letters, cut where it must be.

Pure. A message of one segment holds 160 plain letters or 70 others; of several, 153 or 67 each.
"""

from __future__ import annotations

from dataclasses import dataclass

from siaga.channels.sms.protocol.alphabet import gsm7_septets
from siaga.channels.sms.protocol.reading import GSM7, LATIN1, UDH_BIT

PLAIN, UCS2 = 0, 8
ONE_PLAIN, MANY_PLAIN = 160, 153
ONE_WIDE, MANY_WIDE = 140, 134  # bytes
SEGMENTS_MAX = 8

PLAINER = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{HORIZONTAL ELLIPSIS}": "...",
        "\N{BULLET}": "-",
        "\N{NO-BREAK SPACE}": " ",
    }
)
"""Letters that would make a message more than twice as long, and what says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    message: bytes  # with its header, where there is one
    coding: int
    esm_class: int


class TooLong(ValueError):
    """More segments than anybody reads."""


def segments(text: str, reference: int, *, alphabet: str = GSM7) -> list[Segment]:
    """`reference` 0…255 tells the receiving telephone which segments belong together.

    Raises TooLong, or ValueError for an empty text.
    """
    plain = text.translate(PLAINER).strip()
    if not plain:
        raise ValueError("nothing to say")
    units, coding, one, many = _units(plain, alphabet)
    whole = b"".join(units)
    if len(whole) <= one:
        return [Segment(message=whole, coding=coding, esm_class=0)]
    parts = _cut(units, many)
    if len(parts) > SEGMENTS_MAX:
        raise TooLong(f"{len(parts)} segments, at most {SEGMENTS_MAX}")
    return [
        Segment(
            message=bytes([5, 0, 3, reference & 0xFF, len(parts), number]) + part,
            coding=coding,
            esm_class=UDH_BIT,
        )
        for number, part in enumerate(parts, start=1)
    ]


def count(text: str) -> int:
    """How many segments a text costs; 0 for none."""
    plain = text.translate(PLAINER).strip()
    if not plain:
        return 0
    units, _, one, many = _units(plain, GSM7)
    return 1 if sum(map(len, units)) <= one else len(_cut(units, many))


def _units(plain: str, alphabet: str) -> tuple[list[bytes], int, int, int]:
    """Each letter's bytes, never cut in two; the coding; what fits into one, and one of many."""
    septets = gsm7_septets(plain)
    if septets is not None and alphabet != LATIN1:
        return septets, PLAIN, ONE_PLAIN, MANY_PLAIN
    if septets is not None and plain.isascii():
        return [letter.encode() for letter in plain], PLAIN, ONE_PLAIN, MANY_PLAIN
    wide = [letter.encode("utf-16-be", "replace") for letter in plain]
    return wide, UCS2, ONE_WIDE, MANY_WIDE


def _cut(units: list[bytes], many: int) -> list[bytes]:
    parts, part = [], b""
    for unit in units:
        if len(part) + len(unit) > many:
            parts.append(part)
            part = b""
        part += unit
    return [*parts, part]
