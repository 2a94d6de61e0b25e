"""The two rates: late sessions and wiped-out days, judged tonight and on past days."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tutor_reliability.evidence.score import Points, Terms, Tonight, judge
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import (
    GAP,
    SIGNALS,
    Counted,
    LateDays,
    counted,
    late_days,
    working_days,
)
from tutor_reliability.evidence_build.frames import Found
from tutor_reliability.evidence_build.points import may_ever_reach, points_of, stretches_of
from tutor_reliability.evidence_build.priors import Priors, learn
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.rows import Judged, Rate, found_of
from tutor_reliability.evidence_build.sessions import Sessions, Spells
from tutor_reliability.evidence_build.weeks import Asked, Weeks, enough_ever, weeks_of
from tutor_reliability.policy.model import Evidence

_SAMPLE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Followed:
    """All days of some tutors, numbered anew from 0.

    Attributes:
        numbers: The tutors, by their new number.
        counted: Their days.
    """

    numbers: Numbers
    counted: Counted


def rates_of(question: Question) -> Found:
    """Judge every tutor by the two rates."""
    question.stage("stage.evidence_tutors", one_in=_one_in(question))
    tutors = question.opened.frame("select * from stage.evidence_tutors order by number")
    late = _late_days(question)
    asked = _asked(question, late)
    sample = _followed(question, tutors.filter("is_sampled")["number"].to_numpy())
    terms = score_terms(question.terms)
    rates, able = [], {}
    for signal in SIGNALS:
        priors = learn(signal, sample.counted, terms=question.terms, span=question.span)
        weeks = weeks_of(signal, asked, late, question.span)
        able[signal] = _able(weeks, asked, late, question, priors)
        newest = weeks.newest(question.terms.weeks)
        tonight = _tonight(newest, priors, terms)
        rates.append(Rate(signal=signal, weeks=newest, priors=priors, tonight=tonight))
    followed = _followed(question, np.unique(np.concatenate(list(able.values()))))
    rates = [
        replace(rate, points=_points(question, followed, able[rate.signal], rate.priors))
        for rate in rates
    ]
    noted = _noted(asked, rates, terms)
    judged = Judged(
        question=question,
        tutors=tutors,
        asked=asked,
        late=late,
        spells=Spells.of(late),
        sessions=_sessions(question, noted, late),
        noted=noted,
        terms=terms,
    )
    return found_of(judged, rates)


def score_terms(terms: Evidence) -> Terms:
    """Give what the score is held against, as the policy says."""
    return Terms(
        limit=terms.limit,
        weeks=terms.weeks,
        hazard=terms.hazard,
        min_events=terms.min_events,
        keep_from=terms.keep_from,
        noted_from=terms.keep_from,
        confidence=terms.confidence,
    )


def _one_in(question: Question) -> int:
    """Give of how many tutors one is learnt from: a power of 2, so that it seldom changes."""
    one_in = 1
    while question.opened.count("mart.tutors") > one_in * _SAMPLE:
        one_in *= 2
    return one_in


def _late_days(question: Question) -> LateDays:
    question.stage("stage.evidence_late_days")
    frame = question.opened.frame("select * from stage.evidence_late_days")

    def taught(gaps: pl.DataFrame) -> pl.DataFrame:
        question.opened.stage_frame("stage.evidence_gaps", gaps)
        question.stage("stage.evidence_taught")
        return question.opened.frame("select * from stage.evidence_taught")

    return late_days(frame, question.terms, taught=taught)


def _asked(question: Question, late: Counted) -> Asked:
    terms = question.terms
    numbers = enough_ever(late, least=terms.min_events, week_days=question.span.week_days)
    _stage_numbers(question, "stage.evidence_asked", numbers)
    question.stage("stage.evidence_weeks")
    return Asked(numbers=numbers, frame=question.opened.frame("select * from stage.evidence_weeks"))


def _tonight(weeks: Weeks, priors: Priors, terms: Terms) -> Tonight:
    return judge(
        weeks.events, weeks.load, prior=priors.tonight, terms=terms, happened=weeks.happened
    )


def _able(weeks: Weeks, asked: Asked, late: Counted, question: Question, priors: Priors) -> Numbers:
    """Give the tutors who may have points, by number."""
    stretches = stretches_of(
        priors.signal, late, asked.places(late.days.tutor), weeks.load, question.span
    )
    able = may_ever_reach(
        stretches,
        priors=priors.all(),
        terms=score_terms(question.terms),
        days=question.span.week_days,
    )
    return asked.numbers[able]


def _points(question: Question, followed: _Followed, able: Numbers, priors: Priors) -> Points:
    """Give the points of a signal; the tutors are numbered as everywhere."""
    found = points_of(
        followed.counted,
        np.flatnonzero(np.isin(followed.numbers, able)),
        span=question.span,
        priors=priors,
        terms=score_terms(question.terms),
    )
    return renumbered(found, followed.numbers)


def renumbered(points: Points, numbers: Numbers) -> Points:
    """Number the tutors of points as everywhere."""
    asked = type(points.asked)(tutor=numbers[points.asked.tutor], day=points.asked.day)
    return Points(
        asked=asked, chance=points.chance, events=points.events, since_week=points.since_week
    )


def _followed(question: Question, numbers: Numbers) -> _Followed:
    _stage_numbers(question, "stage.evidence_followed", numbers)
    question.stage("stage.evidence_days")
    frame = question.opened.frame("select * from stage.evidence_days")
    known = np.unique(frame["number"].to_numpy())
    anew = frame.with_columns(number=pl.Series(np.searchsorted(known, frame["number"].to_numpy())))
    return _Followed(
        numbers=known.astype(np.int64),
        counted=counted(working_days(anew.sort("number", "day")), question.terms, taught=None),
    )


def _noted(asked: Asked, rates: list[Rate], terms: Terms) -> Numbers:
    """Give the tutors of whom more is told: of note tonight, or with points."""
    found = [np.unique(rate.points.asked.tutor) for rate in rates]
    for rate in rates:
        chance = np.nan_to_num(rate.tonight.current.chance_over_limit)
        found.append(asked.numbers[chance >= terms.noted_from])
    return np.unique(np.concatenate(found))


def _sessions(question: Question, noted: Numbers, late: Counted) -> Sessions:
    _stage_numbers(question, "stage.evidence_noted", noted)
    question.stage("stage.evidence_sessions")
    return Sessions.of(question.opened.frame("select * from stage.evidence_sessions"), late)


def _stage_numbers(question: Question, name: str, numbers: Numbers) -> None:
    frame = pl.DataFrame({"number": numbers}, schema={"number": GAP["number"]})
    question.opened.stage_frame(name, frame)
