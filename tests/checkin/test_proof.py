"""The shipped table, proved: on every minimal set, and on whatever hypothesis makes of the rest."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthlight.checkin.conditions import holds
from hearthlight.checkin.decision import DecisionTable, decide, outcome_of
from hearthlight.checkin.minimal_sets import minimal_sets
from hearthlight.checkin.proof import all_minimal_sets, prove_layer, prove_table
from hearthlight.checkin.table import build_condition, build_table
from hearthlight.compiled.compiling import compile_rules
from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Floor, Outcome, Pack
from hearthlight.content.vocabulary import Vocabulary, read_vocabulary
from hearthlight.documents.inspection import inspect_pack

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.layers import Layer


@pytest.fixture(scope="module")
def table(pack: Pack) -> DecisionTable:
    """The shipped decision table."""
    return build_table(pack)


@pytest.fixture(scope="module")
def vocabulary(pack: Pack) -> Vocabulary:
    """The facts of the shipped pack."""
    return read_vocabulary(pack)


def _mask(table: DecisionTable, facts: tuple[str, ...]) -> int:
    return table.mask(frozenset(facts))


def test_the_shipped_packs_have_no_problem(pack: Pack, layers: tuple[Layer, ...]) -> None:
    """What is served has passed its own inspection whole."""
    assert inspect_pack(pack, layers).fingerprint == pack.fingerprint


def test_every_minimal_set_reaches_at_least_its_rules_outcome(table: DecisionTable) -> None:
    """No rule is ever undercut: exact, over every minimal set of every rule."""
    wanted = {rule.id: rule.outcome for rule in table.rules}
    softer = [
        (rule, table.names(facts))
        for rule, facts in all_minimal_sets(table)
        if outcome_of(table, facts) > wanted[rule]
    ]
    assert softer == []


def test_every_minimal_set_of_a_floor_reaches_it(
    pack: Pack, table: DecisionTable, vocabulary: Vocabulary
) -> None:
    """Each promise about the rules holds wherever it applies."""
    for floor in pack.all(Floor).values():
        least = table.outcomes.index(floor.outcome)
        condition = build_condition(vocabulary, table.facts, floor.when)
        assert all(outcome_of(table, facts) <= least for facts in minimal_sets(condition)), floor.id


def test_every_rule_decides_for_some_set(table: DecisionTable) -> None:
    """No rule is there for nothing: each is among the reasons of one of its minimal sets."""
    deciding = {
        rule for rule, facts in all_minimal_sets(table) if rule in decide(table, facts).because
    }
    assert deciding == {rule.id for rule in table.rules}


def test_every_outcome_is_reached(table: DecisionTable) -> None:
    """No outcome is there for nothing."""
    reached = {outcome_of(table, facts) for _, facts in all_minimal_sets(table)}
    assert {table.outcomes[index] for index in reached | {outcome_of(table, 0)}} == set(
        table.outcomes
    )


@given(data=st.data())
def test_ticking_more_never_lowers_an_outcome(
    data: st.DataObject, table: DecisionTable, vocabulary: Vocabulary
) -> None:
    """Whoever says more is never told to do less."""
    facts = st.integers(0, 2 ** len(vocabulary.asked) - 1)
    few, more = data.draw(facts), data.draw(facts)
    assert outcome_of(table, few | more) <= outcome_of(table, few)


def test_one_more_tick_never_lowers_a_minimal_set(
    table: DecisionTable, vocabulary: Vocabulary
) -> None:
    """The same, on the sets where each outcome only just holds, with each other fact added."""
    asked = [table.facts[fact] for fact in vocabulary.asked]
    for index in range(len(table.outcomes)):
        edge = [
            facts
            for facts in {facts for _, facts in all_minimal_sets(table)}
            if outcome_of(table, facts) == index and facts.bit_count() < 4
        ]
        for facts in edge:
            assert all(outcome_of(table, facts | bit) <= index for bit in asked)


@given(data=st.data())
def test_the_outcome_and_its_reasons_agree(
    data: st.DataObject, table: DecisionTable, vocabulary: Vocabulary
) -> None:
    """The short way and the long way decide the same, and every reason given holds."""
    facts = data.draw(st.integers(0, 2 ** len(vocabulary.asked) - 1))
    decision = decide(table, facts)
    rules = {rule.id: rule for rule in table.rules}
    assert decision.outcome == table.outcomes[outcome_of(table, facts)]
    for rule in decision.because:
        assert holds(rules[rule].condition, facts)
        assert table.outcomes[rules[rule].outcome] == decision.outcome
    for rule in decision.also:
        assert holds(rules[rule].condition, facts)
        assert rules[rule].outcome > table.outcomes.index(decision.outcome)
    matched = {rule.id for rule in table.rules if holds(rule.condition, facts)}
    assert {*decision.because, *decision.also} == matched


@given(data=st.data())
def test_the_order_of_rules_means_nothing(
    data: st.DataObject, pack: Pack, edition: Edition
) -> None:
    """An editor may sort the file as they like: the table and the compiled rules stay the same."""
    order = data.draw(st.permutations(list(pack.rows["rule"])))
    shuffled = msgspec.structs.replace(
        pack, rows={**pack.rows, "rule": {rule: pack.rows["rule"][rule] for rule in order}}
    )
    assert build_table(shuffled) == build_table(pack)
    assert compile_rules(shuffled, read_vocabulary(shuffled)) == edition.rules


@given(data=st.data())
def test_the_order_of_outcomes_means_nothing(data: st.DataObject, pack: Pack) -> None:
    """Priority is written on an outcome; its place in the file is not read."""
    order = data.draw(st.permutations(list(pack.rows["outcome"])))
    shuffled = msgspec.structs.replace(
        pack, rows={**pack.rows, "outcome": {row: pack.rows["outcome"][row] for row in order}}
    )
    assert build_table(shuffled).outcomes == build_table(pack).outcomes
    assert build_table(shuffled).otherwise == build_table(pack).otherwise


def test_no_rule_hears_not_sure_about_a_sign(table: DecisionTable, vocabulary: Vocabulary) -> None:
    """Not being sure about signs changes no outcome: exact, because no rule has a bit of it."""
    unsure = _mask(table, tuple(vocabulary.unsure))
    assert unsure
    for rule in table.rules:
        assert all(clause.either & unsure == 0 for clause in rule.condition), rule.id
    for _, facts in all_minimal_sets(table):
        assert outcome_of(table, facts | unsure) == outcome_of(table, facts)


def test_no_rule_hears_a_place(table: DecisionTable, vocabulary: Vocabulary) -> None:
    """Where a family lives changes whom to call, never how serious it is."""
    derived = _mask(table, vocabulary.derived)
    for rule in table.rules:
        assert all(clause.either & derived == 0 for clause in rule.condition), rule.id


@pytest.mark.parametrize("count", [1, 2, 3])
def test_up_to_three_weak_signs_are_support(
    count: int, table: DecisionTable, vocabulary: Vocabulary
) -> None:
    """Growing up is no alarm: every set of up to three weak signs ends in support."""
    for signs in combinations(vocabulary.sets["tier-weak"], count):
        assert decide(table, _mask(table, signs)).outcome == "outcome-support", signs


def test_poverty_slang_tattoos_and_dress_never_reach_report(
    table: DecisionTable, vocabulary: Vocabulary
) -> None:
    """How a child looks, talks or lacks is no report, whoever asks and however old the child."""
    looks = ("sign-basic-needs", "sign-coded-language", "sign-tattoos", "sign-dress-changes")
    about = [
        fact
        for fact, kind in vocabulary.kinds.items()
        if kind in ("role", "duty", "child", "vulnerability", "unsure", "home")
    ]
    report = table.outcomes.index("outcome-report")
    for count in range(1, 5):
        for signs in combinations(looks, count):
            # monotone: what all of these together do not raise, none of them does
            assert outcome_of(table, _mask(table, (*signs, *about))) > report, signs


def test_an_unknown_fact_stops_at_the_door(table: DecisionTable) -> None:
    """A word that the pack does not know is an error, never quietly dropped."""
    with pytest.raises(KeyError):
        table.mask(frozenset({"sign-gift"}))


def test_names_and_masks_are_each_others_way_back(table: DecisionTable) -> None:
    """A counterexample can be typed into `explain` as it was printed."""
    for fact in table.facts:
        assert table.names(_mask(table, (fact,))) == (fact,)


def test_a_layer_that_changes_nothing_lowers_nothing(pack: Pack) -> None:
    """The proof of a layer is silent about the layer's own copy."""
    assert list(prove_layer(pack, pack, "same")) == []
    assert list(prove_table(pack)) == []


