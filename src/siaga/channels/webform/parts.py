"""What the pages of this channel share: their frame, their words, and the fields of every form.

Everything that came from a person or from place data passes through `escaped`. The pages need no
inline script or style: `HEADERS` forbids both. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Literal
from uuid import UUID

from siaga.channels.webform.form import (
    ADDRESS_MAX,
    NAME_MAX,
    NUMBER_MAX,
    TRAP,
    UPLOAD,
)
from siaga.channels.webform.installed import HEAD, QUEUE_SCRIPT_PATH, queue_box
from siaga.channels.webform.words import WORDS
from siaga.language.place import Place, Text

Language = Literal["id", "en"]

PATH = "/lapor"
SERVICE_PATH = "/lapor/layanan"  # street lights, potholes, rubbish: it posts to PATH as well
STYLE_PATH = "/lapor/lapor.css"  # files of this folder, served by the app as they are
SCRIPT_PATH = "/lapor/lapor.js"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Referrer-Policy": "no-referrer",  # a page of this channel may carry a link of one's own
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")
_LOCATION_FIELDS = ("latitude", "longitude", "accuracy_m")
_ANCHORS = {"location": "locate", "form_id": "send"}


def language_of(fields: Mapping[str, str]) -> Language:
    """The language asked for by `?lang=` or by the form itself; Indonesian unless English."""
    return "en" if fields.get("lang") == "en" else "id"


class Words:
    """The catalogue in one language, with the place's own emergency number."""

    def __init__(self, place: Place, language: Language) -> None:
        self.place, self.language = place, language

    def __call__(self, key: str) -> str:
        return self.of(WORDS[key]).replace("{number}", escaped(self.place.emergency_number))

    def of(self, text: Text) -> str:
        return escaped(text.en if self.language == "en" else text.id)

    def path(self, path: str, language: Language | None = None) -> str:
        return path if (language or self.language) == "id" else f"{path}?lang=en"


def document(say: Words, title: str, *, parts: tuple[str, ...]) -> str:
    head = (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{title} - {say.of(say.place.name)}</title>"
        f'<link rel="stylesheet" href="{STYLE_PATH}">{HEAD}</head><body>'
    )
    return head + "\n".join(part for part in parts if part)


def top(say: Words, path: str, *, heading: str = "title", switch: bool = True) -> Iterator[str]:
    other: Language = "id" if say.language == "en" else "en"
    number = escaped(say.place.emergency_number)
    yield "<header>"
    if say.place.drill:
        yield f'<p class="drill">{say("drill")}</p>'
    yield f'<div class="bar"><p class="place">{say.of(say.place.name)}</p>'
    if switch:
        href = say.path(path, other)
        yield f'<a lang="{other}" hreflang="{other}" href="{href}">{say("other_language")}</a>'
    yield f"</div></header><main><h1>{say(heading)}</h1>"
    yield (
        f'<p class="call">{say("call_question")} <a href="tel:{number}">{say("call_now")}</a>'
        f"<small>{say('call_hint')}</small></p>"
    )


def form(
    say: Words,
    kept: Mapping[str, str],
    *,
    form_id: UUID,
    before: Iterable[str],
    inside: Iterable[str],
) -> Iterator[str]:
    """The form and whatever every one of them has: what waits, hidden fields, the button."""
    yield queue_box(say, say.language)
    yield from before
    yield (
        f'<form method="post" action="{PATH}" enctype="multipart/form-data" '
        f'id="report" data-sending="{say("sending")}">'
    )
    upload = escaped(kept.get(UPLOAD, ""))
    yield f'<input type="hidden" name="form_id" value="{escaped(str(form_id))}">'
    yield f'<input type="hidden" name="lang" value="{say.language}">'
    yield f'<input type="hidden" name="{UPLOAD}" id="{UPLOAD}" value="{upload}">'
    yield from inside
    yield (
        f'<div class="trap" aria-hidden="true"><label for="{TRAP}">{say("trap")}</label>'
        f'<input id="{TRAP}" name="{TRAP}" tabindex="-1" autocomplete="off"></div>'
    )
    yield f'<button class="send" id="send">{say("send")}</button>'
    yield f'<p class="hint">{say("privacy")}</p></form>'
    yield f'<p><a href="{say.path("/kapan")}">{say("when_to_call")}</a></p></main>'
    # Old browsers leave a module alone: they send the form as it is.
    yield f'<script src="{SCRIPT_PATH}"></script>'
    yield f'<script type="module" src="{QUEUE_SCRIPT_PATH}"></script></body></html>'


def summary(say: Words, wrong: Mapping[str, str]) -> Iterator[str]:
    if not wrong:
        return
    lines = "".join(
        f'<li><a href="#{_ANCHORS.get(field, field)}">'
        f"{f'{say(field)}: ' if field in WORDS else ''}{_error_text(say, key)}</a></li>"
        for field, key in wrong.items()
    )
    yield f'<div class="errors" role="alert" id="errors"><p>{say("errors")}</p><ul>{lines}</ul>'
    yield f"<p>{say('photo_again')}</p></div>"


