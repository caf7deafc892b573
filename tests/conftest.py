"""What every room's tests share: the shipped layers, merged once and compiled once."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from hearthlight.channels.web.site import Site
from hearthlight.compiled import storing
from hearthlight.compiled.compiling import compile_pack
from hearthlight.compiled.storing import stored_path
from hearthlight.content.layers import Layer, find_layers
from hearthlight.content.loader import load_pack
from hearthlight.documents.opening import open_edition
from hearthlight.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hearthlight.compiled.edition import Edition
    from hearthlight.content.model import Pack

# The slow part of an example is another test's work on the same machine, and what was found once
# is written out as a test, not kept in a folder.
settings.register_profile("hearthlight", deadline=None, database=None)
settings.load_profile("hearthlight")

# A run keeps editions, sites and documents to its end: to look through them for garbage again and
# again is a quarter of its time. What few cycles a test leaves can wait.
gc.set_threshold(50_000, 50, 100)

_PACKS = Path(__file__).parent / "packs"


@pytest.fixture(scope="session")
def layers() -> tuple[Layer, ...]:
    """The layers that are shipped."""
    return find_layers()


@pytest.fixture(scope="session")
def pack(layers: tuple[Layer, ...]) -> Pack:
    """The shipped layers, merged."""
    return load_pack(layers)


@pytest.fixture(scope="session")
def compiled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of this run, which all its processes share: what one compiled, another reads."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "store"


@pytest.fixture(scope="session", autouse=True)
def _every_door_opens_the_store(compiled_store: Path) -> Iterator[None]:
    """Commands and servers that are told of no other: none reads or fills the user's own."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(storing, "_KEPT", 24)  # tests have more packs than an editor
        patching.setenv("HEARTHLIGHT_STORE", str(compiled_store))
        yield


@pytest.fixture(scope="session")
def edition(layers: tuple[Layer, ...], compiled_store: Path) -> Edition:
    """
    The shipped edition: inspected and compiled, as every channel opens it.

    A store drops what is oldest: this is dated later than all that the tests add.
    """
    edition = open_edition(layers, compiled_store)
    later = time.time() + 24 * 60 * 60
    os.utime(stored_path(compiled_store, edition.fingerprint), (later, later))
    return edition


@pytest.fixture(scope="session")
def site(edition: Edition) -> Site:
    """The shipped site, as it is without any setting. It never changes, so all can share it."""
    site = Site(edition, Settings())
    site.complete()
    return site


@pytest.fixture(scope="session")
def kitchen_sink() -> Path:
    """The folder of the smallest pack that uses every kind of row. It stands on nothing."""
    return _PACKS / "kitchen-sink"


@pytest.fixture(scope="session")
def kitchen_edition(kitchen_sink: Path) -> Edition:
    """The smallest pack, compiled without an inspection."""
    return compile_pack(load_pack(find_layers([kitchen_sink], shipped=None)))


@pytest.fixture(scope="session")
def broken_layers() -> Path:
    """The folder of agency layers that each hold one mistake."""
    return _PACKS / "broken"


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """An agency's folder with nothing in it but its header."""
    folder = tmp_path / "agency"
    folder.mkdir()
    (folder / "pack.toml").write_text(
        'id = "agency"\ntitle = "A"\nlicence = "CC0-1.0"\nbuilds_on = "us-ca-san-francisco"\n'
    )
    return folder
