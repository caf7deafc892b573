"""
The OpenAPI 3.1 document, made from the types and the table of operations.

Descriptions are the docstrings of the types and of their fields, read from their source. The ids
that may stand in a field are those of the pack at hand.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from hearthlight.channels.api.messages import ID_LONGEST, SCHEMAS, Problem
from hearthlight.channels.api.operations import BASE, BODY_LIMIT, OPERATIONS
from hearthlight.channels.api.problems import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hearthlight.channels.api.answers import Answers
    from hearthlight.channels.api.operations import Operation

_HEARD = (400, 408, 413, 415, 422, 500)
_TOLD = (400, 500)
_ABOUT = f"""\
What to do now, for people who worry that a child is being sexually exploited for anything of value.
The same decisions, documents and words as every other door of Hearthlight.

Signs are not proof. No answer gives a score or an all-clear. Show an outcome's document whole and
in its order.

What a caregiver says arrives by POST, in a body of at most {BODY_LIMIT:,} bytes, is answered, and
is dropped: nothing is kept or logged. Do not put it into an address, and do not keep it yourself.
No key is needed. Every answer is `no-store`.
"""


def make_openapi(answers: Answers) -> dict[str, Any]:
    """The whole document, for the pack that answers."""
    types: list[type[msgspec.Struct]] = [Problem]
    for operation in OPERATIONS:
        types += [each for each in (operation.takes, operation.gives) if each]
    _, schemas = msgspec.json.schema_components(types, ref_template=f"{SCHEMAS}{{name}}")
    _describe(schemas, types)
    for name, ids in _ids(answers):
        schemas[name] = {"type": "string", "maxLength": ID_LONGEST, "enum": list(ids)}
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        path = paths.setdefault(f"{BASE}{operation.path}", {})
        path[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hearthlight",
            "version": "1",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0; texts CC BY 4.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "responses": {f"Problem{status}": _refusal(status) for status in _statuses()},
        },
    }


def _ids(answers: Answers) -> Iterator[tuple[str, Iterable[str]]]:
    edition = answers.edition
    yield "FactId", edition.kinds
    yield "RoleId", [fact for fact, kind in edition.kinds.items() if kind == "role"]
    yield "PlaceId", edition.places
    yield "SituationId", edition.situations
    yield "LanguageTag", [language.tag for language in edition.languages]
    yield "PageId", answers.page_ids
    yield "KindId", edition.service_kinds
    yield "SpokenTag", next(iter(edition.spoken.values()))


def _operation(operation: Operation) -> dict[str, Any]:
    statuses: tuple[int, ...] = _HEARD if operation.takes else _TOLD
    written: dict[str, Any] = {
        "operationId": operation.name,
        "tags": ["What is said" if operation.takes else "What everyone gets alike"],
        "summary": operation.summary,
        "description": inspect.getdoc(operation.takes or operation.gives) or "",
        "responses": {
            "200": {
                "description": inspect.getdoc(operation.gives) or "",
                "content": {"application/json": {"schema": _reference(operation.gives)}},
            }
        },
    }
    if operation.takes:
        content: dict[str, Any] = {"schema": _reference(operation.takes)}
        if operation.example:
            content["example"] = operation.example
        written["requestBody"] = {"required": True, "content": {"application/json": content}}
    else:
        written["parameters"] = [_language()]
    if "{page}" in operation.path:
        written["parameters"].append(
            {"name": "page", "in": "path", "required": True, "schema": _named("PageId")}
        )
    if operation.may_lack:
        statuses = (*statuses, 404)
    for status in sorted(statuses):
        written["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    return written


def _language() -> dict[str, Any]:
    return {
        "name": "language",
        "in": "query",
        "required": False,
        "description": "The language of the answer. Without one, the pack's first.",
        "schema": _named("LanguageTag"),
    }


def _reference(struct: type[msgspec.Struct]) -> dict[str, str]:
    return _named(struct.__name__)


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"{SCHEMAS}{name}"}


def _statuses() -> list[int]:
    return sorted({kind.status for kind in KINDS.values()})


def _refusal(status: int) -> dict[str, Any]:
    titles = [kind.title for kind in KINDS.values() if kind.status == status]
    return {
        "description": f"{HTTPStatus(status).phrase}. {'. Or: '.join(titles)}.",
        "content": {"application/problem+json": {"schema": _named("Problem")}},
    }


def _describe(schemas: Mapping[str, Any], types: Iterable[type[msgspec.Struct]]) -> None:
    """Give each field of each type the docstring that stands beneath it in the source."""
    for struct in _structs(types):
        for base in reversed(struct.__mro__):
            for field, note in _notes(base.__module__).get(base.__name__, {}).items():
                if field in schemas[struct.__name__]["properties"]:
                    schemas[struct.__name__]["properties"][field]["description"] = note


def _structs(types: Iterable[type[msgspec.Struct]]) -> Iterator[type[msgspec.Struct]]:
    """Every struct that these are made of, each once."""
    waiting: list[Any] = list(msgspec.inspect.multi_type_info(types))
    seen: set[type] = set()
    while waiting:
        info = waiting.pop()
        if isinstance(info, msgspec.inspect.StructType):
            if info.cls in seen:
                continue
            seen.add(info.cls)
            yield info.cls
            waiting += [field.type for field in info.fields]
        elif isinstance(info, msgspec.inspect.Metadata):
            waiting.append(info.type)
        elif isinstance(info, msgspec.inspect.UnionType):
            waiting += info.types
        elif isinstance(info, msgspec.inspect.TupleType):
            waiting += info.item_types
        elif isinstance(info, (msgspec.inspect.VarTupleType, msgspec.inspect.ListType)):
            waiting.append(info.item_type)


@cache
def _notes(module: str) -> dict[str, dict[str, str]]:
    """Class to field to the docstring beneath it."""
    if not module.startswith("hearthlight."):
        return {}
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.ClassDef):
            notes = found.setdefault(node.name, {})
            for field, after in zip(node.body, node.body[1:], strict=False):
                if (
                    isinstance(field, ast.AnnAssign)
                    and isinstance(field.target, ast.Name)
                    and isinstance(after, ast.Expr)
                    and isinstance(after.value, ast.Constant)
                    and isinstance(after.value.value, str)
                ):
                    notes[field.target.id] = inspect.cleandoc(after.value.value)
    return found
