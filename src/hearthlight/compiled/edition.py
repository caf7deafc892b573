"""
An edition: one pack, compiled.

Everything a channel needs is resolved here once: names of several facts are expanded, events are
folded, numbers are formatted, blocks and calls are sorted. What remains is data that can be
written as JSON and walked by a few lines in any language.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from hearthlight.checkin.conditions import Condition, make_clause
from hearthlight.checkin.decision import DecisionTable, Rule
from hearthlight.coach.table import CoachTable, compile_coach
from hearthlight.compiled.texts import TextTable, compile_texts
from hearthlight.contacts.freshness import find_end
from hearthlight.contacts.numbers import call_link, shown_number, text_link
from hearthlight.content import model
from hearthlight.content.locales import Wording, read_wording
from hearthlight.content.vocabulary import read_vocabulary
from hearthlight.places.zip_codes import Run, place_zip_codes, place_zip_points
from hearthlight.search.index import Asked, SearchIndex, build_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hearthlight.content.vocabulary import Vocabulary

FORMAT = 9
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
    enforcement: str
    read_on: str
    assured_date: str
    good_until: str
    """The last day on which what is said of it counts."""
    confidence: str
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
    pick: str
    of: tuple[str, ...]


class CompiledStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step and its questions in order."""

    id: str
    questions: tuple[CompiledQuestion, ...]


class CompiledOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome; its place in the list is its rank."""

    id: str
    urgency: str


class CompiledTopic(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be looked for, and the statement that it leads to."""

    id: str
    statement: str


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
    alarms: dict[str, tuple[str, ...]]
    """Alarm to the facts that may be so."""
    search: dict[str, SearchIndex]
    """Language to the index of its topics; languages that nobody can search in are left out."""
    vignettes: tuple[model.Vignettes, ...]
    coach: CoachTable
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
    def urgencies(self) -> dict[str, str]:
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


def compile_pack(pack: model.Pack) -> Edition:
    """Compile a checked pack. The same pack always compiles to the same edition."""
    vocabulary = read_vocabulary(pack)
    facts = (*vocabulary.asked, *vocabulary.derived)
    compiler = _Compiler(vocabulary, {fact: index for index, fact in enumerate(facts)})
    outcomes = sorted(pack.all(model.Outcome).values(), key=lambda row: -row.priority)
    ranks = {row.id: rank for rank, row in enumerate(outcomes)}
    rules = [
        CompiledRule(
            id=rule.id,
            outcome=ranks[rule.outcome],
            when=compiler.condition(rule.when),
            sources=rule.sources,
            covers=rule.covers,
        )
        for rule in pack.all(model.Rule).values()
    ]
    places = sorted(pack.all(model.Place).values(), key=lambda place: (place.order, place.id))
    return Edition(
        format=FORMAT,
        fingerprint=pack.fingerprint,
        languages=pack.languages,
        layers=pack.layers,
        facts=facts,
        kinds=vocabulary.kinds,
        outcomes=tuple(CompiledOutcome(id=row.id, urgency=row.urgency) for row in outcomes),
        otherwise=next(rank for rank, row in enumerate(outcomes) if row.otherwise),
        rules=tuple(sorted(rules, key=lambda rule: (rule.outcome, rule.id))),
        steps=_compile_steps(pack),
        places={place.id: place.within for place in places},
        zip_codes=_place_zip_codes(pack, places),
        zip_points=_place_zip_points(pack, places),
        pages={page.id: compiler.page(pack, page) for page in pack.all(model.Page).values()},
        readers=tuple(
            row.id
            for row in sorted(
                pack.all(model.Reader).values(), key=lambda reader: (reader.order, reader.id)
            )
        ),
        contacts={row.id: _compile_contact(row) for row in pack.all(model.Contact).values()},
        calls=tuple(
            CompiledCall(
                id=call.id,
                contact=call.contact,
                prominent=call.prominent,
                when=compiler.condition(call.when),
                unless=compiler.condition(call.unless),
            )
            for call in sorted(pack.all(model.Call).values(), key=lambda row: (row.order, row.id))
        ),
        situations={
            row.id: CompiledSituation(page=row.page, facts=row.facts, outcome=row.outcome)
            for row in sorted(pack.all(model.Situation).values(), key=lambda row: row.order)
        },
        duties=tuple(pack.all(model.Duty).values()),
        clocks={clock.place: clock.zones for clock in pack.all(model.Clock).values()},
        sources=pack.all(model.Source),
        fact_covers=_fact_covers(pack),
        topics=tuple(
            CompiledTopic(id=row.id, statement=row.statement)
            for row in pack.all(model.Topic).values()
        ),
        alarms={row.id: row.facts for row in pack.all(model.Alarm).values()},
        search=_compile_search(pack),
        vignettes=tuple(pack.all(model.Vignettes).values()),
        coach=compile_coach(pack),
        texts=compile_texts(pack),
        sheets=pack.all(model.Sheet),
        drawings=pack.drawings,
        agency=next((layer.agency for layer in reversed(pack.layers) if layer.agency), ""),
        logo=next((pack.logos[layer.id] for layer in reversed(pack.layers) if layer.logo), b""),
        service_kinds=pack.all(model.ServiceKind),
        services=pack.all(model.Service),
        small_words=tuple(
            word for row in pack.all(model.SmallWords).values() for word in row.words
        ),
        spoken=_name_languages(pack),
        words=pack.words,
        dates=_compile_dates(pack),
    )


