"""
The tables that text is matched with, as `make model` writes them. No sentence and no number here.

Everything is whole numbers, so that Python and a browser come to the very same result.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.notice.reading import Fold, word_features

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNS, DANGERS, SAYINGS = "signs", "dangers", "sayings"
"""What is shipped: of the signs and the dangers that a caregiver tells of, and of what they mean to
say to the child."""
FORMAT = 2
"""The number of this layout. 1: a sign for each unit. 2: a sign for four units."""
REACH = 1
"""The furthest that a number in `rows` is from 0, either way, before it is doubled."""
STEPS = 2 * REACH + 1
PACKED = 4
SIGNS_OF_FOUR = "".join(chr(code) for code in range(35, 117) if chr(code) != "\\")
"""What stands for four numbers in `rows`, which are the digits of its place here to the base
`STEPS`, each counted from -REACH; no sign needs a backslash in JSON."""
LANE, WIDE = 32, 64
"""Bits for one sum, when the sums of all units, or the scores of all labels, are added as one."""
_CODES = {LANE: "I", WIDE: "Q"}
_DIGITS = tuple(
    bytes.maketrans(
        SIGNS_OF_FOUR.encode(),
        bytes(number // STEPS**place % STEPS for number in range(STEPS**PACKED)),
    )
    for place in reversed(range(PACKED))
)
"""Sign to each of its numbers, counted from -REACH."""


class ModelFile(msgspec.Struct, frozen=True, kw_only=True):
    """The model as it is stored, and as a browser gets it."""

    format: int
    made_from: dict[str, str | int]
    fold: tuple[str, str]
    """Characters, and what each is read as."""
    negators: tuple[str, ...]
    breakers: tuple[str, ...]
    """Words that end what a negator denies."""
    features: str
    """One a line."""
    units: int
    rows: str
    """For each feature, one of SIGNS_OF_FOUR for each four units."""
    shifts: str
    """For each feature, a digit: how often its numbers are doubled."""
    inverse: tuple[int, ...]
    """For a number of features, what the sum is multiplied by; the last stands for all above."""
    offsets: tuple[int, ...]
    """For each unit, what is added to its sum. There are units in fours."""
    labels: tuple[str, ...]
    """Ids of patterns; or of signs and forms, or dangers, and last the gate, for any of them."""
    weights: tuple[tuple[int, ...], ...]
    """For each label, one number for each unit."""
    biases: tuple[int, ...]
    """For each label."""
    thresholds: tuple[int, ...]
    """For each label: what a score must reach to be offered."""
    alone: tuple[int, ...] = ()
    """For each label of sayings: what the score of one of several sentences must reach."""
    cued: tuple[int, ...] = ()
    """Likewise: what either score must reach where a cue says the same. For dangers: what the gate
    must reach somewhere in many words, or a cue in them is not believed."""
    doubts: tuple[str, ...] = ()
    """For dangers: what a cue may say that is not believed then; nothing else was learned."""
    languages: tuple[str, ...] = ()
    """For dangers: the languages whose cues may not be believed; no other was learned."""


class Model(NamedTuple):
    """The model as Python walks it."""

    file: ModelFile
    fold: Fold
    negators: frozenset[str]
    breakers: frozenset[str]
    rows: dict[str, int]
    """Feature to the numbers of all units, in lanes of one whole number."""
    words: dict[str, tuple[int, int]]
    """A known word to the sum of the rows of its features by itself, and how many they are: what is
    said most is looked up at once."""
    columns: tuple[int, ...]
    """For each unit, what it weighs for every label, in wide lanes."""


def spread(numbers: Iterable[int], width: int = LANE) -> int:
    """Numbers in lanes of one whole number; spread numbers add up lane by lane."""
    total = 0
    for number in reversed(tuple(numbers)):
        total = (total << width) + number
    return total


def gather(lanes: int, count: int, width: int = LANE) -> tuple[int, ...]:
    """The numbers in the lanes; each must fit its lane with its sign."""
    raw = (lanes + _middle(count, width)).to_bytes(count * width // 8, "little")
    half = 1 << width - 1
    numbers = struct.unpack(f"<{count}{_CODES[width]}", raw)
    return tuple([number - half for number in numbers])


@cache
def _middle(count: int, width: int) -> int:
    return spread((1 << width - 1,) * count, width)


def build_model(file: ModelFile) -> Model:
    """Make the tables ready to walk."""
    size = file.units * LANE // 8
    signs = file.rows.encode()
    lanes = bytearray(PACKED * len(signs) * LANE // 8)
    for place, digits in enumerate(_DIGITS):
        lanes[place * LANE // 8 :: PACKED * LANE // 8] = signs.translate(digits)
    middle = spread((REACH,) * file.units)
    rows = {
        feature: int.from_bytes(lanes[number * size : (number + 1) * size], "little") - middle
        << int(file.shifts[number])
        for number, feature in enumerate(file.features.split("\n"))
    }
    return Model(
        file,
        Fold(zip(map(ord, file.fold[0]), map(ord, file.fold[1]), strict=True)),
        frozenset(file.negators),
        frozenset(file.breakers),
        rows,
        {
            feature[1:]: sum_rows(rows, word_features(feature[1:]))
            for feature in rows
            if feature[0] == "=" and " " not in feature
        },
        tuple(spread(weights, WIDE) for weights in zip(*file.weights, strict=True)),
    )


def sum_rows(rows: dict[str, int], features: Iterable[str]) -> tuple[int, int]:
    """The sum of the rows that there are, and how many."""
    found = [rows[feature] for feature in features if feature in rows]
    return sum(found), len(found)


def model_bytes(name: str) -> bytes:
    """A shipped model, SIGNS, DANGERS or SAYINGS, as it is stored."""
    return files("hearthlight.notice").joinpath(f"{name}.json").read_bytes()


@cache
def load_model(name: str) -> Model:
    """A shipped model, SIGNS, DANGERS or SAYINGS."""
    return build_model(msgspec.json.decode(model_bytes(name), type=ModelFile))