def where(say: Words, kept: Mapping[str, str], *, wrong: Mapping[str, str]) -> Iterator[str]:
    yield f'<section><h2><span class="step">2</span> {say("where")}</h2>'
    yield f'<p class="hint">{say("where_hint")}</p>'
    data = " ".join(
        f'data-{word.replace("_", "-")}="{say(word)}"'
        for word in ("locating", "located", "metres", "location_failed")
    )
    # Shown by the script: without one the button could do nothing.
    yield f'<button type="button" id="locate" hidden {data}>{say("locate")}</button>'
    usable = "location" not in wrong and bool(kept.get("latitude"))
    for name in _LOCATION_FIELDS:
        value = escaped(kept.get(name, "")) if usable else ""
        yield f'<input type="hidden" id="{name}" name="{name}" value="{value}">'
    yield f'<p id="located" role="status">{say("location_kept") if usable else ""}</p>'
    mark = " checked" if kept.get("drop_location") else ""
    yield (
        f'<label class="drop" id="drop"{"" if usable else " hidden"}><input type="checkbox" '
        f'name="drop_location" value="1"{mark}> {say("drop_location")}</label>'
    )
    yield error(say, "location", wrong=wrong)
    yield f'<label for="area">{say("area")}</label>'
    yield f'<select id="area" name="area"{described("area", wrong)}>'
    yield f'<option value="">{say("area_unsure")}</option>'
    yield from _areas(say.place, kept.get("area", ""))
    yield f"</select>{error(say, 'area', wrong=wrong)}"
    yield f'<label for="address">{say("address")}</label>{hint(say, "address")}'
    yield _box("address", kept, wrong, size=ADDRESS_MAX, more='autocomplete="street-address"')
    yield f"{error(say, 'address', wrong=wrong)}</section>"


def _areas(place: Place, chosen: str) -> Iterator[str]:
    ordered = sorted(place.areas.values(), key=lambda area: (area.district, area.name))
    for district, areas in groupby(ordered, key=lambda area: area.district):
        yield f'<optgroup label="{escaped(district)}">'
        for area in areas:
            mark = " selected" if area.code == chosen else ""
            yield f'<option value="{escaped(area.code)}"{mark}>{escaped(area.name)}</option>'
        yield "</optgroup>"


def extra(say: Words, kept: Mapping[str, str], *, wrong: Mapping[str, str]) -> Iterator[str]:
    yield f'<section><h2><span class="step">3</span> {say("extra")}</h2>'
    yield f'<p class="hint">{say("extra_hint")}</p>'
    yield f'<label for="photo">{say("photo")}</label>{hint(say, "photo")}'
    yield (
        '<input type="file" id="photo" name="photo" accept="image/jpeg,image/png,image/webp"'
        f"{described('photo', wrong, hint=True)}>"
        f'<p id="photo-told" role="status"></p>{error(say, "photo", wrong=wrong)}'
    )
    yield f'<label for="name">{say("name")}</label>'
    yield _box("name", kept, wrong, size=NAME_MAX, more='autocomplete="name"')
    yield f'{error(say, "name", wrong=wrong)}<label for="number">{say("number")}</label>'
    yield hint(say, "number")
    yield _box("number", kept, wrong, size=NUMBER_MAX, more='inputmode="tel" autocomplete="tel"')
    yield f"{error(say, 'number', wrong=wrong)}</section>"


def _box(
    name: str, kept: Mapping[str, str], wrong: Mapping[str, str], *, size: int, more: str
) -> str:
    about = described(name, wrong, hint=f"{name}_hint" in WORDS)
    value = escaped(kept.get(name, ""))
    return f'<input id="{name}" name="{name}" value="{value}" maxlength="{size}" {more}{about}>'


def hint(say: Words, name: str, *, key: str = "") -> str:
    return f'<p class="hint" id="{name}-hint">{say(key or f"{name}_hint")}</p>'


def described(name: str, wrong: Mapping[str, str], *, hint: bool = False) -> str:
    ids = [f"{name}-hint"] * hint + [f"{name}-error"] * (name in wrong)
    spoken = f' aria-describedby="{" ".join(ids)}"' if ids else ""
    return spoken + (' aria-invalid="true"' if name in wrong else "")


def error(say: Words, name: str, *, wrong: Mapping[str, str]) -> str:
    if name not in wrong:
        return ""
    return f'<p class="error" id="{name}-error">{_error_text(say, wrong[name])}</p>'


def _error_text(say: Words, key: str) -> str:
    """A key the catalogue lacks is shown as it is rather than hidden."""
    return say(key) if key in WORDS else escaped(key)


def escaped(text: str) -> str:
    return escape(_UNSENDABLE.sub("\N{REPLACEMENT CHARACTER}", text))
