"""Where one message of a pasted chat ends and the next begins. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from siaga.channels.forwarded.protocol.items import Form
from siaga.channels.forwarded.protocol.placeholders import HIDDEN
from siaga.channels.forwarded.protocol.times import DATE, TIME, Stamp

_NAME = r"(?P<name>[^\n:]{1,80})"
_HEADS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (
        Form.WHATSAPP_COPY,
        re.compile(rf"\[(?P<time>{TIME}), (?P<date>{DATE})\] {_NAME}:(?: (?P<said>.*)|$)"),
    ),
    (
        Form.WHATSAPP_IOS,
        re.compile(
            rf"\[(?P<date>{DATE}),?[ \u202f](?P<time>{TIME})\] (?:{_NAME}:(?: (?P<said>.*)|$)|.*)"
        ),
    ),
    (
        Form.WHATSAPP_ANDROID,
        re.compile(
            rf"(?P<date>{DATE}),?[ \u202f](?P<time>{TIME}) - (?:{_NAME}:(?: (?P<said>.*)|$)|.*)"
        ),
    ),
    (
        Form.TELEGRAM_COPY,
        re.compile(
            rf"(?P<name>[^\n\[\]]{{1,80}}), "
            rf"\[(?P<date>{DATE})(?:,| at| pukul| jam)? (?P<time>{TIME})\]:?"
            rf"(?:\s*(?P<said>.*)|$)"
        ),
    ),
)
_FROM = re.compile(r"(?:dari|from|pengirim|sender|no(?:mor)?)\s*[:=]\s*(?P<name>.{1,80})", re.I)
_NUMBER_ALONE = re.compile(r"(?P<name>\+?\d[\d\s().-]{5,20}\d):?(?: (?P<said>\D.*))?")
_SENT = re.compile(
    rf"(?:(?:tanggal|waktu|date|sent|received|diterima|dikirim)\s*[:=]\s*)?"
    rf"(?P<date>{DATE}),?\s(?P<time>{TIME})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:pesan|isi|text|message)\s*[:=]\s*(?P<said>.*)", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """A message before its parts are looked at; `name` None: the chat's own notice."""

    name: str | None
    stamp: Stamp | None
    lines: list[str] = field(default_factory=list)


def pieces(text: str) -> tuple[Form, list[Piece]]:
    """The form of most messages, and every message; a chat's own notices are left out."""
    lines = HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    counted: dict[Form, int] = {}
    found: list[Piece] = []
    before: list[str] = []
    for line in lines:
        head = _head(line)
        if head is not None:
            form, piece = head
            counted[form] = counted.get(form, 0) + 1
            found.append(piece)
        elif found:
            found[-1].lines.append(line)
        else:
            before.append(line)
    if not found:
        return _alone(lines)
    if any(line.strip() for line in before):
        found.insert(0, Piece(name="", stamp=None, lines=before))
    form = max(counted, key=lambda each: counted[each])
    return form, [piece for piece in found if piece.name is not None]


def _head(line: str) -> tuple[Form, Piece] | None:
    for form, pattern in _HEADS:
        found = pattern.fullmatch(line.strip())
        if found is not None:
            stamp = Stamp(date=found["date"], time=found["time"])
            said = [found["said"]] if found["said"] else []
            return form, Piece(name=found["name"], stamp=stamp, lines=said)
    return None


def _alone(lines: list[str]) -> tuple[Form, list[Piece]]:
    """One SMS with its sender written above it, or simply a text."""
    piece = Piece(name="", stamp=None)
    form = Form.PLAIN
    rest = iter([line for line in lines if line.strip()])
    for line in rest:
        if not piece.lines and (found := _of_sms(line.strip(), piece)):
            form = Form.SMS
            piece.lines += [said for said in found if said]
            continue
        piece.lines.append(line)
    if form is Form.PLAIN:
        piece.lines = lines
    return form, [piece] if any(line.strip() for line in piece.lines) or piece.name else []


def _of_sms(line: str, piece: Piece) -> list[str] | None:
    """What else stands in a line that names sender or time; None when it names neither."""
    if not piece.name and (found := _FROM.fullmatch(line)):
        piece.name = found["name"].strip()
        return [""]
    if not piece.name and (found := _NUMBER_ALONE.fullmatch(line)):
        piece.name = found["name"].strip()
        return [found["said"] or ""]
    if piece.stamp is None and (found := _SENT.fullmatch(line)):
        piece.stamp = Stamp(date=found["date"], time=found["time"])
        return [""]
    if (piece.name or piece.stamp) and (found := _LABEL.fullmatch(line)):
        return [found["said"]]
    return None


def stamps(found: list[Piece]) -> Iterator[Stamp]:
    for piece in found:
        if piece.stamp is not None:
            yield piece.stamp
