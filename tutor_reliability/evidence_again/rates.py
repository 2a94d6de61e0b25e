"""Every figure of a rate's sentence, from the tutor's days: counts, chances, excuses, clean weeks.

Also the chance as each past night would have said it. The prior is the kept one, of review.priors.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

from tutor_reliability.evidence.rows import EXCUSED, INCIDENT, Event, Signal
from tutor_reliability.evidence_again.belief import Belief, Weeks, believed, weighed_starts
from tutor_reliability.evidence_again.days import Once
from tutor_reliability.evidence_again.expected import Expected
from tutor_reliability.evidence_again.figures import Figure, count, once_in, share
from tutor_reliability.evidence_again.ground import Ground, first_day
from tutor_reliability.policy.model import Evidence

_ORDINARY = 1.0
_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One of the two rates of a tutor."""

    ground: Ground
    expected: Expected
    terms: Evidence

    def figures(self) -> Iterator[Figure]:
        """Compare every figure of its sentence."""
        yield from self._sums()
        yield from self._of_sessions()
        found, learnt = self.ground.signal, self.expected.on(self.ground.signal.as_of)
        if not found.enough or learnt is None:
            return
        weeks, happened = self.ground.weeks(found.as_of, self.terms.weeks)
        starts = weighed_starts(happened, learnt.kinds, self.terms.hazard)
        yield from self._of_belief(believed(weeks, starts, learnt.kinds))
        if found.chance is not None and found.chance >= self.terms.keep_from:
            yield from self._clean(weeks, happened)
        yield from self._excused(weeks, starts)

    def points(self, points: Iterable[tuple[date, float]], *, kept_from: date) -> Iterator[Figure]:
        """Weigh past nights again whose weeks are all kept.

        Args:
            points: Days asked with the chance of each.
            kept_from: The first day of which days of tutors are kept.
        """
        back = timedelta(days=self.terms.weeks * _DAYS_A_WEEK - 1)
        for day, chance in points:
            if day - back >= kept_from and self.expected.on(day):
                weeks, happened = self.ground.weeks(day, self.terms.weeks)
                again = self._chance(weeks, happened, day)
                yield share(f"chance on {day}", again, chance, is_detail=True)

    def _sums(self) -> Iterator[Figure]:
        ground, found = self.ground, self.ground.signal
        first = first_day(found.as_of, self.terms)
        since = found.since or first
        yield count("separate events", ground.seen(first), found.events)
        yield count("trials", ground.trials(first), found.trials)
        yield count("load", ground.load(first), found.load)
        if found.enough:
            now, trials = ground.seen(since), ground.trials(since)
            yield count("events now", now, found.now_events)
            yield count("trials now", trials, found.now_trials)
            yield count("events before", ground.seen(first) - now, found.before_events)
            yield count("trials before", ground.trials(first) - trials, found.before_trials)
        if found.once_in is not None:
            rare = once_in(ground.seen(since), ground.load(since) * self.terms.limit)
            yield count("at the limit, once in", rare, found.once_in)

    def _of_sessions(self) -> Iterator[Figure]:
        """Count what only the late sessions tell; they are kept where the chance is of note."""
        ground, found = self.ground, self.ground.signal
        if not ground.events:
            return
        unscored = [one for one in ground.events if one.treatment in (EXCUSED, INCIDENT)]
        spells = {one.spell_no for one in ground.in_spells if one.event >= 1}
        yield count("spells", len(spells), found.spells)
        yield count("late sessions in spells", len(ground.in_spells), found.spell_sessions)
        if ground.by_sessions:
            yield count("late sessions not counted", len(unscored), found.unscored_sessions)
        if ground.students is not None:
            yield count("students affected", len(ground.students), found.students)

    def _of_belief(self, belief: Belief) -> Iterator[Figure]:
        found, beyond = self.ground.signal, (1 - self.terms.confidence) / 2
        yield share("chance", belief.chance_above(self.terms.limit), found.chance)
        yield share("chance that it changed", 1 - belief.starts[-1], found.chance_of_change)
        changed = belief.since_week < self.terms.weeks
        weeks = belief.since_week if changed else nan
        yield count("weeks since the change", weeks, _weeks_since(found))
        yield share("expected rate", belief.mean, found.rate)
        if found.rate_low is not None:
            yield share("rate from", belief.bound(beyond), found.rate_low)
            yield share("rate to", belief.bound(1 - beyond), found.rate_high)

    def _clean(self, weeks: Weeks, happened: Weeks) -> Iterator[Figure]:
        """Find how many weeks without another event, at the usual load, end the note."""
        found, whole = self.ground.signal, self.terms.weeks
        usual = sum(weeks.load) / max(sum(one > 0 for one in weeks.load), 1)
        number, chance = nan, nan
        for clean in range(1, whole + 1):
            left = self._chance(
                _later(weeks, clean, usual), _later(happened, clean, usual), found.as_of
            )
            if left < self.terms.keep_from:
                number, chance = clean, left
                break
        yield count("clean weeks", number, found.clean_weeks)
        yield share("chance after them", chance, found.clean_chance)

    def _excused(self, weeks: Weeks, starts: Sequence[float]) -> Iterator[Figure]:
        """Take out each event, with what it was among, and weigh the rest.

        What happened stays as it was, and with it the weights of the weeks.
        """
        left: dict[date, float] = {}
        for event in self.ground.events:
            once = _carrier(event, self.ground.days)
            if event.chance_without is None or once is None:
                continue
            if once.day not in left:
                fewer = self._without(weeks, once)
                left[once.day] = self._above(fewer, starts, self.ground.signal.as_of)
            yield share(
                f"were {event.session_id} excused",
                left[once.day],
                event.chance_without,
                is_detail=True,
            )

    def _without(self, weeks: Weeks, once: Once) -> Weeks:
        """Take out one event; of a spell, all of it."""
        fewer, among = list(weeks.events), list(weeks.load)
        for day, part, load in self._parts(once):
            age = (self.ground.signal.as_of - day).days // _DAYS_A_WEEK
            fewer[age] = max(fewer[age] - part, 0.0)
            among[age] = max(among[age] - min(load, _ORDINARY * part), 0.0)
        return Weeks(fewer, among)

    def _parts(self, once: Once) -> Iterator[tuple[date, float, float]]:
        """Give the days an event lies on: how much of it, and what that weighs."""
        if not self.ground.by_sessions:
            yield once.day, 1.0, once.day_load
            return
        yield once.day, 1.0, once.load / max(once.sessions, 1.0)
        for one in self.ground.days:
            if one.spell == once.day != one.day:
                yield one.day, one.late_events, one.load

    def _chance(self, weeks: Weeks, happened: Weeks, day: date) -> float:
        learnt = self.expected.on(day)
        kinds = learnt.kinds if learnt else ()
        return self._above(weeks, weighed_starts(happened, kinds, self.terms.hazard), day)

    def _above(self, weeks: Weeks, starts: Sequence[float], day: date) -> float:
        learnt = self.expected.on(day)
        if learnt is None or sum(weeks.events) < self.terms.min_events:
            return 0.0
        return believed(weeks, starts, learnt.kinds).chance_above(self.terms.limit)


def _weeks_since(found: Signal) -> float:
    if found.since is None:
        return nan
    return ((found.as_of - found.since).days + 1) / _DAYS_A_WEEK


def _carrier(event: Event, days: Sequence[Once]) -> Once | None:
    """Find the day that an event stands on: its own, or the first of its spell."""
    near = next((one for one in reversed(days) if one.day <= event.day), None)
    return near and next((one for one in days if one.day == near.spell), None)


def _later(weeks: Weeks, clean: int, load: float) -> Weeks:
    """Move weeks into the past and put clean ones before them."""
    whole = len(weeks.events)
    return Weeks([*[0.0] * clean, *weeks.events][:whole], [*[load] * clean, *weeks.load][:whole])
