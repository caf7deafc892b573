r"""
The shipped English words: short sentences, no word that hurts, and none copied from the seeds.

`data/seed_shingles.txt` lets this run without the seed documents. It holds, sorted, the BLAKE2s
hash (5 bytes, as hex) of every 8 consecutive words of each seed, after lower-casing and keeping
only letters, digits and straight apostrophes. It was made once, with the seeds at hand, by:

    python - seed-a.txt seed-b.txt > tests/data/seed_shingles.txt <<'END'
    import hashlib, pathlib, re, sys
    found = set()
    for name in sys.argv[1:]:
        text = pathlib.Path(name).read_text("utf-8").lower().replace("\u2019", "'")
        words = re.findall(r"[a-z0-9']+", text)
        for at in range(len(words) - 7):
            said = " ".join(words[at : at + 8])
            found.add(hashlib.blake2s(said.encode(), digest_size=5).hexdigest())
    print("\n".join(sorted(found)))
    END
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.model import Pack

SHINGLES = Path(__file__).parent / "data" / "seed_shingles.txt"
LONGEST_SENTENCE = 20
SHINGLE = 8

_SENTENCE_END = re.compile(r"(?<=[.!?])[\u201d\"*)]*\s+|\n+")
_WORD = re.compile(r"[a-z0-9']+")

AVOIDED = {
    "child prostitute": r"\bprostitutes?\b",
    "sex worker": r"\bsex[- ]workers?\b",
    "child porn": r"\bporn\w*",
    "pimp": r"\bpimp\w*",
    "john": r"\bjohns?\b",
    "rescue": r"\brescu\w+",
    "a suspect": r"\b(a|the|any|this|that|each|every|your) suspects?\b|\bsuspected (?!child abuse)",
    "perpetrator": r"\bperpetrator\w*",
    "victim": r"\bvictims?\b",
    "disclose": r"\bdisclos\w+",
    "indicator": r"\bindicators?\b",
    "red flag": r"\bred[- ]flags?\b",
    "at-risk": r"\bat[- ]risk\b",
    "risk score": r"\brisk[- ]scores?\b",
    "promiscuous": r"\bpromiscu\w+",
    "runaway": r"\brunaways?\b",
    "lifestyle": r"\blifestyles?\b",
    "should have": r"\bshould(n't)? have\b|\bshould've\b",
    "why didn't you": r"\bwhy (didn't|did) you\b",
    "just": r"\bjust\b",
    "don't worry": r"\b(don't|do not) worry\b",
    "safe as a promise": (
        r"\b(you|they|he|she|it|child|children|page) (are|is|will be) (now |then )?safe\b"
        r"|\b(keeps?|makes?) (you|them|the child) safe\b"
    ),
    "will not be charged": r"\b(will not|won't) be (charged|arrested|punished)\b",
    "daddy or manager": r"\bdaddy\b|\bmanagers?\b",
    "the life or the game": r"\bthe (life|game)\b",
}
"""What the wording guide avoids, as it may be written. "Suspect" is avoided as a noun only."""

ALLOWED = {
    "rescue": ("Do not attempt a rescue.",),
    "runaway": ("National Runaway Safeline",),
    "safe as a promise": ("Stay where you are safe",),
    "daddy or manager": ("Calls someone “daddy”",),
    "the life or the game": ("Calls someone “daddy”",),
}
"""Sentences that may hold an avoided word: a warning, a name, and words that a child may say."""

LIMITED = {"confidential": "but ", "anonymous": "but ", "secret line": "but "}
"""Promises that may stand only in a text that names their limit."""


def _texts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Each text or item of the English words, with the file and the key it is under."""
    for key, text in pack.words["en"].items():
        row_id = key.split(".", 1)[0]
        for part in (text,) if isinstance(text, str) else text:
            yield f"{pack.files[f'words/en/{row_id}']}: {key}", part


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        if sentence.strip():
            yield sentence.strip()


def _hash(words: list[str]) -> str:
    return hashlib.blake2s(" ".join(words).encode(), digest_size=5).hexdigest()


def test_no_sentence_is_longer_than_twenty_words(pack: Pack) -> None:
    """A sentence can be read at a glance, by someone who is afraid."""
    long = [
        f"{where}: {sentence}"
        for where, text in _texts(pack)
        for sentence in _sentences(text)
        if len(_WORD.findall(sentence.lower().replace("\u2019", "'"))) > LONGEST_SENTENCE
    ]
    assert long == []


@pytest.mark.parametrize("word", sorted(AVOIDED))
def test_no_word_that_hurts_is_used(word: str, pack: Pack) -> None:
    """The words that blame, frighten or promise too much stand nowhere they are not allowed."""
    pattern = re.compile(AVOIDED[word], re.IGNORECASE)
    used = [
        f"{where}: {sentence}"
        for where, text in _texts(pack)
        for sentence in _sentences(text.replace("\u2019", "'"))
        if pattern.search(sentence)
        and not any(allowed in sentence for allowed in ALLOWED.get(word, ()))
    ]
    assert used == []


def test_words_that_a_child_may_say_stand_in_their_sign_only(pack: Pack) -> None:
    """Coded words are quoted once, where they are noticed, and not used by us."""
    quoted = {
        where.rsplit(": ", 1)[1]
        for where, text in _texts(pack)
        if re.search(AVOIDED["daddy or manager"], text, re.IGNORECASE)
    }
    assert quoted <= {"sign-coded-language.label"}


@pytest.mark.parametrize("promise", sorted(LIMITED))
def test_no_promise_of_secrecy_stands_without_its_limit(promise: str, pack: Pack) -> None:
    """Whoever reads that a call is confidential reads in the same text when it is not."""
    unlimited = [
        where
        for where, text in _texts(pack)
        if promise in text.lower() and LIMITED[promise] not in text.lower()
    ]
    assert unlimited == []


def test_nothing_is_copied_from_the_seeds(pack: Pack) -> None:
    """No text shares eight consecutive words with either seed document."""
    seeds = frozenset(SHINGLES.read_text("utf-8").split())
    copied = []
    for where, text in _texts(pack):
        words = _WORD.findall(text.lower().replace("\u2019", "'"))
        copied += [
            f"{where}: {' '.join(words[at : at + SHINGLE])}"
            for at in range(len(words) - SHINGLE + 1)
            if _hash(words[at : at + SHINGLE]) in seeds
        ]
    assert copied == []


def test_the_hashes_of_the_seeds_are_whole_and_sorted() -> None:
    """The file is as the script above writes it, and hashing has not changed since."""
    lines = SHINGLES.read_text("utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert all(re.fullmatch(r"[0-9a-f]{10}", line) for line in lines)
    assert len(lines) > 1900
    assert _hash(["a", "b", "c", "d", "e", "f", "g", "h"]) == "d0b868cc62"
