"""One bar of signal: what a page weighs, and that it needs nothing else to be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hearthlight.channels.web.check_in import show_check_in
from hearthlight.channels.web.site import ENCODINGS, Site
from hearthlight.checkin.minimal_sets import minimal_sets
from hearthlight.checkin.responses import Responses
from hearthlight.compiled.edition import read_condition

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition

ONE_ROUND_TRIP = 14_336
"""Bytes that the first flight of a connection carries (RFC 6928)."""
SCRIPTS = 15 * 1024


def test_every_page_fits_the_first_round_trip(site: Site) -> None:
    """Each page, by gzip and by Brotli, with its style inside."""
    for path, reply in site.replies.items():
        if path.endswith(".json"):
            continue  # the device's table: optional, and asked for after the page is there
        assert len(reply[b"gzip"].body) <= ONE_ROUND_TRIP, path
        assert len(reply[b"br"].body) <= ONE_ROUND_TRIP, path


def test_every_outcome_fits_the_first_round_trip(site: Site, edition: Edition) -> None:
    """For one minimal set of every rule in every place."""
    several = [
        edition.table.names(next(iter(minimal_sets(read_condition(rule.when)))))
        for rule in edition.rules
    ]
    for facts in several:
        for place in ("", *edition.places):
            html = site.pages["en"].outcome(Responses(frozenset(facts), place))
            assert len(site.compose(200, html, b"gzip").body) <= ONE_ROUND_TRIP, (facts, place)


@pytest.mark.parametrize("encoding", [b"gzip", b"br"])
def test_an_outcome_with_every_box_ticked_fits_in_every_language_and_place(
    site: Site, edition: Edition, encoding: bytes
) -> None:
    """The longest page there is."""
    for language, pages in site.pages.items():
        for place in ("", *edition.places):
            html = pages.outcome(Responses(frozenset(edition.asked), place))
            made = len(site.compose(200, html, encoding).body)
            assert made <= ONE_ROUND_TRIP, (language, place)


def test_scripts_are_small_deferred_and_optional(site: Site) -> None:
    """All scripts of a page together, as they are sent before compression."""
    for path, reply in site.replies.items():
        if "." in path:
            continue
        page = reply[b""].body.decode()
        assert re.findall(r"<script(?! defer)", page) == []
        scripts = re.findall(r'<script defer src="([^"]+)"', page)
        assert scripts
        weight = sum(len(site.replies[script][b""].body) for script in scripts)
        assert weight <= SCRIPTS, path


def test_a_page_needs_nothing_else_to_be_read(site: Site) -> None:
    """No style sheet, picture, font or frame is fetched; the style stands in the page once."""
    for path, reply in site.replies.items():
        if "." in path:
            continue
        page = reply[b""].body.decode()
        assert page.count("<style>") == 1, path
        assert re.findall(r"<(?:img|iframe|object|video|audio|picture)\b", page) == [], path
        assert re.findall(r'<link rel="(?!icon")', page) == [], path
        assert "url(" not in page, path
        assert "@import" not in page, path


def test_every_refusal_and_every_form_that_comes_back_fits_too(
    site: Site, edition: Edition
) -> None:
    """The pages for 404, 405 and 500, and the form with every tick and an error."""
    for refused in site.refused.values():
        assert len(refused[b"gzip"].body) <= ONE_ROUND_TRIP
        assert len(refused[b"br"].body) <= ONE_ROUND_TRIP
    for pages in site.pages.values():
        form = show_check_in(pages, Responses(frozenset(edition.asked), "us-ca"), "error_unknown")
        for encoding in (b"gzip", b"br"):
            assert len(site.compose(400, form, encoding).body) <= ONE_ROUND_TRIP


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_composed_page_comes_in_an_encoding_that_was_asked_for(
    site: Site, encoding: bytes
) -> None:
    """A client that takes Brotli only must not get gzip: it could not read whom to call."""
    sent = dict(site.compose(200, b"<p>Call</p>" * 50, encoding).headers)
    assert sent.get(b"content-encoding", b"") in (encoding, b"")


def test_an_outcome_needs_nothing_else_to_be_read(site: Site, edition: Edition) -> None:
    """As for a prepared page: the style once, scripts deferred, no picture, no style sheet."""
    for pages in site.pages.values():
        page = pages.outcome(Responses(frozenset(edition.asked), "us-ca")).decode()
        assert page.count("<style>") == 1
        assert 'style="' not in page
        assert re.findall(r"<script(?! defer)", page) == []
        assert re.findall(r"<(?:img|iframe|object|video|audio|picture)\b", page) == []
        assert re.findall(r'<link rel="(?!icon")', page) == []
