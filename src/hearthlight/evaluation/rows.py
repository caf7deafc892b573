"""Rows of a labeled file: one JSON object a line, all mistakes said at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

RowT = TypeVar("RowT")


class MalformedRowsError(Exception):
    """Rows that cannot be read. Each message names the line and what to change."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


def read_rows(lines: Iterable[str], kind: type[RowT]) -> tuple[RowT, ...]:
    """
    The rows of a JSON Lines file; empty lines are passed over.

    Raises MalformedRowsError with every line that cannot be read.
    """
    rows: list[RowT] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(msgspec.json.decode(line, type=kind))
        except UnicodeEncodeError:  # standard input keeps bytes that are no text as surrogates
            wrong.append(f"line {number}: is not UTF-8. See docs/evaluation.md for the format.")
        except msgspec.MsgspecError as error:
            wrong.append(f"line {number}: {error}. See docs/evaluation.md for the format.")
    if wrong:
        raise MalformedRowsError(wrong)
    return tuple(rows)
