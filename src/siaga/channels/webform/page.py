"""Draws the public form and its thank-you page as HTML. Pure: works without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from siaga.channels.webform.form import WORDS_MAX
from siaga.channels.webform.parts import (
    PATH,
    SERVICE_PATH,
    Language,
    Words,
    described,
    document,
    error,
    escaped,
    extra,
    form,
    hint,
    summary,
    top,
    where,
)
from siaga.language.place import Place


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
    say = Words(place, language)
    kept, wrong = values or {}, errors or {}
    inside = (
        *_what(say, kept, wrong),
        *where(say, kept, wrong=wrong),
        *extra(say, kept, wrong=wrong),
    )
    parts = (
        *top(say, PATH),
        f'<p><a class="follow" href="{say.path(SERVICE_PATH)}">{say("not_urgent")}</a></p>',
        *form(say, kept, form_id=form_id, before=summary(say, wrong), inside=inside),
    )
    return document(say, say("title"), parts=parts)


def render_thanks(
    place: Place,
    *,
    language: Language,
    reference: str | None,
    status_path: str = "",
    heard: str = "",
) -> str:
    """The page after a report was stored. `reference` as `readable_reference` let it pass.

    `heard`: "service" for what goes to an agency, "urgent" for what was asked for as a service and
    goes to the room all the same.
    """
    say = Words(place, language)
    what = f"thanks_{heard}" if heard in ("service", "urgent") else "thanks"
    alarm = ' class="errors urgent" role="alert"' if heard == "urgent" else ""
    shown = (
        f'<p>{say("reference")}: <strong class="reference">{escaped(reference)}</strong><br>'
        f"{say('reference_hint')}</p>"
        if reference
        else ""
    )
    status = (
        f'<p><a class="follow" href="{escaped(say.path(status_path))}">{say("follow")}</a></p>'
        f'<p class="hint">{say("keep_link")}</p>'
        if status_path
        else ""
    )
    reasons = "".join(f"<li>{say(f'call_{number}')}</li>" for number in range(1, 5))
    again = PATH if heard != "service" else SERVICE_PATH
    parts = (
        *top(say, f"{PATH}/terima", heading="thanks_title", switch=False),
        f"<p{alarm}>{say(what)}</p>{shown}{status}",
        f"<h2>{say('when_to_call')}</h2><ul>{reasons}</ul>",
        f'<p><a href="{say.path(again)}">{say("another")}</a></p></main></body></html>',
    )
    return document(say, say("thanks_title"), parts=parts)


def _what(say: Words, kept: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[str]:
    yield f'<section><h2><span class="step">1</span> {say("what")}</h2>'
    yield f'<label for="words">{say("words")}</label>{hint(say, "words")}'
    yield (
        f'<textarea id="words" name="words" rows="4" maxlength="{WORDS_MAX}"'
        f"{described('words', wrong, hint=True)}>\n{escaped(kept.get('words', ''))}</textarea>"
    )
    yield error(say, "words", wrong=wrong)
    chosen = kept.get("incident_type", "")
    yield f'<fieldset id="incident_type"><legend>{say("incident_type")}</legend>'
    yield f'{error(say, "incident_type", wrong=wrong)}<div class="choices">'
    kinds = [kind for kind in say.place.incident_types.values() if kind.parent is None]
    options = [(str(kind.id), say.of(kind.name)) for kind in kinds]
    if chosen not in {value for value, _ in options}:
        chosen = ""
    for value, label in [*options, ("", say("type_unsure"))]:
        mark = " checked" if value == chosen else ""
        yield (
            f'<label><input type="radio" name="incident_type" value="{escaped(value)}"{mark}> '
            f"<span>{label}</span></label>"
        )
    yield "</div></fieldset></section>"
