"""The page that describes the API: made from the OpenAPI document, and whole without a network."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from hearthlight.channels.api.messages import SCHEMAS
from hearthlight.channels.api.operations import BASE, BODY_LIMIT
from hearthlight.channels.api.problems import KINDS
from hearthlight.channels.api.replies import HTML, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MANY = 12
"""Values of a list that are shown at once; more are folded."""
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable("backticks")
"""Descriptions mark what a program reads with backticks, and nothing else."""
_PLAIN = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}


class Field(NamedTuple):
    """One field of a type, as the page shows it."""

    name: str
    kind: Markup
    needed: bool
    note: str


class Shape(NamedTuple):
    """One type, as the page shows it."""

    name: str
    note: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]

    @property
    def folded(self) -> bool:
        """Whether its values are too many to show at once."""
        return len(self.values) > _MANY


class Described(NamedTuple):
    """One operation, as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    note: str
    takes: Markup
    gives: Markup
    example: str
    statuses: tuple[str, ...]


def make_reference(document: Mapping[str, Any]) -> Reply:
    """The page for this OpenAPI document."""
    style = files("hearthlight.channels.api").joinpath("reference.css").read_text("utf-8")
    environment = Environment(
        loader=PackageLoader("hearthlight.channels.api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = lambda text: Markup(_MARKDOWN.renderInline(text))  # noqa: S704 - it escapes
    page = environment.get_template("reference.html").render(
        style=Markup(style),  # noqa: S704 - a file of ours
        about=document["info"]["description"].strip().split("\n\n"),
        base=BASE,
        limit=f"{BODY_LIMIT:,}",
        groups=_groups(document),
        shapes=tuple(_shapes(document)),
        problems=KINDS,
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return Reply(200, HTML, page.encode(), policy=policy.encode())


def _groups(document: Mapping[str, Any]) -> dict[str, list[Described]]:
    groups: dict[str, list[Described]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_described(path, method, operation))
    return groups


def _described(path: str, method: str, operation: Mapping[str, Any]) -> Described:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = body.get("example")
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return Described(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        note=operation["description"],
        takes=_kind(body["schema"]) if body else Markup(),
        gives=_kind(answer),
        example=msgspec.json.format(msgspec.json.encode(example), indent=2).decode()
        if example
        else "",
        statuses=tuple(status for status in operation["responses"] if status != "200"),
    )


def _shapes(document: Mapping[str, Any]) -> Iterator[Shape]:
    for name, schema in document["components"]["schemas"].items():
        needed = schema.get("required", ())
        yield Shape(
            name=name,
            note=schema.get("description", ""),
            fields=tuple(
                Field(field, _kind(each), field in needed, each.get("description", ""))
                for field, each in schema.get("properties", {}).items()
            ),
            values=tuple(schema.get("enum", ())),
        )


def _kind(schema: Mapping[str, Any]) -> Markup:
    """What a schema takes, in a few words, with links to the types that it names."""
    if reference := schema.get("$ref"):
        name = reference.removeprefix(SCHEMAS)
        return Markup('<a href="#type-{0}">{0}</a>').format(name)
    if options := schema.get("anyOf"):
        return Markup(" or ").join(_kind(each) for each in options)
    if values := schema.get("enum"):
        return Markup(", ").join(Markup("<code>{}</code>").format(value) for value in values)
    if schema.get("type") == "array":
        within = schema.get("items") or (schema.get("prefixItems") or [{}])[0]
        return Markup("list of {}{}").format(_kind(within), _bounds(schema, "Items"))
    kind = _PLAIN.get(schema.get("type", ""), "any value")
    if pattern := schema.get("pattern"):
        return Markup("{} like <code>{}</code>").format(
            kind, next(iter(schema.get("examples", ())), pattern)
        )
    return Markup("{}{}").format(kind, _bounds(schema, "Length"))


def _bounds(schema: Mapping[str, Any], of: str) -> str:
    least, most = schema.get(f"min{of}"), schema.get(f"max{of}")
    if "minimum" in schema:
        return f", {schema['minimum']} to {schema['maximum']}"
    unit = " characters" if of == "Length" else ""
    if least and most:
        return f", {least:,} to {most:,}{unit}"
    return f", at most {most:,}{unit}" if most else ""
