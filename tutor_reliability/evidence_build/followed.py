"""All days of some tutors, read and counted; the terms they are held against."""

import numpy as np
import polars as pl

from tutor_reliability.evidence.score import Terms
from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.days import GAP, Counted, counted, working_days
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.policy.model import Evidence


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


def days_of(question: Question, numbers: Numbers) -> pl.DataFrame:
    """Read all days of some tutors; by number, then by day."""
    stage_numbers(question, "stage.evidence_followed", numbers)
    question.stage("stage.evidence_days", only_late=False)
    return question.opened.frame("select * from stage.evidence_days order by number, day")


def counted_of(question: Question, frame: pl.DataFrame, numbers: Numbers) -> Counted:
    """Count the days of some tutors, numbered anew from 0.

    Args:
        question: The night.
        frame: Days by number, then by day; all between the first and the last of these tutors are
            theirs.
        numbers: The tutors, in order.
    """
    its = frame["number"].to_numpy()
    begin = int(np.searchsorted(its, numbers.min(initial=0)))
    end = int(np.searchsorted(its, numbers.max(initial=-1), "right"))
    some = frame.slice(begin, end - begin)
    anew = some.with_columns(number=pl.Series(np.searchsorted(numbers, some["number"].to_numpy())))
    return counted(working_days(anew), question.terms, taught=None)


def stage_numbers(question: Question, name: str, numbers: Numbers) -> None:
    """Make a stage table of tutors' numbers."""
    frame = pl.DataFrame({"number": numbers}, schema={"number": GAP["number"]})
    question.opened.stage_frame(name, frame)
