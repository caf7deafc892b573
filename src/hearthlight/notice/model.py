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
FORMAT = 3
"""The number of this layout. 1: a sign for each unit. 2: one for four units, of three numbers each.
3: one for a group of units, of numbers that were found to suit them."""
REACH = 127
"""The furthest that a number in `books` is from 0, either way, before it is doubled."""
ROW_SIGNS = "".join(chr(code) for code in range(35, 126) if chr(code) != "\\")
"""What `rows` are written in: a sign stands for its place here in a book. None needs a backslash in
JSON."""
LANE, WIDE = 32, 64
"""Bits for one sum, when the sums of all units, or the scores of all labels, are added as one."""
_CODES = {LANE: "I", WIDE: "Q"}


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
    books: tuple[tuple[tuple[int, ...], ...], ...]
    """For each group of units, in their order and of one size, what each of ROW_SIGNS stands for: a
    whole number for each unit of the group."""
    rows: str
    """For each feature, a sign for each group."""
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
    size, lane = file.units * LANE // 8, LANE // 8
    lanes = bytearray(len(file.shifts) * size)
    place = 0
    for number, book in enumerate(file.books):
        signs = file.rows[number :: len(file.books)].encode()
        known = ROW_SIGNS[: len(book)].encode()
        for numbers in zip(*book, strict=True):
            stand_for = bytes.maketrans(known, bytes(one + REACH for one in numbers))
            lanes[place * lane :: size] = signs.translate(stand_for)
            place += 1
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
def load_file(name: str) -> ModelFile:
    """A shipped model, SIGNS, DANGERS or SAYINGS, as it is stored: what it can hear, and how."""
    return msgspec.json.decode(model_bytes(name), type=ModelFile)


@cache
def load_model(name: str) -> Model:
    """A shipped model, SIGNS, DANGERS or SAYINGS, ready to walk: some ten megabytes of tables."""
    return build_model(load_file(name))
