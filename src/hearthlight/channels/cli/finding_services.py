"""`hearthlight services find`: asks what a young person would like, and prints a short list."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.channels.cli.opening import add_packs, choose_language, open_packs
from hearthlight.channels.cli.terminal import Page, print_cards, tell
from hearthlight.documents.wanted import UnknownWishError, Wanted
from hearthlight.places.places import normalise_place
from hearthlight.places.zip_codes import is_zip_code
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import TextIO

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.locales import Wording
    from hearthlight.documents.service_cards import ServiceCard
    from hearthlight.documents.services import ServicesFound


def add_find(services: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The parser of `hearthlight services find`."""
    find = services.add_parser(
        "find",
        help="find something that a young person would like, and whom to call about it",
        description="Asks question by question, or reads the answers from standard input, one a "
        "line and empty lines to skip. No option takes them, since your shell keeps options. "
        "Nothing you say is kept.",
    )
    find.add_argument("--lang", default="", help="such as en")
    find.add_argument("--json", action="store_true", help="what was found as JSON")
    add_packs(find)
    find.set_defaults(run=_find)


def _find(options: argparse.Namespace) -> int:
    from hearthlight.documents.services import open_services  # noqa: PLC0415 - only this command

    edition = open_packs(options)
    language = choose_language(options, edition)
    wording = edition.wording(language)
    wanted = _Asking(edition, wording, sys.stdin, sys.stderr).wanted()
    try:
        finder = open_services(edition, read_settings().directory, _tell)
        found = finder.find(wanted, language, datetime.now(UTC))
    except UnknownWishError:
        raise UnknownAnswerError(wording.interface("cli_no_answer")) from None
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        _print_found(found, wording, sys.stdout)
    return 0


def _tell(error: Exception) -> None:
    print(error, file=sys.stderr)


class _Asking:
    """The questions in their order. An empty line skips one, and so does the end of the input."""

    def __init__(self, edition: Edition, wording: Wording, answers: TextIO, out: TextIO) -> None:
        self._edition = edition
        self._words = wording
        self._answers = answers
        self._page = Page(out)
        self._out = out

    def wanted(self) -> Wanted:
        kinds = tuple(self._edition.service_kinds)
        chosen = self._choose(
            "services_ask", [tell(self._words, kind, "label") for kind in kinds], "ask_any"
        )
        zip_code, place = self._place()
        spoken = self._edition.spoken[self._words.language]
        return Wanted(
            kinds=tuple(kinds[number] for number in chosen),
            zip_code=zip_code,
            place=place,
            age=self._age(),
            language="".join(
                tuple(spoken)[number]
                for number in self._choose("services_language", list(spoken.values()), "ask_one")[
                    :1
                ]
            ),
            free=self._yes("services_free"),
            remote=self._yes("services_remote"),
            open_now=self._yes("services_open"),
            words=self._asked("services_words", "find_hint"),
        )

    def _place(self) -> tuple[str, str]:
        names = {
            self._words.text(place, "name").casefold(): place for place in self._edition.places
        }
        said = self._asked("services_near", "ask_place", "ask_zip")
        while said:
            if is_zip_code(said):
                return said, ""
            place = names.get(said.casefold(), normalise_place(said))
            if place in self._edition.places:
                return "", place
            self._page.text(self._words.interface("ask_place_again"))
            said = self._line()
        return "", ""

    def _age(self) -> int | None:
        said = self._asked("services_age", "ask_age")
        while said:
            if said.isascii() and said.isdecimal() and len(said) <= 3:  # noqa: PLR2004 - nobody is 1000
                return int(said)
            self._page.text(self._words.interface("error_age"))
            said = self._line()
        return None

    def _yes(self, title: str) -> bool:
        return self._asked(title, "ask_yes")[:1].lower() in ("y", "s")

    def _choose(self, title: str, labels: Sequence[str], prompt: str) -> list[int]:
        self._title(title)
        for position, label in enumerate(labels, 1):
            self._page.text(label, f"{position:4}  ", "      ")
        self._page.text(self._words.interface(prompt))
        while said := self._line():
            parts = said.replace(",", " ").split()
            if all(part.isascii() and part.isdecimal() for part in parts):
                numbers = [int(part) - 1 for part in parts]
                if all(0 <= number < len(labels) for number in numbers):
                    return list(dict.fromkeys(numbers))
            self._page.text(self._words.interface("ask_again"))
        return []

    def _asked(self, title: str, *prompts: str) -> str:
        self._title(title)
        for prompt in prompts:
            self._page.text(self._words.interface(prompt))
        return self._line()

    def _title(self, title: str) -> None:
        self._page.blank()
        self._page.strong(self._words.interface(title))

    def _line(self) -> str:
        self._out.write("> ")
        self._out.flush()
        return self._answers.readline().strip()


def _print_found(found: ServicesFound, wording: Wording, out: TextIO) -> None:
    page = Page(out)
    page.blank()
    page.heading(found.heading)
    page.text(wording.interface("services_share"))
    for note in found.notes:
        page.text(note)
    for number, service in enumerate(found.services, 1):
        page.blank()
        _print_service(page, number, service, wording)
    if found.calls:
        print_cards(wording.interface("services_hotline"), found.calls, wording, out)


def _print_service(page: Page, number: int, service: ServiceCard, wording: Wording) -> None:
    page.strong(f"{number}. {service.name}")
    reasons = "; ".join(service.reasons)
    page.text(f"{wording.interface('services_because').format(reasons=reasons)}.", "  ")
    for line in service.lines:
        page.strong(f"{line.label}: {line.shown}", "    ")
    page.text(f"{wording.interface('services_calling')}: {service.calling}", "  ")
    told = ". ".join(filter(None, (service.organization, service.text)))
    page.text(told, "  ")
    facts = [service.open_now] if service.open_now else []
    if service.hours:
        facts.append(f"{wording.interface('services_hours')}: {'; '.join(service.hours)}")
    for fact in (*facts, *service.facts):
        page.text(fact, "  - ", "    ")
    if service.passes_on:
        page.text(f"{wording.interface('passes_on')}: {service.passes_on}", "  ")
    if service.checked:
        page.text(service.checked, "  ")
