"""
Phrases as an editor writes them in a pack, found in sentences.

`should/could have` is either word and then "have"; `rescu*` is any word that begins so. A hyphen
in a sentence parts words, as a space does, and small and capital letters are the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hearthlight.wording.sentences import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = r"[^\w.!?\u2026]+"


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of these phrases; each has at least one word."""
    return re.compile("|".join(map(_compile, phrases)), re.IGNORECASE)


def _compile(phrase: str) -> str:
    words = [
        "|".join(_spell(word) for word in slot.split("/") if word)
        for slot in plain_text(phrase).split()
    ]
    return r"(?<!\w)" + _BETWEEN.join(f"(?:{word})" for word in words if word) + r"(?!\w)"


def _spell(word: str) -> str:
    stem = word.removesuffix("*")
    return re.escape(stem) + (r"\w*" if stem != word else "")
