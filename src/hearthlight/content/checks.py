"""
What can be wrong with a pack's rows and words, whatever they decide.

Each check yields Problems that name file, id and remedy; none stops at the first. Proofs about
the decision table are in `checkin.proof`, and about documents in `documents.inspection`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from hearthlight.content.contact_checks import check_contacts
from hearthlight.content.danger_checks import check_danger
from hearthlight.content.drawing_checks import check_drawings
from hearthlight.content.duty_checks import check_duties
from hearthlight.content.model import (
    Block,
    Call,
    Clause,
    Clock,
    Contact,
    Cues,
    Duty,
    Event,
    Floor,
    Form,
    Group,
    Limit,
    Outcome,
    Pack,
    Page,
    Pattern,
    Place,
    Question,
    Reader,
    Row,
    Rule,
    Scenario,
    Section,
    Service,
    ServiceKind,
    Sheet,
    Sign,
    Situation,
    Source,
    Statement,
    Step,
    TextLetter,
    TextReply,
    TextWords,
    Tier,
    Topic,
    Vignettes,
    Vulnerability,
    ZipCodes,
    ZipPoints,
)
from hearthlight.content.plain_checks import check_plain_words
from hearthlight.content.problems import Problem, row_problem
from hearthlight.content.search_checks import check_search
from hearthlight.content.text_checks import check_texts
from hearthlight.content.vocabulary import Vocabulary, read_vocabulary
from hearthlight.content.word_checks import check_words
from hearthlight.content.zip_tables import read_zip_points, read_zip_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def check_pack(pack: Pack) -> Iterator[Problem]:
    """Every problem of rows and words; a pack without any may be proved and compiled."""
    vocabulary = read_vocabulary(pack)
    checks = (
        _ids_stand_once(pack),
        _references_hold(pack),
        _clauses_hold(pack, vocabulary),
        _examples_hold(pack, vocabulary),
        _links_lead_somewhere(pack),
        _folds_can_open(pack),
        _readers_can_open(pack),
        _outcomes_are_whole(pack),
        _signs_are_sourced(pack),
        _questions_ask_each_fact_once(pack, vocabulary),
        _dates_exist(pack),
        _zip_codes_are_read(pack),
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


def _ids_stand_once(pack: Pack) -> Iterator[Problem]:
    kinds: dict[str, str] = {}
    for kind, rows in pack.rows.items():
        if kind in ("statement", "vignettes"):
            continue  # statement ids are the seeds' own; a fact may bear the same name
        for row_id in rows:
            if row_id in kinds:
                yield row_problem(
                    pack, row_id, f"is both a {kinds[row_id]} and a {kind}", "Rename one of them"
                )
            kinds[row_id] = kind


def _zip_codes_are_read(pack: Pack) -> Iterator[Problem]:
    for row in pack.all(ZipCodes).values():
        try:
            codes = len(read_zip_table(row.table))
        except ValueError as error:
            yield row_problem(
                pack,
                row.id,
                f"has a line that cannot be read: {str(error)[:60]!r}",
                "Write it like `06075 94102-94105 94107`, or `06075+06081 94005`",
            )
        else:
            if not codes:
                yield row_problem(pack, row.id, "has no ZIP codes", "Write some, or delete the row")
    for points in pack.all(ZipPoints).values():
        try:
            read_zip_points(points.table)
        except ValueError as error:
            yield row_problem(
                pack,
                points.id,
                f"has a line that cannot be read: {str(error)[:60]!r}",
                "Write it like `941 02 3778 -12242 03 3777 -12241`",
            )


def _references_hold(pack: Pack) -> Iterator[Problem]:
    for kind, rows in pack.rows.items():
        for row in rows.values():
            for field, names, target in _references(row):
                for name in names:
                    if name and name not in pack.all(target):
                        yield row_problem(
                            pack,
                            row.id,
                            f"names {name!r} in {field!r} of this {kind}, "
                            f"and there is no such {_noun(target)}",
                            f"Correct the id, or add the {_noun(target)}",
                        )


def _references(row: Row) -> Iterator[tuple[str, Iterable[str], type[Row]]]:  # noqa: C901, PLR0912, PLR0915 - one flat list of which field names what; splitting it would hide one
    if covers := getattr(row, "covers", ()):
        yield "covers", covers, Statement
    if sources := getattr(row, "sources", ()):
        yield "sources", sources, Source
    match row:
        case Sign():
            yield "tier", (row.tier,), Tier
        case Event():
            yield "of", row.of, Sign
        case Question():
            yield "step", (row.step,), Step
        case Rule() | Floor():
            yield "outcome", (row.outcome,), Outcome
        case Place():
            yield "within", (row.within,), Place
        case Clock() | Duty():
            yield "place", (row.place,), Place
        case Call():
            yield "contact", (row.contact,), Contact
        case Contact():
            yield "place", (row.place,), Place
        case Service():
            yield "contact", (row.contact,), Contact
            yield "place", (row.place,), Place
            yield "kinds", row.kinds, ServiceKind
        case Section():
            yield "page", (row.page,), Page
        case Block():
            yield "section", (row.section,), Section
        case Limit():
            yield "pages", row.pages, Page
        case Topic():
            yield "statement", (row.statement,), Statement
        case Scenario():
            yield "outcome", (row.outcome,), Outcome
            yield "place", (row.place,), Place
            yield "first_call", (row.first_call,), Contact
        case Situation():
            yield "page", (row.page,), Page
            yield "outcome", (row.outcome,), Outcome
        case Sheet():
            yield "page", (row.page,), Page
        case Pattern():
            yield "part_of", (row.part_of,), Pattern
            yield "yields_to", row.yields_to, Pattern
            yield "beside", row.beside, Pattern
        case Cues():
            yield "pattern", (row.pattern,), Pattern
        case TextReply():
            yield "outcome", (row.outcome,), Outcome
            yield "letters", row.letters, TextLetter
            yield "then", (row.then,), TextReply
        case TextWords():
            yield "reply", (row.reply,), TextReply
        case Vignettes():
            yield "levels", row.levels.values(), Outcome
            yield "places", row.places.values(), Place
        case _:
            pass


def _clauses_hold(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    decided: tuple[Rule | Floor, ...] = (*pack.all(Rule).values(), *pack.all(Floor).values())
    shown: tuple[Call | Block, ...] = (*pack.all(Call).values(), *pack.all(Block).values())
    for rule in decided:
        yield from _check_clauses(pack, vocabulary, rule.id, rule.when, may_use_derived=False)
    for row in shown:
        for clauses in (row.when, row.unless):
            yield from _check_clauses(pack, vocabulary, row.id, clauses, may_use_derived=True)
    groups = pack.all(Group)
    for group in groups.values():
        for name in group.of:
            if name in groups or not set(vocabulary.members(name)) & set(vocabulary.kinds):
                yield row_problem(
                    pack,
                    group.id,
                    f"names {name!r}, which is no fact, tier or kind",
                    "Correct the id; a group may not name another group",
                )


def _examples_hold(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    showable = {*pack.all(Block), *pack.all(Contact), *pack.all(Statement)}
    told: tuple[Scenario | Situation, ...] = (
        *pack.all(Scenario).values(),
        *pack.all(Situation).values(),
    )
    for row in told:
        for name in row.facts:
            if name not in vocabulary.kinds:
                yield row_problem(
                    pack, row.id, f"says {name!r}, which is no fact", "Correct the id"
                )
    for scenario in pack.all(Scenario).values():
        for name in (*scenario.shows, *scenario.hides):
            if name not in showable:
                yield row_problem(
                    pack,
                    scenario.id,
                    f"names {name!r}, which is no block, contact or statement",
                    "Correct the id",
                )
    for vignettes in pack.all(Vignettes).values():
        said = (vignettes.flags, vignettes.roles, vignettes.duties)
        for name in (name for table in said for names in table.values() for name in names):
            if not set(vocabulary.members(name)) & set(vocabulary.kinds):
                yield row_problem(
                    pack, vignettes.id, f"names {name!r}, which is no fact", "Correct the id"
                )


def _check_clauses(
    pack: Pack,
    vocabulary: Vocabulary,
    row_id: str,
    clauses: tuple[Clause, ...],
    *,
    may_use_derived: bool,
) -> Iterator[Problem]:
    for clause in clauses:
        for name in clause.of:
            facts = vocabulary.members(name)
            if not facts:
                yield row_problem(
                    pack,
                    row_id,
                    f"names {name!r}, which is no fact, group, tier or kind",
                    "Correct the id, or add what it names",
                )
            elif not may_use_derived and name in vocabulary.derived:
                yield row_problem(
                    pack,
                    row_id,
                    f"depends on {name!r}, but an outcome may not depend on a place or an outcome",
                    "Use it in a block or a call instead",
                )
            elif not may_use_derived and vocabulary.unsure.intersection(facts):
                yield row_problem(
                    pack,
                    row_id,
                    f"counts {name!r}, but not being sure about a sign is no fact",
                    "Take it out; a block may play it back",
                )
        entries = vocabulary.entries(clause)
        if entries and clause.at_least > len(entries):
            yield row_problem(
                pack,
                row_id,
                f"asks for at least {clause.at_least} of a group that counts {len(entries)} "
                f"({', '.join(clause.of)})",
                "Lower at_least, or add to the group",
            )


def _outcomes_are_whole(pack: Pack) -> Iterator[Problem]:
    outcomes = pack.all(Outcome).values()
    default = [outcome.id for outcome in outcomes if outcome.otherwise]
    if not default:
        yield Problem(
            "outcomes.toml",
            "",
            "no default: nothing says what happens when no rule matches",
            "Write `otherwise = true` on the lowest outcome",
        )
    elif len(default) > 1:
        yield row_problem(
            pack, default[1], f"is a second default beside {default[0]}", "Keep one `otherwise`"
        )
    else:
        lowest = min(outcomes, key=lambda outcome: outcome.priority)
        if lowest.id != default[0]:
            yield row_problem(
                pack,
                default[0],
                f"is the default, but {lowest.id} is lower and could never be reached",
                "Give the default the lowest priority",
            )
    for priority, count in Counter(outcome.priority for outcome in outcomes).items():
        if count > 1:
            same = [outcome.id for outcome in outcomes if outcome.priority == priority]
            yield row_problem(
                pack, same[1], f"has the priority of {same[0]}", "Give each its own priority"
            )


def _signs_are_sourced(pack: Pack) -> Iterator[Problem]:
    for sign in pack.all(Sign).values():
        publishers = {
            pack.all(Source)[source].publisher
            for source in sign.sources
            if source in pack.all(Source)
        }
        if sign.beyond_seeds and len(publishers) < 2:  # noqa: PLR2004 - two sources, as the word says
            yield row_problem(
                pack,
                sign.id,
                "goes beyond the seeds on fewer than two publishers' word",
                "Name two sources of different publishers",
            )
        if not sign.beyond_seeds and not sign.covers:
            yield row_problem(
                pack,
                sign.id,
                "covers no statement of the seeds",
                "Name the statement, or write `beyond_seeds = true` and two sources",
            )
    others: tuple[Form | Vulnerability, ...] = (
        *pack.all(Form).values(),
        *pack.all(Vulnerability).values(),
    )
    for row in others:
        if not row.covers and not row.sources:
            yield row_problem(pack, row.id, "has neither statement nor source", "Name one")
    facts: dict[str, str] = {}
    for event in pack.all(Event).values():
        for fact in event.of:
            if fact in facts:
                yield row_problem(
                    pack, event.id, f"shares {fact!r} with {facts[fact]}", "Keep it in one event"
                )
            facts[fact] = event.id


def _questions_ask_each_fact_once(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    asked: dict[str, str] = {}
    places: list[str] = []
    for question in pack.all(Question).values():
        if question.pick == "place":
            places.append(question.id)
            continue
        if not question.of:
            yield row_problem(pack, question.id, "asks nothing", "List the facts it asks in `of`")
        for fact in question.of:
            if fact not in vocabulary.kinds:
                yield row_problem(
                    pack, question.id, f"asks {fact!r}, which is no fact", "Correct the id"
                )
            elif fact in asked:
                yield row_problem(
                    pack, question.id, f"asks {fact!r} again after {asked[fact]}", "Ask it once"
                )
            asked[fact] = question.id
    if len(places) != 1 and pack.all(Place):
        yield Problem(
            pack.files[places[1]] if places else "questions.toml",
            places[1] if places else "",
            f"{len(places)} questions ask for the place",
            'Write one question with pick = "place"',
        )
    for fact in vocabulary.asked:
        if fact not in asked:
            yield row_problem(
                pack, fact, "is never asked", "Add it to a question in questions.toml"
            )


def _noun(kind: type[Row]) -> str:
    return kind.__name__.lower()


def _links_lead_somewhere(pack: Pack) -> Iterator[Problem]:
    """Each page has an address of its own, and each link names a page and a part that are there."""
    paths: dict[str, str] = {}
    for page in pack.all(Page).values():
        if page.path and (not page.path.startswith("/") or page.path in paths):
            other = paths.get(page.path, "")
            yield row_problem(
                pack,
                page.id,
                f"has the path of {other}" if other else f"has the path {page.path!r}",
                "Give it a path of its own that begins with a slash",
            )
        paths[page.path] = page.id
    for block in pack.all(Block).values():
        for link in block.links:
            path, _, part = link.path.partition("#")
            known = part in pack.all(Step) or part in pack.all(Section)
            if path not in paths or not path or (part and not known):
                yield row_problem(
                    pack,
                    block.id,
                    f"links to {link.path!r}, which is not there",
                    "Name the path of a page, and after # the id of a step or a section",
                )


def _folds_can_open(pack: Pack) -> Iterator[Problem]:
    """What is folded has something to show closed, and the device composes no fold."""
    sections, pages = pack.all(Section), pack.all(Page)
    for block in pack.all(Block).values():
        section = sections.get(block.section)
        page = pages.get(section.page) if section else None
        if not block.folded or not page:
            continue
        if block.kind not in ("step", "drawing", "calls") or not page.path:
            yield row_problem(
                pack,
                block.id,
                f"is folded, and is a block of kind {block.kind!r} of {page.id}",
                'Fold a "step", "drawing" or "calls" of a page with a path, or take `folded` out',
            )


def _readers_can_open(pack: Pack) -> Iterator[Problem]:
    """What is for one reader stands on a page that is opened by its address, and is plain words."""
    sections, pages = pack.all(Section), pack.all(Page)
    for block in pack.all(Block).values():
        if not any(name in pack.all(Reader) for clause in block.when for name in clause.of):
            continue
        section = sections.get(block.section)
        page = pages.get(section.page) if section else None
        if page and not page.path:
            yield row_problem(
                pack,
                block.id,
                f"is for a reader, but nobody opens {page.id} by its address",
                "There, name the facts that were said instead",
            )
        if block.kind not in ("text", "list", "say", "links"):
            yield row_problem(
                pack,
                block.id,
                f"is for a reader, and is a block of kind {block.kind!r}",
                'Write it as "text", "list", "say" or "links"',
            )


def _dates_exist(pack: Pack) -> Iterator[Problem]:
    rows: tuple[Source | Contact | Duty, ...] = (
        *pack.all(Source).values(),
        *pack.all(Contact).values(),
        *pack.all(Duty).values(),
    )
    for row in rows:
        for field in ("read_on", "assured_date"):
            day = getattr(row, field, "")
            try:
                date.fromisoformat(day or "2026-01-01")
            except ValueError:
                yield row_problem(
                    pack, row.id, f"has {day!r} in {field!r}, which is no day", "Correct it"
                )
