"""
From labelled lines to a model in whole numbers.

Teachers, larger than what is shipped, learn the lines. The model learns the lines, what the
teachers make of them, and what they make of variations; and it keeps the rows that matter most.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from hearthlight.notice.weighing import CUE
from training.features import Features
from training.meaning import teach
from training.network import Network
from training.variations import vary
from training.whole import found_books, grid_books, whole_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthlight.notice.model import ModelFile
    from training.network import Array
    from training.phrases import Line

HERE = Path(__file__).resolve().parent
_STARTED = time.monotonic()
TEACHER_UNITS = 48
VARIED = 0.5
"""How much a variation counts, beside the line that it came from."""
TAUGHT = 0.7
"""How much of what the model learns is the teachers' word, beside the lines' own labels."""
RATE = 3e-3


class Size(NamedTuple):
    """How large a model is, and how long it is taught."""

    units: int
    group: int
    """Units that one sign of a row stands for, of shapes that are learned; 0 for three numbers
    each."""
    rows: int
    others: int
    """Rows of words that no line has, by their meaning alone."""
    teachers: int
    epochs: int
    """How often teachers go over the lines."""
    passes: int
    """How often the model goes over the lines and their variations."""
    coarse_passes: int
    """And how often again, once the rows that matter least are gone and the others are coarse."""


class Lesson(NamedTuple):
    """What is to be learned: a row for each line, a column for each label."""

    lines: list[Line]
    read: Callable[[str], list[str]]
    """The features of a text."""
    labels: list[str]
    wanted: Array
    weight: Array
    """How much each line counts."""


def say(what: str) -> None:
    """Tell whoever waits how far it is."""
    sys.stderr.write(f"{time.monotonic() - _STARTED:6.1f} s  {what}\n")


def learn(lesson: Lesson, size: Size, seed: int, made_from: dict[str, str | int]) -> ModelFile:
    """The model that a lesson makes; no threshold is set yet."""
    wanted, weight = lesson.wanted, lesson.weight
    texts = [line.text for line in lesson.lines]
    said = [lesson.read(text) for text in texts]
    variations = vary(lesson.lines, seed)
    varied = [text for _, text in variations]
    from_line = [number for number, _ in variations]
    said_too = [lesson.read(text) for text in varied]
    features = Features(said)
    matrix, more = features.matrix(said), features.matrix(said_too)

    def learner(units: int, number: int) -> Network:
        return Network(features.vectors, features.learned, units, len(lesson.labels), seed + number)

    numbers = range(1, size.teachers + 1)
    of_meaning = teach(texts, wanted, weight, varied, [seed + number for number in numbers])
    teachers = [learner(TEACHER_UNITS, number) for number in numbers]
    for each in teachers:
        each.learn(matrix, wanted, weight, size.epochs, RATE)
    of_words = [
        sum(each.scores(one) for each in teachers) / size.teachers for one in (matrix, more)
    ]
    own, other = (
        1 / (1 + np.exp(-(words + meaning) / 2))
        for words, meaning in zip(of_words, of_meaning, strict=True)
    )
    say("teachers heard")
    taught = np.concatenate([(1 - TAUGHT) * wanted + TAUGHT * own, other])
    weights = np.concatenate([weight, VARIED * weight[from_line]])
    network = learner(size.units, 0)
    network.learn(sparse.vstack([matrix, more]).tocsr(), taught, weights, size.passes, RATE)
    # A row matters as much as it moves the units, over all the lines that it stands in.
    norms = np.sqrt((network.whole_rows() ** 2).sum(1))
    often = np.array([features.counts[feature] for feature in features.names])
    often[[name[0] == CUE for name in features.names]] = len(said)
    matter = norms * often
    kept = np.sort(np.argsort(-matter, kind="stable")[: size.rows])
    features.keep(kept)
    table = network.whole_rows()[kept]
    if size.group:
        books = found_books(table, np.sqrt(matter[kept]), size.group, seed)
    else:
        books = grid_books(table)
    network.keep(kept, books.coarse)
    every = features.matrix([*said, *said_too])
    network.learn(every, taught, weights, size.coarse_passes, RATE / 3)
    rows = dict(zip(features.names, network.whole_rows(), strict=True))
    others = network.whole_rows(features.others.vectors)
    common = np.log(np.sqrt((others**2).sum(1))) + features.others.common
    for at in np.argsort(-common, kind="stable")[: size.others]:
        rows[features.others.features[at]] = others[at]
    return whole_model(network, rows, books, lesson.labels, made_from)
