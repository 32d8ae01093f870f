"""The reader as it is shipped, built once for all tests that ask what messages mean."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from siaga.desks.triage.advise.reading import Reader, Reading
from siaga.language.place import Place
from siaga.language.triage_rules import TriageRules
from siaga.platform.place_files import load_place
from siaga.platform.triage_files import load_triage, triage_folder

PLACE_FOLDER = next((Path(__file__).parents[1] / "places").glob("*/*/place.toml")).parent
FOLDER = triage_folder(PLACE_FOLDER)


@cache
def place() -> Place:
    return load_place(PLACE_FOLDER, drill=False)


@cache
def rules() -> TriageRules:
    return load_triage(FOLDER)


@cache
def reader() -> Reader:
    return Reader(rules(), place())


def read(text: str) -> Reading:
    return reader().read(text)
