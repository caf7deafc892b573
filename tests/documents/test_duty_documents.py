"""The duty as a document, and as the table in docs/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthlight.documents.duty import compose_duty, write_duty_table
from hearthlight.duty.answer import Asked
from hearthlight.duty.deadlines import read_time

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

DOCS = Path(__file__).parents[2] / "docs"
LEARNED = read_time("2026-11-24 21:30")


def texts(edition: Edition, language: str, asked: Asked) -> list[str]:
    """Every line of the duty, with its deadline."""
    document = compose_duty(edition, asked, language)
    return [
        f"{line.text} {line.due}".strip() for block in document.blocks() for line in block.duties
    ]


def test_the_table_in_the_docs_is_current(edition: Edition) -> None:
    """Write it anew with `hearthlight duty --table > docs/duty-table.md`."""
    assert (DOCS / "duty-table.md").read_text("utf-8") == write_duty_table(edition)


def test_a_deadline_is_a_day_and_an_hour_with_its_clock(edition: Edition) -> None:
    """In the reader's language, and never a bare number of hours."""
    asked = Asked(place="us-tn", role="role-professional", learned=LEARNED)
    assert not any("2026" in text for text in texts(edition, "en", asked))  # no limit in hours
    asked = Asked(place="us-ca", role="role-foster", child="placed", learned=LEARNED)
    assert any(
        "Thursday, November 26, 2026, 9:30\N{NO-BREAK SPACE}AM (Pacific Time)"
        in text.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}").replace(
            "9:30 AM", "9:30\N{NO-BREAK SPACE}AM"
        )
        for text in texts(edition, "en", asked)
    )
    assert any("jueves, 26 de noviembre de 2026" in text for text in texts(edition, "es", asked))


def test_where_a_state_keeps_two_times_both_are_named(edition: Edition) -> None:
    """Kansas has no limit; Idaho has one, on Mountain and on Pacific clocks."""
    asked = Asked(place="us-id", role="role-parent", learned=LEARNED)
    assert any("Mountain Time, Pacific Time" in text for text in texts(edition, "en", asked))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_answer_says_911_first_and_that_it_is_not_legal_advice(
    edition: Edition, language: str
) -> None:
    """Whoever asks, wherever: danger first, a line to call, no confronting, and the limit."""
    for place in ("", *edition.places):
        for role in ("", "role-parent", "role-foster", "role-professional"):
            document = compose_duty(edition, Asked(place=place, role=role), language)
            assert document.contacts()[0] == "contact-911"
            shown = document.shown()
            assert {"block-report-first", "block-report-know", "block-report-decide"} <= shown


def test_the_child_abuse_line_comes_before_the_hotline(edition: Edition) -> None:
    """A call to the hotline is not the report: the line that takes it stands first."""
    for place in edition.places:
        contacts = compose_duty(edition, Asked(place=place), "en").contacts()
        assert contacts.index("contact-nhth") >= 2, place
        assert "contact-hsi" not in contacts[: contacts.index("contact-nhth")]
