"""What we ask of Telegram and what its answers mean. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from siaga.channels.telegram.protocol import ASKED_FOR
from siaga.channels.telegram.reading import node, rows, whole, whole_number, words

TEXT_MAX = 4096  # characters, Telegram's limit
WAIT_S_MAX = 3600
POLL_S = 50
"""How long Telegram holds a question for updates when there are none."""

Body = dict[str, Any]


class OutcomeKind(StrEnum):
    ACCEPTED = "accepted"
    RETRY_AFTER = "retry_after"  # refused for now
    FAILED = "failed"  # sending the same again is useless
    UNKNOWN = "unknown"  # it may have been sent: a person decides about a repeat


class Trouble(StrEnum):
    """What a failure asks for; the key of a message to the room."""

    NONE = ""
    BUSY = "busy"
    RECIPIENT = "recipient"  # blocked the bot, or never wrote to it
    CONTENT = "content"
    CHANNEL = "channel"  # the token or the bot: nothing goes out


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    kind: OutcomeKind
    message: str = ""  # "{chat}:{message}" of what was accepted
    code: str = ""  # Telegram's error code, else "http_…" or the kind of broken connection
    trouble: Trouble = Trouble.NONE
    retry_after_s: int | None = None


_FILE_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,500}")
_GAVE_UP_WAITING = frozenset({408, 502, 504})
_OF_RECIPIENT = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "bot was blocked",
    "user is deactivated",
    "have no rights",
    "not a member",
)


def text_message(chat_id: int, text: str, *, button: str = "", quotes: int | None = None) -> Body:
    """`button`: words of a key that sends where the telephone is. Plain text: nothing is parsed.

    Raises ValueError when Telegram would refuse the text for its length.
    """
    body: Body = {
        "chat_id": chat_id,
        "text": _sendable(text),
        "link_preview_options": {"is_disabled": True},
    }
    if quotes is not None:
        body["reply_parameters"] = {"message_id": quotes, "allow_sending_without_reply": True}
    if button:
        body["reply_markup"] = {
            "keyboard": [[{"text": button, "request_location": True}]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        }
    return body


def updates_after(offset: int | None, *, wait_s: int = POLL_S) -> Body:
    """Telegram forgets every update before `offset`: only what is kept may lie before it."""
    body: Body = {"timeout": wait_s, "limit": 100, "allowed_updates": list(ASKED_FOR)}
    return body if offset is None else {**body, "offset": offset}


def webhook(url: str, secret: str) -> Body:
    return {
        "url": url,
        "secret_token": secret,
        "allowed_updates": list(ASKED_FOR),
        "max_connections": 10,
    }


def classify(status_code: int, body: bytes) -> Outcome:
    """What the answer to a message means; any bytes are understood."""
    answer = read_answer(body)
    if answer.get("ok") is True:
        return _accepted(answer)
    code = whole(answer.get("error_code")) or status_code
    said = (words(answer.get("description")) or "").lower()
    if code == 429:
        wait_s = whole(node(answer.get("parameters")).get("retry_after"))
        return _later(str(code), min(wait_s, WAIT_S_MAX) if wait_s and wait_s > 0 else None)
    if not answer and code in _GAVE_UP_WAITING | {200}:
        return Outcome(kind=OutcomeKind.UNKNOWN, code=f"http_{code}")
    if code >= 500:
        return _later(str(code), None)
    if code == 403 or any(part in said for part in _OF_RECIPIENT):
        trouble = Trouble.RECIPIENT
    elif code in (401, 404):
        trouble = Trouble.CHANNEL
    else:
        trouble = Trouble.CONTENT if answer else Trouble.CHANNEL
    return Outcome(kind=OutcomeKind.FAILED, code=str(code), trouble=trouble)


def read_answer(body: bytes) -> Any:
    """The envelope of any answer; an empty one for bytes that are none."""
    try:
        return node(json.loads(body, parse_int=whole_number))
    except (ValueError, RecursionError):
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    id: int
    raw: bytes


def read_updates(body: bytes) -> list[Update] | None:
    """The updates of an answer, each as bytes of its own; None when it is no such answer."""
    answer = read_answer(body)
    if answer.get("ok") is not True or not isinstance(answer.get("result"), list):
        return None
    found = []
    for update in rows(answer["result"]):
        update_id = whole(node(update).get("update_id"))
        if update_id is not None:
            raw = json.dumps(update, ensure_ascii=True).encode()
            found.append(Update(id=update_id, raw=raw))
    return found


def _accepted(answer: Any) -> Outcome:
    result = node(answer.get("result"))
    message_id, chat_id = whole(result.get("message_id")), whole(node(result.get("chat")).get("id"))
    if message_id is not None:
        name = f"{chat_id}:{message_id}" if chat_id is not None else str(message_id)
        return Outcome(kind=OutcomeKind.ACCEPTED, message=name)
    if answer.get("result") is True:
        return Outcome(kind=OutcomeKind.ACCEPTED)
    return Outcome(kind=OutcomeKind.UNKNOWN, code="no_id")


def _later(code: str, wait_s: int | None) -> Outcome:
    return Outcome(
        kind=OutcomeKind.RETRY_AFTER, code=code, trouble=Trouble.BUSY, retry_after_s=wait_s
    )


def _sendable(text: str) -> str:
    sendable = words(text) or ""
    if not 0 < len(sendable) <= TEXT_MAX:
        raise ValueError(f"Telegram takes 1 to {TEXT_MAX} characters, not {len(sendable)}")
    return sendable


def file_of(body: bytes) -> str | None:
    """The path of a file in an answer to getFile; None when there is none, or it leads away."""
    path = words(node(read_answer(body).get("result")).get("file_path"))
    return path if path and _FILE_PATH.fullmatch(path) and ".." not in path else None


def is_too_large(body: bytes) -> bool:
    """Bots are given files up to 20 MB."""
    return "file is too big" in (words(read_answer(body).get("description")) or "").lower()
