"""`python -m hearthlight` opens the command line."""

from __future__ import annotations

from hearthlight.channels.cli.commands import main

if __name__ == "__main__":
    raise SystemExit(main())
