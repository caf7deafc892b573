"""What is said of a sheet that cannot be set, most often since its words do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class SheetError(Exception):
    """A sheet that the typesetter does not set. The message says why."""


class FullSheetError(SheetError):
    """Words that do not fit their place on a sheet, at any size that can be read."""

    def __init__(self, headings: Sequence[str], sections: Sequence[str]) -> None:
        self.headings = tuple(headings)
        """What stands over the words that are too many."""
        self.sections = tuple(sections)
        """The rows of pages.toml whose words stand there."""
        names = ", ".join(map(repr, self.headings))
        super().__init__(
            f"There is too much under {names} for this sheet. "
            f"Say it in fewer words, or take a larger sheet."
        )
