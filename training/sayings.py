"""The model of what a caregiver means to say to a child: patterns, from the packs' sayings."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from hearthlight.coach.walking import find_patterns
from hearthlight.notice.weighing import Cue
from training.calibrate import GATE, highest_scores, worthwhile
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
SIZE = Size(units=40, rows=9_000, others=1_500, teachers=2, epochs=12)
VARIANTS, MOST_LINES = 2, 6
FINE_WEIGHT = 1.5
_WORTH = {"stop": 2.0, "reconsider": 1.4, "limit": 1.4, "praise": 1.3}
"""A pattern that is rightly found is worth so many that are not there, by kind."""
_GRAVE = frozenset({"stop", "limit"})
_ALONE, _CUED = FINE, FINE * 3 // 4
"""What is grave is found in one of several sentences that reaches so much more than its level; and
stays where a cue finds it and the model is short of its level by no more than so much."""
_NEVER = 1 << 30
UNCUED = 0.5
"""The share of lines that are learned without what cues found in them. Cues were written with some
of these sayings at hand, and are less sure of what people say."""


def make_sayings(edition: Edition) -> ModelFile:
    """The model, with thresholds set on sayings that a trial was made without."""
    sayings = read_phrases(SAYINGS)
    labels = _labels(edition, sayings)
    held = [each for number, each in enumerate(sayings) if number % 5 == 0]
    rest = [each for number, each in enumerate(sayings) if number % 5]
    trial = _make(edition, rest, labels, SIZE._replace(teachers=1))
    say("trial model learned")
    file = _make(edition, sayings, labels, SIZE)
    say("model learned")
    return _calibrate(edition, file, trial, make_lines(held, 1, SEED + 1, SAYINGS, 0))


def _labels(edition: Edition, sayings: list[Phrase]) -> list[str]:
    used = {label for each in sayings for label in each.labels} - {"-"}
    if wrong := sorted(used - {pattern.id for pattern in edition.coach.patterns}):
        raise SystemExit(f"The packs have no {', '.join(wrong)}. Mend the heading in {SAYINGS}.")
    return [*sorted(used), GATE]


def _make(edition: Edition, sayings: list[Phrase], labels: list[str], size: Size) -> ModelFile:
    lines = [
        line
        for variant in range(VARIANTS)
        for line in make_lines(sayings, MOST_LINES, SEED + 100 * variant, SAYINGS, 0)
    ]
    wanted: Array = np.zeros((len(lines), len(labels)), np.float32)
    for place, line in enumerate(lines):
        for label in line.labels:
            wanted[place, labels.index(label)] = 1
    harm = _harm(labels)
    wanted[:, -1] = wanted[:, harm].any(1)
    chance = random.Random(SEED)  # noqa: S311 - not for secrets
    lesson = Lesson(
        [
            line_features(line.text, () if chance.random() < UNCUED else _cues(edition, line.text))
            for line in lines
        ],
        labels,
        wanted,
        np.array([line.weight for line in lines], np.float32)
        * np.where(wanted[:, -1], 1, FINE_WEIGHT).astype(np.float32),
    )
    return learn(lesson, size, SEED, {"sayings": len(sayings), "lines": len(lines)})


def _harm(labels: list[str]) -> list[int]:
    return [place for place, label in enumerate(labels) if label.startswith("pattern-")]


def _cues(edition: Edition, text: str) -> list[Cue]:
    table = edition.coach
    return [
        Cue(table.patterns[number].id, start, end)
        for number, start, end in find_patterns(table, text)
    ]


def _calibrate(edition: Edition, file: ModelFile, trial: ModelFile, lines: list[Line]) -> ModelFile:
    """The model with a threshold for each pattern."""
    scores = highest_scores(trial, [(line.text, _cues(edition, line.text)) for line in lines])
    labels = file.labels[:-1]
    true = np.array([[label in line.labels for label in labels] for line in lines])
    kinds = {pattern.id: pattern.kind for pattern in edition.coach.patterns}
    levels = [
        worthwhile(scores[:, place], true[:, place], _WORTH[kinds[label]])
        for place, label in enumerate(labels)
    ]
    grave = np.array([kinds[label] in _GRAVE for label in labels])
    # What may hurt at all was learned beside the patterns, which it tells apart from kind words.
    return msgspec.structs.replace(
        file,
        labels=labels,
        weights=file.weights[:-1],
        biases=file.biases[:-1],
        thresholds=tuple(levels),
        alone=tuple(np.where(grave, np.array(levels) + _ALONE, _NEVER).tolist()),
        cued=tuple(np.where(grave, np.array(levels) - _CUED, levels).tolist()),
    )