class _Compiler:
    def __init__(self, vocabulary: Vocabulary, index: dict[str, int]) -> None:
        self._vocabulary = vocabulary
        self._index = index

    def condition(self, clauses: Sequence[model.Clause]) -> CompiledCondition:
        return tuple(
            (
                clause.at_least,
                tuple(
                    tuple(self._index[fact] for fact in entry)
                    for entry in self._vocabulary.entries(clause)
                ),
            )
            for clause in clauses
        )

    def page(self, pack: model.Pack, page: model.Page) -> CompiledPage:
        sections = sorted(
            (row for row in pack.all(model.Section).values() if row.page == page.id),
            key=lambda row: (row.order, row.id),
        )
        return CompiledPage(
            id=page.id,
            path=page.path,
            sections=tuple(
                CompiledSection(
                    id=section.id, blocks=self._blocks(pack, section.id), mark=section.mark
                )
                for section in sections
            ),
        )

    def _blocks(self, pack: model.Pack, section: str) -> tuple[CompiledBlock, ...]:
        blocks = sorted(
            (row for row in pack.all(model.Block).values() if row.section == section),
            key=lambda row: (row.order, row.id),
        )
        return tuple(
            CompiledBlock(
                id=block.id,
                kind=block.kind,
                when=self.condition(block.when),
                unless=self.condition(block.unless),
                covers=block.covers,
                sources=block.sources,
                links=tuple((link.path, link.text) for link in block.links),
                prominent=block.prominent,
                part=block.part,
                rows=block.rows,
                carries=block.carries,
                drawing=block.drawing,
            )
            for block in blocks
        )


def _compile_steps(pack: model.Pack) -> tuple[CompiledStep, ...]:
    questions = sorted(pack.all(model.Question).values(), key=lambda row: (row.order, row.id))
    return tuple(
        CompiledStep(
            id=step.id,
            questions=tuple(
                CompiledQuestion(id=question.id, pick=question.pick, of=question.of)
                for question in questions
                if question.step == step.id
            ),
        )
        for step in sorted(pack.all(model.Step).values(), key=lambda row: (row.order, row.id))
    )


def _place_zip_codes(pack: model.Pack, places: Sequence[model.Place]) -> tuple[Run, ...]:
    country = next((place.id for place in reversed(places) if not place.within), "")
    by_fips = {place.fips: place.id for place in places if place.fips}
    tables = [row.table for row in pack.all(model.ZipCodes).values()]
    return place_zip_codes("\n".join(tables), by_fips, country) if country else ()


def _place_zip_points(pack: model.Pack, places: Sequence[model.Place]) -> str:
    by_fips = {place.fips: place.id for place in places if place.fips}
    points = "".join(row.table for row in pack.all(model.ZipPoints).values())
    tables = [row.table for row in pack.all(model.ZipCodes).values()]
    return place_zip_points(points, "\n".join(tables), by_fips)


_SPOKEN = ("en", "es", "zh", "vi", "tl", "ko", "ru", "ar", "ht", "fr", "pt", "ase")
"""Languages that most services of the country can be asked for in (ISO 639)."""


def _name_languages(pack: model.Pack) -> dict[str, dict[str, str]]:
    from babel.core import Locale  # noqa: PLC0415 - slow to import, and only compiling needs it

    found: dict[str, dict[str, str]] = {}
    for language in pack.languages:
        names = Locale.parse(language.tag, sep="-").languages
        found[language.tag] = {tag: names[tag] for tag in _SPOKEN if tag in names}
    return found


