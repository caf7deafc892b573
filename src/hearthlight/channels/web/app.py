"""The web application: one edition, one set of routes, no middleware that could keep anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette

from hearthlight.channels.web.rendering import Renderer
from hearthlight.channels.web.routes import Pages
from hearthlight.content.layers import find_layers
from hearthlight.documents.inspection import open_edition
from hearthlight.settings import read_settings

if TYPE_CHECKING:
    from hearthlight.compiled.edition import Edition
    from hearthlight.settings import Settings


def make_app(edition: Edition, settings: Settings) -> Starlette:
    """The application for one edition."""
    pages = Pages(Renderer(edition, settings))
    return Starlette(
        routes=pages.routes(),
        exception_handlers={404: pages.refuse, 405: pages.refuse, Exception: pages.fail},
    )


def create_app() -> Starlette:
    """
    The application as a worker process starts it: settings come from the environment.

    Raises BrokenPackError, so that a broken pack never serves a page.
    """
    settings = read_settings()
    return make_app(open_edition(find_layers(settings.packs)), settings)
