"""Adam, the way of learning of both networks (Kingma and Ba, 2014, arXiv:1412.6980)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from training.network import Array

_FIRST, _SECOND, _SMALL = 0.9, 0.999, 1e-8


class Adam:
    """Moves numbers down their slopes; of some, only those rows that a step names."""

    def __init__(self, parts: list[Array]) -> None:
        self._parts = parts
        self._first = [np.zeros_like(each) for each in parts]
        self._second = [np.zeros_like(each) for each in parts]
        self._steps = 0

    def begin(self) -> None:
        """Begin a step."""
        self._steps += 1

    def move(self, number: int, where: Array | slice, slope: Array, rate: float) -> None:
        """Move one of the parts, there where the slope is known."""
        first = self._first[number][where] * _FIRST + (1 - _FIRST) * slope
        second = self._second[number][where] * _SECOND + (1 - _SECOND) * slope * slope
        self._first[number][where] = first
        self._second[number][where] = second
        self._parts[number][where] -= (
            rate
            * (first / (1 - _FIRST**self._steps))
            / (np.sqrt(second / (1 - _SECOND**self._steps)) + _SMALL)
        )
