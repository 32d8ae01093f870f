"""Guide cards as data: the shipped ones are sound, every way ends, and mistakes are named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from siaga.language.guide_cards import (
    CardTool,
    GuideBook,
    GuideCard,
    Node,
    target,
)
from siaga.language.place import Place
from siaga.language.text import Text
from siaga.language.values import CardId, Priority, Role
from siaga.platform.place_files import check_place, load_place

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent
COUNTRY = SHIPPED.parent / "guide"
FOR_LIFE = {
    "arrest",
    "choking",
    "bleeding",
    "childbirth",
    "stroke",
    "fire",
    "drowning",
    "violence-home",
}


@pytest.fixture(scope="module")
def place() -> Place:
    return load_place(SHIPPED, drill=False)


@pytest.fixture(scope="module")
def book(place: Place) -> GuideBook:
    return place.guide


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(COUNTRY, tmp_path / "guide")
    return Path(shutil.copytree(SHIPPED, tmp_path / "place"))


def texts(card: GuideCard) -> Iterator[Text]:
    yield card.title
    yield from card.never
    for question in card.questions:
        yield question.ask
        yield from (one.text for one in question.answers)
        yield from (question.aside,) if question.aside else ()
    for block in card.blocks:
        yield from block.say
        yield from (block.aside,) if block.aside else ()


def test_every_card_of_the_country_is_used_and_sound(book: GuideBook) -> None:
    assert {path.stem for path in COUNTRY.glob("*.toml")} == set(book.cards)
    assert len(book.cards) == 28
    assert check_place(SHIPPED) == []


def test_what_must_be_signed_before_going_live(book: GuideBook) -> None:
    assert set(book.required) == FOR_LIFE
    assert (book.medical_lead, book.opening, book.arrest) == (
        Role.DUTY_DOCTOR,
        "all-callers",
        "arrest",
    )


def test_both_languages_say_something_of_their_own(book: GuideBook) -> None:
    same = [
        (card.id, text.id)
        for card in book.cards.values()
        for text in texts(card)
        if text.id == text.en and text.id not in ("Stroke", "AED")
    ]
    assert same == []


def test_every_card_names_whose_principles_it_follows(book: GuideBook) -> None:
    assert all(len(card.source) > 20 for card in book.cards.values())
    assert all(card.never for card in book.cards.values())
    assert len({card.digest for card in book.cards.values()}) == len(book.cards)


def test_types_that_threaten_life_open_a_card(place: Place) -> None:
    opened = {kind for card in place.guide.cards.values() for kind in card.types}
    urgent = {
        kind.id
        for kind in place.incident_types.values()
        if kind.priority is Priority.P1 and not kind.id.startswith("rescue.")
    }
    assert urgent - opened == {"other.silent"}
    assert {"rescue.drowning", "rescue.suicide_threat", "missing_person.child"} <= opened


def ways(book: GuideBook, card: GuideCard, node: str) -> Iterator[list[str]]:
    """Every way from a node to its end, answer by answer, across cards."""
    waiting: list[tuple[Node | None, list[str]]] = [((card.id, node), [])]
    while waiting:
        here, way = waiting.pop()
        if here is None:
            yield way
            continue
        there = book.cards[here[0]]
        question, block = there.question(here[1]), there.block(here[1])
        if question is not None:
            for answer in question.answers:
                step = [*way, f"{there.id}/{question.id}={answer.id}"]
                waiting.append((target(book, there, wanted=answer.next), step))
        else:
            assert block is not None, here
            waiting.append((target(book, there, wanted=block.next), [*way, block.id]))


def test_every_way_through_every_card_ends(book: GuideBook) -> None:
    count, longest = 0, 0
    for card in book.cards.values():
        for way in ways(book, card, card.start):
            count, longest = count + 1, max(longest, len(way))
    print(f"\n{count} ways, the longest of {longest} steps")
    assert count > 500
    assert longest < 30


def test_two_questions_lead_to_compressions(book: GuideBook) -> None:
    """No-No-Go, with doubt taken for no: the chest is pressed after three answers at most."""
    card = book.cards[CardId("arrest")]
    for breathing in ("no", "gasping", "unsure"):
        for awake in ("no", "unsure"):
            question = card.question("awake")
            assert question is not None
            found = {one.id: one for one in question.answers}
            assert found[awake].next == "breathing"
        question = card.question("breathing")
        assert question is not None
        answers = {one.id: one for one in question.answers}
        assert answers[breathing].arrest
        assert answers[breathing].next == "age"
    age = card.question("age")
    assert age is not None
    for one in age.answers:
        block = card.block(one.next)
        assert block is not None
        assert block.tool is CardTool.COMPRESSIONS


def test_a_stopped_heart_is_recognised_wherever_it_is_told(book: GuideBook) -> None:
    """Whatever leads into the compressions of another card says that it recognises them."""
    into = {"arrest/age", "arrest/adult-breaths", "arrest/child", "arrest/infant"}
    silent = [
        (card.id, question.id, answer.id)
        for card in book.cards.values()
        for question in card.questions
        for answer in question.answers
        if answer.next in into and not answer.arrest
    ]
    assert silent == [("drowning", "age", one) for one in ("adult", "child", "infant")]
    drowning = book.cards[CardId("drowning")].question("breathes")
    assert drowning is not None
    assert [one.arrest for one in drowning.answers] == [True, False]


def test_whoever_may_be_overheard_is_asked_yes_or_no(book: GuideBook) -> None:
    quiet = {card.id for card in book.cards.values() if card.quiet}
    assert quiet == {"violence-home", "sexual-violence"}
    home = book.cards[CardId("violence-home")]
    never = " ".join(text.id for text in home.never)
    assert "Jangan menelepon balik" in never
    assert any("memesan makanan" in text.id for block in home.blocks for text in block.say)


def test_a_place_may_have_its_own_card_of_the_same_name(folder: Path) -> None:
    own = folder / "guide"
    own.mkdir()
    text = (folder.parent / "guide" / "fire.toml").read_text(encoding="utf-8")
    (own / "fire.toml").write_text(text.replace("version = 1", "version = 2"), encoding="utf-8")
    place = load_place(folder, drill=False)
    assert place.guide.cards[CardId("fire")].version == 2
    (own / "flying.toml").write_text(text, encoding="utf-8")
    assert check_place(folder)[0].startswith("guide/flying.toml: not used")


def test_a_signature_is_for_the_words_and_not_for_the_file(folder: Path) -> None:
    before = load_place(folder, drill=False)
    path = folder.parent / "guide" / "fire.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# a comment\n" + text, encoding="utf-8")
    commented = load_place(folder, drill=False)
    fire = CardId("fire")
    assert commented.guide.cards[fire].digest == before.guide.cards[fire].digest
    assert commented.version != before.version
    path.write_text(text.replace("Jangan pakai lift.", "Jangan naik lift."), encoding="utf-8")
    assert load_place(folder, drill=False).guide.cards[fire].digest != (
        before.guide.cards[fire].digest
    )


# file, what it says, what it is changed to, what the problem must name
MISTAKES = [
    ("guide.toml", '"duty_doctor"', '"head"', "medical_lead: only these roles can sign"),
    ("guide.toml", 'opening = "all', 'opening = "al', "opening: unknown 'al-callers'"),
    ("guide.toml", 'arrest = "arrest"', 'arrest = "fire"', "arrest: that card has no block"),
    ("guide.toml", '    "fire",\n', "", "required: unknown 'fire'"),
    ("guide.toml", '    "fire",\n', '    "fires",\n', "fires.toml: missing"),
    ("fire.toml", 'id = "fire"\n', 'id = "feuer"\n', "fire.toml.id: must be 'fire'"),
    ("fire.toml", "version = 1", "version = 0", "version: must be 1 or more"),
    ("fire.toml", "version = 1", 'version = 1\ndigest = "x"', "digest: remove it"),
    ("fire.toml", "version = 1", "version = 1\ncolour = 1", "colour: unknown key"),
    ("fire.toml", 'priority = "P1"', 'priority = "P0"', "Invalid enum value 'P0'"),
    ("fire.toml", '"fire.vessel", ', '"fire.boat", ', "types: unknown 'fire.boat'"),
    ("fire.toml", '= "fire.vessel" }', '= "fire.boat" }', "what.vessel: unknown 'fire.boat'"),
    ("fire.toml", '"fire.vessel", ', '"flood", "disaster.flood", ', "disaster.flood: opens 2"),
    ("fire.toml", 'start = "inside"', 'start = "insidious"', "start: unknown 'insidious'"),
    ("fire.toml", 'id = "go"', 'id = "away"', "away: used 2 times"),
    ("fire.toml", 'id = "go"', 'id = "Go"', "Go: a node's id"),
    ("fire.toml", 'next = "go"', 'next = "gone"', "inside.can: leads to unknown 'gone'"),
    ("fire.toml", 'next = "go"', 'next = "ghost/start"', "leads to unknown 'ghost/start'"),
    ("fire.toml", 'next = "go"', 'next = "flood/ghost"', "leads to unknown 'flood/ghost'"),
    ("fire.toml", 'next = "go"', 'next = "what"', "go: nothing leads here"),
    ("fire.toml", 'next = "burns/start"', 'next = "inside"', "leads back to itself"),
    ("fire.toml", 'id = "alone"', 'id = "more"', "bodies.answers: two answers"),
    ("fire.toml", "Jangan pakai lift.", "Jangan pakai lift", "go.4.id: must be one sentence"),
    ("fire.toml", "Jangan pakai lift.", "Jangan. Lift.", "go.4.id: must be one sentence"),
    ("fire.toml", "Jangan pakai lift.", "J" * 120 + ".", "go.4.id: 121 characters; 120"),
    ("fire.toml", "Do not use the lift.", " ", "go.4.en: empty"),
    ("fire.toml", "Ada yang di dalam", "x" * 45, "people.inside.id: 45 characters"),
    ("fire.toml", "Apa yang terbakar?", "x" * 121, "what.ask.id: 121 characters"),
    ("fire.toml", 'en = "Fire" }', 'de = "Feuer" }', "title.de: unknown key"),
    ("many-victims.toml", 'tool = "victims"', 'tool = "knife"', "Invalid enum value 'knife'"),
    ("violence-home.toml", 'id = "yes"', 'id = "ja"', "free.answers: a quiet card is answered"),
    ("many-victims.toml", 'priority = "P1"', "", "send before instructions"),
    ("stroke.toml", "never = [", "never = []\nnone = [", "stroke.toml.none: unknown key"),
]


@pytest.mark.parametrize(("file", "old", "new", "named"), MISTAKES)
def test_a_mistake_is_named(folder: Path, file: str, old: str, new: str, named: str) -> None:
    path = (folder if file == "guide.toml" else folder.parent / "guide") / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = check_place(folder)
    assert [line for line in problems if named in line], problems


def test_one_answer_or_ten_are_no_question(folder: Path) -> None:
    path = folder.parent / "guide" / "fire.toml"
    text = path.read_text(encoding="utf-8")
    extra = "".join(
        f'  {{ id = "x{n}", text = {{ id = "a", en = "b" }}, next = "end" }},\n' for n in range(8)
    )
    path.write_text(text.replace("answers = [\n", "answers = [\n" + extra, 1), encoding="utf-8")
    assert [one for one in check_place(folder) if "inside.answers: 11 answers" in one]
