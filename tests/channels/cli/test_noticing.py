"""`hearthlight notice` and `hearthlight evaluate signs`, as a person runs them."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.commands import main

if TYPE_CHECKING:
    from pathlib import Path


def _notice(monkeypatch: pytest.MonkeyPatch, text: str, *options: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return main(["notice", *options])


def test_what_was_noticed_is_asked_about_and_nothing_is_decided(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sign in its own words, what led to it, and the way to the full list."""
    assert _notice(monkeypatch, "she has a second phone hidden in her closet\n") == 0
    shown = capsys.readouterr().out
    assert "Could it be one of these?" in shown
    assert "Has a second or hidden phone" in shown
    assert "phone”" in shown
    assert "Nothing is ticked until you tick it." in shown
    assert "full list" in shown


def test_nothing_to_ask_about_is_never_an_all_clear(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so, and sends to the list."""
    assert _notice(monkeypatch, "we baked a cake\n") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "That is no answer about the child." in shown
    assert "full list" in shown


@pytest.mark.parametrize("text", ["she overdosed", "auxilio", "she has a second phone"])
def test_whom_to_call_is_named_whatever_was_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Danger may stand in words that are not known here, so no answer is without a line."""
    assert _notice(monkeypatch, f"{text}\n") == 0
    shown = capsys.readouterr().out
    assert "Call: 911" in shown
    assert _notice(monkeypatch, f"{text}\n", "--json") == 0
    assert json.loads(capsys.readouterr().out)["calls"][0]["id"] == "contact-911"


def test_danger_brings_whom_to_call_now(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page of whom to call, in the language asked for."""
    assert _notice(monkeypatch, "she is missing, nobody knows where she is\n") == 0
    assert "Call: 911" in capsys.readouterr().out
    assert _notice(monkeypatch, "dice que se quiere morir\n", "--lang", "es") == 0
    assert "911" in capsys.readouterr().out


def test_words_are_no_option_so_that_no_shell_remembers_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Words given as an argument are refused."""
    with pytest.raises(SystemExit, match="2"):
        main(["notice", "she has a second phone"])
    assert "unrecognized arguments" in capsys.readouterr().err


def test_predictions_are_written_as_documented(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`id`, `ranked`, `offered` and `danger`, one object a line."""
    rows = tmp_path / "signs.jsonl"
    rows.write_text(
        json.dumps(
            {"id": "a", "text": "a second phone", "lang": "en", "labels": ["sign-extra-phone"]}
        )
    )
    out = tmp_path / "out.jsonl"
    assert main(["evaluate", "signs", str(rows), "--predictions", str(out)]) == 0
    assert "sign-extra-phone" in capsys.readouterr().out
    (line,) = out.read_text().splitlines()
    prediction = json.loads(line)
    assert set(prediction) == {"id", "ranked", "offered", "danger"}
    assert len(prediction["ranked"]) == 5
    assert main(["evaluate", "signs", str(rows), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1
    assert main(["evaluate", "signs", str(tmp_path / "none")]) == 2
    assert "Name a file that can be read." in capsys.readouterr().err
