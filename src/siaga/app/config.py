"""Configuration: one TOML file and `SIAGA_*` variables, the variables win. Secrets may be files."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from siaga.app.channel_settings import channel_problems

ROOT = Path(__file__).resolve().parents[3]
SECRETS = frozenset(
    {
        "demo_password",
        "database_url",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
        "whatsapp_token",
        "telegram_token",
        "telegram_webhook_secret",
        "smpp_password",
        "aml_key",
        "satusehat_client_secret",
        "smtp_password",
    }
)

PUSH_HOSTS = (
    "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com"
)
"""Chrome and Android, Firefox, Safari and iPhones, Edge."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ConfigInvalid(Exception):
    """Every problem found, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """`SIAGA_PORT` is `port`, and so on; `SIAGA_WHATSAPP_TOKEN_FILE` names a file holding it."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8112
    place: str = ""  # the first one there is
    places: Path = ROOT / "places"
    demo: bool = False
    database_url: str = field(default="", repr=False)
    secure_cookies: bool = False
    trusted_proxy: str = ""  # address whose X-Forwarded-For is believed
    public_url: str = ""  # where citizens reach this room: https://112.example.id
    log_level: str = "info"
    demo_password: str = field(default="", repr=False)
    whatsapp_app_secret: str = field(default="", repr=False)  # two, separated by a comma
    whatsapp_verify_token: str = field(default="", repr=False)
    whatsapp_token: str = field(default="", repr=False)
    whatsapp_phone_number_id: str = ""
    whatsapp_provider: str = "meta"  # or 360dialog
    whatsapp_graph_url: str = ""  # the provider's own address and version
    whatsapp_media_hosts: str = ""  # where files may be fetched from, besides the provider
    telegram_token: str = field(default="", repr=False)
    telegram_webhook_secret: str = field(default="", repr=False)  # empty: the bot asks by itself
    telegram_webhook_url: str = ""
    telegram_api_url: str = "https://api.telegram.org"
    smpp_host: str = ""
    smpp_port: int = 2775
    smpp_system_id: str = ""
    smpp_password: str = field(default="", repr=False)
    smpp_system_type: str = ""
    smpp_source: str = ""  # the number or name citizens see
    smpp_alphabet: str = "gsm7"  # what the operator means by its default one; or latin1
    smpp_tls: bool = False
    gammu_folder: str = ""  # of gammu-smsd: inbox, outbox, sent, error
    push_hosts: str = PUSH_HOSTS  # services of browsers that alerts may be posted to
    push_contact: str = ""  # mailto: or https: where a push service finds who runs this room
    satusehat_token_url: str = ""  # both empty: nothing is filed
    satusehat_fhir_url: str = ""  # ends before the resource: …/fhir-r4/v1
    satusehat_client_id: str = ""
    satusehat_client_secret: str = field(default="", repr=False)
    aml_key: str = field(default="", repr=False)  # signs what telephones tell of their place
    aml_unsigned: bool = False  # only behind a door that lets nobody but the network in
    outbound_networks: str = ""  # inner networks that may be posted to: 10.1.0.0/16, …
    smtp_host: str = ""  # the mail server for alerts and summaries
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_from: str = ""
    smtp_tls: str = "starttls"  # or tls, or none on this machine
    smtp_ca: str = ""  # a file with the authority of a mail server of one's own
    have_url: str = ""  # where hospitals' systems tell their beds: EDXL-HAVE 1.0
    voice: bool = False  # the telephone; what follows is explained in docs/install.md
    voice_ports: int = 15_060  # the first of eight
    voice_rtp_min: int = 30_000
    voice_rtp_max: int = 33_999
    voice_realm: str = "siaga.local"
    voice_ws_url: str = ""  # where pages find the edge, when it is not beside the room
    voice_wss_host: str = ""
    voice_certificate: str = ""
    voice_private_key: str = field(default="", repr=False)
    voice_media_interface: str = "127.0.0.1"
    voice_trunk_listen: str = ""
    voice_trunk_addresses: str = "127.0.0.1/32"
    voice_trunk_destination: str = ""
    voice_outbound_number: str = "112"
    voice_second_destination: str = ""
    voice_desk_phones: str = "127.0.0.1/32"
    voice_test_numbers: str = ""  # whose calls are the daily test of the line
    voice_record_talk: bool = True
    voice_hear_waiting: bool = True  # a caller's voice while waiting brings him forward

    @property
    def cookies_secure(self) -> bool:
        """Over TLS only, but for a room that listens on this machine alone."""
        return self.secure_cookies or self.host not in LOOPBACK

    @property
    def citizen_base(self) -> str:
        """What stands before the path in a citizen's link; a demo is reached where it runs."""
        here = f"http://{self.host}:{self.port}" if self.demo else ""
        return self.public_url.rstrip("/") or here

    @property
    def whatsapp_enabled(self) -> bool:
        verifies = self.whatsapp_verify_token or self.whatsapp_provider != "meta"
        return bool(self.whatsapp_app_secret and verifies)

    @property
    def whatsapp_sends(self) -> bool:
        named = self.whatsapp_phone_number_id or self.whatsapp_provider != "meta"
        return bool(self.whatsapp_token and named)


