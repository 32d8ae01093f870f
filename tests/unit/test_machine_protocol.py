"""Signed posts: signature, addresses that may be reached, what an answer means."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from siaga.channels.agency_api.protocol import (
    PostKind,
    Verdict,
    judge,
    may_reach,
    read_networks,
    read_secret,
    read_url,
    sign,
    verify,
)

TEXT = "whsec_" + base64.b64encode(b"rahasia-dua-puluh-empat-byte").decode()
SECRET = read_secret(TEXT)
BODY = b'{"event":"referral.sent"}'
NOW_S = int(datetime.now(UTC).timestamp())


def test_others_libraries_verify_what_we_sign() -> None:
    """standardwebhooks is what an agency's programmer would take."""
    headers = sign(SECRET, event_id="n-1", at_s=NOW_S, body=BODY)
    assert Webhook(TEXT).verify(BODY, headers) == {"event": "referral.sent"}
    with pytest.raises(WebhookVerificationError):
        Webhook(TEXT).verify(BODY + b" ", headers)


def test_we_verify_what_others_sign() -> None:
    at = datetime.fromtimestamp(NOW_S, UTC)
    headers = {
        "webhook-id": "n-2",
        "webhook-timestamp": str(NOW_S),
        "webhook-signature": "v1a,x " + Webhook(TEXT).sign("n-2", at, BODY.decode()),
    }
    assert verify(SECRET, headers, body=BODY, now_s=NOW_S) is Verdict.GENUINE
    assert verify(SECRET, headers, body=BODY + b"x", now_s=NOW_S) is Verdict.FORGED
    assert verify(SECRET, headers | {"webhook-id": "n-3"}, body=BODY, now_s=NOW_S) is Verdict.FORGED
    other = read_secret("whsec_" + base64.b64encode(b"x" * 24).decode())
    assert verify(other, headers, body=BODY, now_s=NOW_S) is Verdict.FORGED
    for now_s in (NOW_S - 301, NOW_S + 301):
        assert verify(SECRET, headers, body=BODY, now_s=now_s) is Verdict.STALE
    for broken in ("", "abc", "-1", "9" * 13, "\uff11\uff12"):
        headers["webhook-timestamp"] = broken
        assert verify(SECRET, headers, body=BODY, now_s=NOW_S) is Verdict.UNSIGNED


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_kurang", TEXT + "=", "whsec_AAAA"])
def test_a_weak_secret_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        read_secret(text)


INNER = (
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "169.254.0.9",
    "100.64.0.1",
    "100.100.100.200",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
)


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_never_reached(address: str) -> None:
    assert not may_reach(address, ())


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.1.1", "2606:4700::1111"])
def test_public_addresses_are(address: str) -> None:
    assert may_reach(address, ())


def test_only_a_named_network_of_the_house_opens() -> None:
    named = read_networks("10.20.0.0/16, 127.0.0.1/32")
    assert may_reach("10.20.3.4", named)
    assert may_reach("::ffff:10.20.3.4", named)
    assert not may_reach("10.21.0.1", named)
    assert not may_reach("127.0.0.2", named)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://x.id/",
        "//x.id/",
        "https://",
        "https://u:p@x.id/",
        "https://x.id/#a",
        "https://x.id:0/",
        "https://x.id:99999/",
        "https://x .id/",
        "https://x.id\\@10.0.0.1/",
        "https://xé.id/",
        "file:///etc/passwd",
        "https://x.id/" + "a" * 500,
    ],
)
def test_a_strange_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        read_url(url)


def test_an_address_is_read() -> None:
    target = read_url("https://sistem.example.id:8443/siaga?x=1")
    assert (target.host, target.secure) == ("sistem.example.id", True)


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (200, PostKind.DELIVERED, ""),
        (204, PostKind.DELIVERED, ""),
        (301, PostKind.REFUSED, "redirect"),
        (307, PostKind.REFUSED, "redirect"),
        (410, PostKind.REFUSED, "gone"),
        (422, PostKind.REFUSED, "http_422"),
        (401, PostKind.AGAIN, "http_401"),
        (404, PostKind.AGAIN, "http_404"),
        (429, PostKind.AGAIN, "http_429"),
        (500, PostKind.AGAIN, "http_500"),
        (503, PostKind.AGAIN, "http_503"),
    ],
)
def test_what_an_answer_means(status: int, kind: PostKind, reason: str) -> None:
    assert (judge(status).kind, judge(status).reason) == (kind, reason)


def test_a_receiver_may_say_when_but_not_never() -> None:
    assert judge(503, "30").retry_after_s == 30
    assert judge(503, "99999").retry_after_s == 300
    assert judge(503, "0").retry_after_s == 1
    assert judge(503, "Wed, 21 Oct 2026 07:28:00 GMT").retry_after_s is None
