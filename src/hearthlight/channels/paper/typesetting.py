"""Data and a template to a tagged PDF. Words are data to the typesetter, never markup."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent


@functools.cache
def _compiler() -> typst.Compiler:
    # Only the typesetter's fonts and our own: a sheet is the same to the byte on every machine.
    import typst  # noqa: PLC0415 - only who prints pays for it

    return typst.Compiler(
        root=str(TEMPLATES), font_paths=[str(TEMPLATES / "fonts")], ignore_system_fonts=True
    )


def typeset(template: str, told: object) -> bytes:
    """
    A PDF/UA-1 of `template` (a file name, such as `notes.typ`) with `told` as its data.

    Raises `typst.TypstError` when a template breaks a rule of the standard, such as a picture that
    nothing describes. The same data gives the same bytes.
    """
    made = _compiler().compile(
        str(TEMPLATES / template),
        format="pdf",
        sys_inputs={"told": msgspec.json.encode(told).decode()},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    _compiler().compile(b"", sys_inputs=None)  # it would keep the words until the next sheet
    if not isinstance(made, bytes):  # pragma: no cover - one PDF is one piece
        raise TypeError(template)
    return made
