"""Meta's two proofs, signature and verification, and the settings that hold the secrets."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest

from siaga.channels.whatsapp.protocol import answer_verification, signature_ok
from siaga.channels.whatsapp.settings import WhatsAppSettings


def signature(secret: bytes, raw: bytes) -> str:
    return "sha256=" + hmac.new(secret, raw, sha256).hexdigest()


def test_only_our_secret_over_these_bytes_is_a_signature() -> None:
    raw = '{"a":"🔥"}'.encode()
    good = signature(b"rahasia", raw)
    assert signature_ok(b"rahasia", raw, header=good)
    assert signature_ok((b"baru", b"rahasia"), raw, header=good)
    assert not signature_ok(b"rahasia", raw + b" ", header=good)
    for header in (
        None,
        "",
        "sha256=",
        good[:-1],
        good[7:],
        "sha1=" + good[7:],
        "é" * 71,
        "\ud800",
    ):
        assert not signature_ok(b"rahasia", raw, header=header)
        assert signature_ok(b"rahasia", raw, header=header, bare=True) is (header == good[7:])
    assert signature_ok(b"rahasia", raw, header=good, bare=True)
    assert not signature_ok((), raw, header=good)
    assert not signature_ok(b"", raw, header=signature(b"", raw))


def test_verification_answers_the_challenge_only_with_our_token() -> None:
    ours = WhatsAppSettings(enabled=False, verify_token="kata-kita")
    query = {"hub.mode": "subscribe", "hub.verify_token": "kata-kita", "hub.challenge": "1158"}
    assert answer_verification(query, ours) == "1158"
    for change in (
        {"hub.mode": "unsubscribe"},
        {"hub.verify_token": "salah"},
        {"hub.verify_token": "\ud800"},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 5000},
    ):
        assert answer_verification({**query, **change}, ours) is None
    assert answer_verification(query, WhatsAppSettings(enabled=False)) is None
    assert answer_verification({}, ours) is None


def test_secrets_do_not_show_and_gaps_are_named() -> None:
    complete = {
        "app_secrets": (b"aaa-rahasia",),
        "verify_token": "bbb-rahasia",
        "token": "ccc-rahasia",
        "phone_number_id": "106540352242922",
        "graph_url": "https://graph.facebook.com/v25.0",
    }
    assert "rahasia" not in repr(WhatsAppSettings(enabled=True, **complete))  # type: ignore[arg-type]
    for name in complete:
        with pytest.raises(ValueError, match=name):
            WhatsAppSettings(enabled=True, **{**complete, name: type(complete[name])()})  # type: ignore[arg-type]
