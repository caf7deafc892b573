"""
Thresholds at which few ordinary lines are met with an offer.

They are set with two things that the model has not learned from: the validation lines, and phrases
that a trial model was made without. The held-out lines are used for nothing but the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from hearthlight.notice.model import ModelFile, build_model
from hearthlight.notice.reading import tokens, windows
from hearthlight.notice.weighing import Window
from training.whole import FINE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hearthlight.notice.weighing import Cue
    from training.network import Array
    from training.phrases import Line

GATE = "any"
ORDINARY_OFFERED = 0.06
"""The share of validation's ordinary lines on which anything may be offered."""
NEAR_OFFERED = 0.16
"""Likewise of phrases of ordinary life that a trial has not seen; most were written to be near."""
FORM_OFFERED = 0.001
"""Likewise, for forms."""
_WORTH = 5
"""A true sign that is offered is worth so many that are not true."""
_LOWEST_FORM = -FINE
"""A form is grave: it is never offered below this, whatever the lines say."""
_LOWEST, _HIGHEST = -3 * FINE, 0
"""Between these a sign's own threshold is sought."""
_STEP = FINE // 8
_NEVER = -(1 << 30)


class Scored(NamedTuple):
    """A line's best score for each label, with the gate's where that was; and its true labels."""

    scores: dict[str, tuple[int, int]]
    labels: frozenset[str]


def calibrate(
    file: ModelFile, trial: ModelFile, apart: list[Line], rows: list[dict[str, Any]]
) -> ModelFile:
    """The model with a threshold for each sign, for forms and for the gate."""
    near = score_lines(trial, [(line.text, line.labels) for line in apart])
    quiet = [each for each, line in zip(near, apart, strict=True) if line.is_ordinary]
    said = score_lines(file, [(row["text"], frozenset(row["labels"])) for row in rows])
    notes = [row["note"] for row in rows]
    ordinary = [
        each
        for each, note in zip(said, notes, strict=True)
        if not each.labels and note in ("ordinary life", "negation")
    ]
    levels: dict[str, int] = {}
    for label in file.labels[:-1]:
        if label.startswith("form-"):
            levels[label] = max(
                level(_peaks(quiet, "form-"), FORM_OFFERED),
                level(_peaks(ordinary, "form-"), FORM_OFFERED),
                _LOWEST_FORM,
            )
        else:
            levels[label] = _worthwhile(label, near)
    levels[GATE] = max(
        level(_gates(quiet, levels), NEAR_OFFERED),
        level(_gates(ordinary, levels), ORDINARY_OFFERED),
    )
    return msgspec.structs.replace(file, thresholds=tuple(levels[each] for each in file.labels))


def score_lines(file: ModelFile, lines: Sequence[tuple[str, frozenset[str]]]) -> list[Scored]:
    """What the model says to each line, without any threshold."""
    model = build_model(file)
    found = []
    for text, labels in lines:
        scores = dict.fromkeys(file.labels[:-1], (_NEVER, _NEVER))
        for cut in windows(tokens(text, model.fold, model.negators, model.breakers)):
            window = Window(model, cut)
            for label, score in zip(file.labels[:-1], window.scores, strict=False):
                scores[label] = max(scores[label], (score, window.scores[-1]))
        found.append(Scored(scores, labels))
    return found


def _peaks(lines: list[Scored], kind: str) -> list[int]:
    """The highest score of a kind of label in each line."""
    return [
        max(score for label, (score, _) in line.scores.items() if label.startswith(kind))
        for line in lines
    ]


def _gates(lines: list[Scored], levels: dict[str, int]) -> list[int]:
    """For each line the highest gate at which something would still be offered."""
    return [
        max(
            (gate for label, (score, gate) in line.scores.items() if score >= levels[label]),
            default=_NEVER,
        )
        for line in lines
    ]


def level(scores: list[int], most: float) -> int:
    """The lowest level that no more than this share of the scores reaches."""
    return sorted(scores, reverse=True)[int(most * len(scores))] + 1


def _worthwhile(label: str, lines: list[Scored]) -> int:
    """The level of a sign at which what is truly offered most outweighs what is not."""
    true = sorted(line.scores[label][0] for line in lines if label in line.labels)
    false = sorted(line.scores[label][0] for line in lines if line.labels - {label} == line.labels)
    return max(
        range(_LOWEST, _HIGHEST + 1, _STEP),
        key=lambda level: _WORTH * _reaching(true, level) - _reaching(false, level),
    )


def _reaching(scores: list[int], level: int) -> int:
    return sum(score >= level for score in scores)


def highest_scores(file: ModelFile, lines: Sequence[tuple[str, Collection[Cue]]]) -> Array:
    """A row for each line and what cues found in it: its windows' highest score for each label."""
    model = build_model(file)
    found = []
    for text, cues in lines:
        cuts = windows(tokens(text, model.fold, model.negators, model.breakers))
        found.append(np.max([Window(model, cut, cues).scores for cut in cuts], 0))
    return np.array(found)


def worthwhile(scores: Array, true: Array, worth: float) -> int:
    """The level at which what is rightly found, worth so much, most outweighs what is not there."""
    return max(
        range(-5 * FINE, 3 * FINE, FINE // 16),
        key=lambda level: (
            worth * np.sum((scores >= level) & true) - np.sum((scores >= level) & ~true)
        ),
    )
