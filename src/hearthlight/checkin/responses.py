"""What a caregiver said, parsed once at the door. It is never kept."""

from __future__ import annotations

import msgspec


class Responses(msgspec.Struct, frozen=True):
    """Facts that were ticked, by id, and where the family lives."""

    facts: frozenset[str] = frozenset()
    place: str = ""
    """A place of the pack; empty when it was not said."""
