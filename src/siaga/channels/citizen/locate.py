"""Draws the page that sends where the citizen is. Without a script it is a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from siaga.channels.citizen.html import Language, Words, areas, call_box, document, say, top
from siaga.language.place import Place

ADDRESS_MAX = 300
_TOLD = (
    *("allow", "looking", "sent", "accuracy", "at", "goes_on"),
    *("unsent", "rough", "stopped", "over", "again"),
)
"""Sentences the script shows, as data of the button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceForm:
    """`once`: sent twice, it is said once. `wrong`: key of what to correct."""

    once: str
    wrong: str = ""


def render_locate(
    place: Place,
    language: Language,
    *,
    path: str,
    expires_at: datetime,
    form: PlaceForm,
) -> str:
    """`path`: of this link, with its token."""
    words = Words(place, language)
    until = words("locate_until", time=words.time(expires_at), zone=place.zone_name)
    parts = (
        *top(words, path=path, heading=words("locate_title")),
        f"<p>{words('locate_why')}</p>",
        *_button(words, path),
        *_trouble(words),
        *_form(words, path, form),
        call_box(words),
        f'<p class="hint">{words("locate_privacy")} {until}</p></main>',
    )
    return document(words, parts, title=words("locate_title"), script="kirim.js")


def render_placed(place: Place, language: Language, *, path: str) -> str:
    words = Words(place, language)
    parts = (
        *top(words, path=path, heading=words("place_sent_title")),
        f'<p role="status">{words("place_sent")}</p>',
        call_box(words),
        f'<p><a href="{say(words.path(path))}">{words("back")}</a></p></main>',
    )
    return document(words, parts, title=words("locate_title"))


def _button(words: Words, path: str) -> Iterator[str]:
    told = " ".join(f'data-{key.replace("_", "-")}="{words(f"locate_{key}")}"' for key in _TOLD)
    seen = f'<noscript><img src="{path}/dibuka" alt="" width="1" height="1"></noscript>'
    # Shown by the script: without one the button could do nothing.
    yield (
        f'<button type="button" class="send" id="locate" hidden data-path="{path}" {told} '
        f'data-metres="{words("metres")}">{words("locate_button")}</button>{seen}'
    )
    yield f'<p class="hint" id="allow" hidden>{words("locate_allow")}</p>'
    yield '<div class="told" id="told" role="status" hidden></div>'
    yield f'<button type="button" id="stop" hidden>{words("locate_stop")}</button>'


def _trouble(words: Words) -> Iterator[str]:
    steps = "".join(
        f'<li><img src="/warga/izin{number}.svg" alt="" width="96" height="72">'
        f"<span>{words(f'denied_{number}')}</span></li>"
        for number in range(1, 4)
    )
    yield (
        f'<section id="denied" hidden><h2>{words("denied_title")}</h2><p>{words("denied_why")}</p>'
        f'<ol class="steps">{steps}</ol><p>{words("denied_4")}</p></section>'
    )
    yield (
        f'<section id="failed" hidden><h2>{words("failed_title")}</h2>'
        f"<p>{words('failed')}</p></section>"
    )


def _form(words: Words, path: str, form: PlaceForm) -> Iterator[str]:
    yield f'<section id="place"><h2>{words("place_title")}</h2>'
    if form.wrong:
        yield f'<p class="error" role="alert">{words(form.wrong)}</p>'
    yield f'<form method="post" action="{path}/tempat">'
    yield f'<input type="hidden" name="once" value="{say(form.once)}">'
    yield f'<input type="hidden" name="lang" value="{words.language}">'
    yield f'<label for="area">{words("area")}</label><select id="area" name="area">'
    yield from areas(words)
    yield f'</select><label for="address">{words("landmark")}</label>'
    yield f'<p class="hint" id="address-hint">{words("landmark_hint")}</p>'
    yield (
        f'<input id="address" name="address" maxlength="{ADDRESS_MAX}" '
        'autocomplete="street-address" aria-describedby="address-hint">'
    )
    yield f"<button>{words('place_send')}</button></form></section>"


def read_place(fields: Mapping[str, str], place: Place) -> tuple[str, str] | str:
    """(kelurahan code or "", landmark or ""), or the key of what to correct."""
    area = fields.get("area", "").strip()
    address = " ".join(fields.get("address", "").split())
    if not area and not address:
        return "place_missing"
    readable = all(sign.isprintable() for sign in address)
    if (area and area not in place.areas) or len(address) > ADDRESS_MAX or not readable:
        return "place_wrong"
    return area, address
