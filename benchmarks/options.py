"""The words after `siaga bench …`, and how figures are told."""

from __future__ import annotations

import argparse
import json
import subprocess
from dataclasses import dataclass
from typing import Any

from benchmarks.room import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    seconds: float  # of each measured part
    entries: int  # in the logbook before anything is measured
    seed: int
    json: bool


def read_options(words: list[str] | None, *, name: str, seconds: float) -> Options:
    parser = argparse.ArgumentParser(prog=f"siaga bench {name}")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    parser.add_argument("--seconds", type=float, default=seconds, help="length of each part")
    parser.add_argument("--entries", type=int, default=0, help="fill the logbook first")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    if given.seconds <= 0 or given.entries < 0:
        parser.error("--seconds must be above 0 and --entries 0 or more")
    return Options(seconds=given.seconds, entries=given.entries, seed=given.seed, json=given.json)


def commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=10"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "unknown"


def tell(name: str, figures: dict[str, Any], *, options: Options) -> None:
    figures = {"benchmark": name, **figures, "commit": commit()}
    if options.json:
        print(json.dumps(figures))
        return
    for key, value in figures.items():
        print(f"{key:24} {value}")
