"""One tutor's incidents as the columns in which all tutors' are looked at."""

import numpy as np

from tutor_reliability.standing import Incident
from tutor_reliability.standing.bounds import Rows

AXES = ("start", "event", "report")


def columns(incidents: list[Incident]) -> Rows:
    """Write incidents of one tutor column by column."""
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
    )
