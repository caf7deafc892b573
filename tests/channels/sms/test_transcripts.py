"""
Whole conversations, as `hearthlight sms --simulate` shows them, kept as files to read.

To write them anew after a change: `pytest tests/channels/sms/test_transcripts.py`, read the
difference that it shows, and put it into the file if it is meant.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.texting import talk

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

TRANSCRIPTS = sorted(Path(__file__).parent.glob("transcripts/*.txt"))


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
def test_a_conversation_goes_as_written(file: Path, edition: Edition) -> None:
    """Each message that is typed gets the messages below it."""
    written = file.read_text("utf-8")
    typed = [line[2:] for line in written.splitlines() if line.startswith("> ")]
    assert typed
    out = io.StringIO()
    talk(edition, io.StringIO("".join(f"{line}\n" for line in typed)), out, shows_typed=True)
    assert out.getvalue() == written
