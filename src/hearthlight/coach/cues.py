"""
Cues as an editor writes them: words, classes and gaps, one after the other.

`why AUX (really) YOU ... go/stay ?` reads: the word "why"; a word of the class AUX; perhaps
"really"; a word of YOU; up to five words of any kind; "go" or "stay"; and the sentence is a
question. `_` is any one word, `..` up to two, `...` up to five, `*` up to twelve. `^` stands before
a word that begins a clause, `$` where a clause ends. A word that ends in `*` stands for all that
begin so; `{a/b c}` is "a" or "b c", and in round brackets it may be left out. A `!` in front of
the whole cue makes it stand even after a denial; in front of a guard, it takes back all that the
cues find in the same sentence, not only what shares a word with it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ANY, BEGINS, ENDS, ASKS = -1, -2, -3, -4
"""What stands in an element in place of a class: any word, and three places in a sentence."""

_PLACE = re.compile(r"\([^)]*\)|\{[^}]*\}|\S+")
_GAPS = {"_": (1, 1), "..": (0, 2), "...": (0, 5), "*": (0, 12)}
_PLACES = {"^": BEGINS, "$": ENDS, "?": ASKS}

Choice = frozenset[tuple[str, ...]]
"""Phrases of one word or more, of which any may stand there. A word may end in `*`."""


class Element(msgspec.Struct, frozen=True):
    """One place of a sequence: a choice or a code, and how often it stands there."""

    what: Choice | int
    least: int = 1
    most: int = 1


class Sequence(msgspec.Struct, frozen=True):
    """A cue as it is compared."""

    elements: tuple[Element, ...]
    stands: bool
    """Whether it stands even after a denial."""


class CueError(Exception):
    """A cue that cannot be read. The message says what is wrong with it."""


class Reader:
    """
    Reads the places of cues of one language.

    Thousands of cues are made of the same few hundred places, and those of the same classes: each
    is read once. So is a cue that is asked for again.
    """

    def __init__(
        self,
        classes: Mapping[str, tuple[str, ...]],
        respell: Callable[[str], tuple[str, ...]],
    ) -> None:
        self._classes = classes
        self._respell = cache(respell)
        self._members = cache(self._read_member)
        self.place = cache(self._read_place)
        """What stands between two spaces of a cue. Raises CueError as `choice` does."""
        self.cue = cache(self._read_cue)
        """A whole cue. Raises CueError for a class that is not there, and for one without words."""

    def choice(self, words: Iterable[str]) -> Choice:
        """
        The phrases that words and names of classes stand for.

        Raises CueError for a class that is not there, a gap or a place among words, or a `*` in a
        phrase of several words.
        """
        words = tuple(words)
        found = frozenset[tuple[str, ...]]().union(*map(self._members, words))
        if not found:
            raise CueError(f"has {'/'.join(words)!r}, which holds no word")
        return found

    def _read_cue(self, cue: str) -> Sequence:
        places = _PLACE.findall(cue.removeprefix("!"))
        elements = tuple(element for place in places for element in self.place(place))
        leading = next((one for one in elements if one.what != BEGINS), None)
        if leading is None or isinstance(leading.what, int) or not leading.least:
            raise CueError("does not begin with a word")
        return Sequence(elements, cue.startswith("!"))

    def _read_place(self, place: str) -> tuple[Element, ...]:
        if place in _GAPS:
            return (Element(ANY, *_GAPS[place]),)
        if place in _PLACES:
            return (Element(_PLACES[place], 0, 0),)
        if place[0] not in "({" and "/" not in place and not place.isupper():
            # `didn't` is two words, and each has its place.
            return tuple(Element(frozenset(((word,),))) for word in self._respell(place))
        choice = self.choice(place.strip("(){}").split("/"))
        return (Element(choice, 0 if place.startswith("(") else 1, 1),)

    def _read_member(self, name: str) -> Choice:
        """The phrases of one word, of several with spaces between, or of a class; perhaps none."""
        if name in _GAPS or name in _PLACES or "|" in name:
            raise CueError(f"has {name!r} in brackets; they hold words, parted by /")
        if name.isupper():
            if name not in self._classes:
                raise CueError(f"names the class {name!r}, and there is none")
            return frozenset[tuple[str, ...]]().union(*map(self._members, self._classes[name]))
        phrase = tuple(part for word in name.split() for part in self._respell(word))
        if len(phrase) > 1 and any(word.endswith("*") for word in phrase):
            raise CueError(f"has {name!r}; only a single word may end in *")
        return frozenset((phrase,) if phrase else ())
