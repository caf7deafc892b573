"""
From what is typed to stems: no case, no accents, no endings.

Nothing typed is cached. A stemmer is made for each text, since it keeps the last word it saw.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


_ENDING = re.compile(r"'(?!t)[^\W_]{1,2}$")
"""What is drawn to a word by an apostrophe: she'll, they're. "Not" stays: don't."""
_APOSTROPHE = "\u2019"


class Token(NamedTuple):
    """One word of a text."""

    written: str
    """As it stands in the text, in lower case."""
    form: str
    """Without accents and apostrophes."""


def read_tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    tokens: list[Token] = []
    for word in _WORD.findall(
        unicodedata.normalize("NFKC", text).lower().replace(_APOSTROPHE, "'")
    ):
        form = _fold(_ENDING.sub("", word)).replace("'", "")
        if form:
            tokens.append(Token(word.replace("'", _APOSTROPHE), form))
    return tuple(tokens)


def _fold(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def stemming_of(language: str) -> str:
    """The Snowball algorithm for a language tag; empty where there is none."""
    # Both are slow to import, and most commands search nothing.
    import snowballstemmer  # noqa: PLC0415
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        name = str(Locale.parse(language, sep="-").get_language_name("en") or "").lower()
    except (UnknownLocaleError, ValueError):
        return ""
    return name if name in snowballstemmer.algorithms() else ""


def make_stemmer(algorithm: str) -> Callable[[str], str]:
    """What takes the ending off a form; without an algorithm, forms stay as they are."""
    if not algorithm:
        return str
    import snowballstemmer  # noqa: PLC0415 - slow to import, and most commands search nothing

    stem: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord
    return stem
