"""The commands about contacts: whom to call, how old the facts are, and a check written down."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.channels.cli.terminal import print_cards, tell
from hearthlight.contacts.confirming import CannotConfirmError, confirm_contact
from hearthlight.contacts.freshness import FAILS, check_freshness
from hearthlight.documents.contact_table import write_contact_table
from hearthlight.documents.routing import WAYS, route_cards

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from hearthlight.compiled.edition import Edition
    from hearthlight.contacts.freshness import Freshness
    from hearthlight.content.layers import Layer
    from hearthlight.content.model import Pack

DONE, NO = 0, 1


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
    check.add_argument("--json", action="store_true", help="the report as JSON")
    confirm = what.add_parser("confirm", help="write down that you looked again")
    confirm.add_argument("id", metavar="ID", help="the contact")
    confirm.add_argument("--source", required=True, metavar="URL", help="the page that you read")
    confirm.add_argument("--date", required=True, metavar="DAY", help="the day you read it")
    confirm.add_argument("--seen", default="", metavar="TEXT", help="what it says, in a few words")
    confirm.add_argument("--used", action="store_true", help="you also called or wrote to them")
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


def run_check(options: argparse.Namespace, pack: Pack) -> int:
    """Print how old each entry is."""
    as_of = options.as_of or datetime.now(UTC).date().isoformat()
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise UnknownAnswerError(f"{as_of!r} is no day. Write it like 2026-11-24.") from None
    entries = check_freshness(pack, day)
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(entries), indent=2).decode())
    else:
        for entry in entries:
            _print_entry(entry)
        failed = sum(entry.state in FAILS for entry in entries)
        unused = sum(entry.state == "not yet used" for entry in entries)
        print(
            f"{len(entries)} contacts on {as_of}: {failed} invalid or expired, "
            f"{unused} not yet checked by using the line."
        )
    return NO if any(entry.state in FAILS for entry in entries) else DONE


def _print_entry(entry: Freshness) -> None:
    age = f"newest {entry.newest}, good to {entry.until}"
    print(f"{entry.file}: {entry.contact}: {entry.state}; {age}")
    for mistake in entry.wrong:
        print(f"  {mistake}")
    for address in entry.open:
        print(f"  open {address}")


def run_confirm(
    options: argparse.Namespace,
    pack: Pack,
    layers: Sequence[Layer],
    recheck: Callable[[], object],
) -> int:
    """Write down a check, and look at the pack again."""
    try:
        changed = confirm_contact(
            pack,
            layers,
            options.id,
            source=options.source,
            day=options.date,
            seen=options.seen,
            used=options.used,
        )
    except CannotConfirmError as error:
        raise UnknownAnswerError(str(error)) from None
    recheck()
    print(f"{options.id}: checked on {options.date}. Changed: {', '.join(changed)}.")
    return DONE
