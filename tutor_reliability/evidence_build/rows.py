"""From what was judged to rows: one row a tutor and rate, its events, its points, the priors."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.score import Points, Terms, Tonight, part_of
from tutor_reliability.evidence.what_if import Excusable, chances_without, recovery
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import Counted, LateDays, dates
from tutor_reliability.evidence_build.frames import Found
from tutor_reliability.evidence_build.points import NO_POINTS
from tutor_reliability.evidence_build.priors import Priors
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.sessions import Sessions, Spells, event_frame
from tutor_reliability.evidence_build.span import WEEK
from tutor_reliability.evidence_build.weeks import Asked, Weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is common to both rates.

    Attributes:
        question: The night.
        tutors: All tutors by number, with the sums of the weeks that end tonight.
        asked: Those with enough to judge on some day.
        late: The days with a late session.
        spells: Which of these are spells.
        sessions: Late sessions of the tutors of note.
        noted: The tutors of note, by number.
        terms: What the score is held against.
    """

    question: Question
    tutors: pl.DataFrame
    asked: Asked
    late: LateDays
    spells: Spells
    sessions: Sessions
    noted: Numbers
    terms: Terms

    @property
    def last(self) -> int:
        """Tonight, as a number."""
        return self.question.night.as_of.toordinal()

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which days with a late session lie in the weeks that end tonight."""
        return self.late.days.day > self.last - self.question.span.week_days

    def summed(self, figures: Floats) -> Floats:
        """Sum a figure of the days with a late session over these weeks; one figure a tutor."""
        inside = self.inside
        found: Floats = np.bincount(
            self.late.days.tutor[inside], figures[inside], minlength=len(self.tutors)
        ).astype(np.float64)
        return found

    def everybody(self, figures: NDArray) -> NDArray:
        """Give figures of those asked as figures of all tutors; NaN for the others."""
        whole = np.full(len(self.tutors), np.nan)
        whole[self.asked.numbers] = figures
        return whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One of the two rates, judged.

    Attributes:
        signal: Its name.
        weeks: The weeks that end tonight, of the tutors asked about.
        priors: What was expected of tutors.
        tonight: What is believed of them tonight.
        points: What was believed on past days.
    """

    signal: str
    weeks: Weeks
    priors: Priors
    tonight: Tonight
    points: Points = NO_POINTS

    def of_note(self, terms: Terms) -> NDArray[np.bool_]:
        """Tell whose chance is of note tonight; one figure a tutor asked about."""
        chance: NDArray[np.bool_] = (
            np.nan_to_num(self.tonight.current.chance_over_limit) >= terms.noted_from
        )
        return chance


def found_of(judged: Judged, rates: list[Rate]) -> Found:
    """Give the rows of both rates."""
    return Found(
        signals=pl.concat(_signals(judged, one) for one in rates),
        events=pl.concat(_events(judged, one) for one in rates),
        points=pl.concat(_points(judged, one) for one in rates),
        priors=pl.concat(_priors(one) for one in rates),
    )


def _signals(judged: Judged, rate: Rate) -> pl.DataFrame:
    """Give one row a tutor."""
    tonight = rate.tonight
    current = tonight.current
    since = np.nan_to_num(judged.everybody(np.where(tonight.enough, current.since_week, np.nan)))
    changed = (since > 0) & (since < judged.terms.weeks)
    now_trials = np.where(
        changed, judged.everybody(_since(rate.weeks.trials, current.since_week)), 0.0
    )
    now_events = np.where(changed, judged.everybody(current.events), 0.0)
    frame = (
        _totals(judged, rate.signal)
        .with_columns(
            signal=pl.lit(rate.signal),
            reference=pl.lit(judged.terms.limit),
            enough=pl.col("events") >= judged.terms.min_events,
            chance=_of_all(judged, current.chance_over_limit),
            rate=_of_all(judged, current.rate),
            rate_low=_of_all(judged, tonight.low),
            rate_high=_of_all(judged, tonight.high),
            chance_of_change=_of_all(judged, current.chance_of_change),
            since=pl.when(pl.Series(changed)).then(
                dates((judged.last - since * WEEK + 1).astype(np.int64))
            ),
            now_events=pl.when(pl.Series(changed)).then(now_events).otherwise("events"),
            now_trials=pl.when(pl.Series(changed)).then(now_trials).otherwise("trials"),
            once_in=_of_all(judged, tonight.once_in),
        )
        .with_columns(
            before_events=pl.col("events") - pl.col("now_events"),
            before_trials=pl.col("trials") - pl.col("now_trials"),
        )
    )
    return _told(judged, rate, frame).drop("number")


def _of_all(judged: Judged, figures: Floats) -> pl.Series:
    return pl.Series(judged.everybody(figures)).fill_nan(None)


def _since(figures: Floats, week: Numbers) -> Floats:
    summed: Floats = np.cumsum(figures, axis=1)[np.arange(len(week)), np.maximum(week, 1) - 1]
    return summed


def _totals(judged: Judged, signal: str) -> pl.DataFrame:
    late = judged.late
    trials, load = ("sessions", "load") if signal == "late_sessions" else ("days", "day_load")
    more_trials = judged.summed(late.more_trials(signal))
    more_load = judged.summed(late.more_load(signal))
    many = judged.spells.number >= 0
    return judged.tutors.select(
        "tutor_id",
        "number",
        events=pl.Series(judged.summed(late.events(signal))),
        trials=pl.col(trials) - pl.Series(more_trials),
        load=pl.col(load) - pl.Series(more_load),
        spells=pl.Series(judged.summed(np.where(late.once.stands & many, 1.0, 0.0))),
        spell_events=pl.Series(judged.summed(np.where(many, late.events(signal), 0.0))),
        spell_sessions=pl.Series(judged.summed(np.where(many, late.left, 0.0))),
        unscored_sessions=pl.col("unscored"),
    )


