"""Words for callers, spoken to sound by espeak-ng and brought to the telephone's 8 kHz by sox."""

from __future__ import annotations

import asyncio
import re
import shutil
import struct
import tomllib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from siaga.app.voice.settings import TEMPLATES

TEXT_LENGTH_MAX = 400
_SPEAK_S_MAX = 6.0
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

    `name` makes a fixed file name; without it the name follows the text.
    """
    digest = sha256(f"{voice}\n{_plain(text)}".encode()).hexdigest()[:16]
    path = folder / f"{name or f'said-{digest}'}.au"
    mark = folder / f".{name}.{digest}"
    if path.exists() and (not name or mark.exists()):
        return path
    sound = await sound_of(text, voice=voice)
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / f".{digest}.part.au"
    ready.write_bytes(sound)
    ready.replace(path)
    if name:
        for old in folder.glob(f".{name}.*"):
            old.unlink()
        mark.touch()
    return path


async def sound_of(text: str, *, voice: str = "id") -> bytes:
    """An AU file of `text` that lies on no disk. Raises CannotSpeak.

    The text reaches espeak-ng by its standard input, never as an argument: nothing in it can be
    an option or a command.
    """
    said = _plain(text)
    if not said:
        raise CannotSpeak("Tidak ada kata untuk diucapkan. / There is no word to speak.")
    if not _VOICE.fullmatch(voice):
        raise CannotSpeak(f"Suara '{voice}' tidak dikenal. / Unknown voice.")
    speaker = ("espeak-ng", "-v", voice, "-s", "145", "--stdin", "--stdout")
    wave = await _run(*speaker, given=said.encode())
    # A-law in AU: the relay plays WAV in bursts, 10 ms apart and then nothing for 116 ms.
    form = ("-r", "8000", "-c", "1", "-t", "au", "-e", "a-law")
    taken = ("-t", "wav", "--ignore-length", "-")
    sound = bytearray(await _run("sox", *taken, *form, "-", "pad", "0", "2", given=wave))
    (head,) = struct.unpack_from(">I", sound, 4)
    struct.pack_into(">I", sound, 8, len(sound) - head)  # sox cannot know it beforehand
    return bytes(sound)


async def speak_all(prompts: Prompts, folder: Path) -> None:
    """The fixed prompts, those whose text has changed anew. Raises CannotSpeak."""
    for name, text in prompts.texts.items():
        await speak(text, folder, voice=prompts.voice, name=name)


def _plain(text: str) -> str:
    """Words only: control and formatting characters would be commands to the speaker."""
    kept = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    return " ".join(kept.replace("[[", " ").split())[:TEXT_LENGTH_MAX]


async def _run(*command: str, given: bytes) -> bytes:
    if shutil.which(command[0]) is None:
        raise CannotSpeak(
            f"Program {command[0]} belum ada: `siaga voice install`."
            f" / {command[0]} is missing: `siaga voice install`."
        )
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        made, wrong = await asyncio.wait_for(process.communicate(given), _SPEAK_S_MAX)
    except TimeoutError:
        raise CannotSpeak(f"{command[0]}: {_SPEAK_S_MAX} s") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode or not made:
        raise CannotSpeak(f"{command[0]}: {wrong.decode(errors='replace').strip()[:200]}")
    return made
