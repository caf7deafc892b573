"""Places by id, and the chain of jurisdictions that a place lies within."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def normalise_place(said: str) -> str:
    """
    The id of a place as packs write it: lower case.

    `US-CA-San-Francisco` and `us_ca_san francisco` are both taken.
    """
    return "-".join(said.strip().lower().replace("_", " ").replace("-", " ").split())


def chain_of(place: str, within: Mapping[str, str]) -> tuple[str, ...]:
    """
    The place, then what it lies within, up to the country; empty when no place was said.

    Raises KeyError for a place that is not in `within` (place id to the id around it).
    """
    chain: list[str] = []
    while place:
        if place in chain:
            break  # a circle is an editor's mistake, reported by the checks; do not hang on it
        chain.append(place)
        place = within[place]
    return tuple(chain)
