"""A year of reviewers with a few slots a night: whom they look at, in the order of a queue."""

from dataclasses import dataclass

import numpy as np

from benchmarks.evidence.world import BEFORE, NIGHTS, Bools, Floats, Year

_REST_AFTER_GOOD = 60
_BAD = ("chronic", "decliner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """What a year of reviews came to.

    Attributes:
        used: Slots used, of those there were.
        slots: Slots there were.
        precision: Share of reviews of tutors who were bad at the time, grey ones left out.
        recall: Share of bad tutors who were reviewed at all.
        grey: Reviews of tutors near the limit.
    """

    used: int
    slots: int
    precision: float
    recall: float
    grey: int


def review(year: Year, flags: Bools, order: Floats, *, a_night: int) -> Reviews:
    """Let reviewers take the first of the queue each night.

    Who turns out bad is dealt with and leaves the queue. Who turns out good, or near the limit,
    rests for 60 nights, and is not asked about again as long as the same run lasts: a case that was
    decided stays decided.

    Args:
        year: What happened, and the truth.
        flags: Who stood flagged; tutors x nights.
        order: What the queue is ordered by, highest first; tutors x nights.
        a_night: Reviews a night.
    """
    rests = np.zeros(len(flags), dtype=np.int64)
    dealt = np.zeros(len(flags), dtype=np.bool_)
    decided = np.zeros(len(flags), dtype=np.bool_)
    bad_now = np.isin(year.kind, _BAD)
    used = right = grey = wrong = 0
    for night in range(NIGHTS):
        decided &= flags[:, night]
        waiting = np.flatnonzero(flags[:, night] & (rests <= night) & ~dealt & ~decided)
        taken = waiting[np.lexsort((waiting, -order[waiting, night]))][:a_night]
        used += len(taken)
        is_bad = bad_now[taken] & (year.declines[taken] - BEFORE <= night) | (
            year.kind[taken] == "chronic"
        )
        is_grey = np.isin(year.kind[taken], ["grey", "other"])
        right += int(is_bad.sum())
        grey += int((is_grey & ~is_bad).sum())
        wrong += int((~is_bad & ~is_grey).sum())
        dealt[taken[is_bad]] = True
        decided[taken] = True
        rests[taken[~is_bad]] = night + _REST_AFTER_GOOD
    return Reviews(
        used=used,
        slots=a_night * NIGHTS,
        precision=right / max(right + wrong, 1),
        recall=float(dealt[bad_now].mean()) if bad_now.any() else 0.0,
        grey=grey,
    )
