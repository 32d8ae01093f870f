"""Pasted chats in the forms telephones write them, and coordinates in links and words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from siaga.channels.forwarded.protocol import Form, Paste, Placeholder, read_paste
from siaga.channels.forwarded.protocol.places import closed_links, points

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)  # 11.00 WIB


def paste(text: str) -> Paste:
    return read_paste(text, ZONE, now=NOW)


def wib(paste_: Paste) -> list[str]:
    return [
        f"{m.sent_at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}" if m.sent_at else "-"
        for m in paste_.messages
    ]


ANDROID_ID = """26/11/26 10.21 - Pesan dan panggilan dienkripsi secara end-to-end.
26/11/26 10.21 - Pak RT 04: Assalamualaikum
ada rumah terbakar
di belakang pasar
26/11/26 10.22 - +62 812-0000-0001: <Media tidak disertakan>
26/11/26 10.22 - Pak RT 04: lokasi: https://maps.google.com/?q=-1.6101,103.6131
26/11/26 10.23 - Pak RT 04: Pesan ini dihapus
26/11/26 10.24 - Pak RT 04: korban 2 orang <Pesan ini diedit>
"""

ANDROID_EN = """11/26/26, 10:21 AM - Budi: House on fire
11/26/26, 10:22 AM - Budi: IMG-20261126-WA0003.jpg (file attached)
two trapped
11/13/26, 9:05\u202fPM - Budi: earlier
"""

IOS_ID = """[26/11/26 10.21.33] ~ Siti: Tolong, banjir
\u200e[26/11/26 10.21.40] ~ Siti: \u200e<terlampir: 00000012-PHOTO-2026-11-26-10-21-40.jpg>
[26/11/26 10.22.01] Bu Lurah: \u200epesan suara tidak disertakan
"""

COPY = """[10.21, 26/11/2026] Pak RT: ada api di gudang
[10.22, 26/11/2026] +62 813-0000-0002: jalan sempit
"""

TELEGRAM = """Budi Santoso, [26 Nov 2026 at 10:21:33]:
Pohon tumbang menutup jalan

