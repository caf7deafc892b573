"""
Texts as tokens: the same in every store, so that the same words find the same services.

A token is ASCII: a word without accents as it stands, another script's as the hexadecimal of its
UTF-8. Scripts that are written without spaces are cut into pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
LONGEST = 64
"""Characters of a token; the rest of a longer word is not looked at."""


def fold(text: str) -> str:
    """The text without case and accents (Unicode NFKD)."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(text: str) -> list[str]:
    """The tokens of a text, in its order."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word.isascii():
            found.append(word.replace("_", "")[:LONGEST])
        elif _UNSPACED.search(word):
            pairs = [word[at : at + 2] for at in range(max(1, len(word) - 1))]
            found += [pair.encode().hex() for pair in pairs]
        else:
            found.append(word[: LONGEST // 4].encode().hex())
    return [word for word in found if word]


def phrase_of(text: str) -> str:
    """A name or code in the form in which two are compared."""
    return " ".join(words_of(text))
