"""The model of what a caregiver noticed: signs, forms and dangers, from the packs' phrases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from hearthlight.content.loader import load_pack
from hearthlight.notice.noticing import DANGER
from training.calibrate import GATE, calibrate
from training.features import line_features
from training.learning import HERE, Lesson, Size, learn, say
from training.phrases import PHRASES, make_lines, plain, read_phrases

if TYPE_CHECKING:
    from hearthlight.notice.model import ModelFile
    from training.network import Array
    from training.phrases import Phrase

VALIDATION = HERE / "data/validation.jsonl"
HELD_OUT = HERE / "data/held_out.jsonl"
SEED = 11
SIZE = Size(units=38, rows=8_400, others=1_500, teachers=3, epochs=10)
MOST_LINES = 30
ORDINARY_WEIGHT = 2.0


def make_signs() -> ModelFile:
    """The model, with thresholds set on lines that were not learned from."""
    phrases = read_phrases()
    labels = _labels(phrases)
    held = [each for number, each in enumerate(phrases) if number % 5 == 0]
    rest = [each for number, each in enumerate(phrases) if number % 5]
    trial = _make(rest, labels, SIZE._replace(teachers=1))
    say("trial model learned")
    file = _make(phrases, labels, SIZE)
    say("model learned")
    return calibrate(file, trial, make_lines(held, 2, SEED + 1), read_validation())


def _labels(phrases: list[Phrase]) -> list[str]:
    pack = load_pack()
    known = {row_id for kind in ("sign", "form", "fact") for row_id in pack.rows[kind]}
    used = {label for phrase in phrases for label in phrase.labels} - {"-", "?"}
    if wrong := sorted(used - known):
        raise SystemExit(f"The packs have no {', '.join(wrong)}. Mend the heading in {PHRASES}.")
    return [*sorted(label for label in used if not label.startswith(DANGER)), GATE]


def _make(phrases: list[Phrase], labels: list[str], size: Size) -> ModelFile:
    known = measured()
    lines = [
        line for line in make_lines(phrases, MOST_LINES, SEED) if plain(line.text) not in known
    ]
    wanted: Array = np.zeros((len(lines), len(labels)), np.float32)
    for place, line in enumerate(lines):
        for label in line.labels & set(labels):
            wanted[place, labels.index(label)] = 1
        wanted[place, -1] = not line.is_ordinary
    lesson = Lesson(
        [line_features(line.text) for line in lines],
        labels,
        wanted,
        np.array(
            [line.weight * (ORDINARY_WEIGHT if line.is_ordinary else 1) for line in lines],
            np.float32,
        ),
    )
    return learn(lesson, size, SEED, {"phrases": len(phrases), "lines": len(lines)})


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
