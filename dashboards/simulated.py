"""How chances kept their word on simulated tutors, as the proof bench measured it.

The file beside this one is cut from the bench's results, so that an installed package has it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import polars as pl

from dashboards.shares import exact_share

FILE = "data/evidence_calibration.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What the bench measured.

    Attributes:
        said: Of what: worlds, tutors and nights, in words.
        bands: One row a band of chances: band_low, band_high, given (mean chance), tutors, truly,
            share, low and high (its exact 95 % range).
    """

    said: str
    bands: pl.DataFrame


def simulated() -> Simulated | None:
    """Read what the bench measured; None where no result came with the package."""
    file = resources.files("dashboards").joinpath(FILE)
    return read(json.loads(file.read_text("utf-8"))) if file.is_file() else None


def read(told: Mapping[str, object]) -> Simulated:
    """Read a result: `said`, and `calibration`, a list of low, high, tutors, truly and given.

    Without `given` the middle of the band stands for its mean chance.
    """
    listed = told["calibration"]
    rows = [_band(one) for one in (listed if isinstance(listed, list) else [])]
    return Simulated(said=str(told.get("said", "")), bands=pl.DataFrame(rows))


def _band(row: Mapping[str, float]) -> dict[str, float]:
    tutors, truly = int(row["tutors"]), int(row["truly"])
    low, high = exact_share(truly, tutors)
    return {
        "band_low": float(row["low"]),
        "band_high": float(row["high"]),
        "given": float(row.get("given", (row["low"] + row["high"]) / 2)),
        "tutors": tutors,
        "truly": truly,
        "share": truly / tutors if tutors else 0.0,
        "low": low,
        "high": high,
    }
