"""An evaluation as Markdown: figures, confusion, calibration, the worst errors."""

from __future__ import annotations

from collections.abc import Iterator

from siaga.app.triage.evaluation import Calibration, Evaluation, Pair, Rate

WORST = 20
SHORT = 4  # letters of a category at the head of a column

_NAMES = {
    "category": "category, first guess",
    "category_any": "category, one of the true ones",
    "emergencies_found": "emergencies found",
    "false_alarms": "false alarms",
    "pranks_found": "pranks found",
    "others_as_prank": "others hinted as a prank",
    "emergencies_as_prank": "emergencies hinted as a prank",
    "p1_kept": "P1 read as P1",
    "priority": "priority exactly",
    "type": "incident type exactly",
    "own_victim": "own victim asked about",
    "injured": "number of injured, where it is not one",
}


def written(found: Evaluation, *, part: str) -> str:
    return "\n".join(_lines(found, part))


def _lines(found: Evaluation, part: str) -> Iterator[str]:
    families = len({example.family for example, _ in found.pairs})
    yield f"{part}: {len(found.pairs)} messages of {families} families, rules {found.rules}"
    yield ""
    yield from _rates(found)
    yield ""
    yield from _confusion(found)
    yield ""
    for calibration in found.calibrations():
        yield from _calibration(calibration)
        yield ""
    yield from _worst(found)


def _rates(found: Evaluation) -> Iterator[str]:
    yield "| figure | value | of | 95 % over families |"
    yield "|---|---|---|---|"
    for name, rate in found.rates().items():
        yield _row(_NAMES[name], rate)
    for lang, rate in found.by_language(lambda e, r: r.category == e.category).items():
        yield _row(f"category, messages in `{lang}`", rate)
    emergencies = found.by_language(found.alarmed, lambda e, _: bool(e.emergency))
    for lang, rate in emergencies.items():
        yield _row(f"emergencies found, messages in `{lang}`", rate)


def _row(name: str, rate: Rate) -> str:
    value = f"{100 * rate.share:.1f} %" if rate.count else "none"
    interval = f"{100 * rate.low:.1f} to {100 * rate.high:.1f}"
    return f"| {name} | {value} | {rate.hits} / {rate.count} | {interval} |"


def _confusion(found: Evaluation) -> Iterator[str]:
    counted = found.confusion()
    names = sorted({name for pair in counted for name in pair})
    yield "Expected in rows, read in columns."
    yield ""
    yield "| | " + " | ".join(name[:SHORT] for name in names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for expected in names:
        cells = (counted.get((expected, read), 0) for read in names)
        yield f"| {expected} | " + " | ".join(str(n) if n else "" for n in cells) + " |"


def _calibration(calibration: Calibration) -> Iterator[str]:
    yield (
        f"Calibration of `{calibration.name}`: Brier {calibration.brier:.4f}, "
        f"mean distance {calibration.error:.4f}."
    )
    yield ""
    yield "| messages | said | true |"
    yield "|---|---|---|"
    for one in calibration.bins:
        if one.count:
            yield f"| {one.count} | {one.said:.3f} | {one.true:.3f} |"


def _worst(found: Evaluation) -> Iterator[str]:
    yield f"The {WORST} worst errors, one of each template:"
    yield ""
    for number, (what, pair) in enumerate(found.worst(WORST), start=1):
        yield f"{number}. {what}: {_told(pair)}"


def _told(pair: Pair) -> str:
    example, reading = pair
    return (
        f"“{example.t}”: expected {example.category} {example.priority}, read "
        f"{reading.category} {reading.priority}, emergency {reading.emergency:.2f}, "
        f"prank {reading.prank:.2f}"
    )
