"""A command's body from outside: strictly read, its fields named when wrong, its secrets sealed.

Free text and names become `Sealed`, coordinates and addresses `SealedPoint`, before any desk sees
them; the plaintext goes into vault items that commit together with the facts naming them.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from siaga.language import values
from siaga.language.place import Place
from siaga.language.plan_rules import plan_problems
from siaga.language.plans import ResponsePlan
from siaga.language.values import EARLIEST_AT, FieldError, LocationClaim, MediaRef, Sealed
from siaga.platform.free_text import readable_text, readable_texts
from siaga.platform.locations import read_location
from siaga.platform.machine_fields import problem_of
from siaga.platform.media_store import SIGNATURES
from siaga.platform.sealed_records import RecordReader, record_kind
from siaga.platform.vault import Sealer, VaultItem

ID = re.compile(r"[A-Za-z0-9._:~-]{1,64}")
AHEAD_MAX = timedelta(minutes=5)
MAY_LIE_AHEAD = frozenset(
    {
        "back_at",
        "promised_at",
        "next_free_at",
        "due_at",
        "until_at",
        "recall_at",
        "eta_at",
    }
)
OF_A_DEVICE = frozenset({"device_at", "sent_at"})
"""A device's own clock may show any year: the desk judges it, nothing is turned away for it."""
STORED = re.compile(r"[0-9a-f]{64}")
MEDIA_FIELDS = frozenset({"media_type", "stored"})
MEDIA_MAX = 20
TEXTS_MAX = 20
LABELS = {"name": "identity", "number": "identity", "forwarded_by": "identity"}
LABELS |= {"premise_words": "premise", "premise_told_by": "premise", "premise_reason": "premise"}

_AT = re.compile(r" - at `\$?\.?(?P<path>[^`]*)`$")
_UNKNOWN_ENUM = re.compile(r"^Invalid enum value")


class Seal:
    """Collects the vault items of one command."""

    def __init__(self, sealer: Sealer, remember: Callable[[str, str | None], None]) -> None:
        self.items: list[VaultItem] = []
        self._sealer, self._remember = sealer, remember

    def __call__(self, text: str, kind: type[Sealed] = Sealed, *, label: str = "text") -> Any:
        sealed, item = self._sealer.seal(text, kind, label=label)
        self.items.append(item)
        self._remember(sealed.ref, text)
        return sealed

    def about(self, *, subject: str, case_id: str) -> list[VaultItem]:
        return [dataclasses.replace(i, subject=subject, case_id=case_id) for i in self.items]


class CommandReader:
    """Reads bodies of one command class."""

    def __init__(self, command: type[Any], place: Place) -> None:
        self.command, self.place = command, place
        self.hints = get_type_hints(command)
        self.fields = {field.name for field in dataclasses.fields(command)}
        self._slugs = {
            name: known
            for name, hint in self.hints.items()
            if (known := _known_slugs(hint, place)) is not None
        }
        self._field = ""
        self._seal: Seal | None = None

    def read(self, body: bytes, seal: Seal, *, now: datetime) -> Any:
        """→ the command. Raises FieldError naming the field; `seal` holds the vault items."""
        raw = decode_object(body)
        for name, value in raw.items():
            if name not in self.fields:
                readable_text("body", name, longest=200)
                raise FieldError(name, "kolom ini tidak dikenal")
            raw[name] = self._prepare(name, value, seal, now=now)
        try:
            command = msgspec.convert(raw, self.command, dec_hook=_as_is)
        except msgspec.ValidationError as error:
            raise field_error(error) from error
        self._check(command, now)
        return command

    def _prepare(self, name: str, value: Any, seal: Seal, *, now: datetime) -> Any:
        if value is None or value == "":
            if type(None) in get_args(self.hints[name]):
                return None
            raise FieldError(name, "wajib diisi")
        readable_texts(name, value)
        kinds = members(self.hints[name])
        if LocationClaim in kinds:
            return read_location(name, value, seal=seal, place=self.place)
        if record := record_kind(kinds):
            reader = RecordReader(
                to_field_error=field_error, check_time=lambda one, at: _check_time(one, at, now)
            )
            return reader.read(name, value, kind=record, seal=seal)
        if Sealed in kinds:
            if get_origin(self.hints[name]) is tuple:
                texts = _listed(name, value)
                return [_sealed_text(f"{name}[{n}]", each, seal) for n, each in texts]
            if not isinstance(value, str):
                raise FieldError(name, "harus berupa teks")
            if not value.strip() and type(None) not in get_args(self.hints[name]):
                raise FieldError(name, "wajib diisi")
            if problem := problem_of(name, value, of=self.command.__name__):
                raise FieldError(name, problem)
            return seal(readable_text(name, value), label=LABELS.get(name, "text"))
        if MediaRef in kinds:
            return _read_media(name, value)
        if isinstance(value, str):
            readable_text(name, value, longest=200)
        if name in self._slugs:
            self._known(name, value)
        return value

    def _known(self, name: str, value: Any) -> None:
        for slug in value if isinstance(value, list) else [value]:
            if not isinstance(slug, str) or slug not in self._slugs[name]:
                raise FieldError(name, f"tidak dikenal di {self.place.name.id}: {slug!s:.60}")

    def _check(self, command: Any, now: datetime) -> None:
        for name in self.fields:
            value = getattr(command, name)
            if isinstance(value, ResponsePlan):
                for problem in plan_problems(value, self.place):
                    raise FieldError(f"{name}.{problem.field}", problem.message.id)
            elif isinstance(value, datetime):
                _check_time(name, value, now)
            elif type(value) is str and name.endswith("_id") and not ID.fullmatch(value):
                raise FieldError(name, "bukan pengenal yang sah")
            elif name.endswith("_ids") and not all(map(ID.fullmatch, value or ())):
                raise FieldError(name, "berisi pengenal yang tidak sah")


