"""The minimal sets of a condition, against trying every set of facts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hearthlight.checkin.conditions import Condition, holds, make_clause
from hearthlight.checkin.minimal_sets import bits, less_one, minimal_sets

_FACTS = 7


def _brute_force(condition: Condition) -> set[int]:
    met = [facts for facts in range(2**_FACTS) if holds(condition, facts)]
    return {facts for facts in met if not any(holds(condition, less) for less in less_one(facts))}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Up to three clauses that may share facts; within one, entries do not."""
    clauses = []
    for _ in range(draw(st.integers(1, 3))):
        homes = draw(st.lists(st.integers(0, 4), min_size=_FACTS, max_size=_FACTS))
        entries = [
            sum(1 << bit for bit, home in enumerate(homes) if home == entry)
            for entry in range(1, 5)
        ]
        entries = [entry for entry in entries if entry] or [1]
        clauses.append(make_clause(draw(st.integers(1, len(entries))), tuple(entries)))
    return tuple(clauses)


@given(conditions())
def test_minimal_sets_are_exactly_those_that_brute_force_finds(condition: Condition) -> None:
    """None is missing and none could lose a fact: this is what makes the proof exact."""
    assert set(minimal_sets(condition)) == _brute_force(condition)


@given(conditions())
def test_each_minimal_set_comes_once_and_in_the_same_order(condition: Condition) -> None:
    """A counterexample is the same one on every machine."""
    found = list(minimal_sets(condition))
    assert len(found) == len(set(found))
    assert found == list(minimal_sets(condition))


@given(conditions(), st.integers(0, 2**_FACTS - 1))
def test_every_set_that_holds_contains_a_minimal_one(condition: Condition, facts: int) -> None:
    """What is shown for the minimal sets is shown for all sets."""
    contains = any(least & facts == least for least in minimal_sets(condition))
    assert contains == holds(condition, facts)


def test_the_empty_condition_is_met_by_nothing_said() -> None:
    """A condition without clauses asks for no fact."""
    assert list(minimal_sets(())) == [0]


@given(st.integers(0, 2**_FACTS - 1))
def test_bits_put_together_are_the_facts(facts: int) -> None:
    """Taking a mask apart loses nothing and adds nothing."""
    parts = list(bits(facts))
    assert sum(parts) == facts
    assert all(part.bit_count() == 1 for part in parts)
    assert len(list(less_one(facts))) == len(parts)
