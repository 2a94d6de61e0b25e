"""The days that tutors taught: what their events were among."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from tutor_reliability.evidence.detectors.stretch import Stretch
from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.days import ordinals
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.publish import BEHIND_DAYS


@dataclass(frozen=True, slots=True)
class Taught:
    """Sessions that tutors could have ended, and working days, over any stretch of days."""

    _stretch: Stretch

    @classmethod
    def of(cls, question: Question, numbers: Numbers) -> "Taught":
        """Read the days of some tutors."""
        ask_about(question, numbers)
        frame = question.select("stage.signal_days", before_day=day_before_all(question))
        sessions = frame["sessions"].to_numpy().astype(np.float64)
        return cls(
            Stretch.of(
                frame["number"].to_numpy().astype(np.int64),
                ordinals(frame["day"]),
                sessions,
                np.ones(len(sessions)),
            )
        )

    def sessions(self, asked: Asked, days: int | None) -> Floats:
        """Sum the sessions over the days that end with the asked one."""
        return self._stretch.within(asked, days)[0]

    def days(self, asked: Asked, days: int | None) -> Floats:
        """Count the working days alike."""
        return self._stretch.within(asked, days)[1]


def day_before_all(question: Question) -> date:
    """Give the day before the first that any side detector looks at: a window before the memory."""
    longest = max(question.span.week_days, question.terms.habit_days)
    return question.span.points_from - timedelta(days=longest + 1)


def published_after(question: Question) -> date:
    """Give the day before those that are published: what is told of them, readers add up again."""
    return question.night.as_of - timedelta(days=BEHIND_DAYS)


def ask_about(question: Question, numbers: Numbers) -> None:
    """Say which tutors the next models are asked about."""
    frame = pl.DataFrame({"number": np.unique(numbers)}, schema={"number": pl.Int32})
    question.stage_frame("stage.signal_asked", frame)
