"""The model of what a caregiver noticed, signs and forms, from the packs' phrases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from hearthlight.content.loader import load_pack
from hearthlight.notice.noticing import DANGER
from training.calibrate import GATE, quiet_level, score_lines, worthwhile
from training.features import line_features
from training.learning import HERE, Lesson, Size, learn, say
from training.phrases import PHRASES, make_lines, plain, read_phrases
from training.whole import FINE

if TYPE_CHECKING:
    from hearthlight.notice.model import ModelFile
    from training.calibrate import Scored
    from training.network import Array
    from training.phrases import Line, Phrase

VALIDATION = HERE / "data/validation.jsonl"
HELD_OUT = HERE / "data/held_out.jsonl"
SEED = 11
SIZE = Size(
    units=48, group=8, rows=23_500, others=1_500, teachers=2, epochs=10, passes=6, coarse_passes=4
)
MOST_LINES = 30
ORDINARY_WEIGHT = 2.0
ORDINARY_OFFERED = 0.06
"""The share of validation's ordinary lines on which anything may be offered."""
NEAR_OFFERED = 0.16
"""Likewise of phrases of ordinary life that a trial has not seen; most were written to be near."""
MARGIN = 5 * FINE // 16
"""What is asked of the gate beyond that: other people's ordinary life is more varied."""
FORM, FORM_OFFERED = "form-", 0.001
"""Likewise, for forms."""
_WORTH = 5
"""A true sign that is offered is worth so many that are not true."""
_BETWEEN = (-3 * FINE, 1)
"""Where a sign's own threshold is sought."""
_LOWEST_FORM = -FINE
"""A form is grave: it is never offered below this, whatever the lines say."""


def make_signs() -> ModelFile:
    """The model, with thresholds set on lines that were not learned from."""
    phrases = read_phrases()
    labels = _labels(phrases)
    held = [each for number, each in enumerate(phrases) if number % 5 == 0]
    rest = [each for number, each in enumerate(phrases) if number % 5]
    rest_lines, held_lines = (make_lines(each, MOST_LINES, SEED) for each in (rest, held))
    trial = _make(rest_lines, labels, SIZE._replace(teachers=1))
    say("trial model learned")
    file = _make(rest_lines + held_lines, labels, SIZE)
    say("model learned")
    return _calibrate(file, trial, make_lines(held, 2, SEED + 1), read_validation())


def _labels(phrases: list[Phrase]) -> list[str]:
    pack = load_pack()
    known = {row_id for kind in ("sign", "form", "fact") for row_id in pack.rows[kind]}
    used = {label for phrase in phrases for label in phrase.labels} - {"-", "?"}
    if wrong := sorted(used - known):
        raise SystemExit(f"The packs have no {', '.join(wrong)}. Mend the heading in {PHRASES}.")
    return [*sorted(label for label in used if not label.startswith(DANGER)), GATE]


def _make(lines: list[Line], labels: list[str], size: Size) -> ModelFile:
    known = measured()
    lines = [line for line in lines if plain(line.text) not in known]
    lesson = Lesson(
        lines,
        line_features,
        labels,
        _wanted(lines, labels),
        np.array(
            [line.weight * (ORDINARY_WEIGHT if line.is_ordinary else 1) for line in lines],
            np.float32,
        ),
    )
    return learn(lesson, size, SEED, {"lines": len(lines)})


def _wanted(lines: list[Line], labels: list[str]) -> Array:
    wanted: Array = np.zeros((len(lines), len(labels)), np.float32)
    for place, line in enumerate(lines):
        for label in line.labels & set(labels):
            wanted[place, labels.index(label)] = 1
        wanted[place, -1] = not line.is_ordinary
    return wanted


def _calibrate(
    file: ModelFile, trial: ModelFile, unseen: list[Line], rows: list[dict[str, Any]]
) -> ModelFile:
    """The model with a threshold for each sign, for forms and for the gate."""
    labels = list(file.labels)
    near = score_lines(trial, [line.text for line in unseen])
    true = _wanted(unseen, labels) > 0
    near_ordinary = _of(near, [line.is_ordinary for line in unseen])
    said = score_lines(file, [row["text"] for row in rows])
    ordinary = _of(
        said,
        [not row["labels"] and row["note"] in ("ordinary life", "negation") for row in rows],
    )
    forms = [place for place, label in enumerate(labels) if label.startswith(FORM)]
    of_forms = max(
        *(
            quiet_level(each.scores[:, forms].max(1), FORM_OFFERED)
            for each in (near_ordinary, ordinary)
        ),
        _LOWEST_FORM,
    )
    levels = np.array(
        [
            of_forms
            if place in forms
            else worthwhile(near.scores[:, place], true[:, place], _WORTH, _BETWEEN)
            for place in range(len(labels) - 1)
        ]
    )
    gate = max(
        quiet_level(_gates(near_ordinary, levels), NEAR_OFFERED),
        quiet_level(_gates(ordinary, levels), ORDINARY_OFFERED),
    )
    return msgspec.structs.replace(file, thresholds=(*levels.tolist(), gate + MARGIN))


def _of(scored: Scored, which: list[bool]) -> Scored:
    return type(scored)(*(each[np.array(which)] for each in scored))


def _gates(scored: Scored, levels: Array) -> Array:
    """For each line the highest gate at which something would still be offered."""
    never = np.iinfo(np.int64).min
    return np.where(scored.scores[:, :-1] >= levels, scored.gates[:, :-1], never).max(1)


def read_validation() -> list[dict[str, Any]]:
    """The lines that set thresholds."""
    return [json.loads(line) for line in VALIDATION.read_text("utf-8").splitlines()]


def measured() -> set[str]:
    """What is measured on is not learned, even where a phrase happens to say the same."""
    return {
        plain(json.loads(line)["text"])
        for file in (VALIDATION, HELD_OUT)
        for line in file.read_text("utf-8").splitlines()
    }
