"""The model that hears danger, from the packs' phrases: of danger, and of all that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from hearthlight.documents.hearing import find_taken
from hearthlight.notice.noticing import DANGER
from training.calibrate import GATE
from training.features import line_features
from training.learning import Lesson, Size, learn, say
from training.phrases import DANGER_PHRASES, make_lines, plain, read_phrases
from training.signs import measured
from training.whole import FINE

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.model import ModelFile
    from training.network import Array
    from training.phrases import Line

SEED = 3
SIZE = Size(
    units=24, group=8, rows=21_400, others=1_000, teachers=2, epochs=8, passes=6, coarse_passes=4
)
MOST_LINES = 8
DANGER_WEIGHT, SIGN_WEIGHT = 1.5, 0.4
"""What tells of danger, and what tells of a sign, beside ordinary life."""
LEVEL = 5 * FINE // 16
"""What the gate must reach, and a danger to be named beside the nearest: on sets of others."""
DOUBTED = -5 * FINE // 4
"""Below this, in all its parts, a text of many words is far from danger."""
LIKEWISE = ("danger-threat", "danger-suicide-now")
"""What cues tell apart and the phrases do not: they are learned as danger all the same."""


def make_dangers(edition: Edition) -> ModelFile:
    """The model, with the levels at which danger is heard, and doubted."""
    phrases = [*read_phrases(), *read_phrases(DANGER_PHRASES)]
    labels = sorted({x for each in phrases for x in each.labels if x.startswith(DANGER)})
    labels.append(GATE)
    file = _make(edition, make_lines(phrases, MOST_LINES, SEED), labels)
    say("model learned")
    return msgspec.structs.replace(
        file,
        thresholds=(LEVEL,) * len(labels),
        cued=(DOUBTED,) * len(labels),
        doubts=(*labels[:-1], *LIKEWISE),
        languages=tuple(sorted({each.language for each in phrases})),
    )


def _make(edition: Edition, lines: list[Line], labels: list[str]) -> ModelFile:
    known = measured()
    lines = [line for line in lines if plain(line.text) not in known]
    lesson = Lesson(
        lines,
        lambda text: line_features(text, find_taken(edition, text)),
        labels,
        _wanted(lines, labels),
        np.array([line.weight * _importance(line) for line in lines], np.float32),
    )
    return learn(lesson, SIZE, SEED, {"lines": len(lines)})


def _wanted(lines: list[Line], labels: list[str]) -> Array:
    wanted: Array = np.zeros((len(lines), len(labels)), np.float32)
    for place, line in enumerate(lines):
        if told := [label for label in line.labels if label.startswith(DANGER)]:
            wanted[place, [labels.index(label) for label in (*told, GATE)]] = 1
    return wanted


def _importance(line: Line) -> float:
    if line.is_ordinary:
        return 1.0
    return DANGER_WEIGHT if any(label.startswith(DANGER) for label in line.labels) else SIGN_WEIGHT
