"""
How hard a text is to read, by the formula that its language's limit names.

English: the Flesch-Kincaid grade, the higher the harder. Spanish: Szigriszt-Pazos ease, the lower
the harder, in the bands of INFLESZ. Both look at the length of sentences and the syllables of
words, and at nothing else: a text can pass and still be unclear. See decision 0019.

syllapy knows the syllables of English words. It reads its list when it is imported, so it is
imported when the first word is counted: serving and checking in never pay for it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.wording.sentences import scored_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hearthlight.content.model import Formula


class Counts(NamedTuple):
    """What a formula looks at."""

    sentences: int
    words: int
    syllables: int


def count_sentences(
    sentences: Iterable[str], formula: Formula, names: re.Pattern[str] | None = None
) -> Counts:
    """Count what is scored. A sentence of which nothing counts is no sentence."""
    syllables = _SYLLABLES[formula]
    counted = [words for sentence in sentences if (words := scored_words(sentence, names))]
    return Counts(
        len(counted),
        sum(map(len, counted)),
        sum(syllables(word) for words in counted for word in words),
    )


def read_score(formula: Formula, counts: Counts) -> float:
    """The score of a text with at least one counted word."""
    per_sentence = counts.words / counts.sentences
    per_word = counts.syllables / counts.words
    if formula == "flesch-kincaid":
        return 0.39 * per_sentence + 11.8 * per_word - 15.59
    return 206.835 - 62.3 * per_word - per_sentence


def is_too_hard(formula: Formula, score: float, limit: float) -> bool:
    """Whether a score is beyond its limit, as both are shown: to one decimal."""
    if formula == "flesch-kincaid":
        return round(score, 1) > limit
    return round(score, 1) < limit


def hardest(
    sentences: Iterable[str],
    formula: Formula,
    limit: float,
    names: re.Pattern[str] | None = None,
) -> str:
    """The sentence that does most to put a text beyond its limit; empty if none counts."""
    harder = 1 if formula == "flesch-kincaid" else -1

    def weight(sentence: str) -> float:
        counts = count_sentences([sentence], formula, names)
        return harder * (read_score(formula, counts) - limit) * counts.words

    counted = [sentence for sentence in sentences if scored_words(sentence, names)]
    return max(counted, key=weight, default="")


def long_words(
    sentence: str, formula: Formula, names: re.Pattern[str] | None = None
) -> tuple[str, ...]:
    """The words of a sentence that have three syllables or more, the longest first."""
    syllables, many = _SYLLABLES[formula], 3
    words = dict.fromkeys(word.lower() for word in scored_words(sentence, names))
    return tuple(
        sorted((word for word in words if syllables(word) >= many), key=syllables, reverse=True)
    )


# ---- English

_ENGLISH_SAID = {
    "caregiver": 3,
    "caregivers": 3,
    "ok": 2,
    "ids": 2,
    "bullying": 3,
    "videos": 3,
    "getting": 2,
    "safely": 2,
    "testing": 2,
    "using": 2,
}
"""Words of the packs that syllapy's list lacks or counts wrongly, and no ending explains."""
_SIBILANT = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")


@cache
def count_english(word: str) -> int:
    """The syllables of an English word. Regular endings of listed words are added to them."""
    from syllapy import WORD_DICT, count  # noqa: PLC0415 - reads a list; only the gate pays

    word = word.lower()
    for known in (_ENGLISH_SAID, WORD_DICT):
        if word in known:
            return int(known[word])
    for stem, more in _stems(word):
        if stem in WORD_DICT:
            return int(WORD_DICT[stem]) + more
    return max(1, int(count(word.replace("'", ""))))


def _stems(word: str) -> Iterator[tuple[str, int]]:
    """What a word may be made from by a regular ending, and the syllables that the ending adds."""
    if word.endswith("n't"):
        yield word[:-3], int(word[:-3].endswith(("d", "s", "ve")))
    if word.endswith("'s"):
        yield word[:-2], int(word[:-2].endswith(_SIBILANT))
    if word.endswith("s"):
        yield word[:-1], int(word[:-1].endswith(_SIBILANT))
    if word.endswith("es"):
        yield word[:-2], int(word[:-2].endswith(_SIBILANT))
    if word.endswith("ies"):
        yield word[:-3] + "y", 0
    for ending, adds in (("ed", 0), ("ing", 1)):
        if word.endswith(ending):
            root = word[: -len(ending)]
            for stem in (root, root + "e", root[:-1] if root[-1:] == root[-2:-1] else root):
                yield stem, adds or int(stem.endswith(("t", "d", "te", "de")))
    if word.endswith("ied"):
        yield word[:-3] + "y", 0


# ---- Spanish

_SPANISH_STRONG = "aeo\u00e1\u00e9\u00f3"
_SPANISH_STRESSED = "\u00ed\u00fa"
_SPANISH_WEAK = "iu\u00fc"
_SPANISH_VOWELS = _SPANISH_STRONG + _SPANISH_STRESSED + _SPANISH_WEAK
_UNSTRESSED = str.maketrans(_SPANISH_STRESSED, "iu")
_MUTE_U = re.compile(r"(?<=q)u|(?<=g)u(?=[ei\u00e9\u00ed])")
_MUTE_H = re.compile(rf"(?<=[{_SPANISH_VOWELS}])h(?=[{_SPANISH_VOWELS}])")
_VOWEL_Y = re.compile(rf"y(?![{_SPANISH_VOWELS}])")
_VOWEL_RUN = re.compile(rf"[{_SPANISH_VOWELS}]+")
_TWO_STRESSED = re.compile(
    rf"(?<=[{_SPANISH_STRONG}])[{_SPANISH_STRESSED}]|[{_SPANISH_STRESSED}](?=[{_SPANISH_STRONG}])"
)


def count_spanish(word: str) -> int:
    """
    The syllables of a Spanish word, as the academy's spelling rules part it.

    Two strong vowels are two syllables; a weak one joins its neighbor unless it bears the accent
    beside a strong one. An h between vowels parts nothing by itself.
    """
    told = _VOWEL_Y.sub("i", _MUTE_H.sub("", _MUTE_U.sub("", word.lower())))
    return max(1, sum(_nuclei(run) for run in _VOWEL_RUN.findall(told)))


def _nuclei(run: str) -> int:
    strong = sum(letter in _SPANISH_STRONG for letter in run)
    if strong:
        return strong + len(_TWO_STRESSED.findall(run))
    plain = run.translate(_UNSTRESSED)
    return 1 + sum(first == second for first, second in pairwise(plain))


def _not_counted(_word: str) -> int:
    return 0


_SYLLABLES: dict[str, Callable[[str], int]] = {
    "": _not_counted,
    "flesch-kincaid": count_english,
    "szigriszt-pazos": count_spanish,
}
