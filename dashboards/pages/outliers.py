"""Tutors who stand out: listed, and drawn against what chance explains."""

import numpy as np
import polars as pl

from dashboards import figures, words
from dashboards.limits import funnel_limits
from dashboards.pages import cells
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Figure, Table

MOST_OUTLIERS = 20
_INSIDE = 0.998


def against_chance(facts: Facts) -> pl.DataFrame:
    """Hold each tutor against chance: limits is 'beyond', 'above' or 'within'."""
    tutors = facts.tutors.filter(pl.col("sessions") > 0)
    centre = _centre(facts)
    exposure = tutors["sessions"].to_numpy().astype(np.float64)
    far, near = (
        funnel_limits(exposure, centre=centre, inside=inside)[1] for inside in (_INSIDE, 0.95)
    )
    rate = tutors["late_rate"].to_numpy()
    with np.errstate(invalid="ignore"):
        against = np.where(rate >= far, "beyond", np.where(rate >= near, "above", "within"))
    return tutors.with_columns(
        pl.Series("against", against, dtype=pl.String),
        excess=pl.col("late") - facts.run.stamp.limit * pl.col("sessions"),
    )


def _centre(facts: Facts) -> float:
    late, sessions = int(facts.tutors["late"].sum()), int(facts.tutors["sessions"].sum())
    return min(max(late / sessions, 1e-4), 0.999) if sessions else 0.03


def list_card(facts: Facts, outliers: pl.DataFrame, site: Site) -> Card:
    """List those beyond chance or flagged, by late sessions above the limit."""
    asked = outliers.filter(
        (pl.col("against") == "beyond") | pl.col("state").is_in(["flagged", "held", "paused"])
    ).sort("excess", "tutor_id", descending=[True, False])
    path = site.write_frame(
        "csv/outliers.csv",
        asked.select("tutor_id", "display_name", "sessions", "late", "late_rate", "rate_low",
                     "rate_high", "against", "state", "excess"),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [
            cells.tutor(row["display_name"], row["tutor_id"], facts.href(row["tutor_id"])),
            f"{words.number(row['late'])} of {words.number(row['sessions'])}",
            words.percent(row["late_rate"]) if row["enough"] else cells.too_few("too few to judge"),
            words.span(row["rate_low"], row["rate_high"]),
            _AGAINST[row["against"]],
            cells.pill(*_STATE[row["state"]]),
        ]
        for row in asked.head(MOST_OUTLIERS).iter_rows(named=True)
    ]
    more = ""
    if asked.height > MOST_OUTLIERS:
        more = f"The first {MOST_OUTLIERS} of {words.number(asked.height)}; the CSV file has all."
    beyond = outliers.filter(pl.col("against") == "beyond").height
    others = "; the others have a flag that asks a person" if asked.height > beyond else ""
    return Card(
        name="outliers",
        title=f"Tutors who stand out ({words.number(asked.height)})",
        how=f"{words.number(beyond)} of {words.some(outliers.height, 'tutor')} lie beyond what "
        f"chance explains around the marketplace's rate{others}. Ordered by late sessions above "
        "the limit.",
        method="funnel",
        table=Table(
            caption="Tutors who stand out, by late sessions above the limit",
            columns=[
                Column(title="Tutor"),
                Column(title="Late of sessions", numeric=True),
                Column(title="Rate", numeric=True),
                Column(title="95 % range", numeric=True),
                Column(title="Against chance"),
                Column(title="State"),
            ],
            rows=rows,
            csv=path,
            empty="Nobody stands out.",
            more=more,
            stack=True,
        ),
    )


_AGAINST = {
    "beyond": "beyond the 99.8 % limit",
    "above": "beyond the 95 % limit",
    "within": "within chance",
}
_STATE = {
    "paused": cells.STATES["paused"],
    "held": cells.STATES["hold_for_manager"],
    "last": cells.STATES["only_if_all_others_full"],
    "flagged": ("Flagged", "▲", "warn"),
    "few": ("Too few to judge", "○", "none"),
    "plain": ("Nobody is asked", "●", "none"),
}


def funnel_card(facts: Facts, outliers: pl.DataFrame) -> Card:
    """Draw all tutors against the limits of chance."""
    spans = [
        words.span(low, high) for low, high in outliers.select("rate_low", "rate_high").iter_rows()
    ]
    frame = outliers.select(
        pl.coalesce("display_name", "tutor_id").alias("name"),
        pl.col("sessions").alias("exposure"),
        "late",
        pl.col("late_rate").alias("rate"),
        pl.Series("span", spans, dtype=pl.String),
        "state",
    )
    return Card(
        name="funnel",
        title="Sessions against late rate",
        how="Few sessions bounce around, so the limits widen on the left. A tutor above the solid "
        "line is very unlikely to be there by chance. The limits flag nobody; rules do.",
        method="funnel",
        figure=Figure(
            name="funnel",
            label="Late rate of each tutor against sessions, with limits of chance; the table "
            "above lists those who stand out",
            height="xl",
            spec=figures.funnel(
                frame,
                centre=_centre(facts),
                limit=facts.run.stamp.limit,
                min_volume=facts.run.stamp.min_volume,
            ),
        ),
    )
