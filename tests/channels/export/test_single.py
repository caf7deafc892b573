"""The one file: whole, without a network, and closed to anything from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from tests.channels.conftest import AXE, AXE_RUN
from tests.channels.export.test_files import read_page
from tests.channels.web.test_journey import OUTCOMES

from hearthlight.channels.cli.commands import main
from hearthlight.channels.export.single import compose_single

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from hearthlight.channels.web.site import Site
    from hearthlight.compiled.edition import Edition


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the first language."""
    path = tmp_path_factory.mktemp("stick") / "guide.html"
    assert main(["export", "--single", str(path), "--allow-draft", "es"]) == 0
    return path


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in Spanish."""
    path = tmp_path_factory.mktemp("stick") / "guia.html"
    assert main(["export", "--single", str(path), "--lang", "es", "--allow-draft", "es"]) == 0
    return path


def test_every_link_leads_to_a_part_of_the_file_or_to_a_named_place_outside(
    single: Path, spanish: Path, edition: Edition
) -> None:
    """No address of the site is left, in pages or in the table of the device."""
    for path in (single, spanish):
        seen = read_page(path)
        for link in seen.links:
            if link.startswith("#"):
                assert link[1:] in seen.ids, link
            else:
                assert link.startswith(("tel:", "sms:", "https://", "http://", "data:")), link
        text = path.read_text("utf-8")
        table = re.search(r'id="table">(.*?)</script>', text, re.DOTALL)
        assert table
        for link in re.findall(r'"href":"([^"]*)"', table[1]):
            assert not link.startswith("/"), link
            assert not link.startswith("#") or link[1:] in seen.ids, link
        for page in edition.pages.values():
            if page.path and page.path not in ("/clear", "/keep", "/print"):
                assert f'class="{page.id}"' in text, page.id


def test_the_policy_names_what_stands_in_the_file_and_nothing_else(single: Path) -> None:
    """Each script and the style by its hash; no word of `self`, of a host or of the unsafe."""
    text = single.read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    inline = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    inline += re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    named = re.findall(r"'sha256-([^']+)'", policy[1])
    found = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inline]
    assert named == found
    assert not re.search(r"self|unsafe|https?:", policy[1])
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)", text) == []


def test_the_same_site_gives_the_same_file(site: Site, single: Path) -> None:
    """To the byte; and a file that no export wrote is never replaced."""
    again = compose_single(site, site.pages["en"])
    assert again == compose_single(site, site.pages["en"])
    assert len(again) == pytest.approx(single.stat().st_size, rel=0.05)


def test_a_file_that_no_export_wrote_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is a draft language written unless it is allowed."""
    letter = tmp_path / "letter.html"
    letter.write_text("<!doctype html>keep me")
    assert main(["export", "--single", str(letter)]) == 2
    assert "nothing was changed" in capsys.readouterr().err
    assert letter.read_text() == "<!doctype html>keep me"
    assert main(["export", "--single", str(tmp_path / "guia.html"), "--lang", "es"]) == 2
    assert "Try: en" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.html"]


def ask(page: Page, *ticks: str) -> None:
    """Check in on the page that is open, and ask what to do now."""
    for tick in ticks:
        page.evaluate(
            """answer => { const field = document.querySelector(`#check [value="${answer}"]`);
            if (field.tagName === "OPTION") field.selected = true; else field.checked = true; }""",
            tick,
        )
    page.get_by_role("button", name="Show me what to do now").click()
    page.wait_for_selector(".page-outcome")


@pytest.mark.browser
def test_the_file_needs_no_network_from_the_first_page_to_every_outcome(
    single: Path, browser: Browser
) -> None:
    """Opened from a stick: one page at a time, the check-in works, and nothing is asked for."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(single.as_uri())
    assert page.locator("h1:visible").count() == 1
    page.get_by_role("link", name="I noticed things that worry me").click()
    for heading, ticks in OUTCOMES.items():
        page.goto(f"{single.as_uri()}#p-check")
        page.reload()
        page.wait_for_selector(".stepwise")
        assert page.title() == "Check-in - Hearthlight"
        ask(page, *ticks)
        assert page.locator("h1:visible").inner_text() == heading
    # Another page wipes the ticks, as leaving does where there are many pages.
    page.locator(".page-outcome a[href='#p-talk']").first.click()
    page.wait_for_function("document.title.startsWith('Talking')")
    assert page.locator("input:checked:not([value=''])").count() == 0
    assert page.locator("h1:visible").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert {url.partition("#")[0] for url in asked} == {single.as_uri()}
    assert broken == []
    context.close()


@pytest.mark.browser
def test_the_file_can_be_read_without_scripts(single: Path, phone_page: Page) -> None:
    """Links move from page to page, and the check-in says whom to call for what."""
    phone_page.goto(single.as_uri())
    assert phone_page.locator("h1:visible").count() == 1
    phone_page.get_by_role("link", name="Check-in").click()
    assert phone_page.locator("h1:visible").inner_text() == "What have you noticed?"
    assert not phone_page.locator("#check").is_visible()
    assert phone_page.locator("#p-check a[href='tel:+18883737888']").first.is_visible()
    phone_page.get_by_role("link", name="Find", exact=True).click()
    phone_page.get_by_role("link", name="Talking with the child").first.click()
    assert phone_page.locator("#p-talk h1").is_visible()
    assert not phone_page.locator("#p-find h1").is_visible()


@pytest.mark.browser
def test_axe_finds_nothing_in_the_file(single: Path, spanish: Path, browser: Browser) -> None:
    """0 violations on pages of each kind; what they say is the same as on the site."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, bypass_csp=True)
    page = context.new_page()
    found: list[str] = []
    for path, parts in ((single, ("p-start", "p-find")), (spanish, ("p-check",))):
        page.goto(path.as_uri())
        page.add_script_tag(path=AXE)
        for part in parts:
            page.evaluate("part => { location.hash = part }", part)
            page.wait_for_selector(f"#{part}", state="visible")
            violations = page.evaluate(AXE_RUN)["violations"]
            found += [f"{part}: {rule['id']}: {rule['nodes'][0]['html']}" for rule in violations]
    assert found == []
    context.close()
