"""
What a language lacks, and what it says of a source text that has changed since.

Beside its words each layer keeps, in `made_from/LANGUAGE.toml`, a digest of the source text that
each translation was made from. A translation is stale when that digest is not today's. Words are
looked up as a reader gets them: the highest layer that says something wins, in each language.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
import tomlkit

from hearthlight.content.locales import INTERFACE
from hearthlight.content.made_from import digest
from hearthlight.content.model import Limit
from hearthlight.wording.passages import read_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack

State = Literal["translated", "missing", "stale"]
MADE_FROM = "made_from"
_HEAD = """\
Which source text each translation was made from: a digest of it, by row and field.
`hearthlight pack translate` writes this file."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One text of the source language, or one list, and what a language makes of it."""

    key: str
    """`id.field`."""
    kind: str
    """The kind of row that it is for; empty for the label of a link."""
    file: str
    """Where the source text stands."""
    layers: tuple[str, ...]
    """The layer that says it in the source language, and the one that says it in this one."""
    source: tuple[str, ...]
    is_list: bool
    translation: tuple[str, ...]
    """Empty when there is none."""
    state: State
    pages: tuple[str, ...]
    """Pages that can show it."""
    sentence_words: int
    """The most words that a sentence of it may have; 0 when the language names no limit."""


class FileCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one source file is translated."""

    file: str
    texts: int
    missing: int
    stale: int


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """A language beside its source language."""

    language: str
    source: str
    files: tuple[FileCounts, ...]
    texts: tuple[Text, ...]
    """Every text of the source language, in the order of its files."""

    @property
    def to_do(self) -> tuple[Text, ...]:
        """What is missing or stale."""
        return tuple(text for text in self.texts if text.state != "translated")


class UnknownTextError(Exception):
    """An id or a layer that is not there. The message says what to name instead."""


class _Home(NamedTuple):
    """Where a text stands."""

    depth: int
    """The layer, counted from the bottom."""
    file: Path
    parts: tuple[str, ...]
    is_list: bool


def read_translation(pack: Pack, layers: Sequence[Layer], language: str) -> Translation:
    """Every text of a checked pack, with what a language says for it. It may have no words yet."""
    source = pack.languages[0].tag
    told, said = _homes(layers, source), _homes(layers, language)
    made_from = [_read_made_from(layer, language) for layer in layers]
    kinds = {row_id: kind for kind, rows in pack.rows.items() for row_id in rows}
    pages = {passage.id: passage.pages for passage in read_passages(pack, source)}
    texts: list[Text] = []
    for key, home in told.items():
        row_id = key.split(".", 1)[0]
        its = said.get(key)
        state: State = "missing"
        if its is not None:
            made = made_from[its.depth].get(key)
            state = "translated" if made == digest(home.parts) else "stale"
        texts.append(
            Text(
                key=key,
                kind=INTERFACE if row_id == INTERFACE else kinds.get(row_id, ""),
                file=layers[home.depth].shown(home.file),
                layers=tuple(layers[each.depth].header.id for each in (home, its) if each),
                source=home.parts,
                is_list=home.is_list,
                translation=its.parts if its else (),
                state=state,
                pages=pages.get(row_id, ()),
                sentence_words=_sentence_words(pack, language, pages.get(row_id, ())),
            )
        )
    return Translation(
        language=language, source=source, files=tuple(_count_files(texts)), texts=tuple(texts)
    )


def narrow_translation(translation: Translation, layers: Iterable[Layer]) -> Translation:
    """Only the texts that one of these layers says, in one language or the other."""
    ids = {layer.header.id for layer in layers}
    texts = tuple(text for text in translation.texts if ids.intersection(text.layers))
    return msgspec.structs.replace(translation, files=tuple(_count_files(texts)), texts=texts)


def accept_translations(
    layers: Sequence[Layer],
    translation: Translation,
    ids: Iterable[str] | None = None,
    beneath: int = 0,
) -> int:
    """
    Say that what stands in a language was made from today's source text, and count what changed.

    `ids` are rows, or `id.field`; None is everything that has words. Nothing missing is accepted.
    So many layers from the bottom, `beneath`, are somebody else's: they are not written.

    Raises UnknownTextError for an id that has no words in the language, or has them beneath.
    """
    said = _homes(layers, translation.language)
    stale = {
        text.key: text
        for text in translation.texts
        if text.state == "stale" and said[text.key].depth >= beneath
    }
    wanted = set(stale)
    if ids is not None:
        known = {
            text.key
            for text in translation.texts
            if text.translation and said[text.key].depth >= beneath
        }
        wanted = set()
        for name in ids:
            named = {key for key in known if name in (key, key.split(".", 1)[0])}
            if not named:
                whose = "your own " if beneath else ""
                raise UnknownTextError(
                    f"There is no {name!r} in {whose}words/{translation.language}/. "
                    "Name a row, or a row and a field: block-home-promise.text."
                )
            wanted |= named & set(stale)
    marks = {key: (said[key].depth, digest(stale[key].source)) for key in wanted}
    _replace_files(dict(_marked(layers, translation.language, marks, said, beneath)))
    return len(wanted)


def write_translations(
    layers: Sequence[Layer],
    translation: Translation,
    words: Mapping[str, tuple[str, ...]],
    into: str = "",
    beneath: int = 0,
) -> tuple[str, ...]:
    """
    Put words under keys, and mark each as made from today's source text.

    New words go where the source text stands, under the language's folder; `into` is the layer
    that they go to instead. So many layers from the bottom, `beneath`, are somebody else's and are
    not written: what is to stand there goes to the lowest layer above them that names the
    language. What is as it was is not touched. Every file is written aside before any is put in
    place. Returns the files that changed.

    Raises UnknownTextError for a layer that is not there or is not written.
    """
    language = translation.language
    own = {layer.header.id: depth for depth, layer in enumerate(layers) if depth >= beneath}
    if into and into not in own:
        raise UnknownTextError(f"There is no layer {into!r} to write in. Try: {', '.join(own)}.")
    floor = own[into] if into else _lowest_of(layers, language, beneath)
    told, said = _homes(layers, translation.source), _homes(layers, language)
    lists = {text.key: text.is_list for text in translation.texts}
    whole = {text.key: text.translation for text in translation.texts if text.state == "translated"}
    changes: dict[Path, dict[str, tuple[str, ...]]] = {}
    marks: dict[str, tuple[int, str]] = {}
    homes = dict(said)
    for key, parts in words.items():
        least = floor if into else max(told[key].depth, floor)
        home = said.get(key)
        if home is not None and home.depth < floor and whole.get(key) == parts:
            continue  # it is said beneath, from today's text, and well
        if home is None or home.depth < least:
            folder = layers[told[key].depth].folder / "words" / translation.source
            file = layers[least].folder / "words" / language / told[key].file.relative_to(folder)
            home = _Home(least, file, (), lists[key])
        if home.parts != parts:
            changes.setdefault(home.file, {})[key] = parts
        marks[key] = (home.depth, digest(told[key].parts))
        homes[key] = home
    order = {key.split(".", 1)[0]: None for key in told}
    written = {file: _with_words(file, its, lists, order) for file, its in changes.items()}
    written.update(_marked(layers, language, marks, homes, beneath))
    _replace_files(written)
    return tuple(
        layer.shown(file)
        for layer in layers
        for file in written
        if file.is_relative_to(layer.folder)
    )


def _lowest_of(layers: Sequence[Layer], language: str, beneath: int) -> int:
    """The lowest layer above those beneath that names the language; if none does, the lowest."""
    if not beneath:
        return 0
    names = (
        depth
        for depth, layer in list(enumerate(layers))[beneath:]
        if any(one.tag == language for one in layer.header.languages)
    )
    return next(names, beneath)


def _homes(layers: Sequence[Layer], language: str) -> dict[str, _Home]:
    found: dict[str, _Home] = {}
    for depth, layer in enumerate(layers):
        for file in sorted((layer.folder / "words" / language).rglob("*.toml")):
            for row_id, fields in tomllib.loads(file.read_text("utf-8")).items():
                for field, text in fields.items():
                    parts = (text,) if isinstance(text, str) else text
                    found[f"{row_id}.{field}"] = _Home(
                        depth,
                        file,
                        tuple(part.strip() for part in parts),
                        not isinstance(text, str),
                    )
    return found


def _made_from_file(layer: Layer, language: str) -> Path:
    return layer.folder / MADE_FROM / f"{language}.toml"


def _read_made_from(layer: Layer, language: str) -> dict[str, str]:
    file = _made_from_file(layer, language)
    if not file.exists():
        return {}
    return {
        f"{row_id}.{field}": made
        for row_id, fields in tomllib.loads(file.read_text("utf-8")).items()
        for field, made in fields.items()
    }


def _sentence_words(pack: Pack, language: str, pages: tuple[str, ...]) -> int:
    limits = [limit for limit in pack.all(Limit).values() if limit.language == language]
    named = [limit for limit in limits if set(limit.pages) & set(pages)]
    general = [limit for limit in limits if not limit.pages]
    return min((limit.sentence_words for limit in (*named, *general)), default=0)


def _count_files(texts: Sequence[Text]) -> Iterator[FileCounts]:
    counts = Counter((text.file, text.state) for text in texts)
    for file in dict.fromkeys(text.file for text in texts):
        missing, stale = counts[file, "missing"], counts[file, "stale"]
        yield FileCounts(
            file=file,
            texts=counts[file, "translated"] + missing + stale,
            missing=missing,
            stale=stale,
        )


def _marked(
    layers: Sequence[Layer],
    language: str,
    marks: Mapping[str, tuple[int, str]],
    homes: Mapping[str, _Home],
    beneath: int,
) -> Iterator[tuple[Path, str]]:
    """The files of digests that change. What a layer no longer translates leaves its file."""
    for depth, layer in list(enumerate(layers))[beneath:]:
        before = _read_made_from(layer, language)
        after = before | {key: made for key, (where, made) in marks.items() if where == depth}
        after = {key: after[key] for key in sorted(after) if key in homes}
        if after == before:
            continue
        document = tomlkit.document()
        for line in _HEAD.splitlines():
            document.add(tomlkit.comment(line))
        rows: dict[str, dict[str, str]] = {}
        for key, made in after.items():
            row_id, field = key.split(".", 1)
            rows.setdefault(row_id, {})[field] = made
        for row_id, fields in rows.items():
            document.add(tomlkit.nl())
            table = tomlkit.table()
            table.update(fields)
            document.add(row_id, table)
        yield _made_from_file(layer, language), document.as_string()


def _with_words(
    file: Path,
    words: Mapping[str, tuple[str, ...]],
    lists: Mapping[str, bool],
    order: Mapping[str, None],
) -> str:
    """A file with these words in it, its comments kept, its rows in the order of the source."""
    document = tomlkit.parse(file.read_text("utf-8") if file.exists() else "")
    new = False
    for key, parts in words.items():
        row_id, field = key.split(".", 1)
        if row_id not in document:
            document.add(row_id, tomlkit.table())
            new = True
        table = document[row_id]
        table[field] = _list(parts) if lists[key] else _text(parts[0])
    return _in_order(document, order) if new else document.as_string()


def _in_order(document: tomlkit.TOMLDocument, order: Mapping[str, None]) -> str:
    places = {row_id: number for number, row_id in enumerate(order)}
    ordered = tomlkit.document()
    for name, item in document.body:
        if name is None:
            ordered.add(item)
    for row_id in sorted(document, key=lambda name: places.get(name, len(places))):
        table = document[row_id]
        if not table.as_string().endswith("\n\n"):
            table.add(tomlkit.nl())
        ordered.add(row_id, table)
    return ordered.as_string().rstrip("\n") + "\n"


def _text(text: str) -> tomlkit.items.String:
    if "\n" not in text:
        return tomlkit.string(text)
    return tomlkit.string(f"\n{text}\n", multiline=True)


def _list(parts: tuple[str, ...]) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(parts)
    return array.multiline(multiline=True)


def _replace_files(written: Mapping[Path, str]) -> None:
    """Write every file aside, read it as TOML, and only then put all in place."""
    aside: dict[Path, Path] = {}
    try:
        for file, content in written.items():
            tomllib.loads(content)
            file.parent.mkdir(parents=True, exist_ok=True)
            aside[file] = file.with_name(f".{file.name}.new")
            aside[file].write_text(content, "utf-8")
        for file, new in aside.items():
            new.replace(file)
    finally:
        for new in aside.values():
            new.unlink(missing_ok=True)
