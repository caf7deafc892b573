"""
Finding words: by language and id, falling back to the source language, and saying so.

Nothing here knows a sentence. Which words each kind of row needs is listed, so that a missing
text is found before a caregiver finds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.content.model import Words  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from hearthlight.content.model import PackLanguage

NEEDED: dict[str, tuple[str, ...]] = {
    "tier": ("because",),
    "event": ("because",),
    "sign": ("label", "innocent"),
    "form": ("label",),
    "vulnerability": ("label",),
    "fact": ("label",),
    "step": ("title",),
    "question": ("legend",),
    "rule": ("because",),
    "floor": ("because",),
    "outcome": ("title", "answer", "brief"),
    "place": ("name",),
    "contact": ("name", "purpose"),
    "call": ("reason",),
    "page": ("title", "heading", "description"),
    "section": ("heading",),
    "reader": ("label",),
    "topic": ("title",),
    "service_kind": ("label",),
    "sheet": ("title", "text"),
    "situation": ("name",),
    "text_letter": ("label",),
    "text_reply": ("message",),
}
"""Words that every row of a kind must have, beside those it may have."""

ALLOWED: dict[str, tuple[str, ...]] = {
    "sign": ("hint",),
    "form": ("hint",),
    "vulnerability": ("hint",),
    "fact": ("hint",),
    "question": ("hint",),
    "step": ("hint",),
    "page": ("brief",),
    "contact": ("passes_on", "hours", "languages", "access", "run_by"),
    "block": ("title", "text", "items", "say", "alt"),
    "pattern": ("label", "because", "say"),
    "service_kind": ("call",),
    "service": ("name", "text"),
}
"""Words that a row of a kind may have."""

BLOCK_NEEDS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "step": ("text",),
    "list": ("items",),
    "say": ("say",),
    "calls": (),
    "reasons": (),
    "ticks": (),
    "unsure": ("text",),
    "links": (),
    "duty": ("title",),
    "field": ("title",),
    "drawing": ("alt",),
}
"""Words that a block needs, by its kind."""

PATTERN_NEEDS: dict[str, tuple[str, ...]] = {
    "stop": ("label", "because"),
    "reconsider": ("label", "because", "say"),
    "limit": ("because",),
    "praise": ("because",),
}
"""Words that a pattern of the coach needs, by its kind."""

LISTS: frozenset[str] = frozenset({"items", "say"})
"""Fields that hold a list; every other holds one text."""

INTERFACE = "interface"
"""The id under which the words of the interface itself stand."""
COMMANDS = "commands"
"""The id under which what `--help` says stands, as other languages translate it."""


class Wording(msgspec.Struct, frozen=True):
    """One language's words over those of the source language."""

    language: str
    words: Words
    source: Words
    source_language: str

    def text(self, row_id: str, field: str) -> str:
        """
        A text that must be there.

        Raises KeyError with the key; `content.checks` makes sure that none is missing.
        """
        key = f"{row_id}.{field}"
        found = self.words.get(key, self.source.get(key))
        if not isinstance(found, str):
            raise KeyError(key)
        return found

    def optional(self, row_id: str, field: str) -> str:
        """A text that may be absent; then empty."""
        found = self.words.get(f"{row_id}.{field}", self.source.get(f"{row_id}.{field}"))
        return found if isinstance(found, str) else ""

    def items(self, row_id: str, field: str) -> tuple[str, ...]:
        """The items of a list; empty when there is none."""
        found = self.words.get(f"{row_id}.{field}", self.source.get(f"{row_id}.{field}"))
        if found is None:
            return ()
        return (found,) if isinstance(found, str) else found

    def interface(self, field: str) -> str:
        """A word of the interface itself: a button, a heading, an error."""
        return self.text(INTERFACE, field)

    def is_translated(self, row_id: str, field: str) -> bool:
        """False where the source language stands in for a missing translation."""
        return f"{row_id}.{field}" in self.words

    def language_of(self, row_id: str, field: str) -> str:
        """The language in which a text is said."""
        return self.language if self.is_translated(row_id, field) else self.source_language


def is_draft(languages: tuple[PackLanguage, ...], tag: str) -> bool:
    """Whether a language is shown as a draft: not the first, and nobody qualified reviewed it."""
    return any(one.tag == tag and not one.reviewed_by for one in languages[1:])


def read_wording(words: dict[str, Words], language: str, source: str) -> Wording:
    """The words of a language over the source language. Unknown languages have no words."""
    return Wording(language, words.get(language, {}), words[source], source)
