"""
The minimal sets of facts that satisfy a condition: none can lose a fact and still satisfy it.

Because conditions are monotone, whatever holds for every minimal set holds for every set: this is
what makes the proof exact.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from hearthlight.checkin.conditions import Clause, Condition, holds

if TYPE_CHECKING:
    from collections.abc import Iterator


def minimal_sets(condition: Condition) -> Iterator[int]:
    """Each minimal set once, as a mask, in a fixed order."""
    if len(condition) == 1:
        # Entries share no fact: every choice is minimal, so none needs a look.
        yield from _ways(condition[0])
        return
    seen: set[int] = set()
    for chosen in product(*(tuple(_ways(clause)) for clause in condition)):
        facts = 0
        for part in chosen:
            facts |= part
        if facts not in seen:
            seen.add(facts)
            if _is_minimal(condition, facts):
                yield facts


def less_one(facts: int) -> Iterator[int]:
    """The same facts, each time without one of them."""
    for bit in bits(facts):
        yield facts & ~bit


def bits(facts: int) -> Iterator[int]:
    """Each fact of a mask, as a mask of its own."""
    while facts:
        bit = facts & -facts
        yield bit
        facts ^= bit


def _ways(clause: Clause) -> Iterator[int]:
    for entries in combinations(clause.entries, clause.at_least):
        for chosen in product(*(tuple(bits(entry)) for entry in entries)):
            facts = 0
            for bit in chosen:
                facts |= bit
            yield facts


def _is_minimal(condition: Condition, facts: int) -> bool:
    return not any(holds(condition, fewer) for fewer in less_one(facts))
