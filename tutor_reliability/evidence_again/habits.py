"""Emergencies by working day and moved sessions by session, counted and weighed again."""

from datetime import date, timedelta

from tutor_reliability.evidence_again.expected import Expected
from tutor_reliability.evidence_again.sides import (
    Answer,
    Counted,
    Known,
    Range,
    lies_in,
    of_ratio,
    range_of,
)


class Habit:
    """Days with the sessions that count from then on, and how many trials a day has."""

    def __init__(self, known: Known, expected: Expected) -> None:
        """Choose the sessions."""
        self.looks_back = known.terms.habit_days
        self._known, self._expected = known, expected
        self._found = self._all()

    def _all(self) -> list[tuple[date, Counted]]:
        """Give the sessions, each with the day by which it counts."""
        raise NotImplementedError

    def _trials(self, day: date) -> int:
        raise NotImplementedError

    def counted(self, day: date) -> list[Counted]:
        """Give the sessions that count on a day."""
        return [one for at, one in self._found if lies_in(at, day, self.looks_back)]

    def answer(self, day: date, *, without: str | None = None) -> Answer:
        """Weigh the rate beside that of peers; a spell is excused as a whole."""
        less, terms = int(without is not None), self._known.terms
        events = max(sum(one.event for one in self.counted(day)) - less, 0.0)
        trials = max(self._trials(day) - less, events)
        learnt, chance = self._expected.on(day), 0.0
        usual = learnt.usual if learnt else 0.0
        if learnt and events >= terms.min_events - less:
            chance = of_ratio(events, trials, learnt).chance_above(terms.habit_ratio * usual)
        return Answer(events=events, trials=trials, expected=trials * usual, chance=chance)

    def range(self, tonight: Answer) -> Range:
        """Bound the rate, events a trial."""
        return range_of(tonight, self._known, self._expected)


class Emergencies(Habit):
    """Spells of sessions ended by an emergency, among working days."""

    def _all(self) -> list[tuple[date, Counted]]:
        terms = self._known.terms
        gap = timedelta(days=terms.longest_gap.days)
        longest = timedelta(days=terms.longest_spell.days)
        found: list[tuple[date, Counted]] = []
        first = last = date.min
        spell = 0
        for one in sorted(self._known.own, key=lambda session: (session.day, session.session_id)):
            if not one.is_emergency:
                continue
            begins = not spell or one.day - last > gap or one.day - first >= longest
            if begins:
                first, spell = one.day, spell + 1
            last = one.day
            its = Counted(
                session_id=one.session_id,
                student_id=one.student_id,
                event=float(begins),
                spell=spell,
            )
            found.append((first, its))
        return found

    def _trials(self, day: date) -> int:
        return len({one.day for one in self._known.trials(day, self.looks_back)})


class MovedSessions(Habit):
    """Sessions that the tutor moved, once each, among all."""

    def _all(self) -> list[tuple[date, Counted]]:
        return list(
            {
                one.session_id: (
                    one.day,
                    Counted(session_id=one.session_id, student_id=one.student_id),
                )
                for one in self._known.moves
                if one.tutor_id == self._known.tutor_id and one.day <= self._known.as_of
            }.values()
        )

    def _trials(self, day: date) -> int:
        return len(self._known.trials(day, self.looks_back))
