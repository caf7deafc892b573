"""Builds conditions and the decision table from a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.checkin.conditions import Condition, make_clause
from hearthlight.checkin.decision import DecisionTable, Rule
from hearthlight.content.model import Outcome
from hearthlight.content.model import Rule as RuleRow
from hearthlight.content.vocabulary import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthlight.content.model import Clause, Pack


def fact_bits(vocabulary: Vocabulary) -> dict[str, int]:
    """A bit for every fact, asked or derived."""
    return {fact: 1 << place for place, fact in enumerate((*vocabulary.asked, *vocabulary.derived))}


def build_condition(
    vocabulary: Vocabulary, facts: dict[str, int], clauses: Sequence[Clause]
) -> Condition:
    """Clauses of a pack as masks. Members that nothing has named are left out."""
    return tuple(
        make_clause(
            clause.at_least,
            tuple(sum(facts[fact] for fact in entry) for entry in vocabulary.entries(clause)),
        )
        for clause in clauses
    )


def build_table(pack: Pack) -> DecisionTable:
    """The decision table of a checked pack."""
    vocabulary = read_vocabulary(pack)
    facts = fact_bits(vocabulary)
    rows = sorted(pack.all(Outcome).values(), key=lambda row: -row.priority)
    outcomes = tuple(row.id for row in rows)
    rules = (
        Rule(rule.id, build_condition(vocabulary, facts, rule.when), outcomes.index(rule.outcome))
        for rule in pack.all(RuleRow).values()
    )
    return DecisionTable(
        facts=facts,
        outcomes=outcomes,
        otherwise=next(place for place, row in enumerate(rows) if row.otherwise),
        rules=tuple(sorted(rules, key=lambda rule: (rule.outcome, rule.id))),
    )
