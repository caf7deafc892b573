#!/usr/bin/env python3
"""
Makes `packs/us/zip_points.toml`: about where each ZIP code is, to look for services near it.

    python3 -m venv zips && zips/bin/pip install zipcodes==3.0.0
    zips/bin/python scripts/make_zip_points.py

Points come from the package `zipcodes`, and are rounded to a hundredth of a degree: a kilometre.
"""

from __future__ import annotations

from pathlib import Path

import zipcodes

OUT = Path(__file__).parents[1] / "src/hearthlight/packs/us/zip_points.toml"
ABROAD = {"AA", "AE", "AP", "FM", "MH", "PW"}
HEAD = """\
# Made by scripts/make_zip_points.py; do not edit. One line for the codes that share three digits:
# these, then for each code its last two digits, latitude and longitude in hundredths of a degree.

[[zip_points]]
id      = "zip-points-us"
read_on = "2026-11-25"
sources = ["source-zip-points"]
table   = '''
"""


def main() -> None:
    """Write the table."""
    lines: dict[str, list[str]] = {}
    for row in sorted(zipcodes.list_all(), key=lambda each: str(each["zip_code"])):
        code = row["zip_code"]
        if row["state"] not in ABROAD:
            latitude, longitude = (round(100 * float(row[name])) for name in ("lat", "long"))
            lines.setdefault(code[:3], []).append(f"{code[3:]} {latitude} {longitude}")
    text = "".join(f"{area} {' '.join(points)}\n" for area, points in lines.items())
    OUT.write_text(f"{HEAD}{text}'''\n", "utf-8")


if __name__ == "__main__":
    main()
