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

from hearthlight.notice.reading import Fold

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNS, DANGERS, SAYINGS = "signs", "dangers", "sayings"
"""What is shipped: of the signs and the dangers that a caregiver tells of, and of what they mean to
say to the child."""
FORMAT = 1
"""The number of this layout. 1: first version."""
MIDDLE = ord("?")
"""The sign that stands for 0 in `rows`; none of those around it needs a backslash in JSON."""
REACH = 28
"""The furthest that a sign in `rows` is from the middle, either way."""
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
    rows: str
    """For each feature, one sign for each unit."""
    shifts: str
    """For each feature, a digit: how often its signs are doubled."""
    inverse: tuple[int, ...]
    """For a number of features, what the sum is multiplied by; the last stands for all above."""
    offsets: tuple[int, ...]
    """For each unit, what is added to its sum."""
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
    """Likewise: what either score must reach where a cue says the same."""


class Model(NamedTuple):
    """The model as Python walks it."""

    file: ModelFile
    fold: Fold
    negators: frozenset[str]
    breakers: frozenset[str]
    rows: dict[str, int]
    """Feature to the numbers of all units, in lanes of one whole number."""
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
    units = file.units
    rows: dict[str, int] = {}
    for number, feature in enumerate(file.features.split("\n")):
        start = number * units
        shift = int(file.shifts[number])
        signs = file.rows[start : start + units].encode()
        rows[feature] = spread(tuple((sign - MIDDLE) << shift for sign in signs))
    return Model(
        file,
        Fold(zip(map(ord, file.fold[0]), map(ord, file.fold[1]), strict=True)),
        frozenset(file.negators),
        frozenset(file.breakers),
        rows,
        tuple(spread(weights, WIDE) for weights in zip(*file.weights, strict=True)),
    )


def model_bytes(name: str) -> bytes:
    """A shipped model, SIGNS, DANGERS or SAYINGS, as it is stored."""
    return files("hearthlight.notice").joinpath(f"{name}.json").read_bytes()


@cache
def load_model(name: str) -> Model:
    """A shipped model, SIGNS, DANGERS or SAYINGS."""
    return build_model(msgspec.json.decode(model_bytes(name), type=ModelFile))
