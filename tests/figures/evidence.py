"""The tables of evidence for a year of sessions, weighed by the real score with the fallback prior.

What is simpler than a real night: loads are plain counts but for one day of incident, one prior
holds all year, and of the side detectors only two have rows.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from tutor_reliability.evidence.collapse import Collapsed, WorkingDays, collapse
from tutor_reliability.evidence.mixture import Mixture
from tutor_reliability.evidence.score import Terms, Tonight, ask, asked_days, judge
from tutor_reliability.evidence.what_if import Excusable, chances_without, recovery
from tutor_reliability.evidence.windows import Asked, Course
from tutor_reliability.policy.model import Evidence

POLICY = Evidence()
TERMS = Terms(limit=POLICY.limit, weeks=POLICY.weeks, hazard=0.02, min_events=POLICY.min_events)
PRIOR = Mixture(
    weights=tuple(one.share for one in POLICY.prior),
    shapes=tuple(one.shape for one in POLICY.prior),
    rates=tuple(one.sessions for one in POLICY.prior),
)
NOTED = 0.5
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One of the two rates of all tutors, by day and tonight."""

    name: str
    tutors: list[str]
    days: WorkingDays
    collapsed: Collapsed
    course: Course
    tonight: Tonight
    as_of: date

    @property
    def events(self) -> np.ndarray:
        """Independent events of each day."""
        return self.collapsed.events if self.name == "late_sessions" else self._begun

    @property
    def trials(self) -> np.ndarray:
        """What they are among."""
        one = self.collapsed
        return one.trials if self.name == "late_sessions" else one.working_days

    @property
    def _begun(self) -> np.ndarray:
        return self.collapsed.begins.astype(np.float64)


def evidence_tables(
    sessions: pl.DataFrame, days: pl.DataFrame, tutors: list[str], *, as_of: date
) -> dict[str, pl.DataFrame]:
    """Make review.signals, signal_events, signal_points, priors and exposure_factors."""
    rates = [_weighed(name, days, tutors, as_of) for name in ("late_sessions", "wiped_days")]
    late = _late_sessions(sessions, as_of)
    signals = [_signals(one, late) for one in rates]
    events = [_events(one, late) for one in rates]
    signals += [_side(signals[0], name) for name in ("near_line", "reschedule_chain")]
    return {
        "review.signals": pl.concat(signals, how="diagonal_relaxed").sort("tutor_id", "signal"),
        "review.signal_events": pl.concat(events).sort("tutor_id", "signal", "day", "session_id"),
        "review.signal_points": pl.concat([_points(one, late) for one in rates]).sort(
            "tutor_id", "signal", "day"
        ),
        "review.priors": _priors(as_of, len(tutors)),
        "review.exposure_factors": _factors(as_of),
    }


def _weighed(name: str, frame: pl.DataFrame, tutors: list[str], as_of: date) -> Weighed:
    known = frame.filter(
        (pl.col("tutor_id") != "") & (pl.col("exposure") > 0) & (pl.col("day") <= as_of)
    ).sort("tutor_id", "day")
    number = {tutor: place for place, tutor in enumerate(tutors)}
    sessions = known["exposure"].to_numpy().astype(np.float64)
    days = WorkingDays(
        tutor=np.array([number[one] for one in known["tutor_id"]], dtype=np.int64),
        day=np.array([one.toordinal() for one in known["day"]], dtype=np.int64),
        sessions=sessions,
        late=known["late"].to_numpy().astype(np.float64),
        load=sessions,
        day_load=np.ones(len(sessions)),
    )
    collapsed = collapse(
        days,
        longest_gap=POLICY.longest_gap.number,
        longest_spell=POLICY.longest_spell.number,
        wiped_share=POLICY.wiped_share,
    )
    by_sessions = name == "late_sessions"
    events = collapsed.events if by_sessions else collapsed.begins.astype(np.float64)
    trials = collapsed.trials if by_sessions else collapsed.working_days
    course = Course.of(days.tutor, days.day, events, trials)
    everyone = np.arange(len(tutors), dtype=np.int64)
    weeks = course.weeks(
        Asked(tutor=everyone, day=np.full(len(tutors), as_of.toordinal())), TERMS.weeks
    )
    tonight = judge(*weeks, prior=PRIOR, terms=TERMS)
    return Weighed(
        name=name, tutors=tutors, days=days, collapsed=collapsed, course=course,
        tonight=tonight, as_of=as_of,
    )  # fmt: skip


def _weeks(one: Weighed) -> tuple[np.ndarray, ...]:
    tonight = np.full(len(one.tutors), one.as_of.toordinal())
    asked = Asked(tutor=np.arange(len(one.tutors), dtype=np.int64), day=tonight)
    return one.course.weeks(asked, TERMS.weeks)


