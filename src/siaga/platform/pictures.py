"""Safe copies of pictures: strangers' bytes are opened by a child process, never by the room."""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

READER = Path(__file__).with_name("picture_reader.py")
SECONDS_MAX = 20.0
COPY_BYTES_MAX = 64 * 1024 * 1024

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    jpeg: bytes
    width: int
    height: int
    place: tuple[float, float] | None  # latitude, longitude the camera wrote into it


class NoPicture(Exception):
    """`problem`: bomb or broken."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Pictures:
    """One child for all, started when it is needed; one that dies or dawdles is replaced."""

    def __init__(self) -> None:
        self._child: Process | None = None
        self._turn = asyncio.Lock()

    async def read(self, data: bytes) -> Picture:
        """Raises NoPicture."""
        async with self._turn:
            try:
                async with asyncio.timeout(SECONDS_MAX):
                    about, jpeg = await self._ask(data)
            except TimeoutError:
                await self._end()
                raise NoPicture("bomb") from None
            except (OSError, EOFError) as reason:
                log.warning("pictures.child_died", reason=type(reason).__name__)
                await self._end()
                raise NoPicture("broken") from None
            except BaseException:  # cancelled in the middle: its answer would be the next one's
                await self._end()
                raise
        if "problem" in about:
            raise NoPicture(str(about["problem"]))
        place = about["place"]
        return Picture(
            jpeg=jpeg,
            width=int(about["width"]),
            height=int(about["height"]),
            place=(float(place[0]), float(place[1])) if place else None,
        )

    async def _ask(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        child = await self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(struct.pack(">I", len(data)) + data)
        await child.stdin.drain()
        head = await child.stdout.readexactly(8)
        line_bytes, copy_bytes = struct.unpack(">II", head)
        if copy_bytes > COPY_BYTES_MAX:
            raise OSError("the child answers with too much")
        about = json.loads(await child.stdout.readexactly(line_bytes))
        return about, await child.stdout.readexactly(copy_bytes)

    async def _started(self) -> Process:
        if self._child is None or self._child.returncode is not None:
            # -P: the folder it lies in is no place to import from; no environment: no secrets.
            command = [sys.executable, "-P", "-s", str(READER)]
            self._child = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, env={}
            )
        return self._child

    async def rest(self) -> None:
        """Nothing to do for now: give its memory back."""
        async with self._turn:
            await self._end()

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None and child.returncode is None:
            child.kill()
        if child is not None:
            if child.stdin is not None:
                child.stdin.close()
            await child.wait()
