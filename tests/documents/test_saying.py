"""What cues and the model find together in a sentence meant for a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.coach.walking import find_patterns
from hearthlight.documents.saying import find_in_saying

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition


def found(edition: Edition, text: str) -> set[str]:
    """Ids of the patterns in a text."""
    return {edition.coach.patterns[match.pattern].id for match in find_in_saying(edition, text)}


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("It's your fault. I love you.", "pattern-blame"),
        (
            "honey you got what you deserved out there. I love you, I'm here",
            "pattern-blame",
        ),
        ("te quiero mucho. si hablas te corro de la casa.", "pattern-threat"),
        ("mija, aqui estoy contigo. ¿quien mas lo sabe?", "pattern-who-knows"),
    ],
)
def test_kind_words_do_not_undo_what_another_sentence_does(
    edition: Edition, text: str, pattern: str
) -> None:
    """Each sentence is read by itself for what is grave."""
    named = {edition.coach.patterns[match.pattern].name for match in find_in_saying(edition, text)}
    assert pattern.removeprefix("pattern-") in named


@pytest.mark.parametrize(
    "text", ["es tu culpa", "I don't believe you", "get out of my house", "drop the charges"]
)
def test_in_few_words_a_cue_of_something_grave_stands(edition: Edition, text: str) -> None:
    """Whatever the model makes of them; and nothing is praised."""
    cued = {
        edition.coach.patterns[match.pattern].id for match in find_patterns(edition.coach, text)
    }
    grave = {pattern.id for pattern in edition.coach.patterns if pattern.kind in ("stop", "limit")}
    assert cued & grave
    assert cued & grave <= found(edition, text)


@pytest.mark.parametrize(
    "text",
    [
        "it's your fault",
        "I don't believe you",
        "Thank you for telling me, but I don't believe you",
        "nadie te cree",
        "I believe you, but nobody else will.",
        "It's not your fault he couldn't resist you.",
        "I'm sorry you were born",
        "you should kill yourself",
    ],
)
def test_what_only_sounds_kind_is_not_praised(edition: Edition, text: str) -> None:
    """It is one word from what is."""
    assert not [one for one in found(edition, text) if one.startswith("praise-")]


@pytest.mark.parametrize(
    ("text", "praise"),
    [
        ("It's not your fault.", "praise-belief"),
        ("Te creo.", "praise-belief"),
        ("Are you thinking of killing yourself?", "praise-safety-check"),
    ],
)
def test_what_is_kind_is_left_alone_and_praised(edition: Edition, text: str, praise: str) -> None:
    """The same words, the other way about."""
    assert found(edition, text) == {praise}


@pytest.mark.parametrize(
    "text",
    [
        "I don't think you're lying. I believe you.",
        "Nobody can deport you for telling the truth.",
        "Nadie piensa que eres una cualquiera.",
    ],
)
def test_what_is_denied_is_not_found_by_the_model_alone(edition: Edition, text: str) -> None:
    """A kind denial holds the very words that would hurt."""
    assert not [one for one in found(edition, text) if one.startswith("pattern-")]


def test_what_the_model_learned_is_found_where_no_cue_is(edition: Edition) -> None:
    """With the words that led to it."""
    text = "the neighbors don't need to hear about any of it"
    assert not find_patterns(edition.coach, text)
    matches = find_in_saying(edition, text)
    assert matches
    assert all(text[match.start : match.end] for match in matches)


@pytest.mark.parametrize(
    ("sends", "fine"),
    [
        ("Go with him tonight, we need the rent", "Go with grandma tonight, I work late."),
        ("be nice to him, he pays our rent", "We need the rent, so I picked up a shift."),
        ("I told your boyfriend where you're staying.", "I told your grandma where we're staying."),
        ("Ve con él hoy, hay que pagar la renta.", "Ve con tu abuela hoy."),
        ("Llámalo y pídele perdón.", "Pídele perdón a tu hermano."),
    ],
)
def test_what_sends_a_child_to_who_uses_them_is_stopped(
    edition: Edition, sends: str, fine: str
) -> None:
    """It is the gravest, no other words are offered, and whom to call is said."""
    pattern = edition.coach.patterns[0]
    assert (pattern.id, pattern.kind) == ("pattern-sending", "stop")
    assert pattern.calls
    assert not pattern.rewrite
    assert pattern.id in found(edition, sends)
    assert pattern.id not in found(edition, fine)
