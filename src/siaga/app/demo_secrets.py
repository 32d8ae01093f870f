"""The demo's own WhatsApp secrets: random, kept with its data, so that its doors work unset-up."""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path

FILE = "demo_secrets.toml"
NAMES = ("whatsapp_app_secret", "whatsapp_verify_token")


def read_demo_secrets(folder: Path) -> dict[str, str]:
    """Configuration names → values; empty when the demo of this data folder was never started."""
    try:
        values = tomllib.loads((folder / FILE).read_text())
    except (FileNotFoundError, PermissionError):
        return {}
    return {name: str(values[name]) for name in NAMES if name in values}


def demo_secrets(folder: Path) -> dict[str, str]:
    """The same, made on the first start; readable by their owner only."""
    known = read_demo_secrets(folder)
    if len(known) < len(NAMES):
        known = {name: known.get(name) or secrets.token_urlsafe(24) for name in NAMES}
        text = "".join(f'{name} = "{value}"\n' for name, value in known.items())
        (folder / FILE).unlink(missing_ok=True)
        made = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as file:
            file.write(text)
    return known
