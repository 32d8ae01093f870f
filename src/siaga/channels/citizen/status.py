"""Draws the page that says what became of a report: no name, no place, no type, no unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from siaga.channels.citizen.html import Language, Words, call_box, document, say, top
from siaga.channels.citizen.progress import Step, Told
from siaga.language.place import Place

REFRESH_S = 30
WORDS_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPage:
    """One look at a report. `path`: of this link, with its token."""

    path: str
    told: Told
    now: datetime
    once: str  # of the forms on it: sent twice, they say it once
    reopen_until_at: datetime | None = None  # None: it may not be asked for now
    may_answer: bool = False  # the one question
    notice: str = ""  # key of a sentence at the top: what was just sent
    wrong: str = ""  # key of what to correct


def render_status(place: Place, language: Language, *, page: StatusPage) -> str:
    words = Words(place, language)
    ended = page.told.done_at is not None
    refresh_s = 0 if ended else REFRESH_S
    notice = f'<p class="notice" role="status">{words(page.notice)}</p>' if page.notice else ""
    wrong = f'<p class="error" role="alert">{words(page.wrong)}</p>' if page.wrong else ""
    parts = (
        *top(words, path=page.path, heading=words("status_title"), leave=True),
        notice + wrong,
        f'<div id="progress" data-path="{page.path}/alur" data-lang="{language}" '
        f'data-stage="{page.told.stage}" data-lost="{words("status_lost")}">',
        render_progress(place, language, page=page),
        '</div><p class="hint" id="live" role="status"></p>',
        *(_after_the_end(words, page) if ended else (f"<p>{words('worse')}</p>",)),
        call_box(words),
        f'<p class="hint">{words("save_link")}</p></main>',
    )
    return document(
        words, parts, title=words("neutral_title"), script="pantau.js", refresh_s=refresh_s
    )


def render_progress(place: Place, language: Language, *, page: StatusPage) -> str:
    """The part that changes while somebody looks at it."""
    words, told = Words(place, language), page.told
    items = "".join(_step(words, step, told, page.now) for step in told.steps)
    notes = "".join(f"<p>{note}</p>" for note in _notes(words, told, page.now))
    as_of = words("status_as_of", time=words.time(page.now), zone=place.zone_name)
    return f'<ol class="steps-done">{items}</ol>{notes}<p class="hint">{as_of}</p>'


def _step(words: Words, step: Step, told: Told, now: datetime) -> str:
    more = []
    if step.count > 1:
        more.append(words("units", count=str(step.count)))
    if step.agency is not None and step.agency in words.place.agencies:
        name = words.place.agencies[step.agency].name
        more.append(words("by_agency", agency=name.en if words.language == "en" else name.id))
    if step.at is not None:
        more.append(f'<time datetime="{step.at.isoformat()}">{words.moment(step.at, now)}</time>')
    is_now = step.key == told.stage
    state = "now" if is_now else "later" if step.at is None else "past"
    mark = ' aria-current="step"' if is_now else ""
    return f'<li class="{state}"{mark}><b>{words(step.key)}</b> {" · ".join(more)}</li>'


def _notes(words: Words, told: Told, now: datetime) -> Iterator[str]:
    if told.waits_for_unit:
        yield words("waits_for_unit")
    if told.on_the_way and told.eta_min is not None:
        least, most = map(str, told.eta_min)
        yield words("eta", **{"from": least, "to": most})
    elif told.on_the_way:
        yield words("eta_unknown")
    if told.promised_at is not None:
        yield words("promised", time=words.moment(told.promised_at, now))


def _after_the_end(words: Words, page: StatusPage) -> Iterator[str]:
    yield f"<p>{words('ended')}</p>"
    if page.may_answer:
        yield from _question(words, page)
    if page.reopen_until_at is not None:
        yield from _reopen(words, page, page.reopen_until_at)


def _question(words: Words, page: StatusPage) -> Iterator[str]:
    yield _form(words, page, "nilai")
    yield f"<fieldset><legend>{words('question')}</legend>"
    for value in ("yes", "no"):
        yield (
            f'<label class="choice"><input type="radio" name="handled" value="{value}" required> '
            f"{words(value)}</label>"
        )
    yield f'</fieldset><label for="said">{words("question_words")}</label>'
    yield f'<textarea id="said" name="words" rows="2" maxlength="{WORDS_MAX}"></textarea>'
    yield f"<button>{words('question_send')}</button></form>"


def _reopen(words: Words, page: StatusPage, until_at: datetime) -> Iterator[str]:
    yield f'<section class="again"><h2>{words("again_title")}</h2>'
    yield f"<p>{words('again_hint', time=words.moment(until_at, page.now))}</p>"
    yield _form(words, page, "lagi")
    yield f'<label for="again">{words("again_words")}</label>'
    yield f'<textarea id="again" name="words" rows="2" maxlength="{WORDS_MAX}"></textarea>'
    yield f"<button>{words('again_send')}</button></form></section>"


def _form(words: Words, page: StatusPage, where: str) -> str:
    return (
        f'<form method="post" action="{page.path}/{where}">'
        f'<input type="hidden" name="once" value="{say(page.once)}">'
        f'<input type="hidden" name="lang" value="{words.language}">'
    )


def read_words(fields: Mapping[str, str]) -> str | None:
    """What the reporter wrote, "" for nothing; None when it cannot be read."""
    text = fields.get("words", "").replace("\r\n", "\n").strip()
    readable = all(sign.isprintable() or sign in "\n\t" for sign in text)
    return text if readable and len(text) <= WORDS_MAX else None
