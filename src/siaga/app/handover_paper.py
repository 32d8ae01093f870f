"""A patient's handover summary on one printed page, for the nurse who takes over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from siaga.channels.satusehat.protocol import Around
from siaga.language.handover import Measured, OpenHandover
from siaga.language.patient_records import Condition, Coverage, Identity, Payer, Vitals
from siaga.language.place import Place

STYLE = Path(__file__).with_suffix(".css")
COLUMNS = ("time", "pulse", "breaths", "pressure", "spo2", "temperature", "gcs", "avpu", "glucose")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPaper:
    """`head`: how the style comes."""

    handover: OpenHandover
    around: Around
    place: Place
    printed_at: datetime
    head: str
    language: str = "id"

    def html(self) -> str:
        title = f"{self._say('title')} {escape(self.around.incident_number)}"
        drill = f"<p class=drill>{self._say('drill')}</p>" if self.place.drill else ""
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f'<title>{title}</title><meta name="viewport" content="width=device-width">'
            f"{self.head}</head><body>{drill}<header><h1>{self._say('title')}</h1>"
            f"<p>{escape(self.around.centre)}</p></header>"
            f"<div class=pages><footer>{self._whose()}</footer><main>{self._top()}"
            f"{self._who()}{self._what()}{self._vitals()}{self._papers()}{self._times()}"
            f"{self._signatures()}</main></div></body></html>"
        )

    def _whose(self) -> str:
        """On every page: sheets come apart."""
        who = self.handover.identity
        name = who.name if who and who.name else self.around.words["nameless"]
        return escape(f"{self.around.incident_number}/{self.handover.ordinal} · {name}")

    def _say(self, key: str) -> str:
        return escape(self.around.words.get(key, key))

    def _rows(self, rows: Iterator[tuple[str, str | None]]) -> str:
        shown = (f"<dt>{self._say(key)}</dt><dd>{value}</dd>" for key, value in rows if value)
        return f"<dl>{''.join(shown)}</dl>"

    def _time(self, at: datetime | None) -> str | None:
        if at is None:
            return None
        local = at.astimezone(ZoneInfo(self.place.zone))
        return f"{local:%d-%m-%Y %H:%M} {self.place.zone_name}"

    def _with_time(self, words: str | None, at: datetime | None) -> str | None:
        return f"{words} <span class=small>{self._time(at)}</span>" if words and at else words

    def _top(self) -> str:
        colour = self.handover.colour
        mark = f"<strong class={colour}>{self._say(colour)}</strong>" if colour else None
        rows: list[tuple[str, str | None]] = [
            ("incident", escape(f"{self.around.incident_number} · {self.around.incident_type}")),
            ("patient", str(self.handover.ordinal)),
            ("colour", self._with_time(mark, self.handover.colour_at) or self._say("not_said")),
            ("unit", escape(self.around.call_sign or "")),
            ("hospital", escape(self.around.hospital_name or "")),
        ]
        return f"<section class=top>{self._rows(iter(rows))}</section>"

    def _who(self) -> str:
        identity = self.handover.identity or Identity(name=self.around.words["nameless"])
        rows: list[tuple[str, str | None]] = [
            ("name", escape(identity.name or self.around.words["nameless"])),
            ("sex", self._say(identity.sex) if identity.sex else None),
            ("age", self._age(identity.age_years)),
            ("nik", identity.nik),
            ("phone", escape(identity.phone or "")),
            ("address", escape(identity.address or "")),
            ("companion", escape(identity.companion or "")),
        ]
        return f"<section>{self._rows(iter(rows))}</section>"

    def _age(self, years: int | None) -> str | None:
        if not years:
            return None if years is None else self._say("under_one")
        return f"{years} {self._say('years')}"

    def _what(self) -> str:
        condition: Condition | None = self.handover.condition
        well = ("last_well", self._time(self.around.well_at(self.handover)))
        if condition is None:
            return f"<section>{self._rows(iter([well]))}</section>" if well[1] else ""
        mechanism = self._say(condition.mechanism) if condition.mechanism else ""
        note = escape(condition.mechanism_note or "")
        rows: list[tuple[str, str | None]] = [
            ("complaint", escape(condition.complaint or "")),
            ("mechanism", ": ".join(filter(None, (mechanism, note)))),
            well,
            ("allergies", escape(condition.allergies or "") or self._say("not_said")),
            ("history", escape(condition.history or "")),
            ("treatment", escape(condition.treatment or "")),
        ]
        return f"<section>{self._rows(iter(rows))}</section>"

    def _vitals(self) -> str:
        if not self.handover.measured:
            table = f"<p>{self._say('no_vitals')}</p>"
        else:
            heads = "".join(f"<th>{self._say(name)}</th>" for name in COLUMNS)
            rows = "".join(self._measured(one) for one in self.handover.measured)
            table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        return f"<section><h2>{self._say('vitals')}</h2>{table}</section>"

    def _measured(self, measured: Measured[Vitals]) -> str:
        vitals = measured.vitals
        local = measured.at.astimezone(ZoneInfo(self.place.zone))
        cells = (
            f"{local:%H:%M}",
            _number(vitals.pulse),
            _number(vitals.breaths),
            _pair(vitals.systolic, vitals.diastolic),
            _number(vitals.spo2),
            _number(vitals.temperature),
            _coma(vitals),
            self._say(vitals.avpu) if vitals.avpu else "",
            _number(vitals.glucose),
        )
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _papers(self) -> str:
        coverage: Coverage | None = self.handover.coverage
        if coverage is None:
            return ""
        status = self._say(coverage.bpjs_status) if coverage.bpjs_status else ""
        payer = coverage.payer if coverage.payer is not Payer.UNKNOWN else None
        criteria = "<br>".join(self._say(f"criterion_{each}") for each in coverage.criteria)
        rows: list[tuple[str, str | None]] = [
            ("criterion", criteria),
            ("payer", self._say(payer) if payer else None),
            ("bpjs", " ".join(filter(None, (status, coverage.bpjs_number)))),
        ]
        note = f"<p class=small>{self._say('bpjs_note')}</p>"
        return f"<section>{self._rows(iter(rows))}{note}</section>"

    def _times(self) -> str:
        ending = self.handover.ending
        rows: list[tuple[str, str | None]] = [
            ("registered", self._time(self.handover.registered_at)),
            ("arrived", self._time(self.handover.arrived_at)),
            ("handed_over", self._time(self.handover.handed_over_at)),
            ("note", escape(self.handover.note or "")),
            ("ended", self._say(ending) if ending else None),
        ]
        printed = f"{self._say('printed')} {self._time(self.printed_at)}"
        return f"<section>{self._rows(iter(rows))}<p class=small>{printed}</p></section>"

    def _signatures(self) -> str:
        received = escape(self.handover.received_by or "")
        given = escape(self.around.call_sign or "")
        boxes = self._box("given_by", given) + self._box("received_by", received)
        return f"<section class=signatures>{boxes}</section>"

    def _box(self, key: str, who: str) -> str:
        line = f"<p class=line>{self._say('signature')}</p>"
        return f"<div><p>{self._say(key)} {who}</p>{line}</div>"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _pair(first: int | None, second: int | None) -> str:
    if first is None and second is None:
        return ""
    return f"{_number(first) or '?'}/{_number(second) or '?'}"


def _coma(vitals: Vitals) -> str:
    parts = (vitals.gcs_eye, vitals.gcs_verbal, vitals.gcs_motor)
    if all(part is None for part in parts):
        return ""
    said = " ".join("?" if part is None else str(part) for part in parts)
    return f"{vitals.gcs if vitals.gcs is not None else '?'} ({said})"
