"""The channels' settings: every mistake is named before anything starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from siaga.app.channel_settings import modem_settings, smpp_settings, telegram_settings
from siaga.app.config import Config, ConfigInvalid, read_config
from siaga.channels.sms.settings import MODEM_FOLDERS

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SMPP = {"SIAGA_SMPP_HOST": "10.0.0.9", "SIAGA_SMPP_SYSTEM_ID": "siaga", "SIAGA_SMPP_SOURCE": "112"}

SMTP = {"SIAGA_SMTP_HOST": "surel.kota.example.id", "SIAGA_SMTP_FROM": "112@kota.example.id"}


def read(folder: Path, **environment: str) -> Config:
    return read_config(environment, {"data": folder})


def test_nothing_set_is_nothing_wrong(tmp_path: Path) -> None:
    config = read(tmp_path)
    assert not telegram_settings(config).enabled
    assert not smpp_settings(config).enabled
    assert not modem_settings(config).enabled


def test_all_of_it_set(tmp_path: Path) -> None:
    for name in MODEM_FOLDERS:
        (tmp_path / "spool" / name).mkdir(parents=True)
    (tmp_path / "sandi").write_text("rahasia1\n")
    config = read(
        tmp_path,
        **SMPP,
        SIAGA_TELEGRAM_TOKEN=TOKEN,
        SIAGA_SMPP_PASSWORD_FILE=str(tmp_path / "sandi"),
        SIAGA_SMPP_TLS="1",
        SIAGA_GAMMU_FOLDER=str(tmp_path / "spool"),
        SIAGA_AML_KEY="kunci-panjang",
    )
    smpp = smpp_settings(config)
    assert (smpp.password, smpp.tls, smpp.port, smpp.alphabet) == ("rahasia1", True, 2775, "gsm7")
    assert telegram_settings(config).polls
    assert modem_settings(config).complete
    for secret in ("rahasia1", TOKEN, "kunci-panjang"):
        assert secret not in repr(config)
        assert secret not in repr(smpp)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SIAGA_TELEGRAM_TOKEN": "x"}, "telegram_token"),
        ({"SIAGA_TELEGRAM_WEBHOOK_SECRET": "s" * 20}, "telegram_token"),
        (
            {"SIAGA_TELEGRAM_TOKEN": TOKEN, "SIAGA_TELEGRAM_WEBHOOK_URL": "https://x"},
            "telegram_webhook_secret",
        ),
        (SMPP | {"SIAGA_SMPP_PASSWORD": "terlalupanjang"}, "smpp_password"),
        (SMPP | {"SIAGA_SMPP_SYSTEM_ID": ""}, "smpp_system_id"),
        (SMPP | {"SIAGA_SMPP_SOURCE": "nama yang panjang"}, "smpp_source"),
        (SMPP | {"SIAGA_SMPP_PORT": "70000"}, "smpp_port"),
        (SMPP | {"SIAGA_SMPP_ALPHABET": "morse"}, "smpp_alphabet"),
        ({"SIAGA_GAMMU_FOLDER": "/tidak/ada"}, "gammu_folder"),
        ({"SIAGA_AML_KEY": "pendek"}, "aml_key"),
        (SMTP | {"SIAGA_SMTP_TLS": "none", "SIAGA_SMTP_PASSWORD": "sandi"}, "smtp_tls"),
        (SMTP | {"SIAGA_SMTP_TLS": "kadang"}, "smtp_tls"),
        (SMTP | {"SIAGA_SMTP_CA": "/tidak/ada.pem"}, "smtp_ca"),
        (SMTP | {"SIAGA_SMTP_FROM": "tanpa-at"}, "smtp_from"),
    ],
)
def test_each_mistake_is_named(environment: dict[str, Any], named: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid) as found:
        read(tmp_path, **environment)
    assert [problem for problem in found.value.problems if problem.startswith(named)]
