"""
A language as a PO file, the form that translators and their programs know.

One entry a text, or an item of a list. Its context is `id.field`, with the item's number after it.
An entry is fuzzy when its source text has changed since it was translated.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from hearthlight.content.problems import Problem

if TYPE_CHECKING:
    from typing import BinaryIO

    from hearthlight.wording.translation import Text, Translation

_KEPT = {
    "the parts in braces": re.compile(r"\{\w*\}"),
    "the pairs of ** that make words strong": re.compile(r"\*\*"),
    "the words between ` and `": re.compile(r"`[^`]*`"),
    "the addresses": re.compile(r"https?://[^\s)\u201d\"]+"),
}
"""What a translation holds as often as its source does, and how it is found."""
_ADDRESSED = {
    "page-you": "Speaks to a young person.",
    "say": "Said aloud to the child.",
}


class ReadBack(NamedTuple):
    """What a translator's file gives."""

    words: dict[str, tuple[str, ...]]
    """Key to its text, or its items; only what is whole and not in doubt."""
    empty: int
    """Entries without a translation."""
    fuzzy: int
    """Entries that the translator has left in doubt."""
    outdated: int
    """Entries whose source text has changed since the file was written."""


class MisreadFileError(Exception):
    """A translator's file that may not be taken. Carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def write_po_file(translation: Translation, out: BinaryIO) -> None:
    """Every text of the source language, with what there is of the other."""
    catalog = Catalog(
        locale=Locale.parse(translation.language, sep="-"),
        project="Hearthlight",
        charset="utf-8",
        header_comment="# Hearthlight. Lines that begin with #. say what a text is for.\n"
        "# An entry marked fuzzy is not read back: look at it, mend it, take the mark away.",
        fuzzy=False,
    )
    for text in translation.texts:
        whole = len(text.translation) == len(text.source)
        for number, source in enumerate(text.source):
            translated = text.translation[number] if number < len(text.translation) else ""
            doubt = bool(translated) and (text.state == "stale" or not whole)
            catalog.add(
                source,
                translated,
                flags=("fuzzy",) if doubt else (),
                auto_comments=_comments(text, translation.source),
                context=_context(text, number),
            )
    write_po(out, catalog, width=100, omit_header=False)


def _context(text: Text, number: int) -> str:
    return f"{text.key}.{number + 1}" if text.is_list else text.key


def _comments(text: Text, source_language: str) -> list[str]:
    where = f", shown on {', '.join(text.pages)}" if text.pages else ""
    comments = [f"{text.file}: {text.kind or 'link'}{where}."]
    if text.is_list:
        comments.append(f"One of {len(text.source)} items of a list.")
    field = text.key.split(".", 1)[1]
    comments.extend(
        said for name, said in _ADDRESSED.items() if name == field or text.pages == (name,)
    )
    if text.sentence_words:
        comments.append(f"At most {text.sentence_words} words a sentence.")
    parts = sorted({part for told in text.source for part in re.findall(r"\{\w*\}", told)})
    if parts:
        comments.append(f"Keep {', '.join(parts)} as they are.")
    if text.state == "stale":
        comments.append(f"The {source_language} text may have changed since this was translated.")
    return comments


def read_po_file(translation: Translation, content: BinaryIO, name: str) -> ReadBack:
    """
    What a translator wrote, whole texts only: a list with an item in doubt stays as it was.

    Raises MisreadFileError when the file is no PO file, names a text that is not there, or has an
    entry that lost what it must keep. Problems name the file and the line.
    """
    catalog = _read_catalog(content, name)
    parts = {
        _context(text, number): (text, number)
        for text in translation.texts
        for number in range(len(text.source))
    }
    given: dict[str, dict[int, str]] = {}
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    for message in catalog:
        if not message.id:
            continue
        context, translated = message.context or "", str(message.string or "").strip()
        where = f"{name}:{message.lineno}"
        if context not in parts:
            problems.append(
                Problem(
                    where,
                    context,
                    "is no text of this pack",
                    "Take the entry out, or write the file again with --out",
                )
            )
            continue
        text, number = parts[context]
        if not translated:
            counts["empty"] += 1
        elif message.fuzzy:
            counts["fuzzy"] += 1
        elif message.id != text.source[number]:
            counts["outdated"] += 1
        elif lost := _lost(text.source[number], translated):
            problems.append(
                Problem(where, context, f"does not keep {lost}", "Write them as the source does")
            )
        else:
            given.setdefault(text.key, {})[number] = translated
    if problems:
        raise MisreadFileError(problems)
    lengths = {text.key: len(text.source) for text in translation.texts}
    return ReadBack(
        {
            key: tuple(its[number] for number in sorted(its))
            for key, its in given.items()
            if len(its) == lengths[key]
        },
        counts["empty"],
        counts["fuzzy"],
        counts["outdated"],
    )


def _read_catalog(content: BinaryIO, name: str) -> Catalog:
    try:
        return read_po(content, abort_invalid=True)
    except PoFileError as error:
        raise MisreadFileError(
            [Problem(f"{name}:{error.lineno + 1}", "", f"is no PO: {error}", "Mend that line")]
        ) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise MisreadFileError(
            [Problem(name, "", f"is no PO: {error}", "Save it as a PO file in UTF-8")]
        ) from error


def _lost(source: str, translated: str) -> str:
    """What the translation does not hold as often as its source; empty if it holds all."""
    return " and ".join(
        what
        for what, pattern in _KEPT.items()
        if Counter(pattern.findall(source)) != Counter(pattern.findall(translated))
    )
