"""What the platform says of a Bundle that was filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the platform said of a Bundle. `again`: it may be taken later as it is."""

    taken: bool
    again: bool
    encounter: str = ""  # its number there
    problem: str = ""  # a code, never words of the patient


def read_answer(status: int, body: Any) -> Answer:
    """`body`: the decoded JSON, or None where it was none."""
    if status in (200, 201):
        return Answer(taken=True, again=False, encounter=_number(body))
    if status in (401, 408, 409, 425, 429) or status >= 500:
        return Answer(taken=False, again=True, problem=f"http_{status}")
    return Answer(taken=False, again=False, problem=_issue(body) or f"http_{status}")


def _number(body: Any) -> str:
    for location in _locations(body):
        parts = location.split("/")
        if "Encounter" in parts and parts.index("Encounter") + 1 < len(parts):
            return parts[parts.index("Encounter") + 1][:64]
    return ""


def _locations(body: Any) -> Iterator[str]:
    entries = body.get("entry") if isinstance(body, Mapping) else None
    for entry in entries if isinstance(entries, Sequence) else ():
        response = entry.get("response") if isinstance(entry, Mapping) else None
        location = response.get("location") if isinstance(response, Mapping) else None
        if isinstance(location, str):
            yield location


def _issue(body: Any) -> str:
    issues = body.get("issue") if isinstance(body, Mapping) else None
    for issue in issues if isinstance(issues, Sequence) else ():
        code = issue.get("code") if isinstance(issue, Mapping) else None
        if isinstance(code, str) and code.isascii() and code.replace("-", "").isalnum():
            return code[:40]
    return ""
