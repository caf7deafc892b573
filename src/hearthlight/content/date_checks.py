"""What can be wrong with a day on which something was read or checked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hearthlight.content.model import Contact, Duty, Pack, Source
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_dates(pack: Pack) -> Iterator[Problem]:
    """Each day is in the calendar; that it is written as one was seen when it was read."""
    rows: tuple[Source | Contact | Duty, ...] = (
        *pack.all(Source).values(),
        *pack.all(Contact).values(),
        *pack.all(Duty).values(),
    )
    for row in rows:
        for field in ("read_on", "assured_date"):
            day = getattr(row, field, "")
            try:
                date.fromisoformat(day or "2026-01-01")
            except ValueError:
                yield row_problem(
                    pack, row.id, f"has {day!r} in {field!r}, which is no day", "Correct it"
                )
