"""Hold what each wrote against ours: the same lines rejected, the same sessions counted."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

KEY = ["tutor_id", "window_days"]


def agree(outs: Mapping[str, Path]) -> None:
    """Compare, row by row.

    Args:
        outs: The folder of each job, with tutor_rates.parquet (tutor_id, window_days, sessions,
            late) and rejected_rows.parquet (log, line, reason), where
            the first row of a file is line 0.

    Raises:
        AssertionError: One differs from ours.
    """
    for name, out in outs.items():
        for told in (_counts, _rejected):
            theirs, ours = told(out), told(outs["ours"])
            if not theirs.equals(ours):
                raise AssertionError(
                    f"{name}: {told.__name__[1:]} differ from ours:\n"
                    f"theirs alone {theirs.join(ours, on=theirs.columns, how='anti')}\n"
                    f"ours alone {ours.join(theirs, on=theirs.columns, how='anti')}"
                )


def _counts(out: Path) -> pl.DataFrame:
    frame = pl.read_parquet(out / "tutor_rates.parquet")
    numbers = pl.col("window_days", "sessions", "late").cast(pl.Int64)
    return frame.select(pl.col("tutor_id").cast(pl.String), numbers).sort(KEY)


def _rejected(out: Path) -> pl.DataFrame:
    frame = pl.read_parquet(out / "rejected_rows.parquet")
    names = [pl.col(name).cast(pl.String) for name in ("log", "reason")]
    return frame.select(pl.col("line").cast(pl.Int64), *names).sort("log", "line", "reason")
