"""The citizens' pages: what they say at each step, what they never say, and how light they are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from siaga.boards.reporter_progress import ProgressCard, TaskProgress, UnitProgress
from siaga.boards.reporter_status import ReporterCard
from siaga.channels.citizen.arrival import estimate_min
from siaga.channels.citizen.fixes import Fix, is_news, read_accuracy
from siaga.channels.citizen.html import HEADERS, render_dead, render_notice
from siaga.channels.citizen.locate import PlaceForm, read_place, render_locate, render_placed
from siaga.channels.citizen.progress import Told, tell
from siaga.channels.citizen.status import StatusPage, read_words, render_status
from siaga.channels.citizen.when import render_when
from siaga.channels.citizen.words import WORDS
from siaga.channels.webform.installed import QUEUE_WORDS, render_manifest
from siaga.channels.webform.page import render_form
from siaga.channels.webform.words import WORDS as FORM_WORDS
from siaga.language.values import (
    AgencyId,
    ContactId,
    DispatchId,
    FieldError,
    IncidentId,
    LinkId,
    Priority,
    ReferralId,
)
from tests.builders import NOW, PLACE, hours, minutes, uid

FILES = files("siaga.channels.citizen") / "files"
FIRST_LOAD_BYTES_MAX = 60_000
CARD = ReporterCard(
    contact_id=ContactId("contact-1"), received_at=NOW - minutes(9), links=(LinkId("link-1"),)
)
SEEN = replace(CARD, seen_at=NOW - minutes(8), incident_id=IncidentId("incident-1"))
OPEN = ProgressCard(
    incident_id=IncidentId("incident-1"), opened_at=NOW - minutes(8), priority=Priority.P1
)


def with_unit(**times: object) -> ProgressCard:
    unit = replace(UnitProgress(assigned_at=NOW - minutes(7)), **times)  # type: ignore[arg-type]
    return replace(OPEN, units={DispatchId("dispatch-1"): unit})


def with_task(priority: Priority = Priority.P4, **more: object) -> ProgressCard:
    task = replace(TaskProgress(sent_at=NOW - minutes(6), agency=AgencyId("perkim")), **more)  # type: ignore[arg-type]
    return replace(OPEN, priority=priority, tasks={ReferralId("referral-1"): task})


def drawn(told: Told, **more: object) -> str:
    page = StatusPage(path="/s/" + "a" * 26, told=told, now=NOW, once=str(uid(1)))
    return render_status(PLACE, "id", page=replace(page, **more))  # type: ignore[arg-type]


def stages(told: Told) -> list[tuple[str, bool]]:
    return [(step.key, step.at is not None) for step in told.steps]


class Page(HTMLParser):
    """Collects tags and what is inside scripts and styles; complains of what CSP would stop."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs), (tag, attrs)
        if tag == "script":
            assert "src" in dict(attrs), "an inline script"
        assert tag != "style"

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_received_then_handled_then_done() -> None:
    assert stages(tell(CARD, None, done_at=None)) == [
        ("received", True),
        ("seen", False),
        ("handled", False),
        ("done", False),
    ]
    told = tell(SEEN, OPEN, done_at=None)
    assert [key for key, reached in stages(told) if reached] == ["received", "seen"]
    assert told.stage == "seen"
    over = tell(replace(SEEN, over_at=NOW), None, done_at=NOW)
    assert stages(over) == [("received", True), ("seen", True), ("done", True)]


def test_units_on_the_way_and_what_nobody_knows() -> None:
    told = tell(SEEN, with_unit(), done_at=None)
    assert told.stage == "assigned"
    told = tell(SEEN, with_unit(en_route_at=NOW - minutes(5)), done_at=None)
    assert (told.stage, told.on_the_way, told.eta_min) == ("on_the_way", True, None)
    assert "belum dapat diperkirakan" in drawn(told)
    told = tell(SEEN, with_unit(en_route_at=NOW - minutes(5)), done_at=None, eta_min=(5, 10))
    assert "5 sampai 10 menit" in drawn(told)
    there = with_unit(en_route_at=NOW - minutes(5), on_scene_at=NOW)
    told = tell(SEEN, there, done_at=None, eta_min=(5, 10))
    assert (told.stage, told.on_the_way, told.eta_min) == ("arrived", False, None)
    waiting = tell(SEEN, replace(OPEN, waits_for_unit=True), done_at=None)
    assert "Belum ada petugas lapangan" in drawn(waiting)


