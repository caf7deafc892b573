"""`hearthlight services find` asks, and reads answers from standard input; options take none."""

from __future__ import annotations

import io
import json

import pytest

from hearthlight.channels.cli.commands import main

QUESTIONS = 8


def find(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], said: str, *more: str
) -> tuple[int, str, str]:
    """The exit status, and what was printed where."""
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    status = main(["services", "find", *more])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture(autouse=True)
def no_directory(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As on a fresh machine."""
    path = tmp_path_factory.mktemp("none") / "directory.sqlite"
    monkeypatch.setenv("HEARTHLIGHT_DIRECTORY", str(path))


def test_every_question_can_be_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An input that ends at once gets the shipped lines, and someone to call."""
    status, out, asked = find(monkeypatch, capsys, "")
    assert status == 0
    assert "Who may fit" in out
    assert "(888) 373-7888" in out
    assert asked.count("> ") == QUESTIONS
    assert "What would you like?" in asked


def test_answers_are_read_in_their_order_and_asked_again_where_they_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kinds by number, a place by name, an age, a language, y for yes."""
    said = "99\n1\nNowhere\nus-ca-san-francisco\nold\n15\n2\n\n\ny\n\n"
    status, out, asked = find(monkeypatch, capsys, said, "--json")
    assert status == 0
    found = json.loads(out)
    assert found["services"][0]["reasons"][0] == "Someone to talk with"
    assert all(service["open_now"] for service in found["services"])
    assert any("Spanish" in " ".join(service["facts"]) for service in found["services"])
    assert "We could not read the age." in asked
    assert asked.count("> ") == QUESTIONS + 3


def test_a_zip_code_that_nobody_has_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the status of a misuse, and no list that looks as if it were near."""
    status, out, told = find(monkeypatch, capsys, "\n00000\n")
    assert (status, out) == (2, "")
    assert "such as the ZIP code" in told


def test_spanish_asks_and_answers_in_spanish(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And `s` is yes."""
    status, out, asked = find(monkeypatch, capsys, "1\n\n\n\ns\n", "--lang", "es")
    assert status == 0
    assert "¿Qué te gustaría?" in asked
    assert "Sin costo" in asked
    assert "Quién puede servir" in out
