"""
From the bytes of a form to Responses, or to the words of a search. What is unknown stops here.

The form is plain (`application/x-www-form-urlencoded`): ticks by fact id, at most one role and one
place. An outcome carries them all in one field, so that they can be changed. What is wrong
becomes a FormError that keeps what could be read, so that nothing is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from hearthlight.checkin.responses import Responses
from hearthlight.documents.wanted import Wanted
from hearthlight.duty.answer import Asked
from hearthlight.duty.deadlines import read_time
from hearthlight.places.zip_codes import find_by_zip, find_zip_point, is_zip_code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Child

BODY_LIMIT = 8192
"""Bytes. Every tick at once takes less than half of this."""
FORM_TYPE = "application/x-www-form-urlencoded"
CHANGE = "change"
"""The field that asks for the form again, not for the outcome. Its value is all that was said."""
ZIP = "zip"
"""The field for a ZIP code. It is looked up here and goes no further."""
MOST_TYPED = 2000
"""Letters of one's own words that may be sent; on the device, more can be read."""
_MOST_FIELDS = 200
_CHILDREN: dict[str, Child] = {"": "unsaid", "unsaid": "unsaid", "own": "own", "placed": "placed"}
WORDS = "words"
"""The field of the search, and of one's own words."""
_WANTED = frozenset({"age", "place", ZIP, "language", WORDS, "free", "remote", "open"})
_OLDEST = 130
MOST_LETTERS = 300
"""Letters that a search may have; a question is far shorter."""


class FormError(Exception):
    """A form that cannot be taken as it is."""

    def __init__(
        self,
        word: str,
        status: int,
        kept: Responses | None = None,
        places: tuple[str, ...] = (),
    ) -> None:
        self.word = word
        """The interface word that explains it."""
        self.status = status
        self.kept = kept or Responses()
        """What could be read; still ticked when the form is shown again."""
        self.places = places
        """Places to choose from, where what was said leaves only these."""
        super().__init__(word)


def read_form(edition: Edition, body: bytes) -> tuple[Responses, bool]:
    """
    What was said, and whether the form itself is asked for again.

    Raises FormError (400) for bytes that are no form, for unknown or repeated answers, and for a
    ZIP code that does not lead to one place.
    """
    questions = {question.id: question for step in edition.steps for question in step.questions}
    facts: list[str] = []
    places: list[str] = []
    wrong = ""
    beside: dict[str, str] = {}
    answered: set[str] = set()
    for name, value in _spread(edition, _read_pairs(body)):
        if name in (CHANGE, ZIP) and name not in beside:
            beside[name] = value.strip()
            continue
        question = questions.get(name)
        if question is None:
            wrong = wrong or "error_unknown"
            continue
        if value == "" and question.pick != "any":
            continue  # "I would rather not say"
        known = edition.places if question.pick == "place" else question.of
        if value not in known:
            wrong = wrong or "error_unknown"
        elif value in facts or value in places or (question.pick != "any" and name in answered):
            wrong = wrong or "error_twice"
        elif question.pick == "place":
            places.append(value)
        else:
            facts.append(value)
        answered.add(name)
    place = places[0] if places else ""
    if wrong:
        raise FormError(wrong, 400, Responses(frozenset(facts), place))
    if beside.get(ZIP) and not place:
        place = _place_of(edition, beside[ZIP], frozenset(facts))
    return Responses(frozenset(facts), place), CHANGE in beside


def _place_of(edition: Edition, zip_code: str, facts: frozenset[str]) -> str:
    """A place that was chosen from the list needs no ZIP code; this is for when there is none."""
    found = find_by_zip(edition.zip_codes, zip_code) if is_zip_code(zip_code) else ()
    if len(found) == 1:
        return found[0]
    word = "error_zip_several" if found else "error_zip_unknown"
    raise FormError(word, 400, Responses(facts), found)


def _spread(edition: Edition, pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs, and after the field that asks for the form again those that it holds."""
    for name, value in pairs:
        yield name, value
        if name == CHANGE:
            for said in value.split():
                yield edition.asked_in.get(said, ("", ""))[1], said


def read_duty_form(edition: Edition, body: bytes) -> tuple[Asked, str]:
    """
    Who asks, as far as it could be read, and the interface word for what could not; else empty.

    Raises FormError (400) for bytes that are no form.
    """
    said: dict[str, str] = {}
    wrong = ""
    for name, value in _read_pairs(body):
        if name not in ("place", "role", "child", "when"):
            wrong = wrong or "error_unknown"
        elif name in said:
            wrong = wrong or "error_twice"
        said.setdefault(name, value)
    place, role, child = (said.get(name, "") for name in ("place", "role", "child"))
    if place and place not in edition.places:
        place, wrong = "", wrong or "error_unknown"
    if role and edition.kinds.get(role) != "role":
        role, wrong = "", wrong or "error_unknown"
    if child not in _CHILDREN:
        child, wrong = "", wrong or "error_unknown"
    learned: datetime | None = None
    if when := said.get("when", ""):
        try:
            learned = read_time(when)
        except ValueError:
            wrong = wrong or "error_when"
    return Asked(place=place, role=role, child=_CHILDREN[child], learned=learned), wrong


def holds_words(body: bytes) -> bool:
    """Whether a form holds words, not ticks."""
    return body.startswith(f"{WORDS}=".encode())


def read_words(body: bytes, about: str = "find", most: int = MOST_LETTERS) -> str:
    """
    The words of a search, or one's own.

    Raises FormError: 400 for bytes that are no form and for no word at all, 413 for too many.
    """
    pairs = _read_pairs(body)
    if any(name != WORDS for name, _ in pairs) or len(pairs) > 1:
        raise FormError("error_malformed", 400)
    words = pairs[0][1].replace("\r\n", "\n") if pairs else ""
    if len(words) > most:
        raise FormError(f"{about}_large", 413)
    if not any(letter.isalnum() for letter in words):
        raise FormError(f"{about}_empty", 400)
    return words


def read_wanted(edition: Edition, body: bytes) -> tuple[Wanted, str]:
    """
    What someone would like, as far as it could be read, and the word for what could not; else none.

    Raises FormError (400) for bytes that are no form.
    """
    said: dict[str, str] = {}
    kinds: list[str] = []
    wrong = ""
    for name, value in _read_pairs(body):
        if name == "kind" and value in edition.service_kinds and value not in kinds:
            kinds.append(value)
        elif name not in _WANTED or name in said:
            wrong = wrong or ("error_twice" if name in said else "error_unknown")
        else:
            said[name] = value.strip()
    age, place, zip_code, language, words = (
        said.get(name, "") for name in ("age", "place", ZIP, "language", WORDS)
    )
    if age and not (age.isascii() and age.isdecimal() and int(age) <= _OLDEST):
        age, wrong = "", wrong or "error_age"
    if place and place not in edition.places:
        place, wrong = "", wrong or "error_unknown"
    if zip_code and not find_zip_point(edition.zip_points, zip_code):
        zip_code, wrong = "", wrong or "error_zip_unknown"
    if language and language not in next(iter(edition.spoken.values())):
        language, wrong = "", wrong or "error_unknown"
    if len(words) > MOST_LETTERS:
        words, wrong = "", wrong or "find_large"
    wanted = Wanted(
        kinds=tuple(kinds),
        words=words,
        place=place,
        zip_code=zip_code,
        age=int(age) if age else None,
        language=language,
        free="free" in said,
        remote="remote" in said,
        open_now="open" in said,
    )
    return wanted, wrong


def _read_pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except (UnicodeDecodeError, ValueError):
        raise FormError("error_malformed", 400) from None