def test_agencies_are_named_for_public_services_only() -> None:
    told = tell(SEEN, with_task(accepted_at=NOW, promised_at=NOW + hours(30)), done_at=None)
    assert told.stage == "accepted"
    assert "Perkim" in drawn(told)
    assert "3/3 16.00" in drawn(told), "another day is named"
    told = tell(SEEN, with_task(Priority.P3), done_at=None)
    assert told.stage == "passed_on"
    assert "Perkim" not in drawn(told)
    asked_for = replace(with_task(Priority.P3), service=True)
    assert "Perkim" in drawn(tell(SEEN, asked_for, done_at=None)), "a traffic light is P3"


def test_after_the_end_it_asks_once_and_can_be_opened_again() -> None:
    over = tell(replace(SEEN, over_at=NOW), None, done_at=NOW)
    page = drawn(over, may_answer=True, reopen_until_at=NOW + hours(24))
    assert 'action="/s/' + "a" * 26 + '/nilai"' in page
    assert 'action="/s/' + "a" * 26 + '/lagi"' in page
    assert "http-equiv" not in page, "nothing changes any more: no reload"
    plain = drawn(over)
    assert "/nilai" not in plain
    assert "/lagi" not in plain
    going = drawn(tell(SEEN, OPEN, done_at=None), may_answer=True, reopen_until_at=NOW)
    assert "/nilai" not in going
    assert '<noscript><meta http-equiv="refresh"' in going


def test_the_page_is_neutral_and_can_be_left_at_once() -> None:
    page = drawn(tell(SEEN, with_unit(en_route_at=NOW), done_at=None))
    title = re.search("<title>(.*)</title>", page)
    assert title
    assert title[1] == "Informasi layanan"
    (leave,) = [a for a in Page(page).of("a") if a.get("id") == "leave"]
    assert leave["href"] == PLACE.links.exit_url
    assert leave["rel"] == "noreferrer"
    assert HEADERS["Referrer-Policy"] == "no-referrer"
    assert "noindex" in HEADERS["X-Robots-Tag"]
    for secret in ("engine", "incident-1", "dispatch-1", "contact-1", "fire"):
        assert secret not in page


def every_page() -> dict[str, str]:
    told = tell(SEEN, with_unit(en_route_at=NOW), done_at=None)
    over = tell(SEEN, None, done_at=NOW)
    return {
        "locate": render_locate(
            PLACE,
            "id",
            path="/l/" + "a" * 26,
            expires_at=NOW,
            form=PlaceForm(once=str(uid(1)), wrong="place_missing"),
        ),
        "placed": render_placed(PLACE, "en", path="/l/" + "a" * 26),
        "status": drawn(told),
        "over": drawn(over, may_answer=True, reopen_until_at=NOW, notice="thanks"),
        "wrong": drawn(over, may_answer=True, reopen_until_at=NOW, wrong="words_wrong"),
        "when": render_when(PLACE, "id"),
        "dead": render_dead(PLACE, "id", path="/s/"),
        "often": render_notice(PLACE, "en", key="too_often", heading="dead_title"),
        "lapor": render_form(PLACE, language="id", form_id=uid(1)),
    }


@pytest.mark.parametrize("name", sorted(every_page()))
def test_every_page_stands_on_its_own(name: str) -> None:
    page = Page(every_page()[name])
    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    labelled = {attributes.get("for") for attributes in page.of("label")}
    for field in [*page.of("textarea"), *page.of("select")]:
        assert field["id"] in labelled, field
    hrefs = [a.get("href") for a in page.of("a")]
    assert "tel:112" in hrefs
    assert not any("://" in (h or "") and h != PLACE.links.exit_url for h in hrefs)
    for image in page.of("img"):
        assert "alt" in image


def test_every_file_a_page_names_is_there() -> None:
    own = {path.name for path in Path(str(FILES)).iterdir()}
    named = set(re.findall(r'"/warga/([^"]+)"', "".join(every_page().values())))
    assert named
    assert named <= own


def test_every_sentence_a_script_shows_is_in_the_catalogue() -> None:
    """The scripts ask for their words by name; a word that is not there would be "null"."""
    script = (FILES / "kirim.js").read_text()
    asked = {name.replace("-", "_") for name in re.findall(r"word\('([a-z-]+)'\)", script)}
    data = set(re.findall(r'data-([a-z-]+)="', every_page()["locate"]))
    assert {name.replace("_", "-") for name in asked} <= data
    queue = (files("siaga.channels.webform") / "simpan.js").read_text()
    wanted = set(re.findall(r"word\('([a-z-]+)'\)", queue))
    wanted |= set(re.findall(r"progress\('([a-z-]+)'", queue))
    assert wanted
    assert wanted <= {word.replace("_", "-") for word in QUEUE_WORDS}
    assert set(QUEUE_WORDS) <= FORM_WORDS.keys()


