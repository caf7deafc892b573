"""Where a directory is kept: what every store can do, and what they share."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

import msgspec

from hearthlight.directory.distance import kilometres
from hearthlight.directory.query import NEAR, Found, wishes_met

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.directory.query import Entry, Query


class StoreError(Exception):
    """The directory cannot be opened or written; says why, and what to do."""


class Summary(msgspec.Struct, frozen=True):
    """What a directory holds."""

    fingerprint: str
    """Of all rows and entries: two directories with the same one are the same."""
    services: int
    entries: int
    kinds: tuple[str, ...]
    """The ids of the kinds, in the order of their bits."""


class Store(Protocol):
    """
    A directory that is read by many and replaced as a whole.

    Rows are those of HSDS 3.0, each with its table and its fields; entries are what is searched.
    """

    def summary(self) -> Summary | None:
        """What there is; None where nothing was imported yet."""
        ...

    def find(self, query: Query) -> list[Found]:
        """The services that answer, as `query.find_all` orders them."""
        ...

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """Every row of a table, by id, with its origin."""
        ...

    def replace(
        self,
        tables: Iterable[tuple[str, dict[str, str]]],
        entries: Iterable[Entry],
        kinds: tuple[str, ...],
    ) -> Summary:
        """Put a new directory in the place of the old, whole or not at all."""
        ...

    def close(self) -> None:
        """Give back what is held open."""
        ...


Candidate = tuple[str, str, float | None, int, bytes]
"""Id, sorted name, squared chord where it is near a point, bits of kinds, card."""


def arrange(how: int, candidates: list[Candidate], query: Query) -> list[Found]:
    """The candidates of one way in the order of `query.find_all`."""
    made = [
        (
            kilometres(squared) if how == NEAR and squared is not None else None,
            wishes_met(query, kinds),
            sort_name,
            entry_id,
            card,
        )
        for entry_id, sort_name, squared, kinds, card in candidates
    ]
    made.sort(key=lambda each: (each[0] or 0, -each[1], each[2], each[3]))
    return [
        Found(entry_id, how, far, met, card) for far, met, _, entry_id, card in made[: query.limit]
    ]


class Fingerprint:
    """Of rows and entries in their order."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2s(digest_size=16)

    def add(self, part: object) -> None:
        """Take in one row or entry."""
        self._hash.update(msgspec.json.encode(part))

    def __str__(self) -> str:
        return self._hash.hexdigest()
