"""
Time until there is a number to tap, on a slow phone with a slow line.

Why: it is what all the rest is for. Someone opens the page in a stairwell, on an old phone.

How: headless Chromium at 360 by 640, its processor slowed four times, every request delayed by
400 ms and the line held to 400 kbit/s. The clock runs from the start of the navigation to the first
frame that was painted with a `tel:` link on the screen, from its top to its bottom, that a tap on
its middle would reach. Each visit is a first one. The delay is Chromium's own and is added to each
request: opening the connection is not delayed, so what that would add is said with the figures.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

from benchmarks.result import Aim, MeasureError, Result, Series
from benchmarks.served import HOST, OURS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from benchmarks.served import Server

PATHS = ("/", "/now")
SCREEN = (360, 640)
LATENCY = 400
"""Milliseconds."""
LINE = 400_000 / 8
"""Bytes a second: 400 kbit/s, each way."""
SLOWER = 4
LIMIT = 15_000
"""Milliseconds after which a visit counts as never."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The frame after the one in which the link is in its place begins once that one has been painted.
_WATCH = """
window.tappable = new Promise(resolve => {
  const inside = link => {
    const box = link.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight
      && link.contains(
        document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2));
  };
  const look = () => {
    if ([...document.querySelectorAll('a[href^="tel:"]')].some(inside))
      requestAnimationFrame(() => resolve(performance.now()));
    else if (performance.now() > LIMIT) resolve(-1);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
""".replace("LIMIT", str(LIMIT))


def measure_slow_phone(chromium: str, server: Server, *, rounds: int) -> tuple[Result, ...]:
    """Seconds until a number can be tapped, for each page, in turn. Raises MeasureError."""
    if not chromium:
        raise MeasureError("Chromium is not here")
    taken: dict[str, list[float]] = {path: [] for path in PATHS}
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            _visit(browser, server, PATHS[0])  # the first visit also starts Chromium's processes
            for _ in range(rounds):
                for path in PATHS:
                    taken[path].append(_visit(browser, server, path))
            browser.close()
    except Error as error:
        raise MeasureError(f"Chromium: {error.message}") from error
    return tuple(_result(path, seconds) for path, seconds in taken.items())


def _visit(browser: Browser, server: Server, path: str) -> float:
    """Seconds of one first visit; infinite when no number came into view."""
    width, height = SCREEN
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": LINE,
            "uploadThroughput": LINE,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(_WATCH)
    page.goto(f"http://{HOST}:{server.port}{path}", timeout=60_000)
    milliseconds = float(page.evaluate("() => window.tappable"))
    context.close()
    return milliseconds / 1000 if milliseconds >= 0 else float("inf")


def _result(path: str, seconds: list[float]) -> Result:
    never = sum(second == float("inf") for second in seconds)
    opening = 2 * LATENCY / 1000
    notes = [f"In {never} visits no number came into view."] if never else []
    notes.append(
        "Not measured: on such a line, opening a connection with TLS 1.3 takes two round trips "
        f"more, {opening:g} s, for {median(seconds) + opening:.2f} s in all; and a name to look up."
    )
    return Result(
        key="slow-phone" + ("-home" if path == "/" else path.replace("/", "-")),
        what=f"Slow phone: {path} to a number to tap",
        unit="s",
        series=(Series(name=OURS, rounds=tuple(seconds)),),
        aim=Aim(bound="at most", value=1.5, unit="s"),
        notes=tuple(notes),
    )
