"""Tells those who run a server where our own code broke, and nothing that anyone said."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path


def report_mistake(error: Exception) -> None:
    """Where it broke, for those who run this: file, line and kind. Never a value or a message."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(
        f"{frame.name} ({Path(frame.filename).name}:{frame.lineno})" for frame in reversed(frames)
    )
    print(f"{type(error).__name__} in {where}", file=sys.stderr, flush=True)  # noqa: T201 - the log
