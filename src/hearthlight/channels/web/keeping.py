"""
The copy that a caregiver may keep on a phone: which pages, and the worker that keeps them.

Only what anyone may read is in it. A copy is made when it is asked for on its page, and not before.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP_PAGE = "page-keep"
CLEAR_PAGE = "page-clear"
"""Never in a copy: it is what removes one."""
_ASSET = r"/[a-z]+\.[0-9a-f]{12}\.[a-z]+"
_NAMED = re.compile(f'"({_ASSET})"'.encode())
_IS_ASSET = re.compile(_ASSET)


def is_asset(path: str) -> bool:
    """Whether a path is named as files are, by the hash of their bytes."""
    return _IS_ASSET.fullmatch(path) is not None


def make_worker(script: str, tag: str, pages: Mapping[str, bytes]) -> bytes:
    """
    The worker that keeps these pages, by their paths, and the files that they name.

    It differs whenever a page does: then a browser with a copy fetches all of it anew.
    """
    files = {name.decode() for page in pages.values() for name in _NAMED.findall(page)}
    digest = hashlib.sha256()
    for path, page in sorted(pages.items()):
        digest.update(path.encode() + b"\0" + page + b"\0")
    family = f"k-{tag}-"
    told = (
        f"const NAME = {json.dumps(family + digest.hexdigest()[:12])}, "
        f"FAMILY = {json.dumps(family)}, KEPT = {json.dumps([*pages, *sorted(files)])};\n"
    )
    return (told + script).encode()
