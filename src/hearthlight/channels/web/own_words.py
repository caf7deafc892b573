"""
The two parts that take a caregiver's own words: what they noticed, and what they mean to say.

With scripts, the device reads the words, with the tables that are made here. Without, they arrive
by POST and become one page, which holds none of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from hearthlight.channels.web.addresses import CHECK_PAGE
from hearthlight.channels.web.coach_table import wire_table
from hearthlight.channels.web.device_table import parse_tree, parse_trees
from hearthlight.channels.web.reading import MOST_TYPED
from hearthlight.channels.web.theme import make_asset
from hearthlight.documents.coaching import TALK_PAGE, coach_calls
from hearthlight.documents.noticing import (
    dangers_together,
    first_calls,
    noticeable,
    outline_now,
)
from hearthlight.notice.model import DANGERS, SAYINGS, SIGNS, model_bytes

if TYPE_CHECKING:
    from hearthlight.channels.web.rendering import Pages
    from hearthlight.channels.web.theme import Asset, Macros, Theme
    from hearthlight.coach.table import CompiledPattern
    from hearthlight.compiled.edition import CompiledCall, Edition
    from hearthlight.documents.coaching import CoachFinding, Coaching
    from hearthlight.documents.noticing import Noticing

_JSON = "application/json"


class Readers:
    """What the device reads words with, the same in every language; made when first asked for."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    @cached_property
    def notice_model(self) -> Asset:
        """What it takes to see signs and danger in words."""
        danger = msgspec.json.encode(wire_table(self._edition.danger))
        models = model_bytes(SIGNS), model_bytes(DANGERS)
        tables = b'{"signs":%b,"dangers":%b,"cues":%b}' % (*models, danger)
        return make_asset("m", "json", _JSON, tables)

    @cached_property
    def coach_table(self) -> Asset:
        """What it takes to see what may hurt in words."""
        coach = msgspec.json.encode(wire_table(self._edition.coach))
        tables = b'{"sayings":%b,"cues":%b}' % (model_bytes(SAYINGS), coach)
        return make_asset("p", "json", _JSON, tables)

    @property
    def tables(self) -> tuple[Asset, ...]:
        """All of them."""
        return self.notice_model, self.coach_table


