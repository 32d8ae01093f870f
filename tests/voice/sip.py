"""SIP messages as text, read and written plainly; and the digest that proves an account."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import md5


@dataclass
class Message:
    start: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""

    def get(self, name: str) -> str:
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")

    def every(self, name: str) -> list[str]:
        return [v for n, v in self.headers if n.lower() == name.lower()]

    @property
    def status(self) -> int:
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0") else 0

    @property
    def method(self) -> str:
        return "" if self.status else self.start.split()[0]

    @property
    def answers(self) -> str:
        """The method that a response belongs to."""
        return self.get("CSeq").split()[-1]

    def encode(self) -> bytes:
        lines = [self.start, *(f"{n}: {v}" for n, v in self.headers)]
        lines.append(f"Content-Length: {len(self.body.encode())}")
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode("utf-8", "surrogateescape")


def parse(raw: bytes) -> Message:
    head, _, body = raw.decode("utf-8", "surrogateescape").partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    pairs = [(n.strip(), v.strip()) for n, _, v in (line.partition(":") for line in lines)]
    return Message(start, [(n, v) for n, v in pairs if n.lower() != "content-length"], body)


def uri_of(value: str) -> str:
    found = re.search(r"<([^>]+)>", value)
    return found[1] if found else value.split(";")[0].strip()


def tag_of(value: str) -> str:
    found = re.search(r";tag=([^;>\s]+)", value)
    return found[1] if found else ""


@dataclass(frozen=True)
class Asked:
    method: str
    uri: str


def proof(challenge: str, asked: Asked, user: str, password: str) -> str:
    """RFC 2617 without qop, or with qop=auth."""
    told = {name: plain or quoted for name, quoted, plain in _PARTS.findall(challenge)}
    realm, nonce = told["realm"], told["nonce"]
    first = _md5(f"{user}:{realm}:{password}")
    second = _md5(f"{asked.method}:{asked.uri}")
    head = f'Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{asked.uri}"'
    if told.get("qop"):
        answer = _md5(f"{first}:{nonce}:00000001:cafe:auth:{second}")
        return f'{head}, qop=auth, nc=00000001, cnonce="cafe", response="{answer}"'
    return f'{head}, response="{_md5(f"{first}:{nonce}:{second}")}"'


_PARTS = re.compile(r'(\w+)=(?:"([^"]*)"|([^",\s]+))')


def _md5(text: str) -> str:
    return md5(text.encode()).hexdigest()


def sdp(port: int, *, way: str = "sendrecv", digits: int = 101) -> str:
    return (
        "v=0\r\no=- 11 12 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 8 0 {digits}\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
        f"a=rtpmap:{digits} telephone-event/8000\r\na=fmtp:{digits} 0-16\r\na=ptime:20\r\n"
        f"a={way}\r\n"
    )


def media_port(body: str) -> int:
    found = re.search(r"m=audio (\d+)", body)
    assert found, body
    return int(found[1])
