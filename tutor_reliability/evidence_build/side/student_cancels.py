"""Sessions cancelled late in students' names, over the policy's weeks.

What a student does with other tutors is taken from all days that are published: it is how the
student is. Pairs are told apart only where more was seen than the ratio asked for times what was
to be expected; elsewhere the sums say as clearly that there is nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tutor_reliability.evidence.detectors.stretch import Stretch
from tutor_reliability.evidence.detectors.student_cancels import STUDENTS as USUAL_STUDENTS
from tutor_reliability.evidence.detectors.student_cancels import (
    Pairs,
    expected_by_one,
    learn_students,
    log_likelihood,
    pair_likelihood,
)
from tutor_reliability.evidence.mixture import Floats, Mixture, mean, tail
from tutor_reliability.evidence.ratio import TWO_KINDS, Weighed, density, learn_weighed
from tutor_reliability.evidence.windows import Asked, Numbers
from tutor_reliability.evidence_build.days import ordinals
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.side.answers import Answer, Counted, Range, once_in
from tutor_reliability.evidence_build.side.asked_days import asked_days, sunday_from
from tutor_reliability.evidence_build.side.learnt import Learnt, Told, learnt, prior_rows, sampled
from tutor_reliability.evidence_build.side.taught import ask_about, published_after
from tutor_reliability.tables.values import STUDENTS

_STUDENTS = 8_000
_CHUNK = 10_000
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioPeers:
    """How the tutors' own ratios spread, and how many tutors that was learnt from."""

    spread: Mixture
    tutors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The pairs of some tutors, day by day; pairs are numbered by tutor, then by student.

    Attributes:
        tutor: The tutor of each pair.
        student: The student of each pair, by number.
        elsewhere: Late sessions of the student with other tutors, and all; one figure a pair.
    """

    tutor: Numbers
    student: Numbers
    elsewhere: tuple[Floats, Floats]
    _days: Stretch

    @classmethod
    def of(cls, question: Question, numbers: Numbers) -> "Course":
        """Read the pairs of some tutors."""
        ask_about(question, numbers)
        frame = question.select("stage.signal_pair_courses").with_columns(
            pair=pl.struct("number", "student").rle_id()
        )
        first = frame.unique("pair", keep="first", maintain_order=True)
        return cls(
            tutor=first["number"].to_numpy().astype(np.int64),
            student=first["student"].to_numpy().astype(np.int64),
            elsewhere=(_floats(first["late_elsewhere"]), _floats(first["sessions_elsewhere"])),
            _days=Stretch.of(
                frame["pair"].to_numpy().astype(np.int64),
                ordinals(frame["day"]),
                _floats(frame["late"]),
                _floats(frame["sessions"]),
            ),
        )

    def pairs(self, asked: Asked, days: int | None) -> tuple[Pairs, Numbers]:
        """Give the pairs of tutors by the days that end with the asked one, and which they are.

        Their `tutor` is the row of `asked`.
        """
        begin = np.searchsorted(self.tutor, asked.tutor, "left")
        sizes = np.searchsorted(self.tutor, asked.tutor, "right") - begin
        row = np.repeat(np.arange(len(asked)), sizes)
        pair = (
            np.repeat(begin, sizes)
            + np.arange(len(row))
            - np.repeat(np.cumsum(sizes) - sizes, sizes)
        )
        late, sessions = self._days.within(Asked(tutor=pair, day=asked.day[row]), days)
        seen = sessions > 0
        pairs = Pairs(
            tutor=row[seen],
            late=late[seen],
            sessions=sessions[seen],
            late_elsewhere=self.elsewhere[0][pair[seen]],
            sessions_elsewhere=self.elsewhere[1][pair[seen]],
        )
        return pairs, pair[seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentCancels:
    """Late cancellations in students' names, beside what these students do with other tutors."""

    signal: str
    counted: Counted
    question: Question
    peers: Learnt[RatioPeers]
    students: Mixture
    _students_seen: int
    _student: Numbers
    _sums: Stretch
    _course: Course
    _followed: Numbers

    @classmethod
    def of(cls, question: Question, sample: Numbers) -> "StudentCancels":
        """Make it ready: learn what students do, then what tutors do beside that."""
        days, terms = question.span.week_days, question.terms
        students, seen = _students(question)
        late = question.select("stage.signal_student_sessions", min_events=terms.min_events)
        counted = Counted.of(late, days=days)
        often = counted.often(least=terms.min_events)
        sums = _sums(question, students, often)
        followed = np.union1d(sample, _told_apart(question, sums, often))
        course = Course.of(question, followed)

        def learn(until: int | None) -> RatioPeers:
            asked, stretch = sampled(sample, until, question, days)
            pairs, _ = course.pairs(asked, stretch)
            known = np.isin(np.arange(len(sample)), pairs.tutor)
            likely = log_likelihood(pairs, students, tutors=len(sample))[known]
            spread, tutors = learn_weighed(likely, start=TWO_KINDS, fewest=terms.min_tutors)
            return RatioPeers(spread=spread, tutors=tutors)

        return cls(
            signal="student_cancels",
            counted=counted,
            question=question,
            peers=learnt(question, learn),
            students=students,
            _students_seen=seen,
            _student=late["student"].to_numpy().astype(np.int64),
            _sums=sums,
            _course=course,
            _followed=followed,
        )

    def ask(self, asked: Asked) -> Answer:
        """Answer for tutors and days, by tutor."""
        ratio = self.question.terms.student_ratio
        late, sessions, expected = self._sums.within(asked, self.question.span.week_days)
        enough = late >= self.question.terms.min_events
        apart = _is_apart(self.question, late, expected)

        def answer(peers: RatioPeers, rows: Numbers) -> tuple[Floats, ...]:
            chance = np.zeros(len(rows))
            alike = np.flatnonzero((enough & ~apart)[rows])
            at = rows[alike]
            chance[alike] = tail(late[at], expected[at], peers.spread, ratio)
            some = np.flatnonzero(apart[rows])
            for begin in range(0, len(some), _CHUNK):
                part = some[begin : begin + _CHUNK]
                chance[part] = self._weighed(_rows(asked, rows[part]), peers).above(ratio)
            return (chance,)

        (chance,) = self.peers.each(asked, answer)
        return Answer(events=late, trials=sessions, expected=expected, chance=chance)

    def ranges(self, asked: Asked, answer: Answer) -> Range:
        """Bound the shares of some tutors tonight; those of note by their pairs."""
        peers, terms = self.peers.tonight, self.question.terms
        share = answer.expected / np.maximum(answer.trials, 1.0)
        rate = mean(answer.events, answer.expected, peers.spread) * share
        low, high = np.full(len(asked), np.nan), np.full(len(asked), np.nan)
        noted = np.flatnonzero(answer.chance >= terms.keep_from)
        weighed = self._weighed(_rows(asked, noted), peers)
        bounds = weighed.bounds(terms.confidence)
        rate[noted] = weighed.mean * share[noted]
        low[noted], high[noted] = bounds[0] * share[noted], bounds[1] * share[noted]
        return Range(rate=rate, low=low, high=high, once_in=once_in(answer))

    def without(self, asked: Asked, question: Numbers, session: Numbers) -> Floats:
        """Give the chance were a session excused: one less of its pair."""
        peers = self.peers.tonight
        course = self._course_of(asked)
        pairs, pair = course.pairs(asked, self.question.span.week_days)
        whole = log_likelihood(pairs, self.students, tutors=len(asked))[question]
        span = int(max(course.student.max(initial=0), self._student.max(initial=0))) + 1
        keys = pairs.tutor * span + course.student[pair]
        at = np.searchsorted(keys, question * span + self._student[session])
        with_it = Pairs(**{name: getattr(pairs, name)[at] for name in Pairs.__slots__})
        less = replace(with_it, late=with_it.late - 1, sessions=with_it.sessions - 1)
        changed = pair_likelihood(less, self.students) - pair_likelihood(with_it, self.students)
        weighed = Weighed.of(whole + changed, density(peers.spread))
        return weighed.above(self.question.terms.student_ratio)

    def priors(self) -> pl.DataFrame:
        """Give rows of review.priors, and what to expect of students."""
        tonight = Told(signal=STUDENTS, spread=self.students, learnt_from=self._students_seen)
        return pl.concat(
            [
                self.peers.rows(self._told),
                prior_rows(self.question.night.as_of, [tonight]),
            ]
        )

    def _told(self, peers: RatioPeers) -> Iterator[Told]:
        yield Told(signal=self.signal, spread=peers.spread, learnt_from=peers.tutors)

    def _weighed(self, asked: Asked, peers: RatioPeers) -> Weighed:
        pairs, _ = self._course_of(asked).pairs(asked, self.question.span.week_days)
        likely = log_likelihood(pairs, self.students, tutors=len(asked))
        return Weighed.of(likely, density(peers.spread))

    def _course_of(self, asked: Asked) -> Course:
        """Give the pairs of tutors; of whom the sums alone said enough so far, they are read."""
        if np.isin(asked.tutor, self._followed).all():
            return self._course
        return Course.of(self.question, asked.tutor)


