"""What a deployment sets, read from the environment once, and only by channels."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LEAVE_TARGET = "https://www.weather.gov/"
"""Fast, plain and not personal: no search engine, which may show past searches."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """One deployment. See docs/settings.md."""

    packs: tuple[Path, ...] = ()
    """Folders laid on top of the shipped packs, in order."""
    store: Path | None = None
    """Where compiled packs are kept between starts; None keeps none."""
    leave_target: str = LEAVE_TARGET
    """Where "Leave fast" goes."""
    operator: str = ""
    """Who runs this copy; shown on /about with what follows. Empty: not declared, and said so."""
    hosted_by: str = ""
    """Whose machines it runs on."""
    proxy: str = ""
    """Who stands in between: a content delivery network, a load balancer of another company."""
    records: str = ""
    """What host and proxy record of a visit, and for how long, in words."""
    directory: str = ""
    """The directory of services: a file, or a `postgresql://` address."""
    address: str = ""
    """Where this copy can be reached; printed on sheets, as letters and as a code. Empty: none."""
    print_drafts: tuple[str, ...] = ()
    """Languages whose sheets are offered though nobody qualified has reviewed them."""
    api_origins: tuple[str, ...] = ()
    """Origins whose pages may use the API from a browser; none by default."""
    sms_address: str = ""
    """The public address at which text messages arrive; empty for none."""
    sms_token_file: Path = Path()
    """Holds the token with which the provider signs."""
    sms_key_file: Path = Path()
    """Holds the key of the list of opt-outs; kept apart from it."""
    sms_opt_outs: Path = Path()
    """The list of opt-outs."""
    hsts_preload: bool = False
    """Whether to ask browsers to preload HTTPS for the whole domain. Hard to undo."""


class _Sms(TypedDict, total=False):
    sms_address: str
    sms_token_file: Path
    sms_key_file: Path
    sms_opt_outs: Path


class SettingsError(Exception):
    """A setting that cannot be used. The message names it and says what to write."""


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Settings from HEARTHLIGHT_* variables; what is not set keeps its default.

    Raises SettingsError.
    """
    env = os.environ if environment is None else environment
    target = env.get("HEARTHLIGHT_LEAVE_TARGET", LEAVE_TARGET)
    if not target.startswith("https://"):
        raise SettingsError(
            f"HEARTHLIGHT_LEAVE_TARGET is {target!r}. Write a whole https:// address."
        )
    address = env.get("HEARTHLIGHT_ADDRESS", "").strip().rstrip("/")
    if address and not address.startswith("https://"):
        raise SettingsError(f"HEARTHLIGHT_ADDRESS is {address!r}. Write a whole https:// address.")
    preload = env.get("HEARTHLIGHT_HSTS_PRELOAD", "0")
    if preload not in ("0", "1"):
        raise SettingsError(f"HEARTHLIGHT_HSTS_PRELOAD is {preload!r}. Write 0 or 1.")
    return Settings(
        packs=tuple(
            Path(folder)
            for folder in env.get("HEARTHLIGHT_PACK", "").split(os.pathsep)
            if folder.strip()
        ),
        store=_store(env),
        leave_target=target,
        operator=env.get("HEARTHLIGHT_OPERATOR", "").strip(),
        hosted_by=env.get("HEARTHLIGHT_HOSTED_BY", "").strip(),
        proxy=env.get("HEARTHLIGHT_PROXY", "").strip(),
        records=env.get("HEARTHLIGHT_RECORDS", "").strip(),
        directory=env.get("HEARTHLIGHT_DIRECTORY", "").strip() or str(_data(env)),
        address=address,
        print_drafts=tuple(env.get("HEARTHLIGHT_PRINT_DRAFTS", "").split()),
        api_origins=_origins(env.get("HEARTHLIGHT_API_ORIGINS", "")),
        hsts_preload=preload == "1",
        **_sms(env),
    )


