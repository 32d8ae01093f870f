"""What a site says about its telephones, checked before it reaches a configuration file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from siaga.app.config import ROOT

TEMPLATES = ROOT / "telephony"
SETTINGS_FILE = "settings.json"
_WORD = re.compile(r"[-A-Za-z0-9._:@+/;=, \[\]]*")
_PORTS_USED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """One block per stack, so that several live side by side on one machine."""

    base: int = 15_060
    rtp_min: int = 30_000
    rtp_max: int = 33_999

    @property
    def sip(self) -> int:
        """UDP and on loopback: telephones of the house, gateways, the trunk of a test."""
        return self.base

    @property
    def ws(self) -> int:
        return self.base + 1

    @property
    def wss(self) -> int:
        return self.base + 2

    @property
    def link(self) -> int:
        return self.base + 3

    @property
    def media(self) -> int:
        return self.base + 4

    @property
    def media_cli(self) -> int:
        return self.base + 5

    @property
    def digits(self) -> int:
        return self.base + 6

    @property
    def rpc(self) -> int:
        return self.base + 7


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """`folder` holds all that the telephone programs read and write."""

    folder: Path
    ports: Ports = field(default_factory=Ports)
    realm: str = "siaga.local"
    trunk_listen: str = ""  # "203.0.113.5:5060", or "10.0.0.5:5060 advertise 203.0.113.5:5060"
    trunk_addresses: tuple[str, ...] = ("127.0.0.1/32",)
    trunk_destination: str = ""  # host:port that calls to the outside go to
    outbound_number: str = "112"
    second_destination: str = ""  # SIP URI, "" for none
    desk_phones: tuple[str, ...] = ("127.0.0.1/32",)
    wss_host: str = ""  # "" = no WSS: the room's own reverse proxy carries the pages
    certificate: str = ""  # of WSS; made by ourselves when empty
    private_key: str = ""
    media_interface: str = "127.0.0.1"
    record_talk: bool = True
    record_waiting: bool = False
    strict_source: bool = True  # off for a trunk whose sound wanders between addresses
    wait_limit_s: int = 600
    stranger_per_2s: int = 20
    known_per_10s: int = 400
    page_per_10s: int = 200
    verbose: bool = False

    @property
    def prompts(self) -> Path:
        return self.folder / "prompts"

    @property
    def spool(self) -> Path:
        return self.folder / "spool"

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    def problems(self) -> tuple[str, ...]:
        return tuple(self._problems())

    def _problems(self) -> Iterator[str]:
        if not 1024 <= self.ports.base <= 65_535 - _PORTS_USED:
            yield "voice_ports: di luar 1024…65527"
        if not 1024 <= self.ports.rtp_min < self.ports.rtp_max <= 65_535:
            yield "voice_rtp_ports: bukan rentang port"
        for name in ("trunk_addresses", "desk_phones"):
            for address in getattr(self, name):
                try:
                    ip_network(address)
                except ValueError:
                    yield f"voice_{name}: '{address}' bukan alamat jaringan"
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str) and not _WORD.fullmatch(value):
                yield f"voice_{each.name}: tanda yang tidak boleh ada di dalamnya"
        if self.second_destination and not self.second_destination.startswith(("sip:", "sips:")):
            yield "voice_second_destination: bukan alamat SIP"
        if not re.fullmatch(r"[0-9+]{2,20}", self.outbound_number):
            yield "voice_outbound_number: bukan nomor"
        if bool(self.certificate) != bool(self.private_key):
            yield "voice_certificate: sertifikat dan kunci harus berdua"
        if any(mark in str(self.folder) for mark in "\"'\n|;%"):
            yield f"{self.folder}: tanda yang tidak boleh ada dalam nama folder"


def keep_settings(settings: VoiceSettings) -> None:
    values = asdict(settings) | {"folder": str(settings.folder)}
    text = json.dumps(values, indent=1)
    (settings.folder / SETTINGS_FILE).write_text(text + "\n")


def kept_settings(folder: Path) -> VoiceSettings:
    """Raises OSError or ValueError when the folder holds none."""
    values: dict[str, Any] = json.loads((folder / SETTINGS_FILE).read_text())
    values |= {"folder": folder, "ports": Ports(**values["ports"])}
    for name in ("trunk_addresses", "desk_phones"):
        values[name] = tuple(values[name])
    return VoiceSettings(**values)
