"""Words as the coach compares them: folded, shortened where drawn out, and spelled in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def fold(text: str, folds: Mapping[str, str]) -> str:
    """Each character by the table; one that is not in it stays."""
    return "".join(folds.get(one, one) for one in text)


def shorten(word: str) -> str:
    """A letter that stands three times or more stands once: `soooo` is `so`."""
    kept: list[str] = []
    run = 0
    for at, letter in enumerate(word):
        if at and letter == word[at - 1]:
            run += 1
        else:
            if run > 2:  # noqa: PLR2004 - two is a spelling, three is a voice
                del kept[1 - run :]
            run = 1
        kept.append(letter)
    if run > 2:  # noqa: PLR2004
        del kept[1 - run :]
    return "".join(kept)


def respell(
    word: str,
    spellings: Mapping[str, tuple[str, ...]],
    endings: Iterable[tuple[str, tuple[str, ...]]],
) -> tuple[str, ...]:
    """The words that a folded word stands for: `didn't` is `did not`."""
    word = shorten(word.strip("'")) if not word.isdigit() else word
    if word in spellings:
        return spellings[word]
    if "'" in word:
        for ending, meant in endings:
            if word.endswith(ending) and word != ending:
                stem = word[: -len(ending)].replace("'", "")
                return (*spellings.get(stem, (stem,)), *meant)
        word = word.replace("'", "")
        if word in spellings:
            return spellings[word]
    return (word,) if word else ()
