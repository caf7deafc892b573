"""`hearthlight print`: sheets for the waiting room, the wallet and the kitchen table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.cli.asking import UnknownAnswerError, find_known, read_ids
from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.paper.full import SheetError
from hearthlight.channels.paper.sheets import Stock, maker_of, set_sheet
from hearthlight.content.locales import is_draft
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    import argparse

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.locales import Wording

_SIZES = {"letter": "us-letter", "a4": "a4"}
_SHEET = "sheet-"


def add_print(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `hearthlight print`."""
    parser = commands.add_parser(
        "print",
        help="write a sheet as PDF: brochure, guide, card, poster, first-day and others",
        description="Writes NAME-LANG.pdf: tagged, readable aloud, the same to the byte each time. "
        "It holds nothing that anyone said.",
    )
    parser.add_argument("name", metavar="NAME", help="a sheet of the pack; `all` for each of them")
    parser.add_argument("--lang", default="", help="such as en")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where to write")
    parser.add_argument("--size", choices=tuple(_SIZES), default="letter")
    parser.add_argument("--ink", choices=("colour", "black"), default="colour")
    parser.add_argument(
        "--place", default="", help="adds its child abuse line: such as us-ca-san-francisco"
    )
    parser.add_argument(
        "--address", default="", metavar="URL", help="where the newest version is; adds a QR code"
    )
    parser.add_argument(
        "--allow-draft", default="", metavar="LANG", help="print a language nobody has reviewed"
    )
    add_packs(parser)
    parser.set_defaults(run=_print)


def _print(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition, lasting=True)
    wording = edition.wording(language)
    if is_draft(edition.languages, language) and options.allow_draft != language:
        raise UnknownAnswerError(wording.interface("cli_draft").format(said=language))
    if options.address and not options.address.startswith("https://"):
        raise UnknownAnswerError(wording.interface("cli_address").format(said=options.address))
    place = read_ids(edition, (), "", options.place, wording).place
    stock = Stock(_SIZES[options.size], options.ink)  # type: ignore[arg-type] # argparse checked them
    maker = maker_of(edition, language, options.address)
    status = 0
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for name in _names(edition, options.name, wording):
            sheet = edition.sheets[_SHEET + name]
            document = compose_page(edition, sheet.page, language, place)
            path = options.out / f"{name}-{language}.pdf"
            try:
                made = set_sheet(document, sheet.layout, stock, maker)
            except SheetError as error:
                print(f"{path} was not written. {error}", file=sys.stderr)
                status = 1
                continue
            path.write_bytes(made)
            print(path)
    except OSError as error:
        print(f"{options.out}: {error.strerror}", file=sys.stderr)
        print(wording.interface("cli_folder_name"), file=sys.stderr)
        return 2
    return status


def _names(edition: Edition, asked: str, wording: Wording) -> tuple[str, ...]:
    known = tuple(sheet.removeprefix(_SHEET) for sheet in edition.sheets)
    if asked == "all":
        return known
    return (find_known(asked, (*known, "all"), "sheet", wording),)
