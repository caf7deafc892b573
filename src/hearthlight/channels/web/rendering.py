"""
The pages of one language: a frame around parts.

What depends on nothing said is rendered once, piece by piece; an outcome only joins. Pages that
take a form stand in modules of their own.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from hearthlight.channels.web.addresses import ABOUT_PAGE, CHECK_PAGE, NOTES_PAGE, Addresses
from hearthlight.channels.web.downloads import PRINT_PAGE, Downloads
from hearthlight.channels.web.keeping import CLEAR_PAGE, KEEP_PAGE
from hearthlight.channels.web.pieces import Pieces, Prepared
from hearthlight.channels.web.sections import Sections
from hearthlight.content.locales import is_draft
from hearthlight.documents.finding import Finder
from hearthlight.documents.noticing import first_calls
from hearthlight.documents.outline import OUTCOME_PAGE, outline_outcome, outline_page
from hearthlight.documents.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from hearthlight.channels.web.own_words import OwnWords
    from hearthlight.channels.web.theme import Theme
    from hearthlight.checkin.responses import Responses
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import PackLanguage
    from hearthlight.settings import Settings


class Pages:
    """The pages of one language of one edition."""

    def __init__(
        self,
        edition: Edition,
        settings: Settings,
        theme: Theme,
        language: PackLanguage,
        downloads: Downloads | None = None,
    ) -> None:
        self.edition = edition
        self.language = language
        self.theme = theme
        """What pages of every language share."""
        self._settings = settings
        self._downloads = downloads or Downloads(edition, settings)
        self._macros = theme.macros
        self.writer = Writer(edition, language.tag)
        self.words = self.writer.wording
        self._ui = self.words.interface
        self.addresses = Addresses(edition, language)
        self.pieces = Pieces(edition, theme, self.writer, self.addresses)
        self.sections = Sections(edition, theme, self.words, self.pieces, self.addresses)
        self.table_path: Callable[[], str] = str
        """Says where the device finds its table; set by what makes it from these very pages."""
        self.own: OwnWords | None = None
        """The parts that take a caregiver's own words; set likewise."""
        self._draft = is_draft(edition.languages, language.tag)
        self._outcomes = Prepared(self._open_outcome)
        self._closed = self._close().encode()

    @cached_property
    def finder(self) -> Finder:
        """Finds guidance in this language; made when something is first looked for."""
        return Finder(self.edition, self.language.tag)

    # ---- whole pages

    def page(self, page: str, own: str = "") -> bytes:
        """A page that depends on nothing said. `own` stands in for its part that takes words."""
        told = self._ui("notes_stay") if page == NOTES_PAGE else ""
        return self.framed(
            page,
            self.top(self.words.text(page, "heading"), told, self.pieces.lang(page, "heading")),
            (own or self.own_part(page)).encode(),
            *self.sections.join(outline_page(self.edition, page)),
            self._beneath(page).encode(),
        )

    def outcome(self, responses: Responses) -> bytes:
        """
        What to do now, for what was said.

        Raises KeyError for a fact or a place that the pack does not know.
        """
        decision, outline = outline_outcome(self.edition, responses)
        opened = self._outcomes[decision.outcome]
        return b"".join((opened, *self.sections.join(outline), self._closed))

    # ---- what every page is made with

    def framed(self, page: str, *parts: bytes, wrong: bool = False, answers: bool = False) -> bytes:
        """
        A page: its frame around the parts.

        Where something that was sent is `wrong`, the title says so first. A page that `answers`
        words has no form to walk.
        """
        title = self.words.text(page, "title")
        if wrong:
            title = f"{self._ui('form_error_title')} {title}"
        opened = self._open(page, title, answers=answers)
        return b"".join((opened.encode(), *parts, self._closed))

    def top(self, heading: str, told: str = "", mark: str = "") -> bytes:
        """The heading, and one line beneath; `mark` says the heading's language (`Pieces.lang`)."""
        return str(self._macros.top(heading, told, "", mark)).encode()

    def own_part(self, page: str) -> str:
        """The part of a page that takes a caregiver's own words; empty where it has none."""
        return self.own.part(page) if self.own else ""

    # ---- what a page has beneath its sections, that is no content of a pack

    def _beneath(self, page: str) -> str:
        if page == ABOUT_PAGE:
            return self._setup()
        if page == PRINT_PAGE:
            return self._sheets()
        if page == NOTES_PAGE:
            return str(self._macros.tools(self._ui))
        if page == KEEP_PAGE:
            return self._keep()
        return ""

    def _keep(self) -> str:
        """The buttons by which a copy is kept and removed."""
        scope, worker = f"{self.addresses.root}/", self.addresses.worker
        return str(self._macros.keep(self._ui, scope, worker, self.addresses.path(CLEAR_PAGE)))

    def _sheets(self) -> str:
        """What can be printed here, in each size and ink; or why nothing is offered yet."""
        first = self.edition.languages[0]
        return str(
            self._macros.sheets(
                self._downloads.of(self.language.tag),
                self.words,
                self._ui,
                self.pieces.lang,
                None if self.language == first else (first, self.edition.pages[PRINT_PAGE].path),
            )
        )

    def _setup(self) -> str:
        """Where this copy runs and what is recorded there, as the people who run it declare."""
        settings = self._settings
        declared = [
            self._ui(f"setup_{name}").format(value=value)
            for name in ("operator", "hosted_by", "proxy", "records")
            if (value := getattr(settings, name))
        ]
        if not settings.hosted_by or not settings.records:
            declared.append(self._ui("setup_undeclared"))
        return str(self._macros.setup(self._ui("setup_heading"), declared))

    # ---- the frame

    def _open(self, page: str, title: str, *, answers: bool = False) -> str:
        """The frame down to the main part."""
        theme = self.theme
        scripts = [(theme.leave_script.path, "")]
        if page == CHECK_PAGE and not answers:
            scripts.append((theme.check_script.path, self.table_path()))
        if page in (CHECK_PAGE, NOTES_PAGE) and not answers:
            scripts.append((theme.notes_script.path, ""))
        if page in (KEEP_PAGE, CLEAR_PAGE):
            scripts.append((theme.keep_script.path, ""))
        if not answers and self.own and self.own.takes(page):
            scripts.append((theme.own_script.path, ""))
        style = theme.outcome_style if page == OUTCOME_PAGE else theme.style
        return str(
            self._macros.page_open(
                page=page,
                language=self.language.tag,
                title=title,
                description=self.words.text(page, "description"),
                style=Markup(style),  # noqa: S704 - our own file, not input
                icon_path=theme.icon.path,
                scripts=scripts,
                ui=self._ui,
                mark=theme.mark,
                root=self.addresses.root,
                leave_target=self._settings.leave_target,
                draft=self._draft,
            )
        )

    def _open_outcome(self, outcome: str) -> str:
        opened = self._open(OUTCOME_PAGE, self.words.text(OUTCOME_PAGE, "title"))
        return opened + self.pieces.outcome_top(outcome)

    def _close(self) -> str:
        languages = [
            (language, f"/{language.tag}/" if number else "/", language == self.language)
            for number, language in enumerate(self.edition.languages)
        ]
        first = [self.writer.card(call) for call in first_calls(self.edition, ())[:1]]
        root, lang = self.addresses.root, self.pieces.lang
        return str(self._macros.page_close(self._ui, root, languages, first, lang))
