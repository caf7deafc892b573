"""JSON Schemas of the pack files, made from the model, for editors that complete and validate."""

from __future__ import annotations

from typing import Any

import msgspec

from hearthlight.content.model import FILES, KINDS, PackHeader

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAMES: tuple[str, ...] = ("pack", *sorted(FILES), "words")
"""Every file of a pack, by the name before `.toml`."""


def file_schema(name: str) -> dict[str, Any]:
    """
    The JSON Schema of one file. Raises KeyError for a name that is not in NAMES.

    A row of an upper layer may name only what it changes, so that rows require nothing but an id;
    `hearthlight pack check` says what the merged row lacks.
    """
    if name == "words":
        return _words_schema()
    if name == "pack":
        (schema,), parts = msgspec.json.schema_components(
            [PackHeader], ref_template="#/$defs/{name}"
        )
        return {"$schema": DRAFT, "title": "pack.toml", **schema, "$defs": parts}
    kinds = FILES[name]
    references, parts = msgspec.json.schema_components(
        [KINDS[kind] for kind in kinds], ref_template="#/$defs/{name}"
    )
    for kind in kinds:
        parts[KINDS[kind].__name__]["required"] = ["id"]
    return {
        "$schema": DRAFT,
        "title": f"{name}.toml",
        "type": "object",
        "properties": {
            kind: {"type": "array", "items": reference}
            for kind, reference in zip(kinds, references, strict=True)
        },
        "additionalProperties": False,
        "$defs": parts,
    }


def _words_schema() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    return {
        "$schema": DRAFT,
        "title": "words/LANGUAGE/NAME.toml",
        "description": "For each id a table; for each field a text, or a list of texts.",
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {
                "anyOf": [text, {"type": "array", "items": text, "minItems": 1}]
            },
        },
    }
