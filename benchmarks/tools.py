"""
Finds nginx and wrk, and installs them with apt where that is allowed.

Where it is not, one message says what to run, and the measures that need them are reported as not
measured. Nothing of the system's nginx is used but the program: its configuration, port and folder
are our own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("nginx", "libnginx-mod-http-brotli-static", "wrk")
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends", *PACKAGES)
BROTLI = "ngx_http_brotli_static_module.so"


@dataclass(frozen=True, kw_only=True)
class Tools:
    """Paths of programs; empty for one that is not here."""

    nginx: str
    brotli_module: str
    """nginx's module that serves `.br` files; without it, `.gz` files are served."""
    wrk: str
    chromium: str


def find_tools() -> Tools:
    """What is here, after an attempt to install what is not."""
    found = _find()
    if found.nginx and found.brotli_module and found.wrk:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (("apt-get", "update"), INSTALL):
            subprocess.run(command, stdout=sys.stderr, env=quietly, check=False)
        found = _find()
    if not (found.nginx and found.wrk):
        sys.stderr.write(
            "Some measures need nginx and wrk, which could not be installed here, and are left "
            f"out.\nTo have them, run this once:  sudo {' '.join(INSTALL)}\n"
        )
    return found


def _find() -> Tools:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or ""
    return Tools(
        nginx=nginx,
        brotli_module=_module(nginx) if nginx else "",
        wrk=shutil.which("wrk") or "",
        chromium=os.environ.get("CHROMIUM", "") or shutil.which("chromium") or "",
    )


def _module(nginx: str) -> str:
    built = subprocess.run([nginx, "-V"], capture_output=True, text=True, check=False).stderr
    for word in built.split():
        if word.startswith("--modules-path="):
            module = Path(word.partition("=")[2]) / BROTLI
            return str(module) if module.exists() else ""
    return ""
