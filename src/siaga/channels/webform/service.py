"""Draws the one-screen form for public services, and the open reports close by that one may join.

Without a script the server asks about those after the first sending; with one they appear as soon
as kind and place are known. Nothing of who reported them is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.channels.webform.form import ALONE, JOINS, SERVICE, WORDS_MAX, is_slow, services_of
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
from siaga.channels.webform.pictures import picture
from siaga.language.place import IncidentType, Place
from siaga.language.values import AreaCode, IncidentId

NEAR_PATH = f"{SERVICE_PATH}/dekat"
HOUR_S, DAY_S = 3600, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An open report of the same kind. `close`: by distance, else only in the same kelurahan."""

    incident_id: IncidentId
    area: AreaCode | None
    since_at: datetime
    reporters: int
    close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a filled-in form came back for. `near` None: not for that."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    near: Sequence[Near] | None = None


FRESH = Asked(values={}, errors={})


def render_service(
    place: Place, *, language: Language, form_id: UUID, now: datetime, asked: Asked = FRESH
) -> str:
    say = Words(place, language)
    kept, wrong = asked.values, asked.errors
    before = [f'<p><a href="{say.path(PATH)}">{say("service_back")}</a></p>', *summary(say, wrong)]
    if asked.near is not None:
        before.append(f'<p class="errors" role="alert" id="errors">{say("near_asked")}</p>')
    inside = (
        f'<input type="hidden" name="{SERVICE}" value="1">',
        *_kinds(say, kept, wrong),
        *_words(say, kept, wrong),
        *where(say, kept, wrong=wrong),
        f'<div id="near" data-path="{NEAR_PATH}" role="status">',
        render_near(place, language, near=asked.near or (), now=now),
        "</div>",
        *extra(say, kept, wrong=wrong),
    )
    parts = (
        *top(say, SERVICE_PATH, heading="service_title"),
        *form(say, kept, form_id=form_id, before=before, inside=inside),
    )
    return document(say, say("service_title"), parts=parts)


def render_near(place: Place, language: Language, *, near: Sequence[Near], now: datetime) -> str:
    """The question "you too?", or nothing when there is nothing close by."""
    if not near:
        return ""
    say = Words(place, language)
    lines = "".join(
        f'<label><input type="radio" name="{JOINS}" value="{escaped(one.incident_id)}"> '
        f"<span><b>{say('me_too')}</b> · {_told(say, one, now)}</span></label>"
        for one in near
    )
    return (
        f'<fieldset class="near"><legend>{say("near")}</legend>{lines}'
        f'<label><input type="radio" name="{JOINS}" value="{ALONE}" checked> '
        f"<span>{say('not_that')}</span></label></fieldset>"
    )


def _told(say: Words, one: Near, now: datetime) -> str:
    area = say.place.areas.get(one.area) if one.area else None
    parts = [say("near_close" if one.close else "near_area"), escaped(area.name) if area else ""]
    age_s = max(0, int((now - one.since_at).total_seconds()))
    for key, unit_s in (("days", DAY_S), ("hours", HOUR_S)):
        if age_s >= unit_s:
            parts.append(say(f"near_{key}").replace("{n}", str(age_s // unit_s)))
            break
    else:
        parts.append(say("near_now"))
    if one.reporters > 1:
        parts.append(say("near_reporters").replace("{n}", str(one.reporters)))
    return " · ".join(part for part in parts if part)


def _kinds(say: Words, kept: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[str]:
    """Slow ones first; what may cost a life stands apart, and says that it is an emergency."""
    kinds = services_of(say.place)
    yield f'<section><h2><span class="step">1</span> {say("service_what")}</h2>'
    yield f'<fieldset id="incident_type"><legend class="hint">{say("service_kind")}</legend>'
    yield f'{error(say, "incident_type", wrong=wrong)}<div class="pictures">'
    yield from (_kind(say, kind, kept) for kind in kinds if is_slow(kind))
    yield f'</div><p class="hint urgent">{say("service_urgent")}</p><div class="pictures">'
    yield from (_kind(say, kind, kept) for kind in kinds if not is_slow(kind))
    yield "</div></fieldset>"


def _kind(say: Words, kind: IncidentType, kept: Mapping[str, str]) -> str:
    mark = " checked" if kept.get("incident_type") == kind.id else ""
    return (
        f'<label><input type="radio" name="incident_type" value="{escaped(kind.id)}"{mark}>'
        f"{picture(kind.id)}<span>{say.of(kind.name)}</span></label>"
    )


def _words(say: Words, kept: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[str]:
    yield f'<label for="words">{say("service_words")}</label>'
    yield hint(say, "words", key="service_words_hint")
    yield (
        f'<textarea id="words" name="words" rows="2" maxlength="{WORDS_MAX}"'
        f"{described('words', wrong, hint=True)}>\n{escaped(kept.get('words', ''))}</textarea>"
    )
    yield f"{error(say, 'words', wrong=wrong)}</section>"
