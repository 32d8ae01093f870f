"""SMPP 3.4 PDUs, as far as a receiving and sending account needs them. Pure.

Reading is tolerant: what the text of a message is made of is kept even when a field before it is
broken; only a header that cannot be one is an error.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

HEADER = struct.Struct("!IIII")
PDU_BYTES_MAX = 80_000  # a message payload may hold 64 kB
RESPONSE = 0x8000_0000


class Command(IntEnum):
    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102
    DATA_SM = 0x103
    GENERIC_NACK = 0x8000_0000


class Status(IntEnum):
    OK = 0x00
    INVALID_LENGTH = 0x02
    INVALID_COMMAND = 0x03
    ALREADY_BOUND = 0x05
    SYSTEM_ERROR = 0x08
    BIND_FAILED = 0x0D
    INVALID_PASSWORD = 0x0E
    INVALID_SYSTEM_ID = 0x0F
    QUEUE_FULL = 0x14
    THROTTLED = 0x58
    TRY_AGAIN = 0x64  # the receiver's temporary error: the message comes again


class Tag(IntEnum):
    RECEIPTED_MESSAGE_ID = 0x001E
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class NotAPdu(Exception):
    """The stream is out of step: nothing that follows can be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdu:
    command: int
    status: int
    sequence: int
    body: bytes = b""

    @property
    def is_response(self) -> bool:
        return bool(self.command & RESPONSE)

    def encode(self) -> bytes:
        size = HEADER.size + len(self.body)
        return HEADER.pack(size, self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    digits: str
    ton: int = 0  # 1 international, 2 national, 5 letters
    npi: int = 0  # 1 telephone numbers

    def encode(self) -> bytes:
        return bytes([self.ton, self.npi]) + c_string(self.digits, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortMessage:
    """The fields of deliver_sm, data_sm and submit_sm that say something."""

    source: Address
    destination: Address
    esm_class: int = 0
    protocol: int = 0
    coding: int = 0
    registered: int = 0
    message: bytes = b""  # with its user data header, where `esm_class` says there is one
    tlvs: Mapping[int, bytes] = field(default_factory=dict)
    broken: bool = False  # its bytes ended before its fields did


def frame_size(head: bytes) -> int:
    """Of the PDU that begins with these four bytes. Raises NotAPdu."""
    size = int.from_bytes(head[:4])
    if not HEADER.size <= size <= PDU_BYTES_MAX:
        raise NotAPdu(f"a PDU of {size} bytes")
    return size


def decode(raw: bytes) -> Pdu:
    """Raises NotAPdu."""
    if len(raw) < HEADER.size or frame_size(raw) != len(raw):
        raise NotAPdu("not as long as it says")
    _, command, status, sequence = HEADER.unpack_from(raw)
    return Pdu(command=command, status=status, sequence=sequence, body=raw[HEADER.size :])


def c_string(text: str, longest: int) -> bytes:
    """With its final zero; raises ValueError for what does not fit."""
    raw = text.encode("ascii")
    if len(raw) > longest or 0 in raw:
        raise ValueError(f"at most {longest} plain characters")
    return raw + b"\0"


def bind(system_id: str, password: str, *, system_type: str, sequence: int) -> Pdu:
    """As transceiver of SMPP 3.4, for whatever numbers the operator routes here."""
    body = c_string(system_id, 15) + c_string(password, 8) + c_string(system_type, 12)
    return Pdu(
        command=Command.BIND_TRANSCEIVER,
        status=0,
        sequence=sequence,
        body=body + bytes([0x34, 0, 0]) + b"\0",
    )


def submit(message: ShortMessage, sequence: int) -> Pdu:
    """Raises ValueError when an address or the text does not fit."""
    if len(message.message) > 254:
        raise ValueError("at most 254 bytes")
    body = b"".join(
        (
            b"\0",  # service type
            message.source.encode(),
            message.destination.encode(),
            bytes([message.esm_class, message.protocol, 0]),
            b"\0\0",  # at once, and as long as the operator keeps it
            bytes([message.registered, 0, message.coding, 0, len(message.message)]),
            message.message,
        )
    )
    return Pdu(command=Command.SUBMIT_SM, status=0, sequence=sequence, body=body)


def respond(to: Pdu, status: int = Status.OK) -> Pdu:
    body = b"\0" if to.command in (Command.DELIVER_SM, Command.DATA_SM) else b""
    return Pdu(command=to.command | RESPONSE, status=status, sequence=to.sequence, body=body)


def message_id(response: Pdu) -> str:
    """What the operator calls a message it took."""
    return _Reader(response.body).text()


def read_message(pdu: Pdu) -> ShortMessage:
    """Of a deliver_sm or data_sm; never fails, says `broken` instead."""
    reader = _Reader(pdu.body)
    reader.text()  # service type
    source, destination = reader.address(), reader.address()
    esm_class, protocol, registered, coding = reader.byte(), 0, 0, 0
    message = b""
    if pdu.command == Command.DATA_SM:
        registered, coding = reader.byte(), reader.byte()
    else:
        protocol, _ = reader.byte(), reader.byte()
        reader.text(), reader.text()
        registered, _, coding, _ = (reader.byte() for _ in range(4))
        message = reader.take(reader.byte())
    tlvs = reader.tlvs()
    return ShortMessage(
        source=source,
        destination=destination,
        esm_class=esm_class,
        protocol=protocol,
        coding=coding,
        registered=registered,
        message=message or tlvs.get(Tag.MESSAGE_PAYLOAD, b""),
        tlvs=tlvs,
        broken=reader.broken,
    )


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0
        self.broken = False

    def take(self, size: int) -> bytes:
        taken = self._raw[self._at : self._at + size]
        self.broken |= len(taken) < size
        self._at += size
        return taken

    def byte(self) -> int:
        return int.from_bytes(self.take(1))

    def text(self) -> str:
        end = self._raw.find(b"\0", self._at)
        if end < 0:
            self.broken, end = True, len(self._raw)
        raw = self._raw[self._at : end]
        self._at = end + 1
        return raw.decode("ascii", "replace")

    def address(self) -> Address:
        ton, npi = self.byte(), self.byte()
        return Address(digits=self.text(), ton=ton, npi=npi)

    def tlvs(self) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        while self._at < len(self._raw):
            tag, size = int.from_bytes(self.take(2)), int.from_bytes(self.take(2))
            found[tag] = self.take(size)
        return found
