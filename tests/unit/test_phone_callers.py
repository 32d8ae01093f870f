"""What a network says of a caller is read without believing it, and never held against anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.channels.phone.port import Offered
from siaga.channels.phone.protocol import Caller, read_caller, read_sent_location
from siaga.language.calls import CallerId

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
PIDF = """<presence xmlns="urn:ietf:params:xml:ns:pidf"><tuple id="t"><status>
<geopriv xmlns="urn:ietf:params:xml:ns:pidf:geopriv10"><location-info>{shape}</location-info>
</geopriv></status></tuple></presence>"""
POINT = '<Point xmlns="http://www.opengis.net/gml"><pos>{pos}</pos></Point>'
CIRCLE = (
    '<gs:Circle xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns="http://www.opengis.net/gml">'
    "<pos>-1.61 103.61</pos><gs:radius>{radius}</gs:radius></gs:Circle>"
)


def offered(caller: str = "", *, asserted: str = "", privacy: str = "") -> Offered:
    return Offered(call="c", at=AT, caller=caller, asserted=asserted, privacy=privacy)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (offered("081234567890"), "081234567890"),
        (offered("anything", asserted="<tel:+6281234567890>"), "+6281234567890"),
        (offered("081", asserted="sip:+62 812-345@carrier.example;user=phone"), "+62812345"),
        (offered("%2B62812345678"), "+62812345678"),
        (offered("110"), "110"),
    ],
)
def test_a_number_that_is_shown(said: Offered, number: str) -> None:
    if "%" in said.caller:
        said = offered(f"sip:{said.caller}@carrier.example")
    assert read_caller(said) == Caller(kind=CallerId.SHOWN, number=number)


@pytest.mark.parametrize(
    "said",
    [
        offered("anonymous", asserted="<tel:+6281234567890>"),
        offered("081234567890", privacy="id"),
        offered("081234567890", privacy="none; user"),
    ],
)
def test_who_asks_for_privacy_is_hidden_but_known_to_us(said: Offered) -> None:
    found = read_caller(said)
    assert found.kind is CallerId.HIDDEN
    assert found.number.endswith("81234567890")


def test_nobody_and_nothing() -> None:
    assert read_caller(offered("anonymous")) == Caller(kind=CallerId.HIDDEN)
    assert read_caller(offered("")) == Caller(kind=CallerId.ABSENT)
    assert read_caller(offered("", privacy="id")) == Caller(kind=CallerId.HIDDEN)


@pytest.mark.parametrize("digits", ["356938035643809", "3569380356438091", "35693803564380"])
def test_a_telephone_without_sim_shows_its_own_number(digits: str) -> None:
    assert read_caller(offered(digits)) == Caller(kind=CallerId.DEVICE, number=digits)


@pytest.mark.parametrize("digits", ["62811223344556", "08123456789012", "+358401234567890"])
def test_a_long_number_is_no_device(digits: str) -> None:
    assert read_caller(offered(digits)).kind is not CallerId.DEVICE


@pytest.mark.parametrize(
    "absurd",
    [
        "x' or 1=1 --",
        '"><script>',
        "1",
        "00000",
        "9" * 40,
        "٠١٢٣٤٥٦٧",
        "+62'741;x=1",
        "☎",
        "\x00\x01",
    ],
)
def test_an_absurd_caller_is_strange_and_still_a_caller(absurd: str) -> None:
    assert read_caller(offered(absurd)) == Caller(kind=CallerId.STRANGE)


@given(caller=st.text(), asserted=st.text(), privacy=st.text())
def test_any_text_is_some_caller(caller: str, asserted: str, privacy: str) -> None:
    found = read_caller(offered(caller, asserted=asserted, privacy=privacy))
    assert found.kind in CallerId
    assert found.number.removeprefix("+").isdigit() or found.number == ""


def test_the_place_a_network_sends() -> None:
    found = read_sent_location(PIDF.format(shape=POINT.format(pos="-1.6101 103.6131")))
    assert found is not None
    assert (found.latitude, found.longitude, found.accuracy_m) == (-1.6101, 103.6131, None)
    circle = read_sent_location(PIDF.format(shape=CIRCLE.format(radius="49.6")))
    assert circle is not None
    assert circle.accuracy_m == 50


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no xml",
        PIDF.format(shape=POINT.format(pos="0 0")),
        PIDF.format(shape=POINT.format(pos="91 10")),
        PIDF.format(shape=POINT.format(pos="here")),
        PIDF.format(shape=POINT.format(pos="nan 103")),
        PIDF.format(shape=""),
        '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + PIDF.format(shape=POINT.format(pos="-1 103")),
        PIDF.format(shape=POINT.format(pos="-1 103")) + " " * 20_000,
    ],
)
def test_a_place_that_is_none(document: str) -> None:
    assert read_sent_location(document) is None


@given(st.text(max_size=400))
def test_any_document_is_read_without_harm(document: str) -> None:
    found = read_sent_location(document)
    assert found is None or -90 <= found.latitude <= 90
