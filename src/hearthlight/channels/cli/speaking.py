"""
The language in which the command line itself speaks: what --help says, and what is misused.

The commands name their help in English, as programs with gettext do, and `[commands]` in the packs'
words holds it in other languages. So that help is there even when a pack is broken, only these
files are read, and what cannot be read is said in English.
"""

from __future__ import annotations

import argparse
import os
import re
import tomllib
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hearthlight.content.layers import find_layers
from hearthlight.content.locales import COMMANDS
from hearthlight.content.problems import BrokenPackError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hearthlight.content.layers import Layer

Say = Callable[[str], str]

_FILLED = re.compile(r"%(?:\(\w+\))?[srd]")
_LANG = ("--lang", "--lan", "--la", "--l")
_ENVIRONMENT = ("LC_ALL", "LC_MESSAGES", "LANG")


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language named with --lang, else that of the terminal; empty for neither."""
    return named_language(arguments) or heard_language(environment)


def named_language(arguments: Sequence[str]) -> str:
    """
    The language named with --lang, or with as much of it as argparse takes; empty for none.

    The last one is meant, as argparse means it. This looks before argparse does, which speaks
    while it reads.
    """
    named = ""
    for number, argument in enumerate(arguments):
        option, equals, value = argument.partition("=")
        if option not in _LANG:
            continue
        if equals:
            named = value
        elif number + 1 < len(arguments):
            named = arguments[number + 1]
    return named


def heard_language(environment: Mapping[str, str]) -> str:
    """The language of the terminal: `es` for es_MX.UTF-8; empty where none is set."""
    told = next((environment[name] for name in _ENVIRONMENT if environment.get(name)), "")
    return re.split(r"[._@]", told)[0]


def make_say(language: str, shipped: Path | None = None) -> Say:
    """What turns an English text of the command line into that of a language."""
    table = _read_table(language, shipped)

    def say(text: str) -> str:
        bare = text.strip() if text else ""  # argparse asks for names that are not there
        found = table.get(bare)
        # A text that lost one of its parts could not be filled in.
        if not found or sorted(_FILLED.findall(found)) != sorted(_FILLED.findall(bare)):
            return text
        return text.replace(bare, found)

    return say


def tell_unknown(language: str, shipped: Path | None = None) -> str:
    """What to say of a language in which --help has no words; empty where it has some."""
    tags = _spoken(_find_shipped(shipped))
    if language in tags or not tags:
        return ""
    say = make_say(terminal_language(), shipped)
    told = say("--help has no words in '%(said)s'. Try: %(near)s.")
    return told % {"said": language, "near": ", ".join(tags)}


def _find_shipped(shipped: Path | None) -> tuple[Layer, ...]:
    try:
        return find_layers(shipped=shipped) if shipped else find_layers()
    except BrokenPackError:
        return ()


def _spoken(layers: Sequence[Layer]) -> tuple[str, ...]:
    """The languages of these layers, each once, the source first."""
    return tuple(dict.fromkeys(one.tag for layer in layers for one in layer.header.languages))


def _read_table(language: str, shipped: Path | None) -> dict[str, str]:
    """English text to that of the language, the upper layers over the lower."""
    layers = _find_shipped(shipped)
    tags = _spoken(layers)
    if language not in tags[1:]:
        return {}
    source: dict[str, str] = {}
    said: dict[str, str] = {}
    for layer in layers:
        for tag, into in ((tags[0], source), (language, said)):
            into.update(_read_words(layer.folder / "words" / tag / f"{COMMANDS}.toml"))
    return {text: said[key] for key, text in source.items() if key in said}


def _read_words(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))[COMMANDS]
        return {key: text for key, text in table.items() if isinstance(text, str)}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}


@contextmanager
def speaking(say: Say) -> Iterator[type[argparse.ArgumentParser]]:
    """
    The kind of parser that speaks so, while it is made and used.

    argparse looks its own sentences up by `_`, and nowhere else can they be changed.
    """
    own = argparse._  # type: ignore[attr-defined]
    argparse._ = say  # type: ignore[attr-defined]
    try:
        yield _parser_that_says(say)
    finally:
        argparse._ = own  # type: ignore[attr-defined]


def _parser_that_says(say: Say) -> type[argparse.ArgumentParser]:
    class Formatter(argparse.HelpFormatter):
        """Help in the language; argparse's own formatters override the same parts."""

        def add_text(self, text: str | None) -> None:
            super().add_text(say(text) if text else text)

        def _get_help_string(self, action: argparse.Action) -> str | None:
            return say(action.help) if action.help else action.help

        def _metavar_formatter(
            self, action: argparse.Action, default_metavar: str
        ) -> Callable[[int], tuple[str, ...]]:
            shown = super()._metavar_formatter(action, default_metavar)
            return lambda size: tuple(say(name) for name in shown(size))

    class Parser(argparse.ArgumentParser):
        """Its commands are made by the same class, and so speak likewise."""

        def __init__(self, **given: object) -> None:
            super().__init__(**{"formatter_class": Formatter, **given})  # type: ignore[arg-type]

        def add_subparsers(self, **given: object) -> argparse._SubParsersAction[Parser]:  # type: ignore[override]
            made = super().add_subparsers(**given)  # type: ignore[call-overload]
            made.metavar = say(str(made.metavar))  # an error names it, too
            return made  # type: ignore[no-any-return]

    return Parser


def terminal_language() -> str:
    """The language of the terminal that this process runs in."""
    return heard_language(os.environ)
