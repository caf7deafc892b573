"""
Reads layers of TOML into one frozen Pack.

A later layer adds rows, or overrides by id: an entry with a known id replaces the fields it names
and keeps the others. Every mistake in reading is collected before any is raised.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from hearthlight.content.anew import find_unread, lay_over
from hearthlight.content.layers import find_layers
from hearthlight.content.lines import write_out_lines
from hearthlight.content.made_from import set_aside
from hearthlight.content.model import FILES, KINDS, Pack, Row, Words
from hearthlight.content.problems import BrokenPackError, Problem
from hearthlight.content.shapes import say_what_fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hearthlight.content.anew import Changed
    from hearthlight.content.layers import Layer

DRAWINGS = "drawings"
"""The folder of a layer that holds its drawings."""
_MADE_FROM_PARTS = 2


def load_pack(layers: Sequence[Layer] | None = None) -> Pack:
    """
    Merge the layers, lowest first; without layers, the shipped ones.

    Rows that stand for many are written out (`content.lines`). A translation of what an upper layer
    says anew is set aside (`content.made_from`).

    Raises BrokenPackError with every file that cannot be read and every row of the wrong shape.
    What rows mean together is for `content.checks`.
    """
    layers = find_layers() if layers is None else tuple(layers)
    reading = _Reading()
    for depth, layer in enumerate(layers):
        reading.add(layer, depth)
    rows = reading.typed_rows()
    if reading.problems:
        raise BrokenPackError(reading.problems)
    headers = tuple(layer.header for layer in layers)
    source = next((language.tag for each in headers for language in each.languages), "")
    set_aside(reading.words, reading.depths, reading.made_from, source)
    rows = write_out_lines(rows, reading.words, reading.files, source)
    return Pack(
        layers=headers,
        rows=rows,
        words=reading.words,
        files=reading.files,
        drawings=reading.drawings,
        logos=reading.logos,
        unread=tuple(reading.unread),
        fingerprint=reading.digest.hexdigest(),
    )


def fingerprint_layers(layers: Sequence[Layer]) -> str:
    """The fingerprint that the loaded pack would have, without parsing a file."""
    digest = hashlib.sha256()
    for layer in layers:
        for file in (*_files(layer), *_pictures(layer)):
            _digest_file(digest, layer.shown(file), file.read_bytes())
    return digest.hexdigest()


def _digest_file(digest: hashlib._Hash, shown: str, content: bytes) -> None:
    digest.update(f"{shown}\0{len(content)}\0".encode())
    digest.update(content)


def _files(layer: Layer) -> Iterator[Path]:
    yield from sorted(layer.folder.rglob("*.toml"))


def _pictures(layer: Layer) -> Iterator[Path]:
    yield from sorted((layer.folder / DRAWINGS).glob("*.svg"))
    logo = layer.folder / layer.header.logo
    if layer.header.logo and logo.is_file():
        yield logo


@lru_cache(maxsize=512)
def _parse(content: bytes) -> dict[str, Any]:
    """
    A file's table, which nobody changes: an inspection reads the layers beneath once more.

    Raises TOMLDecodeError and UnicodeDecodeError.
    """
    return tomllib.loads(content.decode("utf-8"))


class _Reading:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.raw: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS}
        self.words: dict[str, Words] = {}
        self.files: dict[str, str] = {}
        self.drawings: dict[str, str] = {}
        self.logos: dict[str, bytes] = {}
        self.unread: list[Problem] = []
        self.depths: dict[str, dict[str, int]] = {}
        self.made_from: dict[tuple[int, str], dict[str, str]] = {}
        self.digest = hashlib.sha256()
        self._depth = 0
        self._changed: list[Changed] = []
        self._read: set[str] = set()

    def add(self, layer: Layer, depth: int) -> None:
        seen: dict[tuple[str, str], str] = {}
        self._depth, self._changed, self._read = depth, [], set()
        for file in _files(layer):
            shown = layer.shown(file)
            content = file.read_bytes()
            _digest_file(self.digest, shown, content)
            try:
                table = _parse(content)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self._wrong(shown, "", f"is not TOML: {error}", "Mend the line it names")
                continue
            parts = file.relative_to(layer.folder).with_suffix("").parts
            if parts == ("pack",):
                continue
            if parts[0] == "made_from" and len(parts) == _MADE_FROM_PARTS:
                self._add_made_from(parts[1], shown, table)
            elif parts[0] == "words" and len(parts) > 1:
                self._add_words(parts[1], shown, table, seen)
            elif parts[0] in FILES:
                self._add_rows(FILES[parts[0]], shown, table, seen)
            else:
                self._wrong(
                    shown,
                    "",
                    "is not a file that a pack has",
                    f"Name it one of {', '.join(sorted(FILES))}, or words/LANGUAGE/NAME.toml",
                )

        for changed in self._changed:
            self.unread.extend(find_unread(changed, self._read))
        self.files[f"logos/{layer.header.id}"] = layer.shown(layer.folder / "pack.toml")
        for file in _pictures(layer):
            self._add_picture(layer, file)

    def _add_picture(self, layer: Layer, file: Path) -> None:
        shown, content = layer.shown(file), file.read_bytes()
        _digest_file(self.digest, shown, content)
        if file.parent != layer.folder / DRAWINGS:
            self.logos[layer.header.id] = content
            return
        try:
            self.drawings[file.stem] = content.decode("utf-8").strip()
        except UnicodeDecodeError:
            self._wrong(shown, "", "is not text in UTF-8", "Save the drawing as plain SVG")
        self.files[f"{DRAWINGS}/{file.stem}"] = shown

    def _add_rows(
        self,
        kinds: tuple[str, ...],
        shown: str,
        table: dict[str, Any],
        seen: dict[tuple[str, str], str],
    ) -> None:
        for kind, entries in table.items():
            if kind not in kinds or not isinstance(entries, list):
                self._wrong(
                    shown,
                    "",
                    f"has a table {kind!r}, which does not belong here",
                    f"Write entries as {' or '.join(f'[[{name}]]' for name in kinds)}",
                )
                continue
            for entry in entries:
                row_id = entry.get("id") if isinstance(entry, dict) else None
                if not isinstance(row_id, str):
                    self._wrong(shown, "", f"has a [[{kind}]] without an id", "Give it an id")
                    continue
                if (kind, row_id) in seen:
                    self._wrong(
                        shown,
                        row_id,
                        f"stands twice in one layer (also in {seen[kind, row_id]})",
                        "Keep one of the two",
                    )
                    continue
                seen[kind, row_id] = shown
                if changed := lay_over(kind, self.raw[kind].setdefault(row_id, {}), entry, shown):
                    self._changed.append(changed)
                if kind == "source" and "read_on" in entry:
                    self._read.add(row_id)
                # A sign may bear the name of a statement: the sign is what an editor edits.
                if kind != "statement":
                    self.files[row_id] = shown
                else:
                    self.files.setdefault(row_id, shown)

    def _add_words(
        self,
        language: str,
        shown: str,
        table: dict[str, Any],
        seen: dict[tuple[str, str], str],
    ) -> None:
        words = self.words.setdefault(language, {})
        for row_id, fields in table.items():
            if not isinstance(fields, dict):
                self._wrong(
                    shown, row_id, "stands outside a table", "Put it under [the id it is for]"
                )
                continue
            for field, text in fields.items():
                if (language, f"{row_id}.{field}") in seen:
                    self._wrong(
                        shown,
                        row_id,
                        f"has {field!r} twice in one layer "
                        f"(also in {seen[language, f'{row_id}.{field}']})",
                        "Keep one of the two",
                    )
                seen[language, f"{row_id}.{field}"] = shown
                self.depths.setdefault(language, {})[f"{row_id}.{field}"] = self._depth
                if isinstance(text, str) and text.strip():
                    words[f"{row_id}.{field}"] = text.strip()
                elif (
                    isinstance(text, list)
                    and text
                    and all(isinstance(item, str) and item.strip() for item in text)
                ):
                    words[f"{row_id}.{field}"] = tuple(item.strip() for item in text)
                else:
                    self._wrong(
                        shown,
                        row_id,
                        f"has no words in {field!r}",
                        "Write a text, or a list of texts, between quotes",
                    )
            self.files[f"words/{language}/{row_id}"] = shown

    def _add_made_from(self, language: str, shown: str, table: dict[str, Any]) -> None:
        try:
            made = msgspec.convert(table, dict[str, dict[str, str]])
        except msgspec.ValidationError as error:
            self._wrong(
                shown,
                "",
                f"is not what `pack translate` writes: {error}",
                "Delete the file; `hearthlight pack translate LANG --accept-all` writes it again",
            )
            return
        self.made_from[self._depth, language] = {
            f"{row_id}.{field}": digits
            for row_id, fields in made.items()
            for field, digits in fields.items()
        }

    def typed_rows(self) -> dict[str, dict[str, Row]]:
        rows: dict[str, dict[str, Row]] = {}
        for kind, entries in self.raw.items():
            rows[kind] = {}
            for row_id, entry in entries.items():
                try:
                    rows[kind][row_id] = msgspec.convert(entry, KINDS[kind])
                except msgspec.ValidationError as error:
                    message, remedy = say_what_fits(
                        str(error), entry, f"See `hearthlight pack schema {self._file_of(kind)}`"
                    )
                    self._wrong(self.files[row_id], row_id, message, remedy)
        return rows

    def _file_of(self, kind: str) -> str:
        return next(name for name, kinds in FILES.items() if kind in kinds)

    def _wrong(self, file: str, row_id: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(file, row_id, message, remedy))
