"""`hearthlight coach`: say it better. What is typed is never an option, and is kept nowhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.own_words import read_own
from hearthlight.channels.cli.terminal import Page, mark, print_cards, tell
from hearthlight.coach.walking import LONGEST
from hearthlight.documents.coaching import compose_coaching

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from hearthlight.content.locales import Wording
    from hearthlight.documents.coaching import CoachFinding, Coaching


def add_coach(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `coach`."""
    parser = commands.add_parser(
        "coach",
        help="type what you mean to say to the child, and get it back kinder and safer",
        description="Reads one sentence or a few from standard input, or asks for them. What you "
        "type is not kept, and is not an option, since options may stay in your shell's history.",
    )
    parser.add_argument("--lang", default="", help="such as en; the language of the answer")
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    add_packs(parser)
    parser.set_defaults(run=_coach)


def _coach(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    wording = edition.wording(language)
    if sys.stdin.isatty():
        print(f"{wording.interface('coach_ask')}\n> ", end="", file=sys.stderr, flush=True)
    own = read_own(sys.stdin, LONGEST)
    own.tell(wording, sys.stderr if options.json else sys.stdout)
    coaching = compose_coaching(edition, own.text, language)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(coaching), indent=2).decode())
    else:
        print_coaching(coaching, wording, sys.stdout)
    return 0


def print_coaching(coaching: Coaching, wording: Wording, out: TextIO) -> None:
    """What may hurt and how to say it better, what is good, and whom to call."""
    page = Page(out)
    for finding in coaching.findings:
        page.blank()
        _print_finding(page, finding, wording)
    if coaching.praise:
        page.blank()
        page.strong(wording.interface("coach_good"))
        for praise in coaching.praise:
            page.text(tell(wording, praise.pattern, "because"), " * ", "   ")
    if not coaching.findings:
        page.blank()
        page.text(wording.interface("coach_fine" if coaching.praise else "coach_nothing"))
    page.blank()
    page.text(wording.interface("coach_remind"))
    if coaching.calls:
        heading = wording.interface("coach_calls" if coaching.trained else "find_calls")
        print_cards(heading, coaching.calls, wording, out)


def _print_finding(page: Page, finding: CoachFinding, wording: Wording) -> None:
    if finding.label:
        page.strong(tell(wording, finding.pattern, "label"))
    quoted = ", ".join(f"“{words}”" for words in finding.words)
    page.text(wording.interface("coach_words").format(words=quoted), "  ")
    page.text(tell(wording, finding.pattern, "because"), "  ")
    for form in finding.say:
        page.text(wording.interface("coach_try"), "  ")
        page.text(f"“{form}”{mark(wording, finding.pattern, 'say')}", "     ")
    if not finding.say:
        page.text(wording.interface("coach_no_form"), "  ")
