"""
Whom to call, for a place, a situation and a way of reaching someone: an ordered list, with reasons.

It walks the same calls as every page does. It has no clock: a line that is not open day and night
is never first, and says its hours. The language changes the words of a list, never its order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from hearthlight.documents.outline import OUTCOME_PAGE, outline_calls
from hearthlight.documents.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.compiled.edition import CompiledCall, CompiledContact, Edition
    from hearthlight.documents.blocks import ContactCard

By = Literal["call", "text", "chat", "tty"]
WAYS: tuple[str, ...] = get_args(By)
_EMERGENCY = "emergency"


def route_calls(
    edition: Edition, situation: str, place: str = "", by: str = "call"
) -> tuple[CompiledCall, ...]:
    """
    Whom to call, the first first. Never empty.

    `by` is the way that the person can use. Whoever can be reached so comes before the others,
    who stay, because someone else may call for them; in danger the first line stays first. Those
    who can call are shown local offices in their place, even where these have only a page.

    Raises KeyError for a situation, a place or a way that there is not.
    """
    if by not in WAYS:
        raise KeyError(by)
    row = edition.situations[situation]
    outcome, calls = outline_calls(
        edition, frozenset(row.facts), place, page=row.page, also=situation, outcome=row.outcome
    )
    ordered = sorted(calls, key=lambda call: not call.prominent)
    if by == "call":
        return _day_and_night_first(edition, ordered)
    in_danger = row.page == OUTCOME_PAGE and edition.urgencies[outcome] == _EMERGENCY
    kept = 1 if in_danger else 0
    reached = sorted(
        ordered[kept:], key=lambda call: not reaches(edition.contacts[call.contact], by)
    )
    return _day_and_night_first(edition, (*ordered[:kept], *reached))


def route_cards(
    edition: Edition, situation: str, language: str, place: str = "", by: str = "call"
) -> tuple[ContactCard, ...]:
    """
    The same list, as cards in a language.

    Raises KeyError for a situation, a place or a way that there is not.
    """
    writer = Writer(edition, language)
    return tuple(writer.card(call) for call in route_calls(edition, situation, place, by))


def reaches(contact: CompiledContact, by: str) -> bool:
    """Whether someone can be reached so. By relay, 711, a TTY reaches any number."""
    kinds = {line.kind for line in contact.lines}
    return by in kinds or (by == "tty" and "call" in kinds)


def _day_and_night_first(
    edition: Edition, calls: Iterable[CompiledCall]
) -> tuple[CompiledCall, ...]:
    ordered = list(calls)
    for number, call in enumerate(ordered):
        if edition.contacts[call.contact].always_open:
            return (call, *ordered[:number], *ordered[number + 1 :])
    return tuple(ordered)
