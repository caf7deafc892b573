"""The learned network as the tables of whole numbers that are shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hearthlight.notice.model import FORMAT, MIDDLE, ModelFile
from training.folding import BREAKERS, NEGATORS, make_fold

if TYPE_CHECKING:
    from training.network import Array, Network

FINE = 1 << 10
"""The whole number that stands for 1 in units and scores."""
_REACH = 9
"""The largest number in a row, before it is doubled; coarse, since the tables go to phones."""
_LONGEST = 1023


def whole_model(
    network: Network,
    rows: dict[str, Array],
    labels: list[str],
    made_from: dict[str, str | int],
) -> ModelFile:
    """The network in whole numbers; no threshold is set yet."""
    features = sorted(rows)
    table = np.array([rows[feature] for feature in features])
    peak = np.maximum(np.abs(table).max(1), 1e-6)
    step = float(np.quantile(peak, 0.5)) / _REACH
    shifts = np.clip(np.ceil(np.log2(np.maximum(peak / (step * _REACH), 1))), 0, 9).astype(int)
    signs = np.rint(table / (step * 2.0 ** shifts[:, None])).clip(-_REACH, _REACH).astype(int)
    inverse = [0, *(round(step * FINE * 65536 / size**0.5) for size in range(1, _LONGEST + 1))]
    fold = make_fold()
    return ModelFile(
        format=FORMAT,
        made_from=made_from,
        fold=("".join(map(chr, fold)), "".join(map(chr, fold.values()))),
        negators=tuple(NEGATORS),
        breakers=tuple(BREAKERS),
        features="\n".join(features),
        units=table.shape[1],
        rows="".join(chr(MIDDLE + sign) for row in signs.tolist() for sign in row),
        shifts="".join(map(str, shifts)),
        inverse=tuple(inverse),
        offsets=tuple(np.rint(network.offsets * FINE).astype(int).tolist()),
        labels=tuple(labels),
        weights=tuple(map(tuple, np.rint(network.weights.T * 256).astype(int).tolist())),
        biases=tuple(np.rint(network.biases * FINE).astype(int).tolist()),
        thresholds=(0,) * len(labels),
    )
