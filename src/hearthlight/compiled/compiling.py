"""
Compiles one pack to its edition.

Names of several facts are expanded, events are folded, numbers are formatted, blocks and calls are
sorted: everything that a channel needs is resolved here once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from babel.core import Locale
from babel.dates import format_date

from hearthlight.coach.table import compile_coach
from hearthlight.compiled.danger import compile_danger
from hearthlight.compiled.edition import (
    FORMAT,
    CompiledBlock,
    CompiledCall,
    CompiledContact,
    CompiledLine,
    CompiledOutcome,
    CompiledPage,
    CompiledQuestion,
    CompiledRule,
    CompiledSection,
    CompiledSituation,
    CompiledStep,
    CompiledTopic,
    Edition,
)
from hearthlight.compiled.texts import compile_texts
from hearthlight.contacts.freshness import find_end
from hearthlight.contacts.numbers import call_link, shown_number, text_link
from hearthlight.content import model
from hearthlight.content.vocabulary import read_vocabulary
from hearthlight.places.zip_codes import place_zip_codes, place_zip_points
from hearthlight.search.index import Asked, build_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hearthlight.compiled.edition import CompiledCondition
    from hearthlight.content.vocabulary import Vocabulary
    from hearthlight.places.zip_codes import Run
    from hearthlight.search.index import SearchIndex


def compile_pack(pack: model.Pack) -> Edition:
    """Compile a checked pack. The same pack always compiles to the same edition."""
    vocabulary = read_vocabulary(pack)
    compiler = _Compiler(vocabulary)
    outcomes = _order_outcomes(pack)
    places = sorted(pack.all(model.Place).values(), key=lambda place: (place.order, place.id))
    return Edition(
        format=FORMAT,
        fingerprint=pack.fingerprint,
        languages=pack.languages,
        layers=pack.layers,
        facts=_facts(vocabulary),
        kinds=vocabulary.kinds,
        outcomes=tuple(CompiledOutcome(id=row.id, urgency=row.urgency) for row in outcomes),
        otherwise=next(rank for rank, row in enumerate(outcomes) if row.otherwise),
        rules=compile_rules(pack, vocabulary),
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
            CompiledTopic(id=row.id, statement=row.statement, block=row.block)
            for row in pack.all(model.Topic).values()
        ),
        search=_compile_search(pack),
        vignettes=tuple(pack.all(model.Vignettes).values()),
        coach=compile_coach(pack),
        danger=compile_danger(pack),
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


def compile_rules(pack: model.Pack, vocabulary: Vocabulary) -> tuple[CompiledRule, ...]:
    """The rules of a checked pack, those of the gravest outcome first."""
    compiler = _Compiler(vocabulary)
    ranks = {row.id: rank for rank, row in enumerate(_order_outcomes(pack))}
    rules = (
        CompiledRule(
            id=rule.id,
            outcome=ranks[rule.outcome],
            when=compiler.condition(rule.when),
            sources=rule.sources,
            covers=rule.covers,
        )
        for rule in pack.all(model.Rule).values()
    )
    return tuple(sorted(rules, key=lambda rule: (rule.outcome, rule.id)))


def _order_outcomes(pack: model.Pack) -> list[model.Outcome]:
    return sorted(pack.all(model.Outcome).values(), key=lambda row: -row.priority)


def _facts(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (*vocabulary.asked, *vocabulary.derived)


class _Compiler:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._index = {fact: index for index, fact in enumerate(_facts(vocabulary))}

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
                folded=block.folded,
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
        never_tried=bool(contact.never_tried),
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
            told = [(text, 1) for text in _texts_of(topic.block, words)] if topic.block else ()
            topics.append(Asked(topic.id, asked, told or pages.get(topic.statement, ())))
        if phrases:
            found[language.tag] = build_index(
                language.tag,
                topics,
                {
                    row.id: row.words
                    for row in pack.all(model.Synonyms).values()
                    if row.language == language.tag
                },
                [
                    word
                    for row in pack.all(model.Fillers).values()
                    if row.language == language.tag
                    for word in row.words
                ],
            )
    return found


def _texts_of(row: str, words: model.Words) -> Iterator[str]:
    """Whatever a row says of itself, field by field."""
    for field in _SAID_IN:
        told = words.get(f"{row}.{field}", ())
        if text := told if isinstance(told, str) else " ".join(told):
            yield text


def _pages_of_statements(pack: model.Pack, words: model.Words) -> dict[str, list[tuple[str, int]]]:
    """Statement to the texts of the rows that cover it, each with how many its row covers."""
    found: dict[str, list[tuple[str, int]]] = {}
    for kind, rows in pack.rows.items():
        for row in rows.values() if kind != "rule" else ():
            covers: tuple[str, ...] = getattr(row, "covers", ())
            for text in _texts_of(row.id, words) if covers else ():
                for statement in covers:
                    found.setdefault(statement, []).append((text, len(covers)))
    return found


def _compile_dates(pack: model.Pack) -> dict[str, dict[str, str]]:
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
