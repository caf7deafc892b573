"""
What can be wrong with a pack's rows and words, whatever they decide.

Each check yields Problems that name file, id and remedy; none stops at the first. Proofs about
the decision table are in `checkin.proof`, and about documents in `documents.inspection`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.check_in_checks import check_outcomes, check_questions, check_signs
from hearthlight.content.contact_checks import check_contacts
from hearthlight.content.danger_checks import check_danger
from hearthlight.content.date_checks import check_dates
from hearthlight.content.drawing_checks import check_drawings
from hearthlight.content.duty_checks import check_duties
from hearthlight.content.fact_checks import check_facts
from hearthlight.content.page_checks import check_pages
from hearthlight.content.plain_checks import check_plain_words
from hearthlight.content.reference_checks import check_references
from hearthlight.content.search_checks import check_search
from hearthlight.content.source_checks import check_sources
from hearthlight.content.text_checks import check_texts
from hearthlight.content.vocabulary import read_vocabulary
from hearthlight.content.word_checks import check_words
from hearthlight.content.zip_checks import check_zip_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.model import Pack
    from hearthlight.content.problems import Problem


def check_pack(pack: Pack) -> Iterator[Problem]:
    """Every problem of rows and words; a pack without any may be proved and compiled."""
    vocabulary = read_vocabulary(pack)
    checks = (
        check_references(pack),
        check_facts(pack, vocabulary),
        check_pages(pack),
        check_outcomes(pack),
        check_signs(pack),
        check_questions(pack, vocabulary),
        check_dates(pack),
        check_zip_codes(pack),
        check_sources(pack),
        check_contacts(pack),
        check_duties(pack),
        check_drawings(pack),
        check_words(pack),
        check_plain_words(pack),
        check_search(pack),
        check_danger(pack, vocabulary),
        check_texts(pack, vocabulary),
    )
    for check in checks:
        yield from check
