"""Which rules of the policy hold of one tutor tonight, since when, and on which sessions.

A fold over one tutor's incidents, oldest first. A rule is asked on the day of each incident that
it names; an effect with a length runs from the last day it fired, one that a person ends stays
until a person has closed it, whatever the counts do meanwhile.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from tutor_reliability.policy import Policy
from tutor_reliability.policy.durations import Length
from tutor_reliability.policy.model import Meter, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One session that some meter of the policy counts.

    `counts_from` is the day from which it was settled and known; `dropped_from` names the meters
    an excuse took it out of, '*' for all; `pending` says that an excuse is undecided.
    """

    session_id: str
    day: date
    outcome: str
    counts_from: date
    dropped_from: frozenset[str] = frozenset()
    pending: bool = False
    student_id: str | None = None

    def counts_in(self, meter: Meter) -> bool:
        """Tell whether the meter counts it."""
        return self.outcome in meter.of and self.is_in(meter)

    def is_in(self, meter: Meter) -> bool:
        """Tell whether no excuse took it out of the meter."""
        return "*" not in self.dropped_from and meter.name not in self.dropped_from


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One tutor's incidents, oldest first, and how many sessions took place by day."""

    tutor_id: str
    incidents: tuple[Incident, ...]
    completed_days: tuple[date, ...] = ()
    completed_until: tuple[int, ...] = ()

    def completed(self, after: date, until: date) -> int:
        """Count the sessions that took place after one day and until another."""
        return self._completed_until(until) - self._completed_until(after)

    def since(self, day: date) -> "History":
        """Give the part from a day on."""
        start = bisect_left(self.completed_days, day)
        before = self.completed_until[start - 1] if start else 0
        return replace(
            self,
            incidents=tuple(one for one in self.incidents if one.day >= day),
            completed_days=self.completed_days[start:],
            completed_until=tuple(one - before for one in self.completed_until[start:]),
        )

    def known_by(self, day: date) -> "History":
        """Leave out the incidents that count only later than a day."""
        known = tuple(one for one in self.incidents if one.counts_from <= day)
        return replace(self, incidents=known)

    def without_pending(self) -> "History":
        """Leave out the incidents whose excuse nobody has decided."""
        decided = tuple(one for one in self.incidents if not one.pending)
        return replace(self, incidents=decided)

    def _completed_until(self, day: date) -> int:
        index = bisect_right(self.completed_days, day)
        return self.completed_until[index - 1] if index else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A day on which a rule held: when it was known, and the incidents that made it hold."""

    day: date
    known_on: date
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch through which a rule's effect stood, from its first firing to its end.

    `until` is the day it ends by itself if nothing further counts, None where only a person ends
    it; `closed_on` the day a person did; `held` says that it rests on an excuse nobody has decided.
    """

    rule: Rule
    since: date
    last: Firing
    until: date | None
    closed_on: date | None
    held: bool


def spells(
    policy: Policy, history: History, closings: Mapping[str, Sequence[date]], *, as_of: date
) -> list[Spell]:
    """Find each rule's spells that stand tonight or that a person has closed.

    Args:
        policy: The policy in force; incidents before it took effect are not judged by it.
        history: One tutor's incidents and completed sessions.
        closings: For each rule, the days on which a person closed its case, in order.
        as_of: The last day that counts.

    Returns:
        At most one standing spell a rule, after those that were closed.
    """
    found: list[Spell] = []
    judged = history.since(policy.effective_from).known_by(as_of)
    for rule in policy.rules:
        firings = _firings(policy, rule, judged, as_of)
        if not firings:
            continue
        certain = _firings(policy, rule, judged.without_pending(), as_of)
        if rule.effect.lasts is not None:
            found += _timed(rule, rule.effect.lasts, firings, certain, as_of)
        else:
            found += _latched(rule, firings, certain, closings.get(rule.name, ()), as_of)
    return found


def meter_value(meter: Meter, history: History, day: date) -> tuple[float | None, list[Incident]]:
    """Read a meter at the end of a day.

    Returns:
        The count, or the rate (None below its smallest volume), and the incidents it counts.
    """
    after = meter.window.before(day)
    inside = [one for one in history.incidents if after < one.day <= day]
    counted = [one for one in inside if one.counts_in(meter)]
    if meter.kind == "count":
        return float(len(counted)), counted
    exposure = sum(1 for one in inside if one.outcome in meter.among and one.is_in(meter))
    if "completed" in meter.among:
        exposure += history.completed(after, day)
    if exposure == 0 or exposure < meter.min_volume:
        return None, counted
    return len(counted) / exposure, counted


