"""A matrix of noughts and ones, most of them noughts: rows are messages, columns features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Sparse:
    """Sums are made in a fixed order, so the same rows give the same numbers everywhere."""

    def __init__(self, rows: Sequence[Sequence[int]], width: int) -> None:
        self.width = width
        lengths = np.array([len(row) for row in rows])
        self._columns = np.array([column for row in rows for column in row], dtype=np.int64)
        self._rows = np.repeat(np.arange(len(rows)), lengths)
        self._full = lengths > 0
        self._row_starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])[self._full]
        order = np.argsort(self._columns, kind="stable")
        self._rows_by_column = self._rows[order]
        self._used, self._column_starts = np.unique(self._columns[order], return_index=True)

    def times(self, weights: Array) -> Array:
        """rows by columns times columns by outputs."""
        product = np.zeros((len(self._full), weights.shape[1]))
        product[self._full] = np.add.reduceat(weights[self._columns], self._row_starts)
        return product

    def back(self, errors: Array) -> Array:
        """The transposed matrix times rows by outputs."""
        product = np.zeros((self.width, errors.shape[1]))
        product[self._used] = np.add.reduceat(errors[self._rows_by_column], self._column_starts)
        return product
