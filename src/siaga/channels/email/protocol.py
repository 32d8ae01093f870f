"""A message as mail servers take it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

SUBJECT_MAX = 120
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`key`: ours, in the Message-ID, so that one that comes twice is known."""

    to: str
    subject: str
    text: str
    key: str


def is_address(text: str) -> bool:
    """One plain address: no names, no lists, nothing a header could be ended with."""
    return _ADDRESS.fullmatch(text) is not None and ".." not in text


def compose(letter: Letter, *, sender: str, at: datetime) -> EmailMessage:
    """Raises ValueError for what is no address."""
    if not is_address(letter.to) or not is_address(sender):
        raise ValueError("address")
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.to
    message["Subject"] = " ".join(letter.subject.split())[:SUBJECT_MAX]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
