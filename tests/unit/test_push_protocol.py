"""Web push: the RFC's own example, what may be posted to, what answers mean."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from siaga.channels.push.protocol import (
    PushEnd,
    Subscription,
    b64,
    decrypt,
    encrypt,
    judge,
    may_post,
    public_text,
    read_subscription,
    topic_of,
    unb64,
    vapid,
)
from siaga.language.values import FieldError

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
THEIR_SECRET = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
OUR_SECRET = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
    "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVB"
    "St2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)

HOSTS = ("fcm.googleapis.com", "*.push.apple.com", "127.0.0.1")


def key_of(secret: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unb64(secret), "big"), ec.SECP256R1())


def subscription(endpoint: str = "https://fcm.googleapis.com/x") -> Subscription:
    return Subscription(endpoint=endpoint, key=unb64(THEIRS), auth=unb64(AUTH))


def test_the_body_is_the_one_of_the_standard() -> None:
    body = encrypt(PLAIN, subscription(), own=key_of(OUR_SECRET), salt=unb64(SALT))
    assert b64(body) == SEALED


def test_what_a_browser_opens_is_what_was_written() -> None:
    assert decrypt(unb64(SEALED), own=key_of(THEIR_SECRET), auth=unb64(AUTH)) == PLAIN


def test_the_signature_is_good_for_this_service_and_half_a_day() -> None:
    key = key_of(OUR_SECRET)
    now = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    header = vapid("https://fcm.googleapis.com", key, subject="mailto:a@b.id", now=now)
    token, _, public = header.removeprefix("vapid t=").partition(", k=")
    assert public == public_text(key)
    signed, _, signature = token.rpartition(".")
    raw = unb64(signature)
    proof = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.public_key().verify(proof, signed.encode(), ec.ECDSA(SHA256()))
    claims = unb64(signed.partition(".")[2]).decode()
    assert '"aud":"https://fcm.googleapis.com"' in claims
    assert f'"exp":{int(now.timestamp()) + 12 * 3600}' in claims


@pytest.mark.parametrize(
    ("endpoint", "allowed"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://web.push.apple.com/Q1", True),
        ("http://127.0.0.1:4000/a", True),
        ("http://fcm.googleapis.com/a", False),
        ("https://fcm.googleapis.com:8443/a", False),
        ("https://fcm.googleapis.com.evil.example/a", False),
        ("https://evil.example@fcm.googleapis.com/a", False),
        ("https://push.apple.com.evil/a", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1]/a", False),
        ("file:///etc/passwd", False),
        ("https://fcm.googleapis.com:99999/", False),
    ],
)
def test_only_known_services_are_posted_to(endpoint: str, allowed: bool) -> None:
    assert may_post(endpoint, HOSTS) is allowed


GOOD: dict[str, Any] = {
    "endpoint": "https://fcm.googleapis.com/x",
    "keys": {"p256dh": THEIRS, "auth": AUTH},
}


def test_a_browsers_subscription_is_read_and_written_alike() -> None:
    assert read_subscription(GOOD, HOSTS) == subscription()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"endpoint": None}, "endpoint"),
        ({"endpoint": "https://evil.example/x"}, "endpoint"),
        ({"keys": None}, "keys"),
        ({"keys": {"p256dh": THEIRS, "auth": "AA"}}, "keys.auth"),
        ({"keys": {"p256dh": AUTH, "auth": AUTH}}, "keys.p256dh"),
        ({"keys": {"p256dh": b64(b"\x04" + b"\x01" * 64), "auth": AUTH}}, "keys.p256dh"),
        ({"keys": {"p256dh": "§" * 87, "auth": AUTH}}, "keys.p256dh"),
    ],
)
def test_a_wrong_subscription_names_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldError) as caught:
        read_subscription(GOOD | change, HOSTS)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("status", "end"),
    [
        (201, PushEnd.TAKEN),
        (404, PushEnd.GONE),
        (410, PushEnd.GONE),
        (413, PushEnd.WRONG),
        (403, PushEnd.WRONG),
        (429, PushEnd.LATER),
        (503, PushEnd.LATER),
    ],
)
def test_what_an_answer_means(status: int, end: PushEnd) -> None:
    assert judge(status).end is end


def test_a_service_may_ask_for_patience_but_not_for_ever() -> None:
    assert judge(429, "30").retry_after_s == 30
    assert judge(429, "86400").retry_after_s == 300
    assert judge(429, "Wed, 21 Oct").retry_after_s is None


def test_a_topic_is_short_and_the_alerts_own() -> None:
    assert len(topic_of("dispatch-1")) == 32
    assert topic_of("dispatch-1") != topic_of("dispatch-2")
