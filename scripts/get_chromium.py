"""
Makes sure that there is a Chromium for the browser tests, and prints where it is.

The system's is used; as root on Debian or Ubuntu it is installed; otherwise one clear message.
Debian has a shell of it without windows besides, in which most of the tests run twice as fast.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
INSTALL = "apt-get install -y --no-install-recommends chromium"


def main() -> int:
    """Print the path of a Chromium, installing it where that is allowed."""
    found = _find()
    if not found and shutil.which("apt-get"):
        asking = [] if os.geteuid() == 0 else ["sudo", "-n"]
        for command in ("apt-get update", INSTALL):
            _run(*asking, *command.split())
        found = _find()
    if not found:
        sys.stderr.write(
            "The browser tests need Chromium, which could not be installed here.\n"
            f"Run this once, then try again:  sudo {INSTALL}\n"
        )
        return 1
    if os.geteuid() == 0 and found == shutil.which("chromium"):
        _install_shell()
    print(found)  # noqa: T201 - the Makefile reads it
    return 0


def _find() -> str:
    chosen = os.environ.get("CHROMIUM", "")
    return chosen or next((path for name in NAMES if (path := shutil.which(name))), "")


def _install_shell() -> None:
    """Of the very version that is there, so that apt changes nothing; without it, all still run."""
    asked = ("dpkg-query", "--show", "--showformat=${Version}", "chromium")
    if Path("/usr/bin", SHELL).exists() or not shutil.which("dpkg-query"):
        return
    version = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603
    if version:
        _run(*INSTALL.replace("chromium", f"{SHELL}={version}").split())


def _run(*command: str) -> None:
    subprocess.run(command, stdout=sys.stderr, check=False)  # noqa: S603


if __name__ == "__main__":
    raise SystemExit(main())
