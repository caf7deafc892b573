"""
The pages of one language, as pieces. Every text is escaped by the template engine.

What depends on nothing said is rendered once, piece by piece; an outcome only joins.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from hearthlight.channels.web.downloads import PRINT_PAGE, Downloads
from hearthlight.channels.web.keeping import CLEAR_PAGE, KEEP_PAGE, worker_path
from hearthlight.channels.web.pieces import Prepared
from hearthlight.channels.web.reading import MOST_LETTERS
from hearthlight.content.locales import INTERFACE, is_draft
from hearthlight.documents.duty import REPORT_PAGE
from hearthlight.documents.finding import FIND_PAGE, Finder
from hearthlight.documents.outline import (
    OUTCOME_PAGE,
    OutlinedBlock,
    outline_duty,
    outline_outcome,
    outline_page,
)
from hearthlight.documents.writing import Writer
from hearthlight.duty.answer import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hearthlight.channels.web.own_words import OwnWords
    from hearthlight.channels.web.theme import Theme
    from hearthlight.checkin.responses import Responses
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import PackLanguage
    from hearthlight.documents.finding import Finding, Found
    from hearthlight.documents.outline import Outline, OutlinedSection
    from hearthlight.settings import Settings

CHECK_PAGE = "page-check"
ABOUT_PAGE = "page-about"
NOTES_PAGE = "page-notes"


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
        self._downloads = downloads or Downloads(edition, settings)
        self.language = language
        self._theme = theme
        self._settings = settings
        self.table_path: Callable[[], str] = str
        """Says where the device finds its table; set by what makes it from these very pages."""
        self.own: OwnWords | None = None
        """The parts that take a caregiver's own words; set likewise."""
        self._macros = theme.macros
        self._writer = Writer(edition, language.tag)
        self.words = self._writer.wording
        self._ui = self.words.interface
        first = edition.languages[0].tag
        self._root = "" if language.tag == first else f"/{language.tag}"
        self._draft = is_draft(edition.languages, language.tag)
        self.check_path = self.path(CHECK_PAGE)
        self.worker_path = worker_path(self._root)
        names = [step.id for step in edition.steps]
        names += [section.id for page in edition.pages.values() for section in page.sections]
        self._anchors = {name: f"a{number}" for number, name in enumerate(names, 1)}
        self._fixed = {
            name: html.encode()
            for name, html in {
                "section_close": "</section>",
                "sources_open": str(self._macros.sources_open(self._ui("sources_heading"))),
                "sources_close": "</ul></details>",
                "list_open": "<ul>",
                "calls_open": '<ul class="calls">',
                "ticks_open": '<ul class="ticks">',
                "list_close": "</ul>",
                "steps_open": '<ol class="steps">',
                "steps_close": "</ol>",
                "step_close": "</li>",
                "fold_close": "</details>",
                "change_open": str(self._macros.change_open(self.check_path)),
                "change_close": str(self._macros.change_close(self._ui)),
                "page_close": self._page_close(),
            }.items()
        }
        self._outcomes = Prepared(self._outcome_open)
        self._section_opens = Prepared(self.section_open)
        self._fold_opens = Prepared(self._fold_open)
        self._blocks_made = Prepared(self.block)
        self._cards = Prepared(self.card)
        self._first_cards = Prepared(self._first_card)
        self._brief_cards = Prepared(self._brief_card)
        self._reasons = Prepared(self.reason)
        self._ticks = Prepared(self.tick)
        self._source_notes = Prepared(self.source)

    @cached_property
    def finder(self) -> Finder:
        """Finds guidance in this language; made when something is first looked for."""
        return Finder(self.edition, self.language.tag)

    def _lang(self, row_id: str, field: str, *, label: bool = False) -> Markup:
        """
        The attribute that says which language a text is in, where it is not the page's.

        With `label`, where it is not that of the row's label, which the text stands in.
        """
        if field == "hours" and self.edition.contacts[row_id].always_open:
            row_id, field = INTERFACE, "always_open"
        around = self.words.language_of(row_id, "label") if label else self.language.tag
        language = self.words.language_of(row_id, field)
        return Markup("") if language == around else Markup(' lang="{}"').format(language)

    # ---- whole pages

    def page(self, page: str, own: str = "") -> bytes:
        """A page that depends on nothing said. `own` stands in for its part that takes words."""
        heading = self.words.text(page, "heading")
        answer = self._ui("notes_stay") if page == NOTES_PAGE else ""
        return b"".join(
            (
                self.page_open(page).encode(),
                str(self._macros.top(heading, answer, "", self._lang(page, "heading"))).encode(),
                (own or self._own_part(page)).encode(),
                *self._sections(outline_page(self.edition, page)),
                self._setup().encode() if page == ABOUT_PAGE else b"",
                self._sheets().encode() if page == PRINT_PAGE else b"",
                str(self._macros.tools(self._ui)).encode() if page == NOTES_PAGE else b"",
                self._keep().encode() if page == KEEP_PAGE else b"",
                self._fixed["page_close"],
            )
        )

    def _keep(self) -> str:
        """The buttons by which a copy is kept and removed."""
        clear = self.path(CLEAR_PAGE)
        return str(self._macros.keep(self._ui, f"{self._root}/", self.worker_path, clear))

    def _sheets(self) -> str:
        """What can be printed here, in each size and ink; or why nothing is offered yet."""
        first = self.edition.languages[0]
        return str(
            self._macros.sheets(
                self._downloads.of(self.language.tag),
                self.words,
                self._ui,
                self._lang,
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

    def answer(self, page: str, heading: str, body: str) -> bytes:
        """What is said of words that arrived by POST, in the frame of the page that took them."""
        top = self._macros.top(heading, "", "")
        opened = self.page_open(page, answers=True)
        return f"{opened}{top}{body}".encode() + self._fixed["page_close"]

    def outcome(self, responses: Responses) -> bytes:
        """
        What to do now, for what was said.

        Raises KeyError for a fact or a place that the pack does not know.
        """
        decision, outline = outline_outcome(self.edition, responses)
        pieces = [self._outcomes[decision.outcome]]
        pieces.extend(self._sections(outline))
        pieces.append(self._fixed["page_close"])
        return b"".join(pieces)

    def check(
        self,
        responses: Responses,
        error: str = "",
        places: tuple[str, ...] = (),
        own: str = "",
    ) -> bytes:
        """
        The check-in's form with these ticks.

        `error` is the interface word that explains; `places` are those to choose from, if not all.
        `own` stands in for the part that takes words.
        """
        title = self.words.text(CHECK_PAGE, "title")
        if error:
            title = f"{self._ui('form_error_title')} {title}"
        form = self._theme.form.render(
            steps=self.edition.steps,
            kinds=self.edition.kinds,
            places=places or tuple(self.edition.places),
            zips=bool(self.edition.zip_codes),
            words=self.words,
            ui=self._ui,
            anchor=self.anchor,
            lang=self._lang,
            path=self.check_path,
            responses=responses,
            error=error,
        )
        heading = self.words.text(CHECK_PAGE, "heading")
        return b"".join(
            (
                self.page_open(CHECK_PAGE, title).encode(),
                str(self._macros.top(heading, "", "", self._lang(CHECK_PAGE, "heading"))).encode(),
                *self._sections(outline_page(self.edition, CHECK_PAGE)),
                (own or self._own_part(CHECK_PAGE)).encode(),
                form.encode(),
                self._fixed["page_close"],
            )
        )

    def sheet(self) -> str:
        """The sheet for a call, as the device shows it beside an outcome: no way onward."""
        outline = tuple(
            section
            for section in outline_page(self.edition, NOTES_PAGE)
            if any(outlined.block.kind != "links" for outlined in section.blocks)
        )
        top = self._macros.top(self.words.text(NOTES_PAGE, "heading"), self._ui("notes_stay"), "")
        sections = b"".join(self._sections(outline)).decode()
        return f"<div>{top}{sections}{self._macros.tools(self._ui)}</div>"

    def duty(self, asked: Asked | None = None, error: str = "") -> bytes:
        """
        What the law asks of one who asks, and the form to ask by. Without `asked`, the form first.

        Raises KeyError for a place or a role that the pack does not know.
        """
        title = self.words.text(REPORT_PAGE, "title")
        if error:
            title = f"{self._ui('form_error_title')} {title}"
        heading = self.words.text(REPORT_PAGE, "heading")
        told = ""
        if asked and not error:
            _, outline = outline_duty(self.edition, REPORT_PAGE, asked)
            told = self._writer.asked(asked)
        else:
            outline = outline_page(self.edition, REPORT_PAGE)
        first, rest = outline[:1], outline[1:]
        pieces = [
            self.page_open(REPORT_PAGE, title).encode(),
            str(self._macros.top(heading, told, "", self._lang(REPORT_PAGE, "heading"))).encode(),
        ]
        form = self._duty_form(asked, error).encode()
        if told:
            pieces += [*self._sections(outline), form]
        else:
            pieces += [*self._sections(first), form, *self._sections(rest)]
        return b"".join((*pieces, self._fixed["page_close"]))

    def duty_pieces(self, asked: Asked) -> Iterator[bytes]:
        """What stands between heading and form for one who asks, section by section."""
        return self._sections(outline_duty(self.edition, REPORT_PAGE, asked)[1])

    def _duty_form(self, asked: Asked | None, error: str) -> str:
        questions = {
            question.pick if question.pick == "place" else self.edition.kinds[question.of[0]]: (
                question.id
            )
            for step in self.edition.steps
            for question in step.questions
        }
        return self._theme.duty_form.render(
            asked=asked or Asked(),
            error=error,
            path=self.path(REPORT_PAGE),
            place_question=questions["place"],
            role_question=questions["role"],
            places=self.edition.places,
            roles=[fact for fact, kind in self.edition.kinds.items() if kind == "role"],
            words=self.words,
            ui=self._ui,
            lang=self._lang,
        )

    def find(self, finding: Finding | None = None, error: str = "") -> bytes:
        """The search, or what was found. What was typed stands in neither."""
        ui, macros = self._ui, self._theme.find
        title = self.words.text(FIND_PAGE, "title")
        if error:
            title = f"{ui('form_error_title')} {title}"
        heading = ui("find_found") if finding else self.words.text(FIND_PAGE, "heading")
        again = ui("find_again") if finding else ui("find_label")
        form = str(macros.form(self.path(FIND_PAGE), ui, again, error, MOST_LETTERS))
        urgent = bool(finding and finding.danger)
        shown = self._calls_found(finding.danger if finding else ())
        found = self._topics_found(finding) if finding else ""
        parts = (shown, found, form) if urgent else (found, shown, form) if finding else (form,)
        return b"".join(
            (
                self.page_open(FIND_PAGE, title).encode(),
                str(self._macros.top(heading, "", "")).encode(),
                *(part.encode() for part in parts),
                *self._sections(outline_page(self.edition, FIND_PAGE)),
                b"" if finding else shown.encode(),
                self._fixed["page_close"],
            )
        )

    def _calls_found(self, danger: tuple[str, ...]) -> str:
        calls = [call.id for call in self.finder.calls(danger)]
        if not calls:
            return ""
        first, *others = calls
        cards = b"".join((self._first_cards[first], *(self._cards[call] for call in others)))
        heading = self._ui("find_urgent" if danger else "find_calls")
        text = self._ui("find_urgent_next") if danger else ""
        return str(self._theme.find.calls(heading, text, Markup(cards.decode())))  # noqa: S704 - our own pieces

    def _topics_found(self, finding: Finding) -> str:
        if not finding.found:
            return str(Markup("<p>{}</p>").format(self._ui("find_nothing")))
        cards = {
            one.card.call: Markup(self._cards[one.card.call].decode())  # noqa: S704 - our own pieces
            for one in finding.found
            if one.card
        }
        return str(
            self._theme.find.found(finding.found, self._ui, self._found_at, self._lang, cards)
        )

    def _found_at(self, found: Found) -> str:
        part = f"#{self.anchor(found.section)}" if found.section else ""
        return f"{self._root}{found.path}{part}"

    def alone(self, page: str) -> bytes:
        """What stands where nobody answers the form of a page: whom to call, or what is said."""
        calls = () if page in (FIND_PAGE, REPORT_PAGE) else self.finder.calls()  # they name some
        cards = b"".join(self._cards[call.id] for call in calls).decode()
        contents = list(self._contents()) if page == FIND_PAGE else []
        made = self._macros.alone(self._ui, Markup(cards), contents, self._root)  # noqa: S704 - our own pieces
        return str(made).encode()

    def _contents(self) -> Iterator[tuple[str, str, Markup, list[tuple[str, str, Markup]]]]:
        """Every page to read: its address, heading and parts, each with its language."""
        text = self.words.text
        for page, compiled in self.edition.pages.items():
            if compiled.path not in ("", "/", "/clear", self.edition.pages[FIND_PAGE].path):
                sections = [
                    (self.anchor(one.id), text(one.id, "heading"), self._lang(one.id, "heading"))
                    for one in outline_page(self.edition, page)
                ]
                yield compiled.path, text(page, "heading"), self._lang(page, "heading"), sections

    # ---- what pages in modules of their own are made of

    @property
    def theme(self) -> Theme:
        """What pages of every language share."""
        return self._theme

    def framed(self, page: str, title: str, heading: str, *parts: bytes) -> bytes:
        """A page with its frame and heading around its parts."""
        return b"".join(
            (
                self.page_open(page, title).encode(),
                str(self._macros.top(heading, "", "")).encode(),
                *parts,
                self._fixed["page_close"],
            )
        )

    def sections(self, outline: Outline) -> Iterator[bytes]:
        """The pieces of an outline."""
        return self._sections(outline)

    def card_of(self, call: str) -> bytes:
        """A contact, as it is everywhere else."""
        return self._cards[call]

    def lang(self, row_id: str, field: str) -> Markup:
        """The attribute that says which language a text is in, where it is not the page's."""
        return self._lang(row_id, field)

    # ---- addresses

    def path(self, page: str) -> str:
        """The address of a page in this language; the outcome's is the check-in's."""
        return f"{self._root}{self.edition.pages[page].path or '/check'}"

    def anchor(self, name: str) -> str:
        """A neutral name for a part of a page: what is in an address stays in the history."""
        return self._anchors[name]

    def link(self, path: str) -> str:
        """A path of a pack, with its part named neutrally."""
        path, _, part = path.partition("#")
        return f"{path}#{self.anchor(part)}" if part else path

    # ---- pieces

    def _own_part(self, page: str) -> str:
        return self.own.part(page) if self.own else ""

    def page_open(self, page: str, title: str = "", *, answers: bool = False) -> str:
        """The frame down to the main part. A page that `answers` words has no form to walk."""
        scripts = [(self._theme.leave_script.path, "")]
        if page == CHECK_PAGE and not answers:
            scripts.append((self._theme.check_script.path, self.table_path()))
        if page in (CHECK_PAGE, NOTES_PAGE) and not answers:
            scripts.append((self._theme.notes_script.path, ""))
        if page in (KEEP_PAGE, CLEAR_PAGE):
            scripts.append((self._theme.keep_script.path, ""))
        if not answers and self.own and self.own.takes(page):
            scripts.append((self._theme.own_script.path, ""))
        theme = self._theme
        style = theme.outcome_style if page == OUTCOME_PAGE else theme.style
        return str(
            self._macros.page_open(
                page=page,
                language=self.language.tag,
                title=title or self.words.text(page, "title"),
                description=self.words.text(page, "description"),
                style=Markup(style),  # noqa: S704 - our own file, not input
                icon_path=self._theme.icon.path,
                scripts=scripts,
                ui=self._ui,
                mark=self._theme.mark,
                root=self._root,
                leave_target=self._settings.leave_target,
                draft=self._draft,
            )
        )

    def outcome_top(self, outcome: str) -> str:
        """The heading of an outcome and its one line."""
        words = self.words
        return str(
            self._macros.top(
                words.text(outcome, "title"),
                words.text(outcome, "answer"),
                self.edition.urgencies[outcome],
                self._lang(outcome, "title"),
                self._lang(outcome, "answer"),
            )
        )

    def _outcome_open(self, outcome: str) -> str:
        return self.page_open(OUTCOME_PAGE) + self.outcome_top(outcome)

    def _page_close(self) -> str:
        languages = [
            (language, f"/{language.tag}/" if number else "/", language == self.language)
            for number, language in enumerate(self.edition.languages)
        ]
        return str(self._macros.page_close(self._ui, self._root, languages))

    def section_open(self, section: str) -> str:
        """A section's heading."""
        heading = self.words.text(section, "heading")
        return str(self._macros.section_open(section, self.anchor(section), heading, self._lang))

    def _fold_open(self, reader: str) -> str:
        mark = self._lang(reader, "label")
        return str(self._macros.fold_open(self.words.text(reader, "label"), mark))

    def block(self, block_id: str) -> str:
        """A block without what fills it; a step is left open for words to read out."""
        block = self.edition.blocks[block_id]
        written = self._writer.block(OutlinedBlock(block))
        folded = block.folded and block.kind != "calls"
        body = self._macros.block(written, self._root, self.link, self._lang, block.links, folded)
        if block.kind == "step":
            return f'<li class="{block.id}">{body}'
        return f'<div class="{block.id}">{body}</div>' if body else ""

    def card(self, call_id: str, *, first: bool = False) -> str:
        """A contact; the `first` stands out."""
        written = self._writer.card(self.edition.calls_by_id[call_id])
        card = str(self._macros.card(written, self._ui, self._lang))
        return card.replace('class="call ', 'class="call first ', 1) if first else card

    def _brief_card(self, call_id: str) -> str:
        """A contact by its name, reason and numbers; the rest opens."""
        written = self._writer.card(self.edition.calls_by_id[call_id])
        return str(self._macros.card(written, self._ui, self._lang, brief=True))

    def _first_card(self, call_id: str) -> str:
        return self.card(call_id, first=True)

    def reason(self, rule: str) -> str:
        """Why a rule led here."""
        return str(self._macros.reason(self._writer.reason(rule), self._lang))

    def tick(self, fact: str) -> str:
        """Something said, played back, with the way to change it."""
        tick = self._writer.tick(fact)
        mark = self._lang(fact, "name" if fact in self.edition.places else "label")
        return str(self._macros.tick(tick, self.check_path, self.anchor(tick.step), self._ui, mark))

    def source(self, source: str) -> str:
        """Where something comes from."""
        return str(self._macros.source(self._writer.source(source), self._ui))

    def sources(self, sources: tuple[str, ...]) -> str:
        """What something rests on, folded away."""
        opened = str(self._macros.sources_open(self._ui("sources_heading")))
        return f"{opened}{''.join(map(self.source, sources))}</ul></details>"

    def mark(self, row_id: str, field: str, *, label: bool = False) -> Markup:
        """The attribute that says which language a text is in, for pieces that are not ours."""
        return self._lang(row_id, field, label=label)

    # ---- the same order as device/check.js keeps

    def _sections(self, outline: Outline) -> Iterator[bytes]:
        fixed = self._fixed
        for number, section in enumerate(outline):
            yield self._section_opens[section.id]
            in_steps = False
            for outlined in section.blocks:
                kind = outlined.block.kind
                if kind == "step":
                    yield fixed["step_close"] if in_steps else fixed["steps_open"]
                    in_steps = True
                elif in_steps and kind != "say":
                    yield fixed["step_close"]
                    yield fixed["steps_close"]
                    in_steps = False
                yield self._blocks_made[outlined.block.id]
                yield from self._filling(outlined, leads=number == 0)
            if in_steps:
                yield fixed["step_close"]
                yield fixed["steps_close"]
            for fold in section.folds:
                yield self._fold_opens[fold.reader]
                for outlined in fold.blocks:
                    yield self._blocks_made[outlined.block.id]
                yield fixed["fold_close"]
            if said := [fact for outlined in section.blocks for fact in outlined.ticks]:
                yield fixed["change_open"]
                yield " ".join(said).encode()  # ids: letters, digits and hyphens
                yield fixed["change_close"]
            yield from self._sources(section)
            yield fixed["section_close"]

    def _filling(self, outlined: OutlinedBlock, *, leads: bool) -> Iterator[bytes]:
        fixed = self._fixed
        if outlined.calls:
            yield fixed["calls_open"]
            first, *others = outlined.calls
            cards = self._brief_cards if outlined.block.folded else self._cards
            yield (self._first_cards if leads else cards)[first.id]
            for call in others:
                yield cards[call.id]
            yield fixed["list_close"]
        if outlined.reasons:
            yield fixed["list_open"]
            for rule in outlined.reasons:
                yield self._reasons[rule]
            yield fixed["list_close"]
        if outlined.ticks:
            yield fixed["ticks_open"]
            for fact in outlined.ticks:
                yield self._ticks[fact]
            yield fixed["list_close"]
        if outlined.duties:
            yield fixed["list_open"]
            for line in outlined.duties:
                yield str(
                    self._macros.duty(
                        self._writer.duty(line), self._lang(line.duty.text, "text"), self._ui
                    )
                ).encode()
            yield fixed["list_close"]

    def _sources(self, section: OutlinedSection) -> Iterator[bytes]:
        """What a section's words rest on, each source once."""
        ids: dict[str, None] = {}
        folded = (outlined for fold in section.folds for outlined in fold.blocks)
        for outlined in (*section.blocks, *folded):
            ids.update(dict.fromkeys(outlined.block.sources))
            for rule in outlined.reasons:
                ids.update(dict.fromkeys(self.edition.rules_by_id[rule].sources))
        if ids:
            yield self._fixed["sources_open"]
            for source in ids:
                yield self._source_notes[source]
            yield self._fixed["sources_close"]
