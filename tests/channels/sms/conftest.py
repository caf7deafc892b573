"""What the tests of text messages share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.sms.answering import Guide

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition


@pytest.fixture(scope="session")
def guide(edition: Edition) -> Guide:
    """The guide over the shipped packs."""
    return Guide(edition)


@pytest.fixture(scope="session")
def said() -> Path:
    """Files of what people may text, one message a line."""
    return Path(__file__).parent / "said"
