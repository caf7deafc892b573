"""Phrases: what an editor's line in plain_words.toml finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from hearthlight.wording.phrases import compile_phrases


@pytest.mark.parametrize(
    ("phrase", "found", "left"),
    [
        ("victim*", ["A victim.", "VICTIMS", "a victim's words"], ["convict", "revictim"]),
        ("red flag/flags", ["red flags", "Red-flag", "a red  flag"], ["red. Flags", "redflag"]),
        ("the/a suspect", ["the suspect", "A suspect"], ["you suspect", "the suspects"]),
        ("don't worry", ["Don't worry.", "don\u2019t worry".replace("\u2019", "'")], ["dont"]),
        ("he/she's", ["He goes", "she's"], ["the", "she", "ashe"]),
        ("niño*", ["los niños"], ["nino"]),
        ("c++", [], ["c"]),
    ],
)
def test_a_phrase_finds_its_forms_and_no_others(
    phrase: str, found: list[str], left: list[str]
) -> None:
    """Either word, any ending, across a hyphen; never inside a word or over a full stop."""
    pattern = compile_phrases([phrase])
    assert [text for text in found if not pattern.search(text)] == []
    assert [text for text in left if pattern.search(text)] == []
