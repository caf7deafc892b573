"""The model that hears danger, from the packs' phrases: of danger, and of all that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from hearthlight.documents.hearing import find_taken
from hearthlight.notice.noticing import DANGER
from training.calibrate import GATE, highest_scores, level, worthwhile
from training.features import line_features
from training.learning import Lesson, Size, learn, say
from training.phrases import make_lines, plain, read_phrases
from training.signs import measured, read_validation
from training.whole import FINE

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.notice.model import ModelFile
    from training.network import Array
    from training.phrases import Line, Phrase

SEED = 3
SIZE = Size(units=24, rows=4_800, others=600, teachers=2, epochs=8)
MOST_LINES = 8
DANGER_WEIGHT, SIGN_WEIGHT = 1.5, 0.4
"""What tells of danger, and what tells of a sign, beside ordinary life."""
ALIKE, ORDINARY = 0.03, 0.01
"""The share of validation's look-alikes and ordinary lines in which danger may be heard."""
MARGIN = FINE * 9 // 16
"""What is asked beyond that: what others say is more varied than those lines."""
NAMED = 1.5
"""That a danger is rightly named is worth so much that it is not so named."""


def make_dangers(edition: Edition) -> ModelFile:
    """The model, with thresholds set on phrases that a trial was made without."""
    phrases = read_phrases()
    labels = sorted({x for each in phrases for x in each.labels if x.startswith(DANGER)})
    labels.append(GATE)
    held = [each for number, each in enumerate(phrases) if number % 5 == 0]
    rest = [each for number, each in enumerate(phrases) if number % 5]
    trial = _make(edition, rest, labels, SIZE._replace(teachers=1))
    say("trial model learned")
    file = _make(edition, phrases, labels, SIZE)
    say("model learned")
    return _calibrate(edition, file, trial, make_lines(held, 1, SEED + 1))


def _make(edition: Edition, phrases: list[Phrase], labels: list[str], size: Size) -> ModelFile:
    known = measured()
    lines = [
        line for line in make_lines(phrases, MOST_LINES, SEED) if plain(line.text) not in known
    ]
    lesson = Lesson(
        [line_features(line.text, find_taken(edition, line.text)) for line in lines],
        labels,
        _wanted(lines, labels),
        np.array([line.weight * _importance(line) for line in lines], np.float32),
    )
    return learn(lesson, size, SEED, {"phrases": len(phrases), "lines": len(lines)})


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


def _calibrate(edition: Edition, file: ModelFile, trial: ModelFile, lines: list[Line]) -> ModelFile:
    said = [(line.text, find_taken(edition, line.text)) for line in lines]
    scores = highest_scores(trial, said)
    true = _wanted(lines, list(file.labels)) > 0
    named = [
        worthwhile(scores[:, place], true[:, place], NAMED) for place in range(len(file.labels) - 1)
    ]
    quiet = [
        [(row["text"], find_taken(edition, row["text"])) for row in read_validation() if test(row)]
        for test in (
            lambda row: row["note"] == "look-alike",
            lambda row: row["note"] in ("ordinary life", "negation") and not row["labels"],
        )
    ]
    alike, ordinary = (highest_scores(file, each)[:, -1].tolist() for each in quiet)
    gate = max(level(alike, ALIKE), level(ordinary, ORDINARY)) + MARGIN
    # What is named beside the nearest is as sure as that there is danger at all.
    return msgspec.structs.replace(file, thresholds=(*(max(each, gate) for each in named), gate))
