"""The file of weights: one line a feature, so that a change can be read line by line.

outputs  category.fire  category.medical …      names, then a number for each of them
bias     -3.10  …
slope    1.02   …
offset   0.10   …
known    word word word …
feature  0:1.25 7:-0.40                          only what is not zero
"""

from __future__ import annotations

from pathlib import Path

from siaga.language.triage_rules import Weights
from siaga.platform.place_records import Problems

HEAD = ("outputs", "bias", "slope", "offset", "known")


def read_weights(path: Path, problems: Problems) -> Weights | None:
    """None, with a problem noted, when it cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError) as error:
        problems.add(path.name, f"{error}; make it with `siaga triage --train`")
        return None
    try:
        return _parsed([line for line in lines if line and not line.startswith("#")])
    except (ValueError, IndexError) as error:
        problems.add(path.name, f"{error}; make it again with `siaga triage --train`")
        return None


def _parsed(lines: list[str]) -> Weights:
    head = {}
    for name, line in zip(HEAD, lines, strict=False):
        first, *rest = line.split("\t")
        if first != name:
            raise ValueError(f"begins with {first!r}, not {name!r}")
        head[name] = rest
    features: dict[str, tuple[tuple[int, float], ...]] = {}
    for line in lines[len(HEAD) :]:
        name, _, pairs = line.partition("\t")
        found = []
        for pair in pairs.split():
            output, _, weight = pair.partition(":")
            found.append((int(output), float(weight)))
        features[name] = tuple(found)
    slopes = [float(one) for one in head["slope"]]
    offsets = [float(one) for one in head["offset"]]
    return Weights(
        outputs=tuple(head["outputs"]),
        bias=tuple(float(one) for one in head["bias"]),
        slopes=tuple(zip(slopes, offsets, strict=True)),
        features=features,
        known=frozenset(" ".join(head["known"]).split()),
    )


def write_weights(path: Path, weights: Weights) -> None:
    def row(name: str, numbers: list[float]) -> str:
        return "\t".join([name, *(f"{number:.2f}" for number in numbers)])

    lines = [
        "# Made by `siaga triage --train` from families/train; never edited by hand.",
        "\t".join(["outputs", *weights.outputs]),
        row("bias", list(weights.bias)),
        row("slope", [a for a, _ in weights.slopes]),
        row("offset", [b for _, b in weights.slopes]),
        "known\t" + " ".join(sorted(weights.known)),
    ]
    for name in sorted(weights.features):
        pairs = " ".join(f"{output}:{weight:.2f}" for output, weight in weights.features[name])
        lines.append(f"{name}\t{pairs}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
