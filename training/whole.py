"""The learned network as the tables of whole numbers that are shipped."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.vq import kmeans2

from hearthlight.notice.model import FORMAT, REACH, ROW_SIGNS, ModelFile
from training.folding import BREAKERS, NEGATORS, make_fold

if TYPE_CHECKING:
    from training.network import Array, Network

FINE = 1 << 10
"""The whole number that stands for 1 in units and scores."""
_DOUBLED = 9
_SMALLEST = 0.02
"""The share of rows that are smaller than the step they are counted in."""
_GRID = 4
"""Units that a sign of a grid stands for: 81 shapes."""
_STEP = 1.22
"""The step of a grid, beside the root of the mean of a row's squares: what misses least."""
_FINEST = 16
"""Parts of a step that numbers are rounded to, or fewer where they would reach too far."""
_LOOKED_AT = 60_000
_ROUNDS = 15
_LONGEST = 1023


def whole_model(
    network: Network,
    rows: dict[str, Array],
    books: Books | Grid,
    labels: list[str],
    made_from: dict[str, str | int],
) -> ModelFile:
    """The network in whole numbers; no threshold is set yet."""
    features = sorted(rows)
    table = np.array([rows[feature] for feature in features])
    signs, shifts = books.signs(table)
    one = books.step / books.finer * FINE * 65536
    inverse = [0, *(round(one / size**0.5) for size in range(1, _LONGEST + 1))]
    fold = make_fold()
    return ModelFile(
        format=FORMAT,
        made_from=made_from,
        fold=("".join(map(chr, fold)), "".join(map(chr, fold.values()))),
        negators=tuple(NEGATORS),
        breakers=tuple(BREAKERS),
        features="\n".join(features),
        units=len(network.offsets),
        books=books.numbers(),
        rows="".join(ROW_SIGNS[sign] for sign in signs.ravel().tolist()),
        shifts="".join(map(str, shifts.tolist())),
        inverse=tuple(inverse),
        offsets=tuple(np.rint(network.offsets * FINE).astype(int).tolist()),
        labels=tuple(labels),
        weights=tuple(map(tuple, np.rint(network.weights.T * 256).astype(int).tolist())),
        biases=tuple(np.rint(network.biases * FINE).astype(int).tolist()),
        thresholds=(0,) * len(labels),
    )


class Books:
    """
    What rows are made of: for each group of units the few shapes that suit most rows.

    A row is counted in steps, doubled as often as its size asks for, so that only its shape is left
    (product quantisation: Jegou, Douze and Schmid, 2011, doi:10.1109/TPAMI.2010.57).
    """

    def __init__(self, table: Array, matter: Array, group: int, seed: int) -> None:
        """`table`: a row of units for each feature. `matter`: how much each row counts."""
        self._group = group
        self.step = float(np.quantile(_size(table), _SMALLEST))
        shapes, _ = self._shapes(table)
        chance = np.random.default_rng(seed)
        looked_at = shapes[chance.choice(len(shapes), _LOOKED_AT, p=matter / matter.sum())]
        groups = [looked_at[:, at : at + group] for at in range(0, table.shape[1], group)]
        books = [
            kmeans2(some, len(ROW_SIGNS), iter=_ROUNDS, minit="++", seed=seed)[0] for some in groups
        ]
        self.finer = min(_FINEST, int(REACH / max(np.abs(book).max() for book in books)))
        self._books = [np.rint(book * self.finer) / self.finer for book in books]

    def numbers(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """The shapes of each group in whole numbers, `finer` to a step."""
        return tuple(
            tuple(map(tuple, np.rint(book * self.finer).astype(int).tolist()))
            for book in self._books
        )

    def signs(self, table: Array) -> tuple[Array, Array]:
        """For each row the nearest shape of each group, and how often the step is doubled."""
        shapes, shifts = self._shapes(table)
        parts = [shapes[:, at : at + self._group] for at in range(0, table.shape[1], self._group)]
        nearest = [
            ((book**2).sum(1) - 2 * part @ book.T).argmin(1)
            for part, book in zip(parts, self._books, strict=True)
        ]
        return np.stack(nearest, 1), shifts

    def coarse(self, table: Array) -> Array:
        """Rows as they come out of the whole numbers."""
        signs, shifts = self.signs(table)
        shapes = np.concatenate([book[signs[:, at]] for at, book in enumerate(self._books)], 1)
        return (shapes * (self.step * 2.0 ** shifts[:, None])).astype(np.float32)

    def _shapes(self, table: Array) -> tuple[Array, Array]:
        doubled = np.log2(np.maximum(_size(table) / self.step, 1))
        shifts = np.rint(doubled).clip(0, _DOUBLED).astype(int)
        return table / (self.step * 2.0 ** shifts[:, None]), shifts


class Grid:
    """
    Rows of three numbers a unit, four units to a sign: what `Books` would be, had they not learned.

    It takes three times the bytes, and tells many labels apart that shapes of eight units blur.
    """

    finer = 1

    def __init__(self, table: Array) -> None:
        """`table`: a row of units for each feature."""
        self._groups: int = table.shape[1] // _GRID
        self.step = float(np.quantile(_STEP * _size(table), _SMALLEST))

    def numbers(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """The shapes of each group, the same for all."""
        shapes: tuple[tuple[int, ...], ...] = tuple(product((-1, 0, 1), repeat=_GRID))
        return (shapes,) * self._groups

    def signs(self, table: Array) -> tuple[Array, Array]:
        """For each row the nearest shape of each group, and how often the step is doubled."""
        numbers, shifts = self._numbers(table)
        digits = [3**place for place in reversed(range(_GRID))]
        return (numbers + 1).reshape(len(numbers), -1, _GRID) @ digits, shifts

    def coarse(self, table: Array) -> Array:
        """Rows as they come out of the whole numbers."""
        numbers, shifts = self._numbers(table)
        return (numbers * (self.step * 2.0 ** shifts[:, None])).astype(np.float32)

    def _numbers(self, table: Array) -> tuple[Array, Array]:
        doubled = np.log2(np.maximum(_STEP * _size(table) / self.step, 1))
        shifts = np.rint(doubled).clip(0, _DOUBLED).astype(int)
        numbers = np.rint(table / (self.step * 2.0 ** shifts[:, None])).clip(-1, 1).astype(int)
        return numbers, shifts


def _size(table: Array) -> Array:
    return np.maximum(np.sqrt((table**2).mean(1)), 1e-9)
