"""The phrases that the model learns from: our own words, under headings that exist."""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

from training.phrases import ORDINARY, WORRY, expand, make_lines, read_phrases, read_slots

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

SHINGLES = Path(__file__).parent.parent / "data" / "seed_shingles.txt"
VALIDATION = Path(__file__).parents[2] / "training/data/validation.jsonl"


def test_every_heading_is_an_id_of_the_pack(edition: Edition) -> None:
    """A mistyped heading would teach the model nothing."""
    headings = {label for phrase in read_phrases() for label in phrase.labels}
    assert headings - {ORDINARY, WORRY} <= set(edition.kinds)


def test_every_sign_and_form_has_phrases_in_both_languages(edition: Edition) -> None:
    """What has no phrase is never asked about."""
    asked = {fact for fact, kind in edition.kinds.items() if kind in ("sign", "form")}
    for language in ("en", "es"):
        said = {
            label for each in read_phrases() if each.language == language for label in each.labels
        }
        assert asked <= said


def test_every_choice_is_closed_and_every_slot_is_known() -> None:
    """A phrase with a slip in it would be learned with its marks."""
    slots = {language: read_slots(language) for language in ("en", "es")}
    chance = random.Random(1)  # noqa: S311 - not for secrets
    for phrase in read_phrases():
        text = expand(phrase.template, slots[phrase.language], chance)
        assert text
        assert not set(text) & set("(){}|[]"), phrase


def test_no_phrase_shares_eight_words_with_a_seed() -> None:
    """Own words, here too."""
    seeds = set(SHINGLES.read_text("utf-8").split())
    for line in make_lines(read_phrases(), 6, 1):
        words = re.findall(r"[a-z0-9']+", line.text.lower())
        for at in range(len(words) - 7):
            said = " ".join(words[at : at + 8])
            assert hashlib.blake2s(said.encode(), digest_size=5).hexdigest() not in seeds, said


def test_no_validation_line_is_a_phrase() -> None:
    """What is learned is not measured on."""
    plain = re.compile(r"[^a-zñáéíóúü0-9]+")
    phrases = {plain.sub(" ", phrase.template.lower()).strip() for phrase in read_phrases()}
    texts = re.findall(r'"text": "((?:[^"\\]|\\.)*)"', VALIDATION.read_text("utf-8"))
    assert len(texts) > 600
    assert not {plain.sub(" ", text.lower()).strip() for text in texts} & phrases
