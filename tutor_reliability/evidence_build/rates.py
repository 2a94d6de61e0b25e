"""The two rates: late sessions and wiped-out days, judged tonight and on past days."""

from dataclasses import replace
from functools import partial

import numpy as np
import polars as pl

from tutor_reliability.evidence.score import Terms, Tonight, judge
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import (
    SIGNALS,
    Counted,
    LateDays,
    dates,
    late_days,
)
from tutor_reliability.evidence_build.followed import (
    counted_of,
    days_of,
    score_terms,
    stage_numbers,
)
from tutor_reliability.evidence_build.frames import Found
from tutor_reliability.evidence_build.memory import Memory, recall, remember
from tutor_reliability.evidence_build.past import Past
from tutor_reliability.evidence_build.priors import Priors, learn
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.rows import Judged, Rate, found_of
from tutor_reliability.evidence_build.sessions import Sessions, Spells
from tutor_reliability.evidence_build.weeks import Asked, Weeks, enough_of, weeks_of

_SAMPLE = 4_000


def rates_of(question: Question) -> Found:
    """Judge every tutor by the two rates."""
    question.stage("stage.evidence_tutors", one_in=one_in(question))
    tutors = question.opened.frame("select * from stage.evidence_tutors order by number")
    memory = recall(question, len(tutors))
    late = _late_days(question)
    asked = _asked(question, late)
    terms = score_terms(question.terms)
    rates = _judged_tonight(question, tutors, memory, asked, late)
    since = memory.asked_from([one.priors for one in rates], late, question.span, len(tutors))
    past = Past(question=question, memory=memory, since=since, late=late, asked=asked)
    rates, stays = past.of(rates)
    noted = _noted(asked, rates, terms)
    judged = Judged(
        question=question,
        tutors=tutors,
        asked=asked,
        late=late,
        spells=Spells.of(late),
        sessions=_sessions(question, noted, since, late),
        noted=noted,
        terms=terms,
    )
    return replace(
        found_of(judged, rates),
        gone=_named(past.gone(stays), tutors),
        remember=partial(remember, question),
    )


def _judged_tonight(
    question: Question, tutors: pl.DataFrame, memory: Memory, asked: Asked, late: LateDays
) -> list[Rate]:
    """Judge by the weeks that end tonight."""
    numbers = tutors.filter("is_sampled")["number"].to_numpy().astype(np.int64)
    sample = counted_of(question, days_of(question, numbers), numbers)
    terms, rates = score_terms(question.terms), []
    for signal in SIGNALS:
        priors = learn(
            signal, sample, terms=question.terms, span=question.span, known=memory.priors
        )
        weeks = weeks_of(signal, asked, late, question.span)
        tonight = _tonight(weeks, priors, terms)
        rates.append(Rate(signal=signal, weeks=weeks, priors=priors, tonight=tonight))
    return rates


def one_in(question: Question) -> int:
    """Give of how many tutors one is learnt from: a power of 2, so that it seldom changes."""
    found = 1
    while question.opened.count("mart.tutors") > found * _SAMPLE:
        found *= 2
    return found


def _late_days(question: Question) -> LateDays:
    stage_numbers(question, "stage.evidence_followed", np.zeros(0, dtype=np.int64))
    question.stage("stage.evidence_days", only_late=True)
    frame = question.opened.frame("select * from stage.evidence_days")

    def taught(gaps: pl.DataFrame) -> pl.DataFrame:
        question.opened.stage_frame("stage.evidence_gaps", gaps)
        question.stage("stage.evidence_taught")
        return question.opened.frame("select * from stage.evidence_taught")

    return late_days(frame, question.terms, taught=taught)


def _asked(question: Question, late: LateDays) -> Asked:
    span = question.span
    numbers = enough_of(
        late, least=question.terms.min_events, since=span.as_of.toordinal() - span.week_days
    )
    stage_numbers(question, "stage.evidence_asked", numbers)
    question.stage("stage.evidence_weeks")
    return Asked(numbers=numbers, frame=question.opened.frame("select * from stage.evidence_weeks"))


def _tonight(weeks: Weeks, priors: Priors, terms: Terms) -> Tonight:
    return judge(
        weeks.events, weeks.load, prior=priors.tonight, terms=terms, happened=weeks.happened
    )


def _noted(asked: Asked, rates: list[Rate], terms: Terms) -> Numbers:
    """Give the tutors of whom more is told: of note tonight, or with points."""
    found = [np.unique(rate.points.asked.tutor) for rate in rates]
    found += [asked.numbers[rate.of_note(terms)] for rate in rates]
    return np.unique(np.concatenate(found))


def _sessions(question: Question, noted: Numbers, since: Numbers, late: Counted) -> Sessions:
    """Read the late sessions of the tutors of note, as far back as something is told of them."""
    tonight = question.night.as_of.toordinal()
    first = np.minimum(since[noted], tonight) - question.span.week_days + 1
    question.opened.stage_frame(
        "stage.evidence_noted",
        pl.DataFrame({"number": noted.astype(np.int32), "since": dates(first)}),
    )
    question.stage("stage.evidence_sessions")
    return Sessions.of(question.opened.frame("select * from stage.evidence_sessions"), late)


def _named(rows: pl.DataFrame | None, tutors: pl.DataFrame) -> pl.DataFrame | None:
    if rows is None:
        return None
    return rows.with_columns(tutor_id=tutors["tutor_id"].gather(rows["number"])).drop("number")
