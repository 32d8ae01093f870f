"""The configuration's flat names, as what each channel needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from siaga.channels.agency_api.protocol import read_networks
from siaga.channels.sms.settings import ModemSettings, SmppSettings
from siaga.channels.telegram.settings import TelegramSettings
from siaga.channels.whatsapp.settings import Provider

if TYPE_CHECKING:
    from siaga.app.config import Config

AML_KEY_MIN = 8
SMTP_TLS = ("starttls", "tls", "none")
HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def telegram_settings(config: Config) -> TelegramSettings:
    """Raises ValueError."""
    return TelegramSettings(
        token=config.telegram_token,
        webhook_secret=config.telegram_webhook_secret,
        webhook_url=config.telegram_webhook_url,
        api_url=config.telegram_api_url,
    )


def smpp_settings(config: Config) -> SmppSettings:
    """Raises ValueError."""
    return SmppSettings(
        host=config.smpp_host,
        port=config.smpp_port,
        system_id=config.smpp_system_id,
        password=config.smpp_password,
        source=config.smpp_source,
        system_type=config.smpp_system_type,
        alphabet=config.smpp_alphabet,
        tls=config.smpp_tls,
    )


def modem_settings(config: Config) -> ModemSettings:
    return ModemSettings(folder=Path(config.gammu_folder) if config.gammu_folder else None)


def channel_problems(config: Config) -> list[str]:
    """What is wrong with the channels' settings, a sentence each."""
    problems = []
    read: tuple[Callable[[Config], Any], ...] = (telegram_settings, smpp_settings)
    for settings in read:
        try:
            settings(config)
        except ValueError as problem:
            problems.append(str(problem))
    if config.whatsapp_provider not in set(Provider):
        problems.append(f"whatsapp_provider: pilih {' atau '.join(sorted(Provider))}")
    if config.telegram_webhook_secret and not config.telegram_token:
        problems.append("telegram_token: wajib diisi bersama telegram_webhook_secret")
    if config.gammu_folder and not Path(config.gammu_folder).is_dir():
        problems.append(f"gammu_folder: {config.gammu_folder} tidak ada")
    if 0 < len(config.aml_key) < AML_KEY_MIN:
        problems.append(f"aml_key: paling sedikit {AML_KEY_MIN} karakter")
    return problems + _problems_of_machines(config)


def _problems_of_machines(config: Config) -> list[str]:
    problems = []
    try:
        read_networks(config.outbound_networks)
    except ValueError as problem:
        problems.append(f"outbound_networks: {problem}")
    if config.smtp_tls not in SMTP_TLS:
        problems.append(f"smtp_tls: pilih {', '.join(SMTP_TLS)}")
    if config.smtp_password and config.smtp_tls == "none" and config.smtp_host not in HERE:
        problems.append("smtp_tls: sandi tidak dikirim tanpa TLS ke mesin lain")
    if config.smtp_ca and not Path(config.smtp_ca).is_file():
        problems.append(f"smtp_ca: {config.smtp_ca} tidak ada")
    if config.smtp_host and "@" not in config.smtp_from:
        problems.append("smtp_from: wajib diisi alamat e-mail pengirim bersama smtp_host")
    return problems