def _with_outcome(pack: Pack, outcome: str, **changes: int) -> Pack:
    row = msgspec.structs.replace(pack.all(Outcome)[outcome], **changes)
    return msgspec.structs.replace(
        pack, rows={**pack.rows, "outcome": {**pack.rows["outcome"], outcome: row}}
    )


def test_a_layer_cannot_lower_an_outcome_by_renumbering(pack: Pack) -> None:
    """With report above emergency, being hurt and a form would end in a report: it is found."""
    above = _with_outcome(pack, "outcome-report", priority=60)
    both = frozenset({"danger-hurt", "form-images"})
    table, under = build_table(above), build_table(pack)
    assert decide(under, under.mask(both)).outcome == "outcome-emergency"
    assert decide(table, table.mask(both)).outcome == "outcome-report"
    assert [problem.message for problem in prove_layer(above, pack, "renumbered")]


def test_a_layer_cannot_lower_what_happens_without_a_rule(pack: Pack, broken_layers: Path) -> None:
    """A new outcome beneath the default would lower the answer to nothing said: it is found."""
    above = load_pack(find_layers([broken_layers / "default-lowered"]))
    table = build_table(above)
    assert decide(table, 0).outcome == "outcome-nothing"
    assert [problem.message for problem in prove_layer(above, pack, "default-lowered")]
