"""The commands about contacts: whom to call, how old the facts are, and a check written down."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.channels.cli.terminal import print_cards, tell
from hearthlight.contacts.confirming import CannotConfirmError, confirm_contact
from hearthlight.contacts.freshness import FAILS, check_freshness, read_today
from hearthlight.content.layers import count_shipped
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Contact
from hearthlight.documents.contact_table import write_contact_table
from hearthlight.documents.routing import WAYS, route_cards

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from hearthlight.compiled.edition import Edition
    from hearthlight.contacts.freshness import Freshness, State
    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack

DONE, NO = 0, 1
_MEANINGS: dict[State, str] = {
    "used": "a person called or wrote to them, and their pages were read",
    "not yet used": "their pages were read; nobody has called or written to them yet",
    "never tried": "emergency and crisis lines; read their pages, and never call them as a test",
}
"""What a state that counts means, by its name."""


def add_contacts(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> dict[str, argparse.ArgumentParser]:
    """Add `hearthlight contacts` and its commands, and return these by name."""
    contacts = commands.add_parser("contacts", help="whom to call, and how sure we are")
    what = contacts.add_subparsers(required=True, metavar="COMMAND")
    listing = what.add_parser("list", help="whom to call, in order, with the reasons")
    listing.add_argument(
        "--situation", default="", help="such as report; without it, all are named"
    )
    listing.add_argument("--place", default="", help="such as us-ca-san-francisco, or 94110")
    listing.add_argument("--by", choices=WAYS, default="call", help="how you can reach someone")
    listing.add_argument("--lang", default="", help="such as en")
    listing.add_argument("--json", action="store_true", help="the list as JSON")
    table = what.add_parser("table", help="everyone, for every place and situation, in Markdown")
    check = what.add_parser(
        "check", help="how old each entry is; exit 1 if one is invalid or expired"
    )
    check.add_argument("--as-of", default="", metavar="DAY", help="such as 2026-11-24; else today")
    check.add_argument(
        "--all", action="store_true", help="name every contact, with the pages to read again"
    )
    check.add_argument(
        "--own", action="store_true", help="only those that your own folders add or change"
    )
    check.add_argument("--json", action="store_true", help="every contact as JSON")
    confirm = what.add_parser("confirm", help="write down that you looked again")
    confirm.add_argument("id", metavar="ID", help="the contact")
    confirm.add_argument("--source", required=True, metavar="URL", help="the page that you read")
    confirm.add_argument("--date", required=True, metavar="DAY", help="the day you read it")
    confirm.add_argument("--seen", default="", metavar="TEXT", help="what it says, in a few words")
    confirm.add_argument(
        "--used",
        action="store_true",
        help="you also called or wrote to them; never do so to test an emergency or crisis line",
    )
    return {"list": listing, "table": table, "check": check, "confirm": confirm}


def run_list(options: argparse.Namespace, edition: Edition, language: str, place: str) -> int:
    """Print whom to call."""
    wording = edition.wording(language)
    situation = _situation(options.situation, edition, language)
    cards = route_cards(edition, situation, language, place, options.by)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(cards), indent=2).decode())
    else:
        print_cards(tell(wording, situation, "name"), cards, wording, sys.stdout)
    return DONE


def _situation(said: str, edition: Edition, language: str) -> str:
    situation = said if said in edition.situations else f"situation-{said}"
    if situation not in edition.situations:
        wording = edition.wording(language)
        known = "\n".join(
            f"  {name.removeprefix('situation-')}: {tell(wording, name, 'name')}"
            for name in edition.situations
        )
        raise UnknownAnswerError(f"{wording.interface('cli_situation')}\n{known}")
    return situation


def run_table(edition: Edition) -> int:
    """Print the whole table."""
    sys.stdout.write(write_contact_table(edition))
    return DONE


def run_check(options: argparse.Namespace, pack: Pack, layers: Sequence[Layer]) -> int:
    """Print what has expired, then how many others there are; each of them when asked to."""
    as_of = options.as_of or read_today().isoformat()
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise UnknownAnswerError(f"{as_of!r} is no day. Write it like 2026-11-24.") from None
    entries = check_freshness(pack, day)
    if options.own:
        own = _own_contacts(pack, layers)
        entries = tuple(entry for entry in entries if entry.contact in own)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(entries), indent=2).decode())
    else:
        for entry in entries:
            if options.all or entry.state in FAILS:
                _print_entry(entry)
        for line in _count_states(entries, as_of, told=options.all):
            print(line)
    return NO if any(entry.state in FAILS for entry in entries) else DONE


def _own_contacts(pack: Pack, layers: Sequence[Layer]) -> frozenset[str]:
    shipped = count_shipped(layers)
    if not shipped:
        raise UnknownAnswerError(
            "Name your own folder with --pack DIR: --own is about what it has."
        )
    beneath = load_pack(layers[:shipped]).all(Contact)
    return frozenset(
        contact for contact, row in pack.all(Contact).items() if beneath.get(contact) != row
    )


def _count_states(entries: Sequence[Freshness], as_of: str, *, told: bool) -> Iterator[str]:
    counts = Counter(entry.state for entry in entries)
    yield (
        f"{len(entries)} contact{'s' if len(entries) != 1 else ''} on {as_of}: "
        f"{counts['invalid']} invalid, {counts['expired']} expired."
    )
    for state, meaning in _MEANINGS.items():
        if counts[state]:
            yield f"  {counts[state]} {state}: {meaning}."
    if not told and any(entry.state not in FAILS for entry in entries):
        yield "Add --all to name each, with the pages to read again."


def _print_entry(entry: Freshness) -> None:
    age = f"newest {entry.newest}, good to {entry.until}"
    print(f"{entry.file}: {entry.contact}: {entry.state}; {age}")
    for mistake in entry.wrong:
        print(f"  {mistake}")
    if entry.never_tried:
        print(f"  never call it as a test: {entry.never_tried}")
    for address in entry.open:
        print(f"  open {address}")


def run_confirm(options: argparse.Namespace, pack: Pack, layers: Sequence[Layer]) -> int:
    """Write down a check, in one's own folders where there are any."""
    try:
        changed = confirm_contact(
            pack,
            layers,
            options.id,
            source=options.source,
            day=options.date,
            seen=options.seen,
            used=options.used,
            beneath=count_shipped(layers),
        )
    except CannotConfirmError as error:
        raise UnknownAnswerError(str(error)) from None
    print(f"{options.id}: checked on {options.date}. Changed: {', '.join(changed)}.")
    return DONE
