"""Sessions cancelled late in students' names, counted and weighed again pair by pair.

Where not much more was seen than expected the sums are weighed, as the night does; elsewhere each
pair says how well a ratio foretells it, ratio by ratio, and what they say is joined.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import exp, floor, fsum, lgamma, log, nan

from tutor_reliability.evidence_again.belief import Kind, Weeks, believed
from tutor_reliability.evidence_again.expected import Expected
from tutor_reliability.evidence_again.figures import once_in
from tutor_reliability.evidence_again.sessions import Session
from tutor_reliability.evidence_again.sides import Answer, Counted, Known, Range, lies_in

_RATIOS = [exp(log(0.05) + step * (log(30.0) - log(0.05)) / 63) for step in range(64)]
"""Ratios weighed one by one: 64 from a twentieth to thirty times, evenly in their logarithm."""
_PARTS = 65_536
Kinds = tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Late sessions and all: of a tutor with a student, and of the student elsewhere."""

    late: int
    sessions: int
    late_elsewhere: int
    sessions_elsewhere: int


class StudentCancels:
    """The pairs of a tutor, over the policy's weeks."""

    def __init__(self, known: Known, expected: Expected, students: Expected) -> None:
        """Choose the sessions, and add up what the students did elsewhere."""
        self.looks_back = known.week_days
        self._known, self._expected = known, expected
        self.students: Kinds = tuple(students.newest.kinds) if students.newest else ()
        theirs = [one for one in known.sessions if self._tells(one)]
        self._own = [one for one in theirs if one.tutor_id == known.tutor_id]
        others = [one for one in theirs if one.tutor_id != known.tutor_id]
        self._elsewhere = Counter(one.student_id for one in others)
        self._late_elsewhere = Counter(
            one.student_id for one in others if one.is_late_by_the_student
        )
        self._whose = {one.session_id: one.student_id for one in self._own}
        self._told: dict[tuple[date, str | None], Answer] = {}

    def counted(self, day: date) -> list[Counted]:
        """Give the sessions cancelled late in a student's name."""
        return [
            Counted(session_id=one.session_id, student_id=one.student_id)
            for one in self._own
            if one.is_late_by_the_student and lies_in(one.day, day, self.looks_back)
        ]

    def answer(self, day: date, *, without: str | None = None) -> Answer:
        """Weigh the tutor's ratio to what is expected of these students.

        Which late session of a student is excused makes no difference.
        """
        asked = (day, self._whose[without] if without else None)
        if asked not in self._told:
            self._told[asked] = self._weighed(*asked)
        return self._told[asked]

    def _weighed(self, day: date, excused: str | None) -> Answer:
        of_student, terms = self.pairs(day), self._known.terms
        if excused is not None:
            one = of_student[excused]
            of_student[excused] = replace(one, late=one.late - 1, sessions=one.sessions - 1)
        pairs = list(of_student.values())
        late, sessions = sum(one.late for one in pairs), sum(one.sessions for one in pairs)
        expected = fsum(expected_of(one, self.students) for one in pairs)
        learnt, chance = self._expected.on(day), nan
        if learnt and self.students:
            apart = late >= terms.min_events and late > terms.student_ratio * expected
            if apart or excused is not None:
                weights = weighed(pairs, self.students, learnt.kinds)
                chance = _above(weights, terms.student_ratio)
            else:
                belief = believed(Weeks([late], [expected]), [1.0], learnt.kinds)
                chance = belief.chance_above(terms.student_ratio)
        return Answer(events=late, trials=sessions, expected=expected, chance=chance)

    def range(self, tonight: Answer) -> Range:
        """Bound the tutor's own share; of note, pair by pair."""
        learnt, terms = self._expected.on(self._known.as_of), self._known.terms
        if learnt is None or not self.students:
            return Range()
        a_session = tonight.expected / max(tonight.trials, 1.0)
        rare = once_in(tonight.events, tonight.expected)
        if tonight.chance < terms.keep_from:
            seen = Weeks([tonight.events], [tonight.expected])
            return Range(rate=believed(seen, [1.0], learnt.kinds).mean * a_session, once_in=rare)
        pairs = list(self.pairs(self._known.as_of).values())
        weights = weighed(pairs, self.students, learnt.kinds)
        beyond = (1 - terms.confidence) / 2
        return Range(
            rate=fsum(w * r for w, r in zip(weights, _RATIOS, strict=True)) * a_session,
            low=_bound(weights, beyond) * a_session,
            high=_bound(weights, 1 - beyond) * a_session,
            once_in=rare,
        )

    def _tells(self, session: Session) -> bool:
        return (
            session.is_the_students
            and not session.is_older
            and self._known.memory_from <= session.day <= self._known.as_of
        )

    def pairs(self, day: date) -> dict[str | None, Pair]:
        """Give the pairs of the weeks that end with a day, by student."""
        within = [one for one in self._own if lies_in(one.day, day, self.looks_back)]
        sessions = Counter(one.student_id for one in within)
        late = Counter(one.student_id for one in within if one.is_late_by_the_student)
        return {
            one: Pair(late[one], sessions[one], self._late_elsewhere[one], self._elsewhere[one])
            for one in sessions
        }


