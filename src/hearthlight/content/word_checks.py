"""What can be wrong with words: missing, misshapen, shown by nothing, or holding a number."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import phonenumbers
from babel.core import Locale, UnknownLocaleError

from hearthlight.content import locales
from hearthlight.content.interface import INTERFACE_PARTS, INTERFACE_WORDS
from hearthlight.content.model import Block, Duty, Pack, Pattern, Row, Service
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGIT = re.compile(r"\d")
"""Without one there is no number; most words have none, and to look for one takes time."""


def check_words(pack: Pack) -> Iterator[Problem]:
    """Every text that is needed is there, and none that nothing shows."""
    yield from _words_are_there(pack)
    yield from _words_hold_no_number(pack)
    yield from _parts_can_be_filled(pack)
    yield from _languages_exist(pack)


def _words_are_there(pack: Pack) -> Iterator[Problem]:
    source = pack.languages[0].tag if pack.languages else ""
    if not source or source not in pack.words:
        yield Problem(
            "pack.toml",
            "",
            "names no language that has words",
            "List [[languages]] in the lowest layer, and write words/LANGUAGE/",
        )
        return
    yield from _needed_words(pack, source)
    known = _known_words(pack)
    for language, its in pack.words.items():
        for key in its:
            row_id, field = key.split(".", 1)
            if field not in known.get(row_id, ()):
                yield Problem(
                    pack.files[f"words/{language}/{row_id}"],
                    row_id,
                    f"has words {field!r} that nothing shows",
                    "Correct the id or the field, or delete them",
                )


def _needed_words(pack: Pack, source: str) -> Iterator[Problem]:
    words = pack.words[source]
    wanted = [
        (row.id, row.id, field)
        for kind, rows in pack.rows.items()
        for row in rows.values()
        for field in _needed(kind, row)
    ]
    wanted += [
        (block.id, link.text, "label") for block in pack.all(Block).values() for link in block.links
    ]
    wanted += [(duty.id, duty.text, "text") for duty in pack.all(Duty).values()]
    for row_id, named, field in wanted:
        found = words.get(f"{named}.{field}")
        if found is None:
            which = "" if named == row_id else f"names {named!r}, which "
            yield row_problem(
                pack,
                row_id,
                f"{which}has no {field!r} in words/{source}/",
                f"Add [{named}] {field} = ... to a file of words/{source}/",
            )
        elif isinstance(found, tuple) and field not in locales.LISTS:
            yield Problem(
                pack.files[f"words/{source}/{named}"],
                named,
                f"has a list in {field!r}, where one text is needed",
                "Write one text between quotes",
            )
    for field in sorted(INTERFACE_WORDS):
        if f"{locales.INTERFACE}.{field}" not in words:
            yield Problem(
                f"words/{source}/interface.toml",
                locales.INTERFACE,
                f"has no {field!r}",
                "Add it; the interface asks for it",
            )


def _needed(kind: str, row: Row) -> tuple[str, ...]:
    if isinstance(row, Block):
        needs = locales.BLOCK_NEEDS[row.kind]
        # What is folded is opened by its title.
        return tuple({*needs, "title"}) if row.folded and row.kind != "calls" else needs
    if isinstance(row, Pattern):
        return locales.PATTERN_NEEDS[row.kind]
    if isinstance(row, Service) and not row.contact:
        return ("name", "text")
    return locales.NEEDED.get(kind, ())


def _known_words(pack: Pack) -> dict[str, set[str]]:
    source = pack.words.get(pack.languages[0].tag, {}) if pack.languages else {}
    commands = f"{locales.COMMANDS}."
    known: dict[str, set[str]] = {
        locales.INTERFACE: set(INTERFACE_WORDS),
        locales.COMMANDS: {key[len(commands) :] for key in source if key.startswith(commands)},
    }
    for kind, rows in pack.rows.items():
        for row in rows.values():
            known.setdefault(row.id, set()).update(
                locales.NEEDED.get(kind, ()), locales.ALLOWED.get(kind, ())
            )
    for block in pack.all(Block).values():
        for link in block.links:
            known.setdefault(link.text, set()).add("label")
    for duty in pack.all(Duty).values():
        known.setdefault(duty.text, set()).add("text")
    return known


def _words_hold_no_number(pack: Pack) -> Iterator[Problem]:
    """A number typed into a sentence has no source and no date; it must come from a contact."""
    for language, words in pack.words.items():
        for key, text in words.items():
            for part in (text,) if isinstance(text, str) else text:
                if not _DIGIT.search(part):
                    continue
                for match in phonenumbers.PhoneNumberMatcher(
                    part, "US", leniency=phonenumbers.Leniency.POSSIBLE
                ):
                    row_id = key.split(".", 1)[0]
                    yield Problem(
                        pack.files[f"words/{language}/{row_id}"],
                        row_id,
                        f"has the number {match.raw_string!r} typed into its words",
                        "Make it a contact, with its source, and call it from calls.toml",
                    )


def _parts_can_be_filled(pack: Pack) -> Iterator[Problem]:
    """A word in braces that nothing fills would break a page while it is read."""
    for language, words in pack.words.items():
        for field, parts in INTERFACE_PARTS.items():
            text = words.get(f"{locales.INTERFACE}.{field}", "")
            try:
                named = {name for _, name, _, _ in Formatter().parse(str(text)) if name is not None}
            except ValueError:
                named = {"{"}
            if not named <= parts:
                yield Problem(
                    pack.files[f"words/{language}/{locales.INTERFACE}"],
                    locales.INTERFACE,
                    f"has {', '.join(sorted(named - parts))!r} in braces in {field!r}",
                    f"Only these can be filled in: {', '.join(sorted(parts))}",
                )


def _languages_exist(pack: Pack) -> Iterator[Problem]:
    for language in pack.languages:
        try:
            Locale.parse(language.tag, sep="-")
        except (UnknownLocaleError, ValueError):
            yield Problem(
                "pack.toml",
                language.tag,
                "is no language that dates can be written in",
                "Use a BCP 47 tag such as es or zh-Hant",
            )
