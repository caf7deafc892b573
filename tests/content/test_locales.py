"""Finding words: the language first, the source language where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthlight.content.locales import is_draft, read_wording
from hearthlight.content.model import PackLanguage

if TYPE_CHECKING:
    from hearthlight.content.model import Words

WORDS: dict[str, Words] = {
    "en": {"a.text": "one", "a.items": ("x", "y"), "b.text": "two", "interface.go": "Go"},
    "es": {"a.text": "uno"},
}


def test_a_translation_comes_first_and_the_source_language_stands_in() -> None:
    """A gap is never an empty line."""
    wording = read_wording(WORDS, "es", "en")
    assert wording.text("a", "text") == "uno"
    assert wording.text("b", "text") == "two"
    assert wording.items("a", "items") == ("x", "y")
    assert wording.interface("go") == "Go"


def test_it_is_known_what_is_translated() -> None:
    """The channel can mark what stands in for a translation."""
    wording = read_wording(WORDS, "es", "en")
    assert wording.is_translated("a", "text")
    assert not wording.is_translated("b", "text")


@pytest.mark.parametrize(("row_id", "field"), [("a", "title"), ("a", "items"), ("z", "text")])
def test_a_text_that_must_be_there_raises_with_its_key(row_id: str, field: str) -> None:
    """What a check has missed is named, never shown as nothing."""
    with pytest.raises(KeyError, match=f"{row_id}.{field}"):
        read_wording(WORDS, "es", "en").text(row_id, field)


def test_a_text_that_may_be_absent_is_empty() -> None:
    """An optional text is empty, and a single text makes a list of one."""
    wording = read_wording(WORDS, "en", "en")
    assert wording.optional("a", "title") == ""
    assert wording.items("a", "title") == ()
    assert wording.items("b", "text") == ("two",)


def test_an_unknown_language_speaks_the_source_language() -> None:
    """A language that nobody has written yet shows what there is."""
    assert read_wording(WORDS, "xx", "en").text("a", "text") == "one"


def test_a_language_is_a_draft_until_someone_qualified_is_named() -> None:
    """The source language never is: it is what the others are measured by."""
    english = PackLanguage(tag="en", name="English")
    spanish = PackLanguage(tag="es", name="Español")
    assert not is_draft((english, spanish), "en")
    assert is_draft((english, spanish), "es")
    reviewed = msgspec.structs.replace(spanish, reviewed_by="A. Name")
    assert not is_draft((english, reviewed), "es")
