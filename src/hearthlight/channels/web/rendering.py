"""Documents and the check-in's form as HTML. Every text is escaped by the template engine."""

from __future__ import annotations

import hashlib
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from hearthlight.documents.outcome import compose_page

if TYPE_CHECKING:
    from hearthlight.checkin.responses import Responses
    from hearthlight.compiled.edition import Edition
    from hearthlight.content.locales import Wording
    from hearthlight.documents.blocks import Document
    from hearthlight.settings import Settings

# "zero" knows paragraphs only; links and raw HTML stay text.
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["emphasis", "list"])
_HERE = files("hearthlight.channels.web")


def _read(name: str) -> str:
    return _HERE.joinpath(name).read_text("utf-8")


def compact_style(style: str) -> str:
    """A style sheet without its comments and line breaks. It has no strings with such in them."""
    lines = (line.strip() for line in style.splitlines())
    return "".join(line for line in lines if line and not line.startswith("/*"))


class Renderer:
    """Templates and style, read once; an edition's words, by language."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        self.edition = edition
        self.settings = settings
        self.style = compact_style(_read("style.css"))
        self.icon = _read("icon.svg").encode()
        self.icon_path = f"/i.{hashlib.sha256(self.icon).hexdigest()[:8]}.svg"
        self._templates = Environment(
            loader=PackageLoader("hearthlight.channels.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["markdown"] = _paragraphs
        self._templates.filters["inline"] = _inline

    @cached_property
    def _mark(self) -> Markup:
        return Markup(_read("icon.svg").strip())  # noqa: S704 - our own file, not input

    def page(self, page: str, language: str) -> str:
        """A page that depends on nothing said. Raises KeyError for an unknown page."""
        return self.document(compose_page(self.edition, page, language))

    def document(self, document: Document, responses: Responses | None = None) -> str:
        """A composed document; with responses, it can be changed."""
        return self._render(
            "document.html", document, responses=responses, questions=self._answers(responses)
        )

    def check(self, language: str, responses: Responses, error: str = "") -> str:
        """The check-in's form with these ticks; `error` is the interface word that explains."""
        document = compose_page(self.edition, "page-check", language)
        return self._render(
            "check.html",
            document,
            steps=self.edition.steps,
            kinds=self.edition.kinds,
            places=self.edition.places,
            responses=responses,
            error=error,
        )

    def _answers(self, responses: Responses | None) -> list[tuple[str, str]]:
        """What was said, as form fields, for "Change my answers"."""
        if responses is None:
            return []
        fields = [
            (question.id, fact)
            for step in self.edition.steps
            for question in step.questions
            for fact in question.of
            if fact in responses.facts
        ]
        if responses.place:
            fields.extend(
                (question.id, responses.place)
                for step in self.edition.steps
                for question in step.questions
                if question.pick == "place"
            )
        return fields

    def _render(self, template: str, document: Document, **context: object) -> str:
        wording: Wording = self.edition.wording(document.language)
        language = next(row for row in self.edition.languages if row.tag == document.language)
        first = self.edition.languages[0].tag
        return self._templates.get_template(template).render(
            document=document,
            words=wording,
            ui=wording.interface,
            draft=not language.reviewed_by and language.tag != first,
            languages=[(row, self.path(document.page, row.tag)) for row in self.edition.languages],
            root="" if document.language == first else f"/{document.language}",
            style=Markup(self.style),  # noqa: S704 - our own file, not input
            mark=self._mark,
            icon_path=self.icon_path,
            leave_target=self.settings.leave_target,
            **context,
        )

    def path(self, page: str, language: str) -> str:
        """The address of a page in a language; the outcome's is the check-in's."""
        path = self.edition.pages[page].path or "/check"
        if language == self.edition.languages[0].tag:
            return path
        return f"/{language}{path}" if path != "/" else f"/{language}/"


def _paragraphs(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - markdown-it escapes raw HTML


def _inline(text: str) -> Markup:
    return Markup(_MARKDOWN.renderInline(text))  # noqa: S704 - markdown-it escapes raw HTML
