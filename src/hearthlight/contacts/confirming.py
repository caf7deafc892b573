"""
Writes down that a person looked again: the day, and the page that bears a contact out.

Where someone's own folders lie on the shipped layers, only these are written: what stood in ours
would be gone with the next version, and was never theirs. The row that is written there names the
number that was checked, so that a day never passes to another number.

Files are edited as an editor would, comments kept; all are written aside before any is replaced.
Where the pack does not hold with them, or one cannot be written, all are put back as they were.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from hearthlight.contacts.freshness import read_today
from hearthlight.content.anew import READ_FOR
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Contact, Source
from hearthlight.content.problems import BrokenPackError
from hearthlight.content.source_checks import is_address, read_host

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import tomlkit

    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack

_LONGEST_ID = 80


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
    beneath: int = 0,
    today: str = "",
) -> tuple[str, ...]:
    """
    Record a check of one contact, and return the files that changed.

    `source` is the address of the page that was read on `day` (ISO 8601); a page that the contact
    does not name yet becomes one of its sources. `used` says that the line itself was used. So many
    layers from the bottom, `beneath`, are somebody else's and are not written: what is to change
    there is said anew in the uppermost layer. Nobody has read a page after `today`; without it,
    the day it is here.

    Raises CannotConfirmError for a contact, a day or an address that cannot be taken, for a line
    that nobody may try and that was used, and for a file that cannot be written; BrokenPackError
    with every problem where the pack would not hold. Nothing has changed then.
    """
    contact = pack.all(Contact).get(contact_id)
    if contact is None:
        raise CannotConfirmError(
            f"There is no contact {contact_id!r}. `hearthlight contacts check --all` lists them."
        )
    _check_given(contact, source, day, today or read_today().isoformat())
    if used and contact.never_tried:
        raise CannotConfirmError(
            f"{contact_id} is never called or written to as a test. {contact.never_tried} "
            "Then write down what you read, without --used."
        )
    sources = pack.all(Source)
    known = next((name for name in contact.sources if sources[name].url == source), "")
    files = _Files(layers[beneath:])
    if known:
        files.change("source", known, {"read_on": day})
    else:
        known = _free_id(pack, contact, layers[-1].header.id if beneath else "")
        files.add(
            "source",
            {
                "id": known,
                "title": sources[contact.sources[0]].title,
                "publisher": read_host(source),
                "url": source,
                "read_on": day,
                "seen": seen,
                "dated": "unknown",
            },
            beside=contact.sources[0],
        )
    told: dict[str, Any] = {"read_on": day}
    if known not in contact.sources:
        told["sources"] = [*contact.sources, known]
    if used:
        told["assured_date"] = day
    files.change("contact", contact_id, told, _as_checked(contact) if beneath else {})
    try:
        return files.write(lambda: _must_hold(layers))
    except OSError as error:
        raise CannotConfirmError(
            f"{error.filename}: {error.strerror}. Name a folder where you may write."
        ) from error


def _must_hold(layers: Sequence[Layer]) -> None:
    from hearthlight.content.checks import check_pack  # noqa: PLC0415 - slow to import

    if problems := tuple(check_pack(load_pack(layers))):
        raise BrokenPackError(problems)


def _check_given(contact: Contact, source: str, day: str, today: str) -> None:
    if not _is_day(day):
        raise CannotConfirmError(f"{day!r} is no day. Write it like 2026-11-24.")
    if day > today:
        raise CannotConfirmError(f"{day} is after today, {today}. Write the day you read the page.")
    if day < contact.read_on:
        raise CannotConfirmError(f"{contact.id} was read on {contact.read_on}, after {day}.")
    if not is_address(source):
        raise CannotConfirmError(f"{source!r} is no address. Copy the page's whole address.")


def _is_day(day: str) -> bool:
    """Whether it is written as packs write it: ISO 8601 knows other ways, such as 20261124."""
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _as_checked(contact: Contact) -> dict[str, Any]:
    """What was checked: how and when one reaches whom, by which sources, and how sure that is."""
    read = {field: msgspec.to_builtins(getattr(contact, field)) for field in READ_FOR}
    said = {**read, "confidence": contact.confidence, "sources": list(contact.sources)}
    return {field: _without_empty(value) for field, value in said.items() if value}


def _without_empty(value: object) -> object:
    """A table as an editor writes it: what it does not have is left out."""
    if not isinstance(value, dict):
        return value
    return {field: told for field, told in value.items() if told}


def _free_id(pack: Pack, contact: Contact, layer: str) -> str:
    """An id that is not there; in a layer of somebody's own, one that ours will never have."""
    stem = contact.sources[0].rpartition("-")[0]
    number = len(contact.sources) + 1
    if layer:
        named = f"source-{layer}-{contact.id.removeprefix('contact-')}"
        stem, number = named[: _LONGEST_ID - 4].rstrip("-"), 1
    while f"{stem}-{number}" in pack.all(Source):
        number += 1
    return f"{stem}-{number}"


