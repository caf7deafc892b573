"""Conditions over bit masks: at least so many entries, all clauses, never a "not"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.checkin.conditions import Condition, holds, make_clause

_FACTS = 8


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Up to three clauses; within one, no fact stands in two entries, as in every pack."""
    clauses = []
    for _ in range(draw(st.integers(1, 3))):
        order = draw(st.permutations(range(_FACTS)))
        sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
        entries, taken = [], 0
        for size in sizes:
            if part := order[taken : taken + size]:
                entries.append(sum(1 << bit for bit in part))
            taken += size
        clauses.append(make_clause(draw(st.integers(1, len(entries))), tuple(entries)))
    return tuple(clauses)


@given(conditions(), st.integers(0, 2**_FACTS - 1), st.integers(0, 2**_FACTS - 1))
def test_what_holds_for_some_facts_holds_for_more(
    condition: Condition, few: int, more: int
) -> None:
    """Conditions are monotone, whatever their clauses."""
    if holds(condition, few):
        assert holds(condition, few | more)


@given(conditions(), st.integers(0, 2**_FACTS - 1))
def test_a_clause_counts_entries_and_not_facts(condition: Condition, facts: int) -> None:
    """A clause holds exactly when enough of its entries share a fact with what was said."""
    assert holds(condition, facts) == all(
        sum(1 for entry in clause.entries if entry & facts) >= clause.at_least
        for clause in condition
    )


def test_two_facts_of_one_event_count_once() -> None:
    """A hotel and its key are one entry: together they are not two."""
    clause = make_clause(2, (0b0011, 0b0100))
    assert not clause.holds_for(0b0011)
    assert clause.holds_for(0b0101)


@pytest.mark.parametrize("facts", [0, 1, 255])
def test_the_empty_condition_always_holds(facts: int) -> None:
    """A block without `when` is always shown."""
    assert holds((), facts)
