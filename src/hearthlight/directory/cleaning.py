"""
One value at a time: what a field of each kind may hold, and what is made of what stands there.

A value that can be read another way is mended and said; one that cannot is left out and said. A
row is never lost here.
"""

from __future__ import annotations

import html
import math
import re
from datetime import date, datetime, time
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3

from hearthlight.directory.standard import TABLES

LONGEST = 20_000
"""Characters that one text may have; a page of a book has some 3,000."""

LONGEST_ID = 200
"""Characters of an id."""

_RANGES = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 180.0)}
_AGES = ("minimum_age", "maximum_age")
_OLDEST = 130
_DATES = ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%d %B %Y", "%B %d, %Y")
_TIMES = ("%I:%M %p", "%I %p", "%I:%M%p", "%I%p", "%H:%M:%S", "%H:%M", "%H%M")
_SHORT = re.compile(r"^\D*(211|311|511|711|911|988|\d{5,6})\D*$")
"""Numbers of three digits that all may call, and of five or six that all may text."""


class Cleaned(NamedTuple):
    """What is kept of a value, and why it is not what stood there; empty where it is."""

    value: str
    why: str = ""


def clean(table: str, field: str, value: str) -> Cleaned:
    """The value as the directory keeps it; an empty one where nothing can be made of it."""
    if not value:
        return Cleaned("")
    if (table, field) == ("phone", "number"):
        return _phone(value)
    kind = TABLES[table].fields[field]
    if kind == "choice":
        return _choice(value, TABLES[table].choices[field])
    if kind == "number":
        return _number(field, value)
    return _BY_KIND[kind](value)


def _text(value: str) -> Cleaned:
    plain = value
    if "<" in plain or "&" in plain:
        spaced = re.sub(r"(?i)<(br|/p|/li|/div|/h\d)[^>]*>", r" \g<0>", plain)
        plain = html.unescape(nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style"}))
        plain = re.sub(r"[ \t]+", " ", plain).strip()
    if len(plain) > LONGEST:
        return Cleaned(plain[:LONGEST], f"longer than {LONGEST} characters: cut")
    return Cleaned(plain, "HTML was taken out" if plain != value else "")


def _id(value: str) -> Cleaned:
    return Cleaned(value) if len(value) <= LONGEST_ID else Cleaned("", "an id that is too long")


def _uri(value: str) -> Cleaned:
    try:
        parts = urlsplit(value)
    except ValueError:
        return Cleaned("", "not a web address")
    if parts.scheme.lower() in ("http", "https") and "." in parts.netloc and " " not in value:
        return Cleaned(value)
    if re.fullmatch(r"[\w.-]+\.[A-Za-z]{2,}(/\S*)?", value):
        return Cleaned(f"https://{value}", "https:// was put before it")
    return Cleaned("", "not a web address")


def _email(value: str) -> Cleaned:
    if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", value):
        return Cleaned(value)
    return Cleaned("", "not an e-mail address")


def _number(field: str, value: str) -> Cleaned:
    try:
        number = float(value.replace(",", ""))
    except ValueError:
        return Cleaned("", f"not a number: {value[:40]}")
    if not math.isfinite(number):
        return Cleaned("", "not a number")
    least, most = _RANGES.get(field, (-math.inf, math.inf))
    if field in _AGES:
        least, most = 0, _OLDEST
    if not least <= number <= most:
        return Cleaned("", f"{value} is not between {least:g} and {most:g}")
    return Cleaned(str(int(number)) if number == int(number) else repr(number))


def _date(value: str) -> Cleaned:
    try:
        return Cleaned(date.fromisoformat(value).isoformat())
    except ValueError:
        pass
    try:
        return Cleaned(datetime.fromisoformat(value).date().isoformat(), "the time was taken off")
    except ValueError:
        pass
    for form in _DATES:
        try:
            found = datetime.strptime(value, form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        return Cleaned(found.isoformat(), f"read as {found.isoformat()}")
    return Cleaned("", f"not a date: {value[:40]}")


def _time(value: str) -> Cleaned:
    try:
        return Cleaned(time.fromisoformat(value).isoformat())
    except ValueError:
        pass
    if value in ("24:00", "24:00:00"):
        return Cleaned("24:00:00")
    for form in _TIMES:
        try:
            found = datetime.strptime(value.upper().replace(".", ""), form).time()  # noqa: DTZ007
        except ValueError:
            continue
        return Cleaned(found.isoformat(), f"read as {found.isoformat()}")
    return Cleaned("", f"not a time: {value[:40]}")


def _moment(value: str) -> Cleaned:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        found = _date(value)
        return Cleaned(f"{found.value}T00:00:00Z", "a date only") if found.value else found
    return Cleaned(value)


def _choice(value: str, choices: tuple[str, ...]) -> Cleaned:
    if value in choices:
        return Cleaned(value)
    for choice in choices:
        if choice.lower() == value.lower().replace("_", " "):
            return Cleaned(choice, f"read as {choice}")
    return Cleaned("", f"{value[:40]} is none of: {', '.join(choices)}")


def _phone(value: str) -> Cleaned:
    """A number that can be dialled, as people in its country write it."""
    if short := _SHORT.match(value):
        return Cleaned(short[1])
    import phonenumbers  # noqa: PLC0415 - slow to import, and only an import cleans

    try:
        number = phonenumbers.parse(value.strip("\"' "), "US")
    except phonenumbers.NumberParseException:
        return Cleaned("", f"not a phone number: {value[:40]}")
    if not phonenumbers.is_valid_number(number):
        return Cleaned("", f"no phone has this number: {value[:40]}")
    form = phonenumbers.PhoneNumberFormat
    known = form.NATIONAL if number.country_code == 1 else form.INTERNATIONAL
    bare = phonenumbers.PhoneNumber()
    bare.merge_from(number)
    bare.extension = None
    shown = phonenumbers.format_number(bare, known)
    if number.extension:
        return Cleaned(f"{shown} ext. {number.extension}")
    return Cleaned(shown)


_BY_KIND = {
    "text": _text,
    "id": _id,
    "uri": _uri,
    "email": _email,
    "date": _date,
    "time": _time,
    "moment": _moment,
}
