"""
What must be there before text messages can be answered: a library, a token, a key and a list.

It stands by itself so that a server and the doctor can look before anything is started.
"""

from __future__ import annotations

import os
import sqlite3
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from hearthlight.channels.sms.opting_out import KeptOptOuts, KeyFileError, read_key, try_to_write
from hearthlight.settings import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from hearthlight.settings import Settings

LIBRARY = "twilio"
"""What checks the provider's signature; it comes with the extra `sms`."""


class Ready(NamedTuple):
    """What the door opens with."""

    token: str
    opt_outs: KeptOptOuts


def make_ready(settings: Settings) -> Ready:
    """Read token and key, and open the list, which is made if there is none. SettingsError."""
    token, key = _read_secrets(settings)
    try:
        return Ready(token, KeptOptOuts(settings.sms_opt_outs, key))
    except (OSError, sqlite3.Error) as error:
        raise _no_list(settings.sms_opt_outs, error) from None


def see_readiness(settings: Settings) -> None:
    """The same look without making anything. Raises SettingsError."""
    _read_secrets(settings)
    file = settings.sms_opt_outs
    try:
        _see_list(file)
    except (OSError, sqlite3.Error) as error:
        raise _no_list(file, error) from None


def _see_list(file: Path) -> None:
    """Whether a line can be written into the list, or the list be made."""
    lasting = file.resolve()
    if lasting.exists():
        if os.geteuid() not in (0, lasting.stat().st_uid):
            raise PermissionError(None, "it belongs to another user")
        _see_folder(lasting.parent)
        try_to_write(lasting)
    elif file.is_symlink():  # its own folder is made, and not that of what it leads to
        if not lasting.parent.is_dir():
            raise FileNotFoundError(None, f"it leads to {lasting}, and there is no such folder")
        _see_folder(lasting.parent)
    else:
        _see_folder(next(each for each in lasting.parents if each.exists()))


def _see_folder(folder: Path) -> None:
    """Whether files can be made there: a change of the list needs one beside it."""
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(None, f"{folder} cannot be written to")


def _read_secrets(settings: Settings) -> tuple[str, bytes]:
    """The token of the provider, and the key of the list."""
    if find_spec(LIBRARY) is None:
        raise SettingsError(
            "HEARTHLIGHT_SMS_ADDRESS is set, but the library that checks who sends a message is "
            "not installed. Run `make install EXTRAS=sms` in Hearthlight's folder."
        )
    file = settings.sms_token_file
    try:
        token = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is no text"
        raise SettingsError(
            f"HEARTHLIGHT_SMS_TOKEN_FILE names {file}, which cannot be read ({said}). "
            "Write the provider's auth token into it."
        ) from None
    if not token:  # anyone can sign with an empty one
        raise SettingsError(
            f"HEARTHLIGHT_SMS_TOKEN_FILE names {file}, which is empty. "
            "Write the provider's auth token into it."
        )
    try:
        return token, read_key(settings.sms_key_file)
    except KeyFileError as error:
        raise SettingsError(f"HEARTHLIGHT_SMS_KEY_FILE: {error}") from None


def _no_list(file: Path, error: OSError | sqlite3.Error) -> SettingsError:
    said = getattr(error, "strerror", None) or error
    return SettingsError(
        f"HEARTHLIGHT_SMS_OPT_OUTS names {file}, where no list can be kept ({said}). "
        "Name a file in a folder of its own that this user can write to."
    )