def _students(question: Question) -> tuple[Mixture, int]:
    """Learn what students do; 0: from too few."""
    question.stage("stage.signal_pairs", published_after=published_after(question))
    known = question.select("stage.signal_students", most_students=_STUDENTS).sort("student_id")
    found = learn_students(
        _floats(known["late"]), _floats(known["sessions"]), fewest=question.terms.min_tutors
    )
    return found, 0 if found == USUAL_STUDENTS else len(known)


def _sums(question: Question, students: Mixture, numbers: Numbers) -> Stretch:
    """Add up some tutors beside what their students do elsewhere."""
    shape, rate = expected_by_one(students)
    ask_about(question, numbers)
    frame = question.select(
        "stage.signal_student_cancels",
        shape=shape,
        rate=rate,
        sunday=sunday_from(question.night.as_of),
    )
    number, late = frame["number"].to_numpy().astype(np.int64), _floats(frame["late"])
    return Stretch.of(
        number,
        ordinals(frame["asked_day"]),
        late,
        _floats(frame["sessions"]),
        _floats(frame["expected"]),
    )


def _is_apart(question: Question, late: Floats, expected: Floats) -> Bools:
    """Tell where the pairs are told apart: more was seen than the ratio times the expected."""
    terms = question.terms
    found: Bools = (late >= terms.min_events) & (late > terms.student_ratio * expected)
    return found


def _told_apart(question: Question, sums: Stretch, numbers: Numbers) -> Numbers:
    """Give the tutors whose pairs are told apart on any day that is asked about."""
    found = np.zeros(len(numbers), dtype=np.bool_)
    for day in asked_days(question):
        asked = Asked(tutor=numbers, day=np.full(len(numbers), day))
        late, _, expected = sums.within(asked, question.span.week_days)
        found |= _is_apart(question, late, expected)
    return numbers[found]


def _floats(column: pl.Series) -> Floats:
    return column.to_numpy().astype(np.float64)


def _rows(asked: Asked, rows: Numbers) -> Asked:
    return Asked(tutor=asked.tutor[rows], day=asked.day[rows])
