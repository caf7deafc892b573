"""The command that prints a page for reading, for everyone or for one reader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError, read_ids
from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.terminal import print_document
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    import argparse

    from hearthlight.compiled.edition import Edition


def add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `read`."""
    read = commands.add_parser(
        "read",
        help="print a page for reading, such as talk or heal",
        description="Prints a page. What you give as options may stay in your shell's history.",
    )
    read.add_argument(
        "page", nargs="?", default="", help="such as talk; without it, all are listed"
    )
    read.add_argument("--reader", default="", help="such as kin; without it, words for each reader")
    read.add_argument("--place", default="", help="such as us-ca-san-francisco")
    read.add_argument("--lang", default="", help="such as en")
    read.add_argument("--json", action="store_true", help="the document as JSON")
    add_packs(read)
    read.set_defaults(run=_read)


def _read(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    wording = edition.wording(language)
    if not options.page:
        for page in _pages(edition):
            print(f"{page.removeprefix('page-')}: {wording.text(page, 'heading')}")
        return 0
    page = _known(f"page-{options.page.strip('/')}", _pages(edition), "page")
    reader = options.reader and _known(f"reader-{options.reader}", edition.readers, "reader")
    place = read_ids(edition, (), "", options.place).place
    readers = frozenset({reader} if reader else ())
    document = compose_page(edition, page, language, place, readers)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
    else:
        print_document(document, wording, sys.stdout)
    return 0


def _pages(edition: Edition) -> tuple[str, ...]:
    return tuple(page.id for page in edition.pages.values() if page.path)


def _known(name: str, names: tuple[str, ...], noun: str) -> str:
    """The id, if there is such a row. Raises UnknownAnswerError with those that there are."""
    if name not in names:
        known = ", ".join(each.removeprefix(f"{noun}-") for each in names)
        raise UnknownAnswerError(
            f"There is no {noun} {name.removeprefix(f'{noun}-')!r}. Try: {known}."
        )
    return name