class OwnWords:
    """Both parts in one language."""

    def __init__(self, pages: Pages, theme: Theme, readers: Readers) -> None:
        self._pages = pages
        self._pieces = pages.pieces
        self._addresses = pages.addresses
        self._edition = pages.edition
        self._theme = theme
        self._readers = readers
        self._ui = pages.words.interface

    @property
    def _macros(self) -> Macros:
        return self._theme.own

    @cached_property
    def _words(self) -> dict[str, Asset]:
        """Page to the words that the device answers with there."""
        made = {CHECK_PAGE: ("a", self._notice_table), TALK_PAGE: ("b", self._coach_table)}
        return {
            page: make_asset(letter, "json", _JSON, msgspec.json.encode(make()))
            for page, (letter, make) in made.items()
            if self.takes(page)
        }

    @property
    def tables(self) -> tuple[Asset, ...]:
        """The words that the device answers with."""
        return tuple(self._words.values())

    # ---- the parts

    def takes(self, page: str) -> bool:
        """Whether a page has a part that takes one's own words."""
        if page not in self._edition.pages:
            return False
        return page == CHECK_PAGE or (page == TALK_PAGE and bool(self._edition.coach.patterns))

    def part(self, page: str, error: str = "") -> str:
        """The part of a page that takes words; empty for a page that has none."""
        if not self.takes(page):
            return ""
        script, model = {
            CHECK_PAGE: (self._theme.notice_script, self._readers.notice_model),
            TALK_PAGE: (self._theme.coach_script, self._readers.coach_table),
        }[page]
        data = {"reads": script.path, "model": model.path, "table": self._words[page].path}
        return self._form(page, data, error)

    def _form(self, page: str, data: dict[str, str], error: str = "") -> str:
        name = "notice" if page == CHECK_PAGE else "coach"
        ui = self._ui
        return str(
            self._macros.part(
                self._addresses.path(page),
                data,
                ui(f"{name}_heading"),
                ui(f"{name}_ask"),
                ui(f"{name}_send"),
                ui,
                error,
                MOST_TYPED,
            )
        )

    # ---- pages that answer

    def noticed(self, noticing: Noticing) -> bytes:
        """What is asked about words that arrived by POST, and whom to call first in danger."""
        ui, macros, edition = self._ui, self._macros, self._edition
        calls = self._calls(first_calls(edition, noticing.danger))
        questions = "".join(self._question(one.fact) for one in noticing.questions)
        asked = str(macros.asked(self._addresses.path(CHECK_PAGE), Markup(questions), ui))  # noqa: S704 - our own pieces
        urgent = f"{macros.danger(ui)}{calls}</section>" if noticing.danger else ""
        if questions:
            could = f"{macros.heading(ui('notice_could'))}{macros.line(ui('notice_tick'))}"
            could += str(macros.line(ui("notice_not_ticked")))
        else:
            could = "" if urgent else str(macros.line(ui("notice_else")))
        if urgent:
            after = self._now()
        else:
            after = f"<section>{macros.heading(ui('find_calls'))}{calls}</section>"
        return self._page(
            CHECK_PAGE, "notice_heading", f"{urgent}<section>{could}{asked}</section>{after}"
        )

    def coached(self, coaching: Coaching) -> bytes:
        """What is said of words that arrived by POST, and whom to call."""
        ui, macros = self._ui, self._macros
        parts: list[str] = []
        if coaching.findings:
            findings = "".join(self._finding(finding) for finding in coaching.findings)
            parts += [
                str(macros.heading(ui("coach_before"))),
                f'<ul class="findings">{findings}</ul>',
            ]
        else:
            parts.append(str(macros.line(ui("coach_fine" if coaching.praise else "coach_nothing"))))
        if coaching.praise:
            praised = [Markup(self._why(praise.pattern)) for praise in coaching.praise]  # noqa: S704 - our own pieces
            parts += [str(macros.heading(ui("coach_good"))), str(macros.praised(praised))]
        parts.append(str(macros.line(ui("coach_remind"))))
        if coaching.calls:
            calls = coach_calls(self._edition)
            heading = ui("coach_calls" if coaching.trained else "find_calls")
            parts += [str(macros.heading(heading)), self._calls(calls)]
        return self._page(TALK_PAGE, "coach_heading", f"<section>{''.join(parts)}</section>")

    def _page(self, page: str, heading: str, body: str) -> bytes:
        parts = f"{body}{self._form(page, {})}".encode()
        return self._pages.framed(page, self._pages.top(self._ui(heading)), parts, answers=True)

    # ---- pieces

    def _calls(self, calls: tuple[CompiledCall, ...]) -> str:
        cards = [self._pieces.card(call.id, first=not at) for at, call in enumerate(calls)]
        return str(self._macros.calls(Markup("".join(cards)))) if cards else ""  # noqa: S704 - our own pieces

    def _now(self) -> str:
        return b"".join(self._pages.sections.join(outline_now(self._edition))).decode()

    def _question(self, fact: str) -> str:
        words = self._pages.words
        _, question = self._edition.asked_in[fact]
        return str(
            self._macros.question(
                question,
                fact,
                words.text(fact, "label"),
                words.optional(fact, "hint"),
                self._pieces.lang(fact, "label"),
                self._pieces.lang(fact, "hint", label=True),
            )
        )

    def _top(self, pattern: str) -> str:
        label = self._pages.words.optional(pattern, "label")
        return str(self._macros.top(label, self._pieces.lang(pattern, "label")))

    def _why(self, pattern: str) -> str:
        because = self._pages.words.text(pattern, "because")
        return str(self._macros.line(because, self._pieces.lang(pattern, "because")))

    def _say(self, pattern: str) -> str:
        forms = self._pages.words.items(pattern, "say")
        return str(self._macros.say(forms, self._ui, self._pieces.lang(pattern, "say")))

    def _finding(self, finding: CoachFinding) -> str:
        pattern = finding.pattern
        say = self._say(pattern) if finding.say else self._macros.line(self._ui("coach_no_form"))
        sources = self._sources(tuple(note.id for note in finding.sources))
        pieces = f"{self._top(pattern)}{self._why(pattern)}{say}{sources}"
        return str(self._macros.finding(Markup(pieces)))  # noqa: S704 - our own pieces

    def _sources(self, sources: tuple[str, ...]) -> str:
        return self._pieces.sources(sources) if sources else ""

    # ---- tables for the device

    def _notice_table(self) -> dict[str, Any]:
        ui, macros, edition = self._ui, self._macros, self._edition
        facts, dangers = noticeable(edition)
        order = [first_calls(edition, choice) for choice in dangers_together(dangers)]
        cards = {call.id: number for number, call in enumerate(dict.fromkeys(sum(order, ())))}
        signs = (fact for fact in edition.asked if edition.kinds[fact] == "sign")
        step, _ = edition.asked_in[next(signs, edition.asked[0])]
        return {
            "facts": {fact: parse_tree(self._question(fact)) for fact in facts},
            "dangers": dangers,
            "calls": [parse_tree(self._pieces.card(call)) for call in cards],
            "order": [[cards[call.id] for call in calls] for calls in order],
            "danger": parse_tree(str(macros.danger(ui))),
            "help": parse_tree(str(macros.heading(ui("find_calls")))),
            "now": parse_trees(self._now()),
            "could": parse_tree(str(macros.heading(ui("notice_could")))),
            "tick": parse_tree(str(macros.line(ui("notice_tick")))),
            "asked": parse_tree(str(macros.line(ui("notice_not_ticked")))),
            "none": parse_tree(str(macros.line(ui("notice_else")))),
            "onward": parse_tree(str(macros.onward(ui, self._addresses.anchor(step)))),
            "led": ui("notice_led"),
        }

    def _coach_table(self) -> dict[str, Any]:
        ui, macros, edition = self._ui, self._macros, self._edition
        return {
            "patterns": [self._pattern(pattern) for pattern in edition.coach.patterns],
            "calls": [parse_tree(self._pieces.card(call.id)) for call in coach_calls(edition)],
            "before": parse_tree(str(macros.heading(ui("coach_before")))),
            "good": parse_tree(str(macros.heading(ui("coach_good")))),
            "help": parse_tree(str(macros.heading(ui("coach_calls")))),
            "whom": parse_tree(str(macros.heading(ui("find_calls")))),
            "fine": parse_tree(str(macros.line(ui("coach_fine")))),
            "nothing": parse_tree(str(macros.line(ui("coach_nothing")))),
            "noForm": parse_tree(str(macros.line(ui("coach_no_form")))),
            "remind": parse_tree(str(macros.line(ui("coach_remind")))),
            "led": ui("coach_words"),
        }

    def _pattern(self, pattern: CompiledPattern) -> dict[str, Any]:
        pieces = {
            "top": self._top(pattern.id),
            "why": self._why(pattern.id),
            "say": self._say(pattern.id),
            "sources": self._sources(pattern.sources),
        }
        return {name: parse_tree(html) if html else 0 for name, html in pieces.items()}
