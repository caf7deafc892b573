"""What can be wrong with the check-in: what it asks, what that rests on, and what follows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hearthlight.content.model import (
    Event,
    Form,
    Outcome,
    Pack,
    Place,
    Question,
    Sign,
    Vulnerability,
)
from hearthlight.content.problems import Problem, row_problem
from hearthlight.content.source_checks import count_publishers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.vocabulary import Vocabulary


def check_outcomes(pack: Pack) -> Iterator[Problem]:
    """Each outcome has a priority of its own, and the lowest is the one default."""
    outcomes = pack.all(Outcome).values()
    default = [outcome.id for outcome in outcomes if outcome.otherwise]
    if not default:
        yield Problem(
            "outcomes.toml",
            "",
            "no default: nothing says what happens when no rule matches",
            "Write `otherwise = true` on the lowest outcome",
        )
    elif len(default) > 1:
        yield row_problem(
            pack, default[1], f"is a second default beside {default[0]}", "Keep one `otherwise`"
        )
    else:
        lowest = min(outcomes, key=lambda outcome: outcome.priority)
        if lowest.id != default[0]:
            yield row_problem(
                pack,
                default[0],
                f"is the default, but {lowest.id} is lower and could never be reached",
                "Give the default the lowest priority",
            )
    for priority, count in Counter(outcome.priority for outcome in outcomes).items():
        if count > 1:
            same = [outcome.id for outcome in outcomes if outcome.priority == priority]
            yield row_problem(
                pack, same[1], f"has the priority of {same[0]}", "Give each its own priority"
            )


def check_signs(pack: Pack) -> Iterator[Problem]:
    """Whatever may be noticed rests on a statement or on sources, and is in one event at most."""
    for sign in pack.all(Sign).values():
        if sign.beyond_seeds and count_publishers(pack, sign.sources) < 2:  # noqa: PLR2004 - as said
            yield row_problem(
                pack,
                sign.id,
                "goes beyond the seeds on fewer than two publishers' word",
                "Name two sources of different publishers",
            )
        if not sign.beyond_seeds and not sign.covers:
            yield row_problem(
                pack,
                sign.id,
                "covers no statement of the seeds",
                "Name the statement, or write `beyond_seeds = true` and two sources",
            )
    others: tuple[Form | Vulnerability, ...] = (
        *pack.all(Form).values(),
        *pack.all(Vulnerability).values(),
    )
    for row in others:
        if not row.covers and not row.sources:
            yield row_problem(pack, row.id, "has neither statement nor source", "Name one")
    facts: dict[str, str] = {}
    for event in pack.all(Event).values():
        for fact in event.of:
            if fact in facts:
                yield row_problem(
                    pack, event.id, f"shares {fact!r} with {facts[fact]}", "Keep it in one event"
                )
            facts[fact] = event.id


def check_questions(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Each fact is asked once, and so is the place."""
    asked: dict[str, str] = {}
    places: list[str] = []
    for question in pack.all(Question).values():
        if question.pick == "place":
            places.append(question.id)
            continue
        if not question.of:
            yield row_problem(pack, question.id, "asks nothing", "List the facts it asks in `of`")
        for fact in question.of:
            if fact not in vocabulary.kinds:
                yield row_problem(
                    pack, question.id, f"asks {fact!r}, which is no fact", "Correct the id"
                )
            elif fact in asked:
                yield row_problem(
                    pack, question.id, f"asks {fact!r} again after {asked[fact]}", "Ask it once"
                )
            asked[fact] = question.id
    if len(places) != 1 and pack.all(Place):
        yield Problem(
            pack.files[places[1]] if places else "questions.toml",
            places[1] if places else "",
            f"{len(places)} questions ask for the place",
            'Write one question with pick = "place"',
        )
    for fact in vocabulary.asked:
        if fact not in asked:
            yield row_problem(
                pack, fact, "is never asked", "Add it to a question in questions.toml"
            )
