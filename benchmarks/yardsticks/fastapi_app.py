"""
The outcome as a careful FastAPI application would serve it: the yardstick for ours.

The same engine (`compose_outcome`, which decides), the same macros in a Jinja2 template that is
rendered for each request, the same headers; the form read by FastAPI, gzip by Starlette's own
middleware. An async handler, as the work is all Python: a thread pool would only add to it.
Documentation routes are off.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.middleware.gzip import GZipMiddleware

from hearthlight.channels.web.addresses import CHECK_PAGE, Addresses
from hearthlight.channels.web.headers import page_headers
from hearthlight.channels.web.theme import Theme, breakable, whole
from hearthlight.checkin.responses import Responses
from hearthlight.content.layers import find_layers
from hearthlight.documents.noticing import first_calls
from hearthlight.documents.opening import open_edition
from hearthlight.documents.outcome import compose_outcome
from hearthlight.documents.writing import Writer
from hearthlight.settings import Settings
from hearthlight.transport.headers import NOT_INDEXED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template
    from starlette.datastructures import FormData

    from hearthlight.compiled.edition import Edition
    from hearthlight.documents.blocks import Document, Section, SourceNote, Tick

GZIP_LEVEL = 3
"""
The zlib level whose answers are about as small as ours, so that neither side buys speed with bytes.

Starlette's own is 9, which is slower.
"""
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(["emphasis"])


def create_app() -> FastAPI:
    """The application, as a worker process starts it."""
    edition = open_edition(find_layers())
    view = _View(edition, Settings())
    language = edition.languages[0].tag
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(GZipMiddleware, compresslevel=GZIP_LEVEL)

    @app.post("/check", response_class=HTMLResponse)
    async def check(request: Request) -> HTMLResponse:
        responses = _read(edition, await request.form())
        document = compose_outcome(edition, responses, language)
        return HTMLResponse(view.render(document), headers=view.headers)

    return app


class _View:
    """The template, and what is the same for every outcome."""

    def __init__(self, edition: Edition, settings: Settings) -> None:
        theme = Theme()
        first = edition.languages[0]
        addresses = Addresses(edition, first)
        self.headers = {
            name.decode(): value.decode()
            for name, value in (
                *page_headers(theme.style, theme.outcome_style, hsts_preload=settings.hsts_preload),
                NOT_INDEXED,
            )
        }
        self._template = _open_template()
        self._same = {
            "theme": theme,
            "words": edition.wording(first.tag),
            "leave_target": settings.leave_target,
            "check_path": addresses.path(CHECK_PAGE),
            "anchor": addresses.anchor,
            "link": addresses.link,
            "lang": lambda _id, _field: Markup(""),
            "notes": _notes,
            "ticks": _ticks,
            "first": [Writer(edition, first.tag).card(first_calls(edition, ())[0])],
            "languages": [
                (language, f"/{language.tag}/" if number else "/", number == 0)
                for number, language in enumerate(edition.languages)
            ],
        }

    def render(self, document: Document) -> str:
        """The page."""
        return self._template.render(self._same, document=document)


def _open_template() -> Template:
    ours = FileSystemLoader(Path(__file__).with_name("templates"))
    environment = Environment(
        loader=ChoiceLoader([ours, PackageLoader("hearthlight.channels.web")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = lambda text: Markup(_MARKDOWN.render(text).strip())  # noqa: S704 - markdown-it escapes raw HTML
    environment.filters["inline"] = lambda text: Markup(_MARKDOWN.renderInline(text))  # noqa: S704 - likewise
    environment.filters["breakable"] = breakable
    environment.filters["whole"] = whole
    return environment.get_template("outcome.html")


def _ticks(section: Section) -> list[Tick]:
    """All that was said and is shown in a section."""
    return [tick for block in section.blocks for tick in block.ticks]


def _notes(section: Section) -> Iterator[SourceNote]:
    """What a section's words rest on, each source once, in the order of the blocks."""
    found: dict[str, SourceNote] = {}
    for block in section.blocks:
        for note in (*block.sources, *(note for each in block.reasons for note in each.sources)):
            found.setdefault(note.id, note)
    yield from found.values()


def _read(edition: Edition, form: FormData) -> Responses:
    """What was said. Raises HTTPException for an answer that the question does not offer."""
    questions = {question.id: question for step in edition.steps for question in step.questions}
    facts: set[str] = set()
    place = ""
    for name, value in form.multi_items():
        question = questions.get(name)
        if question is None or not isinstance(value, str):
            raise HTTPException(400)
        if question.pick == "place" and value in edition.places:
            place = value
        elif value in question.of:
            facts.add(value)
        elif value:
            raise HTTPException(400)
    return Responses(frozenset(facts), place)
