"""
Kinds of service: what a young person may need or like, and which codes and names stand for it.

The kinds are a pack's data. A service is of a kind when one of its taxonomy terms says so, by code
or by name; what its description happens to mention decides nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from hearthlight.directory.tokens import phrase_of


class Kind(NamedTuple):
    """A kind of service, as the pack has it."""

    id: str
    codes: frozenset[str]
    """Codes and names of taxonomy terms, folded as `phrase_of` folds them."""
    public: bool
    """Whether its address may be shown: never where someone may be looking for the child."""


class Kinds:
    """The kinds in the order of the pack, looked up by what a source calls them."""

    def __init__(self, kinds: tuple[Kind, ...]) -> None:
        self.kinds = kinds
        self._by_code: dict[str, list[Kind]] = {}
        for kind in kinds:
            for code in kind.codes:
                self._by_code.setdefault(code, []).append(kind)

    def of(self, terms: tuple[str, ...]) -> tuple[Kind, ...]:
        """The kinds that these codes and names stand for, in the order of the pack."""
        found = {kind.id for term in terms for kind in self._by_code.get(phrase_of(term), ())}
        return tuple(kind for kind in self.kinds if kind.id in found)

    def show_place(self, terms: tuple[tuple[str, ...], ...]) -> bool:
        """
        Whether a service of these terms may be found on a map.

        Each term, given as its code and name, must be of kinds whose places are all public; a
        service of no kind is hidden.
        """
        return bool(terms) and all(
            (kinds := self.of(term)) and all(kind.public for kind in kinds) for term in terms
        )
