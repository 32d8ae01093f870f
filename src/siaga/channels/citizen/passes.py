"""The page a pass begins with: what it opens, until when, and one button.

Looking at it opens nothing: programs that draw a preview of a link follow it, and press no button.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.channels.citizen.html import Language, Words, call_box, document, say, top
from siaga.language.passes import PassKind
from siaga.language.place import Place

NAME_MAX = 80
NAMED = frozenset({PassKind.VOLUNTEER, PassKind.AD_HOC_CREW})
"""Who comes by these says who he is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassPage:
    """`path` holds the token. `signed_in`: the browser has a session that would end."""

    path: str
    kind: PassKind
    of: str  # name of the agency, hospital or unit; "" when the kind says all
    expires_at: datetime
    now: datetime
    signed_in: bool = False
    wrong: str = ""


def render_pass(place: Place, language: Language, *, page: PassPage) -> str:
    words = Words(place, language)
    button = "pass_open_anyway" if page.signed_in else "pass_open"
    parts = (
        *top(words, path=page.path, heading=words(f"pass_{page.kind}")),
        f"<p><strong>{say(page.of)}</strong></p>" if page.of else "",
        f"<p>{words('pass_about', until=words.moment(page.expires_at, page.now))}</p>",
        f'<p class="wrong" role="alert">{words(page.wrong)}</p>' if page.wrong else "",
        f'<p role="status">{words("pass_signed_in")}</p>' if page.signed_in else "",
        f'<form method="post" action="{say(page.path)}">',
        f'<input type="hidden" name="lang" value="{language}">',
        _name(words) if page.kind in NAMED else "",
        f'<p><button class="send" name="anyway" value="{int(page.signed_in)}">'
        f"{words(button)}</button></p></form>",
        call_box(words),
        "</main>",
    )
    return document(words, parts, title=words("neutral_title"))


def _name(words: Words) -> str:
    return (
        f'<p><label for="name">{words("pass_name")}</label>'
        f'<input id="name" name="name" maxlength="{NAME_MAX}" autocomplete="name"'
        ' aria-required="true"></p>'
    )
