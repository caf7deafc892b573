"""
Measures the search on questions: how often a right topic is first, or among the first three.

A file has one JSON object a line (`id`, `text`, `lang`, `labels`). Labels are statements, or the
block that a topic leads to. A row
without labels asks for nothing that we speak of: it is counted, and says nothing about the search.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from hearthlight.evaluation.rows import MalformedRowsError
from hearthlight.search.ranking import search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import Edition

RANKED = 5
"""How many statements a prediction names."""
_NEAR = 3
_DOUBT = re.compile(r"doubt:([^;]*)")


class Question(msgspec.Struct, frozen=True):
    """One question. Fields that are not listed are allowed and ignored."""

    id: str
    text: str
    lang: str
    labels: tuple[str, ...] = ()
    """Statements that answer it."""
    note: str = ""
    """May hold `doubt: ID, ...`: statements that count neither as right nor as wrong."""


class Prediction(msgspec.Struct, frozen=True):
    """The statements nearest to one question, the best first."""

    id: str
    ranked: tuple[str, ...]


class Score(msgspec.Struct, frozen=True):
    """How many questions found a right topic."""

    questions: int
    """Questions with a label."""
    first: int
    first_three: int
    first_five: int


class Missed(msgspec.Struct, frozen=True):
    """A question without a right topic among the first three."""

    id: str
    expected: tuple[str, ...]
    got: tuple[str, ...]


class QuestionReport(msgspec.Struct, frozen=True):
    """The result over a file."""

    rows: int
    without_labels: int
    scores: dict[str, Score]
    """Language to its score; `all` for the whole file."""
    missed: tuple[Missed, ...]
    predictions: tuple[Prediction, ...]


def evaluate_questions(edition: Edition, rows: Iterable[Question]) -> QuestionReport:
    """
    Search for every question, and compare what is found with its labels.

    Raises MalformedRowsError for a language that cannot be searched, and for unknown labels.
    """
    rows = tuple(rows)
    _refuse_unknown(edition, rows)
    statements = {topic.id: topic.leads_to for topic in edition.topics}
    places: dict[str, list[int]] = {"all": []}
    missed: list[Missed] = []
    predictions: list[Prediction] = []
    for row in rows:
        found = search(edition.search[row.lang], row.text)
        ranked = tuple(dict.fromkeys(statements[one.topic] for one in found))
        predictions.append(Prediction(row.id, ranked[:RANKED]))
        if not row.labels:
            continue
        doubted = _doubted(row).difference(row.labels)
        judged = tuple(one for one in ranked if one not in doubted)[:RANKED]
        place = next((at for at, one in enumerate(judged) if one in row.labels), RANKED)
        places["all"].append(place)
        places.setdefault(row.lang, []).append(place)
        if place >= _NEAR:
            missed.append(Missed(row.id, row.labels, judged[:_NEAR]))
    return QuestionReport(
        rows=len(rows),
        without_labels=sum(1 for row in rows if not row.labels),
        scores={language: _score(its) for language, its in places.items()},
        missed=tuple(missed),
        predictions=tuple(predictions),
    )


def _score(places: list[int]) -> Score:
    return Score(
        questions=len(places),
        first=sum(1 for place in places if place == 0),
        first_three=sum(1 for place in places if place < _NEAR),
        first_five=sum(1 for place in places if place < RANKED),
    )


def _doubted(row: Question) -> frozenset[str]:
    said = _DOUBT.search(row.note)
    return frozenset(said[1].replace(",", " ").split()) if said else frozenset()


def _refuse_unknown(edition: Edition, rows: Iterable[Question]) -> None:
    statements = {topic.leads_to for topic in edition.topics}
    wrong: list[str] = []
    for row in rows:
        if row.lang not in edition.search:
            known = ", ".join(edition.search) or "no language"
            wrong.append(f"{row.id}: there is no search in {row.lang!r}, only in {known}.")
        wrong.extend(
            f"{row.id}: label {label!r} is no statement that a topic leads to."
            for label in row.labels
            if label not in statements
        )
    if wrong:
        raise MalformedRowsError(wrong)
