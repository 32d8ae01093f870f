"""Draws the public form and its thank-you page as HTML. Pure: works without JavaScript.

Everything that came from a person or from place data passes through `_say`, which escapes it.
The pages need no inline script or style: `HEADERS` forbids both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    WORDS_MAX,
)
from siaga.channels.webform.installed import HEAD, QUEUE_SCRIPT_PATH, queue_box
from siaga.channels.webform.words import WORDS
from siaga.language.place import Place, Text

Language = Literal["id", "en"]

PATH = "/lapor"
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


class _Words:
    """The catalogue in one language, with the place's own emergency number."""

    def __init__(self, place: Place, language: Language) -> None:
        self.place, self.language = place, language

    def __call__(self, key: str) -> str:
        return self.of(WORDS[key]).replace("{number}", _say(self.place.emergency_number))

    def of(self, text: Text) -> str:
        return _say(text.en if self.language == "en" else text.id)

    def path(self, path: str, language: Language | None = None) -> str:
        return path if (language or self.language) == "id" else f"{path}?lang=en"


def render_form(
    place: Place,
    *,
    language: Language,
    form_id: UUID,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """The form; after a refusal with what was typed and, beside each field, what to do.

    `errors`: field → key of words.py. `form_id`: a new UUIDv7, or the one that was sent.
    """
    say = _Words(place, language)
    kept, wrong = values or {}, errors or {}
    parts = (
        *_top(say, PATH),
        queue_box(say, language),
        *_summary(say, wrong),
        f'<form method="post" action="{PATH}" enctype="multipart/form-data" '
        f'id="report" data-sending="{say("sending")}">',
        f'<input type="hidden" name="form_id" value="{_say(str(form_id))}">',
        f'<input type="hidden" name="lang" value="{language}">',
        f'<input type="hidden" name="{UPLOAD}" id="{UPLOAD}" value="{_say(kept.get(UPLOAD, ""))}">',
        *_what(say, kept, wrong),
        *_where(say, kept, wrong),
        *_extra(say, kept, wrong),
        f'<div class="trap" aria-hidden="true"><label for="{TRAP}">{say("trap")}</label>'
        f'<input id="{TRAP}" name="{TRAP}" tabindex="-1" autocomplete="off"></div>',
        f'<button class="send" id="send">{say("send")}</button>',
        f'<p class="hint">{say("privacy")}</p></form>',
        f'<p><a href="{say.path("/kapan")}">{say("when_to_call")}</a></p></main>',
        f'<script src="{SCRIPT_PATH}"></script>',
        # Old browsers leave a module alone: they send the form as it is.
        f'<script type="module" src="{QUEUE_SCRIPT_PATH}"></script></body></html>',
    )
    return _document(say, say("title"), parts)


def render_thanks(
    place: Place, *, language: Language, reference: str | None, status_path: str = ""
) -> str:
    """The page after a report was stored. `reference` as `readable_reference` let it pass."""
    say = _Words(place, language)
    shown = (
        f'<p>{say("reference")}: <strong class="reference">{_say(reference)}</strong><br>'
        f"{say('reference_hint')}</p>"
        if reference
        else ""
    )
    status = (
        f'<p><a class="follow" href="{_say(say.path(status_path))}">{say("follow")}</a></p>'
        f'<p class="hint">{say("keep_link")}</p>'
        if status_path
        else ""
    )
    reasons = "".join(f"<li>{say(f'call_{number}')}</li>" for number in range(1, 5))
    parts = (
        *_top(say, f"{PATH}/terima", heading="thanks_title", switch=False),
        f"<p>{say('thanks')}</p>{shown}{status}",
        f"<h2>{say('when_to_call')}</h2><ul>{reasons}</ul>",
        f'<p><a href="{say.path(PATH)}">{say("another")}</a></p></main></body></html>',
    )
    return _document(say, say("thanks_title"), parts)


def _document(say: _Words, title: str, parts: tuple[str, ...]) -> str:
    head = (
        f'<!doctype html><html lang="{say.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{title} - {say.of(say.place.name)}</title>"
        f'<link rel="stylesheet" href="{STYLE_PATH}">{HEAD}</head><body>'
    )
    return head + "\n".join(part for part in parts if part)


def _top(say: _Words, path: str, *, heading: str = "title", switch: bool = True) -> Iterator[str]:
    other: Language = "id" if say.language == "en" else "en"
    number = _say(say.place.emergency_number)
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


def _summary(say: _Words, wrong: Mapping[str, str]) -> Iterator[str]:
    if not wrong:
        return
    lines = "".join(
        f'<li><a href="#{_ANCHORS.get(field, field)}">'
        f"{f'{say(field)}: ' if field in WORDS else ''}{_error_text(say, key)}</a></li>"
        for field, key in wrong.items()
    )
    yield f'<div class="errors" role="alert" id="errors"><p>{say("errors")}</p><ul>{lines}</ul>'
    yield f"<p>{say('photo_again')}</p></div>"


def _what(say: _Words, kept: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[str]:
    yield f'<section><h2><span class="step">1</span> {say("what")}</h2>'
    yield f'<label for="words">{say("words")}</label>{_hint(say, "words")}'
    yield (
        f'<textarea id="words" name="words" rows="4" maxlength="{WORDS_MAX}"'
        f"{_described('words', wrong, hint=True)}>\n{_say(kept.get('words', ''))}</textarea>"
    )
    yield _error(say, "words", wrong)
    chosen = kept.get("incident_type", "")
    yield f'<fieldset id="incident_type"><legend>{say("incident_type")}</legend>'
    yield f'{_error(say, "incident_type", wrong)}<div class="choices">'
    kinds = [kind for kind in say.place.incident_types.values() if kind.parent is None]
    options = [(str(kind.id), say.of(kind.name)) for kind in kinds]
    if chosen not in {value for value, _ in options}:
        chosen = ""
    for value, label in [*options, ("", say("type_unsure"))]:
        mark = " checked" if value == chosen else ""
        yield (
            f'<label><input type="radio" name="incident_type" value="{_say(value)}"{mark}> '
            f"<span>{label}</span></label>"
        )
    yield "</div></fieldset></section>"


def _where(say: _Words, kept: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[str]:
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
        value = _say(kept.get(name, "")) if usable else ""
        yield f'<input type="hidden" id="{name}" name="{name}" value="{value}">'
    yield f'<p id="located" role="status">{say("location_kept") if usable else ""}</p>'
    mark = " checked" if kept.get("drop_location") else ""
    yield (
        f'<label class="drop" id="drop"{"" if usable else " hidden"}><input type="checkbox" '
        f'name="drop_location" value="1"{mark}> {say("drop_location")}</label>'
    )
    yield _error(say, "location", wrong)
    yield f'<label for="area">{say("area")}</label>'
    yield f'<select id="area" name="area"{_described("area", wrong)}>'
    yield f'<option value="">{say("area_unsure")}</option>'
    yield from _areas(say.place, kept.get("area", ""))
    yield f"</select>{_error(say, 'area', wrong)}"
    yield f'<label for="address">{say("address")}</label>{_hint(say, "address")}'
    yield _box("address", kept, wrong, size=ADDRESS_MAX, more='autocomplete="street-address"')
    yield f"{_error(say, 'address', wrong)}</section>"


def _areas(place: Place, chosen: str) -> Iterator[str]:
    ordered = sorted(place.areas.values(), key=lambda area: (area.district, area.name))
    for district, areas in groupby(ordered, key=lambda area: area.district):
        yield f'<optgroup label="{_say(district)}">'
        for area in areas:
            mark = " selected" if area.code == chosen else ""
            yield f'<option value="{_say(area.code)}"{mark}>{_say(area.name)}</option>'
        yield "</optgroup>"


def _extra(say: _Words, kept: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[str]:
    yield f'<section><h2><span class="step">3</span> {say("extra")}</h2>'
    yield f'<p class="hint">{say("extra_hint")}</p>'
    yield f'<label for="photo">{say("photo")}</label>{_hint(say, "photo")}'
    yield (
        '<input type="file" id="photo" name="photo" accept="image/jpeg,image/png,image/webp"'
        f"{_described('photo', wrong, hint=True)}>"
        f'<p id="photo-told" role="status"></p>{_error(say, "photo", wrong)}'
    )
    yield f'<label for="name">{say("name")}</label>'
    yield _box("name", kept, wrong, size=NAME_MAX, more='autocomplete="name"')
    yield f'{_error(say, "name", wrong)}<label for="number">{say("number")}</label>'
    yield _hint(say, "number")
    yield _box("number", kept, wrong, size=NUMBER_MAX, more='inputmode="tel" autocomplete="tel"')
    yield f"{_error(say, 'number', wrong)}</section>"


def _box(
    name: str, kept: Mapping[str, str], wrong: Mapping[str, str], *, size: int, more: str
) -> str:
    described = _described(name, wrong, hint=f"{name}_hint" in WORDS)
    value = _say(kept.get(name, ""))
    return f'<input id="{name}" name="{name}" value="{value}" maxlength="{size}" {more}{described}>'


def _hint(say: _Words, name: str) -> str:
    return f'<p class="hint" id="{name}-hint">{say(f"{name}_hint")}</p>'


def _described(name: str, wrong: Mapping[str, str], *, hint: bool = False) -> str:
    ids = [f"{name}-hint"] * hint + [f"{name}-error"] * (name in wrong)
    spoken = f' aria-describedby="{" ".join(ids)}"' if ids else ""
    return spoken + (' aria-invalid="true"' if name in wrong else "")


def _error(say: _Words, name: str, wrong: Mapping[str, str]) -> str:
    if name not in wrong:
        return ""
    return f'<p class="error" id="{name}-error">{_error_text(say, wrong[name])}</p>'


def _error_text(say: _Words, key: str) -> str:
    """A key the catalogue lacks is shown as it is rather than hidden."""
    return say(key) if key in WORDS else _say(key)


def _say(text: str) -> str:
    return escape(_UNSENDABLE.sub("\N{REPLACEMENT CHARACTER}", text))