def _listed(name: str, value: Any) -> Iterable[tuple[int, Any]]:
    if not isinstance(value, list) or len(value) > TEXTS_MAX:
        raise FieldError(name, f"harus berupa daftar, paling banyak {TEXTS_MAX} teks")
    return enumerate(value)


def _sealed_text(name: str, value: Any, seal: Seal) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise FieldError(name, "wajib diisi")
    return seal(readable_text(name, value))


def _read_media(name: str, value: Any) -> list[MediaRef]:
    """What POST /api/media answered, sent back; a provider's reference never comes by a door."""
    if not isinstance(value, list) or len(value) > MEDIA_MAX:
        raise FieldError(name, f"harus berupa daftar, paling banyak {MEDIA_MAX} berkas")
    read = []
    for index, each in enumerate(value):
        if not isinstance(each, Mapping) or each.keys() != MEDIA_FIELDS:
            raise FieldError(f"{name}[{index}]", "harus berisi media_type dan stored saja")
        stored, media_type = each["stored"], each["media_type"]
        if not isinstance(stored, str) or not STORED.fullmatch(stored):
            raise FieldError(f"{name}[{index}].stored", "bukan berkas dari POST /api/media")
        if not isinstance(media_type, str) or media_type not in SIGNATURES:
            raise FieldError(f"{name}[{index}].media_type", "jenis berkas tidak diterima")
        read.append(MediaRef(media_type=media_type, stored=stored))
    return read


def decode_object(body: bytes) -> dict[str, Any]:
    """Raises FieldError. What strict JSON forbids inside a value is let through to the check of
    its field, which can name it: NaN, lone surrogates."""
    try:
        raw = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            raw = json.loads(body.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            raise FieldError("body", "bukan JSON yang sah") from error
    if not isinstance(raw, dict):
        raise FieldError("body", "harus berupa objek JSON")
    return raw


def field_error(error: msgspec.ValidationError) -> FieldError:
    """msgspec's words as a field and a sentence for people."""
    if isinstance(error.__cause__, FieldError):
        return error.__cause__
    text = str(error)
    found = _AT.search(text)
    field = found["path"] if found else ""
    said = _AT.sub("", text)
    if missing := re.search(r"missing required field `([^`]+)`", said):
        return FieldError(".".join(filter(None, (field, missing[1]))), "wajib diisi")
    if _UNKNOWN_ENUM.match(said):
        return FieldError(field, "bukan pilihan yang ada")
    if wanted := re.match(r"Expected `([^`]+)`(?:, got `([^`]+)`)?", said):
        return FieldError(field, f"harus berupa {wanted[1].replace(' | null', '')}")
    return FieldError(field or "body", "tidak sah")


def _check_time(name: str, value: datetime, now: datetime) -> None:
    if value.tzinfo is None:
        raise FieldError(name, "harus menyebut zona waktu, misalnya 2026-11-22T10:00:00+07:00")
    if name in OF_A_DEVICE:
        return
    if value < EARLIEST_AT:
        raise FieldError(name, "sebelum tahun 2020; periksa tanggalnya")
    latest = now + (timedelta(days=366) if name in MAY_LIE_AHEAD else AHEAD_MAX)
    if value > latest:
        raise FieldError(name, "terlalu jauh di masa depan; periksa tanggalnya")


def _as_is(kind: type[Any], value: Any) -> Any:
    if isinstance(kind, type) and isinstance(value, kind):
        return value
    raise NotImplementedError(kind)


def members(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(m for member in get_args(hint) for m in members(member))
    if get_origin(hint) is tuple:
        return members(get_args(hint)[0])
    return (hint,)


def _known_slugs(hint: Any, place: Place) -> Mapping[Any, Any] | None:
    tables: dict[Any, Mapping[Any, Any]] = {
        values.AgencyId: place.agencies,
        values.AreaCode: place.areas,
        values.CapabilityId: place.capabilities,
        values.CardId: place.guide.cards,
        values.GaugeId: place.gauges,
        values.HospitalId: place.hospitals,
        values.IncidentTypeId: place.incident_types,
        values.NeighbourId: place.neighbours.known(),
        values.PartnerId: place.partners,
        values.PostId: place.posts,
        values.ResultId: place.results,
        values.ServiceId: place.care.services,
        values.TemplateId: place.conversation.templates(),
        values.TeamId: {team.id: team for one in place.agencies.values() for team in one.teams},
        values.UnitId: place.units,
    }
    return next((tables[m] for m in members(hint) if m in tables), None)
