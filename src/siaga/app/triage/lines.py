"""Messages in, one a line; what each seems to be out, one JSON object a line, as they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from siaga.app.catalogue import say
from siaga.desks.triage.advise.reading import Reader, Reading
from siaga.language.triage import Reason

FIELD = "t"
POINTS = 100  # of a reason, for one unit of log-odds

_HEADS = ("category", "emergency", "prank")


class BadLine(Exception):
    """A line that holds no message; `field` is what is wrong about it, if one can be named."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


def from_json(line: bytes) -> str:
    """The text of `{"t": text}`. Raises BadLine."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise BadLine("not JSON: nested too deep") from error
    except ValueError as error:
        raise BadLine(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadLine('not an object; write {"t": "text"}')
    if FIELD not in value:
        raise BadLine("missing", FIELD)
    if not isinstance(value[FIELD], str):
        raise BadLine("not a text", FIELD)
    return str(value[FIELD])


def from_plain(line: bytes) -> str:
    """The line itself. Raises BadLine."""
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8 at byte {error.start}") from error


def answers(
    lines: Iterable[bytes], reader: Reader, *, taken: Callable[[bytes], str], is_whole: bool
) -> Iterator[tuple[bool, str]]:
    """(was it read, JSON) for every line that is not blank. `is_whole`: with everything known."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            reading = reader.read(taken(line))
        except BadLine as bad:
            error = {"error": bad.message, "line": number, "field": bad.field}
            yield False, json.dumps(error, ensure_ascii=False)
        else:
            yield True, json.dumps(as_object(reading, is_whole=is_whole), ensure_ascii=False)


def as_object(reading: Reading, *, is_whole: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "category": reading.category,
        "categories": [[name, share] for name, share in reading.categories],
        "emergency": reading.emergency,
        "priority": str(reading.priority),
        "prank": reading.prank,
        "injured": reading.injured,
        "places": list(reading.places),
        "reasons": [in_words(reason) for reason in reading.reasons],
    }
    if is_whole:
        found |= {
            "type": reading.incident_type,
            "guesses": [[guess.incident_type, guess.share_pm] for guess in reading.guesses],
            "own_victim": reading.own_victim,
            "areas": list(reading.areas),
        }
    return found


def in_words(reason: Reason) -> str:
    """As "jenis: kejang +0.47"; a word that is taken back as "bukan kebakaran"."""
    head, _, rest = reason.key.partition(".")
    if head not in _HEADS:
        return say(f"triage_{rest}")
    word = reason.word or say("triage_form")
    if rest.startswith("c-"):
        word = say("triage_denied").format(word=word)
    return f"{say(f'triage_{head}')}: {word} {reason.points / POINTS:+.2f}"
