"""What a field may look like, said to an editor: a pattern is no answer to a wrong date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_AT = re.compile(r" - at `\$(?:\.|\[\.\.\.\])?(?P<path>[^`]*)`")
_STEPS = re.compile(r"[^.\[\]]+")
_UNQUOTED = re.compile(r"Expected `str`, got `(?:date|datetime|int|float)`")
_SHAPES: tuple[tuple[str, str, str], ...] = (
    (r"\d{4}-\d{2}-\d{2}", "is no day", 'Write year, month and day, like "2026-11-22"'),
    (r"https?://", "is no whole address", 'Copy it whole, like "https://www.example.org/contact"'),
    (
        r"[a-z0-9]+(-[a-z0-9]+)*",
        "is no id",
        "Write lower-case letters, digits and hyphens between them, like contact-example",
    ),
    (r"[a-z]{2,3}(-", "is no tag of a language", "Write one such as en, es or zh-Hant"),
)
"""A piece of the pattern of a field, what a wrong text is then, and what to write."""


def say_what_fits(said: str, given: Mapping[str, Any], see: str) -> tuple[str, str]:
    """
    What is wrong with a row that is not of its type, and the remedy.

    `said` is msgspec's message, `given` the row as it was read, and `see` where its fields stand.
    """
    found = _AT.search(said)
    at = found["path"] if found else ""
    message = _AT.sub("", said)
    pattern = message.replace(r"\\", "\\") if "matching regex" in message else ""
    for piece, what, remedy in _SHAPES:
        if piece in pattern:
            return f"has {_held(given, at)!r} in {at!r}, which {what}", remedy
    if _UNQUOTED.match(message):
        return f"{message} in {at}", f'Write it between quotes: "{_held(given, at)}"'
    return f"{message}{f' in {at}' if at else ''}", f"{see} for the fields"


def _held(given: object, at: str) -> object:
    """What stands at a path such as `links[0].path`."""
    for step in _STEPS.findall(at):
        if isinstance(given, dict):
            given = given.get(step)
        elif isinstance(given, list) and step.isdecimal() and int(step) < len(given):
            given = given[int(step)]
    return given
