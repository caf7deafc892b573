"""
Makes sure that there is a Chromium for the browser tests, and prints where it is.

The system's is used; as root on Debian or Ubuntu it is installed; otherwise one clear message.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install -y --no-install-recommends chromium"


def main() -> int:
    """Print the path of a Chromium, installing it where that is allowed."""
    found = _find()
    if not found and shutil.which("apt-get"):
        asking = [] if os.geteuid() == 0 else ["sudo", "-n"]
        for command in ("apt-get update", INSTALL):
            subprocess.run([*asking, *command.split()], stdout=sys.stderr, check=False)  # noqa: S603
        found = _find()
    if not found:
        sys.stderr.write(
            "The browser tests need Chromium, which could not be installed here.\n"
            f"Run this once, then try again:  sudo {INSTALL}\n"
        )
        return 1
    print(found)  # noqa: T201 - the Makefile reads it
    return 0


def _find() -> str:
    chosen = os.environ.get("CHROMIUM", "")
    return chosen or next((path for name in NAMES if (path := shutil.which(name))), "")


if __name__ == "__main__":
    raise SystemExit(main())
