"""
Has two accessibility checkers that others wrote look at every sheet. Run by `make sheets`.

Letter in colour and A4 in black, in every language of the pack. Each checker reads a part of
PDF/UA-1: nothing found is no claim of conformance.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from hearthlight.channels.cli.commands import main as hearthlight
from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack

STOCKS = (("letter", "colour"), ("a4", "black"))
CHECKERS = (
    ("pdfua", "check", "--quiet"),
    ("outloud", "--quiet", "--fail-on", "warning"),
)


def main() -> int:
    """Exit 1 where a checker finds anything."""
    here = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        for language in load_pack(find_layers()).languages:
            for size, ink in STOCKS:
                made = hearthlight(
                    [
                        *("print", "all", "--lang", language.tag, "--allow-draft", language.tag),
                        *("--size", size, "--ink", ink, "--address", "https://help.example.org"),
                        *("--out", str(Path(folder) / f"{size}-{ink}")),
                    ]
                )
                if made:
                    return made
        sheets = sorted(map(str, Path(folder).rglob("*.pdf")))
        failed = 0
        for name, *options in CHECKERS:
            ran = subprocess.run([str(here / name), *options, *sheets], check=False)  # noqa: S603 - ours
            said = "see above" if ran.returncode else "nothing found"
            print(f"{name}: {len(sheets)} sheets, {said}")  # noqa: T201 - what was run for
            failed |= bool(ran.returncode)
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
