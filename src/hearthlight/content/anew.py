"""
What a layer says anew when it changes what a row beneath was read for.

A row keeps every field that an upper layer does not name. So a new number would be shown with the
pages, the day and the confidence of the old one, and none of them ever spoke of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from hearthlight.content.model import KINDS
from hearthlight.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

REACH: tuple[str, ...] = ("phone", "text", "tty", "url", "chat")
"""The fields of a contact by which someone is reached."""

READ_FOR: tuple[str, ...] = (*REACH, "always_open", "enforcement")
"""The fields of a contact that its pages were read for: with these, when, and who answers."""


class _Rests(NamedTuple):
    """What rests on having been read."""

    fields: tuple[str, ...]
    anew: tuple[str, ...]
    """What is said again when one of them changes."""
    lapses: tuple[str, ...] = ()
    """What nobody has done yet for another way to reach them."""
    kept: tuple[str, ...] = ()
    """What nobody above may empty."""


_RESTS: dict[str, _Rests] = {
    "contact": _Rests(
        READ_FOR, ("read_on", "sources", "confidence"), ("assured_date",), ("never_tried",)
    ),
    "duty": _Rests(
        ("text", "standing", "bound", "hours", "weekends"), ("read_on", "sources", "confidence")
    ),
    "source": _Rests(("url",), ("read_on",)),
}


class Changed(NamedTuple):
    """A row of a layer that changes what the row beneath was read for."""

    file: str
    id: str
    fields: tuple[str, ...]
    anew: tuple[str, ...]
    given: Mapping[str, Any]
    emptied: tuple[str, ...]
    """What it may not take away."""


def lay_over(
    kind: str, beneath: dict[str, Any], above: Mapping[str, Any], file: str
) -> Changed | None:
    """
    Lay the fields of an upper row over those beneath.

    What was assured of something else lapses. What the layer has to say anew is told to
    `find_unread`; to take something away needs no page.
    """
    rests = _RESTS.get(kind)
    if rests is None or not beneath:
        beneath.update(above)
        return None
    changed = [
        field.name
        for field in msgspec.structs.fields(KINDS[kind])
        if field.name in rests.fields
        and field.name in above
        and _typed(field, above[field.name])
        != _typed(field, beneath.get(field.name, field.default))
    ]
    for field in rests.lapses if set(changed).intersection(REACH) else ():
        beneath.pop(field, None)
    emptied = tuple(
        field
        for field in rests.kept
        if beneath.get(field) and not str(above.get(field, "-")).strip()
    )
    beneath.update(above)
    fields = tuple(field for field in changed if above[field] not in ("", False))
    if not fields and not emptied:
        return None
    return Changed(file, str(above["id"]), fields, rests.anew, above, emptied)


def _typed(field: msgspec.structs.FieldInfo, value: object) -> object:
    """What is meant: a table that writes a default out means what one means that leaves it out."""
    try:
        return msgspec.convert(value, field.type)
    except msgspec.ValidationError:  # told with the row, once it is whole
        return value


def find_unread(changed: Changed, read: Container[str]) -> Iterator[Problem]:
    """What such a row leaves to the one beneath. `read` are the sources that its layer read."""
    for field in changed.emptied:
        yield Problem(
            changed.file,
            changed.id,
            f"empties {field!r} of the layer beneath",
            f"Leave {field} out, or write your own reason",
        )
    if not changed.fields:
        return
    fields = ", ".join(repr(field) for field in changed.fields)
    lacks = [field for field in changed.anew if field not in changed.given]
    if lacks:
        yield Problem(
            changed.file,
            changed.id,
            f"changes {fields} of the layer beneath, and says no {', '.join(lacks)} of its own",
            f"Write {', '.join(lacks)} in this row too, of what you read yourself",
        )
        return
    named = changed.given.get("sources", ())
    for source in named if isinstance(named, list) else ():
        if source not in read:
            yield Problem(
                changed.file,
                changed.id,
                f"changes {fields} of the layer beneath, and names {source!r}, which this layer "
                "did not read again",
                f"Write a [[source]] with id = {source!r} and your read_on in this layer's "
                "sources.toml, if that page bears it out; or name another page",
            )
