"""Words for callers, spoken to sound by espeak-ng and brought to the telephone's 8 kHz by sox."""

from __future__ import annotations

import asyncio
import re
import shutil
import tomllib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from siaga.app.voice.settings import TEMPLATES

TEXT_LENGTH_MAX = 400
_SPEAK_S_MAX = 15.0
_VOICE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
_MADE_ONCE = ("hold", "silent", "busy")


class CannotSpeak(Exception):
    """The text says what a person can do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    voice: str
    texts: dict[str, str]
    announcement: str  # with {type} and {place}


def read_prompts(path: Path = TEMPLATES / "prompts.toml", *, tongue: str = "id") -> Prompts:
    values = tomllib.loads(path.read_text())
    texts = {name: str(values[name][tongue]) for name in _MADE_ONCE}
    return Prompts(
        voice=str(values["voice"]), texts=texts, announcement=values["announcement"][tongue]
    )


async def speak(text: str, folder: Path, *, voice: str = "id", name: str = "") -> Path:
    """An AU file of `text` in `folder`; the same text is spoken once. Raises CannotSpeak.

    The text reaches espeak-ng by its standard input, never as an argument: nothing in it can be
    an option or a command. `name` makes a fixed file name; without it the name follows the text.
    """
    said = _plain(text)
    if not said:
        raise CannotSpeak("Tidak ada kata untuk diucapkan. / There is no word to speak.")
    if not _VOICE.fullmatch(voice):
        raise CannotSpeak(f"Suara '{voice}' tidak dikenal. / Unknown voice.")
    digest = sha256(f"{voice}\n{said}".encode()).hexdigest()[:16]
    path = folder / f"{name or f'said-{digest}'}.au"
    mark = folder / f".{name}.{digest}"
    if path.exists() and (not name or mark.exists()):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    raw, ready = folder / f".{digest}.raw.wav", folder / f".{digest}.part.au"
    try:
        await _run("espeak-ng", "-v", voice, "-s", "145", "--stdin", "-w", str(raw), said=said)
        # A-law in AU: the relay plays WAV in bursts, 10 ms apart and then nothing for 116 ms.
        form = ("-r", "8000", "-c", "1", "-t", "au", "-e", "a-law")
        await _run("sox", str(raw), *form, str(ready), "pad", "0", "2")
        ready.replace(path)
    finally:
        for left in (raw, ready):
            left.unlink(missing_ok=True)
    if name:
        for old in folder.glob(f".{name}.*"):
            old.unlink()
        mark.touch()
    return path


async def speak_all(prompts: Prompts, folder: Path) -> None:
    """The fixed prompts, those whose text has changed anew. Raises CannotSpeak."""
    for name, text in prompts.texts.items():
        await speak(text, folder, voice=prompts.voice, name=name)


def _plain(text: str) -> str:
    """Words only: control and formatting characters would be commands to the speaker."""
    kept = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    return " ".join(kept.replace("[[", " ").split())[:TEXT_LENGTH_MAX]


async def _run(*command: str, said: str = "") -> None:
    if shutil.which(command[0]) is None:
        raise CannotSpeak(
            f"Program {command[0]} belum ada: `siaga voice install`."
            f" / {command[0]} is missing: `siaga voice install`."
        )
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, wrong = await asyncio.wait_for(process.communicate(said.encode()), _SPEAK_S_MAX)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise CannotSpeak(f"{command[0]}: {_SPEAK_S_MAX} s") from None
    if process.returncode:
        raise CannotSpeak(f"{command[0]}: {wrong.decode(errors='replace').strip()[:200]}")
