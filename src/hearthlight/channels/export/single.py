"""
All pages of one language as one HTML file: for a USB stick, an intranet, or a machine without one.

Each page is a part of it, and a link between pages is a link within. It asks no network for
anything, and the browser is told to refuse if it did.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from hearthlight.channels.export.files import hide_forms
from hearthlight.channels.web.addresses import CHECK_PAGE
from hearthlight.channels.web.alone import show_alone
from hearthlight.channels.web.device_table import VOID, parse_tree
from hearthlight.channels.web.downloads import PRINT_PAGE
from hearthlight.channels.web.keeping import CLEAR_PAGE, KEEP_PAGE
from hearthlight.channels.web.theme import Theme, compact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hearthlight.channels.web.device_table import Tree
    from hearthlight.channels.web.rendering import Pages
    from hearthlight.channels.web.site import Site

MADE_BY = '<meta name="generator" content="hearthlight export">'
"""By this a file is known to be ours, so that no other is ever replaced."""
_LEFT_OUT = frozenset({CLEAR_PAGE, KEEP_PAGE, PRINT_PAGE})
"""Pages about what a browser stores for a site, and about its sheets; here there is no site."""
_STYLE = (
    "article>:last-child{margin-bottom:48px}"
    # Where the browser knows how: one page at a time, and the first one if none is named.
    "@supports selector(:has(a)){article:not(:target):not(:has(:target)){display:none}"
    "main:not(:has(:target)) article:first-of-type{display:block}}"
)
_ON_THE_DEVICE = frozenset({"check", "change"})
"""Forms that the check-in's script answers by itself."""
_NOTE = re.compile(rb'<p class="note">.*?</p>')
_ONLY_IF_FULL = frozenset({"h3", "li", "ul", "div", "section"})


def compose_single(site: Site, pages: Pages) -> bytes:
    """The file. The same site always gives the same bytes."""
    return _Single(site, pages).compose()