Siti, [26.11.2026 10:22]
[ Photo ]
di depan masjid
"""

SMS = """Dari: +62 812-0000-0003
26/11/2026 10:21
Pesan: tolong ada begal di simpang
motornya dibawa lari"""


def test_an_export_of_android_in_indonesian() -> None:
    read = paste(ANDROID_ID)
    assert read.form is Form.WHATSAPP_ANDROID
    assert [m.sender or m.number for m in read.messages] == [
        "Pak RT 04",
        "+6281200000001",
        "Pak RT 04",
        "Pak RT 04",
        "Pak RT 04",
    ]
    assert read.messages[0].text == ("Assalamualaikum\nada rumah terbakar\ndi belakang pasar")
    assert [m.placeholder for m in read.messages] == [
        None,
        Placeholder.MEDIA,
        Placeholder.LOCATION,
        Placeholder.DELETED,
        None,
    ]
    assert read.messages[2].points[0].latitude == -1.6101
    assert read.messages[4].text == "korban 2 orang"
    assert wib(read)[0] == "2026-11-26 10:21:00"


def test_an_export_of_android_in_american_english() -> None:
    """The paste itself proves that the month comes first."""
    read = paste(ANDROID_EN)
    assert wib(read) == ["2026-11-26 10:21:00", "2026-11-26 10:22:00", "2026-11-13 21:05:00"]
    assert (read.messages[1].placeholder, read.messages[1].text) == (
        Placeholder.PHOTO,
        "two trapped",
    )


def test_an_export_of_ios() -> None:
    read = paste(IOS_ID)
    assert read.form is Form.WHATSAPP_IOS
    assert [(m.sender, m.placeholder) for m in read.messages] == [
        ("Siti", None),
        ("Siti", Placeholder.PHOTO),
        ("Bu Lurah", Placeholder.VOICE),
    ]
    assert wib(read)[0] == "2026-11-26 10:21:33"


def test_messages_copied_out_of_whatsapp_and_telegram() -> None:
    copied = paste(COPY)
    assert copied.form is Form.WHATSAPP_COPY
    assert [(m.sender, m.number, m.text) for m in copied.messages] == [
        ("Pak RT", None, "ada api di gudang"),
        (None, "+6281300000002", "jalan sempit"),
    ]
    telegram = paste(TELEGRAM)
    assert telegram.form is Form.TELEGRAM_COPY
    assert [(m.sender, m.text, m.placeholder) for m in telegram.messages] == [
        ("Budi Santoso", "Pohon tumbang menutup jalan", None),
        ("Siti", "di depan masjid", Placeholder.PHOTO),
    ]
    assert wib(telegram) == ["2026-11-26 10:21:33", "2026-11-26 10:22:00"]


def test_one_sms_with_its_sender_above_it() -> None:
    read = paste(SMS)
    [said] = read.messages
    assert read.form is Form.SMS
    assert said.number == "+6281200000003"
    assert said.text == "tolong ada begal di simpang\nmotornya dibawa lari"
    assert wib(read) == ["2026-11-26 10:21:00"]


@pytest.mark.parametrize(
    "text",
    [
        "Tolong, ada kebakaran di Jl. Melati 12: api besar",
        "12 orang terjebak\n\nRT 04 RW 01",
        "Catatan 26/11/26 pukul 10.21 ada api - besar sekali",
        "Pak: tolong\nBu: cepat",
        "[penting] rapat batal",
    ],
)
def test_what_has_no_form_is_one_message_whole(text: str) -> None:
    read = paste(text)
    assert read.form is Form.PLAIN
    assert [m.text for m in read.messages] == [text]
    assert read.messages[0].sender is None


def test_words_before_the_first_message_are_kept() -> None:
    read = paste("Diteruskan dari grup RT:\n" + COPY)
    assert read.messages[0].text == "Diteruskan dari grup RT:"
    assert len(read.messages) == 3


def test_a_day_that_cannot_be_and_one_that_has_not_come_are_no_times() -> None:
    read = paste("[10.21, 31/02/2026] A: x\n[10.21, 26/11/2027] A: y\n[25.99, 01/11/2026] A: z\n")
    assert wib(read) == ["-", "-", "-"]
    assert [m.text for m in read.messages] == ["x", "y", "z"]
    without_year = paste("[10.21, 27/11] A: x\n[10.21, 26/11] A: y\n")
    assert wib(without_year) == ["2025-11-27 10:21:00", "2026-11-26 10:21:00"]


def test_numbers_in_the_text_are_named() -> None:
    [said] = paste("hubungi 0812-0000-0001 atau +62 813 0000 0002, bukan 12.500.000").messages
    assert said.numbers == ("081200000001", "+6281300000002")


def test_of_a_long_chat_the_end_is_shown() -> None:
    lines = "".join(f"[10.21, 26/11/2026] A: pesan {n}\n" for n in range(450))
    read = paste(lines)
    assert (len(read.messages), read.left_out) == (200, 250)
    assert read.messages[-1].text == "pesan 449"


def test_a_normal_sentence_that_ends_like_an_edit_stays() -> None:
    assert paste("fotonya sudah diedit").messages[0].text == "fotonya sudah diedit"
    assert paste("sudah padam (diedit)").messages[0].text == "sudah padam"


# ---- places

HERE = (-1.6101, 103.6131)


@pytest.mark.parametrize(
    "text",
    [
        "https://maps.google.com/?q=-1.6101,103.6131",
        "https://www.google.com/maps?q=-1.6101%2C103.6131&z=17",
        "https://www.google.com/maps/@-1.6101,103.6131,17z",
        "https://www.google.com/maps/place/X/@-1.7,103.7,17z/data=!3m1!8m2!3d-1.6101!4d103.6131",
        "https://www.google.com/maps/search/?api=1&query=-1.6101,103.6131",
        "https://www.google.co.id/maps/dir//-1.6101,103.6131",
        "https://www.openstreetmap.org/#map=17/-1.6101/103.6131",
        "https://www.openstreetmap.org/?mlat=-1.6101&mlon=103.6131#map=5/0.1/100.1",
        "https://waze.com/ul?ll=-1.6101%2C103.6131&navigate=yes",
        "https://maps.apple.com/?ll=-1.6101,103.6131&q=Pin",
        "geo:-1.6101,103.6131",
        "geo:0.1,0.1?q=-1.6101,103.6131(Pin)",
        "di -1.6101, 103.6131 ya",
        "-1.6101,103.6131",
        "\u22121.6101, 103.6131",
        "lat: -1.6101 long: 103.6131",
        "Lintang -1.6101, Bujur 103.6131",
        "1.6101 LS 103.6131 BT",
        "1.6101° S, 103.6131° E",
        "1°36'36.36\"S 103°36'47.16\"E",
    ],
)
def test_coordinates_are_found(text: str) -> None:
    found = [(round(p.latitude, 4), round(p.longitude, 4)) for p in points(text)]
    assert HERE in found


def test_what_telephones_say_of_the_doubt_is_kept() -> None:
    assert points("geo:-1.6101,103.6131;u=35")[0].accuracy_m == 35
    assert points("geo:-1.6101,103.6131")[0].accuracy_m is None


@pytest.mark.parametrize(
    "text",
    [
        "Rp 1.500, 2.000",
        "jam 10.21, 26.11",
        "0.0, 0.0",
        "geo:0,0",
        "91.12345, 103.61310",
        "https://jahat.example/?q=-1.6101,103.6131",
        "nomor 0812.3456, 7890.1234",
        "versi 1.2.3, 4.5.6",
    ],
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert points(text) == ()


def test_links_without_coordinates_are_named_and_not_opened() -> None:
    text = "lihat https://maps.app.goo.gl/AbC123 dan https://maps.google.com/?q=-1.6101,103.6131"
    assert closed_links(text) == ("https://maps.app.goo.gl/AbC123",)
    assert closed_links("https://contoh.id/berita") == ()


def test_each_place_once_and_in_its_order() -> None:
    text = "-1.70, 103.70 lalu https://maps.google.com/?q=-1.6101,103.6131 lagi -1.6101, 103.6131"
    assert [p.latitude for p in points(text)] == [-1.70, -1.6101]
