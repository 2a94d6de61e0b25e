"""With what evidence was weighed tonight: the prior of the month, what hours and days weigh."""

from collections.abc import Callable, Sequence

import polars as pl

from dashboards import words
from dashboards.pages.facts import Facts
from dashboards.pages.views import Card, Cell, Column, Table
from tutor_reliability.evidence.telling import signal_title
from tutor_reliability.tables.values import RATE_SIGNALS

MOST_INCIDENTS = 30


def cards(facts: Facts) -> list[Card]:
    """Show the prior and the factors."""
    return [_prior(facts), _factors(facts)]


def _prior(facts: Facts) -> Card:
    every = facts.run.ask("priors").with_columns(
        is_first=(pl.col("component") == pl.col("component").min()).over("signal")
    )
    of_rates = pl.col("signal").is_in(RATE_SIGNALS)
    prior, sides = every.filter(of_rates), every.filter(~of_rates)
    return Card(
        name="prior-of-the-month",
        title="What was expected of tutors this month",
        how=_how(prior, facts.weighed.terms.min_tutors),
        method="prior",
        table=_kinds(prior, "Mean rate", words.percent),
        folded=[
            (
                "What the side detectors expect: times the usual",
                _kinds(sides, "Mean, times the usual", lambda times: f"{times:.2f}"),
            )
        ]
        if sides.height
        else [],
    )


def _kinds(prior: pl.DataFrame, mean: str, say: Callable[[float], str]) -> Table:
    rows: list[Sequence[Cell]] = [
        [
            signal_title(row["signal"]),
            "ordinary" if row["is_first"] else "heavy",
            words.percent(row["share"]),
            say(row["shape"] / row["rate"]) if row["rate"] else "unknown",
            words.number(row["rate"]),
            "the policy's own: too few tutors" if row["fallback"] else "learnt",
            words.number(row["tutors"]),
            words.day(row["fitted_until"]),
        ]
        for row in prior.iter_rows(named=True)
    ]
    return Table(
        caption=f"Kinds of tutors expected this month: {mean.lower()}",
        columns=[
            Column(title="For"),
            Column(title="Kind"),
            Column(title="Share of tutors", numeric=True),
            Column(title=mean, numeric=True),
            Column(title="Speaks with", numeric=True),
            Column(title="Where from"),
            Column(title="Tutors", numeric=True),
            Column(title="Learnt until", narrow=True),
        ],
        rows=rows,
        empty="No evidence was weighed in this run.",
        stack=True,
    )


def _how(prior: pl.DataFrame, fewest: int) -> str:
    said = "Learnt from all tutors up to the end of the month before, and kept for the month."
    if prior.is_empty() or not prior["fallback"].any():
        return said
    return (
        f"{said} Where fewer than {words.number(fewest)} tutors have a session there is too little "
        "to learn from, and the policy's own numbers are used."
    )


def _factors(facts: Facts) -> Card:
    factors = facts.run.ask("exposure_factors")
    hours = factors.filter(pl.col("kind") == "hours").sort("place", "factor", descending=True)
    incidents = factors.filter(pl.col("kind") == "incident").sort("key", descending=True)
    return Card(
        name="factors",
        title="What hours and incidents weigh",
        how="At a factor of 1.4 a session weighs as 1.4: more is lost at that hour by everybody, "
        "so that a loss says less of the tutor. Days of an incident weigh so much that they say "
        "next to nothing.",
        method="load",
        table=_table("Hours of the day, where the tutor is", "Hours", hours),
        folded=[
            (
                f"Days of incidents ({words.number(incidents.height)})",
                _table("Days of incidents, by place", "Day", incidents.head(MOST_INCIDENTS)),
            )
        ]
        if incidents.height
        else [],
    )


def _table(caption: str, first: str, factors: pl.DataFrame) -> Table:
    rows: list[Sequence[Cell]] = [
        [
            words.plain(row["key"]),
            row["place"] or "everywhere",
            f"{row['factor']:.2f}",
            f"{words.number(row['late'])} of {words.number(row['sessions'])}",
        ]
        for row in factors.iter_rows(named=True)
    ]
    return Table(
        caption=caption,
        columns=[
            Column(title=first),
            Column(title="Place"),
            Column(title="Factor", numeric=True),
            Column(title="Late of sessions", numeric=True),
        ],
        rows=rows,
        empty="No factor was learnt in this run.",
        stack=True,
    )
