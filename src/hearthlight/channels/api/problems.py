"""
What can go wrong between a program and the API, each with its remedy (RFC 9457).

Nothing that was sent is repeated: a caregiver's words are in it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from hearthlight.channels.api.messages import Problem

DOCS = "/api/docs"


class Kind(NamedTuple):
    """One kind of problem."""

    status: int
    title: str
    remedy: str


KINDS: dict[str, Kind] = {
    "not-json": Kind(400, "The body is not JSON", "Send one JSON object in UTF-8."),
    "query": Kind(
        400,
        "The address holds a query that is not known",
        "Only GET takes one, `language`. Send everything else in the body of a POST.",
    ),
    "not-there": Kind(
        404, "There is nothing at this address", f"{DOCS} lists every address and every id."
    ),
    "zip-code": Kind(
        404, "No place is known for this ZIP code", "Ask for a place instead: `GET /places`."
    ),
    "method": Kind(
        405, "This address is not asked in this way", "Use a method that the Allow header names."
    ),
    "slow": Kind(408, "The body did not arrive in time", "Send it again, all at once."),
    "large": Kind(413, "The body is too large", f"{DOCS} says how much each address takes."),
    "type": Kind(
        415,
        "The body is not of a type that is read here",
        "Send `content-type: application/json`, and no content-encoding.",
    ),
    "invalid": Kind(
        422,
        "The body does not say what is asked here",
        f"Compare it with the schema of this address at {DOCS}.",
    ),
    "unknown": Kind(
        422,
        "The body names an id that this pack does not have",
        f"Take ids from the lists that {DOCS} names; they may change with the pack.",
    ),
    "ours": Kind(
        500,
        "Something of ours broke",
        "Nothing was kept. Show the caregiver whom to call, and try again.",
    ),
}


def name_fields(takes: type[msgspec.Struct]) -> str:
    """Every field that a body may have, and which it must: ours, not what was sent."""
    fields = msgspec.structs.fields(takes)
    told = f"The fields here are: {', '.join(f'`{field.encode_name}`' for field in fields)}."
    needed = [f"`{field.encode_name}`" for field in fields if field.required]
    return f"{told} Needed: {', '.join(needed)}." if needed else told


class ApiError(Exception):
    """A request that cannot be answered as it is."""

    def __init__(
        self, kind: str, detail: str, where: str = "", *, remedy: str = "", allowed: str = ""
    ) -> None:
        self.kind = kind
        self.detail = detail
        self.where = where
        self.remedy = remedy or KINDS[kind].remedy
        """What to do, as far as it is known more nearly than for all problems of the kind."""
        self.allowed = allowed
        """Methods that the address takes, where it was asked in another."""
        super().__init__(kind)

    @property
    def status(self) -> int:
        """The status of the reply."""
        return KINDS[self.kind].status

    def problem(self) -> Problem:
        """What is sent."""
        kind = KINDS[self.kind]
        return Problem(
            type=f"{DOCS}#problem-{self.kind}",
            title=kind.title,
            status=kind.status,
            detail=self.detail,
            remedy=self.remedy,
            where=self.where,
        )


def explain_invalid(
    error: msgspec.ValidationError, takes: type[msgspec.Struct] | None = None
) -> ApiError:
    """What a body lacks, in words that hold nothing of it, and which fields are taken."""
    said, _, where = str(error).partition(" - at `$")
    field = where.rstrip("`").lstrip(".")
    if said.startswith("Expected "):
        return ApiError("invalid", f"{said}.", field)
    remedy = name_fields(takes) if takes else ""
    if lacking := re.fullmatch(r"Object missing required field `(\w+)`", said):
        return ApiError("invalid", f"{said}.", field or lacking[1], remedy=remedy)
    if said.startswith("Object contains unknown field"):
        told = "There is a field that is not known here."
        return ApiError("invalid", told, field, remedy=remedy)
    return ApiError("invalid", "A value is not one of those that are taken here.", field)
