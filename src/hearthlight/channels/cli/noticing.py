"""In the caregiver's own words: `notice`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.own_words import read_own
from hearthlight.channels.cli.terminal import Page, print_cards, print_document, tell
from hearthlight.documents.hearing import LONGEST
from hearthlight.documents.noticing import NOW_PAGE, compose_noticing
from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from hearthlight.content.locales import Wording
    from hearthlight.documents.noticing import Noticing


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
    own = read_own(sys.stdin, LONGEST)
    own.tell(wording, sys.stderr if options.json else sys.stdout)
    noticing = compose_noticing(edition, own.text, language)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(noticing), indent=2).decode())
        return 0
    out = sys.stdout
    page = Page(out)
    page.blank()
    if noticing.danger:
        page.strong(wording.interface("notice_danger"))
        print_cards(tell(wording, NOW_PAGE, "heading"), noticing.calls, wording, out)
        page.blank()
    _print_questions(noticing, wording, out)
    if noticing.calls and not noticing.danger:
        print_cards(tell(wording, NOW_PAGE, "heading"), noticing.calls, wording, out)
    if noticing.now:
        now = compose_page(edition, NOW_PAGE, language)
        print_document(msgspec.structs.replace(now, sections=noticing.now), wording, out)
    return 0


def _print_questions(noticing: Noticing, wording: Wording, out: TextIO) -> None:
    page = Page(out)
    if noticing.questions:
        page.heading(wording.interface("notice_could"))
        for question in noticing.questions:
            page.text(tell(wording, question.fact, "label"), " * ", "   ")
            if question.words:
                words = ", ".join(f"“{word}”" for word in question.words)
                page.text(wording.interface("notice_led").format(words=words), "     ")
        page.blank()
        page.text(wording.interface("notice_not_ticked"))
    else:
        page.text(wording.interface("notice_else"))
    page.text(wording.interface("notice_list"))
