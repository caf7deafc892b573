"""The model of what a caregiver means to say to a child: patterns, from the packs' sayings."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from hearthlight.coach.walking import find_patterns
from hearthlight.notice.weighing import Cue
from training.calibrate import GATE
from training.features import line_features
from training.learning import Lesson, Size, learn, say
from training.phrases import SAYINGS, make_lines, read_phrases
from training.whole import FINE

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.model import ModelFile
    from training.network import Array
    from training.phrases import Line, Phrase

SEED = 5
SIZE = Size(
    units=64, group=0, rows=14_500, others=1_500, teachers=2, epochs=12, passes=8, coarse_passes=3
)
MOST_LINES = 6
FINE_WEIGHT = 1.5
_LEVELS = {
    "stop": -7 * FINE // 4,
    "limit": -7 * FINE // 4,
    "reconsider": -5 * FINE // 4,
    "praise": -3 * FINE // 2,
}
"""What a pattern's score must reach, by kind: on sets of others, what is grave is found and kind
words are left alone. Levels of each pattern's own, by sayings put aside, did no better."""
_GRAVE = frozenset({"stop", "limit"})
_ALONE, _CUED = FINE * 5 // 8, FINE * 3 // 4
"""What is grave is found in one of several sentences that reaches so much more than its level; and
stays where a cue finds it and the model is short of its level by no more than so much."""
_NEVER = 1 << 30
UNCUED = 0.5
"""The share of lines that are learned without what cues found in them. Cues were written with some
of these sayings at hand, and are less sure of what people say."""


def make_sayings(edition: Edition) -> ModelFile:
    """The model, with levels for each kind of pattern."""
    sayings = read_phrases(SAYINGS)
    labels = _labels(edition, sayings)
    file = _make(edition, make_lines(sayings, MOST_LINES, SEED, SAYINGS, 0), labels)
    say("model learned")
    return _set_levels(edition, file)


def _labels(edition: Edition, sayings: list[Phrase]) -> list[str]:
    used = {label for each in sayings for label in each.labels} - {"-"}
    if wrong := sorted(used - {pattern.id for pattern in edition.coach.patterns}):
        raise SystemExit(f"The packs have no {', '.join(wrong)}. Mend the heading in {SAYINGS}.")
    return [*sorted(used), GATE]


def _make(edition: Edition, lines: list[Line], labels: list[str]) -> ModelFile:
    wanted: Array = np.zeros((len(lines), len(labels)), np.float32)
    for place, line in enumerate(lines):
        for label in line.labels:
            wanted[place, labels.index(label)] = 1
    harm = _harm(labels)
    wanted[:, -1] = wanted[:, harm].any(1)
    chance = random.Random(SEED)  # noqa: S311 - not for secrets
    lesson = Lesson(
        lines,
        lambda text: line_features(text, () if chance.random() < UNCUED else _cues(edition, text)),
        labels,
        wanted,
        np.array([line.weight for line in lines], np.float32)
        * np.where(wanted[:, -1], 1, FINE_WEIGHT).astype(np.float32),
    )
    return learn(lesson, SIZE, SEED, {"lines": len(lines)})


def _harm(labels: list[str]) -> list[int]:
    return [place for place, label in enumerate(labels) if label.startswith("pattern-")]


def _cues(edition: Edition, text: str) -> list[Cue]:
    table = edition.coach
    return [
        Cue(table.patterns[number].id, start, end)
        for number, start, end in find_patterns(table, text)
    ]


def _set_levels(edition: Edition, file: ModelFile) -> ModelFile:
    labels = file.labels[:-1]
    kinds = {pattern.id: pattern.kind for pattern in edition.coach.patterns}
    levels = np.array([_LEVELS[kinds[label]] for label in labels])
    grave = np.array([kinds[label] in _GRAVE for label in labels])
    # What may hurt at all was learned beside the patterns, which it tells apart from kind words.
    return msgspec.structs.replace(
        file,
        labels=labels,
        weights=file.weights[:-1],
        biases=file.biases[:-1],
        thresholds=tuple(levels.tolist()),
        alone=tuple(np.where(grave, levels + _ALONE, _NEVER).tolist()),
        cued=tuple(np.where(grave, levels - _CUED, levels).tolist()),
    )
