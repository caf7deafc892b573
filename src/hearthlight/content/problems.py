"""What is wrong with a pack, said to the person who can mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.content.model import Pack


class Problem(msgspec.Struct, frozen=True, order=True):
    """One mistake: where it stands, what it is, and what to do about it."""

    file: str
    """Path of the file to edit, relative to the packs' parent folder where it can be."""
    id: str
    """The row that is wrong; empty when the whole file is."""
    message: str
    """What is wrong, as a claim about the row."""
    remedy: str
    """What to change; an imperative."""

    def __str__(self) -> str:
        where = f"{self.file}: {self.id}" if self.id else self.file
        return f"{where}: {self.message}. {self.remedy}."


class BrokenPackError(Exception):
    """A pack that may not be served. Carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def row_problem(pack: Pack, row_id: str, message: str, remedy: str) -> Problem:
    """A mistake in a row, in the file where an editor finds it."""
    return Problem(pack.files.get(row_id, ""), row_id, message, remedy)


def language_problem(pack: Pack, row_id: str, language: str) -> Iterator[Problem]:
    """A row in a language that its pack does not speak."""
    tags = [each.tag for each in pack.languages]
    if language not in tags:
        yield row_problem(
            pack,
            row_id,
            f"is in {language!r}, which the pack does not speak",
            f"Use one of {', '.join(tags)}, or add the language to pack.toml",
        )
