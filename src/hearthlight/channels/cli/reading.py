"""The command that prints a page for reading, for everyone or for one reader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import find_known, read_ids
from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.terminal import print_document, tell
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
            print(f"{page.removeprefix('page-')}: {tell(wording, page, 'heading')}")
        return 0
    pages = {page.removeprefix("page-"): page for page in _pages(edition)}
    page = pages[find_known(options.page.strip("/"), pages, "page", wording)]
    known = [reader.removeprefix("reader-") for reader in edition.readers]
    reader = options.reader and f"reader-{find_known(options.reader, known, 'reader', wording)}"
    place = read_ids(edition, (), "", options.place, wording).place
    readers = frozenset({reader} if reader else ())
    document = compose_page(edition, page, language, place, readers)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
    else:
        print_document(document, wording, sys.stdout)
    return 0


def _pages(edition: Edition) -> tuple[str, ...]:
    return tuple(page.id for page in edition.pages.values() if page.path)
