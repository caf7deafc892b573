"""What can be wrong with pages and blocks: links, what is folded, and what is for one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hearthlight.content.model import Block, Pack, Page, Reader, Section, Step
from hearthlight.content.problems import Problem, row_problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_pages(pack: Pack) -> Iterator[Problem]:
    """Each link leads somewhere, and whatever opens can be opened where it stands."""
    yield from _links_lead_somewhere(pack)
    yield from _folds_can_open(pack)
    yield from _readers_can_open(pack)


def _links_lead_somewhere(pack: Pack) -> Iterator[Problem]:
    """Each page has an address of its own, and each link names a page and a part that are there."""
    paths: dict[str, str] = {}
    for page in pack.all(Page).values():
        if page.path and (not page.path.startswith("/") or page.path in paths):
            other = paths.get(page.path, "")
            yield row_problem(
                pack,
                page.id,
                f"has the path of {other}" if other else f"has the path {page.path!r}",
                "Give it a path of its own that begins with a slash",
            )
        paths[page.path] = page.id
    for block in pack.all(Block).values():
        for link in block.links:
            path, _, part = link.path.partition("#")
            known = part in pack.all(Step) or part in pack.all(Section)
            if path not in paths or not path or (part and not known):
                yield row_problem(
                    pack,
                    block.id,
                    f"links to {link.path!r}, which is not there",
                    "Name the path of a page, and after # the id of a step or a section",
                )


def page_of(pack: Pack, block: Block) -> Page | None:
    """The page that a block stands on; None where the names do not hold: told elsewhere."""
    section = pack.all(Section).get(block.section)
    return pack.all(Page).get(section.page) if section else None


def _folds_can_open(pack: Pack) -> Iterator[Problem]:
    """What is folded has something to show closed, and the device composes no fold."""
    for block in pack.all(Block).values():
        page = page_of(pack, block)
        if not block.folded or not page:
            continue
        if block.kind not in ("step", "drawing", "calls") or not page.path:
            yield row_problem(
                pack,
                block.id,
                f"is folded, and is a block of kind {block.kind!r} of {page.id}",
                'Fold a "step", "drawing" or "calls" of a page with a path, or take `folded` out',
            )


def _readers_can_open(pack: Pack) -> Iterator[Problem]:
    """What is for one reader stands on a page that is opened by its address, and is plain words."""
    for block in pack.all(Block).values():
        if not any(name in pack.all(Reader) for clause in block.when for name in clause.of):
            continue
        page = page_of(pack, block)
        if page and not page.path:
            yield row_problem(
                pack,
                block.id,
                f"is for a reader, but nobody opens {page.id} by its address",
                "There, name the facts that were said instead",
            )
        if block.kind not in ("text", "list", "say", "links"):
            yield row_problem(
                pack,
                block.id,
                f"is for a reader, and is a block of kind {block.kind!r}",
                'Write it as "text", "list", "say" or "links"',
            )
