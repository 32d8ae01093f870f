"""Sentences the server says, by language: refusals, errors, page titles."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "messages"
LANGUAGES = ("id", "en")


@cache
def _messages(language: str) -> dict[str, str]:
    assert language in LANGUAGES, "the name of a file is never a stranger's"
    text = (FOLDER / f"{language}.toml").read_text()
    return {str(key): str(value) for key, value in tomllib.loads(text).items()}


def say(key: str, language: str = "id") -> str:
    """The sentence of `key`; every language has every key (tests/tidy)."""
    return _messages(language if language in LANGUAGES else "id")[key]


def keys(language: str) -> set[str]:
    return set(_messages(language))