def _sms(env: Mapping[str, str]) -> _Sms:
    address = env.get("HEARTHLIGHT_SMS_ADDRESS", "").strip()
    files = {
        "sms_token_file": env.get("HEARTHLIGHT_SMS_TOKEN_FILE", "").strip(),
        "sms_key_file": env.get("HEARTHLIGHT_SMS_KEY_FILE", "").strip(),
        "sms_opt_outs": env.get("HEARTHLIGHT_SMS_OPT_OUTS", "").strip(),
    }
    if not address:
        return _Sms()
    if not address.startswith("https://"):
        raise SettingsError(
            f"HEARTHLIGHT_SMS_ADDRESS is {address!r}. Write the whole https:// address that the "
            "provider sends to."
        )
    if missing := [f"HEARTHLIGHT_{name.upper()}" for name, file in files.items() if not file]:
        raise SettingsError(
            f"HEARTHLIGHT_SMS_ADDRESS is set, so {' and '.join(missing)} must be set too. "
            "See docs/sms.md."
        )
    if Path(files["sms_key_file"]).resolve().parent == Path(files["sms_opt_outs"]).resolve().parent:
        raise SettingsError(
            "HEARTHLIGHT_SMS_KEY_FILE and HEARTHLIGHT_SMS_OPT_OUTS are in one folder. "
            "Keep the key apart from the list, so that no copy of one holds both."
        )
    return _Sms(
        sms_address=address,
        sms_token_file=Path(files["sms_token_file"]),
        sms_key_file=Path(files["sms_key_file"]),
        sms_opt_outs=Path(files["sms_opt_outs"]),
    )


def _origins(said: str) -> tuple[str, ...]:
    """Origins as browsers write them: scheme, host, port, and nothing after."""
    for origin in said.split():
        if not re.fullmatch(
            r"https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?", origin
        ):
            raise SettingsError(
                f"HEARTHLIGHT_API_ORIGINS has {origin!r}. Write origins such as "
                "https://agency.example, in lower case, with spaces between and no path."
            )
    return tuple(said.split())


def _store(env: Mapping[str, str]) -> Path | None:
    if (named := env.get("HEARTHLIGHT_STORE")) is not None:
        return Path(named) if named else None
    home = env.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - may be no home
    return Path(home) / "hearthlight"


def _data(env: Mapping[str, str]) -> Path:
    home = env.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")  # noqa: PTH111
    return Path(home) / "hearthlight" / "directory.sqlite"


def check_drafts(settings: Settings, languages: Collection[str]) -> None:
    """Raises SettingsError where sheets are offered in a language that the packs do not speak."""
    unknown = [tag for tag in settings.print_drafts if tag not in languages]
    if unknown:
        raise SettingsError(
            f"HEARTHLIGHT_PRINT_DRAFTS has {unknown[0]!r}, which the packs do not speak. "
            f"Write languages of theirs, with spaces between: {', '.join(languages)}."
        )


def write_settings(settings: Settings) -> dict[str, str]:
    """The same settings as environment variables, to hand on to worker processes."""
    return {
        "HEARTHLIGHT_PACK": os.pathsep.join(str(folder.resolve()) for folder in settings.packs),
        "HEARTHLIGHT_STORE": str(settings.store or ""),
        "HEARTHLIGHT_LEAVE_TARGET": settings.leave_target,
        "HEARTHLIGHT_OPERATOR": settings.operator,
        "HEARTHLIGHT_HOSTED_BY": settings.hosted_by,
        "HEARTHLIGHT_PROXY": settings.proxy,
        "HEARTHLIGHT_RECORDS": settings.records,
        "HEARTHLIGHT_DIRECTORY": settings.directory,
        "HEARTHLIGHT_ADDRESS": settings.address,
        "HEARTHLIGHT_PRINT_DRAFTS": " ".join(settings.print_drafts),
        "HEARTHLIGHT_API_ORIGINS": " ".join(settings.api_origins),
        "HEARTHLIGHT_HSTS_PRELOAD": "1" if settings.hsts_preload else "0",
        "HEARTHLIGHT_SMS_ADDRESS": settings.sms_address,
        "HEARTHLIGHT_SMS_TOKEN_FILE": str(settings.sms_token_file.resolve()),
        "HEARTHLIGHT_SMS_KEY_FILE": str(settings.sms_key_file.resolve()),
        "HEARTHLIGHT_SMS_OPT_OUTS": str(settings.sms_opt_outs.resolve()),
    }
