"""What an editor reads in the terminal: how plain words are, where they stand, what is untold."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.content.layers import SHIPPED, count_shipped
from hearthlight.content.problems import BrokenPackError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack
    from hearthlight.documents.coverage import Coverage, StatementCoverage
    from hearthlight.wording.plainness import PageFigures, Plainness
    from hearthlight.wording.translation import Text, Translation
    from hearthlight.wording.whereabouts import Whereabouts

_NAMED = 20
"""Texts that a note names one by one; more are counted."""
_MEASURES = {"flesch-kincaid": "grade, at most", "szigriszt-pazos": "ease, at least"}


def print_plainness(report: Plainness, out: TextIO) -> None:
    """Every finding, then the figures of each page."""
    for finding in report.findings:
        print(finding, file=out)
    for language, pages in groupby(report.pages, key=lambda page: page.language):
        _print_pages(language, list(pages), out)
    count = len(report.findings)
    print(f"\n{count or 'no'} finding{'s' if count != 1 else ''}.", file=out)


def _print_pages(language: str, pages: list[PageFigures], out: TextIO) -> None:
    measure = _MEASURES.get(pages[0].formula, "not measured")
    width = max(len(page.page) for page in pages)
    print(f"\n{language}: {measure}; words a sentence; longest sentence", file=out)
    for page in pages:
        print(
            f"  {page.page.ljust(width)}  {page.score:5.1f} {page.limit:5.1f}"
            f"  {page.average_words:5.1f}  {page.longest_sentence:3}",
            file=out,
        )


def print_coverage(coverage: Coverage, out: TextIO) -> None:
    """Each statement with its languages and the rows that say it, then a line a language."""
    width = max((len(row.statement) for row in coverage.statements), default=0)
    tags = [row.language for row in coverage.languages]
    spoken = max(len(" ".join(tags)), 1)
    for row in coverage.statements:
        said = " ".join(tag if tag in row.languages else "-" * len(tag) for tag in tags)
        print(f"{row.statement.ljust(width)}  {said.ljust(spoken)}  {_where(row)}", file=out)
    print(file=out)
    for language in coverage.languages:
        draft = "" if language.must_be_whole else ", a draft"
        print(f"{language.language}: {language.said} of {language.of}{draft}", file=out)
        for statement in language.missing:
            print(f"  missing: {statement}", file=out)


def _where(row: StatementCoverage) -> str:
    parts: list[str] = []
    for page, sayings in groupby(
        sorted(row.said, key=lambda saying: (not saying.page, saying.page)),
        key=lambda saying: saying.page,
    ):
        names = ", ".join(saying.id for saying in sayings)
        parts.append(f"{page}: {names}" if page else names)
    return "; ".join(parts) or "nowhere"


def add_translate(
    packs: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """The options of `pack translate`."""
    parser = packs.add_parser(
        "translate",
        help="what a language lacks, and what is stale; exit 1 if anything",
        description="Without options, lists what is missing in LANG, and what was translated "
        "from a text that has changed since. With --pack and a language that is not your own, only "
        "what your folders say.",
    )
    parser.add_argument("language", metavar="LANG", help="such as es; it may have no words yet")
    todo = parser.add_mutually_exclusive_group()
    todo.add_argument("--out", type=Path, metavar="FILE.po", help="write a file for a translator")
    todo.add_argument("--read", type=Path, metavar="FILE.po", help="read the file back")
    todo.add_argument(
        "--accept",
        action="append",
        metavar="ID",
        help="what stands there was made from today's text: a row, or row.field; may be repeated",
    )
    todo.add_argument("--accept-all", action="store_true", help="the same for every text")
    parser.add_argument(
        "--all", action="store_true", help="with --pack: what the packs beneath say, too"
    )
    parser.add_argument(
        "--layer", default="", metavar="ID", help="put new words into this layer (with --read)"
    )
    return parser


def run_translate(
    options: argparse.Namespace, pack: Pack, layers: Sequence[Layer], out: TextIO
) -> int:
    """
    Run `pack translate` and return its exit status.

    Raises UnknownAnswerError for a language, an id, a layer or a file that is not there, and
    BrokenPackError for a translator's file that may not be taken.
    """
    from hearthlight.wording.po_files import (  # noqa: PLC0415 - only editors pay
        MisreadFileError,
        read_po_file,
        write_po_file,
    )
    from hearthlight.wording.translation import (  # noqa: PLC0415 - likewise
        UnknownTextError,
        accept_translations,
        narrow_translation,
        read_translation,
        write_translations,
    )

    language, source = options.language, pack.languages[0].tag
    _must_be_another(language, source)
    translation = read_translation(pack, layers, language)
    beneath = count_shipped(layers)
    own = not options.all and _is_anothers(language, layers, beneath)
    asked = narrow_translation(translation, layers[beneath:]) if own else translation
    if options.read or options.accept or options.accept_all:
        _must_be_named(language, pack, layers[beneath:])
    try:
        if options.out:
            with options.out.open("wb") as file:
                write_po_file(
                    msgspec.structs.replace(asked, texts=asked.to_do) if own else asked, file
                )
            print(f"{options.out}: {_written(asked, own=own)}.", file=out)
        elif options.read:
            with options.read.open("rb") as file:
                back = read_po_file(translation, file, str(options.read))
            changed = write_translations(layers, translation, back.words, options.layer, beneath)
            for name in changed:
                print(name, file=out)
            print(
                f"{len(changed) or 'no'} file{'s' if len(changed) != 1 else ''} changed. "
                f"Left as they were: {back.empty} empty, {back.fuzzy} fuzzy, "
                f"{back.outdated} made for another {source} text.",
                file=out,
            )
            now = read_translation(pack, layers, language)
            asked = narrow_translation(now, layers[beneath:]) if own else now
            print(
                f"{language} now: {_counted(asked, own=own)}.\n"
                "Now run `hearthlight pack check` and `hearthlight pack plain`.",
                file=out,
            )
        elif options.accept or options.accept_all:
            ids = None if options.accept_all else options.accept
            count = accept_translations(layers, translation, ids, beneath)
            print(f"{count} texts are now held to today's {source}.", file=out)
        elif options.json:
            print(msgspec.json.format(msgspec.json.encode(asked), indent=2).decode(), file=out)
            return int(bool(asked.to_do))
        else:
            _print_translation(asked, out, own=own)
            return int(bool(asked.to_do))
    except UnknownTextError as error:
        raise UnknownAnswerError(str(error)) from error
    except MisreadFileError as error:
        raise BrokenPackError(error.problems) from error
    except OSError as error:
        raise UnknownAnswerError(
            f"{error.filename}: {error.strerror}. Name a file that can be read or written."
        ) from error
    return 0


def _is_anothers(language: str, layers: Sequence[Layer], beneath: int) -> bool:
    """Whether only the packs beneath name a language: what they say is theirs to translate."""

    def names(some: Sequence[Layer]) -> bool:
        return any(one.tag == language for layer in some for one in layer.header.languages)

    return names(layers[:beneath]) and not names(layers[beneath:])


def _must_be_named(language: str, pack: Pack, written: Sequence[Layer]) -> None:
    """Words in a language that no pack names would be shown to nobody."""
    if any(one.tag == language for one in pack.languages):
        return
    if all(layer.folder.is_relative_to(SHIPPED) for layer in written):
        raise UnknownAnswerError(
            f"The shipped packs do not name the language {language!r}, and a folder of your own "
            "is where it belongs. Name it there in pack.toml, under [[languages]], and add "
            "--pack DIR."
        )
    raise UnknownAnswerError(
        f"No pack names the language {language!r}, so its words would be shown to nobody. Name it "
        f"in {written[0].folder / 'pack.toml'}, under [[languages]]."
    )


def _must_be_another(language: str, source: str) -> None:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - only editors pay

    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise UnknownAnswerError(
            f"There is no language {language!r}. Write a tag such as es or zh-Hant."
        ) from error
    if language == source:
        raise UnknownAnswerError(f"{source!r} is what is translated from. Name another language.")


def _print_translation(translation: Translation, out: TextIO, *, own: bool) -> None:
    for text in translation.to_do:
        for number, told in enumerate(text.source, 1):
            item = f".{number}" if text.is_list else ""
            print(
                f"{text.state}: {text.file}: {text.key}{item}: {' '.join(told.split())}", file=out
            )
    width = max((len(row.file) for row in translation.files), default=0)
    print(f"\n{'file'.ljust(width)}  texts  missing  stale", file=out)
    for row in translation.files:
        print(f"{row.file.ljust(width)}  {row.texts:5}  {row.missing:7}  {row.stale:5}", file=out)
    print(f"\n{translation.language}: {_counted(translation, own=own)}.", file=out)


def _counted(translation: Translation, *, own: bool) -> str:
    states = [text.state for text in translation.texts]
    whose = " of your own folders" if own else ""
    return (
        f"{_texts(len(states))}{whose}, {states.count('missing')} missing, "
        f"{states.count('stale')} stale"
    )


def _written(translation: Translation, *, own: bool) -> str:
    if not own:
        return _counted(translation, own=own)
    todo = translation.to_do
    missing = sum(text.state == "missing" for text in todo)
    return (
        f"{_texts(len(todo))} to translate, {missing} missing and {len(todo) - missing} stale; all "
        "are of your own folders (--all: those of the packs beneath, too)"
    )


def _texts(count: int) -> str:
    return f"{count} text{'s' if count != 1 else ''}"


def print_untranslated(pack: Pack, layers: Sequence[Layer], out: TextIO) -> None:
    """
    Which texts of one's own layers a language lacks, or says of other words, and what is shown.

    It is a note and no problem: where a layer says a text anew, that text stands in for what was
    translated beneath (decision 0083).
    """
    from hearthlight.wording.translation import (  # noqa: PLC0415 - only editors pay
        narrow_translation,
        read_translation,
    )

    own = tuple(layers[count_shipped(layers) :])
    source = pack.languages[0].tag
    for language in (each.tag for each in pack.languages[1:]):
        words = pack.words.get(language, {})
        todo = narrow_translation(read_translation(pack, layers, language), own).to_do
        old = [text for text in todo if text.key in words]
        for texts, what in (
            (
                [text for text in todo if text.key not in words],
                f"without a translation of today's words; {source} is shown instead",
            ),
            (old, f"translated from other words than today's {source}, and still shown"),
        ):
            if texts:
                print(f"Note: {language}: {_texts(len(texts))} {what}:", file=out)
                _print_some(texts, out)
        if todo:
            where = " --pack DIR" if own != tuple(layers) else ""
            print(f"Look at each: hearthlight pack translate {language}{where}", file=out)


def _print_some(texts: Sequence[Text], out: TextIO) -> None:
    for text in texts[:_NAMED]:
        print(f"  {text.state}: {text.file}: {text.key}", file=out)
    if len(texts) > _NAMED:
        print(f"  and {len(texts) - _NAMED} more", file=out)


def add_where(
    packs: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """The options of `pack where`."""
    parser = packs.add_parser(
        "where", help="which file and row say these words; exit 1 if none does"
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="a sentence, or a part of it")
    parser.add_argument("--lang", default="", help="such as en; without it, every language")
    return parser


def print_whereabouts(found: Sequence[Whereabouts], out: TextIO) -> None:
    """File, row, field and language of each, then its text."""
    for each in found:
        print(f"{each.file}: {each.id}: {each.field}: {each.language}", file=out)
        if each.replaced_in:
            print(f"  not shown: {each.replaced_in} says it anew", file=out)
        print(f"  {each.text}", file=out)
    if not found:
        print(
            "No text holds these words. Try fewer: what is read as one may be several texts, and a "
            "number stands in contacts.toml.",
            file=out,
        )
