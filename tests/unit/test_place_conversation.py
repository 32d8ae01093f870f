"""conversation.toml: what is wrong with it is said, and the shipped one is sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siaga.desks.conversation.advise import language_of
from siaga.language.conversation_place import HOLE
from siaga.language.place import Place
from siaga.language.values import Automatic, Channel, Language
from siaga.platform.place_files import check_place, load_place

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent
FILE = "conversation.toml"


@pytest.fixture(scope="module")
def place() -> Place:
    return load_place(SHIPPED, drill=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped place, to be spoilt; what stands beside it (guide cards) comes along."""
    country = tmp_path / "places" / SHIPPED.parent.name
    shutil.copytree(SHIPPED.parent, country)
    return country / SHIPPED.name


def spoil(folder: Path, old: str, new: str, *, file: str = FILE) -> list[str]:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check_place(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('first = "first_reply"\n', "", "automatic whatsapp.first: missing"),
        ('first = "first_reply"\n', 'first = "nothing"\n', "unknown 'nothing'"),
        ('channel = "sms"', 'channel = "phone"', "phone is no chat"),
        ('channel = "sms"', 'channel = "telegram"', "telegram stands there twice"),
        ("after_s = 60", "after_s = 0", "nudge location.after_s: must be more than 0"),
        ('when = "no_words"', 'when = "bored"', "Invalid enum value 'bored'"),
        ('id = "words"', 'id = "location"', "used 2 times"),
        ("{unit} is on its way", "Help is on its way", "canned on_the_way.text.en: must use the"),
        ("anda di 112: {{2}}. Balas", "anda di 112: {{3}}. Balas", "without a gap"),
        ("{{2}}. Reply to this message to talk to our staff.", "{{2}}", "at the start or end"),
        ('markers = [\n  "ado"', 'markers = [\n  "Ado"', "must be one word in small letters"),
        ('message = "busy"\ntext', 'message = "bussy"\ntext', "unknown 'bussy'"),
    ],
)
def test_a_mistake_is_named(folder: Path, old: str, new: str, said: str) -> None:
    found = spoil(folder, old.replace("anda", "Anda"), new.replace("anda", "Anda"))
    assert any(said in problem for problem in found), found


def test_a_greeting_is_one_sms_and_names_the_emergency_number(folder: Path) -> None:
    old = "112 Jambi: pesan lah masuk. Nyawa terancam? TELEPON 112 (gratis). Tulis"
    found = spoil(folder, old, "Jambi: pesan lah masuk. " + "x" * 160 + " Tulis")
    assert any("shorten it to 160" in problem for problem in found), found
    assert any("must name the emergency number 112" in problem for problem in found), found


def test_every_text_the_room_sends_by_itself_can_be_said_in_every_language(place: Place) -> None:
    for rules in place.conversation.automatic:
        for kind, message in rules.answers.items():
            for language in (None, *Language):
                words = place.words(message, language)
                assert words, (rules.channel, kind, language)
                assert not HOLE.search(words)


def test_only_whatsapp_can_be_called(place: Place) -> None:
    assert place.conversation.answer(Channel.WHATSAPP, Automatic.CALL)
    assert place.conversation.answer(Channel.SMS, Automatic.CALL) is None


def test_the_places_own_words_are_told_from_indonesian(place: Place) -> None:
    local = place.conversation.local
    assert local is not None
    markers = local.markers
    for text in (
        "Tolong, ado kebakaran di lorong, dak biso keluar",
        "Dimano posko, kito banjir nian",
        "Apo lagi, samo dio dak ado",
    ):
        assert language_of(text, local_markers=markers) is Language.LOCAL
    for text in (
        "Tolong, ada kebakaran di lorong, tidak bisa keluar",
        "Lampu jalan mati sudah dua malam di depan rumah saya",
    ):
        assert language_of(text, local_markers=markers) is Language.INDONESIAN
