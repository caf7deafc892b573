"""The commands, as a person runs them."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.cli.commands import main
from hearthlight.content.schema import NAMES

if TYPE_CHECKING:
    from pathlib import Path

FOSTER = ["--role", "foster", "--place", "us-ca-san-francisco"]
SIGNS = ["--sign", "sign-gifts", "--sign", "sign-controlled"]


def test_check_says_report_and_names_the_county_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Report; San Francisco's (800) line first; then the duty, 911 and why."""
    assert main(["check", *FOSTER, *SIGNS]) == 0
    shown = capsys.readouterr()
    assert shown.out.strip().startswith("Make a report today")
    parts = (
        "(800) 856-5553",
        "(415) 558-2650",
        "(888) 373-7888",
        "Your duty to report",
        "Why we say",
    )
    order = [shown.out.index(part) for part in parts]
    assert order == sorted(order)
    assert "Call: 911" in shown.out
    assert "shell's history" in shown.err
    assert max(map(len, shown.out.splitlines())) <= 72


def test_a_place_may_be_written_as_iso_does(capsys: pytest.CaptureFixture[str]) -> None:
    """US-CA-San-Francisco is the same place."""
    main(["check", "--place", "US-CA-San-Francisco", "--fact", "known-told", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert document["sections"][0]["blocks"][0]["calls"][0]["id"] == "contact-sf-hotline-800"


def test_json_gives_the_document_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """Format number, outcome, and the rules that led there."""
    assert main(["check", *SIGNS, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["format"] == 1
    assert document["outcome"] == "outcome-report"
    reasons = [
        reason["rule"]
        for section in document["sections"]
        for block in section["blocks"]
        for reason in block["reasons"]
    ]
    assert reasons == ["rule-controlled-with"]


def test_explain_shows_rules_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """Rules that decided, rules that asked for less, and where each comes from."""
    assert main(["explain", *SIGNS]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("outcome-report: Make a report today")
    assert shown.index("rule-controlled-with") < shown.index("rule-one-strong")
    assert "Practice judgement" in shown


def test_without_options_the_questions_are_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers answer, an empty line skips, the end of the input skips the rest."""
    monkeypatch.setattr("sys.stdin", io.StringIO("9 9 hello\n2\n\n1\n"))
    assert main(["check"]) == 0
    shown = capsys.readouterr()
    assert "Get help now" in shown.out
    assert "Please use the numbers in the list" in shown.err
    assert "Step 10 of 10" in shown.err


def test_ids_can_be_piped_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input keeps what is said out of the shell's history."""
    monkeypatch.setattr("sys.stdin", io.StringIO("sign-gifts\nsign-controlled\n"))
    assert main(["check", "--stdin", "--json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["outcome"] == "outcome-report"
    assert shown.err == ""


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["check", "--sign", "sign-gift"], "sign-gifts"),
        (["check", "--role", "fostr"], "role-foster"),
        (["check", "--place", "us-ca-sanfrancisco"], "us-ca-san-francisco"),
        (["check", "--fact", "sign-gifts", "--lang", "xx"], "en"),
    ],
)
def test_an_unknown_answer_names_what_comes_near(
    capsys: pytest.CaptureFixture[str], arguments: list[str], near: str
) -> None:
    """Nothing is guessed; the person is told what to type."""
    assert main(arguments) == 2
    assert near in capsys.readouterr().err


def test_a_broken_pack_never_starts_the_server(tmp_path: Path) -> None:
    """Every problem is printed, with file, id and remedy; exit status 1."""
    folder = tmp_path / "agency"
    folder.mkdir()
    (folder / "pack.toml").write_text(
        'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "us-ca-san-francisco"\n'
    )
    (folder / "contacts.toml").write_text('[[contact]]\nid = "contact-nhth"\nphone = "12345"\n')
    (folder / "calls.toml").write_text('[[call]]\nid = "call-nhth"\ncontact = "contact-nobody"\n')
    for command in (
        ["pack", "check", str(folder)],
        ["serve", "--port", "1", "--pack", str(folder)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "hearthlight", *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 1
        assert "agency/contacts.toml: contact-nhth" in done.stderr
        assert "agency/calls.toml: call-nhth" in done.stderr
        assert "Traceback" not in done.stderr


def test_pack_check_says_what_it_checked(capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped packs have no problem."""
    assert main(["pack", "check"]) == 0
    assert "csec + us + us-ca + us-ca-san-francisco: no problems" in capsys.readouterr().out


def test_schemas_are_written_for_every_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One schema a file, and one can be printed."""
    assert main(["pack", "schema", "--out", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.schema.json" for name in NAMES}
    capsys.readouterr()
    assert main(["pack", "schema", "signs"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "signs.toml"
    assert main(["pack", "schema"]) == 2


def test_evaluate_triage_counts_and_writes_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too soft, too strong and silent are counted; predictions are JSON Lines."""
    rows = [
        {"id": "a", "facts": {"signs": ["sign-mood-changes"]}, "expected_min_level": "report"},
        {
            "id": "b",
            "facts": {"signs": [], "immediate_danger": True},
            "expected_min_level": "support",
            "expected_max_level": "advice",
            "expected_must_show": ["contact-911", "contact-sf-hotline-800"],
        },
    ]
    file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    assert main(["evaluate", "triage", str(file), "--json", "--predictions", str(out)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["below_minimum"], report["above_maximum"], report["must_show_missing"]) == (
        1,
        1,
        1,
    )
    predictions = [json.loads(line) for line in out.read_text().splitlines()]
    assert [set(row) for row in predictions] == [{"id", "outcome", "shown"}] * 2
    assert predictions[1]["outcome"] == "emergency"
    assert "contact-911" in predictions[1]["shown"]
    assert main(["evaluate", "triage", str(file)]) == 1
    assert "a: below minimum: expected report, got support" in capsys.readouterr().out


def test_a_reader_that_stops_early_is_no_error() -> None:
    """`hearthlight check | head -1` ends quietly."""
    command = f"{sys.executable} -m hearthlight check --fact known-told 2>/dev/null | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("reviewer", ["", "A. Name"])
def test_a_draft_language_says_that_it_is_one(
    reviewer: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, beside the document; none once a qualified person is named."""
    (tmp_path / "pack.toml").write_text(
        'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "us"\n'
        f'[[languages]]\ntag = "vi"\nname = "Tiếng Việt"\nreviewed_by = "{reviewer}"\n',
        "utf-8",
    )
    assert main(["check", "--fact", "known-told", "--lang", "vi", "--pack", str(tmp_path)]) == 0
    notice = "This language is a draft."
    shown = capsys.readouterr()
    assert notice not in shown.out
    assert (notice in shown.err) == (not reviewer)


def test_find_reads_from_standard_input_and_says_whom_to_call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is nearest, where it stands, why it was found, and a line to call."""
    monkeypatch.setattr("sys.stdin", io.StringIO("he never listens, I just lecture\n"))
    assert main(["find"]) == 0
    shown = capsys.readouterr()
    assert "Listening more than you talk" in shown.out
    assert "/talk" in shown.out
    assert "Found by: " in shown.out
    assert shown.out.index("What we found") < shown.out.index("Call: 911")
    assert max(map(len, shown.out.splitlines())) <= 72


def test_find_puts_whom_to_call_first_for_words_of_danger(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Spanish as well."""
    monkeypatch.setattr("sys.stdin", io.StringIO("mi hija desapareció anoche\n"))
    assert main(["find", "--lang", "es"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("911") < shown.index("Lo que encontramos")


def test_find_as_json_holds_nothing_that_was_typed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found, with the format's number."""
    monkeypatch.setattr("sys.stdin", io.StringIO("zq7canary9xw sccreams and slams doors\n"))
    assert main(["find", "--json"]) == 0
    shown = capsys.readouterr().out
    assert "zq7canary9xw" not in shown
    assert "sccreams" not in shown
    finding = json.loads(shown)
    assert finding["format"] == 1
    assert finding["found"][0]["topic"] == "topic-talk-conflict"
    assert finding["calls"]


def test_find_takes_no_words_as_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    """They would stay in the shell's history."""
    with pytest.raises(SystemExit) as refused:
        main(["find", "he never listens"])
    assert refused.value.code == 2
    assert "he never listens" in capsys.readouterr().err


def test_evaluate_questions_prints_scores_and_writes_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1 and a line for each question that was missed."""
    rows = tmp_path / "questions.jsonl"
    rows.write_text(
        '{"id": "a", "lang": "en", "text": "am I a mandated reporter", '
        '"labels": ["caution-mandated"]}\n'
        '{"id": "b", "lang": "en", "text": "zzqx", "labels": ["talk-listen"]}\n',
        "utf-8",
    )
    out = tmp_path / "predictions.jsonl"
    assert main(["evaluate", "questions", str(rows), "--predictions", str(out)]) == 1
    shown = capsys.readouterr().out
    assert "first  50.0%" in shown
    assert "b: expected talk-listen, got nothing" in shown
    predictions = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert predictions[0]["ranked"][0] == "caution-mandated"
    assert predictions[1] == {"id": "b", "ranked": []}


@pytest.mark.parametrize("command", [["serve"], ["doctor"], ["preview", "here"]])
@pytest.mark.parametrize("port", ["0", "-1", "99999", "abc", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused_before_anything_starts(
    command: list[str], port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says which ports there are, and never that something is served."""
    with pytest.raises(SystemExit, match="2"):
        main([*command, "--port", port])
    told = capsys.readouterr()
    assert "Write 1 to 65535." in told.err
    assert not told.out


def test_a_port_where_someone_answers_is_not_shared(capsys: pytest.CaptureFixture[str]) -> None:
    """Another server there is told of, before anyone is told that pages are served."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 2
    told = capsys.readouterr()
    assert f"127.0.0.1:{port} cannot be used" in told.err
    assert "`--port " in told.err
    assert "`make run PORT=" in told.err
    assert not told.out


@pytest.mark.parametrize("command", ["check", "explain"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_said_of_the_history_names_the_command_that_was_typed(
    command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without options that very command asks, and nothing stays behind."""
    assert main([command, *SIGNS, "--lang", language]) == 0
    assert f"`hearthlight {command}`" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["serve"], ["pack", "check"], ["explain", *SIGNS]])
def test_sheets_in_a_language_that_no_pack_speaks_are_refused(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in the setting is no silence: the variable is named, and what can be written."""
    monkeypatch.setenv("HEARTHLIGHT_PRINT_DRAFTS", "es xx")
    assert main(command) == 2
    told = capsys.readouterr()
    assert "HEARTHLIGHT_PRINT_DRAFTS has 'xx'" in told.err
    assert "en, es." in told.err
    assert not told.out


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["explain", "--fact", "hotels"], "sign-hotels, sign-hotel-keys."),
        (["explain", "--place", "San Francisco"], "us-ca-san-francisco."),
        (["read", "privat"], "private, print."),
        (["print", "broshure"], "brochure, poster, "),
    ],
)
def test_what_is_not_known_is_answered_with_the_nearest_names(
    capsys: pytest.CaptureFixture[str], arguments: list[str], near: str
) -> None:
    """Not with the first of a list that nobody asked for."""
    assert main(arguments) == 2
    assert f"Try: {near}" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "-1", "two", "257"])
def test_a_number_of_workers_that_cannot_be_is_refused(
    capsys: pytest.CaptureFixture[str], workers: str
) -> None:
    """Before anything is started, with what can be written."""
    with pytest.raises(SystemExit) as ended:
        main(["serve", f"--workers={workers}"])
    assert ended.value.code == 2
    assert f"'{workers}' is no number of workers. Write 1 to 256" in capsys.readouterr().err
