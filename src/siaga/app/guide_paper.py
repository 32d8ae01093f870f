"""The guide cards on paper: what the medical lead reads, and signs by hand beside the screen.

Everything a signature is for stands on it, in both languages: a card's digest is printed with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from siaga.app.catalogue import say
from siaga.app.guide_cards import CardStanding
from siaga.language.guide_cards import CardAnswer, GuideCard, target
from siaga.language.place import Place
from siaga.language.text import Text

STYLE = Path(__file__).with_suffix(".css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is printed. `names`: of those who signed, by account. `head`: how the style comes."""

    place: Place
    found: Sequence[CardStanding]
    names: Mapping[str, str]
    printed_at: datetime
    head: str

    def html(self) -> str:
        title = f"{say('paper_title')} · {escape(self.place.name.id)}"
        cards = "".join(self._card(one) for one in self.found)
        drill = f'<p class="drill">{say("paper_drill")}</p>' if self.place.drill else ""
        return (
            f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width">{self.head}</head><body>'
            f"{drill}{self._first_page(title)}{cards}</body></html>"
        )

    def _first_page(self, title: str) -> str:
        rows = "".join(
            f"<tr><td>{escape(one.card.title.id)}{' *' if one.required else ''}</td>"
            f"<td>{one.card.version}</td><td class=digest>{short(one.card.digest)}</td>"
            f"<td>{self._state(one, 'paper_draft_short')}</td></tr>"
            for one in self.found
        )
        heads = "".join(
            f"<th>{say(key)}</th>"
            for key in ("paper_card", "paper_edition", "paper_digest", "paper_state")
        )
        return (
            f"<section><h1>{title}</h1><p>{say('paper_what')}</p>"
            f"<p>{say('paper_printed')} {self._time(self.printed_at)} · "
            f"{say('paper_place_version')} {escape(self.place.version)}</p>"
            f"<table class=list><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p class=small>* {say('paper_required')}</p>{_signature(say('paper_all'))}</section>"
        )

    def _card(self, one: CardStanding) -> str:
        card, labels = one.card, self._labels(one.card)
        never = "".join(f"<li>{_both(text)}</li>" for text in card.never)
        quiet = f"<p class=quiet>{say('paper_quiet')}</p>" if card.quiet else ""
        edition = f"{say('paper_edition')} {card.version}"
        return (
            f"<section class=card><header><h2>{escape(card.title.id)}"
            f" <i>{escape(card.title.en)}</i></h2>"
            f"<p>{edition} · {self._state(one)}</p>"
            f"<p class=small>{escape(card.id)} · {say('paper_source')}: {escape(card.source)}</p>"
            f"<p class=small>{self._proposal(card)}</p></header>{quiet}"
            f"{self._questions(card, labels)}{self._blocks(card, labels)}"
            f"<div class=close><h3>{say('paper_never')}</h3><ul>{never}</ul>"
            f"{_signature(say('paper_read'))}"
            f"<p class=whole>{escape(card.id)} · {edition} · {card.digest}</p></div></section>"
        )

    def _questions(self, card: GuideCard, labels: Mapping[str, str]) -> str:
        out = []
        for question in card.questions:
            rows = "".join(
                f"<tr><td>{digit}</td><td>{_both(answer.text)}</td>"
                f"<td>{self._leads(card, answer.next)}{self._says(answer)}</td></tr>"
                for digit, answer in enumerate(question.answers, start=1)
            )
            out.append(
                f"<div class=node><h3>{labels[question.id]} {_both(question.ask)}</h3>"
                f"{_aside(question.aside)}<table>{rows}</table></div>"
            )
        return "".join(out)

    def _blocks(self, card: GuideCard, labels: Mapping[str, str]) -> str:
        out = []
        for block in card.blocks:
            lines = "".join(f"<li>{_both(text)}</li>" for text in block.say)
            tool = f" <b>[{say(f'paper_tool_{block.tool}')}]</b>" if block.tool else ""
            out.append(
                f"<div class=node><h3>{labels[block.id]}{tool}</h3>{_aside(block.aside)}"
                f"<ol>{lines}</ol><p class=small>{self._leads(card, block.next)}</p></div>"
            )
        return "".join(out)

    def _leads(self, card: GuideCard, wanted: str) -> str:
        node = target(self.place.guide, card, wanted=wanted)
        if node is None:
            return f"→ {say('paper_end')}"
        other = self.place.guide.cards[node[0]]
        if other is card:
            return f"→ {self._labels(card)[node[1]]}"
        where = "" if node[1] == other.start else f": {self._labels(other)[node[1]]}"
        return f"→ {escape(other.title.id)}{where}"

    def _says(self, answer: CardAnswer) -> str:
        kind = self.place.incident_types.get(answer.incident_type or "")  # type: ignore[arg-type]
        said = [kind.name.id if kind else "", answer.priority or ""]
        said.append(say("paper_arrest") if answer.arrest else "")
        return "".join(f" <b>{escape(one)}</b>" for one in said if one)

    def _proposal(self, card: GuideCard) -> str:
        kind = self.place.incident_types.get(card.incident_type or "")  # type: ignore[arg-type]
        first = " ".join(filter(None, (kind.name.id if kind else "", card.priority or "")))
        opened = ", ".join(self.place.incident_types[one].name.id for one in card.types)
        return escape(
            f"{say('paper_proposes')}: {first or '-'} · {say('paper_opened_by')}: {opened or '-'}"
        )

    def _labels(self, card: GuideCard) -> dict[str, str]:
        """Questions are T1, T2 …, blocks S1, S2 …; the first one read is marked."""
        labels = {one.id: f"T{n}" for n, one in enumerate(card.questions, start=1)}
        labels |= {one.id: f"S{n}" for n, one in enumerate(card.blocks, start=1)}
        return labels | {card.start: f"{labels[card.start]} ({say('paper_first')})"}

    def _state(self, one: CardStanding, draft: str = "paper_draft") -> str:
        if one.signed_at is None:
            return f"<strong>{say(draft)}</strong>"
        name = self.names.get(one.signed_by or "", "")
        return f"{say('paper_signed')} {escape(name)}, {self._time(one.signed_at)}"

    def _time(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self.place.zone))
        return f"{local:%d-%m-%Y %H:%M} {escape(self.place.zone_name)}"


def short(digest: str) -> str:
    """The first sixteen signs, in fours: enough to compare by eye."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def _both(text: Text) -> str:
    return f"{escape(text.id)} <i>{escape(text.en)}</i>"


def _aside(text: Text | None) -> str:
    return f"<p class=aside>{say('paper_aside')}: {_both(text)}</p>" if text else ""


def _signature(words: str) -> str:
    lines = "".join(
        f"<span>{say(key)}</span>"
        for key in ("paper_name", "paper_licence", "paper_date", "paper_signature")
    )
    return f"<div class=sign><p>{words}</p><div class=lines>{lines}</div></div>"