def _signals(one: Weighed, late: pl.DataFrame) -> pl.DataFrame:
    found, (events, trials) = one.tonight, _weeks(one)
    current, noted = found.current, np.nan_to_num(found.current.chance_over_limit) >= NOTED
    back = recovery(events, trials, below=NOTED, prior=PRIOR, terms=TERMS)
    changed = found.enough & (current.since_week < TERMS.weeks)
    since = np.where(changed, current.since_week, TERMS.weeks)
    rows = np.arange(len(one.tutors))
    now_events, now_trials = (np.cumsum(x, axis=1)[rows, since - 1] for x in (events, trials))
    spells, inside = _spells(one)
    mine = late.group_by("tutor_id").agg(students=pl.col("student_id").n_unique())
    frame = pl.DataFrame(
        {
            "tutor_id": one.tutors,
            "enough": found.enough,
            "chance": _known(current.chance_over_limit),
            "events": events.sum(axis=1),
            "trials": trials.sum(axis=1),
            "load": trials.sum(axis=1),
            "rate": _known(current.rate),
            "rate_low": _known(found.low),
            "rate_high": _known(found.high),
            "since": [
                one.as_of - timedelta(days=_WEEK * int(weeks) - 1) if moved else None
                for weeks, moved in zip(since, changed, strict=True)
            ],
            "chance_of_change": _known(current.chance_of_change),
            "now_events": now_events,
            "now_trials": now_trials,
            "before_events": events.sum(axis=1) - now_events,
            "before_trials": trials.sum(axis=1) - now_trials,
            "once_in": _known(found.once_in),
            "spells": spells,
            "spell_events": spells.astype(np.float64),
            "spell_sessions": inside,
            "clean_weeks": [
                int(weeks) if is_noted and weeks else None
                for weeks, is_noted in zip(back.weeks, noted, strict=True)
            ],
            "clean_chance": _known(np.where(noted, back.chance, np.nan)),
            "unscored_sessions": np.zeros(len(rows), dtype=np.int64),
        },
        schema_overrides={"since": pl.Date, "clean_weeks": pl.Int32},
    ).with_columns(signal=pl.lit(one.name), as_of=pl.lit(one.as_of), reference=pl.lit(TERMS.limit))
    ids = late.sort("session_day").group_by("tutor_id").agg(pl.col("session_id"))
    return (
        frame.join(mine, on="tutor_id", how="left")
        .join(ids, on="tutor_id", how="left")
        .with_columns(
            pl.col("students").fill_null(0),
            session_ids=pl.when(pl.col("chance") >= NOTED)
            .then("session_id")
            .otherwise(pl.lit([], pl.List(pl.String))),
        )
    )


def _spells(one: Weighed) -> tuple[np.ndarray, np.ndarray]:
    recent = one.days.day > one.as_of.toordinal() - TERMS.weeks * _WEEK
    count = len(one.tutors)
    begins = np.bincount(one.days.tutor, one.collapsed.begins & recent, minlength=count)
    inside = np.bincount(
        one.days.tutor, np.where(one.collapsed.spell & recent, one.days.late, 0), minlength=count
    )
    return begins.astype(np.int64), inside.astype(np.int64)


def _events(one: Weighed, late: pl.DataFrame) -> pl.DataFrame:
    """Lay out the late sessions of tutors of note, with what excusing each would do."""
    noted = set(_kept(one))
    rows = pl.DataFrame(
        {
            "tutor_id": [one.tutors[tutor] for tutor in one.days.tutor],
            "session_day": [date.fromordinal(int(day)) for day in one.days.day],
            "spell_no": np.where(one.collapsed.spell, np.cumsum(one.collapsed.begins), 0),
            "begins": one.collapsed.begins,
            "load": one.days.load,
            "week": (one.as_of.toordinal() - one.days.day) // _WEEK,
        },
        schema_overrides={"session_day": pl.Date},
    )
    found = late.filter(pl.col("tutor_id").is_in(noted)).join(rows, on=["tutor_id", "session_day"])
    spell = pl.col("spell_no") > 0
    if one.name == "wiped_days":
        found = found.filter(spell)
    carries = ~spell | (
        pl.int_range(pl.len()).over("tutor_id", pl.when(spell).then("spell_no")) == 0
    )
    found = found.sort("tutor_id", "session_day", "session_id").with_columns(carries=carries)
    events, trials = _weeks(one)
    number = {tutor: place for place, tutor in enumerate(one.tutors)}
    without = chances_without(
        events,
        trials,
        Excusable(
            row=np.array([number[tutor] for tutor in found["tutor_id"]], dtype=np.int64),
            week=found["week"].to_numpy().astype(np.int64),
            load=np.ones(found.height),
        ),
        prior=PRIOR,
        terms=TERMS,
    )
    return found.select(
        "tutor_id",
        "session_id",
        "load",
        signal=pl.lit(one.name),
        day="session_day",
        spell_no=pl.when(spell).then("spell_no"),
        event=pl.col("carries").cast(pl.Float64),
        treatment=pl.when("carries").then(pl.lit("counted")).otherwise(pl.lit("same_spell")),
        chance_without=pl.Series(without),
    )


