"""The pack that a command reads, and the language it speaks."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.channels.cli.speaking import terminal_language
from hearthlight.content.layers import find_layers
from hearthlight.content.locales import is_draft
from hearthlight.documents.opening import open_edition
from hearthlight.settings import check_drafts, read_settings
from hearthlight.transport.hosts import resolve, show

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

LAST_PORT = 65_535
MOST_WORKERS = 256
"""Each holds a whole edition; more than this is a slip of the finger."""


def add_packs(parser: argparse.ArgumentParser) -> None:
    """The option that lays folders on top of the shipped packs."""
    parser.add_argument(
        "--pack",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="a folder on top of the shipped packs; may be given again",
    )


def read_port(text: str) -> int:
    """The port of an option, by argparse. Raises ArgumentTypeError for what is none."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port. Write 1 to {LAST_PORT}.")
    return int(text)


def read_workers(text: str) -> int:
    """How many processes answer, by argparse. Raises ArgumentTypeError for none or too many."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no number of workers. Write 1 to {MOST_WORKERS}; one for each core is "
            "plenty."
        )
    return int(text)


def claim_port(host: str, port: int) -> None:
    """
    See that nobody else answers there: two servers would share what arrives, unnoticed.

    Raises UnknownAnswerError.
    """
    try:
        listening = resolve(host, port)
        with socket.socket(listening.family, socket.SOCK_STREAM) as trying:
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trying.bind(listening.place)
    except OSError as error:
        other = port + 1 if port < LAST_PORT else port - 1
        raise UnknownAnswerError(
            f"{show(host, port)} cannot be used: {error.strerror}. Name another: `--port {other}`, "
            f"or `make run PORT={other}`."
        ) from None


def see_directory(address: str) -> None:
    """
    See that what opens the directory of services is here; whether it answers shows when asked.

    Raises UnknownAnswerError.
    """
    from hearthlight.directory.opening import open_store  # noqa: PLC0415 - few have a database
    from hearthlight.directory.stores import StoreError  # noqa: PLC0415

    try:
        open_store(address).close()
    except StoreError as error:
        raise UnknownAnswerError(str(error)) from None


def open_packs(options: argparse.Namespace) -> Edition:
    """
    The edition of the shipped packs and the folders named.

    Raises BrokenPackError, and SettingsError for a setting that does not fit them.
    """
    settings = read_settings()
    edition = open_edition(find_layers((*settings.packs, *options.pack)), settings.store)
    check_drafts(settings, [language.tag for language in edition.languages])
    return edition


def choose_language(options: argparse.Namespace, edition: Edition, *, lasting: bool = False) -> str:
    """
    The language asked for, else the terminal's, else the pack's first; a draft is said to be one.

    What is `lasting`, such as paper for others, is never in the terminal's language unasked.
    Raises UnknownAnswerError for a language that the pack does not have.
    """
    tags = [language.tag for language in edition.languages]
    heard = "" if lasting else terminal_language()
    here = heard if heard in tags else tags[0]
    if options.lang and options.lang not in tags:
        told = edition.wording(here).interface("cli_no_language")
        raise UnknownAnswerError(told.format(said=options.lang, near=", ".join(tags)))
    tag = options.lang or here
    if is_draft(edition.languages, tag):
        print(edition.wording(tag).interface("draft_notice"), file=sys.stderr)
    return tag
