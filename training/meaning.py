"""
A teacher that reads whole sentences as a public encoder does, and one layer of units on top.

It knows what other words would have meant the same, and nothing of how they are spelled; the
teachers that read words know the phrases better. Together they know more than either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.adam import Adam
from training.vectors import text_vectors

if TYPE_CHECKING:
    from training.network import Array

_UNITS = 256
_INPUTS_DROPPED, _UNITS_DROPPED = 0.1, 0.3
_BATCH = 256
_RATE = 2e-3
_EPOCHS = 14


class Meaning:
    """One layer of units over the vectors of whole texts."""

    def __init__(self, size: int, labels: int, seed: int) -> None:
        chance = self._chance = np.random.default_rng(seed)
        self._rows = chance.normal(0, (2 / size) ** 0.5, (size, _UNITS)).astype(np.float32)
        self._offsets: Array = np.zeros(_UNITS, np.float32)
        self._weights = chance.normal(0, _UNITS**-0.5, (_UNITS, labels)).astype(np.float32)
        self._biases: Array = np.full(labels, -3, np.float32)
        self._adam = Adam([self._rows, self._offsets, self._weights, self._biases])

    def scores(self, vectors: Array) -> Array:
        """The score of each text for each label."""
        units = np.maximum(vectors @ self._rows + self._offsets, 0)
        return units @ self._weights + self._biases

    def learn(self, vectors: Array, wanted: Array, weight: Array) -> None:
        """Go over all texts, with a rate that falls."""
        for epoch in range(_EPOCHS):
            order = self._chance.permutation(len(vectors))
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                kept = self._dropped(vectors[batch].shape, _INPUTS_DROPPED)
                falling = _RATE * (1.02 - epoch / _EPOCHS)
                self._step(vectors[batch] * kept, wanted[batch], weight[batch], falling)

    def _dropped(self, shape: tuple[int, ...], share: float) -> Array:
        return ((self._chance.random(shape) > share) / (1 - share)).astype(np.float32)

    def _step(self, vectors: Array, wanted: Array, weight: Array, rate: float) -> None:
        sums = vectors @ self._rows + self._offsets
        kept = self._dropped(sums.shape, _UNITS_DROPPED)
        units = np.maximum(sums, 0) * kept
        given = 1 / (1 + np.exp(-(units @ self._weights + self._biases)))
        wrong = (given - wanted) * weight[:, None] / len(weight)
        back = (wrong @ self._weights.T) * kept * (sums > 0)
        self._adam.begin()
        for number, slope in enumerate(
            (vectors.T @ back, back.sum(0), units.T @ wrong, wrong.sum(0))
        ):
            self._adam.move(number, slice(None), slope, rate)


def teach(
    texts: list[str], wanted: Array, weight: Array, asked: list[str], seeds: list[int]
) -> tuple[Array, Array]:
    """What teachers that learned the texts make of them, and of others that they are asked."""
    vectors, more = text_vectors(texts), text_vectors(asked)
    teachers = []
    for seed in seeds:
        teachers.append(Meaning(vectors.shape[1], wanted.shape[1], seed))
        teachers[-1].learn(vectors, wanted, weight)
    return tuple(sum(each.scores(one) for each in teachers) / len(seeds) for one in (vectors, more))
