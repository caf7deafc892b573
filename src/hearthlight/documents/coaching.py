"""
What is said of a sentence that a caregiver means to say to a child.

At most two findings, the gravest first, each with why and with one or two better forms; praise for
what is good; and always whom to call, above all where the sentence goes where no wording helps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hearthlight.coach.walking import LONGEST
from hearthlight.content.model import PatternKind  # noqa: TC001 - msgspec reads it at run time
from hearthlight.documents.blocks import (  # noqa: TC001 - msgspec reads them at run time
    ContactCard,
    SourceNote,
)
from hearthlight.documents.outline import outline_page, prominent_calls
from hearthlight.documents.saying import find_in_saying
from hearthlight.documents.writing import Writer

if TYPE_CHECKING:
    from hearthlight.coach.table import CompiledPattern
    from hearthlight.compiled.edition import CompiledCall, Edition

NOW_PAGE = "page-now"
TALK_PAGE = "page-talk"
"""The page that has the field for a sentence."""
SHOWN = 2
"""Findings that are shown; a frightened person reads no list of faults."""


class CoachFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the sentence may do."""

    pattern: str
    kind: PatternKind
    label: str
    """What it may do; empty for a limit, which has only its reason."""
    because: str
    words: tuple[str, ...]
    """The caregiver's own words that it was found by."""
    say: tuple[str, ...]
    """Better forms; none where no wording may be offered."""
    covers: tuple[str, ...]
    sources: tuple[SourceNote, ...]


class CoachPraise(msgspec.Struct, frozen=True, kw_only=True):
    """Something good about the sentence."""

    pattern: str
    because: str
    words: tuple[str, ...]
    covers: tuple[str, ...]


class Coaching(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a text. Of the text itself it holds only the words that are pointed at."""

    format: int = 1
    """The number of this layout. 1: first version."""
    language: str
    findings: tuple[CoachFinding, ...]
    praise: tuple[CoachPraise, ...]
    trained: bool
    """Whether the sentence goes where trained people are needed."""
    calls: tuple[ContactCard, ...]
    """Whom to call, whatever was found: danger may stand in words that no cue knows."""


def compose_coaching(edition: Edition, text: str, language: str) -> Coaching:
    """
    What to say of `text`, of which the first 2,000 characters are read.

    Raises KeyError for a language that the pack does not have.
    """
    text = text[:LONGEST]
    patterns = edition.coach.patterns
    places: dict[int, list[str]] = {}
    for match in find_in_saying(edition, text):
        places.setdefault(match.pattern, []).append(" ".join(text[match.start : match.end].split()))
    found = [(patterns[number], tuple(dict.fromkeys(its))) for number, its in places.items()]
    harmful = [(pattern, its) for pattern, its in found if pattern.kind != "praise"]
    # A limit is never left out for a graver finding: it is what brings whom to call.
    limits = [one for one in harmful if one[0].kind == "limit"]
    shown = [one for one in harmful if one[0].kind != "limit"][: max(SHOWN - len(limits), 1)]
    may_rewrite = all(pattern.rewrite for pattern, _ in harmful)
    writer = Writer(edition, language)
    return Coaching(
        language=language,
        findings=tuple(
            _finding(writer, pattern, its, may_rewrite=may_rewrite)
            for pattern, its in (*shown, *limits[:SHOWN])
        ),
        praise=tuple(
            CoachPraise(
                pattern=pattern.id,
                because=writer.wording.text(pattern.id, "because"),
                words=its,
                covers=pattern.covers,
            )
            for pattern, its in found
            if pattern.kind == "praise"
        )[:SHOWN],
        trained=any(pattern.calls for pattern, _ in harmful),
        calls=tuple(writer.card(call) for call in coach_calls(edition)),
    )


def coach_calls(edition: Edition) -> tuple[CompiledCall, ...]:
    """Whom to call; nobody in a pack that names nobody."""
    if NOW_PAGE not in edition.pages:
        return ()
    return prominent_calls(outline_page(edition, NOW_PAGE))


def _finding(
    writer: Writer, pattern: CompiledPattern, words: tuple[str, ...], *, may_rewrite: bool
) -> CoachFinding:
    return CoachFinding(
        pattern=pattern.id,
        kind=pattern.kind,
        label=writer.wording.optional(pattern.id, "label"),
        because=writer.wording.text(pattern.id, "because"),
        words=words,
        say=writer.wording.items(pattern.id, "say") if may_rewrite else (),
        covers=pattern.covers,
        sources=writer.sources(pattern.sources),
    )
