"""
What pages of every language share: templates, style, icon and scripts, under names by their bytes.

A template is read when it is first used: who asks for `/now` does not wait for the others.
"""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Template

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
"""What a file must say, and a page need not."""
_HERE = files("hearthlight.channels.web")
# "zero" knows paragraphs only; links and raw HTML stay text.
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["emphasis"])
_MARK_OF_ADDRESS = re.compile(r"(?<=[^./])(?=[./])")
_SPOKEN_NUMBER = re.compile(r"\(?\b\d[\w-]*-[\w-]*\w\b\)?")
_FORMS = re.compile(r"^/\* forms: .*?^/\* end of forms \*/$", re.MULTILINE | re.DOTALL)


def _read(name: str) -> str:
    return _HERE.joinpath(name).read_text("utf-8")


def compact(source: str) -> str:
    """A style sheet or a script without indents and comment lines; neither has them in strings."""
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


Macros: TypeAlias = Any
"""A template's macros, called by their names; the engine has no types for them."""


class Asset(NamedTuple):
    """A file under a neutral name that holds the hash of its bytes."""

    path: str
    content_type: str
    content: bytes


def make_asset(letter: str, ending: str, content_type: str, content: bytes) -> Asset:
    """An asset; the name changes whenever a byte does."""
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"/{letter}.{digest}.{ending}", content_type, content)


class Theme:
    """What pages of every language share: templates, style, icon, scripts."""

    def __init__(self) -> None:
        style = _read("style.css")
        self.style = compact(style).replace("\n", "")
        self.outcome_style = compact(_FORMS.sub("", style)).replace("\n", "")
        """As short as it can be, for the longest page there is: an outcome has no fields."""
        icon = _read("icon.svg").strip()
        self.mark = Markup(icon)  # noqa: S704 - our own file, not input
        self.icon = make_asset("i", "svg", "image/svg+xml", icon.encode())
        script = "text/javascript; charset=utf-8"
        self.leave_script = make_asset(
            "l", "js", script, compact(_read("device/leave.js")).encode()
        )
        self.check_script = make_asset(
            "c", "js", script, compact(_read("device/check.js")).encode()
        )
        self.notes_script = make_asset(
            "n", "js", script, compact(_read("device/notes.js")).encode()
        )
        self.keep_script = make_asset("k", "js", script, compact(_read("device/keep.js")).encode())
        self.worker_script = compact(_read("device/worker.js"))
        self.own_script = make_asset("o", "js", script, compact(_read("device/own.js")).encode())
        self.cues_script = make_asset("u", "js", script, compact(_read("device/cues.js")).encode())
        self.network_script = make_asset(
            "g", "js", script, compact(_read("device/network.js")).encode()
        )
        self.notice_script = make_asset("w", "js", script, self._reader("device/notice.js"))
        self.coach_script = make_asset("s", "js", script, self._reader("device/coach.js"))
        self._environment = environment = Environment(
            loader=PackageLoader("hearthlight.channels.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["markdown"] = _paragraphs
        environment.filters["inline"] = _inline
        environment.filters["drawn"] = _drawn
        environment.filters["breakable"] = breakable
        environment.filters["whole"] = whole

    @cached_property
    def assets(self) -> tuple[Asset, ...]:
        """Every file that a page asks for, but the tables."""
        return (
            self.icon,
            self.leave_script,
            self.check_script,
            self.notes_script,
            self.keep_script,
            self.own_script,
            self.cues_script,
            self.network_script,
            self.notice_script,
            self.coach_script,
        )

    @cached_property
    def macros(self) -> Macros:
        """Pieces of every page."""
        return self._environment.get_template("pieces.html").module

    @cached_property
    def form(self) -> Template:
        """The check-in."""
        return self._environment.get_template("check.html")

    @cached_property
    def duty_form(self) -> Template:
        """What must be reported."""
        return self._environment.get_template("report.html")

    @cached_property
    def find(self) -> Macros:
        """Pieces of a search."""
        return self._environment.get_template("find.html").module

    @cached_property
    def services_form(self) -> Template:
        """A search for services."""
        return self._environment.get_template("services.html")

    @cached_property
    def services(self) -> Macros:
        """Pieces of services found."""
        return self._environment.get_template("services_found.html").module

    @cached_property
    def own(self) -> Macros:
        """Pieces that take one's own words."""
        return self._environment.get_template("own.html").module

    def _reader(self, name: str) -> bytes:
        """A module of the device; it asks for the walks that it imports by their names of today."""
        text = compact(_read(name)).replace("./cues.js", f".{self.cues_script.path}")
        return text.replace("./network.js", f".{self.network_script.path}").encode()


def _paragraphs(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text).strip())  # noqa: S704 - markdown-it escapes raw HTML


def _inline(text: str) -> Markup:
    return Markup(_MARKDOWN.renderInline(text))  # noqa: S704 - markdown-it escapes raw HTML


def breakable(address: str) -> Markup:
    """An address that goes on in a new line before a dot or a slash, and nowhere else."""
    return Markup("<wbr>").join(_MARK_OF_ADDRESS.split(address))


def whole(name: str) -> Markup:
    """A name whose number in letters, such as 1-800-THE-LOST, never goes on in a new line."""
    made, at = Markup(), 0
    for found in _SPOKEN_NUMBER.finditer(name):
        made += Markup('{}<span class="whole">{}</span>').format(name[at : found.start()], found[0])
        at = found.end()
    return made + name[at:]


def _drawn(drawing: str) -> Markup:
    """A drawing after its opening `<svg`; `content.drawing_checks` let only lines through."""
    return Markup(drawing.replace("\n", "").removeprefix("<svg").replace(_NAMESPACE, ""))  # noqa: S704
