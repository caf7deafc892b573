"""What the law asks of one who asks, as a document; and the table of all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.documents.blocks import Document
from hearthlight.documents.outline import outline_duty
from hearthlight.documents.writing import Writer
from hearthlight.duty.answer import Answer, Asked, answer_duty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Child, Standing
    from hearthlight.duty.answer import ToldLine

REPORT_PAGE = "page-report"

_ASKING: tuple[tuple[str, str, Child], ...] = (
    ("parent", "role-parent", "own"),
    ("kin", "role-kin", "own"),
    ("foster, placed", "role-foster", "placed"),
    ("foster, own", "role-foster", "own"),
    ("professional", "role-professional", "unsaid"),
    ("other", "role-other", "unsaid"),
)
_SHORT: dict[Standing, str] = {"must": "**must**", "may-must": "may", "not-known": "not known"}
_ABOUT = """\
# The duty to report, as the packs have it

Made by `hearthlight duty --table` from the rows of `duties.toml`; do not edit it by hand. It says
what stored copies of public pages said on the day they were read. It is not legal advice.

**must**: the pages say that the law names them. may: it may name them, and Hearthlight asks them to
act as if it did. not known: the pages give them no duty. none: no page that could be read says the
rule. Everyone is told to report at once, whatever stands here.

Times are for those whom the law binds or may bind, and count from when they learned of it. (1): on
the word of one publisher.
"""


def compose_duty(edition: Edition, asked: Asked, language: str) -> Document:
    """
    What the law asks, for one who asks.

    Raises KeyError for a place or a role that the pack does not know.
    """
    _, outline = outline_duty(edition, REPORT_PAGE, asked)
    writer = Writer(edition, language)
    words = writer.wording
    return Document(
        page=REPORT_PAGE,
        language=language,
        title=words.text(REPORT_PAGE, "title"),
        description=words.text(REPORT_PAGE, "description"),
        heading=words.text(REPORT_PAGE, "heading"),
        answer=writer.asked(asked),
        brief="",
        sections=writer.sections(outline),
    )


def write_duty_table(edition: Edition) -> str:
    """Every place that lies directly in a country, and what is asked of each role, as Markdown."""
    headings = ["Place", *(name for name, _, _ in _ASKING), "By telephone", "In writing", "Form"]
    lines = [_ABOUT, _row(headings), _row(["---"] * len(headings))]
    words = edition.wording(edition.languages[0].tag)
    countries = [place for place, within in edition.places.items() if not within]
    states = [place for place, within in edition.places.items() if within in countries]
    for place in sorted(states, key=lambda place: words.text(place, "name")):
        answers = [
            _answer(edition, Asked(place=place, role=role, child=child))
            for _, role, child in _ASKING
        ]
        rows = [words.text(place, "name"), *map(_standing, answers)]
        for part in ("phone", "written", "form"):
            # Some limits hold for one role only: each that anyone is told stands here once.
            told = {
                line.duty.id: line
                for answer in answers
                for line in answer.of(part)
                if line.duty.bound
            }
            rows.append("<br>".join(_line(edition, line) for line in told.values()))
        lines.append(_row(rows))
    return "\n".join(lines) + "\n"


def _answer(edition: Edition, asked: Asked) -> Answer:
    return answer_duty(edition.duties, edition.clocks, edition.places, asked)


def _standing(answer: Answer) -> str:
    """In bold only what the law says; "none" where the place has no line of its own."""
    who = answer.of("who")
    if not any(line.duty.roles or line.duty.standing != "not-known" for line in who):
        return "none"
    return _SHORT[answer.standing] + _mark(line for line in who)


def _line(edition: Edition, line: ToldLine) -> str:
    words = edition.wording(edition.languages[0].tag)
    return " ".join(words.text(line.duty.text, "text").split()) + _mark([line])


def _mark(lines: Iterator[ToldLine] | list[ToldLine]) -> str:
    return " (1)" if any(line.duty.confidence == "one-source" for line in lines) else ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