def _firings(policy: Policy, rule: Rule, history: History, as_of: date) -> list[Firing]:
    """Give each firing of a rule, in the order in which they were known."""
    tested = [policy.meter(one.meter) for one in rule.when]
    asked: dict[date, date] = {}
    for one in history.incidents:
        named = one.outcome in rule.on and all(one.is_in(meter) for meter in tested)
        if named and one.day <= as_of:
            asked[one.day] = min(asked.get(one.day, date.max), one.counts_from)
    found = [
        firing
        for day, known_from in asked.items()
        for firing in _fires(policy, rule, history, day=day, known_from=known_from)
    ]
    return sorted(found, key=lambda one: (one.known_on, one.day))


def _fires(
    policy: Policy, rule: Rule, history: History, *, day: date, known_from: date
) -> Iterator[Firing]:
    """Ask a rule about one day: first when that day's incident is known, then as more becomes so.

    What became known later does not move the day on which the rule held first.
    """
    later = {one.counts_from for one in history.incidents if one.day <= day}
    before: tuple[Incident, ...] | None = None
    for known_on in sorted({known_from, *(one for one in later if one > known_from)}):
        incidents = _counted(policy, rule, history.known_by(known_on), day)
        if incidents is not None and incidents != before:
            yield Firing(day=day, known_on=known_on, incidents=incidents)
            before = incidents


def _counted(
    policy: Policy, rule: Rule, history: History, day: date
) -> tuple[Incident, ...] | None:
    """Give the incidents by which a rule holds at the end of a day; None where it does not."""
    counted: dict[str, Incident] = {}
    for comparison in rule.when:
        value, incidents = meter_value(policy.meter(comparison.meter), history, day)
        if not comparison.holds(value):
            return None
        counted |= {one.session_id: one for one in incidents}
    return tuple(sorted(counted.values(), key=lambda one: (one.day, one.session_id)))


def _timed(
    rule: Rule, lasts: Length, firings: list[Firing], certain: list[Firing], as_of: date
) -> list[Spell]:
    """Give the spell that stands: each firing restarts the clock of the last one."""
    until = lasts.after(firings[-1].known_on)
    if as_of >= until:
        return []
    since = _start_of_run(firings, lasts.after)
    held = not certain or as_of >= lasts.after(certain[-1].known_on)
    return [Spell(rule=rule, since=since, last=firings[-1], until=until, closed_on=None, held=held)]


def _start_of_run(firings: list[Firing], after: Callable[[date], date]) -> date:
    since = firings[-1].known_on
    for earlier in reversed(firings[:-1]):
        if after(earlier.known_on) < since:
            break
        since = min(since, earlier.known_on)
    return since


def _latched(
    rule: Rule,
    firings: list[Firing],
    certain: list[Firing],
    closings: Sequence[date],
    as_of: date,
) -> list[Spell]:
    """Give the spells a person closed, and the one that still stands.

    A spell that nobody closed lapses when nothing further has made the rule hold for so long.
    """
    found = []
    opened_after = date.min
    for closed_on in (*sorted(closings), None):
        end = closed_on or date.max
        inside = _last_unlapsed(
            rule, [one for one in firings if opened_after < one.known_on <= end]
        )
        if inside and (closed_on is not None or _stands(rule, inside[-1], as_of)):
            since = inside[0].known_on
            sure = [one for one in certain if since <= one.known_on <= end]
            lapses = rule.effect.lapses
            found.append(
                Spell(
                    rule=rule,
                    since=since,
                    last=inside[-1],
                    until=lapses.after(inside[-1].known_on) if lapses and not closed_on else None,
                    closed_on=closed_on,
                    held=not sure and closed_on is None,
                )
            )
        opened_after = end if closed_on else opened_after
    return found


def _stands(rule: Rule, last: Firing, day: date) -> bool:
    return rule.effect.lapses is None or day < rule.effect.lapses.after(last.known_on)


def _last_unlapsed(rule: Rule, firings: list[Firing]) -> list[Firing]:
    """Give the firings since the last time the rule's effect had lapsed."""
    start = 0
    for number, (earlier, later) in enumerate(pairwise(firings), start=1):
        if not _stands(rule, earlier, later.known_on):
            start = number
    return firings[start:]
