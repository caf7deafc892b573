"""
The facts that a pack can speak of, and what a clause's members stand for.

A member is a fact, or a name for several: a tier, a group, or `any-KIND`. Facts that are one
event become one entry, so that they count once.
"""

from __future__ import annotations

import msgspec

from hearthlight.content.lines import always_answers
from hearthlight.content.model import (
    Clause,
    Contact,
    Event,
    Fact,
    Form,
    Group,
    Outcome,
    Pack,
    Page,
    Place,
    Reader,
    Sign,
    Situation,
    Tier,
    Vulnerability,
)

Entry = tuple[str, ...]
"""Facts that are one event and count once; most entries hold one fact."""


class Vocabulary(msgspec.Struct, frozen=True):
    """Everything that a clause can name."""

    asked: tuple[str, ...]
    """Facts that a caregiver can say, in the order of the pack."""
    unsure: frozenset[str]
    """Asked, but never counted: "not sure" about a sign is no fact."""
    derived: tuple[str, ...]
    """Facts that follow: place and what it lies within, outcome, page, situation, reader."""
    kinds: dict[str, str]
    """Asked fact to its kind."""
    sets: dict[str, tuple[str, ...]]
    """A name for several facts, to those facts."""
    events: dict[str, str]
    """Fact to the event that it belongs to."""

    def members(self, name: str) -> tuple[str, ...]:
        """The facts that a member stands for; empty when nothing has that name."""
        if name in self.sets:
            return self.sets[name]
        return (name,) if name in self.kinds or name in self.derived else ()

    def entries(self, clause: Clause) -> tuple[Entry, ...]:
        """What a clause counts: each entry once, however many of its facts hold."""
        grouped: dict[str, list[str]] = {}
        for name in clause.of:
            for fact in self.members(name):
                entry = grouped.setdefault(self.events.get(fact, fact), [])
                if fact not in entry:
                    entry.append(fact)
        return tuple(tuple(facts) for facts in grouped.values())


def read_vocabulary(pack: Pack) -> Vocabulary:
    """The facts of a pack. Groups may name tiers and kinds, but not other groups."""
    kinds: dict[str, str] = {}
    for fact in pack.all(Fact).values():
        kinds[fact.id] = fact.kind
    for form in pack.all(Form):
        kinds[form] = "form"
    for sign in pack.all(Sign):
        kinds[sign] = "sign"
    for vulnerability in pack.all(Vulnerability):
        kinds[vulnerability] = "vulnerability"

    sets: dict[str, tuple[str, ...]] = {}
    for kind in sorted(set(kinds.values())):
        sets[f"any-{kind}"] = tuple(fact for fact, its in kinds.items() if its == kind)
    signs = pack.all(Sign)
    for tier in pack.all(Tier):
        sets[tier] = tuple(sign.id for sign in signs.values() if sign.tier == tier)
    sets.update(_places_with_lines(pack))
    simple = dict(sets)
    for group in pack.all(Group).values():
        named: list[str] = []
        for name in group.of:
            named.extend(simple.get(name, (name,) if name in kinds else ()))
        sets[group.id] = tuple(dict.fromkeys(named))

    return Vocabulary(
        asked=tuple(kinds),
        unsure=frozenset(sets.get("any-unsure", ())),
        derived=(
            *pack.all(Place),
            *pack.all(Outcome),
            *pack.all(Page),
            *pack.all(Situation),
            *pack.all(Reader),
        ),
        kinds=kinds,
        sets=sets,
        events={fact: event.id for event in pack.all(Event).values() for fact in event.of},
    )


def _places_with_lines(pack: Pack) -> dict[str, tuple[str, ...]]:
    """For each kind of line: where a number always answers, and where there is less than that."""
    found: dict[str, tuple[str, ...]] = {}
    for contact in pack.all(Contact).values():
        if contact.line and contact.place:
            name = f"any-{contact.line}-{'line' if always_answers(contact) else 'office'}"
            found[name] = (*found.get(name, ()), contact.place)
    return found
