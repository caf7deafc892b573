"""`hearthlight coach`, as a person runs it."""

from __future__ import annotations

import io
import json
import sys

import pytest

from hearthlight.channels.cli.commands import main


def _coach(monkeypatch: pytest.MonkeyPatch, text: str, *options: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return main(["coach", *options])


def test_it_points_at_the_words_says_why_and_offers_another_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is good is said beside what to think over again, but not beside what may do harm."""
    assert _coach(monkeypatch, "Why are you so quiet? I love you.\n") == 0
    assert "This is good about it * You say that you stay." in " ".join(
        capsys.readouterr().out.split()
    )
    assert _coach(monkeypatch, "Why did you let him do that? I love you.\n") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "In your words: “Why did you let him”" in shown
    assert "You could say: “What happened is not your fault. I am glad you are here.”" in shown
    assert "This is good about it" not in shown
    assert "stay close, not to find out" in shown


@pytest.mark.parametrize(
    "text",
    [
        "I promise I won't tell anyone. Why did you go?",
        "What did you tell the detective?",
        "Who else knows?",
        "Where will you be staying?",
        "What is your passcode?",
        "Tell them you made it up.",
    ],
)
def test_where_no_wording_helps_there_is_none_and_whom_to_call_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Secrecy, recanting, what was told, who knows, where they will be, getting into a phone."""
    assert _coach(monkeypatch, text, "--json") == 0
    coaching = json.loads(capsys.readouterr().out)
    assert coaching["findings"]
    assert all(not finding["say"] for finding in coaching["findings"])
    assert next(card["id"] for card in coaching["calls"]) == "contact-911"


def test_a_fine_sentence_is_told_so_and_silence_is_no_proof(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the language asked for."""
    assert _coach(monkeypatch, "Te creo y estoy contigo.", "--lang", "es") == 0
    shown = capsys.readouterr().out
    assert "Puede decirlo así." in shown
    assert _coach(monkeypatch, "The soup is on the stove.") == 0
    assert "no proof that it is right" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("text", ["The soup is on the stove.", "I love you.", "Why did you go?"])
def test_every_answer_shows_whom_to_call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Also where nothing was found: danger may stand in words that no cue knows."""
    assert _coach(monkeypatch, text) == 0
    shown = capsys.readouterr().out
    assert "Whom to call" in shown
    assert "911" in shown


def test_words_are_no_option_so_that_no_shell_remembers_them() -> None:
    """Words given as an argument are refused."""
    with pytest.raises(SystemExit, match="2"):
        main(["coach", "Why did you go?"])
