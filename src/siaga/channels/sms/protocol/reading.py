"""What a short message says: its text, which part of a longer one it is, or what became of ours.

Pure; any bytes become something that can be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from siaga.channels.sms.protocol.alphabet import (
    eight_bit_text,
    gsm7_text,
    shown,
    ucs2_text,
    unpack_septets,
)
from siaga.channels.sms.protocol.pdu import Address, ShortMessage, Tag

UDH_BIT = 0x40
RECEIPT_BITS, RECEIPT = 0x3C, 0x04
GSM7, LATIN1 = "gsm7", "latin1"
INTERNATIONAL, LETTERS = 1, 5
SHORT_CODE_MAX = 6

_ID = re.compile(r"\bid:\s*(\S+)", re.IGNORECASE)
_STATE = re.compile(r"\bstat:\s*([A-Z]+)", re.IGNORECASE)
_ERROR = re.compile(r"\berr:\s*(\S+)", re.IGNORECASE)
_STATES = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD"}
_STATES |= {7: "UNKNOWN", 8: "REJECTD"}
_MEANING = {
    "DELIVRD": "delivered",
    "EXPIRED": "failed",
    "DELETED": "failed",
    "UNDELIV": "failed",
    "REJECTD": "failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which part of a longer message: `reference` is the sending telephone's own count."""

    reference: int
    number: int  # from 1
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the operator says became of one of our messages."""

    message_ids: tuple[str, ...]  # the same id in every spelling operators use
    status: str  # delivered or failed; empty: still on its way, nothing to tell
    error: str = ""
    recipient: str = ""  # whom it was for: one id may be read in two ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message or a part of one, its bytes not yet text: a letter may be cut between parts."""

    sender: str  # a number with "+" where it is known to be whole; else as it was shown
    payload: bytes
    coding: int
    part: Part | None = None
    to_port: int | None = None  # for a program on a telephone, not for people
    broken: bool = False


def read(message: ShortMessage) -> Heard | Receipt:
    """A delivered PDU, as one of the two things it can be."""
    if message.esm_class & RECEIPT_BITS == RECEIPT:
        receipt = _receipt(message)
        if receipt is not None:
            return receipt
    payload, part, to_port = message.message, None, None
    if message.esm_class & UDH_BIT:
        payload, part, to_port = _with_header(message.message)
    return Heard(
        sender=sender_of(message.source),
        payload=payload,
        coding=message.coding,
        part=part or _sar(message),
        to_port=to_port,
        broken=message.broken,
    )


def sender_of(address: Address) -> str:
    digits = "".join(letter for letter in address.digits if letter.isalnum() or letter in " +*#-_.")
    plain = digits.removeprefix("+")
    if plain.isdecimal() and (address.ton == INTERNATIONAL or digits.startswith("+")):
        return f"+{plain}"
    return digits


def is_number(sender: str) -> bool:
    """Whether somebody can be written to there; a short code or a name only ever speaks."""
    plain = sender.removeprefix("+")
    return plain.isdecimal() and len(plain) > SHORT_CODE_MAX


def is_binary(coding: int) -> bool:
    """For a program, by its data coding (SMPP 5.2.19, GSM 03.38 4)."""
    if coding & 0xF0 == 0xF0:
        return bool(coding & 0x04)
    return coding in (2, 4)


def text_of(payload: bytes, coding: int, *, alphabet: str = GSM7) -> str:
    """`alphabet`: what the operator means by its default one."""
    if coding & 0xF0 == 0xF0 and not is_binary(coding):
        coding = 0  # an immediate message in the default alphabet
    if is_binary(coding):
        return _binary_text(payload)
    if coding == 8 or (0x10 <= coding < 0x40 and coding & 0x0C == 0x08):
        return shown(ucs2_text(payload))
    if coding in (1, 3):
        return shown(payload.decode("latin-1"))
    if alphabet == LATIN1 or (coding == 0 and max(payload, default=0) > 0x7F):
        return shown(eight_bit_text(payload))
    return shown(gsm7_text(payload))


def _binary_text(payload: bytes) -> str:
    """Septets packed into bytes, where they are letters; else nothing a person can read."""
    unpacked = shown(gsm7_text(unpack_septets(payload)))
    plain = sum(letter.isascii() and (letter.isalnum() or letter in " .,;=") for letter in unpacked)
    return unpacked if unpacked.isprintable() and plain * 10 > len(unpacked) * 8 else ""


def _with_header(message: bytes) -> tuple[bytes, Part | None, int | None]:
    """The text behind its user data header, and what the header says (GSM 03.40, 9.2.3.24)."""
    if not message:
        return message, None, None
    size = message[0]
    header, payload = message[1 : 1 + size], message[1 + size :]
    if len(header) < size:
        return message, None, None  # it cannot be one: all of it is shown
    part, to_port, at = None, None, 0
    while at + 2 <= len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        at += 2 + length
        if element == 0x00 and len(value) == 3:
            part = _part(value[0], value[2], value[1])
        elif element == 0x08 and len(value) == 4:
            part = _part(int.from_bytes(value[:2]), value[3], value[2])
        elif element == 0x04 and len(value) == 2:
            to_port = value[0]
        elif element == 0x05 and len(value) == 4:
            to_port = int.from_bytes(value[:2])
    return payload, part, to_port


def _sar(message: ShortMessage) -> Part | None:
    values = [message.tlvs.get(tag) for tag in (Tag.SAR_REFERENCE, Tag.SAR_NUMBER, Tag.SAR_TOTAL)]
    if None in values:
        return None
    reference, number, total = (int.from_bytes(value or b"") for value in values)
    return _part(reference, number, total)


def _part(reference: int, number: int, total: int) -> Part | None:
    """None when it is the only one, or cannot be one of so many."""
    if total < 2 or not 1 <= number <= total or total > 255:
        return None
    return Part(reference=reference, number=number, total=total)


def _receipt(message: ShortMessage) -> Receipt | None:
    """From the optional parameters, else from the text operators agree on; None when neither is."""
    text = message.message.decode("latin-1")
    named = message.tlvs.get(Tag.RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1")
    found = _ID.search(text)
    message_id = named or (found[1] if found else "")
    if not message_id:
        return None
    state = _STATE.search(text)
    told = message.tlvs.get(Tag.MESSAGE_STATE, b"")
    word = _STATES.get(told[0], "") if len(told) == 1 else (state[1].upper() if state else "")
    error = _ERROR.search(text)
    status = _MEANING.get(word[:7], "")
    code = f"{word}:{error[1]}"[:40] if error else word[:40]
    return Receipt(
        message_ids=spellings(message_id),
        status=status,
        error=code if status == "failed" else "",
        recipient=sender_of(message.source),
    )


def spellings(message_id: str) -> tuple[str, ...]:
    """One id as it may stand in the answer and in the receipt: decimal here, hex there."""
    found = [message_id, message_id.lower(), message_id.upper(), message_id.lstrip("0")]
    if re.fullmatch(r"\d{1,20}", message_id):
        found += [f"{int(message_id):x}", f"{int(message_id):X}", f"{int(message_id):08X}"]
    if re.fullmatch(r"[0-9A-Fa-f]{1,16}", message_id):
        found.append(str(int(message_id, 16)))
    return tuple(dict.fromkeys(one for one in found if one))
