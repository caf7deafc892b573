"""
Proves a decision table, exactly.

Conditions are monotone, so each claim about all sets of facts is decided on the minimal sets that
satisfy a rule or a floor. A counterexample is a short list of ids that an editor can type into
`hearthlight explain`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.checkin.conditions import holds
from hearthlight.checkin.decision import outcome_of
from hearthlight.checkin.minimal_sets import minimal_sets
from hearthlight.checkin.table import build_condition, build_table
from hearthlight.content.model import Floor
from hearthlight.content.problems import Problem
from hearthlight.content.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.checkin.decision import DecisionTable, Rule
    from hearthlight.content.model import Pack


def prove_table(pack: Pack) -> Iterator[Problem]:
    """Floors hold, every rule can decide, none is redundant, every outcome is reachable."""
    table = build_table(pack)
    yield from _floors_hold(pack, table)
    yield from _rules_decide(pack, table)
    yield from _outcomes_reached(pack, table)


def prove_layer(pack: Pack, beneath: Pack, layer: str) -> Iterator[Problem]:
    """
    No set of facts gets a lower outcome from `pack` than from the layers `beneath`.

    A layer may add outcomes anywhere, but not reorder those beneath: then "lower" means the same
    in both, and the minimal sets of the rules beneath decide, with the empty set for the default.
    """
    above, under = build_table(pack), build_table(beneath)
    kept = [outcome for outcome in above.outcomes if outcome in under.outcomes]
    if kept != list(under.outcomes):
        moved = next(
            (here for here, there in zip(kept, under.outcomes, strict=False) if here != there),
            kept[0],
        )
        yield Problem(
            pack.files[moved],
            moved,
            f"layer {layer} changes the order of the outcomes beneath it",
            "Keep the priorities in their order; a new outcome may stand between",
        )
        return
    same = {(_spelled(above, rule), above.outcomes[rule.outcome]) for rule in above.rules}
    default = under.outcomes[under.otherwise]
    if lowered := _lowered(above, (), default):
        yield _lowering(pack, lowered, (), layer, f"from {default} to {lowered}")
    for rule in under.rules:
        wanted = under.outcomes[rule.outcome]
        if (_spelled(under, rule), wanted) in same:
            continue
        for facts in minimal_sets(rule.condition):
            names = under.names(facts)
            if lowered := _lowered(above, names, wanted):
                yield _lowering(pack, rule.id, names, layer, f"from {wanted} to {lowered}")
                break


def _lowered(above: DecisionTable, names: tuple[str, ...], wanted: str) -> str:
    """The lower outcome that the table above gives these facts; empty when it is not lower."""
    facts = above.mask(frozenset(name for name in names if name in above.facts))
    got = outcome_of(above, facts)
    return above.outcomes[got] if got > above.outcomes.index(wanted) else ""


def _lowering(pack: Pack, row_id: str, names: tuple[str, ...], layer: str, change: str) -> Problem:
    return Problem(
        pack.files[row_id],
        row_id,
        f"layer {layer} lowers {_said(names)} {change}",
        "A layer may raise an outcome, never lower it: restore what stands beneath",
    )


def _spelled(table: DecisionTable, rule: Rule) -> tuple[tuple[int, frozenset[frozenset[str]]], ...]:
    """A condition in names, so that tables with other bits can be compared."""
    return tuple(
        (
            clause.at_least,
            frozenset(frozenset(table.names(entry)) for entry in clause.entries),
        )
        for clause in rule.condition
    )


def _floors_hold(pack: Pack, table: DecisionTable) -> Iterator[Problem]:
    vocabulary = read_vocabulary(pack)
    for floor in pack.all(Floor).values():
        least = table.outcomes.index(floor.outcome)
        for facts in minimal_sets(build_condition(vocabulary, table.facts, floor.when)):
            got = outcome_of(table, facts)
            if got > least:
                yield Problem(
                    pack.files[floor.id],
                    floor.id,
                    f"is broken: {_said(table.names(facts))} gives {table.outcomes[got]}, "
                    f"and the floor is {floor.outcome}",
                    "Mend the rule that let this through; a floor is a promise",
                )
                break


def _rules_decide(pack: Pack, table: DecisionTable) -> Iterator[Problem]:
    for rule in table.rules:
        if rule.outcome >= table.otherwise:
            yield Problem(
                pack.files[rule.id],
                rule.id,
                f"can never decide: {table.outcomes[rule.outcome]} is what happens without a rule",
                "Give it a higher outcome, or delete it",
            )
            continue
        others = [other for other in table.rules if other.id != rule.id]
        overruled = repeated = None
        for facts in minimal_sets(rule.condition):
            if outcome_of(table, facts) < rule.outcome:
                overruled = facts
            elif any(
                other.outcome == rule.outcome and holds(other.condition, facts) for other in others
            ):
                repeated = facts
            else:
                break
        else:
            if repeated is None:
                example = f", as {_said(table.names(overruled))}" if overruled else ""
                yield Problem(
                    pack.files[rule.id],
                    rule.id,
                    f"can never decide: all that satisfies it has a higher outcome{example}",
                    "Loosen it, raise its outcome, or delete it",
                )
            else:
                yield Problem(
                    pack.files[rule.id],
                    rule.id,
                    "is redundant: other rules give all that it gives, as "
                    f"{_said(table.names(repeated))}",
                    "Delete it, or the rule that repeats it",
                )


def _outcomes_reached(pack: Pack, table: DecisionTable) -> Iterator[Problem]:
    reached = {table.otherwise}
    if outcome_of(table, 0) != table.otherwise:
        reached = {outcome_of(table, 0)}
    for rule in table.rules:
        if rule.outcome in reached:
            continue
        if any(outcome_of(table, facts) == rule.outcome for facts in minimal_sets(rule.condition)):
            reached.add(rule.outcome)
    for place, outcome in enumerate(table.outcomes):
        if place not in reached:
            yield Problem(
                pack.files[outcome],
                outcome,
                "is unreachable: no set of facts ends in it",
                "Add a rule that asks for it, or delete it",
            )


def all_minimal_sets(table: DecisionTable) -> Iterator[tuple[str, int]]:
    """Every rule's minimal sets: rule id and mask. The samples that stand for all others."""
    for rule in table.rules:
        for facts in minimal_sets(rule.condition):
            yield rule.id, facts


def _said(names: tuple[str, ...]) -> str:
    return " + ".join(names) or "nothing said"
