"""AML texts and forms that were cut, changed or made up."""

from __future__ import annotations

import pytest

from siaga.channels.aml.protocol import is_aml, read_form, read_sms, signature_ok


def v1(fields: str) -> str:
    """With the length it has."""
    for length in range(10, 200):
        text = f'A"ML=1;{fields};ml={length}'
        if len(text) == length:
            return text
    raise AssertionError(fields)


def test_a_text_of_a_person_is_none() -> None:
    assert not is_aml('Tolong "ML=1" A"')
    assert read_sms("Tolong").problem == "not_aml"
    assert is_aml('\ufeff A"ML=1;')


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("lt=-1.61;lg=103.61;rd=20;lc=68;pm=W", ""),
        ("lt=+00.00000;lg=+000.00000;rd=N", "zero"),
        ("lt=103.61;lg=-1.61;rd=20", "out_of_range"),
        ("lt=N;lg=N;rd=N;pm=N", "no_location"),
        ("lt=1e9;lg=103.61", "no_location"),
        ("lt=nan;lg=inf", "no_location"),
        ("rd=20", "no_location"),
    ],
)
def test_version_1(fields: str, problem: str) -> None:
    located = read_sms(v1(fields))
    assert located.problem == problem
    assert located.usable is (problem == "")


def test_what_was_cut_or_changed_is_shown_and_not_believed() -> None:
    whole = v1("lt=-1.61000;lg=103.61000;rd=20;lc=68;pm=G")
    for text in (whole[:-1], whole.replace("103.61", "103.62222"), whole.replace("ml=", "mx=")):
        located = read_sms(text)
        assert located.problem == "length"
        assert located.latitude is None
        assert located.raw == text


def test_what_was_not_measured_is_not_told() -> None:
    located = read_sms('A"ML=2;en=112;et=1764000000;lo=-1.61,103.61,;lt=;lc=;lz=;ls=U;ei=')
    assert located.usable
    assert (located.accuracy_m, located.certainty, located.method) == (None, None, "")
    assert located.located_at is not None
    assert located.located_at.timestamp() == 1_764_000_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"&" * 4096,
        b"a=b&" * 400,
        b"v=1&device_number=%2B62812&location_latitude=0&location_longitude=0",
        b"v=1&device_number=<script>&location_latitude=91&location_longitude=0",
        b"v=1&location_latitude=-1.6&location_latitude=9&location_longitude=x",
    ],
)
def test_strange_forms_are_no_location(body: bytes) -> None:
    assert not read_form(body).usable


def test_a_form_is_read_and_its_number_is_one() -> None:
    body = (
        b"v=1&device_number=0812-0000+0001&location_latitude=-1.61&location_longitude=103.61"
        b"&location_time=1764000000123&location_accuracy=12.5&location_source=wifi"
    )
    located = read_form(body)
    assert (located.latitude, located.longitude, located.accuracy_m) == (-1.61, 103.61, 12.5)
    assert located.number == "081200000001"
    assert located.method == "wifi"
    assert located.located_at is not None
    assert int(located.located_at.timestamp()) == 1_764_000_000


def test_without_a_key_or_a_signature_nothing_is_proven() -> None:
    assert not signature_ok(b"", b"v=1&hmac=")
    assert not signature_ok(b"kunci", b"v=1")
    assert not signature_ok(b"kunci", b"v=1&hmac=%zz")
