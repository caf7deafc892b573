"""The pack that a command reads, and the language it speaks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.content.layers import find_layers
from hearthlight.content.locales import is_draft
from hearthlight.documents.opening import open_edition
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    import argparse

    from hearthlight.compiled.edition import Edition


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


def open_packs(options: argparse.Namespace) -> Edition:
    """The edition of the shipped packs and the folders named. Raises BrokenPackError."""
    settings = read_settings()
    return open_edition(find_layers((*settings.packs, *options.pack)), settings.store)


def choose_language(options: argparse.Namespace, edition: Edition) -> str:
    """
    The language asked for, else the pack's first; a draft is said to be one.

    Raises UnknownAnswerError for a language that the pack does not have.
    """
    tags = [language.tag for language in edition.languages]
    if options.lang and options.lang not in tags:
        raise UnknownAnswerError(f"There is no language {options.lang!r}. Try: {', '.join(tags)}.")
    tag = options.lang or tags[0]
    if is_draft(edition.languages, tag):
        print(edition.wording(tag).interface("draft_notice"), file=sys.stderr)
    return tag
