"""A small network: sums of rows, one layer of units, one score for each label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from training.adam import Adam

if TYPE_CHECKING:
    from collections.abc import Callable

Array = Any
"""A NumPy array, or a SciPy sparse matrix."""
_FEATURES_DROPPED = 0.3
_UNITS_DROPPED = 0.25
_BATCH = 256


class Network:
    """
    Rows, a view of the vectors, offsets, weights and biases, learned with Adam.

    What a feature adds to the units is its own row, and what its vector shows through `view`: words
    of like meaning begin alike, and a word too rare to be learned still says something.
    """

    def __init__(self, vectors: Array, learned: int, units: int, labels: int, seed: int) -> None:
        chance = self._chance = np.random.default_rng(seed)
        self._learned = learned
        """Features before this one have a row of their own."""
        self._vectors = vectors
        self.rows = chance.normal(0, 0.05, (len(vectors), units)).astype(np.float32)
        self.rows[learned:] = 0
        self.view: Array = chance.normal(0, 0.05, (vectors.shape[1], units)).astype(np.float32)
        self.offsets: Array = np.full(units, 0.1, np.float32)
        self.weights = chance.normal(0, 0.2, (units, labels)).astype(np.float32)
        self.biases: Array = np.full(labels, -3, np.float32)
        self._coarse: Callable[[Array], Array] | None = None
        self._reset()

    def _reset(self) -> None:
        self._adam = Adam([self.rows, self.view, self.offsets, self.weights, self.biases])

    def scores(self, lines: Array) -> Array:
        """The score of each line for each label."""
        return np.maximum(lines @ self.whole_rows() + self.offsets, 0) @ self.weights + self.biases

    def whole_rows(self, vectors: Array | None = None) -> Array:
        """What each feature adds to the units; or what others would that have only a vector."""
        if vectors is not None:
            return vectors @ self.view
        return self.rows + self._vectors @ self.view

    def keep(self, features: Array, coarse: Callable[[Array], Array]) -> None:
        """Forget all features but these, and learn to do with rows as `coarse` makes them."""
        self._coarse = coarse
        self._learned = int((features < self._learned).sum())
        self._vectors = self._vectors[features]
        self.rows = self.rows[features].copy()
        self._reset()

    def learn(self, lines: Array, wanted: Array, weight: Array, epochs: int, rate: float) -> None:
        """Go over all lines so many times, with a rate that falls."""
        place: Array = np.zeros(lines.shape[1], np.int32)
        for epoch in range(epochs):
            order = self._chance.permutation(lines.shape[0])
            for start in range(0, len(order), _BATCH):
                batch = np.sort(order[start : start + _BATCH])
                some = lines[batch]
                kept = self._chance.random(len(some.data)) > _FEATURES_DROPPED
                data = some.data * (kept / (1 - _FEATURES_DROPPED)).astype(np.float32)
                # Few features stand in a batch: only their rows are looked at and changed.
                here = np.unique(some.indices)
                place[here] = np.arange(len(here), dtype=np.int32)
                few = sparse.csr_matrix(
                    (data, place[some.indices], some.indptr), (len(batch), len(here))
                )
                falling = rate * (1 - epoch / epochs) + 2e-4
                self._step(few, here, wanted[batch], weight[batch], falling)

    def _step(self, lines: Array, here: Array, wanted: Array, weight: Array, rate: float) -> None:
        seen = lines @ self._vectors[here]
        if self._coarse:
            rows = self._coarse(self.rows[here] + self._vectors[here] @ self.view)
            sums = lines @ rows + self.offsets
        else:
            sums = lines @ self.rows[here] + seen @ self.view + self.offsets
        kept = (self._chance.random(sums.shape) > _UNITS_DROPPED) / (1 - _UNITS_DROPPED)
        kept = kept.astype(np.float32)
        units = np.maximum(sums, 0) * kept
        given = 1 / (1 + np.exp(-(units @ self.weights + self.biases)))
        wrong = (given - wanted) * weight[:, None] / len(weight)
        back = (wrong @ self.weights.T) * kept * (sums > 0)
        own = np.searchsorted(here, self._learned)
        self._adam.begin()
        self._adam.move(0, here[:own], (lines.T @ back)[:own], rate)
        for number, slope in enumerate(
            (seen.T @ back, back.sum(0), units.T @ wrong, wrong.sum(0)), 1
        ):
            self._adam.move(number, slice(None), slope, rate)