def test_every_word_has_both_languages() -> None:
    for key, text in WORDS.items():
        assert text.id, key
        assert text.en, key
        assert sorted(re.findall(r"{\w+}", text.id)) == sorted(re.findall(r"{\w+}", text.en)), key


FORM_FILES = ("lapor.css", "lapor.js", "simpan.js", "antrean.js", "ikon.svg")


def weight(html: str) -> int:
    """Bytes of a page and of everything it loads, as they are: nothing is packed."""
    total = len(html.encode())
    form = Path(str(files("siaga.channels.webform")))
    for name in set(re.findall(r'(?:src|href)="/(?:warga|lapor)/([\w.-]+\.\w+)"', html)):
        path = Path(str(FILES)) / name
        path = path if path.exists() else form / name
        total += path.stat().st_size if path.exists() else 0
    return total


@pytest.mark.parametrize("name", sorted(every_page()))
def test_the_first_load_is_light(name: str) -> None:
    html = every_page()[name]
    total = weight(html)
    if name == "lapor":  # `simpan.js` loads one file more, and 68 kelurahan weigh about 4 kB
        total += (Path(str(files("siaga.channels.webform"))) / "antrean.js").stat().st_size + 4_000
    assert total <= FIRST_LOAD_BYTES_MAX, total


def test_the_manifest_makes_it_installable() -> None:
    manifest = json.loads(render_manifest(PLACE))
    assert manifest["start_url"] == manifest["scope"] == "/lapor"
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    folder = Path(str(files("siaga.channels.webform")))
    for icon in manifest["icons"]:
        data = (folder / icon["src"].rpartition("/")[2]).read_bytes()
        assert data.startswith(b"\x89PNG")
        width = int.from_bytes(data[16:20], "big")
        assert f"{width}x{width}" == icon["sizes"]


def test_an_arrival_is_a_span_and_never_a_promise() -> None:
    assert estimate_min(0) == (1, 5)
    assert estimate_min(504) == (5, 15)  # 8.4 minutes: 6.5 where it goes well, 14 where it does not
    for travel_s in range(0, 7_000, 90):
        least, most = estimate_min(travel_s)
        assert 0 < least < most
        assert most % 5 == 0


HERE = Fix(latitude=-1.61, longitude=103.61, accuracy_m=100)


@pytest.mark.parametrize(
    ("told", "fix", "news"),
    [
        (None, HERE, True),
        (HERE, HERE, False),
        (HERE, replace(HERE, accuracy_m=51), False),
        (HERE, replace(HERE, accuracy_m=50), True),  # twice as exact
        (replace(HERE, accuracy_m=None), replace(HERE, accuracy_m=90_000), True),
        (HERE, replace(HERE, accuracy_m=None), False),
        (HERE, replace(HERE, latitude=-1.6105), False),  # 56 m, within its own doubt of 100 m
        (HERE, replace(HERE, latitude=-1.6111), True),  # 122 m
        (replace(HERE, accuracy_m=8), replace(HERE, latitude=-1.6104, accuracy_m=8), False),
        (replace(HERE, accuracy_m=8), replace(HERE, latitude=-1.6105, accuracy_m=8), True),
        (HERE, replace(HERE, latitude=-1.616, accuracy_m=99_000), True),  # 670 m, doubt is bounded
    ],
)
def test_what_is_news_of_a_phone(told: Fix | None, fix: Fix, news: bool) -> None:
    assert is_news(told, fix) is news


@pytest.mark.parametrize("value", [True, "12", -1, float("nan"), float("inf"), 100_001, [], {}])
def test_an_accuracy_that_is_none(value: object) -> None:
    with pytest.raises(FieldError, match="meter"):
        read_accuracy(value)


def test_accuracies() -> None:
    assert read_accuracy(None) is None
    assert read_accuracy(12.4) == 12
    assert read_accuracy(0) == 1, "nothing is exact to nothing"


def test_a_place_in_words() -> None:
    area = next(iter(PLACE.areas))
    assert read_place({"area": area, "address": "  Depan \n masjid "}, PLACE) == (
        area,
        "Depan masjid",
    )
    assert read_place({"address": "x"}, PLACE) == ("", "x")
    assert read_place({}, PLACE) == "place_missing"
    for wrong in ({"area": "99"}, {"address": "x" * 301}, {"address": "a\x00b"}):
        assert read_place(wrong, PLACE) == "place_wrong"


def test_words_of_a_reporter() -> None:
    assert read_words({"words": " a\r\nb \t"}) == "a\nb"
    assert read_words({}) == ""
    for wrong in ("x" * 1001, "a\x00b", "\u202edibalik"):
        assert read_words({"words": wrong}) is None