def _compile_contact(contact: model.Contact) -> CompiledContact:
    lines: list[CompiledLine] = []
    if contact.phone:
        lines.append(
            CompiledLine(
                kind="call", shown=shown_number(contact.phone), link=call_link(contact.phone)
            )
        )
    if contact.text:
        lines.append(
            CompiledLine(
                kind="text",
                shown=shown_number(contact.text.number),
                link=text_link(contact.text.number),
                keyword=contact.text.keyword,
            )
        )
    if contact.tty:
        lines.append(
            CompiledLine(kind="tty", shown=shown_number(contact.tty), link=call_link(contact.tty))
        )
    for kind, address in (("chat", contact.chat), ("web", contact.url)):
        if address and not (kind == "web" and address == contact.chat):
            shown = address.split("://", 1)[1].removeprefix("www.").rstrip("/")
            lines.append(CompiledLine(kind=kind, shown=shown, link=address))
    return CompiledContact(
        id=contact.id,
        lines=tuple(lines),
        always_open=contact.always_open,
        enforcement=contact.enforcement,
        read_on=contact.read_on,
        assured_date=contact.assured_date,
        good_until=find_end(contact).isoformat(),
        confidence=contact.confidence,
        jurisdiction=contact.jurisdiction,
        place=contact.place,
        sources=contact.sources,
        covers=contact.covers,
    )


def _fact_covers(pack: model.Pack) -> dict[str, tuple[str, ...]]:
    rows: tuple[model.Sign | model.Form | model.Vulnerability | model.Fact, ...] = (
        *pack.all(model.Sign).values(),
        *pack.all(model.Form).values(),
        *pack.all(model.Vulnerability).values(),
        *pack.all(model.Fact).values(),
    )
    return {row.id: row.covers for row in rows}


_SAID_IN = ("title", "text", "items", "say", "label", "hint", "innocent", "name", "purpose")
"""Fields whose words tell what a row is about."""


def _compile_search(pack: model.Pack) -> dict[str, SearchIndex]:
    found: dict[str, SearchIndex] = {}
    for language in pack.languages:
        phrases: dict[str, list[str]] = {}
        for row in pack.all(model.Phrasing).values():
            if row.language == language.tag:
                phrases.setdefault(row.of, []).extend(row.phrases)
        words = pack.words.get(language.tag, {})
        pages = _pages_of_statements(pack, words)
        topics: list[Asked] = []
        for topic in pack.all(model.Topic).values():
            title = words.get(f"{topic.id}.title", "")
            titles = (title, title) if isinstance(title, str) else title
            asked = (*phrases.get(topic.id, ()), *titles)
            topics.append(Asked(topic.id, asked, pages.get(topic.statement, ())))
        if phrases:
            found[language.tag] = build_index(
                language.tag,
                topics,
                {
                    row.id: row.words
                    for row in pack.all(model.Synonyms).values()
                    if row.language == language.tag
                },
                {alarm: phrases.get(alarm, ()) for alarm in pack.all(model.Alarm)},
            )
    return found


def _pages_of_statements(pack: model.Pack, words: model.Words) -> dict[str, list[tuple[str, int]]]:
    """Statement to the texts of the rows that cover it, each with how many its row covers."""
    found: dict[str, list[tuple[str, int]]] = {}
    for kind, rows in pack.rows.items():
        for row in rows.values() if kind != "rule" else ():
            covers: tuple[str, ...] = getattr(row, "covers", ())
            for field in _SAID_IN if covers else ():
                told = words.get(f"{row.id}.{field}", ())
                text = told if isinstance(told, str) else " ".join(told)
                for statement in covers if text else ():
                    found.setdefault(statement, []).append((text, len(covers)))
    return found


def _compile_dates(pack: model.Pack) -> dict[str, dict[str, str]]:
    from babel.dates import format_date  # noqa: PLC0415 - slow to import, and only compiling needs it

    contacts = pack.all(model.Contact).values()
    days = {source.read_on for source in pack.all(model.Source).values()}
    days |= {day for contact in contacts for day in (contact.read_on, contact.assured_date) if day}
    days |= {duty.read_on for duty in pack.all(model.Duty).values()}
    return {
        language.tag: {
            day: format_date(date.fromisoformat(day), "long", locale=language.tag.replace("-", "_"))
            for day in sorted(days)
        }
        for language in pack.languages
    }
