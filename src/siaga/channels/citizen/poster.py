"""Draws the public poster of a missing person: nothing on it that the family did not agree to.

No number, no address, no condition, no free words; a first name and a photo only by consent. It is
also the sheet that is printed. Without any script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from siaga.channels.citizen.html import Language, Words, call_box, document, say, top
from siaga.language.persons import AgeBand, Build, Clothing, Sex
from siaga.language.place import Place

PATH = "/poster/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What may be told. `area`: name of the kelurahan, "" when it is not known."""

    path: str
    seen_at: datetime
    expires_at: datetime
    sex: Sex
    age_band: AgeBand
    age_years: int | None = None
    build: Build | None = None
    clothes: tuple[Clothing, ...] = ()
    area: str = ""
    first_name: str = ""
    photo: str = ""  # its path


def render_poster(place: Place, language: Language, *, poster: Poster) -> str:
    words = Words(place, language)
    name = poster.first_name
    heading = words("poster_named", name=name) if name else words("poster_title")
    parts = (
        *top(words, path=poster.path, heading=heading),
        '<article class="poster">',
        *_photo(words, poster),
        f"<p><b>{_who(words, poster)}</b></p>",
        *_facts(words, poster),
        f'<p class="told">{words("poster_seen_him")} {words("poster_stay")}</p></article>',
        call_box(words, question=False),
        f"<p>{words('poster_until')} <b>{_moment(words, poster.expires_at)}</b>."
        f" {words('poster_no_share')}</p></main>",
    )
    return document(words, parts, title=words("poster_title"))


def _photo(words: Words, poster: Poster) -> Iterator[str]:
    if poster.photo:
        yield f'<img src="{say(poster.photo)}" alt="{words("poster_photo")}" width="320">'


def _who(words: Words, poster: Poster) -> str:
    told = [words(f"sex_{poster.sex}")]
    if poster.age_years is not None and poster.age_years > 2:
        told.append(words("poster_age", age=str(poster.age_years)))
    else:
        told.append(words(f"band_{poster.age_band}"))
    if poster.build is not None:
        told.append(words(f"build_{poster.build}"))
    return ", ".join(told)


def _facts(words: Words, poster: Poster) -> Iterator[str]:
    yield f"<dl><dt>{words('poster_seen')}</dt><dd>{_moment(words, poster.seen_at)}</dd>"
    if poster.area:
        yield f"<dt>{words('poster_around')}</dt><dd>{say(poster.area)}</dd>"
    if poster.clothes:
        worn = ", ".join(
            f"{words(f'garment_{one.garment}')} {words(f'colour_{one.colour}')}"
            for one in poster.clothes
        )
        yield f"<dt>{words('poster_clothes')}</dt><dd>{worn}</dd>"
    yield "</dl>"


def _moment(words: Words, at: datetime) -> str:
    """Day and hour on the place's clock: a poster is read on another day."""
    local = at.astimezone(ZoneInfo(words.place.zone))
    return f"{local:%d-%m-%Y} {words.time(at)} {say(words.place.zone_name)}"