class _Single:
    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self._pages = pages
        kept = (page for page in site.edition.pages.values() if page.path)
        self._paths = {
            pages.addresses.path(page.id): page.id for page in kept if page.id not in _LEFT_OUT
        }
        self._root = pages.addresses.path("page-home").rstrip("/")
        self._parts: set[str] | None = None
        """Every part of the file by its name, once that is known."""

    def compose(self) -> bytes:
        theme, pages = Theme(), self._pages
        # Once to learn which parts are left, and once to link to no other.
        self._parts = set(re.findall(r' id="([^"]+)"', "".join(map(self._article, self._paths))))
        style = theme.style + _STYLE
        table = json.loads(self._site.tables[pages.language.tag]().content)
        table["notes"] = self._link(table["notes"])
        told = json.dumps(self._within(table), ensure_ascii=False, separators=(",", ":"))
        own = compact(files("hearthlight.channels.export").joinpath("single.js").read_text("utf-8"))
        scripts = [
            own,
            *(
                script.content.decode()
                for script in (theme.leave_script, theme.check_script, theme.notes_script)
            ),
        ]
        first = self._page(next(iter(self._paths)))
        articles = "".join(map(self._article, self._paths))
        icon = base64.b64encode(theme.icon.content).decode()
        parts = (
            f'<!doctype html>\n<html lang="{pages.language.tag}"><head><meta charset="utf-8">',
            MADE_BY,
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, scripts)}">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{html.escape(pages.words.interface('brand'))}</title>",
            '<meta name="color-scheme" content="light dark">',
            f'<link rel="icon" href="data:image/svg+xml;base64,{icon}" type="image/svg+xml">',
            f"<style>{style}</style></head>\n",
            re.findall(r"<body[^>]*>", first)[0],
            self._part(first, "header"),
            f'<main id="main" tabindex="-1">{articles}</main>',
            self._part(first, "footer"),
            '<script type="application/json" id="table">',
            told.replace("<", "\\u003c"),
            "</script>",
            *(f"<script>{script}</script>" for script in scripts),
            "</body></html>\n",
        )
        return "".join(parts).encode()

    def _page(self, path: str) -> str:
        page = self._site.replies[path][b""].body
        if path in self._site.forms:
            instead = show_alone(self._pages, self._paths[path])
            if self._paths[path] != CHECK_PAGE:  # no script here brings back any other form
                instead = _NOTE.sub(b"", instead, count=1)
            page = hide_forms(page, instead)
        return page.decode()

    def _part(self, page: str, tag: str) -> str:
        """The header or the footer, without what leads to other languages or past the header."""
        found = page[page.index(f"<{tag}>") : page.index(f"</{tag}>")] + f"</{tag}>"
        return write_tree(self._within(parse_tree(found), whole=True))

    def _article(self, path: str) -> str:
        page, name = self._page(path), self._paths[path]
        main = page[page.index("<main ") : page.index("</main>")]
        title = html.escape(self._pages.words.text(name, "title"))
        inner = "".join(map(write_tree, self._within(parse_tree(main), whole=True)[2:]))
        part = self._name(path)
        return f'<article id="{part}" class="{name}" data-title="{title}">{inner}</article>'

    def _name(self, path: str) -> str:
        bare = path.removeprefix(self._root).strip("/").replace("/", "-")
        return f"p-{bare or 'start'}"

    # ---- trees of pages and of the table, with every address of ours made a part of this file

    def _within(self, node: Any, *, whole: bool = False) -> Any:  # noqa: ANN401 - JSON, or a tree
        """`whole`: a part of a page that has nothing left to say goes with what it said."""
        if isinstance(node, dict):
            return {name: self._within(value) for name, value in node.items()}
        if isinstance(node, list):
            if _is_element(node):
                return self._element(node, whole=whole)
            return [self._within(one) for one in node]
        return node

    def _element(self, node: list[Any], *, whole: bool) -> list[Any] | None:
        tag, attributes, *children = node
        href = attributes.get("href")
        if href and href.startswith("/"):
            href = self._link(href)
        if _is_left_out(tag, attributes, children) or href == "":
            return None
        within = (self._within(one, whole=whole) for one in children)
        made = [one for one in within if one is not None]
        if whole and tag in _ONLY_IF_FULL and not _says(made):
            return None
        return [tag, attributes | {"href": href} if href else attributes, *made]

    def _link(self, address: str) -> str:
        path, _, part = address.partition("#")
        name = part or self._name(path)
        left = path in self._paths and (self._parts is None or name in self._parts)
        return f"#{name}" if left else ""


def _is_element(node: list[Any]) -> bool:
    return len(node) > 1 and isinstance(node[0], str) and isinstance(node[1], dict)


def _is_left_out(tag: str, attributes: dict[str, str], children: list[Any]) -> bool:
    """A form that a server would answer; languages; and the way past a short header."""
    return (
        (
            tag == "form"
            and attributes.get("method") == "post"
            and attributes.get("id") not in _ON_THE_DEVICE
        )
        or (tag == "a" and attributes.get("href") == "#main")
        or (tag == "p" and any(isinstance(one, list) and "hreflang" in one[1] for one in children))
        or (tag == "details" and "own" in attributes.get("class", "").split())
    )


def _says(children: Iterable[Tree]) -> bool:
    """Whether anything is left to read, beside a heading and what stands between links."""
    return any(
        one.strip() if isinstance(one, str) else one[0] not in {"h2", "h3"} for one in children
    )


def write_tree(tree: Tree) -> str:
    """A tree as HTML again."""
    if isinstance(tree, str):
        return html.escape(tree, quote=False)
    tag, attributes, *children = tree
    told = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    if tag in VOID:
        return f"<{tag}{told}>"
    return f"<{tag}{told}>{''.join(map(write_tree, children))}</{tag}>"


def _policy(style: str, scripts: Iterable[str]) -> str:
    """Nothing from anywhere, but for what stands in the file itself."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; "
        f"style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'; "
        "trusted-types 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
