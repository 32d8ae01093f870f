"""`siaga triage`: reads messages without a room; trains and measures what reads them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from siaga.app.cli import config_of
from siaga.app.triage.corpus import PARTS, read_part
from siaga.app.triage.lines import answers, from_json, from_plain
from siaga.desks.triage.advise.reading import Reader
from siaga.language.place import Place
from siaga.platform.place_files import PlaceInvalid, load_place
from siaga.platform.triage_files import WEIGHTS, TriageInvalid, load_triage, triage_folder

STDIN = "-"
BAD_LINES, CANNOT_WORK = 1, 2


def main(words: list[str]) -> int:
    """→ 0; 1 when a line held no message; 2 when nothing could be read at all."""
    arguments = _parser().parse_args(words)
    config = config_of(arguments)
    try:
        place = load_place(config.places / config.place, drill=False)
        return _done(arguments, triage_folder(config.places / config.place), place)
    except (PlaceInvalid, TriageInvalid, OSError) as reason:
        print(reason, file=sys.stderr)
        return CANNOT_WORK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="siaga triage", description=__doc__)
    parser.add_argument("--place", help="e.g. id/kota, a folder under places/")
    parser.add_argument("--all", action="store_true", help="type, guesses and areas as well")
    work = parser.add_mutually_exclusive_group()
    work.add_argument(
        "--jsonl",
        metavar="FILE",
        help='one {"t": text} a line, - for what is piped in; without it, each line is a text',
    )
    work.add_argument("--corpus", choices=PARTS, help="print the messages of a part, with labels")
    work.add_argument("--train", action="store_true", help=f"fit the weights, write {WEIGHTS}")
    work.add_argument(
        "--evaluate", nargs="?", choices=PARTS, const="test", help="confusion, calibration, errors"
    )
    parser.add_argument("--chart", type=Path, help="with --evaluate: write the calibration as SVG")
    return parser


def _done(arguments: argparse.Namespace, folder: Path, place: Place) -> int:
    if arguments.corpus:
        for example in read_part(folder, arguments.corpus):
            _say(json.dumps(example.as_line(), ensure_ascii=False))
        return 0
    if arguments.train:
        return _train(folder, place)
    reader = Reader(load_triage(folder), place)
    if arguments.evaluate:
        return _evaluate(arguments, folder, reader)
    return _read(arguments, reader)


def _read(arguments: argparse.Namespace, reader: Reader) -> int:
    taken = from_json if arguments.jsonl else from_plain
    is_clean = True
    with _input(arguments.jsonl) as stream:
        lines = _lines(stream)
        for was_read, text in answers(lines, reader, taken=taken, is_whole=arguments.all):
            is_clean &= was_read
            _say(text)
    return 0 if is_clean else BAD_LINES


def _input(name: str | None) -> BinaryIO:
    if name is None or name == STDIN:
        return sys.stdin.buffer
    return Path(name).open("rb")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """As they come: a pipe's line is answered before its next one is there."""
    while line := stream.readline():
        yield line


def _say(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _train(folder: Path, place: Place) -> int:
    from siaga.app.triage.training import train
    from siaga.platform.triage_weights import write_weights

    weights = train(folder, place)
    write_weights(folder / WEIGHTS, weights)
    print(f"{folder / WEIGHTS}: {len(weights.features)} features, {len(weights.outputs)} outputs")
    return 0


def _evaluate(arguments: argparse.Namespace, folder: Path, reader: Reader) -> int:
    from siaga.app.triage.chart import calibration_svg
    from siaga.app.triage.evaluation import Evaluation
    from siaga.app.triage.report import written

    judging = load_triage(folder).judging
    found = Evaluation(read_part(folder, arguments.evaluate), reader, judging=judging)
    print(written(found, part=arguments.evaluate))
    if arguments.chart:
        arguments.chart.write_text(calibration_svg(found.calibrations()), encoding="utf-8")
    return 0
