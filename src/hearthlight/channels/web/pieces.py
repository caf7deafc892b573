"""
Prepared pieces of a page.

A piece is a run of HTML that is the same whenever it is shown: a block, a card, a heading. Each is
rendered once, so that a page for what was just said is joined, not rendered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Prepared(dict[str, bytes]):
    """Pieces by id, each made when it is first shown."""

    def __init__(self, render: Callable[[str], str]) -> None:
        super().__init__()
        self._render = render

    def __missing__(self, name: str) -> bytes:
        piece = self[name] = self._render(name).encode()
        return piece
