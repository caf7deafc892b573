"""Nobody may believe that the end of their text was read when it was not."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.commands import main
from hearthlight.channels.cli.own_words import read_own
from hearthlight.coach.walking import LONGEST as COACH_LONGEST
from hearthlight.documents.hearing import LONGEST as NOTICE_LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

READS = {"coach": COACH_LONGEST, "notice": NOTICE_LONGEST, "find": NOTICE_LONGEST}
FILLER = "the soup is on the stove and "


class Keyboard:
    """A terminal, and someone who types into it."""

    def __init__(self, keys: int, terminal: TextIO) -> None:
        self._keys = keys
        self.terminal = terminal

    def type(self, text: str) -> None:
        """Type, or paste, all at once."""
        os.write(self._keys, text.encode())


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyboard]:
    """Standard input that is a terminal."""
    keys, screen = os.openpty()
    with os.fdopen(screen, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield Keyboard(keys, terminal)
    os.close(keys)


@pytest.mark.parametrize("command", READS)
def test_a_text_that_is_too_long_is_said_to_be_cut_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """On top of the answer; beside JSON, where a program would not show it."""
    text = (FILLER * READS[command])[: READS[command] - 4] + "end. Where are you?"
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert main([command]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.startswith("Only the first part of your text was read, up to “")
    assert "end.”. Try the rest by itself." in shown
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert main([command, "--json", "--lang", "es"]) == 0
    answer = capsys.readouterr()
    assert json.loads(answer.out)["language"] == "es"
    assert "Solo se leyó la primera parte" in answer.err


@pytest.mark.parametrize("command", READS)
def test_a_text_that_was_read_whole_is_not_said_to_be_cut(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Empty lines at its end are no text."""
    text = (FILLER * READS[command])[: READS[command] - 1] + "a" + "\n" * 9000
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert main([command]) == 0
    assert "Only the first part" not in capsys.readouterr().out


def test_a_text_of_several_lines_that_is_pasted_is_read_to_its_end(
    keyboard: Keyboard, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line too, which no Enter ends: none of it is left for the shell to remember."""
    keyboard.type("The soup is ready.\n\nI love you.\nWhy did you go?")
    assert main(["coach", "--json"]) == 0
    answer = capsys.readouterr()
    assert ["Why did you"] in [one["words"] for one in json.loads(answer.out)["findings"]]
    assert "Only the first part" not in answer.err
    keyboard.type("one line\n")
    assert read_own(keyboard.terminal, 100) == ("one line\n", True)


def test_a_line_longer_than_a_terminal_keeps_is_said_to_be_cut(
    keyboard: Keyboard, capsys: pytest.CaptureFixture[str]
) -> None:
    """The terminal drops its end before any program sees it."""
    keyboard.type("soup " * 1000 + "\nShe is missing.\n")
    assert main(["notice"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Only the first part of your text was read, up to “soup soup" in shown
    keyboard.type("a" * 4000 + "\n")
    assert read_own(keyboard.terminal, NOTICE_LONGEST).whole
