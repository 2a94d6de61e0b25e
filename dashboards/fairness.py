"""Who is flagged how often, group by group, against what their sessions alone would give.

Frames in, frames out. More sessions give more chances to be flagged, and groups differ in how much
they teach; so the flags of a group are held against those that tutors of all groups with about as
many sessions have (indirect standardisation). What that can and cannot say is in docs/evidence.md.
"""

import polars as pl

from dashboards.shares import exact_ratio, exact_share

FEWEST = 10
"""Groups of fewer tutors are not shown: too few to say anything, and too easily one person."""
DIMENSIONS = {
    "tenure": "How long on the marketplace",
    "zone": "Region of the tutor's time zone",
    "subject": "Subject taught most",
    "volume": "Sessions in the weeks looked at",
    "hours": "Share of evenings and nights, where the tutor is",
}
_TENURE = ((90, "under 90 days"), (365, "90 days to a year"), (1095, "1 to 3 years"))
_VOLUME = ((10, "1 to 9"), (25, "10 to 24"), (50, "25 to 49"), (100, "50 to 99"),
           (200, "100 to 199"))  # fmt: skip
_HOURS = ((0.1, "under 10 %"), (0.3, "10 to 30 %"), (0.6, "30 to 60 %"))
_UNKNOWN = "not known"
_MOST_GROUPS = 12


def grouped(tutors: pl.DataFrame) -> pl.DataFrame:
    """Put each tutor into a group of each dimension, and into a stratum of sessions.

    Args:
        tutors: One row a tutor, as `queries/groups.sql` gives them.

    Returns:
        The same rows with a column a dimension, and stratum.
    """
    volume = _banded("sessions", _VOLUME, "200 or more")
    return tutors.with_columns(
        tenure=_banded("tenure_days", _TENURE, "over 3 years"),
        zone=pl.col("zone").fill_null(_UNKNOWN),
        subject=pl.col("subject").fill_null(_UNKNOWN),
        volume=volume,
        hours=_banded("odd_share", _HOURS, "60 % or more"),
        stratum=volume,
    )


def compare(tutors: pl.DataFrame, dimension: str, flag: str) -> pl.DataFrame:
    """Compare the groups of a dimension.

    Args:
        tutors: Tutors, grouped.
        dimension: One of `DIMENSIONS`.
        flag: The column that tells who is flagged.

    Returns:
        One row a group, by name, those of fewer than ten tutors left out: group, tutors, sessions
        (median), observed, rate, low, high (exact 95 %), expected, ratio, ratio_low and ratio_high
        (null: nothing was to be expected). Groups of volume are their own strata and have no
        ratio; nor has a group without another beside it.
    """
    rated = tutors.with_columns(pl.col(flag).mean().over("stratum").alias("expected"))
    rows = (
        rated.group_by(group=dimension)
        .agg(
            tutors=pl.len(),
            sessions=pl.col("sessions").median(),
            observed=pl.col(flag).sum().cast(pl.Int64),
            expected=pl.col("expected").sum(),
            order=pl.col(_ORDER[dimension]).min() if dimension in _ORDER else pl.lit(0.0),
        )
        .filter(pl.col("tutors") >= FEWEST)
        .sort(["order", "tutors", "group"], descending=[False, True, False])
        .head(_MOST_GROUPS)
        .drop("order")
    )
    return rows.with_columns(*_ranges(rows, standardised=dimension != "volume" and rows.height > 1))


def hidden(tutors: pl.DataFrame, dimension: str) -> tuple[int, int]:
    """Count the groups that are not shown, and the tutors in them."""
    sizes = sorted(tutors.group_by(dimension).len()["len"].to_list(), reverse=True)
    beyond = [one for place, one in enumerate(sizes) if one < FEWEST or place >= _MOST_GROUPS]
    return len(beyond), sum(beyond)


_ORDER = {"tenure": "tenure_days", "volume": "sessions", "hours": "odd_share"}


def _ranges(rows: pl.DataFrame, *, standardised: bool) -> list[pl.Series]:
    seen, among, due = (rows[key].to_list() for key in ("observed", "tutors", "expected"))
    shares = [exact_share(x, n) for x, n in zip(seen, among, strict=True)]
    known = [standardised and one > 0 for one in due]
    ratios = [
        (x / one, *exact_ratio(x, one)) if is_known else (None, None, None)
        for x, one, is_known in zip(seen, due, known, strict=True)
    ]
    figures = {
        "rate": [x / n for x, n in zip(seen, among, strict=True)],
        "low": [low for low, _ in shares],
        "high": [high for _, high in shares],
        "ratio": [ratio for ratio, _, _ in ratios],
        "ratio_low": [low for _, low, _ in ratios],
        "ratio_high": [high for _, _, high in ratios],
    }
    return [pl.Series(name, its, dtype=pl.Float64) for name, its in figures.items()]


def _banded(column: str, edges: tuple[tuple[float, str], ...], last: str) -> pl.Expr:
    said: pl.Expr = pl.lit(last)
    for below, name in reversed(edges):
        said = pl.when(pl.col(column) < below).then(pl.lit(name)).otherwise(said)
    return pl.when(pl.col(column).is_null()).then(pl.lit(_UNKNOWN)).otherwise(said)
