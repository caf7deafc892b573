"""`hearthlight doctor`: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec

from hearthlight.channels.cli.asking import UnknownAnswerError
from hearthlight.channels.cli.opening import add_packs, read_port

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from hearthlight.channels.cli.examining import Finding

DONE, NO = 0, 1


def add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of `doctor`."""
    parser = commands.add_parser(
        "doctor",
        help="what is wrong with this installation, and how to mend it; exit 1 if broken",
        description="Looks at Python, packs, settings, folders, the directory, the clock, the port "
        "and more. It changes nothing. No browser is needed to serve.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="where you will serve")
    parser.add_argument("--port", type=read_port, default=8000)
    parser.add_argument("--as-of", default="", metavar="DAY", help="such as 2026-11-24; else today")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    add_packs(parser)
    parser.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from hearthlight.channels.cli.examining import examine  # noqa: PLC0415 - only this one pays

    try:
        day = date.fromisoformat(options.as_of or datetime.now(UTC).date().isoformat())
    except ValueError:
        raise UnknownAnswerError(
            f"{options.as_of!r} is no day. Write it like 2026-11-24."
        ) from None
    findings = tuple(examine(options.pack, day, options.host, options.port))
    if options.json:
        print(msgspec.json.format(msgspec.json.encode(findings), indent=2).decode())
    else:
        print_findings(findings, sys.stdout)
    return NO if any(finding.state == "broken" for finding in findings) else DONE


def print_findings(findings: tuple[Finding, ...], out: TextIO) -> None:
    """One line each, what to do beneath it, and a count."""
    width = max(len(finding.check) for finding in findings)
    for finding in findings:
        out.write(f"{finding.state:<6}  {finding.check:<{width}}  {finding.said}\n")
        if finding.remedy:
            out.write(f"{'':<6}  {'':<{width}}  {finding.remedy}\n")
    counts = {
        state: sum(finding.state == state for finding in findings) for state in ("broken", "look")
    }
    out.write(f"\n{counts['broken']} broken, {counts['look']} to look at.\n")
