"""What is wrong with a pack on paper: words of an editor's own folders that no sheet can hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

import msgspec

from hearthlight.channels.paper.full import FullSheetError, SheetError
from hearthlight.channels.paper.sheets import (
    CAN_BE_FULL,
    Ink,
    Maker,
    Size,
    Stock,
    maker_of,
    set_sheet,
)
from hearthlight.content.problems import Problem
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Pack, Sheet
    from hearthlight.documents.blocks import Document

_SIZES = {"us-letter": "Letter", "a4": "A4"}


class Said(NamedTuple):
    """What a row says on a sheet."""

    letters: int
    file: str
    id: str


def check_sheets(
    pack: Pack, edition: Edition, own: Collection[str], address: str = ""
) -> Iterator[Problem]:
    """
    Each sheet that can be full is set once in each language and size, with and without a place.

    `own` are the folders, as they are shown, whose words an editor can change. The places are those
    that their rows define or name; without any, the nearest that a layer beneath them is for.
    """
    if found := _no_logo(pack, edition):
        yield found
        edition = msgspec.structs.replace(edition, logo=b"")
    places = _places_of(pack, edition, own)
    for sheet in edition.sheets.values():
        if sheet.layout not in CAN_BE_FULL:
            continue
        for language in edition.languages:
            tried: list[Document] = []
            for where in ("", *places):
                document = compose_page(edition, sheet.page, language.tag, where)
                if document in tried:
                    continue
                tried.append(document)
                if full := _full_in(edition, sheet, document, address):
                    yield _problem(pack, own, sheet, document, full)
                    break  # with a place there are more words, and the same are too many


def _places_of(pack: Pack, edition: Edition, own: Collection[str]) -> list[str]:
    """The places of the own folders: those that a row of theirs is, or names."""

    def is_own(key: str) -> bool:
        return _is_in(pack.files.get(key, ""), own)

    theirs = {
        getattr(row, "place", "") or row_id
        for rows in pack.rows.values()
        for row_id, row in rows.items()
        if is_own(row_id)
    }
    if found := sorted(theirs & edition.places.keys()):
        return found
    beneath = {layer.id: layer.builds_on for layer in pack.layers}
    name = next((one.id for one in reversed(pack.layers) if is_own(f"logos/{one.id}")), "")
    while name and name not in edition.places:
        name = beneath.get(name, "")
    return [name] if name else []


def _no_logo(pack: Pack, edition: Edition) -> Problem | None:
    """A logo with which no sheet can be set, in one of the inks. Full pages are never too full."""
    named = next((layer for layer in reversed(pack.layers) if layer.logo), None)
    sheet = next((one for one in edition.sheets.values() if one.layout != "cards"), None)
    if not (named and sheet and edition.logo):
        return None
    document = compose_page(edition, sheet.page, edition.languages[0].tag)
    maker = Maker(agency=edition.agency, logo=edition.logo)
    ink: Ink
    for ink in get_args(Ink):
        try:
            set_sheet(document, "pages", Stock(ink=ink), maker)
        except SheetError as error:
            return Problem(
                pack.files[f"logos/{named.id}"],
                named.id,
                f"has the logo {named.logo!r}, with which no sheet can be set. {error}".rstrip("."),
                "Save it again, as plain SVG or as PNG. Until then no sheet is offered with it",
            )
    return None


def _full_in(
    edition: Edition, sheet: Sheet, document: Document, address: str
) -> dict[Size, FullSheetError]:
    """The sizes that cannot hold a document."""
    found: dict[Size, FullSheetError] = {}
    maker = maker_of(edition, document.language, address)
    size: Size
    for size in get_args(Size):
        try:
            set_sheet(document, sheet.layout, Stock(size), maker)
        except FullSheetError as error:
            found[size] = error
    return found


def _is_in(file: str, folders: Collection[str]) -> bool:
    return any(map(Path(file).is_relative_to, folders))


def _problem(
    pack: Pack,
    own: Collection[str],
    sheet: Sheet,
    document: Document,
    found: dict[Size, FullSheetError],
) -> Problem:
    error = next(iter(found.values()))
    said = sorted(_said_under(pack, document, error))
    named = next((layer for layer in reversed(pack.layers) if layer.agency), None)
    ends = {document.sections[0].id, document.sections[-1].id}  # a cover and a back
    if named and ends.intersection(error.sections):
        said.append(Said(len(named.agency), pack.files[f"logos/{named.id}"], named.id))
    theirs = [one for one in said if _is_in(one.file, own)]
    longest = max(theirs or said)
    names = ", ".join(map(repr, error.headings))
    sizes = " and ".join(_SIZES[size] for size in found)
    return Problem(
        longest.file,
        longest.id,
        f"has {longest.letters} letters under {names} of {sheet.id} in {document.language}, "
        f"and there is too much for {sizes}",
        "Say it in fewer words. Until then that sheet is neither printed nor offered",
    )


def _said_under(pack: Pack, document: Document, error: FullSheetError) -> Iterator[Said]:
    """Each row that says something in the sections that are full."""
    rows = {document.page: None}
    for section in document.sections:
        if section.id in error.sections:
            rows[section.id] = None
            for block in section.blocks:
                rows[block.id] = None
                for card in block.calls:
                    rows[card.id] = rows[card.call] = None
    source = pack.languages[0].tag
    for row in rows:
        for language in (document.language, source):
            # What is said anew in the source language stands in for an older translation.
            if (file := pack.files.get(f"words/{language}/{row}")) is not None:
                yield Said(_letters(pack, language, row), file, row)


def _letters(pack: Pack, language: str, row: str) -> int:
    """How much a row says, in all that can stand on a sheet."""
    return sum(
        len(text) if isinstance(text, str) else sum(map(len, text))
        for key, text in pack.words[language].items()
        if key.startswith(f"{row}.")
    )
