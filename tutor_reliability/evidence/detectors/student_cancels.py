"""Sessions cancelled late in students' names, beside what these very students do with others.

Some students cancel often, and who teaches one of them has done nothing. So each pair is weighed
by itself: the student's own rate is what the student shows with other tutors, and as unsure as
little was seen there. A tutor's ratio is what all pairs have in common; one unreliable student
who knows no other tutor explains that pair, and says little of the tutor.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from tutor_reliability.evidence.mixture import (
    Floats,
    Mixture,
    fit,
    posterior,
    responsibilities,
)
from tutor_reliability.evidence.ratio import RATIOS
from tutor_reliability.evidence.windows import Numbers

STUDENTS = Mixture(weights=(0.97, 0.03), shapes=(1.0, 5.0), rates=(30.0, 15.0))
"""What to expect of students: most cancel late now and then, a few every third time."""
_CHUNK = 50_000
_ORDINARY = 9
_LEAST = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Tutors with a student each; one figure a pair, by tutor.

    Attributes:
        tutor: Row of the tutor, numbered from 0.
        late: Sessions of the pair that were cancelled late in the student's name.
        sessions: Sessions of the pair that the student could have ended.
        late_elsewhere: Alike, of the student with other tutors.
        sessions_elsewhere: Alike.
    """

    tutor: Numbers
    late: Floats
    sessions: Floats
    late_elsewhere: Floats
    sessions_elsewhere: Floats


def learn_students(late: Floats, sessions: Floats, *, fewest: int) -> Mixture:
    """Learn what to expect of students, with any tutor; one figure a student.

    A few imagined ones are among them, so that where most were never late none is taken for one
    who never will be.
    """
    if np.count_nonzero(sessions > 0) < fewest or not late.any():
        return STUDENTS
    imagined = np.array([(1.0, 30.0)] * _ORDINARY + [(5.0, 15.0)])
    return fit(np.append(late, imagined[:, 0]), np.append(sessions, imagined[:, 1]), start=STUDENTS)


def expected_by_one(students: Mixture) -> tuple[float, float]:
    """Give one gamma, shape and rate, of the same mean and spread as a mixture has."""
    parts = list(zip(students.weights, students.shapes, students.rates, strict=True))
    mean = students.mean
    squares = sum(weight * shape * (shape + 1) / rate**2 for weight, shape, rate in parts)
    rate = mean / (squares - mean**2)
    return mean * rate, rate


def log_likelihood(pairs: Pairs, students: Mixture, *, tutors: int) -> Floats:
    """Say how well each ratio foretells the pairs of each tutor.

    Args:
        pairs: The pairs, by tutor.
        students: What to expect of students.
        tutors: How many tutors there are.

    Returns:
        One row a tutor, one column each of `RATIOS`.
    """
    whole = np.zeros((tutors, len(RATIOS)))
    for at in range(0, len(pairs.tutor), _CHUNK):
        part = _part(pairs, slice(at, at + _CHUNK))
        first, which = _alike(part)
        likely = pair_likelihood(_part(part, first), students)[which]
        begins = np.flatnonzero(np.diff(part.tutor, prepend=-1))
        whole[part.tutor[begins]] += np.add.reduceat(likely, begins, axis=0)
    return whole


def _alike(pairs: Pairs) -> tuple[Numbers, Numbers]:
    """Give the first of each pairs with equal counts, and which of these each pair is like."""
    counts = (pairs.late, pairs.sessions, pairs.late_elsewhere, pairs.sessions_elsewhere)
    key = np.zeros(len(pairs.late), dtype=np.int64)
    for one in counts:
        number = one.astype(np.int64)
        key = np.unique(key * (int(number.max(initial=0)) + 1) + number, return_inverse=True)[1]
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return first, which


def pair_likelihood(pairs: Pairs, students: Mixture) -> Floats:
    """Say how well each ratio foretells each pair; one row a pair.

    The student's rate is a gamma by what was seen elsewhere, so the pair's count is negative
    binomial; what no ratio changes is left out where it is the same for all kinds of students.
    """
    kinds = responsibilities(pairs.late_elsewhere, pairs.sessions_elsewhere, students)
    shapes, rates = posterior(pairs.late_elsewhere, pairs.sessions_elsewhere, students)
    late, sessions = pairs.late[:, None], pairs.sessions[:, None]
    whole = np.full((len(pairs.late), len(RATIOS)), -np.inf)
    for kind in range(len(students.weights)):
        shape, rate = shapes[:, kind, None], rates[:, kind, None]
        known = np.log(kinds[:, kind, None] + _LEAST) + gammaln(shape + late) - gammaln(shape)
        whole = np.logaddexp(
            whole,
            known + shape * np.log(rate) - (shape + late) * np.log(rate + sessions * RATIOS),
        )
    likely: Floats = whole + late * np.log(RATIOS)
    return likely


def _part(pairs: Pairs, rows: slice | Numbers) -> Pairs:
    return Pairs(**{name: getattr(pairs, name)[rows] for name in Pairs.__slots__})
