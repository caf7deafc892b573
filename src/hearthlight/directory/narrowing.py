"""
What of a question is looked up in an index, and what is seen in the rows that this finds.

What is rarest is walked: a word, a county, the cells around a place. The rest is seen in each row,
where kinds are bits and each common token is a character of the row's marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hearthlight.directory.distance import kilometres, rings

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from hearthlight.directory.distance import Spot
    from hearthlight.directory.query import Query

RARE = 3000
"""A token in so many services or more is common."""
ASIDE = frozenset({"anywhere", "nowhere"})
"""Tokens of services that serve no place in particular; these are in an index of their own too."""
SIDE = 0.02
"""The side of a cell of the grid, in degrees: two kilometres."""
MOST_STRIPES = 200
"""Stripes of cells that are looked into; a wider search looks at all."""
SORTED = 500
"""Services of one way that are read whole and sorted; beyond, they are asked for in their order."""
FEW = 4
"""Rare tokens of which one must be there; of more, the sum may be many services."""
_SIDE_BY_SIDE = 2
"""Lists of common tokens that are read together: that takes less time than the rows of one."""
_FIRST_MARK, _MOST_MARKS = 0x100, 50_000
"""So many characters from the first one on are letters or signs that stand for themselves."""

Clause = tuple[str, ...]
"""Tokens, one of which must be there."""
Row = tuple[int, float | None, int]
"""A service as it is found: its number, its squared chord, its bits of kinds."""


class Common(NamedTuple):
    """A common token."""

    mark: str
    """Its character in a row; empty for a kind, which is a bit."""
    services: int
    """In how many it is."""


def choose_marks(counts: Counter[str]) -> dict[str, Common]:
    """The common tokens of a directory."""
    common = [token for token, count in counts.most_common(_MOST_MARKS) if count >= RARE]
    return {
        token: Common("" if token.startswith("k_") else chr(_FIRST_MARK + place), counts[token])
        for place, token in enumerate(sorted(common))
    }


def marks_of(tokens: tuple[str, ...], common: dict[str, Common]) -> str:
    """The marks of a row."""
    return "".join(common[token].mark for token in tokens if token in common)


class Dialect(NamedTuple):
    """How a store says, in SQL, what is asked of a row."""

    holds: str
    """That its marks hold the next value."""
    is_found: str
    """That the next value, made by `match`, finds it in the index."""
    either: str
    """What stands between tokens of which one must be there."""
    both: str
    """What stands between clauses that must all hold."""
    quote: str
    """What stands around a token."""

    def match(self, asked: list[Clause]) -> str:
        """One token of each clause, in the language of the index."""
        return self.both.join(
            "(" + self.either.join(f"{self.quote}{token}{self.quote}" for token in clause) + ")"
            for clause in asked
        )

    def see(self, asked: list[Clause], common: dict[str, Common]) -> tuple[str, list[str]]:
        """One token of each clause, as conditions of a row, and their values."""
        where, values = "", list[str]()
        for clause in asked:
            bits = sum(1 << int(token[2:]) for token in set(clause) if token.startswith("k_"))
            others = [token for token in clause if not token.startswith("k_")]
            marks = [common[token].mark for token in others if token in common]
            parts = [f"(kinds & {bits}) <> 0"] if bits else []
            parts += [self.holds] * len(marks)
            values += marks
            if rest := tuple(token for token in others if token not in common):
                parts.append(self.is_found)
                values.append(self.match([rest]))
            where += f" AND ({' OR '.join(parts)})"
        return where, values


def rare(asked: list[Clause], common: dict[str, Common]) -> list[Clause]:
    """What finds so little that the rest is best seen in the rows."""
    return [
        clause
        for clause in asked
        if len(clause) <= FEW and not any(token in common for token in clause)
    ]


def part(asked: list[Clause], common: dict[str, Common]) -> tuple[list[Clause], list[Clause]]:
    """What is looked up, and what is seen in the rows, the rarest first."""
    asked = rarest_first(asked, common)
    looked_up = rare(asked, common)
    if not looked_up:
        others = [clause for clause in asked if not ASIDE.issuperset(clause)]
        looked_up = (others or asked)[:_SIDE_BY_SIDE]
    return looked_up, [clause for clause in asked if clause not in looked_up]


def rarest_first(asked: list[Clause], common: dict[str, Common]) -> list[Clause]:
    """Clauses in the order in which they leave least to look at."""
    return sorted(
        asked,
        key=lambda clause: sum(
            common[token].services if token in common else RARE for token in clause
        ),
    )


def nearest(query: Query, look: Callable[[float], list[Row]]) -> list[Row]:
    """
    What `look` finds within so many kilometres, for the first radius that fills the list.

    Whoever looks gives each row the square of its chord.
    """
    rows: list[Row] = []
    for whole, radius in rings(query.radius):
        rows = look(radius)
        if whole is not None:
            sure = sum(1 for row in rows if row[1] is not None and kilometres(row[1]) <= whole)
            if sure >= query.limit:
                break
    return rows


def squared(centre: Spot) -> str:
    """The square of the chord from a row to a point: the sum of `distance.chord`, in its order."""
    x, y, z = (f"{value!r}" for value in centre)
    return f"((x - {x}) * (x - {x}) + (y - {y}) * (y - {y}) + (z - {z}) * (z - {z}))"


def of_age(query: Query) -> str:
    """A condition of the row: that someone of the age may come."""
    if query.age is None:
        return ""
    return f" AND minimum_age <= {query.age!r} AND {query.age!r} <= maximum_age"


def met(query: Query) -> str:
    """How many of the wishes a row meets."""
    return " + ".join(f"(kinds >> {wish} & 1)" for wish in query.wishes)
