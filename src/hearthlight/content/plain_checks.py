"""What can be wrong with plain_words.toml: a limit said twice, an exception for nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hearthlight.content.locales import INTERFACE
from hearthlight.content.model import Acronym, Avoid, Block, Duty, Limit, Pack
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]")


def check_plain_words(pack: Pack) -> Iterator[Problem]:
    """Each language and page has one limit at most, and each row can do its work."""
    yield from _limits_stand_once(pack)
    yield from _exceptions_hold(pack)
    yield from _acronyms_are_explained(pack)


def _limits_stand_once(pack: Pack) -> Iterator[Problem]:
    limited: dict[tuple[str, str], Limit] = {}
    for row in pack.all(Limit).values():
        for page in row.pages or ("",):
            if other := limited.get((row.language, page)):
                yield row_problem(
                    pack,
                    row.id,
                    f"limits {page or 'every other page'!r} in {row.language!r} after {other.id}",
                    "Keep one limit for a page and a language",
                )
            elif page and row.formula != _formula(pack, row.language):
                yield row_problem(
                    pack,
                    row.id,
                    f"measures {row.language!r} by {row.formula!r}, unlike its other pages",
                    "Use one formula for a language",
                )
            limited[row.language, page] = row


def _formula(pack: Pack, language: str) -> str | None:
    return next(
        (
            row.formula
            for row in pack.all(Limit).values()
            if row.language == language and not row.pages
        ),
        None,
    )


def _exceptions_hold(pack: Pack) -> Iterator[Problem]:
    links = {link.text for block in pack.all(Block).values() for link in block.links}
    duties = {duty.text for duty in pack.all(Duty).values()}
    known = {
        INTERFACE,
        *links,
        *duties,
        *(row_id for rows in pack.rows.values() for row_id in rows),
    }
    for row in pack.all(Avoid).values():
        for phrase in (*row.phrases, *row.fine_with):
            spelled = [word for slot in phrase.split() for word in slot.split("/")]
            if not spelled or not all(map(_WORD.search, spelled)):
                yield row_problem(
                    pack,
                    row.id,
                    f"has the phrase {phrase!r}, which no sentence can hold",
                    "Write words with spaces between, and / between words that may stand there",
                )
        for use in row.allowed:
            for name in use.rows:
                if name not in known:
                    yield row_problem(
                        pack,
                        row.id,
                        f"allows {use.text!r} in {name!r}, which is not there",
                        "Correct the id, or delete the exception",
                    )


def _acronyms_are_explained(pack: Pack) -> Iterator[Problem]:
    letters: dict[tuple[str, str], str] = {}
    for row in pack.all(Acronym).values():
        if not row.spelled and not row.because:
            yield row_problem(
                pack,
                row.id,
                f"does not say what {row.letters!r} stands for",
                "Write `spelled`, or `because` if it need not be spelled out",
            )
        if other := letters.get((row.language, row.letters)):
            yield row_problem(
                pack, row.id, f"explains {row.letters!r} after {other}", "Keep one of the two"
            )
        letters[row.language, row.letters] = row.id
