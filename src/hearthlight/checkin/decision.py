"""
The decision table: rules, and the outcome of highest priority among those that match.

Rules may stand in any order: priority belongs to outcomes, never to rules (the PRIORITY hit
policy of DMN).
"""

from __future__ import annotations

import msgspec

from hearthlight.checkin.conditions import Condition, holds


class Rule(msgspec.Struct, frozen=True):
    """When the condition holds, the outcome is at least this one."""

    id: str
    condition: Condition
    outcome: int
    """Index into the table's outcomes; 0 is the highest."""


class DecisionTable(msgspec.Struct, frozen=True):
    """Everything needed to decide, and nothing else."""

    facts: dict[str, int]
    """Fact to its bit (a mask with one bit set)."""
    outcomes: tuple[str, ...]
    """Outcome ids, the highest first."""
    otherwise: int
    """The outcome when no rule matches."""
    rules: tuple[Rule, ...]
    """Sorted by outcome, highest first."""

    def mask(self, facts: frozenset[str]) -> int:
        """
        The facts as one integer.

        Raises KeyError for a fact that the pack does not know: unknown words stop at the door.
        """
        mask = 0
        for fact in facts:
            mask |= self.facts[fact]
        return mask

    def names(self, mask: int) -> tuple[str, ...]:
        """The facts in a mask, in the order of the pack."""
        return tuple(fact for fact, bit in self.facts.items() if bit & mask)


class Decision(msgspec.Struct, frozen=True):
    """The outcome, and every rule that matched, those that decided first."""

    outcome: str
    because: tuple[str, ...]
    """Rules that ask for this very outcome; empty when no rule matched."""
    also: tuple[str, ...]
    """Rules that matched and ask for less."""


def outcome_of(table: DecisionTable, facts: int) -> int:
    """The index of the outcome alone, without the reasons."""
    for rule in table.rules:
        if holds(rule.condition, facts):
            return min(rule.outcome, table.otherwise)
    return table.otherwise


def decide(table: DecisionTable, facts: int) -> Decision:
    """Choose the outcome of highest priority among the rules that match."""
    matched = [rule for rule in table.rules if holds(rule.condition, facts)]
    decided = min((rule.outcome for rule in matched), default=table.otherwise)
    decided = min(decided, table.otherwise)
    return Decision(
        outcome=table.outcomes[decided],
        because=tuple(rule.id for rule in matched if rule.outcome == decided),
        also=tuple(rule.id for rule in matched if rule.outcome != decided),
    )
