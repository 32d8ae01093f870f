"""A situation report on paper and as text for a chat group; every number with its age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from siaga.app.situation.words import FIGURES, PAPER, SOURCES
from siaga.language.place import Place
from siaga.language.shelters import STAGE, UNCOUNTED, Figure
from siaga.language.text import Text
from siaga.language.values import GaugeId

STYLE = Path(__file__).with_suffix(".css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    number: str
    incident_number: str
    figures: Sequence[Figure]
    drawn_at: datetime
    at: datetime | None = None  # None: a draft
    next_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """`names`: of shelters and gauges by their ids. `before`: the report before this one."""

    place: Place
    report: Report
    names: Mapping[str, str]
    before: Report | None = None
    language: str = "id"
    head: str = ""

    def html(self) -> str:
        report = self.report
        title = f"{self._say(PAPER['title'])} {escape(report.number)}"
        drill = f'<p class="drill">{self._say(PAPER["drill"])}</p>' if self.place.drill else ""
        heads = "".join(
            f"<th>{self._say(PAPER[key])}</th>" for key in ("figure", "value", "before", "source")
        )
        note = f"<h2>{self._say(PAPER['note'])}</h2><p class=note>{escape(report.note)}</p>"
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f'<title>{title}</title><meta name="viewport" content="width=device-width">'
            f"{self.head}</head><body>{drill}<section><h1>{title}</h1>"
            f"<p>{escape(self.place.name.id)} · {'<br>'.join(self._times())}</p>"
            f"<table class=figures><thead><tr>{heads}</tr></thead>"
            f"<tbody>{''.join(self._rows())}</tbody></table>"
            f"{note if report.note else ''}"
            f"<p class=small>{self._say(PAPER['no_names'])}</p></section></body></html>"
        )

    def text(self) -> str:
        """To copy into a group; asterisks are bold there."""
        report = self.report
        lines = [
            f"*{self.plain(PAPER['title']).upper()} {report.number}*",
            *self._times(plain=True),
        ]
        if self.place.drill:
            lines.insert(0, f"*{self.plain(PAPER['drill'])}*")
        for one in report.figures:
            age = f" ({self._since(one.at)})" if one.at else ""
            lines.append(f"- {self._name(one)}: *{self._value(one)}*{age}")
        if report.note:
            lines.append(report.note)
        return "\n".join(lines)

    def _rows(self) -> Iterator[str]:
        known = {(one.key, one.about): one for one in self.before.figures} if self.before else {}
        for one in self.report.figures:
            before = known.get((one.key, one.about))
            source = SOURCES.get(one.source)
            told = self._say(source) if source else escape(one.source)
            age = f", {self._since(one.at)}" if one.at else ""
            yield (
                f"<tr><td>{escape(self._name(one))}</td><td>{escape(self._value(one))}</td>"
                f"<td>{escape(self._value(before)) if before is not None else '-'}</td>"
                f"<td>{told}{age}</td></tr>"
            )

    def _times(self, *, plain: bool = False) -> Iterator[str]:
        report = self.report
        number = report.incident_number if plain else escape(report.incident_number)
        yield f"{self.plain(PAPER['incident'])} {number}"
        yield f"{self.plain(PAPER['drawn'])} {self._time(report.drawn_at)}"
        for key, at in (("at", report.at), ("next", report.next_at)):
            if at is not None:
                yield f"{self.plain(PAPER[key])} {self._time(at)}"

    def _name(self, figure: Figure) -> str:
        about = self.names.get(figure.about, figure.about)
        return f"{self.label(figure.key)} {about}".strip()

    def label(self, key: str) -> str:
        """Of a count that some shelters did not make, the label of the count itself."""
        if known := FIGURES.get(key):
            return self.plain(known)
        whole = FIGURES.get(key.removesuffix(UNCOUNTED))
        return f"{self.plain(whole)}: {self.plain(PAPER['uncounted'])}" if whole else key

    def _value(self, figure: Figure) -> str:
        """A river's stage by its name: "Siaga II" is graver than "Siaga III", whatever its rank."""
        if figure.key != STAGE:
            return f"{figure.value:,}".replace(",", ".")
        gauge = self.place.gauges.get(GaugeId(figure.about))
        if not figure.value:
            return self.plain(PAPER["no_stage"])
        for rank, stage in enumerate(gauge.stages if gauge else (), start=1):
            if figure.word == stage.id or (not figure.word and figure.value == rank):
                return self.plain(stage.name)
        return figure.word or str(figure.value)

    def plain(self, text: Text) -> str:
        return text.en if self.language == "en" else text.id

    def _say(self, text: Text) -> str:
        return escape(self.plain(text))

    def _time(self, at: datetime) -> str:
        return f"{self._local(at):%d-%m-%Y %H:%M} {self.place.zone_name}"

    def _since(self, at: datetime) -> str:
        """The hour alone on the day of the report."""
        if self._local(at).date() == self._local(self.report.drawn_at).date():
            return f"{self._local(at):%H:%M} {self.place.zone_name}"
        return self._time(at)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.place.zone))
