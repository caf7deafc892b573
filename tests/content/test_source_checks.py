"""Which addresses may be shown, and which pages speak with one voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hearthlight.content.model import Pack, Source
from hearthlight.content.source_checks import check_sources, count_publishers, read_host

if TYPE_CHECKING:
    from hearthlight.content.fields import Row


def _pack(*pages: tuple[str, str]) -> Pack:
    rows: dict[str, Row] = {
        f"source-{number}": Source(
            id=f"source-{number}",
            title="A line",
            publisher=publisher,
            url=url,
            read_on="2026-11-22",
        )
        for number, (publisher, url) in enumerate(pages)
    }
    files = dict.fromkeys(rows, "sources.toml")
    tables: dict[str, dict[str, Row]] = {"source": rows, "contact": {}}
    return Pack(layers=(), rows=tables, words={}, files=files, fingerprint="")


def _count(*pages: tuple[str, str]) -> int:
    pack = _pack(*pages)
    return count_publishers(pack, pack.all(Source))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("co4kids.org.", "co4kids.org"),
        ("www.example.org", "example.org"),
        ("www11.example.gov", "example.gov"),
        ("prod.example.com", "www.example.com"),
        ("aem-prod.example.gov", "example.gov"),
        ("centerstaging22.example.org", "example.org"),
        ("WWW.Staging.example.org.", "example.org"),
    ],
)
def test_a_site_under_two_names_is_one_publisher(one: str, other: str) -> None:
    """A dot, `www.` or a name for trying out makes no second publisher."""
    assert read_host(f"https://{one}/report") == read_host(f"https://{other}/call?page=2")
    assert _count((one, f"https://{one}/a"), (other, f"https://{other}/b")) == 1
    assert _count(("A state", f"https://{one}/a"), ("Its agency", f"https://{other}/b")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("health.hawaii.gov", "humanservices.hawaii.gov"),
        ("example.org", "example.com"),
        ("test.org", "prod.org"),
        ("www.com", "example.com"),
    ],
)
def test_two_sites_are_two_publishers(one: str, other: str) -> None:
    """Agencies of one state are two, and a name that only looks like a trial stays whole."""
    assert _count((one, f"https://{one}/"), (other, f"https://{other}/")) == 2


def test_one_publisher_on_two_sites_is_one() -> None:
    """The same name says it, wherever it says it; a printed guide counts by its name."""
    assert _count(("An agency", "https://a.example.org/"), ("An agency", "https://b.org/")) == 1
    assert _count(("An agency", ""), ("An agency", "https://b.org/")) == 1
    assert _count(("A guide", ""), ("An agency", "https://b.org/")) == 2


@pytest.mark.parametrize(
    "url",
    [
        *("http://www.co4kids.org./", "https://example..org/", "https://-a.example.org/"),
        *("https://nowhere/", "https://[half/", "https://a_b.example.org/", "https://127.0.0.1/"),
    ],
)
def test_a_host_that_is_not_well_formed_is_named(url: str) -> None:
    """The editor is told which row, and how a host is written."""
    (problem,) = check_sources(_pack(("An agency", url)))
    assert problem.id == "source-0"
    assert "is not well formed" in problem.message


@pytest.mark.parametrize(
    "host", ["lbhstaging22.example.org", "aem-prod.example.gov", "old.a.org", "www.dev.example.gov"]
)
def test_a_site_that_is_tried_out_is_not_shown(host: str) -> None:
    """A caregiver is led to the page that everyone sees."""
    (problem,) = check_sources(_pack(("An agency", f"https://{host}/help")))
    assert "where a site is tried out" in problem.message


@pytest.mark.parametrize(
    "url",
    ["", "https://www.example.org/a", "https://xn--bcher-kva.example/", "https://m\u00fcnchen.de/"],
)
def test_an_address_that_is_fit_passes(url: str) -> None:
    """So does a source without one, which is a seed document or judgment."""
    assert not list(check_sources(_pack(("An agency", url))))
