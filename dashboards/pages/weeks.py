"""The marketplace's weekly late rate, and the days on which far more was lost than usual."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from scipy.special import betainc

from dashboards import figures, words
from dashboards.limits import run_chart_limits
from dashboards.pages.facts import Facts
from dashboards.pages.views import Card, Column, Figure, Table
from dashboards.read import Published

_DAYS_A_WEEK = 7
_SURGE = 1e-6
"""A day is unusual when chance gives as much less than once in a million days."""
_SURGE_FACTOR = 2.0
"""And when at least so many times the usual share was lost: on large days chance says little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """A year of weeks and days.

    Attributes:
        frame: One row a week with sessions: week, booked, exposure, late, rate, low, high,
            special, whole.
        centre: Late rate of those weeks.
        widening: How many times wider than chance the weekly range is.
        surges: One row an unusual day: day, exposure, late, tutors, excused.
    """

    frame: pl.DataFrame
    centre: float
    widening: float
    surges: pl.DataFrame


def gather(run: Published) -> Weeks:
    """Read the weeks and find the unusual ones."""
    as_of = run.stamp.day
    weeks = run.ask("weeks").filter(pl.col("exposure") > 0)
    whole = pl.col("week") + timedelta(days=_DAYS_A_WEEK - 1) <= as_of
    weeks = weeks.with_columns(rate=pl.col("late") / pl.col("exposure"), whole=whole)
    if weeks.is_empty():
        empty = weeks.with_columns(low=pl.lit(0.0), high=pl.lit(0.0), special=pl.lit(value=False))
        return Weeks(frame=empty, centre=0.0, widening=1.0, surges=run.ask("days").clear())
    centre, widening, low, high = run_chart_limits(weeks["late"], weeks["exposure"])
    weeks = weeks.with_columns(pl.Series("low", low), pl.Series("high", high)).with_columns(
        special=(pl.col("rate") > pl.col("high")) | (pl.col("rate") < pl.col("low"))
    )
    surges = _surges(run.ask("days"), centre)
    return Weeks(frame=weeks, centre=centre, widening=widening, surges=surges)


def _surges(days: pl.DataFrame, centre: float) -> pl.DataFrame:
    n = days["exposure"].to_numpy().astype(np.float64)
    x = days["late"].to_numpy().astype(np.float64)
    some = x > 0
    chance = np.ones_like(x)
    chance[some] = betainc(x[some], n[some] - x[some] + 1, max(centre, 1e-9))
    unusual = (chance < _SURGE) & (x > _SURGE_FACTOR * centre * n)
    return days.filter(pl.Series(unusual))


def rate_card(facts: Facts, weeks: Weeks) -> Card:
    """Draw the weekly rate, with its numbers."""
    limit = facts.run.stamp.limit
    return Card(
        name="weeks",
        title="Late rate by week",
        how=f"{late_words(facts)} Excused sessions count nowhere. The grey band is how much weeks "
        "usually differ; a diamond lies outside it. Shaded days are unusual.",
        method="weeks",
        figure=Figure(
            name="weeks",
            label="Late rate by week, with the range that weeks usually keep to",
            height="l",
            spec=figures.late_rate_by_week(
                weeks.frame, limit=limit, surges=list(weeks.surges["day"]), centre=weeks.centre
            ),
            numbers=week_table(weeks),
        ),
    )


def late_words(facts: Facts) -> str:
    """Say what counts as late, in the policy's words."""
    classes = facts.run.policy.get("classes")
    late = [
        str(one["words"])
        for one in (classes if isinstance(classes, list) else [])
        if isinstance(one, dict) and one["counts_as_late"]
    ]
    return f"Late: {'; '.join(late)}." if late else ""


def week_table(weeks: Weeks) -> Table:
    """List the weeks, the newest first."""
    rows = [
        [
            words.day(row["week"]) + ("" if row["whole"] else ", in progress"),
            words.number(row["late"]),
            words.number(row["exposure"]),
            words.percent(row["rate"]),
            words.span(row["low"], row["high"]),
            "unusual" if row["special"] else "",
        ]
        for row in weeks.frame.reverse().iter_rows(named=True)
    ]
    return Table(
        caption="Late rate by week",
        columns=[
            Column(title="Week of"),
            Column(title="Late", numeric=True),
            Column(title="Of sessions", numeric=True),
            Column(title="Rate", numeric=True),
            Column(title="Usual range", numeric=True),
            Column(title=""),
        ],
        rows=rows,
        csv="csv/weeks.csv",
        empty="No week counts yet.",
    )
