"""What chats write where a photo, a voice note or a place was. Pure."""

from __future__ import annotations

import re

from siaga.channels.forwarded.protocol.items import Placeholder

_MARKS = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
HIDDEN = re.compile(_MARKS)
_EDITED = re.compile(
    r"(<(pesan ini (telah )?diedit|this message was edited)>|\((diedit|edited)\))$",
    re.IGNORECASE,
)
_OMITTED = r"(tidak disertakan|omitted|dihilangkan|tidak tersedia)"

_LINES: tuple[tuple[Placeholder, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Placeholder.DELETED, r"(pesan ini (telah )?dihapus|this message was deleted)\.?"),
        (Placeholder.DELETED, r"(anda menghapus pesan ini|you deleted this message)\.?"),
        (Placeholder.PHOTO, rf"(gambar|foto|image|photo) {_OMITTED}"),
        (Placeholder.PHOTO, r"\[\s*(foto|photo|album)\s*\]"),
        (Placeholder.VIDEO, rf"(video|gif|catatan video|video note) {_OMITTED}"),
        (Placeholder.VIDEO, r"\[\s*(video|video message|pesan video|gif)\s*\]"),
        (Placeholder.VOICE, rf"(audio|pesan suara|voice message) {_OMITTED}"),
        (Placeholder.VOICE, r"\[\s*(voice message|pesan suara|audio)\s*\]"),
        (
            Placeholder.STICKER,
            rf"(stiker|sticker) {_OMITTED}|\[\s*.{{0,8}}\s*(stiker|sticker)\s*\]",
        ),
        (Placeholder.CONTACT, rf"(kartu kontak|contact card) {_OMITTED}|.{{1,80}}\.vcf\b.{{0,30}}"),
        (Placeholder.DOCUMENT, rf"(.{{1,120}} • )?.{{0,60}}(dokumen|document) {_OMITTED}"),
        (Placeholder.DOCUMENT, r"\[\s*(file|dokumen|document)\s*[:\]].{0,120}"),
        (Placeholder.LOCATION, r"(lokasi terkini dibagikan|live location shared)"),
        (Placeholder.LOCATION, r"\[\s*(location|lokasi|live location|lokasi terkini)\s*\]"),
        (Placeholder.LOCATION, r"(lokasi|location):\s*https?://\S+"),
        (Placeholder.MEDIA, rf"<?media {_OMITTED}>?"),
        (Placeholder.MEDIA, r"null"),
    )
)
_ATTACHED = re.compile(
    r"^(?:<(?:terlampir|attached):\s*(?P<ios>[^>]{1,120})>"
    r"|(?P<android>\S.{0,100}\.\w{2,5}) \((?:file terlampir|berkas terlampir|file attached)\))"
)
_KINDS = {
    "jpg": Placeholder.PHOTO,
    "jpeg": Placeholder.PHOTO,
    "png": Placeholder.PHOTO,
    "heic": Placeholder.PHOTO,
    "mp4": Placeholder.VIDEO,
    "mov": Placeholder.VIDEO,
    "opus": Placeholder.VOICE,
    "ogg": Placeholder.VOICE,
    "m4a": Placeholder.VOICE,
    "aac": Placeholder.VOICE,
    "webp": Placeholder.STICKER,
    "vcf": Placeholder.CONTACT,
}


def split(text: str) -> tuple[str, Placeholder | None]:
    """The words without the placeholder, and what it stands for; an edit's mark is taken off."""
    words = _EDITED.sub("", text.strip()).strip()
    first, _, rest = words.partition("\n")
    attached = _ATTACHED.match(first)
    if attached is not None:
        name = attached["ios"] or attached["android"]
        ending = name.rpartition(".")[2].lower()
        caption = f"{first[attached.end() :]}\n{rest}".strip()
        return caption, _KINDS.get(ending, Placeholder.DOCUMENT)
    for kind, pattern in _LINES:
        if pattern.fullmatch(first):
            keeps = kind is Placeholder.LOCATION and "://" in first
            return words if keeps else rest.strip(), kind
    return words, None
