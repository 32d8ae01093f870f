"""The duplicate radar: what speaks for a report being about an incident that is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from siaga.desks.triage.advise.duplicates import (
    SHOWN_PM,
    Known,
    Listener,
    Report,
    Spot,
    kin,
    rank,
    told,
)
from siaga.desks.triage.advise.duplicates.words import CHARACTERS_MAX, skeleton
from siaga.language.place import IncidentType, Text
from siaga.language.triage import CANDIDATES_MAX, LIKELY_PM, Candidate, Guess
from siaga.language.values import IncidentId, IncidentTypeId, Priority
from tests.builders import NOW, minutes

FIRE = IncidentTypeId("fire.building")
CRASH = IncidentTypeId("traffic_accident.injury")
LATITUDE, LONGITUDE = -1.61, 103.61
DEGREE_M = 111_195.0


def spot(north_m: float = 0, east_m: float = 0, accuracy_m: float = 30) -> Spot:
    return Spot(
        latitude=LATITUDE + north_m / DEGREE_M,
        longitude=LONGITUDE + east_m / DEGREE_M,
        accuracy_m=accuracy_m,
    )


def is_of(kind: IncidentTypeId, share_pm: int = 900) -> tuple[Guess, ...]:
    return (Guess(incident_type=kind, share_pm=share_pm),)


BURNS = Known(
    incident_id=IncidentId("fire"),
    incident_type=FIRE,
    opened_at=NOW - minutes(10),
    last_report_at=NOW - minutes(2),
    spot=spot(),
    told=(told("kebakaran gudang ban di jl serunai dekat masjid nurul huda, ada percikan las"),),
)
SAME = Report(
    at=NOW,
    spot=spot(40),
    guesses=is_of(FIRE),
    told=told("api besar di gudang ban jalan serunai, awalnya percikan"),
)


def best(report: Report, *known: Known) -> Candidate | None:
    found = rank(report, known or (BURNS,), now=NOW)
    return found[0] if found else None


def share(report: Report, *known: Known) -> int:
    """Of the fire, per mille; 0 where it is not shown."""
    found = rank(report, known or (BURNS,), now=NOW)
    return next((one.share_pm for one in found if one.incident_id == "fire"), 0)


class TestPlace:
    def test_the_same_place_time_kind_and_words_are_likely_the_same(self) -> None:
        found = best(SAME)
        assert found is not None
        assert found.share_pm >= 950
        assert (found.distance_m, found.age_s) == (40, 600)
        keys = {reason.key for reason in found.reasons if reason.points > 0}
        assert keys == {"near", "same_type", "same_names", "same_words"}

    @pytest.mark.parametrize("metres", [2_000, 20_000])
    def test_far_off_with_nothing_else_in_common_is_new(self, metres: float) -> None:
        other = replace(SAME, spot=spot(metres), told=told("kebakaran di jalan melur"))
        assert share(other) < LIKELY_PM

    def test_a_wrong_pin_is_forgiven_where_the_words_name_the_place(self) -> None:
        assert share(replace(SAME, spot=spot(3_000))) >= LIKELY_PM
        assert share(replace(SAME, spot=spot(3_000))) < share(SAME)

    def test_wide_circles_speak_less_than_narrow_ones(self) -> None:
        plain = replace(SAME, told=told(""))
        assert share(plain) > share(replace(plain, spot=spot(0, accuracy_m=900)))

    def test_a_place_nobody_knows_says_nothing(self) -> None:
        found = best(replace(SAME, spot=None))
        assert found is not None
        assert found.distance_m is None
        assert not {"near", "far"} & {reason.key for reason in found.reasons}

    def test_where_its_reporters_are_counts_as_much_as_where_it_was_put(self) -> None:
        put_wrong = replace(BURNS, spot=spot(4_000))
        heard = replace(put_wrong, heard_at=(spot(20), spot(-30), spot(3_000), spot(10)))
        plain = replace(SAME, told=told(""))
        assert share(plain, put_wrong) < LIKELY_PM <= share(plain, heard)

    def test_a_pin_outside_the_kelurahan_that_is_named_may_be_wrong(self) -> None:
        plain = replace(SAME, spot=spot(4_000), told=told(""))
        ward = spot(200, accuracy_m=700)
        assert share(replace(plain, named=ward)) > share(plain) + 200
        inside = replace(SAME, spot=spot(150), told=told(""))
        assert share(replace(inside, named=ward)) == share(inside)

    def test_the_kind_and_the_hour_alone_make_nothing_likely(self) -> None:
        """Unless so many tell of it that the next one does too."""
        bare = replace(SAME, spot=None, told=told("kebakaran"))
        assert share(bare) < LIKELY_PM
        assert share(bare, replace(BURNS, contacts=30)) > share(bare)


class TestTime:
    def test_it_fades_with_the_time_since_anybody_told_of_it(self) -> None:
        plain = replace(SAME, told=told(""))
        shares = [share(replace(plain, at=NOW + minutes(gap)), BURNS) for gap in (0, 20, 60, 180)]
        assert shares == sorted(shares, reverse=True)
        assert shares[0] > shares[-1] + 100

    def test_who_wrote_before_it_was_known_and_is_heard_late_may_speak_of_it(self) -> None:
        assert share(replace(SAME, at=BURNS.opened_at - minutes(5))) >= LIKELY_PM


class TestKind:
    def test_another_kind_at_the_same_place_is_another_happening(self) -> None:
        crash = replace(SAME, guesses=is_of(CRASH), told=told("tabrakan di depan"))
        assert share(crash) < LIKELY_PM

    def test_kinds_that_are_told_for_one_another_are_no_contradiction(self) -> None:
        smoke = replace(SAME, guesses=is_of(IncidentTypeId("fire.smoke")))
        akin = replace(BURNS, akin=frozenset({IncidentTypeId("fire.smoke")}))
        assert share(smoke, akin) > share(smoke, BURNS)

    def test_a_word_of_its_kind_takes_the_edge_off_another_guess(self) -> None:
        name = Text(id="", en="")
        fire = IncidentType(id=FIRE, name=name, priority=Priority.P1, words=("api", "rumah api"))
        said = Listener((), [fire]).told("api besar, tabrakan, di gudang ban jalan serunai")
        assert said.kinds == {"fire"}
        crash = replace(SAME, guesses=is_of(CRASH), told=said)
        plain = replace(crash, told=replace(said, kinds=frozenset()))
        assert share(crash) > share(plain)

    def test_only_the_root_was_understood(self) -> None:
        assert share(replace(SAME, guesses=is_of(IncidentTypeId("fire")))) >= LIKELY_PM

    def test_no_guess_and_a_guess_of_nothing_known_say_nothing(self) -> None:
        unclear = replace(SAME, guesses=is_of(IncidentTypeId("other")))
        assert rank(unclear, [BURNS], now=NOW) == rank(replace(SAME, guesses=()), [BURNS], now=NOW)

    def test_of_one_persons_need_hardly_anybody_else_tells(self) -> None:
        weak = replace(SAME, told=told(""), spot=spot(150))
        assert share(weak, replace(BURNS, private=True)) < share(weak, BURNS)

    def test_kin_holds_in_both_directions(self) -> None:
        name = Text(id="", en="")
        one = IncidentType(id=FIRE, name=name, priority=Priority.P1, akin=(CRASH,))
        other = IncidentType(id=CRASH, name=name, priority=Priority.P1)
        assert kin([one, other]) == {FIRE: {CRASH}, CRASH: {FIRE}}


class TestRanking:
    def test_two_fires_near_each_other_share_what_is_known(self) -> None:
        other = replace(
            BURNS,
            incident_id=IncidentId("other"),
            spot=spot(300),
            told=(told("rumah panggung terbakar di lorong melur"),),
        )
        assert share(SAME, BURNS, other) >= LIKELY_PM
        vague = replace(SAME, spot=spot(150, accuracy_m=800), told=told("kebakaran"))
        assert [one.share_pm < LIKELY_PM for one in rank(vague, [BURNS, other], now=NOW)] == [
            True,
            True,
        ]

    def test_what_a_person_judged_different_is_left_out(self) -> None:
        assert rank(SAME, [replace(BURNS, judged_different=True)], now=NOW) == ()

    def test_at_most_five_best_first_and_none_below_what_is_worth_a_look(self) -> None:
        many = [replace(BURNS, incident_id=IncidentId(f"i{n}")) for n in range(9)]
        found = rank(SAME, many, now=NOW)
        assert len(found) == CANDIDATES_MAX
        shares = [one.share_pm for one in found]
        assert shares == sorted(shares, reverse=True)
        assert min(shares) >= SHOWN_PM
        assert sum(shares) <= 1000

    def test_nothing_open_is_nothing_found(self) -> None:
        assert rank(SAME, [], now=NOW) == ()

    def test_an_incident_of_which_nobody_said_anything(self) -> None:
        assert share(SAME, replace(BURNS, told=())) > 0

    def test_it_does_not_matter_in_which_order_they_stand(self) -> None:
        many = [
            replace(BURNS, incident_id=IncidentId(f"i{n}"), spot=spot(90 * n)) for n in range(4)
        ]
        assert rank(SAME, many, now=NOW) == rank(SAME, many[::-1], now=NOW)


class TestWords:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("kebakaran", "kbakaran"),
            ("rumahnyo", "rumahnya"),
            ("serunai", "srunai"),
            ("simpang", "simppang"),
        ],
    )
    def test_spelling_does_not_part_them(self, one: str, other: str) -> None:
        assert skeleton(one) == skeleton(other)

    @pytest.mark.parametrize(("one", "other"), [("melur", "mawar"), ("ban", "bon"), ("a", "o")])
    def test_other_words_stay_others(self, one: str, other: str) -> None:
        assert skeleton(one) != skeleton(other)

    def test_streets_landmarks_and_numbers_are_found(self) -> None:
        said = told("tlg pak di jl. serunai no 12 dkt masjid nurul huda RT 04, rmh terbakar")
        assert {skeleton(word) for word in ("serunai", "nurul", "huda")} <= said.names
        assert said.numbers == {"no:12", "rt:4"}

    def test_a_landmark_without_a_name_is_one_itself(self) -> None:
        assert told("kebakaran dekat spbu").names == {skeleton("spbu")}

    def test_what_everybody_says_is_left_out(self) -> None:
        assert told("tolong pak ada kebakaran besar, cepat").words == frozenset()

    def test_the_kelurahan_is_compared_by_its_circle(self) -> None:
        listener = Listener(["Talang Banjar"])
        assert listener.told("gudang karet di talang banjar").words == {skeleton("karet")}

    @pytest.mark.parametrize("text", ["", "   ", "🔥🔥", "١٢٣", "x" * 10_000, "\x00"])
    def test_any_text_is_understood_somehow(self, text: str) -> None:
        assert told(text) == told(text[:CHARACTERS_MAX])


def test_a_report_years_off_is_weighed_like_any_other() -> None:
    for gap in (timedelta(days=-4000), timedelta(days=4000)):
        found: Any = rank(replace(SAME, at=NOW + gap), [BURNS], now=NOW)
        assert all(0 <= one.share_pm <= 1000 for one in found)
