"""What pages say to some readers besides: chosen by whoever reads, never said of a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.checkin.responses import Responses
from hearthlight.content.model import Block, Page, Section
from hearthlight.documents.outcome import compose_outcome, compose_page

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Pack
    from hearthlight.documents.blocks import Fold

READING = ("learn", "talk", "heal", "you", "services", "first-day", "home-again", "after", "next")
SPOKEN = frozenset({"text", "list", "step", "say"})
SHORT = 160


def folds(edition: Edition, page: str, language: str = "en") -> tuple[Fold, ...]:
    """What a page folds."""
    document = compose_page(edition, page, language)
    return tuple(fold for section in document.sections for fold in section.folds)


def test_a_reader_is_never_asked(edition: Edition) -> None:
    """No question offers one, and nobody can say it as an answer."""
    assert len(edition.readers) >= 10
    for reader in edition.readers:
        assert reader not in edition.asked_in
        with pytest.raises(KeyError):
            compose_outcome(edition, Responses(frozenset({reader})), "en")


def test_every_reader_finds_words_of_their_own_in_every_language(edition: Edition) -> None:
    """On more than one page, but for the one who reads only what is for the young."""
    for language in edition.languages:
        found: dict[str, int] = dict.fromkeys(edition.readers, 0)
        for page in READING:
            for fold in folds(edition, f"page-{page}", language.tag):
                assert all(block.items or block.text or block.say for block in fold.blocks)
                assert {block.language for block in fold.blocks} == {""}, fold.reader
                found[fold.reader] += 1
        assert found.pop("reader-in-care") == 1
        assert min(found.values()) >= 2, found


EVERYONE = frozenset(
    f"reader-{name}"
    for name in (
        *("parent", "kin", "foster", "foster-own", "professional", "home"),
        *("boys", "disability", "immigrant", "native"),
    )
)


@pytest.mark.parametrize(
    ("page", "silent"),
    [
        *((page, "") for page in ("learn", "talk", "heal", "home-again", "services", "next")),
        # What to fear of federal lines stands on the page for all, in a section of its own.
        ("after", "immigrant"),
        # The first day is short: only those whose order of calls or first act is another.
        ("first-day", "parent kin foster-own boys"),
    ],
)
def test_each_page_has_words_for_every_reader_whose_situation_changes_it(
    edition: Edition, page: str, silent: str
) -> None:
    """The table of pages and readers, in each language; a gap is a decision."""
    wanted = EVERYONE - {f"reader-{name}" for name in silent.split()}
    for language in edition.languages:
        assert {fold.reader for fold in folds(edition, f"page-{page}", language.tag)} == wanted


def test_a_page_folds_what_is_for_one_and_shows_it_to_whom_chose_it(
    kitchen_edition: Edition,
) -> None:
    """Nothing is folded for someone who chose, and what is for others is not there."""
    page = compose_page(kitchen_edition, "page-home", "en")
    (fold,) = (fold for section in page.sections for fold in section.folds)
    assert (fold.reader, fold.label) == ("reader-sailor", "You are at sea")
    assert [block.id for block in fold.blocks] == ["block-home-sailor"]
    assert "block-home-sailor" in page.shown()
    sea = compose_page(kitchen_edition, "page-home", "en", readers=frozenset({"reader-sailor"}))
    assert not any(section.folds for section in sea.sections)
    assert "block-home-sailor" in {block.id for part in sea.sections for block in part.blocks}
    bread = compose_page(kitchen_edition, "page-home", "en", readers=frozenset({"reader-baker"}))
    assert "block-home-sailor" not in bread.shown()


def test_an_unknown_reader_stops_at_the_door(edition: Edition) -> None:
    """So does a fact that is asked: a role in the check-in is no reader."""
    for wrong in ("reader-nobody", "role-kin"):
        with pytest.raises(KeyError):
            compose_page(edition, "page-talk", "en", readers=frozenset({wrong}))


def test_every_page_for_reading_says_where_its_words_come_from(pack: Pack) -> None:
    """Each block of words names a source, be it our own judgment."""
    sections, pages = pack.all(Section), pack.all(Page)
    assert set(READING) <= {page.removeprefix("page-") for page in pages}
    unsourced = [
        block.id
        for block in pack.all(Block).values()
        if sections[block.section].page.removeprefix("page-") in READING
        and block.kind in SPOKEN
        and not block.sources
    ]
    assert unsourced == []


def test_every_page_for_reading_has_a_short_message(edition: Edition) -> None:
    """In each language, in so few letters that one text message holds them."""
    for page in (*READING, "now", "report", "notes", "private"):
        for language in edition.languages:
            brief = compose_page(edition, f"page-{page}", language.tag).brief
            assert 40 < len(brief) <= SHORT, (page, language.tag)
            assert edition.wording(language.tag).is_translated(f"page-{page}", "brief")


def test_every_sign_and_role_leads_on_to_the_part_that_fits(edition: Edition) -> None:
    """From the outcome, by a link to a section; and nothing ticked, no such heading."""
    leads = [fact for fact, kind in edition.kinds.items() if kind in ("sign", "form", "role")]
    for fact in (*leads, "known-told", "known-pictures", "danger-missing", "home-involved"):
        document = compose_outcome(edition, Responses(frozenset({fact})), "en")
        (onward,) = (part for part in document.sections if part.id == "section-onward")
        assert all(block.links for block in onward.blocks), fact
    nothing = compose_outcome(edition, Responses(), "en")
    assert "section-onward" not in {section.id for section in nothing.sections}
