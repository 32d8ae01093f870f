"""Questions to Kamailio by JSON-RPC, on loopback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

_ANSWER_S_MAX = 3.0
_CONFIRMED = (3, 4)
_ENDED = 5  # kept for some seconds more; a ghost to whoever counts it


class NoAnswer(Exception):
    """The edge does not answer, or not so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """A call the edge has: `taker` is "" as long as none answered."""

    call: str
    tag: str
    kind: str  # in or out
    taker: str
    confirmed: bool
    offered_at: datetime | None
    answered_at: datetime | None
    entry: int
    id: int


class Rpc:
    def __init__(self, port: int, key: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"X-Siaga-Key": key},
            timeout=_ANSWER_S_MAX,
            # The edge closes after each answer: a connection kept would be dead when it is needed.
            limits=httpx.Limits(max_keepalive_connections=0),
            trust_env=False,
        )

    async def ask(self, method: str, words: Sequence[str | int] = ()) -> Any:
        """Raises NoAnswer."""
        body = {"jsonrpc": "2.0", "method": method, "params": list(words), "id": 1}
        try:
            # An RPC error comes as HTTP 500 with a JSON body.
            answer = await self._client.post("/RPC", json=body)
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error
        if not isinstance(said, dict) or "result" not in said:
            raise NoAnswer(method)
        return said["result"]

    async def dialogs(self) -> list[Dialog]:
        found = await self.ask("dlg.list")
        rows = found if isinstance(found, list) else []
        return [
            _dialog(row) for row in rows if isinstance(row, dict) and row.get("state") != _ENDED
        ]

    async def up_since(self) -> str:
        found = await self.ask("core.uptime")
        return str(found.get("up_since", "")) if isinstance(found, dict) else ""

    async def end(self, dialog: Dialog) -> None:
        await self.ask("dlg.end_dlg", [dialog.entry, dialog.id])

    async def mark_ended(self, call: str) -> None:
        """Said by the same way as the end itself: the link's other worker may be slower."""
        await self.ask("htable.seti", ["ended", call, 1])

    async def close(self) -> None:
        await self._client.aclose()


def _dialog(row: dict[str, Any]) -> Dialog:
    told: dict[str, str] = {}
    for each in row.get("variables") or []:
        told |= {str(name): str(value) for name, value in dict(each).items()}
    caller = row.get("caller") or {}
    return Dialog(
        call=str(row.get("call-id", "")),
        tag=str(caller.get("tag", "")),
        kind=told.get("kind", ""),
        taker=told.get("taker", ""),
        confirmed=row.get("state") in _CONFIRMED,
        offered_at=_at(told.get("t0")),
        answered_at=_at(told.get("t1")),
        entry=int(row.get("h_entry", 0)),
        id=int(row.get("h_id", 0)),
    )


def _at(value: str | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(value or ""), UTC)
    except ValueError:
        return None
