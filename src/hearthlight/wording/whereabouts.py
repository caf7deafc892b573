"""Where a sentence stands: the file, the row, the field and the language that an editor opens."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack

_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"", "*")
_FILLED = re.compile(r"\\\{\w+\\\}")
_LEAST = 4
"""Letters that a text with parts to fill in must have beside them, to be told by them."""


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True):
    """One place where some words stand."""

    file: str
    id: str
    field: str
    language: str
    text: str
    """The whole text, or the item of a list that holds the words."""
    replaced_in: str
    """
    The file of an upper layer that says this text anew, in this language or, where this translation
    is set aside, in the source language; empty where this one is shown.
    """


class _Home(NamedTuple):
    """Where the uppermost layer says a text."""

    depth: int
    file: str


def find_words(
    pack: Pack, layers: Sequence[Layer], said: str, language: str = ""
) -> tuple[Whereabouts, ...]:
    """
    Every text that holds these words, lowest layer first; in one language, or in all.

    `pack` is what these layers make: it has no translation that was set aside.

    Case, line breaks, kinds of quotes and what makes words strong do not matter. Where no text
    holds the words, those are named that give them once their parts in braces are filled in.
    """
    wanted = _plain(said)
    texts = tuple(_texts(pack, layers, language)) if wanted else ()
    holding = tuple(each for each in texts if wanted in _plain(each.text))
    return holding or tuple(each for each in texts if _gives(each.text, wanted))


def _texts(pack: Pack, layers: Sequence[Layer], language: str) -> Iterator[Whereabouts]:
    last: dict[tuple[str, str], _Home] = {}
    found: list[tuple[int, Whereabouts]] = []
    for depth, layer in enumerate(layers):
        for file in sorted((layer.folder / "words").rglob("*.toml")):
            spoken = file.relative_to(layer.folder).parts[1]
            shown = layer.shown(file)
            for row_id, fields in tomllib.loads(file.read_text("utf-8")).items():
                for field, text in fields.items():
                    last[spoken, f"{row_id}.{field}"] = _Home(depth, shown)
                    found.extend(
                        (
                            depth,
                            Whereabouts(
                                file=shown,
                                id=row_id,
                                field=field,
                                language=spoken,
                                text=" ".join(part.split()),
                                replaced_in="",
                            ),
                        )
                        for part in ([text] if isinstance(text, str) else text)
                    )
    source = pack.languages[0].tag
    for depth, each in found:
        if language and each.language != language:
            continue
        key = f"{each.id}.{each.field}"
        home = last[each.language, key]
        if home.depth == depth and key not in pack.words.get(each.language, {}):
            home = last.get((source, key), home)
        yield each if home.depth <= depth else msgspec.structs.replace(each, replaced_in=home.file)


def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())


def _gives(text: str, wanted: str) -> bool:
    """Whether the words hold this text with something in the place of its parts in braces."""
    pattern = re.escape(_plain(text).rstrip("."))
    fixed = _FILLED.sub("", pattern)
    if fixed == pattern or sum(sign.isalpha() for sign in fixed) < _LEAST:
        return False
    return re.search(_FILLED.sub(".{1,60}?", pattern), wanted) is not None
