"""Every word of the citizens' pages, Indonesian and English. Catalogues: no logic lives here."""

from __future__ import annotations

from siaga.channels.citizen.words.location import LOCATION
from siaga.channels.citizen.words.passes import PASSES
from siaga.channels.citizen.words.poster import POSTER
from siaga.channels.citizen.words.shared import SHARED
from siaga.channels.citizen.words.status import STATUS
from siaga.channels.citizen.words.when import WHEN
from siaga.language.place import Text

WORDS: dict[str, Text] = SHARED | LOCATION | STATUS | WHEN | PASSES | POSTER
