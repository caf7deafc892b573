"""
A sheet on paper, from a document to a tagged PDF.

Why: `/print` makes a sheet when it is first asked for, and an agency prints many for its places.

How: every sheet of the pack, in Letter and colour, with a QR code, once the typesetter is warm; it
works on as many cores as it finds. "Again" is a sheet that was just set. "New words" is a
sheet for another place and in another language by turns, after all the other sheets, so that the
typesetter has to read the template and lay out all of it. Each figure is of the sheet that takes
the longest.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.result import Aim, Result, Series
from benchmarks.served import OURS
from hearthlight.channels.paper.sheets import PLAIN, maker_of, set_sheet
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition

ADDRESS = "https://help.example.org"
AIM = Aim(bound="at most", value=50, unit="ms")


def measure_sheets(edition: Edition, *, rounds: int) -> tuple[Result, ...]:
    """Milliseconds of the slowest sheet, set again and set with new words."""
    again = tuple(max(_twice(edition, sheet) for sheet in edition.sheets) for _ in range(rounds))
    turns = _turns(edition)
    new = tuple(
        max(_take(edition, sheet, *turn) for sheet in edition.sheets)
        for _, turn in zip(range(rounds), turns, strict=False)
    )
    return (
        _result("sheet-again", "The slowest sheet, set again", again),
        _result("sheet-new", "The slowest sheet, with new words", new),
    )


def _turns(edition: Edition) -> Iterator[tuple[str, str]]:
    """Languages and places by turns, none of them twice."""
    for place in edition.places:
        for language in reversed(edition.languages):
            yield language.tag, place


def _twice(edition: Edition, sheet: str) -> float:
    """How long the second of two takes."""
    _take(edition, sheet, "en", "")
    return _take(edition, sheet, "en", "")


def _take(edition: Edition, sheet: str, language: str, place: str) -> float:
    row = edition.sheets[sheet]
    document = compose_page(edition, row.page, language, place)
    maker = maker_of(edition, language, ADDRESS)
    start = perf_counter()
    set_sheet(document, row.layout, PLAIN, maker)
    return (perf_counter() - start) * 1e3


def _result(key: str, what: str, rounds: tuple[float, ...]) -> Result:
    return Result(
        key=key, what=what, unit="ms", series=(Series(name=OURS, rounds=rounds),), aim=AIM
    )
