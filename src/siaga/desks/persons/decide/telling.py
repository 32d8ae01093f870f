"""What a report says of a person, and what is told later."""

from __future__ import annotations

from datetime import datetime

from siaga.desks.persons.commands import DescribePerson, ReportPerson
from siaga.desks.persons.state import Person
from siaga.language.persons import (
    AgeBand,
    PersonDescribed,
    PersonReported,
    PersonReportReopened,
    band_of,
)
from siaga.language.values import Asked, PersonId, TimeSource, When


def reported(command: ReportPerson, number: str, *, asked: Asked) -> PersonReported:
    return PersonReported(
        person_id=PersonId(str(command.command_id)),
        incident_id=command.incident_id,
        incident_number=number,
        kind=command.kind,
        when=When(at=asked.received_at),
        seen=_seen(command.seen_at, asked),
        sex=command.sex,
        age_band=_band(command.age_years, command.age_band),
        age_years=command.age_years,
        build=command.build,
        clothes=command.clothes,
        location=command.location,
        name=command.name,
        clothes_words=command.clothes_words,
        marks=command.marks,
        condition=command.condition,
        note=command.note,
        company=command.company,
    )


def reopened(person: Person, number: str, *, asked: Asked) -> tuple[PersonReportReopened, ...]:
    told = person.told
    if told is None:
        return ()
    return (
        PersonReportReopened(
            person_id=told.person_id,
            incident_id=told.incident_id,
            incident_number=number,
            kind=person.kind,
            when=When(at=asked.received_at),
            reported=person.reported or told.when,
            seen=told.seen,
            sex=told.sex,
            age_band=told.age_band,
            age_years=told.age_years,
            build=told.build,
            clothes=told.clothes,
            location=told.location,
            name=told.name,
            clothes_words=told.clothes_words,
            marks=told.marks,
            condition=told.condition,
            note=told.note,
            company=told.company,
            photos=person.photos,
            different=tuple(sorted(person.different)),
            matched=person.matched,
        ),
    )


def described(
    command: DescribePerson, person: Person, *, asked: Asked
) -> tuple[PersonDescribed, ...]:
    """Nothing is written when nothing is new."""
    before = person.told
    assert before is not None
    band, years = before.age_band, before.age_years
    if command.age_years is not None or command.age_band is not None:
        band, years = _band(command.age_years, command.age_band), command.age_years
    told = PersonDescribed(
        person_id=command.person_id,
        incident_id=person.incident_id,
        when=When(at=asked.received_at),
        seen=_seen(command.seen_at, asked) if command.seen_at else before.seen,
        sex=command.sex or before.sex,
        age_band=band,
        age_years=years,
        build=command.build or before.build,
        clothes=before.clothes if command.clothes is None else command.clothes,
        location=command.location or before.location,
        name=command.name or before.name,
        clothes_words=command.clothes_words or before.clothes_words,
        marks=command.marks or before.marks,
        condition=command.condition or before.condition,
        note=command.note or before.note,
        company=command.company or before.company,
    )
    return () if _said(told) == _said(before) else (told,)


def _said(told: PersonReported | PersonDescribed) -> tuple[object, ...]:
    return (
        (told.seen, told.sex, told.age_band, told.age_years, told.build, told.clothes),
        (told.location, told.name, told.clothes_words, told.marks, told.condition, told.note),
        (told.company,),
    )


def _band(age_years: int | None, age_band: AgeBand | None) -> AgeBand:
    if age_years is not None:
        return band_of(age_years)
    return age_band or AgeBand.UNKNOWN


def _seen(seen_at: datetime | None, asked: Asked) -> When:
    """A person's clock may run ahead of ours; nobody was seen after it was told."""
    if seen_at is None:
        return When(at=asked.received_at)
    return When(at=min(seen_at, asked.received_at), source=TimeSource.PERSON)
