"""The lesson moved most often, counted again: chains are followed link by link."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from tutor_reliability.evidence_again.sessions import Move
from tutor_reliability.evidence_again.sides import Answer, Counted, Known, Range, lies_in


class Chain:
    """A tutor's moves by lesson, of lessons moved often enough."""

    def __init__(self, known: Known) -> None:
        """Follow the chains."""
        self.looks_back = 0
        self._known = known
        lessons: dict[str, list[Move]] = defaultdict(list)
        first = first_of_chain(known.moves)
        for one in known.moves:
            if one.tutor_id == known.tutor_id and one.moved_on <= known.as_of:
                lessons[first[one.session_id]].append(one)
        self._lessons = [of for of in lessons.values() if len(of) >= known.terms.chain]

    def counted(self, day: date) -> list[Counted]:
        """Give the sessions whose last move is not too long ago, with all moves of each."""
        of_session: dict[str, list[Move]] = defaultdict(list)
        for one in (move for lesson in self._lessons for move in lesson):
            of_session[one.session_id].append(one)
        until = timedelta(days=self._known.week_days)
        return [
            Counted(session_id=name, student_id=moves[0].student_id, event=float(len(moves)))
            for name, moves in of_session.items()
            if min(one.moved_on for one in moves)
            <= day
            < max(one.moved_on for one in moves) + until
        ]

    def answer(self, day: date, *, without: str | None = None) -> Answer:
        """Count the moves of each lesson within the weeks; enough of them are certain."""
        longest = max(
            (
                sum(
                    lies_in(one.moved_on, day, self._known.week_days)
                    for one in lesson
                    if one.session_id != without
                )
                for lesson in self._lessons
            ),
            default=0,
        )
        least = self._known.terms.chain
        return Answer(events=longest, trials=1.0, expected=least, chance=float(longest >= least))

    def range(self, tonight: Answer) -> Range:
        """Give no rate: it is a count."""
        del tonight
        return Range()


def first_of_chain(moves: Iterable[Move]) -> dict[str, str]:
    """Name the first session of the chain that each moved session belongs to.

    Of several that lead to it, the one that sorts first; a session in a ring is its own.
    """
    before: dict[str, set[str]] = defaultdict(set)
    for one in moves:
        if one.moved_to is not None:
            before[one.moved_to].add(one.session_id)
    return {one.session_id: _first(one.session_id, before) for one in moves}


def _first(name: str, before: dict[str, set[str]]) -> str:
    seen, asked, begins = {name}, [name], []
    while asked:
        one = asked.pop()
        if not before.get(one):
            begins.append(one)
        fresh = before.get(one, set()) - seen
        seen |= fresh
        asked += fresh
    return min(begins, default=name)
