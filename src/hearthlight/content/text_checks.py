"""What can be wrong with sms.toml: a letter without an answer, an answer that nothing leads to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hearthlight.content.model import Outcome, Pack, TextLetter, TextReply, TextWords
from hearthlight.content.problems import Problem, language_problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.content.model import TextKind
    from hearthlight.content.vocabulary import Vocabulary

CAUTION = "caution-no-confront"
"""The statement that every answer to letters says."""
_ONCE: tuple[TextKind, ...] = ("stop", "start", "help", "letters", "picture", "unknown")


def check_texts(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Whatever is texted has one answer, and letters stand for facts."""
    if not pack.all(TextReply):
        return
    yield from _letters_stand_for_facts(pack, vocabulary)
    yield from _answers_are_whole(pack)
    yield from _replies_are_led_to(pack)
    for row in pack.all(TextWords).values():
        yield from language_problem(pack, row.id, row.language)


def _replies_are_led_to(pack: Pack) -> Iterator[Problem]:
    replies = pack.all(TextReply).values()
    asked = {row.reply for row in pack.all(TextWords).values()}
    after = {reply.then for reply in replies}
    for reply in replies:
        if reply.then and reply.id in after:
            yield row_problem(
                pack,
                reply.id,
                f"comes after another and is followed by {reply.then!r}",
                "Let nothing follow it: two messages are the most",
            )
        sent = reply.id in asked or reply.id in after
        if not sent and reply.kind not in ("outcome", "alarm", "picture", "unknown"):
            yield row_problem(
                pack,
                reply.id,
                "is sent for nothing",
                "Add a [[text_words]] that names it, or delete it",
            )


def _letters_stand_for_facts(pack: Pack, vocabulary: Vocabulary) -> Iterator[Problem]:
    keys = Counter(row.key for row in pack.all(TextLetter).values())
    listed = {name for row in pack.all(TextReply).values() for name in row.letters}
    for row in pack.all(TextLetter).values():
        if keys[row.key] > 1:
            yield row_problem(
                pack, row.id, f"has the key {row.key!r} of another letter", "Give it a key"
            )
        if row.id not in listed:
            yield row_problem(
                pack, row.id, "is listed by no reply", "Add it to the letters of a reply"
            )
    facts: tuple[TextLetter | TextReply, ...] = (
        *pack.all(TextLetter).values(),
        *pack.all(TextReply).values(),
    )
    for named in facts:
        for fact in named.facts:
            if fact not in vocabulary.kinds:
                yield row_problem(
                    pack, named.id, f"names {fact!r}, which is no fact", "Correct the id"
                )


def _answers_are_whole(pack: Pack) -> Iterator[Problem]:
    replies = tuple(pack.all(TextReply).values())
    for kind in _ONCE:
        its = [reply.id for reply in replies if reply.kind == kind]
        if len(its) != 1:
            yield row_problem(
                pack,
                its[0] if its else replies[0].id,
                f"is one of {len(its)} replies of the kind {kind!r}, where one is needed",
                f'Keep one [[text_reply]] with kind = "{kind}"',
            )
    said: dict[str, str] = {}
    for reply in replies:
        if reply.kind != "outcome":
            continue
        if reply.outcome in said:
            yield row_problem(
                pack,
                reply.id,
                f"says {reply.outcome!r} as another reply does, {said[reply.outcome]!r}",
                "Keep one of the two",
            )
        said[reply.outcome] = reply.id
        if CAUTION not in reply.covers:
            yield row_problem(
                pack,
                reply.id,
                f"does not cover {CAUTION}",
                "Say that nobody should be confronted, and name the statement in covers",
            )
    outcomes = sorted(pack.all(Outcome).values(), key=lambda row: -row.priority)
    if outcomes and outcomes[0].id not in said:
        yield row_problem(
            pack,
            outcomes[0].id,
            "is the gravest outcome, and no text message says it",
            'Add a [[text_reply]] with kind = "outcome" and this outcome',
        )
