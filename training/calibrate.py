"""
Thresholds of signs, at which few ordinary lines are met with an offer.

They are set with two things that the model has not learned from: the validation lines, and phrases
that a trial model was made without. The held-out lines are used for nothing but the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hearthlight.notice.model import ModelFile, build_model
from hearthlight.notice.noticing import find_parts
from training.whole import FINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.network import Array

GATE = "any"
_STEP = FINE // 16


class Scored(NamedTuple):
    """A row for each line, a column for each label."""

    scores: Array
    """The highest score of the line's parts."""
    gates: Array
    """The score of the last label, the gate, in the part where that was."""


def score_lines(file: ModelFile, lines: Iterable[str]) -> Scored:
    """What a model says to lines, without any threshold."""
    model = build_model(file)
    scores, gates = [], []
    for text in lines:
        of_parts = np.array([part.scores for part in find_parts(model, text)])
        scores.append(of_parts.max(0))
        gates.append(of_parts[of_parts.argmax(0), -1])
    return Scored(np.array(scores), np.array(gates))


def quiet_level(scores: Array, most: float) -> int:
    """The lowest level that no more than this share of the scores reaches."""
    return int(np.sort(scores)[::-1][int(most * len(scores))]) + 1


def worthwhile(scores: Array, true: Array, worth: float, between: tuple[int, int]) -> int:
    """
    The level at which what is rightly found, worth so much, most outweighs what is not there.

    It is sought between two levels, the second left out.
    """
    return max(
        range(*between, _STEP),
        key=lambda level: (
            worth * np.sum((scores >= level) & true) - np.sum((scores >= level) & ~true)
        ),
    )
