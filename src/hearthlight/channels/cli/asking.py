"""Asks the check-in's questions in a terminal, or reads the answers from standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.channels.cli.terminal import Page, mark, tell
from hearthlight.checkin.responses import Responses
from hearthlight.documents.nearest import find_nearest
from hearthlight.places.places import normalise_place
from hearthlight.places.zip_codes import find_by_zip, is_zip_code

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
            page.strong(f"{title}: {tell(wording, step.id, 'title')}")
            page.strong(tell(wording, question.id, "legend"))
            if hint := wording.optional(question.id, "hint"):
                page.text(f"{hint}{mark(wording, question.id, 'hint')}")
            for position, option in enumerate(options, 1):
                page.text(_label(edition, wording, option), f"{position:4}  ", "      ")
            if question.pick == "place" and edition.zip_codes:
                page.text(wording.interface("ask_zip"))
                chosen = _read_place(edition, wording, answers, out)
            else:
                chosen = _read_choice(question, options, wording, answers, out)
            if question.pick == "place":
                place = next(iter(chosen), "")
            else:
                facts.update(chosen)
    return Responses(frozenset(facts), place)


def _label(edition: Edition, wording: Wording, option: str) -> str:
    if option in edition.places:
        return tell(wording, option, "name")
    if edition.kinds[option] == "unsure":
        return wording.interface("unsure_option")
    label = tell(wording, option, "label")
    hint = wording.optional(option, "hint")
    return f"{label} ({hint}{mark(wording, option, 'hint')})" if hint else label


def _read_place(
    edition: Edition, wording: Wording, answers: TextIO, out: TextIO
) -> tuple[str, ...]:
    """A number from the list, or a ZIP code; one that lies in several places asks which."""
    places = tuple(edition.places)
    while True:
        line = _ask(wording.interface("ask_one"), answers, out)
        if not is_zip_code(line):
            chosen = _chosen(line, places, 1)
            if chosen is not None:
                return chosen
            out.write(f"{wording.interface('ask_again')}\n")
            continue
        found = find_by_zip(edition.zip_codes, line)
        if len(found) == 1:
            return found
        out.write(f"{wording.interface('error_zip_several' if found else 'error_zip_unknown')}\n")
        out.writelines(
            f"{places.index(place) + 1:4}  {tell(wording, place, 'name')}\n" for place in found
        )


def _read_choice(
    question: CompiledQuestion,
    options: tuple[str, ...],
    wording: Wording,
    answers: TextIO,
    out: TextIO,
) -> tuple[str, ...]:
    most = len(options) if question.pick == "any" else 1
    ask = wording.interface("ask_any" if question.pick == "any" else "ask_one")
    while (chosen := _chosen(_ask(ask, answers, out), options, most)) is None:
        out.write(f"{wording.interface('ask_again')}\n")
    return chosen


def _ask(words: str, answers: TextIO, out: TextIO) -> str:
    out.write(f"{words}\n> ")
    out.flush()
    return answers.readline()


def _chosen(line: str, options: tuple[str, ...], most: int) -> tuple[str, ...] | None:
    """What the numbers of a line choose, nothing for an empty one, None where they cannot."""
    numbers = line.replace(",", " ").split()
    if len(numbers) > most or not all(
        number.isascii() and number.isdecimal() and 1 <= int(number) <= len(options)
        for number in numbers
    ):
        return None
    return tuple(dict.fromkeys(options[int(number) - 1] for number in numbers))


def read_ids(
    edition: Edition,
    said: Iterable[str],
    role: str,
    place: str,
    wording: Wording | None = None,
) -> Responses:
    """
    Responses from ids, as options and lines of standard input give them.

    A place is an id or a ZIP code. Raises UnknownAnswerError for an id, a role or a place that the
    pack does not know, and for a ZIP code that does not lead to one place.
    """
    words = wording or edition.wording(edition.languages[0].tag)
    facts: list[str] = [
        find_known(fact.strip(), edition.kinds, "fact", words) for fact in said if fact.strip()
    ]
    if role:
        roles = [fact for fact, kind in edition.kinds.items() if kind == "role"]
        facts.append(find_known(f"role-{role.removeprefix('role-')}", roles, "role", words))
    return Responses(frozenset(facts), _place(edition, place, words))


def _place(edition: Edition, said: str, words: Wording) -> str:
    if is_zip_code(said):
        found = find_by_zip(edition.zip_codes, said)
        if len(found) == 1:
            return found[0]
        if found:
            several = words.interface("cli_zip_several")
            raise UnknownAnswerError(several.format(said=said, near=", ".join(found)))
        raise UnknownAnswerError(words.interface("cli_zip_unknown").format(said=said))
    where = normalise_place(said)
    return find_known(where, edition.places, "place", words) if where else ""


def find_known(said: str, known: Iterable[str], what: str, words: Wording) -> str:
    """
    What was said, if it is known.

    Raises UnknownAnswerError with what comes near, in the language of the words.
    """
    known = tuple(known)
    if said in known:
        return said
    near = ", ".join(find_nearest(said, known))
    raise UnknownAnswerError(words.interface(f"cli_no_{what}").format(said=said, near=near))
