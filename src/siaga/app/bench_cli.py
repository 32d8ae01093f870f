"""`siaga bench NAME`: runs one of the programs in `benchmarks/`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from siaga.app.config import ROOT

NAMES = (
    "alerts",
    "append",
    "intake",
    "screen",
    "flood",
    "calls",
    "duplicates",
    "messages",
    "persons",
    "proposals",
    "triage",
    "deliveries",
)


def main(words: list[str]) -> int:
    """→ the program's exit code. They run as processes of their own, beside the package."""
    parser = argparse.ArgumentParser(prog="siaga bench", description=__doc__)
    parser.add_argument("name", choices=NAMES, help="what is measured")
    parser.add_argument(
        "words",
        nargs=argparse.REMAINDER,
        help="--json --seconds N --entries N; others: see --help",
    )
    given = parser.parse_args(words)
    if not (ROOT / "benchmarks").is_dir():
        print(f"{ROOT / 'benchmarks'} is not there: measure from a checkout", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", f"benchmarks.{given.name}", *given.words]
    paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
