"""
An edition: one pack, compiled.

Everything a channel needs was resolved once (`compiling.py`). What remains is data that can be
written as JSON and walked by a few lines in any language.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec

from hearthlight.checkin.conditions import Condition, make_clause
from hearthlight.checkin.decision import DecisionTable, Rule
from hearthlight.coach.table import CoachTable  # noqa: TC001 - msgspec reads it at run time
from hearthlight.compiled.danger import DangerTable  # noqa: TC001 - msgspec reads it at run time
from hearthlight.compiled.texts import TextTable  # noqa: TC001 - msgspec reads it at run time
from hearthlight.content import model  # noqa: TC001 - msgspec reads it at run time
from hearthlight.content.locales import Wording, read_wording
from hearthlight.places.zip_codes import Run  # noqa: TC001 - msgspec reads it at run time
from hearthlight.search.index import SearchIndex  # noqa: TC001 - msgspec reads it at run time

FORMAT = 12
"""The number of this layout. 1: first version."""

CompiledClause = tuple[int, tuple[tuple[int, ...], ...]]
"""At least so many of these entries; an entry is the indexes of the facts that are one event."""
CompiledCondition = tuple[CompiledClause, ...]


class CompiledRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule over fact indexes."""

    id: str
    outcome: int
    when: CompiledCondition
    sources: tuple[str, ...]
    covers: tuple[str, ...]


class CompiledBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A block over fact indexes; facts include the place and the outcome."""

    id: str
    kind: model.BlockKind
    when: CompiledCondition
    unless: CompiledCondition
    covers: tuple[str, ...]
    sources: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    prominent: bool
    part: model.DutyPart | None
    rows: int
    carries: bool
    drawing: str
    folded: bool


class CompiledSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section with its blocks in order."""

    id: str
    blocks: tuple[CompiledBlock, ...]
    mark: str = ""
    """The drawing beside its heading on paper."""


class CompiledPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page with its sections in order."""

    id: str
    path: str
    sections: tuple[CompiledSection, ...]


class CompiledCall(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the list of whom to call."""

    id: str
    contact: str
    prominent: bool
    when: CompiledCondition
    unless: CompiledCondition


class CompiledLine(msgspec.Struct, frozen=True, kw_only=True):
    """One way to reach a contact."""

    kind: str
    """`call`, `text`, `tty`, `chat` or `web`."""
    shown: str
    link: str
    keyword: str = ""


class CompiledContact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact with its lines ready to show."""

    id: str
    lines: tuple[CompiledLine, ...]
    always_open: bool
    enforcement: model.Enforcement
    read_on: str
    assured_date: str
    never_tried: bool
    """Whether nobody may call or write to it to try it."""
    good_until: str
    """The last day on which what is said of it counts."""
    confidence: model.Confidence
    jurisdiction: str
    place: str
    """The place whose line it is; empty for a line of none or of many."""
    sources: tuple[str, ...]
    covers: tuple[str, ...]


class CompiledSituation(msgspec.Struct, frozen=True, kw_only=True):
    """Why someone calls, and what holds then."""

    page: str
    facts: tuple[str, ...]
    outcome: str


class CompiledQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question and the facts it offers."""

    id: str
    pick: model.Pick
    of: tuple[str, ...]


class CompiledStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step and its questions in order."""

    id: str
    questions: tuple[CompiledQuestion, ...]


class CompiledOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome; its place in the list is its rank."""

    id: str
    urgency: model.Urgency


