"""The weights at work: shares of every output, and what each feature added to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp

from siaga.language.triage_rules import Weights

LOGIT_MOST = 30.0


def share(logit: float) -> float:
    """Logistic curve, safe for any finite number."""
    return 1 / (1 + exp(-max(-LOGIT_MOST, min(LOGIT_MOST, logit))))


class Model:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.outputs = {name: index for index, name in enumerate(weights.outputs)}

    def logits(self, features: Iterable[str]) -> dict[str, float]:
        """Every output's sum, through its own curve's slope: `share` of it is calibrated."""
        sums = list(self._weights.bias)
        known = self._weights.features
        for name in features:
            for output, weight in known.get(name, ()):
                sums[output] += weight
        return {
            name: a * sums[index] + b
            for (name, index), (a, b) in zip(
                self.outputs.items(), self._weights.slopes, strict=True
            )
        }

    def added(self, features: Mapping[str, str], output: str) -> dict[str, float]:
        """Feature → log-odds it added to `output`, zeros left out."""
        wanted = self.outputs[output]
        slope = self._weights.slopes[wanted][0]
        found: dict[str, float] = {}
        for name in features:
            for index, weight in self._weights.features.get(name, ()):
                if index == wanted:
                    found[name] = slope * weight
        return found
