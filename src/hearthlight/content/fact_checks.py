"""What can be wrong where facts are counted or said: in clauses, in groups and in examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.model import (
    Block,
    Call,
    Clause,
    Contact,
    Floor,
    Group,
    Pack,
    Rule,
    Scenario,
    Situation,
    Statement,
    Vignettes,
)
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.vocabulary import Vocabulary


def check_facts(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Each clause can hold, each group stands for facts, and each example says and shows some."""
    yield from _clauses_hold(pack, vocabulary)
    yield from _groups_hold(pack, vocabulary)
    yield from _examples_hold(pack, vocabulary)


def _clauses_hold(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    decided: tuple[Rule | Floor, ...] = (*pack.all(Rule).values(), *pack.all(Floor).values())
    shown: tuple[Call | Block, ...] = (*pack.all(Call).values(), *pack.all(Block).values())
    for rule in decided:
        yield from _check_clauses(pack, vocabulary, rule.id, rule.when, may_use_derived=False)
    for row in shown:
        for clauses in (row.when, row.unless):
            yield from _check_clauses(pack, vocabulary, row.id, clauses, may_use_derived=True)


def _check_clauses(
    pack: Pack,
    vocabulary: Vocabulary,
    row_id: str,
    clauses: tuple[Clause, ...],
    *,
    may_use_derived: bool,
) -> Iterator[Problem]:
    for clause in clauses:
        for name in clause.of:
            facts = vocabulary.members(name)
            if not facts:
                yield row_problem(
                    pack,
                    row_id,
                    f"names {name!r}, which is no fact, group, tier or kind",
                    "Correct the id, or add what it names",
                )
            elif not may_use_derived and name in vocabulary.derived:
                yield row_problem(
                    pack,
                    row_id,
                    f"depends on {name!r}, but an outcome may not depend on a place or an outcome",
                    "Use it in a block or a call instead",
                )
            elif not may_use_derived and vocabulary.unsure.intersection(facts):
                yield row_problem(
                    pack,
                    row_id,
                    f"counts {name!r}, but not being sure about a sign is no fact",
                    "Take it out; a block may play it back",
                )
        entries = vocabulary.entries(clause)
        if entries and clause.at_least > len(entries):
            yield row_problem(
                pack,
                row_id,
                f"asks for at least {clause.at_least} of a group that counts {len(entries)} "
                f"({', '.join(clause.of)})",
                "Lower at_least, or add to the group",
            )


def _groups_hold(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    groups = pack.all(Group)
    for group in groups.values():
        for name in group.of:
            if name in groups or not set(vocabulary.members(name)) & set(vocabulary.kinds):
                yield row_problem(
                    pack,
                    group.id,
                    f"names {name!r}, which is no fact, tier or kind",
                    "Correct the id; a group may not name another group",
                )


def _examples_hold(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    showable = {*pack.all(Block), *pack.all(Contact), *pack.all(Statement)}
    told: tuple[Scenario | Situation, ...] = (
        *pack.all(Scenario).values(),
        *pack.all(Situation).values(),
    )
    for row in told:
        for name in row.facts:
            if name not in vocabulary.kinds:
                yield row_problem(
                    pack, row.id, f"says {name!r}, which is no fact", "Correct the id"
                )
    for scenario in pack.all(Scenario).values():
        for name in (*scenario.shows, *scenario.hides):
            if name not in showable:
                yield row_problem(
                    pack,
                    scenario.id,
                    f"names {name!r}, which is no block, contact or statement",
                    "Correct the id",
                )
    for vignettes in pack.all(Vignettes).values():
        said = (vignettes.flags, vignettes.roles, vignettes.duties)
        for name in (name for table in said for names in table.values() for name in names):
            if not set(vocabulary.members(name)) & set(vocabulary.kinds):
                yield row_problem(
                    pack, vignettes.id, f"names {name!r}, which is no fact", "Correct the id"
                )
