"""
What can be wrong with an installation, one check each. They read, and change nothing.

A check gives findings: `ok`; `look`, for what works and may still be wrong; `broken`, for what
does not work, with the remedy.
"""

from __future__ import annotations

import difflib
import http.client
import os
import re
import resource
import socket
import stat
import sys
from contextlib import closing
from importlib import metadata
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from hearthlight.channels.sms.readiness import see_readiness
from hearthlight.contacts.freshness import FAILS, check_freshness
from hearthlight.content.layers import find_layers
from hearthlight.content.loader import load_pack
from hearthlight.content.model import Source
from hearthlight.content.problems import BrokenPackError
from hearthlight.directory.opening import open_store
from hearthlight.directory.stores import StoreError
from hearthlight.notice.model import SIGNS, load_file
from hearthlight.settings import SettingsError, check_drafts, read_settings, write_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from hearthlight.content.model import Pack
    from hearthlight.settings import Settings

_OPEN_FILES = 16_896
"""What `hearthlight serve` asks for: its connections, and some."""
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH
_ZONES = ("America/Los_Angeles", "America/New_York")
_PATIENCE = 3.0


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found."""

    check: str
    state: Literal["ok", "look", "broken"]
    said: str
    remedy: str = ""


def ok(check: str, said: str) -> Finding:
    """All is as it should be."""
    return Finding(check=check, state="ok", said=said)


def look(check: str, said: str, remedy: str) -> Finding:
    """It works, and someone should look."""
    return Finding(check=check, state="look", said=said, remedy=remedy)


def broken(check: str, said: str, remedy: str) -> Finding:
    """It does not work."""
    return Finding(check=check, state="broken", said=said, remedy=remedy)


def examine(folders: Sequence[Path], day: date, host: str, port: int) -> Iterator[Finding]:
    """Every check, in the order in which one rests on the other."""
    yield from _examine_libraries()
    yield from _examine_names()
    try:
        settings = read_settings()
    except SettingsError as error:
        yield broken("settings", str(error), "Mend the variable, and run this again.")
        return
    yield ok("settings", "can be read")
    packs = (*settings.packs, *folders)
    pack = None
    try:
        pack = _open_pack(packs)
    except BrokenPackError as error:
        count = len(error.problems)
        yield broken(
            "packs",
            f"{count} problem{'s' if count != 1 else ''}; the first: {error.problems[0]}",
            "Run `hearthlight pack check`, with the same folders.",
        )
    if pack:
        try:
            check_drafts(settings, [each.tag for each in pack.languages])
        except SettingsError as error:
            yield broken("settings", str(error), "Mend the variable, and run this again.")
        yield ok("packs", " + ".join(layer.id for layer in pack.layers) + ": no problems")
        yield from _examine_contacts(pack, day)
        yield _examine_clock(pack, day)
    yield _examine_zones()
    yield from _examine_folders(packs, settings)
    yield _examine_directory(settings)
    yield from _examine_texting(settings)
    yield _examine_model()
    yield _examine_typesetter()
    yield _examine_port(host, port, pack)
    yield _examine_open_files()
    yield _examine_declared(settings)


def _examine_libraries() -> Iterator[Finding]:
    needed = [
        name[0]
        for each in metadata.requires("hearthlight") or ()
        if "extra ==" not in each
        and "platform_system" not in each
        and (name := re.match(r"[\w.-]+", each))
    ]
    missing = [name for name in needed if not _is_installed(name)]
    if missing:
        yield broken(
            "libraries",
            f"not installed: {', '.join(missing)}",
            "Install Hearthlight again: `make install` in its folder.",
        )
    else:
        version = ".".join(map(str, sys.version_info[:3]))
        yield ok("libraries", f"all {len(needed)} are installed, for Python {version}")


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _examine_names() -> Iterator[Finding]:
    """A misspelled variable is silent otherwise, and its setting keeps the default."""
    known = set(write_settings(read_settings({})))
    for name in sorted(os.environ):
        if name.startswith("HEARTHLIGHT_") and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0]}? " if near else ""
            yield look("settings", f"{name} is no setting", f"{hint}See docs/settings.md.")


def _open_pack(folders: Sequence[Path]) -> Pack:
    from hearthlight.documents.inspection import inspect_pack  # noqa: PLC0415 - slow to import

    layers = find_layers(folders)
    pack = load_pack(layers)
    inspect_pack(pack, layers)
    return pack


def _examine_contacts(pack: Pack, day: date) -> Iterator[Finding]:
    entries = check_freshness(pack, day)
    old = [each.contact for each in entries if each.state in FAILS]
    if old:
        yield look(
            "contacts",
            f"{len(old)} of {len(entries)} have expired on {day}: {', '.join(old[:3])}"
            + (" …" if len(old) > len(old[:3]) else ""),
            "Run `hearthlight contacts check`, look at their pages, and `contacts confirm` them.",
        )
    else:
        unused = sum(each.state == "not yet used" for each in entries)
        yield ok(
            "contacts", f"all {len(entries)} count on {day}; {unused} not yet called by anyone"
        )


def _examine_clock(pack: Pack, day: date) -> Finding:
    newest = max(source.read_on for source in pack.all(Source).values())
    if day.isoformat() < newest:
        return broken(
            "clock",
            f"it says {day}, and the packs were read on {newest}",
            "Set the clock of this machine; deadlines and ages depend on it.",
        )
    return ok("clock", f"{day}, after the packs were read")


def _examine_zones() -> Finding:
    try:
        for zone in _ZONES:
            ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError):
        return broken(
            "time zones", "there is no table of them", "Install Hearthlight again: `make install`."
        )
    return ok("time zones", "deadlines can be told")


def _examine_folders(packs: Sequence[Path], settings: Settings) -> Iterator[Finding]:
    """Whoever can write where packs are kept can change what is said."""
    open_to_others = [folder for folder in packs if _others_write(folder)]
    store = settings.store
    if store is None:
        yield ok("store", "none is kept; each start inspects the pack anew")
    else:
        place = next((each for each in (store, *store.parents) if each.exists()), store)
        if not place.is_dir():
            yield look(
                "store",
                f"{place} is a file and no folder; each start inspects the pack anew",
                "Name a folder of your own in HEARTHLIGHT_STORE, or leave it empty.",
            )
        elif not os.access(place, os.W_OK):
            yield look(
                "store",
                f"{store} cannot be written; each start inspects the pack anew",
                "Name a folder of your own in HEARTHLIGHT_STORE, or leave it empty.",
            )
        else:
            yield ok("store", f"{store} can be written")
        if store.is_dir() and _others_write(store):
            open_to_others.append(store)
    for folder in open_to_others:
        yield look(
            "permissions",
            f"others than its owner can write to {folder}",
            f"Run `chmod go-w {folder}`: who can write there can change what is said.",
        )


def _others_write(folder: Path) -> bool:
    return bool(folder.stat().st_mode & _OTHERS_WRITE)


def _examine_directory(settings: Settings) -> Finding:
    try:
        store = open_store(settings.directory)
        try:
            summary = store.summary()
        finally:
            store.close()
    except (StoreError, OSError) as error:
        return broken("directory", str(error), "See HEARTHLIGHT_DIRECTORY in docs/settings.md.")
    if summary is None:
        return look(
            "directory",
            "no services were imported yet; a search finds those of the packs alone",
            "Run `hearthlight services import` with the services near you.",
        )
    return ok("directory", f"{summary.services:,} services")


def _examine_texting(settings: Settings) -> Iterator[Finding]:
    """All that answering text messages needs, and whether others can read its secrets."""
    if not settings.sms_address:
        yield ok("text messages", "none are answered; HEARTHLIGHT_SMS_ADDRESS is not set")
        return
    try:
        see_readiness(settings)
    except SettingsError as error:
        yield broken("text messages", str(error), "docs/sms.md says how it is set up.")
        return
    yield ok("text messages", f"answered at {settings.sms_address}")
    for file in (settings.sms_token_file, settings.sms_key_file):
        if file.stat().st_mode & _OTHERS_READ:
            yield look(
                "permissions",
                f"others than its owner can read {file}",
                f"Run `chmod 600 {file}`: who reads it can sign, or search the list.",
            )


def _examine_model() -> Finding:
    try:
        labels = len(load_file(SIGNS).labels)
    except (OSError, msgspec.MsgspecError):
        return broken(
            "notice", "its tables cannot be read", "Install Hearthlight again: `make install`."
        )
    return ok("notice", f"its tables know {labels - 1} things")


def _examine_typesetter() -> Finding:
    """One line as the sheets are made: tagged, and in fonts that come with the typesetter."""
    import typst  # noqa: PLC0415 - only who prints or asks pays for it

    text = b'#set document(title: "A")\n#set text(lang: "en")\nA'
    try:
        made = typst.compile(text, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)
    except (typst.TypstError, RuntimeError, OSError):
        return broken(
            "paper",
            "the typesetter cannot write a page",
            "Install Hearthlight again: `make install`.",
        )
    return ok("paper", f"a page of {len(made):,} bytes; fonts come with the typesetter")


def _examine_port(host: str, port: int, pack: Pack | None) -> Finding:
    where = f"{host}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as trying:
            trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trying.bind((host, port))
    except PermissionError:
        return broken("port", f"{where} may not be used", "Take a port above 1023 with --port.")
    except OSError as error:
        answering = _ask_health(host, port)
        if answering is None:
            return broken(
                "port", f"{where} cannot be used: {error.strerror}", "Name another with --port."
            )
        if pack and answering != pack.fingerprint:
            return look(
                "port",
                f"Hearthlight answers on {where}, with another pack than this",
                "Start it again, or look into its log: a broken pack is refused.",
            )
        return ok("port", f"Hearthlight answers on {where}")
    return ok("port", f"{where} is free")


def _ask_health(host: str, port: int) -> str | None:
    """The fingerprint of the Hearthlight that answers there; None if none does."""
    try:
        with closing(http.client.HTTPConnection(host, port, timeout=_PATIENCE)) as connection:
            connection.request("GET", "/health")
            told = msgspec.json.decode(connection.getresponse().read(10_000))
    except (OSError, http.client.HTTPException, msgspec.DecodeError):
        return None
    return str(told["pack"]) if isinstance(told, dict) and "pack" in told else None


def _examine_open_files() -> Finding:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < _OPEN_FILES:
        return look(
            "open files",
            f"the system allows {hard:,}; serving asks for {_OPEN_FILES:,}",
            "Raise it (`ulimit -n`, or LimitNOFILE of the service) if many come at once.",
        )
    return ok("open files", "enough are allowed")


def _examine_declared(settings: Settings) -> Finding:
    if settings.operator and settings.hosted_by and settings.records:
        return ok("declared", "who runs this copy, where, and what is recorded")
    return look(
        "declared",
        "/about says that not all has been told",
        "Set HEARTHLIGHT_OPERATOR, HEARTHLIGHT_HOSTED_BY and HEARTHLIGHT_RECORDS.",
    )
