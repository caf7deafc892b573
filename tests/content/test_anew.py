"""A layer that changes a fact says anew where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.content.contact_checks import check_contacts
from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Contact

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.model import Pack

HEADER = 'title = "A"\nlicence = "CC0-1.0"\nbuilds_on = "kitchen-sink"\n'
OWN_PAGE = """
[[source]]
id        = "source-ours"
title     = "Our line"
publisher = "example.net"
url       = "https://example.net/line"
read_on   = "2026-12-01"
"""
ANEW = 'read_on = "2026-12-01"\nconfidence = "one-source"\nsources = ["source-ours"]\n'


def stacked(tmp_path: Path, kitchen_sink: Path, **contacts: str) -> Pack:
    """The smallest pack under layers that each say something of its contacts."""
    folders = []
    for name, rows in contacts.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "pack.toml").write_text(f'id = "{name}"\n{HEADER}', "utf-8")
        (folder / "contacts.toml").write_text(rows, "utf-8")
        (folder / "sources.toml").write_text(OWN_PAGE, "utf-8")
        folders.append(folder)
    return load_pack(find_layers([kitchen_sink, *folders], shipped=None))


def said(pack: Pack) -> list[tuple[str, str, str]]:
    """File, row and message of what is wrong with the contacts."""
    return [(each.file, each.id, each.message) for each in check_contacts(pack)]


@pytest.mark.parametrize(
    "changed",
    [
        'phone = "+18004224453"',
        'text = { number = "741741" }',
        'tty = "+18004224453"',
        'url = "https://example.net/"',
        'chat = "https://example.net/chat"',
        "always_open = true",
        'enforcement = "police"',
    ],
)
def test_a_layer_that_changes_how_when_or_whom_one_reaches_says_where_it_read_that(
    tmp_path: Path, kitchen_sink: Path, changed: str
) -> None:
    """Neither our pages nor our day ever stand behind a number that they do not hold."""
    row = f'[[contact]]\nid = "contact-more"\n{changed}\n'
    ((file, row_id, message),) = said(stacked(tmp_path, kitchen_sink, agency=row))
    assert (file, row_id) == ("agency/contacts.toml", "contact-more")
    assert changed.split(" ", 1)[0] in message
    assert "no read_on, sources, confidence of its own" in message
    assert said(stacked(tmp_path, kitchen_sink, other=row + ANEW)) == []


def test_a_page_beneath_bears_a_new_number_out_only_if_it_was_read_again(
    tmp_path: Path, kitchen_sink: Path
) -> None:
    """A source may be named once more, with the layer's own day."""
    row = '[[contact]]\nid = "contact-more"\nphone = "+18004224453"\n' + ANEW.replace(
        "source-ours", "source-lamp-makers"
    )
    ((_, _, message),) = said(stacked(tmp_path, kitchen_sink, agency=row))
    assert "'source-lamp-makers', which this layer did not read again" in message
    again = '\n[[source]]\nid = "source-lamp-makers"\nread_on = "2026-12-01"\n'
    sources = tmp_path / "agency" / "sources.toml"
    sources.write_text(OWN_PAGE + again, "utf-8")
    pack = load_pack(find_layers([kitchen_sink, tmp_path / "agency"], shipped=None))
    assert said(pack) == []


def test_what_was_assured_of_one_number_is_not_said_of_another(
    tmp_path: Path, kitchen_sink: Path
) -> None:
    """Nobody has used the new one yet, unless the layer says so; another field leaves it alone."""
    row = f'[[contact]]\nid = "contact-more"\nurl = "https://example.net/"\n{ANEW}'
    other = '[[contact]]\nid = "contact-more"\ngood_for = 30\n'
    used = row + 'assured_date = "2026-12-01"\n'

    def assured(name: str, rows: str) -> str:
        pack = stacked(tmp_path, kitchen_sink, **{name: rows})
        return pack.all(Contact)["contact-more"].assured_date

    assert assured("changed", row) == ""
    assert assured("kept", other) == "2026-11-23"
    assert assured("used", used) == "2026-12-01"


def test_a_number_can_be_taken_away_at_once(tmp_path: Path, kitchen_sink: Path) -> None:
    """A wrong number needs no page to be gone; saying the same one again changes nothing."""
    rows = (
        '[[contact]]\nid = "contact-lamp-line"\ntty = ""\nphone = "+18883737888"\n'
        'text = { number = "233733", keyword = "LAMP" }\n'
    )
    assert said(stacked(tmp_path, kitchen_sink, agency=rows)) == []


def test_each_layer_answers_for_what_it_changes(tmp_path: Path, kitchen_sink: Path) -> None:
    """A branch over an agency is held to the agency's number as the agency is to ours."""
    row = '[[contact]]\nid = "contact-lamp-line"\nphone = "+18004224453"\n'
    branch = '[[contact]]\nid = "contact-lamp-line"\nphone = "+18007862929"\n'
    found = said(stacked(tmp_path, kitchen_sink, agency=row + ANEW, branch=branch))
    assert [(file, row_id) for file, row_id, _ in found] == [
        ("branch/contacts.toml", "contact-lamp-line")
    ]


def test_a_default_that_is_written_out_changes_nothing(tmp_path: Path, kitchen_sink: Path) -> None:
    """A number to text without a keyword is the same number with an empty one."""
    row = '[[contact]]\nid = "contact-more"\ntext = { number = "741741" }\n' + ANEW
    same = row.split("text", 1)[0] + 'text = { number = "741741", keyword = "" }\n'
    assert said(stacked(tmp_path, kitchen_sink, agency=row, branch=same)) == []


def test_a_layer_does_not_say_of_police_that_they_are_none(
    tmp_path: Path, kitchen_sink: Path
) -> None:
    """Who answers a line is read on a page, too; no less where a warning is taken away."""
    police = f'[[contact]]\nid = "contact-more"\nenforcement = "police"\n{ANEW}'
    none = '[[contact]]\nid = "contact-more"\nenforcement = "none"\n'
    ((file, _, message),) = said(stacked(tmp_path, kitchen_sink, agency=police, branch=none))
    assert file == "branch/contacts.toml"
    assert "changes 'enforcement' of the layer beneath" in message


def test_what_was_read_again_of_the_same_number_leaves_its_check_alone(
    tmp_path: Path, kitchen_sink: Path
) -> None:
    """Who used a line used it, whenever it is open; to be careful needs no page."""
    row = f'[[contact]]\nid = "contact-more"\nalways_open = true\n{ANEW}'
    careful = '[[contact]]\nid = "contact-more"\nalways_open = false\n'
    pack = stacked(tmp_path, kitchen_sink, agency=row, branch=careful)
    assert said(pack) == []
    assert pack.all(Contact)["contact-more"].assured_date == "2026-11-23"


@pytest.mark.parametrize("empty", ["", " "])
def test_no_layer_lets_a_line_be_tried_that_never_is(
    tmp_path: Path, kitchen_sink: Path, empty: str
) -> None:
    """An emergency line beneath stays one above; another reason may be given."""
    never = '[[contact]]\nid = "contact-lamp-line"\nnever_tried = "People wait."\n'
    tried = never.replace("People wait.", empty) + 'assured_date = "2026-12-01"\n' + ANEW
    found = said(stacked(tmp_path, kitchen_sink, agency=never, branch=tried))
    empties = "empties 'never_tried' of the layer beneath"
    assert ("branch/contacts.toml", "contact-lamp-line", empties) in found
    other = never.replace("People wait.", "They are few.")
    assert said(stacked(tmp_path, kitchen_sink, ours=never, theirs=other)) == []
