"""What an operator's line, or a modem, needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from siaga.channels.sms.protocol.reading import GSM7, LATIN1

_SOURCE = re.compile(r"\+?\d{2,20}|[A-Za-z0-9 ._-]{2,11}")
MODEM_FOLDERS = ("inbox", "outbox", "sent", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class SmppSettings:
    """Raises ValueError naming the wrong field when there is a host."""

    host: str = ""
    port: int = 2775
    system_id: str = ""
    password: str = field(default="", repr=False)
    source: str = ""  # the number or name citizens see
    system_type: str = ""
    alphabet: str = GSM7  # what the operator means by its default alphabet
    tls: bool = False

    def __post_init__(self) -> None:
        if not self.host:
            return
        for name, longest in (("system_id", 15), ("password", 8), ("system_type", 12)):
            value = str(getattr(self, name))
            if len(value) > longest or not value.isascii():
                raise ValueError(f"smpp_{name}: paling banyak {longest} huruf ASCII")
        if not self.system_id:
            raise ValueError("smpp_system_id: wajib diisi bersama smpp_host")
        if not 1 <= self.port <= 65_535:
            raise ValueError("smpp_port: harus 1…65535")
        if not _SOURCE.fullmatch(self.source):
            raise ValueError("smpp_source: nomor atau nama pengirim (2 sampai 11 huruf)")
        if self.alphabet not in (GSM7, LATIN1):
            raise ValueError(f"smpp_alphabet: {GSM7} atau {LATIN1}, sesuai kesepakatan operator")

    @property
    def enabled(self) -> bool:
        return bool(self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModemSettings:
    """`folder` holds inbox, outbox, sent and error, as Debian's gammu-smsd makes them."""

    folder: Path | None = None

    @property
    def enabled(self) -> bool:
        return self.folder is not None

    def of(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / name

    @property
    def complete(self) -> bool:
        """Whether all four folders are there."""
        return self.folder is not None and all(self.of(name).is_dir() for name in MODEM_FOLDERS)
