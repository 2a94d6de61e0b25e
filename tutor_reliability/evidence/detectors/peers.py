"""What is usual among peers, leaving out those who do it most: they would set the standard."""

import math

import numpy as np
from numpy.typing import NDArray

from tutor_reliability.evidence.mixture import Floats

LEFT_OUT = 0.02
"""The share of tutors left out: about as many as are planted in any world that was measured."""
_AS_IF_SEEN = 0.5


def but_the_most(events: Floats, trials: Floats) -> NDArray[np.bool_]:
    """Choose all tutors with trials but those with most events, at least one where there are two.

    Of equals the first are left out.
    """
    seen = trials > 0
    tutors = int(seen.sum())
    chosen = seen.copy()
    if tutors > 1:
        most = np.argsort(np.where(seen, -events, np.inf), kind="stable")
        chosen[most[: math.ceil(LEFT_OUT * tutors)]] = False
    return chosen


def usual_rate(events: Floats, trials: Floats) -> float:
    """Give events by trial of some tutors; half an event is added, so that none is not never."""
    return (float(events.sum()) + _AS_IF_SEEN) / max(float(trials.sum()), 2 * _AS_IF_SEEN)


def usual_share(events: Floats, trials: Floats) -> float:
    """Give the share of trials alike; where all were events, more is still possible."""
    return (float(events.sum()) + _AS_IF_SEEN) / (float(trials.sum()) + 2 * _AS_IF_SEEN)
