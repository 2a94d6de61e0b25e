"""Which versions of a row the nights deliver, and on which day each became known."""

import polars as pl


def sessions(compact: pl.DataFrame) -> pl.DataFrame:
    """Give each session as booked, as moved and as it ended.

    Returns:
        The columns of the compact sessions and `known` (seconds): one row a version. A final
        version that is not kept was replaced by a planted row.
    """
    settled = pl.col("status").cast(pl.String) != "scheduled"
    moved = pl.col("moved_at").is_not_null()
    scheduled = pl.lit("scheduled", compact.schema["status"])
    no_lateness = pl.lit(None, compact.schema["minutes_late"])
    booked = compact.filter(settled | moved).with_columns(
        start=pl.col("original").fill_null(pl.col("start")),
        original=pl.lit(None, pl.Int64),
        status=scheduled,
        minutes_late=no_lateness,
        updated="booked",
    )
    as_moved = compact.filter(settled & moved).with_columns(
        status=scheduled, minutes_late=no_lateness, updated="moved_at"
    )
    final = compact.filter("keep")
    return pl.concat([booked, as_moved, final]).with_columns(known="updated")


def cancellations(compact: pl.DataFrame) -> pl.DataFrame:
    """Give each cancellation on the day it was received; see sessions."""
    return compact.filter("keep").with_columns(known="received")


def contacts(compact: pl.DataFrame) -> pl.DataFrame:
    """Give each message when it came, and again when support decided; see sessions."""
    decided = compact.filter(pl.col("decided").is_not_null())
    asked = decided.with_columns(decided=pl.lit(None, pl.Int64), known="at")
    return pl.concat([asked, compact.with_columns(known=pl.col("decided").fill_null(pl.col("at")))])


def feedback(compact: pl.DataFrame) -> pl.DataFrame:
    """Give each word of a student on the day it was given; see sessions."""
    return compact.with_columns(known="at")


def tutors(compact: pl.DataFrame) -> pl.DataFrame:
    """Give each tutor when joining, and again when leaving; see sessions."""
    gone = compact.filter("left")
    joined = gone.with_columns(left=pl.lit(value=False), known="joined")
    known = pl.when("left").then("left_at").otherwise("joined")
    return pl.concat([joined, compact.with_columns(known=known)])
