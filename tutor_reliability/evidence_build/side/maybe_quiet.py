"""Whose pairs may have gone quiet often enough that anything is said: nobody else is looked at."""

from datetime import UTC, datetime, time, timedelta

import numpy as np

from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.taught import day_before_all

_PARTS = 62
"""Parts that time is cut into, one a bit; a part is a third of the wait for a pair where that is
longer, so that two whole ones lie in any wait."""


def maybe_quiet(question: Question) -> Numbers:
    """Give the tutors of whom so many pairs may have gone quiet that anything is said of them.

    It is made from temp.signal_met, and leaves out only those of whom that is certain.
    """
    origin = datetime.combine(day_before_all(question), time(0), UTC)
    whole = question.night.known_until - origin
    wait = timedelta(days=question.terms.quiet_after.days)
    part = max(wait // 3, whole // _PARTS + timedelta(microseconds=1))
    frame = question.select(
        "stage.signal_maybe_quiet",
        known_until=question.night.known_until,
        quiet_days=wait.days,
        origin=origin,
        part_us=part // timedelta(microseconds=1),
        whole_parts=wait // part - 1,
        min_events=question.terms.min_events,
    )
    return frame["number"].to_numpy().astype(np.int64)