def default_data() -> Path:
    """Root keeps its state where system services do; everybody else beside the checkout."""
    return Path("/var/lib/siaga") if os.geteuid() == 0 else ROOT / "var"


def read_config(environment: Mapping[str, str], arguments: Mapping[str, Any]) -> Config:
    """Raises ConfigInvalid with all problems at once."""
    problems: list[str] = []
    data = Path(arguments.get("data") or environment.get("SIAGA_DATA") or default_data())
    chosen: dict[str, Any] = {"data": data.resolve()}
    chosen |= _from_file(environment, data, problems)
    chosen |= _from_environment(environment, problems)
    chosen |= {name: value for name, value in arguments.items() if value is not None}
    chosen["data"] = Path(chosen["data"]).resolve()
    config = _typed(chosen, problems)
    problems += channel_problems(config) if config else []
    if problems or config is None:
        raise ConfigInvalid(problems)
    return config


def _names() -> dict[str, str]:
    return {each.name: str(each.type) for each in fields(Config)}


def _from_file(environment: Mapping[str, str], data: Path, problems: list[str]) -> dict[str, Any]:
    path = Path(environment.get("SIAGA_CONFIG") or data / "siaga.toml")
    if not path.exists():
        if "SIAGA_CONFIG" in environment:
            problems.append(f"SIAGA_CONFIG: {path} tidak ada")
        return {}
    try:
        values = tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path}: {error}")
        return {}
    for name in values.keys() - _names().keys():
        problems.append(f"{path}: '{name}' tidak dikenal")
    return {name: value for name, value in values.items() if name in _names()}


def _from_environment(environment: Mapping[str, str], problems: list[str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in _names():
        key = f"SIAGA_{name.upper()}"
        if key in environment:
            out[name] = environment[key]
        if name in SECRETS and (path := environment.get(f"{key}_FILE")):
            try:
                out[name] = Path(path).read_text().strip()
            except OSError as error:
                problems.append(f"{key}_FILE: {error.strerror}: {path}")
    return out


def _typed(chosen: dict[str, Any], problems: list[str]) -> Config | None:
    for name, kind in _names().items():
        if name not in chosen:
            continue
        value = chosen[name]
        try:
            if kind == "int":
                chosen[name] = int(value)
            elif kind == "bool" and isinstance(value, str):
                chosen[name] = {"1": True, "true": True, "0": False, "false": False, "": False}[
                    value.lower()
                ]
            elif kind == "Path":
                chosen[name] = Path(value)
        except (ValueError, KeyError):
            problems.append(f"{name}: '{value}' bukan {kind}")
            return None
    if not 0 <= chosen.get("port", 8112) <= 65_535:
        problems.append("port: harus 0…65535")
    public_url = str(chosen.get("public_url", ""))
    if public_url and not public_url.startswith(("https://", "http://")):
        problems.append("public_url: harus diawali https://")
    places = Path(chosen.setdefault("places", ROOT / "places"))
    if not chosen.get("place"):
        known = sorted(places.glob("*/*/place.toml"))
        chosen["place"] = str(known[0].parent.relative_to(places)) if known else "?"
    if not (places / str(chosen["place"]) / "place.toml").is_file():
        problems.append(f"place: {places / str(chosen['place'])} bukan folder tempat")
    return Config(**chosen)
