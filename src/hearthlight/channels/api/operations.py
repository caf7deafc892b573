"""
The addresses of the API, as one table. The server, the OpenAPI document and its page read it.

To add an address, add a row: its types say what it takes and gives, and its limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hearthlight.channels.api import messages as m

if TYPE_CHECKING:
    import msgspec

BASE = "/api/v1"
BODY_LIMIT = 131_072
"""Bytes. The longest text that is taken, with every letter escaped, fits."""


class Operation(NamedTuple):
    """One address, and what it is for."""

    name: str
    """The method of `Answers`, and the OpenAPI operation id."""
    method: Literal["GET", "POST"]
    path: str
    """Below BASE. `{page}` at its end stands for the id of a page."""
    gives: type[msgspec.Struct]
    takes: type[msgspec.Struct] | None
    summary: str
    example: dict[str, Any] | None = None
    """A body that is taken."""
    waits: bool = False
    """Whether it may wait for a disk or a database, so that others are answered meanwhile."""
    may_lack: bool = False
    """Whether what it names may not be there, though it is written as it should be: 404."""


_PRIVATE = (
    Operation(
        "check",
        "POST",
        "/check",
        m.CheckAnswer,
        m.CheckAsked,
        "Check in: what to do now, why, and whom to call",
        {"facts": ["sign-gifts", "sign-controlled"], "place": "us-ca-san-francisco"},
    ),
    Operation(
        "explain",
        "POST",
        "/explain",
        m.ExplainAnswer,
        m.CheckAsked,
        "Which rules lead to the outcome, and where each comes from",
        {"facts": ["sign-extra-phone", "sign-controlled"]},
    ),
    Operation(
        "route",
        "POST",
        "/contacts",
        m.ContactsAnswer,
        m.ContactsAsked,
        "Whom to call, in order, for a situation and a place",
        {"situation": "situation-missing", "place": "us-ca", "by": "text"},
    ),
    Operation(
        "duty",
        "POST",
        "/duty",
        m.DutyAnswer,
        m.DutyAsked,
        "Who must report where, and by when",
        {"place": "us-ca", "role": "role-foster", "child": "placed", "learned": "2026-11-24T21:30"},
    ),
    Operation(
        "notice",
        "POST",
        "/notice",
        m.NoticeAnswer,
        m.NoticeAsked,
        "In the caregiver's own words: which signs to ask about, and whom to call",
        {"text": "she hides a second phone"},
    ),
    Operation(
        "coach",
        "POST",
        "/coach",
        m.CoachAnswer,
        m.CoachAsked,
        "What words to a child may do, and better ones",
        {"text": "Why did you let him do that?"},
    ),
    Operation(
        "find",
        "POST",
        "/find",
        m.FindAnswer,
        m.FindAsked,
        "Find what is said about something, and whom to call",
        {"text": "how strict should I be about curfew"},
    ),
    Operation(
        "locate",
        "POST",
        "/places",
        m.PlacesAnswer,
        m.PlacesAsked,
        "The places that a ZIP code lies in",
        {"zip_code": "94110"},
    ),
    Operation(
        "services",
        "POST",
        "/services",
        m.ServicesAnswer,
        m.ServicesAsked,
        "Find something that a young person would like",
        {"words": "drum", "place": "us-ca", "age": 15, "free": True},
        waits=True,
        may_lack=True,
    ),
)
"""What a caregiver says. It arrives by POST, is answered, and is dropped."""

_PUBLIC = (
    Operation("pack", "GET", "/pack", m.PackAnswer, None, "Which pack answers, and its languages"),
    Operation("questions", "GET", "/questions", m.QuestionsAnswer, None, "The check-in, in order"),
    Operation("facts", "GET", "/facts", m.FactsAnswer, None, "Signs, and all else to be said"),
    Operation("outcomes", "GET", "/outcomes", m.OutcomesAnswer, None, "The outcomes, in words"),
    Operation("pages", "GET", "/pages", m.PagesAnswer, None, "The pages there are to read"),
    Operation(
        "page",
        "GET",
        "/pages/{page}",
        m.PageAnswer,
        None,
        "One page as a document",
        may_lack=True,
    ),
    Operation("kinds", "GET", "/kinds", m.KindsAnswer, None, "Kinds of services"),
    Operation("contacts", "GET", "/contacts", m.DirectoryAnswer, None, "Everyone there is to call"),
    Operation("situations", "GET", "/situations", m.SituationsAnswer, None, "Why someone may call"),
    Operation("places", "GET", "/places", m.PlacesAnswer, None, "The places that are known"),
    Operation("sources", "GET", "/sources", m.SourcesAnswer, None, "Where everything comes from"),
)
"""What is the same for everyone."""

OPERATIONS = (*_PRIVATE, *_PUBLIC)