def _told(judged: Judged, rate: Rate, frame: pl.DataFrame) -> pl.DataFrame:
    """Add what is told of tutors of note: recovery, students, sessions."""
    noted = rate.of_note(judged.terms)
    numbers = judged.asked.numbers[noted]
    clean = recovery(
        rate.weeks.events[noted],
        rate.weeks.load[noted],
        below=judged.terms.noted_from,
        prior=rate.priors.tonight,
        terms=judged.terms,
        happened=part_of(rate.weeks.happened, noted),
    )
    since = rate.tonight.current.since_week[noted]
    last = np.full(len(numbers), judged.last)
    sessions = judged.sessions.of_signal(rate.signal, judged.late)
    more = pl.DataFrame(
        {
            "number": numbers.astype(np.int32),
            "clean_weeks": np.where(clean.weeks > 0, clean.weeks.astype(float), np.nan),
            "clean_chance": clean.chance,
            "session_ids": sessions.lists(numbers, last - since * WEEK + 1, last),
        }
    ).with_columns(pl.col("clean_weeks", "clean_chance").fill_nan(None))
    return frame.join(more, on="number", how="left", maintain_order="left").join(
        _students(sessions, judged), on="number", how="left", maintain_order="left"
    )


def _students(sessions: Sessions, judged: Judged) -> pl.DataFrame:
    """Count the distinct students of late sessions in the weeks that end tonight."""
    chosen = (sessions.at >= 0) & (sessions.day > judged.last - judged.question.span.week_days)
    return (
        sessions.part(chosen)
        .frame.group_by("number")
        .agg(students=pl.col("student_id").drop_nulls().n_unique())
    )


def _events(judged: Judged, rate: Rate) -> pl.DataFrame:
    sessions = judged.sessions.of_signal(rate.signal, judged.late)
    recent = sessions.since(judged.last - judged.question.span.week_days + 1)
    without = _without(judged, rate)
    frame = event_frame(rate.signal, recent, judged.late, judged.spells, without)
    return (
        frame.drop("is_incident", "excused")
        .join(judged.tutors.select("number", "tutor_id"), on="number", maintain_order="left")
        .drop("number")
        .with_columns(signal=pl.lit(rate.signal))
    )


def _without(judged: Judged, rate: Rate) -> Floats:
    """Give the chance were the event of each day excused; NaN where it is of no note tonight."""
    late, row = judged.late, judged.asked.places(judged.late.days.tutor)
    of_note = np.append(rate.of_note(judged.terms), [False])
    event = judged.inside & (late.events(rate.signal) > 0) & of_note[row]
    at = np.flatnonzero(event & (late.once.stands | ~late.once.spell))
    part, second = _second(rate.signal, late, at)
    chance = np.full(len(row), np.nan)
    chance[at] = chances_without(
        rate.weeks.events,
        rate.weeks.load,
        Excusable(
            row=row[at],
            week=(judged.last - late.days.day[at]) // WEEK,
            load=_one_event(rate.signal, late)[at],
            part=part,
            part_week=(judged.last - late.days.day[second]) // WEEK,
            part_load=late.load(rate.signal)[second],
        ),
        prior=rate.priors.tonight,
        terms=judged.terms,
        happened=rate.weeks.happened,
    )
    return chance[judged.spells.first]


def _second(signal: str, late: Counted, at: Numbers) -> tuple[Floats, Numbers]:
    """Give what the second day of each spell counts, and its row; the first's own where nothing."""
    after = np.minimum(at + 1, len(late.days.day) - 1)
    once = late.once
    there = once.spell[at] & once.spell[after] & ~once.begins[after] & (after > at)
    there &= (once.events[after] > 0) & (signal == "late_sessions")
    return np.where(there, once.events[after], 0.0), np.where(there, after, at)


def _one_event(signal: str, late: Counted) -> Floats:
    """Give the load that goes with one event of each day."""
    load = late.load(signal)
    if signal == "wiped_days":
        return load
    return load / np.maximum(late.once.trials, 1.0)


def _points(judged: Judged, rate: Rate) -> pl.DataFrame:
    sessions = judged.sessions.of_signal(rate.signal, judged.late)
    points = rate.points
    tutor, day = points.asked.tutor, points.asked.day
    return pl.DataFrame(
        {
            "tutor_id": judged.tutors["tutor_id"].gather(tutor),
            "day": dates(day),
            "chance": points.chance,
            "events": points.events,
            "session_ids": sessions.lists(tutor, day - points.since_week * WEEK + 1, day),
        }
    ).with_columns(signal=pl.lit(rate.signal))


def _priors(rate: Rate) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "signal": rate.signal,
                "component": component,
                "share": weight,
                "shape": shape,
                "rate": speed,
                "fitted_until": one.fitted_until,
                "tutors": one.tutors,
                "fallback": one.fallback,
                "loglik": one.loglik,
                "learnt_from": one.learnt_from,
            }
            for one in rate.priors.months
            for component, (weight, shape, speed) in enumerate(
                zip(one.mixture.weights, one.mixture.shapes, one.mixture.rates, strict=True),
                start=1,
            )
        ]
    )
