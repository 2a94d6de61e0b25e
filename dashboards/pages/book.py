"""Everything that tutors' pages show, read at once and laid out by tutor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboards.pages.facts import Facts
from dashboards.read import Published
from dashboards.values import Row
from tutor_reliability.evidence.rows import Signal
from tutor_reliability.intervals import wilson_interval

_WEEKS = 40
_KIND = (
    pl.when((pl.col("blame") == "tutor") & pl.col("event").is_in(["no_show", "interrupted"]))
    .then(pl.lit("no_show"))
    .when(pl.col("blame") != "tutor")
    .then(pl.lit("other"))
    .when(pl.col("rebooked"))
    .then(pl.lit("rebooked"))
    .when(pl.col("in_late") | pl.col("is_late"))
    .then(pl.lit("late"))
    .otherwise(pl.lit("early"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One tutor.

    Attributes:
        tutor: The row of `queries/tutors.sql`.
        rates: One row a window, the shortest first.
        incidents: Sessions that did not take place as booked, the newest first, with kind: late,
            no_show, early, rebooked or other.
        days: One row a day with sessions.
        trail: The 13 weeks up to each week: day, exposure, late, rate, low, high.
        habit: The row of `queries/tutor_facts.sql`; empty without sessions.
        signals: One row a signal, as in review.signals.
        evidence: One row a signal and late session it looked at, where it is of note.
        points: One row a signal and day asked, where it is of note.
    """

    tutor: Row
    rates: Sequence[Row]
    incidents: pl.DataFrame
    days: pl.DataFrame
    trail: pl.DataFrame
    habit: Row
    signals: Sequence[Signal]
    evidence: pl.DataFrame
    points: pl.DataFrame
    flags: Sequence[Row]
    cases: Sequence[Row]
    contacts: Sequence[Row]
    feedback: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """All tutors with a page.

    Attributes:
        peers: One row a week: day, low, high of the middle 80 % of tutors.
        outcome_words: What each class is called.
    """

    facts: Facts
    peers: pl.DataFrame
    outcome_words: Mapping[str, str]
    tutors: Mapping[str, Row]
    frames: Mapping[str, Mapping[str, pl.DataFrame]]
    empty: Mapping[str, pl.DataFrame]

    def entry(self, tutor_id: str) -> Entry:
        """Open the book at a tutor."""
        return Entry(
            tutor=self.tutors[tutor_id],
            rates=self._rows("rates", tutor_id),
            incidents=self._frame("incidents", tutor_id),
            days=self._frame("days", tutor_id).select("day", "booked"),
            trail=self._frame("trails", tutor_id),
            habit=next(iter(self._rows("habits", tutor_id)), {}),
            signals=[Signal.of(row) for row in self._rows("signals", tutor_id)],
            evidence=self._frame("evidence", tutor_id),
            points=self._frame("points", tutor_id),
            flags=self._rows("flags", tutor_id),
            cases=self._rows("cases", tutor_id),
            contacts=self._rows("contacts", tutor_id),
            feedback=self._rows("feedback", tutor_id),
        )

    def _frame(self, name: str, tutor_id: str) -> pl.DataFrame:
        return self.frames[name].get(tutor_id, self.empty[name])

    def _rows(self, name: str, tutor_id: str) -> list[Row]:
        found = self.frames[name].get(tutor_id)
        return [] if found is None else found.to_dicts()


def gather(facts: Facts, outcome_words: Mapping[str, str]) -> Book:
    """Read what the pages of all drawn tutors show."""
    run = facts.run
    drawn = sorted(facts.drawn)
    whole = {
        "rates": run.ask("tutor_rates", tutors=drawn),
        "incidents": run.ask("incidents", tutors=drawn).with_columns(kind=_KIND),
        "days": run.ask("tutor_days", tutors=drawn),
        "trails": _trails(run, drawn),
        "habits": run.ask("tutor_facts", tutors=drawn),
        "signals": run.ask("signals", tutors=drawn),
        "evidence": run.ask("signal_events", tutors=drawn),
        "points": run.ask("signal_points", tutors=drawn),
        "flags": run.ask("tutor_flags", tutors=drawn),
        "cases": facts.cases,
        "contacts": run.ask("tutor_contacts", tutors=drawn),
        "feedback": run.ask("tutor_feedback", tutors=drawn),
    }
    return Book(
        facts=facts,
        peers=_peers(run),
        outcome_words=outcome_words,
        tutors={
            row["tutor_id"]: row
            for row in facts.tutors.filter(pl.col("tutor_id").is_in(drawn)).iter_rows(named=True)
        },
        frames={name: _by_tutor(frame) for name, frame in whole.items()},
        empty={name: frame.clear() for name, frame in whole.items()},
    )


def _by_tutor(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    parts = frame.partition_by("tutor_id", as_dict=True, maintain_order=True)
    return {str(key[0]): part for key, part in parts.items()}


def _peers(run: Published) -> pl.DataFrame:
    as_of = run.stamp.day
    return run.ask("peers").select(
        day=pl.lit(as_of) - pl.duration(weeks=pl.col("weeks_ago")), low="low", high="high"
    )


def _trails(run: Published, drawn: Sequence[str]) -> pl.DataFrame:
    """Lay out every week for each tutor: those with too few sessions have no rate."""
    stamp = run.stamp
    weeks = pl.DataFrame({"weeks_ago": range(_WEEKS - 1, -1, -1)}, schema={"weeks_ago": pl.Int32})
    everyone = pl.DataFrame({"tutor_id": drawn}, schema={"tutor_id": pl.String})
    trail = (
        everyone.join(weeks, how="cross")
        .join(run.ask("tutor_trails", tutors=drawn), on=["tutor_id", "weeks_ago"], how="left")
        .with_columns(pl.col("exposure", "late").fill_null(0))
        .sort("tutor_id", "weeks_ago", descending=[False, True])
    )
    low, high = wilson_interval(trail["late"].to_numpy(), trail["exposure"].to_numpy())
    judged = pl.col("exposure") >= stamp.min_volume
    return trail.with_columns(pl.Series("low", low), pl.Series("high", high)).select(
        "tutor_id",
        "exposure",
        "late",
        day=pl.lit(stamp.day) - pl.duration(weeks=pl.col("weeks_ago")),
        rate=pl.when(judged).then(pl.col("late") / pl.col("exposure")),
        low=pl.when(judged).then("low"),
        high=pl.when(judged).then("high"),
    )
