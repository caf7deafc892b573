"""What can be wrong with ids: one that stands for two rows, or names a row that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.model import (
    Block,
    Call,
    Clock,
    Contact,
    Cues,
    Duty,
    Event,
    Floor,
    Limit,
    Outcome,
    Pack,
    Page,
    Pattern,
    Place,
    Question,
    Row,
    Rule,
    Scenario,
    Section,
    Service,
    ServiceKind,
    Sheet,
    Sign,
    Situation,
    Source,
    Statement,
    Step,
    TextLetter,
    TextReply,
    TextWords,
    Tier,
    Topic,
    Vignettes,
)
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def check_references(pack: Pack) -> Iterator[Problem]:
    """Each id stands for one row, and each field that names a row names one that is there."""
    yield from _ids_stand_once(pack)
    yield from _references_hold(pack)


def _ids_stand_once(pack: Pack) -> Iterator[Problem]:
    kinds: dict[str, str] = {}
    for kind, rows in pack.rows.items():
        if kind in ("statement", "vignettes"):
            continue  # statement ids are the seeds' own; a fact may bear the same name
        for row_id in rows:
            if row_id in kinds:
                yield row_problem(
                    pack, row_id, f"is both a {kinds[row_id]} and a {kind}", "Rename one of them"
                )
            kinds[row_id] = kind


def _references_hold(pack: Pack) -> Iterator[Problem]:
    for kind, rows in pack.rows.items():
        for row in rows.values():
            for field, names, target in _references(row):
                for name in names:
                    if name and name not in pack.all(target):
                        yield row_problem(
                            pack,
                            row.id,
                            f"names {name!r} in {field!r} of this {kind}, "
                            f"and there is no such {_noun(target)}",
                            f"Correct the id, or add the {_noun(target)}",
                        )


def _references(row: Row) -> Iterator[tuple[str, Iterable[str], type[Row]]]:  # noqa: C901, PLR0912, PLR0915 - one flat list of which field names what; splitting it would hide one
    if covers := getattr(row, "covers", ()):
        yield "covers", covers, Statement
    if sources := getattr(row, "sources", ()):
        yield "sources", sources, Source
    match row:
        case Sign():
            yield "tier", (row.tier,), Tier
        case Event():
            yield "of", row.of, Sign
        case Question():
            yield "step", (row.step,), Step
        case Rule() | Floor():
            yield "outcome", (row.outcome,), Outcome
        case Place():
            yield "within", (row.within,), Place
        case Clock() | Duty():
            yield "place", (row.place,), Place
        case Call():
            yield "contact", (row.contact,), Contact
        case Contact():
            yield "place", (row.place,), Place
        case Service():
            yield "contact", (row.contact,), Contact
            yield "place", (row.place,), Place
            yield "kinds", row.kinds, ServiceKind
        case Section():
            yield "page", (row.page,), Page
        case Block():
            yield "section", (row.section,), Section
        case Limit():
            yield "pages", row.pages, Page
        case Topic():
            yield "statement", (row.statement,), Statement
            yield "block", (row.block,), Block
        case Scenario():
            yield "outcome", (row.outcome,), Outcome
            yield "place", (row.place,), Place
            yield "first_call", (row.first_call,), Contact
        case Situation():
            yield "page", (row.page,), Page
            yield "outcome", (row.outcome,), Outcome
        case Sheet():
            yield "page", (row.page,), Page
        case Pattern():
            yield "part_of", (row.part_of,), Pattern
            yield "yields_to", row.yields_to, Pattern
            yield "beside", row.beside, Pattern
        case Cues():
            yield "pattern", (row.pattern,), Pattern
        case TextReply():
            yield "outcome", (row.outcome,), Outcome
            yield "letters", row.letters, TextLetter
            yield "then", (row.then,), TextReply
        case TextWords():
            yield "reply", (row.reply,), TextReply
        case Vignettes():
            yield "levels", row.levels.values(), Outcome
            yield "places", row.places.values(), Place
        case _:
            pass


def _noun(kind: type[Row]) -> str:
    return kind.__name__.lower()
