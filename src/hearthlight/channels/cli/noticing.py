"""In the caregiver's own words: `notice`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.terminal import Page, print_document
from hearthlight.documents.outcome import compose_page
from hearthlight.notice.model import load_model
from hearthlight.notice.noticing import notice

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from hearthlight.content.locales import Wording
    from hearthlight.notice.noticing import Noticed

_NOW = "page-now"
_LONGEST = 10_000
"""Characters that are read; nobody types more, and a file given by mistake ends here."""


def add_notice(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `notice`. The words themselves are never an option."""
    parser = commands.add_parser(
        "notice",
        help="say what you noticed in your own words, and be asked which signs it may be",
        description="Reads your words from standard input, or asks for them. What you type is not "
        "kept, and is not an option, since options may stay in your shell's history.",
    )
    parser.add_argument("--lang", default="", help="such as en")
    parser.add_argument("--json", action="store_true", help="the result as JSON")
    add_packs(parser)
    parser.set_defaults(run=_notice)


def _notice(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    wording = edition.wording(language)
    if sys.stdin.isatty():
        Page(sys.stdout).text(wording.interface("notice_ask"))
        sys.stdout.write("> ")
        sys.stdout.flush()
        text = sys.stdin.readline()
    else:
        text = sys.stdin.read(_LONGEST)
    noticed = notice(load_model(), text[:_LONGEST], edition.kinds)
    if options.json:
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(noticed), indent=2).decode() + "\n"
        )
        return 0
    _print_noticed(noticed, wording, sys.stdout)
    if noticed.danger:
        print_document(compose_page(edition, _NOW, language), wording, sys.stdout)
    return 0


def _print_noticed(noticed: Noticed, wording: Wording, out: TextIO) -> None:
    page = Page(out)
    page.blank()
    if noticed.danger:
        page.strong(wording.interface("notice_danger"))
        page.blank()
    if noticed.offered:
        page.heading(wording.interface("notice_could"))
        for suggestion in noticed.offered:
            page.text(wording.text(suggestion.id, "label"), " * ", "   ")
            if suggestion.words:
                words = ", ".join(f"“{word}”" for word in suggestion.words)
                page.text(wording.interface("notice_led").format(words=words), "     ")
        page.blank()
        page.text(wording.interface("notice_not_ticked"))
    else:
        page.text(wording.interface("notice_else"))
    page.text(wording.interface("notice_list"))
