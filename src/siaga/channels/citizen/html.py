"""The frame of every citizen's page. Pure; no inline script or style, which `HEADERS` forbid.

Everything that came from a person or from place data passes through `say` or `Words`, which escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from siaga.channels.citizen.words import WORDS
from siaga.language.place import Place, Text

Language = Literal["id", "en"]

FILES = "/warga/"  # this channel's own, served by the app as they are
STYLES = ("/lapor/lapor.css", f"{FILES}warga.css")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}

_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")


def say(text: str) -> str:
    return escape(_UNSENDABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def language_of(fields: Mapping[str, str]) -> Language:
    """Indonesian unless English is asked for by `?lang=en` or by a form."""
    return "en" if fields.get("lang") == "en" else "id"


class Words:
    """The catalogue in one language, with the place's own emergency number; escaped."""

    def __init__(self, place: Place, language: Language) -> None:
        self.place, self.language = place, language

    def __call__(self, key: str, **values: str) -> str:
        words = self.of(WORDS[key]).replace("{number}", say(self.place.emergency_number))
        for name, value in values.items():
            words = words.replace(f"{{{name}}}", say(value))
        return words

    def of(self, text: Text) -> str:
        return say(text.en if self.language == "en" else text.id)

    def time(self, at: datetime) -> str:
        """10.05 in Indonesian, 10:05 in English, on the place's clock."""
        local = at.astimezone(ZoneInfo(self.place.zone))
        return local.strftime("%H:%M" if self.language == "en" else "%H.%M")

    def moment(self, at: datetime, now: datetime) -> str:
        """The time, and the day when it is another one."""
        zone = ZoneInfo(self.place.zone)
        local, today = at.astimezone(zone), now.astimezone(zone)
        day = "" if local.date() == today.date() else f"{local.day}/{local.month} "
        return f"{day}{self.time(at)}"

    def path(self, path: str, language: Language | None = None) -> str:
        return path if (language or self.language) == "id" else f"{path}?lang=en"


def document(
    words: Words,
    parts: Iterable[str],
    *,
    title: str,
    script: str = "",
    refresh_s: int = 0,
) -> str:
    """`title` is escaped already. `refresh_s`: without a script the page loads itself again."""
    styles = "".join(f'<link rel="stylesheet" href="{path}">' for path in STYLES)
    again = (
        f'<noscript><meta http-equiv="refresh" content="{refresh_s}"></noscript>'
        if refresh_s
        else ""
    )
    head = (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="robots" content="noindex, nofollow">'
        f"<title>{title}</title>{styles}{again}</head><body>"
    )
    end = f'<script src="{FILES}{script}"></script></body></html>' if script else "</body></html>"
    return head + "\n".join(part for part in parts if part) + end


def top(words: Words, *, path: str, heading: str, leave: bool = False) -> Iterator[str]:
    """`leave`: the page shows a way to be gone at once."""
    other: Language = "id" if words.language == "en" else "en"
    yield "<header>"
    if words.place.drill:
        yield f'<p class="drill">{words("drill")}</p>'
    yield f'<div class="bar"><p class="place">{words.of(words.place.name)}</p>'
    if leave:
        yield (
            f'<a class="leave" id="leave" rel="noreferrer" '
            f'href="{say(words.place.links.exit_url)}">{words("leave")}</a>'
        )
    href = words.path(path, other)
    yield f'<a lang="{other}" hreflang="{other}" href="{href}">{words("other_language")}</a>'
    yield f"</div></header><main><h1>{heading}</h1>"


def call_box(words: Words, *, question: bool = True) -> str:
    number = say(words.place.emergency_number)
    asked = f"{words('call_question')} " if question else ""
    return f'<p class="call">{asked}<a href="tel:{number}">{words("call_now")}</a></p>'


def areas(words: Words, chosen: str = "") -> Iterator[str]:
    """The kelurahan of the place as options, by kecamatan."""
    yield f'<option value="">{words("area_unsure")}</option>'
    ordered = sorted(words.place.areas.values(), key=lambda area: (area.district, area.name))
    for district, found in groupby(ordered, key=lambda area: area.district):
        yield f'<optgroup label="{say(district)}">'
        for area in found:
            mark = " selected" if area.code == chosen else ""
            yield f'<option value="{say(area.code)}"{mark}>{say(area.name)}</option>'
        yield "</optgroup>"


def render_dead(place: Place, language: Language, *, path: str) -> str:
    """The same for a link that never was and one that is over; `path` without its token."""
    words = Words(place, language)
    parts = (
        *top(words, path=path, heading=words("dead_title")),
        f"<p>{words('dead')}</p><p>{words('dead_help')}</p>",
        call_box(words),
        f'<p><a href="{words.path("/lapor")}">{words("report")}</a></p>',
        f'<p><a href="{words.path("/kapan")}">{words("when_link")}</a></p></main>',
    )
    return document(words, parts, title=words("neutral_title"))


def render_notice(
    place: Place, language: Language, *, key: str, heading: str, back: str = ""
) -> str:
    """One sentence and the telephone: too often, not now, received."""
    words = Words(place, language)
    parts = (
        *top(words, path=back or "/kapan", heading=words(heading)),
        f'<p role="status">{words(key)}</p>',
        call_box(words),
        f'<p><a href="{words.path(back)}">{words("back")}</a></p></main>' if back else "</main>",
    )
    return document(words, parts, title=words("neutral_title"))
