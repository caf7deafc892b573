"""
The running API against its own OpenAPI document, by tools that others wrote.

Schemathesis makes requests from the document, right ones and wrong ones, and holds each reply to
what the document says of it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from hearthlight.channels.api.app import OPENAPI, Api
from hearthlight.channels.api.operations import OPERATIONS
from hearthlight.serving.doors import PAGES, Doors
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

schemathesis.openapi.format(
    "hearthlight-clock-time",
    st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2999, 12, 31)).map(  # noqa: DTZ001 - a clock's time
        lambda time: f"{time:%Y-%m-%dT%H:%M}"
    ),
)
BOUNDED = SchemathesisConfig.from_dict(
    {
        "seed": 8,
        "generation": {"max-examples": 3, "deterministic": True, "database": "none"},
        "phases": {"stateful": {"enabled": False}},
    }
)
"""The same requests on every run, few enough to be quick."""


def test_every_reply_is_as_the_document_says(edition: Edition) -> None:
    """Right requests are answered, wrong ones refused, each with a status, type and shape told."""

    async def pages(*_: object) -> None:
        raise AssertionError

    doors = Doors({PAGES: pages, "api": Api(edition, Settings())})
    schema = schemathesis.openapi.from_asgi(OPENAPI, doors, config=BOUNDED)
    failures: list[str] = []
    asked: Counter[str] = Counter()
    checked: Counter[str] = Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, (events.NonFatalError, events.FatalError)):
            failures.append(str(event.info) if hasattr(event, "info") else str(event.exception))
        if isinstance(event, events.ScenarioFinished):
            asked[event.recorder.label] += len(event.recorder.cases)
            for nodes in event.recorder.checks.values():
                for node in nodes:
                    checked[node.name] += 1
                    if node.failure_info:
                        failures.append(
                            f"{event.recorder.label}: {node.name}: {node.failure_info.failure}"
                            f"\n{node.failure_info.code_sample}"
                        )
    assert failures == []
    assert len(asked) == len(OPERATIONS)
    assert min(asked.values()) > 10
    assert checked["response_schema_conformance"] > 500
    assert checked["negative_data_rejection"] > 500
