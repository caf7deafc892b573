"""Writes what a caregiver asked to keep: a new file that its owner alone can read."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.content.locales import Wording


def is_free(path: Path, wording: Wording) -> bool:
    """Whether nothing is there yet; where something is, it is said what to do."""
    if not path.exists():
        return True
    print(wording.interface("cli_file_there").format(said=path), file=sys.stderr)
    return False


def write_private(path: Path, content: bytes, wording: Wording) -> bool:
    """Whether the file was written; where it could not be, it is said what to do."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        print(wording.interface("cli_file_name"), file=sys.stderr)
        return False
    return True
