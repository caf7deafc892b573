"""Asks the check-in's questions in a terminal, or reads the answers from standard input."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from hearthlight.channels.cli.terminal import Page
from hearthlight.checkin.responses import Responses
from hearthlight.places.places import normalise_place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from hearthlight.compiled.edition import CompiledQuestion, Edition
    from hearthlight.content.locales import Wording


class UnknownAnswerError(Exception):
    """An id that the pack does not know. The message names what comes near."""


def ask_responses(edition: Edition, wording: Wording, answers: TextIO, out: TextIO) -> Responses:
    """Every question in turn; an empty line skips it, and so does the end of the input."""
    page = Page(out)
    facts: set[str] = set()
    place = ""
    for number, step in enumerate(edition.steps, 1):
        for question in step.questions:
            options = tuple(edition.places) if question.pick == "place" else question.of
            page.blank()
            title = wording.interface("step_of").format(number=number, count=len(edition.steps))
            page.strong(f"{title}: {wording.text(step.id, 'title')}")
            page.strong(wording.text(question.id, "legend"))
            if hint := wording.optional(question.id, "hint"):
                page.text(hint)
            for position, option in enumerate(options, 1):
                page.text(_label(edition, wording, option), f"{position:4}  ", "      ")
            chosen = _read_choice(question, options, wording, answers, out)
            if question.pick == "place":
                place = next(iter(chosen), "")
            else:
                facts.update(chosen)
    return Responses(frozenset(facts), place)


def _label(edition: Edition, wording: Wording, option: str) -> str:
    if option in edition.places:
        return wording.text(option, "name")
    if edition.kinds[option] == "unsure":
        return wording.interface("unsure_option")
    label = wording.text(option, "label")
    hint = wording.optional(option, "hint")
    return f"{label} ({hint})" if hint else label


def _read_choice(
    question: CompiledQuestion,
    options: tuple[str, ...],
    wording: Wording,
    answers: TextIO,
    out: TextIO,
) -> tuple[str, ...]:
    most = len(options) if question.pick == "any" else 1
    ask = wording.interface("ask_any" if question.pick == "any" else "ask_one")
    while True:
        out.write(f"{ask}\n> ")
        out.flush()
        line = answers.readline()
        numbers = line.replace(",", " ").split()
        if not numbers:
            return ()
        if len(numbers) <= most and all(
            number.isascii() and number.isdecimal() and 1 <= int(number) <= len(options)
            for number in numbers
        ):
            return tuple(dict.fromkeys(options[int(number) - 1] for number in numbers))
        out.write(f"{wording.interface('ask_again')}\n")


def read_ids(edition: Edition, said: Iterable[str], role: str, place: str) -> Responses:
    """
    Responses from ids, as options and lines of standard input give them.

    Raises UnknownAnswerError for an id, a role or a place that the pack does not know.
    """
    facts: list[str] = [
        _known(fact.strip(), edition.kinds, "fact") for fact in said if fact.strip()
    ]
    if role:
        roles = [fact for fact, kind in edition.kinds.items() if kind == "role"]
        facts.append(_known(f"role-{role.removeprefix('role-')}", roles, "role"))
    where = normalise_place(place)
    return Responses(frozenset(facts), _known(where, edition.places, "place") if where else "")


def _known(said: str, known: Iterable[str], what: str) -> str:
    known = tuple(known)
    if said in known:
        return said
    near = difflib.get_close_matches(said, known, n=3, cutoff=0.5) or known[:5]
    raise UnknownAnswerError(f"There is no {what} {said!r}. Try: {', '.join(near)}.")
