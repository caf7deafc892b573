"""
What is posted: the pack's own scenarios as form fields, so that nothing is made up to be easy.

A form is plain (`question=fact&question=fact`), as a browser sends it without scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import Edition

EXAMPLE = (
    "question-people=sign-controlled&question-money=sign-gifts"
    "&question-role=role-foster&question-place=us-ca-san-francisco"
)
"""The README's: a foster caregiver in San Francisco, two signs."""


def make_form(edition: Edition, facts: Iterable[str], place: str) -> str:
    """The fields that say these facts and this place, in the order of the page."""
    said = frozenset(facts)
    fields = [
        (question.id, answer)
        for step in edition.steps
        for question in step.questions
        for answer in ((place,) if question.pick == "place" else question.of)
        if answer and (question.pick == "place" or answer in said)
    ]
    return urlencode(fields)


def scenario_forms(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Every scenario of the shipped packs as a form, by the outcome that it promises."""
    found: dict[str, list[str]] = {outcome.id: [] for outcome in edition.outcomes}
    for scenario in load_pack(find_layers()).all(Scenario).values():
        form = make_form(edition, scenario.facts, scenario.place)
        if form not in found[scenario.outcome]:
            found[scenario.outcome].append(form)
    return {outcome: tuple(forms) for outcome, forms in found.items()}


def load_forms(edition: Edition) -> tuple[str, ...]:
    """
    What the load posts, each in turn: the example, and for every outcome the longest scenario.

    Several, so that an answer kept from the last request would be worth nothing.
    """
    by_outcome = scenario_forms(edition)
    longest = (max(forms, key=lambda form: (len(form), form)) for forms in by_outcome.values())
    return tuple(dict.fromkeys((EXAMPLE, *longest)))


def everything(edition: Edition) -> str:
    """Every box ticked at once, in the place with the most to say: the heaviest answer."""
    facts = [
        fact
        for step in edition.steps
        for question in step.questions
        for fact in (question.of if question.pick == "any" else question.of[:1])
    ]
    return make_form(edition, facts, next(iter(edition.places)))
