"""What an editor reads in the terminal: how plain the words are, and where statements are said."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from hearthlight.documents.coverage import Coverage, StatementCoverage
    from hearthlight.wording.plainness import PageFigures, Plainness

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
