"""Whom to call, from a terminal."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hearthlight.channels.cli.commands import main
from hearthlight.content.layers import SHIPPED
from hearthlight.documents.contact_table import write_contact_table

if TYPE_CHECKING:
    import pytest

    from hearthlight.compiled.edition import Edition

TABLE = Path(__file__).parents[3] / "docs" / "contacts-table.md"


def test_the_written_table_is_todays(edition: Edition) -> None:
    """`hearthlight contacts table > docs/contacts-table.md` writes it again."""
    assert TABLE.read_text("utf-8") == write_contact_table(edition)


def test_whom_to_call_is_listed_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    """For a place, a situation and a way; in words and as JSON."""
    said = ["contacts", "list", "--place", "US-CA-San-Francisco", "--situation", "report"]
    assert main(said) == 0
    text = capsys.readouterr().out
    assert text.index("(800) 856-5553") < text.index("(415) 558-2650") < text.index("(888)")
    assert main([*said, "--by", "text", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert any(line["kind"] == "text" for line in first["lines"])


def test_a_situation_that_is_not_there_names_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without one, too."""
    for said in ([], ["--situation", "boredom"]):
        assert main(["contacts", "list", *said]) == 2
        assert "missing: A child is missing" in capsys.readouterr().err


def test_a_check_fails_on_what_has_expired_only(capsys: pytest.CaptureFixture[str]) -> None:
    """The day is said, so that the answer is the same tomorrow."""
    assert main(["contacts", "check", "--as-of", "2026-11-24"]) == 0
    assert "0 invalid, 0 expired" in capsys.readouterr().out
    assert main(["contacts", "check", "--as-of", "2029-01-01"]) == 1
    assert "contact-911: expired; newest 2026-11-22" in capsys.readouterr().out
    assert main(["contacts", "check", "--as-of", "soon"]) == 2
    assert "2026-11-24" in capsys.readouterr().err


