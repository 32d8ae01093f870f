"""Sound and film: how long, and what was hidden in them; any bytes are understood."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.platform.file_kinds import is_what_it_says, kind_of
from siaga.platform.sound_files import BrokenFile, duration_s, without_hidden
from tests.files import amr, box, film, ogg_opus, wav

KINDS = ("audio/ogg", "audio/wav", "audio/amr", "audio/mp4", "video/mp4", "video/quicktime")


@pytest.mark.parametrize(
    ("data", "kind", "seconds"),
    [
        (ogg_opus(3.2), "audio/ogg", 4),
        (ogg_opus(95.0), "audio/ogg", 95),
        (wav(2.0), "audio/wav", 2),
        (amr(1.0), "audio/amr", 1),
        (film(seconds=12.5), "video/mp4", 13),
        (film(seconds=7, long=True), "video/3gpp", 7),
        (b"ID3\x04", "audio/mpeg", None),
        (film(seconds=0, scale=0), "video/mp4", None),
        (film(seconds=10**6), "video/mp4", None),
    ],
)
def test_how_long_it_lasts(data: bytes, kind: str, seconds: int | None) -> None:
    assert duration_s(data, kind) == seconds


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"OggS\x00", "audio/ogg"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (box(b"moov", box(b"mvhd", b"\x01" + b"\0" * 20)), "video/mp4"),
    ],
)
def test_what_no_player_would_play_is_broken(data: bytes, kind: str) -> None:
    with pytest.raises(BrokenFile):
        duration_s(data, kind)


def test_where_and_with_what_a_film_was_made_is_blanked() -> None:
    note = b"\x00\x12\x15\xc7-01.6101+103.6131/"
    data = film(seconds=5, hidden=box(b"udta", box(b"\xa9xyz", note)))
    bare = without_hidden(data, "video/mp4")
    assert bare.place == (-1.6101, 103.6131)
    assert len(bare.data) == len(data), "nothing that points into it has to be moved"
    assert b"103.6131" not in bare.data
    assert b"udta" not in bare.data
    assert duration_s(bare.data, "video/mp4") == 5


def test_a_track_of_notes_is_blanked_and_picture_and_sound_stay() -> None:
    def track(handler: bytes, note: bytes) -> bytes:
        told = box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)
        return box(b"trak", box(b"mdia", told + box(b"minf", note)))

    tracks = track(b"vide", b"gambar") + track(b"soun", b"suara") + track(b"meta", b"catatan")
    bare = without_hidden(film(seconds=5, hidden=tracks), "video/quicktime").data
    assert b"gambar" in bare
    assert b"suara" in bare
    assert b"catatan" not in bare


def test_apples_way_of_telling_where() -> None:
    keys = box(b"meta", b"mdta com.apple.quicktime.location.ISO6709 -01.61+103.61+020/")
    bare = without_hidden(film(seconds=1, hidden=keys), "video/quicktime")
    assert bare.place == (-1.61, 103.61)
    assert b"+103.61" not in bare.data


def test_sound_in_other_containers_stays() -> None:
    data = ogg_opus(1)
    assert without_hidden(data, "audio/ogg").data == data


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(KINDS))
def test_any_bytes_end_in_an_answer(data: bytes, kind: str) -> None:
    try:
        found = duration_s(data, kind)
    except BrokenFile:
        found = None
    assert found is None or found >= 0
    assert len(without_hidden(data, kind).data) == len(data)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=4)), max_size=6))
def test_a_film_broken_anywhere_ends_in_an_answer(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(film(seconds=5, hidden=box(b"udta", b"-01.61+103.61/")))
    for at, change in changes:
        data[at : at + len(change)] = change
    without_hidden(bytes(data), "video/mp4")
    try:
        duration_s(bytes(data), "video/mp4")
    except BrokenFile:
        return


def test_boxes_without_end_are_no_endless_work() -> None:
    nested = b""
    for _ in range(5_000):
        nested = struct.pack(">I4s", len(nested) + 8, b"moov") + nested
    many = struct.pack(">I4s", 8, b"free") * 50_000
    for data in (nested, many):
        assert len(without_hidden(data, "video/mp4").data) == len(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a", "image/gif"),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"#!AMR\n\x3c", "audio/amr"),
        (b"\xff\xf1\x50", "audio/aac"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp4", "video/3gpp"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypqt  ", "video/quicktime"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (b"%PDF-1.7", "application/pdf"),
        (b"MZ\x90\x00", None),
        (b"\x7fELF", None),
        (b"PK\x03\x04", None),
        (b"7z\xbc\xaf\x27\x1c", None),
        (b"\x1f\x8b\x08", None),
        (b"<html>", None),
        (b"<?xml version='1.0'?><svg onload=x>", None),
        (b"<svg xmlns=", None),
        (b"#!/bin/sh", None),
        (b"<script>", None),
        (b"\xff\xfet\x00e\x00", None),
        (b"\xef\xbb\xbf<html>", None),
        (b"BEGIN:VCARD", None),
        (b"", None),
        (b"\xd0\xcf\x11\xe0", None),
    ],
)
def test_what_a_file_is(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("said", "kind", "fits"),
    [
        ("image/jpeg", "image/png", True),
        ("image/jpeg", "application/pdf", False),
        ("image/jpeg", "video/mp4", False),
        ("audio/ogg; codecs=opus", "audio/ogg", True),
        ("audio/mp4", "video/mp4", True),
        ("video/mp4", "image/jpeg", False),
        ("application/octet-stream", "image/jpeg", True),
        ("application/pdf", "application/pdf", True),
        ("", "image/png", True),
        ("image/*", "image/webp", True),
    ],
)
def test_what_it_says_it_is(said: str, kind: str, fits: bool) -> None:
    assert is_what_it_says(said, kind) is fits
