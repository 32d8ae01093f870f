"""The configuration of the telephone programs, written from the templates of `telephony/`."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

from siaga.app.voice.certificate import own_certificate
from siaga.app.voice.settings import TEMPLATES, VoiceSettings, keep_settings
from siaga.platform.clock import Clock

EDGE = ("kamailio.cfg", "calls.cfg", "media.cfg", "pages.cfg", "link.cfg")
MEDIA = "rtpengine.conf"
SECRET_FILE = "secret"
LINK_KEY_FILE = "link_key"
DIALOG_TABLES = Path("/usr/share/kamailio/dbtext/kamailio")
_TABLES = ("version", "dialog", "dialog_vars")
_WORD = re.compile(r"%%([a-z_0-9]+)%%")


class CannotRender(Exception):
    """Every problem, a line each."""


def render(settings: VoiceSettings, clock: Clock) -> None:
    """Write all files of `settings.folder`. Raises CannotRender."""
    if problems := settings.problems():
        raise CannotRender("\n".join(problems))
    folder = settings.folder
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for each in (settings.prompts, settings.journal, folder / "log", folder / "run"):
        each.mkdir(exist_ok=True)
    for part in ("pcaps", "metadata", "tmp"):
        (settings.spool / part).mkdir(parents=True, exist_ok=True)
    dialog_tables(folder)
    words = _words(settings, clock)
    for name in (*EDGE, MEDIA):
        _write(folder / name, _filled((TEMPLATES / name).read_text(), words))
    keep_settings(settings)


def secret_of(folder: Path, name: str = SECRET_FILE) -> str:
    """Made at the first asking, readable by its owner only."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, secrets.token_hex(24) + "\n")
    return path.read_text().strip()


def dialog_tables(folder: Path, *, anew: bool = False) -> None:
    """The files in which the edge keeps who talks to whom over a restart."""
    kept = folder / "dialogs"
    if anew and kept.exists():
        shutil.rmtree(kept)
    kept.mkdir(exist_ok=True)
    for table in _TABLES:
        if not (kept / table).exists() and (DIALOG_TABLES / table).exists():
            shutil.copyfile(DIALOG_TABLES / table, kept / table)


def _words(settings: VoiceSettings, clock: Clock) -> dict[str, str]:
    ports = settings.ports
    words = {
        "defines": "#!define WITH_WSS" if settings.wss_host else "",
        "listens": "\n".join(_listens(settings)),
        "log_level": "3" if settings.verbose else "1",
        "media_timeout_s": str(settings.wait_limit_s + 60),
        "media_log_level": "6" if settings.verbose else "4",
        "realm": settings.realm,
        "secret": secret_of(settings.folder),
        "link_key": secret_of(settings.folder, LINK_KEY_FILE),
        "folder": str(settings.folder),
        "prompts": str(settings.prompts),
        "spool": str(settings.spool),
        "trunk_addresses": ",".join(settings.trunk_addresses),
        "desk_phones": ",".join(settings.desk_phones),
        "trunk_destination": settings.trunk_destination,
        "outbound_number": settings.outbound_number,
        "second_destination": settings.second_destination,
        "media_interface": settings.media_interface,
        "record_talk": "record-call=yes" if settings.record_talk else "",
        "record_waiting": "record-call=yes" if settings.record_waiting else "",
        "strict_source": "strict-source" if settings.strict_source else "",
        "wait_limit_ms": str(settings.wait_limit_s * 1000),
        "invite_limit_ms": str((settings.wait_limit_s + 60) * 1000),
        "stranger_per_2s": str(settings.stranger_per_2s),
        "known_per_10s": str(settings.known_per_10s),
        "page_per_10s": str(settings.page_per_10s),
        "ng_port": str(ports.media),
        "cli_port": str(ports.media_cli),
        "evapi_port": str(ports.link),
        "dtmf_port": str(ports.digits),
        "rpc_port": str(ports.rpc),
        "sip_port": str(ports.sip),
        "rtp_min": str(ports.rtp_min),
        "rtp_max": str(ports.rtp_max),
    }
    if settings.wss_host:
        words |= _certificate(settings, clock)
    return words


def _certificate(settings: VoiceSettings, clock: Clock) -> dict[str, str]:
    if settings.certificate:
        return {"certificate": settings.certificate, "private_key": settings.private_key}
    certificate, key = own_certificate(settings.folder, clock, name=settings.realm)
    return {"certificate": str(certificate), "private_key": str(key)}


def _listens(settings: VoiceSettings) -> list[str]:
    ports = settings.ports
    lines = [
        f"listen=udp:127.0.0.1:{ports.sip}",
        f"listen=tcp:127.0.0.1:{ports.ws}",
        f"listen=tcp:127.0.0.1:{ports.rpc}",
    ]
    if settings.trunk_listen:
        lines.append(f"listen=udp:{settings.trunk_listen}")
    if settings.wss_host:
        lines += ["enable_tls=yes", f"listen=tls:{settings.wss_host}:{ports.wss}"]
    return lines


def _filled(template: str, words: dict[str, str]) -> str:
    def word(found: re.Match[str]) -> str:
        return words.get(found[1], "")

    return _WORD.sub(word, template)


def _write(path: Path, text: str) -> None:
    """Never readable by others, not even for a moment; never half a file."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(path)
