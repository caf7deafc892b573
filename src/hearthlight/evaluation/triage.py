"""
Measures the check-in on vignettes: too soft, too strong, or silent where it must speak.

A file has one JSON object a line (`id`, `facts`, `expected_min_level`, `expected_max_level`,
`expected_must_show`). How its facts speak in a pack's facts is data: `vignettes.toml`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from hearthlight.checkin.responses import Responses
from hearthlight.documents.outcome import compose_outcome
from hearthlight.evaluation.rows import MalformedRowsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Vignettes

_IGNORED = frozenset({"narrative", "lang", "signs", "caregiver_role", "mandated_reporter"})
"""Facts that are read by name below, or are for people."""


class Vignette(msgspec.Struct, frozen=True):
    """One vignette. Fields that are not listed are allowed and ignored."""

    id: str
    facts: dict[str, Any]
    expected_min_level: str
    expected_max_level: str | None = None
    expected_must_show: tuple[str, ...] = ()


class Prediction(msgspec.Struct, frozen=True):
    """What the product says to one vignette."""

    id: str
    outcome: str
    """The level, in the file's words."""
    shown: tuple[str, ...]
    """Every statement, contact and caution that the document shows, sorted."""


class Finding(msgspec.Struct, frozen=True):
    """One vignette that did not come out as expected."""

    id: str
    what: str
    """`below minimum`, `above maximum` or `not shown`."""
    expected: str
    got: str


class Report(msgspec.Struct, frozen=True):
    """The result over a file."""

    rows: int
    rows_with_maximum: int
    below_minimum: int
    above_maximum: int
    must_show_missing: int
    confusion: dict[str, dict[str, int]]
    """Expected least level to level given to how many."""
    findings: tuple[Finding, ...]
    predictions: tuple[Prediction, ...]


def evaluate_triage(edition: Edition, rows: Iterable[Vignette]) -> Report:
    """
    Compare every row with what the product says.

    Raises MalformedRowsError for facts, levels or signs that the pack has no word for.
    """
    rows = tuple(rows)
    if not edition.vignettes:
        raise MalformedRowsError(["The pack has no vignettes.toml to read such a file with."])
    vignettes = edition.vignettes[0]
    names = {outcome: level for level, outcome in vignettes.levels.items()}
    rank = {names[row.id]: place for place, row in enumerate(edition.outcomes) if row.id in names}
    _refuse_unknown(edition, vignettes, rows, rank)

    findings: list[Finding] = []
    predictions: list[Prediction] = []
    confusion = {level: dict.fromkeys(rank, 0) for level in rank}
    for row in rows:
        document = compose_outcome(
            edition, _responses(edition, vignettes, row), edition.languages[0].tag
        )
        level = names[document.outcome]
        shown = document.shown()
        predictions.append(Prediction(row.id, level, tuple(sorted(shown))))
        confusion[row.expected_min_level][level] += 1
        if rank[level] > rank[row.expected_min_level]:
            findings.append(Finding(row.id, "below minimum", row.expected_min_level, level))
        if row.expected_max_level and rank[level] < rank[row.expected_max_level]:
            findings.append(Finding(row.id, "above maximum", row.expected_max_level, level))
        findings.extend(
            Finding(row.id, "not shown", name, level)
            for name in row.expected_must_show
            if name not in shown
        )
    return Report(
        rows=len(rows),
        rows_with_maximum=sum(1 for row in rows if row.expected_max_level),
        below_minimum=_count(findings, "below minimum"),
        above_maximum=_count(findings, "above maximum"),
        must_show_missing=_count(findings, "not shown"),
        confusion=confusion,
        findings=tuple(findings),
        predictions=tuple(predictions),
    )


def _count(findings: list[Finding], what: str) -> int:
    return sum(1 for finding in findings if finding.what == what)


def _responses(edition: Edition, vignettes: Vignettes, row: Vignette) -> Responses:
    said: set[str] = set(row.facts.get("signs", ()))
    place = ""
    for name, value in row.facts.items():
        if value is not True:
            continue
        if name in vignettes.places:
            place = vignettes.places[name]
        for member in vignettes.flags.get(name, ()):
            said.update(_members(edition, member))
    role = row.facts.get("caregiver_role")
    if role:
        said.update(vignettes.roles[role])
        if row.facts.get("mandated_reporter"):
            said.update(vignettes.duties.get(role, ()))
    return Responses(frozenset(said), place)


def _members(edition: Edition, member: str) -> tuple[str, ...]:
    kind = member.removeprefix("any-")
    if kind != member:
        return tuple(fact for fact, its in edition.kinds.items() if its == kind)
    return (member,)


def _refuse_unknown(
    edition: Edition, vignettes: Vignettes, rows: Iterable[Vignette], rank: dict[str, int]
) -> None:
    wrong: list[str] = []
    known = {*_IGNORED, *vignettes.flags, *vignettes.places}
    for row in rows:
        wrong.extend(f"{row.id}: {what}" for what in _unknown(edition, vignettes, row, rank, known))
    if wrong:
        raise MalformedRowsError(wrong)


def _unknown(
    edition: Edition, vignettes: Vignettes, row: Vignette, rank: dict[str, int], known: set[str]
) -> Iterator[str]:
    for level in (row.expected_min_level, row.expected_max_level):
        if level is not None and level not in rank:
            yield f"level {level!r} is not one of {', '.join(rank)}."
    signs = row.facts.get("signs", [])
    if not isinstance(signs, list) or not all(isinstance(sign, str) for sign in signs):
        yield "signs must be a list of ids."
        return
    for sign in signs:
        if sign not in edition.kinds:
            yield f"sign {sign!r} is not a fact of the pack."
    role = row.facts.get("caregiver_role")
    if role is not None and (not isinstance(role, str) or role not in vignettes.roles):
        yield f"role {role!r} is not one of {', '.join(vignettes.roles)}."
    for name, value in row.facts.items():
        if value is True and name not in known:
            yield f"fact {name!r} is true, and vignettes.toml has no word for it."
