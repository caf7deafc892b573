"""
What is asked of a search for services.

It stands by itself so that a page with the form needs nothing of the directory.
"""

from __future__ import annotations

import msgspec

SERVICES_PAGE = "page-services"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What someone would like; what is empty is not asked. Only this is looked for."""

    kinds: tuple[str, ...] = ()
    """Kinds of service, by id: one of them, and better more."""
    words: str = ""
    place: str = ""
    """A place of the pack. A `zip_code` is nearer, and goes before it."""
    zip_code: str = ""
    age: int | None = None
    language: str = ""
    free: bool = False
    remote: bool = False
    """By phone or online."""
    open_now: bool = False


class UnknownWishError(ValueError):
    """A kind, place, ZIP code or language that there is not; `field` says which it was."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field}: there is no such")
