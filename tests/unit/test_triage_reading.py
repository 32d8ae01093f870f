"""What messages mean: the words everybody here must be understood by, and those that mislead."""

from __future__ import annotations

import pytest

from siaga.language.values import IncidentTypeId, Priority
from tests.triage_house import read, rules

ALARM_AT = rules().judging.alarm_at
PRANK_AT = rules().judging.prank_at


@pytest.mark.parametrize(
    ("text", "kind", "priority"),
    [
        ("angin duduk", "medical.chest_pain", "P1"),
        ("bapak aku angin duduk pak tolong", "medical.chest_pain", "P1"),
        ("anak saya step", "medical.seizure", "P1"),
        ("budak step matonyo putih galo", "medical.seizure", "P1"),
        ("ado budak kelelep di sungai", "rescue.drowning", "P1"),
        ("KELELEP", "rescue.drowning", "P1"),
        ("orang kestrum di atap", "medical.electric_shock", "P1"),
        ("kakek semaput di kamar mandi", "medical.unconscious", "P1"),
        ("murid kesurupan di sekolah", "medical", "P2"),
        ("ada yang mati di parit", "found_person.dead", "P2"),
        ("ado wong mati", "found_person.dead", "P2"),
        ("mati lampu", "public_facility.power", "P4"),
        ("lampu jalan mati depan rumah", "public_facility.street_light", "P4"),
        ("lampu jln dak idup petang nian", "public_facility.street_light", "P4"),
        ("saya terjebak di kamar", "rescue.trapped", "P1"),
        ("rumah kelelep aek la sepinggang", "disaster.flood", "P2"),
        ("ular masuk rumah", "rescue.animal_snake", "P2"),
        ("digigit ular", "medical.bite", "P2"),
        ("kbakaran rmh dpn kantor camat", "fire.building", "P1"),
        ("rumah wong tebako pak", "fire.building", "P1"),
        ("motor ditabrak truk, korban ga sadar", "traffic_accident.injury", "P1"),
        ("my husband is hitting me", "crime.domestic_violence", "P1"),
        ("I want to kill myself", "rescue.suicide_threat", "P1"),
    ],
)
def test_the_words_of_the_city_are_understood(text: str, kind: str, priority: str) -> None:
    reading = read(text)
    assert (reading.incident_type, reading.priority) == (IncidentTypeId(kind), priority)
    assert (reading.emergency >= ALARM_AT) is (priority in ("P1", "P2"))


@pytest.mark.parametrize(
    "text",
    [
        "tolong", "TOLONG!!!", "tlg", "toloooong 😭", "tulung", "help", "SOS", "tolong pak cepat",
        "tolong ke rumah saya sekarang", "tolong kami disiko pak", "butuh bantuan sekarang",
    ],
)  # fmt: skip
def test_a_bare_cry_for_help_is_an_emergency_until_known_otherwise(text: str) -> None:
    reading = read(text)
    assert reading.priority is Priority.P1
    assert reading.emergency >= rules().judging.help_least
    assert reading.category == "other"
    assert reading.incident_type is None
    assert reading.prank < PRANK_AT


@pytest.mark.parametrize(
    "text",
    [
        "kebakaran tadi sudah padam, tidak usah datang",
        "api nyo la padam pak",
        "itu bukan kebakaran, cuma orang bakar sate",
        "tidak ada kecelakaan pak, cuma motor mogok",
        "hati terbakar cemburu",
        "hatiku kebakaran wkwk",
        "kebakaran!! kebakaran jenggot haha",
        "ayo bakar semangat tim kita",
        "nonton film kebakaran di bioskop",
        "kalau rumah kebakaran nomor berapa ya",
        "step by step cara daftar bpjs",
        "hp lowbat mau mati",
        "ambulan tidak jadi, pasien sudah dibawa",
        "the fire is already out, no need to come",
    ],
)
def test_denied_past_and_proverbial_danger_is_none(text: str) -> None:
    reading = read(text)
    assert reading.emergency < ALARM_AT
    assert reading.category == "none"


