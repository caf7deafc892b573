"""
Which source text a translation was made from, and what becomes of one that was not made from it.

A layer that says a text anew cannot know what a translation beneath it says: that one spoke of
other words. It is set aside, and the newer text stands in its place, marked as what it is.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hearthlight.content.model import Words


def digest(parts: Iterable[str]) -> str:
    """Twelve hexadecimal digits that change when a text, or an item of a list, does."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=6).hexdigest()


def set_aside(
    words: Mapping[str, Words],
    depths: Mapping[str, Mapping[str, int]],
    made_from: Mapping[tuple[int, str], Mapping[str, str]],
    source: str,
) -> None:
    """
    Take out of `words` each translation of a text that a layer above it says anew.

    `depths` is the layer that said a text, by language and key; `made_from` holds the digests of a
    layer and a language. A translation that was made from the same words stays.
    """
    told = depths.get(source, {})
    for language, its in depths.items():
        for key, depth in its.items():
            if language == source or told.get(key, 0) <= depth:
                continue
            text = words[source][key]
            parts = (text,) if isinstance(text, str) else text
            if made_from.get((depth, language), {}).get(key) != digest(parts):
                del words[language][key]
