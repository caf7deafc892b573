"""
Writes down that a person looked again: the day, and the page that bears a contact out.

Files are edited as an editor would, comments kept; all are written aside before any is replaced.
"""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hearthlight.content.model import Contact, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import tomlkit

    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack


class CannotConfirmError(Exception):
    """What was given cannot be written down. The message says what to give instead."""


def confirm_contact(  # noqa: PLR0913 - what a person has to say of a check
    pack: Pack,
    layers: Sequence[Layer],
    contact_id: str,
    *,
    source: str,
    day: str,
    seen: str = "",
    used: bool = False,
) -> tuple[str, ...]:
    """
    Record a check of one contact, and return the files that changed.

    `source` is the address of the page that was read on `day` (ISO 8601); a page that the contact
    does not name yet becomes one of its sources. `used` says that the line itself was used.

    Raises CannotConfirmError for a contact, a day or an address that cannot be taken.
    """
    contact = pack.all(Contact).get(contact_id)
    if contact is None:
        raise CannotConfirmError(
            f"There is no contact {contact_id!r}. `hearthlight contacts check` lists them all."
        )
    _check_given(contact, source, day)
    sources = pack.all(Source)
    known = next((name for name in contact.sources if sources[name].url == source), "")
    files = _Files(pack, layers)
    if known:
        files.row("source", known)["read_on"] = day
    else:
        known = _free_id(pack, contact)
        files.add_source(sources[contact.sources[0]], known, source, day, seen)
    row = files.row("contact", contact_id)
    row["read_on"] = day
    if known not in contact.sources:
        row["sources"] = [*contact.sources, known]
    if used:
        row["assured_date"] = day
    return files.write()


def _check_given(contact: Contact, source: str, day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise CannotConfirmError(f"{day!r} is no day. Write it like 2026-11-24.") from None
    if day < contact.read_on:
        raise CannotConfirmError(f"{contact.id} was read on {contact.read_on}, after {day}.")
    address = urlsplit(source)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise CannotConfirmError(f"{source!r} is no address. Copy the page's whole address.")


def _free_id(pack: Pack, contact: Contact) -> str:
    stem = contact.sources[0].rpartition("-")[0]
    number = len(contact.sources) + 1
    while f"{stem}-{number}" in pack.all(Source):
        number += 1
    return f"{stem}-{number}"


class _Files:
    """TOML files that are open for editing."""

    def __init__(self, pack: Pack, layers: Sequence[Layer]) -> None:
        self._pack = pack
        self._paths = {
            layer.shown(file): file for layer in layers for file in layer.folder.rglob("*.toml")
        }
        self._open: dict[str, tomlkit.TOMLDocument] = {}

    def _document(self, row_id: str) -> tomlkit.TOMLDocument:
        import tomlkit  # noqa: PLC0415 - slow to import, and only who confirms pays for it

        shown = self._pack.files[row_id]
        if shown not in self._open:
            self._open[shown] = tomlkit.parse(self._paths[shown].read_text("utf-8"))
        return self._open[shown]

    def row(self, kind: str, row_id: str) -> dict[str, Any]:
        rows: list[dict[str, Any]] = self._document(row_id)[kind]
        return next(row for row in rows if row["id"] == row_id)

    def add_source(self, like: Source, row_id: str, url: str, day: str, seen: str) -> None:
        import tomlkit  # noqa: PLC0415 - likewise

        table = tomlkit.table()
        table.update(
            {
                "id": row_id,
                "title": like.title,
                "publisher": (urlsplit(url).hostname or "").removeprefix("www."),
                "url": url,
                "read_on": day,
                "seen": seen,
                "dated": "unknown",
            }
        )
        rows = self._document(like.id)["source"]
        rows.append(table)

    def write(self) -> tuple[str, ...]:
        aside: dict[Path, Path] = {}
        try:
            for shown, document in self._open.items():
                content = document.as_string()
                tomllib.loads(content)
                file = self._paths[shown]
                aside[file] = file.with_name(f".{file.name}.new")
                aside[file].write_text(content, "utf-8")
            for file, new in aside.items():
                new.replace(file)
        finally:
            for new in aside.values():
                new.unlink(missing_ok=True)
        return tuple(sorted(self._open))
