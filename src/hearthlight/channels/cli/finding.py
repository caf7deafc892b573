"""The command that finds topics by words; they are asked for, and never taken as options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.own_words import read_own
from hearthlight.channels.cli.terminal import Page, mark_other, print_card, print_cards, tell
from hearthlight.documents.finding import Finder
from hearthlight.documents.hearing import LONGEST

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from hearthlight.channels.cli.own_words import OwnWords
    from hearthlight.content.locales import Wording
    from hearthlight.documents.finding import Finding, Found


def add_find(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `find`. The words themselves are never an option."""
    find = commands.add_parser(
        "find",
        help="find what is said about something, and whom to call",
        description="Asks for words, or reads them from standard input. There is no option for "
        "them, since options stay in your shell's history. Nothing you type is kept.",
    )
    find.add_argument("--lang", default="", help="such as en")
    find.add_argument("--json", action="store_true", help="what was found as JSON")
    add_packs(find)
    find.set_defaults(run=_find)


def _find(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    wording = edition.wording(language)
    own = _ask_words(wording, sys.stdin)
    own.tell(wording, sys.stderr if options.json else sys.stdout)
    finding = Finder(edition, language).find(own.text)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(finding), indent=2).decode())
    else:
        _print_finding(finding, wording, sys.stdout)
    return 0


def _ask_words(wording: Wording, answers: TextIO) -> OwnWords:
    if answers.isatty():
        asked = f"{wording.interface('find_label')}. {wording.interface('find_hint')}\n> "
        print(asked, end="", file=sys.stderr, flush=True)
    return read_own(answers, LONGEST)


def _print_finding(finding: Finding, wording: Wording, out: TextIO) -> None:
    """Whom to call, before or after what was found, as the words ask for."""
    if finding.danger:
        print_cards(wording.interface("find_urgent"), finding.calls, wording, out)
    page = Page(out)
    page.blank()
    page.heading(wording.interface("find_found"))
    if not finding.found:
        page.text(wording.interface("find_nothing"))
    for number, one in enumerate(finding.found):
        if number:
            page.blank()
        _print_found(page, one, wording)
    if finding.calls and not finding.danger:
        print_cards(wording.interface("find_calls"), finding.calls, wording, out)


def _print_found(page: Page, found: Found, wording: Wording) -> None:
    page.strong(tell(wording, found.topic, "title"))
    if found.text:
        page.text(f"{found.text}{mark_other(found.language, wording)}", "  ")
    if found.card:
        print_card(page, found.card, wording)
    if found.where:
        page.text(f"{found.where} ({found.path})", "  ")
    if found.words:
        page.text(wording.interface("find_because").format(words=", ".join(found.words)), "  ")
