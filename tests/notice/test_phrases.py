"""The phrases that the model learns from: our own words, under headings that exist."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from training.phrases import (
    DANGER_PHRASES,
    ORDINARY,
    PHRASES,
    SAYINGS,
    WORRY,
    expand,
    make_lines,
    read_phrases,
    read_slots,
)

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

SHINGLES = Path(__file__).parent.parent / "data" / "seed_shingles.txt"
DATA = Path(__file__).parents[2] / "training/data"


def test_every_heading_is_an_id_of_the_pack(edition: Edition) -> None:
    """A mistyped heading would teach the model nothing."""
    headings = {label for phrase in read_phrases() for label in phrase.labels}
    assert headings - {ORDINARY, WORRY} <= set(edition.kinds)
    told = {label for phrase in read_phrases(DANGER_PHRASES) for label in phrase.labels}
    assert told - {ORDINARY} == {
        label for label in headings if edition.kinds.get(label) == "danger"
    }


def test_every_heading_of_sayings_is_a_pattern_of_the_pack(edition: Edition) -> None:
    """Likewise for what a caregiver means to say to a child."""
    headings = {label for saying in read_phrases(SAYINGS) for label in saying.labels}
    assert headings - {ORDINARY} <= {pattern.id for pattern in edition.coach.patterns}


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_pattern_has_sayings_and_half_of_all_are_fine(
    edition: Edition, language: str
) -> None:
    """What has no saying is found by cues alone; and kind words are left alone only if learned."""
    sayings = [each for each in read_phrases(SAYINGS) if each.language == language]
    counts = Counter(label for each in sayings for label in each.labels)
    for pattern in edition.coach.patterns:
        assert counts[pattern.id] >= 60, pattern.id
    fine = [each for each in sayings if not any(x.startswith("pattern-") for x in each.labels)]
    assert len(fine) >= 0.4 * len(sayings)


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
    chance = random.Random(1)  # noqa: S311 - not for secrets
    for folder in (PHRASES, SAYINGS):
        slots = {language: read_slots(language, folder) for language in ("en", "es")}
        for phrase in read_phrases(folder):
            _assert_whole(expand(phrase.template, slots[phrase.language], chance))
    for phrase in read_phrases(DANGER_PHRASES):
        _assert_whole(expand(phrase.template, {}, chance))


def _assert_whole(text: str) -> None:
    assert text
    assert not set(text) & set("(){}|[]"), text


def test_no_phrase_shares_eight_words_with_a_seed() -> None:
    """Own words, here too."""
    seeds = set(SHINGLES.read_text("utf-8").split())
    for line in (
        *make_lines(read_phrases(), 6, 1),
        *make_lines(read_phrases(DANGER_PHRASES), 2, 1),
        *make_lines(read_phrases(SAYINGS), 2, 1, SAYINGS),
    ):
        words = re.findall(r"[a-z0-9']+", line.text.lower())
        for at in range(len(words) - 7):
            said = " ".join(words[at : at + 8])
            assert hashlib.blake2s(said.encode(), digest_size=5).hexdigest() not in seeds, said


@pytest.mark.parametrize(("name", "least"), [("validation", 600), ("held_out", 700)])
def test_no_line_that_is_measured_on_is_a_phrase(name: str, least: int) -> None:
    """What is learned is not measured on."""
    plain = re.compile(r"[^a-zñáéíóúü0-9]+")
    learned = [*read_phrases(), *read_phrases(DANGER_PHRASES)]
    phrases = {plain.sub(" ", phrase.template.lower()).strip() for phrase in learned}
    texts = [row["text"] for row in _rows(name)]
    assert len(texts) > least
    assert not {plain.sub(" ", text.lower()).strip() for text in texts} & phrases


def test_the_held_out_lines_are_many_of_every_kind_and_in_other_styles() -> None:
    """Half of what is measured sets the thresholds; the other half, held out, sets nothing."""
    rows = _rows("held_out")
    counts = Counter(row["note"] for row in rows)
    assert counts["ordinary life"] >= 150
    assert counts["look-alike"] >= 60
    assert counts["danger"] >= 60
    assert counts["indicator"] >= 100
    assert sum(row["lang"] == "es" for row in rows) >= 300
    assert len({row["source"]["style"] for row in rows}) >= 12
    assert not {row["text"] for row in rows} & {row["text"] for row in _rows("validation")}


def _rows(name: str) -> list[Any]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]
