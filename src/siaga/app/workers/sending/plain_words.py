"""What an outbox row says, for channels that carry plain words and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from siaga.language.place import Place
from siaga.platform.outbox import OutboxRow
from siaga.platform.vault import Vault

_HOLE = re.compile(r"\{(\d)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWords:
    to: str
    text: str
    quotes: str = ""  # the channel's id of the message it answers


async def plain_words(row: OutboxRow, vault: Vault, *, place: Place) -> PlainWords | None:
    """None when the number or the words were erased meanwhile."""
    send = row.send
    sealed = (send.number, send.text, send.button_url, send.quotes, *send.arguments)
    plain = await vault.reveal([each.ref for each in sealed if each is not None])
    to = plain.get(send.number.ref) if send.number else None
    if send.text is not None:
        said = plain.get(send.text.ref)
    else:
        said = place.words(send.message, send.language)
    if not to or not said:
        return None
    filled = [plain.get(each.ref) or "" for each in send.arguments]
    said = _HOLE.sub(lambda hole: _argument(filled, hole), said)
    address = plain.get(send.button_url.ref) if send.button_url else None
    quotes = plain.get(send.quotes.ref) if send.quotes else None
    text = f"{said} {address}" if address else said
    return PlainWords(to=to, text=text, quotes=quotes or "")


def _argument(filled: list[str], hole: re.Match[str]) -> str:
    number = int(hole[1])
    return filled[number - 1] if 1 <= number <= len(filled) else hole[0]
