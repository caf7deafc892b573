"""
The whole inspection of a pack: rows and words, the proof, the documents, the scenarios.

`hearthlight pack check` prints what this finds; a pack with any problem is never served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.checkin.proof import prove_layer, prove_table
from hearthlight.checkin.responses import Responses
from hearthlight.coach.table import find_wrong_cues
from hearthlight.compiled.compiling import compile_pack
from hearthlight.content.checks import check_pack
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Block, Call, Contact, Outcome, Page, Scenario, Section
from hearthlight.content.problems import BrokenPackError, Problem
from hearthlight.content.vocabulary import read_vocabulary
from hearthlight.documents.outcome import compose_outcome
from hearthlight.documents.outline import OUTCOME_PAGE
from hearthlight.documents.texting import check_replies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Clause, Pack
    from hearthlight.content.vocabulary import Vocabulary

CAUTIONS = ("caution-not-proof", "caution-no-confront")
"""Statements that every outcome must say, whatever else was ticked."""


def inspect_pack(pack: Pack, layers: Sequence[Layer]) -> Edition:
    """
    The compiled pack, once everything in it was found to hold.

    Raises BrokenPackError with every problem; proofs run only on rows that hold together.
    """
    for find in (check_pack, _wrong_cues):
        if problems := tuple(find(pack)):
            raise BrokenPackError(problems)
    edition = compile_pack(pack)
    problems = (
        *prove_table(pack),
        *_layers_never_lower(pack, layers),
        *_outcomes_say_what_they_must(pack),
        *check_replies(pack, edition),
        *_scenarios_hold(pack, edition),
    )
    if problems:
        raise BrokenPackError(problems)
    return edition


def _wrong_cues(pack: Pack) -> Iterator[Problem]:
    for row, cue, what in find_wrong_cues(pack):
        yield Problem(
            pack.files[row],
            row,
            f"{cue!r} {what}",
            "Mend the cue; docs/packs.md says how one is written",
        )


def _layers_never_lower(pack: Pack, layers: Sequence[Layer]) -> Iterator[Problem]:
    above = pack
    for count in range(len(layers) - 1, 0, -1):
        try:
            beneath = load_pack(layers[:count])
        except BrokenPackError:
            return  # the layers beneath do not stand alone; their own check says why
        if not any(outcome.otherwise for outcome in beneath.all(Outcome).values()):
            return
        yield from prove_layer(above, beneath, layers[count].header.id)
        above = beneath


def _outcomes_say_what_they_must(pack: Pack) -> Iterator[Problem]:
    """
    Each outcome shows a line to call and both cautions, in every state that ends in it.

    Exact and without search: a block or call that needs nothing but the outcome, and that nothing
    can hide, is shown in every such state; anything less is a problem.
    """
    vocabulary = read_vocabulary(pack)
    sections = {row.id for row in pack.all(Section).values() if row.page == OUTCOME_PAGE}
    blocks = [row for row in pack.all(Block).values() if row.section in sections]
    lists_calls = [row for row in blocks if row.kind == "calls" and row.prominent]
    for outcome in pack.all(Outcome):
        given = frozenset({outcome, OUTCOME_PAGE})
        sure = [row for row in blocks if _always(vocabulary, row, given)]
        for caution in CAUTIONS:
            if not any(caution in row.covers for row in sure):
                yield Problem(
                    pack.files[outcome],
                    outcome,
                    f"does not always say {caution}",
                    "Add a block that covers it, without when or unless",
                )
        calls = [
            row
            for row in pack.all(Call).values()
            if row.prominent
            and _can_be_called(pack.all(Contact)[row.contact])
            and _always(vocabulary, row, given)
            and not _may_be_demoted(pack, vocabulary, row, given)
        ]
        if not calls or not any(_always(vocabulary, row, given) for row in lists_calls):
            yield Problem(
                pack.files[outcome],
                outcome,
                "does not always show a line to call",
                "Add a prominent row to calls.toml, without when or unless, and a block of calls",
            )


def _always(vocabulary: Vocabulary, row: Block | Call, given: frozenset[str]) -> bool:
    return not row.unless and all(_met(vocabulary, clause, given) for clause in row.when)


def _met(vocabulary: Vocabulary, clause: Clause, given: frozenset[str]) -> bool:
    return (
        sum(1 for entry in vocabulary.entries(clause) if given.intersection(entry))
        >= clause.at_least
    )


def _may_be_demoted(pack: Pack, vocabulary: Vocabulary, row: Call, given: frozenset[str]) -> bool:
    """Whether an earlier row could put the same contact under "more lines"."""
    return any(
        other.contact == row.contact
        and not other.prominent
        and (other.order, other.id) < (row.order, row.id)
        and _possible(pack, vocabulary, other, given)
        for other in pack.all(Call).values()
    )


def _possible(pack: Pack, vocabulary: Vocabulary, row: Call, given: frozenset[str]) -> bool:
    """Whether the row could ever show here: what is asked or a place may hold, no other page."""
    elsewhere = {*pack.all(Outcome), *pack.all(Page)} - given
    return all(
        sum(1 for entry in vocabulary.entries(clause) if not elsewhere.issuperset(entry))
        >= clause.at_least
        for clause in row.when
    )


def _can_be_called(contact: Contact) -> bool:
    return bool(contact.phone) and contact.enforcement != "immigration"


def _scenarios_hold(pack: Pack, edition: Edition) -> Iterator[Problem]:
    language = pack.languages[0].tag
    for scenario in pack.all(Scenario).values():
        document = compose_outcome(
            edition, Responses(frozenset(scenario.facts), scenario.place), language
        )
        shown = document.shown()
        wrong: list[str] = []
        if document.outcome != scenario.outcome:
            wrong.append(f"gives {document.outcome}, not {scenario.outcome}")
        if missing := [name for name in scenario.shows if name not in shown]:
            wrong.append(f"does not show {', '.join(missing)}")
        if present := [name for name in scenario.hides if name in shown]:
            wrong.append(f"shows {', '.join(present)}")
        first = next(iter(document.contacts()), "nobody")
        if scenario.first_call and first != scenario.first_call:
            wrong.append(f"names {first} first, not {scenario.first_call}")
        for what in wrong:
            yield Problem(
                pack.files[scenario.id],
                scenario.id,
                f"“{scenario.name}” {what}",
                "Mend the rules or blocks, or correct the scenario if the promise has changed",
            )
