"""How old what we say of a contact is, and what a person writes down who looked again."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthlight.contacts.confirming import CannotConfirmError, confirm_contact
from hearthlight.contacts.freshness import check_freshness
from hearthlight.content.checks import check_pack
from hearthlight.content.contact_checks import check_contacts
from hearthlight.content.layers import SHIPPED, count_shipped, find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Contact, Pack, Source
from hearthlight.content.problems import BrokenPackError

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.layers import Layer

READ = date(2026, 11, 22)
PAGE = "https://report.cybertip.org/faqs"
NEW_PAGE = "https://www.missingkids.org/contact"


def with_contact(pack: Pack, contact_id: str, **changes: object) -> Pack:
    """The pack with one contact changed."""
    contacts = dict(pack.rows["contact"])
    contacts[contact_id] = msgspec.structs.replace(contacts[contact_id], **changes)
    return msgspec.structs.replace(pack, rows={**pack.rows, "contact": contacts})


def states(pack: Pack, day: date) -> dict[str, str]:
    """Contact to its state on a day."""
    return {entry.contact: entry.state for entry in check_freshness(pack, day)}


def test_what_was_read_today_has_still_to_be_used(pack: Pack) -> None:
    """
    Every contact is listed, with the pages to open; none is called used that nobody used.

    Emergency and crisis lines are not to be used: nothing is open about them.
    """
    entries = check_freshness(pack, READ)
    assert {entry.contact for entry in entries} == set(pack.all(Contact))
    never = {row.id for row in pack.all(Contact).values() if row.never_tried}
    assert {"contact-911", "contact-988"} < never
    for entry in entries:
        assert entry.state == ("never tried" if entry.contact in never else "not yet used")
        assert bool(entry.never_tried) == (entry.contact in never)
    assert all(entry.open and all(entry.open) for entry in entries)


def test_a_contact_counts_to_its_last_day_and_no_longer(pack: Pack) -> None:
    """On the day itself it still counts; a check by using it gives it a new term."""
    last = READ + timedelta(days=pack.all(Contact)["contact-ncmec"].good_for)
    assert states(pack, last)["contact-ncmec"] == "not yet used"
    assert states(pack, last + timedelta(days=1))["contact-ncmec"] == "expired"
    used = with_contact(pack, "contact-ncmec", assured_date="2027-06-01")
    assert states(used, last + timedelta(days=1))["contact-ncmec"] == "used"


def test_nothing_was_known_before_it_was_read(pack: Pack) -> None:
    """A day before the reading finds no fact at all."""
    assert set(states(pack, READ - timedelta(days=1)).values()) == {"expired"}


@pytest.mark.parametrize(
    "changes",
    [{"phone": "+18005550"}, {"confidence": "judgement"}, {"phone": "", "url": "", "text": None}],
)
def test_what_nobody_may_be_sent_to_is_invalid(pack: Pack, changes: dict[str, object]) -> None:
    """A number that is none, a fact that rests on judgement, no way to reach anyone."""
    entries = check_freshness(with_contact(pack, "contact-ncmec", **changes), READ)
    assert entries[0].contact == "contact-ncmec"
    assert entries[0].state == "invalid"
    assert entries[0].wrong


@pytest.fixture
def copied(tmp_path: Path) -> tuple[Layer, ...]:
    """The shipped layers, where a test may write."""
    shutil.copytree(SHIPPED, tmp_path / "packs")
    return find_layers(shipped=tmp_path / "packs")


def test_a_known_page_that_was_read_again_changes_two_days(copied: tuple[Layer, ...]) -> None:
    """The contact's and the page's, each in its file, and nothing else."""
    before = load_pack(copied)
    changed = confirm_contact(before, copied, "contact-ncmec", source=PAGE, day="2026-12-01")
    assert changed == ("us/contacts/national.toml", "us/sources/national.toml")
    after = load_pack(copied)
    contact = after.all(Contact)["contact-ncmec"]
    assert contact.read_on == "2026-12-01"
    assert not contact.assured_date
    read = {row.url: row.read_on for row in after.all(Source).values() if row.id in contact.sources}
    assert read.pop(PAGE) == "2026-12-01"
    known = {row.url: row.read_on for row in before.all(Source).values()}
    assert read == {url: known[url] for url in read}
    others = set(before.all(Contact)) - {"contact-ncmec"}
    assert all(before.all(Contact)[name] == after.all(Contact)[name] for name in others)


def test_a_new_page_becomes_a_source(copied: tuple[Layer, ...]) -> None:
    """With its publisher and what it says; and a line that was used is said to be."""
    confirm_contact(
        load_pack(copied),
        copied,
        "contact-ncmec",
        source=NEW_PAGE,
        day="2026-12-01",
        seen="the same number",
        used=True,
    )
    after = load_pack(copied)
    contact = after.all(Contact)["contact-ncmec"]
    assert contact.assured_date == "2026-12-01"
    source = after.all(Source)[contact.sources[-1]]
    assert (source.url, source.publisher) == (NEW_PAGE, "missingkids.org")
    assert (source.read_on, source.seen) == ("2026-12-01", "the same number")


@pytest.mark.parametrize(
    ("contact", "source", "day", "said"),
    [
        ("contact-nobody", PAGE, "2026-12-01", "contacts check"),
        ("contact-ncmec", PAGE, "1 December", "2026-11-24"),
        ("contact-ncmec", PAGE, "20261201", "2026-11-24"),
        ("contact-ncmec", PAGE, "2026-W49-2", "2026-11-24"),
        ("contact-ncmec", PAGE, "2026-11-01", "was read on 2026-11-22"),
        ("contact-ncmec", PAGE, "2026-12-02", "after today, 2026-12-01"),
        ("contact-ncmec", "missingkids.org", "2026-12-01", "whole address"),
        ("contact-ncmec", "https://www.fcc.gov/x y", "2026-12-01", "whole address"),
        ("contact-ncmec", "https://www.fcc.gov/x\n", "2026-12-01", "whole address"),
        ("contact-ncmec", "https://www.fcc.gov./", "2026-12-01", "whole address"),
        ("contact-ncmec", "https://[fcc", "2026-12-01", "whole address"),
    ],
)
def test_what_cannot_be_written_down_says_what_would_do(
    copied: tuple[Layer, ...], contact: str, source: str, day: str, said: str
) -> None:
    """And no file is touched."""
    pack = load_pack(copied)
    with pytest.raises(CannotConfirmError, match=said):
        confirm_contact(pack, copied, contact, source=source, day=day, today="2026-12-01")
    assert load_pack(copied).fingerprint == pack.fingerprint


def test_nothing_is_written_that_the_pack_would_not_hold_with(agency: Path) -> None:
    """An address of a rehearsal is refused by the checks: files are as they were, and no others."""
    layers = find_layers([agency])
    pack = load_pack(layers)
    with pytest.raises(BrokenPackError, match="where a site is tried out"):
        confirm_contact(
            pack,
            layers,
            "contact-ncmec",
            source="https://staging.missingkids.org/",
            day="2026-12-01",
            beneath=count_shipped(layers),
        )
    assert [file.name for file in agency.iterdir()] == ["pack.toml"]
    confirm_contact(
        pack,
        layers,
        "contact-ncmec",
        source=NEW_PAGE,
        day="2026-12-01",
        beneath=count_shipped(layers),
    )
    before = {file: file.read_bytes() for file in agency.iterdir()}
    with pytest.raises(BrokenPackError, match="where a site is tried out"):
        confirm_contact(
            load_pack(layers),
            layers,
            "contact-988",
            source="https://staging.fcc.gov/",
            day="2026-12-01",
            beneath=count_shipped(layers),
        )
    assert {file: file.read_bytes() for file in agency.iterdir()} == before


def test_an_emergency_line_is_never_written_down_as_tried(copied: tuple[Layer, ...]) -> None:
    """The refusal says why and what to do instead; that its page was read can be written down."""
    pack = load_pack(copied)
    with pytest.raises(CannotConfirmError, match=r"never called .*waiting.*without --used"):
        confirm_contact(pack, copied, "contact-911", source=PAGE, day="2026-12-01", used=True)
    assert load_pack(copied).fingerprint == pack.fingerprint
    confirm_contact(pack, copied, "contact-911", source=PAGE, day="2026-12-01")
    assert load_pack(copied).all(Contact)["contact-911"].read_on == "2026-12-01"


@pytest.mark.parametrize("page", [PAGE, NEW_PAGE])
def test_a_check_of_a_shipped_line_is_written_in_ones_own_folder_alone(
    agency: Path, page: str
) -> None:
    """Twice, on two days: no shipped byte changes, and the pack is whole."""
    shipped = {file: file.read_bytes() for file in SHIPPED.rglob("*.toml")}
    for day in ("2026-12-01", "2026-12-02"):
        layers = find_layers([agency])
        changed = confirm_contact(
            load_pack(layers),
            layers,
            "contact-ncmec",
            source=page,
            day=day,
            used=True,
            beneath=count_shipped(layers),
            today="2026-12-02",
        )
        assert changed == ("agency/contacts.toml", "agency/sources.toml")
    assert {file: file.read_bytes() for file in SHIPPED.rglob("*.toml")} == shipped
    before, after = load_pack(), load_pack(find_layers([agency]))
    assert not list(check_contacts(after))
    contact = after.all(Contact)["contact-ncmec"]
    assert (contact.read_on, contact.assured_date) == ("2026-12-02", "2026-12-02")
    read = {after.all(Source)[name].url: name for name in contact.sources}
    assert after.all(Source)[read[page]].read_on == "2026-12-02"
    if page == NEW_PAGE:
        assert read[page] == "source-agency-ncmec-1"
    others = set(before.all(Contact)) - {"contact-ncmec"}
    assert all(before.all(Contact)[name] == after.all(Contact)[name] for name in others)


def test_a_check_never_passes_to_another_number(agency: Path) -> None:
    """
    What an agency used is written down with the number that it used.

    When a new version ships another number, its check is refused until a person has looked.
    """
    layers = find_layers([agency])
    confirm_contact(
        load_pack(layers),
        layers,
        "contact-ncmec",
        source=NEW_PAGE,
        day="2026-12-01",
        used=True,
        beneath=count_shipped(layers),
    )
    shipped = shutil.copytree(SHIPPED, agency.parent / "packs")
    national = shipped / "us" / "contacts" / "national.toml"
    text = national.read_text("utf-8")
    assert "+18008435678" in text
    national.write_text(text.replace("+18008435678", "+18004224453"), "utf-8")
    updated = load_pack(find_layers([agency], shipped=shipped))
    assert updated.all(Contact)["contact-ncmec"].phone == "+18008435678"
    assert any(
        (problem.file, problem.id) == ("agency/contacts.toml", "contact-ncmec")
        for problem in check_contacts(updated)
    )


def _shape(contact: Contact) -> tuple[object, ...]:
    """Which fields a contact has, and whether it is texted with a keyword."""
    had = (field for field in contact.__struct_fields__ if getattr(contact, field))
    return (*had, bool(contact.text and contact.text.keyword), contact.confidence)


def test_each_shipped_line_can_be_written_down_as_checked(
    pack: Pack, layers: tuple[Layer, ...], agency: Path
) -> None:
    """
    With a page of ours and with a new one; the agency's pack is whole after each of them.

    Of those that have the same fields, one stands for all: most states' lines are alike.
    """
    stacked = find_layers([agency])
    assert stacked[:-1] == layers
    alike = {_shape(contact): contact for contact in pack.all(Contact).values()}
    for number, contact in enumerate(alike.values()):
        page = pack.all(Source)[contact.sources[0]].url
        confirm_contact(
            load_pack(stacked),
            stacked,
            contact.id,
            source=(page, NEW_PAGE)[number % 2],
            day="2026-12-01",
            used=not contact.never_tried,
            beneath=count_shipped(stacked),
        )
    after = load_pack(stacked)
    assert not list(check_pack(after))
    for contact in alike.values():
        checked = after.all(Contact)[contact.id]
        assert checked.read_on == "2026-12-01"
        assert bool(checked.assured_date) == (not contact.never_tried)
        assert checked.text == contact.text
