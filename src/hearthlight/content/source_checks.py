"""What can be wrong with the page behind a fact: where it is, and how many publishers speak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hearthlight.content.model import Contact, Pack, Source
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_REHEARSAL = re.compile(
    r"(?:(?:[a-z0-9-]+-)?(?:dev|old|oldsite|preprod|preview|prod|stage|staging|test|uat)\d*"
    r"|[a-z0-9]+staging\d*)\.(?=[^.]+\.)"
)
"""What stands before the name of a site that is still being made, or is no longer looked after."""

_WWW = re.compile(r"^www\d*\.(?=[^.]+\.)")
_ADDRESS = re.compile(r"https?://\S+")


def is_address(url: str) -> bool:
    """Whether an address is whole, in one line, and has a host that is well formed."""
    if not _ADDRESS.fullmatch(url) or not url.isprintable():
        return False
    return _HOST.fullmatch(_host_of(url)) is not None


def check_sources(pack: Pack) -> Iterator[Problem]:
    """Every address that a reader is shown leads to a site that is meant for readers."""
    for source in pack.all(Source).values():
        yield from _address_is_fit(pack, source.id, source.url)
    for contact in pack.all(Contact).values():
        for url in (contact.url, contact.chat):
            yield from _address_is_fit(pack, contact.id, url)


def _address_is_fit(pack: Pack, row_id: str, url: str) -> Iterator[Problem]:
    if not url:
        return
    host = _host_of(url)
    if not _HOST.fullmatch(host):
        yield row_problem(
            pack,
            row_id,
            f"has an address with the host {host!r}, which is not well formed",
            "Write it like www.example.org, with no dot at its end",
        )
    elif _REHEARSAL.match(_WWW.sub("", host, count=1)):
        yield row_problem(
            pack,
            row_id,
            f"leads to {host!r}, where a site is tried out",
            "Name the page that everyone sees, or another one",
        )


def count_publishers(pack: Pack, sources: Iterable[str]) -> int:
    """
    Count the publishers that bear something out, by their names and by where their pages are.

    One site is one publisher: a dot after its name, `www.` or `staging.` before it makes no second.
    """
    named = [pack.all(Source)[source] for source in sources if source in pack.all(Source)]
    names = {_shorten(source.publisher.casefold()) for source in named}
    sites = {read_host(source.url) or _shorten(source.publisher.casefold()) for source in named}
    return min(len(names), len(sites))


def read_host(url: str) -> str:
    """Return the host of an address without what makes it no other site: dots, `www.`, `prod.`."""
    return _shorten(_host_of(url))


def _shorten(host: str) -> str:
    host = host.strip(".")
    while shorter := _WWW.match(host) or _REHEARSAL.match(host):
        host = host[shorter.end() :]
    return host


def _host_of(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:  # brackets that hold no address, or letters that no host may have
        return ""
