"""The public form: what it reads, what it shows, and that nothing typed becomes markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.channels.webform import form, parts
from siaga.channels.webform.form import Report, read_form, readable_reference, short_reference
from siaga.channels.webform.page import render_form, render_thanks
from siaga.channels.webform.parts import language_of
from siaga.channels.webform.words import WORDS
from siaga.language.place import Place
from tests.builders import PLACE, uid

TYPE = next(kind.id for kind in PLACE.incident_types.values() if kind.parent is None)
AREA = next(iter(PLACE.areas))
FILLED = {
    "form_id": str(uid(1)),
    "words": "Rumah terbakar 🔥\r\ndua orang di dalam",
    "incident_type": str(TYPE),
    "latitude": "-1.6101",
    "longitude": "103.6131",
    "accuracy_m": "12.4",
    "area": str(AREA),
    "address": "Jl. Mawar RT 12",
    "name": "Budi",
    "number": "nol delapan satu dua, 0812-3456 (istri)",
}


def read(**changes: str) -> Report | dict[str, str]:
    return read_form({**FILLED, **changes}, PLACE)


def test_a_filled_form_is_a_report_with_everything_as_typed() -> None:
    assert read() == Report(
        form_id=uid(1),
        words="Rumah terbakar 🔥\ndua orang di dalam",
        incident_type=TYPE,
        latitude=-1.6101,
        longitude=103.6131,
        accuracy_m=12,
        area=AREA,
        address="Jl. Mawar RT 12",
        name="Budi",
        number="nol delapan satu dua, 0812-3456 (istri)",
    )


def test_only_what_and_where_are_needed() -> None:
    for what in ({"words": "api"}, {"incident_type": str(TYPE)}):
        for where in (
            {"area": str(AREA)},
            {"address": "Pasar"},
            {"latitude": "-1.6", "longitude": "103"},
        ):
            fields = {"form_id": str(uid(1)), **what, **where}
            assert isinstance(read_form(fields, PLACE), Report)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"words": " ", "incident_type": ""}, {"words": "what_missing"}),
        (
            {"latitude": "", "longitude": "", "area": "", "address": " "},
            {"address": "where_missing"},
        ),
        ({"words": "x" * 4001}, {"words": "too_long"}),
        ({"words": "x" * 1_000_000}, {"words": "too_long"}),
        ({"address": "x" * 301}, {"address": "too_long"}),
        ({"name": "x" * 101}, {"name": "too_long"}),
        ({"number": "1" * 61}, {"number": "too_long"}),
        ({"words": "a\x00b"}, {"words": "bad_characters"}),
        ({"name": "\ud83d"}, {"name": "bad_characters"}),
        ({"incident_type": "sihir"}, {"incident_type": "unknown_choice"}),
        ({"area": "99.99"}, {"area": "unknown_choice"}),
        ({"form_id": ""}, {"form_id": "form_expired"}),
        ({"form_id": "7"}, {"form_id": "form_expired"}),
        ({"form_id": "6f9619ff-8b86-4011-b42d-00cf4fc964ff"}, {"form_id": "form_expired"}),
        ({"latitude": "999"}, {"location": "bad_location"}),
        ({"latitude": "abc"}, {"location": "bad_location"}),
        ({"latitude": "NaN"}, {"location": "bad_location"}),
        ({"latitude": "inf"}, {"location": "bad_location"}),
        ({"latitude": "[1]"}, {"location": "bad_location"}),
        ({"latitude": ""}, {"location": "bad_location"}),
        ({"latitude": "0", "longitude": "0.0"}, {"location": "bad_location"}),
        ({"latitude": "103.6131", "longitude": "-1.6101"}, {"location": "bad_location"}),
    ],
)
def test_what_cannot_be_used_is_named_by_its_field(
    changes: dict[str, str], errors: dict[str, str]
) -> None:
    assert read(**changes) == errors


def test_a_place_abroad_is_kept_and_a_senseless_accuracy_is_not() -> None:
    report = read(latitude="48.85", longitude="2.35", accuracy_m="-4")
    assert isinstance(report, Report)
    assert (report.latitude, report.accuracy_m) == (48.85, None)


def test_a_location_can_be_taken_back() -> None:
    report = read(drop_location="1", latitude="999")
    assert isinstance(report, Report)
    assert (report.latitude, report.longitude, report.accuracy_m) == (None, None, None)


def test_the_trap_marks_but_never_drops() -> None:
    report = read(**{form.TRAP: "http://spam"})
    assert isinstance(report, Report)
    assert report.robot_suspected


@given(
    st.dictionaries(
        st.sampled_from([*FILLED, form.TRAP, "drop_location"]),
        st.text(st.characters(exclude_categories=()), max_size=30),
    )
)
def test_any_fields_are_read_and_shown_again(changes: dict[str, str]) -> None:
    answer = read(**changes)
    if isinstance(answer, dict):
        assert answer
        assert set(answer.values()) <= set(WORDS)
    errors = answer if isinstance(answer, dict) else {}
    html = render_form(
        PLACE, language="id", form_id=uid(2), values={**FILLED, **changes}, errors=errors
    )
    html.encode("utf-8")
    assert elements(html) == elements(
        render_form(PLACE, language="id", form_id=uid(2), values=FILLED, errors=errors)
    )


def test_references() -> None:
    form_id = UUID("0195a000-0000-7000-8000-0000000a1b2c")
    assert short_reference(form_id) == "0A1-B2C"
    assert readable_reference("0A1-B2C") == "0A1-B2C"
    for other in ("", "0A1-B2C\n", "<b>", "0a1-b2c"):
        assert readable_reference(other) is None


# ---- pages


class Reader(HTMLParser):
    """Collects elements and what a strict policy or a screen reader would trip over."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes.append((tag, dict(attrs)))


