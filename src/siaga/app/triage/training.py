"""Fits the weights on the train families: one logistic curve for each thing there is to tell.

Every output is fitted by itself, with a penalty on large weights; a word counts only when more
than one family uses it. Afterwards each curve is bent (Platt) so that shares mean what they say,
on families that were left out of the fit. The same files give the same weights.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from siaga.app.triage.corpus import FAMILIES, LISTS, Draws, Example, read_part, templates_of
from siaga.app.triage.sparse import Array, Sparse
from siaga.desks.triage.advise.judging import EMERGENCY, P1, PRANK
from siaga.desks.triage.advise.reading import CATEGORY, NONE, Reader, vocabulary_of
from siaga.desks.triage.advise.repair import Speller
from siaga.language.place import Place
from siaga.language.triage_rules import TriageRules, Weights
from siaga.platform.triage_files import load_untrained

FAMILIES_MIN = 2
ALWAYS = ("c", "k", "x", "s", "r")  # features that are rules' own, whoever uses them
FOLDS = 5
STEPS = 250
RATE = 0.08
PENALTY = {"w": 3.0, "b": 3.0}  # of words and pairs of words; cues generalise, so
PENALTY_ELSE = 1.0
WEIGHT_LEAST = 0.02
PLACES = ("street", "lane", "kel", "landmark", "hospital", "place", "placeen")
_WORD = re.compile(r"[^\W\d_]+")
_BRACES = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class _Table:
    examples: Sequence[Example]
    names: list[str]
    rows: list[list[int]]  # of each example: the columns of the features it has
    labels: Array  # examples by outputs

    def part(self, chosen: NDArray[np.bool_]) -> Sparse:
        return Sparse([self.rows[i] for i in np.flatnonzero(chosen)], len(self.names))


def outputs_of(place: Place) -> tuple[str, ...]:
    roots = sorted(kind for kind in place.incident_types if "." not in kind)
    return (*(f"{CATEGORY}{root}" for root in (*roots, NONE)), EMERGENCY, PRANK, P1)


def empty_weights(outputs: tuple[str, ...]) -> Weights:
    return Weights(
        outputs=outputs,
        bias=(0.0,) * len(outputs),
        slopes=((1.0, 0.0),) * len(outputs),
        features={},
        known=frozenset(),
    )


def with_known_words(folder: Path, rules: TriageRules) -> TriageRules:
    """Knows the words of the train templates that are no forms of other known words."""
    known: set[str] = set()
    speller = Speller(rules.spelling, vocabulary_of(rules))
    for word in sorted(_words_written(folder), key=lambda word: (len(word), word)):
        if not speller.certain(word):
            known.add(word)
            speller.learn(word)
    return replace(rules, weights=replace(rules.weights, known=frozenset(known)))


def _words_written(folder: Path) -> frozenset[str]:
    """In the train templates and lists, those of place names left out."""
    lists = tomllib.loads((folder / FAMILIES / "train" / LISTS).read_text(encoding="utf-8"))
    texts = [_BRACES.sub(" ", template) for _, template in templates_of(folder, "train")]
    for name, items in lists.items():
        if name not in (*PLACES, "shorten"):
            texts += [item for item in items if isinstance(item, str)]
    return frozenset(
        word for text in texts for word in _WORD.findall(text.lower()) if len(word) > 1
    )


def train(folder: Path, place: Place, *, folds: int = FOLDS) -> Weights:
    """`folds`: parts the families are cut into, each bent by a fit that never saw it."""
    outputs = outputs_of(place)
    rules = with_known_words(folder, load_untrained(folder, empty_weights(outputs)))
    table = _table(rules, place, read_part(folder, "train"))
    left_out = _left_out(table, folds)
    everything = np.ones(len(table.examples), dtype=bool)
    matrix, bias = _fit(table.part(everything), table.labels, _penalties(table.names))
    slopes = tuple(
        _bent(left_out[:, index], table.labels[:, index]) for index in range(len(outputs))
    )
    features = {
        name: tuple(
            (output, round(float(weight), 2))
            for output, weight in enumerate(matrix[row])
            if abs(weight) >= WEIGHT_LEAST
        )
        for row, name in enumerate(table.names)
    }
    return replace(
        rules.weights,
        bias=tuple(round(float(one), 2) for one in bias),
        slopes=slopes,
        features={name: pairs for name, pairs in features.items() if pairs},
    )


def _table(rules: TriageRules, place: Place, examples: Sequence[Example]) -> _Table:
    reader = Reader(rules, place)
    seen = [reader.features(example.t) for example in examples]
    seen += [_thinned(reader, example) for example in examples]
    examples = [*examples, *examples]
    families: defaultdict[str, set[str]] = defaultdict(set)
    for example, features in zip(examples, seen, strict=True):
        for name in features:
            families[name].add(example.family)
    names = sorted(
        name for name, users in families.items() if name[0] in ALWAYS or len(users) >= FAMILIES_MIN
    )
    column = {name: index for index, name in enumerate(names)}
    rows = [sorted(column[name] for name in features if name in column) for features in seen]
    labels = np.array([_labels(example, rules.weights.outputs) for example in examples])
    return _Table(examples, names, rows, labels)


def _thinned(reader: Reader, example: Example) -> dict[str, str]:
    """As if the lexicon did not know half of it: no list of words is ever complete."""
    draws = Draws(f"thin/{example.family}/{example.t}")
    kept = reader.features(example.t, knows=lambda key: draws.below(2) == 0)
    return {name: word for name, word in kept.items() if name[0] not in "wb" or draws.below(2)}


def _labels(example: Example, outputs: Sequence[str]) -> list[float]:
    told = {f"{CATEGORY}{name}" for name in example.categories}
    if example.emergency:
        told.add(EMERGENCY)
        if example.priority == "P1":
            told.add(P1)
    if example.prank:
        told.add(PRANK)
    return [float(name in told) for name in outputs]


def _penalties(names: Sequence[str]) -> Array:
    return np.array([PENALTY.get(name[0], PENALTY_ELSE) for name in names])[:, None]


def _fit(features: Sparse, labels: Array, penalties: Array) -> tuple[Array, Array]:
    """Adam with a falling rate, from zero; convex, so it ends at the one best place."""
    count = len(labels)
    weights = np.zeros((features.width, labels.shape[1]))
    bias = np.zeros(labels.shape[1])
    means = [np.zeros_like(weights), np.zeros_like(bias)]
    squares = [np.zeros_like(weights), np.zeros_like(bias)]
    for step in range(1, STEPS + 1):
        wrong = 1 / (1 + np.exp(-(features.times(weights) + bias))) - labels
        slopes = [(features.back(wrong) + penalties * weights) / count, wrong.mean(axis=0)]
        rate = RATE * (1 - step / (STEPS + 1)) + RATE / 50
        for values, slope, mean, square in zip(
            (weights, bias), slopes, means, squares, strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            values -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights, bias


def _left_out(table: _Table, folds: int) -> Array:
    """Logits of every example by a fit on the families of the other folds."""
    families = sorted({example.family for example in table.examples})
    fold_of = {family: index % folds for index, family in enumerate(families)}
    fold = np.array([fold_of[example.family] for example in table.examples])
    logits = np.zeros(table.labels.shape)
    penalties = _penalties(table.names)
    for index in range(folds):
        inside, outside = fold != index, fold == index
        weights, bias = _fit(table.part(inside), table.labels[inside], penalties)
        logits[outside] = table.part(outside).times(weights) + bias
    return logits


def _bent(logits: Array, labels: Array) -> tuple[float, float]:
    """Platt's curve: (a, b) so that 1/(1+exp(-(a x + b))) is how often it is true; Newton."""
    a, b = 1.0, 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-(a * logits + b)))
        weight = p * (1 - p) + 1e-9
        wrong = p - labels
        gradient = np.array([(wrong * logits).sum() + (a - 1), wrong.sum() + b * 0.1])
        hessian = np.array(
            [
                [(weight * logits**2).sum() + 1, (weight * logits).sum()],
                [(weight * logits).sum(), weight.sum() + 0.1],
            ]
        )
        move = np.linalg.solve(hessian, gradient)
        a, b = a - float(move[0]), b - float(move[1])
    return round(a, 2), round(b, 2)
