"""`hearthlight sms --simulate`: the text message guide in a terminal. Nothing is sent or kept."""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING

from hearthlight.channels.cli.opening import add_packs, open_packs
from hearthlight.channels.cli.terminal import Page
from hearthlight.documents.texting import SEGMENT, count_septets

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from hearthlight.compiled.edition import Edition

PICTURE = "[picture]"
"""A line that begins so stands for a message with a picture."""
_NUMBER = "simulated"


def add_sms(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `sms`."""
    parser = commands.add_parser(
        "sms",
        help="try the text message guide in this terminal",
        description="Type a message and see what would be sent back. A line that begins with "
        f"{PICTURE} stands for one with a picture. Nothing is sent, and nothing is kept. "
        "docs/sms.md says how to answer real messages.",
    )
    parser.add_argument(
        "--simulate", action="store_true", required=True, help="talk in this terminal"
    )
    add_packs(parser)
    parser.set_defaults(run=_simulate)


def _simulate(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    if sys.stdin.isatty():
        wording = edition.wording(edition.languages[0].tag)
        Page(sys.stdout).text(wording.interface("sms_ask"))
    talk(edition, sys.stdin, sys.stdout, shows_typed=not sys.stdin.isatty())
    return 0


class _Remembered(set[str]):
    """Opt-outs for as long as the command runs."""

    def has(self, number: str) -> bool:
        return number in self


def talk(edition: Edition, typed: TextIO, out: TextIO, *, shows_typed: bool) -> None:
    """Answer line after line, as one telephone would be answered."""
    from hearthlight.channels.sms.answering import Guide  # noqa: PLC0415 - only this command pays
    from hearthlight.channels.sms.conversation import Message, converse  # noqa: PLC0415
    from hearthlight.channels.sms.counting import SPAN, Counter  # noqa: PLC0415

    guide, opt_outs = Guide(edition), _Remembered()
    counter = Counter(itertools.count(step=SPAN).__next__)  # as if there were time between
    nothing = edition.wording(edition.languages[0].tag).interface("sms_nothing")
    page = Page(out)
    while True:
        if not shows_typed:
            out.write("> ")
            out.flush()
        if not (line := typed.readline()):
            return
        line = line.rstrip("\n")
        pictures = int(line.startswith(PICTURE))
        if shows_typed:
            page.text(line, "> ", "  ")
        message = Message(_NUMBER, line.removeprefix(PICTURE).strip(), pictures)
        for sent in converse(guide, opt_outs, counter, message) or (nothing,):
            size = "" if sent == nothing else f" ({count_septets(sent)}/{SEGMENT})"
            page.text(f"{sent}{size}", "    ")
        page.blank()
