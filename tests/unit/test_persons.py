"""Missing and found persons: suggested with reasons, joined by people, shown by consent only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from siaga.boards import persons
from siaga.desks.incident.commands import Close
from siaga.desks.persons.advise import Look, rank, weigh, words_of
from siaga.desks.persons.advise.marks import compare_marks, compare_names
from siaga.desks.persons.commands import (
    AddPersonPhoto,
    ConfirmMatch,
    CutMatch,
    DescribePerson,
    EndPersonReport,
    GiveConsent,
    JudgeDifferent,
    PublishPoster,
    ReportPerson,
    SuggestMatches,
    WithdrawConsent,
    WithdrawPoster,
)
from siaga.language.incident import IncidentsLinked
from siaga.language.persons import (
    AgeBand,
    Build,
    Clothing,
    Colour,
    Garment,
    Likeness,
    MatchCandidate,
    PersonDescribed,
    PersonEnd,
    PersonKind,
    PersonMatchesSuggested,
    PosterEnd,
    PosterEnded,
    Sex,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import FieldError, IncidentId, MediaRef, PersonId, ResultId
from siaga.platform.desk import Outcome
from tests.board_entries import drawn
from tests.builders import NOW, POLICY_ACTOR, claim, hours, sealed, uid
from tests.slow_builders import FOUND, opened, world
from tests.world import World

GREEN_DRESS = (Clothing(garment=Garment.DRESS, colour=Colour.GREEN),)
FACE = MediaRef(media_type="image/jpeg", stored="a" * 64)


def refused(outcome: Outcome) -> Refusal | None:
    return outcome.reason if isinstance(outcome, Refused) else None


def report(
    house: World, number: int, incident_id: IncidentId, kind: PersonKind = PersonKind.MISSING
) -> PersonId:
    command = ReportPerson(
        command_id=uid(number),
        incident_id=incident_id,
        kind=kind,
        sex=Sex.FEMALE,
        age_years=74,
        clothes=GREEN_DRESS,
        location=claim(),
    )
    house.submit("persons", command)
    return PersonId(str(uid(number)))


def pair(house: World) -> tuple[PersonId, PersonId]:
    missing = report(house, 11, opened(house, 1))
    found = report(house, 12, opened(house, 2, FOUND), PersonKind.FOUND)
    return missing, found


def card(house: World, person_id: PersonId) -> persons.PersonCard:
    found: persons.PersonCard = drawn(persons, house.entries)[person_id]
    return found


def suggest(house: World, number: int, missing: PersonId, found: PersonId) -> Outcome:
    one = MatchCandidate(found_id=found, points=412, reasons=())
    command = SuggestMatches(command_id=uid(number), person_id=missing, rule="r", candidates=(one,))
    return house.submit("persons", command, POLICY_ACTOR)


def test_a_person_is_reported_at_once_with_a_band_of_age() -> None:
    house = world()
    missing = report(house, 11, opened(house, 1))
    shown = card(house, missing)
    assert (shown.age_band, shown.age_years, shown.seen_at) == (AgeBand.ELDERLY, 74, NOW)
    assert shown.incident_number == "K-2026-000001"


@pytest.mark.parametrize("years", [-1, 121, 900])
def test_an_impossible_age_is_named(years: int) -> None:
    with pytest.raises(FieldError) as wrong:
        DescribePerson(command_id=uid(1), person_id=PersonId("p"), age_years=years)
    assert wrong.value.field == "age_years"


def test_what_is_told_later_keeps_the_rest_and_nothing_new_is_nothing() -> None:
    house = world()
    missing = report(house, 11, opened(house, 1))
    told = DescribePerson(command_id=uid(12), person_id=missing, build=Build.THIN)
    house.submit("persons", told)
    shown = card(house, missing)
    assert (shown.build, shown.clothes, shown.age_years) == (Build.THIN, GREEN_DRESS, 74)
    same = DescribePerson(command_id=uid(13), person_id=missing, build=Build.THIN)
    assert house.submit("persons", same) == ()
    assert len(house.facts(PersonDescribed)) == 1


def test_only_a_person_joins_two_and_a_match_can_be_cut() -> None:
    house = world()
    missing, found = pair(house)
    suggest(house, 20, missing, found)
    assert card(house, missing).matched is None, "a suggestion joins nobody"
    house.submit("persons", ConfirmMatch(command_id=uid(21), missing_id=missing, found_id=found))
    assert (card(house, missing).matched, card(house, found).matched) == (found, missing)
    (linked,) = house.facts(IncidentsLinked)
    assert {linked.incident_id, linked.other_id} == {str(uid(1)), str(uid(2))}
    third = report(house, 13, opened(house, 3))
    other = ConfirmMatch(command_id=uid(22), missing_id=third, found_id=found)
    assert refused(house.submit("persons", other)) is Refusal.ALREADY_MATCHED
    cut = CutMatch(command_id=uid(23), missing_id=missing, found_id=found, reason=sealed())
    house.submit("persons", cut)
    assert card(house, missing).matched is None
    again = CutMatch(command_id=uid(24), missing_id=missing, found_id=found)
    assert refused(house.submit("persons", again)) is Refusal.NOT_MATCHED


def test_the_two_must_be_a_missing_and_a_found_one() -> None:
    house = world()
    missing, found = pair(house)
    for number, (one, other) in enumerate(((found, missing), (missing, missing)), start=30):
        command = ConfirmMatch(command_id=uid(number), missing_id=one, found_id=other)
        assert refused(house.submit("persons", command)) is Refusal.NOT_MISSING_AND_FOUND
    nobody = ConfirmMatch(command_id=uid(33), missing_id=missing, found_id=PersonId("x"))
    assert refused(house.submit("persons", nobody)) is Refusal.UNKNOWN_PERSON


def test_who_was_judged_different_is_not_suggested_again() -> None:
    house = world()
    missing, found = pair(house)
    suggest(house, 20, missing, found)
    judge = JudgeDifferent(command_id=uid(21), missing_id=missing, found_id=found)
    house.submit("persons", judge)
    assert card(house, missing).candidates == ()
    before = len(house.facts(PersonMatchesSuggested))
    suggest(house, 22, missing, found)
    named = [fact.candidates for fact in house.facts(PersonMatchesSuggested)[before:]]
    assert named in ([], [()])


def test_a_photo_of_another_incident_is_refused() -> None:
    house = world()
    missing, found = pair(house)
    add = AddPersonPhoto(command_id=uid(20), person_id=missing, photo=(FACE,))
    house.submit("persons", add)
    stolen = AddPersonPhoto(command_id=uid(21), person_id=found, photo=(FACE,))
    assert refused(house.submit("persons", stolen)) is Refusal.PHOTO_OF_OTHER_INCIDENT
    assert card(house, missing).photos == (FACE,)
    sheet = replace(FACE, media_type="application/pdf")
    with pytest.raises(FieldError):
        AddPersonPhoto(command_id=uid(22), person_id=missing, photo=(sheet,))


def test_a_poster_shows_only_what_the_family_agreed_to() -> None:
    house = world()
    missing, found = pair(house)
    plain = {"person_id": missing, "days": 3}
    poster = PublishPoster(command_id=uid(20), **plain)  # type: ignore[arg-type]
    assert refused(house.submit("persons", poster)) is Refusal.CONSENT_MISSING
    agree = GiveConsent(
        command_id=uid(21), person_id=missing, by=sealed("anak"), photo=True, name=False
    )
    house.submit("persons", agree)
    named = PublishPoster(command_id=uid(22), first_name=sealed("Sit"), **plain)  # type: ignore[arg-type]
    assert refused(house.submit("persons", named)) is Refusal.CONSENT_MISSING
    faced = PublishPoster(command_id=uid(23), with_photo=True, **plain)  # type: ignore[arg-type]
    assert refused(house.submit("persons", faced)) is Refusal.PHOTO_MISSING
    house.submit("persons", AddPersonPhoto(command_id=uid(24), person_id=missing, photo=(FACE,)))
    long = PublishPoster(command_id=uid(25), person_id=missing, days=8)
    assert refused(house.submit("persons", long)) is Refusal.POSTER_TOO_LONG
    house.submit("persons", replace(faced, command_id=uid(26)))
    line = card(house, missing).poster
    assert line is not None
    assert (line.photo, line.expires_at) == (FACE, NOW + timedelta(days=3))
    second = replace(faced, command_id=uid(27))
    assert refused(house.submit("persons", second)) is Refusal.POSTER_RUNS
    house.wait(timedelta(days=3, seconds=1))
    assert card(house, missing).poster is None
    assert [fact.why for fact in house.facts(PosterEnded)] == [PosterEnd.EXPIRED]
    of_found = GiveConsent(command_id=uid(28), person_id=found, by=sealed(), photo=True, name=True)
    house.submit("persons", of_found)
    poster = PublishPoster(command_id=uid(29), person_id=found, days=1)
    assert refused(house.submit("persons", poster)) is Refusal.NOT_MISSING_AND_FOUND


@pytest.mark.parametrize("end", ["poster", "consent", "less", "report", "incident"])
def test_a_poster_ends_at_once_with_what_it_rests_on(end: str) -> None:
    house = world()
    case = opened(house, 1)
    missing = report(house, 11, case)
    agree = GiveConsent(command_id=uid(20), person_id=missing, by=sealed(), photo=True, name=True)
    house.submit("persons", agree)
    house.submit("persons", PublishPoster(command_id=uid(21), person_id=missing, days=3))
    act = {
        "poster": WithdrawPoster(command_id=uid(22), person_id=missing),
        "consent": WithdrawConsent(command_id=uid(22), person_id=missing),
        "less": replace(agree, command_id=uid(22), name=False),
        "report": EndPersonReport(command_id=uid(22), person_id=missing, end=PersonEnd.WITH_FAMILY),
    }
    if end == "incident":
        done = ResultId("dealt_with_on_scene")
        close = Close(command_id=uid(22), incident_id=case, result=done)
        house.submit("incident", close)
        assert missing not in drawn(persons, house.entries)
    else:
        house.submit("persons", act[end])
    assert len(house.facts(PosterEnded)) == 1
    house.wait(timedelta(days=4))
    assert len(house.facts(PosterEnded)) == 1, "the timer finds nothing to end"


GRANDMOTHER = Look(
    person_id=PersonId("missing"),
    seen_at=NOW,
    sex=Sex.FEMALE,
    age_band=AgeBand.ELDERLY,
    age_years=74,
    clothes=GREEN_DRESS,
    spot=(-1.60, 103.60),
    spread_m=100,
    marks=words_of("Bekas luka di dahi, pakai gigi palsu"),
    condition=words_of("pikun, sering nyasar"),
)


def found(**said: object) -> Look:
    base = replace(GRANDMOTHER, person_id=PersonId("found"), seen_at=NOW + hours(6))
    return replace(base, **said)  # type: ignore[arg-type]


def test_the_same_person_elsewhere_hours_later_is_suggested_with_reasons() -> None:
    other = found(
        spot=(-1.62, 103.61),
        age_years=70,
        marks=words_of("codet di kening"),
        condition=words_of("linglung"),
    )
    (one,) = rank(GRANDMOTHER, [other])
    keys = {reason.key for reason in one.reasons}
    assert {"clothes", "age", "sex", "near", "strong_mark", "condition"} <= keys
    assert one.likeness is Likeness.VERY_LIKELY


CANNOT_BE = [
    {"sex": Sex.MALE},
    {"seen_at": NOW - hours(5)},
    {"age_years": 9, "age_band": AgeBand.CHILD},
    {"age_years": None, "age_band": AgeBand.CHILD},
    {"spot": (-3.0, 104.7), "seen_at": NOW + hours(1)},
]


@pytest.mark.parametrize("said", CANNOT_BE)
def test_what_contradicts_is_not_named_but_never_hidden_when_a_lasting_mark_agrees(
    said: dict[str, object],
) -> None:
    assert rank(GRANDMOTHER, [found(marks=frozenset(), **said)]) == ()
    (one,) = rank(GRANDMOTHER, [found(**said)])
    assert one.likeness is not Likeness.VERY_LIKELY
    assert min(reason.points for reason in one.reasons) <= -500, "and it says what contradicts"


def test_two_contradictions_with_a_mark_are_shown_as_a_mark_only() -> None:
    (one,) = rank(GRANDMOTHER, [found(sex=Sex.MALE, age_years=9)])
    assert one.likeness is Likeness.SIGN_ONLY


def test_the_more_are_as_alike_the_less_each_is_it() -> None:
    plain = found(clothes=(), marks=frozenset(), condition=frozenset())
    crowd = [replace(plain, person_id=PersonId(f"found-{n}")) for n in range(40)]
    assert rank(GRANDMOTHER, [plain])
    assert rank(GRANDMOTHER, crowd) == ()
    assert [one.found_id for one in rank(GRANDMOTHER, [*crowd, found()])] == ["found"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Siti Aminah", "bu aminah", "name.same"),
        ("Siti Aminah", "Siti", "name.part"),
        ("Siti Aminah", "Siti Rohana", "name.other"),
        ("Zulkifli", "Zulkipli", "name.same"),
        ("Joko", "Halimah", "name.other"),
        ("", "Halimah", ""),
        ("Bapak", "Halimah", ""),
    ],
)
def test_a_name_that_many_bear_names_nobody(one: str, other: str, level: str) -> None:
    assert compare_names(one, other) == level


def test_a_scar_elsewhere_is_no_strong_mark() -> None:
    scar = words_of("bekas luka di dahi")
    assert compare_marks(scar, words_of("codet di jidat"))[0] == "marks.strong"
    assert compare_marks(scar, words_of("luka di kaki"))[0] == "marks.elsewhere"


def test_clothes_say_less_as_days_pass() -> None:
    red = (Clothing(garment=Garment.DRESS, colour=Colour.RED),)

    def against(**said: object) -> int:
        reasons = weigh(GRANDMOTHER, found(clothes=red, **said)).reasons
        return next(one.points for one in reasons if one.key == "clothes_other")

    assert against() < against(seen_at=NOW + hours(72)) < 0


def test_silence_is_no_contradiction() -> None:
    bare = Look(person_id=PersonId("found"), seen_at=NOW + hours(2))
    assert [one.key for one in weigh(GRANDMOTHER, bare).reasons] == ["hours"]
    assert rank(GRANDMOTHER, [bare]) == ()
