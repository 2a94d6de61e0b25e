"""The days that side detectors are asked about: calendar Sundays of the memory, and tonight."""

from datetime import date, timedelta

import numpy as np

from tutor_reliability.evidence.windows import Numbers
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.span import WEEK


def asked_days(question: Question) -> Numbers:
    """Give the days of points, as numbers."""
    first, last = question.span.points_from.toordinal(), question.night.as_of.toordinal()
    return np.unique(np.append(np.arange(first + -first % WEEK, last + 1, WEEK), last))


def sunday_from(day: date) -> date:
    """Give the first Sunday from a day on."""
    return day + timedelta(days=-day.toordinal() % WEEK)