def _kept(one: Weighed) -> list[str]:
    return sorted(set(_points_of(one)["tutor_id"]))


def _points(one: Weighed, late: pl.DataFrame) -> pl.DataFrame:
    del late
    return _points_of(one).with_columns(
        signal=pl.lit(one.name), session_ids=pl.lit([], pl.List(pl.String))
    )


def _points_of(one: Weighed) -> pl.DataFrame:
    last = one.as_of.toordinal()
    happened = one.events > 0
    asked = asked_days(
        one.days.tutor[happened],
        one.days.day[happened],
        tutors=np.arange(len(one.tutors), dtype=np.int64),
        first=last - TERMS.weeks * _WEEK,
        last=last,
    )
    found = ask(one.course, asked, prior_of=lambda _: PRIOR, terms=TERMS)
    frame = pl.DataFrame(
        {
            "tutor_id": [one.tutors[tutor] for tutor in asked.tutor],
            "day": [date.fromordinal(int(day)) for day in asked.day],
            "chance": found.chance,
            "events": found.events.astype(np.int64),
        }
    )
    return frame.filter((pl.col("chance").max() >= NOTED).over("tutor_id"))


def _late_sessions(sessions: pl.DataFrame, as_of: date) -> pl.DataFrame:
    first = as_of - timedelta(days=TERMS.weeks * _WEEK - 1)
    return sessions.filter(
        pl.col("in_late") & pl.col("tutor_id").is_not_null(),
        pl.col("session_day").is_between(first, as_of),
    ).select("tutor_id", "session_id", "session_day", "student_id")


def _side(rates: pl.DataFrame, name: str) -> pl.DataFrame:
    """Make a side detector that finds every thirteenth tutor."""
    found = rates["tutor_id"].hash(5) % 13 == 0
    return rates.select(
        "tutor_id", "as_of", "trials", "load", "session_ids",
        signal=pl.lit(name),
        enough=found,
        chance=pl.when(found).then(pl.lit(0.93)),
        reference=pl.lit(0.002),
        events=pl.when(found).then(pl.lit(4.0)).otherwise(pl.lit(1.0)),
        now_events=pl.lit(0.0), now_trials=pl.lit(0.0),
        before_events=pl.lit(0.0), before_trials=pl.lit(0.0),
        spells=pl.lit(0), spell_events=pl.lit(0.0), spell_sessions=pl.lit(0),
        unscored_sessions=pl.lit(0), students=pl.lit(0),
    )  # fmt: skip


def _priors(as_of: date, tutors: int) -> pl.DataFrame:
    until = as_of.replace(day=1) - timedelta(days=1)
    return pl.DataFrame(
        [
            {
                "signal": name,
                "fitted_until": until,
                "component": place,
                "share": one.share,
                "shape": one.shape,
                "rate": one.sessions,
                "tutors": tutors,
                "fallback": True,
                "loglik": None,
            }
            for name in ("late_sessions", "wiped_days")
            for place, one in enumerate(POLICY.prior)
        ],
        schema_overrides={"loglik": pl.Float64},
    )


def _factors(as_of: date) -> pl.DataFrame:
    bands = (("night", 1.42, 1800), ("morning", 0.97, 9400), ("afternoon", 0.96, 14100),
             ("evening", 1.08, 12050))  # fmt: skip
    rows = [("hours", "", key, factor, count, int(count * 0.03 * factor))
            for key, factor, count in bands]  # fmt: skip
    outage = (as_of - timedelta(days=74)).isoformat()
    rows.append(("incident", "Europe", outage, 9.7, 140, 41))
    until = as_of.replace(day=1) - timedelta(days=1)
    return pl.DataFrame(
        rows, schema=["kind", "place", "key", "factor", "sessions", "late"], orient="row"
    ).with_columns(fitted_until=pl.lit(until))


def _known(figures: np.ndarray) -> list[float | None]:
    return [None if np.isnan(one) else float(one) for one in figures]