@pytest.mark.parametrize(
    "text",
    [
        "api belum padam pak masih besar",
        "damkar sudah datang tapi api masih menyala, rumah kebakaran",
        "dia belum sadar juga",
        "lagi nonton tv tiba tiba rumah tetangga kebakaran",
        "aku lapar nih eh rumah sebelah kebakaran",
        "bukan prank, rumah kebakaran beneran",
    ],
)
def test_what_is_not_over_stays_an_emergency(text: str) -> None:
    assert read(text).emergency >= ALARM_AT


@pytest.mark.parametrize(
    "text",
    [
        "wkwk om main yuk",
        "mbak cantik kenalan yuk",
        "pesan pizza dua",
        "goblok kalian semua 112",
        "slot gacor daftar https://slot.example",
        "pinjaman dana cepat cair hub 0812-0000-0000",
        "lapor ada pocong di toilet hahaha",
    ],
)
def test_pranks_are_hinted(text: str) -> None:
    reading = read(text)
    assert reading.prank >= PRANK_AT
    assert reading.emergency < ALARM_AT


@pytest.mark.parametrize(
    "text",
    [
        "anjing cepetan rumah kebakaran ini",
        "wkwk maaf kepencet, ini beneran bapak saya ga sadar",
        "hahaha jangan ketawa, anak saya kejang",
        "goblok lama banget, orang ga bernapas ini",
        "kontol lah ambulan mana, istri saya pendarahan",
        "om main yuk wkwk eh adek aku tenggelam",
    ],
)
def test_danger_is_never_hinted_as_a_prank(text: str) -> None:
    reading = read(text)
    assert reading.prank <= rules().judging.prank_most
    assert reading.emergency >= ALARM_AT


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("tabrakan, korban 3 orang luka", 3),
        ("yang luko duo uwong", 2),
        ("tigo wong pingsan", 3),
        ("kecelakaan dua motor, tidak ada yang luka", 0),
        ("bapak saya pingsan", 1),
        ("anak saya kejang sudah 5 menit", 1),
        ("halo 112 istri saya sesak napas", 1),
        ("rt 04 ada orang pingsan", 1),
        ("puluhan murid keracunan", None),
        ("lampu jalan mati", None),
    ],
)
def test_the_injured_are_counted(text: str, injured: int | None) -> None:
    assert read(text).injured == injured


@pytest.mark.parametrize(
    "text",
    [
        "kami di atap banjir tolong perahu",
        "istri hamil tua terjebak banjir",
        "nenek lumpuh masih di dalam rumah kebakaran",
        "anak saya terkunci di mobil",
        "kami terjebak di lantai 2 kebakaran",
    ],
)
def test_somebody_to_be_fetched_is_asked_about(text: str) -> None:
    assert read(text).own_victim


def test_a_street_light_fetches_nobody() -> None:
    assert not read("lampu jalan mati dekat rumah nenek").own_victim


def test_several_categories_where_true() -> None:
    shares = dict(read("tabrakan truk tangki, mobilnya terbakar").categories)
    assert shares["traffic_accident"] > 0.5
    assert shares["fire"] > 0.5
    assert shares["missing_person"] < 0.1


def test_the_cause_stands_first() -> None:
    assert read("kami terjebak banjir di atap rumah").category == "disaster"
    assert read("rumah kebakaran, kami terjebak di lantai 2").category == "fire"
    assert read("sopir terjepit habis tabrakan").category == "traffic_accident"


def test_reasons_are_words_of_the_lexicon() -> None:
    reasons = read("bpk sy kena anginduduk di rt 04 atas nama pakbudiono").reasons
    assert any(reason.word == "angin duduk" and reason.points > 0 for reason in reasons)
    assert reasons[0].key == "rule.danger"
    assert not any("budiono" in reason.word for reason in reasons)


@pytest.mark.parametrize("text", ["", " ", "\n", "?", "...", "🙏", "👍", "‮‏", "\ud800"])
def test_nothing_said_is_nothing_read(text: str) -> None:
    reading = read(text)
    assert reading.emergency < ALARM_AT
    assert reading.category == "none"


def test_a_meal_alone_may_be_all_that_somebody_can_say() -> None:
    def keys(text: str) -> list[str]:
        return [reason.key for reason in read(text).reasons]

    assert "rule.order" in keys("Pesan nasi goreng satu")
    assert "rule.order" not in keys("wkwkwk kena prank, mau pesan nasi goreng satu")
