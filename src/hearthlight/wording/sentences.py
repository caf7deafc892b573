"""
Visible text as a reader meets it: paragraphs, sentences, words.

Nothing is dropped in splitting: joined again, the parts are the text. What does not count for a
reading score (numbers, names) is left out here too, so that every formula leaves out the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = re.compile(r"\*\*|\{\w*\}")
_APOSTROPHE = str.maketrans({"\u2019": "'", "\u02bc": "'"})
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_MAY_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]]*(?=\s)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_BEFORE_STOP = re.compile(r"(?:^|[\s(\[\"\u201c\u00ab\u00bf\u00a1])((?:[^\W\d_]\.)*[^\W\d_]+)\.$")
_TITLES = frozenset({"dr", "dra", "mr", "mrs", "ms", "st", "sr", "sra", "srta", "ud", "uds", "ee"})
"""What stands before a name, or inside one, with a full stop that ends nothing."""
_BEFORE_NUMBER = frozenset(
    {"p\u00e1g", "p\u00e1gs", "art", "arts", "n\u00fam", "n\u00fams", "tel", "ext", "nro"}
)
"""What stands before a number with a full stop."""
_OPENS = "\u00bf\u00a1\u2014\u2013 "
"""What may stand before the small letter with which a sentence goes on: `\u2026 \u00bfno?`."""
_NEVER_LAST = frozenset({"e.g", "i.e", "p.ej"})


def plain_text(text: str) -> str:
    """The text as it is read: no marks of Markdown, no parts to fill in, one kind of apostrophe."""
    return _MARKS.sub("", text).translate(_APOSTROPHE).strip()


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text; empty lines part them."""
    return tuple(part.strip() for part in _PARAGRAPH_END.split(text) if part.strip())


def split_sentences(text: str) -> tuple[str, ...]:
    """
    The sentences of a text, each with the marks that close it.

    A stop ends a sentence when something that can begin one follows. What is said inside quotation
    marks is a sentence of its own.
    """
    return tuple(
        sentence for paragraph in split_paragraphs(text) for sentence in _within(paragraph)
    )


def _within(paragraph: str) -> Iterable[str]:
    begin = 0
    for mark in _MAY_END.finditer(paragraph):
        rest = paragraph[mark.end() :].lstrip()
        so_far = paragraph[begin : mark.end()]
        if rest.lstrip(_OPENS)[:1].islower() or _ends_nothing(so_far, rest):
            continue
        yield paragraph[begin : mark.end()].strip()
        begin = mark.end()
    if last := paragraph[begin:].strip():
        yield last


def _ends_nothing(so_far: str, rest: str) -> bool:
    """Whether the last full stop belongs to a title, an initial or an abbreviation: `U.S.`."""
    found = _BEFORE_STOP.search(so_far)
    if not found:
        return False
    word = found[1]
    if word.lower() in _TITLES or word.lower() in _NEVER_LAST:
        return True
    if word.lower() in _BEFORE_NUMBER and rest[:1].isdigit():
        return True
    return word.isupper() and word != "I" and (len(word) == 1 or "." in word)


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, numbers among them. Hyphens part words; apostrophes do not."""
    return tuple(_WORD.findall(text.translate(_APOSTROPHE)))


def scored_words(sentence: str, names: re.Pattern[str] | None = None) -> tuple[str, ...]:
    """The words that count for a reading score: no numbers, and nothing of a name."""
    told = sentence.translate(_APOSTROPHE)
    if names is not None:
        told = names.sub(" ", told)
    return tuple(
        word for word in split_words(told) if not any(character.isdigit() for character in word)
    )


def compile_names(names: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all these names as they are written, the longest first; None for none."""
    told = sorted({plain_text(name) for name in names} - {""}, key=lambda name: (-len(name), name))
    if not told:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, told))})(?!\w)")