class CompiledTopic(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be looked for, and the statement or the block that it leads to."""

    id: str
    statement: str
    block: str = ""

    @property
    def leads_to(self) -> str:
        """The id of either."""
        return self.statement or self.block


class Edition(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A compiled pack. `dict=True` makes room for what is derived from it once."""

    format: int
    fingerprint: str
    languages: tuple[model.PackLanguage, ...]
    layers: tuple[model.PackHeader, ...]
    facts: tuple[str, ...]
    """Every fact; its place in the list is its index. Asked facts first, then places, outcomes."""
    kinds: dict[str, str]
    """Asked fact to its kind."""
    outcomes: tuple[CompiledOutcome, ...]
    otherwise: int
    rules: tuple[CompiledRule, ...]
    steps: tuple[CompiledStep, ...]
    places: dict[str, str]
    """Place to the place around it, in the order to offer them."""
    zip_codes: tuple[Run, ...]
    """Runs of ZIP codes and the places they may lie in, in the order of the codes."""
    zip_points: str
    """About where each ZIP code is (`places.zip_codes.find_zip_point`)."""
    pages: dict[str, CompiledPage]
    readers: tuple[str, ...]
    """Whom pages have words of their own for, in the order to offer them."""
    contacts: dict[str, CompiledContact]
    calls: tuple[CompiledCall, ...]
    situations: dict[str, CompiledSituation]
    """Situation to what holds in it, in the order to offer them."""
    duties: tuple[model.Duty, ...]
    clocks: dict[str, tuple[str, ...]]
    """Place to its time zones, the one of most people first."""
    sources: dict[str, model.Source]
    fact_covers: dict[str, tuple[str, ...]]
    """Asked fact to the statements that naming it covers."""
    topics: tuple[CompiledTopic, ...]
    search: dict[str, SearchIndex]
    """Language to the index of its topics; languages that nobody can search in are left out."""
    vignettes: tuple[model.Vignettes, ...]
    coach: CoachTable
    danger: DangerTable
    texts: TextTable
    sheets: dict[str, model.Sheet]
    """What can be printed."""
    drawings: dict[str, str]
    """Name of a drawing to its SVG."""
    agency: str
    """Who hands out what is printed; empty where no layer says so."""
    logo: bytes
    """Its logo, an SVG or a PNG; empty where it has none."""
    service_kinds: dict[str, model.ServiceKind]
    services: dict[str, model.Service]
    """Services that are known without a directory."""
    small_words: tuple[str, ...]
    """Words of all languages that do not tell what someone looks for."""
    spoken: dict[str, dict[str, str]]
    """Language to the names of languages that a service may speak, in their order."""
    words: dict[str, model.Words]
    dates: dict[str, dict[str, str]]
    """Language to day to that day as its readers write it."""

    @cached_property
    def table(self) -> DecisionTable:
        """The decision table, ready to decide."""
        return DecisionTable(
            facts={fact: 1 << index for index, fact in enumerate(self.facts)},
            outcomes=tuple(outcome.id for outcome in self.outcomes),
            otherwise=self.otherwise,
            rules=tuple(
                Rule(rule.id, read_condition(rule.when), rule.outcome) for rule in self.rules
            ),
        )

    @cached_property
    def blocks(self) -> dict[str, CompiledBlock]:
        """Blocks by id."""
        return {
            block.id: block
            for page in self.pages.values()
            for section in page.sections
            for block in section.blocks
        }

    @cached_property
    def calls_by_id(self) -> dict[str, CompiledCall]:
        """Calls by id."""
        return {call.id: call for call in self.calls}

    @cached_property
    def visibility(self) -> dict[str, tuple[Condition, Condition]]:
        """Block or call id to the conditions under which it shows and hides."""
        found: dict[str, tuple[Condition, Condition]] = {}
        rows: tuple[CompiledBlock | CompiledCall, ...] = (*self.blocks.values(), *self.calls)
        for row in rows:
            found[row.id] = (read_condition(row.when), read_condition(row.unless))
        return found

    @cached_property
    def written(self) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """Language to all calls and blocks, by id, as `documents.writing` wrote them."""
        return {}

    def said(self, facts: frozenset[str]) -> int:
        """
        The mask of what a caregiver said.

        Raises KeyError for anything that is not asked: a place or an outcome is never said as a
        fact, and unknown words stop here.
        """
        for fact in facts:
            if fact not in self.kinds:
                raise KeyError(fact)
        return self.table.mask(facts)

    @cached_property
    def asked_in(self) -> dict[str, tuple[str, str]]:
        """Fact, or place, to the step and the question that ask it, in the order of asking."""
        found: dict[str, tuple[str, str]] = {}
        for step in self.steps:
            for question in step.questions:
                asked = self.places if question.pick == "place" else question.of
                found.update(dict.fromkeys(asked, (step.id, question.id)))
        return found

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Facts in the order of asking."""
        return tuple(fact for fact in self.asked_in if fact in self.kinds)

    @cached_property
    def urgencies(self) -> dict[str, model.Urgency]:
        """Outcome to its urgency."""
        return {outcome.id: outcome.urgency for outcome in self.outcomes}

    @cached_property
    def rules_by_id(self) -> dict[str, CompiledRule]:
        """Rules by id, to explain a decision."""
        return {rule.id: rule for rule in self.rules}

    def wording(self, language: str) -> Wording:
        """The words of a language; the source language stands in for what it lacks."""
        return read_wording(self.words, language, self.languages[0].tag)


def read_condition(compiled: CompiledCondition) -> Condition:
    """A compiled condition as masks."""
    return tuple(
        make_clause(at_least, tuple(sum(1 << index for index in entry) for entry in entries))
        for at_least, entries in compiled
    )
