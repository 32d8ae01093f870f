"""Signed posts between machines: signature, addresses that may be reached, what an answer means.

The signature is that of the open convention Standard Webhooks (standardwebhooks.com): HMAC-SHA256
over "id.timestamp.body" under a shared secret, in base64 after "v1,".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
SECRET_PREFIX = "whsec_"
SECRET_BYTES = (24, 64)
TOLERANCE_S = 300
URL_MAX = 500
RETRY_AFTER_S_MAX = 300.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = frozenset({"169.254.169.254", "100.100.100.200", "fd00:ec2::254"})


class Verdict(StrEnum):
    GENUINE = "genuine"
    UNSIGNED = "unsigned"  # a header is missing or no number
    STALE = "stale"  # too old, or of the future: perhaps a replay
    FORGED = "forged"


class PostKind(StrEnum):
    DELIVERED = "delivered"
    AGAIN = "again"  # it certainly did not take it, or says so
    REFUSED = "refused"  # trying again would change nothing
    UNKNOWN = "unknown"  # it may have taken it


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    kind: PostKind
    reason: str = ""  # a code
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a post goes. `literal`: the host is an address itself."""

    url: str
    host: str
    secure: bool


def read_secret(text: str) -> bytes:
    """Raises ValueError."""
    try:
        secret = base64.b64decode(text.strip().removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("secret") from error
    least, most = SECRET_BYTES
    if not least <= len(secret) <= most:
        raise ValueError("secret")
    return secret


def sign(secret: bytes, *, event_id: str, at_s: int, body: bytes) -> dict[str, str]:
    """The headers that prove who posts, and when."""
    signature = base64.b64encode(_mac(secret, event_id, at_s, body)).decode()
    return {ID: event_id, TIMESTAMP: str(at_s), SIGNATURE: f"v1,{signature}"}


def verify(secret: bytes, headers: Mapping[str, str], *, body: bytes, now_s: float) -> Verdict:
    """`headers` by their small-letter names."""
    event_id, at, signatures = (headers.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE))
    if not event_id or not signatures or not (at.isascii() and at.isdecimal() and len(at) < 12):
        return Verdict.UNSIGNED
    wanted = base64.b64encode(_mac(secret, event_id, int(at), body)).decode()
    found = [each.partition(",") for each in signatures.split(" ")]
    if not any(
        version == "v1" and hmac.compare_digest(given.encode(), wanted.encode())
        for version, _, given in found
    ):
        return Verdict.FORGED
    if abs(now_s - int(at)) > TOLERANCE_S:
        return Verdict.STALE
    return Verdict.GENUINE


def read_url(url: str) -> Target:
    """Raises ValueError with a code."""
    if len(url) > URL_MAX or not url.isascii() or any(c.isspace() or c == "\\" for c in url):
        raise ValueError("url")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError("url") from error
    if parts.scheme not in ("https", "http") or not host or port == 0:
        raise ValueError("url")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("url")
    return Target(url=url, host=host, secure=parts.scheme == "https")


def read_networks(text: str) -> tuple[Network, ...]:
    """ "10.1.0.0/16, 127.0.0.1/32"; raises ValueError."""
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())


def is_named(address: str, networks: Sequence[Network]) -> bool:
    """Whether the house's own settings allow this address, whatever it is."""
    known = _inner(ipaddress.ip_address(address))
    return any(known in network for network in networks)


def may_reach(address: str, networks: Sequence[Network]) -> bool:
    """A public address, or one of a network that the settings name.

    Never loopback, private, link-local, shared, reserved or metadata addresses, nor those that
    only wrap one (IPv4 in IPv6, 6to4, Teredo, NAT64).
    """
    known = ipaddress.ip_address(address)
    inner = _inner(known)
    if any(inner in network for network in networks):
        return True
    if str(inner) in _METADATA:
        return False
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _inner(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def judge(status: int, retry_after: str = "") -> Posted:
    """What a receiver's answer means. Only 2xx is a delivery; a redirect is never followed."""
    reason = f"http_{status}"
    if 200 <= status < 300:
        return Posted(kind=PostKind.DELIVERED)
    if 300 <= status < 400:
        return Posted(kind=PostKind.REFUSED, reason="redirect")
    if status == 410:
        return Posted(kind=PostKind.REFUSED, reason="gone")
    if status in (400, 413, 415, 422):
        return Posted(kind=PostKind.REFUSED, reason=reason)
    wait_s = float(retry_after) if retry_after.isdecimal() and len(retry_after) < 6 else None
    if wait_s is not None:
        wait_s = min(max(wait_s, 1.0), RETRY_AFTER_S_MAX)
    return Posted(kind=PostKind.AGAIN, reason=reason, retry_after_s=wait_s)


def _mac(secret: bytes, event_id: str, at_s: int, body: bytes) -> bytes:
    return hmac.digest(secret, f"{event_id}.{at_s}.".encode() + body, hashlib.sha256)