def expected_of(pair: Pair, students: Kinds) -> float:
    """Say how many late ones to expect of a pair: one gamma, as wide as all kinds of students."""
    if not students:
        return nan
    mean, rate = _one_gamma(students)
    a_session = (mean * rate + pair.late_elsewhere) / (rate + pair.sessions_elsewhere)
    return pair.sessions * floor(_PARTS * a_session + 0.5) / _PARTS


@cache
def _one_gamma(students: Kinds) -> tuple[float, float]:
    """Give its mean and rate."""
    mean = fsum(one.share * one.shape / one.rate for one in students)
    squares = fsum(one.share * one.shape * (one.shape + 1) / one.rate**2 for one in students)
    return mean, mean / (squares - mean**2)


def weighed(pairs: Sequence[Pair], students: Kinds, tutors: Sequence[Kind]) -> list[float]:
    """Say how likely each of the ratios is a tutor's; they sum to 1."""
    logs = [fsum(of) for of in zip(*(_foretold(one, students) for one in pairs), strict=True)]
    logs = logs or [0.0] * len(_RATIOS)
    most = max(logs)
    common = [_common(ratio, tutors) for ratio in _RATIOS]
    weights = [exp(one - most) * its for one, its in zip(logs, common, strict=True)]
    whole = fsum(weights)
    return [one / whole for one in weights]


def _common(ratio: float, tutors: Sequence[Kind]) -> float:
    """Say how common a ratio is, but for a factor."""
    return fsum(
        exp(
            log(one.share)
            + one.shape * log(ratio * one.rate)
            - one.rate * ratio
            - lgamma(one.shape)
        )
        for one in tutors
    )


@cache
def _foretold(pair: Pair, students: Kinds) -> list[float]:
    """Say how well each ratio foretells a pair, each kind of student as likely as elsewhere."""
    likely = [one.log_likelihood(pair.late_elsewhere, pair.sessions_elsewhere) for one in students]
    most = max(likely)
    parts = []
    for one, its in zip(students, likely, strict=True):
        shape, rate = one.shape + pair.late_elsewhere, one.rate + pair.sessions_elsewhere
        grown = lgamma(shape + pair.late) - lgamma(shape) + shape * log(rate)
        parts.append((exp(its - most), grown, shape + pair.late, rate))
    return [pair.late * log(ratio) + _log_sum(parts, pair.sessions * ratio) for ratio in _RATIOS]


def _log_sum(parts: Sequence[tuple[float, float, float, float]], load: float) -> float:
    logs = [
        log(weight) + grown - shape * log(rate + load)
        for weight, grown, shape, rate in parts
        if weight
    ]
    most = max(logs)
    return most + log(fsum(exp(one - most) for one in logs))


def _above(weights: Sequence[float], ratio: float) -> float:
    return fsum(one for one, its in zip(weights, _RATIOS, strict=True) if its > ratio)


def _bound(weights: Sequence[float], share: float) -> float:
    under = 0.0
    for one, ratio in zip(weights, _RATIOS, strict=True):
        under += one
        if under >= share:
            return ratio
    return _RATIOS[-1]
