"""How old what we say of a contact is, and what a person writes down who looked again."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from hearthlight.contacts.confirming import CannotConfirmError, confirm_contact
from hearthlight.contacts.freshness import check_freshness
from hearthlight.content.layers import SHIPPED, find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Contact, Pack, Source

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
    """Every contact is listed, with the pages to open; none is called used that nobody used."""
    entries = check_freshness(pack, READ)
    assert {entry.contact for entry in entries} == set(pack.all(Contact))
    assert {entry.state for entry in entries} == {"not yet used"}
    assert all(entry.open for entry in entries)


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
    assert set(read.values()) == {"2026-11-22"}
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
        ("contact-ncmec", PAGE, "2026-11-01", "was read on 2026-11-22"),
        ("contact-ncmec", "missingkids.org", "2026-12-01", "whole address"),
    ],
)
def test_what_cannot_be_written_down_says_what_would_do(
    copied: tuple[Layer, ...], contact: str, source: str, day: str, said: str
) -> None:
    """And no file is touched."""
    pack = load_pack(copied)
    with pytest.raises(CannotConfirmError, match=said):
        confirm_contact(pack, copied, contact, source=source, day=day)
    assert load_pack(copied).fingerprint == pack.fingerprint
