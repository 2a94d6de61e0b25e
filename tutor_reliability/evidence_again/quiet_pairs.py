"""Pairs that went quiet after the tutor cancelled, told and weighed again session by session."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tutor_reliability.evidence_again import beta
from tutor_reliability.evidence_again.expected import Expected, Learnt
from tutor_reliability.evidence_again.sessions import Session
from tutor_reliability.evidence_again.sides import Answer, Counted, Known, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is told of a pair some time after a cancellation.

    Attributes:
        session: The session cancelled.
        day: The day it is told; it counts from then on.
        until: The first day it counts no more.
        is_quiet: Whether the pair went quiet.
    """

    session: Session
    day: date
    until: date
    is_quiet: bool


class QuietPairs:
    """The pairs that a tutor cancelled on, over the policy's weeks."""

    looks_back = 0

    def __init__(self, known: Known, expected: Expected, held: Expected) -> None:
        """Tell of each pair."""
        self._known, self._expected, self._held = known, expected, held
        self._wait = timedelta(days=known.terms.quiet_after.seconds // 86_400)
        self._zone = ZoneInfo(known.timezone)
        self._of_pair: dict[str, list[Session]] = defaultdict(list)
        self._of_student: dict[str, list[Session]] = defaultdict(list)
        for one in known.sessions:
            if one.student_id is not None and one.day >= known.memory_from:
                self._of_student[one.student_id].append(one)
                if one.tutor_id == known.tutor_id:
                    self._of_pair[one.student_id].append(one)
        self._verdicts = [one for student in self._of_pair for one in self._last_counts(student)]
        self._seen = self._after_held()

    def counted(self, day: date) -> list[Counted]:
        """Give the cancellations after which pairs stand as quiet."""
        return [
            Counted(session_id=one.session.session_id, student_id=one.session.student_id)
            for one in self._standing(day)
            if one.is_quiet
        ]

    def answer(self, day: date, *, without: str | None = None) -> Answer:
        """Weigh the share of pairs that went quiet beside what is expected."""
        less = int(without is not None)
        quiet = max(len(self.counted(day)) - less, 0)
        pairs = max(len(self._standing(day)) - less, quiet)
        learnt, held = self._expected.on(day), self._held.on(day)
        share, chance = 0.0, 0.0
        if learnt and held:
            share = self._share(learnt, held)
            limit = min(self._known.terms.quiet_ratio * share, (1 + share) / 2)
            chance = 1.0 - beta.share_below(*_after(learnt, quiet, pairs), limit)
        return Answer(events=quiet, trials=pairs, expected=share * pairs, chance=chance)

    def range(self, tonight: Answer) -> Range:
        """Bound the tutor's own share."""
        learnt = self._expected.on(self._known.as_of)
        if learnt is None:
            return Range()
        late, kept = _after(learnt, tonight.events, tonight.trials)
        beyond = (1 - self._known.terms.confidence) / 2
        share = tonight.expected / max(tonight.trials, 1.0)
        often = beta.share_below(
            max(tonight.events, 1.0), tonight.trials - tonight.events + 1.0, share
        )
        return Range(
            rate=late / (late + kept),
            low=beta.bound(late, kept, beyond),
            high=beta.bound(late, kept, 1 - beyond),
            once_in=1.0 / often if tonight.events else 1.0,
        )

    def _share(self, learnt: Learnt, held: Learnt) -> float:
        """Give the share to expect, more where pairs go quiet after held sessions, too."""
        quiet, occasions = self._seen
        late, kept = _after(held, quiet, occasions)
        one = held.kinds[0]
        times = max((late / kept) / (one.shape / (one.rate - one.shape)), 1.0)
        return times * learnt.usual / (1 - learnt.usual + times * learnt.usual)

    def _standing(self, day: date) -> list[Verdict]:
        return [one for one in self._verdicts if one.day <= day < one.until]

    def _told_on(self, at: datetime) -> date:
        return (at + self._wait).astimezone(self._zone).date()

    def _last_counts(self, student: str) -> Iterator[Verdict]:
        """Give the verdicts on a pair; each counts until the next, or for the weeks."""
        told = sorted(self._told(student), key=lambda one: (one[1], one[0].session_id))
        for at, (session, day, is_quiet) in enumerate(told):
            until = day + timedelta(days=self._known.week_days)
            later = [one[1] for one in told[at + 1 : at + 2]]
            yield Verdict(session=session, day=day, until=min([until, *later]), is_quiet=is_quiet)

    def _told(self, student: str) -> Iterator[tuple[Session, date, bool]]:
        """Tell of each run of cancellations with nothing between them, by the last of the run."""
        signs = sorted(_signs(self._of_pair[student]))
        runs: dict[datetime | None, Session] = {}
        for one in self._cancelled(student):
            assert one.cancelled_at is not None  # noqa: S101 - only such are cancelled
            following = next((at for at in signs if at >= one.cancelled_at), None)
            last = runs.get(following)
            if last is None or _by_time(last) < _by_time(one):
                runs[following] = one
        for following, one in runs.items():
            assert one.cancelled_at is not None  # noqa: S101 - only such are cancelled
            told_at = one.cancelled_at + self._wait
            is_quiet = following is None or following > told_at
            anywhere = _signs(self._of_student[student])
            went_on = any(one.cancelled_at <= at <= told_at for at in anywhere)
            if one.blame == "tutor" and (went_on or not is_quiet):
                yield one, self._told_on(one.cancelled_at), is_quiet

    def _cancelled(self, student: str) -> Iterator[Session]:
        """Give the cancellations of a pair that had so many sessions before, and can be told."""
        held = sorted(one.scheduled_start for one in self._of_pair[student] if one.was_held)
        needed = self._known.terms.quiet_pair_sessions
        for one in self._of_pair[student]:
            if (
                one.event == "cancelled"
                and one.blame in ("tutor", "student")
                and one.cured_by is None
                and one.cancelled_at is not None
                and len(held) >= needed
                and held[needed - 1] <= one.cancelled_at
                and self._told_on(one.cancelled_at) <= self._known.as_of
            ):
                yield one

    def _after_held(self) -> tuple[int, int]:
        """Count held sessions of pairs never cancelled on: those then quiet, and all."""
        quiet = occasions = 0
        cancelled_on = {one.session.student_id for one in self._verdicts}
        for student in self._of_pair.keys() - cancelled_on:
            own = self._held_by_time(self._of_pair[student])
            anywhere = self._held_by_time(self._of_student[student])
            following = dict(zip((one.session_id for one in anywhere), anywhere[1:], strict=False))
            for at, one in enumerate(own[self._known.terms.quiet_pair_sessions - 1 :]):
                told_at = one.scheduled_start + self._wait
                then = following.get(one.session_id)
                told = self._told_on(one.scheduled_start) <= self._known.as_of
                if then is not None and then.scheduled_start <= told_at and told:
                    later = own[at + self._known.terms.quiet_pair_sessions :]
                    occasions += 1
                    quiet += not later or later[0].scheduled_start > told_at
        return quiet, occasions

    def _held_by_time(self, sessions: Sequence[Session]) -> list[Session]:
        held = [one for one in sessions if one.was_held and one.day <= self._known.as_of]
        return sorted(held, key=lambda one: (one.scheduled_start, one.session_id))


def _by_time(one: Session) -> tuple[datetime | None, str]:
    return one.cancelled_at, one.session_id


def _signs(sessions: Sequence[Session]) -> Iterator[datetime]:
    """Give when anything was held or booked."""
    for one in sessions:
        if one.was_held:
            yield one.scheduled_start
        if one.booked_at is not None:
            yield one.booked_at


def _after(learnt: Learnt, quiet: float, pairs: float) -> tuple[float, float]:
    """Give the shapes of the beta after so many of so many pairs."""
    one = learnt.kinds[0]
    return one.shape + quiet, one.rate - one.shape + pairs - quiet
