"""
Conditions as bit masks: one integer holds all that was said.

A condition is a list of clauses that must all hold; a clause holds when at least `at_least` of its
entries share a bit with the facts. There is no "not": what holds for some facts holds for more.
"""

from __future__ import annotations

import msgspec


class Clause(msgspec.Struct, frozen=True, array_like=True):
    """
    At least `at_least` of `entries`, each a mask of the facts that are one event.

    Entries share no fact: a fact belongs to one event at most.
    """

    at_least: int
    entries: tuple[int, ...]
    either: int
    """All entries in one mask, so that the usual clause (one of these) costs one operation."""

    def holds_for(self, facts: int) -> bool:
        """Whether enough entries share a fact with `facts`."""
        met = self.either & facts
        if not met:
            return False
        if self.at_least == 1:
            return True
        if met.bit_count() < self.at_least:
            return False
        return sum(1 for entry in self.entries if entry & met) >= self.at_least


Condition = tuple[Clause, ...]
"""Clauses that must all hold; the empty condition always holds."""


def make_clause(at_least: int, entries: tuple[int, ...]) -> Clause:
    """A clause over these entries."""
    either = 0
    for entry in entries:
        either |= entry
    return Clause(at_least, entries, either)


def holds(condition: Condition, facts: int) -> bool:
    """Whether every clause holds."""
    # A plain loop, not all(...): this is the innermost step of every decision and every page.
    for clause in condition:
        met = clause.either & facts
        if not met or (clause.at_least > 1 and not clause.holds_for(facts)):
            return False
    return True