def opened(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def elements(html: str) -> list[str]:
    return opened(html).elements


def drawn(place: Place = PLACE, **more: dict[str, str]) -> str:
    return render_form(place, language="id", form_id=uid(1), **more)


def test_script_in_a_field_is_shown_as_text() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=y>'
    for name in FILLED:
        html = drawn(values={**FILLED, name: evil}, errors={"words": evil})
        assert elements(html).count("script") == 2  # our own
        assert "<img" not in html
    assert evil not in render_thanks(PLACE, language="id", reference=evil)


def test_every_control_is_labelled_and_every_description_exists() -> None:
    wrong = dict.fromkeys(
        ("words", "incident_type", "location", "area", "address", "photo", "name", "number"),
        "too_long",
    )
    for html in (drawn(), drawn(values=FILLED, errors=wrong)):
        found = opened(html).attributes
        ids = [attributes["id"] for _, attributes in found if "id" in attributes]
        assert len(ids) == len(set(ids))
        labels = {attributes.get("for") for tag, attributes in found if tag == "label"}
        for tag, attributes in found:
            assert "style" not in attributes
            assert not any(name.startswith("on") for name in attributes)
            for described in (attributes.get("aria-describedby") or "").split():
                assert described in ids
            href = attributes.get("href") or ""
            if href.startswith("#"):
                assert href[1:] in ids
            kind = attributes.get("type")
            if tag in ("select", "textarea") or (
                tag == "input" and kind not in ("hidden", "radio", "checkbox")
            ):
                assert attributes["id"] in labels


def test_what_was_typed_stays_and_a_bad_location_goes() -> None:
    html = drawn(values={**FILLED, "latitude": "999"}, errors={"location": "bad_location"})
    assert "dua orang di dalam" in html
    assert 'value="Jl. Mawar RT 12"' in html
    assert f'value="{TYPE}" checked' in html
    assert f'value="{AREA}" selected' in html
    assert "999" not in html
    assert 'id="location-error"' in html
    kept = drawn(values=FILLED, errors={"words": "too_long"})
    assert 'name="latitude" value="-1.6101"' in kept


def test_the_telephone_comes_first_on_every_page() -> None:
    for html in (drawn(), render_thanks(PLACE, language="id", reference="0A1-B2C")):
        assert f'href="tel:{PLACE.emergency_number}"' in html
        assert html.index("tel:") < html.index("</h2>" if "<form" not in html else "<form")
        assert "http" not in html


def test_english_is_one_tap_away_and_stays() -> None:
    assert 'href="/lapor?lang=en"' in drawn()
    html = render_form(PLACE, language=language_of({"lang": "en"}), form_id=uid(1))
    assert '<html lang="en">' in html
    assert 'name="lang" value="en"' in html
    assert "What happened?" in html
    assert language_of({"lang": "<x>"}) == "id"


def test_a_drill_says_so() -> None:
    assert "LATIHAN" not in drawn()
    drill = replace(PLACE, drill=True)
    assert "LATIHAN" in drawn(drill)
    assert "LATIHAN" in render_thanks(drill, language="id", reference=None)


def test_the_first_load_fits_sixty_kilobytes() -> None:
    folder = files(parts.__package__ or "")
    static = sum(len((folder / name).read_bytes()) for name in ("lapor.css", "lapor.js"))
    assert len(drawn().encode()) + static < 30_000  # the small place; real ones add kelurahan


def test_no_word_is_missing_or_left_open() -> None:
    for key, text in WORDS.items():
        assert text.id.strip(), key
        assert text.en.strip(), key
        assert ("{number}" in text.id) == ("{number}" in text.en), key