def test_a_check_names_what_fails_and_counts_the_rest(
    edition: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    """A few lines, which say what each count means; all of them when they are asked for."""
    said = ["contacts", "check", "--as-of", "2026-11-24"]
    assert main(said) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) < 6
    assert "not yet used: their pages were read; nobody has called" in lines[1]
    assert "contact-" not in "".join(lines)
    assert main([*said, "--all"]) == 0
    shown = capsys.readouterr().out
    assert all(f": {contact}: " in shown for contact in edition.contacts)
    assert "contact-911: never tried;" in shown
    assert "contact-911: not yet used" not in shown
    assert main([*said, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(edition.contacts)


AGENCY = {
    "pack.toml": """
id        = "agency"
title     = "An agency's own layer"
licence   = "CC0-1.0"
builds_on = "us-ca-san-francisco"
""",
    "sources.toml": """
[[source]]
id        = "source-agency-1"
title     = "Our own line"
publisher = "example.org"
url       = "https://example.org/line"
read_on   = "2026-11-22"
""",
    "contacts.toml": """
# Our own line.
[[contact]]
id           = "contact-agency"
phone        = "+14155550132"
jurisdiction = "US-CA"
confidence   = "one-source"
read_on      = "2026-11-22"
sources      = ["source-agency-1"]
""",
    "calls.toml": """
[[call]]
id      = "call-agency"
contact = "contact-agency"
order   = 95
""",
    "words/en/contacts.toml": """
[contact-agency]
name    = "Our line"
purpose = "Listens."

[call-agency]
reason = "To be heard."
""",
}


def write_agency(folder: Path) -> None:
    """The agency's files."""
    for name, content in AGENCY.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content.lstrip("\n"), "utf-8")


def test_a_check_can_be_held_to_ones_own_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an agency adds or has confirmed, and nothing of ours; without a folder, it says so."""
    write_agency(tmp_path)
    pack = ["--pack", str(tmp_path)]
    said = ["contacts", "check", "--own", "--all", "--as-of", "2026-12-01"]
    assert main([*said, *pack]) == 0
    shown = capsys.readouterr().out
    assert "contact-agency: not yet used" in shown
    assert "1 contact on 2026-12-01: 0 invalid, 0 expired." in shown
    page = ["--source", "https://example.org/ours", "--date", "2026-12-01"]
    assert main(["contacts", "confirm", "contact-nhth", *page, *pack]) == 0
    assert main([*said, *pack]) == 0
    assert "2 contacts on 2026-12-01" in capsys.readouterr().out
    assert main(said) == 2
    assert "--pack DIR" in capsys.readouterr().err


def test_a_check_of_a_shipped_line_leaves_the_shipped_files_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is written in the agency's folder, which is whole, and is shown from there."""
    write_agency(tmp_path)
    shipped = {file: file.read_bytes() for file in SHIPPED.rglob("*") if file.is_file()}
    pack = ["--pack", str(tmp_path)]
    page = ["--source", "https://example.org/ours", "--date", "2026-12-01", "--used"]
    assert main(["contacts", "confirm", "contact-sf-hotline-800", *page, *pack]) == 0
    assert f"{tmp_path.name}/contacts.toml" in capsys.readouterr().out
    assert {file: file.read_bytes() for file in SHIPPED.rglob("*") if file.is_file()} == shipped
    assert (tmp_path / "contacts.toml").read_text("utf-8").startswith("# Our own line.")
    assert main(["pack", "check", str(tmp_path)]) == 0
    listed = ["--place", "us-ca-san-francisco", "--situation", "report", "--lang", "en"]
    assert main(["contacts", "list", *listed, *pack]) == 0
    assert "Read December 1, 2026. Checked by phone on December 1, 2026." in " ".join(
        capsys.readouterr().out.split()
    )


def test_nobody_writes_down_a_call_that_tried_an_emergency_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command was misused; why, and what to do instead, is said, and nothing is written."""
    write_agency(tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.toml")}
    said = ["--source", "https://example.org/911", "--date", "2026-12-01", "--used"]
    assert main(["contacts", "confirm", "contact-911", *said, "--pack", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "contact-911 is never called or written to as a test" in told
    assert "not for emergencies" in told
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.toml")} == before


def test_a_check_is_written_down_in_the_agencys_own_pack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The files that hold the contact and its page change; what an editor wrote there stays."""
    write_agency(tmp_path)
    said = ["--source", "https://example.org/line", "--date", "2026-12-01", "--used"]
    said += ["--pack", str(tmp_path)]
    assert main(["contacts", "confirm", "contact-agency", *said]) == 0
    assert "contact-agency: checked on 2026-12-01." in capsys.readouterr().out
    contacts = (tmp_path / "contacts.toml").read_text("utf-8")
    assert contacts.startswith("# Our own line.")
    assert 'read_on      = "2026-12-01"' in contacts
    assert 'assured_date = "2026-12-01"' in contacts
    assert 'read_on   = "2026-12-01"' in (tmp_path / "sources.toml").read_text("utf-8")
    assert main(["contacts", "confirm", "contact-nowhere", *said]) == 2
    assert "There is no contact" in capsys.readouterr().err


def test_a_check_that_would_break_the_pack_is_refused_with_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is said as `pack check` says it, and that no file changed."""
    write_agency(tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    said = ["--source", "https://staging.example.org/", "--date", "2026-12-01"]
    assert main(["contacts", "confirm", "contact-agency", *said, "--pack", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "where a site is tried out" in told
    assert "1 problem. Nothing was written." in told
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_what_was_read_today_east_of_greenwich_counts_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day is the day where someone reads a page; the next one is still to come there."""
    write_agency(tmp_path)
    pack = ["--pack", str(tmp_path)]
    monkeypatch.setenv("TZ", "EAST-14")
    time.tzset()
    try:
        now = datetime.now(UTC) + timedelta(hours=14)
        today, tomorrow = (f"{now + timedelta(days=days):%Y-%m-%d}" for days in (0, 1))
        said = ["contacts", "confirm", "contact-agency", "--source", "https://example.org/line"]
        assert main([*said, "--date", tomorrow, *pack]) == 2
        assert f"after today, {today}" in capsys.readouterr().err
        assert main([*said, "--date", today, *pack]) == 0
        capsys.readouterr()
        assert main(["contacts", "check", "--own", *pack]) == 0
        assert f"1 contact on {today}: 0 invalid, 0 expired." in capsys.readouterr().out
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command was misused: the system's word, and what to name instead."""
    write_agency(tmp_path)
    (tmp_path / ".sources.toml.new").mkdir()  # nobody may write there, whoever runs this
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    said = ["--source", "https://example.org/line", "--date", "2026-12-01"]
    assert main(["contacts", "confirm", "contact-agency", *said, "--pack", str(tmp_path)]) == 2
    assert "Name a folder where you may write." in capsys.readouterr().err
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
