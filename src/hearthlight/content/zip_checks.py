"""What can be wrong with a table of ZIP codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.model import Pack, ZipCodes, ZipPoints
from hearthlight.content.problems import Problem, row_problem
from hearthlight.content.zip_tables import read_zip_points, read_zip_table

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_zip_codes(pack: Pack) -> Iterator[Problem]:
    """Each line of a table can be read, and a table of codes has some."""
    for row in pack.all(ZipCodes).values():
        try:
            codes = len(read_zip_table(row.table))
        except ValueError as error:
            yield row_problem(
                pack,
                row.id,
                f"has a line that cannot be read: {str(error)[:60]!r}",
                "Write it like `06075 94102-94105 94107`, or `06075+06081 94005`",
            )
        else:
            if not codes:
                yield row_problem(pack, row.id, "has no ZIP codes", "Write some, or delete the row")
    for points in pack.all(ZipPoints).values():
        try:
            read_zip_points(points.table)
        except ValueError as error:
            yield row_problem(
                pack,
                points.id,
                f"has a line that cannot be read: {str(error)[:60]!r}",
                "Write it like `941 02 3778 -12242 03 3777 -12241`",
            )
