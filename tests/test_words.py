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

from hearthlight.wording.plainness import measure_plainness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.model import Pack

SHINGLES = Path(__file__).parent / "data" / "seed_shingles.txt"
SHINGLE = 8

_WORD = re.compile(r"[a-z0-9']+")


def _texts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Each text or item of the English words, with the file and the key it is under."""
    for key, text in pack.words["en"].items():
        row_id = key.split(".", 1)[0]
        for part in (text,) if isinstance(text, str) else text:
            yield f"{pack.files[f'words/en/{row_id}']}: {key}", part


def _hash(words: list[str]) -> str:
    return hashlib.blake2s(" ".join(words).encode(), digest_size=5).hexdigest()


def test_no_sentence_is_longer_than_twenty_words(pack: Pack) -> None:
    """A sentence can be read at a glance, by someone who is afraid."""
    findings = measure_plainness(pack, ("en",)).findings
    assert [str(each) for each in findings if each.kind == "sentence-too-long"] == []


def test_no_word_that_hurts_is_used(pack: Pack) -> None:
    """The words that blame, frighten or promise too much stand nowhere they are not allowed."""
    findings = measure_plainness(pack, ("en",)).findings
    assert [str(each) for each in findings if each.kind == "avoided"] == []


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
