"""One tutor's incidents as the columns in which all tutors' are looked at."""

import numpy as np

from tutor_reliability.standing import History, Incident
from tutor_reliability.standing.bounds import Rows

AXES = ("start", "event", "report")


def columns(incidents: list[Incident], history: History) -> Rows:
    """Write some incidents of one tutor column by column, and the highest of each chance."""
    names = tuple(sorted({one.outcome for one in incidents}))
    return Rows(
        tutors=1,
        tutor=np.zeros(len(incidents), dtype=np.int64),
        outcome=np.array([names.index(one.outcome) for one in incidents], dtype=np.int64),
        names=names,
        days={
            axis: np.array([one.on(axis).toordinal() for one in incidents], dtype=np.int64)
            for axis in AXES
        },
        weight=np.array([one.weight for one in incidents], dtype=np.float64),
        whole=np.array(["*" not in one.dropped_from for one in incidents], dtype=np.bool_),
        chances={
            signal: np.array([max((one.chance for one in its), default=0.0)])
            for signal, its in history.chances.items()
        },
    )
