"""What makes the report page an application of the phone: manifest, icons, the queue's words."""

from __future__ import annotations

import json
from collections.abc import Callable

from siaga.language.place import Place

MANIFEST_PATH = "/lapor/manifest.webmanifest"
WORKER_PATH = "/lapor/sw.js"
QUEUE_SCRIPT_PATH = "/lapor/simpan.js"
SCOPE = "/lapor"
ICON_SIZES = (192, 512)

QUEUE_WORDS = (
    *("unsent", "unsent_why", "unsent_call", "send_now", "delete", "taken", "follow", "close"),
    *("draft_back", "draft_clear", "photo_sending", "photo_ready", "photo_waits", "photo_bad"),
    "thanks_urgent",
)
"""Sentences of the queue's script, as data of its box."""

HEAD = (
    f'<link rel="manifest" href="{MANIFEST_PATH}"><meta name="theme-color" content="#b3141c">'
    '<link rel="icon" href="/lapor/ikon.svg" type="image/svg+xml">'
    '<link rel="apple-touch-icon" href="/lapor/ikon-192.png">'
)


def queue_box(say: Callable[[str], str], language: str) -> str:
    """Hidden until the script has something to say; without a script it stays so."""
    data = " ".join(f'data-{word.replace("_", "-")}="{say(word)}"' for word in QUEUE_WORDS)
    return (
        f'<div id="queue" class="queue" role="status" hidden data-lang="{language}" {data}></div>'
    )


def render_manifest(place: Place) -> str:
    number = place.emergency_number
    return json.dumps(
        {
            "id": SCOPE,
            "name": f"{number} {place.name.id}",
            "short_name": f"Lapor {number}",
            "lang": "id",
            "start_url": SCOPE,
            "scope": SCOPE,
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#b3141c",
            "icons": [
                {
                    "src": f"/lapor/ikon-{size}.png",
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for size in ICON_SIZES
                for purpose in ("any", "maskable")
            ],
        },
        ensure_ascii=False,
    )
