"""Make mart.tutors and mart.tutor_rates: each tutor's late rate over each window, and how sure.

Counting is SQL over tutor days; intervals and pooling are `intervals` and `pooling`.
"""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability import day_sums
from tutor_reliability.intervals import wilson_interval
from tutor_reliability.night import Night
from tutor_reliability.policy import Policy
from tutor_reliability.pooling import Prior, fit_prior, posterior
from tutor_reliability.tables import WINDOWS_DAYS
from tutor_reliability.warehouse import Opened

Models = Callable[[str], str]
_CARRIED = """
select
    tutor.tutor_id, span.window_days,
    coalesce(sums.sessions, 0) as sessions, coalesce(sums.late, 0) as late
from mart.tutors as tutor
cross join (select unnest($windows)::integer as window_days) as span
left join core.window_sums as sums
    on tutor.tutor_id = sums.tutor_id and span.window_days = sums.window_days
order by tutor.tutor_id, span.window_days
"""


def refresh_tutors(opened: Opened, models: Models, *, night: Night) -> int:
    """Bring mart.tutors to tonight; gives the number of tutors.

    Each tutor's first and last day are all that the model asks of tutor days.
    """
    sql = models("mart.tutors")
    if day_sums.are_of(opened, night.as_of):
        sql = sql.replace("core.tutor_days", "core.tutor_edges")
    return opened.replace("mart.tutors", sql, {"known_until": night.known_until})


def refresh_rates(opened: Opened, models: Models, *, policy: Policy, night: Night) -> int:
    """Bring mart.tutor_rates to tonight; gives the number of rows, one a tutor and window."""
    counts = window_counts(opened, models, night=night)
    windows = counts["window_days"].to_numpy()
    places = [np.flatnonzero(windows == window) for window in WINDOWS_DAYS]
    parts = [rate_frame(counts[its], policy=policy) for its in places]
    frame = pl.concat(parts)[_back(np.concatenate(places))].with_columns(as_of=pl.lit(night.as_of))
    with opened.transaction():
        opened.take("mart.tutor_rates", frame)
    return frame.height


def window_counts(opened: Opened, models: Models, *, night: Night) -> pl.DataFrame:
    """Count each tutor's sessions: by what was carried to this night, else from all tutor days.

    Returns:
        One row a tutor and window, in that order: tutor_id, window_days, sessions, late.
    """
    windows = {"windows": list(WINDOWS_DAYS)}
    if day_sums.are_of(opened, night.as_of):
        return opened.frame(_CARRIED, windows)
    longest = {"as_of": night.as_of, "longest_window": max(WINDOWS_DAYS)}
    opened.stage("stage.window_counts", models("stage.window_counts"), windows | longest)
    counts = opened.frame("select * from stage.window_counts order by tutor_id, window_days")
    opened.con.execute("drop table stage.window_counts")
    return counts


def rate_frame(counts: pl.DataFrame, *, policy: Policy) -> pl.DataFrame:
    """Rate the tutors of one window.

    Args:
        counts: One row a tutor: tutor_id, window_days, sessions, late.
        policy: The policy in force, for its limit, smallest volume and prior.

    Returns:
        One row a tutor, as mart.tutor_rates but for as_of.
    """
    late = counts["late"].to_numpy().astype(np.int64)
    sessions = counts["sessions"].to_numpy().astype(np.int64)
    rate = policy.rate
    fallback = Prior(late=rate.prior_late, kept=rate.prior_sessions - rate.prior_late)
    prior = fit_prior(late, sessions, fallback=fallback, min_tutors=rate.min_tutors)
    believed = posterior(late, sessions, prior=prior, limit=rate.limit)
    low, high = wilson_interval(late, sessions)
    return counts.select(
        "tutor_id",
        "window_days",
        pl.col("sessions").cast(pl.Int32),
        pl.col("late").cast(pl.Int32).alias("late_cancellations"),
        pl.when(pl.col("sessions") > 0)
        .then(pl.col("late") / pl.col("sessions"))
        .otherwise(None)
        .alias("late_rate"),
        pl.Series("rate_low", low),
        pl.Series("rate_high", high),
        pl.Series("pooled_rate", believed.mean),
        pl.Series("pooled_low", believed.low),
        pl.Series("pooled_high", believed.high),
        pl.Series("chance_over_limit", believed.chance_over_limit),
        (pl.col("sessions") >= rate.min_volume).alias("enough"),
        pl.Series("rank", _rank(believed.low)),
    )


def _back(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give where to find each place, of rows that were taken from these places."""
    back = np.empty_like(places)
    back[places] = np.arange(len(places))
    return back


def _rank(pooled_low: NDArray[np.float64]) -> NDArray[np.int32]:
    """Rank by how bad the tutor surely is at least; equal evidence shares a rank."""
    _, which, sharing = np.unique(-pooled_low, return_inverse=True, return_counts=True)
    ranks: NDArray[np.int32] = (np.cumsum(sharing) - sharing + 1).astype(np.int32)[which]
    return ranks
