"""Words of another language than the page's are marked, and those of its own are not."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthlight.channels.web.check_in import show_check_in
from hearthlight.channels.web.duty import show_duty
from hearthlight.channels.web.finding import show_finding
from hearthlight.channels.web.rendering import Pages
from hearthlight.channels.web.services import show_services
from hearthlight.channels.web.theme import Theme
from hearthlight.checkin.responses import Responses
from hearthlight.content.locales import INTERFACE
from hearthlight.content.model import PackLanguage
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

_OUR_LANGUAGE, _OTHER = "\u02c2", "\u02c3"


def _ended(text: str | tuple[str, ...], mark: str) -> str | tuple[str, ...]:
    return f"{text}{mark}" if isinstance(text, str) else tuple(f"{part}{mark}" for part in text)


class _Languages(HTMLParser):
    """Every run of text in the main part, with the language that it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"input", "meta", "link", "br", "path"}:
            around = self._open[-1][1] if self._open else ""
            self._open.append((tag, dict(attrs).get("lang") or around))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "main" in tags:
            self.runs.append((self._open[-1][1], data))


@pytest.mark.parametrize(("every", "start"), [(1, 0), (2, 0), (2, 1), (3, 0), (5, 2), (10**6, 0)])
def test_whatever_is_missing_each_text_says_its_language(
    edition: Edition, every: int, start: int
) -> None:
    """Each run of words is wholly of one language, and its element names that one."""
    told = edition.words["en"]
    rows = sorted(key for key in told if not key.startswith(INTERFACE))
    untold = set(rows[start::every])
    english = {key: _ended(text, _OTHER) if key in rows else text for key, text in told.items()}
    vietnamese = {
        key: _ended(text, _OUR_LANGUAGE) if key in rows else text
        for key, text in told.items()
        if key not in untold
    }
    language = PackLanguage(tag="vi", name="Ti\u1ebfng Vi\u1ec7t")
    edition = msgspec.structs.replace(
        edition,
        languages=(edition.languages[0], language),
        words={"en": english, "vi": vietnamese},
        dates={"en": edition.dates["en"], "vi": edition.dates["en"]},
        spoken={"en": edition.spoken["en"], "vi": edition.spoken["en"]},
    )
    pages = Pages(edition, Settings(), Theme(), language)
    said = Responses(frozenset(edition.asked), next(iter(edition.places)))
    shown = [pages.page(page) for page in edition.pages if page != "page-outcome"]
    forms = show_check_in(pages, said), show_duty(pages), show_finding(pages), show_services(pages)
    for page in (*shown, pages.outcome(said), *forms):
        parser = _Languages()
        parser.feed(page.decode())
        for spoken, text in parser.runs:
            if _OTHER in text:
                assert (spoken, _OUR_LANGUAGE in text) == ("en", False), text
            elif _OUR_LANGUAGE in text:
                assert spoken == "vi", text
