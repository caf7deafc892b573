"""
What is asked of the directory, which services answer it, and in which order.

`find_all` says it outright, one service after the other; every store must give the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from hearthlight.directory.distance import Spot, chord, kilometres, longest_chord, spot

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR, AROUND, ANYWHERE, ELSEWHERE = 0, 1, 2, 3
"""
How a service answers a place: within the radius; it serves the place; it helps wherever the child
is; how near it is cannot be told.
"""


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One service at one place, or nowhere in particular: what a search looks at."""

    id: str
    """The id of the service, and of the place after a `/`, where there is one."""
    sort_name: str
    """The name as it is sorted."""
    tokens: tuple[str, ...]
    """
    `w_` words, `k_` kinds, `l_` languages, `p_` places that it serves, `i_` places around these,
    `g_` its cell, and plain facts.
    """
    kinds: int
    """Bit n is set where it is of the pack's kind n."""
    minimum_age: float
    maximum_age: float
    spot: Spot | None
    """Where it is; None where that is hidden or not known."""
    card: bytes
    """A `Card` as JSON."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that may be asked; what is empty is not asked."""

    words: tuple[tuple[str, ...], ...] = ()
    """
    Each is a word and what means the same: one of them must be there. What holds an underscore is
    a token as it stands, such as that of a kind; no word holds one.
    """
    kinds: tuple[int, ...] = ()
    """Bits of kinds, one of which it must be."""
    wishes: tuple[int, ...] = ()
    """Bits of kinds that it had better be: the more, the earlier."""
    languages: tuple[str, ...] = ()
    age: float | None = None
    free: bool = False
    remote: bool = False
    """By phone or online."""
    latitude: float | None = None
    longitude: float | None = None
    radius: float = 25.0
    """Kilometres."""
    counties: tuple[str, ...] = ()
    """Place ids, one of which it must serve as a whole: a county, the state and country around."""
    within: tuple[str, ...] = ()
    """Place ids; a service of any part of one will do."""
    limit: int = 20

    @property
    def spot(self) -> Spot | None:
        """Where the search is around, if it is around a point."""
        if self.latitude is None or self.longitude is None:
            return None
        return spot(self.latitude, self.longitude)


class Found(NamedTuple):
    """A service that answers, and why it stands where it does."""

    id: str
    how: int
    """NEAR, AROUND or ANYWHERE."""
    kilometres: int | None
    wishes: int
    card: bytes


def county_token(place: str) -> str:
    """The token of a county, which stores take as one word: no hyphen in it."""
    return f"p_{place.replace('-', '_')}"


def around_token(place: str) -> str:
    """The token of a place that lies around the one that is served."""
    return f"i_{place.replace('-', '_')}"


def tokens_of_places(served: Iterable[str]) -> set[str]:
    """The tokens of a service of these places, those around them being named by their beginning."""
    found = set()
    for place in served:
        found.add(county_token(place))
        parts = place.split("-")
        found |= {around_token("-".join(parts[:end])) for end in range(1, len(parts))}
    return found


def clauses(query: Query) -> list[tuple[str, ...]]:
    """What the tokens of a service must hold, whatever the place: one of each."""
    asked: list[tuple[str, ...]] = [
        tuple(word if "_" in word else f"w_{word}" for word in meant) for meant in query.words
    ]
    if query.kinds:
        asked.append(tuple(f"k_{kind}" for kind in query.kinds))
    if query.languages:
        asked.append(tuple(f"l_{language}" for language in query.languages))
    if query.free:
        asked.append(("free",))
    if query.remote:
        asked.append(("remote",))
    return asked


_LAST: list[tuple[int, list[tuple[str, ...]]]] = [
    (ANYWHERE, [("anywhere",)]),
    (ELSEWHERE, [("nowhere",)]),
]


def ways(query: Query) -> list[tuple[int, list[tuple[str, ...]]]]:
    """The ways to answer the place, the nearest first, with the tokens that each asks for."""
    around = (*map(county_token, query.counties), *map(around_token, query.within))
    if query.spot is not None:
        near: list[tuple[int, list[tuple[str, ...]]]] = [(NEAR, [("placed",)])]
        return [*near, *([(AROUND, [around])] if around else []), *_LAST]
    if around:
        return [(AROUND, [around]), *_LAST]
    return [(ANYWHERE, [("anywhere",)]), (ELSEWHERE, [("somewhere", "nowhere")])]


def fits_age(query: Query, minimum: float, maximum: float) -> bool:
    """Whether someone of that age may come; a service that names no age takes all."""
    return query.age is None or minimum <= query.age <= maximum


def wishes_met(query: Query, kinds: int) -> int:
    """How many of the wishes a service of these kinds meets."""
    return sum(kinds >> wish & 1 for wish in query.wishes)


def find_all(entries: Iterable[Entry], query: Query) -> list[Found]:
    """
    The services that answer, in their order: distance, then wishes met, then name, then id.

    Those near come first, then those that serve the county and are further off or hidden, then
    those that help wherever the child is, then those of which no place is known.
    """
    centre, most = query.spot, longest_chord(query.radius)
    wanted = clauses(query)
    found: list[tuple[tuple[int, int, int, str, str], Found]] = []
    for entry in entries:
        tokens = set(entry.tokens)
        if not all(tokens.intersection(clause) for clause in wanted):
            continue
        if not fits_age(query, entry.minimum_age, entry.maximum_age):
            continue
        for how, asked in ways(query):
            if not all(tokens.intersection(clause) for clause in asked):
                continue
            far = None
            if how == NEAR and centre and entry.spot:
                squared = chord(entry.spot, centre)
                if squared > most:
                    continue
                far = kilometres(squared)
            met = wishes_met(query, entry.kinds)
            found.append(
                (
                    (how, far or 0, -met, entry.sort_name, entry.id),
                    Found(entry.id, how, far, met, entry.card),
                )
            )
            break
    found.sort(key=lambda each: each[0])
    return [each for _, each in found[: query.limit]]
