"""`hearthlight duty`: what the law asks of one who asks, and by when."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError, read_ids
from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.terminal import Page, print_document, tell
from hearthlight.documents.duty import compose_duty, write_duty_table
from hearthlight.duty.answer import Asked
from hearthlight.duty.deadlines import read_time
from hearthlight.places.places import normalise_place

if TYPE_CHECKING:
    import argparse
    from datetime import datetime
    from typing import TextIO

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.locales import Wording
    from hearthlight.content.model import Child

_CHILDREN: tuple[Child, ...] = ("placed", "own")


def add_duty(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The parser of `hearthlight duty`."""
    duty = commands.add_parser(
        "duty",
        help="whether you have to report, to whom, and by when",
        description="Not legal advice. Asks where, who and when, unless options say it; nothing "
        "you say is kept. What you give as options may stay in your shell's history.",
    )
    duty.add_argument("--place", default="", help="such as us-ca")
    duty.add_argument("--role", default="", help="parent, kin, foster, professional or other")
    duty.add_argument("--child", default="", choices=("", *_CHILDREN), help="placed or own")
    duty.add_argument(
        "--when", default="", metavar="TIME", help="when you learned of it: 2026-11-24T21:30"
    )
    duty.add_argument("--lang", default="", help="such as en")
    duty.add_argument("--json", action="store_true", help="the document as JSON")
    duty.add_argument("--table", action="store_true", help="every place and role, as Markdown")
    add_packs(duty)
    duty.set_defaults(run=_duty)


def _duty(options: argparse.Namespace) -> int:
    edition = open_packs(options)
    language = choose_language(options, edition)
    if options.table:
        sys.stdout.write(write_duty_table(edition))
        return 0
    wording = edition.wording(language)
    if options.place or options.role or options.child or options.when:
        asked = _read(options, edition, wording)
    else:
        asked = ask_duty(edition, wording, sys.stdin, sys.stderr)
    document = compose_duty(edition, asked, language)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
    else:
        print_document(document, wording, sys.stdout)
    return 0


def _read(options: argparse.Namespace, edition: Edition, wording: Wording) -> Asked:
    said = read_ids(edition, (), options.role, options.place, wording)
    learned: datetime | None = None
    if options.when:
        try:
            learned = read_time(options.when)
        except ValueError:
            told = wording.interface("cli_when").format(said=options.when)
            raise UnknownAnswerError(told) from None
    return Asked(
        place=said.place,
        role=next(iter(said.facts), ""),
        child=options.child or "unsaid",
        learned=learned,
    )


def ask_duty(edition: Edition, wording: Wording, answers: TextIO, out: TextIO) -> Asked:
    """Where, who, which child, since when; an empty line skips each."""
    asking = _Asking(edition, wording, answers, out)
    return Asked(
        place=asking.place(), role=asking.role(), child=asking.child(), learned=asking.learned()
    )


class _Asking:
    def __init__(self, edition: Edition, wording: Wording, answers: TextIO, out: TextIO) -> None:
        self._edition = edition
        self._wording = wording
        self._answers = answers
        self._out = out
        self._page = Page(out)

    def place(self) -> str:
        names = {
            self._wording.text(place, "name").casefold(): place for place in self._edition.places
        }
        self._title(tell(self._wording, self._question("place"), "legend"))
        while True:
            said = self._line("ask_place")
            place = names.get(said.casefold(), normalise_place(said))
            if not place or place in self._edition.places:
                return place
            self._page.text(self._wording.interface("ask_place_again"))

    def role(self) -> str:
        roles = tuple(fact for fact, kind in self._edition.kinds.items() if kind == "role")
        self._title(tell(self._wording, self._question("role"), "legend"))
        chosen = self._choice([tell(self._wording, role, "label") for role in roles])
        return "" if chosen is None else roles[chosen]

    def child(self) -> Child:
        self._title(self._wording.interface("duty_child"))
        chosen = self._choice(
            [self._wording.interface(f"duty_child_{child}") for child in _CHILDREN]
        )
        return "unsaid" if chosen is None else _CHILDREN[chosen]

    def learned(self) -> datetime | None:
        self._title(self._wording.interface("duty_when"))
        self._page.text(self._wording.interface("duty_when_hint"))
        while said := self._line("ask_when"):
            try:
                return read_time(said)
            except ValueError:
                self._page.text(self._wording.interface("error_when"))
        return None

    def _question(self, asks: str) -> str:
        """The question that asks for the place, or for a fact of a kind."""
        return next(
            question.id
            for step in self._edition.steps
            for question in step.questions
            if asks in (question.pick, *(self._edition.kinds[fact] for fact in question.of))
        )

    def _title(self, text: str) -> None:
        self._page.blank()
        self._page.strong(text)

    def _choice(self, labels: list[str]) -> int | None:
        for position, label in enumerate(labels, 1):
            self._page.text(label, f"{position:4}  ", "      ")
        while said := self._line("ask_one"):
            if said.isascii() and said.isdecimal() and 1 <= int(said) <= len(labels):
                return int(said) - 1
            self._page.text(self._wording.interface("ask_again"))
        return None

    def _line(self, prompt: str) -> str:
        self._out.write(f"{self._wording.interface(prompt)}\n> ")
        self._out.flush()
        return self._answers.readline().strip()
