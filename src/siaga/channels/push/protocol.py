"""What is posted to a push service, and what its answer means. Pure: keys and salt are handed in.

RFC 8030 (the post), 8188 and 8291 (the encrypted body), 8292 (who we are).
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from siaga.language.values import FieldError

SALT_BYTES = 16
AUTH_BYTES = 16
POINT_BYTES = 65  # uncompressed, on P-256
RECORD_BYTES = 4096
PAYLOAD_BYTES_MAX = 3_000  # services take 4096 after encryption, some less
SIGNED_FOR = timedelta(hours=12)  # RFC 8292: 24 h at most
ENDPOINT_MAX = 1_000
WAIT_S_MAX = 300

_HOST = re.compile(r"[a-z0-9.:-]{1,253}")


class PushEnd(StrEnum):
    TAKEN = "taken"
    GONE = "gone"  # the browser does not exist any more
    LATER = "later"
    WRONG = "wrong"  # sending the same again is useless
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    endpoint: str
    key: bytes  # the browser's public key, a point
    auth: bytes

    @property
    def origin(self) -> str:
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"

    def as_text(self) -> str:
        keys = {"p256dh": b64(self.key), "auth": b64(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys}, sort_keys=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    end: PushEnd
    code: str = ""
    retry_after_s: float | None = None


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_subscription(value: Any, hosts: tuple[str, ...]) -> Subscription:
    """What a browser's `PushSubscription.toJSON()` gave. Raises FieldError naming the field."""
    endpoint = value.get("endpoint") if isinstance(value, dict) else None
    keys = value.get("keys") if isinstance(value, dict) else None
    if not isinstance(endpoint, str) or not 0 < len(endpoint) <= ENDPOINT_MAX:
        raise FieldError("endpoint", "wajib diisi")
    if not may_post(endpoint, hosts):
        raise FieldError("endpoint", "bukan layanan push yang dikenal; lihat push_hosts")
    if not isinstance(keys, dict):
        raise FieldError("keys", "wajib diisi")
    key = _bytes_of(keys, "p256dh", POINT_BYTES)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise FieldError("keys.p256dh", "bukan kunci P-256") from error
    return Subscription(endpoint=endpoint, key=key, auth=_bytes_of(keys, "auth", AUTH_BYTES))


def _bytes_of(keys: dict[str, Any], name: str, length: int) -> bytes:
    value = keys.get(name)
    try:
        found = unb64(value) if isinstance(value, str) and len(value) < 200 else b""
    except ValueError:
        found = b""
    if len(found) != length:
        raise FieldError(f"keys.{name}", f"harus {length} byte base64url")
    return found


def may_post(endpoint: str, hosts: tuple[str, ...]) -> bool:
    """`hosts`: names, or `*.name` for all below it. Plain http only to this machine itself."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if not _HOST.fullmatch(host) or parts.username or parts.password or "\\" in endpoint:
        return False
    here = host in ("127.0.0.1", "localhost") and host in hosts
    if parts.scheme != "https" and not here:
        return False
    if not here and port not in (None, 443):
        return False
    return any(_is(host, name) for name in hosts)


def _is(host: str, name: str) -> bool:
    return host.endswith(name[1:]) if name.startswith("*.") else host == name


def encrypt(
    payload: bytes, to: Subscription, *, own: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """The body in one record (RFC 8291, section 3.4); `own` is used for this one message."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.key)
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derive(shared, to.auth, b"WebPush: info\0" + to.key + point, length=32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", length=12)
    head = salt + struct.pack("!IB", RECORD_BYTES, len(point)) + point
    return head + AESGCM(key).encrypt(nonce, payload + b"\x02", None)


def decrypt(body: bytes, *, own: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser does. Raises ValueError or cryptography's InvalidTag."""
    salt, (_, length) = body[:SALT_BYTES], struct.unpack("!IB", body[SALT_BYTES : SALT_BYTES + 5])
    point = body[SALT_BYTES + 5 : SALT_BYTES + 5 + length]
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    mine = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derive(shared, auth, b"WebPush: info\0" + mine + point, length=32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", length=12)
    plain = AESGCM(key).decrypt(nonce, body[SALT_BYTES + 5 + length :], None)
    return plain.rstrip(b"\0")[:-1]


def _derive(secret: bytes, salt: bytes, info: bytes, *, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def vapid(origin: str, key: ec.EllipticCurvePrivateKey, *, subject: str, now: datetime) -> str:
    """The Authorization header for one push service; good for twelve hours."""
    head = _part({"typ": "JWT", "alg": "ES256"})
    claims = {"aud": origin, "exp": int((now + SIGNED_FOR).timestamp()), "sub": subject}
    signed = f"{head}.{_part(claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public_text(key)}"


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """As a page hands it to `pushManager.subscribe`."""
    return b64(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _part(value: dict[str, Any]) -> str:
    return b64(json.dumps(value, separators=(",", ":")).encode())


def topic_of(alert_id: str) -> str:
    """32 characters of base64url at most (RFC 8030, 5.4): a later one replaces an earlier."""
    return b64(hashlib.sha256(alert_id.encode()).digest()[:24])


def judge(status: int, retry_after: str = "") -> Verdict:
    if 200 <= status < 300:
        return Verdict(end=PushEnd.TAKEN)
    code = f"http_{status}"
    if status in (404, 410):
        return Verdict(end=PushEnd.GONE, code=code)
    if status == 429 or status >= 500:
        wait_s = min(int(retry_after), WAIT_S_MAX) if retry_after.isdecimal() else None
        return Verdict(end=PushEnd.LATER, code=code, retry_after_s=wait_s)
    return Verdict(end=PushEnd.WRONG, code=code)