class _Files:
    """TOML files of layers that are open for editing."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers
        self._homes: dict[tuple[str, str], Path] = {}
        """Where the uppermost layer that has a row says it."""
        for layer in layers:
            for file in sorted((*layer.folder.glob("*.toml"), *layer.folder.glob("*/*.toml"))):
                for kind, rows in tomllib.loads(file.read_text("utf-8")).items():
                    for row in rows if isinstance(rows, list) else ():
                        self._homes[kind, row.get("id", "")] = file
        self._open: dict[Path, tomlkit.TOMLDocument] = {}
        self._new: list[re.Pattern[str]] = []
        """Where a new row begins, which an empty line goes before."""

    def _document(self, file: Path) -> tomlkit.TOMLDocument:
        import tomlkit  # noqa: PLC0415 - slow to import, and only who confirms pays for it

        if file not in self._open:
            self._open[file] = tomlkit.parse(file.read_text("utf-8") if file.exists() else "")
        return self._open[file]

    def change(
        self,
        kind: str,
        row_id: str,
        told: Mapping[str, Any],
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        """Change a row, or say it anew where no layer has it; with what is kept of it."""
        file = self._homes.get((kind, row_id))
        if file is None:
            self.add(kind, {"id": row_id, **(kept or {}), **told})
            return
        rows: list[dict[str, Any]] = self._document(file)[kind]
        row = next(row for row in rows if row["id"] == row_id)
        for field, value in {**(kept or {}), **told}.items():
            if field in told or field not in row:
                row[field] = _toml(value)

    def add(self, kind: str, row: Mapping[str, Any], beside: str = "") -> None:
        """A row in the file of one of its kind, else in the uppermost layer's file of that kind."""
        import tomlkit  # noqa: PLC0415 - likewise

        file = self._homes.get((kind, beside), self._layers[-1].folder / f"{kind}s.toml")
        table = tomlkit.table()
        table.update({field: _toml(value) for field, value in row.items()})
        document = self._document(file)
        if kind not in document:
            document.add(kind, tomlkit.aot())
        document[kind].append(table)
        self._new.append(re.compile(rf'(?<=[^\n]\n)(?=\[\[{kind}\]\]\nid = "{row["id"]}"\n)'))

    def write(self, hold: Callable[[], None]) -> tuple[str, ...]:
        """Replace the files, unless what they are then does not `hold`, which raises."""
        before = {file: file.read_bytes() if file.exists() else None for file in self._open}
        aside: dict[Path, Path] = {}
        try:
            for file, document in self._open.items():
                content = document.as_string()
                for start in self._new:
                    content = start.sub("\n", content)
                tomllib.loads(content)
                aside[file] = file.with_name(f".{file.name}.new")
                aside[file].write_text(content, "utf-8")
            try:
                for file, new in aside.items():
                    new.replace(file)
                hold()
            except BaseException:
                for file, was in before.items():
                    _put_back(file, was)
                raise
        finally:
            for new in aside.values():
                with suppress(OSError):  # not there any more, or never was
                    new.unlink()
        return tuple(
            sorted(
                layer.shown(file)
                for file in self._open
                for layer in self._layers
                if file.is_relative_to(layer.folder)
            )
        )


def _put_back(file: Path, was: bytes | None) -> None:
    if was is None:
        file.unlink(missing_ok=True)
    elif file.read_bytes() != was:
        file.write_bytes(was)


def _toml(value: object) -> object:
    """A table is written in one line, as it stands in our files."""
    if not isinstance(value, dict):
        return value
    import tomlkit  # noqa: PLC0415 - likewise

    table = tomlkit.inline_table()
    table.update(value)
    return table
