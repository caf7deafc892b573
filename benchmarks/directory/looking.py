"""Looking at every service: what every store must give, and nothing cleverer than that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.directory.query import clauses, find_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hearthlight.directory.query import Entry, Found, Query


def look_at_all(entries: Iterable[Entry], queries: Sequence[Query]) -> list[list[Found]]:
    """
    Every question's answer, by one walk over all services.

    A service that has none of what a question must have is passed over at once; `find_all` judges
    the others.
    """
    wanted = [[frozenset(clause) for clause in reversed(clauses(query))] for query in queries]
    kept: list[list[Entry]] = [[] for _ in queries]
    for entry in entries:
        tokens = set(entry.tokens)
        for number, its in enumerate(wanted):
            for clause in its:
                if tokens.isdisjoint(clause):
                    break
            else:
                kept[number].append(entry)
    return [find_all(some, query) for some, query in zip(kept, queries, strict=True)]
