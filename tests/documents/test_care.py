"""What the seed documents say too widely is said with care: docs/decisions/0059."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.checkin.responses import Responses
from hearthlight.documents.outcome import compose_outcome, compose_page

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.blocks import Block, Document

DUTY = Responses(frozenset({"role-foster", "child-placed", "sign-hotels"}), "us-wy")
HOTLINE = "contact-nhth"


def block(document: Document, block_id: str) -> Block:
    """A block that has to be there."""
    return next(each for each in document.blocks() if each.id == block_id)


def said(document: Document) -> str:
    """All words of a document, in lower case."""
    return "\n".join(
        part
        for each in document.blocks()
        for part in (each.title, each.text, *each.items, *each.say)
    ).lower()


@pytest.mark.parametrize(
    ("language", "may_pass_on", "no_report"),
    [("en", "may pass on", "does not count as the report"), ("es", "puede avisar", "no cuenta")],
)
def test_the_hotline_is_no_report_and_says_what_it_may_pass_on(
    edition: Edition, language: str, may_pass_on: str, no_report: str
) -> None:
    """On its card, and to whoever has a duty."""
    document = compose_outcome(edition, DUTY, language)
    card = next(card for each in document.blocks() for card in each.calls if card.id == HOTLINE)
    assert may_pass_on in card.passes_on
    assert no_report in block(document, "block-step-duty").text


def test_the_hotline_is_run_by_whom_it_is_run_today(edition: Edition) -> None:
    """Its card names who runs it, and nothing names who did before."""
    for language in edition.languages:
        words = edition.wording(language.tag)
        assert "Compass Connections" in words.text(HOTLINE, "purpose")
        assert "Polaris" not in str(edition.words[language.tag])


def test_nobody_is_promised_that_a_child_is_not_punished(edition: Edition) -> None:
    """Courts differ; a lawyer knows. California's law is told with its year."""
    document = compose_page(edition, "page-heal", "en", "us-ca")
    assert "not the same everywhere" in block(document, "block-heal-crime").text
    california = block(document, "block-heal-crime-us-ca")
    assert california.title == "In California"
    assert "2016" in california.text


@pytest.mark.parametrize(("language", "words"), [("en", "ICE"), ("es", "ICE")])
def test_the_federal_line_says_who_answers_in_its_name(
    edition: Edition, language: str, words: str
) -> None:
    """And it is never in the main list."""
    assert words in edition.wording(language).text("contact-hsi", "name")
    assert not any(call.prominent for call in edition.calls if call.contact == "contact-hsi")


def test_a_picture_is_never_to_be_copied_not_even_to_report_it(edition: Edition) -> None:
    """On the pages where someone may be about to, and in every outcome."""
    for page in ("page-now", "page-next"):
        assert "do not copy" in said(compose_page(edition, page, "en")), page
        assert "no copie" in said(compose_page(edition, page, "es")), page
    assert "do not send the pictures to anyone" in said(compose_page(edition, "page-you", "en"))
    for facts in ((), ("known-pictures",), ("sign-gifts",), ("danger-hurt",)):
        document = compose_outcome(edition, Responses(frozenset(facts)), "en")
        assert "do not copy" in said(document), facts


def test_there_is_no_waiting_time_for_a_missing_child(edition: Edition) -> None:
    """Nor does the police report reach the line for missing children by itself."""
    missing = compose_outcome(edition, Responses(frozenset({"danger-missing"})), "en")
    for document in (missing, *(compose_page(edition, f"page-{p}", "en") for p in ("now",))):
        assert "no waiting time" in said(document)
        assert "does not reach it by itself" in said(document)
    assert "you do not have to wait" in said(compose_page(edition, "page-first-day", "en"))
    assert "no waiting time" in said(compose_page(edition, "page-home-again", "en"))


def test_a_parent_is_told_that_a_call_may_open_a_case(edition: Edition) -> None:
    """To all who read what comes after the call, and to parents with what they may ask."""
    document = compose_page(edition, "page-after", "en")
    assert "even if you made the call" in said(document)
    assert "can start a case about your home" in said(document)


def test_there_are_words_to_read_out_for_every_role_and_situation(edition: Edition) -> None:
    """On the sheet for a call, in each language; and for someone who fears a person at home."""
    for language in edition.languages:
        sheet = compose_page(edition, "page-notes", language.tag)
        for name in ("start", "parent", "kin", "placed", "professional", "missing", "told"):
            assert block(sheet, f"block-notes-say-{name}").say
        for name in ("pictures", "returned", "end"):
            assert block(sheet, f"block-notes-say-{name}").say
        home = Responses(frozenset({"home-involved", "sign-hotels"}))
        outcome = compose_outcome(edition, home, language.tag)
        assert block(outcome, "block-say-home").language == ""
