"""Draws docs/images/performance.svg: every round as a dot, the median as a line, aims as marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.report import figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from benchmarks.result import Result, Series

OURS, THEIRS, AIM = "#8a4b00", "#5a6570", "#0b6e4f"
"""Told apart by lightness and by place too, not by color alone."""
PANELS = ("page", "outcome", "outcome-plain")
"""Measures of replies a second, a panel each; all that is in seconds shares one more."""

Row = tuple[str, "Series", float | None, bool]
"""Its name, its rounds, its aim, and whether it is ours."""


def draw(results: Sequence[Result], path: Path) -> None:
    """Write the plot. Measures that were not taken are left out."""
    by_key = {result.key: result for result in results if not result.missing}
    panels: list[tuple[str, str, list[Row]]] = [
        (
            by_key[key].what,
            by_key[key].unit,
            [
                (series.name, series, None, place == 0)
                for place, series in enumerate(by_key[key].series)
            ],
        )
        for key in PANELS
        if key in by_key
    ]
    in_seconds: list[Row] = [
        (
            result.what,
            result.series[0],
            result.aim.value if result.aim else None,
            True,
        )
        for result in by_key.values()
        if result.unit == "s" and max(result.series[0].rounds) != float("inf")
    ]
    if in_seconds:
        panels.append(("Seconds (green: the aim, at most)", "s", in_seconds))
    if not panels:
        return
    heights = [len(rows) + 0.9 for _, _, rows in panels]
    with mpl.rc_context():
        mpl.rc("svg", fonttype="none", hashsalt="hearthlight")  # text as text; the same ids always
        mpl.rc("font", family="sans-serif")
        drawing = Figure(figsize=(8, 0.42 * sum(heights) + 0.4), layout="constrained")
        grid = drawing.subplots(len(panels), 1, squeeze=False, height_ratios=heights)
        for axes, (title, unit, rows) in zip(grid[:, 0], panels, strict=True):
            _panel(axes, title, unit, rows)
        path.parent.mkdir(parents=True, exist_ok=True)
        drawing.savefig(path, format="svg", facecolor="white", metadata={"Date": None})


def _panel(axes: Axes, title: str, unit: str, rows: Sequence[Row]) -> None:
    most = max(max(series.rounds) for _, series, _, _ in rows)
    most = max([most, *(aim for _, _, aim, _ in rows if aim is not None)])
    for place, (_, series, aim, is_ours) in enumerate(rows):
        color = OURS if is_ours else THEIRS
        axes.plot(series.rounds, [place] * len(series.rounds), "o", color=color, alpha=0.45, ms=6)
        axes.vlines(series.middle, place - 0.3, place + 0.3, color=color, lw=2.5)
        if aim is not None:
            axes.vlines(aim, place - 0.4, place + 0.4, color=AIM, lw=1.5, linestyles="dashed")
        right = max(series.rounds)
        axes.annotate(
            figure(series.middle, unit),
            (right, place),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=color,
            fontsize=9,
        )
    axes.set_title(title if unit == "s" else f"{title} ({unit})", loc="left", fontsize=10)
    axes.set_yticks(range(len(rows)), [name for name, _, _, _ in rows], fontsize=9)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, most * 1.12)
    axes.tick_params(axis="x", labelsize=8)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="x", color="#dddddd", lw=0.6)
    axes.set_axisbelow(True)
