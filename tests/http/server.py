"""The real program as a subprocess: `siaga up --demo` on a free port, with its logs kept."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from tests.patience import eventually

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "latihan-sandi-uji-7"
APP_SECRET = "rahasia-aplikasi-uji-3f9a"
VERIFY_TOKEN = "rahasia-verifikasi-uji-51c2"
GRAPH_TOKEN = "EAArahasiaTokenUji77"
LINE = "106540352242922"
BOT_TOKEN = "110201543:AAHrahasiaTokenBotUji77_x"
BOT_SECRET = "rahasia-webhook-telegram-uji"
AML_KEY = "rahasia-kunci-aml-uji"

NUMBERS = "62812993"
"""Every telephone number the tests use begins so: none may be found in the logs."""

SPOKEN = "kalimat-warga"
"""Every text the tests send as a citizen or the room holds this: none may be found in the logs."""

READY_S = 90.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment(**settings: str) -> dict[str, str]:
    """This machine's, without anything of Siaga's, plus these settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SIAGA_")}
    return own | {"PYTHONPATH": str(ROOT / "src")} | settings


def siaga(*words: str) -> list[str]:
    return [sys.executable, "-m", "siaga", *words]


class Server:
    """`folder`: one that another account may walk to, because root's database drops its rights.

    `more` settings: SIAGA_VOICE="true" and its like.
    """

    def __init__(self, folder: Path, graph_url: str, **more: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "stderr"
        self.settings = {
            "SIAGA_DEMO_PASSWORD": PASSWORD,
            "SIAGA_TRUSTED_PROXY": "127.0.0.1",
            "SIAGA_WHATSAPP_APP_SECRET": APP_SECRET,
            "SIAGA_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
            "SIAGA_WHATSAPP_TOKEN": GRAPH_TOKEN,
            "SIAGA_WHATSAPP_PHONE_NUMBER_ID": LINE,
            "SIAGA_WHATSAPP_GRAPH_URL": graph_url,
            "SIAGA_TELEGRAM_TOKEN": BOT_TOKEN,
            "SIAGA_TELEGRAM_WEBHOOK_SECRET": BOT_SECRET,
            "SIAGA_AML_KEY": AML_KEY,
            "SIAGA_OUTBOUND_NETWORKS": "127.0.0.1/32",
            "SIAGA_PUSH_HOSTS": "127.0.0.1",
            **more,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ("up", "--demo", "--data", str(self.folder / "data"), "--port", str(self.port))
        with self.log.open("ab") as stderr, (self.folder / "stdout").open("ab") as stdout:
            process = self.process = subprocess.Popen(
                siaga(*words),
                env=environment(**self.settings),
                cwd=ROOT,
                stderr=stderr,
                stdout=stdout,
            )
        eventually(lambda: self._ready() or process.poll() is not None, within_s=READY_S)
        assert self._ready(), f"not ready:\n{self.log.read_text()[-4000:]}"

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
