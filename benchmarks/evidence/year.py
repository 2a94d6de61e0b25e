"""One simulated year judged by every way to flag: what one process of the proof bench does."""

from dataclasses import asdict
from time import process_time

import numpy as np

from benchmarks.evidence.figures import calibration, figures
from benchmarks.evidence.knowing import judged_knowing
from benchmarks.evidence.ours import Flagging, late_sessions_and_wiped_days, nightly, standing
from benchmarks.evidence.reviews import review
from benchmarks.evidence.rules import RULES
from benchmarks.evidence.world import WORLDS, Floats, Year, simulate
from tutor_reliability.policy import load

REVIEWS_A_NIGHT = 5
KNOWING = "a judge told what the world is like, at our false flags"
_TUTORS_OF_REVIEWS = 20_000
Row = dict[str, object]


def judge(*, world: str, tutors: int, seed: int, policy: str = "itutor") -> Row:
    """Simulate a year and judge every way to flag by its planted truth.

    Args:
        world: One of `WORLDS`, by name.
        tutors: How many.
        seed: Of the random numbers.
        policy: Whose thresholds the score is held against.

    Returns:
        The case, a row a way to flag, the calibration of the score, and its CPU seconds.
    """
    its = next(one for one in WORLDS if one.name == world)
    year = simulate(its, tutors=tutors, seed=seed)
    flagging = Flagging.of(load(policy))
    began = process_time()
    sessions, days = late_sessions_and_wiped_days(year, flagging.evidence)
    by_sessions, by_days = sessions.asked(flagging.terms), days.asked(flagging.terms)
    spent = process_time() - began
    order = np.maximum(nightly(by_sessions, tutors), nightly(by_days, tutors)).astype(np.float64)
    first = standing(by_sessions, tutors, flagging.sessions)
    second = standing(by_days, tutors, flagging.days)
    ways = {
        "late sessions or wiped-out days": first | second,
        "late sessions": first,
        "wiped-out days": second,
    }
    rows = [_row(year, name, flags, order) for name, flags in ways.items()]
    most = figures(year, first | second).false_flags
    rows.append(_row(year, KNOWING, *judged_knowing(year, its, false_flags=most)))
    rows += [_row(year, name, rule(year), order) for name, rule in RULES.items()]
    return {
        "world": world,
        "tutors": tutors,
        "seed": seed,
        "sessions": int(year.sessions.sum()),
        "late_share": round(float(year.late.sum() / year.sessions.sum()), 4),
        "ways": rows,
        "calibration": calibration(year, nightly(by_sessions, tutors).astype(np.float64)),
        "cpu_s": round(spent, 1),
    }


def _row(year: Year, name: str, flags: np.ndarray, order: Floats) -> Row:
    a_night = max(1, REVIEWS_A_NIGHT * len(flags) // _TUTORS_OF_REVIEWS)
    queue = review(year, flags, order, a_night=a_night)
    return {
        "way": name,
        **figures(year, flags).row(),
        "reviews": {
            key: round(value, 4) if isinstance(value, float) else value
            for key, value in asdict(queue).items()
        },
    }
