"""
Tables of cues, the coach's and the ear's, as the device fetches them: in a third fewer bytes.

A number is one character. Words and phrases stand in the order in which the classes first name
them, a class is the steps from one of its words to the next, and a sequence says “the next class”
where it is the first to name it. `build()` in `device/cues.js` reads it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from hearthlight.coach.cues import ANY, ASKS, BEGINS, ENDS
from hearthlight.compiled.danger import DangerTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.coach.table import CoachTable, CompiledElement, LanguageTable

_PLACES: dict[CompiledElement, int] = {
    (ANY, 1, 1): 0,
    (ANY, 0, 2): 1,
    (ANY, 0, 5): 2,
    (ANY, 0, 12): 3,
    (BEGINS, 0, 0): 4,
    (ENDS, 0, 0): 5,
    (ASKS, 0, 0): 6,
}
_NEXT, _NAMED = 7, 9
"""Codes of the class that no sequence named before, and of one that was; one more if it may be
left out."""
_BACKSLASH = ord("\\")


def wire_table(table: CoachTable | DangerTable) -> dict[str, Any]:
    """What `build()` in `device/cues.js` takes, with what the cues are of."""
    named = (
        {"facts": table.facts}
        if isinstance(table, DangerTable)
        else {"patterns": msgspec.to_builtins(table.patterns)}
    )
    return {
        "folds": table.folds,
        "languages": {tag: _language(its) for tag, its in table.languages.items()},
        **named,
    }


def _language(language: LanguageTable) -> dict[str, Any]:
    classes = _classes(language)
    items = tuple(dict.fromkeys(item for its in classes for item in its))
    index = {item: number for number, item in enumerate(items)}
    return {
        "spellings": language.spellings,
        "endings": language.endings,
        "items": "/".join(items),
        "classes": " ".join(_steps(index[item] for item in its) for its in classes),
        "sequences": _sequences(language),
        "denial": language.denial,
        "looksBack": language.looks_back,
        "breaks": language.breaks,
        "abbreviations": language.abbreviations,
    }


def _classes(language: LanguageTable) -> list[list[str]]:
    """For each class its words, beginnings with a `*`, and phrases, in the order of letters."""
    found: dict[int, list[str]] = {}
    for word, numbers in language.words.items():
        for number in numbers:
            found.setdefault(number, []).append(word)
    for word, numbers in language.beginnings.items():
        for number in numbers:
            found.setdefault(number, []).append(f"{word}*")
    for first, phrases in language.phrases.items():
        for rest, numbers in phrases:
            for number in numbers:
                found.setdefault(number, []).append(" ".join((first, *rest)))
    return [sorted(found.get(number, ())) for number in range(max(found, default=-1) + 1)]


def _steps(numbers: Iterable[int]) -> str:
    ordered = sorted(numbers)
    return "".join(
        _character(number - before) for before, number in zip((0, *ordered), ordered, strict=False)
    )


def _sequences(language: LanguageTable) -> str:
    written: list[str] = []
    following = 0
    for pattern, kind, stands, elements in language.sequences:
        codes = [pattern * 4 + kind * 2 + stands]
        for what, least, most in elements:
            if what < 0:
                codes.append(_PLACES[what, least, most])
            elif what == following:
                codes.append(_NEXT + 1 - least)
                following += 1
            else:
                codes.append(_NAMED + what * 2 + 1 - least)
        written.append("".join(_character(code) for code in codes))
    return " ".join(written)


def _character(number: int) -> str:
    code = number + ord("0")
    return chr(code if code < _BACKSLASH else code + 1)
