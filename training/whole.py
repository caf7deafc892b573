"""The learned network as the tables of whole numbers that are shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hearthlight.notice.model import FORMAT, PACKED, REACH, SIGNS_OF_FOUR, STEPS, ModelFile
from training.folding import BREAKERS, NEGATORS, make_fold

if TYPE_CHECKING:
    from training.network import Array, Network

FINE = 1 << 10
"""The whole number that stands for 1 in units and scores."""
_SIZE = 1.22
"""The step of a row, beside the root of the mean of its squares: what misses least. Three numbers
are coarse; the tables go to phones, and more rows say more than finer ones."""
_DOUBLED = 9
_SMALLEST = 0.02
"""The share of rows for which even a step that is not doubled is too large."""
_LONGEST = 1023


def whole_model(
    network: Network,
    rows: dict[str, Array],
    step: float,
    labels: list[str],
    made_from: dict[str, str | int],
) -> ModelFile:
    """The network, whose units come in fours, in whole numbers; no threshold is set yet."""
    features = sorted(rows)
    table = np.array([rows[feature] for feature in features])
    numbers, shifts = steps_of(table, step)
    digits = [STEPS**place for place in reversed(range(PACKED))]
    signs = (numbers + REACH).reshape(len(numbers), -1, PACKED) @ digits
    inverse = [0, *(round(step * FINE * 65536 / size**0.5) for size in range(1, _LONGEST + 1))]
    fold = make_fold()
    return ModelFile(
        format=FORMAT,
        made_from=made_from,
        fold=("".join(map(chr, fold)), "".join(map(chr, fold.values()))),
        negators=tuple(NEGATORS),
        breakers=tuple(BREAKERS),
        features="\n".join(features),
        units=len(network.offsets),
        rows="".join(SIGNS_OF_FOUR[sign] for sign in signs.ravel().tolist()),
        shifts="".join(map(str, shifts)),
        inverse=tuple(inverse),
        offsets=tuple(np.rint(network.offsets * FINE).astype(int).tolist()),
        labels=tuple(labels),
        weights=tuple(map(tuple, np.rint(network.weights.T * 256).astype(int).tolist())),
        biases=tuple(np.rint(network.biases * FINE).astype(int).tolist()),
        thresholds=(0,) * len(labels),
    )


def smallest_step(table: Array) -> float:
    """A step that suits the rows that say least."""
    return float(np.quantile(_like(table), _SMALLEST))


def steps_of(table: Array, step: float) -> tuple[Array, Array]:
    """Rows in whole steps, and how often the step is doubled for each row."""
    shifts = np.rint(np.log2(np.maximum(_like(table) / step, 1))).clip(0, _DOUBLED).astype(int)
    numbers = np.rint(table / (step * 2.0 ** shifts[:, None])).clip(-REACH, REACH)
    return numbers.astype(int), shifts


def coarse(table: Array, step: float) -> Array:
    """Rows as they come out of the whole numbers."""
    numbers, shifts = steps_of(table, step)
    return (numbers * (step * 2.0 ** shifts[:, None])).astype(np.float32)


def _like(table: Array) -> Array:
    return np.maximum(_SIZE * np.sqrt((table**2).mean(1)), 1e-9)
