"""Which known names come near to one that is not known, for whoever mistyped it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEW = 12
"""Names of which all are shown, the nearest first; of more, only those that come near."""
_NEAREST = 5
_AS_NEAR = 0.75
"""What comes less near than this, beside the nearest, is no help."""


def find_nearest(said: str, known: Iterable[str]) -> tuple[str, ...]:
    """
    Names in the order in which they come near; first those that it lacks only the kind of.

    Who says `report` means `situation-report`.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - slow to import, and most ids are known

    ranked = process.extract(said, tuple(known), scorer=fuzz.ratio, limit=None)
    ranked.sort(key=lambda each: not each[0].endswith(f"-{said}"))
    if len(ranked) <= _FEW:
        return tuple(name for name, _, _ in ranked)
    least = max(score for _, score, _ in ranked) * _AS_NEAR
    return tuple(
        name for name, score, _ in ranked[:_NEAREST] if score >= least or name.endswith(f"-{said}")
    )
