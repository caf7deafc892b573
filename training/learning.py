"""
From labelled lines to a model in whole numbers.

Teachers, larger than what is shipped, learn the lines; the model learns the lines and what the
teachers make of them, and keeps the rows that matter most.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hearthlight.notice.weighing import CUE
from training.features import Features
from training.network import Network
from training.whole import whole_model

if TYPE_CHECKING:
    from hearthlight.notice.model import ModelFile
    from training.network import Array

HERE = Path(__file__).resolve().parent
_STARTED = time.monotonic()
TEACHER_UNITS = 48
TAUGHT = 0.7
"""How much of what the model learns is the teachers' word, beside the lines' own labels."""
RATE = 3e-3


class Size(NamedTuple):
    """How large a model is, and how long it is taught."""

    units: int
    rows: int
    others: int
    """Rows of words that no line has, by their meaning alone."""
    teachers: int
    epochs: int
    """How often the lines are gone over; and a third as often once the rows that matter least are
    gone."""


class Lesson(NamedTuple):
    """What is to be learned: a row for each line, a column for each label."""

    said: list[list[str]]
    """The features of each line."""
    labels: list[str]
    wanted: Array
    weight: Array


def say(what: str) -> None:
    """Tell whoever waits how far it is."""
    sys.stderr.write(f"{time.monotonic() - _STARTED:6.1f} s  {what}\n")


def learn(lesson: Lesson, size: Size, seed: int, made_from: dict[str, str | int]) -> ModelFile:
    """The model that a lesson makes; no threshold is set yet."""
    said = lesson.said
    features = Features(said)
    matrix = features.matrix(said)
    wanted, weight = lesson.wanted, lesson.weight

    def learner(units: int, number: int, taught: Array) -> Network:
        made = Network(features.vectors, features.learned, units, len(lesson.labels), seed + number)
        made.learn(matrix, taught, weight, size.epochs, RATE)
        return made

    teachers = [
        learner(TEACHER_UNITS, 1 + number, wanted).scores(matrix) for number in range(size.teachers)
    ]
    taught = (1 - TAUGHT) * wanted + TAUGHT / (1 + np.exp(-sum(teachers) / size.teachers))
    network = learner(size.units, 0, taught)
    # A row matters as much as it moves the units, over all the lines that it stands in.
    norms = np.sqrt((network.whole_rows() ** 2).sum(1))
    often = np.array([features.counts[feature] for feature in features.names])
    often[[name[0] == CUE for name in features.names]] = len(said)
    kept = np.sort(np.argsort(-norms * often, kind="stable")[: size.rows])
    features.keep(kept)
    network.keep(kept)
    network.learn(features.matrix(said), taught, weight, size.epochs // 3 + 1, RATE / 3)
    rows = dict(zip(features.names, network.whole_rows(), strict=True))
    others = network.whole_rows(features.others.vectors)
    matter = np.log(np.sqrt((others**2).sum(1))) + features.others.common
    for place in np.argsort(-matter, kind="stable")[: size.others]:
        rows[features.others.features[place]] = others[place]
    return whole_model(network, rows, lesson.labels, made_from)
