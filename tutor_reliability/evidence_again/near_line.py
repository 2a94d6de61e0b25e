"""Cancellations just outside the line, counted and weighed again."""

from datetime import date

from tutor_reliability.evidence_again import beta
from tutor_reliability.evidence_again.expected import Expected
from tutor_reliability.evidence_again.sessions import Session
from tutor_reliability.evidence_again.sides import (
    Answer,
    Counted,
    Known,
    Range,
    lies_in,
    of_ratio,
    range_of,
)

_INSIDE, _OUTSIDE = 3, 4
_HOUR, _WHOLE_HOUR = 3600, 120
_NOTHING_KNOWN = 0.5


class NearLine:
    """A tutor's cancellations around the line, over the policy's weeks."""

    def __init__(self, known: Known, expected: Expected) -> None:
        """Choose the sessions."""
        self.looks_back = known.week_days
        self._known, self._expected = known, expected
        self._around = [one for one in known.own if self._past_the_line(one) is not None]

    def counted(self, day: date) -> list[Counted]:
        """Give the sessions cancelled just outside the line."""
        return [
            Counted(session_id=one.session_id, student_id=one.student_id)
            for one in self._of(day)
            if self._is_near(one)
        ]

    def answer(self, day: date, *, without: str | None = None) -> Answer:
        """Weigh both: far more often than peers, and more of those around the line."""
        less, terms = int(without is not None), self._known.terms
        near = max(len(self.counted(day)) - less, 0)
        around = max(len(self._of(day)) - less, near)
        trials = max(len(self._known.trials(day, self.looks_back)) - less, near)
        learnt, chance = self._expected.on(day), 0.0
        usual = learnt.usual if learnt else 0.0
        if learnt and near >= terms.min_events - less:
            often = of_ratio(near, trials, learnt).chance_above(terms.near_line_ratio * usual)
            odds = terms.near_line_odds * learnt.near
            chance = often * (
                1.0
                - beta.share_below(
                    _NOTHING_KNOWN + near,
                    _NOTHING_KNOWN + around - near,
                    odds / (1 - learnt.near + odds),
                )
            )
        return Answer(events=near, trials=trials, expected=trials * usual, chance=chance)

    def range(self, tonight: Answer) -> Range:
        """Bound the rate just outside the line, a session."""
        return range_of(tonight, self._known, self._expected)

    def _of(self, day: date) -> list[Session]:
        return [one for one in self._around if lies_in(one.day, day, self.looks_back)]

    def _is_near(self, session: Session) -> bool:
        past = self._past_the_line(session)
        return past is not None and 0 <= past < self._known.terms.near_line.seconds

    def _past_the_line(self, session: Session) -> int | None:
        """Give the seconds by which its notice is past the line; None where it is not around it."""
        notice, line, near = (
            session.notice_seconds,
            session.line_seconds or 0,
            self._known.terms.near_line.seconds,
        )
        if notice is None or line <= 0:
            return None
        if abs(notice - _HOUR * round(notice / _HOUR)) <= _WHOLE_HOUR:
            return None
        past = notice - line
        return past if -_INSIDE * near <= past < _OUTSIDE * near else None
