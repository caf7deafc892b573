"""
A caregiver's own words, read on a slow phone.

Why: whoever types what they noticed, or what they mean to say, should not wait for the answer; and
an old phone must not stand still while someone who is afraid looks at it.

How: headless Chromium at 360 by 640, its processor slowed four times, the network of this machine
as it is: what the line adds is the weight of the tables, which is said. Ready is the time from the
tap that opens the part to the moment when the words can be read: script, tables and words fetched,
parsed and made ready to walk. Then 400 phrases of the packs of at most 300 letters are read, one
after the other, each timed by itself, the first with nothing warm. Said of a round: the line in the
middle, and the slowest but one in a hundred.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import Error, sync_playwright

from benchmarks.result import Aim, MeasureError, Result, Series
from benchmarks.served import HOST, OURS, ROOT
from benchmarks.slow_phone import FLAGS, SCREEN, SLOWER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from benchmarks.served import Server

PHRASES = ROOT / "src" / "hearthlight" / "packs" / "csec" / "phrases"
LINES = 400
LONGEST = 300
HEAVIEST = 400 * 1024
"""Bytes, compressed, that the table of one part may take."""
_CHOICE = re.compile(r"\(([^()|]*)[^()]*\)")

_OPEN = """() => new Promise((resolve) => {
  const part = document.querySelector('details.own'), told = part.querySelector('#told');
  const begun = performance.now();
  new MutationObserver(() => {
    if (told.textContent === told.dataset.stays) resolve(performance.now() - begun);
  }).observe(told, { childList: true });
  part.open = true;
})"""
_READ = """async (lines) => {
  const { reads, model } = document.querySelector('details.own').dataset;
  const walker = await import(reads), tables = await (await fetch(model)).json();
  const built = walker.build(tables);
  const heard = built.cues?.facts, known = new Set(built.file?.labels);
  const read = walker.coach ?? ((one, line) => walker.notice(one, line, known, heard));
  return lines.map((line) => {
    const begun = performance.now();
    read(built, line);
    return performance.now() - begun;
  });
}"""


class _Part(NamedTuple):
    key: str
    what: str
    path: str


class _Taken(NamedTuple):
    ready: float
    """Seconds."""
    line: float
    """Milliseconds of the line in the middle."""
    slow_line: float
    """Milliseconds of the slowest but one in a hundred."""
    weight: int


PARTS = (
    _Part("notice", "In your own words", "/check"),
    _Part("coach", "Try out what you want to say", "/talk"),
)


def measure_own_words(chromium: str, server: Server, *, rounds: int) -> tuple[Result, ...]:
    """Seconds until words can be read, and milliseconds a line. Raises MeasureError."""
    if not chromium:
        raise MeasureError("Chromium is not here")
    lines = _lines()
    taken: dict[_Part, list[_Taken]] = {part: [] for part in PARTS}
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            _visit(browser, server, PARTS[0], lines)  # the server packs its files when first asked
            _visit(browser, server, PARTS[1], lines)
            for _ in range(rounds):
                for part in PARTS:
                    taken[part].append(_visit(browser, server, part, lines))
            browser.close()
    except Error as error:
        raise MeasureError(f"Chromium: {error.message}") from error
    return tuple(result for part, each in taken.items() for result in _results(part, each))


def _lines() -> list[str]:
    found: list[str] = []
    for file in sorted(PHRASES.glob("*/*.txt")):
        for line in file.read_text("utf-8").splitlines() if file.stem != "slots" else ():
            said = line.strip()
            if said and said[0] not in "[#":
                while said != (shorter := _CHOICE.sub(r"\1", said)):
                    said = shorter
                found.append(said[:LONGEST])
    return found[:: max(1, len(found) // LINES)][:LINES]


def _visit(browser: Browser, server: Server, part: _Part, lines: list[str]) -> _Taken:
    width, height = SCREEN
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"http://{HOST}:{server.port}{part.path}", timeout=60_000)
    ready = float(page.evaluate(_OPEN))
    spent = sorted(float(each) for each in page.evaluate(_READ, lines))
    weight = _weight(page, server)
    context.close()
    slow = spent[-1 - len(spent) // 100]
    return _Taken(ready / 1000, median(spent), slow, weight)


def _weight(page: Page, server: Server) -> int:
    path = str(page.evaluate("() => document.querySelector('details.own').dataset.model"))
    return len(server.ask(path, accept="gzip").body)


def _results(part: _Part, taken: list[_Taken]) -> tuple[Result, ...]:
    weights = f"Its table is {taken[0].weight:,} bytes by gzip, fetched once it is opened."
    return (
        Result(
            key=f"own-{part.key}-ready",
            what=f"Slow phone: “{part.what}” opened to ready",
            unit="s",
            series=(Series(name=OURS, rounds=tuple(each.ready for each in taken)),),
            aim=Aim(bound="at most", value=1, unit="s"),
            notes=(weights,),
        ),
        Result(
            key=f"own-{part.key}-line",
            what=f"Slow phone: “{part.what}”, a line read",
            unit="ms",
            series=(Series(name=OURS, rounds=tuple(each.line for each in taken)),),
            aim=Aim(bound="at most", value=5, unit="ms"),
        ),
        Result(
            key=f"own-{part.key}-slow-line",
            what="The same, 99 lines of 100",
            unit="ms",
            series=(Series(name=OURS, rounds=tuple(each.slow_line for each in taken)),),
            aim=Aim(bound="at most", value=5, unit="ms"),
        ),
        Result(
            key=f"own-{part.key}-weight",
            what=f"The table of “{part.what}”, gzip",
            unit="bytes",
            series=(Series(name=OURS, rounds=tuple(each.weight for each in taken)),),
            aim=Aim(bound="at most", value=HEAVIEST, unit="bytes"),
        ),
    )
