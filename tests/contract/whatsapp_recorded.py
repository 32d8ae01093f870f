"""Where the recorded WhatsApp material lies: payloads nobody of this project wrote.

It is not part of the project. `SIAGA_SHARED_DATA` names its folder, else `../shared/data` beside
the checkout is tried; a test that needs it says NOT RUN when it is absent.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def folder() -> Path:
    given = os.environ.get("SIAGA_SHARED_DATA")
    found = (Path(given) if given else CHECKOUT.parent / "shared" / "data") / "whatsapp"
    if not found.is_dir():
        pytest.skip("NOT RUN: recorded WhatsApp payloads are absent; set SIAGA_SHARED_DATA")
    return found


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def payloads() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every webhook body with its name: Meta's OpenAPI, Meta's pages, pywa, business ids."""
    root = folder()
    for source in ("meta-webhooks", "meta-doc-examples", "bsuid"):
        for path in sorted((root / source).glob("*.json")):
            if path.name != "INDEX.json":
                yield f"{source}/{path.stem}", load(path)
    for path in sorted((root / "pywa-fixtures").glob("*.json")):
        for name, payload in load(path).items():
            yield f"pywa/{path.stem}/{name}", payload


def values(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The values of a body's changes that are about messages."""
    for entry in payload["entry"]:
        for change in entry["changes"]:
            if change.get("field") == "messages":
                yield change["value"]
