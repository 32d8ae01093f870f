"""Draws "when to call": for everybody, with pictures, without any script."""

from __future__ import annotations

from siaga.channels.citizen.html import Language, Words, call_box, document, top
from siaga.language.place import Place

PATH = "/kapan"
PICTURES = ("medical", "fire", "crash", "water", "crime", "animal")


def render_when(place: Place, language: Language) -> str:
    words = Words(place, language)
    pictures = "".join(
        f'<li><img src="/warga/{name}.svg" alt="" width="72" height="72">'
        f"<span>{words(f'when_{name}')}</span></li>"
        for name in PICTURES
    )
    asked = "".join(f"<li>{words(f'when_say_{number}')}</li>" for number in range(1, 5))
    parts = (
        *top(words, path=PATH, heading=words("when_title")),
        call_box(words, question=False),
        f"<p>{words('when_free')}</p>",
        f'<h2>{words("when_now")}</h2><ul class="pictures">{pictures}</ul>',
        f"<h2>{words('when_quiet')}</h2><p>{words('when_quiet_1')}</p>",
        f"<h2>{words('when_say')}</h2><ol>{asked}</ol>",
        f"<h2>{words('when_form')}</h2><p>{words('when_form_1')}</p>",
        f'<p><a href="{words.path("/lapor")}">{words("report")}</a></p>',
        f"<h2>{words('when_not')}</h2><p>{words('when_not_1')}</p></main>",
    )
    return document(words, parts, title=words("when_title"))
