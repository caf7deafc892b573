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
    books: Books,
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
    What rows are made of: for each group of units the few shapes that stand for a row's numbers.

    A row is counted in steps, doubled as often as its size asks for: only its shape is left.
    """

    def __init__(self, shapes: list[Array], finer: int, step: float, stretch: float = 1) -> None:
        """
        `shapes`: for each group whole numbers, `finer` to a step; a row of them for each shape.

        `step`: the smallest. `stretch`: a row's own step beside the root of its mean square.
        """
        self.step, self.finer = step, finer
        self._stretch = stretch
        self._shapes = shapes

    def numbers(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """The shapes of each group."""
        return tuple(tuple(map(tuple, book.astype(int).tolist())) for book in self._shapes)

    def signs(self, table: Array) -> tuple[Array, Array]:
        """For each row the nearest shape of each group, and how often the step is doubled."""
        shifts = _doubled(self._stretch * _size(table), self.step)
        counted = self.finer * table / (self.step * 2.0 ** shifts[:, None])
        parts = np.split(counted, len(self._shapes), axis=1)
        nearest = [
            ((book**2).sum(1) - 2 * part @ book.T).argmin(1)
            for part, book in zip(parts, self._shapes, strict=True)
        ]
        return np.stack(nearest, 1), shifts

    def coarse(self, table: Array) -> Array:
        """Rows as they come out of the whole numbers."""
        signs, shifts = self.signs(table)
        rows = np.concatenate([book[signs[:, at]] for at, book in enumerate(self._shapes)], 1)
        return (rows * (self.step / self.finer * 2.0 ** shifts[:, None])).astype(np.float32)


def found_books(table: Array, matter: Array, group: int, seed: int) -> Books:
    """
    Books of the shapes that suit the rows of `table`, each of which counts as much as it matters.

    Product quantisation (Jegou, Douze and Schmid, 2011, doi:10.1109/TPAMI.2010.57).
    """
    step = float(np.quantile(_size(table), _SMALLEST))
    counted = table / (step * 2.0 ** _doubled(_size(table), step)[:, None])
    chance = np.random.default_rng(seed)
    looked_at = counted[chance.choice(len(counted), _LOOKED_AT, p=matter / matter.sum())]
    books = [
        kmeans2(part, len(ROW_SIGNS), iter=_ROUNDS, minit="++", seed=seed)[0]
        for part in np.split(looked_at, table.shape[1] // group, axis=1)
    ]
    finer = min(_FINEST, int(REACH / max(np.abs(book).max() for book in books)))
    return Books([np.rint(book * finer) for book in books], finer, step)


def grid_books(table: Array) -> Books:
    """
    Books of every shape of three numbers, the same for all groups of four units.

    They take three times the bytes, and tell many labels apart that larger groups blur.
    """
    grid = np.array(list(product((-1, 0, 1), repeat=_GRID)), np.float64)
    step = float(np.quantile(_STEP * _size(table), _SMALLEST))
    return Books([grid] * (table.shape[1] // _GRID), 1, step, _STEP)


def _doubled(sizes: Array, step: float) -> Array:
    return np.rint(np.log2(np.maximum(sizes / step, 1))).clip(0, _DOUBLED).astype(int)


def _size(table: Array) -> Array:
    return np.maximum(np.sqrt((table**2).mean(1)), 1e-9)
