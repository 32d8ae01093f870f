"""AML as others recorded it, and what hostile input becomes."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from siaga.channels.aml.protocol import is_aml, read_form, read_sms, signature_ok
from siaga.channels.sms.protocol.reading import text_of
from tests.contract.whatsapp_recorded import folder

pytestmark = pytest.mark.needs_data

KEY = b"AML"


@cache
def vectors() -> dict[str, Any]:
    path = folder().parent / "standards" / "aml" / "vectors.json"
    if not path.is_file():
        pytest.skip("NOT RUN: AML vectors are absent; set SIAGA_SHARED_DATA")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_version_1() -> None:
    for vector in vectors()["sms_v1"]:
        located = read_sms(vector["text"])
        assert is_aml(vector["text"])
        assert located.usable is vector["valid_ml"]
        if located.usable:
            assert (located.latitude, located.longitude) == (vector["lat"], vector["lng"])
            assert (located.accuracy_m, located.certainty, located.method) == (52, 68, "gps")
        else:
            assert located.problem == "length"
        assert located.raw == vector["text"]


def test_version_2() -> None:
    for vector in vectors()["sms_v2"]:
        located = read_sms(vector["text"])
        assert located.form == "sms_v2"
        assert (located.latitude, located.longitude) == (vector["lat"], vector["lng"])
        assert located.accuracy_m == vector["accuracy_m"]
        assert located.located_at is not None
        assert located.located_at.timestamp() == vector["location_time_epoch"]


def test_data_sms() -> None:
    for vector in vectors()["data_sms_hex_gsm7"]:
        text = text_of(bytes.fromhex(vector["hex"]), 4)
        assert text == vector["text"]
        assert read_sms(text, data=True).usable


def test_forms_and_their_signature() -> None:
    signed = 0
    for vector in vectors()["https"]:
        body = vector["body"].encode()
        located = read_form(body)
        assert located.usable
        assert located.number is not None
        assert located.number.startswith("+")
        assert located.accuracy_m == 10.4
        assert signature_ok(KEY, body) is ("hmac_key" in vector)
        signed += "hmac_key" in vector
        assert not signature_ok(b"another", body)
        assert not signature_ok(KEY, body.replace(b"location_latitude=", b"location_latitude=1"))
    assert signed
