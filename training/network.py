"""A small network: sums of rows, one layer of units, one score for each label."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any
"""A NumPy array, or a SciPy sparse matrix."""
_FEATURES_DROPPED = 0.3
_UNITS_DROPPED = 0.25
_BATCH = 256


class Network:
    """Rows, offsets, weights and biases, learned with Adam."""

    def __init__(self, features: int, units: int, labels: int, seed: int) -> None:
        chance = self._chance = np.random.default_rng(seed)
        self.rows = chance.normal(0, 0.05, (features, units)).astype(np.float32)
        self.offsets: Array = np.full(units, 0.1, np.float32)
        self.weights = chance.normal(0, 0.2, (units, labels)).astype(np.float32)
        self.biases: Array = np.full(labels, -3, np.float32)
        self._reset()

    def _reset(self) -> None:
        self._all = [self.rows, self.offsets, self.weights, self.biases]
        self._first = [np.zeros_like(each) for each in self._all]
        self._second = [np.zeros_like(each) for each in self._all]
        self._steps = 0

    def scores(self, lines: Array) -> Array:
        """The score of each line for each label."""
        return np.maximum(lines @ self.rows + self.offsets, 0) @ self.weights + self.biases

    def keep(self, features: Array) -> None:
        """Forget all rows but these."""
        self.rows = self.rows[features].copy()
        self._reset()

    def learn(self, lines: Array, wanted: Array, weight: Array, epochs: int, rate: float) -> None:
        """Go over all lines so many times, with a rate that falls."""
        for epoch in range(epochs):
            order = self._chance.permutation(lines.shape[0])
            for start in range(0, len(order), _BATCH):
                batch = np.sort(order[start : start + _BATCH])
                some = lines[batch].copy()
                kept = self._chance.random(len(some.data)) > _FEATURES_DROPPED
                some.data = some.data * (kept / (1 - _FEATURES_DROPPED)).astype(np.float32)
                self._step(some, wanted[batch], weight[batch], rate * (1 - epoch / epochs) + 2e-4)

    def _step(self, lines: Array, wanted: Array, weight: Array, rate: float) -> None:
        sums = lines @ self.rows + self.offsets
        kept = (self._chance.random(sums.shape) > _UNITS_DROPPED) / (1 - _UNITS_DROPPED)
        kept = kept.astype(np.float32)
        units = np.maximum(sums, 0) * kept
        given = 1 / (1 + np.exp(-(units @ self.weights + self.biases)))
        wrong = (given - wanted) * weight[:, None] / len(weight)
        back = (wrong @ self.weights.T) * kept * (sums > 0)
        slopes = [lines.T @ back, back.sum(0), units.T @ wrong, wrong.sum(0)]
        self._steps += 1
        for each, slope, first, second in zip(
            self._all, slopes, self._first, self._second, strict=True
        ):
            first *= 0.9
            first += 0.1 * slope
            second *= 0.999
            second += 0.001 * slope * slope
            each -= (
                rate
                * (first / (1 - 0.9**self._steps))
                / (np.sqrt(second / (1 - 0.999**self._steps)) + 1e-8)
            )
