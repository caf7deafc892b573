"""`hearthlight duty`: asked in turn, or by options."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from hearthlight.channels.cli.commands import main
from hearthlight.channels.cli.duty import ask_duty
from hearthlight.duty.answer import Asked
from hearthlight.duty.deadlines import read_time

if TYPE_CHECKING:
    import pytest

    from hearthlight.compiled.edition import Edition


def ask(edition: Edition, *lines: str) -> tuple[Asked, str]:
    """What the questions gave, and what was written while asking."""
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    return ask_duty(edition, edition.wording("en"), typed, out), out.getvalue()


def test_questions_take_names_numbers_and_a_time(edition: Edition) -> None:
    """A state by its name, a role and a child by number, a time as people write it."""
    asked, _ = ask(edition, "connecticut", "3", "1", "2026-11-24 21:30")
    assert asked == Asked(
        place="us-ct", role="role-foster", child="placed", learned=read_time("2026-11-24T21:30")
    )


def test_every_question_can_be_skipped(edition: Edition) -> None:
    """Empty lines, and the end of the input, are answers."""
    assert ask(edition, "", "", "", "")[0] == Asked()
    assert ask(edition)[0] == Asked()


def test_what_cannot_be_read_is_asked_again(edition: Edition) -> None:
    """With a word that says how to write it."""
    asked, out = ask(edition, "Atlantis", "US-CA", "9", "1", "x", "2", "soon", "2026-11-24 21:30")
    assert asked.place == "us-ca"
    assert asked.role == "role-parent"
    assert asked.child == "own"
    assert asked.learned
    assert "We do not know that place." in out
    assert "We could not read the day and the hour." in out


def test_options_give_the_same_answer_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Documents are the same through every door."""
    arguments = ["duty", "--place", "US-NY", "--role", "professional", "--when", "2026-11-24 21:30"]
    assert main([*arguments, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    lines = [
        line
        for section in document["sections"]
        for block in section["blocks"]
        for line in block["duties"]
    ]
    assert any("November 26, 2026" in line["due"] for line in lines)
    assert main(arguments) == 0
    assert "LDSS-2221A" in capsys.readouterr().out


def test_a_time_that_cannot_be_read_is_misuse_with_a_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit status 2, and how to write it."""
    assert main(["duty", "--place", "us-ny", "--when", "yesterday"]) == 2
    assert "Write it like 2026-11-24T21:30." in capsys.readouterr().err
