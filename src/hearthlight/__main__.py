"""The `hearthlight` command, also as `python -m hearthlight`."""

from __future__ import annotations


def main() -> int:
    """Run one command; its exit status."""
    # Each worker of a server reads this file again, and needs no command to be imported.
    from hearthlight.channels.cli.commands import main as run_command  # noqa: PLC0415

    return run_command()


if __name__ == "__main__":
    raise SystemExit(main())
